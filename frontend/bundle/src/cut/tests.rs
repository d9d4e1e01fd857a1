use wasm_encoder::{
    EntityType, Function, ImportSection, MemoryType, RefType, TableType, TypeSection, ValType,
};

use super::*;

/// The first slot that nobody has.
const FREE: u32 = 100;

/// What function calls what, in the chunk of these tests.
const CALLS: [&[u32]; 6] = [&[1, 5], &[0, 1, 2], &[], &[2, 2, 4], &[5, 3], &[0]];

/// One function for each entry of [`CALLS`], behind one that is imported and that all of them call.
/// Each begins by naming itself. Two are in the table, and two stretches of memory are filled.
fn chunk() -> Vec<u8> {
    chunk_with(0)
}

/// The same, with so many numbers in each function that cannot be compressed.
fn chunk_with(noise: usize) -> Vec<u8> {
    let mut state = 1_i64;
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
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
    imports.import("main", "helper", EntityType::Function(0));
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for (name, calls) in (0..).zip(CALLS) {
        functions.function(1);
        let mut function = Function::new([]);
        function.instruction(&Instruction::I32Const(name));
        function.instruction(&Instruction::Call(0));
        for _ in 0..noise {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            function.instruction(&Instruction::I64Const(state));
            function.instruction(&Instruction::Drop);
        }
        for called in calls {
            function.instruction(&Instruction::Call(1 + called));
        }
        function.instruction(&Instruction::End);
        code.function(&function);
    }
    let mut elements = ElementSection::new();
    let two = Elements::Functions([1 + 2, 1 + 5].as_slice().into());
    elements.active(None, &ConstExpr::i32_const(7), two);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(16), *b"Budapest");
    data.active(0, &ConstExpr::i32_const(-8), *b"Duna");
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&elements)
        .section(&code)
        .section(&data);
    module.finish()
}

const WEIGHTS: Weights = Weights {
    code: 300,
    data: 300,
};

fn pieces(count: usize) -> (Vec<Vec<u8>>, u32) {
    let mut free = FREE;
    let chunk = chunk();
    let chunk = Chunk::parse(&chunk).unwrap();
    (chunk.cut(count, WEIGHTS, &mut free).unwrap(), free)
}

/// What a browser would have after it instantiated modules.
#[derive(Debug, Default, PartialEq, Eq)]
struct Loaded {
    /// For each function, by name: the names of those that it calls.
    calls: BTreeMap<i32, Vec<i32>>,
    table: BTreeMap<u32, i32>,
    memory: BTreeMap<u32, u8>,
}

/// A call as it is written: by the number of a function, or by that of a slot.
enum Call {
    Function(usize),
    Slot(u32),
}

fn load(modules: &[Vec<u8>]) -> Loaded {
    let mut loaded = Loaded::default();
    for module in modules {
        wasmparser::validate(module).unwrap();
        let chunk = Chunk::parse(module).unwrap();
        let read: Vec<_> = chunk
            .functions
            .iter()
            .map(|it| calls_of(&it.body))
            .collect();
        for (function, (name, calls)) in chunk.functions.iter().zip(&read) {
            let slots = function.slots.iter().map(|slot| (*slot, *name));
            loaded.table.extend(slots);
            let calls = calls.iter().map(|call| match call {
                Call::Function(number) => read[*number].0,
                Call::Slot(slot) => -1 - slot.cast_signed(),
            });
            loaded.calls.insert(*name, calls.collect());
        }
        for (offset, bytes) in &chunk.data {
            loaded.memory.extend((*offset..).zip(bytes.iter().copied()));
        }
    }
    // The slots can be looked up only when all of them are filled.
    let table = &loaded.table;
    for call in loaded.calls.values_mut().flatten() {
        if *call < 0 {
            *call = table[&(-1 - *call).cast_unsigned()];
        }
    }
    loaded
}

fn calls_of(body: &FunctionBody<'_>) -> (i32, Vec<Call>) {
    let operators: Vec<_> = body
        .get_operators_reader()
        .unwrap()
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let Operator::I32Const { value: name } = operators[0] else {
        panic!("a function without a name");
    };
    let mut calls = Vec::new();
    for pair in operators.windows(2) {
        match pair {
            [_, Operator::Call { function_index: 0 }] => {}
            [_, Operator::Call { function_index }] => {
                calls.push(Call::Function(*function_index as usize - 1));
            }
            [
                Operator::I32Const { value },
                Operator::CallIndirect { type_index: 1, .. },
            ] => {
                calls.push(Call::Slot(value.cast_unsigned()));
            }
            [_, Operator::CallIndirect { .. }] => panic!("a call of an unknown kind"),
            _ => {}
        }
    }
    (name, calls)
}

#[test]
fn pieces_do_what_the_whole_does() {
    let whole = load(&[chunk()]);
    assert_eq!(whole.calls[&3], [2, 2, 4]);
    for count in 1..=4 {
        let (modules, free) = pieces(count);
        assert_eq!(modules.len(), count);
        let mut loaded = load(&modules);
        assert!(loaded.table.keys().all(|slot| *slot < free));
        loaded.table.retain(|slot, _| *slot < FREE);
        assert_eq!(loaded, whole, "{count} pieces");
    }
}

#[test]
fn each_piece_has_a_part_of_the_functions() {
    let (modules, _) = pieces(3);
    let counts: Vec<_> = modules
        .iter()
        .map(|module| Chunk::parse(module).unwrap().functions.len())
        .collect();
    assert_eq!(counts.iter().sum::<usize>(), CALLS.len());
    assert!(
        counts.iter().all(|count| *count < CALLS.len()),
        "{counts:?}"
    );
}

#[test]
fn only_a_function_that_is_called_from_afar_and_has_no_slot_gets_one() {
    assert_eq!(pieces(1).1, FREE);
    let (modules, free) = pieces(2);
    let new = |loaded: &Loaded| {
        let slots = loaded.table.iter().filter(|(slot, _)| **slot >= FREE);
        slots.map(|(_, name)| *name).collect::<Vec<_>>()
    };
    let new = new(&load(&modules));
    assert_eq!(new.len(), (free - FREE) as usize);
    assert!(!new.contains(&2) && !new.contains(&5), "{new:?}");
    assert!(!new.is_empty());
}

#[test]
fn what_cannot_be_cut_is_refused() {
    let mut module = chunk();
    // A section with one export: of the memory, called "m".
    module.extend([7, 5, 1, 1, b'm', 2, 0]);
    assert!(Chunk::parse(&module).is_err());
    assert!(Chunk::parse(&chunk()).is_ok());
}

#[test]
fn a_small_chunk_stays_whole_and_a_large_one_fits_afterwards() {
    let mut free = FREE;
    assert!(cut(&chunk(), &mut free).unwrap().is_none());
    assert_eq!(free, FREE);
    let large = chunk_with(2_000);
    let modules = cut(&large, &mut free).unwrap().unwrap();
    assert!(modules.len() > 1);
    assert!(modules.iter().all(|it| size(it).unwrap() <= LIMIT));
    let mut loaded = load(&modules);
    // Whoever comes next takes other slots.
    assert_eq!(loaded.table.keys().max(), Some(&(free - 1)));
    loaded.table.retain(|slot, _| *slot < FREE);
    assert_eq!(loaded, load(&[large]));
}
