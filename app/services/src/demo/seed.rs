use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    audit::AuditAction,
    cases::{CaseNumber, Stage},
    forms::{Answers, FormDefinition, Setting, foresee},
    ids::{AnswersId, AuditEventId, CaseId, DistrictId, TeamId, UserId},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::{
    accounts::{DISTRICTS, demo_accounts},
    person::{contact::write_home, demo_person, staff_name},
    places::home_in,
};
use crate::{
    Caller, Failure, Outcome, Store, Unit,
    audit::entity as audit_row,
    cases::{PersonFields, case_row, person_row, person_row_of},
    districts::{self, DistrictConfig, INTAKE_TEAM},
    forms::{answers_row, index, index_row},
    search::WordRows,
    users::{give_role, insert_account, join_team},
};

/// The password of every demonstration account. It opens nothing but made-up data.
pub const DEMO_PASSWORD: &str = "lanchid-demo-2026";

/// Persons that are written with one statement a table.
const BATCH: u32 = 100;

/// What to load.
#[derive(Clone, Debug)]
pub struct DemoRequest {
    /// How many persons.
    pub persons: u32,
    /// The seed: the same seed gives the same city.
    pub seed: u64,
    /// The districts of the configuration.
    pub districts: Vec<DistrictConfig>,
    /// The city's name.
    pub city: String,
}

/// What is drawn, in one order.
struct Draw {
    rng: ChaCha8Rng,
    numbers: BTreeSet<CaseNumber>,
}

impl Draw {
    /// A case number that was not drawn before.
    fn number(&mut self) -> CaseNumber {
        loop {
            let number = CaseNumber::from_random(self.rng.random());
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }
}

/// A worker who owns cases.
struct Worker {
    user: UserId,
    name: String,
    district: DistrictId,
    number: u8,
    team: TeamId,
}

/// Loads the demonstration city, and tells after each batch how many persons there are.
///
/// It is one transaction: whatever interrupts it leaves nothing behind. Answers `false` and changes
/// nothing when the database is a demonstration already.
///
/// # Errors
/// When the configuration does not fit the made-up persons, or the database does not answer.
pub async fn seed_demo(
    store: &Store,
    request: DemoRequest,
    progress: impl Fn(u32) + Send + Sync + 'static,
) -> domain::Result<bool> {
    let hash = store
        .hash_password(DEMO_PASSWORD.to_owned(), *b"lanchid-demo-0-0")
        .await
        .map_err(|failure| store.answer(&failure))?;
    store
        .unit(Caller::System, "demo.seed", move |unit| async move {
            load(&unit, &request, &hash, progress).await
        })
        .await
}

async fn load(
    unit: &Unit,
    request: &DemoRequest,
    hash: &str,
    progress: impl Fn(u32) + Send + Sync,
) -> Outcome<bool> {
    if districts::is_demonstration(unit).await? {
        return Ok(false);
    }
    districts::apply(unit, &request.districts, &request.city).await?;
    let mut draw = Draw {
        rng: ChaCha8Rng::seed_from_u64(request.seed),
        numbers: BTreeSet::new(),
    };
    let workers = accounts(unit, &mut draw, hash).await?;
    let mut done = 0;
    while done < request.persons {
        let size = BATCH.min(request.persons - done);
        let rows = (0..size)
            .map(|_| made_up_case(unit, &mut draw, &workers))
            .collect::<Outcome<Vec<Rows>>>()?;
        write(unit, rows).await?;
        done += size;
        progress(done);
    }
    districts::mark_demonstration(unit).await?;
    Ok(true)
}

async fn accounts(unit: &Unit, draw: &mut Draw, hash: &str) -> Outcome<Vec<Worker>> {
    let mut workers = Vec::new();
    for account in demo_accounts() {
        let name = staff_name(&mut draw.rng);
        let district = districts::by_number(unit, i32::from(account.district))
            .await?
            .id;
        let user = insert_account(unit, &account.name, &name, hash.to_owned(), district).await?;
        give_role(unit, district, user, account.role).await?;
        if let Some(code) = account.team {
            let team = join_team(unit, district, user, code).await?;
            if account.role == "caseworker" && code == INTAKE_TEAM {
                workers.push(Worker {
                    user,
                    name,
                    district,
                    number: account.district,
                    team,
                });
            }
        }
    }
    Ok(workers)
}

/// Every row of one made-up case.
struct Rows {
    person: person_row::ActiveModel,
    fields: PersonFields,
    case: case_row::ActiveModel,
    answers: Vec<answers_row::ActiveModel>,
    index: Vec<index_row::ActiveModel>,
    event: audit_row::ActiveModel,
}

fn made_up_case(unit: &Unit, draw: &mut Draw, workers: &[Worker]) -> Outcome<Rows> {
    let number = draw.number();
    let rng = &mut draw.rng;
    let day = reference_day(unit.today());
    let mut made_up = demo_person(rng, day);
    let worker = &workers[rng.random_range(0..workers.len())];
    let home = home_in(rng, worker.number.clamp(1, DISTRICTS));
    if let Some(contact) = made_up
        .contact
        .as_mut()
        .filter(|contact| contact.contains_key("home_address.street"))
    {
        write_home(contact, home);
    }
    let opened = moment(rng, day);
    let changed = opened + TimeDelta::days(rng.random_range(0..20));
    let filled = [
        ("identity", Some(made_up.identity)),
        ("contact", made_up.contact),
        ("arrival", made_up.arrival),
    ];
    let mut fields = PersonFields::default();
    let mut answered: Vec<(&FormDefinition, Answers)> = Vec::new();
    for (form, inputs) in filled {
        let (Some(form), Some(inputs)) = (unit.catalog().form(form), inputs) else {
            continue;
        };
        let edited = foresee(form, &Setting::on(unit.today()), &inputs);
        if let Some(problem) = edited.problems.first() {
            let reason = format!("a made-up answer does not fit {}: {problem:?}", form.form);
            return Err(Failure::Broken(reason));
        }
        fields.feed(form, &edited.answers);
        answered.push((form, edited.answers));
    }
    let case: CaseId = unit.new_id();
    let mut person = person_row_of(unit, worker.district, worker.user, fields.clone());
    person.created_at = Set(opened);
    let owned = rng.random_ratio(19, 20);
    Ok(Rows {
        case: case_row::ActiveModel {
            id: Set(case.into()),
            district_id: Set(worker.district.into()),
            number: Set(number.as_str().to_owned()),
            person_id: person.id.clone(),
            stage: Set(stage(rng).code().to_owned()),
            team_id: Set(worker.team.into()),
            owner_id: Set(owned.then_some(worker.user.into())),
            opened_at: Set(opened),
            opened_by: Set(worker.user.into()),
            changed_at: Set(changed.min(unit.now())),
            sort_name: Set(fields.sort_name()),
        },
        index: answered
            .iter()
            .flat_map(|(form, answers)| index::rows(worker.district, case, form, answers))
            .collect(),
        answers: answered
            .iter()
            .map(|(form, answers)| answers_row(unit, worker, case, form, answers, changed))
            .collect(),
        event: registered(unit, worker, case, opened),
        person,
        fields,
    })
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

fn stage(rng: &mut impl Rng) -> Stage {
    match rng.random_range(0..100) {
        0..15 => Stage::New,
        15..45 => Stage::Assessment,
        45..65 => Stage::Plan,
        65..90 => Stage::Service,
        _ => Stage::Closed,
    }
}

fn answers_row(
    unit: &Unit,
    worker: &Worker,
    case: CaseId,
    form: &FormDefinition,
    answers: &Answers,
    saved: DateTime<Utc>,
) -> answers_row::ActiveModel {
    answers_row::ActiveModel {
        id: Set(unit.new_id::<AnswersId>().into()),
        district_id: Set(worker.district.into()),
        case_id: Set(case.into()),
        form: Set(form.form.clone()),
        form_version: Set(form.version),
        version: Set(1),
        document: Set(answers.to_json()),
        saved_at: Set(saved.min(unit.now())),
        saved_by: Set(worker.user.into()),
    }
}

fn registered(
    unit: &Unit,
    worker: &Worker,
    case: CaseId,
    at: DateTime<Utc>,
) -> audit_row::ActiveModel {
    audit_row::ActiveModel {
        id: Set(unit.new_id::<AuditEventId>().into()),
        district_id: Set(worker.district.into()),
        at: Set(at),
        actor_id: Set(Some(worker.user.into())),
        actor_name: Set(worker.name.clone()),
        roles: Set("caseworker".to_owned()),
        action: Set(AuditAction::CaseRegistered.code().to_owned()),
        case_id: Set(Some(case.into())),
        address: Set(None),
        details: Set(json!({"demonstration": true})),
    }
}

async fn write(unit: &Unit, rows: Vec<Rows>) -> Outcome<()> {
    let (mut persons, mut cases, mut events) = (Vec::new(), Vec::new(), Vec::new());
    let (mut answers, mut index) = (Vec::new(), Vec::new());
    let mut words = WordRows::default();
    for row in rows {
        let (district, person) = (*row.person.district_id.as_ref(), *row.person.id.as_ref());
        words.add(district, person, &row.fields);
        persons.push(row.person);
        cases.push(row.case);
        answers.extend(row.answers);
        index.extend(row.index);
        events.push(row.event);
    }
    let db = unit.connection();
    person_row::Entity::insert_many(persons)
        .exec_without_returning(db)
        .await?;
    case_row::Entity::insert_many(cases)
        .exec_without_returning(db)
        .await?;
    answers_row::Entity::insert_many(answers)
        .exec_without_returning(db)
        .await?;
    index_row::Entity::insert_many(index)
        .exec_without_returning(db)
        .await?;
    audit_row::Entity::insert_many(events)
        .exec_without_returning(db)
        .await?;
    words.write(unit).await
}
