use std::sync::atomic::{AtomicBool, Ordering};

/// Sees to it that there is one task which asks, as long as anybody waits for what it finds.
#[derive(Default)]
pub(super) struct Asking(AtomicBool);

impl Asking {
    /// Whether whoever calls has to start it. They wait already.
    pub(super) fn has_to_begin(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }

    /// Whether the one that asks may end, because nobody waits. Whoever comes at this very moment
    /// either is seen here, or starts another one.
    pub(super) fn may_end(&self, nobody_waits: impl Fn() -> bool) -> bool {
        if !nobody_waits() {
            return false;
        }
        self.0.store(false, Ordering::SeqCst);
        nobody_waits() || self.0.swap(true, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    #[test]
    fn one_asks_as_long_as_somebody_waits() {
        let asking = Asking::default();
        assert!(asking.has_to_begin());
        assert!(!asking.has_to_begin(), "there is one");
        assert!(!asking.may_end(|| false));
        assert!(!asking.has_to_begin());
        assert!(asking.may_end(|| true));
        assert!(asking.has_to_begin(), "there is none any more");
    }

    #[test]
    fn whoever_comes_while_it_ends_is_not_forgotten() {
        let asking = Asking::default();
        assert!(asking.has_to_begin());
        // They come between the two looks, and the one that was about to end goes on.
        let looks = Cell::new(0);
        let went_on = !asking.may_end(|| {
            looks.set(looks.get() + 1);
            looks.get() == 1
        });
        assert!(went_on && !asking.has_to_begin());
    }
}
