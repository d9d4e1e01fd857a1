use std::collections::BTreeSet;

use domain::{
    access::{Permission, Scope},
    ids::{DistrictId, TeamId, UserId},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::{
    Outcome, Unit,
    tenancy::{Tenant, across},
    users::{team_member, user, user_role},
};

/// The active users of a district who have a role with this permission: whom to tell that a
/// decision of theirs is waited for. What they are told is decided by the caller; nothing about
/// them may be shown to the actor.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(
    unit: &Unit,
    district: DistrictId,
    permission: Permission,
) -> Outcome<Vec<UserId>> {
    let roles = unit.catalog().roles().iter();
    let roles: Vec<&str> = roles
        .filter(|role| role.permissions.contains(&permission))
        .map(|role| role.role.as_str())
        .collect();
    let with_role = user_role::Entity::in_district(district)
        .filter(user_role::Column::Role.is_in(roles))
        .select_only()
        .column(user_role::Column::UserId)
        .into_query();
    let active = user::Entity::in_district(district)
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::Id.in_subquery(with_role))
        .select_only()
        .column(user::Column::Id)
        .into_tuple::<Uuid>();
    let found = across(unit, async { Ok(active.all(unit.connection()).await?) }).await?;
    Ok(found.into_iter().map(UserId::from).collect())
}

/// The same for one team: its members who have such a role, and those whose role reaches the whole
/// district.
pub(crate) async fn answerers(
    unit: &Unit,
    district: DistrictId,
    team: TeamId,
    permission: Permission,
) -> Outcome<Vec<UserId>> {
    let wide = unit
        .catalog()
        .roles()
        .iter()
        .filter(|role| role.permissions.contains(&permission) && role.scope >= Scope::District);
    let wide = user_role::Entity::in_district(district)
        .filter(user_role::Column::Role.is_in(wide.map(|role| role.role.as_str())))
        .select_only()
        .column(user_role::Column::UserId)
        .into_tuple::<Uuid>();
    let members = team_member::Entity::in_district(district)
        .filter(team_member::Column::TeamId.eq(Uuid::from(team)))
        .select_only()
        .column(team_member::Column::UserId)
        .into_tuple::<Uuid>();
    let near = across(unit, async {
        let mut near = wide.all(unit.connection()).await?;
        near.extend(members.all(unit.connection()).await?);
        Ok(near)
    });
    let near: BTreeSet<Uuid> = near.await?.into_iter().collect();
    let holders = holders(unit, district, permission).await?.into_iter();
    Ok(holders
        .filter(|one| near.contains(&Uuid::from(*one)))
        .collect())
}
