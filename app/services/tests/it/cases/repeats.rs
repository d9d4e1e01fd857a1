//! A request that is repeated because its answer was lost happens once.

use domain::{
    RequestKey,
    cases::{CaseNumber, Registered, SaveEdit, Saved},
};
use services::{cases, forms::DraftOf};
use testkit::{World, inputs, on_both_databases};

use crate::support::*;

fn key(text: &str) -> RequestKey {
    RequestKey::parse(text).unwrap()
}

pub(crate) async fn save_once(
    world: &World,
    account: &str,
    name: &str,
    number: &CaseNumber,
    version: i32,
    typed: &[(&str, &str)],
) -> domain::Result<Saved> {
    let (key, edit) = (
        key(name),
        SaveEdit {
            case: number.clone(),
            form: "contact".to_owned(),
            version,
            answers: inputs(typed),
        },
    );
    world
        .run(account, |unit| async move {
            cases::save_answers_once(&unit, &key, &edit).await
        })
        .await
}

async fn register_once(
    world: &World,
    account: &str,
    name: &str,
    typed: &[(&str, &str)],
) -> domain::Result<Registered> {
    let (key, typed) = (key(name), inputs(typed));
    world
        .run(account, |unit| async move {
            cases::register_person_once(&unit, &key, &typed, "").await
        })
        .await
}

const OLENA: [(&str, &str); 4] = [
    ("family_name", "Шевченко"),
    ("given_name", "Олена"),
    ("sex", "female"),
    ("citizenship", "ukrainian"),
];

async fn count(world: &World, table: &str) -> usize {
    world
        .database
        .rows(&format!("SELECT 1 FROM {table}"))
        .await
        .len()
}

on_both_databases! {
    async fn a_repeated_save_happens_once_and_answers_alike(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let first = save_once(&world, WORKER, "k1", &number, 0, &CONTACT).await.unwrap();
        // Somebody else saves meanwhile, and still the answer is what it was.
        save(&world, COLLEAGUE, &number, "contact", 1, &[("talk_wish", "slowly")]).await.unwrap();
        let events = count(&world, "audit_events").await;
        let again = save_once(&world, WORKER, "k1", &number, 0, &CONTACT).await.unwrap();
        assert_eq!((first.version, &again), (1, &first));
        assert_eq!(count(&world, "audit_events").await, events, "nothing happened");
        // The draft that was kept while the answer was waited for is done with.
        let draft = services::forms::Draft { inputs: inputs(&CONTACT), version: 0, conflict: None, refused: false };
        let of = DraftOf::form(&number, "contact");
        world.run(WORKER, |unit| async move { services::forms::keep_draft(&unit, &of, &draft).await }).await.unwrap();
        save_once(&world, WORKER, "k1", &number, 0, &CONTACT).await.unwrap();
        assert_eq!(count(&world, "drafts").await, 0);
        // In other words, under another key, or from somebody else, it is another save.
        let mut other = CONTACT.to_vec();
        other.push(("email", "olena@example.org"));
        assert_eq!(save_once(&world, WORKER, "k1", &number, 1, &other).await.unwrap().version, 3);
        assert_eq!(save_once(&world, WORKER, "k2", &number, 3, &[("email", "o@example.org")]).await.unwrap().version, 4);
        assert_eq!(save_once(&world, COLLEAGUE, "k2", &number, 4, &[("email", "s@example.org")]).await.unwrap().version, 5);
    }

    async fn what_came_to_nothing_may_be_repeated(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let wrong = [("phone", "ring at the door")];
        assert!(save_once(&world, WORKER, "k", &number, 0, &wrong).await.is_err());
        assert_eq!(count(&world, "answered_requests").await, 0);
        assert!(save_once(&world, WORKER, "k", &number, 0, &wrong).await.is_err());
        assert_eq!(save_once(&world, WORKER, "k", &number, 0, &CONTACT).await.unwrap().version, 1);
    }

    async fn nobody_is_registered_twice(world: World) {
        let first = register_once(&world, WORKER, "k", &OLENA).await.unwrap();
        let again = register_once(&world, WORKER, "k", &OLENA).await.unwrap();
        assert_eq!(again, first);
        // Typed anew before it was sent again: it waits in the case that there is.
        let mut more = OLENA.to_vec();
        more.push(("patronymic", "Іванівна"));
        let third = register_once(&world, WORKER, "k", &more).await.unwrap();
        assert_eq!((third.number.clone(), third.next_form.as_deref()), (first.number.clone(), Some("identity")));
        assert_eq!(count(&world, "persons").await, 1);
        let open = open(&world, WORKER, &first.number, "identity").await.unwrap();
        assert!(open.draft && open.inputs["patronymic"] == ["Іванівна"]);
        // The same key of another person is another request.
        assert_ne!(register_once(&world, COLLEAGUE, "k", &OLENA).await.unwrap().number, first.number);
    }

    async fn of_many_at_once_one_happens_and_all_hear_the_same(world: World) {
        world.actor(WORKER).await;
        let answers = tokio::join!(
            register_once(&world, WORKER, "k", &OLENA),
            register_once(&world, WORKER, "k", &OLENA),
            register_once(&world, WORKER, "k", &OLENA),
            register_once(&world, WORKER, "k", &OLENA),
        );
        let (one, two, three, four) = answers;
        let numbers = [one, two, three, four].map(|answer| answer.unwrap().number);
        assert!(numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
        assert_eq!(count(&world, "persons").await, 1);
    }

    async fn answers_are_forgotten_after_two_days(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save_once(&world, WORKER, "k1", &number, 0, &CONTACT).await.unwrap();
        world.clock.advance(chrono::TimeDelta::hours(49));
        save_once(&world, WORKER, "k2", &number, 1, &[("email", "o@example.org")]).await.unwrap();
        assert_eq!(count(&world, "answered_requests").await, 1);
    }
}
