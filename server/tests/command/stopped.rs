//! A process that is told to stop finishes what it has begun, and does not wait for ever.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use testkit::{
    World, on_both_databases,
    trial::{Load, Program, Request, Served, hold, sign_in, sign_in_all, until},
};

use crate::run::trial;

/// Longer than any test waits: whoever is held up by a client fails.
const FOR_EVER: &str = "600";

fn patient(world: &World) -> Program {
    trial(&world.database).with("LANCHID_STOP_WITHIN", FOR_EVER)
}

/// A connection on which so much of a request is written, and nothing is read.
fn unfinished(served: &Served, request: &Request, missing: usize) -> TcpStream {
    let text = request.text(served.port);
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let sent = &text.as_bytes()[..text.len() - missing];
    stream.write_all(sent).unwrap();
    stream
}

fn wait_until_refused(served: &Served) {
    let refused = || TcpStream::connect(("127.0.0.1", served.port)).is_err();
    until("new connections are refused", refused);
}

/// Clients that would hold a process up for ever: half a head, half a body, and an answer of which
/// nobody reads more than its beginning.
fn hindrances(served: &Served, cookie: &str) -> [TcpStream; 3] {
    served.put("large", 200_000_000);
    let get = Request::get("/large", cookie);
    let post = Request::post("/api/cases/list", cookie, "query=whose%3Dall".to_owned());
    let (head, body) = (unfinished(served, &get, 2), unfinished(served, &post, 5));
    let mut answer = unfinished(served, &get, 0);
    // Whoever was not let in yet when the process is told to stop would hold nobody up.
    answer.read_exact(&mut [0; 12]).unwrap();
    [head, body, answer]
}

on_both_databases! {
    async fn what_has_begun_is_answered_and_the_rest_is_not_there(world: World) {
        let program = patient(&world);
        let mut served = program.serve();
        let load = Load::on(served.port, sign_in_all(served.port, 1));
        until("people work", || load.acknowledged() > 10);
        served.signal("TERM");
        let status = served.ended();
        assert_eq!(status.code(), Some(0), "{}", served.log());
        let mut writers = load.end();
        let unanswered = hold(&world, &mut writers).await;
        assert_eq!(unanswered.whole, 0, "saves that were stored and not answered");
        let said = program.verify();
        assert!(said.contains(", 0 are not sealed"), "{said}");
        program.serve().stop();
    }

    async fn whoever_listens_is_sent_home_and_nobody_else_is_let_in(world: World) {
        let mut served = patient(&world).serve();
        let cookie = sign_in(served.port, "caseworker1.d08");
        let listen = Request::get("/api/v1/live?topics=notifications", &cookie);
        let mut stream = unfinished(&served, &listen, 0);
        let mut heard = [0; 4096];
        let count = stream.read(&mut heard).unwrap();
        assert!(heard[..count].starts_with(b"HTTP/1.1 200"));
        // As browsers do that open connections in advance.
        let _idle = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        let slow = unfinished(&served, &Request::post("/api/cases/list", &cookie, "query=".to_owned()), 3);
        // Whoever came before somebody who was answered has been let in.
        sign_in(served.port, "caseworker1.d08");
        served.signal("TERM");
        wait_until_refused(&served);
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("the stream comes to its end");
        // What has begun before may still be ended.
        finish(slow, b"ry=");
        assert!(served.ended().success(), "{}", served.log());
    }

    async fn nobody_holds_it_up_for_ever(world: World) {
        let program = trial(&world.database).with("LANCHID_STOP_WITHIN", "1");
        let mut served = program.serve();
        let cookie = sign_in(served.port, "caseworker1.d08");
        let held = hindrances(&served, &cookie);
        served.signal("TERM");
        let status = served.ended();
        drop(held);
        assert_eq!(status.code(), Some(0), "{}", served.log());
        assert!(served.log().contains("they are cut off"), "{}", served.log());
        let said = program.verify();
        assert!(said.contains(", 0 are not sealed"), "{said}");
    }

    async fn whoever_says_it_twice_does_not_wait(world: World) {
        let mut served = patient(&world).serve();
        let cookie = sign_in(served.port, "caseworker1.d08");
        let held = hindrances(&served, &cookie);
        served.signal("TERM");
        wait_until_refused(&served);
        served.signal("TERM");
        let status = served.ended();
        drop(held);
        assert_eq!(status.code(), Some(1), "{}", served.log());
        assert!(served.log().contains("told twice to stop"), "{}", served.log());
        trial(&world.database).verify();
    }
}

fn finish(mut stream: TcpStream, rest: &[u8]) {
    stream.write_all(rest).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
