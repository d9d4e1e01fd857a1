use domain::{ids::GrantId, transitions::TypedReferral};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::grant_row::{ActiveModel, Column, Entity};
use crate::{
    Failure, Outcome, Unit, tenancy::across, transitions::transition_row, wall_clock::start_of_day,
};

/// Opens what a referral grants, to the service that has just taken it on.
pub(crate) async fn give_grant(
    unit: &Unit,
    referral: &transition_row::Model,
    typed: &TypedReferral,
) -> Outcome<()> {
    let actor = unit.actor()?;
    let broken = |what: &str| Failure::Broken(format!("referral {} has no {what}", referral.id));
    let team = referral.to_team_id.ok_or_else(|| broken("service"))?;
    let purpose = typed.purpose.ok_or_else(|| broken("purpose"))?;
    let last_day = typed.last_day().ok_or_else(|| broken("last day"))?;
    let after = last_day.succ_opt().ok_or_else(|| broken("last day"))?;
    let fields = serde_json::to_value(&typed.granted);
    let row = ActiveModel {
        id: Set(unit.new_id::<GrantId>().into()),
        district_id: Set(referral.district_id),
        to_district_id: Set(referral.to_district_id),
        to_team_id: Set(team),
        referral_id: Set(referral.id),
        case_id: Set(referral.case_id),
        case_number: Set(referral.case_number.clone()),
        purpose: Set(purpose.code().to_owned()),
        fields: Set(fields.map_err(|error| Failure::Broken(error.to_string()))?),
        given_by: Set(referral.asked_by),
        given_by_name: Set(referral.asked_by_name.clone()),
        taken_by: Set(actor.user.into()),
        taken_by_name: Set(actor.display_name.clone()),
        begins_at: Set(unit.now()),
        ends_at: Set(start_of_day(after)),
        ended_at: Set(None),
    };
    let insert = Entity::insert(row);
    across(unit, async {
        Ok(insert.exec_without_returning(unit.connection()).await?)
    })
    .await?;
    Ok(())
}

/// Ends what a referral has granted; nothing, where it has not.
pub(crate) async fn end_grant(unit: &Unit, referral: &transition_row::Model) -> Outcome<()> {
    let end = Entity::update_many()
        .filter(Column::DistrictId.eq(referral.district_id))
        .filter(Column::ReferralId.eq(referral.id))
        .filter(Expr::col(Column::EndedAt).is_null())
        .col_expr(Column::EndedAt, Expr::value(unit.now()));
    across(unit, async { Ok(end.exec(unit.connection()).await?) }).await?;
    Ok(())
}
