//! What a person does at a page, in one line each.

use chrono::{DateTime, Utc};
use domain::{
    Result,
    cases::{
        CaseHistory, CaseList, CaseNumber, CaseView, Count, ListQuery, OpenForm, PersonSearch,
        Registered, SaveEdit, Saved, Whose,
    },
    forms::Inputs,
};
use sea_orm::EntityTrait;
use services::{audit::entity, cases};
use testkit::World;

/// Caseworkers and others of the districts VIII and IX.
pub(crate) const WORKER: &str = "caseworker1.d08";
pub(crate) const COLLEAGUE: &str = "caseworker2.d08";
pub(crate) const SUPERVISOR: &str = "supervisor1.d08";
pub(crate) const HELPDESK: &str = "helpdesk.d08";
pub(crate) const SHELTER: &str = "shelter.d08";
pub(crate) const ADMIN: &str = "admin.d08";
pub(crate) const NEIGHBOUR: &str = "caseworker1.d09";
pub(crate) const NEIGHBOUR_SUPERVISOR: &str = "supervisor1.d09";
pub(crate) const NEIGHBOUR_SHELTER: &str = "shelter.d09";
pub(crate) const CALL_CENTRE: &str = "callcentre";

pub(crate) async fn register(world: &World, account: &str, typed: Inputs) -> Result<Registered> {
    let work = async move |unit: services::Unit| cases::register_person(&unit, &typed, "").await;
    world
        .run(account, |unit| async move { work(unit).await })
        .await
}

pub(crate) async fn search(world: &World, account: &str, query: &str) -> Result<PersonSearch> {
    let query = query.to_owned();
    world
        .read(account, |unit| async move {
            cases::search_persons(&unit, &query).await
        })
        .await
}

pub(crate) async fn list(world: &World, account: &str, whose: Whose) -> Result<CaseList> {
    let query = ListQuery {
        whose,
        ..ListQuery::default()
    };
    list_of(world, account, &query.to_address()).await
}

/// The list at an address.
pub(crate) async fn list_of(world: &World, account: &str, address: &str) -> Result<CaseList> {
    let query = ListQuery::parse(address).expect(address);
    world
        .read(account, |unit| async move {
            cases::list_cases(&unit, &query).await
        })
        .await
}

/// How many cases a list has, if they were all counted.
pub(crate) fn exactly(list: &CaseList) -> Option<u64> {
    match list.count {
        Count::Exactly(count) => Some(count),
        Count::MoreThan(_) => None,
    }
}

pub(crate) async fn read(world: &World, account: &str, number: &CaseNumber) -> Result<CaseView> {
    let number = number.clone();
    world
        .read(account, |unit| async move {
            cases::read_case(&unit, &number).await
        })
        .await
}

pub(crate) async fn history(
    world: &World,
    account: &str,
    number: &CaseNumber,
) -> Result<CaseHistory> {
    let number = number.clone();
    world
        .read(account, |unit| async move {
            cases::read_history(&unit, &number).await
        })
        .await
}

pub(crate) async fn open(
    world: &World,
    account: &str,
    number: &CaseNumber,
    form: &str,
) -> Result<OpenForm> {
    let (number, form) = (number.clone(), form.to_owned());
    world
        .read(account, |unit| async move {
            cases::open_form(&unit, &number, &form).await
        })
        .await
}

pub(crate) async fn save(
    world: &World,
    account: &str,
    number: &CaseNumber,
    form: &str,
    version: i32,
    typed: &[(&str, &str)],
) -> Result<Saved> {
    let edit = SaveEdit {
        case: number.clone(),
        form: form.to_owned(),
        version,
        answers: testkit::inputs(typed),
    };
    world
        .run(account, |unit| async move {
            cases::save_answers(&unit, &edit).await
        })
        .await
}

/// What the clock of a world shows.
pub(crate) fn now(world: &World) -> DateTime<Utc> {
    services::source::Clock::now(&*world.clock)
}

/// A number that reads well and that no case has.
pub(crate) fn nobodys_number() -> CaseNumber {
    CaseNumber::from_random(7)
}

/// A well-filled contact form.
pub(crate) const CONTACT: [(&str, &str); 5] = [
    ("phone", "+380 67 123 4567"),
    ("preferred_language", "ukrainian"),
    ("interpreter_needed", "yes"),
    ("safe_to_call", "no"),
    ("safe_contact_note", "Only through her sister"),
];

/// Every audit event, oldest first.
pub(crate) async fn events(world: &World) -> Vec<entity::Model> {
    let mut events = entity::Entity::find()
        .all(&world.database.owner)
        .await
        .unwrap();
    events.sort_by_key(|event| (event.at, event.id));
    events
}

/// The events that the work left.
pub(crate) async fn events_of<T>(
    world: &World,
    work: impl Future<Output = T>,
) -> (T, Vec<entity::Model>) {
    let before = events(world).await;
    let answer = work.await;
    let mut fresh = events(world).await;
    fresh.retain(|event| before.iter().all(|old| old.id != event.id));
    (answer, fresh)
}
