use std::io::BufRead;

use super::{Header, reader::Reader};

/// Reads a backup from its beginning to its end, without a database; answers what it holds.
/// `progress` is told how many rows of how many were read.
///
/// # Errors
/// One line that says what is wrong with it.
pub fn check(source: impl BufRead, progress: impl Fn(u64, u64)) -> Result<Header, String> {
    let mut reader = Reader::begin(source)?;
    let header = reader.header.clone();
    let (rows, mut read) = (header.rows(), 0);
    for table in &header.tables {
        for _ in 0..table.rows {
            reader.row(table)?;
            read += 1;
            progress(read, rows);
        }
    }
    reader.finish()?;
    Ok(header)
}
