//! Reads the exceptions of a rule: each is a condition with `ExceptIf` in front of its name.

use super::sections::Section;
use super::shape::{Property, properties_of};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;

/// What stands in front of the name of an exception.
pub(super) const EXCEPT: &str = "ExceptIf";

/// The conditions of a rule as its exceptions.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Exceptions<T>(pub(super) T);

impl<T: JsonSchema> JsonSchema for Exceptions<T> {
    fn schema_name() -> Cow<'static, str> {
        "Exceptions".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
            let conditions = std::mem::take(properties);
            let exceptions = conditions.into_iter().map(|(name, mut value)| {
                if let Some(serde_json::Value::String(about)) = value.get_mut("description") {
                    *about = about.replacen("Condition:", "Exception:", 1);
                }
                (format!("{EXCEPT}{name}"), value)
            });
            properties.extend(exceptions);
        }
        schema
    }
}

/// The properties of a type of rules; an exception follows its condition, as in the cmdlet.
pub(super) fn properties<T: for<'de> Deserialize<'de>>() -> Vec<Property> {
    let mut all = properties_of::<T>();
    let names: Vec<&str> = all.iter().map(|p| p.name).collect();
    all.sort_by_cached_key(|p| {
        let condition = p.name.strip_prefix(EXCEPT).unwrap_or(p.name);
        names.iter().position(|n| *n == condition)
    });
    all
}

/// The exception that belongs to a condition.
pub(super) fn exception(section: &Section, condition: &str) -> &'static str {
    let mut properties = section.properties.iter();
    let found = properties.find(|p| p.name.strip_prefix(EXCEPT) == Some(condition));
    found.map_or(EXCEPT, |p| p.name)
}
