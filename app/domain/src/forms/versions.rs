//! One form in two versions: what answers under the one mean under the other.

use core::mem::discriminant;

use serde_json::Value;

use super::{Answer, Answers, Choice, Field, FieldType, FormDefinition};

/// The answers of a document that was stored under an earlier version, as far as they are answers
/// under the current one, too: to a field of the same id, of a type that takes them, and with
/// choices that are still there.
pub fn taken_over(earlier: &FormDefinition, current: &FormDefinition, document: &Value) -> Answers {
    fitting(
        &earlier.fields,
        &current.fields,
        &Answers::from_json(current, document),
    )
}

fn fitting(earlier: &[Field], current: &[Field], answers: &Answers) -> Answers {
    let find = |fields: &[Field], id: &str| fields.iter().find(|field| field.id == id).cloned();
    answers
        .iter()
        .filter_map(|(id, answer)| {
            let (old, new) = (find(earlier, id)?, find(current, id)?);
            Some((id.to_owned(), fitting_answer(&old, &new, answer)?))
        })
        .collect()
}

fn fitting_answer(old: &Field, new: &Field, answer: &Answer) -> Option<Answer> {
    if !is_alike(&old.kind, &new.kind) {
        return None;
    }
    match answer {
        Answer::Rows(rows) => {
            let fitting = |row: &Answers| fitting(old.sub_fields(), new.sub_fields(), row);
            Some(Answer::Rows(rows.map(fitting)))
        }
        Answer::Choices(chosen) => {
            let chosen = chosen.iter().filter(|id| new.kind.choice(id).is_some());
            let chosen: Vec<String> = chosen.cloned().collect();
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        _ => is_known(&new.kind, answer).then(|| answer.clone()),
    }
}

/// Whether what answers the one type answers the other.
fn is_alike(old: &FieldType, new: &FieldType) -> bool {
    use FieldType::{Email, Iban, LongText, Phone, Text};
    let is_text = matches!(old, Text { .. } | LongText { .. } | Phone | Email | Iban);
    discriminant(old) == discriminant(new)
        || is_text && matches!(new, Text { .. } | LongText { .. })
}

/// Whether every choice in the answer is one of the type's.
fn is_known(kind: &FieldType, answer: &Answer) -> bool {
    let among = |choices: &[Choice], id: &Option<String>| {
        id.as_ref()
            .is_none_or(|id| choices.iter().any(|choice| choice.choice == *id))
    };
    match (kind, answer) {
        (_, Answer::Choice(id)) => kind.choice(id).is_some(),
        (FieldType::Money { currencies, .. }, Answer::Money(money)) => {
            currencies.contains(&money.currency)
        }
        (FieldType::Address { countries }, Answer::Address(address)) => {
            among(countries, &address.country)
        }
        (
            FieldType::IdentityDocument {
                document_types,
                countries,
            },
            Answer::IdentityDocument(document),
        ) => among(document_types, &document.kind) && among(countries, &document.country),
        (FieldType::Tally { ages, sexes, .. }, Answer::Tally(numbers)) => {
            let is_cell = |cell: &String| {
                cell.split_once('.').is_some_and(|(age, sex)| {
                    let part = |id: &str| Some(id.to_owned());
                    among(ages, &part(age)) && among(sexes, &part(sex))
                })
            };
            numbers.keys().all(is_cell)
        }
        _ => true,
    }
}

/// Whether a definition asks what a stored one of the same version asks, so that it may take its
/// place while answers exist under it. Lists of choices may have grown, and be written or limited
/// in time otherwise: lookups change without the form. The place in the task list may differ, too,
/// and what feeds only the search, whose rows are written anew then.
pub fn asks_the_same(stored: &FormDefinition, fresh: &FormDefinition) -> bool {
    let bare = |form: &FormDefinition| FormDefinition {
        order: 0,
        fields: form.fields.iter().map(without_lists).collect(),
        ..form.clone()
    };
    bare(stored) == bare(fresh)
        && stored
            .every_field()
            .zip(fresh.every_field())
            .all(|(old, new)| {
                let pairs = lists(&old.kind).into_iter().zip(lists(&new.kind));
                pairs.into_iter().all(|(old, new)| holds_all(old, new))
            })
}

fn holds_all(old: &[Choice], new: &[Choice]) -> bool {
    old.iter().all(|was| {
        new.iter().any(|is| {
            (&is.choice, &is.parent, &is.shown_when) == (&was.choice, &was.parent, &was.shown_when)
        })
    })
}

/// The lists to choose from, calculated results excepted: those are rules.
fn lists(kind: &FieldType) -> Vec<&[Choice]> {
    match kind {
        FieldType::OneChoice { choices }
        | FieldType::ManyChoices { choices }
        | FieldType::Location { choices }
        | FieldType::Address { countries: choices } => vec![choices],
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => vec![document_types, countries],
        _ => Vec::new(),
    }
}

fn without_lists(field: &Field) -> Field {
    let mut field = field.clone();
    field.feeds = field.feeds.filter(|fed| !fed.is_only_searched());
    match &mut field.kind {
        FieldType::OneChoice { choices }
        | FieldType::ManyChoices { choices }
        | FieldType::Location { choices }
        | FieldType::Address { countries: choices } => choices.clear(),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => {
            document_types.clear();
            countries.clear();
        }
        FieldType::Group(group) => {
            group.fields = group.fields.iter().map(without_lists).collect();
        }
        _ => {}
    }
    field
}
