//! Changes the YAML of a policy in place: one value, one remote domain more or less.
//!
//! A change is a cut in the text. It is taken only if the new text, read again, is the old tree with
//! just that change in it; comments and spelling of everything else stay as they are.

use rdsim::i18n::{Language, en};
use rdsim::policy::document::{Node, Pos, Value, parse};
use serde::Serialize;
use std::ops::Range;

/// The new text, or why there is none.
#[derive(Debug, Serialize)]
pub struct Edited {
    version: u8,
    yaml: Option<String>,
    problem: Option<&'static str>,
}

impl Edited {
    /// The same with the problem in a language.
    #[must_use]
    pub fn localized(mut self, language: Language) -> Self {
        self.problem = self.problem.map(|problem| language.translate(problem));
        self
    }
}

const BY_HAND: &str =
    en("this entry is written in a way that the form cannot change; edit the YAML");
const UNREADABLE: &str = en("the policy has an error; mend it first");

/// Where the remote domains stand.
const REMOTE_DOMAINS: &str = "RemoteDomains";

fn done(edited: Result<String, &'static str>) -> Edited {
    let (yaml, problem) = match edited {
        Ok(yaml) => (Some(yaml), None),
        Err(problem) => (None, Some(problem)),
    };
    Edited {
        version: 1,
        yaml,
        problem,
    }
}

/// Give a property of the entry of a section that is on a line another value.
#[must_use]
pub fn set(yaml: &str, section: &str, line: usize, property: &str, value: &str) -> Edited {
    let edited = try_set(yaml, section, line, property, value);
    // Set-RemoteDomain does so too: each of the two brings the other along.
    let edited = edited.and_then(|yaml| match (property, value) {
        ("AllowedOOFType", "InternalLegacy") if says(&yaml, line, "IsInternal", "false") => {
            try_set(&yaml, section, line, "IsInternal", "true")
        }
        ("IsInternal", "false") if says(&yaml, line, "AllowedOOFType", "InternalLegacy") => {
            try_set(&yaml, section, line, "AllowedOOFType", "ExternalLegacy")
        }
        _ => Ok(yaml),
    });
    done(edited)
}

/// Whether the remote domain on a line says that a property has a value.
fn says(yaml: &str, line: usize, property: &str, value: &str) -> bool {
    let Ok(mut tree) = parse(yaml) else {
        return false;
    };
    let entry = entry(&mut tree, REMOTE_DOMAINS, line);
    let Some(Value::Map(pairs)) = entry.map(|e| &e.value) else {
        return false;
    };
    let mut values = pairs
        .iter()
        .filter(|(k, ..)| k.eq_ignore_ascii_case(property));
    values.any(|(_, _, v)| match &v.value {
        Value::Bool(b) => b.to_string() == value,
        Value::Text(t) => t.trim_start_matches('$').eq_ignore_ascii_case(value),
        _ => false,
    })
}

/// Add a remote domain; it has the values of a new one.
#[must_use]
pub fn add(yaml: &str, domain: &str) -> Edited {
    done(try_add(yaml, domain))
}

/// Take away the remote domain that is on a line.
#[must_use]
pub fn remove(yaml: &str, line: usize) -> Edited {
    done(try_remove(yaml, line))
}

fn try_set(
    yaml: &str,
    section: &str,
    line: usize,
    property: &str,
    value: &str,
) -> Result<String, &'static str> {
    let tree = parse(yaml).map_err(|_| UNREADABLE)?;
    let mut wanted = tree.clone();
    let written = scalar(value);
    let entry = entry(&mut wanted, section, line).ok_or(BY_HAND)?;
    let Value::Map(pairs) = &mut entry.value else {
        return Err(BY_HAND);
    };
    let flow = at(yaml, entry.bytes.start).starts_with('{');
    let given = pairs
        .iter_mut()
        .find(|(key, ..)| key.eq_ignore_ascii_case(property));
    let new = parse(&written).map_err(|_| BY_HAND)?;
    let (cut, text) = match given {
        Some((key, at, node)) => {
            let cut = extent(yaml, key, *at, node).ok_or(BY_HAND)?;
            let glue = if cut.is_empty() { " " } else { "" };
            *node = new;
            (cut, format!("{glue}{written}"))
        }
        None => {
            let mut scalars = pairs.iter().rev();
            let (_, at, last) = scalars
                .find(|(_, _, v)| !v.bytes.is_empty() && is_scalar(v))
                .ok_or(BY_HAND)?;
            let end = last.bytes.end;
            let cut = if flow { end } else { line_end(yaml, end) };
            let text = if flow {
                format!(", {property}: {written}")
            } else {
                let indent = " ".repeat((at.column as usize).saturating_sub(1));
                format!("{}{indent}{property}: {written}", line_break(yaml))
            };
            pairs.push((property.to_owned(), Pos::default(), new));
            (cut..cut, text)
        }
    };
    replaced(yaml, cut, &text, &wanted)
}

fn try_add(yaml: &str, domain: &str) -> Result<String, &'static str> {
    let tree = parse(yaml).map_err(|_| UNREADABLE)?;
    let mut wanted = tree.clone();
    let domain = scalar(domain.trim());
    let feed = line_break(yaml);
    let new = parse(&format!("{{Name: {domain}, DomainName: {domain}}}")).map_err(|_| BY_HAND)?;
    let lines = |indent: &str| {
        format!("{indent}- Name: {domain}{feed}{indent}  DomainName: {domain}{feed}")
    };
    let items = section(&mut wanted, REMOTE_DOMAINS);
    if let Some(Value::Seq(items)) = items
        && let Some(last) = items.last()
    {
        let start = line_start(yaml, last.bytes.start.min(offset(yaml, last.pos)));
        let indent = dash(at(yaml, start)).ok_or(BY_HAND)?.to_owned();
        let end = line_end(yaml, end(last));
        items.push(new);
        let before = if at(yaml, end).is_empty() { feed } else { "" };
        let end = end + line_feed(yaml, end);
        return replaced(
            yaml,
            end..end,
            &format!("{before}{}", lines(&indent)),
            &wanted,
        );
    }
    let Value::Map(sections) = &mut wanted.value else {
        return Err(BY_HAND);
    };
    if sections
        .iter()
        .any(|(key, ..)| key.eq_ignore_ascii_case(REMOTE_DOMAINS))
    {
        return Err(BY_HAND);
    }
    let list = Node::new(Value::Seq(vec![new]), Pos::default());
    sections.push((REMOTE_DOMAINS.to_owned(), Pos::default(), list));
    let before = if yaml.is_empty() || yaml.ends_with('\n') {
        ""
    } else {
        feed
    };
    let text = format!("{before}{REMOTE_DOMAINS}:{feed}{}", lines("  "));
    replaced(yaml, yaml.len()..yaml.len(), &text, &wanted)
}

fn try_remove(yaml: &str, line: usize) -> Result<String, &'static str> {
    let tree = parse(yaml).map_err(|_| UNREADABLE)?;
    let mut wanted = tree.clone();
    let Some(Value::Seq(items)) = section(&mut wanted, REMOTE_DOMAINS) else {
        return Err(BY_HAND);
    };
    let place = items.iter().position(|n| is_on(n, line));
    let place = place.filter(|_| items.len() > 1).ok_or(BY_HAND)?;
    let item = items.remove(place);
    let mut start = line_start(yaml, offset(yaml, item.pos));
    let indent = dash(at(yaml, start)).ok_or(BY_HAND)?;
    let last = line_end(yaml, end(&item));
    let stop = last + line_feed(yaml, last);
    // The comment above an entry is about it.
    while start > 0 {
        let above = line_start(yaml, start - 1);
        let text = yaml.get(above..start).unwrap_or_default();
        if text
            .strip_prefix(indent)
            .is_some_and(|t| t.starts_with('#'))
        {
            start = above;
        } else {
            break;
        }
    }
    replaced(yaml, start..stop, "", &wanted)
}

/// The text with a cut, if it reads as what is wanted.
fn replaced(
    yaml: &str,
    cut: Range<usize>,
    text: &str,
    wanted: &Node,
) -> Result<String, &'static str> {
    let before = yaml.get(..cut.start).ok_or(BY_HAND)?;
    let after = yaml.get(cut.end..).ok_or(BY_HAND)?;
    let new = [before, text, after].concat();
    match parse(&new) {
        Ok(tree) if same(&tree, wanted) => Ok(new),
        _ => Err(BY_HAND),
    }
}

/// Whether two trees say the same, wherever it stands.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Seq(a), Value::Seq(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            // A property that is added may stand anywhere among the others.
            a.len() == b.len()
                && a.iter()
                    .all(|(key, _, value)| b.iter().any(|(k, _, v)| k == key && same(value, v)))
        }
        (a, b) => a == b,
    }
}

/// The value of a section.
fn section<'n>(root: &'n mut Node, name: &str) -> Option<&'n mut Value> {
    let Value::Map(sections) = &mut root.value else {
        return None;
    };
    let mut sections = sections.iter_mut();
    let found = sections.find(|(key, ..)| key.eq_ignore_ascii_case(name));
    found.map(|(_, _, node)| &mut node.value)
}

/// The only entry of a section with something on a line.
fn entry<'n>(root: &'n mut Node, name: &str, line: usize) -> Option<&'n mut Node> {
    let Some(Value::Seq(items)) = section(root, name) else {
        return None;
    };
    let mut there = items.iter_mut().filter(|n| is_on(n, line));
    let first = there.next()?;
    there.next().is_none().then_some(first)
}

/// Whether an entry begins on a line, or has a key there.
fn is_on(entry: &Node, line: usize) -> bool {
    let keys = match &entry.value {
        Value::Map(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let mut lines = keys.iter().map(|(_, at, _)| at.line);
    entry.pos.line as usize == line || lines.any(|l| l as usize == line)
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::Map(_) | Value::Seq(_))
}

/// The bytes of a scalar value; those after the colon of its key where none is written.
fn extent(yaml: &str, key: &str, pos: Pos, node: &Node) -> Option<Range<usize>> {
    if !is_scalar(node) {
        return None;
    }
    if !node.bytes.is_empty() {
        return Some(node.bytes.clone());
    }
    let after = offset(yaml, pos) + key.len();
    let colon = at(yaml, after).find(':')?;
    Some(after + colon + 1..after + colon + 1)
}

/// The last byte that a node has.
fn end(node: &Node) -> usize {
    let below = match &node.value {
        Value::Map(pairs) => pairs.iter().map(|(_, _, v)| end(v)).max(),
        Value::Seq(items) => items.iter().map(end).max(),
        _ => None,
    };
    below.unwrap_or(0).max(node.bytes.end)
}

/// A value as it is written: plain where that is safe, else in quotes.
fn scalar(value: &str) -> String {
    let first = value.bytes().next();
    let plain = first.is_some_and(|b| b.is_ascii_alphanumeric())
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'@'));
    if plain {
        value.to_owned()
    } else {
        serde_json::to_string(value).unwrap_or_default()
    }
}

fn at(yaml: &str, offset: usize) -> &str {
    yaml.get(offset..).unwrap_or_default()
}

/// The byte at a position.
fn offset(yaml: &str, pos: Pos) -> usize {
    let before = (pos.line as usize).saturating_sub(1);
    let start: usize = yaml.split_inclusive('\n').take(before).map(str::len).sum();
    let mut chars = at(yaml, start).char_indices().map(|(i, _)| i);
    start
        + chars
            .nth((pos.column as usize).saturating_sub(1))
            .unwrap_or(0)
}

fn line_start(yaml: &str, offset: usize) -> usize {
    let before = yaml.get(..offset).unwrap_or_default();
    before.rfind('\n').map_or(0, |n| n + 1)
}

/// The end of a line, before its line break.
fn line_end(yaml: &str, offset: usize) -> usize {
    let rest = at(yaml, offset);
    let line = rest.split('\n').next().unwrap_or_default();
    offset + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The length of the line break at a place.
fn line_feed(yaml: &str, offset: usize) -> usize {
    let rest = at(yaml, offset);
    let feeds = ["\r\n", "\n"];
    let feed = feeds.iter().find(|feed| rest.starts_with(**feed));
    feed.map_or(0, |feed| feed.len())
}

fn line_break(yaml: &str) -> &'static str {
    if yaml.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The blanks before the dash of an entry.
fn dash(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let indent = line.get(..line.len() - text.len())?;
    text.starts_with("- ").then_some(indent)
}
