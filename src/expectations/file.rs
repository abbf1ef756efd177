//! Holds an expectation file as it is written: what each key is given, and where.

use super::schema;
use crate::policy::document::Pos;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// What a policy should do, case by case: `rdsim test` runs it. Keys and values may be written in any case.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct File {
    /// The policy under test: a path relative to this file.
    pub(super) policy: Entry<String>,
    /// Messages, each with what should become of it.
    pub(super) cases: Entry<Vec<Entry<Case>>>,
    /// Recipients by kinds of message; each cell is a case of its own.
    pub(super) tables: Entry<Vec<Entry<Table>>>,
}

/// A message and what should become of it. The message is a file, headers with a body, or a kind alone.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Case {
    /// What reports call the case.
    pub(super) name: Entry<String>,
    /// A file with one message (.eml, .msg, winmail.dat): a path relative to this file.
    pub(super) message: Entry<String>,
    /// The headers of a message, in place of a file; a list where one stands several times.
    #[schemars(schema_with = "schema::headers")]
    pub(super) headers: Entry<Pairs<Many<HeaderText>>>,
    /// The body below the headers.
    pub(super) body: Entry<String>,
    /// What kind of message it is, where it does not tell; alone, a sample of that kind.
    pub(super) kind: Entry<Kind>,
    /// The sender, in place of the message's own; `<>` is the null sender.
    #[schemars(regex(pattern = schema::SENDER))]
    pub(super) from: Entry<String>,
    /// The recipients, in place of the message's own: one, or a list.
    #[schemars(schema_with = "schema::recipients")]
    pub(super) to: Entry<Many<String>>,
    /// Who forwarded the message, where it does not tell.
    pub(super) forwarded_by: Entry<ForwardedBy>,
    /// What should be true for every recipient, or for each by its address. Left empty, `rdsim test --bless` fills it in.
    #[schemars(schema_with = "schema::expect")]
    pub(super) expect: Entry<Expect>,
}

/// Recipients by kinds of message; each cell is a case of its own.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Table {
    /// What reports call the table.
    pub(super) name: Entry<String>,
    /// The sender, in place of the message's own; `<>` is the null sender.
    #[schemars(regex(pattern = schema::SENDER))]
    pub(super) from: Entry<String>,
    /// Who forwarded the message, where it does not tell.
    pub(super) forwarded_by: Entry<ForwardedBy>,
    /// The columns: kinds of message.
    pub(super) kinds: Entry<Vec<Entry<Kind>>>,
    /// The rows: an address, and for each column an outcome or a response; `~` where `rdsim test --bless` is to fill it in.
    #[schemars(schema_with = "schema::rows")]
    pub(super) recipients: Entry<Pairs<Many<Cell>>>,
}

/// What should be true of the verdict.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Expectation {
    /// What happens to the message.
    pub(super) outcome: Entry<FactText>,
    /// What the trace logs: the code, or the whole line where one code has two meanings.
    pub(super) response: Entry<FactText>,
    /// A setting that decided.
    pub(super) setting: Entry<FactText>,
    /// The `DomainName` of the remote domain that applied.
    pub(super) remote_domain: Entry<FactText>,
    /// The form in which the message leaves.
    pub(super) format: Entry<Format>,
}

/// The form in which the message leaves.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Format {
    /// TNEF (winmail.dat) or MIME.
    pub(super) transmission: Entry<FactText>,
    /// The character set of the first text part; empty where it is unnamed.
    pub(super) charset: Entry<FactText>,
    /// What the body is.
    pub(super) body: Entry<FactText>,
    /// The form that ContentType gives.
    pub(super) content_type: Entry<FactText>,
    /// Width at which lines are wrapped, or Unlimited.
    pub(super) line_wrap: Entry<FactText>,
    /// What the recipient sees of the sender's name.
    pub(super) sender_name: Entry<FactText>,
}

/// What a case expects: the same of every recipient, or of each by address.
#[derive(Debug, serde::Deserialize)]
pub(super) enum Expect {
    Each(Box<Expectation>),
    By(Pairs<Expectation>),
}

/// The pairs of a mapping with any keys: headers, or addresses.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Pairs<T>(pub(super) Vec<(String, Entry<T>)>);

/// One value, or a list.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Many<T>(pub(super) Vec<Entry<T>>);

/// The value of a header, which may be empty.
#[derive(Debug, serde::Deserialize)]
pub(super) struct HeaderText(pub(super) String);

/// The value of a fact, in the spelling that is compared.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(super) struct FactText(pub(super) String);

/// What a cell of a table says, in the spelling that is compared; empty where it is to be blessed.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Cell(pub(super) String);

/// A key or an item of a list, with its value.
#[derive(Debug, JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Entry<T> {
    /// Where the key or the item stands; nothing where it is not written.
    #[schemars(skip)]
    pub(super) key: Option<Pos>,
    /// Where the value stands.
    #[schemars(skip)]
    pub(super) at: Pos,
    /// The value; nothing where it is wrong, which is among the problems.
    #[schemars(with = "T")]
    pub(super) value: Option<T>,
}

impl<T> Default for Entry<T> {
    fn default() -> Self {
        Self {
            key: None,
            at: Pos::default(),
            value: None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct WithPlace<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for WithPlace<T> {
            type Value = Entry<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry<T>, A::Error> {
                let places: Option<[(u32, u32); 2]> = map.next_key()?;
                let pos = |(line, column)| Pos { line, column };
                let [key, at] = places.unwrap_or_default().map(pos);
                let (key, value) = (Some(key), map.next_value().ok());
                Ok(Entry { key, at, value })
            }
        }
        d.deserialize_tuple_struct("Entry", 2, WithPlace(PhantomData))
    }
}
