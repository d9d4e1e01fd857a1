//! Whatever is sent, the answer is a proper one, and nothing is half-done.

use domain::{
    Error, ProblemCode,
    cases::SaveEdit,
    forms::{Field, FieldType, Inputs, LONG_TEXT_MAX},
};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
};
use services::{
    Catalog, cases,
    forms::{Draft, DraftOf, keep_draft},
};
use testkit::{Kind, World, config, inputs, on_both_databases};

use crate::support::*;

fn no_fault_of_ours<T: std::fmt::Debug>(answer: &domain::Result<T>) {
    let fault = matches!(answer, Err(Error::Internal { .. } | Error::Unavailable));
    assert!(!fault, "{answer:?}");
}

/// All rows but those that tell of the attempt itself.
async fn content(world: &World) -> testkit::Snapshot {
    world.database.snapshot().await.without(&["audit_events"])
}

fn long() -> String {
    "б".repeat(500_000)
}

on_both_databases! {
    async fn each_wrong_answer_is_named_at_its_field_and_nothing_is_written(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let before = content(&world).await;
        let long = long();
        for (field, typed, code) in [
            ("given_name", "Оле\0на", ProblemCode::NotText),
            ("given_name", "Оле\nна", ProblemCode::NotText),
            ("given_name", " ", ProblemCode::Required),
            (
                "given_name",
                long.as_str(),
                ProblemCode::TooLong { max: 20_000 },
            ),
            (
                "patronymic",
                &"a".repeat(101),
                ProblemCode::TooLong { max: 100 },
            ),
            ("birth_date", "1990-02-30", ProblemCode::NotADate),
            ("birth_date", "2999-01-01", ProblemCode::InTheFuture),
            ("sex", "f", ProblemCode::NotAChoice),
            ("sex", "female\0", ProblemCode::NotAChoice),
            ("no_such_field", "x", ProblemCode::UnknownField),
        ] {
            let answer = save(&world, WORKER, &number, "identity", 1, &[(field, typed)]).await;
            let shown: String = typed.chars().take(20).collect();
            assert_eq!(
                answer,
                Err(Error::invalid(field, code)),
                "{field}: {shown:?}"
            );
        }
        let answer = save(&world, WORKER, &number, "identity", 1, &[("no\0such", "x")]).await;
        assert_eq!(
            answer,
            Err(Error::invalid("nosuch", ProblemCode::UnknownField))
        );
        assert_eq!(content(&world).await, before);
    }

    async fn a_registration_that_does_not_fit_names_every_problem(world: World) {
        world.actor(WORKER).await;
        let before = content(&world).await;
        let typed = inputs(&[
            ("family_name", "\0"),
            ("birth_date", "soon"),
            ("extra", "1"),
        ]);
        let Err(Error::Invalid { problems }) = register(&world, WORKER, typed).await else {
            panic!("accepted");
        };
        let fields: Vec<_> = problems
            .iter()
            .map(|problem| problem.field.as_str())
            .collect();
        assert_eq!(
            fields,
            [
                "family_name",
                "given_name",
                "birth_date",
                "sex",
                "citizenship",
                "extra"
            ]
        );
        let many: Inputs = (0..5000)
            .map(|place| (format!("f{place}"), vec![long(); 1]))
            .take(3)
            .collect();
        no_fault_of_ours(&register(&world, WORKER, many).await);
        let values: Inputs = [("family_name".to_owned(), vec!["a".to_owned(); 100_000])].into();
        no_fault_of_ours(&register(&world, WORKER, values).await);
        assert_eq!(content(&world).await, before);
    }

    async fn strange_searches_find_nothing_and_break_nothing(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        let long = long();
        for query in [
            "",
            " ",
            "\0",
            "\u{7}\u{1b}[31m",
            "\0Шевч",
            "'; DROP TABLE cases; --",
            "+",
            "++++++++",
            &long,
            "0000000000",
            "-1",
            "9999-99-99",
            "🤷",
            "\u{202e}abc",
            "ﷺ",
        ] {
            let found = search(&world, WORKER, query).await;
            no_fault_of_ours(&found);
            let query = query.to_owned();
            let opened = world.run(WORKER, |unit| async move {
                cases::open_registration(&unit, &query).await
            });
            let opened = opened.await.unwrap();
            for text in opened.inputs.values().flatten() {
                assert!(
                    text.chars().count() <= 200 && !text.chars().any(char::is_control),
                    "{text:?}"
                );
            }
        }
        assert_eq!(
            search(&world, WORKER, "\0Шевч").await.unwrap().hits.len(),
            1
        );
    }

    async fn forms_that_do_not_exist_are_not_found(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let long = long();
        for form in ["", "no_such_form", "\0", "identity\0", "../identity", &long] {
            assert_eq!(
                open(&world, WORKER, &number, form).await,
                Err(Error::NotFound)
            );
            assert_eq!(
                save(&world, WORKER, &number, form, 1, &[]).await,
                Err(Error::NotFound)
            );
        }
    }

    async fn more_answers_than_a_form_may_hold_are_refused(world: World) {
        let mut forms = config().forms.clone();
        let contact = forms.iter_mut().find(|form| form.form == "contact").unwrap();
        let mut note = contact.field("address_note").unwrap().clone();
        note.kind = FieldType::LongText { max_length: LONG_TEXT_MAX };
        let notes: Vec<String> = (0..14).map(|number| format!("note_{number}")).collect();
        contact.fields.extend(notes.iter().map(|id| Field { id: id.clone(), ..note.clone() }));
        let world = world.with_catalog(Catalog::new(forms, config().roles.clone())).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let long = "ж".repeat(20_000);
        let mut typed: Vec<(&str, &str)> = CONTACT.to_vec();
        typed.extend(notes.iter().map(|id| (id.as_str(), long.as_str())));
        let before = world.database.snapshot().await;
        let answer = save(&world, WORKER, &number, "contact", 0, &typed).await;
        assert_eq!(answer, Err(Error::TooLarge));
        let audit = ["audit_events"];
        assert_eq!(
            world.database.snapshot().await.without(&audit),
            before.without(&audit)
        );
        typed.truncate(CONTACT.len() + 10);
        save(&world, WORKER, &number, "contact", 0, &typed).await.unwrap();
    }
}

/// Texts as people, programs and attackers send them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => ".{0,30}",
        2 => "\\PC{0,30}",
        1 => Just("\0".to_owned()),
        1 => Just("x".repeat(50_000)),
        1 => Just("2026-02-30".to_owned()),
        1 => Just("-9223372036854775809".to_owned()),
        1 => Just("+380 67 123 4567".to_owned()),
        2 => Just("female".to_owned()),
        2 => Just("ukrainian".to_owned()),
        2 => Just("yes".to_owned()),
        1 => Just("1990-03-07".to_owned()),
    ]
}

fn field() -> impl Strategy<Value = String> {
    let fields = testkit::config().forms.iter().flat_map(|form| &form.fields);
    let known: Vec<String> = fields.map(|field| field.id.clone()).collect();
    prop_oneof![8 => proptest::sample::select(known), 1 => ".{0,20}"]
}

fn typed() -> impl Strategy<Value = Inputs> {
    btree_map(field(), vec(text(), 0..3), 0..12)
}

async fn try_everything(world: World, typed: Inputs, form: String, version: i32) {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    let before = content(&world).await;
    let registered = register(&world, WORKER, typed.clone()).await;
    no_fault_of_ours(&registered);
    if registered.is_err() {
        assert_eq!(content(&world).await, before);
    }
    let draft = Draft {
        inputs: typed.clone(),
        version,
        conflict: None,
        refused: true,
    };
    let (target, name) = (number.clone(), form.clone());
    let kept = world.run(WORKER, |unit| async move {
        keep_draft(&unit, &DraftOf::form(&target, &name), &draft).await
    });
    no_fault_of_ours(&kept.await);
    let before = content(&world).await;
    no_fault_of_ours(&open(&world, WORKER, &number, &form).await);
    assert_eq!(content(&world).await, before);
    let edit = SaveEdit {
        case: number.clone(),
        form,
        version,
        answers: typed.clone(),
    };
    let saved = world.run(WORKER, |unit| async move {
        cases::save_answers(&unit, &edit).await
    });
    let saved = saved.await;
    no_fault_of_ours(&saved);
    if saved.is_err() {
        assert_eq!(content(&world).await, before);
    }
    for query in typed.values().flatten().take(3) {
        no_fault_of_ours(&search(&world, WORKER, query).await);
    }
    no_fault_of_ours(&read(&world, WORKER, &number).await);
    no_fault_of_ours(&history(&world, WORKER, &number).await);
}

fn form() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(vec!["identity", "contact", "arrival"]).prop_map(str::to_owned),
        1 => ".{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        max_shrink_iters: 100,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_input_is_answered_properly_sqlite(typed in typed(), form in form(), version in -1..3) {
        testkit::run(Kind::Sqlite, |world| try_everything(world, typed, form, version));
    }

    #[test]
    fn any_input_is_answered_properly_postgres(typed in typed(), form in form(), version in -1..3) {
        testkit::run(Kind::Postgres, |world| try_everything(world, typed, form, version));
    }
}
