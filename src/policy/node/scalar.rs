//! Tells what a scalar is: nothing, a boolean, an integer or text.

use super::Value;
use granit_parser::{ScalarStyle, Tag};

/// What an explicit tag says of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has no tag, or one that means nothing here.
    Any,
    /// A single `!`: whatever it is, it is not looked into.
    Plain,
    Text,
    Null,
    Bool,
    Int,
    Seq,
    Map,
    /// Nothing that a policy has, such as bytes.
    Other,
}

fn kind(tag: Option<&Tag>) -> Kind {
    let name = tag.and_then(|tag| {
        tag.suffix_in_namespace("tag:yaml.org,2002:")
            .or_else(|| tag.suffix_in_namespace("!"))
    });
    match name.as_deref().map(|n| n.trim_start_matches('!')) {
        Some("") => Kind::Plain,
        Some("str" | "float") => Kind::Text,
        Some("null") => Kind::Null,
        Some("bool") => Kind::Bool,
        Some("int") => Kind::Int,
        Some("seq") => Kind::Seq,
        Some("map") => Kind::Map,
        Some("binary" | "timestamp" | "time" | "degrees" | "radians") => Kind::Other,
        _ => Kind::Any,
    }
}

/// See that a list or mapping is one by its tag as well.
pub(super) fn fits(tag: Option<&Tag>, what: Kind) -> Result<(), String> {
    match kind(tag) {
        Kind::Any | Kind::Plain => Ok(()),
        kind if kind == what => Ok(()),
        _ => Err(misplaced(tag)),
    }
}

fn misplaced(tag: Option<&Tag>) -> String {
    let tag = tag.map(Tag::original).unwrap_or_default();
    format!("the tag `{tag}` means nothing here")
}

/// The value of a scalar by YAML 1.2's core schema: only `true` and `false` are booleans. Numbers
/// that are not integers stay text as they are written.
pub(super) fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    let not = |what: &str| format!("`{text}` is no {what}, as its tag says it is");
    match kind(tag) {
        Kind::Text | Kind::Plain => Ok(Value::Text(text.to_owned())),
        Kind::Null => Ok(Value::Null),
        Kind::Bool => boolean(text).ok_or_else(|| not("`true` or `false`")),
        Kind::Int => integer(text).map(Value::Int).ok_or_else(|| not("integer")),
        Kind::Seq | Kind::Map | Kind::Other => Err(misplaced(tag)),
        Kind::Any if style == ScalarStyle::Plain => Ok(plain(text)),
        Kind::Any => Ok(Value::Text(text.to_owned())),
    }
}

/// Whether a scalar is the key that brings in the pairs of another mapping.
pub(super) fn is_merge(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> bool {
    let tagged = |tag: &Tag| {
        tag.suffix_in_namespace("tag:yaml.org,2002:")
            .is_some_and(|name| name == "merge")
    };
    text == "<<" && tag.map_or(style == ScalarStyle::Plain, tagged)
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => boolean(text)
            .or_else(|| integer(text).map(Value::Int))
            .unwrap_or_else(|| Value::Text(text.to_owned())),
    }
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// An integer: decimal, or with `0x`, `0o` or `0b` in front; a single `_` may stand between digits.
fn integer(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)];
    let prefixed = prefixed
        .iter()
        .find_map(|(prefix, radix)| Some((unsigned.strip_prefix(prefix)?, *radix)));
    let (digits, radix) = prefixed.unwrap_or((unsigned, 10));
    // `007` is a name or a code rather than a number.
    if radix == 10 && digits.starts_with('0') && digits != "0" {
        return None;
    }
    let whole = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_digit(radix));
    if !digits.split('_').all(whole) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    i64::from_str_radix(&format!("{sign}{}", digits.replace('_', "")), radix).ok()
}
