//! Puts functions that are alike next to each other, and takes from operators on memory the alignment that they
//! expect: a module does the same without, and packs smaller.

use crate::names::{self, Functions};
use anyhow::Result;
use std::collections::HashMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, MemArg, Module};
use wasmparser::{KnownCustom, Parser, Payload};

/// A module in this order, without the names of its functions.
pub fn alike_together(module: &[u8]) -> Result<Vec<u8>> {
    let Functions { imported, names } = names::of(module)?;
    let names: HashMap<_, _> = names
        .into_iter()
        .map(|(function, name)| (function, without_types(&name)))
        .collect();
    let mut functions = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::FunctionSection(section) = payload? {
            functions = section.count();
        }
    }
    let mut order: Vec<u32> = (0..functions).collect();
    order.sort_by_key(|function| names.get(&(imported + function)));
    let places = (imported..).zip(&order);
    let places = places.map(|(place, function)| (imported + function, place));
    let mut ordered = Ordered {
        places: places.collect(),
        order,
    };
    let mut out = Module::new();
    ordered.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok(out.finish())
}

/// A name without the types that it was made for: what was made for several is alike.
fn without_types(name: &str) -> String {
    let kept = u32::from(name.starts_with('<'));
    let mut depth = 0_u32;
    let of_name = |letter: &char| {
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => return depth <= kept,
        }
        false
    };
    name.chars().filter(of_name).collect()
}

struct Ordered {
    /// The functions of the module, without those that are imported.
    order: Vec<u32>,
    /// The place of each.
    places: HashMap<u32, u32>,
}

impl Ordered {
    /// What stands for each function, in this order.
    fn put<T>(&self, of_functions: Vec<T>) -> Vec<T> {
        let mut of_functions: Vec<Option<T>> = of_functions.into_iter().map(Some).collect();
        let places = self.order.iter();
        let places = places.filter_map(|function| of_functions.get_mut(*function as usize)?.take());
        places.collect()
    }
}

type Done = Result<(), Error>;

impl Reencode for Ordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.places.get(&function).copied().unwrap_or(function))
    }

    fn mem_arg(&mut self, at: wasmparser::MemArg) -> Result<MemArg, Error> {
        Ok(MemArg {
            align: 0,
            offset: at.offset,
            memory_index: at.memory,
        })
    }

    fn parse_function_section(
        &mut self,
        to: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Done {
        let types = section.into_iter().collect::<Result<_, _>>()?;
        for of in self.put(types) {
            to.function(self.type_index(of)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        to: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Done {
        let bodies = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.put(bodies) {
            self.parse_function_body(to, body)?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        to: &mut Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Done {
        if matches!(section.as_known(), KnownCustom::Name(_)) {
            return Ok(());
        }
        wasm_encoder::reencode::utils::parse_custom_section(self, to, section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ExportKind, ExportSection, Function, NameMap, NameSection, TypeSection, ValType,
    };

    #[test]
    fn a_name_is_without_its_types() {
        for (name, expected) in [
            (
                "core::ptr::drop_in_place::<alloc::vec::Vec<u8>>",
                "core::ptr::drop_in_place::",
            ),
            (
                "<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt",
                "alloc::vec::Vec as core::fmt::Debug::fmt",
            ),
        ] {
            assert_eq!(without_types(name), expected);
        }
    }

    #[test]
    fn functions_are_called_where_they_now_stand() {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut functions = FunctionSection::new();
        functions.function(0).function(1);
        let mut exports = ExportSection::new();
        exports.export("first", ExportKind::Func, 0);
        let mut code = CodeSection::new();
        let mut first = Function::new([]);
        first.instructions().i32_const(7).call(1).end();
        let mut second = Function::new([]);
        second.instructions().local_get(0).end();
        code.function(&first).function(&second);
        let mut names = NameMap::new();
        names.append(0, "two");
        names.append(1, "one");
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports);
        module.section(&code).section(&section);

        let ordered = alike_together(&module.finish()).unwrap();
        let mut functions = FunctionSection::new();
        functions.function(1).function(0);
        let mut exports = ExportSection::new();
        exports.export("first", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        let mut first = Function::new([]);
        first.instructions().i32_const(7).call(0).end();
        code.function(&second).function(&first);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports);
        module.section(&code);
        assert_eq!(ordered, module.finish());
    }
}
