//! Lists that were kept under a name: for oneself, or for the whole district.

use domain::{
    Error, ProblemCode,
    access::Permission,
    audit::AuditAction,
    cases::{ListQuery, list::ListView},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    list::is_open_to,
    view_row::{ActiveModel, Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    tenancy::{DistrictScope, Tenant},
};

/// The most characters of a view's name.
pub const VIEW_NAME_MAX: usize = 80;
/// The most views that one user keeps.
pub const VIEWS_MAX: usize = 50;
/// The most views that a list offers.
const OFFERED: u64 = 200;

/// The actor's own views, and those that colleagues of the district share; not those that ask for
/// what is hidden from the actor.
pub(crate) async fn usable(unit: &Unit) -> Outcome<Vec<ListView>> {
    let actor = unit.actor()?;
    let me = Uuid::from(actor.user);
    let rows = Entity::in_scope(&DistrictScope::own_district(actor))
        .filter(
            Condition::any()
                .add(Column::UserId.eq(me))
                .add(Column::Shared.eq(true)),
        )
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(OFFERED)
        .all(unit.connection())
        .await?;
    let open =
        |row: &Model| ListQuery::parse(&row.address).is_ok_and(|query| is_open_to(unit, &query));
    let rows = rows.into_iter().filter(open);
    Ok(rows
        .map(|row| ListView {
            id: row.id,
            name: row.name,
            address: row.address,
            shared: row.shared,
            own: row.user_id == me,
        })
        .collect())
}

/// Keeps a list under a name. Another one of the actor's under the same name is replaced.
///
/// # Errors
/// `Invalid` when the name is empty or too long, the list asks for what the actor may not see, or
/// there are too many; refused when the actor may not read cases.
pub async fn save_view(
    unit: &Unit,
    name: &str,
    query: &ListQuery,
    shared: bool,
) -> Outcome<ListView> {
    unit.scope(Permission::CASES_READ)?;
    let actor = unit.actor()?;
    let name = checked(name)?;
    if !is_open_to(unit, query) {
        return Err(Error::invalid("query", ProblemCode::UnknownField).into());
    }
    let own = Entity::in_scope(&DistrictScope::own_district(actor))
        .filter(Column::UserId.eq(Uuid::from(actor.user)))
        .all(unit.connection())
        .await?;
    let same = own.iter().find(|view| view.name == name);
    if same.is_none() && own.len() >= VIEWS_MAX {
        let max = u32::try_from(VIEWS_MAX).unwrap_or(u32::MAX);
        return Err(Error::invalid("name", ProblemCode::TooManyRows { max }).into());
    }
    let address = query.from_the_beginning().to_address();
    let row = ActiveModel {
        id: Set(same.map_or_else(|| unit.new_id(), |view| view.id)),
        district_id: Set(actor.district.into()),
        user_id: Set(actor.user.into()),
        name: Set(name.clone()),
        address: Set(address.clone()),
        shared: Set(shared),
        saved_at: Set(unit.now()),
    };
    let id = *row.id.as_ref();
    if same.is_some() {
        Entity::update(row).exec(unit.connection()).await?;
    } else {
        Entity::insert(row)
            .exec_without_returning(unit.connection())
            .await?;
    }
    let event = Event::new(actor.district, AuditAction::ListViewSaved)
        .with(json!({"view": id, "query": address, "shared": shared}));
    audit::record(unit, event).await?;
    Ok(ListView {
        id,
        name,
        address,
        shared,
        own: true,
    })
}

/// Removes one of the actor's own views.
///
/// # Errors
/// `NotFound` when it is not there, or somebody else's.
pub async fn remove_view(unit: &Unit, id: Uuid) -> Outcome<()> {
    unit.scope(Permission::CASES_READ)?;
    let actor = unit.actor()?;
    let removed = Entity::delete_many()
        .filter(Column::DistrictId.eq(Uuid::from(actor.district)))
        .filter(Column::UserId.eq(Uuid::from(actor.user)))
        .filter(Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    if removed.rows_affected == 0 {
        return Err(Failure::not_found());
    }
    let event = Event::new(actor.district, AuditAction::ListViewRemoved).with(json!({"view": id}));
    audit::record(unit, event).await
}

fn checked(name: &str) -> Outcome<String> {
    let name = name.trim();
    let max = u32::try_from(VIEW_NAME_MAX).unwrap_or(u32::MAX);
    let code = if name.is_empty() {
        ProblemCode::Required
    } else if name.chars().any(char::is_control) {
        ProblemCode::NotText
    } else if name.chars().count() > VIEW_NAME_MAX {
        ProblemCode::TooLong { max }
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::invalid("name", code).into())
}
