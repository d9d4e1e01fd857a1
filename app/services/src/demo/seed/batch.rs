use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    audit::AuditAction,
    forms::{Answers, Inputs, PlannedForm, Setting, foresee_planned},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{DemoRequest, accounts::Worker, numbers::Numbers};
use crate::{
    Failure, Outcome, Unit,
    audit::entity as audit_row,
    bulk::{Load, Table, Way},
    cases::{PersonFields, case_row, person_row, person_row_of},
    demo::{
        accounts::DISTRICTS,
        person::{DemoPerson, consents::consents, contact::write_home, demo_person},
        places::home_in,
    },
    forms::{answers_row, index, index_row},
    search::WordRows,
};

/// Everything that the people of a city are made up from.
pub(super) struct Plan {
    unit: Unit,
    seed: u64,
    workers: Vec<Worker>,
    numbers: Numbers,
    forms: [Option<PlannedForm>; 4],
    day: NaiveDate,
    way: Way,
}

/// The forms that are filled in for people.
const FORMS: [&str; 4] = ["identity", "contact", "arrival", "consents"];

impl Plan {
    pub(super) async fn new(
        unit: &Unit,
        request: &DemoRequest,
        workers: Vec<Worker>,
    ) -> Outcome<Self> {
        let taken: Vec<String> = case_row::Entity::find()
            .select_only()
            .column(case_row::Column::Number)
            .into_tuple()
            .all(unit.connection())
            .await?;
        let taken = taken.into_iter().collect();
        Ok(Self {
            unit: unit.clone(),
            seed: request.seed,
            workers,
            numbers: Numbers::new(request.seed, request.persons, taken),
            forms: FORMS.map(|form| Some(unit.catalog().form(form)?.clone().into())),
            day: reference_day(unit.today()),
            way: Way::into(unit.connection(), &tables()).await?,
        })
    }

    /// Ids that ascend with the places, as those of a city that grew do.
    fn id(&self, rng: &mut impl Rng, place: u32) -> Uuid {
        let midnight = self.day.and_time(NaiveTime::MIN).and_utc();
        let millis = u64::try_from(midnight.timestamp_millis()).unwrap_or(0) + u64::from(place);
        uuid::Builder::from_unix_timestamp_millis(millis, &rng.random()).into_uuid()
    }
}

/// Every row of some made-up cases.
#[derive(Default)]
struct Rows {
    persons: Vec<person_row::ActiveModel>,
    cases: Vec<case_row::ActiveModel>,
    answers: Vec<answers_row::ActiveModel>,
    index: Vec<index_row::ActiveModel>,
    events: Vec<audit_row::ActiveModel>,
    words: WordRows,
}

impl Rows {
    /// In the order in which they can be written.
    fn tables(self) -> Vec<Table> {
        let mut tables = vec![
            Table::of(self.persons),
            Table::of(self.cases),
            Table::of(self.answers),
            Table::of(self.index),
            Table::of(self.events),
        ];
        tables.extend(self.words.tables());
        tables
    }
}

/// The tables into which a city is written, without a row.
pub(super) fn tables() -> Vec<Table> {
    Rows::default().tables()
}

/// So many people from this place on: the same for the same seed, whoever else is made up before,
/// behind or meanwhile.
pub(super) fn made_up_batch(
    plan: &Plan,
    first: u32,
    size: u32,
    stopped: &AtomicBool,
) -> Outcome<Vec<Load>> {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    rng.set_stream(1 + u64::from(first));
    let mut rows = Rows::default();
    for place in first..first + size {
        if stopped.load(Ordering::Relaxed) {
            return Err(Failure::Broken("the load has stopped".to_owned()));
        }
        made_up_case(plan, &mut rng, place, &mut rows)?;
    }
    let tables = rows.tables().into_iter();
    tables.map(|table| Load::of(table, plan.way)).collect()
}

fn made_up_case(plan: &Plan, rng: &mut impl Rng, place: u32, rows: &mut Rows) -> Outcome<()> {
    let mut made_up = demo_person(rng, plan.day);
    let worker = &plan.workers[rng.random_range(0..plan.workers.len())];
    let home = home_in(rng, worker.number.clamp(1, DISTRICTS));
    if let Some(contact) = made_up
        .contact
        .as_mut()
        .filter(|contact| contact.contains_key("home_address.street"))
    {
        write_home(contact, home);
    }
    let opened = moment(rng, plan.day);
    let changed = opened + TimeDelta::days(rng.random_range(0..20));
    let case = plan.id(rng, place);
    let mut fields = PersonFields::default();
    let consents = consents(place, opened.date_naive());
    for (form, answers) in answered(plan, made_up, consents)? {
        let form = form.form();
        fields.feed(form, &answers);
        let index = index::rows(worker.district, case.into(), form, &answers);
        rows.index.extend(index);
        rows.answers.push(answers_row::ActiveModel {
            id: Set(plan.id(rng, place)),
            district_id: Set(worker.district.into()),
            case_id: Set(case),
            form: Set(form.form.clone()),
            form_version: Set(form.version),
            version: Set(1),
            document: Set(answers.to_json()),
            saved_at: Set(changed.min(plan.unit.now())),
            saved_by: Set(worker.user.into()),
        });
    }
    let id = plan.id(rng, place);
    rows.words.add(worker.district.into(), id, &fields);
    let sort_name = fields.sort_name();
    let mut person = person_row_of(&plan.unit, worker.district, worker.user, fields);
    person.id = Set(id);
    person.created_at = Set(opened);
    rows.persons.push(person);
    let owned = rng.random_ratio(19, 20);
    rows.cases.push(case_row::ActiveModel {
        id: Set(case),
        district_id: Set(worker.district.into()),
        number: Set(plan.numbers.at(place).as_str().to_owned()),
        person_id: Set(id),
        stage: Set(stage(rng).to_owned()),
        team_id: Set(worker.team.into()),
        owner_id: Set(owned.then_some(worker.user.into())),
        opened_at: Set(opened),
        opened_by: Set(worker.user.into()),
        changed_at: Set(changed.min(plan.unit.now())),
        sort_name: Set(sort_name),
    });
    let event = plan.id(rng, place);
    rows.events.push(registered(worker, event, case, opened));
    Ok(())
}

/// What somebody made up answers to the forms, as the server would take it.
fn answered(
    plan: &Plan,
    made_up: DemoPerson,
    consents: Option<Inputs>,
) -> Outcome<Vec<(&PlannedForm, Answers)>> {
    let filled = [
        Some(made_up.identity),
        made_up.contact,
        made_up.arrival,
        consents,
    ];
    let setting = Setting::on(plan.unit.today());
    let mut answered = Vec::new();
    for (form, inputs) in plan.forms.iter().zip(filled) {
        let (Some(form), Some(inputs)) = (form, inputs) else {
            continue;
        };
        let edited = foresee_planned(form, &setting, &inputs);
        if let Some(problem) = edited.problems.first() {
            let form = &form.form().form;
            let reason = format!("a made-up answer does not fit {form}: {problem:?}");
            return Err(Failure::Broken(reason));
        }
        answered.push((form, edited.answers));
    }
    Ok(answered)
}

/// The day from which ages and dates are counted, so that the city is the same on any later day.
fn reference_day(today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).map_or(today, |day| day.min(today))
}

fn moment(rng: &mut impl Rng, day: NaiveDate) -> DateTime<Utc> {
    let date = day - Days::new(rng.random_range(1..700));
    let start = date.and_time(NaiveTime::MIN).and_utc();
    start + TimeDelta::minutes(rng.random_range(7 * 60..15 * 60))
}

fn stage(rng: &mut impl Rng) -> &'static str {
    match rng.random_range(0..100) {
        0..15 => "new",
        15..45 => "assessment",
        45..65 => "plan",
        65..90 => "service",
        _ => "closed",
    }
}

fn registered(worker: &Worker, id: Uuid, case: Uuid, at: DateTime<Utc>) -> audit_row::ActiveModel {
    audit_row::ActiveModel {
        id: Set(id),
        district_id: Set(worker.district.into()),
        at: Set(at),
        actor_id: Set(Some(worker.user.into())),
        actor_name: Set(worker.name.clone()),
        roles: Set("caseworker".to_owned()),
        action: Set(AuditAction::CaseRegistered.code().to_owned()),
        case_id: Set(Some(case)),
        address: Set(None),
        details: Set(json!({"demonstration": true})),
    }
}
