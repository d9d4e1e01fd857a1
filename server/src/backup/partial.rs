use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// A file that bears another name until it is whole, and that nobody else may read. Dropped before
/// it is kept, it is gone.
#[derive(Debug)]
pub struct Partial {
    file: File,
    name: PathBuf,
    target: PathBuf,
}

impl Partial {
    /// Begins a file that is to stand at `target`.
    ///
    /// # Errors
    /// When it cannot be made there.
    pub fn begin(target: &Path) -> io::Result<Self> {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".partial-{}", std::process::id()));
        let name = PathBuf::from(name);
        let mut options = OpenOptions::new();
        let options = options.write(true).create_new(true).mode(0o600);
        Ok(Self {
            file: options.open(&name)?,
            name,
            target: target.to_owned(),
        })
    }

    /// Brings the file to the disk, and then under its name, in place of what was there.
    ///
    /// # Errors
    /// When either fails; then the file is gone.
    pub fn keep(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.name, &self.target)?;
        let folder = self.target.parent();
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Once it is kept, nothing bears this name.
        let _ = fs::remove_file(&self.name);
    }
}
