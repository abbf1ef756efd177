//! Reads the policy file: every problem it has is told in one run.

use super::node::{self, Pos};
use super::problems::{Found, Problems, shown};
use super::tenant;
use super::{Error, Policy};
use crate::diagnostic::Problem;
use crate::i18n::en;

/// Bytes that a policy file may have.
pub const BYTES: u64 = 64 << 20;

/// Read a policy from the bytes of its file.
///
/// # Errors
/// Every problem found, in the order of the file, if one of them is an error. Otherwise the
/// policy with its warnings.
pub fn read(file: &str, bytes: &[u8]) -> Result<(Policy, Vec<Problem>), Vec<Problem>> {
    match read_with_errors(file, bytes) {
        (Some(policy), warnings) => Ok((policy, shown(warnings))),
        (None, problems) => Err(shown(problems)),
    }
}

/// Read a policy from the bytes of its file: the policy, unless a problem is an error, and what
/// each problem is, in the order of the file.
#[must_use]
pub fn read_with_errors(file: &str, bytes: &[u8]) -> (Option<Policy>, Vec<Found<Error>>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let found = Found {
                problem: not_utf8(file, bytes, e.valid_up_to()),
                error: Some(Error::NotUtf8),
            };
            return (None, vec![found]);
        }
    };
    let mut problems = Problems::new(file, text);
    let policy = match node::parse(text) {
        Ok(root) => Some(tenant::policy(file, &root, &mut problems)),
        Err((at, reason)) => {
            let help = en(
                "mend the YAML at this position; a policy is a mapping with sections such as `RemoteDomains:`",
            );
            problems.error(at, Error::NotYaml { reason, help });
            None
        }
    };
    let policy = policy.filter(|_| !problems.has_errors());
    (policy, problems.sorted())
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
    let source = shown.lines().nth(line).map(str::to_owned);
    Problem::of(file, &Error::NotUtf8).at(at(line), at(column), source)
}

/// The place of a word on a line, else the line's start.
pub(super) fn place(text: Option<&str>, line: u32, word: &str) -> Pos {
    let before = text.and_then(|t| t.get(..t.find(word)?));
    let column = before.map_or(1, |b| u32::try_from(b.chars().count() + 1).unwrap_or(1));
    Pos { line, column }
}
