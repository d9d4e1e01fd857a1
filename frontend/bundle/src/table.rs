//! The function table of the main module, which the chunks fill.

use std::convert::Infallible;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_encoder::{
    Module, TableType,
    reencode::{self, Reencode},
};
use wasmparser::{Parser, Payload, RefType};

/// How many slots the table has.
pub(crate) fn slots(main: &[u8]) -> Result<u32> {
    for payload in Parser::new(0).parse_all(main) {
        if let Payload::TableSection(section) = payload? {
            for table in section {
                let table = table?.ty;
                if table.element_type == RefType::FUNCREF {
                    return Ok(u32::try_from(table.initial)?);
                }
            }
        }
    }
    Err(anyhow!("the main module has no function table"))
}

/// The module with so many slots in its table.
pub(crate) fn with_slots(main: &[u8], slots: u32) -> Result<Vec<u8>> {
    ensure!(slots >= self::slots(main)?, "a table that becomes smaller");
    let mut module = Module::new();
    Grow(slots.into())
        .parse_core_module(&mut module, Parser::new(0), main)
        .map_err(|error| anyhow!("{error}"))
        .context("the main module cannot be written anew")?;
    Ok(module.finish())
}

struct Grow(u64);

impl Reencode for Grow {
    type Error = Infallible;

    fn table_type(
        &mut self,
        table: wasmparser::TableType,
    ) -> Result<TableType, reencode::Error<Infallible>> {
        let functions = table.element_type == RefType::FUNCREF;
        let mut table = reencode::utils::table_type(self, table)?;
        if functions {
            table.minimum = self.0;
            table.maximum = table.maximum.map(|maximum| maximum.max(self.0));
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, FunctionSection, TableSection, TypeSection,
    };

    use super::*;

    fn main_module(maximum: Option<u64>) -> Vec<u8> {
        let mut tables = TableSection::new();
        for element_type in [
            wasm_encoder::RefType::EXTERNREF,
            wasm_encoder::RefType::FUNCREF,
        ] {
            tables.table(TableType {
                element_type,
                table64: false,
                minimum: 5,
                maximum,
                shared: false,
            });
        }
        let mut elements = ElementSection::new();
        let nothing = Elements::Functions([].as_slice().into());
        elements.active(Some(1), &ConstExpr::i32_const(1), nothing);
        let mut module = Module::new();
        module
            .section(&TypeSection::new())
            .section(&FunctionSection::new())
            .section(&tables)
            .section(&elements);
        module.finish()
    }

    #[test]
    fn the_table_of_functions_grows_and_no_other() {
        for maximum in [None, Some(5)] {
            let grown = with_slots(&main_module(maximum), 9).unwrap();
            wasmparser::validate(&grown).unwrap();
            assert_eq!(slots(&grown).unwrap(), 9);
            let tables = Parser::new(0)
                .parse_all(&grown)
                .find_map(|payload| match payload {
                    Ok(Payload::TableSection(section)) => Some(section),
                    _ => None,
                });
            let limits: Vec<_> = tables
                .unwrap()
                .into_iter()
                .map(|table| table.unwrap().ty)
                .map(|table| (table.initial, table.maximum))
                .collect();
            assert_eq!(limits, [(5, maximum), (9, maximum.map(|_| 9))]);
        }
    }

    #[test]
    fn a_table_that_would_shrink_is_an_error() {
        assert!(with_slots(&main_module(None), 4).is_err());
    }

    #[test]
    fn a_module_without_a_table_is_an_error() {
        assert!(slots(&Module::new().finish()).is_err());
    }
}
