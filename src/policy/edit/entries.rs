//! Changes the entries of a policy: one value, one remote domain more or less.
//!
//! A change is taken only if the new text, read again, is the old tree with just that change in it.

use super::{Source, after_break, apply, scalar};
use crate::policy::document::{Node, Pos, Value, parse};
use std::ops::Range;

/// Why nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is not YAML.
    #[error("the policy has an error")]
    Unreadable,
    /// The entry is written in a way that no edit here changes, such as behind an alias.
    #[error("this entry is written in a way that is changed by hand only")]
    ByHand,
}

/// Where the remote domains stand.
const REMOTE_DOMAINS: &str = "RemoteDomains";

/// Give a property of the entry of a section that is on a line another value.
///
/// # Errors
/// Why that cannot be done.
pub fn set(
    yaml: &str,
    section: &str,
    line: u32,
    property: &str,
    value: &str,
) -> Result<String, Refused> {
    let yaml = set_one(yaml, section, line, property, value)?;
    match brought_along(property, value) {
        Some((other, if_it_is, then)) if says(&yaml, line, other, if_it_is) => {
            set_one(&yaml, section, line, other, then)
        }
        _ => Ok(yaml),
    }
}

/// What Set-RemoteDomain sets along with a value of a property: which other property, if it has
/// which value, and to what.
pub(in crate::policy) fn brought_along(
    property: &str,
    value: &str,
) -> Option<(&'static str, &'static str, &'static str)> {
    match property {
        "AllowedOOFType" if value.eq_ignore_ascii_case("InternalLegacy") => {
            Some(("IsInternal", "false", "true"))
        }
        "IsInternal" if value.eq_ignore_ascii_case("false") => {
            Some(("AllowedOOFType", "InternalLegacy", "ExternalLegacy"))
        }
        _ => None,
    }
}

/// Whether the remote domain on a line says that a property has a value.
fn says(yaml: &str, line: u32, property: &str, value: &str) -> bool {
    let Ok(mut tree) = parse(yaml) else {
        return false;
    };
    let entry = entry(&mut tree, REMOTE_DOMAINS, line);
    let found = entry.as_ref().and_then(|e| e.get(property));
    found.is_some_and(|(_, node)| spells(node, value))
}

/// Whether a value is this word, as the cmdlets may write it.
pub(in crate::policy) fn spells(node: &Node, word: &str) -> bool {
    match &node.value {
        Value::Bool(b) => b.to_string() == word,
        Value::Text(t) => t.trim_start_matches('$').eq_ignore_ascii_case(word),
        _ => false,
    }
}

fn set_one(
    yaml: &str,
    section: &str,
    line: u32,
    property: &str,
    value: &str,
) -> Result<String, Refused> {
    let text = Source::new(yaml);
    let mut wanted = parse(yaml).map_err(|_| Refused::Unreadable)?;
    // These are values, and no texts.
    let written = match value {
        "null" | "true" | "false" => value.to_owned(),
        _ => scalar(value, true, ""),
    };
    let new = parse(&written).map_err(|_| Refused::ByHand)?;
    let entry = entry(&mut wanted, section, line).ok_or(Refused::ByHand)?;
    let flow = text.is_flow(entry);
    let Value::Map(pairs) = &mut entry.value else {
        return Err(Refused::ByHand);
    };
    let given = pairs
        .iter_mut()
        .find(|(key, ..)| key.eq_ignore_ascii_case(property));
    let (cut, new_text) = match given {
        Some((_, _, node)) => {
            if !is_scalar(node) {
                return Err(Refused::ByHand);
            }
            let cut = text.extent(node);
            let glue = if cut.is_empty() { " " } else { "" };
            *node = new;
            (cut, format!("{glue}{written}"))
        }
        None => {
            let mut scalars = pairs.iter().rev();
            let (_, at, last) = scalars
                .find(|(_, _, v)| !v.bytes.is_empty() && is_scalar(v))
                .ok_or(Refused::ByHand)?;
            let end = text.extent(last).end;
            let end = if flow { end } else { text.line_end(end) };
            let new_text = if flow {
                format!(", {property}: {written}")
            } else {
                let indent = " ".repeat((at.column as usize).saturating_sub(1));
                format!("{}{indent}{property}: {written}", text.line_break())
            };
            pairs.push((property.to_owned(), Pos::default(), new));
            (end..end, new_text)
        }
    };
    replaced(yaml, cut, new_text, &wanted)
}

/// Add a remote domain; it has the values of a new one.
///
/// # Errors
/// Why that cannot be done.
pub fn add(yaml: &str, domain: &str) -> Result<String, Refused> {
    let text = Source::new(yaml);
    let mut wanted = parse(yaml).map_err(|_| Refused::Unreadable)?;
    let domain = scalar(domain.trim(), true, "");
    let new = parse(&format!("{{Name: {domain}, DomainName: {domain}}}"));
    let new = new.map_err(|_| Refused::ByHand)?;
    let feed = text.line_break();
    let lines = |indent: &str| {
        format!("{indent}- Name: {domain}{feed}{indent}  DomainName: {domain}{feed}")
    };
    let section = section(&mut wanted, REMOTE_DOMAINS);
    if let Some(Value::Seq(items)) = section
        && let Some(last) = items.last()
    {
        let start = text.line_start(last.bytes.start.min(text.offset(last.pos)));
        let indent = dash(text.from(start)).ok_or(Refused::ByHand)?;
        let end = text.line_end(text.extent(last).end);
        let before = if text.from(end).is_empty() { feed } else { "" };
        let end = after_break(yaml, end);
        let new_text = format!("{before}{}", lines(indent));
        items.push(new);
        return replaced(yaml, end..end, new_text, &wanted);
    }
    let Value::Map(sections) = &mut wanted.value else {
        return Err(Refused::ByHand);
    };
    let mut keys = sections.iter();
    if keys.any(|(key, ..)| key.eq_ignore_ascii_case(REMOTE_DOMAINS)) {
        return Err(Refused::ByHand);
    }
    let list = Node::new(Value::Seq(vec![new]), Pos::default());
    sections.push((REMOTE_DOMAINS.to_owned(), Pos::default(), list));
    let whole = yaml.is_empty() || yaml.ends_with('\n');
    let before = if whole { "" } else { feed };
    let new_text = format!("{before}{REMOTE_DOMAINS}:{feed}{}", lines("  "));
    replaced(yaml, yaml.len()..yaml.len(), new_text, &wanted)
}

/// Take away the remote domain that is on a line.
///
/// # Errors
/// Why that cannot be done.
pub fn remove(yaml: &str, line: u32) -> Result<String, Refused> {
    let text = Source::new(yaml);
    let mut wanted = parse(yaml).map_err(|_| Refused::Unreadable)?;
    let Some(Value::Seq(items)) = section(&mut wanted, REMOTE_DOMAINS) else {
        return Err(Refused::ByHand);
    };
    let place = items.iter().position(|n| is_on(n, line));
    let place = place.filter(|_| items.len() > 1).ok_or(Refused::ByHand)?;
    let item = items.remove(place);
    let mut start = text.line_start(text.offset(item.pos));
    let indent = dash(text.from(start)).ok_or(Refused::ByHand)?;
    let stop = after_break(yaml, text.line_end(text.extent(&item).end));
    // The comment above an entry is about it.
    while start > 0 {
        let above = text.line_start(start - 1);
        let line = text.before(start).get(above..).unwrap_or_default();
        let comment = line
            .strip_prefix(indent)
            .is_some_and(|t| t.starts_with('#'));
        if !comment {
            break;
        }
        start = above;
    }
    replaced(yaml, start..stop, String::new(), &wanted)
}

/// The text with a cut, if it reads as what is wanted.
fn replaced(yaml: &str, cut: Range<usize>, text: String, wanted: &Node) -> Result<String, Refused> {
    let new = apply(yaml, vec![(cut, text)]);
    match parse(&new) {
        Ok(tree) if same(&tree, wanted) => Ok(new),
        _ => Err(Refused::ByHand),
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
            let has = |key: &str, value| b.iter().any(|(k, _, v)| k == key && same(value, v));
            a.len() == b.len() && a.iter().all(|(key, _, value)| has(key, value))
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
fn entry<'n>(root: &'n mut Node, name: &str, line: u32) -> Option<&'n mut Node> {
    let Some(Value::Seq(items)) = section(root, name) else {
        return None;
    };
    let mut there = items.iter_mut().filter(|n| is_on(n, line));
    let first = there.next()?;
    there.next().is_none().then_some(first)
}

/// Whether an entry begins on a line, or has a key there.
fn is_on(entry: &Node, line: u32) -> bool {
    let mut lines = entry.pairs().iter().map(|(_, at, _)| at.line);
    entry.pos.line == line || lines.any(|l| l == line)
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::Map(_) | Value::Seq(_))
}

/// The blanks before the dash of an entry.
fn dash(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let indent = line.get(..line.len() - text.len())?;
    text.starts_with("- ").then_some(indent)
}
