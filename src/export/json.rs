//! Writes a policy as JSON: the sections and properties of the file as they are written, which
//! `rdsim import` reads back.
//!
//! Defaults are not filled in, so that the file stays what its author meant it to be.

use super::error::Error;
use super::not_done::NotDone;
use crate::diagnostic::{Explained, FirstProblems, Problem, Severity};
use crate::import::document::{Document, Entry, Part};
use crate::import::source::{START, Source};
use crate::import::{merge, written};
use crate::policy::document::{self, Pos, Value};
use crate::policy::sections::Section;
use crate::policy::{encoding, read, unmodelled};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The JSON of a policy file.
#[derive(Debug)]
pub struct Json {
    /// It.
    pub text: String,
    /// The sections that are known and not simulated, which it does not have.
    pub not_done: Vec<Problem>,
}

/// Write the JSON of a policy file.
///
/// # Errors
/// Every problem of the policy, if one of them is an error.
pub fn write(file: &str, bytes: &[u8]) -> Result<Json, Vec<Problem>> {
    read::read(file, bytes)?;
    let bytes = encoding::utf8(bytes);
    let text = String::from_utf8_lossy(&bytes);
    let source = Source::new(file, &text).map_err(|e| vec![e])?;
    let root = document::parse(&text).map_err(|(at, reason)| {
        vec![problem(
            file,
            &Error::NotYaml { reason },
            at,
            source.line(at.line),
        )]
    })?;
    let mut problems = FirstProblems::default();
    let not_done = left_out(file, &source, &root.value);
    let files = [(&source, written::objects(root.value))];
    let document = merge::merge(&files, None, merge::Keep::All, &mut problems);
    if problems.has_errors() {
        let mut errors = problems.sorted(|p| (p.line, p.column));
        errors.retain(|p| p.severity == Severity::Error);
        return Err(errors);
    }
    let root = Root {
        version: 1,
        document: &document,
    };
    let mut out = serde_json::to_string_pretty(&root).map_err(|e| {
        let error = e.to_string();
        vec![problem(file, &Error::NotWritten { error }, START, None)]
    })?;
    out.push('\n');
    Ok(Json {
        text: out,
        not_done,
    })
}

fn problem(file: &str, error: &impl Explained, at: Pos, line: Option<&str>) -> Problem {
    Problem::of(file, error).at(at.line, at.column, line)
}

/// The sections of a policy file that are known and not simulated.
fn left_out(file: &str, source: &Source, root: &Value) -> Vec<Problem> {
    let Value::Map(sections) = root else {
        return Vec::new();
    };
    let others = sections
        .iter()
        .filter(|(name, ..)| unmodelled::section(name).is_some());
    let told = others.map(|(name, at, _)| {
        let section = name.clone();
        let problem = problem(
            file,
            &NotDone::NotInJson { section },
            *at,
            source.line(at.line),
        );
        problem.warning()
    });
    told.collect()
}

struct Root<'a> {
    version: u32,
    document: &'a Document,
}

impl Serialize for Root<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("version", &self.version)?;
        for part in &self.document.parts {
            if !part.entries.is_empty() {
                map.serialize_entry(part.section.name, &Entries(part))?;
            }
        }
        map.end()
    }
}

struct Entries<'a>(&'a Part);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut seq = s.serialize_seq(Some(self.0.entries.len()))?;
        for entry in &self.0.entries {
            seq.serialize_element(&One(entry, self.0.section))?;
        }
        seq.end()
    }
}

struct One<'a>(&'a Entry, &'a Section);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        for (name, value) in self.0.in_order(self.1) {
            map.serialize_entry(name, &Plain(value))?;
        }
        map.end()
    }
}

struct Plain<'a>(&'a Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => s.serialize_unit(),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::Int(n) => s.serialize_i64(*n),
            Value::Text(t) => s.serialize_str(t),
            Value::Seq(items) => s.collect_seq(items.iter().map(|i| Plain(&i.value))),
            Value::Map(pairs) => s.collect_map(pairs.iter().map(|(k, _, v)| (k, Plain(&v.value)))),
        }
    }
}
