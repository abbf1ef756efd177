//! Takes what a property says for a value of its type, or tells what would be one.

use super::charset::CHARSETS;
use super::fields::Problems;
use super::node::{Node, Pos, Value};
use super::parameter::Literal;
use super::phrases::{mean, near_values, no_value, values, wants};
use super::sections::Type;
use super::time;
use crate::address;
use crate::diagnostic::nearest;
use crate::i18n::{Text, en};

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
    name: &str,
    kind: Type,
    node: &Node,
    problems: &mut Problems,
) -> Option<(Pos, Typed)> {
    let value = &node.value;
    let wrong = |problems: &mut Problems, message: Text, help: Text| {
        problems.error(node.pos, message, help);
        None
    };
    let not_one = || no_value(name, value);
    let one = |literal| Some((node.pos, Typed::One(literal)));
    match kind {
        Type::OptionalBool if is_nothing(value) => one(Literal::Null),
        Type::Bool | Type::OptionalBool => match truth(value) {
            Some(b) => one(Literal::Bool(b)),
            None => wrong(
                problems,
                wants(
                    en("`{name}` wants true or false, found {found}"),
                    name,
                    value,
                ),
                en("write `true` or `false`").into(),
            ),
        },
        Type::Word(words) => match value {
            Value::Null => None,
            Value::Text(t) => match words.iter().find(|w| w.eq_ignore_ascii_case(t)) {
                Some(word) => one(Literal::Word(word)),
                None => wrong(problems, not_one(), near_values(Some(t), words)),
            },
            _ => wrong(problems, not_one(), values(words)),
        },
        Type::Number { low, high, none } => {
            let number = match value {
                _ if is_nothing(value) => return one(Literal::Null),
                Value::Text(t) if none.iter().any(|n| n.eq_ignore_ascii_case(t)) => {
                    return one(Literal::Null);
                }
                Value::Int(i) => Some(*i),
                Value::Text(t) => t.trim().parse().ok(),
                _ => None,
            };
            match number.filter(|n| (low..=high).contains(n)) {
                Some(n) => one(Literal::Number(n)),
                None => {
                    let help = match none.first() {
                        Some(none) => Text::of(
                            en("write a number from {low} to {high} or `{none}`"),
                            [("low", &low), ("high", &high), ("none", none)],
                        ),
                        None => Text::of(
                            en("write a number from {low} to {high}"),
                            [("low", &low), ("high", &high)],
                        ),
                    };
                    wrong(problems, not_one(), help)
                }
            }
        }
        Type::Charset => {
            let charset = match value {
                _ if is_nothing(value) => return one(Literal::Null),
                Value::Text(t) => t.trim().to_lowercase(),
                _ => String::new(),
            };
            if CHARSETS.contains(&charset.as_str()) {
                if charset == "utf-7" {
                    problems.warn(node.pos, en("`utf-7` is accepted by Set-RemoteDomain but is not in the list of supported character sets"), en("use `utf-8`"));
                }
                return one(Literal::Text(charset));
            }
            let help = nearest(&charset, CHARSETS.iter().copied()).map_or_else(
                || {
                    let values = CHARSETS.join(" ");
                    Text::of(en("values: {values}, or empty"), [("values", &values)])
                },
                mean,
            );
            let message = wants(
                en("{found} is not a character set that `{name}` takes"),
                name,
                value,
            );
            wrong(problems, message, help)
        }
        Type::Date if is_nothing(value) => one(Literal::Null),
        Type::Date => match value {
            Value::Text(t) => time::instant(t).map(Literal::Number),
            _ => None,
        }
        .map_or_else(
            || {
                let help = en("write it as `2026-11-24T09:00:00Z`; without an offset it is UTC");
                wrong(problems, not_one(), help.into())
            },
            one,
        ),
        Type::Text => match value {
            Value::Text(t) => one(Literal::Text(t.trim().to_owned())),
            Value::Int(i) => one(Literal::Text(i.to_string())),
            Value::Bool(b) => one(Literal::Text(b.to_string())),
            Value::Null => one(Literal::Text(String::new())),
            _ => wrong(
                problems,
                wants(en("`{name}` wants text, found {found}"), name, value),
                en("write one value, in quotes if it has special characters").into(),
            ),
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
                    let message = wants(
                        en("`{name}` wants a list of text, found {found}"),
                        name,
                        &item.value,
                    );
                    problems.error(item.pos, message, en("write `[one, two]`"));
                }
            }
            Some((node.pos, Typed::Many(out)))
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
