//! The answers that a list shows in columns.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::{Actor, FieldAccess},
    cases::list::AnswerPath,
    forms::{Answer, Answers, field_of},
};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{page::ListRow, plan::Plan};
use crate::{Outcome, Unit, forms::answers_row, tenancy::Tenant};

/// For each case the answers in the columns, in their order.
pub(super) async fn read(
    unit: &Unit,
    plan: &Plan<'_>,
    rows: &[ListRow],
) -> Outcome<BTreeMap<Uuid, Vec<Option<Answer>>>> {
    if plan.answers.is_empty() || rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let actor = unit.actor()?;
    let forms: BTreeSet<&str> = plan.answers.iter().map(|path| path.form.as_str()).collect();
    let documents = answers_row::Entity::in_scope(&plan.scope.whole_district())
        .filter(answers_row::Column::CaseId.is_in(rows.iter().map(|row| row.id)))
        .filter(answers_row::Column::Form.is_in(forms))
        .all(unit.connection())
        .await?;
    let mut of_cases: BTreeMap<Uuid, Vec<Option<Answer>>> = rows
        .iter()
        .map(|row| (row.id, vec![None; plan.answers.len()]))
        .collect();
    for document in &documents {
        let Some(cells) = of_cases.get_mut(&document.case_id) else {
            continue;
        };
        for (cell, path) in cells.iter_mut().zip(&plan.answers) {
            if path.form == document.form {
                *cell = answer(unit, actor, document, path);
            }
        }
    }
    Ok(of_cases)
}

/// The answer at a path, read by the form in which it was given, as far as the actor sees it.
pub(super) fn answer(
    unit: &Unit,
    actor: &Actor,
    document: &answers_row::Model,
    path: &AnswerPath,
) -> Option<Answer> {
    let catalog = unit.catalog();
    let form = catalog.version_or_current(&document.form, document.form_version)?;
    let id = field_of(&path.field);
    let field = form
        .field(id)
        .filter(|field| catalog.field_access(actor, form, field) > FieldAccess::Hidden)?;
    let only = form.only(|other| other.id == field.id);
    let answers = Answers::from_json(&only, &document.document);
    answers.get(&field.id).cloned()
}
