use std::{sync::Arc, time::Instant};

use domain::{
    access::Actor,
    cases::{CaseNumber, ListQuery, SaveEdit, Whose},
    users::SessionLimits,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use server::configuration::{self, Configuration};
use services::{
    Caller, Store,
    cases::{self, case_row},
    demo::DEMO_PASSWORD,
    forms::answers_row,
    store::connect,
    users::SignIn,
};

use crate::Outcome;

/// The form that is saved: it holds the names, so search keys are written anew.
const FORM: &str = "identity";
/// The field that changes.
const FIELD: &str = "given_name";
/// Under this name the bare rows are written, beside the real ones.
const BARE: &str = "bench";

/// Saves, and writes bare rows, in turn; prints both as JSON, in microseconds.
pub(crate) async fn measure(database: &str, district: i32, count: usize) -> Outcome {
    // One connection: what is compared runs over the same.
    let db = connect(database, 1).await?;
    let directory = configuration::directory(None);
    let read = Configuration::read(&directory).map_err(|_| "the configuration has faults")?;
    let store = Store::new(db, read.catalog);
    let bare_row = store.bare();
    act_as_system(&bare_row).await?;
    let actor = sign_in(&store, district).await?;
    let (mut saves, mut bare) = (Vec::new(), Vec::new());
    for number in numbers(&store, &actor).await?.iter().cycle().take(count) {
        saves.push(save(&store, &actor, number).await?);
        bare.push(insert(&bare_row, number).await?);
    }
    let gone = answers_row::Entity::delete_many().filter(answers_row::Column::Form.eq(BARE));
    gone.exec(&bare_row).await?;
    let (save_p50, bare_p50) = (at(&mut saves, 50), at(&mut bare, 50));
    let told = serde_json::json!({
        "kind": if database.starts_with("postgres") { "postgres" } else { "sqlite" },
        "count": count,
        "save_us": {"p50": save_p50, "p95": at(&mut saves, 95)},
        "insert_us": {"p50": bare_p50, "p95": at(&mut bare, 95)},
    });
    println!("{told}");
    store.close().await;
    Ok(())
}

/// PostgreSQL's wall stands on this connection too, for the bare rows as for the saves.
async fn act_as_system(db: &impl ConnectionTrait) -> Outcome {
    if db.get_database_backend() == sea_orm::DbBackend::Postgres {
        let acts = "SELECT set_config('app.actor', 'bench', false), \
                    set_config('app.reach', 'system', false)";
        db.execute_unprepared(acts).await?;
    }
    Ok(())
}

async fn sign_in(store: &Store, district: i32) -> Result<Arc<Actor>, Box<dyn std::error::Error>> {
    let attempt = SignIn {
        account: format!("caseworker1.d{district:02}"),
        password: DEMO_PASSWORD.to_owned(),
        address: None,
        agent: None,
        old_token: None,
    };
    let token = store.sign_in(attempt).await?.token;
    let limits = SessionLimits::default();
    let actor = store.authenticate(&token, limits, None).await?;
    Ok(actor.ok_or("nobody is signed in")?)
}

/// Cases of the actor.
async fn numbers(
    store: &Store,
    actor: &Arc<Actor>,
) -> Result<Vec<CaseNumber>, Box<dyn std::error::Error>> {
    let request = ListQuery {
        whose: Whose::Mine,
        ..ListQuery::default()
    };
    let caller = Caller::Actor(actor.clone());
    let page = store.unit(caller, "bench", |unit| async move {
        cases::list_cases(&unit, &request).await
    });
    Ok(page
        .await?
        .cases
        .into_iter()
        .map(|case| case.number)
        .collect())
}

/// One save that changes a name, and changes it back the next time.
async fn save(
    store: &Store,
    actor: &Arc<Actor>,
    number: &CaseNumber,
) -> Result<u64, Box<dyn std::error::Error>> {
    let (caller, case) = (Caller::Actor(actor.clone()), number.clone());
    let open = store.unit(caller.clone(), "bench", |unit| async move {
        cases::open_form(&unit, &case, FORM).await
    });
    let open = open.await?;
    let mut answers = open.inputs;
    let name = answers
        .get(FIELD)
        .and_then(|values| values.first().cloned())
        .unwrap_or_default();
    let name = name
        .strip_suffix(" Bence")
        .map_or_else(|| format!("{name} Bence"), str::to_owned);
    answers.insert(FIELD.to_owned(), vec![name]);
    let edit = SaveEdit {
        case: number.clone(),
        form: FORM.to_owned(),
        version: open.version,
        answers,
    };
    let begun = Instant::now();
    let saved = store.unit(caller, "bench", move |unit| async move {
        cases::save_answers(&unit, &edit).await
    });
    saved.await?;
    Ok(micros(begun))
}

/// The row that was saved, written bare.
async fn insert(
    db: &impl ConnectionTrait,
    number: &CaseNumber,
) -> Result<u64, Box<dyn std::error::Error>> {
    let case = case_row::Entity::find().filter(case_row::Column::Number.eq(number.as_str()));
    let case = case.one(db).await?.ok_or("a case is gone")?;
    let row = answers_row::Entity::find()
        .filter(answers_row::Column::CaseId.eq(case.id))
        .filter(answers_row::Column::Form.eq(FORM))
        .one(db)
        .await?
        .ok_or("a row is gone")?;
    let again = answers_row::Entity::delete_many()
        .filter(answers_row::Column::CaseId.eq(case.id))
        .filter(answers_row::Column::Form.eq(BARE));
    again.exec(db).await?;
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "INSERT INTO answers (id, district_id, case_id, form, form_version, version, document, \
         saved_at, saved_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        [
            uuid::Uuid::from_u128(row.id.as_u128() ^ 1).into(),
            row.district_id.into(),
            row.case_id.into(),
            BARE.into(),
            row.form_version.into(),
            row.version.into(),
            row.document.into(),
            row.saved_at.into(),
            row.saved_by.into(),
        ],
    );
    let begun = Instant::now();
    db.query_one_raw(statement).await?;
    Ok(micros(begun))
}

fn micros(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)
}

fn at(times: &mut [u64], percent: usize) -> u64 {
    times.sort_unstable();
    times
        .get(times.len() * percent / 100)
        .copied()
        .unwrap_or_default()
}
