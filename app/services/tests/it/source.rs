//! Rules that the source itself keeps.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Modules that may query without a scope: the wall itself, what happens before it is known who
/// acts, loads at the command line, what asks the database for a lock or its settings, and what takes
/// statements to it.
const BEFORE_THE_WALL: [&str; 26] = [
    "alone.rs",
    "bulk/lean.rs",
    "bulk/mod.rs",
    "bulk/way.rs",
    "demo/seed/batch.rs",
    "store/power_cut.rs",
    "store/standing.rs",
    "store/stock.rs",
    "store/transaction.rs",
    "users/opened.rs",
    "tenancy.rs",
    "tenancy/across.rs",
    "transitions/move_case.rs",
    "together.rs",
    "users/sign_in.rs",
    "users/session.rs",
    "users/token/door.rs",
    "users/token/mod.rs",
    "users/attempt.rs",
    "districts/mod.rs",
    "districts/setting.rs",
    "forms/reindex.rs",
    "forms/versions.rs",
    "search/rebuild.rs",
    "cases/sort_names.rs",
    "store/heard.rs",
];

/// Modules that may ask for rows of whichever district.
const OF_ANY_DISTRICT: [&str; 12] = [
    "audit/query.rs",
    "cases/presence.rs",
    "cases/query.rs",
    "integration/due.rs",
    "integration/settle.rs",
    "integration/take.rs",
    "notifications/live.rs",
    "notifications/notify.rs",
    "notifications/outgoing.rs",
    "shelters/expire.rs",
    "shelters/versions.rs",
    "transitions/expire.rs",
];

/// Queries that do not start from a scope.
const BARE: [&str; 13] = [
    "::find()",
    "::find_by_id(",
    "::find_by_",
    "::find_with",
    ".find_related(",
    ".find_also",
    ".find_with",
    "::delete_by_id(",
    "query_one_raw",
    "query_all_raw",
    "execute_raw",
    "execute_unprepared",
    ".copy_in(",
];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every source file below a folder, with its path from there.
fn sources(root: &Path) -> Vec<(String, String)> {
    let mut open = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Where a file queries tenants' tables without a scope.
fn bare_queries(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let bare = BARE.iter().any(|query| line.contains(query));
        // A change of many rows names the district within its next lines.
        let many = line.contains("::delete_many()") || line.contains("::update_many()");
        let scoped = lines[place..lines.len().min(place + 3)]
            .iter()
            .any(|line| line.contains("DistrictId"));
        if bare || (many && !scoped) {
            found.push(format!("{}: {}", place + 1, line.trim()));
        }
    }
    found
}

#[test]
fn a_query_starts_from_a_scope() {
    let all = sources(&folder("src"));
    assert!(all.len() > 40, "the sources are there");
    for (name, text) in all {
        if !BEFORE_THE_WALL.contains(&name.as_str()) {
            assert_eq!(
                bare_queries(&text),
                Vec::<String>::new(),
                "in {name}: start from `in_scope`"
            );
        }
    }
}

#[test]
fn rows_of_any_district_are_asked_for_in_few_places() {
    let all = sources(&folder("src")).into_iter();
    let asking = all.filter(|(_, text)| text.contains("::of_found()"));
    let asking: Vec<String> = asking.map(|(name, _)| name).collect();
    assert_eq!(asking, OF_ANY_DISTRICT);
}

#[test]
fn a_bare_query_would_be_found() {
    for line in [
        "let row = person_row::Entity::find().one(db).await?;",
        "case_row::Entity::find_by_id(id)",
        "Entity::delete_many()\n    .filter(Column::UserId.eq(user))",
        "person.find_related(case_row::Entity)",
        "unit.connection().query_all_raw(statement)",
    ] {
        assert_eq!(bare_queries(line).len(), 1, "{line}");
    }
    let scoped = "Entity::delete_many()\n    .filter(Column::DistrictId.eq(district))";
    assert!(bare_queries(scoped).is_empty());
    assert!(bare_queries("// a bare `Entity::find()` is refused").is_empty());
}

/// The ordinary dependencies of each of our crates.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(folder("../../Cargo.toml"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let crates = metadata["packages"].as_array().unwrap().iter();
    crates
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let ordinary = all.filter(|dependency| dependency["kind"].is_null());
            let names = ordinary.map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (
                package["name"].as_str().unwrap().to_owned(),
                names.collect(),
            )
        })
        .collect()
}

#[test]
fn arrows_between_the_crates_run_one_way() {
    let all = dependencies();
    let ours = |of: &str| -> Vec<&str> {
        let names = all[of].iter().map(String::as_str);
        let mut names: Vec<&str> = names.filter(|name| all.contains_key(*name)).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(ours("domain"), Vec::<&str>::new());
    assert_eq!(ours("migrations"), Vec::<&str>::new());
    assert_eq!(ours("services"), ["domain"]);
    assert_eq!(ours("app"), ["domain", "services"]);
    assert_eq!(ours("frontend"), ["app"]);
    assert_eq!(ours("server"), ["app", "domain", "migrations", "services"]);
}

#[test]
fn no_crate_knows_what_is_not_its_business() {
    let all = dependencies();
    let web = [
        "axum",
        "http",
        "leptos",
        "leptos_axum",
        "leptos_router",
        "server_fn",
        "tower",
        "tower-http",
        "web-sys",
    ];
    let data = ["sea-orm", "sea-orm-migration", "sqlx"];
    let machine = ["tokio", "rand", "argon2", "futures"];
    let closed: [(&str, Vec<&str>); 5] = [
        ("domain", [&web[..], &data, &machine].concat()),
        ("services", web.to_vec()),
        ("app", [&data[..], &machine].concat()),
        ("frontend", [&data[..], &machine].concat()),
        ("migrations", web.to_vec()),
    ];
    for (of, not) in closed {
        for name in not {
            assert!(
                !all[of].iter().any(|known| known == name),
                "{of} must not know {name}"
            );
        }
    }
    for name in ["services", "sea-orm", "tokio"] {
        assert!(
            !all["frontend"].iter().any(|known| known == name),
            "frontend must not know {name}"
        );
    }
}

#[test]
fn pages_hold_no_sql_and_no_entities() {
    for (name, text) in sources(&folder("../src")) {
        for word in ["sea_orm", "SELECT ", "INSERT INTO", "DELETE FROM"] {
            assert!(!text.contains(word), "{name} holds `{word}`");
        }
    }
}
