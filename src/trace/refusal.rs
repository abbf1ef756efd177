//! Says why the rest of an export is not read, through readers that know only their own errors.

use crate::i18n::{Text, en};
use crate::mail::archive;
use std::io;

/// Why the rest is not read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub(super) enum Refusal {
    /// A row of a table beyond the limit, which begins with a quote that is not closed.
    EndlessRow,
}

impl Refusal {
    pub(super) fn text(&self) -> Text {
        match self {
            Self::EndlessRow => en("the row has more than 16 MiB: a quote is not closed").into(),
        }
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

/// Why reading failed: a refusal in every language, all else in English.
pub(super) fn reason(error: &io::Error) -> Text {
    let refusal = error.get_ref().and_then(|e| e.downcast_ref::<Refusal>());
    refusal.map_or_else(|| archive::reason(error), Refusal::text)
}
