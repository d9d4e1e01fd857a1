//! Several writers at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};

use super::writer::{Ended, Writer, sign_in};

/// Who writes.
const ACCOUNTS: [&str; 4] = [
    "caseworker1.d08",
    "caseworker2.d08",
    "caseworker1.d09",
    "caseworker1.d08",
];

/// Writers in sessions of their own, the first with this number.
///
/// # Panics
/// When signing in is refused.
pub fn sign_in_all(port: u16, first: u32) -> Vec<Writer> {
    let writer = |(name, account)| Writer::new(name, sign_in(port, account));
    (first..).zip(ACCOUNTS).map(writer).collect()
}

/// Writers at work, until they are stopped or the server is gone.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<Writer>>,
}

impl Load {
    /// Lets each writer work at the server at this port.
    pub fn on(port: u16, writers: Vec<Writer>) -> Self {
        let (stop, acknowledged) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let start = |mut writer: Writer| {
            let (stop, acknowledged) = (stop.clone(), acknowledged.clone());
            thread::spawn(move || {
                work(&mut writer, port, &stop, &acknowledged);
                writer
            })
        };
        let threads = writers.into_iter().map(start).collect();
        Self {
            stop,
            acknowledged,
            threads,
        }
    }

    /// How many attempts were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Whether every writer has stopped by itself.
    pub fn is_over(&self) -> bool {
        self.threads.iter().all(JoinHandle::is_finished)
    }

    /// Stops the writers behind what they are doing.
    ///
    /// # Panics
    /// When the server answered something to one of them that it should not.
    pub fn end(self) -> Vec<Writer> {
        self.stop.store(true, Ordering::SeqCst);
        let threads = self.threads.into_iter();
        threads
            .map(|thread| thread.join().expect("a writer"))
            .collect()
    }
}

fn work(writer: &mut Writer, port: u16, stop: &AtomicBool, acknowledged: &AtomicUsize) {
    while !stop.load(Ordering::SeqCst) {
        match writer.step(port) {
            Ended::Acknowledged => {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Ended::NotNow => {}
            Ended::Unknown => return,
            Ended::Wrong(said) => panic!("the server said {said}"),
        }
    }
}
