//! The form `contact`.

use super::profile::{Group, Profile};
use super::words::{HOW_TO_CONTACT, OTHER_LANGUAGES};
use super::{Inputs, Sheet, some_of};
use crate::demo::draw::{chance, digits, pick};
use crate::demo::names::FullName;
use crate::demo::places::{Home, home_in};
use domain::search::romanise_ukrainian;
use rand::Rng;

/// Domains that are kept for examples.
const MAIL_DOMAINS: &[&str] = &["example.org", "example.net", "example.com"];
const HUNGARIAN_MOBILE: &[&str] = &["20", "30", "70"];
const UKRAINIAN_MOBILE: &[&str] = &[
    "50", "63", "66", "67", "68", "73", "93", "95", "96", "97", "98", "99",
];

pub(super) fn inputs(rng: &mut impl Rng, profile: &Profile, name: &FullName) -> Inputs {
    let mut sheet = Sheet::default();
    // A child's number is a parent's, and not always on the child's own record.
    let with_phone = chance(rng, if profile.age < 14 { 65 } else { 93 });
    let with_mail = profile.age >= 16 && chance(rng, 45);
    if with_phone {
        sheet.set("phone", phone(rng, profile.group));
    }
    if with_mail {
        sheet.set("email", mail_address(rng, name));
    }
    if chance(rng, 88) {
        write_home(&mut sheet.0, home_in(rng, 0));
    }
    write_languages(rng, &mut sheet, profile);
    sheet.set_choices(
        "contact_channels",
        &channels(rng, profile.group, with_phone, with_mail),
    );
    if with_phone && chance(rng, 88) {
        write_safety(rng, &mut sheet, profile);
    }
    sheet.0
}

/// Writes the address; whoever knows the district may write another one over it.
pub(crate) fn write_home(inputs: &mut Inputs, home: Home) {
    let parts = [
        ("country", "hu".to_owned()),
        ("postal_code", home.postal_code),
        ("settlement", "Budapest".to_owned()),
        ("street", home.street),
    ];
    for (part, value) in parts {
        inputs.insert(format!("home_address.{part}"), vec![value]);
    }
}

fn write_languages(rng: &mut impl Rng, sheet: &mut Sheet, profile: &Profile) {
    let spoken = languages(rng, profile);
    let needs_interpreter = !spoken.contains(&"hungarian") && chance(rng, 88);
    sheet.set("preferred_language", profile.preferred);
    if profile.preferred == "other" {
        let other = OTHER_LANGUAGES.pick(rng, profile.tongue());
        sheet.set("other_language", other);
    }
    if chance(rng, 93) {
        sheet.set_choices("languages", &spoken);
    }
    sheet.set_yes_no("interpreter_needed", needs_interpreter);
}

/// What somebody speaks: always the preferred language, babies nothing else.
fn languages(rng: &mut impl Rng, profile: &Profile) -> Vec<&'static str> {
    let school = profile.age >= 8;
    let english = match profile.age {
        10..=45 => 30,
        46..=65 => 8,
        _ => 0,
    };
    let romani = if profile.romani { 90 } else { 0 };
    let mut shares = match profile.group {
        Group::Ukrainian => [97, 7, 74, english, 0, 4, 0],
        Group::Hungarian => [0, 100, 0, english, romani, 9, 0],
        Group::Transcarpathian => [
            if school { 72 } else { 25 },
            100,
            25,
            english / 3,
            romani,
            5,
            0,
        ],
    };
    if !school {
        shares[5] = 0;
    }
    let mut choices = [
        "ukrainian",
        "hungarian",
        "russian",
        "english",
        "romani",
        "german",
        "other",
    ]
    .map(|language| (language, 0));
    for (choice, share) in choices.iter_mut().zip(shares) {
        choice.1 = if choice.0 == profile.preferred {
            100
        } else if profile.age < 3 {
            0
        } else {
            share
        };
    }
    some_of(rng, &choices)
}

fn phone(rng: &mut impl Rng, group: Group) -> String {
    let hungarian = match group {
        Group::Ukrainian => 55,
        Group::Hungarian => 100,
        Group::Transcarpathian => 68,
    };
    let (country, operators) = if chance(rng, hungarian) {
        ("+36", HUNGARIAN_MOBILE)
    } else {
        ("+380", UKRAINIAN_MOBILE)
    };
    let operator = pick(rng, operators);
    let first = rng.random_range(2..=9);
    format!("{country}{operator}{first}{}", digits(rng, 6))
}

fn mail_address(rng: &mut impl Rng, name: &FullName) -> String {
    let (family, given) = name
        .latin
        .clone()
        .unwrap_or_else(|| (name.family.clone(), name.given.clone()));
    let number = rng.random_range(1..=999);
    let domain = pick(rng, MAIL_DOMAINS);
    format!("{}.{}{number}@{domain}", plain(&given), plain(&family))
}

/// A name in the small letters of an address.
fn plain(name: &str) -> String {
    romanise_ukrainian(name)
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' | 'ö' | 'ő' => 'o',
            'ú' | 'ü' | 'ű' => 'u',
            other => other,
        })
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// The channels that the phone and the address allow; in person where there is no other.
fn channels(
    rng: &mut impl Rng,
    group: Group,
    with_phone: bool,
    with_mail: bool,
) -> Vec<&'static str> {
    let by_phone = u32::from(with_phone);
    let by_mail = u32::from(with_mail);
    let from_ukraine = u32::from(group != Group::Hungarian);
    let chosen = some_of(
        rng,
        &[
            ("phone", 70 * by_phone),
            ("sms", 35 * by_phone),
            ("viber", (15 + 45 * from_ukraine) * by_phone),
            ("whatsapp", 30 * by_phone),
            ("telegram", 40 * from_ukraine * by_phone),
            ("email", 55 * by_mail),
            ("in_person", 20),
        ],
    );
    if chosen.is_empty() {
        vec!["in_person"]
    } else {
        chosen
    }
}

fn write_safety(rng: &mut impl Rng, sheet: &mut Sheet, profile: &Profile) {
    let safe = chance(rng, 97);
    sheet.set_yes_no("safe_to_call", safe);
    if !safe && chance(rng, 85) {
        let note = HOW_TO_CONTACT.pick(rng, profile.tongue());
        sheet.set("safe_contact_note", note);
    }
}
