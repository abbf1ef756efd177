//! Makes the JSON Schema of a policy file from the types that it is read as: schemars gives the
//! sections with what each property is for, the reader what its value may be.
//!
//! A schema never flags what the reader takes: names and words in any case, one entry in place
//! of a list, `$true`. What it offers to complete is the cmdlets' own spelling of what matters.
//! Only keywords that draft 7 and 2020-12 share are used, because editors know one or the other.

pub(crate) mod shape;

use super::charset::CHARSETS;
use super::read::File;
use super::sections::{
    ACCEPTED_DOMAINS, INBOX_RULES, MAIL_CONTACTS, MAIL_USERS, MAILBOXES, REMOTE_DOMAINS, SECTIONS,
    Section, Type, not_simulated,
};
use crate::policy::unmodelled::UNMODELLED;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use shape::{
    OWN_DOMAIN, Object, REMOTE_DOMAIN, any_case, described, file, has, string, text, whole, words,
};

/// Text that means nothing.
const NOTHING: &str = "(?:\\s*|\\$[Nn][Uu][Ll][Ll])";
/// A point in time; whether the month has that day is for the reader to say.
const DATE: &str = "(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?|[/]Date[(]-?[0-9]{1,15}[)][/])";
/// A number of bytes; what stands before the parentheses says it again.
const SIZE: &str =
    "(?:[0-9]{1,18}\\s*(?:[KkMmGgTt]?[Bb])?|[^(]*[(]\\s*[0-9,]{1,24}\\s*[Bb][Yy][Tt][Ee][Ss][)])";
/// A number range up to this length is offered number by number.
const FEW: i64 = 8;

/// A schema as the text of a file.
#[must_use]
pub fn file_text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

/// The schema of a policy file; the first paragraph of a setting's page is given by its name.
#[must_use]
pub fn schema(about_setting: fn(&str) -> String) -> Value {
    let derived = SchemaSettings::draft2020_12().into_generator();
    let derived = derived.into_root_schema_for::<File>().to_value();
    let mut defs = Map::new();
    let mut keys = Vec::new();
    let about = "A property of the real object: accepted, and not looked at.";
    defs.insert("NotLookedAt".into(), described(json!({}), about));
    for section in SECTIONS {
        let derived = derived.pointer(&format!("/$defs/{}", section.name));
        let derived = derived.unwrap_or(&Value::Null);
        defs.insert(section.name.into(), entry(section, derived, about_setting));
        keys.push((section.name, entries(section, about_of(derived))));
    }
    let unmodelled = any_case(UNMODELLED.iter().map(|section| section.name));
    let about = "Objects of Exchange that are known and not simulated: accepted, with a warning.";
    let root = Object {
        at: "#",
        about: "A tenant's mail flow policy for rdsim. The sections and properties are those of the Exchange Online cmdlets; names and values may be written in any case.",
        keys,
        others: vec![(whole(&unmodelled), described(json!({}), about))],
        rules: Vec::new(),
    };
    file("rdsim policy", root, defs)
}

/// What a derived schema is for.
fn about_of(derived: &Value) -> &str {
    let about = derived.get("description");
    about.and_then(Value::as_str).unwrap_or_default()
}

/// A section: a list of entries, or its only entry.
fn entries(section: &Section, about: &str) -> Value {
    let entry = json!({ "$ref": at(section) });
    let mut one = vec![entry];
    if std::ptr::eq(section, &ACCEPTED_DOMAINS) {
        one.push(string(OWN_DOMAIN, false));
    }
    let items = match one.as_slice() {
        [only] => only.clone(),
        _ => json!({ "anyOf": one }),
    };
    let list = json!({ "type": ["array", "null"], "items": items });
    let about = format!("{about} As `{}` gives them.", section.cmdlet);
    let any: Vec<Value> = std::iter::once(list).chain(one).collect();
    described(json!({ "anyOf": any }), &about)
}

/// Where the schema of a section's entries stands.
fn at(section: &Section) -> String {
    format!("#/$defs/{}", section.name)
}

/// An entry of a section.
fn entry(section: &Section, derived: &Value, about_setting: fn(&str) -> String) -> Value {
    let properties = derived.get("properties").unwrap_or(&Value::Null);
    let keys: Vec<(&str, Value)> = section
        .properties
        .iter()
        .map(|p| {
            let about = match properties.get(p.name).map_or("", about_of) {
                "" => about_setting(p.name),
                about => about.to_owned(),
            };
            (p.name, value(section, p.name, p.kind, &about))
        })
        .collect();
    let remote = std::ptr::eq(section, &REMOTE_DOMAINS);
    let why = |name: &&str| remote && not_simulated(name).is_some();
    let (with_reason, rest): (Vec<&str>, Vec<&str>) = section.not_looked_at().partition(why);
    let with_reason = with_reason.into_iter().map(|name| {
        let why = not_simulated(name).unwrap_or_default();
        let about = format!("Accepted, and not simulated: {why}.");
        (whole(&any_case([name])), described(json!({}), &about))
    });
    let not_looked_at = json!({ "$ref": "#/$defs/NotLookedAt" });
    let rest = (!rest.is_empty()).then(|| (whole(&any_case(rest)), not_looked_at));
    let others = with_reason.chain(rest).collect();
    Object {
        at: &at(section),
        about: about_of(derived),
        keys,
        others,
        rules: rules(section),
    }
    .schema()
}

/// What holds of the properties of an entry together.
fn rules(section: &Section) -> Vec<Value> {
    let mut rules: Vec<Value> = required(section).iter().map(|names| has(names)).collect();
    if std::ptr::eq(section, &MAIL_CONTACTS) || std::ptr::eq(section, &MAIL_USERS) {
        // One that says nothing does not stand for an address.
        let [target, own] = [
            &["ExternalEmailAddress"][..],
            &["EmailAddresses", "PrimarySmtpAddress"],
        ];
        let said = json!({ "required": target, "properties": { "ExternalEmailAddress": string("@", false) } });
        let unspelled = json!({ "not": { "required": target }, "allOf": [has(target)] });
        rules.push(json!({ "anyOf": [said, has(own), unspelled] }));
    }
    rules
}

/// Properties of which an entry has at least one; the reader says so too.
fn required(section: &Section) -> Option<&'static [&'static str]> {
    let is = |other: &Section| std::ptr::eq(section, other);
    if is(&ACCEPTED_DOMAINS) || is(&REMOTE_DOMAINS) {
        Some(&["DomainName"])
    } else if is(&MAIL_CONTACTS) || is(&MAIL_USERS) {
        Some(&[
            "EmailAddresses",
            "ExternalEmailAddress",
            "PrimarySmtpAddress",
        ])
    } else if is(&MAILBOXES) {
        Some(&["Addresses", "EmailAddresses", "PrimarySmtpAddress"])
    } else if is(&INBOX_RULES) {
        Some(&["Mailbox"])
    } else {
        None
    }
}

/// What a domain must match.
fn domain(section: &Section, name: &str) -> Option<&'static str> {
    let pattern = if std::ptr::eq(section, &REMOTE_DOMAINS) {
        REMOTE_DOMAIN
    } else {
        OWN_DOMAIN
    };
    Some(pattern).filter(|_| name == "DomainName")
}

/// The value of a property.
fn value(section: &Section, name: &str, kind: Type, about: &str) -> Value {
    let truth = "\\$?(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])";
    match kind {
        Type::Bool => {
            let spelled = string(&whole(truth), false);
            described(json!({ "anyOf": [{ "type": "boolean" }, spelled] }), about)
        }
        Type::OptionalBool => {
            let spelled = string(&whole(&format!("(?:{truth}|{NOTHING})")), true);
            described(
                json!({ "anyOf": [{ "enum": [true, false, null] }, spelled] }),
                about,
            )
        }
        Type::Word(all) => {
            let about = format!("{about} One of {}.", all.join(", "));
            described(words(all, &[NOTHING], true), about.trim_start())
        }
        Type::Number { low, high, none } => {
            let number = if high - low < FEW {
                json!({ "enum": (low..=high).collect::<Vec<i64>>() })
            } else {
                json!({ "type": "integer", "minimum": low, "maximum": high })
            };
            // Whether a number in quotes is in the range is for the reader to say.
            let mut spelled = vec!["\\s*[+-]?[0-9]+\\s*".to_owned(), NOTHING.to_owned()];
            let mut any = vec![number];
            if !none.is_empty() {
                any.push(json!({ "enum": none }));
                spelled.push(any_case(none.iter().copied()));
            }
            any.push(string(&whole(&format!("(?:{})", spelled.join("|"))), true));
            described(json!({ "anyOf": any }), about)
        }
        Type::Charset => {
            let blanks = format!("\\s*{}\\s*", any_case(CHARSETS.iter().copied()));
            described(words(CHARSETS, &[&blanks, NOTHING], true), about)
        }
        Type::Date => {
            let spelled = format!("(?:\\s*{DATE}\\s*|{NOTHING})");
            described(string(&whole(&spelled), true), about)
        }
        // A number has no `@`.
        Type::Text if name == "Mailbox" => described(string("@", false), about),
        Type::Text if name == "ExternalEmailAddress" => {
            described(string(&format!("@|{}", whole(NOTHING)), true), about)
        }
        Type::Text if name == "RejectMessageEnhancedStatusCode" => {
            let code = format!("\\s*(?:5[.]7[.](?:1|9[0-9][0-9])|{NOTHING})\\s*");
            described(string(&whole(&code), true), about)
        }
        Type::Text => {
            let pattern = domain(section, name);
            described(text(pattern, pattern.is_none()), about)
        }
        Type::List => {
            let list = json!({ "type": "array", "items": { "type": "string" } });
            let one = json!({ "type": ["string", "null"] });
            described(json!({ "anyOf": [list, one] }), about)
        }
        Type::Texts => {
            let item = ["string", "integer", "boolean"];
            let list = json!({ "type": "array", "items": { "type": item } });
            let one = json!({ "type": ["string", "integer", "boolean", "null"] });
            described(json!({ "anyOf": [list, one] }), about)
        }
        Type::Size => {
            let number = json!({ "type": "integer", "minimum": 0 });
            let spelled = format!("(?:\\s*{SIZE}\\s*|{NOTHING})");
            described(
                json!({ "anyOf": [number, string(&whole(&spelled), true)] }),
                about,
            )
        }
        Type::Anything => described(json!({}), about),
    }
}
