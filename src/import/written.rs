//! Takes the entries of a policy file for objects, so that they can be changed and written again.

use super::kind::ObjectKind;
use super::object::Object;
use crate::policy::document::Value;

/// The entries of a policy file as objects; what is known and not simulated is no object.
#[must_use]
pub fn objects(root: Value) -> Vec<Object> {
    let Value::Map(sections) = root else {
        return Vec::new();
    };
    let mut objects = Vec::new();
    for (name, _, node) in sections {
        let Some(kind) = ObjectKind::of_section(&name) else {
            continue;
        };
        let entries = match node.value {
            Value::Seq(items) => items,
            Value::Null => Vec::new(),
            _ => vec![node],
        };
        for entry in entries {
            let properties = match entry.value {
                Value::Map(pairs) => pairs,
                // An accepted domain may be its name alone.
                _ => vec![("DomainName".to_owned(), entry.pos, entry.clone())],
            };
            objects.push(Object {
                at: entry.pos,
                kind: Some(kind),
                types: Vec::new(),
                properties,
            });
        }
    }
    objects
}
