//! Predicts what the message trace will show, reads what Exchange logged, and compares the two.
//!
//! An export of any format is opened by [`mod@read`] and handed on in batches of rows ([`batch`]).
//! [`tally`] counts them; [`recipient_outcome`] finds what each row says became of the message,
//! [`origin`] which component made it, [`return_path`] who forwarded it, and [`possible_kinds`] of
//! which kinds it may have been; [`scan`] does all that for a batch. [`mod@reconcile`] compares the outcomes with those of the
//! policy, [`mod@replay`] with those of another policy; both judge a [`pair`] of addresses.
//! [`mod@predict`] writes the rows that a verdict will have, and [`mod@reactions`] those of the
//! messages that it triggers, with the names of [`status`] and [`event`].

pub mod batch;
#[cfg(feature = "cli")]
mod clixml;
pub mod columns;
pub mod date;
mod dated;
mod encoding;
pub mod error;
pub mod event;
mod fields;
#[cfg(feature = "cli")]
mod json;
#[cfg(feature = "cli")]
mod list;
#[cfg(feature = "cli")]
mod named;
#[cfg(feature = "cli")]
mod objects;
pub mod origin;
mod other_file;
mod packed;
pub mod pair;
pub mod part;
pub mod possible_kinds;
pub mod predict;
pub mod reactions;
pub mod read;
pub mod recipient_outcome;
pub mod reconcile;
#[cfg(feature = "cli")]
mod records;
mod refusal;
pub mod repeats;
pub mod replay;
pub mod response;
pub mod return_path;
pub mod scan;
pub mod status;
mod statuses;
mod table;
pub mod tally;
#[cfg(feature = "cli")]
mod workbook;

pub use error::Error;
pub use read::read;
pub use tally::Trace;

/// What the words of a status or an event mean, where they are known.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    status::meaning(word).or_else(|| event::find(word).map(|e| e.meaning))
}
