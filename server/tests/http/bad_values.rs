//! Values that a server function cannot take: the right status and code, and nothing written.

use domain::{Error, Language, Problem, ProblemCode};
use testkit::on_both_databases;

use crate::{
    bad_requests::tells,
    client::{Browser, application, encoded},
    people::{NEIGHBOUR, WORKER, number_of_nobody, register},
};

/// A call that has to fail: function, body, and the error.
type Case = (&'static str, String, Error);

fn form(pairs: &[(&str, &str)]) -> String {
    encoded(pairs)
}

fn problems(found: &[(&str, ProblemCode)]) -> Error {
    let problems = found
        .iter()
        .map(|(field, code)| Problem::new(*field, code.clone()));
    Error::Invalid {
        problems: problems.collect(),
    }
}

/// Calls that cannot be read: arguments that are missing, doubled, or of another type.
fn unreadable(number: &str) -> Vec<Case> {
    let save = form(&[("case", number), ("form", "identity")]);
    let bodies = [
        ("users/sign_in", "account=a"),
        ("users/sign_in", "password=a"),
        ("users/sign_in", ""),
        ("users/sign_in", "account=a&account=b&password=c"),
        ("users/sign_in", "account[]=a&password=b"),
        ("users/sign_in", "account[x]=a&password=b"),
        ("users/sign_in", "account=a&password=b&to[]=c"),
        ("forms/switch_language", ""),
        ("forms/switch_language", "language[]=hu"),
        ("forms/switch_language", "language=hu&version=abc"),
        ("forms/switch_language", "language=hu&version=99999999999"),
        ("forms/switch_language", "language=hu&answers=a"),
        ("forms/switch_language", "language=hu&answers[a]=b"),
        ("forms/discard_draft", "case[]=x"),
        ("forms/discard_draft", "form[a][b]=x"),
        ("cases/list", "whose[]=all"),
        ("cases/list", "after[a]=b"),
        ("cases/read", ""),
        ("cases/read", "number[]=x"),
        ("cases/read", "number[a][b][c][d][e][f]=x"),
        ("cases/history", ""),
        ("cases/history", "number[a]=x"),
        ("cases/open_form", ""),
        ("cases/open_form", "number=x"),
        ("cases/open_form", "form=x"),
        ("cases/open_registration", "searched[]=x"),
        ("cases/search_persons", "query[]=x"),
        ("cases/register_person", "answers=x"),
        ("cases/register_person", "answers[a]=x"),
        ("cases/register_person", "answers[a][b][]=x"),
        ("cases/register_person", "answers[a][b][c][d][e][f]=x"),
        ("cases/register_person", "answers[]=x"),
        ("cases/register_person", "answers[[[]]]=x"),
        ("cases/save_answers", ""),
        ("cases/save_answers", "version=1"),
    ];
    let versions = [
        "abc",
        "99999999999",
        "-99999999999",
        "1.5",
        "",
        "0x1",
        "%00",
        "NaN",
        "1e3",
        "%F0%9F%92%A5",
    ];
    let answers = [
        "answers=x",
        "answers[given_name]=x",
        "answers[given_name][a]=x",
        "answers[a][b][c][d][e][f]=x",
        "answers[given_name][][]=x",
    ];
    let versions = versions.map(|version| format!("{save}&version={version}"));
    let answers = answers.map(|answers| format!("{save}&version=1&{answers}"));
    let bodies = bodies
        .into_iter()
        .map(|(path, body)| (path, body.to_owned()));
    let saves = versions
        .into_iter()
        .chain(answers)
        .chain([save])
        .map(|body| ("cases/save_answers", body));
    bodies
        .chain(saves)
        .map(|(path, body)| (path, body, Error::Malformed))
        .collect()
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
        cases.push(("cases/read", form(&[("number", number)])));
        cases.push(("cases/history", form(&[("number", number)])));
        cases.push((
            "cases/open_form",
            form(&[("number", number), ("form", "identity")]),
        ));
        cases.push((
            "cases/save_answers",
            form(&[
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
        cases.push(("cases/open_form", form(&[("number", own), ("form", id)])));
        cases.push((
            "cases/save_answers",
            form(&[("case", own), ("form", id), ("version", "1")]),
        ));
    }
    for id in ["", "IDENTITY", "../identity", "\0", "a b", long.as_str()] {
        cases.push(("forms/discard_draft", form(&[("case", own), ("form", id)])));
        cases.push((
            "forms/switch_language",
            form(&[
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
            form(&[("case", number), ("form", "identity")]),
        ));
    }
    cases.push(("forms/discard_draft", form(&[("case", own)])));
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
        cases.push(("cases/save_answers", form(&pairs), error));
    }
    cases.push((
        "users/sign_in",
        form(&[("account", &long), ("password", "x")]),
        Error::invalid("password", ProblemCode::WrongNameOrPassword),
    ));
    cases.push((
        "users/sign_in",
        form(&[("account", "a\0"), ("password", "\0")]),
        Error::invalid("password", ProblemCode::WrongNameOrPassword),
    ));
    for code in ["", "xx", "\0", "hu\0", "hu,uk", long.as_str()] {
        cases.push((
            "forms/switch_language",
            form(&[("language", code)]),
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
            assert_eq!(world.database.snapshot().await.without(&written_anyway), before, "{what}");
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
        assert_eq!(world.database.snapshot().await.without(&["audit_events"]), before);
    }
}
