//! Unpacks the engine in the page: browsers unpack gzip by themselves, and LZMA is a fifth smaller.

pub mod charsets;
pub mod code;
pub mod letters;
pub mod pairs;
mod powers;

use lzma_rust2::{LzmaReader, Read};
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes that are unpacked at a time.
const CALL: usize = 8 << 10;

/// The data of a module, with what is behind them: a stream, as letters.
#[wasm_bindgen(js_name = unpackData)]
#[must_use]
pub fn unpack_data(packed: &str) -> Vec<u8> {
    unpack(&letters::read(packed))
}

/// An LZMA stream unpacked, as far as it can be; how long it is stands in its header, after what it
/// was packed with.
#[must_use]
pub fn unpack(stream: &[u8]) -> Vec<u8> {
    let size = stream.get(5..).and_then(<[u8]>::first_chunk);
    let size = size.and_then(|s| usize::try_from(u64::from_le_bytes(*s)).ok());
    let mut out = vec![0; size.unwrap_or_default()];
    let read = fill(stream, &mut out);
    out.truncate(read);
    out
}

/// The code of a module, unpacked: before each of its streams stands how long that is when packed, in
/// four bytes; all that as letters.
#[wasm_bindgen(js_name = unpackCode)]
#[must_use]
pub fn unpack_code(packed: &str) -> Vec<u8> {
    let packed = letters::read(packed);
    let mut rest = packed.as_slice();
    code::together(&code::STREAMS.map(|_| {
        let (length, after) = rest.split_first_chunk().unwrap_or((&[0; 4], &[]));
        let length = u32::from_le_bytes(*length) as usize;
        let (stream, after) = after.split_at_checked(length).unwrap_or((after, &[]));
        rest = after;
        pairs::put_back(&unpack(stream))
    }))
}

#[wasm_bindgen]
extern "C" {
    /// Text in a character set, which the browser reads.
    #[wasm_bindgen(js_name = decodeCharset)]
    fn decoded(label: &str, bytes: &[u8]) -> String;
}

/// Put the browser's tables of character sets into the data, and tell whether they are those that were
/// left out.
#[wasm_bindgen(js_name = putTables)]
#[must_use]
pub fn put_tables(data: &mut [u8], list: &str) -> bool {
    charsets::put_back(data, list, &charsets::tables(decoded))
}

/// Fill the room from a stream, and tell how much of it is filled.
fn fill(stream: &[u8], room: &mut [u8]) -> usize {
    let mut filled = 0;
    let Ok(mut reader) = LzmaReader::new_mem_limit(stream, u32::MAX, None) else {
        return filled;
    };
    // A browser runs what is called again and again in a faster form, and does not change it within
    // a call.
    while let Some(left) = room.get_mut(filled..)
        && let Some(some) = left.chunks_mut(CALL).next()
    {
        match reader.read(some) {
            Ok(read) if read > 0 => filled += read,
            _ => break,
        }
    }
    filled
}
