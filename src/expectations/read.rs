//! Reads an expectation file: every problem it has is told in one run.

mod case;
mod keys;
mod message;
mod table;

use super::edit::Source;
use super::{Case, Suite};
use crate::diagnostic::{Problem, Severity};
use crate::i18n::{Text, en};
use crate::mail::Content;
use crate::policy::fields::Problems;
use crate::policy::node::{self, Node, Pos, Value};
use crate::policy::phrases::{not_yaml, wants};
use crate::policy::{self, Policy};
use keys::Keys;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Loads a file that the expectation file names; the error says why it cannot.
pub type Load<'a> = &'a dyn Fn(&Path) -> Result<Vec<u8>, String>;

/// Recipients that the cases of a file may have together: each has a verdict, which is kept.
const RECIPIENTS: usize = 100_000;

/// What is needed to read any part of an expectation file.
struct Reader<'a> {
    text: Source<'a>,
    problems: Problems<'a>,
    load: Load<'a>,
    /// The messages that were read, by path.
    messages: HashMap<String, Arc<Content<'static>>>,
    /// How many recipients the cases so far have.
    recipients: usize,
}

/// Read an expectation file from its bytes, with the policy and the messages that it names.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error; those of the
/// policy come last.
pub fn read(file: &str, bytes: &[u8], load: Load) -> Result<Suite, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|e| vec![policy::read::not_utf8(file, bytes, e.valid_up_to())])?;
    let mut reader = Reader {
        text: Source::new(text),
        problems: Problems::new(file, text),
        load,
        messages: HashMap::new(),
        recipients: 0,
    };
    let root = match node::parse(text) {
        Ok(root) => root,
        Err((at, reason)) => {
            let help = en(
                "mend the YAML at this position; an expectation file has the keys `Policy`, `Cases` and `Tables`",
            );
            reader.problems.error(at, not_yaml(&reason), help);
            return Err(reader.problems.told());
        }
    };
    let (policy, cases, mut of_policy) = reader.file(&root);
    let mut found = reader.problems.told();
    found.append(&mut of_policy);
    match policy {
        Some(policy) if found.iter().all(|p| p.severity == Severity::Warning) => Ok(Suite {
            file: file.to_owned(),
            text: text.to_owned(),
            policy,
            warnings: found,
            cases,
        }),
        _ => Err(found),
    }
}

impl Reader<'_> {
    fn file(&mut self, root: &Node) -> (Option<Policy>, Vec<Case>, Vec<Problem>) {
        let what = en("an expectation file");
        let names = ["Policy", "Cases", "Tables"];
        let Some(keys) = Keys::read(root, what, &names, &mut self.problems) else {
            return (None, Vec::new(), Vec::new());
        };
        let mut of_policy = Vec::new();
        let policy = self.policy(&keys, &mut of_policy);
        let mut cases = Vec::new();
        for node in self.entries(&keys, "Cases") {
            cases.extend(self.case(node));
        }
        for node in self.entries(&keys, "Tables") {
            cases.append(&mut self.table(node));
        }
        if cases.is_empty() && self.problems.found.number() == 0 {
            let help = en("write cases under `Cases:` or `Tables:`");
            self.problems
                .error(root.pos, en("the file has no case"), help);
        }
        if self.recipients > RECIPIENTS {
            let message = en("the cases have more than 100,000 recipients together");
            let help = en("split the file");
            self.problems.error(root.pos, message, help);
        }
        let mut lines: HashMap<&str, u32> = HashMap::new();
        for case in &cases {
            if let Some(first) = lines.insert(&case.name, case.at.line) {
                let message = Text::of(
                    en("`{name}` is the name of two cases"),
                    [("name", &case.name)],
                );
                let help = Text::of(
                    en("give one another name; the first is on line {first}"),
                    [("first", &first)],
                );
                self.problems.error(case.at, message, help);
            }
        }
        (policy, cases, of_policy)
    }

    /// The entries of a list; nothing written is an empty list.
    fn entries<'n>(&mut self, keys: &Keys<'n>, name: &str) -> &'n [Node] {
        match keys.get(name).map(|(_, node)| (&node.value, node)) {
            None | Some((Value::Null, _)) => &[],
            Some((Value::Seq(items), _)) => items,
            Some((value, node)) => {
                let message = wants(en("`{name}` wants a list, found {found}"), name, value);
                self.problems
                    .error(node.pos, message, en("start each entry with `- `"));
                &[]
            }
        }
    }

    fn policy(&mut self, keys: &Keys, found: &mut Vec<Problem>) -> Option<Policy> {
        let Some((_, node)) = keys.get("Policy") else {
            let help = en("add `Policy: contoso.yaml`; the path is relative to this file");
            self.problems
                .error(keys.at, en("the file names no `Policy`"), help);
            return None;
        };
        let name = keys.text("Policy", &mut self.problems)?;
        let named = self.path(&name);
        let cannot = en("the policy `{file}` cannot be read: {reason}");
        let bytes = self.load(&named, node.pos, cannot)?;
        let (_, shown) = named;
        match policy::read::read(&shown, &bytes) {
            Ok((policy, mut warnings)) => {
                found.append(&mut warnings);
                Some(policy)
            }
            Err(mut problems) => {
                let message =
                    Text::of(en("the policy `{file}` cannot be used"), [("file", &shown)]);
                self.problems
                    .error(node.pos, message, en("mend what is told of it below"));
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

    /// The bytes of a file that is named here; `unread` says of a `{file}` that it cannot be read,
    /// for a `{reason}`.
    fn load(
        &mut self,
        (path, shown): &(PathBuf, String),
        at: Pos,
        unread: &'static str,
    ) -> Option<Vec<u8>> {
        match (self.load)(path) {
            Ok(bytes) => Some(bytes),
            Err(reason) => {
                let message = Text::of(unread, [("file", shown), ("reason", &reason)]);
                let help = en("give a path relative to this file");
                self.problems.error(at, message, help);
                None
            }
        }
    }
}

/// A path as it is shown, and told apart: with `/`, and without `.` and `x/..`.
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
