//! Asking another district for a case, and whoever tries what is not theirs.

use domain::transitions::{RequestEvent, RequestState};
use testkit::on_both_databases;

use crate::{everybody::*, hand_overs, people::*};

const OWNERS: [&str; 4] = [WORKER, SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE];
const ASKERS: [&str; 3] = [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, EVERYWHERE];

fn asked(name: &str, number: &str, reason: &str) -> Attempt {
    let typed = [("number", number), ("reason", reason), ("go", "ask")];
    Attempt::new(name, "/api/transitions/request", &typed)
}

/// A request for a case of the worker's, and what has become of it.
struct Pull {
    by: &'static str,
    state: RequestState,
    /// A transfer of the case has been asked for meanwhile.
    on_its_way: bool,
}

impl Pull {
    const fn of(by: &'static str, state: RequestState) -> Self {
        Self {
            by,
            state,
            on_its_way: false,
        }
    }

    fn codes() -> [&'static str; 3] {
        RequestEvent::ALL.map(RequestEvent::code)
    }
}

impl Scene for Pull {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        let number = consenting(&crowd.world).await;
        let typed = asked("", &number, "They live here now");
        let id = shown_id(&crowd.does(self.by, &typed).await);
        let take = |event: RequestEvent| step("", &id, event.code(), "Not now");
        match self.state {
            RequestState::Asked => {}
            RequestState::Agreed => {
                crowd.does(WORKER, &take(RequestEvent::Agree)).await;
            }
            RequestState::Declined => {
                crowd.does(WORKER, &take(RequestEvent::Decline)).await;
            }
            RequestState::Withdrawn => {
                crowd.does(self.by, &take(RequestEvent::Withdraw)).await;
            }
        }
        if self.on_its_way {
            hand_overs::ask(crowd, WORKER, &number).await;
        }
        id
    }

    fn attempts(&self, id: &String) -> Vec<Attempt> {
        let long = too_much();
        let mut all: Vec<_> = Self::codes()
            .map(|event| step(event, id, event, "Not now"))
            .into();
        all.push(step("decline silently", id, "decline", " "));
        for event in Self::codes() {
            let name = format!("{event} at length");
            all.push(step(&name, id, event, &long).faulty());
        }
        all
    }

    fn nonsense(&self, id: &String) -> Vec<Attempt> {
        steps_of_others(id, &Self::codes())
    }
}

/// A case of the worker's that others may ask for.
struct Asking {
    /// Who has asked for it already.
    before: Option<&'static str>,
}

impl Scene for Asking {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        let number = register(&crowd.world, WORKER, "Шевченко", "Олена").await;
        if let Some(before) = self.before {
            crowd.does(before, &asked("", &number, "Moved")).await;
        }
        number
    }

    fn attempts(&self, number: &String) -> Vec<Attempt> {
        vec![
            asked("ask", number, "They live here now"),
            asked("ask silently", number, " ").faulty(),
            asked("ask at length", number, &too_much()).faulty(),
        ]
    }

    fn nonsense(&self, _: &String) -> Vec<Attempt> {
        Vec::new()
    }
}

/// What asks for no case of another district.
struct Nothing;

impl Scene for Nothing {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        register(&crowd.world, WORKER, "Шевченко", "Олена").await
    }

    fn attempts(&self, _: &String) -> Vec<Attempt> {
        let nobody = number_of_nobody();
        let numbers = [nobody.as_str(), "case", "", "' OR 1=1"];
        numbers
            .map(|number| asked("ask for nothing", number, "Moved"))
            .into()
    }

    fn nonsense(&self, _: &String) -> Vec<Attempt> {
        Vec::new()
    }
}

on_both_databases! {
    async fn the_owners_side_answers_and_the_asker_takes_back(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let asked = Pull::of(NEIGHBOUR, RequestState::Asked);
        let done = asked.tried_by_everybody(&mut crowd).await;
        let withdrawn = each(&ASKERS, &["withdraw"]);
        assert_done(done, &[each(&OWNERS, &["agree", "decline"]), withdrawn.clone()], "asked");

        let late = Pull { on_its_way: true, ..asked };
        let done = late.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&OWNERS, &["decline"]), withdrawn], "on its way");

        let own = Pull::of(EVERYWHERE, RequestState::Asked);
        let done = own.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[each(&OWNERS[..3], &["agree", "decline"]), each(&[EVERYWHERE], &["withdraw"])], "own");
    }

    async fn of_a_request_that_was_answered_nobody_makes_anything_else(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for state in RequestState::ALL.into_iter().filter(|state| state.is_final()) {
            let done = Pull::of(NEIGHBOUR, state).tried_by_everybody(&mut crowd).await;
            assert_done(done, &[], state.code());
        }
    }

    async fn whoever_may_take_a_case_on_asks_for_one_of_another_district(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let done = Asking { before: None }.tried_by_everybody(&mut crowd).await;
        let near = each(&[NEIGHBOUR, NEIGHBOUR_SUPERVISOR, FRONT], &["ask"]);
        let far = each(&[THIRD, THIRD_SUPERVISOR, EVERYWHERE], &["ask"]);
        assert_done(done, &[near, far.clone()], "free");

        let once = Asking { before: Some(NEIGHBOUR) };
        let done = once.tried_by_everybody(&mut crowd).await;
        assert_done(done, &[far], "asked for by one district");

        assert_done(Nothing.tried_by_everybody(&mut crowd).await, &[], "no case");
    }
}
