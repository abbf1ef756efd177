//! Decides what Exchange does with one message: pure functions of a policy and a message.

pub mod basis;
pub mod classify;
pub mod convert;
pub mod decide;
pub mod facts;
mod hybrid;
pub mod message_facts;
pub mod outcome;
pub mod resolve;
pub mod responses;
pub mod rules;
pub mod setting;
pub mod settings;
pub mod verdict;
