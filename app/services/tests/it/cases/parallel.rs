//! Several people fill in the same form at once, in any order: nothing that anybody typed is lost
//! without a word.

use std::collections::BTreeSet;

use domain::{
    Conflict, Error,
    audit::AuditAction,
    cases::CaseNumber,
    forms::{Inputs, in_places},
};
use testkit::{World, on_both_databases};

use crate::support::*;

const ACCOUNTS: [&str; 3] = [WORKER, COLLEAGUE, SUPERVISOR];
const LINES: [&str; 3] = ["address_note", "talk_wish", "safe_contact_note"];
const GROUP: &str = "other_phones";

/// A row of numbers that looks like chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Somebody with the form open in a window.
#[derive(Clone)]
struct Editor {
    account: &'static str,
    version: i32,
    base: Inputs,
    page: Inputs,
}

impl Editor {
    async fn open(world: &World, account: &'static str, number: &CaseNumber) -> Self {
        let open = open(world, account, number, "contact").await.unwrap();
        let mut page = open.stored.to_inputs();
        page.entry(GROUP.to_owned()).or_default();
        for line in LINES {
            page.entry(line.to_owned())
                .or_insert_with(|| vec![String::new()]);
        }
        Self {
            account,
            version: open.version,
            base: page.clone(),
            page,
        }
    }

    fn rows(&self) -> Vec<u32> {
        rows(&self.page)
    }

    /// Types something that nobody else types.
    fn type_something(&mut self, chance: &mut Chance, number: usize) {
        let rows = self.rows();
        match chance.below(8) {
            0..4 => {
                let line = LINES[chance.below(LINES.len())];
                // Sometimes, two write the same.
                let value = if chance.below(4) == 0 {
                    "agreed".to_owned()
                } else {
                    format!("words {number}")
                };
                self.page.insert(line.to_owned(), vec![value]);
            }
            4 if rows.len() < 6 => {
                let row = rows.last().map_or(0, |last| last + 1);
                self.page.insert(
                    format!("{GROUP}.{row}.other_phone"),
                    vec![format!("+3630123{number:04}")],
                );
            }
            5 if !rows.is_empty() => {
                let within = format!("{GROUP}.{}", rows[chance.below(rows.len())]);
                let gone = in_places(&self.page, &[within]);
                self.page.retain(|path, _| !gone.contains_key(path));
            }
            _ if !rows.is_empty() => {
                let row = rows[chance.below(rows.len())];
                self.page.insert(
                    format!("{GROUP}.{row}.other_phone_note"),
                    vec![format!("note {number}")],
                );
            }
            _ => {}
        }
    }

    /// What was typed and did not stand there before: a place and its value.
    fn changed(&self) -> Vec<(String, Vec<String>)> {
        let typed = self.page.iter();
        let typed =
            typed.filter(|(path, values)| *path != GROUP && self.base.get(*path) != Some(values));
        typed
            .map(|(path, values)| (path.clone(), values.clone()))
            .collect()
    }

    fn removed(&self) -> Vec<u32> {
        let rows = self.rows();
        rows_of_base(self)
            .filter(|row| !rows.contains(row))
            .collect()
    }
}

fn rows_of_base(editor: &Editor) -> impl Iterator<Item = u32> {
    rows(&editor.base).into_iter()
}

fn rows(inputs: &Inputs) -> Vec<u32> {
    let within = format!("{GROUP}.");
    let rows = inputs
        .keys()
        .filter_map(|path| path.strip_prefix(&within)?.split('.').next()?.parse().ok());
    rows.collect::<BTreeSet<u32>>().into_iter().collect()
}

/// Every value that stands somewhere.
fn values(inputs: &Inputs) -> BTreeSet<&str> {
    inputs
        .values()
        .flatten()
        .map(String::as_str)
        .filter(|value| !value.is_empty())
        .collect()
}

/// What was saved is there; what was not touched is as it was.
fn saved_upon(editor: &Editor, before: &Inputs, after: &Inputs) {
    let changed = editor.changed();
    let old_rows = rows(&editor.base);
    for (path, value) in &changed {
        let is_known_row = old_rows
            .iter()
            .any(|row| path.starts_with(&format!("{GROUP}.{row}.")));
        if LINES.contains(&path.as_str()) || is_known_row {
            assert_eq!(after.get(path), Some(value), "{path}");
        } else {
            let count = after.values().filter(|other| *other == value).count();
            assert_eq!(count, 1, "{path}: {value:?}");
        }
    }
    let removed = editor.removed();
    for (path, value) in before {
        let is_mine = changed.iter().any(|(mine, _)| mine == path);
        let is_gone = removed
            .iter()
            .any(|row| path.starts_with(&format!("{GROUP}.{row}.")));
        match (is_mine, is_gone) {
            (false, false) => assert_eq!(after.get(path), Some(value), "{path}"),
            (_, true) => assert_eq!(after.get(path), None, "{path}"),
            (true, false) => {}
        }
    }
}

/// Whoever met a conflict has all that they typed still before them, and both sides of each place.
fn shown(editor: &Editor, conflict: &Conflict) {
    assert!(
        !conflict.places.is_empty() && !conflict.by.is_empty(),
        "{conflict:?}"
    );
    for (path, value) in editor.changed() {
        let kept = conflict.merged.get(&path) == Some(&value)
            || value[0].is_empty()
            || values(&conflict.merged).contains(value[0].as_str());
        assert!(kept, "{path}: {value:?} in {conflict:?}");
    }
    for place in &conflict.places {
        let side = |inputs: &Inputs| {
            let there = in_places(inputs, &[place]);
            there
                .into_iter()
                .filter(|(_, values)| values.iter().any(|value| !value.is_empty()))
                .collect::<Inputs>()
        };
        assert_ne!(side(&conflict.theirs), side(&conflict.mine), "{place}");
    }
}

async fn interleave(world: &World, seed: u64) {
    let mut chance = Chance(seed);
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    save(world, WORKER, &number, "contact", 0, &CONTACT)
        .await
        .unwrap();
    let count = 2 + chance.below(4);
    let mut editors = Vec::new();
    for place in 0..count {
        editors.push(Editor::open(world, ACCOUNTS[place % 3], &number).await);
    }
    let mut done: Vec<(&str, usize)> = Vec::new();
    let mut conflicts = 0;
    for act in 0..40 {
        let who = chance.below(count);
        if chance.below(3) > 0 {
            editors[who].type_something(&mut chance, act);
            continue;
        }
        world.clock.advance(chrono::TimeDelta::seconds(1));
        let account = editors[who].account;
        let before = Editor::open(world, account, &number).await;
        let typed: Vec<(&str, &str)> = editors[who]
            .page
            .iter()
            .map(|(path, values)| (path.as_str(), values.first().map_or("", String::as_str)))
            .collect();
        let answer = save(
            world,
            account,
            &number,
            "contact",
            editors[who].version,
            &typed,
        )
        .await;
        let after = Editor::open(world, account, &number).await;
        match answer {
            Ok(saved) => {
                saved_upon(&editors[who], &before.base, &after.base);
                assert_eq!(saved.version, after.version);
                if after.version > before.version {
                    done.push((account, act));
                }
                editors[who] = after;
            }
            Err(Error::Conflict { conflict }) => {
                conflicts += 1;
                shown(&editors[who], &conflict);
                assert_eq!(after.base, before.base, "nothing is stored");
                editors[who] = Editor {
                    page: conflict.merged,
                    ..after
                };
            }
            Err(other) => panic!("{seed}: {other:?}"),
        }
    }
    // The history names each save, and who made it.
    let entries = history(world, WORKER, &number).await.unwrap().entries;
    let told: Vec<&str> = entries
        .iter()
        .rev()
        .filter(|entry| entry.action == AuditAction::AnswersSaved && !entry.changes.is_empty())
        .map(|entry| entry.by.as_str())
        .skip(1)
        .collect();
    let made: Vec<&str> = done.iter().map(|(account, _)| *account).collect();
    assert_eq!(told, made, "{seed}");
    assert!(conflicts + done.len() > 3, "{seed}");
}

on_both_databases! {
    async fn every_order_of_saves_keeps_what_was_typed_or_shows_it(world: World) {
        for seed in 1..=8 {
            interleave(&world, seed).await;
        }
    }

    async fn what_two_add_to_a_list_is_there_of_both(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let first = [(GROUP, ""), ("other_phones.0.other_phone", "+36301234567")];
        let second = [(GROUP, ""), ("other_phones.0.other_phone", "+36307654321")];
        save(&world, COLLEAGUE, &number, "contact", 1, &first).await.unwrap();
        assert_eq!(save(&world, WORKER, &number, "contact", 1, &second).await.unwrap().version, 3);
        let page = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert_eq!(rows(&page).len(), 2);
        // The same once more, from where it began, is no third.
        assert_eq!(save(&world, WORKER, &number, "contact", 1, &second).await.unwrap().version, 3);
        // One takes the first away, while the other writes at the second.
        let [one, two] = rows(&page)[..] else { panic!("{page:?}") };
        let path = |row: u32, field: &str| format!("{GROUP}.{row}.{field}");
        let (kept, note) = (path(two, "other_phone"), path(two, "other_phone_note"));
        let others = path(one, "other_phone");
        let shorter = [(GROUP, ""), (kept.as_str(), "+36307654321")];
        let longer = [(GROUP, ""), (others.as_str(), "+36301234567"), (kept.as_str(), "+36307654321"), (note.as_str(), "evenings")];
        save(&world, COLLEAGUE, &number, "contact", 3, &shorter).await.unwrap();
        save(&world, WORKER, &number, "contact", 3, &longer).await.unwrap();
        let page = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert_eq!((rows(&page), page[&note].clone()), (vec![two], vec!["evenings".to_owned()]));
        // Who writes at a row that is gone meets a conflict about that row alone.
        save(&world, COLLEAGUE, &number, "contact", 5, &[(GROUP, "")]).await.unwrap();
        let later = [(GROUP, ""), (kept.as_str(), "+36307654321"), (note.as_str(), "mornings")];
        let answer = save(&world, WORKER, &number, "contact", 5, &later).await;
        let Err(Error::Conflict { conflict }) = answer else { panic!("{answer:?}") };
        assert_eq!((conflict.places.clone(), conflict.theirs.clone()), (vec![format!("{GROUP}.{two}")], Inputs::new()));
        // Keeping it knowingly brings the row back, as another one.
        let merged: Vec<(&str, &str)> = conflict.merged.iter().map(|(path, values)| (path.as_str(), values.first().map_or("", String::as_str))).collect();
        save(&world, WORKER, &number, "contact", conflict.version, &merged).await.unwrap();
        let page = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert!(rows(&page).len() == 1 && rows(&page) != [two], "{page:?}");
    }
}
