use domain::{
    Language,
    notifications::{Hour, MailManner, MailTime, NotificationSettings, QuietHours, when_to_mail},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    outbox_row,
    settings_row::{ActiveModel, Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
    wall_clock::{moment, wall_time},
};

/// How the actor wishes to be told; until they say so, not by mail.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn read_settings(unit: &Unit, language: Language) -> Outcome<NotificationSettings> {
    let actor = unit.actor()?;
    let row = Entity::in_scope(&DistrictScope::own_district(actor))
        .filter(Column::UserId.eq(Uuid::from(actor.user)))
        .one(unit.connection())
        .await?;
    row.map_or_else(
        || Ok(NotificationSettings::usual(language)),
        |row| of_row(&row),
    )
}

/// Keeps how the actor wishes to be told. Mail that waits follows the new wishes, or is dropped
/// when none is wished for any more.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn save_settings(unit: &Unit, wishes: &NotificationSettings) -> Outcome<()> {
    let actor = unit.actor()?;
    let number = |hour: Hour| i32::from(hour.number());
    let row = ActiveModel {
        user_id: Set(actor.user.into()),
        district_id: Set(actor.district.into()),
        email: Set(wishes.email.clone()),
        manner: Set(wishes.manner.code().to_owned()),
        digest_hour: Set(number(wishes.digest_hour)),
        quiet_from: Set(wishes.quiet.map(|quiet| number(quiet.from()))),
        quiet_to: Set(wishes.quiet.map(|quiet| number(quiet.to()))),
        language: Set(wishes.language.code().to_owned()),
    };
    let replaced = OnConflict::column(Column::UserId)
        .update_columns([
            Column::Email,
            Column::Manner,
            Column::DigestHour,
            Column::QuietFrom,
            Column::QuietTo,
            Column::Language,
        ])
        .to_owned();
    Entity::insert(row)
        .on_conflict(replaced)
        .exec_without_returning(unit.connection())
        .await?;
    put_in_time(unit, wishes).await
}

/// Puts mail that waits to the time that is wished for now.
async fn put_in_time(unit: &Unit, wishes: &NotificationSettings) -> Outcome<()> {
    use outbox_row::Column::{DistrictId, DueAt, SentAt, TryAt, UserId};
    let actor = unit.actor()?;
    let due = match when_to_mail(wishes, wall_time(unit.now())) {
        MailTime::Never => {
            outbox_row::Entity::delete_many()
                .filter(DistrictId.eq(Uuid::from(actor.district)))
                .filter(UserId.eq(Uuid::from(actor.user)))
                .filter(SentAt.is_null())
                .exec(unit.connection())
                .await?;
            return Ok(());
        }
        MailTime::Now => unit.now(),
        MailTime::At(wall) => moment(wall).max(unit.now()),
    };
    outbox_row::Entity::update_many()
        .filter(DistrictId.eq(Uuid::from(actor.district)))
        .filter(UserId.eq(Uuid::from(actor.user)))
        .filter(SentAt.is_null())
        .col_expr(DueAt, due.into())
        .col_expr(TryAt, due.into())
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// The wishes in a row.
pub(super) fn of_row(row: &Model) -> Outcome<NotificationSettings> {
    let hour = |number: i32| u8::try_from(number).ok().and_then(Hour::new);
    let quiet = row
        .quiet_from
        .and_then(hour)
        .zip(row.quiet_to.and_then(hour));
    let read = || {
        Some(NotificationSettings {
            email: row.email.clone(),
            manner: MailManner::from_code(&row.manner)?,
            digest_hour: hour(row.digest_hour)?,
            quiet: quiet.and_then(|(from, to)| QuietHours::new(from, to)),
            language: Language::from_code(&row.language)?,
        })
    };
    read().ok_or_else(|| Failure::Broken("settings of notifications do not read back".to_owned()))
}
