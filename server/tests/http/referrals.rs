//! Referring a person to a service elsewhere, and whoever tries what is not theirs.

use chrono::Days;
use domain::{
    ids::TeamId,
    transitions::{ReferralEvent, ReferralState},
};
use services::{Caller, source::Clock, wall_clock::wall_day};
use testkit::{World, on_both_databases};

use crate::{everybody::*, people::*};

/// For how many days each is, after today.
const DAYS: u64 = 2;
const SENDERS: [&str; 4] = [WORKER, SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE];
const RECEIVERS: [&str; 4] = [
    NEIGHBOUR,
    NEIGHBOUR_SUPERVISOR,
    NEIGHBOUR_HELPDESK,
    EVERYWHERE,
];

async fn team_of(world: &World, account: &str) -> TeamId {
    match world.actor(account).await {
        Caller::Actor(actor) => actor.teams[0],
        other => panic!("{other:?}"),
    }
}

/// What a referral is made of.
struct Typed {
    number: String,
    to: String,
    until: String,
}

impl Typed {
    /// A referral of this case to the family team of the district IX.
    async fn of(world: &World, number: String) -> Self {
        let day = wall_day(Clock::now(&*world.clock));
        Self {
            number,
            to: team_of(world, NEIGHBOUR).await.to_string(),
            until: (day + Days::new(DAYS)).to_string(),
        }
    }

    /// The same with some answers changed.
    fn with(&self, name: &str, others: &[(&str, &str)]) -> Attempt {
        let typed = [
            ("number", self.number.as_str()),
            ("to", &self.to),
            ("purpose", "housing"),
            ("reason", "A place for the family"),
            ("urgency", "soon"),
            ("until", &self.until),
            ("granted[]", "identity/family_name"),
            ("go", "refer"),
        ];
        let is_kept = |name: &str| others.iter().all(|(other, _)| *other != name);
        let kept = typed.into_iter().filter(|(name, _)| is_kept(name));
        let typed: Vec<(&str, &str)> = kept.chain(others.iter().copied()).collect();
        Attempt::new(name, "/api/transitions/refer", &typed)
    }
}

/// A referral that was offered, and what has become of it.
struct Referral {
    by: &'static str,
    state: ReferralState,
    /// Its time has passed, and nobody has looked yet.
    overdue: bool,
}

impl Referral {
    const fn of(by: &'static str, state: ReferralState) -> Self {
        Self {
            by,
            state,
            overdue: false,
        }
    }

    fn codes() -> [&'static str; 5] {
        ReferralEvent::ALL.map(ReferralEvent::code)
    }
}

impl Scene for Referral {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        let number = consenting(&crowd.world).await;
        let typed = Typed::of(&crowd.world, number).await;
        let id = shown_id(&crowd.does(self.by, &typed.with("offer", &[])).await);
        let take = |event: ReferralEvent| step("", &id, event.code(), "We tried");
        match self.state {
            ReferralState::Offered => {}
            ReferralState::Accepted | ReferralState::Completed => {
                crowd.does(NEIGHBOUR, &take(ReferralEvent::Accept)).await;
            }
            ReferralState::Refused => {
                crowd.does(NEIGHBOUR, &take(ReferralEvent::Refuse)).await;
            }
            ReferralState::Withdrawn => {
                crowd.does(WORKER, &take(ReferralEvent::Withdraw)).await;
            }
            ReferralState::Expired => {
                crowd.wait(3);
                crowd.expire().await;
            }
        }
        if self.state == ReferralState::Completed {
            crowd.does(NEIGHBOUR, &take(ReferralEvent::Complete)).await;
        }
        if self.overdue {
            crowd.wait(3);
        }
        id
    }

    fn attempts(&self, id: &String) -> Vec<Attempt> {
        let long = too_much();
        let mut all: Vec<_> = Self::codes()
            .map(|event| step(event, id, event, "We tried"))
            .into();
        for event in ["refuse", "complete"] {
            all.push(step(&format!("{event} silently"), id, event, " "));
        }
        for event in ["accept", "refuse", "complete", "withdraw"] {
            let name = format!("{event} at length");
            all.push(step(&name, id, event, &long).faulty());
        }
        all
    }

    fn nonsense(&self, id: &String) -> Vec<Attempt> {
        steps_of_others(id, &Self::codes())
    }
}

/// A case whose person may be referred, or not.
struct Offering {
    consented: bool,
    /// The service has been asked already.
    again: bool,
}

impl Scene for Offering {
    type Thing = Typed;

    async fn set(&self, crowd: &mut Crowd) -> Typed {
        let number = if self.consented {
            consenting(&crowd.world).await
        } else {
            register(&crowd.world, WORKER, "Шевченко", "Олена").await
        };
        let typed = Typed::of(&crowd.world, number).await;
        if self.again {
            crowd.does(WORKER, &typed.with("offer", &[])).await;
        }
        typed
    }

    fn attempts(&self, typed: &Typed) -> Vec<Attempt> {
        let long = too_much();
        vec![
            typed.with("offer", &[]),
            typed.with(
                "offer for a reason",
                &[("override_reason", "A child is in danger")],
            ),
            typed.with("offer silently", &[("reason", " ")]).faulty(),
            typed.with("offer nothing", &[("granted[]", "")]).faulty(),
            typed.with("offer to nobody", &[("to", "")]).faulty(),
            typed.with("offer at length", &[("reason", &long)]).faulty(),
        ]
    }

    fn nonsense(&self, typed: &Typed) -> Vec<Attempt> {
        let number = number_of_nobody();
        vec![
            typed.with("a case of nobody", &[("number", &number)]),
            typed.with("no case", &[("number", "case")]),
        ]
    }
}

on_both_databases! {
    async fn what_is_offered_is_taken_on_by_the_service_and_taken_back_by_the_sender(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let offered = Referral::of(WORKER, ReferralState::Offered);
        let done = offered.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["withdraw"]), each(&RECEIVERS, &["accept", "refuse"])], "offered");

        let late = Referral { overdue: true, ..offered };
        let done = late.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["withdraw"]), each(&RECEIVERS, &["refuse"])], "offered too long ago");
    }

    async fn nobody_answers_what_they_offered_themselves(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let own = Referral::of(EVERYWHERE, ReferralState::Offered);
        let done = own.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["withdraw"]), each(&RECEIVERS[..3], &["accept", "refuse"])], "own");
    }

    async fn the_clock_ends_what_somebody_of_the_city_offered(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let own = Referral::of(EVERYWHERE, ReferralState::Expired);
        assert_done(own.tried_by_everybody(&mut crowd).await, &[], "expired");
    }

    async fn what_was_taken_on_is_ended_by_either_side(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let accepted = Referral::of(WORKER, ReferralState::Accepted);
        let done = accepted.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["withdraw"]), each(&RECEIVERS, &["complete"])], "accepted");

        let late = Referral { overdue: true, ..accepted };
        let done = late.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["withdraw"])], "accepted too long ago");
    }

    async fn of_a_referral_that_has_ended_nobody_makes_anything_else(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for state in ReferralState::ALL.into_iter().filter(|state| state.is_final()) {
            let done = Referral::of(WORKER, state).tried_by_everybody(&mut crowd).await;
            assert_done(done, &[], state.code());
        }
    }

    async fn whoever_speaks_for_a_case_offers_it_once_to_a_service(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let free = Offering { consented: true, again: false };
        let done = free.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS, &["offer", "offer for a reason"])], "free to be offered");

        let unasked = Offering { consented: false, again: false };
        let done = unasked.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&SENDERS[1..], &["offer for a reason"])], "without consent");

        let again = Offering { consented: true, again: true };
        assert_done(again.tried_by_everybody(&mut crowd).await, &[], "offered already");
    }
}
