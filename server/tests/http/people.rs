//! Who works in the city of every test, and what they need most often.

use testkit::World;

use crate::client::Browser;

pub(crate) const WORKER: &str = "caseworker1.d08";
pub(crate) const COLLEAGUE: &str = "caseworker2.d08";
pub(crate) const SUPERVISOR: &str = "supervisor1.d08";
pub(crate) const HELPDESK: &str = "helpdesk.d08";
pub(crate) const SHELTER: &str = "shelter.d08";
pub(crate) const ADMIN: &str = "admin.d08";
pub(crate) const NEIGHBOUR: &str = "caseworker1.d09";
pub(crate) const NEIGHBOUR_SUPERVISOR: &str = "supervisor1.d09";
pub(crate) const CALL_CENTRE: &str = "callcentre";
pub(crate) const DPO: &str = "dpo";

/// A number that reads well and belongs to no case.
pub(crate) fn number_of_nobody() -> String {
    domain::cases::CaseNumber::from_random(11_111_111).to_string()
}

/// Registers a person, and answers the case's number.
pub(crate) async fn register(world: &World, account: &str, family: &str, given: &str) -> String {
    world.register(account, family, given).await.to_string()
}

/// A case of the worker's, whose person has consented to sharing; answers its number.
pub(crate) async fn consenting(world: &World) -> String {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    world.consent(WORKER, &number, "given").await;
    number.to_string()
}

/// Saves answers of a form as our code does.
pub(crate) async fn save(
    browser: &mut Browser,
    case: &str,
    form: &str,
    version: i32,
    answers: &[(&str, &str)],
) -> crate::client::Answer {
    let version = version.to_string();
    let names: Vec<String> = answers
        .iter()
        .map(|(field, _)| format!("answers[{field}][]"))
        .collect();
    let mut pairs = vec![
        ("case", case),
        ("form", form),
        ("version", version.as_str()),
    ];
    pairs.extend(
        names
            .iter()
            .map(String::as_str)
            .zip(answers.iter().map(|(_, value)| *value)),
    );
    browser
        .call("/api/cases/save_answers", &crate::client::encoded(&pairs))
        .await
}

/// The answers with which the form of the arrival is complete.
pub(crate) const ARRIVAL: [(&str, &str); 2] = [
    ("status", "temporary_protection"),
    ("travelled_alone", "yes"),
];
