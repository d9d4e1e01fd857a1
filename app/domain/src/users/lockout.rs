use chrono::{DateTime, TimeDelta, Utc};

/// After how many failures an account or an address has to wait, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockoutRule {
    /// This many failures are free.
    pub free_failures: i32,
    /// The first wait; each further failure doubles it.
    pub first_wait: TimeDelta,
    /// No wait is longer.
    pub longest_wait: TimeDelta,
    /// After this long without a failure, counting begins anew.
    pub forget_after: TimeDelta,
}

impl LockoutRule {
    /// For one account: five free failures, then from 30 seconds up to 15 minutes.
    pub const ACCOUNT: Self = Self {
        free_failures: 5,
        first_wait: TimeDelta::seconds(30),
        longest_wait: TimeDelta::minutes(15),
        forget_after: TimeDelta::hours(1),
    };

    /// For one address: an office shares it, so 50 free failures.
    pub const ADDRESS: Self = Self {
        free_failures: 50,
        first_wait: TimeDelta::seconds(30),
        longest_wait: TimeDelta::minutes(15),
        forget_after: TimeDelta::hours(1),
    };

    /// The attempts after one more failure at `now`.
    pub fn after_failure(&self, before: Attempts, now: DateTime<Utc>) -> Attempts {
        let forgotten = before
            .last_failure
            .is_none_or(|last| now - last >= self.forget_after);
        let failures = if forgotten {
            1
        } else {
            before.failures.saturating_add(1)
        };
        Attempts {
            failures,
            last_failure: Some(now),
            locked_until: self.wait_after(failures).map(|wait| now + wait),
        }
    }

    fn wait_after(&self, failures: i32) -> Option<TimeDelta> {
        let beyond = failures - self.free_failures;
        if beyond < 0 {
            return None;
        }
        let factor = 1_i32 << beyond.clamp(0, 20);
        Some(
            self.first_wait
                .checked_mul(factor)
                .map_or(self.longest_wait, |wait| wait.min(self.longest_wait)),
        )
    }
}

/// Failed sign-ins of one account or one address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many in a row.
    pub failures: i32,
    /// The latest.
    pub last_failure: Option<DateTime<Utc>>,
    /// Until then no attempt is looked at.
    pub locked_until: Option<DateTime<Utc>>,
}

impl Attempts {
    /// The whole seconds still to wait, at least one; `None` when an attempt may be made.
    pub fn wait_at(&self, now: DateTime<Utc>) -> Option<u32> {
        let left = self.locked_until? - now;
        (left > TimeDelta::zero()).then(|| u32::try_from(left.num_seconds()).unwrap_or(0).max(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fail(rule: LockoutRule, times: i32, now: DateTime<Utc>) -> Attempts {
        (0..times).fold(Attempts::default(), |attempts, _| {
            rule.after_failure(attempts, now)
        })
    }

    #[test]
    fn the_fifth_failure_locks_and_a_quiet_hour_forgets() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(fail(LockoutRule::ACCOUNT, 4, now).wait_at(now), None);
        let locked = fail(LockoutRule::ACCOUNT, 5, now);
        assert_eq!(locked.wait_at(now), Some(30));
        assert_eq!(locked.wait_at(now + TimeDelta::seconds(30)), None);
        let later = LockoutRule::ACCOUNT.after_failure(locked, now + TimeDelta::hours(1));
        assert_eq!(later.failures, 1);
        assert_eq!(later.locked_until, None);
    }

    proptest! {
        #[test]
        fn waiting_never_shrinks_and_never_exceeds_the_longest(times in 1..200) {
            let now = DateTime::UNIX_EPOCH;
            let wait = |times| fail(LockoutRule::ACCOUNT, times, now).wait_at(now).unwrap_or(0);
            prop_assert!(wait(times) <= wait(times + 1));
            prop_assert!(wait(times) <= 15 * 60);
        }
    }
}
