//! Writes a policy for other tools: as JSON, and as the PowerShell commands that make a tenant
//! follow it.
//!
//! [`json`] writes what `rdsim import` reads back. [`mod@plan`] finds the steps ([`step`]) and their
//! order, [`quote`] spells their values, and [`powershell`] writes the script.

mod change;
pub mod error;
pub mod json;
mod names;
pub mod plan;
pub mod powershell;
pub mod quote;
mod rest;
pub mod step;
pub mod submission;

pub use error::Error;
