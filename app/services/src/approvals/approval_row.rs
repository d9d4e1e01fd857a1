//! The table of approvals.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// Something on a case that somebody asked to be approved.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "approvals")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district that has the case.
    pub district_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    pub case_number: String,
    /// A [`domain::workflow::ApprovalKind`].
    pub kind: String,
    /// A [`domain::workflow::ApprovalState`].
    pub state: String,
    /// Stands for what was shown: to whoever asked, then to whoever decided.
    pub shown: String,
    /// Who asked.
    pub asked_by: Uuid,
    /// Their name at that time.
    pub asked_by_name: String,
    /// When.
    pub asked_at: DateTimeUtc,
    /// What they wrote.
    pub note: String,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// Their name at that time.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<DateTimeUtc>,
    /// What they wrote.
    pub comment: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
