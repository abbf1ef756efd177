//! Reads the policy file: every problem it has is told in one run.

use super::Policy;
use super::fields::Problems;
use super::node::{self, Pos};
use super::phrases::not_yaml;
use super::tenant;
use crate::diagnostic::{Excerpt, Problem, Severity};
use crate::i18n::en;

/// Bytes that a policy file may have.
pub const BYTES: u64 = 64 << 20;

/// Read a policy from the bytes of its file.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error. Otherwise the
/// policy with its warnings.
pub fn read(file: &str, bytes: &[u8]) -> Result<(Policy, Vec<Problem>), Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text =
        std::str::from_utf8(bytes).map_err(|e| vec![not_utf8(file, bytes, e.valid_up_to())])?;
    let mut problems = Problems::new(file, text);
    let root = match node::parse(text) {
        Ok(root) => root,
        Err((at, reason)) => {
            problems.error(at, not_yaml(&reason), en("mend the YAML at this position; a policy is a mapping with sections such as `RemoteDomains:`"));
            return Err(problems.told());
        }
    };
    let policy = tenant::policy(file, &root, &mut problems);
    if problems.found.has_errors() {
        return Err(problems.told());
    }
    Ok((policy, problems.told()))
}

/// The problem of a file whose first `good` bytes are UTF-8 and the next are not.
#[must_use]
pub fn not_utf8(file: &str, bytes: &[u8], good: usize) -> Problem {
    let before = bytes.get(..good).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count();
    let start = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let column = String::from_utf8_lossy(start).chars().count();
    let shown = String::from_utf8_lossy(bytes);
    let at = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    Problem {
        code: "",
        severity: Severity::Error,
        file: file.to_owned(),
        line: at(line),
        column: at(column),
        message: en("the file is not UTF-8").into(),
        source: shown.lines().nth(line).map(|l| Excerpt::new(l, at(column))),
        help: en("save the file as UTF-8").into(),
    }
}

/// The place of a word on a line, else the line's start.
pub(super) fn place(lines: &[&str], line: u32, word: &str) -> Pos {
    let text = lines.get((line as usize).saturating_sub(1)).copied();
    let before = text.and_then(|t| t.get(..t.find(word)?));
    let column = before.map_or(1, |b| u32::try_from(b.chars().count() + 1).unwrap_or(1));
    Pos { line, column }
}
