//! Handing a case over, as a browser without JavaScript does it, and whoever tries what is not
//! theirs.

use domain::transitions::{TransferEvent, TransferState};
use services::Caller;
use testkit::{World, on_both_databases};

use crate::{
    client::{Browser, application, encoded},
    people::*,
};

const PERSONAS: [&str; 12] = [
    WORKER,
    COLLEAGUE,
    SUPERVISOR,
    SECOND_SUPERVISOR,
    HELPDESK,
    SHELTER,
    ADMIN,
    NEIGHBOUR,
    NEIGHBOUR_SUPERVISOR,
    "helpdesk.d09",
    CALL_CENTRE,
    DPO,
];
const SECOND_SUPERVISOR: &str = "supervisor2.d08";

/// A transfer of a new case by the worker to the district IX, which stands as it is named.
async fn transfer_in(
    world: &World,
    router: &axum::Router,
    state: TransferState,
) -> (String, String) {
    let number = consenting(world).await;
    let mut worker = Browser::signed_in(router, WORKER).await;
    if state == TransferState::Draft {
        let kept = [("number", number.as_str()), ("to", "9"), ("go", "keep")];
        worker.value("/api/transitions/ask", &kept).await;
        let queue = worker.value("/api/transitions/queue", &[]).await;
        let mut drafts = queue["under_way"].as_array().unwrap().iter();
        let draft = drafts.find(|row| row["number"] == number.as_str()).unwrap();
        return (draft["id"].as_str().unwrap().to_owned(), number);
    }
    let id = ask(&mut worker, &number).await;
    let mut supervisor = Browser::signed_in(router, SUPERVISOR).await;
    match state {
        TransferState::Draft | TransferState::AwaitingRelease => {}
        TransferState::Offered => step(&mut supervisor, &id, "release", "").await,
        TransferState::Refused => step(&mut supervisor, &id, "refuse", "").await,
        TransferState::Withdrawn => step(&mut worker, &id, "withdraw", "").await,
        TransferState::Expired => {
            world.clock.advance(chrono::TimeDelta::days(14));
            let ended = world
                .store
                .unit(Caller::System, "expire", |unit| async move {
                    services::transitions::expire_due(&unit).await
                });
            ended.await.unwrap();
        }
        TransferState::Accepted => {
            step(&mut supervisor, &id, "release", "").await;
            let mut neighbour = Browser::signed_in(router, NEIGHBOUR_SUPERVISOR).await;
            step(
                &mut neighbour,
                &id,
                "accept",
                &user_id(world, NEIGHBOUR).await,
            )
            .await;
        }
    }
    (id, number)
}

/// Asks for the transfer of a case, and answers its id.
async fn ask(browser: &mut Browser, number: &str) -> String {
    let typed = [
        ("number", number),
        ("to", "9"),
        ("reason", "The family has moved"),
        ("urgency", "soon"),
        ("fields[]", "identity/citizenship"),
        ("go", "ask"),
    ];
    let asked = browser.post("/api/transitions/ask", &encoded(&typed)).await;
    let (_, id) = asked.location().rsplit_once("show=").expect("an id");
    id.to_owned()
}

async fn step(browser: &mut Browser, id: &str, event: &str, owner: &str) {
    let typed = [
        ("id", id),
        ("event", event),
        ("note", "No place"),
        ("owner", owner),
    ];
    browser.value("/api/transitions/step", &typed).await;
}

async fn user_id(world: &World, account: &str) -> String {
    match world.actor(account).await {
        Caller::Actor(actor) => actor.user.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn add_second_supervisor(world: &World) {
    let account = testkit::Account {
        name: SECOND_SUPERVISOR,
        role: "supervisor",
        district: 8,
        team: Some("family"),
    };
    world.add(account).await;
}

/// Every event by every persona on a transfer that stands like this: it is done, or refused with a
/// reason and then changes nothing but the audit. Answers who did what.
async fn tried_by_everybody(
    world: &World,
    router: &axum::Router,
    state: TransferState,
) -> Vec<String> {
    let owner = user_id(world, NEIGHBOUR).await;
    let (mut id, _) = transfer_in(world, router, state).await;
    let mut done = Vec::new();
    for persona in PERSONAS {
        let mut browser = Browser::signed_in(router, persona).await;
        for event in TransferEvent::ALL {
            let before = world.database.snapshot().await;
            let typed = encoded(&[
                ("id", &id),
                ("event", event.code()),
                ("note", "No place"),
                ("owner", &owner),
            ]);
            let answer = browser.call("/api/transitions/step", &typed).await;
            let what = format!("{persona} {}", event.code());
            if answer.status == 200 {
                done.push(what);
                (id, _) = transfer_in(world, router, state).await;
                browser = Browser::signed_in(router, persona).await;
                continue;
            }
            let told = answer.json();
            match told["kind"].as_str() {
                Some("refused") => assert!(told["reason"].is_string(), "{what}: {answer:?}"),
                Some("overtaken" | "not_found") => {}
                _ => panic!("{what} in {}: {answer:?}", state.code()),
            }
            let after = world.database.snapshot().await;
            let changed = after
                .without(&["audit_events"])
                .since(&before.without(&["audit_events"]));
            assert_eq!(changed, Vec::<String>::new(), "{what} in {}", state.code());
        }
    }
    done
}

fn by(personas: &[&str], event: &str) -> Vec<String> {
    personas
        .iter()
        .map(|persona| format!("{persona} {event}"))
        .collect()
}

on_both_databases! {
    async fn before_release_only_the_sending_side_decides(world: World) {
        add_second_supervisor(&world).await;
        let router = application(&world);
        let done = tried_by_everybody(&world, &router, TransferState::AwaitingRelease).await;
        let expected = [
            by(&[WORKER], "withdraw"),
            by(&[SUPERVISOR], "release"), by(&[SUPERVISOR], "refuse"), by(&[SUPERVISOR], "withdraw"),
            by(&[SECOND_SUPERVISOR], "release"), by(&[SECOND_SUPERVISOR], "refuse"), by(&[SECOND_SUPERVISOR], "withdraw"),
        ].concat();
        assert_eq!(done, expected);
    }

    async fn once_offered_the_receiving_side_decides(world: World) {
        add_second_supervisor(&world).await;
        let router = application(&world);
        let done = tried_by_everybody(&world, &router, TransferState::Offered).await;
        let expected = [
            by(&[WORKER, SUPERVISOR, SECOND_SUPERVISOR], "withdraw"),
            by(&[NEIGHBOUR_SUPERVISOR], "refuse"),
            by(&[NEIGHBOUR_SUPERVISOR], "accept"),
        ].concat();
        assert_eq!(done, expected);
    }

    async fn of_a_draft_and_of_what_has_ended_nobody_makes_anything_else(world: World) {
        add_second_supervisor(&world).await;
        let router = application(&world);
        for state in [TransferState::Accepted, TransferState::Refused, TransferState::Withdrawn, TransferState::Expired] {
            assert_eq!(tried_by_everybody(&world, &router, state).await, Vec::<String>::new());
        }
        assert_eq!(tried_by_everybody(&world, &router, TransferState::Draft).await, by(&[WORKER], "withdraw"));
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
