//! Predicts whether a message leaves an Exchange Online organization, in what form, and what the
//! message trace will log.
//!
//! A tenant's [`policy`] and a message ([`mail`]) are read; only reading can fail. [`transport`]
//! is what Exchange does with one message: it classifies the message, asks every setting, gives a
//! verdict for each recipient and says in what form the message leaves. [`evaluate`] does that for
//! many messages.
//!
//! Around that: [`submit`] tells how mail enters, [`react`] what it triggers in a mailbox, and
//! [`trace`] reads what Exchange logged, predicts it and compares the two. [`diff`] compares two
//! policies, [`lint`] checks one on its own, [`expectations`] runs the cases that a policy must
//! meet, and `doctor` says what a policy needs next. [`import`] and [`export`] bring policies in
//! and out. [`report`] writes every result in its formats, [`explain`] finds the page on a topic,
//! and [`i18n`] says it in the reader's language.

#[doc(hidden)]
#[macro_use]
pub mod embedded;

pub mod address;

#[cfg(feature = "cli")]
pub mod anonymize;

pub mod diagnostic;

pub mod evaluate;

pub mod expectations;

pub mod explain;

pub mod export;

pub mod diff;

#[cfg(feature = "cli")]
pub mod doctor;

pub mod i18n;

#[doc(hidden)]
pub mod idn;

pub mod import;

pub mod lines;

pub mod lint;

pub mod mail;

pub mod policy;

pub mod react;

pub mod report;

pub mod submit;

pub mod text;

pub mod trace;

pub mod transport;
