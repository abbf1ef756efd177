//! Gives a value the type that the policy wants, from any of the forms in which it was printed.

use super::error::Error;
use super::member;
use crate::diagnostic::near_values;
use crate::i18n::{Text, en};
use crate::policy::charset::CHARSETS;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::sections::Type;
use crate::policy::time;
use crate::policy::value::bytes;
use crate::trace::date;

/// The words of ByteEncoderTypeFor7BitCharsets by number, which Microsoft documents for the
/// parameter of the same name of Set-OrganizationConfig. The numbers of no other enum are
/// documented, so no other number is taken for a word.
const BYTE_ENCODERS: [(i64, &str); 7] = [
    (0, "Use7Bit"),
    (1, "UseQP"),
    (2, "UseBase64"),
    (5, "UseQPHtmlDetectTextPlain"),
    (6, "UseBase64HtmlDetectTextPlain"),
    (13, "UseQPHtml7BitTextPlain"),
    (14, "UseBase64Html7BitTextPlain"),
];

/// The words of PreferredInternetCodePageForShiftJis, as Set-RemoteDomain and
/// Set-OrganizationConfig pair them with the numbers.
const CODE_PAGES: [(&str, i64); 3] = [
    ("Iso2022Jp", 50220),
    ("Esc2022Jp", 50221),
    ("Sio2022Jp", 50222),
];

/// Lists of those to whom a group's mail goes.
const MEMBERS: [&str; 2] = ["Members", "Subscribers"];

/// A value without the wrapping in which PowerShell prints an object: an address is its text, an
/// enum of a remote session is its word, a list is its items.
#[must_use]
pub fn simple(value: &Value) -> Value {
    let Value::Map(pairs) = value else {
        return value.clone();
    };
    let get = |name: &str| {
        let mut all = pairs.iter();
        all.find(|(n, _, _)| n == name)
            .map(|(_, _, node)| &node.value)
    };
    let text = |name: &str| match get(name) {
        Some(Value::Text(t)) => Some(Value::Text(t.clone())),
        _ => None,
    };
    // A list of Windows PowerShell, an enum or date of a remote session.
    if let Some(wrapped @ (Value::Seq(_) | Value::Text(_))) = get("value") {
        return wrapped.clone();
    }
    if get("IsUnlimited") == Some(&Value::Bool(true)) {
        return Value::Text("Unlimited".into());
    }
    if get("IsStar") == Some(&Value::Bool(true)) {
        return Value::Text("*".into());
    }
    let named = [
        "Value",
        "SmtpAddress",
        "Address",
        "ProxyAddressString",
        "AddressString",
    ];
    if let Some(text) = named.into_iter().find_map(text) {
        return text;
    }
    if let Some(value @ (Value::Int(_) | Value::Bool(_))) = get("Value").or(get("value")) {
        return value.clone();
    }
    let domain = get("Domain").or(get("SmtpDomain")).map(simple);
    if let Some(Value::Text(domain)) = domain {
        let below = get("IncludeSubDomains") == Some(&Value::Bool(true));
        return Value::Text(if below { format!("*.{domain}") } else { domain });
    }
    ["Name", "DistinguishedName"]
        .into_iter()
        .find_map(text)
        .unwrap_or_else(|| value.clone())
}

/// A simple value, in a list as well.
fn plain(node: &Node) -> Node {
    let value = match simple(&node.value) {
        Value::Seq(items) => Value::Seq(items.iter().map(plain).collect()),
        value => value,
    };
    Node::new(value, node.pos)
}

/// Whether a text stands where the values were not exported: the name of a type, or an object's
/// properties as one text, which ConvertTo-Json writes for what is deeper than it goes.
pub(super) fn is_type_name(text: &str) -> bool {
    if text.starts_with("@{") {
        return true;
    }
    let known = ["System.", "Microsoft.Exchange.", "Deserialized."];
    known.iter().any(|k| text.starts_with(k)) && !text.contains(char::is_whitespace)
        || text.contains("`1[")
}

fn not_exported(name: &str, text: &str) -> Error {
    Error::NotExported {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

/// What Excel in other languages makes of TRUE and FALSE where it saves a CSV file anew: the names of
/// its functions in Danish, Dutch, Finnish, French, German, Italian, Norwegian, Polish, Portuguese,
/// Spanish and Swedish.
const TRUE: [&str; 11] = [
    "sand",
    "waar",
    "tosi",
    "vrai",
    "wahr",
    "vero",
    "sann",
    "prawda",
    "verdadeiro",
    "verdadero",
    "sant",
];
const FALSE: [&str; 9] = [
    "falsk", "onwaar", "epätosi", "faux", "falsch", "falso", "usann", "fałsz", "falskt",
];

fn is_true(word: &str) -> bool {
    TRUE.contains(&word)
}

fn is_either(word: &str) -> bool {
    is_true(word) || FALSE.contains(&word)
}

/// A value of a property that the policy looks at; `None` where there is none.
///
/// # Errors
/// It cannot be a value of the property.
pub fn typed(name: &str, kind: Type, node: &Node) -> Result<Option<Value>, Error> {
    let value = match MEMBERS.contains(&name) {
        // An object among them is best known by its address.
        true if matches!(node.value, Value::Map(_) | Value::Seq(_)) => {
            let texts = member::several(node).into_iter();
            Value::Seq(texts.map(|t| Node::new(Value::Text(t), node.pos)).collect())
        }
        _ => plain(node).value,
    };
    let not = |expected: Text| {
        Err(Error::InvalidValue {
            name: name.to_owned(),
            found: value.described(),
            expected,
        })
    };
    let text = match &value {
        Value::Text(t) if is_type_name(t) && !matches!(kind, Type::Text) => {
            return Err(not_exported(name, t));
        }
        Value::Text(t) => Some(t.trim()),
        _ => None,
    };
    let empty = value == Value::Null
        || text.is_some_and(|t| t.is_empty() || t.eq_ignore_ascii_case("$null"));
    match kind {
        Type::List | Type::Texts => list(name, kind, &value),
        Type::Anything => Ok(kept(node)),
        Type::OptionalBool if empty => Ok(Some(Value::Null)),
        Type::Charset if empty => Ok(Some(Value::Text(String::new()))),
        // Nothing in it says that no reply is sent.
        Type::Text if empty && name == "ExternalMessage" => Ok(Some(Value::Text(String::new()))),
        Type::Number { none: &[], .. } if empty => Ok(Some(Value::Null)),
        _ if empty => Ok(None),
        Type::Bool | Type::OptionalBool => match (&value, text.map(str::to_lowercase).as_deref()) {
            (Value::Bool(b), _) => Ok(Some(Value::Bool(*b))),
            (_, Some("true" | "$true")) => Ok(Some(Value::Bool(true))),
            (_, Some("false" | "$false")) => Ok(Some(Value::Bool(false))),
            (_, Some(word)) if is_either(word) => Ok(Some(Value::Bool(is_true(word)))),
            _ => not(en("expected True or False").into()),
        },
        Type::Word(words) => {
            let number = match (&value, text) {
                (Value::Int(n), _) => Some(*n),
                (_, Some(t)) => t.parse().ok(),
                _ => None,
            };
            let of_number = number
                .filter(|_| name == "ByteEncoderTypeFor7BitCharsets")
                .and_then(|n| {
                    BYTE_ENCODERS
                        .iter()
                        .find(|(number, _)| *number == n)
                        .map(|(_, word)| *word)
                });
            let of_text =
                text.and_then(|t| words.iter().copied().find(|w| w.eq_ignore_ascii_case(t)));
            match of_text.or(of_number) {
                Some(word) => Ok(Some(Value::Text(word.to_owned()))),
                None if number.is_some() => Err(Error::UndocumentedNumber {
                    name: name.to_owned(),
                    found: value.described(),
                    words: words.join(", "),
                }),
                None => not(near_values(text, words)),
            }
        }
        Type::Number { low, high, none } => {
            let word = text.and_then(|t| none.iter().find(|w| w.eq_ignore_ascii_case(t)));
            let page =
                text.and_then(|t| CODE_PAGES.iter().find(|(w, _)| w.eq_ignore_ascii_case(t)));
            let page = page.filter(|_| low == 50220).map(|(_, n)| *n);
            let number = match &value {
                Value::Int(n) => Some(*n),
                _ => page.or_else(|| text.and_then(|t| t.parse().ok())),
            };
            match (word, number.filter(|n| (low..=high).contains(n))) {
                (Some(word), _) => Ok(Some(Value::Text((*word).to_owned()))),
                (None, Some(n)) => Ok(Some(Value::Int(n))),
                (None, None) => {
                    let (low, high) = (low.to_string(), high.to_string());
                    not(match none.first() {
                        Some(none) => Text::of(
                            en("expected a number from {low} to {high} or {none}"),
                            [("low", &low), ("high", &high), ("none", none)],
                        ),
                        None => Text::of(
                            en("expected a number from {low} to {high}"),
                            [("low", &low), ("high", &high)],
                        ),
                    })
                }
            }
        }
        Type::Charset => match text.map(str::to_lowercase) {
            Some(t) if CHARSETS.contains(&t.as_str()) => Ok(Some(Value::Text(t))),
            _ => not(near_values(text, CHARSETS)),
        },
        Type::Date => match text.and_then(instant) {
            Some(t) => Ok(Some(Value::Text(t))),
            None => not(en("export it as ISO 8601, such as 2026-11-24T09:00:00Z: `ConvertTo-Json` does; how a console writes a date depends on its culture").into()),
        },
        Type::Size => match &value {
            Value::Int(n) if *n >= 0 => Ok(Some(Value::Int(*n))),
            _ => match text.and_then(bytes) {
                Some(n) => Ok(Some(Value::Int(n))),
                None => not(en("expected a number of bytes, such as 10 MB (10,485,760 bytes)").into()),
            },
        },
        Type::Text => match &value {
            Value::Text(t) => Ok(Some(Value::Text(t.trim().to_owned()))),
            Value::Int(i) => Ok(Some(Value::Text(i.to_string()))),
            Value::Bool(b) => Ok(Some(Value::Text(b.to_string()))),
            _ => not(en("export it as text, as in `ConvertTo-Json -Depth 4`").into()),
        },
    }
}

/// A point in time as a policy has it: as it is written, or what a console wrote, where it can be read in
/// one way only.
pub(super) fn instant(text: &str) -> Option<String> {
    if time::instant(text).is_some() {
        return Some(text.to_owned());
    }
    date::read(text, None).map(|stamp| stamp.to_string())
}

/// Whether a date is written as a console does, without a time zone.
pub(super) fn lacks_zone(node: &Node) -> bool {
    let zones = ["/Date(", "+", "Z", "UTC", "GMT"];
    matches!(&node.value, Value::Text(t) if time::instant(t).is_none() && !zones.iter().any(|z| t.contains(z)))
}

/// The items of a text: `{a, b}` of Format-List, `a;b` of a cell. A comma within a regular expression
/// parts nothing.
fn split<'t>(text: &'t str, name: &str, kind: Type) -> Vec<&'t str> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    let patterns = name.ends_with("Patterns");
    match (kind, inner) {
        (Type::Texts, Some(inner)) => inner.split(", ").collect(),
        (Type::Texts, None) if text.contains('\n') => text.lines().collect(),
        (Type::Texts, None) if patterns => text.split(';').collect(),
        // ConvertTo-Json joins by blanks what is deeper than it goes.
        (_, None) if name == "EmailAddresses" && !text.contains([',', ';', '\n']) => {
            by_prefix(text)
        }
        (_, inner) => inner.unwrap_or(text).split([',', ';', '\n']).collect(),
    }
}

/// Addresses with their prefixes (`SMTP:a@contoso.com smtp:b@contoso.com`), which stand behind one another.
/// Those of X.500 have blanks of their own.
fn by_prefix(text: &str) -> Vec<&str> {
    let begins = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let word = rest.split(' ').next().unwrap_or_default();
        let prefix = word.split_once(':').map_or("", |(prefix, _)| prefix);
        !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let blanks = memchr::memchr_iter(b' ', text.as_bytes());
    let ends = blanks.filter(|at| begins(*at)).chain([text.len()]);
    let mut from = 0;
    ends.filter_map(|end| text.get(std::mem::replace(&mut from, end)..end))
        .collect()
}

/// The items of a list, which may be one text.
fn list(name: &str, kind: Type, value: &Value) -> Result<Option<Value>, Error> {
    let bad = |found: &Value| {
        Err(Error::InvalidItem {
            name: name.to_owned(),
            found: found.described(),
        })
    };
    let items: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::Text(t) if MEMBERS.contains(&name) && !is_type_name(t.trim()) => {
            return list(name, kind, &seq(member::split(t)));
        }
        Value::Text(t) => split(t, name, kind)
            .into_iter()
            .map(|i| i.trim().to_owned())
            // The cost in `smtp:*;1` is no domain.
            .filter(|i| name != "SenderDomains" || i.parse::<u32>().is_err())
            .collect(),
        Value::Seq(items) => {
            let mut out = Vec::new();
            for item in items {
                match &item.value {
                    Value::Text(t) => out.push(t.trim().to_owned()),
                    Value::Int(n) if kind == Type::Texts => out.push(n.to_string()),
                    Value::Null => {}
                    other => return bad(other),
                }
            }
            out
        }
        other => return bad(other),
    };
    if let Some(item) = items.iter().find(|i| is_type_name(i)) {
        return Err(not_exported(name, item));
    }
    // The console shows four items and no more; a regular expression may end with dots.
    let patterns = name.ends_with("Patterns") && items.len() != 4;
    let cut = |i: &String| i.ends_with('…') || (i.ends_with("...") && !patterns);
    if items.iter().any(cut) {
        let name = name.to_owned();
        return Err(Error::ListCutOff { name });
    }
    let nodes = items
        .into_iter()
        .filter(|i| !i.is_empty())
        .map(|item| Node::new(Value::Text(item), Pos::default()));
    let nodes: Vec<Node> = nodes.collect();
    // A group without members is something else than one of which nothing is known.
    let said = !nodes.is_empty() || MEMBERS.contains(&name);
    Ok(said.then_some(Value::Seq(nodes)))
}

fn seq(texts: Vec<String>) -> Value {
    let nodes = texts.into_iter();
    Value::Seq(
        nodes
            .map(|t| Node::new(Value::Text(t), Pos::default()))
            .collect(),
    )
}

/// A value of a property that the policy keeps and does not look at; `None` where there is none.
#[must_use]
pub fn kept(node: &Node) -> Option<Value> {
    let value = match plain(node).value {
        Value::Text(t) => {
            let text = t.trim();
            // Only what is written as a number is one: a label may be 007.
            let number = text.parse().ok().filter(|n: &i64| n.to_string() == text);
            match (text.to_lowercase().as_str(), number) {
                ("" | "{}", _) => return None,
                ("true", _) => Value::Bool(true),
                ("false", _) => Value::Bool(false),
                (_, Some(n)) => Value::Int(n),
                (_, None) => Value::Text(text.to_owned()),
            }
        }
        Value::Null => return None,
        Value::Seq(items) if items.is_empty() => return None,
        Value::Map(pairs) if pairs.is_empty() => return None,
        value => value,
    };
    Some(value)
}
