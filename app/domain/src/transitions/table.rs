//! The machines written down for people, by asking them about every combination of facts.

mod ways;

use self::ways::{Way, ways};
use super::{
    AssignmentFacts, ReferralEvent, ReferralState, RequestEvent, RequestState, TransferEvent,
    TransferState, assign, facts::Facts, referral, request, transfer,
};
use crate::Refusal;

const HEAD: &str = "# Transitions

Which steps take a case, or sight of it, from one person to another, who may take them, and why a \
step is refused. This page is written by asking the rules in `app/domain/src/transitions` about \
every combination of facts: what should change here is changed there, and written anew with \
`UPDATE_DOCS=1 cargo test -p domain --lib transitions`.

How to read it:

- The first table of a machine has a row for each state and a column for each event: the state \
that may follow, or the code of the refusal where none ever does.
- The second table says when it follows: everything named has to be so, what is not named makes no \
difference. Beside it stands with which codes it is refused otherwise. A refused step changes \
nothing.
- The list after the tables says what the facts mean.";

/// Every machine as Markdown: each state and event, what follows, and who may do it.
pub fn table() -> String {
    let parts = [
        HEAD.to_owned(),
        assignments(),
        transfers(),
        referrals(),
        requests(),
    ];
    parts.join("\n\n") + "\n"
}

fn assignments() -> String {
    let done = Step::asked("none yet", "assign", |facts| assign(facts).map(|()| "done"));
    [
        "## Assignment".to_owned(),
        when::<AssignmentFacts>(&[done]),
        meanings::<AssignmentFacts>(),
    ]
    .join("\n\n")
}

fn transfers() -> String {
    let machine = Machine {
        title: "Transfer",
        begin: Vec::new(),
        states: &TransferState::ALL,
        events: &TransferEvent::ALL,
        state_code: TransferState::code,
        event_code: TransferEvent::code,
        next: transfer::next,
    };
    machine.written()
}

fn referrals() -> String {
    let offer = |facts: &_| referral::offer(facts).map(ReferralState::code);
    let machine = Machine {
        title: "Referral",
        begin: vec![Step::asked("none yet", "offer", offer)],
        states: &ReferralState::ALL,
        events: &ReferralEvent::ALL,
        state_code: ReferralState::code,
        event_code: ReferralEvent::code,
        next: referral::next,
    };
    let open = ReferralState::ALL.into_iter();
    let open: Vec<_> = open
        .filter(|state| referral::opens_access(*state))
        .map(|state| format!("`{}`", state.code()))
        .collect();
    format!(
        "{}\n\nWhat was granted may be read in: {}.",
        machine.written(),
        open.join(", ")
    )
}

fn requests() -> String {
    let machine = Machine {
        title: "Transfer request",
        begin: Vec::new(),
        states: &RequestState::ALL,
        events: &RequestEvent::ALL,
        state_code: RequestState::code,
        event_code: RequestEvent::code,
        next: request::next,
    };
    machine.written()
}

/// A step and what it answers to every combination of facts: what follows, or the refusal.
struct Step {
    state: &'static str,
    event: &'static str,
    answers: Vec<Result<&'static str, Refusal>>,
}

impl Step {
    fn asked<F: Facts>(
        state: &'static str,
        event: &'static str,
        ask: impl Fn(&F) -> Result<&'static str, Refusal>,
    ) -> Self {
        Self {
            state,
            event,
            answers: F::every().map(|facts| ask(&facts)).collect(),
        }
    }

    /// The states that may follow.
    fn follow(&self) -> Vec<&'static str> {
        distinct(self.answers.iter().filter_map(|answer| answer.ok()))
    }

    /// The codes with which it may be refused.
    fn refusals(&self) -> Vec<&'static str> {
        let refused = self.answers.iter().filter_map(|answer| answer.err());
        distinct(refused.map(Refusal::code))
    }

    /// What may follow in one cell, or why nothing ever does.
    fn cell(&self) -> String {
        let follow = self.follow();
        if follow.is_empty() {
            return self.refusals().join(", ");
        }
        let bold = follow.iter().map(|state| format!("**{state}**"));
        bold.collect::<Vec<_>>().join(", ")
    }

    /// A row for each state that may follow.
    fn rows<F: Facts>(&self) -> Vec<String> {
        let row = |follows: &&str| {
            let accepted = |bits: u32| {
                usize::try_from(bits)
                    .ok()
                    .and_then(|place| self.answers.get(place))
                    .is_some_and(|answer| *answer == Ok(*follows))
            };
            let when: Vec<_> = ways(F::ALL.len(), &accepted)
                .into_iter()
                .map(in_words::<F>)
                .collect();
            format!(
                "| {} | {} | {follows} | {} | {} |",
                self.state,
                self.event,
                when.join("<br>or "),
                self.refusals().join(", ")
            )
        };
        self.follow().iter().map(row).collect()
    }
}

/// A machine as it is written down.
struct Machine<S: 'static, E: 'static, F> {
    title: &'static str,
    /// The steps that lead into it.
    begin: Vec<Step>,
    states: &'static [S],
    events: &'static [E],
    state_code: fn(S) -> &'static str,
    event_code: fn(E) -> &'static str,
    next: fn(S, E, &F) -> Result<S, Refusal>,
}

impl<S: Copy, E: Copy, F: Facts> Machine<S, E, F> {
    fn written(self) -> String {
        let rows: Vec<Vec<Step>> = self.states.iter().map(|state| self.row(*state)).collect();
        let overview = self.overview(&rows);
        let steps: Vec<Step> = self
            .begin
            .into_iter()
            .chain(rows.into_iter().flatten())
            .collect();
        [
            format!("## {}", self.title),
            overview,
            when::<F>(&steps),
            meanings::<F>(),
        ]
        .join("\n\n")
    }

    /// The steps from one state, one for each event.
    fn row(&self, state: S) -> Vec<Step> {
        let step = |event: &E| {
            Step::asked(
                (self.state_code)(state),
                (self.event_code)(*event),
                |facts| (self.next)(state, *event, facts).map(self.state_code),
            )
        };
        self.events.iter().map(step).collect()
    }

    fn overview(&self, rows: &[Vec<Step>]) -> String {
        let events = self.events.iter().map(|event| (self.event_code)(*event));
        let head = format!("| state | {} |", events.collect::<Vec<_>>().join(" | "));
        let rule = "|---".repeat(self.events.len() + 1) + "|";
        let row = |(state, steps): (&S, &Vec<Step>)| {
            let cells: Vec<_> = steps.iter().map(Step::cell).collect();
            format!("| {} | {} |", (self.state_code)(*state), cells.join(" | "))
        };
        let rows = self.states.iter().zip(rows).map(row);
        [head, rule]
            .into_iter()
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The table of what may happen, and when.
fn when<F: Facts>(steps: &[Step]) -> String {
    let head = [
        "| state | event | becomes | when | otherwise refused with |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    let rows = steps.iter().flat_map(Step::rows::<F>);
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn in_words<F: Facts>(way: Way) -> String {
    let word = |(place, (name, _)): (usize, &(&str, &str))| {
        let bit = 1 << place;
        if way.holding & bit != 0 {
            Some(format!("`{name}`"))
        } else if way.missing & bit != 0 {
            Some(format!("not `{name}`"))
        } else {
            None
        }
    };
    let words: Vec<_> = F::ALL.iter().enumerate().filter_map(word).collect();
    if words.is_empty() {
        return "always".to_owned();
    }
    words.join(", ")
}

/// The list of what the facts mean.
fn meanings<F: Facts>() -> String {
    let lines = F::ALL
        .iter()
        .map(|(name, meaning)| format!("- `{name}`: {}", meaning.trim()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Each value once, in the order in which it first comes.
fn distinct(values: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for value in values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}
