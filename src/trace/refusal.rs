//! Says why the rest of an export is not read, through readers that know only their own errors.

use crate::i18n::{Text, en};
use crate::mail::archive;
use parquet::errors::ParquetError;
use std::io;

/// Why the rest is not read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub(super) enum Refusal {
    /// A row of a table beyond the limit, which begins with a quote that is not closed.
    EndlessRow,
    /// A row of a Parquet file beyond the limit.
    RowTooLong,
    /// A Parquet file without the end of its footer.
    FooterCutOff,
    /// A footer beyond the limit.
    FooterTooLarge,
    /// Columns of a Parquet file beyond the limit.
    TooManyColumns,
    /// A page that is not within the file.
    PageOutsideFile,
    /// A page beyond the limit.
    PageTooLarge,
    /// A page without all its repetition and definition levels.
    PageTooShort,
    /// A page in a compression that is not read.
    PageCodec,
    /// A page in an encoding that is not read.
    PageEncoding(parquet::basic::Encoding),
    /// Pages that need more memory at once than the limit.
    PagesTooLarge,
}

impl Refusal {
    fn text(&self) -> Text {
        let text = match self {
            Self::EndlessRow => en("the row has more than 16 MiB: a quote is not closed"),
            Self::RowTooLong => en("the row has more than 16 MiB"),
            Self::FooterCutOff => en("its footer is not whole"),
            Self::FooterTooLarge => en("its footer has more than 8 MiB"),
            Self::TooManyColumns => en(
                "its footer does not begin with 10,000 columns or less, in 64 groups or less within one another",
            ),
            Self::PageOutsideFile => en("a page ends outside the file"),
            Self::PageTooLarge => en("a page has more than 128 MiB"),
            Self::PageTooShort => en("a page is shorter than its levels"),
            Self::PageCodec => en("a page is packed in a way that is not read"),
            Self::PageEncoding(encoding) => {
                return Text::of(
                    en("a page has values as {encoding}, which is not read"),
                    [("encoding", encoding)],
                );
            }
            Self::PagesTooLarge => en("its columns take more than 256 MiB at once"),
        };
        text.into()
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

impl From<Refusal> for ParquetError {
    fn from(refusal: Refusal) -> Self {
        Self::External(Box::new(refusal))
    }
}

/// Why reading failed: a refusal in every language, all else in English.
pub(super) fn reason(error: &io::Error) -> Text {
    let refusal = error.get_ref().and_then(|e| e.downcast_ref::<Refusal>());
    refusal.map_or_else(|| archive::reason(error), Refusal::text)
}

/// The same for a Parquet file.
pub(super) fn reason_of_parquet(error: &ParquetError) -> Text {
    if let ParquetError::External(error) = error {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return refusal.text();
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return reason(error);
        }
    }
    Text::of("{error}", [("error", error)])
}
