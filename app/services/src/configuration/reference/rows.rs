//! One field as a row of its form's table.

use domain::{
    access::Sensitivity,
    forms::{Field, Lookup, PersonAttribute},
};

use super::{
    answers::answer,
    code, in_every_language, plain,
    rules::{calculation, condition},
};

pub(super) fn row(field: &Field, lookups: &[Lookup], begin: &str) -> String {
    let shown = field.shown_when.as_ref().map(condition);
    format!(
        "| {begin}{} | {} | {} | {} | {} | {} | {} |\n",
        code(&field.id),
        in_every_language(&field.label),
        answer(&field.kind, lookups),
        shown.unwrap_or_default(),
        needed(field),
        rules(field).join("<br>"),
        kept(field).join(", "),
    )
}

fn needed(field: &Field) -> String {
    match &field.required_when {
        _ if field.required => "yes".to_owned(),
        Some(when) => format!("when {}", condition(when)),
        None => String::new(),
    }
}

fn rules(field: &Field) -> Vec<String> {
    let calculated = field
        .calculation()
        .map(|rule| format!("= {}", calculation(rule)));
    let parent = field.parent.as_ref();
    let parent = parent.map(|parent| format!("only choices within the answer to {}", code(parent)));
    let checks = field.checks.iter().map(|check| {
        format!(
            "must hold: {} – “{}”",
            condition(&check.holds),
            plain(&check.message.en)
        )
    });
    calculated.into_iter().chain(parent).chain(checks).collect()
}

fn kept(field: &Field) -> Vec<&'static str> {
    let sensitivity = match field.sensitivity {
        Sensitivity::Ordinary => None,
        Sensitivity::Sensitive => Some("sensitive"),
        Sensitivity::Restricted => Some("restricted"),
    };
    let indexed = field.indexed.then_some("indexed");
    let feeds = field.feeds.map(|attribute| match attribute {
        PersonAttribute::FamilyName => "the person’s family name",
        PersonAttribute::GivenName => "the person’s given name",
        PersonAttribute::LatinFamilyName => "the person’s family name in Latin letters",
        PersonAttribute::LatinGivenName => "the person’s given name in Latin letters",
        PersonAttribute::BirthDate => "the person’s date of birth",
        PersonAttribute::Sex => "the person’s sex",
        PersonAttribute::Phone => "the person’s telephone number",
        PersonAttribute::Patronymic => "found by it: the person’s patronymic",
        PersonAttribute::OtherNames => "found by it: another name of the person",
        PersonAttribute::Document => "found by it: the person’s document",
    });
    [sensitivity, indexed, feeds]
        .into_iter()
        .flatten()
        .collect()
}
