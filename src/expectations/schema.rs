//! Makes the JSON Schema of an expectation file from the tables of what a verdict can say.

use super::{Fact, short};
use crate::policy::charset::CHARSETS;
use crate::policy::schema::shape::{
    Object, REMOTE_DOMAIN, any_case, described, file, has, string, text, whole, words,
};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::responses::{self, Response};
use serde_json::{Map, Value, json};

/// Text that has an address in it.
const ADDRESS: &str = "@.";
/// The same, or the null sender.
const SENDER: &str = "@.|^\\s*<\\s*>\\s*$";
/// Text that is not blank.
const SOME: &str = "\\S";

/// The schema of an expectation file.
#[must_use]
pub fn schema() -> Value {
    let mut defs = Map::new();
    defs.insert("Case".into(), case());
    defs.insert("Table".into(), table());
    defs.insert("Expectation".into(), expectation());
    defs.insert("Format".into(), format());
    let list = |def: &str| json!({ "type": ["array", "null"], "items": { "$ref": def } });
    let root = Object {
        at: "#",
        about: "What a policy should do, case by case: `rdsim test` runs it. Keys and values may be written in any case.",
        keys: vec![
            (
                "Policy",
                some("The policy under test: a path relative to this file."),
            ),
            (
                "Cases",
                described(
                    list("#/$defs/Case"),
                    "Messages, each with what should become of it.",
                ),
            ),
            (
                "Tables",
                described(
                    list("#/$defs/Table"),
                    "Recipients by kinds of message; each cell is a case of its own.",
                ),
            ),
        ],
        others: Vec::new(),
        rules: vec![has(&["Policy"]), has(&["Cases", "Tables"])],
    };
    file("rdsim expectations", root, defs)
}

/// One value that is not blank.
fn some(about: &str) -> Value {
    described(text(Some(SOME), false), about)
}

/// One of some tokens.
fn token(tokens: &[&str], about: &str) -> Value {
    described(words(tokens, &[&padded(tokens)], false), about)
}

/// Tokens in any case with blanks around them.
fn padded(tokens: &[&str]) -> String {
    format!("\\s*{}\\s*", any_case(tokens.iter().copied()))
}

fn kinds() -> Vec<&'static str> {
    Kind::TOKENS.to_vec()
}

fn from() -> (&'static str, Value) {
    let about = "The sender, in place of the message's own; `<>` is the null sender.";
    ("From", described(string(SENDER, false), about))
}

fn forwarded_by() -> (&'static str, Value) {
    let about = "Who forwarded the message, where it does not tell.";
    ("ForwardedBy", token(ForwardedBy::TOKENS, about))
}

fn case() -> Value {
    let header = text(None, true);
    let headers = json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": "^[!-9;-~]+$" },
        "additionalProperties": { "anyOf": [header, { "type": "array", "items": header }] },
    });
    let address = string(ADDRESS, false);
    let to = json!({ "anyOf": [{ "type": "array", "minItems": 1, "items": address }, address] });
    let by_recipient = json!({
        "type": ["object", "null"],
        "propertyNames": { "pattern": ADDRESS },
        "additionalProperties": { "anyOf": [
            { "$ref": "#/$defs/Expectation" },
            { "type": "null" },
        ] },
    });
    let expect = json!({ "anyOf": [{ "$ref": "#/$defs/Expectation" }, by_recipient] });
    let not = |rule: Value| json!({ "not": rule });
    let both = json!({ "type": "object", "allOf": [has(&["Message"]), has(&["Headers"])] });
    let body = json!({ "anyOf": [has(&["Headers"]), not(has(&["Body"]))] });
    Object {
        at: "#/$defs/Case",
        about: "A message and what should become of it. The message is a file, headers with a body, or a kind alone.",
        keys: vec![
            ("Name", some("What reports call the case.")),
            ("Message", some("A file with one message (.eml, .msg, winmail.dat): a path relative to this file.")),
            ("Headers", described(headers, "The headers of a message, in place of a file; a list where one stands several times.")),
            ("Body", some("The body below the headers.")),
            ("Kind", token(&kinds(), "What kind of message it is, where it does not tell; alone, a sample of that kind.")),
            from(),
            ("To", described(to, "The recipients, in place of the message's own: one, or a list.")),
            forwarded_by(),
            ("Expect", described(expect, "What should be true for every recipient, or for each by its address. Left empty, `rdsim test --bless` fills it in.")),
        ],
        others: Vec::new(),
        rules: vec![
            has(&["Name"]),
            has(&["Expect"]),
            has(&["Message", "Headers", "Kind"]),
            // A kind alone has no recipients of its own.
            has(&["Message", "Headers", "To"]),
            not(both),
            body,
        ],
    }
    .schema()
}

fn table() -> Value {
    let columns = json!({ "type": ["array", "null"], "items": token(&kinds(), "") });
    let responses = responses();
    let plain = [Outcome::Leaves, Outcome::StaysInside, Outcome::CannotTell].map(Outcome::token);
    let offered = offered(&responses);
    let offered: Vec<&str> = plain
        .into_iter()
        .chain(offered.iter().map(String::as_str))
        .collect();
    let cell = words(&offered, &[&padded(&plain), &spelled(&responses)], true);
    let rows = json!({
        "type": "object",
        "propertyNames": { "pattern": ADDRESS },
        "additionalProperties": { "anyOf": [{ "type": "array", "items": cell }, cell] },
    });
    Object {
        at: "#/$defs/Table",
        about: "Recipients by kinds of message; each cell is a case of its own.",
        keys: vec![
            ("Name", some("What reports call the table.")),
            from(),
            forwarded_by(),
            ("Kinds", described(columns, "The columns: kinds of message.")),
            ("Recipients", described(rows, "The rows: an address, and for each column an outcome or a response; `~` where `rdsim test --bless` is to fill it in.")),
        ],
        others: Vec::new(),
        rules: vec![has(&["Name"]), has(&["Kinds"]), has(&["Recipients"])],
    }
    .schema()
}

fn expectation() -> Value {
    let mut keys: Vec<(&str, Value)> = Fact::OF_VERDICT.map(|f| (f.key(), fact(f))).into();
    let about = "The form in which the message leaves.";
    keys.push((
        "Format",
        described(json!({ "$ref": "#/$defs/Format" }), about),
    ));
    Object {
        at: "#/$defs/Expectation",
        about: "What should be true of the verdict.",
        keys,
        others: Vec::new(),
        rules: Vec::new(),
    }
    .schema()
}

fn format() -> Value {
    Object {
        at: "#/$defs/Format",
        about: "The form in which the message leaves.",
        keys: Fact::OF_FORMAT.map(|f| (f.key(), fact(f))).into(),
        others: Vec::new(),
        rules: Vec::new(),
    }
    .schema()
}

/// The value of a fact.
fn fact(fact: Fact) -> Value {
    let words = fact.words();
    match fact {
        Fact::Outcome => token(&words, "What happens to the message."),
        Fact::Response => {
            let all = responses();
            let about =
                "What the trace logs: the code, or the whole line where one code has two meanings.";
            let offered = offered(&all);
            let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
            described(self::words(&offered, &[&spelled(&all)], false), about)
        }
        Fact::Setting => token(&words, "A setting that decided."),
        Fact::RemoteDomain => {
            let about = "The `DomainName` of the remote domain that applied.";
            described(text(Some(REMOTE_DOMAIN), false), about)
        }
        Fact::Transmission => token(&words, "TNEF (winmail.dat) or MIME."),
        Fact::Charset => {
            let any = json!({ "anyOf": [{ "enum": CHARSETS }, text(Some(SOME), true)] });
            described(
                any,
                "The character set of the first text part; empty where it is unnamed.",
            )
        }
        Fact::Body => token(&words, "What the body is."),
        Fact::ContentType => token(&words, "The form that ContentType gives."),
        Fact::LineWrap => {
            let spelled = format!("\\s*(?:\\+?[0-9]+|{})\\s*", any_case(["Unlimited"]));
            let any = json!({ "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": u16::MAX },
                { "enum": ["Unlimited"] },
                string(&whole(&spelled), true),
            ] });
            described(any, "Width at which lines are wrapped, or Unlimited.")
        }
        Fact::SenderName => token(&words, "What the recipient sees of the sender's name."),
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
    format!("\\s*{}\\s*", any_case(spellings.iter().map(String::as_str)))
}
