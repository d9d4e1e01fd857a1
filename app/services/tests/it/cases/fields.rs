//! What a role sees and writes of a form, field by field.

use domain::{
    Error, ProblemCode,
    access::{FieldAccess, FieldRule, Role, Scope},
    cases::CaseNumber,
};
use testkit::{Account, World, config, on_both_databases};

use crate::support::*;

/// A case with something ordinary, something sensitive and something restricted in it.
async fn full_case(world: &World) -> CaseNumber {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    save(world, WORKER, &number, "contact", 0, &CONTACT)
        .await
        .unwrap();
    let document = [
        ("document.type", "passport"),
        ("document.number", "FA123456"),
    ];
    save(world, WORKER, &number, "identity", 1, &document)
        .await
        .unwrap();
    save(world, WORKER, &number, "arrival", 0, &ARRIVAL)
        .await
        .unwrap();
    number
}

const ARRIVAL: [(&str, &str); 3] = [
    ("status", "temporary_protection"),
    ("travelled_alone", "yes"),
    ("protection_note", "Her husband must not learn where she is"),
];

/// The whole answer as text: what is not in it is not shown anywhere.
async fn as_text(world: &World, account: &str, number: &CaseNumber) -> String {
    serde_json::to_string(&read(world, account, number).await.unwrap()).unwrap()
}

fn reader(role: &str, ordinary: FieldAccess) -> Role {
    let model = config()
        .roles
        .iter()
        .find(|one| one.role == "supervisor")
        .unwrap()
        .clone();
    let every_form = FieldRule {
        form: FieldRule::EVERY_FORM.to_owned(),
        ordinary,
        sensitive: FieldAccess::Hidden,
        restricted: FieldAccess::Hidden,
    };
    Role {
        role: role.to_owned(),
        scope: Scope::District,
        fields: vec![every_form],
        ..model
    }
}

pub(super) async fn with_reader(world: World, ordinary: FieldAccess) -> World {
    let world = world.with_roles(&[reader("reader", ordinary)]).await;
    world
        .add(Account {
            name: "reader.d08",
            role: "reader",
            district: 8,
            team: None,
        })
        .await;
    world
}

on_both_databases! {
    async fn the_helpdesk_sees_nothing_restricted_and_only_reads_how_to_call_safely(world: World) {
        let number = full_case(&world).await;
        let text = as_text(&world, HELPDESK, &number).await;
        assert!(text.contains("FA123456") && text.contains("Only through her sister"));
        assert!(!text.contains("protection_note") && !text.contains("Her husband"));

        let opened = open(&world, HELPDESK, &number, "contact").await.unwrap();
        assert!(opened.locked.contains("safe_to_call") && !opened.locked.contains("phone"));
        let typed = [("phone", "+36301234567"), ("safe_to_call", "yes")];
        let answer = save(&world, HELPDESK, &number, "contact", 1, &typed).await;
        assert_eq!(
            answer,
            Err(Error::invalid("safe_to_call", ProblemCode::ReadOnly))
        );
        let answer = save(&world, HELPDESK, &number, "contact", 1, &typed[..1]).await;
        assert_eq!(answer.unwrap().version, 2);
        let text = as_text(&world, WORKER, &number).await;
        assert!(text.contains("+36301234567") && text.contains("Only through her sister"));
    }

    async fn a_form_that_may_only_be_read_is_closed_and_a_hidden_one_does_not_exist(world: World) {
        let number = full_case(&world).await;
        let closed = Error::Refused {
            reason: domain::Refusal::FormClosed,
        };
        assert_eq!(
            open(&world, HELPDESK, &number, "arrival").await,
            Err(closed.clone())
        );
        assert_eq!(
            save(&world, HELPDESK, &number, "arrival", 1, &[]).await,
            Err(closed)
        );
        let world = with_reader(world, FieldAccess::Hidden).await;
        for form in ["arrival", "no_such_form"] {
            assert_eq!(
                open(&world, "reader.d08", &number, form).await,
                Err(Error::NotFound)
            );
            assert_eq!(
                save(&world, "reader.d08", &number, form, 1, &[]).await,
                Err(Error::NotFound)
            );
        }
    }

    async fn the_shelter_sees_what_is_ordinary_of_identity_contact_and_family_alone(world: World) {
        let number = full_case(&world).await;
        let seen = read(&world, SHELTER, &number).await.unwrap();
        let forms: Vec<_> = seen
            .forms
            .iter()
            .map(|form| form.definition.form.as_str())
            .collect();
        assert_eq!(forms, ["identity", "contact", "family"]);
        assert!(!seen.may_see_history);
        let text = serde_json::to_string(&seen).unwrap();
        for secret in [
            "FA123456",
            "\"document\"",
            "safe_to_call",
            "sister",
            "protection_note",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(text.contains("Шевченко") && text.contains("+380671234567"));
    }

    async fn a_field_that_is_hidden_is_as_unknown_as_one_that_does_not_exist(world: World) {
        let world = with_reader(world, FieldAccess::Write).await;
        let number = full_case(&world).await;
        for field in ["protection_note", "no_such_field"] {
            let answer = save(&world, "reader.d08", &number, "arrival", 1, &[(field, "x")]).await;
            assert_eq!(
                answer,
                Err(Error::invalid(field, ProblemCode::UnknownField))
            );
        }
        let opened = open(&world, "reader.d08", &number, "arrival")
            .await
            .unwrap();
        assert!(opened.definition.field("protection_note").is_none());
        assert!(!opened.inputs.contains_key("protection_note"));
        let saved = save(
            &world,
            "reader.d08",
            &number,
            "arrival",
            1,
            &[("arrived_from", "Lviv")],
        );
        saved.await.unwrap();
        assert!(
            as_text(&world, WORKER, &number)
                .await
                .contains("Her husband"),
            "kept unseen"
        );
    }

    async fn the_history_counts_hidden_changes_without_showing_them(world: World) {
        let world = with_reader(world, FieldAccess::Read).await;
        let number = full_case(&world).await;
        let happened = history(&world, "reader.d08", &number).await.unwrap();
        let text = serde_json::to_string(&happened).unwrap();
        for secret in [
            "FA123456",
            "\"document\"",
            "safe_to_call",
            "sister",
            "protection_note",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
        let hidden: Vec<_> = happened
            .entries
            .iter()
            .map(|entry| entry.hidden_changes)
            .collect();
        assert_eq!(
            hidden.iter().sum::<u32>(),
            4,
            "one of arrival and identity, two of contact"
        );
        let whole = history(&world, SUPERVISOR, &number).await.unwrap();
        assert!(whole.entries.iter().all(|entry| entry.hidden_changes == 0));
    }

    async fn what_a_role_may_not_see_cannot_be_searched_by(world: World) {
        let number = full_case(&world).await;
        for (account, hits) in [(WORKER, 1), (SHELTER, 1), (CALL_CENTRE, 0)] {
            let found = search(&world, account, "+380671234567").await.unwrap();
            assert_eq!(found.hits.len(), hits, "{account}");
        }
        let world = with_reader(world, FieldAccess::Hidden).await;
        for query in [
            "шевченко",
            "shevchenko",
            "olena",
            "+380671234567",
            "1990-03-07",
        ] {
            let found = search(&world, "reader.d08", query).await.unwrap();
            assert!(found.hits.is_empty(), "{query}");
        }
        let found = search(&world, "reader.d08", number.as_str()).await.unwrap();
        assert_eq!(
            found.hits.len(),
            1,
            "a number says nothing about the person"
        );
        assert_eq!(
            (found.hits[0].name.as_str(), found.hits[0].birth_date),
            ("", None)
        );
    }

    async fn a_hidden_name_stands_in_no_list_page_or_history(world: World) {
        let number = full_case(&world).await;
        let world = with_reader(world, FieldAccess::Hidden).await;
        let all = [
            serde_json::to_string(&list(&world, "reader.d08", domain::cases::Whose::All).await),
            serde_json::to_string(&read(&world, "reader.d08", &number).await),
            serde_json::to_string(&history(&world, "reader.d08", &number).await),
        ];
        for text in all {
            let text = text.unwrap();
            assert!(text.contains(number.as_str()), "{text}");
            assert!(
                !text.contains("Шевченко") && !text.contains("Shevchenko"),
                "{text}"
            );
        }
    }
}
