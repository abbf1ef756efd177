//! Reads and writes tables of text as Parquet files.

mod bounded;

use super::batch::{Batch, Part, problem};
use super::columns::{Columns, EXPECTED};
use super::date;
use super::read::Parts;
use crate::words::{Sentence, en};
use bounded::Bounded;
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::types::Type;
use std::collections::VecDeque;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// The first bytes of a Parquet file.
pub const MAGIC: &[u8; 4] = b"PAR1";
/// Rows of a row group that is written.
const GROUP: usize = 50_000;

/// The rows of a Parquet file, a row group at a time.
pub(super) fn open<C: ChunkReader + 'static>(file: &str, from: C) -> Parts<'static> {
    let unreadable = |why: Sentence, help: Sentence| -> Parts<'static> {
        let told = problem(file, 0, why, help);
        Box::new(std::iter::once(Part::Unreadable(told)))
    };
    let reader = match guarded(|| SerializedFileReader::new(Bounded(from))) {
        Ok(reader) => reader,
        Err(e) => {
            let why = en("the Parquet file cannot be read: {error}");
            let help = en("the file was cut off or is damaged; write it again");
            return unreadable(Sentence::of(why, [("error", &e)]), help.into());
        }
    };
    let schema = reader.metadata().file_metadata().schema();
    let names = schema.get_fields().iter().map(|f| f.name());
    let Some(columns) = Columns::of(names) else {
        let why = en("the columns are not those of a message trace");
        let help = en("expected columns such as {names}");
        return unreadable(why.into(), Sentence::of(help, [("names", &EXPECTED)]));
    };
    if let Some(codec) = unread_codec(reader.metadata()) {
        let why = en("the pages of the Parquet file are packed with {codec}, which is not read");
        let help = en("write it with Snappy or without compression, or as CSV");
        return unreadable(Sentence::of(why, [("codec", &codec)]), help.into());
    }
    Box::new(Groups {
        file: file.into(),
        columns: Arc::new(columns),
        reader,
        next: 0,
        line: 0,
        ready: VecDeque::new(),
    })
}

/// A codec of the file's columns that is not built in, by its name in the format.
fn unread_codec(metadata: &ParquetMetaData) -> Option<String> {
    let groups = metadata.row_groups().iter();
    let mut codecs = groups.flat_map(|g| g.columns()).map(|c| c.compression());
    let unread = codecs.find(|c| !matches!(c, Compression::UNCOMPRESSED | Compression::SNAPPY))?;
    let name = format!("{unread:?}");
    Some(name.split('(').next().unwrap_or(&name).to_owned())
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

struct Groups<C: ChunkReader + 'static> {
    file: Arc<str>,
    columns: Arc<Columns>,
    reader: SerializedFileReader<Bounded<C>>,
    next: usize,
    line: u64,
    ready: VecDeque<Part>,
}

impl<C: ChunkReader + 'static> Iterator for Groups<C> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        while self.ready.is_empty() && self.next < self.reader.num_row_groups() {
            if let Err(e) = guarded(|| self.group()) {
                let why = en("the Parquet file cannot be read further: {error}");
                let why = Sentence::of(why, [("error", &e)]);
                let help = en("the file is damaged; what stands before this row was counted");
                let told = problem(&self.file, self.line + 1, why, help);
                self.ready.push_back(Part::Bad(told));
                self.next = usize::MAX;
            }
        }
        self.ready.pop_front()
    }
}

impl<C: ChunkReader + 'static> Groups<C> {
    fn group(&mut self) -> Result<()> {
        let group = self.reader.get_row_group(self.next)?;
        self.next += 1;
        let mut batch = Batch::new(self.file.clone(), self.columns.clone());
        for row in group.get_row_iter(None)? {
            let row = match row {
                Ok(row) => row,
                Err(e) => {
                    self.ready.push_back(Part::Rows(batch));
                    return Err(e);
                }
            };
            self.line += 1;
            let values: Vec<String> = row.get_column_iter().map(|(_, f)| text(f)).collect();
            batch.fields(self.line, values.iter().map(String::as_str));
            if batch.is_full() {
                let empty = Batch::new(self.file.clone(), self.columns.clone());
                self.ready
                    .push_back(Part::Rows(std::mem::replace(&mut batch, empty)));
            }
        }
        if !batch.is_empty() {
            self.ready.push_back(Part::Rows(batch));
        }
        Ok(())
    }
}

/// A value as a cell.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::TimestampMillis(n) => date::iso(*n),
        Field::TimestampMicros(n) => date::iso(n.div_euclid(1000)),
        other => other.to_string(),
    }
}

/// Writes rows of text.
pub struct Writer<W: Write + Send> {
    to: SerializedFileWriter<W>,
    columns: Vec<Vec<ByteArray>>,
}

impl<W: Write + Send> Writer<W> {
    /// Begin a file with these columns.
    ///
    /// # Errors
    /// What the writer says.
    pub fn new(to: W, names: &[&str]) -> Result<Self> {
        let column = |name: &&str| {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_converted_type(ConvertedType::UTF8)
                .with_repetition(Repetition::REQUIRED)
                .build()
                .map(Arc::new)
        };
        let fields: Result<Vec<_>> = names.iter().map(column).collect();
        let schema = Type::group_type_builder("rows")
            .with_fields(fields?)
            .build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("rdsim".into());
        Ok(Self {
            to: SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties.build()))?,
            columns: names.iter().map(|_| Vec::new()).collect(),
        })
    }

    /// Write a row, which has a value for each column.
    ///
    /// # Errors
    /// What the writer says.
    pub fn row<'f>(&mut self, values: impl IntoIterator<Item = &'f str>) -> Result<()> {
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(ByteArray::from(value));
        }
        if self.columns.first().is_some_and(|c| c.len() >= GROUP) {
            self.group()?;
        }
        Ok(())
    }

    fn group(&mut self) -> Result<()> {
        let mut group = self.to.next_row_group()?;
        for values in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(values, None, None)?;
                column.close()?;
            }
            values.clear();
        }
        group.close()?;
        Ok(())
    }

    /// Write what is left, and the end of the file.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> Result<W> {
        if self.columns.first().is_some_and(|c| !c.is_empty()) {
            self.group()?;
        }
        self.to.into_inner()
    }
}
