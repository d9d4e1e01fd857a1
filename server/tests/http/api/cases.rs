//! A case and the answers in it, as programs read them.

use axum::http::Method;
use serde_json::json;
use testkit::on_both_databases;

use super::program::Program;
use crate::{
    client::{Browser, application},
    people::{ARRIVAL, HELPDESK, SHELTER, WORKER, register, save},
};

on_both_databases! {
    async fn a_case_is_read_with_its_answers_as_typed_values(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let identity = [
            ("birth_date", "1989. 04. 27."),
            ("document.type", "passport"),
            ("document.number", "fa 123456"),
            ("other_spellings.0.spelling", "Sevcsenko"),
        ];
        assert_eq!(save(&mut browser, &number, "identity", 1, &identity).await.status, 200);
        let mut program = Program::of(&world, &router, WORKER).await;
        let form = program.value(&format!("/cases/{number}/answers/identity")).await;
        assert_eq!((&form["version"], &form["saved_by"]), (&json!(2), &json!(WORKER)));
        assert_eq!(form["writable"], true);
        let answers = &form["answers"];
        assert_eq!(answers["family_name"], "Шевченко");
        assert_eq!(answers["birth_date"], "1989-04-27");
        assert_eq!(answers["document"]["number"], "FA123456");
        assert_eq!(answers["other_spellings"][0]["spelling"], "Sevcsenko");
        assert!(answers["other_spellings"][0]["~row"].is_number());
        let case = program.value(&format!("/cases/{number}")).await;
        assert_eq!(case["stage"]["code"], "new");
        assert_eq!((&case["owner"], &case["shared"]), (&json!(WORKER), &json!(false)));
        let forms = case["forms"].as_array().unwrap();
        assert!(forms.contains(&form), "{forms:?}");
        let empty = program.value(&format!("/cases/{number}/answers/housing")).await;
        assert_eq!((&empty["version"], &empty["answers"]), (&json!(0), &json!({})));
    }

    async fn numbers_are_read_however_they_are_typed(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let typed = number.replace('-', "").to_lowercase();
        assert_eq!(program.value(&format!("/cases/{typed}")).await["number"], number.as_str());
        for other in ["x", "%00", "222-222-3", "%C5%91"] {
            assert_eq!(program.get(&format!("/cases/{other}")).await.status, 404, "{other}");
        }
        assert_eq!(program.get("/cases/%FF").await.status, 400);
        assert_eq!(program.get(&format!("/cases/{number}?x=1")).await.status, 422);
    }

    async fn what_is_hidden_is_not_there(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let arrival = [ARRIVAL.as_slice(), &[("protection_note", "planted-7391")]].concat();
        save(&mut browser, &number, "arrival", 0, &arrival).await;
        let contact = [
            ("preferred_language", "ukrainian"),
            ("interpreter_needed", "yes"),
            ("safe_to_call", "no"),
            ("safe_contact_note", "planted-2846"),
        ];
        save(&mut browser, &number, "contact", 0, &contact).await;
        let case = format!("/cases/{number}");
        let ends = ["", "/history", "/answers/arrival", "/answers/contact"];
        for (account, expected) in [
            (WORKER, ["7391 2846", "7391 2846", "7391", "2846"]),
            (HELPDESK, ["2846", "", "", "2846"]),
            (SHELTER, ["", "", "", ""]),
        ] {
            let mut program = Program::of(&world, &router, account).await;
            for (end, expected) in ends.into_iter().zip(expected) {
                let answer = program.get(&format!("{case}{end}")).await;
                let seen: Vec<&str> = ["7391", "2846"]
                    .into_iter()
                    .filter(|planted| answer.body.contains(&format!("planted-{planted}")))
                    .collect();
                assert_eq!(seen.join(" "), expected, "{account} {end}");
            }
        }
        let mut shelter = Program::of(&world, &router, SHELTER).await;
        let hidden = shelter.get(&format!("{case}/answers/arrival")).await;
        let none = shelter.get(&format!("{case}/answers/nothing")).await;
        assert_eq!(hidden.status, 404);
        assert_eq!(hidden.bytes_without(&[]), none.bytes_without(&[]));
    }

    async fn the_history_tells_what_changed(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
        save(&mut browser, &number, "identity", 1, &[("birth_date", "1989-04-27")]).await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let history = program.value(&format!("/cases/{number}/history")).await;
        let latest = &history["entries"][0];
        assert_eq!((&latest["action"], &latest["form"]), (&json!("answers_saved"), &json!("identity")));
        assert_eq!(
            latest["changes"],
            json!([{"field": "birth_date", "before": null, "after": "1989-04-27"}])
        );
        assert_eq!(history["entries"][1]["action"], "case_registered");
    }

    async fn whoever_has_an_answer_is_not_sent_it_again(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        for path in [
            format!("/cases/{number}"),
            format!("/cases/{number}/answers/identity"),
            "/cases".to_owned(),
            "/forms".to_owned(),
        ] {
            let first = program.get(&path).await;
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
            let weak = format!("\"x\", W/{tag}");
            for known in [tag.as_str(), &weak, "*"] {
                let again = program
                    .send(Method::GET, &path, &[("if-none-match", known)], None)
                    .await;
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
                assert_eq!(again.header("etag"), tag);
            }
            let head = program.send(Method::HEAD, &path, &[], None).await;
            assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", tag.as_str()));
            let other = program
                .send(Method::GET, &path, &[("if-none-match", "\"other\"")], None)
                .await;
            assert_eq!(other.body, first.body);
        }
        let path = format!("/cases/{number}/answers/identity");
        let before = program.get(&path).await.header("etag").to_owned();
        let mut browser = Browser::signed_in(&router, WORKER).await;
        save(&mut browser, &number, "identity", 1, &[("patronymic", "Іванівна")]).await;
        let after = program
            .send(Method::GET, &path, &[("if-none-match", &before)], None)
            .await;
        assert_eq!(after.status, 200);
        assert_ne!(after.header("etag"), before);
    }
}
