//! A webhook of another district does not exist, and hears of nothing here.

use chrono::TimeDelta;
use domain::{
    Error,
    ids::{DeliveryId, WebhookId},
    integration::{Attempt, DeliveryState, WebhookEvent},
};
use sea_orm::ConnectionTrait;
use services::integration::{list_webhooks, read_webhook, replay_delivery};
use testkit::{World, on_both_databases, on_postgres};

use super::support::*;
use crate::support::*;

async fn listed(world: &World, account: &str) -> Vec<WebhookId> {
    let listed = world.read(
        account,
        |unit| async move { list_webhooks(&unit, None).await },
    );
    let webhooks = listed.await.unwrap().webhooks.into_iter();
    webhooks.map(|webhook| webhook.id).collect()
}

/// What waits for the webhook of this account is given up; answers one of the dead letters.
async fn dead(world: &World, account: &str, webhook: WebhookId) -> DeliveryId {
    while let Some(one) = take(&world.store, webhook, 1).await.pop() {
        note(&world.store, &one, Attempt::Answered(500)).await;
        world.clock.advance(TimeDelta::days(2));
    }
    let log = page(world, account, webhook).await.deliveries;
    let mut dead = log.iter().filter(|line| line.state == DeliveryState::Dead);
    dead.next().expect("a dead letter").id
}

on_both_databases! {
    async fn a_webhook_next_door_and_none_at_all_look_the_same(world: World) {
        administrators(&world).await;
        let own = add_for_all(&world, NEIGHBOUR_ADMIN).await;
        let ours = add_for_all(&world, ADMIN).await;
        let city = add_for_all(&world, CITY_ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let letter = dead(&world, ADMIN, ours).await;
        let nobodys: WebhookId = "00000000-0000-0000-0000-000000000001".parse().unwrap();
        assert_eq!(listed(&world, NEIGHBOUR_ADMIN).await, [own]);
        assert_eq!(listed(&world, ADMIN).await, [ours]);
        assert_eq!(listed(&world, CITY_ADMIN).await, [city]);
        let before = world.database.snapshot().await;
        for account in [NEIGHBOUR_ADMIN, CITY_ADMIN] {
            for id in [ours, nobodys] {
                let read = world.read(account, move |unit| async move {
                    read_webhook(&unit, id, false, None).await
                });
                assert_eq!(read.await.map(drop), Err(Error::NotFound), "{account}");
                for event in WebhookEvent::ALL {
                    let changed = change(&world, account, id, event).await;
                    assert_eq!(changed, Err(Error::NotFound), "{account} {event:?}");
                }
                let replayed = world.run(account, move |unit| async move {
                    replay_delivery(&unit, id, letter).await
                });
                assert_eq!(replayed.await, Err(Error::NotFound), "{account}");
            }
            // Nor through a webhook of one's own.
            let through = if account == CITY_ADMIN { city } else { own };
            let replayed = world.run(account, move |unit| async move {
                replay_delivery(&unit, through, letter).await
            });
            assert_eq!(replayed.await, Err(Error::NotFound), "{account}");
        }
        let changed = ["audit_events", "sessions", "sign_in_attempts"];
        let after = world.database.snapshot().await;
        assert_eq!(after.without(&changed), before.without(&changed));
    }

    async fn the_citys_webhook_has_its_log_and_its_dead_letters_wherever_they_happened(world: World) {
        administrators(&world).await;
        let city = add_for_all(&world, CITY_ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        world.register(NEIGHBOUR, "Мельник", "Ірина").await;
        dead(&world, CITY_ADMIN, city).await;
        let log = page(&world, CITY_ADMIN, city).await;
        assert_eq!((log.deliveries.len(), log.webhook.dead), (2, 2));
        change(&world, CITY_ADMIN, city, WebhookEvent::ReplayAll).await.unwrap();
        assert_eq!(deliver_all(&world, city).await.len(), 2);
        assert_eq!(page(&world, CITY_ADMIN, city).await.webhook.dead, 0);
        change(&world, CITY_ADMIN, city, WebhookEvent::Remove).await.unwrap();
        assert_eq!(world.database.rows("SELECT 1 FROM webhook_deliveries").await.len(), 0);
    }
}

on_postgres! {
    async fn of_the_citys_webhooks_a_district_learns_the_kinds_alone(world: World) {
        administrators(&world).await;
        add_for_all(&world, CITY_ADMIN).await;
        for (table, sees) in [
            ("webhooks", false),
            ("webhook_secrets", false),
            ("webhook_deliveries", false),
            ("webhook_subscriptions", true),
        ] {
            for account in [WORKER, ADMIN] {
                let rows = world.run(account, move |unit| async move {
                    let asked = format!("SELECT district_id FROM {table}");
                    let asked = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, asked);
                    Ok(unit.connection().query_all_raw(asked).await?.len())
                });
                assert_eq!(rows.await.unwrap() > 0, sees, "{table} {account}");
                let written = world.run(account, move |unit| async move {
                    let all = format!("DELETE FROM {table}");
                    let done = unit.connection().execute_unprepared(&all);
                    Ok(done.await?.rows_affected())
                });
                assert_eq!(written.await, Ok(0), "{table} {account}");
            }
        }
    }
}
