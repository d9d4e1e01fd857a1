//! What the database holds of the cases of a trial.

use std::collections::BTreeMap;

use domain::search::sort_name;
use sea_orm::QueryResult;
use serde_json::Value;

use crate::{TestDatabase, World};

/// A case as it is stored, after everything in it was found to agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// Its number.
    pub(super) number: String,
    /// The given names that were saved, by version, from 1, as the audit tells them.
    pub(super) given: Vec<String>,
    /// From where each of them came.
    pub(super) from: Vec<String>,
}

const ROWS: &str = "SELECT c.number, p.family_name, p.given_name, c.sort_name, \
    CAST(a.version AS bigint) AS version, CAST(a.document AS text) AS document \
    FROM persons p LEFT JOIN cases c ON c.person_id = p.id \
    LEFT JOIN answers a ON a.case_id = c.id AND a.form = 'identity' \
    WHERE p.family_name LIKE 'Trial%'";

const EVENTS: &str = "SELECT c.number, e.action, CAST(e.details AS text) AS details, \
    COALESCE(e.address, '') AS address FROM audit_events e \
    JOIN cases c ON c.id = e.case_id JOIN persons p ON p.id = c.person_id \
    WHERE p.family_name LIKE 'Trial%' AND e.action IN ('case_registered', 'answers_saved') \
    ORDER BY e.at, e.id";

/// What the audit tells of a case: version, name before, name after, from where.
type Told = Vec<(usize, String, String, String)>;

/// Everything of the trial, by family name; each case is whole in every table.
///
/// # Panics
/// When a case is there by half.
pub(super) async fn stored(database: &TestDatabase) -> BTreeMap<String, Stored> {
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    for row in database.rows(EVENTS).await {
        let details = json(&row, "details");
        let version = details["version"].as_u64().unwrap_or(1);
        let name = &details["changed"]["given_name"];
        let one = (
            usize::try_from(version).expect("a version"),
            plain(&name[0]),
            plain(&name[1]),
            text(&row, "address"),
        );
        told.entry(text(&row, "number")).or_default().push(one);
    }
    let rows = database.rows(ROWS).await;
    let cases = rows.iter().map(|row| {
        let number = row.try_get::<Option<String>>("", "number");
        let number = number.expect("a number");
        let family = text(row, "family_name");
        let number = number.unwrap_or_else(|| panic!("{family} is a person without a case"));
        let mut events = told.remove(&number).unwrap_or_default();
        events.sort();
        (family.clone(), agreed(row, number, &family, events))
    });
    let cases: BTreeMap<String, Stored> = cases.collect();
    assert!(told.is_empty(), "events without a case: {told:?}");
    assert_eq!(cases.len(), rows.len(), "somebody is there twice");
    cases
}

/// What the rows and the events of a case say in common.
fn agreed(row: &QueryResult, number: String, family: &str, events: Told) -> Stored {
    let given = text(row, "given_name");
    let version = row
        .try_get::<Option<i64>>("", "version")
        .expect("a version");
    let version = version.unwrap_or_else(|| panic!("{family} has no answers"));
    assert_eq!(
        plain(&json(row, "document")["given_name"]),
        given,
        "{family}"
    );
    let name = sort_name(["", family], ["", &given]);
    assert_eq!(text(row, "sort_name"), name, "{family}");
    let versions: Vec<usize> = events.iter().map(|event| event.0).collect();
    let wanted: Vec<usize> = (1..=usize::try_from(version).expect("a version")).collect();
    assert_eq!(versions, wanted, "{family}: one event for each version");
    for two in events.windows(2) {
        assert_eq!(
            two[0].2, two[1].1,
            "{family}: each change goes on from the one before"
        );
    }
    assert_eq!(
        events.last().map(|event| &event.2),
        Some(&given),
        "{family}"
    );
    Stored {
        number,
        given: events.iter().map(|event| event.2.clone()).collect(),
        from: events.into_iter().map(|event| event.3).collect(),
    }
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).expect(column)
}

fn json(row: &QueryResult, column: &str) -> Value {
    serde_json::from_str(&text(row, column)).expect("JSON")
}

fn plain(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The rows by which people are found and lists are filtered, written anew from what is stored: they
/// have to be what was there. It also needs every lock of the database, so none may be left.
///
/// # Panics
/// When they are not.
pub(super) async fn found_as_stored(world: &World) {
    const TABLES: [&str; 3] = ["person_keys", "person_words", "answer_index"];
    let before = world.database.snapshot().await;
    let anew = "DELETE FROM settings WHERE name IN ('search_words', 'answer_index')";
    world.database.execute(anew).await;
    let store = world.store.clone();
    let store = store.with_search_words().await.expect("words");
    store.with_indexed_answers().await.expect("an index");
    let after = world.database.snapshot().await;
    for table in TABLES {
        let differ = before.0[table] != after.0[table];
        let lost = before.since(&after);
        assert!(
            !differ,
            "{table}: {lost:?} beside {:?}",
            after.since(&before)
        );
    }
}
