//! Predicts whether a message leaves an Exchange Online organization, in what form, and what the
//! message trace will log.
//!
//! A [`policy`] and a [`message`] are read; only reading can fail. [`classify`] tells the kind of
//! the message from the strongest evidence. [`decide`] asks every one of the [`settings`] and
//! gives a verdict per recipient, with a response from [`responses`]. [`mod@format`] tells the form
//! in which a message leaves. [`lint`] looks at a policy on its own. [`report`] writes it all down.

pub mod classify;
pub mod corpus;
pub mod decide;
pub mod diff;
pub mod error;
pub mod export;
pub mod format;
pub mod import;
pub mod lint;
pub mod message;
pub mod policy;
pub mod report;
pub mod responses;
pub mod settings;
pub mod suite;
pub mod trace;
