use std::collections::BTreeMap;

use domain::{
    cases::list::{AnswerPath, indexed_fields},
    forms::{Answer, Answers, Field, FormDefinition, IndexValue, index_values},
    ids::{CaseId, DistrictId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{ExprTrait, InsertStatement, OnConflict},
};

use super::index_row::{ActiveModel, Column, Entity};
use crate::Together;

/// How many rows are written at once: databases take only so many values in one statement.
const ROWS_AT_ONCE: usize = 2000;

/// Writes what differs between the index rows of these answers and those of earlier ones.
pub(crate) fn write_changes(
    writes: &mut Together,
    district: DistrictId,
    case: CaseId,
    form: &FormDefinition,
    before: &Answers,
    after: &Answers,
) {
    let old = keyed(rows(district, case, form, before));
    let mut new = keyed(rows(district, case, form, after));
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    let gone = gone.fold(Condition::any(), |gone, (field, position)| {
        let one = Column::Field.eq(field).and(Column::Position.eq(*position));
        gone.add(one)
    });
    if !gone.is_empty() {
        let delete = Entity::delete_many()
            .filter(Column::DistrictId.eq(uuid::Uuid::from(district)))
            .filter(Column::CaseId.eq(uuid::Uuid::from(case)))
            .filter(Column::Form.eq(&form.form))
            .filter(gone);
        writes.add(delete.into_query());
    }
    new.retain(|key, row| old.get(key) != Some(row));
    for statement in upserts(new.into_values()) {
        writes.add(statement);
    }
}

type Keyed = BTreeMap<(String, i32), ActiveModel>;

fn keyed(rows: Vec<ActiveModel>) -> Keyed {
    let key = |row: &ActiveModel| (row.field.as_ref().clone(), *row.position.as_ref());
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

/// Statements that write these rows, over whatever stands in their place.
pub(super) fn upserts(rows: impl IntoIterator<Item = ActiveModel>) -> Vec<InsertStatement> {
    let rows: Vec<ActiveModel> = rows.into_iter().collect();
    let over = || {
        OnConflict::columns([
            Column::CaseId,
            Column::Form,
            Column::Field,
            Column::Position,
        ])
        .update_columns([Column::TextValue, Column::IntegerValue, Column::DayValue])
        .to_owned()
    };
    rows.chunks(ROWS_AT_ONCE)
        .map(|rows| {
            let insert = Entity::insert_many(rows.to_vec()).on_conflict(over());
            insert.into_query()
        })
        .collect()
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
    let answered = rows.answers().filter_map(|row| row.get(&field.id));
    answered.flat_map(index_values).collect()
}
