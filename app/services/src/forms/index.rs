use domain::{
    cases::list::{AnswerPath, indexed_fields},
    forms::{Answer, Answers, Field, FormDefinition, IndexValue, index_values},
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

/// The index rows that belong to these answers: of each indexed question, and of each row of a
/// group.
pub(crate) fn rows(
    district: DistrictId,
    case: CaseId,
    form: &FormDefinition,
    answers: &Answers,
) -> Vec<ActiveModel> {
    let row = |(path, position, value): (&AnswerPath, i32, IndexValue)| ActiveModel {
        district_id: Set(district.into()),
        case_id: Set(case.into()),
        form: Set(path.form.clone()),
        field: Set(path.field.clone()),
        position: Set(position),
        text_value: Set(value.text),
        integer_value: Set(value.integer),
        day_value: Set(value.day),
    };
    let fields = indexed_fields(form);
    fields
        .flat_map(|(path, group, field)| {
            let values = values(answers, group, field);
            let counted = (0..).zip(values);
            counted
                .map(|(position, value)| row((&path, position, value)))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The values of a question; of one in a group, those of every row.
fn values(answers: &Answers, group: Option<&Field>, field: &Field) -> Vec<IndexValue> {
    let Some(group) = group else {
        return answers.get(&field.id).map(index_values).unwrap_or_default();
    };
    let Some(Answer::Rows(rows)) = answers.get(&group.id) else {
        return Vec::new();
    };
    let answered = rows.iter().filter_map(|row| row.get(&field.id));
    answered.flat_map(index_values).collect()
}
