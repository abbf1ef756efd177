//! Explains why it cannot be predicted what a message triggers.

use crate::diagnostic::Explained as _;
use crate::i18n::{Text, en};
use crate::mail;

/// Why it cannot be predicted what a message triggers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum Error {
    /// The message cannot be read, or names no recipient.
    Mail(#[from] mail::Error),
    /// The file holds the message in another form than it was sent in.
    NotAsSent,
    /// The message is too long to be kept whole, so its reactions cannot be written.
    TooLongToWrite { mebibytes: usize },
}

impl Error {
    /// What is wrong: lower case, no final stop.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Mail(error) => error.message(),
            Self::NotAsSent => en("it is not the message as it was sent; save it as .eml").into(),
            Self::TooLongToWrite { mebibytes } => Text::of(
                en(
                    "it has more than {number} MiB, so what it triggers is not written; leave out `--write` to see it",
                ),
                [("number", mebibytes)],
            ),
        }
    }
}
