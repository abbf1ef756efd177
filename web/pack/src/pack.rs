//! Packs the engine, the samples and the script, denser than gzip does; `web/unpack` is the other side.

use crate::{charset_tables, letters, pairs};
use anyhow::{Context, Result};
use lzma_rust2::{LzmaOptions, LzmaWriter, Write};
use rdsim_web_unpack::code::{self, Stream};
use wasm_encoder::{CustomSection, Encode, Section};
use wasmparser::{Parser, Payload};

/// How many bits of the byte before a byte tell what it may be, of the data: text and tables of numbers.
const DATA: u32 = 3;

/// The same of a stream of the code, as tried on the engine.
fn bits_before(stream: Stream) -> u32 {
    match stream {
        Stream::Operators => 0,
        Stream::Sections | Stream::Offsets | Stream::Masked | Stream::Compared => 1,
        Stream::Stored | Stream::Numbers | Stream::Long => 1,
        Stream::Added | Stream::Kept | Stream::Passed => 2,
        Stream::Functions => 3,
        Stream::Calls | Stream::Branches => 4,
        Stream::Got | Stream::Set | Stream::Teed => 6,
    }
}

/// The engine with texts as sections of its own, each by its name.
pub fn with_sections(mut engine: Vec<u8>, texts: &[(&str, &str)]) -> Vec<u8> {
    for (name, text) in texts {
        let section = CustomSection {
            name: (*name).into(),
            data: text.as_bytes().into(),
        };
        engine.push(section.id());
        section.encode(&mut engine);
    }
    engine
}

/// A module, packed: its code and its data, each as letters, and what of the data is to be put back
/// by the page.
pub struct Packed {
    pub code: String,
    pub data: String,
    pub tables: String,
}

/// Packs a module whose operators on memory expect no alignment.
pub fn pack(module: &[u8]) -> Result<Packed> {
    let (code, data) = module
        .split_at_checked(data(module)?)
        .context("the data is not within the module")?;
    let (data, tables) = charset_tables::leave_out(data);
    Ok(Packed {
        code: letters::write(&streams(code)?),
        data: letters::write(&stream(&data, DATA)?),
        tables,
    })
}

/// Where the data of a module begins.
fn data(module: &[u8]) -> Result<usize> {
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::DataSection(data) = payload? {
            return Ok(data.range().start);
        }
    }
    Ok(module.len())
}

/// The streams of the code, each with its length before it.
fn streams(code: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let apart = code::apart(code);
    anyhow::ensure!(
        code::together(&apart) == code,
        "the code is not put together as it was"
    );
    for (of, bytes) in code::STREAMS.iter().zip(&apart) {
        let bits = bits_before(*of);
        let as_it_is = stream(&[&[0], &bytes[..]].concat(), bits)?;
        let in_pairs = stream(&pairs::replace(bytes), bits)?;
        let packed = std::cmp::min_by_key(as_it_is, in_pairs, Vec::len);
        out.extend(u32::try_from(packed.len())?.to_le_bytes());
        out.extend(packed);
    }
    Ok(out)
}

fn stream(bytes: &[u8], before: u32) -> Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    options.dict_size = u32::try_from(bytes.len())?.max(lzma_rust2::DICT_SIZE_MIN);
    options.lc = before;
    options.lp = 0;
    options.pb = 0;
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.depth_limit = 1000;
    compress(bytes, &options).map_err(|e| anyhow::anyhow!("{e:?}"))
}

fn compress(bytes: &[u8], options: &LzmaOptions) -> lzma_rust2::Result<Vec<u8>> {
    let mut to = LzmaWriter::new_use_header(Vec::new(), options, Some(bytes.len() as u64))?;
    to.write_all(bytes)?;
    to.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdsim_web_unpack::{unpack, unpack_code, unpack_data};
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    fn module() -> Vec<u8> {
        let mut memory = MemorySection::new();
        memory.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut data = DataSection::new();
        data.active(
            0,
            &ConstExpr::i32_const(0),
            (0..99_999u32).map(|n| (n.wrapping_mul(n) >> 13) as u8),
        );
        let mut module = Module::new();
        module.section(&memory).section(&data);
        module.finish()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let engine = with_sections(module(), &[("samples", r#"{"policies":[]}"#)]);
        let packed = pack(&engine).unwrap();
        assert!(packed.code.len() + packed.data.len() < engine.len());
        let unpacked = [unpack_code(&packed.code), unpack_data(&packed.data)].concat();
        assert_eq!(unpacked, engine);
    }

    #[test]
    fn what_is_damaged_ends_where_it_is() {
        let packed = rdsim_web_unpack::letters::read(&pack(&module()).unwrap().data);
        let whole = unpack(&packed);
        let cut = unpack(packed.get(..packed.len() - 9).unwrap());
        assert_eq!(cut, whole.get(..cut.len()).unwrap());
        assert!(!cut.is_empty() && cut.len() < whole.len());
        assert_eq!(unpack(b"hello"), b"");
        assert_eq!(unpack(b""), b"");
    }
}
