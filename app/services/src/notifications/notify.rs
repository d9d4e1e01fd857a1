use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    cases::CaseNumber,
    ids::{DistrictId, NotificationId, UserId},
    notifications::{MailTime, NotificationKind, when_to_mail},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{notice_row, outbox_row, settings, settings_row};
use crate::{
    Caller, Failure, Outcome, Together, Unit,
    tenancy::{Tenant, across},
    users::user,
    wall_clock::{moment, wall_time},
};

/// What it is about: a number and a path, never anything about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The case, where it concerns one.
    pub case: Option<CaseNumber>,
    /// Where to go from here: a path of ours, `/cases/K7M-4PX-9`.
    pub link: String,
}

/// Tells people what happened, in the transaction in which it happens: whoever wishes for mail has
/// it written into the outbox as well. The actor is never told what they do themselves, and nobody
/// is told twice.
///
/// # Errors
/// When the link is no path of ours, or the database does not answer.
pub async fn notify(
    unit: &Unit,
    kind: NotificationKind,
    subject: &Subject,
    to: &[UserId],
) -> Outcome<()> {
    if !is_path(&subject.link) {
        return Err(Failure::Broken(format!(
            "no path of ours: {}",
            subject.link
        )));
    }
    let me = match unit.caller() {
        Caller::Actor(actor) => Some(actor.user),
        Caller::Door | Caller::System => None,
    };
    let others = to.iter().copied().filter(|user| Some(*user) != me);
    let told: BTreeSet<UserId> = others.collect();
    if told.is_empty() {
        return Ok(());
    }
    across(unit, async {
        let told = at_home(unit, &told).await?;
        write(unit, kind, subject, told).await
    })
    .await
}

/// Where each of them has their inbox: whoever works for the whole city has a part in what happens
/// in any district.
async fn at_home(unit: &Unit, users: &BTreeSet<UserId>) -> Outcome<BTreeMap<UserId, DistrictId>> {
    let found = user::Entity::of_found()
        .filter(user::Column::Id.is_in(users.iter().map(|user| Uuid::from(*user))))
        .select_only()
        .columns([user::Column::Id, user::Column::DistrictId])
        .into_tuple::<(Uuid, Uuid)>()
        .all(unit.connection())
        .await?;
    let found = found.into_iter();
    Ok(found
        .map(|(user, district)| (user.into(), district.into()))
        .collect())
}

async fn write(
    unit: &Unit,
    kind: NotificationKind,
    subject: &Subject,
    told: BTreeMap<UserId, DistrictId>,
) -> Outcome<()> {
    let mut writes = Together::default();
    for (user, district) in told {
        let id = unit.new_id::<NotificationId>().into();
        let notice = notice_row::ActiveModel {
            id: Set(id),
            district_id: Set(district.into()),
            user_id: Set(user.into()),
            kind: Set(kind.code().to_owned()),
            case_number: Set(subject.case.as_ref().map(ToString::to_string)),
            link: Set(subject.link.clone()),
            at: Set(unit.now()),
            read_at: Set(None),
        };
        writes.add(notice_row::Entity::insert(notice).into_query());
        if let Some(due) = due(unit, district, user).await? {
            let mail = mail(unit, district, user, id, due);
            writes.add(outbox_row::Entity::insert(mail).into_query());
        }
    }
    writes.run(unit).await
}

/// When to mail the user, if they are active, wish for it, and mail is sent from here.
async fn due(unit: &Unit, district: DistrictId, user: UserId) -> Outcome<Option<DateTime<Utc>>> {
    if !unit.mails() {
        return Ok(None);
    }
    let user = Uuid::from(user);
    let row = settings_row::Entity::in_district(district)
        .filter(settings_row::Column::UserId.eq(user))
        .one(unit.connection())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let active = user::Entity::in_district(district)
        .filter(user::Column::Id.eq(user))
        .filter(user::Column::Active.eq(true))
        .one(unit.connection())
        .await?;
    let wishes = settings::of_row(&row)?;
    Ok(
        active.and_then(|_| match when_to_mail(&wishes, wall_time(unit.now())) {
            MailTime::Never => None,
            MailTime::Now => Some(unit.now()),
            MailTime::At(wall) => Some(moment(wall).max(unit.now())),
        }),
    )
}

fn mail(
    unit: &Unit,
    district: DistrictId,
    user: UserId,
    notification: Uuid,
    due: DateTime<Utc>,
) -> outbox_row::ActiveModel {
    outbox_row::ActiveModel {
        id: Set(unit.new_id()),
        district_id: Set(district.into()),
        user_id: Set(user.into()),
        notification_id: Set(notification),
        due_at: Set(due),
        attempts: Set(0),
        try_at: Set(due),
        claim: Set(None),
        claimed_until: Set(None),
        sent_at: Set(None),
    }
}

/// Whether a link stays on this host.
fn is_path(link: &str) -> bool {
    link.starts_with('/')
        && !link.starts_with("//")
        && !link.contains('\\')
        && link.len() <= 1000
        && link.bytes().all(|byte| byte.is_ascii_graphic())
}
