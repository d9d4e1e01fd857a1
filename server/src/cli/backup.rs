use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use services::source::{Clock, SystemClock};

use super::{progress::Progress, stopping::Signals};
use crate::{
    backup::{self, Header, Partial, Taken},
    database,
    settings::Settings,
};

const NOT_IN_IT: &str = "Not in it, and to be kept as well: the configuration folder, the settings \
     with their secrets, and keys that sign audit heads. Who was signed in is left out.";

/// Takes a backup into a file, or to standard output.
pub(super) async fn take(settings: &Settings, file: &Path, force: bool) -> Result<(), String> {
    let (written, size) = if is_standard(file) {
        let Taken { header, bytes, .. } = write(settings, || Ok(io::stdout().lock())).await?;
        (header, bytes)
    } else {
        into_file(settings, file, force).await?
    };
    let told = format!(
        "Wrote {}: {}, {size} bytes.",
        file.display(),
        words(&written)
    );
    if is_standard(file) {
        eprintln!("{told}\n{NOT_IN_IT}");
    } else {
        println!("{told}\n{NOT_IN_IT}");
    }
    Ok(())
}

/// Reads a backup to its end.
pub(super) fn check(file: &Path) -> Result<(), String> {
    let header = if is_standard(file) {
        read_through(io::stdin().lock())
    } else {
        open(file).and_then(read_through)
    };
    let header = header.map_err(|error| format!("{}: {error}", file.display()))?;
    println!("{} is whole: {}.", file.display(), words(&header));
    Ok(())
}

/// Reads a backup to its end, and shows how far it has come.
pub(super) fn read_through(source: impl BufRead) -> Result<Header, String> {
    let progress = Shown::new("Check");
    let header = backup::check(source, |done, rows| progress.at(done, rows));
    progress.end();
    header
}

/// Opens a backup.
pub(super) fn open(file: &Path) -> Result<BufReader<File>, String> {
    let file = File::open(file).map_err(|error| error.to_string())?;
    Ok(BufReader::with_capacity(128 * 1024, file))
}

/// What a backup holds, in words.
pub(super) fn words(header: &Header) -> String {
    let Header {
        moment, database, ..
    } = header;
    let (rows, tables) = (header.rows(), header.tables.len());
    let moment = moment.format("%Y-%m-%d %H:%M:%S UTC");
    format!("{rows} rows in {tables} tables of {database}, as of {moment}")
}

fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}

async fn into_file(settings: &Settings, file: &Path, force: bool) -> Result<(Header, u64), String> {
    let told = |error: io::Error| format!("{}: {error}", file.display());
    refuse_taken(file, force)?;
    let begin = || Partial::begin(file).map_err(told);
    let taken = write(settings, begin).await?;
    refuse_taken(file, force)?;
    taken.out.keep().map_err(told)?;
    Ok((taken.header, taken.bytes))
}

fn refuse_taken(file: &Path, force: bool) -> Result<(), String> {
    if file.exists() && !file.is_file() {
        return Err(format!("{} is not a file", file.display()));
    }
    if file.exists() && !force {
        let file = file.display();
        return Err(format!("{file} is there already; --force writes over it"));
    }
    Ok(())
}

/// Writes the backup; what was written is given up when the process is told to stop.
async fn write<W: Write>(
    settings: &Settings,
    begin: impl FnOnce() -> Result<W, String>,
) -> Result<Taken<W>, String> {
    let mut signals = Signals::listen()?;
    let db = database::open_to_read(settings).await?;
    let progress = Shown::new("Backup");
    let told = |done, rows| progress.at(done, rows);
    let taken = tokio::select! {
        // It listens before there is anything that would be left behind.
        biased;
        () = signals.told() => Err("stopped; nothing of it was kept".to_owned()),
        taken = async { backup::take(&db, begin()?, SystemClock.now(), told).await } => taken,
    };
    progress.end();
    // What was read is what counts.
    let _ = db.close().await;
    taken.map_err(|error| format!("backup: {error}"))
}

/// Progress on work whose size is known once it has begun.
struct Shown {
    title: &'static str,
    progress: std::cell::OnceCell<Progress>,
}

impl Shown {
    fn new(title: &'static str) -> Self {
        let progress = std::cell::OnceCell::new();
        Self { title, progress }
    }

    /// A row is little work, so not each of them is shown.
    fn at(&self, done: u64, rows: u64) {
        if done.is_multiple_of(1000) {
            let progress = || Progress::new(self.title, "rows", rows);
            self.progress.get_or_init(progress).at(done);
        }
    }

    fn end(&self) {
        if let Some(progress) = self.progress.get() {
            progress.give_up();
        }
    }
}
