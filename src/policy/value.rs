//! Takes a value of YAML for one of the type that its property has.

use super::charset::CHARSETS;
use super::document::{Node, Value};
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
}

/// The types that have a name of their own.
const NAMED: &[(&str, Type)] = &[
    ("Charset", Type::Charset),
    ("Date", Type::Date),
    ("List", Type::List),
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

/// The value that a property of a type has; `None` where nothing is written in place of a word.
///
/// # Errors
/// It is no such value.
pub(super) fn take(name: &'static str, kind: Type, node: &Node) -> Result<Option<Literal>, Error> {
    let value = &node.value;
    let found = || value.described();
    let literal = match kind {
        Type::OptionalBool | Type::Number { .. } | Type::Charset | Type::Date
            if is_nothing(value) =>
        {
            Literal::Null
        }
        Type::Bool | Type::OptionalBool => Literal::Bool(truth(value).ok_or_else(|| {
            let found = found();
            Error::NotBoolean { name, found }
        })?),
        Type::Word(words) => {
            let text = match value {
                Value::Null => return Ok(None),
                Value::Text(t) => Some(t),
                _ => None,
            };
            let word = text.and_then(|t| words.iter().find(|w| w.eq_ignore_ascii_case(t)));
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
            Value::Text(t) => Literal::Text(t.trim().to_owned()),
            Value::Int(i) => Literal::Text(i.to_string()),
            Value::Bool(b) => Literal::Text(b.to_string()),
            Value::Null => Literal::Text(String::new()),
            Value::Seq(_) | Value::Map(_) => {
                let found = found();
                return Err(Error::NotText { name, found });
            }
        },
        Type::List => match value {
            Value::Text(t) => Literal::Text(address::normal(t)),
            _ => {
                let found = found();
                return Err(Error::NotListOfText { name, found });
            }
        },
    };
    Ok(Some(literal))
}

/// The items of a list: one value stands for a list of it, and nothing for an empty one.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::Seq(items) => items,
        value if is_nothing(value) => &[],
        _ => std::slice::from_ref(node),
    }
}
