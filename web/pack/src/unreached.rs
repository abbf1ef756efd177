//! Empties functions of the engine that the page never runs, where the linker cannot know that; the
//! bindings then drop all that only these call.

use crate::names::{self, Functions};
use anyhow::Result;
use wasmparser::{Parser, Payload};

const UNREACHABLE: u8 = 0x00;
const NOTHING: u8 = 0x01;
const END: u8 = 0x0B;
/// `i32.const 0; return`: what a function of [`UNREAD`] says, that all is written.
const WRITTEN: &[u8] = &[0x41, 0x00, 0x0F];

/// Their names. A function must be large: of small ones that are the same the compiler keeps one,
/// under one of their names.
const UNREACHED: &[&str] = &[
    // serde_yaml reads text or streams, and the engine has text.
    "<granit_parser::scanner::Scanner<serde_saphyr::de::buffered_input::ReaderInput>>::next_queued_token",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::parse_node",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::flow_mapping_key",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::flow_mapping_value",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::block_mapping_key",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::block_sequence_entry",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::parser_process_directives",
    "<granit_parser::parser::Parser<serde_saphyr::de::buffered_input::ReaderInput>>::document_start",
    // It draws lines of the text into its messages, which is turned off.
    "<serde_saphyr::de::snippet::Snippet>::fmt_or_fallback_with_label",
    "<serde_saphyr::de::error::Error>::with_snippet_named",
    // Only the words that are left out below would call it.
    "<serde_saphyr::de::message_formatters::DefaultMessageFormatter as serde_saphyr::de::error::MessageFormatter>::format_message",
    // Keys that are there twice are all read.
    "<serde_saphyr::de::deserializer::YamlDeserializer as serde_core::de::Deserializer>::deserialize_map::collect_last_wins_entries",
    // It gives the places of values itself; they are never read from the text.
    "<serde_saphyr::location::Location as serde_core::de::Deserialize>::deserialize::<serde_saphyr::de::deserializer::YamlDeserializer>",
    "<serde_saphyr::span::Span as serde_core::de::Deserialize>::deserialize::<serde_saphyr::de::deserializer::YamlDeserializer>",
    // Of headers only those are parsed that tell of the content.
    "<mail_parser::parsers::fields::received::Tokenizer as core::iter::traits::iterator::Iterator>::next",
    "<mail_parser::parsers::fields::address::AddressParser>::add_address",
    "<mail_parser::parsers::fields::address::AddressParser>::add_group",
    // The engine reads every value.
    "<serde_saphyr::de::deserializer::YamlDeserializer as serde_core::de::Deserializer>::deserialize_any::<serde_core::de::ignored_any::IgnoredAny>",
];

/// Functions that write words which nobody reads: the engine tells what is wrong in a policy in its own.
const UNREAD: &[&str] = &["<serde_saphyr::de::error::Error as core::fmt::Display>::fmt"];

/// Empty those functions of a module that have one of these names.
pub fn empty(module: &mut [u8]) -> Result<()> {
    let Functions { imported, names } = names::of(module)?;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            bodies.push(body.range());
        }
    }
    for (function, body) in (imported..).zip(bodies) {
        let name = names.get(&function).map_or("", String::as_str);
        let operators = match name {
            _ if UNREACHED.contains(&name) => &[UNREACHABLE][..],
            _ if UNREAD.contains(&name) => WRITTEN,
            _ => continue,
        };
        if let Some([locals, rest @ .., end]) = module.get_mut(body) {
            *locals = 0;
            rest.fill(NOTHING);
            for (place, operator) in rest.iter_mut().zip(operators) {
                *place = *operator;
            }
            *end = END;
        }
    }
    Ok(())
}
