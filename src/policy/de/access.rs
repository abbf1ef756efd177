//! Gives the values of the tree to the visitors of derived types.

use super::{At, Failed, From, OTHERS, Property};
use crate::policy::Error;
use crate::policy::Literal;
use crate::policy::document::{Node, Value};
use crate::policy::sections::Section;
use crate::policy::value::{Type, items, take};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};

/// The items of a list: the texts, the entries of a section, or the properties that are not used.
pub(super) struct Items<'n, 'p> {
    at: Option<At<'n, 'p>>,
    section: bool,
    left: std::slice::Iter<'n, Node>,
    others: std::vec::IntoIter<Property<'n>>,
}

impl<'n, 'p> Items<'n, 'p> {
    pub(super) fn of(from: From<'n, 'p>) -> Result<Self, Failed> {
        let (at, section, left, others): (_, _, &[Node], _) = match from {
            From::Node(at) => {
                let section = Section::named(at.name).is_some();
                (Some(at), section, listed(at, section), Vec::new())
            }
            From::Others(others) => (None, false, &[], others),
            other => return other.take(Type::Text).and(Err(Failed)),
        };
        Ok(Self {
            at,
            section,
            left: left.iter(),
            others: others.into_iter(),
        })
    }

    fn next(&mut self) -> Option<From<'n, 'p>> {
        let Some(at) = self.at else {
            return self.others.next().map(From::Other);
        };
        for node in self.left.by_ref() {
            if self.section {
                return Some(From::Node(At { node, ..at }));
            }
            let kind = if at.texts { Type::Texts } else { Type::List };
            match take(at.name, kind, node) {
                Ok(Some(literal)) => return Some(From::Plain(literal)),
                Ok(None) => {}
                Err(error) => at.problems.borrow_mut().error(node.pos, error),
            }
        }
        None
    }
}

/// The items of a value. A section is a list of entries, or its only entry.
fn listed<'n>(at: At<'n, '_>, section: bool) -> &'n [Node] {
    match at.node.value {
        Value::Bool(_) | Value::Int(_) if section => {
            let (name, found) = (at.name, at.node.value.described());
            let error = Error::NotList { name, found };
            at.problems.borrow_mut().error(at.node.pos, error);
            &[]
        }
        _ if section => at.node.items(),
        _ => items(at.node),
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        match self.next() {
            Some(from) => seed.deserialize(from).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len() + self.others.len())
    }
}

/// The line, the column and the value that [`Written`](crate::policy::written::Written) asks for; the
/// name, the value and the line of a property that is not used.
pub(super) struct Parts<'n, 'p> {
    of: Option<From<'n, 'p>>,
    step: u8,
}

impl<'n, 'p> Parts<'n, 'p> {
    pub(super) fn of(from: From<'n, 'p>) -> Self {
        Self {
            of: Some(from),
            step: 0,
        }
    }

    fn next(&mut self) -> Option<From<'n, 'p>> {
        let number = |n: u32| Literal::Number(n.into());
        self.step += 1;
        let literal = match (&self.of, self.step) {
            (Some(From::Other((name, _))), 1) => Literal::Word(name),
            (Some(From::Other((_, node))), 2) => match &node.value {
                Value::Bool(b) => Literal::Bool(*b),
                Value::Int(i) => Literal::Number(*i),
                Value::Text(t) => Literal::Text(t.clone()),
                Value::Null | Value::Seq(_) | Value::Map(_) => Literal::Null,
            },
            (Some(From::Other((_, node))), _) => number(node.pos.line),
            (Some(From::Node(at)), 1) => number(at.node.pos.line),
            (Some(From::Node(at)), 2) => number(at.node.pos.column),
            (_, 1 | 2) => number(0),
            _ => return self.of.take(),
        };
        Some(From::Plain(literal))
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, '_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        let from = self.next().ok_or(Failed)?;
        seed.deserialize(from).map(Some)
    }
}

/// A field of a type and what its value is read from.
type Field<'n, 'p> = (&'static str, From<'n, 'p>);

/// The fields of a type that something is given for: the properties of an entry, then its fields that
/// are no properties.
pub(super) fn fields<'n, 'p>(
    from: From<'n, 'p>,
    name: &'static str,
    names: &'static [&'static str],
) -> Result<Vec<Field<'n, 'p>>, Failed> {
    match from {
        From::Node(at) => {
            let [read, others] = match Section::named(name) {
                Some(section) => at.properties(section)?,
                None => [at.sections(names)?, Vec::new()],
            };
            let part = |field: &&str| field.starts_with('$') && *field != OTHERS;
            let shared = names.iter().any(part);
            Ok(given(at, "", names, shared, read, others))
        }
        // A part shares the properties with the type that it is a part of.
        From::Part { at, prefix, read } => Ok(given(at, prefix, names, true, read, Vec::new())),
        From::Shape(shape) => Ok(shape.fields(names)),
        From::Others(_) | From::Other(_) | From::Plain(_) => Err(Failed),
    }
}

/// The fields of a type that reads properties with a prefix, which its fields have not; `shared` where
/// other types read some of the properties.
fn given<'n, 'p>(
    at: At<'n, 'p>,
    prefix: &'static str,
    names: &'static [&'static str],
    shared: bool,
    read: Vec<Property<'n>>,
    others: Vec<Property<'n>>,
) -> Vec<Field<'n, 'p>> {
    let field = |name: &'static str| {
        if !shared {
            return Some(name);
        }
        let field = name.strip_prefix(prefix)?;
        names.contains(&field).then_some(field)
    };
    let mut fields = Vec::with_capacity(read.len() + 1);
    for (name, node) in &read {
        if let Some(field) = field(name) {
            fields.push((field, From::Node(At { node, name, ..at })));
        }
    }
    let mut others = Some(others);
    for field in names.iter().copied() {
        if field == OTHERS {
            fields.extend(others.take().map(|others| (field, From::Others(others))));
        } else if let Some(prefix) = field.strip_prefix('$') {
            let read = read.clone();
            fields.push((field, From::Part { at, prefix, read }));
        }
    }
    fields
}

/// Gives the fields of a type, one after the other.
pub(super) struct Fields<'n, 'p> {
    left: std::vec::IntoIter<Field<'n, 'p>>,
    value: Option<From<'n, 'p>>,
}

impl<'n, 'p> Fields<'n, 'p> {
    pub(super) fn new(fields: Vec<Field<'n, 'p>>) -> Self {
        Self {
            left: fields.into_iter(),
            value: None,
        }
    }

    fn next(&mut self) -> Option<&'static str> {
        let (field, value) = self.left.next()?;
        self.value = Some(value);
        Some(field)
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let Some(field) = self.next() else {
            return Ok(None);
        };
        let field: StrDeserializer<'static, Failed> = field.into_deserializer();
        seed.deserialize(field).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        seed.deserialize(self.value.take().ok_or(Failed)?)
    }
}
