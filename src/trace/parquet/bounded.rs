//! Reads the pieces of a Parquet file, each no larger than a page may be.

use super::codec::PAGE;
use crate::trace::refusal::Refusal;
use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

/// A Parquet file of which no piece is read that is larger than [`PAGE`], or reaches beyond the file.
pub(super) struct Bounded<C>(pub(super) C);

impl<C: Length> Length for Bounded<C> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<C: ChunkReader> ChunkReader for Bounded<C> {
    type T = C::T;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.saturating_add(length as u64) > self.len() {
            return Err(Refusal::PageOutsideFile.into());
        }
        if length > PAGE {
            return Err(Refusal::PageTooLarge.into());
        }
        self.0.get_bytes(start, length)
    }
}
