use std::{
    path::Path,
    process::{Command, Output},
};

pub(crate) use testkit::trial::Folder;
use testkit::{TestDatabase, World, trial::Program};

/// The program on a database, as a process that is watched.
pub(crate) fn trial(database: &TestDatabase) -> Program {
    Program::new(env!("CARGO_BIN_EXE_server"), database)
}

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
