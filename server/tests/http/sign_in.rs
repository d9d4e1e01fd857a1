//! Signing in: the page, right and wrong names and passwords, lock-out, and where it leads.

use domain::users::LockoutRule;
use testkit::{PASSWORD, on_both_databases};

use crate::{
    client::{Browser, application, encoded},
    people::WORKER,
};

const PATH: &str = "/api/users/sign_in";

fn typed(account: &str, password: &str) -> String {
    encoded(&[("account", account), ("password", password)])
}

on_both_databases! {
    async fn the_page_speaks_the_language_of_the_browser_or_of_the_cookie(world: World) {
        let router = application(&world);
        for (asked, title) in [
            ("hu", "Bejelentkezés"),
            ("uk-UA,uk;q=0.9,en;q=0.8", "Вхід"),
            ("en-GB", "Sign in"),
            ("fr", "Bejelentkezés"),
        ] {
            let mut browser = Browser::reading(&router, asked);
            let page = browser.page("/sign-in").await;
            assert_eq!(page.title(), format!("{title} · Lánchíd"));
            assert_eq!(page.language(), &asked.replace("fr", "hu")[..2]);
            browser
                .cookies
                .insert("lanchid_language".to_owned(), "uk".to_owned());
            let page = browser.page("/sign-in").await;
            assert_eq!((page.title(), page.language()), ("Вхід · Lánchíd", "uk"));
        }
    }

    async fn a_name_and_its_password_open_the_page_that_was_asked_for(world: World) {
        let mut browser = Browser::new(&application(&world));
        let asked = browser.get("/cases?whose=all&stage=new").await;
        assert_eq!(asked.status, 303);
        let page = browser.follow(&asked).await;
        let form = page.form(PATH);
        assert_eq!(form.value("to"), "/cases?whose=all&stage=new");
        let answer = browser.sign_in(WORKER, PASSWORD, form.value("to")).await;
        assert_eq!(answer.location(), "/cases?whose=all&stage=new");
        let page = browser.follow(&answer).await;
        assert!(page.text().contains(WORKER));
    }

    async fn a_wrong_password_brings_the_typed_account_back(world: World) {
        for (language, words) in [
            ("hu", "A fióknév vagy a jelszó nem jó."),
            ("uk", "Ім’я облікового запису або пароль неправильні."),
            ("en", "The account name or the password is not right."),
        ] {
            for account in [WORKER, "ніхто \"><b>&", "nobody"] {
                let mut browser = Browser::reading(&application(&world), language);
                let answer = browser.sign_in(account, "not the password", "/cases").await;
                let page = browser.follow(&answer).await;
                assert!(page.text().contains(words), "{}", page.text());
                let form = page.form(PATH);
                assert_eq!(form.value("account"), account);
                assert_eq!(form.value("password"), "");
                assert_eq!(form.value("to"), "/cases");
                assert!(!browser.cookies.contains_key("lanchid_session"));
            }
        }
    }

    async fn to_our_own_code_a_wrong_password_is_a_problem_with_a_code_and_words(world: World) {
        for (language, title) in [
            ("hu", "Valami nincs rendben"),
            ("uk", "Не все гаразд"),
            ("en", "There is a problem"),
        ] {
            let mut browser = Browser::reading(&application(&world), language);
            let answer = browser.call(PATH, &typed(WORKER, "not the password")).await;
            assert_eq!(answer.status, 422);
            let json = answer.json();
            assert_eq!(json["kind"], "invalid");
            assert_eq!(json["problems"][0]["field"], "password");
            assert_eq!(
                json["problems"][0]["code"]["code"],
                "wrong_name_or_password"
            );
            assert_eq!(json["title"], title);
            assert!(browser.cookies.is_empty());
        }
    }

    async fn after_some_failures_one_has_to_wait(world: World) {
        let router = application(&world);
        let mut browser = Browser::new(&router);
        for _ in 0..LockoutRule::ACCOUNT.free_failures {
            browser.call(PATH, &typed(WORKER, "not the password")).await;
        }
        for (language, words) in [
            ("hu", "Várjon 30 másodpercet, és próbálja újra."),
            ("uk", "Зачекайте 30 секунд і спробуйте ще раз."),
            ("en", "Wait 30 seconds and try again."),
        ] {
            let mut browser = Browser::reading(&router, language);
            let answer = browser.call(PATH, &typed(WORKER, PASSWORD)).await;
            assert_eq!(answer.status, 429);
            assert_eq!(answer.header("retry-after"), "30");
            assert_eq!(answer.json()["kind"], "too_many");
            assert_eq!(answer.json()["message"], words);
        }
        let answer = browser.sign_in(WORKER, PASSWORD, "/").await;
        assert!(answer.location().starts_with("/sign-in?problem=locked"));
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("1 minute"), "{}", page.text());
        world.clock.advance(LockoutRule::ACCOUNT.first_wait);
        assert_eq!(browser.sign_in(WORKER, PASSWORD, "/").await.location(), "/");
    }

    async fn signing_in_never_leads_to_another_host(world: World) {
        let router = application(&world);
        let long = format!("/{}", "a".repeat(100_000));
        for outside in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "evil.example",
            " //evil.example",
            "/\r\nSet-Cookie: a=b",
            long.as_str(),
        ] {
            let mut browser = Browser::new(&router);
            let answer = browser.sign_in(WORKER, PASSWORD, outside).await;
            assert_eq!(answer.location(), "/", "{outside}");
            let mut browser = Browser::new(&router);
            let answer = browser.sign_in(WORKER, "not the password", outside).await;
            assert!(answer.location().starts_with("/sign-in?"), "{outside}");
            world.clock.advance(LockoutRule::ACCOUNT.forget_after);
        }
    }

    async fn whatever_was_typed_the_headers_stay_small(world: World) {
        let mut browser = Browser::new(&application(&world));
        let long = "ї".repeat(300_000);
        for (account, to) in [(long.as_str(), "/"), (WORKER, long.as_str())] {
            let answer = browser.sign_in(account, "not the password", to).await;
            let size: usize = answer
                .headers
                .iter()
                .map(|(name, value)| name.as_str().len() + value.len())
                .sum();
            assert!(size < 8000, "{size} bytes of headers");
        }
    }

    async fn who_is_signed_in_needs_no_sign_in_page(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        assert_eq!(
            browser.get("/sign-in?to=//evil.example").await.location(),
            "/"
        );
        assert_eq!(browser.get("/").await.location(), "/cases");
    }
}
