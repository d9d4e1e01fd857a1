//! What a grant opens: never more than the reader's own role, and of that the granted fields alone.

use domain::{cases::CaseNumber, transitions::ReferralEvent};
use serde::Serialize;
use services::cases::print_case;
use testkit::{World, on_both_databases};

use super::{sharing::*, support::*};
use crate::support::*;

/// What can be granted, with the words that would betray it.
const FIELDS: [(&str, &str); 9] = [
    ("identity/family_name", "Шевченко"),
    ("identity/given_name", "Олена"),
    ("identity/patronymic", "Іванівна"),
    ("identity/birth_date", "1991-03-05"),
    ("identity/document", "FA123456"),
    ("contact/phone", "+380671234567"),
    ("contact/safe_contact_note", "her sister"),
    ("contact/preferred_language", "ukrainian"),
    ("arrival/protection_note", "Her husband"),
];

/// A shelter operator of the district IX.
const SHELTER_THERE: &str = "shelter.d09";
const HELPDESK_THERE: &str = "helpdesk.d09";

/// A case with an answer in each of them.
async fn full_case(world: &World) -> CaseNumber {
    let number = consenting(world, WORKER).await;
    let identity = [
        ("patronymic", "Іванівна"),
        ("birth_date", "1991-03-05"),
        ("document.type", "passport"),
        ("document.number", "FA123456"),
        ("citizenship", "hungarian"),
    ];
    let arrival = [
        ("status", "temporary_protection"),
        ("travelled_alone", "yes"),
        ("protection_note", "Her husband must not learn where she is"),
    ];
    for (form, version, typed) in [
        ("identity", 1, &identity[..]),
        ("contact", 0, &CONTACT),
        ("arrival", 0, &arrival),
    ] {
        save(world, WORKER, &number, form, version, typed)
            .await
            .unwrap();
    }
    number
}

fn text<T: Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).unwrap()
}

/// Everything that the account gets to see of cases of other districts, as text: what is not in it
/// is shown nowhere.
async fn everything(world: &World, account: &str, number: &CaseNumber) -> String {
    let of = number.clone();
    let printed = world.read(
        account,
        |unit| async move { print_case(&unit, &of, None).await },
    );
    let mut seen = vec![
        text(&read(world, account, number).await),
        text(&printed.await),
        text(&history(world, account, number).await),
        text(&search(world, account, number.as_str()).await),
    ];
    let columns = FIELDS.map(|(path, _)| format!("column={path}&column=born"));
    let sorted = ["name", "-born", "opened"].map(|by| format!("sort={by}"));
    for address in columns.into_iter().chain(sorted) {
        let address = format!("whose=shared&{address}");
        seen.push(text(&list_of(world, account, &address).await));
    }
    seen.join("\n")
}

/// The fields that show in what the account gets to see.
async fn seen_fields(world: &World, account: &str, number: &CaseNumber) -> Vec<&'static str> {
    let all = everything(world, account, number).await;
    let shown = FIELDS.into_iter().filter(|(_, word)| all.contains(word));
    shown.map(|(path, _)| path).collect()
}

async fn finds(world: &World, account: &str, query: &str) -> bool {
    let found = search(world, account, query).await.unwrap();
    !found.hits.is_empty()
}

on_both_databases! {
    async fn what_is_not_granted_shows_nowhere(world: World) {
        let number = full_case(&world).await;
        let all = FIELDS.map(|(path, _)| path);
        let some = [&all[..], &all[..3], &all[4..7]];
        for opened in all.chunks(1).chain(some) {
            let id = granted(&world, &number, NEIGHBOUR, opened).await;
            assert_eq!(seen_fields(&world, NEIGHBOUR, &number).await, opened);
            let everything = everything(&world, NEIGHBOUR, &number).await;
            for path in all {
                let (_, field) = path.split_once('/').unwrap();
                let asked = everything.contains(&format!("\"id\":\"{field}\""));
                assert_eq!(asked, opened.contains(&path), "{field} through {opened:?}");
            }
            let case = read(&world, NEIGHBOUR, &number).await.unwrap();
            let forms: Vec<_> = case.forms.iter().map(|form| form.definition.form.as_str()).collect();
            assert!(forms.iter().all(|form| opened.iter().any(|path| path.starts_with(form))), "{forms:?}");
            assert!(case.forms.iter().all(|form| form.saved.is_none() && !form.progress.writable));
            take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await.unwrap();
            assert!(seen_fields(&world, NEIGHBOUR, &number).await.is_empty(), "it is over");
        }
    }

    async fn the_name_is_found_and_shown_only_where_it_is_granted(world: World) {
        let number = full_case(&world).await;
        let queries = ["Шевченко", "Shevchenko Olena", "Іванівна", "1991-03-05", "FA123456", "+380671234567"];
        let cases: [(&[&str], &[&str], &str); 6] = [
            (&NAME, &["Шевченко", "Shevchenko Olena"], "Шевченко Олена"),
            (&NAME[..1], &[], "Шевченко"),
            (&["contact/phone"], &["+380671234567"], ""),
            (&["identity/birth_date"], &["1991-03-05"], ""),
            (&["identity/document"], &["FA123456"], ""),
            (&["identity/patronymic"], &[], ""),
        ];
        for (opened, found, name) in cases {
            let id = granted(&world, &number, NEIGHBOUR, opened).await;
            for query in queries {
                assert_eq!(finds(&world, NEIGHBOUR, query).await, found.contains(&query), "{query} by {opened:?}");
            }
            let hits = search(&world, NEIGHBOUR, number.as_str()).await.unwrap().hits;
            let row = list_of(&world, NEIGHBOUR, "whose=shared&sort=name").await.unwrap().cases.remove(0);
            let case = read(&world, NEIGHBOUR, &number).await.unwrap();
            let story = history(&world, NEIGHBOUR, &number).await.unwrap();
            assert_eq!([&hits[0].name, &row.name, &case.name, &story.name], [name; 4], "{opened:?}");
            assert!(story.entries.iter().all(|entry| !entry.changes.is_empty() && entry.hidden_changes == 0));
            take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await.unwrap();
        }
    }

    async fn a_weaker_role_sees_no_more_than_of_any_case(world: World) {
        let number = full_case(&world).await;
        let all = FIELDS.map(|(path, _)| path);
        granted(&world, &number, HELPDESK_THERE, &all).await;
        let without = |hidden: &[&str]| -> Vec<&str> { all.into_iter().filter(|path| !hidden.contains(path)).collect() };
        let of_helpdesk = without(&["arrival/protection_note"]);
        let of_shelter = without(&["identity/document", "contact/safe_contact_note", "arrival/protection_note"]);
        for (account, own) in [(NEIGHBOUR_SUPERVISOR, all.to_vec()), (HELPDESK_THERE, of_helpdesk), (SHELTER_THERE, of_shelter)] {
            assert!(sees(&world, account, &number).await, "{account}");
            assert_eq!(seen_fields(&world, account, &number).await, own, "{account}");
        }
        assert!(!finds(&world, SHELTER_THERE, "FA123456").await && finds(&world, HELPDESK_THERE, "FA123456").await);
        // Of the summary, too, everybody sees what their role lets them see.
        let chosen = all.map(str::to_owned).to_vec();
        let typed = domain::transitions::TypedReferral { fields: chosen, ..opening(&world, NEIGHBOUR, &NAME).await };
        let id = offer(&world, WORKER, &number, typed).await.unwrap();
        let summary = text(&shown(&world, SHELTER_THERE, id).await.summary);
        assert!(summary.contains("1991-03-05") && !summary.contains("FA123456") && !summary.contains("Her husband"));
    }

    async fn two_services_do_not_see_through_each_others_grants(world: World) {
        front(&world).await;
        third(&world).await;
        let number = full_case(&world).await;
        let family = granted(&world, &number, NEIGHBOUR, &NAME).await;
        let of_front = ["identity/birth_date", "contact/phone"];
        let desk = granted(&world, &number, FRONT, &of_front).await;
        granted(&world, &number, THIRD, &["identity/patronymic"]).await;
        assert_eq!(seen_fields(&world, NEIGHBOUR, &number).await, NAME);
        assert_eq!(seen_fields(&world, FRONT, &number).await, of_front);
        assert_eq!(seen_fields(&world, THIRD, &number).await, ["identity/patronymic"]);
        // Whoever answers for both services sees what both were granted, and the case once.
        let both = [NAME, of_front].concat();
        assert_eq!(seen_fields(&world, NEIGHBOUR_SUPERVISOR, &number).await, both);
        assert!(sees(&world, NEIGHBOUR_SUPERVISOR, &number).await);
        take(&world, NEIGHBOUR, family, ReferralEvent::Complete).await.unwrap();
        assert!(!sees(&world, NEIGHBOUR, &number).await && sees(&world, FRONT, &number).await);
        assert_eq!(seen_fields(&world, NEIGHBOUR_SUPERVISOR, &number).await, of_front);
        take(&world, WORKER, desk, ReferralEvent::Withdraw).await.unwrap();
        assert!(!sees(&world, NEIGHBOUR_SUPERVISOR, &number).await && sees(&world, THIRD, &number).await);
    }

    async fn of_two_grants_the_one_that_lasts_is_told_of(world: World) {
        front(&world).await;
        let number = full_case(&world).await;
        granted(&world, &number, NEIGHBOUR, &NAME).await;
        world.clock.advance(chrono::TimeDelta::days(1));
        let later = granted(&world, &number, FRONT, &["contact/phone"]).await;
        let shared = read(&world, NEIGHBOUR_SUPERVISOR, &number).await.unwrap().shared.unwrap();
        assert_eq!((shared.referral, shared.last_day.to_string()), (later, in_days(&world, 2)));
        world.clock.advance(chrono::TimeDelta::days(2));
        assert_eq!(seen_fields(&world, NEIGHBOUR_SUPERVISOR, &number).await, ["contact/phone"]);
    }
}
