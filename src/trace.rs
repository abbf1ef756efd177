//! Tells what the message trace will show, reads what Exchange logged, and holds the one against
//! the other.
//!
//! An export is opened by [`mod@read`] and handed on in batches of rows ([`batch`]), whatever its
//! form. [`tally`] counts them; [`fate`] tells what each row says became of the message, [`origin`] who
//! made it, and [`kinds`] what it may have been; [`seen`] looks through the rows for all that;
//! [`reconcile`] asks the model the same and compares; [`replay`] asks it under another policy.
//! [`mod@predict`] writes the rows that a verdict will have, and [`mod@reactions`] those of what the
//! message sets off, in the words of [`status`] and [`event`].

pub mod asked;
pub mod batch;
pub mod columns;
pub mod date;
pub mod event;
pub mod fate;
mod json;
pub mod kinds;
pub mod origin;
mod packed;
pub mod parquet;
pub mod predict;
pub mod reactions;
pub mod read;
pub mod reconcile;
pub mod replay;
pub mod response;
pub mod seen;
pub mod status;
pub mod tally;

pub use read::read;
pub use tally::Trace;

/// What the words of a status or an event mean, where they are known.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    let status = status::find(word).map(|s| s.meaning);
    status.or_else(|| event::find(word).map(|e| e.meaning))
}
