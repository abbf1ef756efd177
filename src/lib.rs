//! Predicts whether a message leaves an Exchange Online organization, in what form, and what the
//! message trace will log.
//!
//! A [`policy`] and a [`message`] are read; only reading can fail. [`classify`] tells the kind of
//! the message from the strongest evidence. [`decide`] asks every one of the [`settings`] and
//! gives a verdict per recipient, with a response from [`responses`]. [`mod@format`] tells the form
//! in which a message leaves. [`report`] writes it all down.
//!
//! Around that: [`corpus`] judges many messages, [`suite`] runs expectation files, [`diff`]
//! compares two policies, [`lint`] looks at one on its own, and [`import`], [`export`] and
//! [`schema`] bring policies in, out and under an editor's eyes. [`submit`] tells how mail enters,
//! [`react`] what it sets off in a mailbox. [`trace`] reads what Exchange logged, predicts it, and
//! holds the one against the other. [`explain`] finds the page on all of it, and [`words`] says it
//! in the reader's language.

pub mod error;

pub mod words;

pub mod policy;

pub mod message;

pub mod input;

pub mod classify;

pub mod settings;

pub mod responses;

pub mod decide;

pub mod format;

pub mod report;

pub mod corpus;

pub mod suite;

pub mod diff;

pub mod lint;

pub mod import;

pub mod export;

pub mod schema;

pub mod submit;

pub mod react;

pub mod trace;

pub mod explain;
