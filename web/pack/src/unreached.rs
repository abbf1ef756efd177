//! Empties functions of the engine that the page never runs, where the linker cannot know that; the
//! bindings then drop all that only these call.

use anyhow::Result;
use std::ops::Range;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

const UNREACHABLE: u8 = 0x00;
const NOTHING: u8 = 0x01;
const END: u8 = 0x0B;

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

/// Empty those functions of a module that have one of these names.
pub fn empty(module: &mut [u8]) -> Result<()> {
    for body in unreached(module)? {
        if let Some([locals, rest @ .., end]) = module.get_mut(body) {
            *locals = 0;
            rest.fill(NOTHING);
            if let Some(first) = rest.first_mut() {
                *first = UNREACHABLE;
            }
            *end = END;
        }
    }
    Ok(())
}

/// Where the bodies of these functions stand.
fn unreached(module: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            // The names stand behind the code.
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else {
                    continue;
                };
                for name in names {
                    let Name::Function(functions) = name? else {
                        continue;
                    };
                    for function in functions {
                        let function = function?;
                        let name = format!("{:#}", rustc_demangle::demangle(function.name));
                        let at = (function.index as usize).checked_sub(imported);
                        if UNREACHED.contains(&name.as_str()) {
                            found.extend(at.and_then(|at| bodies.get(at)).cloned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}
