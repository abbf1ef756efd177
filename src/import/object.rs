//! Holds an object as a cmdlet printed it: names and values, each with its place.

use super::error::Error;
use super::kind::ObjectKind;
use super::source::Source;
use crate::diagnostic::Problem;
use crate::policy::document::{Node, Pos};

/// Properties that an object may have; those of the cmdlets have some hundreds.
pub const PROPERTIES: usize = 1_000;

/// A property: its name, the place of the name or value, the value.
pub type Property = (String, Pos, Node);

/// An object.
#[derive(Debug, Clone)]
pub struct Object {
    /// Where it starts.
    pub at: Pos,
    /// What it is, where its surroundings say so.
    pub kind: Option<ObjectKind>,
    /// The names of its types, where the format keeps them.
    pub types: Vec<String>,
    /// Its properties, in order.
    pub properties: Vec<Property>,
}

impl Object {
    /// A property by its name in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        let mut all = self.properties.iter();
        all.find(|(n, _, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, _, node)| node)
    }

    /// Whether it has a property, its name in any case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Refuse an object with more than [`PROPERTIES`] properties.
    ///
    /// # Errors
    /// It has more.
    pub fn check(&self, source: &Source) -> Result<(), Problem> {
        if self.properties.len() > PROPERTIES {
            return Err(source.error(self.at, &Error::TooManyProperties));
        }
        Ok(())
    }
}
