use wasm_encoder::{
    ConstExpr, EntityType, ExportSection, Function, GlobalType, Instruction, MemoryType, RefType,
    TableType, ValType,
};

use super::*;

/// A chunk like those of the splitter: one function that calls itself and stores the global,
/// one slot of the table, one stretch of the memory.
fn chunk(slot: i32, extra_import: bool) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], [ValType::I32]);
    let mut imports = ImportSection::new();
    let memory = MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    imports.import("main", "memory", memory);
    let table = TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 9,
        maximum: None,
        shared: false,
    };
    imports.import("main", "table", table);
    let global = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    if extra_import {
        imports.import("main", "other", EntityType::Global(global));
    }
    imports.import("main", "stack", EntityType::Global(global));
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut elements = ElementSection::new();
    elements.active(
        Some(0),
        &ConstExpr::i32_const(slot),
        wasm_encoder::Elements::Functions([0].as_slice().into()),
    );
    let mut code = CodeSection::new();
    let mut function = Function::new([]);
    function.instruction(&Instruction::Call(0));
    function.instruction(&Instruction::GlobalSet(u32::from(extra_import)));
    function.instruction(&Instruction::GlobalGet(u32::from(extra_import)));
    function.instruction(&Instruction::End);
    code.function(&function);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(slot * 16), *b"text");
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&ExportSection::new())
        .section(&elements)
        .section(&code)
        .section(&data);
    module.finish()
}

fn valid(module: &[u8]) {
    wasmparser::validate(module).unwrap();
}

#[test]
fn merged_chunks_are_one_valid_module() {
    let merged = merge(&[chunk(1, false), chunk(2, true), chunk(3, false)]).unwrap();
    valid(&merged);
    let (mut imports, mut calls, mut stores) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(&merged) {
        match payload.unwrap() {
            Payload::ImportSection(section) => imports = section.into_imports().count(),
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader().unwrap() {
                    match operator.unwrap() {
                        wasmparser::Operator::Call { function_index } => {
                            calls.push(function_index);
                        }
                        wasmparser::Operator::GlobalSet { global_index } => {
                            stores.push(global_index);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!(imports, 4, "memory, table and two globals, once each");
    assert_eq!(calls, [0, 1, 2], "each function calls itself");
    assert_eq!(stores, [0, 0, 0], "all store the same global");
}

#[test]
fn stripping_keeps_a_module_valid() {
    let mut module = chunk(1, false);
    // A custom section: id, length, length of the name, name, content.
    module.extend([0, 6, 4, b'n', b'a', b'm', b'e', 7]);
    let stripped = strip(&module).unwrap();
    valid(&stripped);
    assert_eq!(stripped.len(), chunk(1, false).len());
}
