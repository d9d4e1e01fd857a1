use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

use testkit::{TestDatabase, World};

/// The program on the database of a world.
pub(crate) fn program(world: &World) -> Command {
    program_on(&world.database)
}

/// The program on a database, which also knows its owner.
pub(crate) fn owning(database: &TestDatabase) -> Command {
    let owner = database.url.replace("lanchid_runtime@", "lanchid_owner@");
    let mut command = program_on(database);
    command.env("LANCHID_MIGRATION_DATABASE_URL", owner);
    command
}

fn program_on(database: &TestDatabase) -> Command {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env("LANCHID_DATABASE_URL", &database.url)
        .env("LANCHID_CONFIG_DIR", config)
        .env("LANCHID_LOG", "warn");
    command
}

/// What it says to these arguments: standard output, or the one line of an error.
pub(crate) fn told(world: &World, arguments: &[&str]) -> Result<String, String> {
    answer(program(world).args(arguments))
}

/// The same of the program on a database, which also knows its owner.
pub(crate) fn told_to_owner(database: &TestDatabase, arguments: &[&str]) -> Result<String, String> {
    answer(owning(database).args(arguments))
}

fn answer(program: &mut Command) -> Result<String, String> {
    let output = program.output().unwrap();
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    let (stdout, stderr) = (text(stdout), text(stderr));
    if status.success() {
        return Ok(stdout);
    }
    assert_eq!(status.code(), Some(1), "{stderr}");
    Err(stderr)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A folder that is gone at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lanchid-command-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).unwrap();
        folder
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The same, as an argument.
    pub(crate) fn name(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
