//! Builds the parts that schemas are made of: words in any case, text, mappings.

use serde_json::{Map, Value, json};

/// The dialect that the schemas name.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A domain, with its subdomains if it begins with `*.`; the reader looks closer.
pub(crate) const OWN_DOMAIN: &str = "^\\s*(?:\\*\\.)?[^@*\\s][^@*]*$";
/// The same, or `*`.
pub(crate) const REMOTE_DOMAIN: &str = "^\\s*(?:\\*|(?:\\*\\.)?[^@*\\s][^@*]*)\\s*$";

/// The schema of a file.
pub(crate) fn file(title: &str, root: Object, defs: Map<String, Value>) -> Value {
    let mut schema = root.schema();
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".into(), DIALECT.into());
        map.insert("title".into(), title.into());
        map.insert("$defs".into(), defs.into());
    }
    schema
}

/// A regular expression for one of some words in any case.
///
/// It has no flag for that, so each letter stands with its other case. Only characters that mean
/// something are escaped: with the `u` flag JavaScript refuses other escapes.
pub(crate) fn any_case<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words
        .into_iter()
        .map(|word| {
            let mut out = String::new();
            for c in word.chars() {
                match c {
                    c if c.is_ascii_alphabetic() => {
                        let (upper, lower) = (c.to_ascii_uppercase(), c.to_ascii_lowercase());
                        out.extend(['[', upper, lower, ']']);
                    }
                    '\\' | '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{'
                    | '}' | '|' | '/' => out.extend(['\\', c]),
                    c => out.push(c),
                }
            }
            out
        })
        .collect();
    match words.as_slice() {
        [only] => only.clone(),
        _ => format!("(?:{})", words.join("|")),
    }
}

/// Text that is a whole match of a regular expression.
pub(crate) fn whole(pattern: &str) -> String {
    format!("^{pattern}$")
}

/// One of some words: an editor completes them as they are spelled, and any case is taken.
/// Further texts that are taken have patterns in `or`.
pub(crate) fn words(words: &[&str], or: &[&str], null: bool) -> Value {
    let any = any_case(words.iter().copied());
    let patterns: Vec<&str> = std::iter::once(any.as_str())
        .chain(or.iter().copied())
        .collect();
    let spelled = string(&whole(&format!("(?:{})", patterns.join("|"))), null);
    json!({ "anyOf": [{ "enum": words }, spelled] })
}

/// Text that a pattern matches, or nothing where `null`.
pub(crate) fn string(pattern: &str, null: bool) -> Value {
    // The two in one, so that an editor does not offer `null`.
    if null {
        json!({ "type": ["string", "null"], "pattern": pattern })
    } else {
        json!({ "type": "string", "pattern": pattern })
    }
}

/// One value, which is read as text; a pattern holds for what is text already.
pub(crate) fn text(pattern: Option<&str>, null: bool) -> Value {
    let string = match pattern {
        Some(pattern) => string(pattern, false),
        None => json!({ "type": "string" }),
    };
    // Put as what it is not: an editor would offer `true` and `false` for a boolean.
    let mut not = vec!["string", "array", "object"];
    if !null {
        not.push("null");
    }
    json!({ "anyOf": [string, { "not": { "type": not } }] })
}

/// A schema with a description.
pub(crate) fn described(mut schema: Value, about: &str) -> Value {
    if let Value::Object(map) = &mut schema
        && !about.is_empty()
    {
        map.insert("description".into(), about.into());
    }
    schema
}

/// A mapping with some keys, in any case, and no others.
pub(crate) struct Object<'a> {
    /// Where it stands in the schema, as a JSON pointer.
    pub(crate) at: &'a str,
    /// What it is.
    pub(crate) about: &'a str,
    /// The keys, each with the schema of its value.
    pub(crate) keys: Vec<(&'a str, Value)>,
    /// Further keys by pattern, which an editor does not offer.
    pub(crate) others: Vec<(String, Value)>,
    /// What else holds for it.
    pub(crate) rules: Vec<Value>,
}

impl Object<'_> {
    /// Its schema.
    pub(crate) fn schema(self) -> Value {
        let mut patterns: Map<String, Value> = self.others.into_iter().collect();
        for (name, _) in &self.keys {
            let same = format!("{}/properties/{name}", self.at);
            patterns.insert(whole(&any_case([*name])), json!({ "$ref": same }));
        }
        let keys = self.keys.into_iter();
        let properties: Map<String, Value> = keys.map(|(k, v)| (k.to_owned(), v)).collect();
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "patternProperties": patterns,
            "additionalProperties": false,
        });
        if let Some(map) = schema.as_object_mut()
            && !self.rules.is_empty()
        {
            map.insert("allOf".into(), self.rules.into());
        }
        described(schema, self.about)
    }
}

/// A mapping has at least one of some keys, in any case.
pub(crate) fn has(names: &[&str]) -> Value {
    let pattern = whole(&any_case(names.iter().copied()));
    let spelled = names.iter().map(|name| json!({ "required": [name] }));
    // `required` knows one spelling only; this says that not every key is another one.
    let any = json!({ "not": { "propertyNames": { "not": { "pattern": pattern } } } });
    json!({ "anyOf": spelled.chain([any]).collect::<Vec<Value>>() })
}
