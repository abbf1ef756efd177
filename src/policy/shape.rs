//! Finds out which properties a derived type has, and what the value of each may be, by having the
//! type ask for them.

use super::de::{Failed, From, OTHERS};
use super::value::Type;
use serde::Deserialize;
use std::cell::RefCell;

/// A property that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The cmdlet's spelling.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Type,
}

/// The properties of a type, in its order.
pub(super) fn properties_of<T: for<'de> Deserialize<'de>>() -> Vec<Property> {
    let found = RefCell::default();
    let shape = Shape {
        prefix: "",
        name: "",
        found: &found,
    };
    // No property gets a value, and so the type has that of nothing written.
    let _: Result<T, Failed> = T::deserialize(From::Shape(shape));
    found.into_inner()
}

/// Notes what a type asks for, and gives it nothing.
#[derive(Clone, Copy)]
pub(super) struct Shape<'n> {
    /// What stands in front of the names of the fields.
    prefix: &'static str,
    /// The property whose value is asked for.
    name: &'static str,
    found: &'n RefCell<Vec<Property>>,
}

impl<'n> Shape<'n> {
    pub(super) fn note<T>(self, kind: Type) -> Result<T, Failed> {
        let name = self.name;
        self.found.borrow_mut().push(Property { name, kind });
        Err(Failed)
    }

    /// The fields of a type.
    pub(super) fn fields<'p>(
        self,
        names: &'static [&'static str],
    ) -> Vec<(&'static str, From<'n, 'p>)> {
        let names = names.iter().filter(|field| **field != OTHERS);
        let of = |field: &&'static str| {
            let (prefix, name) = match (field.strip_prefix('$'), self.prefix) {
                (Some(prefix), _) => (prefix, ""),
                (None, "") => ("", *field),
                // Sections are asked once, and kept.
                (None, prefix) => ("", &*format!("{prefix}{field}").leak()),
            };
            let found = self.found;
            let shape = Shape {
                prefix,
                name,
                found,
            };
            (*field, From::Shape(shape))
        };
        names.map(of).collect()
    }
}
