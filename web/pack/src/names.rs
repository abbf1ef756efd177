//! Reads the names that the linker gave to the functions of a module.

use anyhow::Result;
use std::collections::HashMap;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// The functions of a module.
pub struct Functions {
    /// How many are imported; they come before its own.
    pub imported: u32,
    /// The names of all, each by its number, as Rust writes them.
    pub names: HashMap<u32, String>,
}

/// Reads them.
pub fn of(module: &[u8]) -> Result<Functions> {
    let mut imported = 0;
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(kinds) = section.as_known() else {
                    continue;
                };
                for kind in kinds {
                    let Name::Function(functions) = kind? else {
                        continue;
                    };
                    for function in functions {
                        let function = function?;
                        let name = format!("{:#}", rustc_demangle::demangle(function.name));
                        names.insert(function.index, name);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(Functions { imported, names })
}
