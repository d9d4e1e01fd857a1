//! The table of cases.

use domain::access::Reach;
use sea_orm::{
    Condition,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

use crate::tenancy::Tenant;

/// A case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its district.
    pub district_id: Uuid,
    /// A [`domain::cases::CaseNumber`], unique in the city.
    #[sea_orm(unique)]
    pub number: String,
    /// The person.
    pub person_id: Uuid,
    /// A [`domain::cases::Stage`].
    pub stage: String,
    /// The team that works on it.
    pub team_id: Uuid,
    /// The responsible caseworker.
    pub owner_id: Option<Uuid>,
    /// When it was opened.
    pub opened_at: DateTimeUtc,
    /// By whom.
    pub opened_by: Uuid,
    /// The last change of anything in it.
    pub changed_at: DateTimeUtc,
    /// The person's name as lists sort it: see [`domain::search::sort_name`].
    pub sort_name: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }

    fn within(reach: &Reach) -> Condition {
        let in_district =
            |district| Condition::all().add(Column::DistrictId.eq(Uuid::from(district)));
        match reach {
            Reach::City => Condition::all(),
            Reach::District { district } => in_district(*district),
            Reach::Own { district, user } => {
                in_district(*district).add(Column::OwnerId.eq(Uuid::from(*user)))
            }
            Reach::Team {
                district,
                teams,
                user,
            } => {
                let own = Column::OwnerId.eq(Uuid::from(*user));
                let of_the_team = Column::TeamId.is_in(teams.iter().map(|team| Uuid::from(*team)));
                in_district(*district).add(nearly_all(Condition::any().add(own).add(of_the_team)))
            }
        }
    }
}

/// The same condition, worded so that a database expects nearly every row to meet it.
///
/// A team has most cases of its district. Expecting few of them, PostgreSQL would read and sort
/// them all instead of walking them in their order until a page is full.
pub(crate) fn nearly_all(holds: Condition) -> Expr {
    let case: Expr = Expr::case(holds, Expr::cust("TRUE")).into();
    case.is_not_null()
}
