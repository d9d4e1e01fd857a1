use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::Permission,
    cases::Stage,
    ids::{DistrictId, TeamId, UserId},
    transitions::OwnerChoice,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    Failure, Outcome, Unit,
    cases::case_row,
    districts,
    notifications::holders,
    tenancy::Tenant,
    users::{team_member, user, user_role},
};

/// Somebody who is named as the owner of a case.
pub(super) struct NamedOwner {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) active: bool,
    /// Whether a role of theirs lets them own cases.
    pub(super) may_own: bool,
    /// Their teams.
    pub(super) teams: Vec<TeamId>,
}

impl NamedOwner {
    /// The team that works on a case of theirs: the one that has it, if it is one of theirs.
    pub(super) async fn team(
        &self,
        unit: &Unit,
        district: DistrictId,
        now: Option<TeamId>,
    ) -> Outcome<TeamId> {
        if let Some(team) = now.filter(|team| self.teams.contains(team)) {
            return Ok(team);
        }
        if let Some(team) = self.teams.first() {
            return Ok(*team);
        }
        let intake = districts::intake_team(unit, district).await?;
        intake
            .map(|team| team.id.into())
            .ok_or_else(|| Failure::Broken(format!("district {district} has no intake team")))
    }
}

/// The user of this id, if they belong to the district.
pub(super) async fn named_owner(
    unit: &Unit,
    district: DistrictId,
    id: UserId,
) -> Outcome<Option<NamedOwner>> {
    let row = user::Entity::in_district(district)
        .filter(user::Column::Id.eq(Uuid::from(id)))
        .one(unit.connection())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let roles = user_role::Entity::in_district(district)
        .filter(user_role::Column::UserId.eq(row.id))
        .all(unit.connection())
        .await?;
    let may_own = roles.iter().any(|of| {
        let role = unit.catalog().role(&of.role);
        role.is_some_and(|role| role.permissions.contains(&Permission::CASES_OWN))
    });
    let teams = team_member::Entity::in_district(district)
        .filter(team_member::Column::UserId.eq(row.id))
        .order_by_asc(team_member::Column::TeamId)
        .all(unit.connection())
        .await?;
    Ok(Some(NamedOwner {
        id: row.id.into(),
        name: row.display_name,
        active: row.active,
        may_own,
        teams: teams.into_iter().map(|of| of.team_id.into()).collect(),
    }))
}

/// Whoever may own cases of the district, by name, with how many open ones they have.
pub(super) async fn owner_choices(unit: &Unit, district: DistrictId) -> Outcome<Vec<OwnerChoice>> {
    let owners: BTreeSet<_> = holders(unit, district, Permission::CASES_OWN)
        .await?
        .into_iter()
        .map(Uuid::from)
        .collect();
    let users = user::Entity::in_district(district)
        .filter(user::Column::Id.is_in(owners.iter().copied()))
        .order_by_asc(user::Column::DisplayName)
        .order_by_asc(user::Column::Id)
        .all(unit.connection())
        .await?;
    let open = open_cases(unit, district, &owners).await?;
    let choice = |user: user::Model| OwnerChoice {
        open_cases: open.get(&user.id).copied().unwrap_or_default(),
        id: user.id.into(),
        name: user.display_name,
    };
    Ok(users.into_iter().map(choice).collect())
}

async fn open_cases(
    unit: &Unit,
    district: DistrictId,
    owners: &BTreeSet<Uuid>,
) -> Outcome<BTreeMap<Uuid, u64>> {
    use case_row::Column;
    let counts: Vec<(Uuid, i64)> = case_row::Entity::in_district(district)
        .filter(Column::OwnerId.is_in(owners.iter().copied()))
        .filter(Column::Stage.ne(Stage::CLOSED.code()))
        .select_only()
        .column(Column::OwnerId)
        .column_as(Column::Id.count(), "open")
        .group_by(Column::OwnerId)
        .into_tuple()
        .all(unit.connection())
        .await?;
    let count = |(owner, open): (Uuid, i64)| (owner, u64::try_from(open).unwrap_or_default());
    Ok(counts.into_iter().map(count).collect())
}
