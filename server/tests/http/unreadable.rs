//! Calls that no server function can read.

use domain::Error;

use crate::client::encoded;

/// A call that has to fail: function, body, and the error.
pub(crate) type Case = (&'static str, String, Error);

/// Calls that cannot be read: arguments that are missing, doubled, or of another type.
pub(crate) fn unreadable(number: &str) -> Vec<Case> {
    let save = encoded(&[("case", number), ("form", "identity")]);
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
        ("cases/list", "query[]=whose%3Dall"),
        ("cases/list", "query[a]=b"),
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
