//! Clients that hang up in the middle.

use std::{
    io::{Read, Write},
    thread,
    time::Duration,
};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{
    below,
    http::{Request, open},
    ledger::{hold, until_quiet},
    load::sign_in_all,
    served::Served,
    stored,
    writer::{Ended, Writer},
};
use crate::World;

/// From where requests seem to come that are cut off.
const CUT: &str = "192.0.2.1";
/// From where those seem to come that are not.
const WHOLE: &str = "192.0.2.2";

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Cuts {
    /// How many reads were cut off.
    pub reads: usize,
    /// How many saves were.
    pub saves: usize,
    /// How many of those saves are there, whole.
    pub whole: usize,
    /// How many were stored by the repetition only.
    pub absent: usize,
    /// How much memory the server held after each tenth, in kB. Half of the requests are there to
    /// let it reach its plateau.
    pub resident_kb: Vec<u64>,
}

/// After how many parts memory is read.
const PARTS: usize = 10;

/// Cuts so many requests off, half of them saves; behind each save that was cut off its writer
/// repeats it and is acknowledged. The server has to believe `X-Forwarded-For`.
///
/// # Panics
/// When a save is lost or there by half, or a transaction is left open.
pub async fn cut_off(world: &World, served: &Served, count: usize, seed: u64) -> Cuts {
    let mut writers = sign_in_all(served.port, 1);
    for writer in &mut writers {
        assert_eq!(writer.step(served.port), Ended::Acknowledged);
    }
    let mut told = Cuts::default();
    for round in 0..PARTS {
        let round = u64::try_from(round).unwrap_or(0);
        let port = served.port;
        let cut = writers.into_iter().zip(1..).map(|(writer, number)| {
            let rng = ChaCha8Rng::seed_from_u64(seed * 1000 + round * 10 + number);
            thread::spawn(move || cut_some(writer, port, count / 4 / PARTS, rng))
        });
        let cut: Vec<_> = cut.collect();
        writers = Vec::new();
        for thread in cut {
            let (writer, reads, saves) = thread.join().expect("a writer");
            writers.push(writer);
            told.reads += reads;
            told.saves += saves;
        }
        until_quiet(world).await;
        told.resident_kb.push(served.resident_kb());
    }
    until_quiet(world).await;
    for writer in &mut writers {
        assert_eq!(writer.step(served.port), Ended::Acknowledged);
    }
    hold(world, &mut writers).await;
    let stored = stored::stored(&world.database).await;
    let from = stored.values().flat_map(|case| &case.from);
    told.whole = from.filter(|from| *from == CUT).count();
    told.absent = told.saves - told.whole;
    told
}

fn cut_some(
    mut writer: Writer,
    port: u16,
    count: usize,
    mut rng: ChaCha8Rng,
) -> (Writer, usize, usize) {
    let (mut reads, mut saves) = (0, 0);
    for number in 0..count {
        if number % 2 == 0 {
            cut_read(&writer, port, &mut rng);
            reads += 1;
        } else {
            cut_save(&mut writer, port, &mut rng);
            saves += 1;
        }
    }
    (writer, reads, saves)
}

fn cut_read(writer: &Writer, port: u16, rng: &mut ChaCha8Rng) {
    let case = writer.cases.last().expect("a case");
    let paths = [
        "/cases".to_owned(),
        format!("/cases/{}", case.number),
        format!("/cases/{}/identity/edit", case.number),
        format!("/persons?query={}", case.family),
    ];
    let path = usize::try_from(below(rng, 4)).unwrap_or(0);
    cut(port, &Request::get(&paths[path], &writer.cookie), rng);
}

/// The same is sent again, as a person does who saw no answer. It meets a save of which nothing was
/// there, or finds that nothing is left to do.
fn cut_save(writer: &mut Writer, port: u16, rng: &mut ChaCha8Rng) {
    writer.forwarded_for = CUT;
    let request = writer.request();
    cut(port, &request, rng);
    writer.forwarded_for = WHOLE;
    loop {
        match writer.step(port) {
            Ended::Acknowledged => return,
            Ended::NotNow => {}
            other => panic!("{other:?} to {request:?}"),
        }
    }
}

/// Cuts a request off: in its head, in its body, right behind it, a little later, or in its answer.
fn cut(port: u16, request: &Request, rng: &mut ChaCha8Rng) {
    let text = request.text(port);
    let head = text.find("\r\n\r\n").unwrap_or(text.len()) + 4;
    let within = |rng: &mut ChaCha8Rng, from: usize, to: usize| {
        let more = below(rng, u64::try_from(to - from).unwrap_or(1));
        from + usize::try_from(more).unwrap_or(0)
    };
    let manner = below(rng, 5);
    let sent = match manner {
        0 => within(rng, 1, head),
        1 if text.len() > head => within(rng, head, text.len()),
        _ => text.len(),
    };
    // A server that is busy may have hung up first; then it is cut off as well.
    let Ok(mut stream) = open(port) else { return };
    let _ = stream.write_all(&text.as_bytes()[..sent]);
    match manner {
        3 => thread::sleep(Duration::from_micros(below(rng, 12_000))),
        4 => {
            let _ = stream.read(&mut [0; 20]);
        }
        _ => {}
    }
}
