//! Looks at the head of a page of a Parquet file before the parquet crate makes room for the page.

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::FOOTER_SIZE;
use parquet::file::reader::{ChunkReader, Length};
use std::io::{Chain, Cursor, Read};

/// Bytes that a page may have when it is unpacked. Most writers make pages of 1 MiB, DuckDB of up to
/// 100 MB.
const PAGE: u64 = 128 << 20;
/// Bytes of the two fields that are looked at.
const HEAD: u64 = 12;

/// A Parquet file of which no page is read that says that it is larger than [`PAGE`], or reaches beyond
/// the file.
pub(super) struct Bounded<C>(pub(super) C);

impl<C: Length> Length for Bounded<C> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<C: ChunkReader> ChunkReader for Bounded<C> {
    type T = Chain<Cursor<Vec<u8>>, C::T>;

    /// Called for the heads of pages, and for the footer.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut from = self.0.get_read(start)?;
        let mut head = Vec::new();
        from.by_ref().take(HEAD).read_to_end(&mut head)?;
        if start.saturating_add(FOOTER_SIZE as u64) != self.len() {
            check(&head)?;
        }
        Ok(Cursor::new(head).chain(from))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.saturating_add(length as u64) > self.len() {
            return Err(ParquetError::EOF("a page ends outside the file".into()));
        }
        self.0.get_bytes(start, length)
    }
}

/// Refuse a page that is too large, or does not say how large it is.
fn check(head: &[u8]) -> Result<()> {
    let wrong = match unpacked(head) {
        Some(size) if size <= PAGE => return Ok(()),
        Some(_) => "a page unpacks to more than 128 MiB",
        None => "a page does not begin with its size",
    };
    Err(ParquetError::General(wrong.into()))
}

/// The size of a page when it is unpacked. Its head begins with its type and that size, in Thrift's
/// compact form (<https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>).
fn unpacked(head: &[u8]) -> Option<u64> {
    let mut bytes = head.iter().copied();
    let _type = field(&mut bytes)?;
    field(&mut bytes)
}

/// The next field, a 32-bit integer that is not negative.
fn field(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    const NEXT_I32: u8 = 0x15;
    if bytes.next()? != NEXT_I32 {
        return None;
    }
    let mut zigzag = 0;
    for shift in (0..35).step_by(7) {
        let byte = bytes.next()?;
        zigzag |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return (zigzag & 1 == 0).then_some(zigzag >> 1);
        }
    }
    None
}
