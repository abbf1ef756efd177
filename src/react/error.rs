//! Explains why it cannot be predicted what a message triggers.

use crate::i18n::{Text, en};

/// Why it cannot be predicted what a message triggers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum Error {
    /// The message cannot be read.
    Unreadable { reason: Text },
    /// Neither the message nor the user names a recipient.
    NoRecipient,
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
            Self::Unreadable { reason } => reason.clone(),
            Self::NoRecipient => en("the message names no recipient; give one with `--to`").into(),
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
