//! Takes what a property says for a value of its type, or tells what would be one.

use super::Error;
use super::charset::CHARSETS;
use super::node::{Node, Pos, Value};
use super::parameter::Literal;
use super::phrases::described;
use super::problems::Problems;
use super::sections::Type;
use super::time;
use crate::address;
use crate::diagnostic::nearest;

/// A value of the right type.
pub(super) enum Typed {
    One(Literal),
    Many(Vec<String>),
}

/// A value that is not looked at.
pub(super) fn plain(value: &Value) -> Literal {
    match value {
        Value::Bool(b) => Literal::Bool(*b),
        Value::Int(i) => Literal::Number(*i),
        Value::Text(t) => Literal::Text(t.clone()),
        Value::Null | Value::Seq(_) | Value::Map(_) => Literal::Null,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(t) => t.trim().is_empty() || t.eq_ignore_ascii_case("$null"),
        _ => false,
    }
}

/// A value of a type and its place; a wrong one is told, with the values that would be right.
pub(super) fn typed(
    name: &'static str,
    kind: Type,
    node: &Node,
    problems: &mut Problems,
) -> Option<(Pos, Typed)> {
    let value = &node.value;
    let found = || described(value);
    let one = |literal| Ok(Typed::One(literal));
    let taken = match kind {
        Type::OptionalBool if is_nothing(value) => one(Literal::Null),
        Type::Bool | Type::OptionalBool => match truth(value) {
            Some(b) => one(Literal::Bool(b)),
            None => Err(Error::NotBoolean {
                name,
                found: found(),
            }),
        },
        Type::Word(words) => {
            let text = match value {
                Value::Null => return None,
                Value::Text(t) => Some(t),
                _ => None,
            };
            match text.and_then(|t| words.iter().find(|w| w.eq_ignore_ascii_case(t))) {
                Some(word) => one(Literal::Word(word)),
                None => Err(Error::NotWord {
                    name,
                    found: found(),
                    text: text.cloned(),
                    words,
                }),
            }
        }
        Type::Number { low, high, none } => {
            let number = match value {
                _ if is_nothing(value) => return Some((node.pos, Typed::One(Literal::Null))),
                Value::Text(t) if none.iter().any(|n| n.eq_ignore_ascii_case(t)) => {
                    return Some((node.pos, Typed::One(Literal::Null)));
                }
                Value::Int(i) => Some(*i),
                Value::Text(t) => t.trim().parse().ok(),
                _ => None,
            };
            match number.filter(|n| (low..=high).contains(n)) {
                Some(n) => one(Literal::Number(n)),
                None => Err(Error::NotNumber {
                    name,
                    found: found(),
                    low,
                    high,
                    none: none.first().copied(),
                }),
            }
        }
        Type::Charset if is_nothing(value) => one(Literal::Null),
        Type::Charset => {
            let charset = match value {
                Value::Text(t) => t.trim().to_lowercase(),
                _ => String::new(),
            };
            if CHARSETS.contains(&charset.as_str()) {
                if charset == "utf-7" {
                    problems.warn(node.pos, Error::Utf7);
                }
                one(Literal::Text(charset))
            } else {
                Err(Error::NotCharset {
                    name,
                    found: found(),
                    near: nearest(&charset, CHARSETS.iter().copied()),
                })
            }
        }
        Type::Date if is_nothing(value) => one(Literal::Null),
        Type::Date => match value {
            Value::Text(t) => time::instant(t).map(Literal::Number),
            _ => None,
        }
        .map_or_else(
            || {
                Err(Error::NotDate {
                    name,
                    found: found(),
                })
            },
            one,
        ),
        Type::Text => match value {
            Value::Text(t) => one(Literal::Text(t.trim().to_owned())),
            Value::Int(i) => one(Literal::Text(i.to_string())),
            Value::Bool(b) => one(Literal::Text(b.to_string())),
            Value::Null => one(Literal::Text(String::new())),
            Value::Seq(_) | Value::Map(_) => Err(Error::NotText {
                name,
                found: found(),
            }),
        },
        Type::List => {
            let items = match value {
                Value::Seq(items) => items.as_slice(),
                _ if is_nothing(value) => &[],
                _ => std::slice::from_ref(node),
            };
            let mut out = Vec::new();
            for item in items {
                if let Value::Text(t) = &item.value {
                    out.push(address::normal(t));
                } else {
                    let found = described(&item.value);
                    problems.error(item.pos, Error::NotListOfText { name, found });
                }
            }
            Ok(Typed::Many(out))
        }
    };
    match taken {
        Ok(typed) => Some((node.pos, typed)),
        Err(error) => {
            problems.error(node.pos, error);
            None
        }
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
