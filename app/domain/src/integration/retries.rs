use chrono::TimeDelta;

/// The pauses of the Standard Webhooks specification, in seconds: the tenth attempt is the last.
const STANDARD: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// A pause may be shorter or longer by so many of a hundred parts, so that what failed together is
/// not tried together again.
const JITTER: u64 = 20;

/// After how long something is tried again that could not be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retries(Vec<TimeDelta>);

impl Default for Retries {
    fn default() -> Self {
        Self(STANDARD.into_iter().map(TimeDelta::seconds).collect())
    }
}

impl Retries {
    /// Tries once more after each of these pauses, and then no more.
    pub const fn after(pauses: Vec<TimeDelta>) -> Self {
        Self(pauses)
    }

    /// How long to wait behind so many attempts that failed; `None` when it has been tried often
    /// enough. `chance` decides how far the pause departs from the usual one.
    pub fn pause(&self, failures: u32, chance: u64) -> Option<TimeDelta> {
        let place = usize::try_from(failures.checked_sub(1)?).ok()?;
        let usual = self.0.get(place)?.num_milliseconds();
        let parts = 100 - JITTER + chance % (2 * JITTER + 1);
        let parts = i64::try_from(parts).unwrap_or(100);
        Some(TimeDelta::milliseconds(usual.saturating_mul(parts) / 100))
    }

    /// How often something is tried at most.
    pub fn attempts(&self) -> usize {
        self.0.len() + 1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_tried_ten_times_within_four_days() {
        let retries = Retries::default();
        assert_eq!(retries.attempts(), 10);
        assert_eq!(retries.pause(0, 0), None);
        assert_eq!(retries.pause(10, 0), None);
        let longest = (1..=9).filter_map(|failures| retries.pause(failures, 40));
        let all: TimeDelta = longest.sum();
        assert!(all < TimeDelta::days(4), "{all}");
    }

    proptest! {
        #[test]
        fn a_pause_departs_from_the_usual_one_by_a_fifth_at_most(
            pauses in prop::collection::vec(0_i64..1_000_000, 0..20),
            failures in 0_u32..40,
            chance in any::<u64>(),
        ) {
            let retries = Retries::after(pauses.iter().copied().map(TimeDelta::seconds).collect());
            let usual = failures.checked_sub(1).and_then(|place| pauses.get(place as usize));
            match (retries.pause(failures, chance), usual) {
                (Some(pause), Some(usual)) => {
                    let millis = usual * 1000;
                    prop_assert!((millis * 4 / 5..=millis * 6 / 5).contains(&pause.num_milliseconds()));
                }
                (pause, usual) => prop_assert_eq!((pause, usual), (None, None)),
            }
        }

        #[test]
        fn whatever_fails_is_given_up_in_the_end(
            pauses in prop::collection::vec(0_i64..100, 0..20),
            chances in prop::collection::vec(any::<u64>(), 30),
        ) {
            let retries = Retries::after(pauses.into_iter().map(TimeDelta::seconds).collect());
            let mut attempts = 1_u32;
            for chance in chances {
                if retries.pause(attempts, chance).is_none() {
                    break;
                }
                attempts += 1;
            }
            prop_assert_eq!(attempts as usize, retries.attempts());
        }

        #[test]
        fn standard_pauses_grow_whatever_chance_says(failures in 1_u32..9, one in any::<u64>(), other in any::<u64>()) {
            let retries = Retries::default();
            prop_assert!(retries.pause(failures + 1, one) > retries.pause(failures, other) || failures > 5);
        }
    }
}
