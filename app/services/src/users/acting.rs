//! Who acts: a user with roles and teams, looked up in one question together with what led to them.

use std::collections::BTreeSet;

use domain::{access::Actor, ids::SessionId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryResult,
    QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use super::{team_member, user, user_role};
use crate::Catalog;

/// One row of the answer: each role of the user beside each team.
#[derive(Debug, FromQueryResult)]
struct Row {
    user: Uuid,
    district: Uuid,
    account: String,
    display_name: String,
    role: Option<String>,
    team: Option<Uuid>,
}

/// A user who may act.
#[derive(Debug)]
pub(super) struct Acting {
    user: Uuid,
    district: Uuid,
    account: String,
    display_name: String,
    roles: BTreeSet<String>,
    teams: BTreeSet<Uuid>,
}

/// Brings in the user to whom rows lead, if they are active, with their roles and teams.
pub(super) fn with_user<E: EntityTrait>(rows: Select<E>, to_user: RelationDef) -> Select<E> {
    rows.join(JoinType::InnerJoin, to_user)
        .join(JoinType::LeftJoin, to_roles())
        .join(JoinType::LeftJoin, to_teams())
        .filter(user::Column::Active.eq(true))
        .column_as(user::Column::Id, "user")
        .column_as(user::Column::DistrictId, "district")
        .columns([user::Column::Account, user::Column::DisplayName])
        .column_as(user_role::Column::Role, "role")
        .column_as(team_member::Column::TeamId, "team")
}

impl Acting {
    /// Who acts, from the rows of one session or token; `None` where there are none.
    pub(super) fn read(rows: &[QueryResult]) -> Result<Option<Self>, DbErr> {
        let rows = rows.iter().map(|row| Row::from_query_result(row, ""));
        let rows = rows.collect::<Result<Vec<Row>, DbErr>>()?;
        let roles = rows.iter().filter_map(|row| row.role.clone()).collect();
        let teams = rows.iter().filter_map(|row| row.team).collect();
        Ok(rows.into_iter().next().map(|row| Self {
            user: row.user,
            district: row.district,
            account: row.account,
            display_name: row.display_name,
            roles,
            teams,
        }))
    }

    /// The same with what their roles permit.
    pub(super) fn actor(
        self,
        catalog: &Catalog,
        session: SessionId,
        address: Option<String>,
    ) -> Actor {
        let roles = self.roles.iter();
        Actor {
            granted: None,
            token: None,
            user: self.user.into(),
            session,
            account: self.account,
            display_name: self.display_name,
            district: self.district.into(),
            teams: self.teams.into_iter().map(Into::into).collect(),
            roles: roles
                .filter_map(|role| catalog.role(role).cloned())
                .collect(),
            address,
        }
    }
}

fn to_roles() -> RelationDef {
    let to = user::Entity::belongs_to(user_role::Entity);
    to.from(user::Column::Id)
        .to(user_role::Column::UserId)
        .into()
}

fn to_teams() -> RelationDef {
    let to = user::Entity::belongs_to(team_member::Entity);
    to.from(user::Column::Id)
        .to(team_member::Column::UserId)
        .into()
}
