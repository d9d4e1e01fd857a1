//! The table of transitions.

use domain::access::Reach;
use sea_orm::{Condition, entity::prelude::*};

use crate::tenancy::Tenant;

/// A case on its way to somebody else, or the wish for it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "transitions")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district that has the case, or had it when this began.
    pub district_id: Uuid,
    /// A [`domain::transitions::TransitionKind`].
    pub kind: String,
    /// The state of the machine of its kind.
    pub state: String,
    /// The other side.
    pub to_district_id: Uuid,
    /// The service of the other side that a referral goes to.
    pub to_team_id: Option<Uuid>,
    /// Whether the other side may know of it.
    pub offered: bool,
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    pub case_number: String,
    /// Who asked.
    pub asked_by: Uuid,
    /// Their name at that time.
    pub asked_by_name: String,
    /// When they asked.
    pub asked_at: DateTimeUtc,
    /// Who released it.
    pub released_by: Option<Uuid>,
    /// Their name at that time.
    pub released_by_name: Option<String>,
    /// When they released it.
    pub released_at: Option<DateTimeUtc>,
    /// Who took the latest step; `None` when it was the clock.
    pub decided_by: Option<Uuid>,
    /// Their name at that time.
    pub decided_by_name: Option<String>,
    /// The words that they gave.
    pub note: Option<String>,
    /// A [`domain::transitions::TypedTransfer`], [`domain::transitions::TypedReferral`] or
    /// [`domain::transitions::TypedRequest`], as its kind is.
    pub typed: Json,
    /// A [`domain::transitions::Summary`].
    pub summary: Json,
    /// When it ends by the clock.
    pub ends_at: Option<DateTimeUtc>,
    /// When it came to stand as it does.
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// One's own, and what the other side offers.
impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }

    fn within(reach: &Reach) -> Condition {
        let Some(district) = reach.district() else {
            return Condition::all();
        };
        let offered = Condition::all()
            .add(Column::ToDistrictId.eq(Uuid::from(district)))
            .add(Column::Offered.eq(true));
        Condition::any()
            .add(Column::DistrictId.eq(Uuid::from(district)))
            .add(offered)
    }
}
