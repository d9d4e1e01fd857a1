//! Makes one module of several chunks.
//!
//! That is simple because of what chunks are: they share the memory, the function table and some
//! globals of the main module, fill their own slots of the table and their own stretch of the
//! memory when they are instantiated, and export nothing. So their definitions are written one
//! after the other, with the numbers shifted, and what they import is imported once.

use std::convert::Infallible;

use anyhow::{Result, anyhow, bail};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, FunctionSection, GlobalSection,
    ImportSection, Module, TypeSection,
    reencode::{self, Reencode},
};
use wasmparser::{Parser, Payload, TypeRef};

/// Merges the chunks.
pub(crate) fn merge(chunks: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut imports = Imports::default();
    let mut types = TypeSection::new();
    let mut numbers = Vec::new();
    for chunk in chunks {
        numbers.push(imports.add(chunk, &mut types)?);
    }
    let mut next = imports.count;
    for numbers in &mut numbers {
        numbers.define(&mut next);
    }
    let mut merged = Definitions::default();
    for (chunk, numbers) in chunks.iter().zip(&mut numbers) {
        merged.add(chunk, numbers)?;
    }
    Ok(merged.encode(&types, &imports.section))
}

/// Takes names and other notes out of a module.
pub(crate) fn strip(module: &[u8]) -> Result<Vec<u8>> {
    let mut stripped = Module::new();
    Strip
        .parse_core_module(&mut stripped, Parser::new(0), module)
        .map_err(|error| anyhow!("{error}"))?;
    Ok(stripped.finish())
}

struct Strip;

impl Reencode for Strip {
    type Error = Infallible;

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error<Infallible>> {
        Ok(())
    }
}

/// How many of each kind there are.
#[derive(Clone, Copy, Default)]
struct Count {
    functions: u32,
    globals: u32,
    tables: u32,
    memories: u32,
    data: u32,
    elements: u32,
}

/// For each number in one chunk, the number of the same thing in the merged module.
#[derive(Default)]
struct Numbers {
    first_type: u32,
    functions: Vec<u32>,
    globals: Vec<u32>,
    tables: Vec<u32>,
    memories: Vec<u32>,
    first_data: u32,
    first_element: u32,
    /// What this chunk defines itself.
    own: Count,
}

impl Numbers {
    /// Numbers the chunk's own definitions, from `next` on.
    fn define(&mut self, next: &mut Count) {
        self.functions
            .extend(next.functions..next.functions + self.own.functions);
        self.globals
            .extend(next.globals..next.globals + self.own.globals);
        self.first_data = next.data;
        self.first_element = next.elements;
        next.functions += self.own.functions;
        next.globals += self.own.globals;
        next.data += self.own.data;
        next.elements += self.own.elements;
    }
}

fn find(numbers: &[u32], index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
    let found = usize::try_from(index)
        .ok()
        .and_then(|index| numbers.get(index));
    found
        .copied()
        .ok_or(reencode::Error::UserError(NoSuchThing))
}

/// A number that the chunk itself does not define: the chunk is broken.
#[derive(Debug)]
struct NoSuchThing;

impl Reencode for Numbers {
    type Error = NoSuchThing;

    fn type_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        Ok(self.first_type + index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        find(&self.functions, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        find(&self.globals, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        find(&self.tables, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        find(&self.memories, index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        Ok(self.first_data + index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, reencode::Error<NoSuchThing>> {
        Ok(self.first_element + index)
    }
}

/// What is imported, once each.
#[derive(Default)]
struct Imports {
    section: ImportSection,
    known: Vec<(String, String, u32)>,
    count: Count,
}

impl Imports {
    /// Takes in types and imports of a chunk, and counts what it defines.
    fn add(&mut self, chunk: &[u8], types: &mut TypeSection) -> Result<Numbers> {
        let mut numbers = Numbers {
            first_type: types.len(),
            ..Numbers::default()
        };
        for payload in Parser::new(0).parse_all(chunk) {
            match payload? {
                Payload::TypeSection(section) => {
                    numbers.parse_type_section(types, section).map_err(broken)?;
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        self.import(import?, &mut numbers)?;
                    }
                }
                Payload::FunctionSection(section) => numbers.own.functions = section.count(),
                Payload::GlobalSection(section) => numbers.own.globals = section.count(),
                Payload::DataSection(section) => numbers.own.data = section.count(),
                Payload::ElementSection(section) => numbers.own.elements = section.count(),
                Payload::ExportSection(section) if section.count() > 0 => {
                    bail!("a chunk that exports something")
                }
                Payload::TableSection(_)
                | Payload::MemorySection(_)
                | Payload::TagSection(_)
                | Payload::StartSection { .. } => {
                    bail!("a chunk with a memory, a table, a tag or a start of its own")
                }
                _ => {}
            }
        }
        Ok(numbers)
    }

    fn import(&mut self, import: wasmparser::Import<'_>, numbers: &mut Numbers) -> Result<()> {
        let (next, own) = match import.ty {
            TypeRef::Func(_) => (&mut self.count.functions, &mut numbers.functions),
            TypeRef::Global(_) => (&mut self.count.globals, &mut numbers.globals),
            TypeRef::Table(_) => (&mut self.count.tables, &mut numbers.tables),
            TypeRef::Memory(_) => (&mut self.count.memories, &mut numbers.memories),
            _ => bail!("a chunk that imports {:?}", import.ty),
        };
        let known = self
            .known
            .iter()
            .find(|(module, name, _)| module == import.module && name == import.name);
        if let Some((_, _, number)) = known {
            own.push(*number);
            return Ok(());
        }
        own.push(*next);
        self.known
            .push((import.module.to_owned(), import.name.to_owned(), *next));
        *next += 1;
        numbers
            .parse_import(&mut self.section, import)
            .map_err(broken)
    }
}

/// What the chunks define, one after the other.
#[derive(Default)]
struct Definitions {
    functions: FunctionSection,
    globals: GlobalSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

impl Definitions {
    fn add(&mut self, chunk: &[u8], numbers: &mut Numbers) -> Result<()> {
        for payload in Parser::new(0).parse_all(chunk) {
            match payload? {
                Payload::FunctionSection(section) => {
                    numbers.parse_function_section(&mut self.functions, section)
                }
                Payload::GlobalSection(section) => {
                    numbers.parse_global_section(&mut self.globals, section)
                }
                Payload::ElementSection(section) => {
                    numbers.parse_element_section(&mut self.elements, section)
                }
                Payload::CodeSectionEntry(body) => {
                    numbers.parse_function_body(&mut self.code, body)
                }
                Payload::DataSection(section) => {
                    numbers.parse_data_section(&mut self.data, section)
                }
                _ => Ok(()),
            }
            .map_err(broken)?;
        }
        Ok(())
    }

    fn encode(self, types: &TypeSection, imports: &ImportSection) -> Vec<u8> {
        let mut module = Module::new();
        module
            .section(types)
            .section(imports)
            .section(&self.functions)
            .section(&self.globals)
            .section(&self.elements)
            .section(&DataCountSection {
                count: self.data.len(),
            })
            .section(&self.code)
            .section(&self.data);
        module.finish()
    }
}

fn broken(error: reencode::Error<NoSuchThing>) -> anyhow::Error {
    match error {
        reencode::Error::ParseError(error) => error.into(),
        other => anyhow!("a chunk that cannot be merged: {other:?}"),
    }
}

#[cfg(test)]
mod tests;
