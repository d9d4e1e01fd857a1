use super::profile::{Group, Profile};
use super::{DemoPerson, Inputs, demo_person, staff_name};
use chrono::NaiveDate;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

fn people(seed: u64, count: usize) -> Vec<DemoPerson> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(|_| demo_person(&mut rng, today())).collect()
}

fn value<'a>(inputs: &'a Inputs, field: &str) -> Option<&'a str> {
    let values = inputs.get(field)?;
    assert_eq!(values.len(), 1, "{field}");
    values.first().map(String::as_str)
}

fn date(inputs: &Inputs, field: &str) -> Option<NaiveDate> {
    value(inputs, field).map(|text| text.parse().expect("an ISO date"))
}

/// A field is there if and only if it is asked and must be answered.
fn exactly_when(inputs: &Inputs, field: &str, asked: bool) {
    assert_eq!(inputs.contains_key(field), asked, "{field}: {inputs:?}");
}

/// A field that is not asked is not there.
fn only_when(inputs: &Inputs, field: &str, asked: bool) {
    assert!(asked || !inputs.contains_key(field), "{field}: {inputs:?}");
}

fn one_of(inputs: &Inputs, field: &str, choices: &str) {
    let choices: BTreeSet<_> = choices.split(' ').collect();
    let values = inputs.get(field).map(Vec::as_slice).unwrap_or_default();
    let distinct: BTreeSet<_> = values.iter().map(String::as_str).collect();
    assert_eq!(distinct.len(), values.len(), "{field}");
    assert!(distinct.is_subset(&choices), "{field}: {values:?}");
}

#[test]
fn the_same_seed_gives_the_same_people() {
    assert_eq!(people(7, 200), people(7, 200));
    assert_ne!(people(7, 200), people(8, 200));
}

#[test]
fn identities_obey_the_form() {
    let known = "family_name given_name patronymic latin_family_name latin_given_name \
        birth_family_name birth_date sex citizenship other_citizenship document_shown \
        document.type document.country document.number mother_name";
    for person in people(1, 5000) {
        let form = &person.identity;
        assert!(form.keys().all(|field| known.contains(field.as_str())));
        for field in ["family_name", "given_name", "sex", "citizenship"] {
            exactly_when(form, field, true);
        }
        one_of(form, "sex", "female male other not_said");
        one_of(
            form,
            "citizenship",
            "ukrainian hungarian ukrainian_hungarian stateless other",
        );
        let papers = "biometric_passport passport id_card internal_passport residence_card \
            birth_certificate";
        one_of(form, "document.type", papers);
        one_of(form, "document.country", "ua hu");
        one_of(form, "document_shown", "shown not_shown none");
        let citizenship = value(form, "citizenship");
        exactly_when(form, "other_citizenship", citizenship == Some("other"));
        let document = value(form, "document_shown").is_some_and(|shown| shown != "none");
        exactly_when(form, "document.type", document);
        exactly_when(form, "document.number", document);
        let earliest = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");
        let birth = date(form, "birth_date");
        assert!(birth.is_none_or(|birth| (earliest..=today()).contains(&birth)));
    }
}

#[test]
fn contacts_obey_the_form() {
    let languages = "ukrainian hungarian russian english romani german other";
    for form in people(2, 5000).into_iter().filter_map(|one| one.contact) {
        exactly_when(&form, "preferred_language", true);
        exactly_when(&form, "interpreter_needed", true);
        one_of(
            &form,
            "preferred_language",
            "ukrainian hungarian russian english romani other",
        );
        one_of(&form, "languages", languages);
        one_of(&form, "interpreter_needed", "yes no");
        one_of(&form, "safe_to_call", "yes no");
        let channels = "phone sms viber whatsapp telegram email in_person";
        one_of(&form, "contact_channels", channels);
        let preferred = value(&form, "preferred_language");
        exactly_when(&form, "other_language", preferred == Some("other"));
        let unsafe_to_call = value(&form, "safe_to_call") == Some("no");
        only_when(&form, "safe_contact_note", unsafe_to_call);
        if let (Some(spoken), Some(preferred)) = (form.get("languages"), preferred) {
            assert!(spoken.iter().any(|language| language == preferred));
        }
        assert!(value(&form, "phone").is_none_or(is_phone), "{form:?}");
        assert!(
            value(&form, "email").is_none_or(is_mail_address),
            "{form:?}"
        );
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    let length = if digits.starts_with("380") { 12 } else { 11 };
    digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once("@example.");
    text.is_ascii() && parts.is_some_and(|(local, _)| local.len() > 3 && !local.starts_with('.'))
}

#[test]
fn arrivals_obey_the_form() {
    let with_end = [
        "temporary_protection",
        "asylum_seeker",
        "subsidiary_protection",
        "residence_permit",
    ];
    for person in people(3, 5000) {
        let Some(form) = person.arrival else { continue };
        exactly_when(&form, "status", true);
        exactly_when(&form, "travelled_alone", true);
        let crossings =
            "zahony beregsurany tiszabecs lonya barabas other_country airport not_known";
        one_of(&form, "border_crossing", crossings);
        let statuses = "temporary_protection asylum_seeker refugee subsidiary_protection \
            hungarian_citizen residence_permit none not_known";
        one_of(&form, "status", statuses);
        let needs = "shelter food clothing medicine baby_supplies school_place work \
            legal_advice psychological_help cash";
        one_of(&form, "immediate_needs", needs);
        let ends = value(&form, "status").is_some_and(|status| with_end.contains(&status));
        only_when(&form, "status_expires", ends);
        let alone = value(&form, "travelled_alone") == Some("yes");
        exactly_when(&form, "children_with", !alone);
        only_when(&form, "accompanied_by", !alone);
        let children = value(&form, "children_with").map(str::parse::<u8>);
        assert!(children.is_none_or(|number| number.is_ok_and(|number| number <= 20)));
        let arrived = date(&form, "arrival_date");
        let first = NaiveDate::from_ymd_opt(2022, 2, 24).expect("a date");
        assert!(arrived.is_none_or(|arrived| (first..=today()).contains(&arrived)));
        let born = date(&person.identity, "birth_date");
        assert!(
            arrived
                .zip(born)
                .is_none_or(|(arrived, born)| born <= arrived)
        );
        let expires = date(&form, "status_expires");
        assert!(
            arrived
                .zip(expires)
                .is_none_or(|(arrived, expires)| arrived < expires)
        );
    }
}

#[test]
fn no_text_is_empty_or_too_long() {
    for person in people(4, 5000) {
        let forms = [Some(person.identity), person.contact, person.arrival];
        for values in forms.into_iter().flatten().flat_map(Inputs::into_values) {
            assert!(!values.is_empty());
            for text in values {
                assert!((1..=100).contains(&text.chars().count()), "{text}");
                assert_eq!(text.trim(), text);
            }
        }
    }
}

#[test]
fn citizens_of_hungary_need_no_protection_status() {
    for person in people(5, 5000) {
        let citizenship = value(&person.identity, "citizenship");
        let citizen = matches!(citizenship, Some("hungarian" | "ukrainian_hungarian"));
        if let Some(status) = person
            .arrival
            .as_ref()
            .and_then(|form| value(form, "status"))
        {
            assert_eq!(status == "hungarian_citizen", citizen);
        }
    }
}

#[test]
fn groups_and_forms_have_their_shares() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let profiles: Vec<_> = (0..5000)
        .map(|_| Profile::draw(&mut rng, today()))
        .collect();
    let share = |count: usize| count * 100 / 5000;
    let group = |group| share(profiles.iter().filter(|one| one.group == group).count());
    assert!((57..=63).contains(&group(Group::Ukrainian)));
    assert!((13..=17).contains(&group(Group::Hungarian)));
    assert!((22..=28).contains(&group(Group::Transcarpathian)));
    let children = share(profiles.iter().filter(|one| one.is_child()).count());
    assert!((30..=36).contains(&children), "{children}");
    let people = people(6, 5000);
    let contact = share(people.iter().filter(|one| one.contact.is_some()).count());
    let arrival = share(people.iter().filter(|one| one.arrival.is_some()).count());
    assert!((83..=87).contains(&contact), "{contact}");
    assert!((67..=73).contains(&arrival), "{arrival}");
}

#[test]
fn names_are_many() {
    let names: BTreeSet<_> = people(9, 5000)
        .into_iter()
        .map(|one| {
            (
                one.identity["family_name"].clone(),
                one.identity["given_name"].clone(),
            )
        })
        .collect();
    assert!(names.len() > 4200, "{}", names.len());
}

#[test]
fn any_day_will_do() {
    for (year, month, day) in [(2000, 2, 29), (2022, 2, 24), (2024, 2, 29), (2051, 3, 4)] {
        let today = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let mut rng = ChaCha8Rng::seed_from_u64(10);
        for _ in 0..500 {
            let person = demo_person(&mut rng, today);
            let arrived = person.arrival.and_then(|form| date(&form, "arrival_date"));
            assert!(arrived.is_none_or(|arrived| arrived <= today));
        }
    }
}

#[test]
fn staff_have_names_in_latin_letters() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for _ in 0..1000 {
        let name = staff_name(&mut rng);
        assert!(name.contains(' ') && name.chars().count() <= 60, "{name}");
        assert!(name.chars().all(|letter| letter < '\u{400}'), "{name}");
    }
}
