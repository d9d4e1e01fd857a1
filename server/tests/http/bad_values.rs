//! Values that a server function cannot take: the right status and code, and nothing written.

use domain::{Error, Language, Problem, ProblemCode};
use testkit::on_both_databases;

use crate::{
    bad_requests::tells,
    client::{Browser, application, encoded},
    people::{NEIGHBOUR, WORKER, number_of_nobody, register},
    unreadable::{Case, unreadable},
};

fn problems(found: &[(&str, ProblemCode)]) -> Error {
    let problems = found
        .iter()
        .map(|(field, code)| Problem::new(*field, code.clone()));
    Error::Invalid {
        problems: problems.collect(),
    }
}

/// Calls that name what is not there, or not theirs.
fn nowhere(foreign: &str, own: &str) -> Vec<Case> {
    let long = "9".repeat(40_000);
    let numbers = [
        foreign.to_owned(),
        number_of_nobody(),
        String::new(),
        "0".to_owned(),
        "\0".to_owned(),
        "K7M-4PX-8".to_owned(),
        "' OR 1=1 --".to_owned(),
        "../../etc/passwd".to_owned(),
        "Ж".repeat(9),
        long.clone(),
    ];
    let mut cases = Vec::new();
    for number in &numbers {
        let number = number.as_str();
        cases.push(("cases/read", encoded(&[("number", number)])));
        cases.push(("cases/history", encoded(&[("number", number)])));
        cases.push((
            "cases/open_form",
            encoded(&[("number", number), ("form", "identity")]),
        ));
        cases.push((
            "cases/save_answers",
            encoded(&[
                ("case", number),
                ("form", "identity"),
                ("version", "1"),
                ("answers[given_name][]", "X"),
            ]),
        ));
    }
    for id in [
        "nothing",
        "",
        "IDENTITY",
        "../identity",
        "\0",
        "identity\0",
        long.as_str(),
    ] {
        cases.push(("cases/open_form", encoded(&[("number", own), ("form", id)])));
        cases.push((
            "cases/save_answers",
            encoded(&[("case", own), ("form", id), ("version", "1")]),
        ));
    }
    for id in ["", "IDENTITY", "../identity", "\0", "a b", long.as_str()] {
        cases.push((
            "forms/discard_draft",
            encoded(&[("case", own), ("form", id)]),
        ));
        cases.push((
            "forms/switch_language",
            encoded(&[
                ("language", "hu"),
                ("case", own),
                ("form", id),
                ("answers[a][]", "b"),
            ]),
        ));
    }
    for number in &numbers[3..] {
        cases.push((
            "forms/discard_draft",
            encoded(&[("case", number), ("form", "identity")]),
        ));
    }
    cases.push(("forms/discard_draft", encoded(&[("case", own)])));
    cases
        .into_iter()
        .map(|(path, body)| (path, body, Error::NotFound))
        .collect()
}

/// Answers that are wrong, field by field.
fn invalid(number: &str) -> Vec<Case> {
    let long = "x".repeat(40_000);
    let longer = "x".repeat(40_001);
    let name = |text: &str| vec![("given_name", text.to_owned())];
    let fields: Vec<(Vec<(&str, String)>, Error)> = vec![
        (
            name(&long),
            problems(&[("given_name", ProblemCode::TooLong { max: 100 })]),
        ),
        (
            name(&longer),
            problems(&[("given_name", ProblemCode::TooLong { max: 20_000 })]),
        ),
        (
            name("a\0b"),
            problems(&[("given_name", ProblemCode::NotText)]),
        ),
        (
            name("a\u{7}b"),
            problems(&[("given_name", ProblemCode::NotText)]),
        ),
        (
            name("a\nb"),
            problems(&[("given_name", ProblemCode::NotText)]),
        ),
        (
            name(" "),
            problems(&[("given_name", ProblemCode::Required)]),
        ),
        (
            vec![
                ("given_name", "a".to_owned()),
                ("given_name", "b".to_owned()),
            ],
            problems(&[("given_name", ProblemCode::MoreThanOne)]),
        ),
        (
            vec![("sex", "dragon".to_owned())],
            problems(&[("sex", ProblemCode::NotAChoice)]),
        ),
        (
            vec![("birth_date", "1989-02-30".to_owned())],
            problems(&[("birth_date", ProblemCode::NotADate)]),
        ),
        (
            vec![("no_such_field", "x".to_owned())],
            problems(&[("no_such_field", ProblemCode::UnknownField)]),
        ),
        (
            vec![("no\0such", "x".to_owned())],
            problems(&[("nosuch", ProblemCode::UnknownField)]),
        ),
    ];
    let mut cases = Vec::new();
    for (answers, error) in fields {
        let names: Vec<String> = answers
            .iter()
            .map(|(field, _)| format!("answers[{field}][]"))
            .collect();
        let answers = names
            .iter()
            .map(String::as_str)
            .zip(answers.iter().map(|(_, value)| value.as_str()));
        let mut pairs = vec![("case", number), ("form", "identity"), ("version", "1")];
        pairs.extend(answers);
        cases.push(("cases/save_answers", encoded(&pairs), error));
    }
    cases.push((
        "users/sign_in",
        encoded(&[("account", &long), ("password", "x")]),
        Error::invalid("password", ProblemCode::WrongNameOrPassword),
    ));
    cases.push((
        "users/sign_in",
        encoded(&[("account", "a\0"), ("password", "\0")]),
        Error::invalid("password", ProblemCode::WrongNameOrPassword),
    ));
    for code in ["", "xx", "\0", "hu\0", "hu,uk", long.as_str()] {
        cases.push((
            "forms/switch_language",
            encoded(&[("language", code)]),
            Error::invalid("language", ProblemCode::UnknownLanguage),
        ));
    }
    cases
}

on_both_databases! {
    async fn each_gets_its_own_error_and_nothing_is_written(world: World) {
        let router = application(&world);
        let own = register(&world, WORKER, "Kovács", "Anna").await;
        let foreign = register(&world, NEIGHBOUR, "Kovács", "Béla").await;
        let signed_in = Browser::signed_in(&router, WORKER).await;
        let written_anyway = ["audit_events", "sign_in_attempts"];
        let before = world.database.snapshot().await.without(&written_anyway);
        let cases = [unreadable(&own), nowhere(&foreign, &own), invalid(&own)].concat();
        for (place, (path, body, error)) in cases.iter().enumerate() {
            let language = Language::ALL[place % 3];
            let mut browser = signed_in.clone();
            browser.headers = vec![("accept-language", language.code().to_owned())];
            let answer = browser.call(&format!("/api/{path}"), body).await;
            let what: String = format!("{path} {body}").chars().take(200).collect();
            tells(&answer, error, language, &what);
            assert!(!answer.headers.contains_key("set-cookie"), "{what}");
            assert_eq!(
                world.database.snapshot().await.without(&written_anyway),
                before,
                "{what}"
            );
        }
    }

    async fn what_cannot_be_read_or_found_is_told_as_a_page_too(world: World) {
        let router = application(&world);
        let own = register(&world, WORKER, "Kovács", "Anna").await;
        let foreign = register(&world, NEIGHBOUR, "Kovács", "Béla").await;
        let signed_in = Browser::signed_in(&router, WORKER).await;
        let before = world.database.snapshot().await.without(&["audit_events"]);
        let cases = [unreadable(&own), nowhere(&foreign, &own)].concat();
        for (place, (path, body, error)) in cases.iter().enumerate() {
            let language = Language::ALL[place % 3];
            let mut browser = signed_in.clone();
            browser.headers = vec![("accept-language", language.code().to_owned())];
            let answer = browser.post(&format!("/api/{path}"), body).await;
            let what: String = format!("{path} {body}").chars().take(200).collect();
            tells(&answer, error, language, &what);
        }
        assert_eq!(
            world.database.snapshot().await.without(&["audit_events"]),
            before
        );
    }
}
