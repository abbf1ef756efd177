//! Tests a policy: an expectation file says what should happen to messages, and each of its
//! cases is judged by the same engine as everything else.
//!
//! Reading is the only thing that can fail, and the only thing that looks at other files: it is
//! given a function that loads the policy and the messages that the expectation file names.

pub mod bless;
pub mod coverage;
mod de;
pub mod error;
mod fact;
mod file;
mod read;
mod run;
pub mod schema;

pub use error::{Error, IN_ROOT, Unread};
pub use fact::Fact;
pub(crate) use fact::short;
pub use read::{Load, read};
pub(crate) use run::value;
pub use run::{Checked, Ran, Row};

use crate::diagnostic::Problem;
use crate::evaluate::Overrides;
use crate::mail::Content;
use crate::policy::Policy;
use crate::policy::document::Pos;
use crate::policy::what_if::Set;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the name of an expectation file ends.
pub const EXTENSION: &str = ".rdsim.yaml";

/// An expectation file that was read.
#[derive(Debug)]
pub struct Suite {
    /// The file as the user named it.
    pub file: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// The policy under test.
    pub policy: Policy,
    /// What was set in it for a what-if.
    pub set: Vec<Set>,
    /// What the policy's reader warns of.
    pub warnings: Vec<Problem>,
    /// The cases, those of the tables last.
    pub cases: Vec<Case>,
}

/// One message and what should become of it.
#[derive(Debug)]
pub struct Case {
    /// Its name; `table / recipient / kind` for a cell of a table.
    pub name: String,
    /// Where it stands.
    pub at: Pos,
    /// What the message is called in a report: its path, or how it is given.
    pub source: String,
    /// What there is of the message; cases that name one file share it.
    pub message: Arc<Content<'static>>,
    /// What the case says beyond the message.
    pub overrides: Overrides,
    /// What should become of it.
    pub expect: Expect,
}

/// What should be true of the verdicts; nothing yet, where `--bless` is to write it.
#[derive(Debug)]
pub enum Expect {
    /// For every recipient.
    Each(Vec<Want>),
    /// For one recipient each, by address as compared.
    By(BTreeMap<String, Vec<Want>>),
}

/// A fact that should be true of a verdict.
#[derive(Debug)]
pub struct Want {
    /// Which fact.
    pub fact: Fact,
    /// Its value, in the spelling that is compared.
    pub text: String,
}
