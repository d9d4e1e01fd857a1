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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::backup::writer::Writer;

    fn header(rows: u64) -> Value {
        let kinds = [
            "uuid", "text", "integer", "boolean", "day", "moment", "json",
        ];
        let columns = kinds.map(|kind| json!({"name": kind, "kind": kind}));
        json!({
            "moment": "2026-11-29T20:30:00Z",
            "program": "0.1.0",
            "database": "SQLite",
            "migrations": [],
            "tables": [{"name": "things", "rows": rows, "columns": columns}],
        })
    }

    fn row() -> Value {
        json!([
            "01a2076b-4400-7306-a9b1-21eca88b6e1a",
            "\u{1f} Шевченко\n",
            -7,
            true,
            "2026-11-29",
            "2026-11-29T20:30:00.000001Z",
            "{\"a\": [1.50]}"
        ])
    }

    fn checked(lines: &[Value]) -> Result<Header, String> {
        let mut writer = Writer::begin(Vec::new()).unwrap();
        for line in lines {
            writer.write(line).unwrap();
        }
        let (file, bytes) = writer.finish().unwrap();
        assert_eq!(file.len() as u64, bytes);
        check(file.as_slice(), |_, _| ())
    }

    #[test]
    fn rows_of_every_kind_and_without_any_value_are_read() {
        let nothing = json!([null, null, null, null, null, null, null]);
        let read = checked(&[header(2), row(), nothing]).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), header(2));
    }

    #[test]
    fn as_many_rows_as_are_told_of_have_to_be_there() {
        let less = checked(&[header(2), row()]).unwrap_err();
        assert!(less.contains("it ends in the middle"), "{less}");
        let more = checked(&[header(1), row(), row()]).unwrap_err();
        assert!(more.contains("more rows follow"), "{more}");
        assert!(checked(&[header(u64::MAX)]).is_err());
        assert!(checked(&[]).is_err());
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        for place in 0..7 {
            for strange in [json!("?"), json!(0.5), json!([]), json!({"a": 1})] {
                let mut row = row();
                row[place] = strange.clone();
                let text = place == 1 && strange.is_string();
                assert_eq!(
                    checked(&[header(1), row]).is_ok(),
                    text,
                    "{place} {strange}"
                );
            }
        }
        let mut short = row();
        short.as_array_mut().unwrap().pop();
        let refused = checked(&[header(1), short]).unwrap_err();
        assert!(
            refused.contains("a row of `things` cannot be read"),
            "{refused}"
        );
    }

    #[test]
    fn what_is_not_a_backup_or_of_another_format_is_told() {
        let told = |file: &[u8]| check(file, |_, _| ()).unwrap_err();
        for file in [
            &b""[..],
            b"\0",
            b"lanchid-backup 1",
            b"lanchid-backup x\n",
            b"PK\n",
        ] {
            assert_eq!(told(file), "this is not a backup of Lánchíd");
        }
        let later = "the backup has format 2, and this program reads format 1";
        assert_eq!(told(b"lanchid-backup 2\n"), later);
        assert!(told(b"lanchid-backup 1\n").contains("cut off"));
        let mut other = header(0);
        other["moon"] = json!("full");
        assert!(checked(&[other]).unwrap_err().contains("unknown field"));
    }
}
