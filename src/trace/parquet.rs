//! Reads and writes tables of text as Parquet files.

mod bounded;
mod codec;
mod footer;
mod group;
mod thrift;
mod writer;

use super::batch::{Batch, Part, problem};
use super::columns::Columns;
use super::date;
use super::error::Error;
use super::read::{Parts, ROW, one};
use super::refusal::{Refusal, reason_of_parquet};
use crate::mail::archive::Budget;
use bounded::Bounded;
use group::Group;
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, TimestampType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;
use parquet::record::Field;
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::schema::types::{ColumnDescPtr, SchemaDescPtr, SchemaDescriptor, Type};
use std::io;
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
    let budget = Budget::of_size(from.len());
    open_within(file, from, budget)
}

/// The rows of a Parquet file that stands in another file with a budget.
pub(super) fn open_within<C: ChunkReader + 'static>(
    file: &str,
    from: C,
    budget: Budget,
) -> Parts<'static> {
    let unreadable = |error: &Error| one(Part::Unreadable(problem(file, 0, error)));
    let about = match guarded(|| footer::read(&from)) {
        Ok(about) => about,
        Err(e) => {
            let reason = reason_of_parquet(&e);
            return unreadable(&Error::ParquetNotRead { reason });
        }
    };
    let schema = about.file_metadata().schema();
    let Some((columns, read)) = known(schema) else {
        return unreadable(&Error::UnknownParquetColumns);
    };
    if let Some(error) = unread(&about, &read) {
        return unreadable(&error);
    }
    Box::new(Rows {
        file: file.into(),
        columns: Arc::new(columns),
        read: Arc::new(SchemaDescriptor::new(Arc::new(read))),
        from: Arc::new(Bounded(from)),
        about,
        budget,
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

/// Why a column that is needed is not read.
fn unread(about: &ParquetMetaData, read: &Type) -> Option<Error> {
    let columns = read.get_fields();
    if let Some(column) = columns.iter().find(|c| !is_value(c)) {
        let name = column.name().to_owned();
        return Some(Error::ParquetColumnType { name });
    }
    let chunks = about.row_groups().iter().flat_map(|g| g.columns());
    let needed = chunks.filter(|chunk| match chunk.column_path().parts() {
        [name] => columns.iter().any(|c| c.name() == name),
        _ => false,
    });
    for chunk in needed {
        let codec = chunk.compression();
        if !codec::is_read(codec) {
            let codec = codec.to_string();
            let codec = codec.split('(').next().unwrap_or_default().to_owned();
            return Some(Error::ParquetCodec { codec });
        }
        if let Some(encoding) = chunk.encodings().find(|e| !group::is_read(*e)) {
            let encoding = encoding.to_string();
            return Some(Error::ParquetEncoding { encoding });
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

/// Silence the panics of the parquet crate, and of the bytes crate that it reads from: they are
/// caught here and reported as damage to the file. Other panics are printed as before.
pub fn silence_parquet_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |at| at.file());
        let mut folders = Path::new(file).iter().filter_map(|f| f.to_str());
        if !folders.any(|f| f.starts_with("parquet-") || f.starts_with("bytes-")) {
            before(panic);
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
    budget: Budget,
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
                    let reason = reason_of_parquet(&e);
                    let error = Error::ParquetNotReadFurther { reason };
                    let problem = problem(&self.file, self.line + 1, &error);
                    self.waiting = Some(Part::Bad(problem));
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
            return Err(Refusal::RowTooLong.into());
        }
        let unpacked = self.budget.unpack(bytes.max(LEAST) as u64);
        unpacked.map_err(|e| ParquetError::External(Box::new(io::Error::other(e))))?;
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
