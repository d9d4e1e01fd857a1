//! What no server function takes: a clear error with the right status, in the user's language, as
//! JSON or as a page, and nothing written.

use app::errors::message_of;
use axum::http::Method;
use domain::{Error, Language, ProblemCode};
use testkit::on_both_databases;

use crate::{
    client::{Answer, Browser, FORM, HTML, JSON, application},
    people::{WORKER, register},
};

/// A request that is wrong whichever function it is sent to.
struct Hostile {
    name: &'static str,
    method: Method,
    content_type: &'static str,
    body: Vec<u8>,
    error: Error,
}

fn posted(
    name: &'static str,
    content_type: &'static str,
    body: impl Into<Vec<u8>>,
    error: Error,
) -> Hostile {
    Hostile {
        name,
        method: Method::POST,
        content_type,
        body: body.into(),
        error,
    }
}

fn hostile() -> Vec<Hostile> {
    let unknown = |name: &str| Error::invalid(name, ProblemCode::UnknownField);
    let many: Vec<String> = (0..20_000).map(|number| format!("key{number}=v")).collect();
    let mut all = vec![
        posted("JSON", "application/json", "{}", Error::Malformed),
        posted("plain text", "text/plain", "number=x", Error::Malformed),
        posted(
            "several parts",
            "multipart/form-data; boundary=x",
            "--x--",
            Error::Malformed,
        ),
        posted("an odd content type", "application", "", Error::Malformed),
        posted(
            "JSON that says it is a form",
            FORM,
            "{\"number\":1}",
            unknown("{\"number\":1}"),
        ),
        posted("half a percent sign", FORM, "surprise=%", Error::Malformed),
        posted(
            "wrong percent digits",
            FORM,
            "surprise=%zz",
            Error::Malformed,
        ),
        posted(
            "a sign among the percent digits",
            FORM,
            "surprise=%+1",
            Error::Malformed,
        ),
        posted(
            "percent-encoded bytes that are no text",
            FORM,
            "surprise=%ff%fe",
            Error::Malformed,
        ),
        posted("a name that is no text", FORM, "%c3%28=1", Error::Malformed),
        posted(
            "bytes that are no text",
            FORM,
            [b"surprise=", [0xff, 0xfe].as_slice()].concat(),
            Error::Malformed,
        ),
        posted("NUL", FORM, "sur%00prise=1", unknown("surprise")),
        posted(
            "an unknown argument",
            FORM,
            "surprise=1",
            unknown("surprise"),
        ),
        posted(
            "an unknown argument without a value",
            FORM,
            "surprise",
            unknown("surprise"),
        ),
        posted(
            "an unknown argument with brackets",
            FORM,
            "surprise%5Ba%5D[b]=1",
            unknown("surprise"),
        ),
        posted("an argument without a name", FORM, "=1", unknown("")),
        posted(
            "a very long name",
            FORM,
            "n".repeat(100_000),
            unknown(&"n".repeat(60)),
        ),
        posted(
            "thousands of arguments",
            FORM,
            many.join("&"),
            unknown("key0"),
        ),
        posted(
            "three megabytes",
            FORM,
            "a".repeat(3_000_000),
            Error::TooLarge,
        ),
    ];
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        all.push(Hostile {
            name: "another method",
            method,
            content_type: FORM,
            body: Vec::new(),
            error: Error::Malformed,
        });
    }
    all
}

/// The answer says what the error is, in words of this language, to whoever asked.
pub(crate) fn tells(answer: &Answer, error: &Error, language: Language, what: &str) {
    let words = message_of(language, error);
    assert_eq!(answer.status, error.status(), "{what}: {answer:?}");
    if answer.header("content-type").starts_with("text/html") {
        let page = answer.page();
        assert_eq!(page.language(), language.code(), "{what}");
        let text = page.text();
        assert!(
            text.contains(&words.title) && text.contains(&words.text),
            "{what}: {text}"
        );
    } else {
        assert_eq!(answer.header("content-type"), "application/json", "{what}");
        let mut json = answer.json();
        assert_eq!(json["title"], words.title, "{what}");
        assert_eq!(json["message"], words.text, "{what}");
        let fields = json.as_object_mut().unwrap();
        fields.remove("title");
        fields.remove("message");
        assert_eq!(json, serde_json::to_value(error).unwrap(), "{what}");
    }
}

async fn refuses_all(signed_in: &Browser, path: &str) {
    for hostile in hostile() {
        for (language, accept) in Language::ALL
            .into_iter()
            .flat_map(|language| [(language, JSON), (language, HTML)])
        {
            let mut browser = signed_in.clone();
            browser.headers = vec![("accept-language", language.code().to_owned())];
            let headers = [("accept", accept), ("content-type", hostile.content_type)];
            let answer = browser
                .send(hostile.method.clone(), path, &headers, hostile.body.clone())
                .await;
            let what = format!("{path}: {} by {}", hostile.name, hostile.method);
            tells(&answer, &hostile.error, language, &what);
            assert_eq!(
                answer.header("content-type").starts_with("text/html"),
                accept == HTML,
                "{what}"
            );
            assert!(!answer.headers.contains_key("set-cookie"), "{what}");
        }
    }
}

on_both_databases! {
    async fn every_server_function_refuses_what_it_cannot_understand(world: World) {
        register(&world, WORKER, "Kovács", "Anna").await;
        let signed_in = Browser::signed_in(&application(&world), WORKER).await;
        let paths: Vec<&str> = leptos::server_fn::axum::server_fn_paths()
            .map(|(path, _)| path)
            .collect();
        assert!(paths.len() >= 14, "{paths:?}");
        for path in paths {
            let before = world.database.snapshot().await;
            refuses_all(&signed_in, path).await;
            assert_eq!(world.database.snapshot().await, before, "{path}");
        }
    }

    async fn nobody_who_is_not_signed_in_learns_more(world: World) {
        let stranger = Browser::new(&application(&world));
        let before = world.database.snapshot().await;
        for (path, _) in leptos::server_fn::axum::server_fn_paths() {
            refuses_all(&stranger, path).await;
        }
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn an_address_without_a_function_is_not_found(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        for path in [
            "/api/",
            "/api/nothing",
            "/api/cases",
            "/api/cases/read/more",
            "/api/../etc/passwd",
            "/api//",
        ] {
            tells(
                &browser.call(path, "").await,
                &Error::NotFound,
                Language::En,
                path,
            );
            tells(
                &browser.post(path, "a=b").await,
                &Error::NotFound,
                Language::En,
                path,
            );
        }
    }
}
