use std::collections::{BTreeMap, BTreeSet};

use domain::{
    forms::{Answer, Answers, FormDefinition, PersonAttribute},
    ids::{DistrictId, PersonId, UserId},
    search::{NamePart, sort_name},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryTrait,
};

use super::{
    case_row, person_row, query::Found as FoundCase, read::stored_answers,
    sort_names::update_sort_name,
};
use crate::{
    Outcome, Together, Unit,
    forms::answers_row,
    search::{Found, PersonNames, write_found_by},
};

/// What answers say of a person.
#[derive(Clone, Debug, Default)]
pub(crate) struct PersonFields {
    pub(crate) family_name: String,
    pub(crate) given_name: String,
    pub(crate) latin_family_name: String,
    pub(crate) latin_given_name: String,
    pub(crate) birth_date: Option<chrono::NaiveDate>,
    pub(crate) sex: Option<String>,
    pub(crate) phone: Option<String>,
    /// What only a search reads; no column holds it.
    pub(crate) found_by: BTreeSet<Found>,
}

impl PersonFields {
    /// What the columns of a row hold.
    pub(crate) fn of(row: &person_row::Model) -> Self {
        Self {
            family_name: row.family_name.clone(),
            given_name: row.given_name.clone(),
            latin_family_name: row.latin_family_name.clone(),
            latin_given_name: row.latin_given_name.clone(),
            birth_date: row.birth_date,
            sex: row.sex.clone(),
            phone: row.phone.clone(),
            found_by: BTreeSet::new(),
        }
    }

    /// Takes over what the fields of this form give the search alone.
    pub(crate) fn feed_search(&mut self, form: &FormDefinition, answers: &Answers) {
        let found = form.found_by(answers).into_iter();
        self.found_by
            .extend(found.map(|found| Found::of(&form.form, &found)));
    }

    /// Takes over what the fields of this form feed.
    pub(crate) fn feed(&mut self, form: &FormDefinition, answers: &Answers) {
        for field in &form.fields {
            let answer = answers.get(&field.id);
            let text = || match answer {
                Some(Answer::Text(text) | Answer::Choice(text)) => Some(text.clone()),
                _ => None,
            };
            match field.feeds {
                Some(PersonAttribute::FamilyName) => self.family_name = text().unwrap_or_default(),
                Some(PersonAttribute::GivenName) => self.given_name = text().unwrap_or_default(),
                Some(PersonAttribute::LatinFamilyName) => {
                    self.latin_family_name = text().unwrap_or_default();
                }
                Some(PersonAttribute::LatinGivenName) => {
                    self.latin_given_name = text().unwrap_or_default();
                }
                Some(PersonAttribute::BirthDate) => {
                    self.birth_date = match answer {
                        Some(Answer::Date(day)) => Some(*day),
                        _ => None,
                    };
                }
                Some(PersonAttribute::Sex) => self.sex = text(),
                Some(PersonAttribute::Phone) => self.phone = text(),
                Some(
                    PersonAttribute::Patronymic
                    | PersonAttribute::OtherNames
                    | PersonAttribute::Document,
                )
                | None => {}
            }
        }
        self.feed_search(form, answers);
    }

    /// The names, each with the part that it is.
    pub(crate) fn names(&self) -> PersonNames<'_> {
        let others = self.found_by.iter();
        self.columns()
            .into_iter()
            .chain(others.filter_map(Found::name))
            .collect()
    }

    fn columns(&self) -> [(NamePart, &str); 4] {
        [
            (NamePart::Family, self.family_name.as_str()),
            (NamePart::Given, self.given_name.as_str()),
            (NamePart::Family, self.latin_family_name.as_str()),
            (NamePart::Given, self.latin_given_name.as_str()),
        ]
    }

    /// The name as lists sort it.
    pub(crate) fn sort_name(&self) -> String {
        sort_name(
            [&self.latin_family_name, &self.family_name],
            [&self.latin_given_name, &self.given_name],
        )
    }
}

/// The row of a new person.
pub(crate) fn person_row_of(
    unit: &Unit,
    district: DistrictId,
    by: UserId,
    fields: PersonFields,
) -> person_row::ActiveModel {
    person_row::ActiveModel {
        id: Set(unit.new_id::<PersonId>().into()),
        district_id: Set(district.into()),
        search_text: Set(String::new()),
        family_name: Set(fields.family_name),
        given_name: Set(fields.given_name),
        latin_family_name: Set(fields.latin_family_name),
        latin_given_name: Set(fields.latin_given_name),
        birth_date: Set(fields.birth_date),
        sex: Set(fields.sex),
        phone: Set(fields.phone),
        created_at: Set(unit.now()),
        created_by: Set(by.into()),
    }
}

/// A form of a case whose answers change.
pub(crate) struct Change<'a> {
    pub(crate) form: &'a FormDefinition,
    pub(crate) before: &'a Answers,
    pub(crate) after: &'a Answers,
    /// The answers to the other forms of the case.
    pub(crate) others: &'a BTreeMap<String, answers_row::Model>,
}

/// Writes what the answers of this form say of the person, and that the case has changed. The
/// other forms of the case still give the search what they gave before.
pub(crate) fn feed_person(
    writes: &mut Together,
    unit: &Unit,
    found: &FoundCase,
    change: &Change<'_>,
) -> Outcome<()> {
    let mut case = case_row::Entity::update_many()
        .filter(case_row::Column::DistrictId.eq(found.case.district_id))
        .col_expr(case_row::Column::ChangedAt, unit.now().into())
        .filter(case_row::Column::Id.eq(found.case.id));
    if change.form.every_field().any(|field| field.feeds.is_some()) {
        let (before, after) = person_fields(unit, &found.person, change);
        write_found_by(writes, found.district(), found.person.id, &before, &after);
        let name = after.sort_name();
        if name != found.case.sort_name {
            case = case.col_expr(case_row::Column::SortName, name.as_str().into());
            let others = update_sort_name(&found.person, &name);
            writes.add(
                others
                    .filter(case_row::Column::Id.ne(found.case.id))
                    .into_query(),
            );
        }
        write_person(writes, found.person.clone(), after)?;
    }
    writes.add(case.into_query());
    Ok(())
}

/// What was known of the person, and what is.
fn person_fields(
    unit: &Unit,
    person: &person_row::Model,
    change: &Change<'_>,
) -> (PersonFields, PersonFields) {
    let mut before = PersonFields::of(person);
    for other in unit.catalog().forms() {
        if other.form != change.form.form && other.searched_fields().next().is_some() {
            let stored = stored_answers(unit, other, change.others.get(&other.form));
            before.feed_search(other, &stored);
        }
    }
    let mut after = before.clone();
    before.feed_search(change.form, change.before);
    after.feed(change.form, change.after);
    (before, after)
}

fn write_person(
    writes: &mut Together,
    person: person_row::Model,
    fields: PersonFields,
) -> Outcome<()> {
    let mut row = person.into_active_model();
    row.search_text.set_if_not_equals(String::new());
    row.family_name.set_if_not_equals(fields.family_name);
    row.given_name.set_if_not_equals(fields.given_name);
    row.latin_family_name
        .set_if_not_equals(fields.latin_family_name);
    row.latin_given_name
        .set_if_not_equals(fields.latin_given_name);
    row.birth_date.set_if_not_equals(fields.birth_date);
    row.sex.set_if_not_equals(fields.sex);
    row.phone.set_if_not_equals(fields.phone);
    if row.is_changed() {
        let update = person_row::Entity::update(row).validate()?;
        writes.add(update.into_query());
    }
    Ok(())
}
