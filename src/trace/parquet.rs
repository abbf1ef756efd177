//! Reads and writes tables of text as Parquet files.

mod bounded;
mod codec;
mod footer;
mod group;
mod refusal;
mod thrift;
mod writer;

use super::batch::{Batch, Part, problem};
use super::columns::{Columns, EXPECTED};
use super::date;
use super::read::{Parts, ROW};
use crate::i18n::{Text, en};
use crate::mail::archive;
use bounded::Bounded;
use group::Group;
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, TimestampType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;
use parquet::record::Field;
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::schema::types::{ColumnDescPtr, SchemaDescPtr, SchemaDescriptor, Type};
use refusal::{reason, refused};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

pub use writer::Writer;

/// The first bytes of a Parquet file.
pub const MAGIC: &[u8; 4] = b"PAR1";
/// Bytes that a row counts for at least where it is counted what a file unpacks to. Rows without a
/// value take time as well, and a page of some bytes has 2,000,000,000 of them.
const LEAST: usize = 64;

/// The rows of a Parquet file, a row group at a time.
pub(super) fn open<C: ChunkReader + 'static>(file: &str, from: C) -> Parts<'static> {
    let unreadable = |why: Text, help: Text| -> Parts<'static> {
        let told = problem(file, 0, why, help);
        Box::new(std::iter::once(Part::Unreadable(told)))
    };
    let packed = from.len();
    let about = match guarded(|| footer::read(&from)) {
        Ok(about) => about,
        Err(e) => {
            let why = en("the Parquet file cannot be read: {error}");
            let help = en("the file was cut off or is damaged; write it again");
            return unreadable(Text::from(why).with_text("error", reason(&e)), help.into());
        }
    };
    let schema = about.file_metadata().schema();
    let Some((columns, read)) = known(schema) else {
        let why = en("the columns are not those of a message trace");
        let help = en("expected columns such as {names}");
        return unreadable(why.into(), Text::of(help, [("names", &EXPECTED)]));
    };
    if let Some((why, help)) = unread(&about, &read) {
        return unreadable(why, help);
    }
    Box::new(Rows {
        file: file.into(),
        columns: Arc::new(columns),
        read: Arc::new(SchemaDescriptor::new(Arc::new(read))),
        from: Arc::new(Bounded(from)),
        about,
        packed,
        unpacked: 0,
        next: 0,
        group: None,
        line: 0,
        waiting: None,
    })
}

/// The columns of a trace that a table has, and the part of its schema that holds them.
fn known(schema: &Type) -> Option<(Columns, Type)> {
    let fields = schema.get_fields();
    let columns = Columns::of(fields.iter().map(|f| f.name()))?;
    let read = columns.places().into_iter();
    let read = read.filter_map(|at| fields.get(at).cloned()).collect();
    let read = Type::group_type_builder(schema.name()).with_fields(read);
    let read = read.build().ok()?;
    let columns = Columns::of(read.get_fields().iter().map(|f| f.name()))?;
    Some((columns, read))
}

/// Why a column that is needed is not read, and what to do.
fn unread(about: &ParquetMetaData, read: &Type) -> Option<(Text, Text)> {
    let columns = read.get_fields();
    if let Some(column) = columns.iter().find(|c| !is_value(c)) {
        let why =
            en("the column `{name}` of the Parquet file is neither text nor a number nor a time");
        let help = en("write it as text, or the table as CSV");
        return Some((Text::of(why, [("name", &column.name())]), help.into()));
    }
    let chunks = about.row_groups().iter().flat_map(|g| g.columns());
    let needed = chunks.filter(|chunk| match chunk.column_path().parts() {
        [name] => columns.iter().any(|c| c.name() == name),
        _ => false,
    });
    for chunk in needed {
        let codec = chunk.compression();
        if !codec::is_read(codec) {
            let why =
                en("the pages of the Parquet file are packed with {codec}, which is not read");
            let help =
                en("write it with Snappy, Zstandard or gzip, or without compression, or as CSV");
            let codec = codec.to_string();
            let codec = codec.split('(').next().unwrap_or_default();
            return Some((Text::of(why, [("codec", &codec)]), help.into()));
        }
        if let Some(encoding) = chunk.encodings().find(|e| !group::is_read(*e)) {
            let why =
                en("the pages of the Parquet file have values as {encoding}, which is not read");
            let help = en("write it with plain or dictionary encoding, or as CSV");
            return Some((Text::of(why, [("encoding", &encoding)]), help.into()));
        }
    }
    None
}

/// Whether a column has one value a row, which can be shown as it is.
fn is_value(column: &Type) -> bool {
    let about = column.get_basic_info();
    column.is_primitive()
        && about.repetition() != Repetition::REPEATED
        && about.converted_type() != ConvertedType::DECIMAL
}

/// The parquet crate panics on some damaged files: that is an error of the file as any other.
fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ParquetError::General("its pages are damaged".into())))
}

/// Let the process say nothing of a panic in the parquet crate, or in the one that holds its bytes:
/// it is caught here and told as the damage to the file that it is. Other panics are told as before.
pub fn hush() {
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |at| at.file());
        let mut folders = Path::new(file).iter().filter_map(|f| f.to_str());
        if !folders.any(|f| f.starts_with("parquet-") || f.starts_with("bytes-")) {
            told(panic);
        }
    }));
}

/// The rows of a file.
struct Rows<C: ChunkReader + 'static> {
    file: Arc<str>,
    /// Where the facts stand in the columns that are read.
    columns: Arc<Columns>,
    /// The columns that are read.
    read: SchemaDescPtr,
    from: Arc<Bounded<C>>,
    about: ParquetMetaData,
    /// Bytes of the file.
    packed: u64,
    /// Bytes that its rows have had so far.
    unpacked: u64,
    /// The row group that follows.
    next: usize,
    /// What is left of the row group before it.
    group: Option<ReaderIter>,
    /// How many rows were read.
    line: u64,
    /// What is wrong with the row that follows.
    waiting: Option<Part>,
}

impl<C: ChunkReader + 'static> Iterator for Rows<C> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if let Some(part) = self.waiting.take() {
            return Some(part);
        }
        let mut batch = Batch::new(self.file.clone(), self.columns.clone());
        while !batch.is_full() {
            match guarded(|| self.row()) {
                Ok(Some(values)) => {
                    self.line += 1;
                    batch.fields(self.line, values.iter().map(String::as_str));
                }
                Ok(None) => break,
                Err(e) => {
                    self.next = usize::MAX;
                    self.group = None;
                    let why = en("the Parquet file cannot be read further: {error}");
                    let why = Text::from(why).with_text("error", reason(&e));
                    let help = en(
                        "the file is damaged or beyond a limit; what stands before this row was counted",
                    );
                    let told = problem(&self.file, self.line + 1, why, help);
                    self.waiting = Some(Part::Bad(told));
                    break;
                }
            }
        }
        if batch.is_empty() {
            return self.waiting.take();
        }
        Some(Part::Rows(batch))
    }
}

impl<C: ChunkReader + 'static> Rows<C> {
    /// The values of the next row, or nothing at the end.
    fn row(&mut self) -> Result<Option<Vec<String>>> {
        loop {
            if let Some(row) = self.group.as_mut().and_then(Iterator::next) {
                let values: Vec<String> =
                    std::iter::zip(row?.get_column_iter(), self.read.columns())
                        .map(|((_, field), column)| text(field, column))
                        .collect();
                let bytes = values.iter().map(|v| v.len() + 1).sum();
                self.count(bytes)?;
                return Ok(Some(values));
            }
            let Some(group) = self.about.row_groups().get(self.next) else {
                return Ok(None);
            };
            let group = Group::new(&self.from, group);
            self.next += 1;
            self.group = Some(TreeBuilder::new().as_iter(self.read.clone(), &group)?);
        }
    }

    /// Refuse a row that is too long, and one too many.
    fn count(&mut self, bytes: usize) -> Result<()> {
        if bytes > ROW {
            return Err(refused(en("the row has more than 16 MiB")));
        }
        self.unpacked += bytes.max(LEAST) as u64;
        archive::check(self.packed, self.unpacked)
            .map_err(|e| ParquetError::External(Box::new(e)))?;
        Ok(())
    }
}

/// A value as a cell.
fn text(field: &Field, column: &ColumnDescPtr) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::TimestampMillis(n) => date::iso(*n),
        Field::TimestampMicros(n) => date::iso(n.div_euclid(1000)),
        Field::Long(n) if is_nanoseconds(column) => date::iso(n.div_euclid(1_000_000)),
        other => other.to_string(),
    }
}

/// Whether a column has times that the parquet crate gives as plain numbers, as pandas writes them.
fn is_nanoseconds(column: &ColumnDescPtr) -> bool {
    let nanoseconds = |t: &TimestampType| t.unit == TimeUnit::NANOS;
    matches!(column.logical_type_ref(), Some(LogicalType::Timestamp(t)) if nanoseconds(t))
}
