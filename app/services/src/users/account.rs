use domain::{
    Error, ProblemCode,
    access::Role,
    ids::{DistrictId, TeamId, UserId},
    users::{PASSWORD_MAX, PASSWORD_MIN, account_name},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult, sea_query::OnConflict,
};

use super::{role_row, team_member, user, user_role};
use crate::{Caller, Failure, Outcome, Store, Unit, audit, districts, tenancy::Tenant};

/// The most characters of a name that people read.
const DISPLAY_NAME_MAX: usize = 100;

/// An account to make.
pub struct NewAccount {
    /// The account name.
    pub account: String,
    /// The name that people read.
    pub display_name: String,
    /// The password, in clear.
    pub password: String,
    /// The ids of the roles.
    pub roles: Vec<String>,
    /// The district's number; 0 for the city.
    pub district: i32,
    /// The code of a team, `family`.
    pub team: Option<String>,
}

/// Makes an account.
///
/// # Errors
/// `Invalid` with a problem for each field that does not fit.
pub async fn add_account(store: &Store, new: NewAccount) -> domain::Result<UserId> {
    let account = account_name(&new.account)
        .ok_or_else(|| Error::invalid("account", ProblemCode::Required))?;
    let display_name = display_name(&new.display_name)?;
    if new.password.chars().count() < PASSWORD_MIN || new.password.len() > PASSWORD_MAX {
        let min = i64::try_from(PASSWORD_MIN).unwrap_or(i64::MAX);
        return Err(Error::invalid("password", ProblemCode::TooSmall { min }));
    }
    if let Some(unknown) = new
        .roles
        .iter()
        .find(|role| store.catalog().role(role).is_none())
    {
        tracing::debug!(role = %unknown, "unknown role");
        return Err(Error::invalid("roles", ProblemCode::NotAChoice));
    }
    let team = new.team.as_deref().unwrap_or_default();
    if team.chars().any(char::is_control) {
        return Err(Error::invalid("team", ProblemCode::NotAChoice));
    }
    let salt = store
        .unit(Caller::System, "users.salt", |unit| async move {
            Ok(unit.secret())
        })
        .await?;
    let mut short = [0_u8; 16];
    short.copy_from_slice(&salt[..16]);
    let hash = store
        .hash_password(new.password.clone(), short)
        .await
        .map_err(|failure| store.answer(&failure))?;
    store
        .unit(Caller::System, "users.add", move |unit| async move {
            let district = districts::by_number(&unit, new.district)
                .await
                .map_err(|_| {
                    Failure::Answer(Error::invalid("district", ProblemCode::NotAChoice))
                })?;
            let id = insert_account(&unit, &account, &display_name, hash, district.id).await?;
            for role in &new.roles {
                give_role(&unit, district.id, id, role).await?;
            }
            if let Some(team) = &new.team {
                join_team(&unit, district.id, id, team).await?;
            }
            let event = audit::Event::new(district.id, domain::audit::AuditAction::Administered)
                .with(serde_json::json!({"added": account, "roles": new.roles}));
            audit::record(&unit, event).await?;
            Ok(id)
        })
        .await
}

/// A name that people read: text, trimmed, of at most 100 characters.
fn display_name(typed: &str) -> domain::Result<String> {
    let name = typed.trim();
    let problem = if name.is_empty() {
        ProblemCode::Required
    } else if name.chars().count() > DISPLAY_NAME_MAX {
        let max = u32::try_from(DISPLAY_NAME_MAX).unwrap_or(u32::MAX);
        ProblemCode::TooLong { max }
    } else if name.chars().any(char::is_control) {
        ProblemCode::NotText
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::invalid("display_name", problem))
}

/// Writes the roles of the configuration.
pub async fn apply_roles(unit: &Unit, roles: &[Role]) -> Outcome<()> {
    for role in roles {
        let definition =
            serde_json::to_value(role).map_err(|error| Failure::Broken(error.to_string()))?;
        let row = role_row::ActiveModel {
            role: Set(role.role.clone()),
            definition: Set(definition),
        };
        role_row::Entity::insert(row)
            .on_conflict(
                OnConflict::column(role_row::Column::Role)
                    .update_column(role_row::Column::Definition)
                    .to_owned(),
            )
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

/// Writes the row of an account.
pub(crate) async fn insert_account(
    unit: &Unit,
    account: &str,
    display_name: &str,
    password_hash: String,
    district: DistrictId,
) -> Outcome<UserId> {
    let id: UserId = unit.new_id();
    let row = user::ActiveModel {
        id: Set(id.into()),
        district_id: Set(district.into()),
        account: Set(account.to_owned()),
        display_name: Set(display_name.to_owned()),
        password_hash: Set(password_hash),
        active: Set(true),
        created_at: Set(unit.now()),
    };
    let written = user::Entity::insert(row)
        .on_conflict_do_nothing_on([user::Column::Account])
        .exec_without_returning(unit.connection())
        .await?;
    if !matches!(written, TryInsertResult::Inserted(1)) {
        let taken = Error::invalid("account", ProblemCode::NotAChoice);
        return Err(Failure::Answer(taken));
    }
    Ok(id)
}

/// Gives a role to a user.
pub(crate) async fn give_role(
    unit: &Unit,
    district: DistrictId,
    user: UserId,
    role: &str,
) -> Outcome<()> {
    let row = user_role::ActiveModel {
        district_id: Set(district.into()),
        user_id: Set(user.into()),
        role: Set(role.to_owned()),
    };
    user_role::Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// Takes a user into the team of this code.
pub(crate) async fn join_team(
    unit: &Unit,
    district: DistrictId,
    user: UserId,
    code: &str,
) -> Outcome<TeamId> {
    let team = districts::team::Entity::in_district(district)
        .filter(districts::team::Column::Code.eq(code))
        .one(unit.connection())
        .await?
        .ok_or_else(|| Failure::Answer(Error::invalid("team", ProblemCode::NotAChoice)))?;
    let row = team_member::ActiveModel {
        district_id: Set(district.into()),
        team_id: Set(team.id),
        user_id: Set(user.into()),
    };
    team_member::Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(team.id.into())
}
