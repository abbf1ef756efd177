//! Reads message traces as PowerShell keeps objects: Export-Clixml, and Format-List.
//!
//! Both are read whole, by the readers of `rdsim import`.

use super::batch::{CUT_LIST, Part, SEPARATOR, problem};
use super::error::Error;
use super::read::{Parts, failed, one};
use super::records::{Found, Numbered, Rows};
use crate::diagnostic::{FirstProblems, Problem};
use crate::import::object::Object;
use crate::import::source::Source;
use crate::import::{clixml, list};
use crate::policy::document::Value;
use std::io::Read;
use std::sync::Arc;

/// Bytes of a file that is read whole.
const WHOLE: u64 = 256 << 20;

/// What kept the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    Clixml,
    List,
}

/// How a text that begins so keeps objects, if it does.
pub(super) fn kept(head: &str) -> Option<Kept> {
    let text = head.trim_start();
    if text.starts_with("<Objs") || text.starts_with("<?xml") {
        Some(Kept::Clixml)
    } else {
        list::is_list(text).then_some(Kept::List)
    }
}

/// The rows of the objects.
pub(super) fn open<'a>(file: &Arc<str>, kept: Kept, from: impl Read) -> Parts<'a> {
    let mut text = String::new();
    let unreadable = |error: &Error| one(Part::Unreadable(problem(file, 0, error)));
    match from.take(WHOLE).read_to_string(&mut text) {
        Ok(n) if n as u64 == WHOLE => {
            return unreadable(&Error::TooLargeToBeReadWhole { limit: WHOLE >> 20 });
        }
        Ok(_) => {}
        Err(e) => return failed(file, &e),
    }
    let mut problems = FirstProblems::default();
    let objects = Source::new(file, &text).and_then(|source| match kept {
        Kept::Clixml => clixml::read(&source, &mut problems).map(|found| found.objects),
        Kept::List => list::read(&source, &mut problems),
    });
    match objects {
        Ok(objects) => {
            let records = objects.into_iter().map(record);
            let problems = problems.sorted(|p| p.line).into_iter().map(Part::Bad);
            Box::new(Rows::new(file.clone(), records).chain(problems))
        }
        Err(problem) => one(Part::Unreadable(problem)),
    }
}

fn record(object: Object) -> Result<Numbered, Problem> {
    let line = u64::from(object.at.line);
    let mut names = Vec::new();
    let mut values = Vec::new();
    for (name, _, node) in object.properties {
        names.push(name);
        values.push(shown(node.value));
    }
    Ok((line, Found::Record(names.into(), values)))
}

/// The items of a list: what is between commas, but those within brackets.
fn items(list: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                items.push(list.get(from..at).unwrap_or_default().trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(list.get(from..).unwrap_or_default().trim());
    items
}

/// A value in one cell.
fn shown(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => {
            // Format-List shows a list in braces.
            let list = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
            match list {
                // What is left out of it may be anything, so the rest is not used either.
                Some(list) if list.ends_with("...") || list.ends_with('…') => CUT_LIST.to_owned(),
                Some(list) => items(list).join(&SEPARATOR.to_string()),
                None => text,
            }
        }
        Value::Seq(items) => {
            let items: Vec<String> = items.into_iter().map(|item| shown(item.value)).collect();
            items.join(&SEPARATOR.to_string())
        }
        Value::Map(pairs) => {
            let pairs = pairs
                .into_iter()
                .map(|(name, _, node)| (name, shown(node.value)));
            let pairs: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            pairs.join(&SEPARATOR.to_string())
        }
    }
}
