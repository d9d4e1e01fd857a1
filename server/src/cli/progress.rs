//! How far long work is: a bar on a terminal, now and then a line elsewhere.

use std::{
    io::IsTerminal,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is written where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Tells how far some work is.
#[derive(Clone)]
pub(super) struct Progress {
    title: &'static str,
    unit: &'static str,
    total: u64,
    bar: Option<ProgressBar>,
    begun: Instant,
    told: Arc<Mutex<Instant>>,
}

impl Progress {
    /// Work on so many pieces.
    pub(super) fn new(title: &'static str, unit: &'static str, total: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let template = "{prefix} [{wide_bar}] {human_pos}/{human_len} {msg} \
                            {per_sec} {elapsed}, {eta} left";
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(total)
                .with_style(style)
                .with_prefix(title)
                .with_message(unit)
        });
        Self {
            title,
            unit,
            total,
            bar,
            begun: Instant::now(),
            told: Arc::new(Mutex::new(Instant::now())),
        }
    }

    /// So many pieces are done.
    pub(super) fn at(&self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            return;
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if done < self.total && told.elapsed() >= BETWEEN_LINES {
            *told = Instant::now();
            eprintln!("{}", self.line(done));
        }
    }

    /// Says what happens now.
    pub(super) fn say(&self, what: &str) {
        match &self.bar {
            Some(bar) => bar.println(what),
            None => eprintln!("{}: {what}", self.title),
        }
    }

    /// Everything is done.
    pub(super) fn finish(&self) {
        self.give_up();
        let millis = self.begun.elapsed().as_millis().max(1);
        let rate = u128::from(self.total) * 1000 / millis;
        let Self {
            title, unit, total, ..
        } = self;
        let seconds = millis / 1000;
        eprintln!("{title}: {total} {unit} in {seconds} s, {rate} a second");
    }

    /// The work ends here; the bar goes.
    pub(super) fn give_up(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, done: u64) -> String {
        let millis = u64::try_from(self.begun.elapsed().as_millis().max(1)).unwrap_or(u64::MAX);
        let rate = done * 1000 / millis;
        let left = (self.total - done) / rate.max(1);
        let Self {
            title, unit, total, ..
        } = self;
        format!("{title}: {done} of {total} {unit}, {rate} a second, {left} s left")
    }
}
