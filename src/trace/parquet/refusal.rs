//! Carries what is said of a Parquet file that is not read further through the parquet crate.

use crate::i18n::Text;
use crate::mail::archive;
use parquet::errors::ParquetError;
use std::io;

/// An error that says why nothing further is read.
pub(super) fn refused(why: impl Into<Text>) -> ParquetError {
    ParquetError::External(Box::new(archive::refused(why.into())))
}

/// What an error says: a refusal in every language, all else in English.
pub(super) fn reason(error: &ParquetError) -> Text {
    let refusal = match error {
        ParquetError::External(error) => error.downcast_ref::<io::Error>(),
        _ => None,
    };
    refusal.map_or_else(|| Text::of("{error}", [("error", error)]), archive::reason)
}
