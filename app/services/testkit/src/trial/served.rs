//! The program as a process of its own.

use std::{
    fs,
    net::TcpListener,
    ops::Range,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

use super::http::{Request, send};
use crate::TestDatabase;

/// The program, and the database that it works with.
#[derive(Clone, Debug)]
pub struct Program {
    binary: PathBuf,
    url: String,
    settings: Vec<(&'static str, String)>,
}

impl Program {
    /// The program in this file, on a database.
    pub fn new(binary: impl Into<PathBuf>, database: &TestDatabase) -> Self {
        Self {
            binary: binary.into(),
            url: database.url.clone(),
            settings: Vec::new(),
        }
    }

    /// The same with another setting; an empty one is not set at all.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    /// A command, which may migrate as well.
    pub fn command(&self) -> Command {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../server/config");
        let owner = self.url.replace("lanchid_runtime@", "lanchid_owner@");
        let mut command = Command::new(&self.binary);
        command
            .env("LANCHID_DATABASE_URL", &self.url)
            .env("LANCHID_MIGRATION_DATABASE_URL", owner)
            .env("LANCHID_CONFIG_DIR", config)
            .env("LANCHID_LOG", "info,sqlx=warn");
        for (name, value) in &self.settings {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        command
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command().args(arguments).output();
        output.expect("the program")
    }

    /// Walks along the audit's chain; answers what is said of it.
    ///
    /// # Panics
    /// When anything in it is wrong.
    pub fn verify(&self) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self.run(&["audit", "verify"]);
        let told = String::from_utf8_lossy(&stdout).into_owned();
        let fault = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "audit verify: {told}{fault}");
        told
    }

    /// Starts it, and does not wait for anything.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(&self) -> Served {
        self.start_at(free_port())
    }

    /// The same at a port that is known already.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start_at(&self, port: u16) -> Served {
        let folder = Folder::new();
        folder.write("hash.txt", "");
        let log = fs::File::create(folder.file("log")).expect("a log");
        let begun = Instant::now();
        let process = self
            .command()
            .arg("serve")
            .env("LANCHID_ADDR", format!("127.0.0.1:{port}"))
            .env("LANCHID_SITE_DIR", folder.file(""))
            .env("LANCHID_DATA_DIR", folder.file("data"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the program");
        Served {
            process,
            port,
            up_after: Duration::ZERO,
            begun,
            folder,
        }
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Panics
    /// When it ends instead.
    pub fn serve(&self) -> Served {
        let mut served = self.start();
        served.wait();
        served
    }
}

/// Ports that systems give to nobody by themselves: theirs begin at 32,768 or above. One of those
/// might go to a connection of somebody else between two starts at the same port.
const PORTS: Range<u32> = 10_000..32_000;

/// A port at which nobody listens, and that no other test of this process gets.
///
/// # Panics
/// When there is none.
pub fn free_port() -> u16 {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let count = PORTS.end - PORTS.start;
    // Processes begin apart from each other.
    let first = std::process::id().wrapping_mul(997);
    let ports = (0..count).map(|_| {
        let given = GIVEN.fetch_add(1, Ordering::Relaxed);
        PORTS.start + first.wrapping_add(given) % count
    });
    let mut ports = ports.filter_map(|port| u16::try_from(port).ok());
    ports
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port")
}

/// The program, serving; killed when this goes.
#[derive(Debug)]
pub struct Served {
    process: Child,
    /// Where it serves.
    pub port: u16,
    /// How long it took from its start to its first answer.
    pub up_after: Duration,
    begun: Instant,
    folder: Folder,
}

impl Served {
    /// Waits until it answers.
    ///
    /// # Panics
    /// When it ends instead.
    pub fn wait(&mut self) {
        while !self.is_ready() {
            let ended = self.process.try_wait().expect("the state of a process");
            assert!(ended.is_none(), "{ended:?}: {}", self.log());
            let patience = self.begun.elapsed() < Duration::from_mins(2);
            assert!(patience, "it never answers: {}", self.log());
            sleep(Duration::from_millis(5));
        }
        self.up_after = self.begun.elapsed();
    }

    fn is_ready(&self) -> bool {
        let answer = send(self.port, &Request::get("/health/ready", ""));
        answer.is_ok_and(|answer| answer.status == 200)
    }

    /// Puts a file of so many empty bytes among those of the site.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn put(&self, name: &str, bytes: u64) {
        let file = fs::File::create(self.folder.file(name)).expect("a file");
        file.set_len(bytes).expect("its size");
    }

    /// What it has logged.
    ///
    /// # Panics
    /// When the log cannot be read.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.file("log")).expect("a log")
    }

    /// Sends it a signal, `TERM` or `KILL`.
    ///
    /// # Panics
    /// When there is no such process any more.
    pub fn signal(&self, name: &str) {
        let (name, id) = (format!("-{name}"), self.process.id().to_string());
        let sent = Command::new("kill").args([name, id]).status();
        assert!(sent.expect("kill").success());
    }

    /// How it ended; waits for that.
    ///
    /// # Panics
    /// When it does not end.
    pub fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        until("it ends", || {
            status = self.process.try_wait().expect("the state of a process");
            status.is_some()
        });
        status.expect("an end")
    }

    /// Ends it as an administrator does.
    ///
    /// # Panics
    /// When it does not end well.
    pub fn stop(mut self) {
        self.signal("TERM");
        let status = self.ended();
        assert!(status.success(), "{status}: {}", self.log());
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.kill_now();
    }

    fn kill_now(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// How much memory it holds, in kB; only where there is `/proc`.
    pub fn resident_kb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kb.unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill_now();
    }
}

/// Waits until something holds.
///
/// # Panics
/// When it does not within a minute.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "never: {what}");
        sleep(Duration::from_millis(20));
    }
}

/// A folder that is gone at the end.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// An empty one.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lanchid-trial-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).expect("a folder");
        folder
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The same, as an argument.
    ///
    /// # Panics
    /// When the folder for such files has a name that is no text.
    pub fn name(&self, name: &str) -> String {
        self.file(name).to_str().expect("a name").to_owned()
    }

    /// Writes a file.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
