//! Registering and changing, as programs do.

use axum::http::Method;
use domain::access::TokenScope;
use serde_json::{Value, json};
use testkit::{World, on_both_databases};

use super::program::{Program, person, wrong};
use crate::{
    client::{Browser, application},
    people::{COLLEAGUE, HELPDESK, SHELTER, WORKER, register, save},
};

const OPENED: &str = "SELECT CAST(details AS TEXT) FROM audit_events WHERE action = 'form_opened'";

/// The actions in the audit and what they tell, without what differs from one to the next.
async fn told(world: &World, actions: &str) -> Vec<String> {
    let events = format!(
        "SELECT action || ' ' || actor_name || ' ' || roles || ' ' || CAST(details AS TEXT) \
         FROM audit_events WHERE action IN ({actions}) ORDER BY id"
    );
    let events = world.database.texts(&events).await.into_iter();
    let events = events.map(|event| {
        let (head, details) = event.split_once('{').unwrap();
        let mut details: Value = serde_json::from_str(&format!("{{{details}")).unwrap();
        details.as_object_mut().unwrap().remove("token");
        format!("{head} {details}")
    });
    events.collect()
}

on_both_databases! {
    async fn a_person_is_registered_as_on_the_page(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let answer = program.create(None, &person("Kovács", "Anna")).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let number = answer.json()["number"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), format!("/api/v1/cases/{number}"));
        assert_eq!(answer.json()["next_form"], "contact");
        register(&world, WORKER, "Kovács", "Anna").await;
        let told = told(&world, "'case_registered'").await;
        assert_eq!((told.len(), &told[0]), (2, &told[1]));
        let case = program.value(&format!("/cases/{number}")).await;
        assert_eq!(case["owner"], WORKER);
    }

    async fn answers_are_saved_as_on_the_page(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let (one, other) = (
            register(&world, WORKER, "Kovács", "Anna").await,
            register(&world, WORKER, "Kovács", "Anna").await,
        );
        let path = format!("/cases/{one}/answers/identity");
        let tag = program.get(&path).await.header("etag").to_owned();
        let sent = json!({
            "birth_date": "1989-04-27",
            "document": {"type": "passport", "number": "FA123456"},
            "other_spellings": [{"spelling": "Kovacs"}, {"spelling": "Ковач"}],
        });
        let answer = program.change(&one, "identity", &tag, &sent).await;
        assert_eq!((answer.status, &answer.json()["version"]), (200, &json!(2)), "{answer:?}");
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let typed = [
            ("birth_date", "1989-04-27"),
            ("document.type", "passport"),
            ("document.number", "FA123456"),
            ("other_spellings.0.spelling", "Kovacs"),
            ("other_spellings.1.spelling", "Ковач"),
        ];
        save(&mut browser, &other, "identity", 1, &typed).await;
        let told = told(&world, "'answers_saved'").await;
        assert_eq!((told.len(), &told[0]), (2, &told[1]));
        // The tag of the answer is good for the next change.
        let tag = answer.header("etag").to_owned();
        let next = program.change(&one, "identity", &tag, &json!({"birth_date": null})).await;
        assert_eq!((next.status, &next.json()["version"]), (200, &json!(3)));
        let answers = program.value(&path).await;
        assert_eq!(answers["answers"].get("birth_date"), None);
        assert_eq!(answers["answers"]["other_spellings"].as_array().unwrap().len(), 2);
    }

    async fn what_is_read_can_be_sent_back_and_changes_nothing(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let sent = json!({
            "birth_date": "1989-04-27",
            "document": {"type": "passport", "number": "FA123456", "expiry": "2030-01-01"},
            "other_spellings": [{"spelling": "Kovacs"}, {"spelling": "Ковач"}],
        });
        assert_eq!(program.change(&number, "identity", "\"1\"", &sent).await.status, 200);
        let before = program.get(&format!("/cases/{number}/answers/identity")).await;
        let tag = before.header("etag").to_owned();
        let answer = program.change(&number, "identity", &tag, &before.json()["answers"]).await;
        assert_eq!((answer.status, &answer.json()["version"]), (200, &json!(2)), "{answer:?}");
    }

    async fn rows_keep_their_numbers(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let three = json!({"other_spellings": [{"spelling": "A"}, {"spelling": "B"}, {"spelling": "C"}]});
        program.change(&number, "identity", "\"1\"", &three).await;
        let path = format!("/cases/{number}/answers/identity");
        let rows = program.value(&path).await["answers"]["other_spellings"].clone();
        let (second, third) = (rows[1].clone(), rows[2].clone());
        let changed = json!({"other_spellings": [second, {"spelling": "D"}, third]});
        assert_eq!(program.change(&number, "identity", "\"2\"", &changed).await.status, 200);
        let after = program.value(&path).await["answers"]["other_spellings"].clone();
        let after = after.as_array().unwrap();
        assert_eq!(after[..2], [rows[1].clone(), rows[2].clone()]);
        assert_eq!(after[2]["spelling"], "D");
        assert!(rows.as_array().unwrap().iter().all(|row| row["~row"] != after[2]["~row"]));
        let twice = json!({"other_spellings": [after[0].clone(), after[0].clone()]});
        let answer = program.change(&number, "identity", "\"3\"", &twice).await;
        assert_eq!(wrong(&answer), ["/answers/other_spellings/1/~0row wrong_type"]);
    }

    async fn parts_that_are_not_sent_stay(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let passport = json!({"type": "passport", "number": "FA123456", "expiry": "2030-01-01"});
        program.change(&number, "identity", "\"1\"", &json!({"document": passport})).await;
        let longer = json!({"document": {"expiry": "2031-01-01"}});
        let answer = program.change(&number, "identity", "\"2\"", &longer).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let path = format!("/cases/{number}/answers/identity");
        let now = program.value(&path).await["answers"]["document"].clone();
        let part = |name: &str| now[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(["type", "number", "expiry"].map(part), ["passport", "FA123456", "2031-01-01"]);
        let none = json!({"document": {"expiry": null}});
        program.change(&number, "identity", "\"3\"", &none).await;
        let now = program.value(&path).await["answers"]["document"].clone();
        assert_eq!((&now["number"], now["expiry"].as_str()), (&json!("FA123456"), None));
        let children = |cells: Value| json!({"count_children": cells});
        program.change(&number, "family", "\"0\"", &children(json!({"age_0_2.female": 1, "age_0_2.male": 2}))).await;
        program.change(&number, "family", "\"1\"", &children(json!({"age_0_2.male": 1}))).await;
        let family = format!("/cases/{number}/answers/family");
        let now = program.value(&family).await["answers"]["count_children"].clone();
        assert_eq!(now, json!({"age_0_2.female": 1, "age_0_2.male": 1}));
        program.change(&number, "family", "\"2\"", &children(json!({"age_0_2.male": null}))).await;
        let now = program.value(&family).await["answers"]["count_children"].clone();
        assert_eq!(now, json!({"age_0_2.female": 1}));
        let gone = json!({"document": null});
        program.change(&number, "identity", "\"4\"", &gone).await;
        assert_eq!(program.value(&path).await["answers"].get("document"), None);
    }

    async fn rows_without_end_are_refused_at_once(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let rows = json!({"other_spellings": vec![0; 200_000]});
        let answer = program.change(&number, "identity", "\"1\"", &rows).await;
        assert_eq!(wrong(&answer), ["/answers/other_spellings too_many_rows"]);
    }

    async fn a_conflict_is_a_read(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::with_scopes(&world, &router, WORKER, &[TokenScope::CasesWrite]).await;
        let before = world.database.texts(OPENED).await.len();
        let conflict = program.change(&number, "identity", "\"0\"", &json!({"family_name": "x"})).await;
        assert_eq!(conflict.status, 409, "{conflict:?}");
        assert_eq!(wrong(&conflict), ["/answers/family_name changed_meanwhile"]);
        assert_eq!(conflict.json()["conflict"]["theirs"], json!({}), "this token may not read");
        let told = world.database.texts(OPENED).await;
        assert_eq!(told.len(), before + 1);
        assert!(told.iter().any(|event| event.contains("\"conflict\"") && event.contains("family_name")), "{told:?}");
    }

    async fn what_two_have_changed_is_merged_or_told(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let mut colleague = Browser::signed_in(&router, COLLEAGUE).await;
        save(&mut colleague, &number, "identity", 1, &[("birth_date", "1989-04-27")]).await;
        let merged = program.change(&number, "identity", "\"1\"", &json!({"patronymic": "Іванівна"})).await;
        assert_eq!((merged.status, &merged.json()["version"]), (200, &json!(3)), "{merged:?}");
        let conflict = program.change(&number, "identity", "\"1\"", &json!({"birth_date": "1990-01-01"})).await;
        assert_eq!(conflict.status, 409, "{conflict:?}");
        assert_eq!(wrong(&conflict), ["/answers/birth_date changed_meanwhile"]);
        let told = &conflict.json()["conflict"];
        assert_eq!((&told["version"], &told["theirs"]), (&json!(3), &json!({"birth_date": ["1989-04-27"]})));
        let path = format!("/cases/{number}/answers/identity");
        let answers = program.value(&path).await["answers"].clone();
        assert_eq!((&answers["birth_date"], &answers["patronymic"]), (&json!("1989-04-27"), &json!("Іванівна")));
        let knowing = program.change(&number, "identity", "\"3\"", &json!({"birth_date": "1990-01-01"})).await;
        assert_eq!(knowing.status, 200);
    }

    async fn a_change_names_the_version_that_it_changes(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let path = format!("/cases/{number}/answers/identity");
        let body = json!({"answers": {"patronymic": "Іванівна"}});
        let before = world.database.snapshot().await;
        let missing = program.send(Method::PATCH, &path, &[], Some(&body)).await;
        assert_eq!((missing.status, &missing.json()["code"]), (428, &json!("precondition_required")));
        for tag in ["\"x\"", "W/\"1\"", "1", "\"\"", "\"-1\""] {
            let answer = program.change(&number, "identity", tag, &body["answers"]).await;
            assert_eq!((answer.status, &answer.json()["code"]), (412, &json!("precondition_failed")), "{tag}");
        }
        for tag in ["*", "\"1\", \"2\""] {
            let answer = program.change(&number, "identity", tag, &body["answers"]).await;
            assert_eq!(wrong(&answer), ["If-Match not_one_version"], "{tag}");
        }
        let ahead = program.change(&number, "identity", "\"9\"", &body["answers"]).await;
        assert_eq!(ahead.status, 409, "{ahead:?}");
        let answers = ["api_tokens", "audit_events"];
        assert_eq!(world.database.snapshot().await.without(&answers), before.without(&answers));
    }

    async fn what_is_wrong_is_told_where_it_stands(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let before = world.database.snapshot().await;
        for (answers, expected) in [
            (json!({"birth_date": "2199-01-01"}), vec!["/answers/birth_date in_the_future"]),
            (json!({"sex": "dragon"}), vec!["/answers/sex not_a_choice"]),
            (json!({"family_name": null}), vec!["/answers/family_name required"]),
            (json!({"family_name": 7}), vec!["/answers/family_name wrong_type"]),
            (json!({"birth_date": {"year": 1}}), vec!["/answers/birth_date wrong_type"]),
            (json!({"dragons": 1, "a/b~c": 2}), vec!["/answers/a~1b~0c unknown_field", "/answers/dragons unknown_field"]),
            (json!({"document.number": "x"}), vec!["/answers/document.number unknown_field"]),
            (json!({"document": {"number": 7}}), vec!["/answers/document/number wrong_type"]),
            (json!({"document": {"teeth": "x"}}), vec!["/answers/document/teeth unknown_field"]),
            (json!({"document": "x"}), vec!["/answers/document wrong_type"]),
            (json!({"other_spellings": {}}), vec!["/answers/other_spellings wrong_type"]),
            (json!({"other_spellings": [{"spelling": "A"}, 7]}), vec!["/answers/other_spellings/1 wrong_type"]),
            (
                json!({"other_spellings": [{"spelling": "A"}, {"spelling": "x".repeat(501), "dragon": 1}]}),
                vec!["/answers/other_spellings/1/dragon unknown_field"],
            ),
            (
                json!({"other_spellings": [{"spelling": "A"}, {"spelling": "x".repeat(501)}]}),
                vec!["/answers/other_spellings/1/spelling too_long"],
            ),
        ] {
            let answer = program.change(&number, "identity", "\"1\"", &answers).await;
            assert_eq!((answer.status, wrong(&answer)), (422, expected.iter().map(ToString::to_string).collect()), "{answers}");
        }
        let answer = program.create(None, &json!({"sex": "female"})).await;
        assert_eq!(wrong(&answer), ["/answers/family_name required", "/answers/given_name required", "/answers/citizenship required"]);
        let ours = ["api_tokens", "audit_events"];
        assert_eq!(world.database.snapshot().await.without(&ours), before.without(&ours));
    }

    async fn a_hidden_field_is_unknown_and_one_to_read_is_not_written(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut helpdesk = Program::of(&world, &router, HELPDESK).await;
        let answer = helpdesk.change(&number, "contact", "\"0\"", &json!({"safe_to_call": true})).await;
        assert_eq!(wrong(&answer)[0], "/answers/safe_to_call read_only");
        for value in [json!("x"), json!(7), json!({"a": []}), json!(null)] {
            let hidden = helpdesk
                .change(&number, "identity", "\"1\"", &json!({"protection_note": value}))
                .await;
            let none = helpdesk
                .change(&number, "identity", "\"1\"", &json!({"protection_nota": value}))
                .await;
            assert_eq!(hidden.status, 422);
            assert_eq!(
                hidden.body.replace("protection_note", "X"),
                none.body.replace("protection_nota", "X")
            );
        }
        let closed = helpdesk.change(&number, "arrival", "\"0\"", &json!({"status": "refugee"})).await;
        assert_eq!((closed.status, &closed.json()["reason"]), (403, &json!("form_closed")));
        let mut shelter = Program::of(&world, &router, SHELTER).await;
        for form in ["identity", "arrival", "nothing"] {
            let answer = shelter.change(&number, form, "\"0\"", &json!({"a": 1})).await;
            assert!([403, 422].contains(&answer.status), "{form}: {answer:?}");
        }
    }

    async fn what_the_user_is_typing_stays_their_draft(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let of_form = format!("case={number}&form=identity&version=1&answers[patronymic][]=A");
        browser.call("/api/forms/keep_draft", &of_form).await;
        browser.call("/api/forms/keep_draft", "version=1&answers[family_name][]=B").await;
        let drafts = async || world.database.texts("SELECT place FROM drafts ORDER BY place").await;
        let before = drafts().await;
        assert_eq!(before.len(), 2);
        let mut program = Program::of(&world, &router, WORKER).await;
        assert_eq!(program.change(&number, "identity", "\"1\"", &json!({"sex": "male"})).await.status, 200);
        assert_eq!(program.create(None, &person("Орос", "Марія")).await.status, 201);
        assert_eq!(drafts().await, before);
    }
}
