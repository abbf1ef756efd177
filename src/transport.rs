//! Decides what Exchange does with one message: pure functions of a policy and a message.

pub mod classify;
pub mod convert;
pub mod decide;
pub mod responses;
pub mod settings;
