//! Unpacks the pages of a Parquet file, each to no more than a page may have.

use crate::trace::refusal::Refusal;
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::column::page::Page;
use parquet::errors::{ParquetError, Result};
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, Read};

/// Bytes that a page may have, packed and unpacked. Most writers make pages of 1 MiB, DuckDB of up to
/// 100 MB.
pub(super) const PAGE: usize = 128 << 20;

/// Whether the pages of a codec can be unpacked.
pub(super) fn is_read(codec: Compression) -> bool {
    matches!(
        codec,
        Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::ZSTD(_)
    )
}

/// Unpack what is packed in a page.
///
/// # Errors
/// It is damaged, or larger than [`PAGE`].
pub(super) fn unpack_page(codec: Compression, page: &mut Page) -> Result<()> {
    match page {
        Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
            *buf = unpack(codec, buf)?;
        }
        Page::DataPageV2 {
            buf,
            def_levels_byte_len,
            rep_levels_byte_len,
            is_compressed: true,
            ..
        } if codec != Compression::UNCOMPRESSED => {
            // The levels before the values are never packed.
            let levels = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
            let levels = usize::try_from(levels).ok().filter(|&l| l <= buf.len());
            let levels = levels.ok_or(Refusal::PageTooShort)?;
            let values = unpack(codec, &buf.split_off(levels))?;
            *buf = Bytes::from([&buf[..], &values[..]].concat());
        }
        Page::DataPageV2 { .. } => {}
    }
    Ok(())
}

/// What is packed in some bytes.
fn unpack(codec: Compression, packed: &Bytes) -> Result<Bytes> {
    if packed.is_empty() {
        return Ok(Bytes::new());
    }
    match codec {
        Compression::UNCOMPRESSED => Ok(packed.clone()),
        Compression::SNAPPY => {
            let damaged = |e| ParquetError::External(Box::new(e));
            if snap::raw::decompress_len(packed).map_err(damaged)? > PAGE {
                return Err(Refusal::PageTooLarge.into());
            }
            let unpacked = snap::raw::Decoder::new().decompress_vec(packed);
            Ok(unpacked.map_err(damaged)?.into())
        }
        Compression::GZIP(_) => bounded(MultiGzDecoder::new(packed.as_ref())),
        Compression::ZSTD(_) => {
            bounded(StreamingDecoder::new(packed.as_ref()).map_err(io::Error::other)?)
        }
        _ => Err(Refusal::PageCodec.into()),
    }
}

fn bounded(from: impl Read) -> Result<Bytes> {
    let mut unpacked = Vec::new();
    from.take(PAGE as u64 + 1).read_to_end(&mut unpacked)?;
    if unpacked.len() > PAGE {
        return Err(Refusal::PageTooLarge.into());
    }
    Ok(unpacked.into())
}
