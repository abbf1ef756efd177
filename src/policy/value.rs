//! Takes a value of YAML for one of the type that its property has.

use super::charset::CHARSETS;
use super::document::{Node, Value};
use super::scenario::Tls;
use super::{Error, Literal, time};
use crate::address;
use crate::diagnostic::nearest;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a property's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// `true`, `false`, or nothing.
    OptionalBool,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A whole number from `low` to `high`, nothing, or one of the words that mean nothing.
    Number {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
        /// Words in place of a number.
        none: &'static [&'static str],
    },
    /// One of [`CHARSETS`], or empty.
    Charset,
    /// Text.
    Text,
    /// A point in time, or nothing.
    Date,
    /// Addresses, domains or names: one, or a list of them.
    List,
    /// Texts that are compared otherwise, such as words and regular expressions: one, or a list.
    Texts,
    /// A number of bytes, or nothing.
    Size,
    /// Whatever stands there: only that it is given matters.
    Anything,
}

/// The types that have a name of their own.
const NAMED: &[(&str, Type)] = &[
    ("Charset", Type::Charset),
    ("Date", Type::Date),
    ("List", Type::List),
    ("Texts", Type::Texts),
    ("Size", Type::Size),
    ("Anything", Type::Anything),
    ("LineWrapSize", number(0, 132, &["Unlimited"])),
    ("CodePage", number(50220, 50222, &["Undefined"])),
    ("Percent", number(0, 100, &[])),
    ("PolicyPriority", number(0, i32::MAX as i64, &["Lowest"])),
    ("Count", number(0, i32::MAX as i64, &[])),
    ("Port", number(1, 65535, &[])),
];

const fn number(low: i64, high: i64, none: &'static [&'static str]) -> Type {
    Type::Number { low, high, none }
}

/// Addresses, domains or names: one, or a list of them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct List(pub(super) Vec<String>);

/// Texts as they are written: one, or a list of them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Texts(pub(super) Vec<String>);

/// A number of bytes, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Size(pub(super) Option<i64>);

/// Whatever is written, as one text.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Anything(pub(super) String);

/// A point in time in seconds since 1970, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Date(pub(super) Option<i64>);

/// A number from 0 on, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Count(pub(super) Option<i64>);

impl Type {
    /// The type of values that are read as the Rust type with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut named = NAMED.iter();
        named.find(|(n, _)| *n == name).map(|(_, kind)| *kind)
    }
}

/// Whether a value says nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(t) => t.trim().is_empty() || t.eq_ignore_ascii_case("$null"),
        _ => false,
    }
}

/// `true` and `false`, also as PowerShell and Get-RemoteDomain write them.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::Text(t) => {
            let t = t.strip_prefix('$').unwrap_or(t);
            let is = |word: &str| t.eq_ignore_ascii_case(word);
            is("true").then_some(true).or(is("false").then_some(false))
        }
        _ => None,
    }
}

/// Whether a text is one of a parameter's words, in any case; a version of TLS also as a device shows it.
fn is_word(word: &str, text: &str) -> bool {
    word.eq_ignore_ascii_case(text) || Tls::named(text).is_some_and(|tls| word == <&str>::from(tls))
}

/// The value that a property of a type has; `None` where nothing is written in place of a word.
///
/// # Errors
/// It is no such value.
pub(super) fn take(name: &'static str, kind: Type, node: &Node) -> Result<Option<Literal>, Error> {
    let value = &node.value;
    let found = || value.described();
    let literal = match kind {
        Type::OptionalBool | Type::Number { .. } | Type::Charset | Type::Date | Type::Size
            if is_nothing(value) =>
        {
            Literal::Null
        }
        Type::Bool | Type::OptionalBool => Literal::Bool(truth(value).ok_or_else(|| {
            let text = match value {
                Value::Text(t) => Some(t.clone()),
                _ => None,
            };
            Error::NotBoolean {
                name,
                found: found(),
                text,
            }
        })?),
        Type::Word(words) => {
            let text = match value {
                value if is_nothing(value) => return Ok(None),
                Value::Text(t) => Some(t),
                _ => None,
            };
            let word = text.and_then(|t| words.iter().find(|w| is_word(w, t)));
            Literal::Word(word.ok_or_else(|| Error::NotWord {
                name,
                found: found(),
                text: text.cloned(),
                words,
            })?)
        }
        Type::Number { low, high, none } => {
            let number = match value {
                Value::Text(t) if none.iter().any(|n| n.eq_ignore_ascii_case(t)) => {
                    return Ok(Some(Literal::Null));
                }
                Value::Int(i) => Some(*i),
                Value::Text(t) => t.trim().parse().ok(),
                _ => None,
            };
            let number = number.filter(|n| (low..=high).contains(n));
            Literal::Number(number.ok_or_else(|| Error::NotNumber {
                name,
                found: found(),
                low,
                high,
                none: none.first().copied(),
            })?)
        }
        Type::Charset => {
            let charset = match value {
                Value::Text(t) => t.trim().to_lowercase(),
                _ => String::new(),
            };
            if !CHARSETS.contains(&charset.as_str()) {
                return Err(Error::NotCharset {
                    name,
                    found: found(),
                    near: nearest(&charset, CHARSETS.iter().copied()),
                });
            }
            Literal::Text(charset)
        }
        Type::Date => {
            let instant = match value {
                Value::Text(t) => time::instant(t),
                _ => None,
            };
            Literal::Number(instant.ok_or_else(|| {
                let found = found();
                Error::NotDate { name, found }
            })?)
        }
        Type::Text => match value {
            value if is_nothing(value) => Literal::Text(String::new()),
            Value::Text(t) if is_no_address(name, t) => {
                let text = t.clone();
                return Err(Error::NotAddress { name, text });
            }
            Value::Text(t) => Literal::Text(t.trim().to_owned()),
            Value::Int(i) => Literal::Text(i.to_string()),
            Value::Bool(b) => Literal::Text(b.to_string()),
            Value::Null | Value::Seq(_) | Value::Map(_) => {
                let found = found();
                return Err(Error::NotText { name, found });
            }
        },
        Type::Size => {
            let bytes = match value {
                Value::Int(n) => Some(*n),
                Value::Text(t) => bytes(t),
                _ => None,
            };
            Literal::Number(bytes.filter(|n| *n >= 0).ok_or_else(|| {
                let found = found();
                Error::NotSize { name, found }
            })?)
        }
        Type::Anything => Literal::Text(one_line(node)),
        Type::Texts => match value {
            Value::Text(t) => Literal::Text(t.trim().to_owned()),
            Value::Int(i) => Literal::Text(i.to_string()),
            Value::Bool(b) => Literal::Text(b.to_string()),
            _ => {
                let found = found();
                return Err(Error::NotListOfText { name, found });
            }
        },
        Type::List => match value {
            Value::Text(t) if address::is_several(t) => {
                let text = t.clone();
                return Err(Error::NotAddress { name, text });
            }
            Value::Text(t) => Literal::Text(address::normal(t)),
            _ => {
                let found = found();
                return Err(Error::NotListOfText { name, found });
            }
        },
    };
    Ok(Some(literal))
}

/// Whether a property wants an address and a text is none. The address of a contact may be of
/// another kind.
fn is_no_address(name: &str, text: &str) -> bool {
    let wants = match name {
        "PrimarySmtpAddress" | "ForwardingSmtpAddress" => true,
        "ExternalEmailAddress" => text.contains('@'),
        _ => false,
    };
    wants && !address::is_address(text)
}

/// A number of bytes as the cmdlets take and print it: `10MB`, `10 MB (10,485,760 bytes)`.
#[must_use]
pub fn bytes(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    if let Some((_, exact)) = text.split_once('(') {
        let digits = exact.strip_suffix("bytes)")?.trim().replace(',', "");
        return digits.parse().ok();
    }
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, unit) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let power = match unit.trim() {
        "" | "b" => 0,
        "kb" => 10,
        "mb" => 20,
        "gb" => 30,
        "tb" => 40,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(1 << power)
}

/// A value on one line; nothing for one that says nothing.
fn one_line(node: &Node) -> String {
    let joined = |texts: Vec<String>| texts.join("; ");
    match &node.value {
        Value::Bool(false) => String::new(),
        value if is_nothing(value) => String::new(),
        Value::Text(t) => t.trim().to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Seq(items) => joined(items.iter().map(one_line).collect()),
        Value::Map(pairs) => joined(
            pairs
                .iter()
                .map(|(name, _, node)| format!("{name}={}", one_line(node)))
                .collect(),
        ),
        Value::Null => String::new(),
    }
}

/// The items of a list: one value stands for a list of it, and nothing for an empty one.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::Seq(items) => items,
        value if is_nothing(value) => &[],
        _ => std::slice::from_ref(node),
    }
}
