//! What others save while somebody fills a form in.

use domain::{
    Error, Result,
    access::FieldAccess,
    cases::{CaseNumber, Meanwhile, SaveEdit},
};
use services::cases::saved_meanwhile;
use testkit::{World, inputs, on_both_databases};

use super::fields::with_reader;
use crate::support::*;

async fn meanwhile(
    world: &World,
    account: &str,
    number: &CaseNumber,
    (form, version): (&str, i32),
    typed: &[(&str, &str)],
) -> Result<Option<Meanwhile>> {
    let edit = SaveEdit {
        case: number.clone(),
        form: form.to_owned(),
        version,
        answers: inputs(typed),
    };
    let read = world.read(account, |unit| async move {
        saved_meanwhile(&unit, &edit).await
    });
    read.await
}

/// A contact form that was filled in, and then changed by the colleague.
async fn changed(world: &World, theirs: &[(&str, &str)]) -> CaseNumber {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    let first = save(world, WORKER, &number, "contact", 0, &CONTACT).await;
    first.unwrap();
    let second = save(world, COLLEAGUE, &number, "contact", 1, theirs).await;
    second.unwrap();
    number
}

on_both_databases! {
    async fn what_only_others_changed_is_taken_and_the_edit_goes_on_from_there(world: World) {
        let number = changed(&world, &[("email", "theirs@example.org")]).await;
        let mine = [("safe_contact_note", "Only by her sister"), ("email", "")];
        let told = meanwhile(&world, WORKER, &number, ("contact", 1), &mine).await.unwrap().unwrap();
        assert_eq!((told.version, told.saved.version, told.saved.by.as_str()), (2, 2, COLLEAGUE));
        assert_eq!(told.taken, inputs(&[("email", "theirs@example.org")]));
        assert!(told.both.is_empty() && told.theirs.is_empty());
        let typed = [("safe_contact_note", "Only by her sister"), ("email", "theirs@example.org")];
        let saved = save(&world, WORKER, &number, "contact", told.version, &typed).await;
        assert_eq!(saved.unwrap().version, 3, "no conflict");
        let now = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert_eq!(now["email"], ["theirs@example.org"]);
    }

    async fn what_both_changed_stays_and_is_a_conflict_still(world: World) {
        let theirs = [("email", "theirs@example.org"), ("safe_contact_note", "By her brother")];
        let number = changed(&world, &theirs).await;
        let mine = [("email", "mine@example.org"), ("safe_contact_note", CONTACT[4].1)];
        let told = meanwhile(&world, WORKER, &number, ("contact", 1), &mine).await.unwrap().unwrap();
        assert_eq!(told.version, 1, "a save has to meet it");
        assert_eq!(told.taken, inputs(&[("safe_contact_note", "By her brother")]));
        assert_eq!(told.both.iter().collect::<Vec<_>>(), ["email"]);
        assert_eq!(told.theirs.to_inputs(), inputs(&[("email", "theirs@example.org")]));
        let answer = save(&world, WORKER, &number, "contact", told.version, &mine[..1]).await;
        assert!(matches!(answer, Err(Error::Conflict { .. })), "{answer:?}");
    }

    async fn what_is_begun_and_no_answer_yet_is_not_typed_over(world: World) {
        let number = changed(&world, &[("email", "theirs@example.org")]).await;
        let told = meanwhile(&world, WORKER, &number, ("contact", 1), &[("email", "mine@")]).await;
        let told = told.unwrap().unwrap();
        assert!(told.taken.is_empty());
        assert_eq!(told.both.iter().collect::<Vec<_>>(), ["email"]);
    }

    async fn the_same_answer_of_both_is_nothing_to_tell(world: World) {
        let number = changed(&world, &[("email", "one@example.org")]).await;
        let told = meanwhile(&world, WORKER, &number, ("contact", 1), &[("email", "one@example.org")]).await;
        let told = told.unwrap().unwrap();
        assert_eq!((told.version, told.taken.len(), told.both.len()), (2, 0, 0));
    }

    async fn where_nobody_saved_there_is_nothing(world: World) {
        let number = changed(&world, &[("email", "one@example.org")]).await;
        for version in [2, 3, i32::MAX, -1] {
            let told = meanwhile(&world, WORKER, &number, ("contact", version), &[]).await;
            assert_eq!(told, Ok(None), "{version}");
        }
    }

    async fn hidden_fields_never_leave(world: World) {
        let number = changed(&world, &[("email", "one@example.org")]).await;
        let note = [("safe_contact_note", "A secret place")];
        save(&world, COLLEAGUE, &number, "contact", 2, &note).await.unwrap();
        let world = with_reader(world, FieldAccess::Write).await;
        let typed = [("email", "mine@example.org"), ("safe_contact_note", "Typed blindly")];
        let told = meanwhile(&world, "reader.d08", &number, ("contact", 1), &typed).await;
        let told = told.unwrap().unwrap();
        assert_eq!(told.both.iter().collect::<Vec<_>>(), ["email"]);
        let all = serde_json::to_string(&told).unwrap();
        assert!(!all.contains("secret") && !all.contains("safe_contact_note"), "{all}");
        let seen = meanwhile(&world, WORKER, &number, ("contact", 1), &[]).await.unwrap();
        assert!(serde_json::to_string(&seen).unwrap().contains("secret"));
    }

    async fn only_whoever_may_fill_it_in_is_told(world: World) {
        let number = changed(&world, &[("email", "one@example.org")]).await;
        for (account, form) in [(NEIGHBOUR, "contact"), (NEIGHBOUR_SUPERVISOR, "contact"), (WORKER, "nothing")] {
            let told = meanwhile(&world, account, &number, (form, 0), &[]).await;
            assert_eq!(told, Err(Error::NotFound), "{account}");
        }
        for account in [SHELTER, ADMIN, CALL_CENTRE] {
            let told = meanwhile(&world, account, &number, ("contact", 0), &[]).await;
            assert!(matches!(told, Err(Error::Refused { .. })), "{account}: {told:?}");
        }
    }

    async fn being_told_is_a_reading_that_leaves_an_event(world: World) {
        let number = changed(&world, &[("email", "one@example.org")]).await;
        world.actor(WORKER).await;
        let (told, events) = events_of(&world, meanwhile(&world, WORKER, &number, ("contact", 1), &[])).await;
        assert!(told.unwrap().is_some());
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].action.as_str(), &events[0].details["version"]), ("form_opened", &2.into()));
    }
}
