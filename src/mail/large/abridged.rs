//! Holds what is kept of a large message.

use super::Abridger;
use crate::mail::Error;

/// Lines that were left out before a place of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The place, in bytes.
    pub at: usize,
    /// How many lines.
    pub lines: u32,
}

/// Bytes up to which no message is a burden to the parser, however many parts it has and however
/// deep they are nested; a longer one is abridged first, which also holds it to the limits.
pub const SHORT: usize = 16 << 10;

/// Abridge a message that is in memory.
///
/// # Errors
/// The limit that the message is beyond.
pub fn abridge(message: &[u8]) -> Result<Abridged, Error> {
    let mut abridger = Abridger::default();
    abridger.feed(message);
    abridger.finish()
}

/// A message without the parts that no verdict depends on.
#[derive(Debug, Default)]
pub struct Abridged {
    /// What is kept.
    pub bytes: Vec<u8>,
    /// Where lines were left out.
    pub gaps: Vec<Gap>,
}
