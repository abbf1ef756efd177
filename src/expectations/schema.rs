//! Makes the JSON Schema of an expectation file from the types that it is read as; what a fact may
//! be is said here, and what else the reader takes.

use super::file::{Expectation, File};
use super::{Fact, short};
use crate::policy::charset::CHARSETS;
use crate::policy::schema::shape::{
    Object, REMOTE_DOMAIN, any_case, described, file, has, string, text, whole, words,
};
use crate::transport::responses::{self, Response};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

/// Text that has an address in it.
const ADDRESS: &str = "@.";
/// The same, or the null sender.
pub(super) const SENDER: &str = "@.|^\\s*<\\s*>\\s*$";
/// Text that is not blank.
const SOME: &str = "\\S";

/// The schema of an expectation file.
#[must_use]
pub fn schema() -> Value {
    let derived = SchemaSettings::draft2020_12().into_generator();
    let derived = derived.into_root_schema_for::<File>().to_value();
    let defs = derived.get("$defs").and_then(Value::as_object);
    let mappings = defs.into_iter().flatten();
    let mappings = mappings.filter(|(_, def)| def.get("properties").is_some());
    let mappings = mappings.map(|(name, def)| {
        let at = format!("#/$defs/{name}");
        (name.clone(), mapping(&at, name, def, &derived).schema())
    });
    let defs: Map<String, Value> = mappings.collect();
    file(
        "rdsim expectations",
        mapping("#", "File", &derived, &derived),
        defs,
    )
}

/// A mapping that stands at a place of the schema `root`, as it is derived.
fn mapping<'a>(at: &'a str, name: &str, derived: &'a Value, root: &Value) -> Object<'a> {
    let about = |of: &'a Value| of.get("description").and_then(Value::as_str);
    let keys = derived.get("properties").and_then(Value::as_object);
    let keys = keys.into_iter().flatten().map(|(key, derived)| {
        let fact = key
            .parse()
            .ok()
            .filter(|_| ["Expectation", "Format"].contains(&name));
        let value = fact.map_or_else(|| value(derived, root), self::fact);
        (
            key.as_str(),
            described(value, about(derived).unwrap_or_default()),
        )
    });
    let rules = match name {
        "File" => vec![has(&["Policy"]), has(&["Cases", "Tables"])],
        "Case" => rules_of_case(),
        "Table" => vec![has(&["Name"]), has(&["Kinds"]), has(&["Recipients"])],
        _ => Vec::new(),
    };
    Object {
        at,
        about: about(derived).unwrap_or_default(),
        keys: keys.collect(),
        others: Vec::new(),
        rules,
    }
}

/// A value as the reader takes it: words in any case, nothing for a list, no blank text.
fn value(derived: &Value, root: &Value) -> Value {
    let of = |name: &str| derived.get(name).and_then(Value::as_str);
    if let Some(at) = of("$ref") {
        return variants(at, root).unwrap_or_else(|| json!({ "$ref": at }));
    }
    match of("type") {
        Some("array") => {
            let items = derived.get("items").unwrap_or(&Value::Null);
            json!({ "type": ["array", "null"], "items": value(items, root) })
        }
        Some("string") if of("pattern").is_none() => text(Some(SOME), false),
        _ => derived.clone(),
    }
}

/// The words of a derived enum, each of which has a description.
fn variants(at: &str, root: &Value) -> Option<Value> {
    let variants = root.pointer(at.strip_prefix('#')?)?.get("oneOf")?;
    let words = variants.as_array()?.iter();
    let words: Option<Vec<&str>> = words.map(|v| v.get("const")?.as_str()).collect();
    Some(token(&words?))
}

/// One of some tokens.
fn token(tokens: &[&str]) -> Value {
    words(tokens, &[&padded(tokens)], false)
}

/// Tokens in any case with blanks around them.
fn padded(tokens: &[&str]) -> String {
    format!("\\s*{}\\s*", any_case(tokens.iter().copied()))
}

pub(super) fn headers(_: &mut SchemaGenerator) -> Schema {
    let header = text(None, true);
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": "^[!-9;-~]+$" },
        "additionalProperties": { "anyOf": [header, { "type": "array", "items": header }] },
    })
}

pub(super) fn recipients(_: &mut SchemaGenerator) -> Schema {
    let address = string(ADDRESS, false);
    json_schema!({ "anyOf": [{ "type": "array", "minItems": 1, "items": address }, address] })
}

pub(super) fn expect(generator: &mut SchemaGenerator) -> Schema {
    let each = generator.subschema_for::<Expectation>();
    json_schema!({ "anyOf": [each, {
        "type": ["object", "null"],
        "propertyNames": { "pattern": ADDRESS },
        "additionalProperties": { "anyOf": [each, { "type": "null" }] },
    }] })
}

pub(super) fn rows(_: &mut SchemaGenerator) -> Schema {
    let responses = responses();
    let plain = super::fact::outcomes_without_response();
    let offered = offered(&responses);
    let offered: Vec<&str> = plain
        .into_iter()
        .chain(offered.iter().map(String::as_str))
        .collect();
    let cell = words(&offered, &[&padded(&plain), &spelled(&responses)], true);
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": ADDRESS },
        "additionalProperties": { "anyOf": [{ "type": "array", "items": cell }, cell] },
    })
}

/// What a case needs, and what it cannot have together.
fn rules_of_case() -> Vec<Value> {
    let not = |rule: Value| json!({ "not": rule });
    let both = json!({ "type": "object", "allOf": [has(&["Message"]), has(&["Headers"])] });
    let body = json!({ "anyOf": [has(&["Headers"]), not(has(&["Body"]))] });
    vec![
        has(&["Name"]),
        has(&["Expect"]),
        has(&["Message", "Headers", "Kind"]),
        // A kind alone has no recipients of its own.
        has(&["Message", "Headers", "To"]),
        not(both),
        body,
    ]
}

/// The value of a fact.
fn fact(fact: Fact) -> Value {
    match fact {
        Fact::Response => {
            let all = responses();
            let offered = offered(&all);
            let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
            words(&offered, &[&spelled(&all)], false)
        }
        Fact::RemoteDomain => text(Some(REMOTE_DOMAIN), false),
        Fact::Charset => json!({ "anyOf": [{ "enum": CHARSETS }, text(Some(SOME), true)] }),
        Fact::LineWrap => {
            let spelled = format!("\\s*(?:\\+?[0-9]+|{})\\s*", any_case(["Unlimited"]));
            json!({ "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": u16::MAX },
                { "enum": ["Unlimited"] },
                string(&whole(&spelled), true),
            ] })
        }
        Fact::Outcome
        | Fact::Setting
        | Fact::Transmission
        | Fact::Body
        | Fact::ContentType
        | Fact::SenderName => token(&fact.words()),
    }
}

/// The responses that may be expected.
fn responses() -> Vec<&'static Response> {
    let all = responses::ALL.iter().copied();
    all.filter(|r| *r != &responses::FORWARDED).collect()
}

/// What an editor offers: the codes, and the whole line where two responses share one.
fn offered(all: &[&Response]) -> Vec<String> {
    let shared = |r: &Response| all.iter().filter(|o| o.code == r.code).count() > 1;
    let mut out: Vec<String> = all.iter().map(|r| short(r).to_owned()).collect();
    out.dedup();
    out.extend(all.iter().filter(|r| shared(r)).map(|r| r.line()));
    out
}

/// Every spelling of a response, with blanks around it.
fn spelled(all: &[&Response]) -> String {
    let mut spellings = Vec::new();
    for r in all {
        let line = r.line();
        let reply = r.code.len() - short(r).len();
        let rest = line.get(reply..).unwrap_or_default().to_owned();
        spellings.extend([r.code.to_owned(), short(r).to_owned(), line, rest]);
    }
    spellings.sort();
    spellings.dedup();
    let all = any_case(spellings.iter().map(String::as_str));
    // The other codes that a mail flow rule may give.
    let code = any_case([short(&responses::RULE_REJECTED)]);
    let text = any_case([responses::RULE_REJECTED.text]);
    let other = format!("(?:550 )?5\\.7\\.9[0-9][0-9](?: {code}(?:; {text})?)?");
    format!("\\s*(?:{all}|{other})\\s*")
}
