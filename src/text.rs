//! Writes text of strangers so that what shows it takes it for text: a function for each kind of
//! output.
//!
//! Addresses, subjects, names, paths and comments come from whoever sends a message or proposes a
//! policy. JSON and JUnit are written by their libraries; PowerShell is written by
//! `export::quote`, and YAML by `import::scalar`, beside the values that they spell.

pub mod markdown;
pub mod sarif;
pub mod shell;
pub mod spreadsheet;
pub mod tap;
mod terminal;
pub mod workflow;
pub mod xml;

pub use spreadsheet::cell;
pub use terminal::{SanitizingWriter, is_terminal_control, lines, padded, plain};
