//! Reads YAML into a tree in which every key and value knows its position.
//!
//! serde_yaml reads a value of any type without looking ahead to what the policy wants, so that all
//! problems of a file can be told in one run.

use crate::i18n::{Text, en};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::granit_parser::{ErrorKind, ScanError};
use serde_yaml::localizer::ExternalMessageSource;
use serde_yaml::options::{MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_yaml::{DuplicateKeyPolicy, Error, Location, Spanned};
use std::fmt;
use std::ops::Range;

/// How many lists and mappings may be within one another.
const DEPTH: usize = 64;
/// How many values a document may have, those of its aliases counted anew each time.
pub const VALUES: usize = 1_000_000;
/// How many bytes of text all of these may have.
const TEXT: usize = 64 << 20;

/// A position: 1-based line and column (characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
}

/// A value of the YAML tree and where it stands; what an alias stands for stands where the alias does.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it starts.
    pub pos: Pos,
    /// The bytes of a scalar, its quotes included; only the bracket of a flow collection, and
    /// nothing of a block collection or of a value that is not written.
    pub bytes: Range<usize>,
}

impl Node {
    /// A value that was read from another format: its bytes are none of a YAML file's.
    #[must_use]
    pub fn new(value: Value, pos: Pos) -> Self {
        let bytes = 0..0;
        Self { value, pos, bytes }
    }

    /// The items of a list; a value that is no list is the only one, and nothing has none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Seq(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The pairs of a mapping; none of anything else.
    #[must_use]
    pub fn pairs(&self) -> &[(String, Pos, Self)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The first pair of a mapping with a key in any case: where the key stands, and the value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(Pos, &Self)> {
        let mut pairs = self.pairs().iter();
        pairs
            .find(|(key, ..)| key.eq_ignore_ascii_case(name))
            .map(|(_, at, node)| (*at, node))
    }
}

/// A YAML value; a mapping keeps its order and its repeated keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Text, also numbers that are not integers, as they are written.
    Text(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping.
    Map(Vec<(String, Pos, Node)>),
}

impl Value {
    /// It in the words of a message.
    #[must_use]
    pub fn described(&self) -> Text {
        // The user's own text is the same in every language.
        let quoted = |text: &dyn fmt::Display| Text::of("`{text}`", [("text", text)]);
        match self {
            Self::Null => en("nothing").into(),
            Self::Seq(_) => en("a list").into(),
            Self::Map(_) => en("a mapping").into(),
            Self::Bool(b) => quoted(b),
            Self::Int(i) => quoted(i),
            Self::Text(t) => quoted(t),
        }
    }
}

/// Read a YAML document.
///
/// # Errors
/// Position and message of what is not YAML, or of what goes over a limit (a document that
/// unfolds to far more than it is long).
pub fn parse(text: &str) -> Result<Node, (Pos, String)> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        // Where nothing is merged, no mapping need remember its keys.
        merge_keys: if text.contains("<<") { MergeKeyPolicy::Merge } else { MergeKeyPolicy::AsOrdinary },
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 3 * VALUES,
        },
        budget: serde_yaml::budget! {
            max_depth: DEPTH,
            max_nodes: VALUES,
            max_events: 3 * VALUES,
            max_aliases: VALUES,
            max_anchors: VALUES,
            max_merge_keys: VALUES,
            max_recorded_anchor_events: 3 * VALUES,
            max_recorded_anchor_bytes: TEXT,
            max_total_scalar_bytes: TEXT,
            // A default that a hundred remote domains share is no bomb.
            enforce_alias_anchor_ratio: false,
        },
    };
    let read: Result<Raw, Error> = serde_yaml::from_str_with_options(text, options);
    read.map(|raw| raw.node(text))
        .map_err(|e| refused(text, &e))
}

/// A value before the text of its numbers is looked up: serde_yaml gives a number that is no
/// integer as what it amounts to (`1.10` as 1.1), and its place.
struct Raw {
    value: RawValue,
    pos: Pos,
    bytes: Range<u32>,
}

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Number(Range<u32>),
    Text(String),
    Seq(Vec<Raw>),
    Map(Vec<(String, Pos, Raw)>),
}

impl Raw {
    fn node(self, text: &str) -> Node {
        let value = match self.value {
            RawValue::Null => Value::Null,
            RawValue::Bool(b) => Value::Bool(b),
            RawValue::Int(i) => Value::Int(i),
            RawValue::Number(bytes) => {
                let written = text.get(range(&bytes)).unwrap_or_default();
                Value::Text(written.trim_matches(['"', '\'']).to_owned())
            }
            RawValue::Text(t) => Value::Text(t),
            RawValue::Seq(items) => {
                Value::Seq(items.into_iter().map(|item| item.node(text)).collect())
            }
            RawValue::Map(pairs) => {
                let pairs = pairs.into_iter();
                Value::Map(
                    pairs
                        .map(|(key, at, raw)| (key, at, raw.node(text)))
                        .collect(),
                )
            }
        };
        Node {
            value,
            pos: self.pos,
            bytes: range(&self.bytes),
        }
    }
}

fn range(bytes: &Range<u32>) -> Range<usize> {
    bytes.start as usize..bytes.end as usize
}

fn bytes(at: &Location) -> Range<u32> {
    let number = |n: Option<u64>| u32::try_from(n.unwrap_or_default()).unwrap_or(u32::MAX);
    let start = number(at.span().byte_offset());
    start..start.saturating_add(number(at.span().byte_len()))
}

impl From<&Location> for Pos {
    fn from(at: &Location) -> Self {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            line: number(at.line()),
            column: number(at.column()),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let read = Spanned::<RawValue>::deserialize(d)?;
        let at = place(&read);
        let value = match read.value {
            RawValue::Number(_) => RawValue::Number(bytes(&read.defined)),
            value => value,
        };
        Ok(Self {
            value,
            pos: Pos::from(&at),
            bytes: bytes(&at),
        })
    }
}

/// Where something stands: at its alias, if it has one. What `<<` brings in from a mapping that is
/// written there, and not behind an alias, stands where it is written.
fn place<T>(read: &Spanned<T>) -> Location {
    let start = |at: &Location| at.span().offset();
    if start(&read.defined) > start(&read.referenced) {
        read.defined
    } else {
        read.referenced
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(b))
    }

    fn visit_i64<E>(self, i: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(i))
    }

    fn visit_u64<E>(self, u: u64) -> Result<RawValue, E> {
        Ok(i64::try_from(u).map_or(RawValue::Number(0..0), RawValue::Int))
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(0..0))
    }

    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(RawValue::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<Spanned<Key>>()? {
            let at = Pos::from(&place(&key));
            pairs.push((key.value.0, at, map.next_value()?));
        }
        Ok(RawValue::Map(pairs))
    }
}

/// A key as it is written, whatever it would be as a value.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Self)
    }
}

/// Where and why a text is not read.
fn refused(text: &str, error: &Error) -> (Pos, String) {
    let at = error.location().as_ref().map(Pos::from);
    let at = at.unwrap_or(Pos { line: 1, column: 1 });
    if let Some(mark) = second_document(text, at) {
        return (mark, SECOND_DOCUMENT.into());
    }
    let written = error.location().and_then(|at| text.get(range(&bytes(&at))));
    let written = written.unwrap_or_default();
    let reason = match error {
        Error::ExternalMessage { source, .. } => match source.as_ref() {
            ExternalMessageSource::Parser(error) => not_yaml(error),
            _ => error.to_string(),
        },
        Error::UnknownAnchor { .. } => "text that begins with `*` needs quotes; without them it is an alias, and no anchor above has its name".into(),
        Error::MultipleDocuments { .. } => SECOND_DOCUMENT.into(),
        Error::MergeValueNotMapOrSeqOfMaps { .. } => {
            "`<<` takes a mapping or a list of mappings".into()
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            "this alias stands within what it stands for".into()
        }
        Error::NullIntoString { .. } => "a key is text, not nothing".into(),
        Error::Unexpected { .. } if written.starts_with(['[', '-']) => {
            "a key is text, not a list".into()
        }
        Error::Unexpected { .. } => "a key is text, not a mapping".into(),
        Error::UnsupportedTag { tag, .. } => format!("the tag `{tag}` means nothing here"),
        Error::InvalidBooleanStrict { .. } => {
            format!("`{written}` is no `true` or `false`, as its tag says it is")
        }
        Error::TaggedScalarCannotDeserializeIntoString { .. } => {
            format!("`{written}` is not what its tag says it is")
        }
        Error::InvalidScalar { ty, .. } => {
            let what = match *ty {
                "floating point" => "number",
                _ => "integer",
            };
            format!("`{written}` is no {what}, as its tag says it is")
        }
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Depth { .. } => {
                format!("more than {DEPTH} lists and mappings within one another")
            }
            BudgetBreach::ScalarBytes { .. } => {
                "more than 64 MiB of text, that of aliases counted each time".into()
            }
            BudgetBreach::RecordedAnchorEvents { .. } | BudgetBreach::RecordedAnchorBytes { .. } => {
                format!("more than {VALUES} values under anchors")
            }
            _ => format!("more than {VALUES} values, those of aliases counted each time"),
        },
        Error::AliasReplayLimitExceeded { .. } => {
            format!("more than {VALUES} values, those of aliases counted each time")
        }
        other => other.to_string(),
    };
    (at, reason)
}

const SECOND_DOCUMENT: &str = "a second YAML document begins here, and only one is read";

/// Where a second document begins with `---`, above or at a position.
fn second_document(text: &str, before: Pos) -> Option<Pos> {
    let mut content = false;
    // A carriage return alone ends a line too.
    let lines = text.split('\n');
    let lines = lines.flat_map(|l| l.strip_suffix('\r').unwrap_or(l).split('\r'));
    for (index, line) in lines.take(before.line as usize).enumerate() {
        let mark = line.strip_prefix("---");
        let mark = mark.filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if mark.is_some() && content {
            let line = u32::try_from(index + 1).ok()?;
            return Some(Pos { line, column: 1 });
        }
        let written = mark.unwrap_or(line).trim_start();
        content |= !written.is_empty() && !written.starts_with(['#', '%']);
    }
    None
}

/// What is wrong, in the parser's words or, for what is wrong most often, in plainer ones.
fn not_yaml(error: &ScanError) -> String {
    let plainer = match error.kind() {
        ErrorKind::UnexpectedCharacter { character } => {
            return format!(
                "text that begins with `{}` needs quotes",
                character.escape_default()
            );
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            return format!("this `{open}` is not closed");
        }
        ErrorKind::UnclosedQuotedScalar => "this quote is not closed",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "something follows the closing quote",
        ErrorKind::UnknownQuotedScalarEscape => {
            "a `\\` in double quotes begins an escape, and there is none such; write `\\\\`, or use single quotes"
        }
        ErrorKind::SimpleKeyExpected => "no `: ` follows this key",
        ErrorKind::MappingValueNotAllowed => {
            "no value can begin at this `:`; text with `: ` in it needs quotes"
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            "this is indented like no entry of the list that it stands in"
        }
        ErrorKind::ExpectedBlockMappingKey => {
            "this is indented like no key of the mapping that it stands in"
        }
        ErrorKind::ExpectedDocumentStart => {
            "this belongs to nothing above it; the keys of a mapping are indented alike"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => "a tab stands here where only spaces may",
        ErrorKind::TabInPlainScalar => {
            "a tab indents the line below this text, where only spaces may"
        }
        _ => return error.info().to_owned(),
    };
    plainer.to_owned()
}
