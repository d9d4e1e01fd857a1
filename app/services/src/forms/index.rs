use domain::{
    forms::{Answer, Answers, FormDefinition},
    ids::{CaseId, DistrictId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::index_row::{ActiveModel, Column, Entity};
use crate::{Outcome, Unit};

/// Writes the index rows of a form anew.
pub(crate) async fn rewrite(
    unit: &Unit,
    district: DistrictId,
    case: CaseId,
    form: &FormDefinition,
    answers: &Answers,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::DistrictId.eq(uuid::Uuid::from(district)))
        .filter(Column::CaseId.eq(uuid::Uuid::from(case)))
        .filter(Column::Form.eq(&form.form))
        .exec(unit.connection())
        .await?;
    let rows = rows(district, case, form, answers);
    if !rows.is_empty() {
        Entity::insert_many(rows)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

/// The index rows that belong to these answers.
pub(crate) fn rows(
    district: DistrictId,
    case: CaseId,
    form: &FormDefinition,
    answers: &Answers,
) -> Vec<ActiveModel> {
    let indexed = form.fields.iter().filter(|field| field.indexed);
    indexed
        .filter_map(|field| Some((field, answers.get(&field.id)?)))
        .flat_map(|(field, answer)| {
            values(answer)
                .into_iter()
                .zip(0_i32..)
                .map(|(value, position)| ActiveModel {
                    district_id: Set(district.into()),
                    case_id: Set(case.into()),
                    form: Set(form.form.clone()),
                    field: Set(field.id.clone()),
                    position: Set(position),
                    text_value: Set(value.text),
                    integer_value: Set(value.integer),
                    day_value: Set(value.day),
                })
        })
        .collect()
}

#[derive(Default)]
struct IndexValue {
    text: Option<String>,
    integer: Option<i64>,
    day: Option<chrono::NaiveDate>,
}

fn values(answer: &Answer) -> Vec<IndexValue> {
    let text = |text: &String| IndexValue {
        text: Some(text.clone()),
        ..IndexValue::default()
    };
    let integer = |integer| IndexValue {
        integer: Some(integer),
        ..IndexValue::default()
    };
    let day = |day| IndexValue {
        day: Some(day),
        ..IndexValue::default()
    };
    match answer {
        Answer::Text(value) | Answer::Choice(value) => vec![text(value)],
        Answer::Choices(choices) => choices.iter().map(text).collect(),
        Answer::Integer(value) => vec![integer(*value)],
        Answer::YesNo(value) => vec![integer(i64::from(*value))],
        Answer::Money(money) => vec![IndexValue {
            text: Some(money.currency.code().to_owned()),
            integer: Some(money.amount),
            day: None,
        }],
        Answer::Date(value) => vec![day(*value)],
        Answer::PartialDate(date) => vec![day(date.first_day())],
        Answer::DateTime(moment) => vec![day(moment.date())],
        Answer::Decimal(_)
        | Answer::Address(_)
        | Answer::IdentityDocument(_)
        | Answer::Tally(_)
        | Answer::Rows(_) => Vec::new(),
    }
}
