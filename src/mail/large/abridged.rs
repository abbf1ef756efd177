//! Holds what is kept of a long message.

use super::Abridger;
use crate::i18n::Text;

/// Lines that were left out before a place of the text that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The place, in bytes.
    pub at: usize,
    /// How many lines.
    pub lines: u32,
}

/// Bytes up to which no message can hurt a parser, however deep or manifold its parts are; of a
/// longer one, what nothing depends on is taken out first, and with it what is beyond the limits.
pub const SHORT: usize = 16 << 10;

/// Take out of a message what nothing depends on.
///
/// # Errors
/// The limit that the message is beyond.
pub fn abridge(message: &[u8]) -> Result<Abridged, Text> {
    let mut abridger = Abridger::default();
    abridger.feed(message);
    abridger.finish()
}

/// A message without what nothing depends on.
#[derive(Debug, Default)]
pub struct Abridged {
    /// What is kept.
    pub bytes: Vec<u8>,
    /// What was left out.
    pub gaps: Vec<Gap>,
}
