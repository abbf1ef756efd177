//! Reads what ConvertTo-Json makes of trace objects; what stands before a fault is kept.

use super::batch::{Batch, Part, problem};
use super::columns::{Columns, EXPECTED};
use super::read::Parts;
use crate::words::{Sentence, en};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::io::{BufReader, Read};
use std::sync::Arc;

/// Bytes of a document, whose rows are all kept until it ends.
const DOCUMENT: u64 = 256 << 20;

/// The rows of a document: one object, or a list of them.
pub(super) fn open<'a>(file: Arc<str>, from: impl Read + Send + 'a) -> Parts<'a> {
    let mut from = from.take(DOCUMENT);
    let mut rows = Rows {
        file: file.clone(),
        parts: Vec::new(),
        batch: None,
        number: 0,
        any: false,
    };
    let mut document = serde_json::Deserializer::from_reader(BufReader::new(&mut from));
    let read = (&mut rows).deserialize(&mut document);
    let read = read.and_then(|()| document.end());
    drop(document);
    let cut = from.limit() == 0;
    let any = rows.any || rows.number == 0;
    let mut parts = rows.finish();
    if let Err(e) = read {
        let help = if cut {
            en("export as CSV, which may have any size, or in several files")
        } else {
            en("export again with `| ConvertTo-Json`, and give the whole output")
        };
        let message = if cut {
            en("not read on: the JSON document has more than 256 MiB").into()
        } else if e.is_io() {
            Sentence::of(
                en("the trace cannot be read further: {error}"),
                [("error", &e)],
            )
        } else if any && e.is_eof() {
            en("the file ends inside the JSON document").into()
        } else {
            en("the file is not JSON").into()
        };
        let mut told = problem(&file, e.line() as u64, message, help);
        told.column = u32::try_from(e.column()).unwrap_or(0).max(1);
        parts.push(if parts.is_empty() {
            Part::Unreadable(told)
        } else {
            Part::Bad(told)
        });
    } else if !any {
        // Objects, but none of a trace: the first complaint says it for the file.
        parts = parts
            .into_iter()
            .map(|part| match part {
                Part::Bad(told) => Part::Unreadable(told),
                other => other,
            })
            .collect();
    }
    Box::new(parts.into_iter())
}

struct Rows {
    file: Arc<str>,
    parts: Vec<Part>,
    batch: Option<(Vec<String>, Batch)>,
    number: u64,
    any: bool,
}

impl Rows {
    fn flush(&mut self) {
        if let Some((_, batch)) = self.batch.take() {
            self.parts.push(Part::Rows(batch));
        }
    }

    fn finish(mut self) -> Vec<Part> {
        self.flush();
        self.parts
    }

    fn row(&mut self, value: &Value) {
        self.number += 1;
        let number = self.number;
        let object = value.as_object();
        let Some(object) = object.filter(|o| Columns::of(o.keys().map(String::as_str)).is_some())
        else {
            self.flush();
            let message = Sentence::of(
                en("item {number} is not a row of a message trace"),
                [("number", &number)],
            );
            let help = Sentence::of(
                en("expected properties such as {names}"),
                [("names", &EXPECTED)],
            );
            self.parts
                .push(Part::Bad(problem(&self.file, 0, message, help)));
            return;
        };
        self.any = true;
        self.object(object);
    }

    fn object(&mut self, object: &Map<String, Value>) {
        let same = |(names, batch): &(Vec<String>, Batch)| {
            names.iter().eq(object.keys()) && !batch.is_full()
        };
        if !self.batch.as_ref().is_some_and(same) {
            self.flush();
            let names: Vec<String> = object.keys().cloned().collect();
            let columns = Columns::of(names.iter().map(String::as_str)).unwrap_or_default();
            self.batch = Some((names, Batch::new(self.file.clone(), Arc::new(columns))));
        }
        if let Some((_, batch)) = &mut self.batch {
            let values = object.values().map(text).collect::<Vec<_>>();
            batch.fields(self.number, values.iter().map(String::as_str));
        }
    }
}

/// A value as a cell: PowerShell 7 writes enums as words, Windows PowerShell as numbers.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        // Windows PowerShell wraps dates and enums.
        Value::Object(o) => o
            .get("DateTime")
            .or_else(|| o.get("value"))
            .or_else(|| o.get("Value"))
            .map_or_else(String::new, text),
        _ => String::new(),
    }
}

impl<'de> DeserializeSeed<'de> for &mut Rows {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Rows {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("trace objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            self.row(&value);
        }
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value =
            serde::de::Deserialize::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        self.row(&value);
        Ok(())
    }
}
