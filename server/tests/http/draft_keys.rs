//! The key under which a browser keeps what is being typed: one for each session, stored nowhere.

use testkit::{PASSWORD, on_both_databases};

use crate::{
    client::{Browser, application, encoded},
    people::*,
};

const KEY: &str = "/api/forms/draft_key";

async fn key(browser: &mut Browser, case: &str, form: &str) -> [String; 2] {
    let given = browser.value(KEY, &[("case", case), ("form", form)]).await;
    ["key", "place"].map(|part| given[part].as_str().unwrap().to_owned())
}

on_both_databases! {
    async fn a_session_has_one_key_and_each_form_a_place(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let contact = key(&mut browser, &number, "contact").await;
        assert_eq!(key(&mut browser, &number, "contact").await, contact);
        assert_eq!(contact.each_ref().map(String::len), [64, 32]);
        let arrival = key(&mut browser, &number, "arrival").await;
        assert_eq!((&arrival[0], arrival[1] == contact[1]), (&contact[0], false));
        let registration = browser.value(KEY, &[("searched", "Anna")]).await;
        assert_ne!(registration["place"].as_str(), Some(contact[1].as_str()));

        let mut elsewhere = Browser::signed_in(&router, WORKER).await;
        let other = key(&mut elsewhere, &number, "contact").await;
        assert!(other.iter().all(|part| !contact.contains(part)), "another session shares nothing");
    }

    async fn it_ends_with_the_session_and_is_stored_nowhere(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let [given, _] = key(&mut browser, &number, "contact").await;
        let everything = format!("{:?}", world.database.snapshot().await);
        assert!(!everything.contains(&given));
        assert!(browser.cookies.values().all(|value| !value.contains(&given)));
        let before = browser.clone();
        browser.post("/api/users/sign_out", "").await;
        let asked = encoded(&[("case", &number), ("form", "contact")]);
        for mut gone in [browser, before, Browser::new(&router)] {
            assert_eq!(gone.call(KEY, &asked).await.status, 401);
        }
    }

    async fn whoever_signs_in_has_the_browser_forget_what_others_left(world: World) {
        let mut browser = Browser::new(&application(&world));
        let refused = browser.sign_in(WORKER, "not the password", "/").await;
        assert_eq!(refused.header("clear-site-data"), "");
        let taken = browser.sign_in(WORKER, PASSWORD, "/").await;
        assert_eq!(taken.header("clear-site-data"), "\"storage\"");
    }

    async fn it_tells_nothing_of_whether_a_case_exists(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut neighbour = Browser::signed_in(&router, NEIGHBOUR).await;
        for case in [number, number_of_nobody()] {
            let given = key(&mut neighbour, &case, "contact").await;
            assert!(given.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit())));
        }
    }
}
