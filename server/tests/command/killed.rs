//! A process that is killed loses no event, and one that is stopped seals what it leaves.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use testkit::{World, on_both_databases};

use crate::run::{Folder, program, told};

/// The program, serving; killed when a test fails.
struct Serving {
    process: Child,
    port: u16,
    _site: Folder,
}

impl Serving {
    fn start(world: &World) -> Self {
        let site = Folder::new();
        site.write("hash.txt", "");
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let owner = world
            .database
            .url
            .replace("lanchid_runtime@", "lanchid_owner@");
        let process = program(world)
            .arg("serve")
            .env("LANCHID_ADDR", format!("127.0.0.1:{port}"))
            .env("LANCHID_SITE_DIR", site.file(""))
            .env("LANCHID_MIGRATION_DATABASE_URL", owner)
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

    /// Tries to sign in, and waits for the answer.
    fn sign_in(&self, account: &str) {
        let body = format!("account={account}&password=wrong");
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
    }

    /// Ends it as an administrator would.
    fn stop(mut self) {
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

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
        sleep(Duration::from_millis(100));
    }
}

async fn failures(world: &World) -> usize {
    let failed = "SELECT 1 FROM audit_events WHERE action = 'sign_in_failed'";
    world.database.rows(failed).await.len()
}

on_both_databases! {
    async fn a_killed_process_leaves_no_lost_event_and_a_stopped_one_none_unsealed(world: World) {
        let serving = Serving::start(&world);
        let all_sealed = || told(&world, &["audit", "verify"]).unwrap().contains(", 0 are not");
        until("the first round seals what was there", all_sealed);
        for number in 0..3 {
            serving.sign_in(&format!("nobody{number}"));
        }
        drop(serving);
        assert_eq!(failures(&world).await, 3);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 3 are not sealed yet"), "{said}");

        let serving = Serving::start(&world);
        until("the next process seals what the killed one left", all_sealed);
        for number in 0..3 {
            serving.sign_in(&format!("nobody{number}"));
        }
        serving.stop();
        assert_eq!(failures(&world).await, 6);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 0 are not sealed yet"), "{said}");
    }
}
