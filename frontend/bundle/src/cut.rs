//! Cuts a chunk that is too large into several modules, which the browser fetches at the same time.
//!
//! A chunk shares the memory and the function table of the main module and exports nothing, see
//! [`merge`](crate::merge). So its functions may live in several modules, if a call from one of
//! them into another goes through the table: the called function gets a slot there (unless it has
//! one), and the call names the slot. What a chunk lays into the memory may be laid by any of them.
//! All other numbers stay as they are, as every module has all types and imports of the chunk.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, Encode as _, FunctionSection,
    Instruction, Module, RawSection,
};
use wasmparser::{
    DataKind, ElementItems, ElementKind, FunctionBody, Operator, Parser, Payload, TypeRef,
};

use crate::{compress, files, loader, options::Effort, table, wasm::Bindings};

/// No module is to be larger than this when it is compressed.
const LIMIT: usize = 60_000;

/// Cuts the chunks in the folder `pkg` that are larger than [`LIMIT`].
pub(crate) fn all(pkg: &Path, bindings: &mut Bindings) -> Result<()> {
    let Some(loader_js) = bindings.loader_js.clone() else {
        return Ok(());
    };
    let mut script = files::read_text(&loader_js)?;
    let main = files::read(&bindings.main_wasm)?;
    let mut free = table::slots(&main)?;
    for path in bindings.chunks.clone() {
        let Some(modules) = cut(&files::read(&path)?, &mut free)
            .with_context(|| format!("cannot cut {}", path.display()))?
        else {
            continue;
        };
        let name = stem(&path)?;
        let names: Vec<String> = (1..=modules.len())
            .map(|it| format!("{name}_{it}"))
            .collect();
        for (name, module) in names.iter().zip(modules) {
            files::write(&pkg.join(format!("{name}.wasm")), module)?;
        }
        std::fs::remove_file(&path)?;
        script = loader::load_pieces(&script, &name, &names)?;
        let paths = names.iter().map(|name| pkg.join(format!("{name}.wasm")));
        replace(&mut bindings.chunks, &path, paths);
        for needs in bindings.needs.values_mut() {
            replace(needs, &name, names.iter().cloned());
        }
    }
    files::write(&bindings.main_wasm, table::with_slots(&main, free)?)?;
    files::write(&loader_js, script)
}

fn stem(path: &Path) -> Result<String> {
    let stem = path.file_stem().context("a chunk without a name")?;
    Ok(stem.to_string_lossy().into_owned())
}

/// Puts `new` where `old` is.
fn replace<T: PartialEq>(list: &mut Vec<T>, old: &T, new: impl Iterator<Item = T>) {
    if let Some(at) = list.iter().position(|it| it == old) {
        list.splice(at..=at, new);
    }
}

/// The pieces of a chunk, as few as may be; `None` when it is small enough.
fn cut(module: &[u8], free: &mut u32) -> Result<Option<Vec<Vec<u8>>>> {
    let whole = size(module)?;
    if whole <= LIMIT {
        return Ok(None);
    }
    let chunk = Chunk::parse(module)?;
    let weights = chunk.weights()?;
    for pieces in whole.div_ceil(LIMIT)..=MOST {
        let mut next = *free;
        let modules = chunk.cut(pieces, weights, &mut next)?;
        let sizes = modules
            .iter()
            .map(|it| size(it))
            .collect::<Result<Vec<_>>>()?;
        if sizes.into_iter().all(|size| size <= LIMIT) {
            *free = next;
            return Ok(Some(modules));
        }
    }
    bail!("even {MOST} pieces of it are too large")
}

/// More pieces than that are no way to load a page.
const MOST: usize = 16;

fn size(content: &[u8]) -> Result<usize> {
    Ok(compress::brotli(content, Effort::Best)?.len())
}

/// A chunk, taken apart.
struct Chunk<'a> {
    types: &'a [u8],
    imports: &'a [u8],
    /// How many of the functions are imported.
    imported: u32,
    functions: Vec<FunctionOf<'a>>,
    data: Vec<(u32, &'a [u8])>,
}

struct FunctionOf<'a> {
    type_index: u32,
    body: FunctionBody<'a>,
    /// Where in the table it is.
    slots: Vec<u32>,
}

/// What a thousand bytes of a kind weigh when they are compressed.
#[derive(Clone, Copy, Debug)]
struct Weights {
    code: usize,
    data: usize,
}

impl<'a> Chunk<'a> {
    fn parse(module: &'a [u8]) -> Result<Self> {
        let mut chunk = Self {
            types: &[],
            imports: &[],
            imported: 0,
            functions: Vec::new(),
            data: Vec::new(),
        };
        let (mut types, mut bodies, mut slots) = (Vec::new(), Vec::new(), BTreeMap::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => chunk.types = part(module, section.range())?,
                Payload::ImportSection(section) => {
                    chunk.imports = part(module, section.range())?;
                    for import in section.into_imports() {
                        chunk.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        read_slots(&element?, &mut slots)?;
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        chunk.data.push(read_data(&data?)?);
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                Payload::GlobalSection(section) if section.count() > 0 => {
                    bail!("a chunk with a global of its own")
                }
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
        ensure!(types.len() == bodies.len(), "a chunk that lacks functions");
        for ((type_index, body), index) in types.into_iter().zip(bodies).zip(chunk.imported..) {
            let slots = slots.remove(&index).unwrap_or_default();
            chunk.functions.push(FunctionOf {
                type_index,
                body,
                slots,
            });
        }
        ensure!(
            slots.is_empty(),
            "a chunk that puts another's function into the table"
        );
        Ok(chunk)
    }

    /// How well its code can be compressed, and what it lays into the memory.
    fn weights(&self) -> Result<Weights> {
        let code: Vec<_> = self.functions.iter().map(|it| it.body.as_bytes()).collect();
        let data: Vec<_> = self.data.iter().map(|(_, bytes)| *bytes).collect();
        let weight =
            |bytes: Vec<u8>| anyhow::Ok((size(&bytes)? * 1000).div_ceil(bytes.len().max(1)));
        Ok(Weights {
            code: weight(code.concat())?,
            data: weight(data.concat())?,
        })
    }

    /// Cuts it into so many modules of about the same weight. Slots that are still free begin at
    /// `free`, which is moved on.
    fn cut(&self, pieces: usize, weights: Weights, free: &mut u32) -> Result<Vec<Vec<u8>>> {
        let plan = self.plan(pieces, weights)?;
        let slots = self.slots_for_calls(&plan, free)?;
        (0..pieces)
            .map(|piece| self.piece(piece, &plan, &slots))
            .collect()
    }

    /// Deals out the functions in their order, and then the data.
    fn plan(&self, pieces: usize, weights: Weights) -> Result<Plan<'a>> {
        let code = |it: &FunctionOf<'_>| it.body.as_bytes().len() * weights.code;
        let data = |bytes: &[u8]| bytes.len() * weights.data;
        let all: usize = self.functions.iter().map(code).sum::<usize>()
            + self
                .data
                .iter()
                .map(|(_, bytes)| data(bytes))
                .sum::<usize>();
        let share = all.div_ceil(pieces).max(1);
        let mut dealt = 0;
        let piece = |dealt: usize| (dealt / share).min(pieces - 1);
        let mut plan = Plan {
            functions: Vec::new(),
            data: vec![Vec::new(); pieces],
        };
        for function in &self.functions {
            let weight = code(function);
            plan.functions.push(piece(dealt + weight / 2));
            dealt += weight;
        }
        for (offset, bytes) in &self.data {
            let (mut offset, mut rest) = (*offset, *bytes);
            while !rest.is_empty() {
                let at = piece(dealt);
                let room = match (share * (at + 1)).checked_sub(dealt) {
                    Some(room) if at + 1 < pieces => room.div_ceil(weights.data.max(1)).max(1),
                    _ => rest.len(),
                };
                let (now, later) = rest.split_at(room.min(rest.len()));
                plan.data[at].push((offset, now));
                dealt += data(now);
                offset += u32::try_from(now.len())?;
                rest = later;
            }
        }
        Ok(plan)
    }

    /// For each function that is called from another piece, the slot to call it by.
    fn slots_for_calls(&self, plan: &Plan<'_>, free: &mut u32) -> Result<Slots> {
        let mut called = BTreeSet::new();
        for (function, piece) in self.functions.iter().zip(&plan.functions) {
            for index in calls(&function.body)? {
                if index >= self.imported && plan.functions[self.own(index)] != *piece {
                    called.insert((plan.functions[self.own(index)], index));
                }
            }
        }
        // In the order of the pieces, so that each piece fills one stretch of the table.
        let mut slots = Slots::new();
        for (_, index) in called {
            let slot = self.functions[self.own(index)].slots.first();
            let slot = slot.copied().unwrap_or_else(|| {
                *free += 1;
                *free - 1
            });
            slots.insert(index, slot);
        }
        Ok(slots)
    }

    fn own(&self, index: u32) -> usize {
        (index - self.imported) as usize
    }

    fn piece(&self, piece: usize, plan: &Plan<'_>, slots: &Slots) -> Result<Vec<u8>> {
        // The numbers that its functions have here.
        let mut numbers = BTreeMap::new();
        let mut functions = FunctionSection::new();
        for (index, function) in (self.imported..).zip(&self.functions) {
            if plan.functions[self.own(index)] == piece {
                numbers.insert(index, self.imported + functions.len());
                functions.function(function.type_index);
            }
        }
        let mut code = CodeSection::new();
        let mut filled = BTreeMap::new();
        for (index, number) in &numbers {
            let function = &self.functions[self.own(*index)];
            let body = self.body(&function.body, &numbers, slots)?;
            code.raw(&body);
            filled.extend(function.slots.iter().map(|slot| (*slot, *number)));
            filled.extend(slots.get(index).map(|slot| (*slot, *number)));
        }
        let mut data = DataSection::new();
        for (offset, bytes) in &plan.data[piece] {
            data.active(
                0,
                &ConstExpr::i32_const(offset.cast_signed()),
                bytes.iter().copied(),
            );
        }
        let mut module = Module::new();
        for (id, data) in [(1, self.types), (2, self.imports)] {
            if !data.is_empty() {
                module.section(&RawSection { id, data });
            }
        }
        module
            .section(&functions)
            .section(&elements(&filled))
            .section(&code)
            .section(&data);
        Ok(module.finish())
    }

    /// The body of a function, with its calls as they are here.
    fn body(
        &self,
        body: &FunctionBody<'_>,
        numbers: &BTreeMap<u32, u32>,
        slots: &Slots,
    ) -> Result<Vec<u8>> {
        let (bytes, start) = (body.as_bytes(), body.range().start);
        let (mut written, mut copied) = (Vec::with_capacity(bytes.len()), 0);
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let from = usize::try_from(operators.original_position() - start)?;
            let Operator::Call { function_index } = operators.read()? else {
                continue;
            };
            written.extend_from_slice(&bytes[copied..from]);
            copied = usize::try_from(operators.original_position() - start)?;
            if function_index < self.imported {
                Instruction::Call(function_index).encode(&mut written);
            } else if let Some(number) = numbers.get(&function_index) {
                Instruction::Call(*number).encode(&mut written);
            } else {
                let slot = slots
                    .get(&function_index)
                    .context("a call without a slot")?;
                Instruction::I32Const(slot.cast_signed()).encode(&mut written);
                let type_index = self.functions[self.own(function_index)].type_index;
                Instruction::CallIndirect {
                    type_index,
                    table_index: 0,
                }
                .encode(&mut written);
            }
        }
        written.extend_from_slice(&bytes[copied..]);
        Ok(written)
    }
}

struct Plan<'a> {
    /// For each function, its piece.
    functions: Vec<usize>,
    /// For each piece, what it lays where.
    data: Vec<Vec<(u32, &'a [u8])>>,
}

/// The number of a function, and its slot in the table.
type Slots = BTreeMap<u32, u32>;

/// The functions that a function calls by their number.
fn calls(body: &FunctionBody<'_>) -> Result<Vec<u32>> {
    let mut called = Vec::new();
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        match operator {
            Operator::Call { function_index } => called.push(function_index),
            Operator::RefFunc { .. }
            | Operator::ReturnCall { .. }
            | Operator::MemoryInit { .. }
            | Operator::DataDrop { .. }
            | Operator::TableInit { .. }
            | Operator::ElemDrop { .. } => bail!("a chunk that cannot be cut: {operator:?}"),
            _ => {}
        }
    }
    Ok(called)
}

fn part(module: &[u8], range: Range<u64>) -> Result<&[u8]> {
    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
    module.get(range).context("a section that ends too late")
}

/// Which function is in which slots.
fn read_slots(
    element: &wasmparser::Element<'_>,
    slots: &mut BTreeMap<u32, Vec<u32>>,
) -> Result<()> {
    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
        (&element.kind, &element.items)
    else {
        bail!("a chunk that fills the table in an unknown way")
    };
    for (slot, function) in (constant(offset_expr)?..).zip(functions.clone()) {
        slots.entry(function?).or_default().push(slot);
    }
    Ok(())
}

fn read_data<'a>(data: &wasmparser::Data<'a>) -> Result<(u32, &'a [u8])> {
    let DataKind::Active {
        memory_index: 0,
        offset_expr,
    } = &data.kind
    else {
        bail!("a chunk that fills the memory in an unknown way")
    };
    Ok((constant(offset_expr)?, data.data))
}

fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => bail!("a place that is not a number but {other:?}"),
    }
}

/// One segment for each stretch of slots.
fn elements(filled: &BTreeMap<u32, u32>) -> ElementSection {
    let mut stretches: Vec<(u32, Vec<u32>)> = Vec::new();
    let mut last = None;
    for (slot, function) in filled {
        match stretches.last_mut() {
            Some((_, functions)) if last == slot.checked_sub(1) => functions.push(*function),
            _ => stretches.push((*slot, vec![*function])),
        }
        last = Some(*slot);
    }
    let mut section = ElementSection::new();
    for (start, functions) in stretches {
        section.active(
            None,
            &ConstExpr::i32_const(start.cast_signed()),
            Elements::Functions(functions.into()),
        );
    }
    section
}

#[cfg(test)]
mod tests;
