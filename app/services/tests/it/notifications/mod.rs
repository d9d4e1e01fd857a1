//! Who is told what, and in which transaction.

use domain::{
    Error, Language,
    access::{Actor, Permission},
    ids::{NotificationId, UserId},
    notifications::{Hour, Inbox, MailManner, NotificationKind, NotificationSettings, QuietHours},
};
use services::{
    Caller, Outcome, Unit,
    notifications::{
        Subject, holders, inbox, mark_all_read, mark_read, notify, read_settings, save_settings,
    },
};
use testkit::{World, on_both_databases, on_postgres};

use crate::support::*;

fn subject() -> Subject {
    let number = nobodys_number();
    Subject {
        link: format!("/cases/{number}"),
        case: Some(number),
    }
}

async fn recipient(world: &World, account: &str) -> UserId {
    actor(world, account).await.user
}

async fn actor(world: &World, account: &str) -> Actor {
    match world.actor(account).await {
        Caller::Actor(actor) => (*actor).clone(),
        other => panic!("{other:?}"),
    }
}

async fn tell(unit: &Unit, to: &[UserId]) -> Outcome<()> {
    notify(unit, NotificationKind::TransferReleased, &subject(), to).await
}

/// The worker tells these accounts of a transfer.
async fn told(world: &World, accounts: &[&str]) {
    let mut to = Vec::new();
    for account in accounts {
        to.push(recipient(world, account).await);
    }
    let told = world.run(WORKER, |unit| async move { tell(&unit, &to).await });
    told.await.unwrap();
}

/// The account wishes for mail, and is told something.
pub(crate) async fn told_by_mail(world: &World, account: &str) {
    wish(world, account, wishes(MailManner::AtOnce)).await;
    let to = [recipient(world, account).await];
    let store = world.store.clone().that_mails();
    let told = store.unit(Caller::System, "test", move |unit| async move {
        tell(&unit, &to).await
    });
    told.await.unwrap();
}

async fn inbox_of(world: &World, account: &str) -> Inbox {
    let read = world.read(account, |unit| async move { inbox(&unit, None).await });
    read.await.unwrap()
}

async fn mark(world: &World, account: &str, id: NotificationId) -> domain::Result<()> {
    let marked = world.run(
        account,
        move |unit| async move { mark_read(&unit, id).await },
    );
    marked.await
}

fn wishes(manner: MailManner) -> NotificationSettings {
    NotificationSettings {
        email: Some("worker@district.example".to_owned()),
        manner,
        ..NotificationSettings::usual(Language::Uk)
    }
}

async fn wish(world: &World, account: &str, wishes: NotificationSettings) {
    let saved = world.run(account, |unit| async move {
        save_settings(&unit, &wishes).await
    });
    saved.await.unwrap();
}

/// The times at which mail waits to be sent, as seconds behind the world's now.
async fn waiting(world: &World) -> Vec<i64> {
    use sea_orm::EntityTrait;
    use services::{notifications::outbox_row, source::Clock};
    let rows = outbox_row::Entity::find().all(&world.database.owner).await;
    let now = world.clock.now();
    let rows = rows.unwrap();
    rows.iter()
        .map(|row| (row.due_at - now).num_seconds())
        .collect()
}

fn with_mail(mut world: World) -> World {
    world.store = world.store.clone().that_mails();
    world
}

on_both_databases! {
    async fn another_district_is_told_and_the_actor_never(world: World) {
        told(&world, &[NEIGHBOUR_SUPERVISOR, NEIGHBOUR_SUPERVISOR, WORKER, COLLEAGUE]).await;
        for account in [NEIGHBOUR_SUPERVISOR, COLLEAGUE] {
            let inbox = inbox_of(&world, account).await;
            assert_eq!((inbox.notices.len(), inbox.unread), (1, 1), "{account}");
            assert_eq!(inbox.notices[0].kind, NotificationKind::TransferReleased);
            assert_eq!(inbox.notices[0].case, Some(nobodys_number()));
        }
        for account in [WORKER, SUPERVISOR, NEIGHBOUR] {
            assert_eq!(inbox_of(&world, account).await.unread, 0, "{account}");
        }
    }

    async fn what_is_refused_tells_nobody(world: World) {
        let world = with_mail(world);
        wish(&world, NEIGHBOUR, wishes(MailManner::AtOnce)).await;
        let to = [recipient(&world, NEIGHBOUR).await];
        let refused = world.run(WORKER, move |unit| async move {
            tell(&unit, &to).await?;
            Err::<(), _>(Error::NotFound.into())
        });
        assert_eq!(refused.await, Err(Error::NotFound));
        assert_eq!(inbox_of(&world, NEIGHBOUR).await.unread, 0);
        assert!(waiting(&world).await.is_empty());
        told(&world, &[NEIGHBOUR]).await;
        assert_eq!(inbox_of(&world, NEIGHBOUR).await.unread, 1);
        assert_eq!(waiting(&world).await, [0]);
    }

    async fn only_ones_own_is_read_and_marked(world: World) {
        told(&world, &[COLLEAGUE, NEIGHBOUR]).await;
        let id = inbox_of(&world, COLLEAGUE).await.notices[0].id;
        for other in [WORKER, SUPERVISOR, NEIGHBOUR] {
            assert_eq!(mark(&world, other, id).await, Err(Error::NotFound), "{other}");
            let all = world.run(other, move |unit| async move { mark_all_read(&unit, id).await });
            assert_eq!(all.await, Ok(()));
        }
        assert_eq!(inbox_of(&world, COLLEAGUE).await.unread, 1);
        assert_eq!(mark(&world, COLLEAGUE, id).await, Ok(()));
        assert_eq!(mark(&world, COLLEAGUE, id).await, Ok(()));
        let inbox = inbox_of(&world, COLLEAGUE).await;
        assert!(inbox.unread == 0 && inbox.notices[0].read);
    }

    async fn holders_are_those_of_the_district_with_the_permission(world: World) {
        let mut wanted = vec![recipient(&world, NEIGHBOUR).await];
        let district = actor(&world, NEIGHBOUR).await.district;
        let found = world.run(WORKER, move |unit| async move {
            holders(&unit, district, Permission::CASES_OWN).await
        });
        let mut found = found.await.unwrap();
        assert!(!found.contains(&recipient(&world, "helpdesk.d09").await), "{found:?}");
        found.retain(|one| wanted.contains(one));
        wanted.sort();
        assert_eq!(found, wanted);
        world.database.execute("UPDATE users SET active = false WHERE account = 'caseworker1.d09'").await;
        let found = world.run(WORKER, move |unit| async move {
            holders(&unit, district, Permission::CASES_OWN).await
        });
        assert!(!found.await.unwrap().contains(&wanted[0]));
    }

    async fn mail_waits_for_the_end_of_quiet_hours_and_follows_new_wishes(world: World) {
        // The world's morning is nine o'clock in Budapest.
        let world = with_mail(world);
        let quiet = QuietHours::new(Hour::new(22).unwrap(), Hour::new(11).unwrap());
        wish(&world, COLLEAGUE, NotificationSettings { quiet, ..wishes(MailManner::AtOnce) }).await;
        told(&world, &[COLLEAGUE]).await;
        let hours = |seconds: Vec<i64>| seconds.iter().map(|one| one / 3600).collect::<Vec<_>>();
        let first = hours(waiting(&world).await);
        wish(&world, COLLEAGUE, wishes(MailManner::Digest)).await;
        let digest = hours(waiting(&world).await);
        assert_eq!(digest[0] - first[0], 21, "{first:?} {digest:?}");
        wish(&world, COLLEAGUE, wishes(MailManner::Off)).await;
        assert!(waiting(&world).await.is_empty());
        assert_eq!(inbox_of(&world, COLLEAGUE).await.unread, 1);
        let kept = world.read(COLLEAGUE, |unit| async move {
            read_settings(&unit, Language::Hu).await
        });
        assert_eq!(kept.await.unwrap(), wishes(MailManner::Off));
    }

    async fn where_no_mail_is_sent_none_is_written(world: World) {
        wish(&world, COLLEAGUE, wishes(MailManner::AtOnce)).await;
        told(&world, &[COLLEAGUE]).await;
        assert!(waiting(&world).await.is_empty());
    }
}

on_postgres! {
    async fn the_gate_in_the_wall_closes_behind_a_notification(world: World) {
        use sea_orm::ConnectionTrait;
        world.register(NEIGHBOUR, "Шевченко", "Олена").await;
        let to = [recipient(&world, NEIGHBOUR).await];
        let seen = world.run(WORKER, move |unit| async move {
            tell(&unit, &to).await?;
            let mut seen = Vec::new();
            for table in ["persons", "notifications"] {
                let rows = sea_orm::Statement::from_string(
                    sea_orm::DbBackend::Postgres,
                    format!("SELECT 1 FROM {table}"),
                );
                seen.push(unit.connection().query_all_raw(rows).await?.len());
            }
            Ok(seen)
        });
        assert_eq!(seen.await.unwrap(), [0, 0]);
        assert_eq!(inbox_of(&world, NEIGHBOUR).await.unread, 1);
    }
}
