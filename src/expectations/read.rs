//! Reads an expectation file, and reports every problem of it in one run.

mod case;
mod message;
mod table;

use super::file::{Entry, File};
use super::{Case, Error, Suite, Unread, de};
use crate::diagnostic::{Problem, Severity};
use crate::i18n::{Text, en};
use crate::mail::Content;
use crate::policy::document::{self, Node, Pos};
use crate::policy::what_if::{self, WhatIf};
use crate::policy::{self, encoding, problems};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Loads a file that the expectation file names; the error says why it cannot.
pub type Load<'a> = &'a dyn Fn(&Path) -> Result<Vec<u8>, Unread>;

/// Recipients that the cases of a file may have together: each has a verdict, which is kept.
const RECIPIENTS: usize = 100_000;

pub(super) type Problems<'a> = problems::Problems<'a, Error>;

/// What is needed to read any part of an expectation file.
struct Reader<'a> {
    problems: Problems<'a>,
    load: Load<'a>,
    /// What is set in the policy for a what-if.
    sets: &'a [String],
    /// The messages that were read, by path.
    messages: HashMap<String, Arc<Content<'static>>>,
    /// How many recipients the cases so far have.
    recipients: usize,
}

/// Read an expectation file from its bytes, with the policy and the messages that it names, and set
/// properties in the policy for a what-if.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error; those of the
/// policy come last.
pub fn read(file: &str, bytes: &[u8], load: Load, sets: &[String]) -> Result<Suite, Vec<Problem>> {
    let bytes = &*encoding::utf8(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|e| vec![policy::read::not_utf8(file, bytes, e.valid_up_to())])?;
    let mut reader = Reader {
        problems: Problems::new(file, text),
        load,
        sets,
        messages: HashMap::new(),
        recipients: 0,
    };
    let root = match document::parse(text) {
        Ok(root) => root,
        Err((at, reason)) => {
            let help = en(
                "correct the YAML at this position; an expectation file has the keys `Policy`, `Cases` and `Tables`",
            );
            let error = policy::Error::NotYaml { reason, help };
            reader.problems.error(at, Error::Shared(error));
            return Err(problems::shown(reader.problems.sorted()));
        }
    };
    let (policy, cases, mut of_policy) = reader.file(&root);
    let mut found = problems::shown(reader.problems.sorted());
    found.append(&mut of_policy);
    match policy {
        Some(with) if found.iter().all(|p| p.severity == Severity::Warning) => Ok(Suite {
            file: file.to_owned(),
            text: text.to_owned(),
            policy: with.policy,
            set: with.set,
            warnings: found,
            cases,
        }),
        _ => Err(found),
    }
}

impl Reader<'_> {
    fn file(&mut self, root: &Node) -> (Option<WhatIf>, Vec<Case>, Vec<Problem>) {
        let Some(file) = de::read::<File>(root, &mut self.problems) else {
            return (None, Vec::new(), Vec::new());
        };
        let mut of_policy = Vec::new();
        let with = self.policy(root.pos, file.policy, &mut of_policy);
        let policy = with.as_ref().map(|with| &with.policy);
        let mut cases = Vec::new();
        for case in file.cases.value.into_iter().flatten() {
            cases.extend(self.case(case, policy));
        }
        for table in file.tables.value.into_iter().flatten() {
            cases.append(&mut self.table(table));
        }
        if cases.is_empty() && self.problems.is_empty() {
            self.problems.error(root.pos, Error::NoCase);
        }
        if self.recipients > RECIPIENTS {
            self.problems.error(root.pos, Error::TooManyRecipients);
        }
        let mut lines: HashMap<&str, u32> = HashMap::new();
        for case in &cases {
            if let Some(first) = lines.insert(&case.name, case.at.line) {
                let name = case.name.clone();
                self.problems
                    .error(case.at, Error::NameOfTwo { name, first });
            }
        }
        (with, cases, of_policy)
    }

    /// The policy of a file that stands at a place, with what is set in it.
    fn policy(
        &mut self,
        file: Pos,
        written: Entry<String>,
        found: &mut Vec<Problem>,
    ) -> Option<WhatIf> {
        if written.key.is_none() {
            self.problems.error(file, Error::NoPolicy);
        }
        let (name, at) = (written.value?, written.at);
        let named = self.path(&name);
        let unread = |file, reason| Error::PolicyUnread { file, reason };
        let bytes = self.load(&named, at, unread)?;
        let (_, shown) = named;
        match what_if::read(&shown, &bytes, self.sets) {
            Ok(mut with) => {
                found.append(&mut with.warnings);
                Some(with)
            }
            Err(mut problems) => {
                let file = shown;
                // What cannot be set is no fault of the policy.
                if problems.iter().any(|p| p.file != what_if::OPTION) {
                    self.problems.error(at, Error::PolicyUnusable { file });
                }
                found.append(&mut problems);
                None
            }
        }
    }

    /// The path of a file that is named here, and what it is called.
    fn path(&self, name: &str) -> (PathBuf, String) {
        let folder = Path::new(self.problems.file).parent();
        let path = folder.unwrap_or(Path::new("")).join(name);
        let shown = shown(&path);
        (path, shown)
    }

    /// The bytes of a file that is named here; `unread` is the problem of a file that cannot be
    /// read, for a reason.
    fn load(
        &mut self,
        (path, shown): &(PathBuf, String),
        at: Pos,
        unread: impl FnOnce(String, Text) -> Error,
    ) -> Option<Vec<u8>> {
        match (self.load)(path) {
            Ok(bytes) => Some(bytes),
            Err(why) => {
                let file = shown.clone();
                let error = match why {
                    Unread::Failed(reason) => unread(file, reason),
                    Unread::Outside(root) => Error::OutsideRoot { file, root },
                };
                self.problems.error(at, error);
                None
            }
        }
    }
}

/// A path as it is shown, the same for the same file: with `/`, and without `.` and `x/..`.
fn shown(path: &Path) -> String {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            other => out.push(other),
        }
    }
    let parts = out.to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '/' {
        parts
    } else {
        parts.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
