//! Writes the file, whatever stands in it.

use std::io::{self, Write};

use flate2::{Compression, write::GzEncoder};
use ring::digest::{Context, SHA256};
use serde::Serialize;

use super::{FORMAT, MAGIC, SEAL, in_hexadecimal};

/// A backup that is being written.
pub(super) struct Writer<W: Write> {
    lines: GzEncoder<Hashing<W>>,
    line: Vec<u8>,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(out: W) -> io::Result<Self> {
        let mut out = Hashing::over(out);
        writeln!(out, "{MAGIC}{FORMAT}")?;
        Ok(Self {
            lines: GzEncoder::new(out, Compression::fast()),
            line: Vec::new(),
        })
    }

    /// Writes one line.
    pub(super) fn write(&mut self, content: &impl Serialize) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, content)?;
        self.line.push(b'\n');
        self.lines.write_all(&self.line)
    }

    /// Ends the file; answers what it was written into, and how many bytes were.
    pub(super) fn finish(self) -> io::Result<(W, u64)> {
        let Hashing {
            mut out,
            bytes,
            hash,
        } = self.lines.finish()?;
        let seal = format!("{SEAL}{}\n", in_hexadecimal(hash.finish().as_ref()));
        out.write_all(seal.as_bytes())?;
        out.flush()?;
        Ok((out, bytes + seal.len() as u64))
    }
}

/// Hashes what goes through it.
struct Hashing<W> {
    out: W,
    bytes: u64,
    hash: Context,
}

impl<W> Hashing<W> {
    fn over(out: W) -> Self {
        let (bytes, hash) = (0, Context::new(&SHA256));
        Self { out, bytes, hash }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
