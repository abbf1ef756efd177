//! Writes a policy for other tools: as JSON, and as the PowerShell commands that make a tenant
//! follow it.
//!
//! [`json`] writes what `rdsim import` reads back. [`mod@plan`] finds the steps ([`step`]), their
//! order and what they leave undone ([`not_done`]); [`quote`] spells their values, and
//! [`powershell`] writes the script.

mod change;
mod compare;
mod domains;
pub mod error;
pub mod json;
mod lookup;
mod mail_flow_rules;
mod names;
pub mod not_done;
pub mod plan;
pub mod powershell;
pub mod quote;
mod recipients;
mod rest;
pub mod step;
pub mod submission;

pub use error::Error;
pub use names::in_tenant as name_in_tenant;
