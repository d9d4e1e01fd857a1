//! Mail that waits: taken out of the outbox, sent by whoever can, and put back while it cannot be.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use domain::{Language, cases::CaseNumber, ids::DistrictId, notifications::NotificationKind};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{notice_row, outbox_row, settings, settings_row};
use crate::{Failure, Outcome, Unit, tenancy::Tenant, users::user, wall_clock::wall_time};

/// How many rows are taken at once.
const AT_ONCE: u64 = 100;
/// How long whoever took a letter has for sending it, before somebody else tries.
const CLAIM: TimeDelta = TimeDelta::minutes(5);
/// How long after the first failure it is tried again; each further one doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// No pause is longer.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(2);

/// The rows of the outbox that somebody took to send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    district: DistrictId,
    id: Uuid,
}

/// A letter to somebody, with everything that waits for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Whoever sends it says with this that it was sent, or was not.
    pub claim: Claim,
    /// Where to.
    pub address: String,
    /// The receiver's name.
    pub name: String,
    /// In which language.
    pub language: Language,
    /// What happened, the earliest first. Nothing in it is about a person.
    pub lines: Vec<LetterLine>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterLine {
    /// What.
    pub kind: NotificationKind,
    /// The case, where it concerns one.
    pub case: Option<CaseNumber>,
    /// Where to go from here: a path of ours.
    pub link: String,
    /// When, as the clock on the wall shows it.
    pub at: NaiveDateTime,
}

/// Takes what is due, one letter for each receiver. What nobody wishes for any more is dropped.
///
/// # Errors
/// When the database does not answer.
pub async fn take_letters(unit: &Unit) -> Outcome<Vec<Letter>> {
    use outbox_row::Column;
    let free = Condition::any()
        .add(Column::ClaimedUntil.is_null())
        .add(Column::ClaimedUntil.lte(unit.now()));
    let due = outbox_row::Entity::of_found()
        .filter(Column::SentAt.is_null())
        .filter(Column::TryAt.lte(unit.now()))
        .filter(free)
        .order_by_asc(Column::TryAt)
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .lock_exclusive()
        .all(unit.connection())
        .await?;
    let mut of_user: BTreeMap<Uuid, Vec<outbox_row::Model>> = BTreeMap::new();
    for row in due {
        of_user.entry(row.user_id).or_default().push(row);
    }
    let mut letters = Vec::new();
    for rows in of_user.into_values() {
        letters.extend(letter(unit, rows).await?);
    }
    Ok(letters)
}

async fn letter(unit: &Unit, rows: Vec<outbox_row::Model>) -> Outcome<Option<Letter>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let district: DistrictId = first.district_id.into();
    let user = user::Entity::in_district(district)
        .filter(user::Column::Id.eq(first.user_id))
        .filter(user::Column::Active.eq(true))
        .one(unit.connection())
        .await?;
    let wishes = settings_row::Entity::in_district(district)
        .filter(settings_row::Column::UserId.eq(first.user_id))
        .one(unit.connection())
        .await?;
    let wishes = wishes.as_ref().map(settings::of_row).transpose()?;
    let to = wishes
        .as_ref()
        .and_then(|wishes| Some((wishes.mail_to()?, wishes.language)));
    let (Some(user), Some((address, language))) = (user, to) else {
        outbox_row::Entity::delete_many()
            .filter(outbox_row::Column::DistrictId.eq(first.district_id))
            .filter(outbox_row::Column::Id.is_in(ids))
            .exec(unit.connection())
            .await?;
        return Ok(None);
    };
    let claim = Uuid::from_u128(u128::from(unit.random()) << 64 | u128::from(unit.random()));
    outbox_row::Entity::update_many()
        .filter(outbox_row::Column::DistrictId.eq(first.district_id))
        .filter(outbox_row::Column::Id.is_in(ids))
        .col_expr(outbox_row::Column::Claim, Expr::value(claim))
        .col_expr(
            outbox_row::Column::ClaimedUntil,
            Expr::value(unit.now() + CLAIM),
        )
        .exec(unit.connection())
        .await?;
    let of = rows.iter().map(|row| row.notification_id);
    let notices = notice_row::Entity::in_district(district)
        .filter(notice_row::Column::Id.is_in(of))
        .order_by_asc(notice_row::Column::Id)
        .all(unit.connection())
        .await?;
    Ok(Some(Letter {
        claim: Claim {
            district,
            id: claim,
        },
        address: address.to_owned(),
        name: user.display_name,
        language,
        lines: notices.into_iter().map(line).collect::<Outcome<_>>()?,
    }))
}

fn line(row: notice_row::Model) -> Outcome<LetterLine> {
    let kind = NotificationKind::from_code(&row.kind)
        .ok_or_else(|| Failure::Broken(format!("no kind of notification: {}", row.kind)))?;
    Ok(LetterLine {
        kind,
        case: row.case_number.as_deref().and_then(CaseNumber::parse),
        link: row.link,
        at: wall_time(row.at),
    })
}

/// Notes that a letter was sent.
///
/// # Errors
/// When the database does not answer.
pub async fn letter_sent(unit: &Unit, claim: Claim) -> Outcome<()> {
    outbox_row::Entity::update_many()
        .filter(outbox_row::Column::DistrictId.eq(Uuid::from(claim.district)))
        .filter(outbox_row::Column::Claim.eq(claim.id))
        .col_expr(outbox_row::Column::SentAt, Expr::value(unit.now()))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Puts a letter back that could not be sent: it is tried again, later each time, and never lost.
///
/// # Errors
/// When the database does not answer.
pub async fn letter_not_sent(unit: &Unit, claim: Claim) -> Outcome<()> {
    use outbox_row::Column;
    let rows = outbox_row::Entity::in_district(claim.district)
        .filter(Column::Claim.eq(claim.id))
        .filter(Column::SentAt.is_null())
        .all(unit.connection())
        .await?;
    for row in rows {
        let failures = row.attempts.saturating_add(1);
        outbox_row::Entity::update_many()
            .filter(Column::DistrictId.eq(row.district_id))
            .filter(Column::Id.eq(row.id))
            .col_expr(Column::Attempts, Expr::value(failures))
            .col_expr(
                Column::TryAt,
                Expr::value(unit.now() + pause_after(failures)),
            )
            .col_expr(Column::Claim, Expr::value(None::<Uuid>))
            .col_expr(
                Column::ClaimedUntil,
                Expr::value(None::<chrono::DateTime<chrono::Utc>>),
            )
            .exec(unit.connection())
            .await?;
    }
    Ok(())
}

fn pause_after(failures: i32) -> TimeDelta {
    let doublings = failures.saturating_sub(1).clamp(0, 10);
    (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        assert_eq!(pause_after(1), TimeDelta::minutes(1));
        assert_eq!(pause_after(3), TimeDelta::minutes(4));
        assert_eq!(pause_after(100), LONGEST_PAUSE);
    }
}
