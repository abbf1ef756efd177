//! Reads the footer of a Parquet file, and checks it before the parquet crate allocates what it
//! describes.

use super::thrift::{BINARY, BYTE, Compact, FALSE, Field, I32, LIST, STRUCT, TRUE};
use crate::trace::refusal::Refusal;
use parquet::errors::Result;
use parquet::file::FOOTER_SIZE;
use parquet::file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;
use std::io::Read;

/// Bytes of a footer. That of 100,000,000 rows has about 5 MiB.
const BYTES: u64 = 8 << 20;
/// Columns and groups of columns.
const COLUMNS: u64 = 10_000;
/// Groups of columns within one another.
const DEPTH: usize = 64;

/// Read the footer, unless it or the number or depth of its columns is beyond what traces need.
///
/// # Errors
/// What is wrong with it, or with reading it.
pub(super) fn read(file: &impl ChunkReader) -> Result<ParquetMetaData> {
    let end = file.len().checked_sub(FOOTER_SIZE as u64);
    let end = end.ok_or(Refusal::FooterCutOff)?;
    let mut tail = [0; FOOTER_SIZE];
    file.get_read(end)?.read_exact(&mut tail)?;
    let length = FooterTail::try_new(&tail)?.metadata_length();
    if length as u64 > BYTES {
        return Err(Refusal::FooterTooLarge.into());
    }
    let start = end
        .checked_sub(length as u64)
        .ok_or(Refusal::FooterCutOff)?;
    let footer = file.get_bytes(start, length)?;
    if columns(&footer).is_none() {
        return Err(Refusal::TooManyColumns.into());
    }
    ParquetMetaDataReader::decode_metadata(&footer)
}

/// What a value must be. The parquet crate reads a field as the type that it should have, whatever
/// its header says; where both agree, it reads the same values that were checked here.
enum Shape {
    Bool,
    Byte,
    Number,
    Text,
    /// How many columns a group has, which are the elements that follow.
    Children,
    Struct(&'static [Shape]),
    /// A number that no field has.
    Unused,
}

use Shape::{Bool, Byte, Children, Number, Struct, Text, Unused};

/// The fields of a `SchemaElement`
/// (<https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>).
const ELEMENT: &[Shape] = &[
    Number,
    Number,
    Number,
    Text,
    Children,
    Number,
    Number,
    Number,
    Number,
    Struct(LOGICAL),
];
/// The fields of a `LogicalType`, of which one is given. No trace has variants or geometry.
const LOGICAL: &[Shape] = &[
    EMPTY,
    EMPTY,
    EMPTY,
    EMPTY,
    Struct(&[Number, Number]),
    EMPTY,
    TIME,
    TIME,
    Unused,
    Struct(&[Byte, Bool]),
    EMPTY,
    EMPTY,
    EMPTY,
    EMPTY,
    EMPTY,
];
const EMPTY: Shape = Struct(&[]);
const TIME: Shape = Struct(&[Bool, Struct(&[EMPTY, EMPTY, EMPTY])]);

/// Look at the start of a footer: the version, and the list of columns.
fn columns(footer: &[u8]) -> Option<()> {
    let mut from = Compact(footer);
    let version = Field { id: 1, kind: I32 };
    let schema = Field { id: 2, kind: LIST };
    (from.field(0)? == Some(version)).then_some(())?;
    from.size()?;
    (from.field(1)? == Some(schema)).then_some(())?;
    let (columns, kind) = from.list()?;
    (kind == STRUCT && columns <= COLUMNS).then_some(())?;
    // How many elements are still to come in each group; first in the one that holds the root.
    let mut open = vec![1];
    for _ in 0..columns {
        while open.last() == Some(&0) {
            open.pop();
        }
        *open.last_mut()? -= 1;
        let children = structure(&mut from, ELEMENT)?;
        if children > 0 {
            (children <= columns && open.len() <= DEPTH).then_some(())?;
            open.push(children);
        }
    }
    open.iter().all(|&left| left == 0).then_some(())
}

/// Pass over a structure with these fields, and give how many children it says that it has.
fn structure(from: &mut Compact, fields: &[Shape]) -> Option<u64> {
    let mut children = 0;
    let mut before = 0;
    while let Some(Field { id, kind }) = from.field(before)? {
        match (fields.get(id - 1)?, kind) {
            (Bool, TRUE | FALSE) => {}
            (Byte, BYTE) => {
                from.byte()?;
            }
            (Number, I32) => {
                from.size()?;
            }
            (Text, BINARY) => from.skip_binary()?,
            (Children, I32) => children = from.natural()?,
            (Struct(fields), STRUCT) => {
                structure(from, fields)?;
            }
            _ => return None,
        }
        before = id;
    }
    Some(children)
}
