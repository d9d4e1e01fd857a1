//! A case moves to another district, with its person and all that hangs on them.

use domain::{
    cases::Stage,
    ids::{DistrictId, TeamId, UserId},
    integration::EventKind,
    workflow::ApprovalState,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, OnConflict, Query, UpdateStatement},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Failure, Outcome, Together, Unit,
    approvals::approval_row,
    cases::{case_row, person_row},
    forms::{answers_row, index_row},
    integration::{about_case, publish_with},
    search::{key_row, sound_row, vocabulary_row, word_row},
    tenancy::{Tenant, across},
    workflow::landing,
};

/// Where a case goes.
pub(super) struct Destination {
    pub(super) district: DistrictId,
    pub(super) owner: UserId,
    pub(super) team: TeamId,
}

/// Moves the case. All rows change together, so that none hangs on a row of another district.
pub(super) async fn move_case(
    unit: &Unit,
    case: &case_row::Model,
    to: &Destination,
) -> Outcome<()> {
    across(unit, async {
        let of_person = case_row::Entity::in_district(case.district_id.into())
            .filter(case_row::Column::PersonId.eq(case.person_id))
            .select_only()
            .column(case_row::Column::Id)
            .into_tuple::<Uuid>()
            .all(unit.connection())
            .await?;
        if of_person.len() != 1 {
            let told = format!("person {} has several cases", case.person_id);
            return Err(Failure::Broken(told));
        }
        if unit.connection().get_database_backend() == DbBackend::Sqlite {
            let later = "PRAGMA defer_foreign_keys = ON";
            unit.connection().execute_unprepared(later).await?;
        }
        copy_vocabulary(unit, case, to.district).await?;
        let stage = landing(unit, to.district, &case.stage).await?;
        let mut writes = moved(unit, case, to, &stage);
        if stage.code() != case.stage {
            let stages = json!({"from": case.stage, "to": stage.code()});
            let (kind, number) = (EventKind::CaseStageChanged, case.number.as_str());
            let happening = about_case(kind, to.district, number, stages);
            publish_with(&mut writes, unit, &happening)?;
        }
        writes.run(unit).await
    })
    .await
}

/// The words by which the person is found stay with the old district, where others may have them;
/// the new one knows them from now on, too.
async fn copy_vocabulary(unit: &Unit, case: &case_row::Model, to: DistrictId) -> Outcome<()> {
    use sound_row::Column as Sound;
    use vocabulary_row::Column as Word;
    let words = word_row::Entity::in_district(case.district_id.into())
        .filter(word_row::Column::PersonId.eq(case.person_id))
        .select_only()
        .column(word_row::Column::Word)
        .into_query();
    let from = case.district_id;
    let rows = vocabulary_row::Entity::in_district(from.into())
        .filter(Word::Word.in_subquery(words.clone()));
    copy(unit, rows, to, &[Word::Word], &[Word::Reversed]).await?;
    let rows = sound_row::Entity::in_district(from.into()).filter(Sound::Word.in_subquery(words));
    copy(
        unit,
        rows,
        to,
        &[Sound::Sound, Sound::Word],
        &[Sound::Reversed],
    )
    .await
}

/// Writes the same rows for another district, unless it has them: `key` is what tells two of its
/// rows apart, and `rest` is everything else.
async fn copy<T: Tenant>(
    unit: &Unit,
    rows: Select<T>,
    to: DistrictId,
    key: &[T::Column],
    rest: &[T::Column],
) -> Outcome<()> {
    let others = || key.iter().chain(rest).copied();
    let mut rows = rows.select_only().into_query();
    rows.expr(Expr::value(Uuid::from(to))).columns(others());
    let tells_apart = [T::district()].into_iter().chain(key.iter().copied());
    let known = OnConflict::columns(tells_apart).do_nothing().to_owned();
    let mut insert = Query::insert();
    insert
        .into_table(T::default())
        .columns([T::district()].into_iter().chain(others()));
    insert
        .select_from(rows)
        .map_err(|error| Failure::Broken(error.to_string()))?;
    unit.connection().execute(insert.on_conflict(known)).await?;
    Ok(())
}

fn moved(unit: &Unit, case: &case_row::Model, to: &Destination, stage: &Stage) -> Together {
    let mut writes = Together::default();
    let here = case.district_id;
    let there = Expr::value(Uuid::from(to.district));
    writes.add(change::<person_row::Entity>(
        here,
        person_row::Column::Id.eq(case.person_id),
        &there,
    ));
    writes.add(
        case_row::Entity::update_many()
            .filter(case_row::Column::DistrictId.eq(here))
            .filter(case_row::Column::Id.eq(case.id))
            .col_expr(case_row::Column::DistrictId, there.clone())
            .col_expr(case_row::Column::OwnerId, Expr::value(Uuid::from(to.owner)))
            .col_expr(case_row::Column::TeamId, Expr::value(Uuid::from(to.team)))
            .col_expr(case_row::Column::Stage, Expr::value(stage.code()))
            .col_expr(case_row::Column::ChangedAt, Expr::value(unit.now()))
            .into_query(),
    );
    let of_person = word_row::Column::PersonId.eq(case.person_id);
    writes.add(change::<word_row::Entity>(here, of_person, &there));
    let of_person = key_row::Column::PersonId.eq(case.person_id);
    writes.add(change::<key_row::Entity>(here, of_person, &there));
    let of_case = answers_row::Column::CaseId.eq(case.id);
    writes.add(change::<answers_row::Entity>(here, of_case, &there));
    writes.add(approvals(here, case.id, &there));
    let of_case = index_row::Column::CaseId.eq(case.id);
    writes.add(change::<index_row::Entity>(here, of_case, &there));
    writes
}

/// What one district has approved, or was asked to, the other decides about anew; what was written
/// of it goes along, so that nobody reads it any more who has lost the case.
fn approvals(here: Uuid, case: Uuid, there: &Expr) -> UpdateStatement {
    use approval_row::Column::{CaseId, DistrictId, State};
    let open = [ApprovalState::Asked, ApprovalState::Granted].map(ApprovalState::code);
    let fallen = Expr::case(
        Condition::all().add(State.is_in(open)),
        ApprovalState::Fallen.code(),
    );
    approval_row::Entity::update_many()
        .filter(DistrictId.eq(here))
        .filter(CaseId.eq(case))
        .col_expr(DistrictId, there.clone())
        .col_expr(State, fallen.finally(Expr::col(State)).into())
        .into_query()
}

/// The same rows in another district.
fn change<T: Tenant>(here: Uuid, which: Expr, there: &Expr) -> UpdateStatement {
    T::update_many()
        .filter(Condition::all().add(T::district().eq(here)).add(which))
        .col_expr(T::district(), there.clone())
        .into_query()
}
