//! Writes a policy for other tools: as JSON, and as the PowerShell commands that make a tenant
//! follow it.

pub mod json;
