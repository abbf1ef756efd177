//! Writes results down: one file a format, each to any writer.

pub mod csv;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod suite;
pub mod tap;
