//! Reads the properties of one entry, each by its type, and keeps every problem met on the way.

use super::node::{Node, Pos, Value};
use super::parameter::Literal;
use super::phrases::{described, mean, remove_one, unknown};
use super::sections::Section;
use super::typed::{Typed, plain, typed};
use super::{CmdletEnum, Sourced};
use crate::diagnostic::{Excerpt, FirstProblems, Problem, Severity, nearest};
use crate::i18n::{Text, en};
use std::collections::HashMap;

/// The problems of a policy or expectation file, with its lines to show.
pub(crate) struct Problems<'a> {
    pub(crate) file: &'a str,
    pub(crate) lines: Vec<&'a str>,
    pub(crate) found: FirstProblems,
}

impl<'a> Problems<'a> {
    /// None yet, of a file with this text.
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            lines: text.lines().collect(),
            found: FirstProblems::default(),
        }
    }

    /// All of them, in the order of the file.
    pub(crate) fn told(self) -> Vec<Problem> {
        self.found.sorted(|p| (p.line, p.column))
    }

    fn push(&mut self, severity: Severity, at: Pos, message: Text, help: Text) {
        let index = (at.line as usize).saturating_sub(1);
        let line = self
            .lines
            .get(index)
            .filter(|_| !self.found.is_full(severity));
        self.found.push(Problem {
            code: "",
            severity,
            file: self.file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            source: line.map(|l| Excerpt::new(l, at.column)),
            help,
        });
    }

    pub(crate) fn error(&mut self, at: Pos, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Error, at, message.into(), help.into());
    }

    pub(crate) fn warn(&mut self, at: Pos, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Warning, at, message.into(), help.into());
    }
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
    pub(super) others: Vec<(&'static str, Sourced<Literal>)>,
}

impl Fields {
    /// The properties of a mapping: unknown, repeated and wrong ones are told.
    pub(super) fn read(node: &Node, section: &Section, problems: &mut Problems) -> Option<Self> {
        let what = section.entry;
        let Value::Map(pairs) = &node.value else {
            problems.error(
                node.pos,
                Text::from(en("expected {what}, found {found}"))
                    .with_text("what", what)
                    .with_text("found", described(&node.value)),
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
                    Text::of(en("`{name}` is given twice"), [("name", &name)]),
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
                    Sourced {
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

    fn set<T>(&self, name: &str, default: T, of: impl Fn(&Literal) -> Option<T>) -> Sourced<T> {
        match self.get(name) {
            None => Sourced {
                value: default,
                line: None,
            },
            Some((literal, line)) => Sourced {
                value: of(literal).unwrap_or(default),
                line: Some(line),
            },
        }
    }

    pub(super) fn bool(&self, name: &str, default: bool) -> Sourced<bool> {
        self.set(name, default, |l| match l {
            Literal::Bool(b) => Some(*b),
            _ => None,
        })
    }

    pub(super) fn optional_bool(&self, name: &str) -> Sourced<Option<bool>> {
        self.set(name, None, |l| match l {
            Literal::Bool(b) => Some(Some(*b)),
            _ => None,
        })
    }

    pub(super) fn word<T: CmdletEnum>(&self, name: &str, default: T) -> Sourced<T> {
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

    pub(super) fn number<T: TryFrom<i64>>(&self, name: &str) -> Sourced<Option<T>> {
        self.set(name, None, |l| match l {
            Literal::Number(n) => Some(T::try_from(*n).ok()),
            _ => None,
        })
    }

    /// Text, also an empty one.
    pub(super) fn text(&self, name: &str) -> Option<Sourced<String>> {
        match self.get(name)? {
            (Literal::Text(t), line) => Some(Sourced {
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

    pub(super) fn charset(&self, name: &str, default: &str) -> Sourced<String> {
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
) -> Text {
    nearest(word, known).map_or_else(
        || {
            Text::from(en(
                "properties of {what} are spelled as the cmdlet spells them",
            ))
            .with_text("what", what)
        },
        mean,
    )
}
