//! What the command line asks for.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// Shown by `--help`.
pub(crate) const USAGE: &str = "\
bundle --wasm FILE --style DIR --site DIR [--wasm-opt FILE] [--budget-main BYTES]
       [--budget-chunk BYTES] [--fast] [--table]

  --wasm FILE          what cargo made of the frontend crate
  --style DIR          main.scss, fonts/ and public/
  --site DIR           where the site goes
  --wasm-opt FILE      the optimiser to run; without it the code is left as it is
  --budget-main BYTES  fail when the main module, compressed with brotli, is larger
  --budget-chunk BYTES fail when another module, compressed with brotli, is larger
  --fast               compress quickly rather than well
  --table              print the sizes even when nothing changed";

/// How hard to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For the watch mode.
    Fast,
    /// For everything else.
    Best,
}

/// The command line, understood.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) wasm: PathBuf,
    pub(crate) style: PathBuf,
    pub(crate) site: PathBuf,
    pub(crate) wasm_opt: Option<PathBuf>,
    pub(crate) budget_main: Option<u64>,
    pub(crate) budget_chunk: Option<u64>,
    pub(crate) effort: Effort,
    pub(crate) table: bool,
}

impl Options {
    /// Reads the arguments; `None` when help was asked for.
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let (mut wasm, mut style, mut site, mut wasm_opt) = (None, None, None, None);
        let (mut budget_main, mut budget_chunk) = (None, None);
        let mut effort = Effort::Best;
        let mut table = false;
        while let Some(arg) = args.next() {
            let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--wasm" => wasm = Some(value()?.into()),
                "--style" => style = Some(value()?.into()),
                "--site" => site = Some(value()?.into()),
                "--wasm-opt" => wasm_opt = Some(value()?.into()),
                "--budget-main" => budget_main = Some(bytes(&value()?)?),
                "--budget-chunk" => budget_chunk = Some(bytes(&value()?)?),
                "--fast" => effort = Effort::Fast,
                "--table" => table = true,
                "--help" | "-h" => return Ok(None),
                _ => bail!("unknown argument {arg:?}; --help lists them"),
            }
        }
        Ok(Some(Self {
            wasm: wasm.context("--wasm is missing")?,
            style: style.context("--style is missing")?,
            site: site.context("--site is missing")?,
            wasm_opt,
            budget_main,
            budget_chunk,
            effort,
            table,
        }))
    }
}

fn bytes(text: &str) -> Result<u64> {
    text.parse()
        .with_context(|| format!("a budget is a number of bytes, not {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Options>> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn reads_all_arguments() {
        let line = "--wasm a.wasm --style s --site t --wasm-opt w --budget-main 300000 --budget-chunk 60000 --fast";
        let options = parse(line).unwrap().unwrap();
        assert_eq!(options.wasm, PathBuf::from("a.wasm"));
        assert_eq!(options.budget_main, Some(300_000));
        assert_eq!(options.budget_chunk, Some(60_000));
        assert_eq!(options.effort, Effort::Fast);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(parse("--wasm a --style s --site t --what").is_err());
        assert!(parse("--wasm a --style s").is_err());
        assert!(parse("--wasm a --style s --site").is_err());
        assert!(parse("--wasm a --style s --site t --budget-main much").is_err());
        assert!(parse("--wasm a --style s --site t --budget-chunk -1").is_err());
    }
}
