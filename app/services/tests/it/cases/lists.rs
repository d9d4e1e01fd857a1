//! Lists: whatever is filtered and sorted, they hold what the database holds.

use std::sync::{Arc, Mutex};

use domain::{
    Result,
    cases::{CaseList, CaseNumber, Count, ListQuery},
};
use sea_orm::{ConnectionTrait, Statement};
use services::{
    Caller, Store, Unit,
    cases::{ListLimits, list_cases_within},
    demo::DEMO_PASSWORD,
    source::{SystemClock, SystemEntropy},
    store::connect,
};
use testkit::{Kind, World, config, on_both_databases};

use crate::{
    demo::{clear, seed},
    support::*,
};

/// Nothing is few, and little is counted: every list is walked in its order.
const WALKED: ListLimits = ListLimits {
    few: 0,
    few_in_the_city: 0,
    counted: 3,
    counted_by_answers: 2,
};

const PEOPLE: u32 = 1600;

async fn page(
    world: &World,
    caller: &Caller,
    query: &ListQuery,
    limits: ListLimits,
) -> Result<CaseList> {
    let query = query.clone();
    let work = async move |unit: Unit| list_cases_within(&unit, &query, limits).await;
    let store = &world.store;
    let list = store.unit(
        caller.clone(),
        "test",
        |unit| async move { work(unit).await },
    );
    list.await
}

/// Every case of a list, page by page.
async fn whole(
    world: &World,
    caller: &Caller,
    address: &str,
    limits: ListLimits,
) -> Vec<CaseNumber> {
    let mut query = ListQuery::parse(address).expect(address);
    let mut seen = Vec::new();
    loop {
        let list = page(world, caller, &query, limits).await.expect(address);
        seen.extend(list.cases.into_iter().map(|case| case.number));
        query.after = list.next;
        if query.after.is_none() {
            return seen;
        }
        assert!(seen.len() < 10_000, "{address} does not end");
    }
}

/// What the database holds, asked as its owner: the numbers in district VIII for which this holds,
/// in this order.
async fn held(world: &World, holds: &str, order: &str) -> Vec<String> {
    let sql = format!(
        "SELECT c.number AS text FROM cases AS c \
         JOIN districts AS d ON d.id = c.district_id \
         LEFT JOIN answer_index AS b ON b.case_id = c.id AND b.form = 'identity' \
         AND b.field = 'birth_date' AND b.position = 0 \
         WHERE d.number = 8 AND {holds} ORDER BY {order}"
    );
    let owner = &world.database.owner;
    let rows = owner
        .query_all_raw(Statement::from_string(owner.get_database_backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get::<String>("", "text").unwrap())
        .collect()
}

/// A condition of SQL on an answer.
fn answered(form: &str, field: &str, value: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM answer_index AS i WHERE i.case_id = c.id AND i.form = '{form}' \
         AND i.field = '{field}' AND {value})"
    )
}

const CITIZENS: &str = "identity/citizenship=ukrainian";

fn filters(kind: Kind) -> Vec<(String, String)> {
    let both = "i.text_value = 'ukrainian'";
    vec![
        (String::new(), "1 = 1".to_owned()),
        (
            "stage=plan&stage=new".to_owned(),
            "c.stage IN ('plan', 'new')".to_owned(),
        ),
        ("owner:none=1".to_owned(), "c.owner_id IS NULL".to_owned()),
        (
            CITIZENS.to_owned(),
            answered("identity", "citizenship", both),
        ),
        (
            format!("{CITIZENS}&identity/sex=female&stage=service"),
            format!(
                "{} AND {} AND c.stage = 'service'",
                answered("identity", "citizenship", both),
                answered("identity", "sex", "i.text_value = 'female'")
            ),
        ),
        (
            "identity/birth_date:from=1990-01-01&identity/birth_date:to=1999-12-31".to_owned(),
            answered(
                "identity",
                "birth_date",
                "i.day_value BETWEEN '1990-01-01' AND '1999-12-31'",
            ),
        ),
        (
            "contact/interpreter_needed=yes&contact/interpreter_needed:none=1".to_owned(),
            format!(
                "({} OR NOT {})",
                answered("contact", "interpreter_needed", "i.integer_value = 1"),
                answered("contact", "interpreter_needed", "1 = 1")
            ),
        ),
        (
            "opened:from=2026-01-01&opened:to=2026-06-30".to_owned(),
            match kind {
                Kind::Sqlite => {
                    "datetime(c.opened_at) >= '2025-12-31 23:00:00' \
                     AND datetime(c.opened_at) < '2026-06-30 22:00:00'"
                }
                Kind::Postgres => {
                    "c.opened_at >= '2025-12-31 23:00:00+00' \
                     AND c.opened_at < '2026-06-30 22:00:00+00'"
                }
            }
            .to_owned(),
        ),
        (
            "housing/housing_type:none=1&stage=closed".to_owned(),
            "c.stage = 'closed'".to_owned(),
        ),
        (
            "identity/citizenship=hungarian&identity/sex=male&stage=closed&owner:none=1".to_owned(),
            format!(
                "{} AND {} AND c.stage = 'closed' AND c.owner_id IS NULL",
                answered("identity", "citizenship", "i.text_value = 'hungarian'"),
                answered("identity", "sex", "i.text_value = 'male'")
            ),
        ),
    ]
}

const ORDERS: [(&str, &str, bool); 7] = [
    ("-changed", "c.changed_at DESC, c.id DESC", false),
    ("changed", "c.changed_at, c.id", false),
    ("-opened", "c.opened_at DESC, c.id DESC", false),
    ("name", "c.sort_name, c.id", false),
    ("-name", "c.sort_name DESC, c.id DESC", false),
    ("born", "b.day_value, c.id", true),
    ("-identity/birth_date", "b.day_value DESC, c.id DESC", true),
];

on_both_databases! {
    async fn every_filter_in_every_order_lists_what_the_database_holds(world: World) {
        clear(&world).await;
        seed(&world, 5, PEOPLE).await.unwrap();
        let token = world.sign_in(SUPERVISOR, DEMO_PASSWORD, None).await.unwrap();
        let caller = world.caller(&token).await.unwrap();
        for (place, (filter, holds)) in filters(world.database.kind).into_iter().enumerate() {
            for (step, (sort, order, answered_only)) in ORDERS.into_iter().enumerate() {
                // Each filter meets two orders, and each order several filters.
                if (place + step) % 3 != 0 {
                    continue;
                }
                let holds = if answered_only {
                    format!("{holds} AND b.day_value IS NOT NULL")
                } else {
                    holds.clone()
                };
                let address = format!("whose=all&{filter}&sort={sort}");
                let expected = held(&world, &holds, order).await;
                for limits in [ListLimits::default(), WALKED] {
                    let seen = whole(&world, &caller, &address, limits).await;
                    let seen: Vec<&str> = seen.iter().map(CaseNumber::as_str).collect();
                    assert_eq!(seen, expected, "{address} {limits:?}");
                }
            }
        }
    }

    async fn counts_are_exact_or_say_that_they_are_not(world: World) {
        for place in 0..5 {
            world.register(WORKER, "Коваль", &format!("Марія{}", "а".repeat(place))).await;
        }
        let count = async |address: &str, limits| {
            let query = ListQuery::parse(address).unwrap();
            let caller = world.actor(WORKER).await;
            page(&world, &caller, &query, limits).await.unwrap().count
        };
        for address in ["whose=all", CITIZENS] {
            assert_eq!(count(address, ListLimits::default()).await, Count::Exactly(5));
        }
        assert_eq!(count("whose=all", WALKED).await, Count::MoreThan(3));
        assert_eq!(count(CITIZENS, WALKED).await, Count::MoreThan(2));
        let all = format!("{CITIZENS}&count=all");
        assert_eq!(count(&all, WALKED).await, Count::Exactly(5));
        assert_eq!(count("stage=closed", WALKED).await, Count::Exactly(0));
    }

    async fn questions_of_groups_are_filtered_by_any_row(world: World) {
        let number = world.register(WORKER, "Коваль", "Марія").await;
        world.register(WORKER, "Інша", "Анна").await;
        let visits = [
            ("visits.0.visit_at.date", "2026-11-03"),
            ("visits.0.visit_at.time", "10:00"),
            ("visits.0.visit_place", "home"),
            ("visits.0.visit_outcome", "talked"),
            ("visits.1.visit_at.date", "2026-11-17"),
            ("visits.1.visit_at.time", "11:00"),
            ("visits.1.visit_place", "phone"),
            ("visits.1.visit_outcome", "not_found"),
        ];
        world.clock.advance(chrono::TimeDelta::days(365 * 2));
        save(&world, WORKER, &number, "follow_up", 0, &visits).await.unwrap();
        let listed = async |address: &str| -> Vec<CaseNumber> {
            let list = list_of(&world, WORKER, address).await.expect(address);
            list.cases.into_iter().map(|case| case.number).collect()
        };
        for address in [
            "follow_up/visits.visit_place=phone",
            "follow_up/visits.visit_place=home",
            "follow_up/visits.visit_outcome=not_found&follow_up/visits.visit_outcome=postponed",
            "follow_up/visits.visit_at:from=2026-11-17",
            "follow_up/visits.visit_at=2026-11-03",
        ] {
            assert_eq!(listed(address).await, vec![number.clone()], "{address}");
        }
        assert!(listed("follow_up/visits.visit_place=office").await.is_empty());
        assert_eq!(listed("follow_up/visits.visit_place:none=1").await.len(), 1);
    }

    async fn columns_show_the_answers(world: World) {
        let number = world.register(WORKER, "Коваль", "Марія").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let address = "column=contact/preferred_language&column=team&column=contact/interpreter_needed";
        let list = list_of(&world, WORKER, address).await.unwrap();
        let case = &list.cases[0];
        assert!(case.team.as_ref().is_some_and(|team| !team.en.is_empty()));
        assert_eq!(case.answers.len(), 2);
        assert_eq!(
            case.answers[1],
            Some(domain::forms::Answer::YesNo(true))
        );
        let plain = list_of(&world, WORKER, "").await.unwrap();
        assert_eq!((&plain.cases[0].team, plain.cases[0].answers.len()), (&None, 0));
    }

    async fn a_name_that_changes_moves_in_the_order(world: World) {
        let first = world.register(WORKER, "Яковенко", "Марія").await;
        let second = world.register(WORKER, "Kovács", "Éva").await;
        let names = async || -> Vec<CaseNumber> {
            let list = list_of(&world, WORKER, "sort=name").await.unwrap();
            list.cases.into_iter().map(|case| case.number).collect()
        };
        assert_eq!(names().await, [second.clone(), first.clone()]);
        let typed = [
            ("family_name", "Антоненко"),
            ("given_name", "Марія"),
            ("sex", "female"),
            ("citizenship", "ukrainian"),
        ];
        save(&world, WORKER, &first, "identity", 1, &typed).await.unwrap();
        assert_eq!(names().await, [first.clone(), second.clone()]);
        world.database.execute("UPDATE cases SET sort_name = ''").await;
        world.database.execute("DELETE FROM settings WHERE name = 'sort_names'").await;
        world.store.clone().with_sort_names().await.unwrap();
        assert_eq!(names().await, [first, second]);
    }

    async fn a_list_takes_three_round_trips(world: World) {
        let number = world.register(WORKER, "Коваль", "Марія").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = asked.clone();
        let db = connect(&world.database.url, 2).await.unwrap();
        let store = Store::with_sources(
            db,
            config().catalog(&[]),
            Arc::new(SystemClock),
            Arc::new(SystemEntropy),
        )
        .that_is_heard(Arc::new(move |statement| {
            heard.lock().unwrap().push(statement.sql.clone());
        }));
        for address in [
            "",
            "stage=new&sort=name",
            "identity/citizenship=ukrainian&contact/interpreter_needed=yes&stage=new\
             &sort=-identity/birth_date&column=contact/preferred_language&column=identity/sex&column=team",
        ] {
            for after in [None, Some(number.clone())] {
                let first = after.is_none();
                let query = ListQuery { after, ..ListQuery::parse(address).unwrap() };
                asked.lock().unwrap().clear();
                let caller = world.actor(WORKER).await;
                store
                    .unit(caller, "test", |unit| async move {
                        services::cases::list_cases(&unit, &query).await
                    })
                    .await
                    .unwrap();
                let asked = asked.lock().unwrap();
                let of_the_list = asked
                    .iter()
                    .filter(|sql| sql.starts_with("SELECT"))
                    .count();
                // Behind the last case there is nothing: it is asked for once more from the
                // beginning.
                let most = if first { 3 } else { 4 };
                assert!((1..=most).contains(&of_the_list), "{address}: {asked:#?}");
            }
        }
        store.close().await;
    }
}
