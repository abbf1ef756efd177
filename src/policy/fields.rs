//! Reads the properties of one entry, each by its type, and keeps every problem met on the way.

use super::charset::CHARSETS;
use super::node::{Node, Pos, Value};
use super::parameter::Literal;
use super::phrases::{described, mean, near_values, no_value, remove_one, unknown, values, wants};
use super::sections::{Section, Type};
use super::{Set, Word, domain, time};
use crate::error::{Problem, Severity, nearest};
use crate::words::{Sentence, en};
use std::collections::HashMap;

/// The problems of a policy or expectation file, with its lines to show.
pub(crate) struct Problems<'a> {
    pub(crate) file: &'a str,
    pub(crate) lines: Vec<&'a str>,
    pub(crate) found: Vec<Problem>,
}

impl Problems<'_> {
    fn push(&mut self, severity: Severity, at: Pos, message: Sentence, help: Sentence) {
        let index = (at.line as usize).saturating_sub(1);
        self.found.push(Problem {
            severity,
            file: self.file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            source: self.lines.get(index).map(|l| (*l).to_owned()),
            help,
        });
    }

    pub(crate) fn error(
        &mut self,
        at: Pos,
        message: impl Into<Sentence>,
        help: impl Into<Sentence>,
    ) {
        self.push(Severity::Error, at, message.into(), help.into());
    }

    pub(crate) fn warn(
        &mut self,
        at: Pos,
        message: impl Into<Sentence>,
        help: impl Into<Sentence>,
    ) {
        self.push(Severity::Warning, at, message.into(), help.into());
    }
}

/// A value of the right type.
enum Typed {
    One(Literal),
    Many(Vec<String>),
}

struct Field {
    /// Where the value stands.
    at: Pos,
    value: Typed,
}

/// The properties of an entry that have the type they should have.
#[derive(Default)]
pub(super) struct Fields {
    by_name: HashMap<&'static str, Field>,
    /// Where the entry stands.
    pub(super) at: Pos,
    /// Properties that are accepted and not looked at, in order.
    pub(super) others: Vec<(&'static str, Set<Literal>)>,
}

impl Fields {
    /// The properties of a mapping: unknown, repeated and wrong ones are told.
    pub(super) fn read(node: &Node, section: &Section, problems: &mut Problems) -> Option<Self> {
        let what = section.entry;
        let Value::Map(pairs) = &node.value else {
            problems.error(
                node.pos,
                Sentence::from(en("expected {what}, found {found}"))
                    .saying("what", what)
                    .saying("found", described(&node.value)),
                en("write `Name: value` lines here"),
            );
            return None;
        };
        let mut out = Self {
            at: node.pos,
            ..Self::default()
        };
        let mut lines: HashMap<&str, u32> = HashMap::new();
        for (key, at, value) in pairs {
            let Some(name) = section.names().find(|n| n.eq_ignore_ascii_case(key)) else {
                problems.error(
                    *at,
                    unknown(key, what),
                    did_you_mean(key, section.names(), what),
                );
                continue;
            };
            if let Some(first) = lines.insert(name, at.line) {
                problems.error(
                    *at,
                    Sentence::of(en("`{name}` is given twice"), [("name", &name)]),
                    remove_one(first),
                );
                continue;
            }
            match section.property(name) {
                Some(property) => {
                    if let Some(value) = typed(name, property.kind, value, problems) {
                        let field = Field {
                            at: value.0,
                            value: value.1,
                        };
                        out.by_name.insert(name, field);
                    }
                }
                None => out.others.push((
                    name,
                    Set {
                        value: plain(&value.value),
                        line: Some(value.pos.line),
                    },
                )),
            }
        }
        Some(out)
    }

    /// The one property `name` of an entry that is written as mere text.
    pub(super) fn of_text(name: &'static str, text: &str, at: Pos) -> Self {
        let field = Field {
            at,
            value: Typed::One(Literal::Text(text.to_owned())),
        };
        Self {
            by_name: HashMap::from([(name, field)]),
            at,
            others: Vec::new(),
        }
    }

    /// Where a property's value stands, else where the entry does.
    pub(super) fn at(&self, name: &str) -> Pos {
        self.by_name.get(name).map_or(self.at, |f| f.at)
    }

    fn get(&self, name: &str) -> Option<(&Literal, u32)> {
        match self.by_name.get(name)? {
            Field {
                at,
                value: Typed::One(literal),
            } => Some((literal, at.line)),
            Field {
                value: Typed::Many(_),
                ..
            } => None,
        }
    }

    fn set<T>(&self, name: &str, default: T, of: impl Fn(&Literal) -> Option<T>) -> Set<T> {
        match self.get(name) {
            None => Set {
                value: default,
                line: None,
            },
            Some((literal, line)) => Set {
                value: of(literal).unwrap_or(default),
                line: Some(line),
            },
        }
    }

    pub(super) fn bool(&self, name: &str, default: bool) -> Set<bool> {
        self.set(name, default, |l| match l {
            Literal::Bool(b) => Some(*b),
            _ => None,
        })
    }

    pub(super) fn optional_bool(&self, name: &str) -> Set<Option<bool>> {
        self.set(name, None, |l| match l {
            Literal::Bool(b) => Some(Some(*b)),
            _ => None,
        })
    }

    pub(super) fn word<T: Word>(&self, name: &str, default: T) -> Set<T> {
        self.set(name, default, |l| match l {
            Literal::Word(w) => T::from_word(w),
            _ => None,
        })
    }

    /// A word that has no type of its own.
    pub(super) fn one_of(&self, name: &str) -> Option<&'static str> {
        match self.get(name)? {
            (Literal::Word(word), _) => Some(word),
            _ => None,
        }
    }

    pub(super) fn number<T: TryFrom<i64>>(&self, name: &str) -> Set<Option<T>> {
        self.set(name, None, |l| match l {
            Literal::Number(n) => Some(T::try_from(*n).ok()),
            _ => None,
        })
    }

    /// Text, also an empty one.
    pub(super) fn text(&self, name: &str) -> Option<Set<String>> {
        match self.get(name)? {
            (Literal::Text(t), line) => Some(Set {
                value: t.clone(),
                line: Some(line),
            }),
            _ => None,
        }
    }

    /// Text that is not empty.
    pub(super) fn label(&self, name: &str) -> Option<String> {
        self.text(name).map(|t| t.value).filter(|t| !t.is_empty())
    }

    pub(super) fn charset(&self, name: &str, default: &str) -> Set<String> {
        self.set(name, default.to_owned(), |l| match l {
            Literal::Text(t) => Some(t.clone()),
            _ => Some(String::new()),
        })
    }

    /// Whether a property is written.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub(super) fn list(&self, name: &str) -> Vec<String> {
        match self.by_name.get(name) {
            Some(Field {
                value: Typed::Many(items),
                ..
            }) => items.clone(),
            _ => Vec::new(),
        }
    }
}

/// The help line for a name that is none of `known`.
pub(super) fn did_you_mean(
    word: &str,
    known: impl Iterator<Item = &'static str>,
    what: &'static str,
) -> Sentence {
    nearest(word, known).map_or_else(
        || {
            Sentence::from(en(
                "properties of {what} are spelled as the cmdlet spells them",
            ))
            .saying("what", what)
        },
        mean,
    )
}

/// A value that is not looked at.
fn plain(value: &Value) -> Literal {
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
fn typed(name: &str, kind: Type, node: &Node, problems: &mut Problems) -> Option<(Pos, Typed)> {
    let value = &node.value;
    let wrong = |problems: &mut Problems, message: Sentence, help: Sentence| {
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
                        Some(none) => Sentence::of(
                            en("write a number from {low} to {high} or `{none}`"),
                            [("low", &low), ("high", &high), ("none", none)],
                        ),
                        None => Sentence::of(
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
                    Sentence::of(en("values: {values}, or empty"), [("values", &values)])
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
                    out.push(domain::address(t));
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
