//! The first wall between districts: a query starts from a scope, and a scope from an actor.

mod across;

use domain::{
    Refusal,
    access::{Actor, Permission, Reach},
    ids::DistrictId,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, Select,
    Statement,
};
use uuid::Uuid;

use crate::Caller;
pub(crate) use across::across;

/// What an authenticated actor may touch with one permission.
#[derive(Clone, Debug)]
pub struct DistrictScope {
    reach: Reach,
}

impl DistrictScope {
    /// The scope of this actor for this permission.
    pub(crate) fn of(actor: &Actor, permission: Permission) -> Result<Self, Refusal> {
        actor.reach(permission).map(|reach| Self { reach })
    }

    /// The actor's own district, however far a permission reaches.
    pub(crate) const fn own_district(actor: &Actor) -> Self {
        Self {
            reach: Reach::District {
                district: actor.district,
            },
        }
    }

    /// The whole city, for whoever has this permission at all: for what is no secret within it, and
    /// never for anybody's data.
    pub(crate) fn whole_city(actor: &Actor, permission: Permission) -> Result<Self, Refusal> {
        actor.reach(permission).map(|_| Self { reach: Reach::City })
    }

    /// How far it reaches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The same reach without the narrowing to teams or owners: for tables that have neither.
    #[must_use]
    pub fn whole_district(&self) -> Self {
        let reach = match self.reach.district() {
            Some(district) => Reach::District { district },
            None => Reach::City,
        };
        Self { reach }
    }
}

/// A table whose rows belong to districts.
pub(crate) trait Tenant: EntityTrait {
    /// The column that names the district.
    fn district() -> Self::Column;

    /// What a reach means for this table. The district alone, unless the table knows teams and
    /// owners.
    fn within(reach: &Reach) -> Condition {
        match reach.district() {
            Some(district) => Condition::all().add(Self::district().eq(Uuid::from(district))),
            None => Condition::all(),
        }
    }

    /// A query that sees only what the scope covers.
    fn in_scope(scope: &DistrictScope) -> Select<Self> {
        Self::find().filter(Self::within(&scope.reach))
    }

    /// A query for rows that hang on a row found in scope and stay where they were written when it
    /// moves to another district, and for what the clock does in all of them.
    fn of_found() -> Select<Self> {
        Self::find()
    }

    /// A query that sees only one district: for rows that hang on a row found in scope.
    fn in_district(district: DistrictId) -> Select<Self> {
        Self::find().filter(Self::district().eq(Uuid::from(district)))
    }
}

/// What a transaction begins with. PostgreSQL is told who acts, how far and from where, until the
/// transaction ends, and whether they only read.
///
/// SQLite has no second wall, and is told nothing; it takes its write lock at once, as a read that
/// turns into a write later could only fail.
pub(crate) fn beginning(backend: DbBackend, caller: &Caller, reads: bool) -> String {
    if backend != DbBackend::Postgres {
        return if reads { "BEGIN" } else { "BEGIN IMMEDIATE" }.to_owned();
    }
    let access = if reads { "READ ONLY" } else { "READ WRITE" };
    let announced =
        announced(caller).map(|(name, value)| format!("; SET LOCAL {name} = '{value}'"));
    format!("BEGIN {access}{}", announced.concat())
}

/// What PostgreSQL is told of a caller: ids and words of ours, so they can stand in a statement.
pub(crate) fn announced(caller: &Caller) -> [(&'static str, String); 3] {
    let (actor, district) = match caller {
        Caller::Door => ("door".to_owned(), String::new()),
        Caller::System => ("system".to_owned(), String::new()),
        Caller::Actor(actor) => (
            Uuid::from(actor.user).to_string(),
            Uuid::from(actor.district).to_string(),
        ),
    };
    [
        ("app.actor", actor),
        ("app.reach", width(caller).to_owned()),
        ("app.district", district),
    ]
}

/// How far PostgreSQL lets this caller see.
fn width(caller: &Caller) -> &'static str {
    match caller {
        Caller::Door => "door",
        Caller::System => "system",
        Caller::Actor(actor) => match actor.widest_reach() {
            Reach::City => "city",
            _ => "district",
        },
    }
}

/// Refuses a PostgreSQL role for which row-level security would not hold: a superuser, one that
/// bypasses it, or one that owns the tables.
///
/// # Errors
/// When the role is not fit, with the reason; or when the database does not answer.
pub async fn check_runtime_role<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let statement = Statement::from_string(
        DbBackend::Postgres,
        "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS \
         (SELECT 1 FROM pg_tables t WHERE t.schemaname = 'public' AND t.tableowner = current_user) \
         AS unfit FROM pg_roles r WHERE r.rolname = current_user",
    );
    let row = db.query_one_raw(statement).await?;
    let unfit = row.map_or(Ok(true), |row| row.try_get::<bool>("", "unfit"))?;
    if unfit {
        return Err(DbErr::Custom(
            "this role owns tables or bypasses row-level security; set LANCHID_DATABASE_URL to a \
             role that does neither, and LANCHID_MIGRATION_DATABASE_URL to the owner"
                .to_owned(),
        ));
    }
    Ok(())
}
