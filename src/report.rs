//! Writes results: one file a format, each to any writer.

pub mod csv;
pub mod diff;
#[cfg(feature = "cli")]
pub mod doctor;
pub mod expectations;
pub mod github;
pub mod history;
pub mod human;
pub mod json;
pub mod junit;
pub mod lint;
pub mod mail_flow;
pub mod matrix;
pub mod messages;
pub mod page;
pub mod react;
pub mod sarif;
pub mod set;
pub mod sheet;
pub mod submit;
pub mod svg;
pub mod tap;
mod test_message;
pub mod trace;
mod via;
