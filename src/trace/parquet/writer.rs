//! Writes tables of text as Parquet files.

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// Rows of a row group.
const GROUP: usize = 50_000;

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
