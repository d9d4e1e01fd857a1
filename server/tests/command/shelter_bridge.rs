//! An outside service, joined by webhooks and the API: `docs/examples/shelter_bridge`.

use std::{
    fs::File,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    ids::ShelterId,
    integration::{EventKind, TypedWebhook},
    shelters::{TypedRoom, TypedShelter},
};
use serde_json::{Value, json};
use services::{
    integration::add_webhook,
    shelters::{Arrange, arrange},
};
use testkit::{
    World, on_both_databases,
    trial::{Folder, Program, Request, form, free_port, send, sign_in, until},
};

use crate::run::{told, trial};

const ADMIN: &str = "admin.d08";
const SHELTER: &str = "shelter.d08";
/// The key by which worlds conceal the secrets of webhooks.
const KEY: [u8; 32] = [8; 32];
const NOTHING_UNDER_WAY: &str =
    "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE state = 'waiting')";
const TRIED_IN_VAIN: &str =
    "SELECT 1 FROM webhook_deliveries WHERE state = 'waiting' AND attempts > 0";

fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/shelter_bridge")
}

fn python() -> Command {
    let found = Command::new("python3").arg("--version").output();
    let works = found.is_ok_and(|output| output.status.success());
    assert!(
        works,
        "python3 is needed for this test: run scripts/setup test"
    );
    let mut python = Command::new("python3");
    python
        .arg("-B")
        .env("no_proxy", "127.0.0.1")
        .current_dir(example());
    python
}

/// The example, as the shelter runs it; killed when this goes. If the test fails, its log is shown.
struct Bridge {
    folder: Folder,
    arguments: Vec<String>,
    hooks: u16,
    door: u16,
    process: Option<Child>,
}

impl Bridge {
    fn new() -> Self {
        Self {
            folder: Folder::new(),
            arguments: Vec::new(),
            hooks: free_port(),
            door: free_port(),
            process: None,
        }
    }

    /// Joins it to the server at this port, for a shelter.
    async fn join(&mut self, world: &World, server: u16, shelter: ShelterId) {
        let typed = TypedWebhook {
            address: format!("http://127.0.0.1:{}/hooks", self.hooks),
            description: "Doors".to_owned(),
            kinds: EventKind::all_asked_for()
                .map(|kind| kind.code().to_owned())
                .filter(|code| code.starts_with("bed.") || code.starts_with("stay."))
                .collect(),
        };
        let added = world.run(
            ADMIN,
            |unit| async move { add_webhook(&unit, &typed).await },
        );
        self.folder.write("secret", &added.await.unwrap().secret);
        let scopes = "shelters:read,shelters:write";
        let token = [
            "token", "create", "--user", SHELTER, "--scope", scopes, "--days", "1",
        ];
        self.folder.write("token", &told(world, &token).unwrap());
        let arguments = [
            format!("--door={}", self.door),
            "serve".to_owned(),
            format!("--lanchid=http://127.0.0.1:{server}"),
            format!("--shelter={shelter}"),
            format!("--token-file={}", self.folder.name("token")),
            format!("--secret-file={}", self.folder.name("secret")),
            format!("--memory={}", self.folder.name("bridge.sqlite")),
            format!("--hooks=127.0.0.1:{}", self.hooks),
            // So that it knows by webhooks alone what happens while it runs.
            "--every=0".to_owned(),
        ];
        self.arguments = arguments.into();
    }

    fn start(&mut self) {
        let log = self.folder.file("log");
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut python = python();
        python.arg("bridge.py").args(&self.arguments);
        python.stdout(Stdio::null()).stderr(log);
        self.process = Some(python.spawn().unwrap());
        until("the bridge answers", || {
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the bridge has ended: {ended:?}");
            self.try_status().is_some()
        });
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Ends it as an administrator does.
    fn stop(&mut self) {
        let mut process = self.process.take().unwrap();
        let id = process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.unwrap().success());
        assert!(process.wait().unwrap().success());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.file("log")).unwrap_or_default()
    }

    fn try_status(&self) -> Option<Value> {
        let answer = send(self.door, &Request::get("/status", "")).ok()?;
        serde_json::from_str(&answer.body).ok()
    }

    /// Waits until its status is as it should be.
    fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) {
        let begun = Instant::now();
        until(what, || {
            let status = self.try_status().unwrap_or_default();
            let patience = begun.elapsed() < Duration::from_secs(45);
            assert!(patience, "never: {what}: {status}");
            holds(&status)
        });
    }

    /// Something happens at the door.
    fn door(&self, event: &str, what: &str, bed: &str) {
        let mut python = python();
        python.args(["bridge.py", &format!("--door={}", self.door), "door"]);
        let Output { status, stderr, .. } =
            python.args([what, bed, "--event", event]).output().unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("the bridge's log:\n{}", self.log());
        }
    }
}

/// Makes a shelter with two beds.
async fn house(world: &World) -> ShelterId {
    let shelter = TypedShelter {
        name: "Gyáli úti szálló".to_owned(),
        ..TypedShelter::default()
    };
    let room = TypedRoom {
        name: "12".to_owned(),
        beds: "2".to_owned(),
        ..TypedRoom::default()
    };
    let made = world.run(SHELTER, |unit| async move {
        let id = arrange(&unit, None, Arrange::AddShelter(shelter)).await?;
        arrange(&unit, Some(id), Arrange::AddRoom(id, room)).await
    });
    made.await.unwrap()
}

/// Those who work in the shelter, in front of its board.
struct Desk {
    port: u16,
    cookie: String,
    shelter: String,
}

impl Desk {
    fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Option<String> {
        let request = Request::post(path, &self.cookie, form(pairs));
        let answer = send(self.port, &request).ok()?;
        assert!(answer.status < 400, "{answer:?}");
        Some(answer.body)
    }

    /// The beds of the only room.
    fn beds(&self) -> Vec<Value> {
        let board = self.post("/api/shelters/board", &[("shelter", &self.shelter)]);
        let board: Value = serde_json::from_str(&board.unwrap_or_default()).unwrap_or_default();
        let beds = board["rooms"][0]["beds"].as_array();
        beds.cloned().unwrap_or_default()
    }

    fn says(&self, bed: usize, state: &str) -> bool {
        self.beds()
            .get(bed)
            .is_some_and(|bed| bed["state"] == state)
    }

    fn hold(&self, bed: &str, name: &str) {
        let hold = [
            ("shelter", self.shelter.as_str()),
            ("opened", bed),
            ("event", "hold"),
            ("name", name),
            ("minutes", "90"),
        ];
        self.post("/api/shelters/act", &hold).unwrap();
    }
}

/// Waits until the database answers a row.
async fn row(world: &World, query: &str) {
    let begun = Instant::now();
    while world.database.rows(query).await.is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(45), "never: {query}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A server that calls the machine's own addresses, and tries again every second.
fn telling(world: &World, folder: &Folder) -> Program {
    folder.write("key", &BASE64_STANDARD.encode(KEY));
    trial(&world.database)
        .with("LANCHID_SECRET_KEY_FILE", folder.name("key"))
        .with("LANCHID_WEBHOOK_PRIVATE_NETWORKS", "127.0.0.0/8")
        .with("LANCHID_WEBHOOK_RETRIES", ["1"; 60].join(","))
}

/// What the bridge says of a bed.
fn stands(status: &Value, bed: usize, state: &str, guest: &str) -> bool {
    let bed = &status["beds"][bed];
    bed["state"] == state && bed["guest"] == guest
}

#[test]
fn its_own_tests_pass() {
    let mut python = python();
    let tests = python.args(["-m", "unittest", "--quiet"]).output().unwrap();
    let said = String::from_utf8_lossy(&tests.stderr);
    assert!(tests.status.success(), "{said}");
    assert!(said.contains("Ran ") && !said.contains("Ran 0"), "{said}");
}

on_both_databases! {
    async fn it_hears_writes_back_and_survives_a_restart_of_either_side(world: World) {
        let mut bridge = Bridge::new();
        let program = telling(&world, &bridge.folder);
        let served = program.serve();
        let port = served.port;
        let shelter = house(&world).await;
        bridge.join(&world, port, shelter).await;
        let desk = Desk { port, cookie: sign_in(port, SHELTER), shelter: shelter.to_string() };
        let beds = desk.beds();
        let beds = [0, 1].map(|bed: usize| beds[bed]["id"].as_str().unwrap().to_owned());
        bridge.start();
        bridge.until("it reads the shelter at its start", |status| stands(status, 1, "free", ""));

        desk.hold(&beds[0], "Nagy Őrs");
        bridge.until("it hears of a placement", |status| {
            status["heard"] == json!({"bed.held": 1}) && stands(status, 0, "held", "Nagy Őrs")
        });
        for _ in 0..2 {
            bridge.door("first", "arrived", &beds[0]);
        }
        until("our board says that they have come", || desk.says(0, "occupied"));
        let both = json!({"bed.held": 1, "stay.began": 1});
        bridge.until("it hears what it did", |status| {
            status["heard"] == both && stands(status, 0, "occupied", "Nagy Őrs")
        });

        bridge.kill();
        desk.hold(&beds[1], "Szabó Éva");
        row(&world, TRIED_IN_VAIN).await;
        bridge.start();
        let all = json!({"bed.held": 2, "stay.began": 1});
        bridge.until("it hears what happened while it was away", |status| {
            status["heard"] == all && stands(status, 1, "held", "Szabó Éva")
        });
        row(&world, NOTHING_UNDER_WAY).await;

        served.kill();
        bridge.door("second", "left", &beds[0]);
        bridge.until("it tries in vain", |status| status["waiting"][0]["attempts"].as_u64() > Some(0));
        bridge.kill();
        bridge.start();
        let mut served = program.start_at(port);
        served.wait();
        until("our board says that they have left", || desk.says(0, "free"));
        bridge.until("it has nothing left to do", |status| {
            status["waiting"] == json!([]) && stands(status, 0, "free", "")
                && status["heard"]["stay.ended"] == 1
        });
        assert_eq!(bridge.try_status().unwrap()["refused"], json!([]));
        let happened = "SELECT action FROM audit_events WHERE action LIKE 'guest_%' ORDER BY action";
        let happened = world.database.texts(happened).await;
        assert_eq!(happened, ["guest_arrived", "guest_departed"], "each once");
        bridge.stop();
        served.stop();
        program.verify();
    }
}
