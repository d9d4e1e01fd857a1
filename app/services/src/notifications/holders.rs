use domain::{access::Permission, ids::DistrictId};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::Recipient;
use crate::{
    Outcome, Unit,
    tenancy::{Tenant, across},
    users::{user, user_role},
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
) -> Outcome<Vec<Recipient>> {
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
    Ok(found
        .into_iter()
        .map(|user| Recipient {
            district,
            user: user.into(),
        })
        .collect())
}
