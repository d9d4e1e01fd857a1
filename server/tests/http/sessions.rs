//! Sessions: cookies, new tokens, signing out, and what is open without any.

use domain::users::SessionLimits;
use server::{
    http::{Process, Site, router},
    settings::Settings,
};
use testkit::{PASSWORD, on_both_databases};

use crate::{
    client::{Answer, Browser, application, encoded, process},
    people::{COLLEAGUE, WORKER},
};

const SESSION: &str = "lanchid_session";

fn cookie<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let cookies = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap());
    let mut found = cookies.filter(|cookie| cookie.starts_with(&format!("{name}=")));
    let cookie = found
        .next()
        .unwrap_or_else(|| panic!("no cookie {name}: {answer:?}"));
    assert!(found.next().is_none(), "two cookies {name}");
    cookie
}

fn flags(cookie: &str) -> Vec<&str> {
    cookie.split("; ").skip(1).collect()
}

/// Whether this browser is signed in still.
async fn is_open(browser: &Browser) -> bool {
    let mut browser = browser.clone();
    let page = browser.get("/cases").await;
    let called = browser.call("/api/cases/list", "").await;
    assert_eq!(page.status == 200, called.status == 200);
    if page.status != 200 {
        assert_eq!((page.status, called.status), (303, 401));
        assert_eq!(called.json()["kind"], "sign_in_needed");
    }
    called.status == 200
}

on_both_databases! {
    async fn the_sessions_cookie_is_for_this_host_and_not_for_scripts(world: World) {
        let mut browser = Browser::new(&application(&world));
        let answer = browser.sign_in(WORKER, PASSWORD, "/").await;
        let flags = flags(cookie(&answer, SESSION));
        assert_eq!(
            flags,
            ["Path=/", "SameSite=Lax", "Max-Age=43200", "HttpOnly"]
        );
        assert!(browser.cookies[SESSION].len() >= 64);
    }

    async fn signing_out_after_the_session_has_ended_leads_to_the_sign_in_page(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let mut other = browser.clone();
        browser.post("/api/users/sign_out", "").await;
        for path in ["/api/users/sign_out", "/api/users/sign_out_everywhere"] {
            let answer = other.clone().post(path, "").await;
            assert_eq!(answer.status, 302, "{path}");
            assert!(answer.location().starts_with("/sign-in"), "{path}");
        }
        assert_eq!(other.call("/api/users/sign_out", "").await.status, 401);
    }

    async fn over_https_every_cookie_is_secure(world: World) {
        let https = Settings {
            public_url: Some("https://lanchid.test".to_owned()),
            ..Settings::default()
        };
        assert!(https.is_secure() && !Settings::default().is_secure());
        let process = Process {
            secure: https.is_secure(),
            ..process(&world)
        };
        let mut browser = Browser::new(&router(process, &Site::none()));
        let answer = browser.sign_in(WORKER, PASSWORD, "/").await;
        assert!(flags(cookie(&answer, SESSION)).contains(&"Secure"));
        let answer = browser
            .call("/api/forms/switch_language", "language=uk")
            .await;
        assert!(flags(cookie(&answer, "lanchid_language")).contains(&"Secure"));
        let answer = browser.post("/api/users/sign_out", "").await;
        assert!(flags(cookie(&answer, SESSION)).contains(&"Secure"));
    }

    async fn every_sign_in_has_a_new_token_and_ends_the_old_one(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let before = browser.clone();
        assert!(is_open(&before).await);
        browser.sign_in(COLLEAGUE, PASSWORD, "/").await;
        assert_ne!(before.cookies[SESSION], browser.cookies[SESSION]);
        assert!(!is_open(&before).await);
        assert!(is_open(&browser).await);
    }

    async fn a_token_that_somebody_else_chose_is_never_taken(world: World) {
        let mut browser = Browser::new(&application(&world));
        browser.cookies.insert(SESSION.to_owned(), "a".repeat(64));
        assert!(!is_open(&browser).await);
        browser.sign_in(WORKER, PASSWORD, "/").await;
        assert_ne!(browser.cookies[SESSION], "a".repeat(64));
        assert!(is_open(&browser).await);
    }

    async fn signing_out_here_leaves_the_other_machine_alone(world: World) {
        let router = application(&world);
        let mut here = Browser::signed_in(&router, WORKER).await;
        let there = Browser::signed_in(&router, WORKER).await;
        let page = here.page("/cases").await;
        let kept = here.clone();
        let answer = here.submit(&page.form("/api/users/sign_out"), "").await;
        assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(!here.cookies.contains_key(SESSION));
        let page = here.follow(&answer).await;
        assert!(
            page.text().contains("You have signed out"),
            "{}",
            page.text()
        );
        assert!(!is_open(&kept).await);
        assert!(is_open(&there).await);
    }

    async fn signing_out_everywhere_ends_every_session_of_the_user_alone(world: World) {
        let router = application(&world);
        let mut here = Browser::signed_in(&router, WORKER).await;
        let there = Browser::signed_in(&router, WORKER).await;
        let colleague = Browser::signed_in(&router, COLLEAGUE).await;
        let kept = here.clone();
        let page = here.page("/cases").await;
        here.submit(&page.form("/api/users/sign_out_everywhere"), "")
            .await;
        assert!(!is_open(&kept).await && !is_open(&there).await);
        assert!(is_open(&colleague).await);
    }

    async fn an_idle_session_ends_and_says_so(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        world.clock.advance(SessionLimits::default().idle);
        let answer = browser.get("/cases").await;
        assert_eq!(answer.location(), "/sign-in?problem=ended&to=%2Fcases");
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("session has ended"), "{}", page.text());
        assert_eq!(browser.call("/api/cases/list", "").await.status, 401);
    }

    async fn without_a_session_pages_lead_to_the_sign_in_page_and_functions_refuse(world: World) {
        let router = application(&world);
        let mut browser = Browser::new(&router);
        for path in [
            "/",
            "/cases",
            "/cases/K7M-4PX-9",
            "/cases/K7M-4PX-9/history",
            "/persons?query=x",
            "/cases/K7M-4PX-9/identity/edit",
            "/persons/register",
            "/nowhere",
        ] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 303, "{path}");
            assert_eq!(
                answer.location(),
                format!("/sign-in?to={}", crate::client::percent(path))
            );
            assert_eq!(
                browser
                    .follow(&answer)
                    .await
                    .form("/api/users/sign_in")
                    .value("to"),
                path
            );
        }
        let open = [
            "/api/users/sign_in",
            "/api/users/current_session",
            "/api/forms/switch_language",
        ];
        for (path, _) in leptos::server_fn::axum::server_fn_paths() {
            if open.contains(&path) {
                continue;
            }
            let body = encoded(&[("number", "K7M-4PX-9"), ("form", "identity")]);
            let body = match path {
                "/api/cases/read"
                | "/api/cases/history"
                | "/api/cases/path"
                | "/api/cases/print"
                | "/api/transitions/compose"
                | "/api/transitions/ask"
                | "/api/transitions/compose_referral"
                | "/api/transitions/refer"
                | "/api/workflow/read"
                | "/api/workflow/change_stage"
                | "/api/shelters/placement"
                | "/api/shelters/hold" => "number=222-222-2",
                "/api/shelters/board" | "/api/shelters/occupancy" => {
                    "shelter=00000000-0000-0000-0000-000000000000"
                }
                "/api/shelters/act" => {
                    "shelter=00000000-0000-0000-0000-000000000000&\
                     opened=00000000-0000-0000-0000-000000000000&event=hold"
                }
                "/api/shelters/arrange" => "what=add_shelter",
                "/api/workflow/ask_approval" => "number=222-222-2&kind=plan",
                "/api/workflow/decide_approval" => {
                    "id=00000000-0000-0000-0000-000000000000&event=grant"
                }
                "/api/transitions/step" => {
                    "id=00000000-0000-0000-0000-000000000000&event=release"
                }
                "/api/notifications/mark_all_read" => {
                    "newest=00000000-0000-0000-0000-000000000000"
                }
                "/api/forms/keep_draft" => "version=1",
                "/api/forms/blank" => "form=identity",
                "/api/cases/open_form" => body.as_str(),
                "/api/cases/save_list_view" => "name=x&query=whose%3Dall",
                "/api/cases/remove_list_view"
                | "/api/workflow/read_approval"
                | "/api/integration/webhook"
                | "/api/notifications/mark_read" => "id=00000000-0000-0000-0000-000000000000",
                "/api/integration/change" => {
                    "id=00000000-0000-0000-0000-000000000000&event=pause"
                }
                "/api/integration/replay" => {
                    "id=00000000-0000-0000-0000-000000000000&delivery=00000000-0000-0000-0000-000000000000"
                }
                "/api/cases/save_answers" | "/api/cases/meanwhile" => "case=222-222-2&form=identity&version=1",
                _ => "",
            };
            let answer = browser.call(path, body).await;
            assert_eq!(
                (answer.status, &answer.json()["kind"]),
                (401, &"sign_in_needed".into()),
                "{path}"
            );
        }
        let answer = browser
            .call("/api/forms/switch_language", "language=uk&answers[a][]=b")
            .await;
        assert_eq!(answer.status, 401);
    }

    async fn the_clients_address_is_believed_from_our_own_proxy_alone(world: World) {
        for (trust_proxy, stored) in [(false, "none"), (true, "192.0.2.7")] {
            let process = Process {
                trust_proxy,
                ..process(&world)
            };
            let mut browser = Browser::new(&router(process, &Site::none()));
            browser
                .headers
                .push(("x-forwarded-for", "203.0.113.9, 192.0.2.7".to_owned()));
            browser.sign_in(WORKER, PASSWORD, "/").await;
            let sessions = "SELECT COALESCE(address, 'none') FROM sessions";
            assert_eq!(world.database.texts(sessions).await, [stored]);
            browser.post("/api/users/sign_out", "").await;
        }
    }
}
