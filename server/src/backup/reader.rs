//! Reads the file, and believes nothing of it.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use ring::digest::{Context, SHA256};
use sea_orm::Value;
use serde_json::Value as Json;

use super::{FORMAT, Header, MAGIC, SEAL, Table, in_hexadecimal};

/// The longest line: far more than a row of ours can have.
const LINE_MAX: u64 = 256 * 1024 * 1024;
/// The longest first and last line, which are not compressed.
const PLAIN_LINE_MAX: u64 = 200;

const NO_BACKUP: &str = "this is not a backup of Lánchíd";
const DAMAGED: &str = "the backup is cut off or was changed";

/// A backup that is being read.
pub(super) struct Reader<R: BufRead> {
    pub(super) header: Header,
    lines: BufReader<GzDecoder<Hashing<R>>>,
    line: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Reads as far as the rows begin.
    pub(super) fn begin(source: R) -> Result<Self, String> {
        let mut source = Hashing::over(source);
        check_format(&mut source)?;
        let mut lines = BufReader::new(GzDecoder::new(source));
        let mut line = Vec::new();
        read_line(&mut lines, &mut line)?;
        let header = serde_json::from_slice(&line)
            .map_err(|error| format!("{DAMAGED}: its first line cannot be read ({error})"))?;
        Ok(Self {
            header,
            lines,
            line,
        })
    }

    /// Reads the next row, which has to be one of this table.
    pub(super) fn row(&mut self, table: &Table) -> Result<Vec<Value>, String> {
        read_line(&mut self.lines, &mut self.line)?;
        let strange = || format!("{DAMAGED}: a row of `{}` cannot be read", table.name);
        let row: Vec<Json> = serde_json::from_slice(&self.line).map_err(|_| strange())?;
        if row.len() != table.columns.len() {
            return Err(strange());
        }
        let values = row.into_iter().zip(&table.columns);
        let values = values.map(|(value, column)| column.kind.value(value));
        values.collect::<Option<_>>().ok_or_else(strange)
    }

    /// Reads the end: nothing may follow, and the hash has to be that of all that was read.
    pub(super) fn finish(mut self) -> Result<(), String> {
        let more = self.lines.read(&mut [0]).map_err(damaged)?;
        if more > 0 {
            return Err(format!("{DAMAGED}: more rows follow than it says"));
        }
        let Hashing { mut source, hash } = self.lines.into_inner().into_inner();
        let mut seal = Vec::new();
        let limited = source.by_ref().take(PLAIN_LINE_MAX);
        { limited }.read_to_end(&mut seal).map_err(damaged)?;
        let expected = format!("{SEAL}{}\n", in_hexadecimal(hash.finish().as_ref()));
        if seal == expected.as_bytes() {
            Ok(())
        } else {
            Err(format!("{DAMAGED}: its hash is another one"))
        }
    }
}

fn check_format(source: &mut impl BufRead) -> Result<(), String> {
    let mut line = Vec::new();
    let mut limited = source.by_ref().take(PLAIN_LINE_MAX);
    limited
        .read_until(b'\n', &mut line)
        .map_err(|error| error.to_string())?;
    let line = std::str::from_utf8(&line).map_err(|_| NO_BACKUP)?;
    let format = line
        .strip_prefix(MAGIC)
        .and_then(|line| line.strip_suffix('\n'));
    match format.ok_or(NO_BACKUP)?.parse::<u32>() {
        Ok(FORMAT) => Ok(()),
        Ok(other) => Err(format!(
            "the backup has format {other}, and this program reads format {FORMAT}"
        )),
        Err(_) => Err(NO_BACKUP.to_owned()),
    }
}

fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> Result<(), String> {
    line.clear();
    let mut limited = lines.by_ref().take(LINE_MAX);
    limited.read_until(b'\n', line).map_err(damaged)?;
    if line.ends_with(b"\n") {
        Ok(())
    } else {
        Err(format!("{DAMAGED}: it ends in the middle"))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn damaged(error: std::io::Error) -> String {
    format!("{DAMAGED} ({error})")
}

/// Hashes what is taken from it.
struct Hashing<R> {
    source: R,
    hash: Context,
}

impl<R> Hashing<R> {
    fn over(source: R) -> Self {
        let hash = Context::new(&SHA256);
        Self { source, hash }
    }
}

impl<R: BufRead> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Hashing<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What was filled is still there: nothing is read anew.
        if amount > 0
            && let Ok(filled) = self.source.fill_buf()
        {
            self.hash.update(&filled[..amount.min(filled.len())]);
        }
        self.source.consume(amount);
    }
}
