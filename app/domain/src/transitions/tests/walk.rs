//! Random people with random rights, doing whatever comes to mind to one transfer.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

use crate::transitions::{
    TransferEvent, TransferFacts, TransferState, facts::Facts, transfer::next,
};

/// One person's attempt: who, what, and the facts that do not depend on the past.
type Attempt = (usize, TransferEvent, u32);

/// Each person's rights, and the attempts in order.
type Walk = (Vec<(bool, bool, bool)>, Vec<Attempt>);

fn walks() -> impl Strategy<Value = Walk> {
    let right = || prop::bool::weighted(0.7);
    (
        prop::collection::vec((right(), right(), right()), 3..6),
        prop::collection::vec(
            (
                0..5_usize,
                prop::sample::select(TransferEvent::ALL.to_vec()),
                any::<u32>(),
            ),
            1..40,
        ),
    )
}

/// What became of a walk: the state, and who asked, released and accepted.
struct Outcome {
    state: TransferState,
    done: Vec<(TransferEvent, usize)>,
}

impl Outcome {
    fn did(&self, event: TransferEvent, who: usize) -> bool {
        self.done.contains(&(event, who))
    }
}

fn walk((people, attempts): &Walk) -> Outcome {
    let mut outcome = Outcome {
        state: TransferState::Draft,
        done: Vec::new(),
    };
    for (who, event, bits) in attempts {
        let who = who % people.len();
        let (may_ask, may_release, may_accept) = people[who];
        let facts = TransferFacts {
            is_asker: outcome.did(TransferEvent::Ask, who),
            has_released: outcome.did(TransferEvent::Release, who),
            may_ask,
            may_release,
            may_accept,
            ..TransferFacts::from_bits(*bits)
        };
        if let Ok(state) = next(outcome.state, *event, &facts) {
            outcome.state = state;
            outcome.done.push((*event, who));
        }
    }
    outcome
}

/// Who took one of the three steps that nobody may take two of.
fn takers(outcome: &Outcome) -> Vec<usize> {
    let three = [
        TransferEvent::Ask,
        TransferEvent::Release,
        TransferEvent::Accept,
    ];
    let steps = outcome
        .done
        .iter()
        .filter(|(event, _)| three.contains(event));
    steps.map(|(_, who)| *who).collect()
}

proptest! {
    #![proptest_config(Config::with_cases(4_000))]

    #[test]
    fn nobody_takes_two_of_the_three_steps(walked in walks()) {
        let outcome = walk(&walked);
        let mut takers = takers(&outcome);
        let steps = takers.len();
        takers.sort_unstable();
        takers.dedup();
        prop_assert_eq!(takers.len(), steps, "{:?}", outcome.done);
        if outcome.state == TransferState::Accepted {
            prop_assert_eq!(steps, 3);
        }
    }
}

#[test]
fn some_walks_come_to_every_end() {
    let mut runner = TestRunner::deterministic();
    let ends: Vec<_> = (0..4_000)
        .filter_map(|_| walks().new_tree(&mut runner).ok())
        .map(|tree| walk(&tree.current()).state)
        .collect();
    for state in TransferState::ALL
        .into_iter()
        .filter(|state| state.is_final())
    {
        assert!(ends.contains(&state), "no walk ends in {state:?}");
    }
}
