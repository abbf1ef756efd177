//! Unpacks the engine in the page: browsers unpack gzip by themselves, and LZMA is a fifth smaller.
//!
//! What is packed is a sequence of LZMA streams, each after its length as four bytes, the least
//! significant first; `web/pack` writes it.

use lzma_rust2::{LzmaReader, Read};
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes that are unpacked at a time.
const CALL: usize = 8 << 10;

/// All streams unpacked, one after the other; what cannot be unpacked ends it.
#[wasm_bindgen]
#[must_use]
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut left = packed;
    while let Some((length, rest)) = left.split_first_chunk() {
        let length = u32::from_le_bytes(*length) as usize;
        let Some((stream, rest)) = rest.split_at_checked(length) else {
            break;
        };
        left = rest;
        if read(stream, &mut out).is_none() {
            break;
        }
    }
    out
}

/// Unpack a stream to the end; how long it is stands in its header, after what it was packed with.
fn read(stream: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let size = u64::from_le_bytes(*stream.get(5..)?.first_chunk()?);
    let begin = out.len();
    out.resize(begin + usize::try_from(size).ok()?, 0);
    let mut room = out.get_mut(begin..)?;
    let mut reader = LzmaReader::new_mem_limit(stream, u32::MAX, None).ok()?;
    while !room.is_empty() {
        // A browser runs what is called again and again in a faster form, and does not change it
        // within a call.
        let some = room.len().min(CALL);
        let read = reader.read(room.get_mut(..some)?).ok().filter(|n| *n > 0)?;
        room = room.get_mut(read..)?;
    }
    Some(())
}
