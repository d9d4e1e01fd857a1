use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use testkit::TestDatabase;

use crate::run::{Folder, owning};

/// The program, serving; killed when a test fails.
pub(crate) struct Serving {
    process: Child,
    port: u16,
    _site: Folder,
}

impl Serving {
    pub(crate) fn start(database: &TestDatabase) -> Self {
        let site = Folder::new();
        site.write("hash.txt", "");
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let process = owning(database)
            .arg("serve")
            .env("LANCHID_ADDR", format!("127.0.0.1:{port}"))
            .env("LANCHID_SITE_DIR", site.file(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let serving = Self {
            process,
            port,
            _site: site,
        };
        until("it serves", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        serving
    }

    /// Tries to sign in, and answers what the process did.
    pub(crate) fn sign_in(&self, account: &str, password: &str) -> String {
        let body = format!("account={account}&password={password}");
        let request = format!(
            "POST /api/users/sign_in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
             Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n\
             {body}",
            port = self.port,
            length = body.len(),
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(answer.starts_with("HTTP/1.1"), "{answer}");
        answer
    }

    /// Ends it as an administrator would.
    pub(crate) fn stop(mut self) {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until something holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
        sleep(Duration::from_millis(100));
    }
}
