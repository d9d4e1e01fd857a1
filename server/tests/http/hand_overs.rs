//! Handing a case over, as a browser without JavaScript does it, and whoever tries what is not
//! theirs.

use domain::transitions::{TransferEvent, TransferState};
use testkit::on_both_databases;

use crate::{
    client::{Browser, application, encoded},
    everybody::*,
    people::*,
};

/// A transfer of a new case of the worker's to the district IX, and what has become of it.
struct Transfer {
    state: TransferState,
    by: &'static str,
    releaser: &'static str,
}

/// How it is named, and who is named as the new owner.
struct Named {
    id: String,
    owner: String,
}

impl Transfer {
    const fn of(state: TransferState) -> Self {
        Self {
            state,
            by: WORKER,
            releaser: SUPERVISOR,
        }
    }

    fn codes() -> [&'static str; 6] {
        TransferEvent::ALL.map(TransferEvent::code)
    }

    /// A draft, which nobody but the worker knows of.
    async fn draft(crowd: &mut Crowd, number: &str) -> String {
        let kept = [("number", number), ("to", "9"), ("go", "keep")];
        let worker = crowd.browser(WORKER).await;
        worker.value("/api/transitions/ask", &kept).await;
        let queue = worker.value("/api/transitions/queue", &[]).await;
        let mut drafts = queue["under_way"].as_array().unwrap().iter();
        let draft = drafts.find(|row| row["number"] == number).unwrap();
        draft["id"].as_str().unwrap().to_owned()
    }
}

impl Scene for Transfer {
    type Thing = Named;

    async fn set(&self, crowd: &mut Crowd) -> Named {
        let owner = user_id(&crowd.world, NEIGHBOUR).await;
        let number = consenting(&crowd.world).await;
        if self.state == TransferState::Draft {
            let id = Self::draft(crowd, &number).await;
            return Named { id, owner };
        }
        if self.state == TransferState::Accepted {
            let id = hand_over(crowd, &number).await;
            return Named { id, owner };
        }
        let id = ask(crowd, self.by, &number).await;
        let take = |event| step("", &id, event, "No place");
        match self.state {
            TransferState::Draft | TransferState::AwaitingRelease | TransferState::Accepted => {}
            TransferState::Offered => {
                crowd.does(self.releaser, &take("release")).await;
            }
            TransferState::Refused => {
                crowd.does(SUPERVISOR, &take("refuse")).await;
            }
            TransferState::Withdrawn => {
                crowd.does(self.by, &take("withdraw")).await;
            }
            TransferState::Expired => {
                crowd.wait(14);
                crowd.expire().await;
            }
        }
        Named { id, owner }
    }

    fn attempts(&self, Named { id, owner }: &Named) -> Vec<Attempt> {
        let mut all: Vec<_> = Self::codes()
            .map(|event| step_naming(event, id, [event, "No place", owner]))
            .into();
        all.push(step_naming("accept for nobody", id, ["accept", "", ""]));
        all.push(step_naming("refuse silently", id, ["refuse", " ", ""]));
        for event in ["release", "refuse", "accept", "withdraw"] {
            let name = format!("{event} at length");
            all.push(step_naming(&name, id, [event, &too_much(), owner]).faulty());
        }
        all
    }

    fn nonsense(&self, named: &Named) -> Vec<Attempt> {
        steps_of_others(&named.id, &Self::codes())
    }
}

/// Asks for the transfer of a case, and answers its id.
pub(crate) async fn ask(crowd: &mut Crowd, by: &'static str, number: &str) -> String {
    let typed = [
        ("number", number),
        ("to", "9"),
        ("reason", "The family has moved"),
        ("urgency", "soon"),
        ("fields[]", "identity/citizenship"),
        ("go", "ask"),
    ];
    let asked = Attempt::new("", "/api/transitions/ask", &typed);
    shown_id(&crowd.does(by, &asked).await)
}

/// The worker's case goes to the neighbour; answers the id of the transfer.
pub(crate) async fn hand_over(crowd: &mut Crowd, number: &str) -> String {
    let owner = user_id(&crowd.world, NEIGHBOUR).await;
    let id = ask(crowd, WORKER, number).await;
    crowd.does(SUPERVISOR, &step("", &id, "release", "")).await;
    let accepted = step_naming("", &id, ["accept", "", &owner]);
    crowd.does(NEIGHBOUR_SUPERVISOR, &accepted).await;
    id
}

/// A step that names a new owner.
fn step_naming(name: &str, id: &str, [event, note, owner]: [&str; 3]) -> Attempt {
    let typed = [
        ("id", id),
        ("event", event),
        ("note", note),
        ("owner", owner),
    ];
    Attempt::new(name, "/api/transitions/step", &typed)
}

on_both_databases! {
    async fn before_release_only_the_sending_side_decides(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let asked = Transfer::of(TransferState::AwaitingRelease);
        let done = asked.tried_by_everybody(&mut crowd).await;
        let deciders = [SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE];
        let decided = each(&deciders, &["release", "refuse", "withdraw"]);
        assert_done(done, &[each(&[WORKER], &["withdraw"]), decided], "asked");
    }

    async fn once_offered_the_receiving_side_decides(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let offered = Transfer::of(TransferState::Offered);
        let done = offered.tried_by_everybody(&mut crowd).await;
        let withdrawn = each(&[WORKER, SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE], &["withdraw"]);
        let decided = each(&[NEIGHBOUR_SUPERVISOR, EVERYWHERE], &["refuse", "accept"]);
        assert_done(done, &[withdrawn, decided], "offered");
    }

    async fn nobody_takes_two_steps_of_a_transfer_however_far_they_reach(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let here = [SUPERVISOR, SECOND_SUPERVISOR];
        let asked = Transfer { by: EVERYWHERE, ..Transfer::of(TransferState::AwaitingRelease) };
        let done = asked.tried_by_everybody(&mut crowd).await;
        let withdrawn = each(&[EVERYWHERE], &["withdraw"]);
        assert_done(done, &[each(&here, &["release", "refuse", "withdraw"]), withdrawn], "asked");

        let released = Transfer { releaser: EVERYWHERE, ..Transfer::of(TransferState::Offered) };
        let done = released.tried_by_everybody(&mut crowd).await;
        let decided = each(&[NEIGHBOUR_SUPERVISOR], &["refuse", "accept"]);
        let withdrawn = each(&[WORKER, EVERYWHERE], &["withdraw"]);
        assert_done(done, &[each(&here, &["withdraw"]), decided, withdrawn], "offered");
    }

    async fn of_a_draft_and_of_what_has_ended_nobody_makes_anything_else(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for state in [TransferState::Accepted, TransferState::Refused, TransferState::Withdrawn, TransferState::Expired] {
            assert_done(Transfer::of(state).tried_by_everybody(&mut crowd).await, &[], state.code());
        }
        let draft = Transfer::of(TransferState::Draft);
        assert_done(draft.tried_by_everybody(&mut crowd).await, &[each(&[WORKER], &["withdraw"])], "draft");
    }

    async fn a_case_is_handed_over_by_forms_alone(world: World) {
        let router = application(&world);
        let number = consenting(&world).await;
        let mut worker = Browser::signed_in(&router, WORKER).await;
        let page = worker.page(&format!("/cases/{number}/transfer")).await;
        let empty = worker.submit(&page.form("/api/transitions/ask"), "ask").await;
        assert_eq!(empty.location(), format!("/cases/{number}/transfer?tried=1"));
        let back = worker.follow(&empty).await;
        assert!(back.text().contains("An answer is needed"), "{}", back.text());

        let asked = worker.post("/api/transitions/ask", &encoded(&[
            ("number", &number), ("to", "9"), ("reason", "Moved </textarea><b>on</b>"), ("urgency", "urgent"),
            ("fields[]", "identity/citizenship"), ("go", "ask"),
        ])).await;
        let id = asked.location().rsplit_once("show=").unwrap().1.to_owned();

        let mut receiver = Browser::signed_in(&router, NEIGHBOUR_SUPERVISOR).await;
        let unknown = receiver.get(&format!("/queue?show={id}")).await;
        assert_eq!(unknown.status, 404);

        let mut sender = Browser::signed_in(&router, SUPERVISOR).await;
        let page = sender.page(&format!("/queue?show={id}")).await;
        assert!(page.text().contains("you release it"), "{}", page.text());
        let released = sender.post("/api/transitions/step", &encoded(&[("id", &id), ("event", "release")])).await;
        assert_eq!(released.location(), "/queue?done=release");

        let answer = receiver.get(&format!("/queue?show={id}")).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.body.contains("Шевченко") && !answer.body.contains("Олена"), "the summary names nobody");
        assert!(!answer.body.contains("<b>on</b>"));
        assert_eq!(receiver.get(&format!("/cases/{number}")).await.status, 404);
        let accepted = receiver.post("/api/transitions/step", &encoded(&[
            ("id", &id), ("event", "accept"), ("owner", &user_id(&world, NEIGHBOUR).await),
        ])).await;
        assert_eq!(accepted.location(), "/queue?done=accept");

        assert_eq!(worker.get(&format!("/cases/{number}")).await.status, 404);
        let mut owner = Browser::signed_in(&router, NEIGHBOUR).await;
        assert_eq!(owner.get(&format!("/cases/{number}")).await.status, 200);
        let path = owner.page(&format!("/cases/{number}/path")).await;
        for step in ["Case opened in VIII", "asked for", "released", "Taken over from VIII"] {
            assert!(path.text().contains(step), "{step}: {}", path.text());
        }
        let former = worker.page(&format!("/queue?show={id}")).await;
        assert!(!former.text().contains("Moved"), "what was written is not for the former side any more");
    }

    async fn cases_are_assigned_together_and_each_is_answered_for(world: World) {
        let router = application(&world);
        let mine = register(&world, WORKER, "Kovács", "Anna").await;
        let theirs = register(&world, COLLEAGUE, "Nagy", "Béla").await;
        let foreign = register(&world, NEIGHBOUR, "Kis", "Pál").await;
        let owner = user_id(&world, COLLEAGUE).await;
        let mut supervisor = Browser::signed_in(&router, SUPERVISOR).await;
        let list = supervisor.get("/cases?whose=all").await;
        assert!(list.body.contains(&format!("value=\"{mine}\"")), "the list lets choose");
        let asked = [("cases[]", mine.as_str()), ("cases[]", &theirs), ("cases[]", &foreign), ("owner", &owner)];
        let answer = supervisor.post("/api/transitions/assign", &encoded(&asked)).await;
        let page = supervisor.follow(&answer).await;
        assert!(page.text().contains("2 cases were assigned"), "{}", page.text());
        assert!(page.text().contains("There is no such case"), "{}", page.text());
        let mut worker = Browser::signed_in(&router, WORKER).await;
        let refused = worker.value("/api/transitions/assign", &[("cases[]", &theirs), ("owner", &user_id(&world, WORKER).await)]).await;
        assert_eq!(refused[0]["refused"]["reason"], "not_your_step");
    }
}
