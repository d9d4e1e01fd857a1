//! `server backup`.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

use testkit::{TestDatabase, on_both_databases, on_postgres, trial::until};

use crate::{
    backup_file::{Backup, kept, make_large},
    run::{Folder, owning, told, told_to_owner},
};

/// Every place of the beginning and the end of a backup, and some between.
fn places(length: usize) -> impl Iterator<Item = usize> {
    let between = (150..length).step_by(length / 40);
    (0..150).chain(between).chain(length - 150..length)
}

fn check(bytes: &[u8]) -> Result<(), String> {
    server::backup::check(bytes, |_, _| ()).map(drop)
}

on_both_databases! {
    async fn a_backup_says_what_it_holds_and_what_not(world: World) {
        world.register("caseworker1.d08", "Шевченко", "Олена").await;
        let backup = Backup::of(&world.database);
        let (header, content) = backup.content();
        let everything = kept(&world.database).await;
        for (table, rows) in &everything.0 {
            assert_eq!(content[table].len(), rows.len(), "{table}");
        }
        assert_eq!(content.len(), everything.0.len());
        let size = backup.bytes().len();
        let holds = format!("{} rows in {} tables of {}", header.rows(), content.len(), header.database);
        assert!(backup.said.contains(&holds), "{}", backup.said);
        assert!(backup.said.contains(&format!("{size} bytes.\nNot in it")), "{}", backup.said);
        let mode = fs::metadata(&backup.name).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(backup.folder.file("")).unwrap().count(), 1);
        let said = told(&world, &["backup", "--check", &backup.name]).unwrap();
        assert!(said.contains(&format!("is whole: {holds}")), "{said}");
    }

    async fn a_backup_is_written_over_only_when_that_is_said(world: World) {
        let backup = Backup::of(&world.database);
        let before = backup.bytes();
        let again = ["backup", &backup.name];
        let said = told_to_owner(&world.database, &again).unwrap_err();
        let expected = format!("server: {} is there already; --force writes over it\n", backup.name);
        assert_eq!(said, expected);
        assert_eq!(backup.bytes(), before);
        world.register("caseworker1.d08", "Шевченко", "Олена").await;
        told_to_owner(&world.database, &["backup", "--force", &backup.name]).unwrap();
        assert!(backup.bytes() != before);
        told(&world, &["backup", "--check", &backup.name]).unwrap();
        let folder = backup.folder.name("");
        let said = told_to_owner(&world.database, &["backup", "--force", &folder]).unwrap_err();
        assert_eq!(said, format!("server: {folder} is not a file\n"));
        let nowhere = backup.folder.name("missing/city.backup");
        let said = told_to_owner(&world.database, &["backup", &nowhere]).unwrap_err();
        assert!(said.contains("No such file") && said.lines().count() == 1, "{said}");
    }

    async fn a_backup_goes_through_standard_output_and_input(world: World) {
        let output = owning(&world.database).args(["backup", "-"]).output().unwrap();
        assert!(output.status.success());
        check(&output.stdout).unwrap();
        let mut program = owning(&world.database);
        let program = program.args(["backup", "--check", "-"]).stdin(Stdio::piped());
        let mut child = program.stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&output.stdout).unwrap();
        assert!(child.wait().unwrap().success());
    }

    async fn a_backup_that_is_stopped_leaves_nothing(world: World) {
        world.register("caseworker1.d08", "Шевченко", "Олена").await;
        make_large(&world.database).await;
        let folder = Folder::new();
        let files = || fs::read_dir(folder.file("")).unwrap().count();
        let mut program = owning(&world.database);
        let program = program.args(["backup", &folder.name("city.backup")]);
        let mut child = program.stderr(Stdio::null()).spawn().unwrap();
        until("it is written", || files() > 0);
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        assert_eq!(files(), 0);
    }

    async fn a_backup_that_was_cut_or_changed_is_refused(world: World) {
        let backup = Backup::of(&world.database);
        let bytes = backup.bytes();
        check(&bytes).unwrap();
        for place in places(bytes.len()) {
            assert!(check(&bytes[..place]).is_err(), "cut at {place}");
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            assert!(check(&changed).is_err(), "changed at {place}");
        }
        let longer = [bytes.as_slice(), b"\n"].concat();
        assert!(check(&longer).is_err());

        let empty = TestDatabase::empty(world.database.kind).await;
        let damaged = Folder::new();
        let name = damaged.name("damaged");
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 16;
        for content in [&changed, &bytes[..bytes.len() - 1], b"nonsense"] {
            fs::write(&name, content).unwrap();
            let said = told_to_owner(&empty, &["restore", &name]).unwrap_err();
            let begins = format!("server: {name}: ");
            assert!(said.starts_with(&begins) && said.lines().count() == 1, "{said}");
            assert_eq!(empty.tables().await.len(), 0);
        }
        empty.remove().await;
    }
}

on_postgres! {
    async fn a_role_behind_the_wall_takes_no_backup(world: World) {
        let folder = Folder::new();
        let name = folder.name("city.backup");
        let said = told(&world, &["backup", &name]).unwrap_err();
        assert_eq!(
            said,
            "server: backup: this role does not see the rows of every district; set \
             LANCHID_MIGRATION_DATABASE_URL to the role that owns the tables\n"
        );
        assert_eq!(fs::read_dir(folder.file("")).unwrap().count(), 0);
        // An owner is behind it as well where it was told to be.
        world.database.execute("ALTER TABLE persons FORCE ROW LEVEL SECURITY").await;
        let said = told_to_owner(&world.database, &["backup", &name]).unwrap_err();
        assert!(said.contains("does not see the rows of every district"), "{said}");
    }
}
