//! The few ways in which a step may happen, found from its answers to every combination.

/// Facts that have to hold and facts that must not; the others do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The bits of the facts that have to hold.
    pub(super) holding: u32,
    /// The bits of the facts that must not hold.
    pub(super) missing: u32,
}

impl Way {
    /// Exactly this combination of so many facts.
    const fn only(bits: u32, facts: usize) -> Self {
        Self {
            holding: bits,
            missing: !bits & ((1 << facts) - 1),
        }
    }

    /// The same, whether or not this fact holds.
    const fn without(self, fact: usize) -> Self {
        Self {
            holding: self.holding & !(1 << fact),
            missing: self.missing & !(1 << fact),
        }
    }

    const fn covers(self, bits: u32) -> bool {
        bits & self.holding == self.holding && bits & self.missing == 0
    }
}

/// Ways that together cover exactly the accepted combinations, none with a fact to spare.
///
/// `accepted` says of the combination with these bits whether it is accepted.
pub(super) fn ways(facts: usize, accepted: &dyn Fn(u32) -> bool) -> Vec<Way> {
    let mut found: Vec<Way> = Vec::new();
    for bits in combinations(facts).filter(|bits| accepted(*bits)) {
        if !found.iter().any(|way| way.covers(bits)) {
            found.push(widened(Way::only(bits, facts), facts, accepted));
        }
    }
    found
}

/// The way without the facts that make no difference to it.
fn widened(way: Way, facts: usize, accepted: &dyn Fn(u32) -> bool) -> Way {
    (0..facts).fold(way, |way, fact| {
        let wider = way.without(fact);
        let holds = combinations(facts).all(|bits| !wider.covers(bits) || accepted(bits));
        if holds { wider } else { way }
    })
}

fn combinations(facts: usize) -> core::ops::Range<u32> {
    0..1 << facts
}
