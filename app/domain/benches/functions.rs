//! What single functions cost: search keys, ranking, decisions.

#![expect(
    missing_docs,
    reason = "the macros of criterion make functions without any"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{
    Text,
    access::{Actor, CasePlace, FieldAccess, FieldRule, Permission, Role, Scope, Sensitivity},
    search::{Known, NamePart, Query, canonical, rank, sounds, words_of_name},
};
use uuid::Uuid;

fn search(criterion: &mut Criterion) {
    criterion.bench_function("canonical Шевченко", |bench| {
        bench.iter(|| canonical(black_box("Шевченко")));
    });
    for name in ["Шевченко", "Schewtschenko", "Kovácsné"] {
        criterion.bench_function(&format!("sounds {name}"), |bench| {
            bench.iter(|| sounds(black_box(name)));
        });
    }
    criterion.bench_function("words of a name with three parts", |bench| {
        bench.iter(|| words_of_name(black_box("Kovácsné Nagy-Шевченко Олена")));
    });
    for typed in ["Chevtchenko Olena 1984", "+36 30 123 4567", "K7M-4PX-9"] {
        criterion.bench_function(&format!("parse {typed}"), |bench| {
            bench.iter(|| Query::parse(black_box(typed)));
        });
    }
}

fn ranking(criterion: &mut Criterion) {
    let query = Query::parse("Chevtchenko Olena");
    let known = |family: &str, given: &str| {
        let mut known = Known::default();
        known.add_name(NamePart::Family, family);
        known.add_name(NamePart::Given, given);
        known
    };
    for (what, known) in [
        ("who fits", known("Шевченко", "Олена")),
        ("who does not", known("Szabó", "Mária")),
    ] {
        criterion.bench_function(&format!("rank {what}"), |bench| {
            bench.iter(|| rank(black_box(&query), black_box(&known)));
        });
    }
    criterion.bench_function("know a person's names", |bench| {
        bench.iter(|| known(black_box("Шевченко"), black_box("Олена")));
    });
}

fn decisions(criterion: &mut Criterion) {
    let id = Uuid::from_u128;
    let role = Role {
        role: "caseworker".to_owned(),
        label: Text::same("caseworker"),
        scope: Scope::Team,
        permissions: vec![Permission::CASES_READ, Permission::CASES_EDIT],
        fields: vec![FieldRule {
            form: FieldRule::EVERY_FORM.to_owned(),
            ordinary: FieldAccess::Write,
            sensitive: FieldAccess::Read,
            restricted: FieldAccess::Hidden,
        }],
    };
    let actor = Actor {
        granted: None,
        token: None,
        user: id(1).into(),
        session: id(2).into(),
        account: "a".to_owned(),
        display_name: "A".to_owned(),
        district: id(8).into(),
        teams: vec![id(80).into()],
        roles: vec![role.clone(), role],
        address: None,
    };
    let place = CasePlace {
        district: id(8).into(),
        team: id(80).into(),
        owner: Some(id(3).into()),
    };
    criterion.bench_function("may read a case", |bench| {
        bench.iter(|| {
            let reach = black_box(&actor).reach(Permission::CASES_READ);
            reach.is_ok_and(|reach| reach.covers(black_box(&place)))
        });
    });
    criterion.bench_function("may see a field", |bench| {
        bench.iter(|| black_box(&actor).field_access("identity", Sensitivity::Sensitive));
    });
}

criterion_group!(benches, search, ranking, decisions);
criterion_main!(benches);
