//! Writes a `.br` and a `.gz` beside every file that gains by it.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Result, bail};
use brotli::{BrotliCompress, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use crate::{files, options::Effort};

/// Smaller files are not worth a second file.
const MIN: usize = 1000;

/// Compresses all files of the site, as many at a time as there are cores.
pub(crate) fn all(site: &Path, effort: Effort) -> Result<()> {
    let todo = files::below(site)?;
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|_| scope.spawn(|| work_off(&todo, &next, effort)))
            .collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("a worker panicked")))
    })
}

fn work_off(todo: &[PathBuf], next: &AtomicUsize, effort: Effort) -> Result<()> {
    while let Some(path) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
        one(path, effort)?;
    }
    Ok(())
}

fn one(path: &Path, effort: Effort) -> Result<()> {
    let content = files::read(path)?;
    if content.len() < MIN {
        return Ok(());
    }
    keep_if_smaller(path, "br", &content, &brotli(&content, effort)?)?;
    keep_if_smaller(path, "gz", &content, &gzip(&content, effort)?)
}

/// Fonts and pictures are compressed already; a second copy of them would only cost space.
fn keep_if_smaller(path: &Path, suffix: &str, content: &[u8], packed: &[u8]) -> Result<()> {
    if packed.len() * 20 > content.len() * 19 {
        return Ok(());
    }
    files::write(&files::beside(path, suffix), packed)
}

/// Compresses with brotli.
pub(crate) fn brotli(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: if effort == Effort::Best { 11 } else { 4 },
        lgwin: 24,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    BrotliCompress(&mut &*content, &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = if effort == Effort::Best {
        Compression::best()
    } else {
        Compression::fast()
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let content = b"Budapest ".repeat(500);
        let mut plain = Vec::new();
        let packed = brotli(&content, Effort::Best).unwrap();
        brotli::BrotliDecompress(&mut &*packed, &mut plain).unwrap();
        assert_eq!(plain, content);
        let mut plain = Vec::new();
        let packed = gzip(&content, Effort::Fast).unwrap();
        flate2::read::GzDecoder::new(&*packed)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, content);
    }
}
