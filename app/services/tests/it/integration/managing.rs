//! Who manages webhooks, and what they may look like.

use domain::{
    Error, ProblemCode, Refusal,
    integration::{EventKind, TypedWebhook, WEBHOOKS_MAX, WebhookEvent},
};
use services::integration::{add_webhook, conceal, list_webhooks, reveal};
use testkit::on_both_databases;

use super::support::*;
use crate::support::*;

on_both_databases! {
    async fn what_cannot_be_called_is_told_at_its_field(world: World) {
        let cases = [
            ("", ProblemCode::Required),
            ("receiver", ProblemCode::NotAWebAddress),
            ("http://1.1.1.1/", ProblemCode::NotEncrypted),
            ("https://10.1.2.3/", ProblemCode::ForbiddenNetwork),
            ("https://[::ffff:169.254.169.254]/", ProblemCode::ForbiddenNetwork),
            ("http://0xa.1/", ProblemCode::ForbiddenNetwork),
        ];
        for (address, code) in cases {
            let typed = TypedWebhook {
                address: address.to_owned(),
                ..typed(&[EventKind::CaseOpened])
            };
            let added = world.run(ADMIN, |unit| async move { add_webhook(&unit, &typed).await });
            let Err(Error::Invalid { problems }) = added.await else {
                panic!("{address}");
            };
            assert_eq!((problems.len(), &problems[0].code), (1, &code), "{address}");
        }
        assert_eq!(world.database.rows("SELECT 1 FROM webhooks").await.len(), 0);
    }

    async fn a_district_has_so_many_and_no_more(world: World) {
        for _ in 0..WEBHOOKS_MAX {
            add(&world, ADMIN, &[EventKind::CaseOpened]).await;
        }
        let one = typed(&[EventKind::CaseOpened]);
        let added = world.run(ADMIN, |unit| async move { add_webhook(&unit, &one).await });
        let problem = Error::invalid("address", ProblemCode::TooManyRows { max: WEBHOOKS_MAX });
        assert_eq!(added.await.map(|added| added.id), Err(problem));
    }

    async fn whoever_does_not_manage_them_is_refused(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        for account in [WORKER, SUPERVISOR, HELPDESK, SHELTER, CALL_CENTRE, "dpo"] {
            let refused = Error::Refused { reason: Refusal::PermissionMissing };
            let listed = world.read(account, |unit| async move { list_webhooks(&unit, None).await });
            assert_eq!(listed.await.map(drop), Err(refused.clone()), "{account}");
            let changed = change(&world, account, id, WebhookEvent::Remove).await;
            assert_eq!(changed, Err(refused), "{account}");
        }
    }

    async fn what_is_done_stands_in_the_audit(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        for event in [
            WebhookEvent::Test,
            WebhookEvent::Pause,
            WebhookEvent::Resume,
            WebhookEvent::Rotate,
            WebhookEvent::ReplayAll,
            WebhookEvent::Remove,
        ] {
            change(&world, ADMIN, id, event).await.unwrap();
        }
        let events = events(&world).await;
        let mut actions: Vec<&str> = events
            .iter()
            .filter(|event| event.details["webhook"] == id.to_string())
            .map(|event| event.action.as_str())
            .collect();
        actions.sort_unstable();
        assert_eq!(actions, [
            "deliveries_replayed",
            "webhook_added",
            "webhook_paused",
            "webhook_removed",
            "webhook_resumed",
            "webhook_secret_replaced",
            "webhook_tested",
        ]);
        assert!(events.iter().all(|event| !event.details.to_string().contains("whsec")));
        for table in ["webhooks", "webhook_secrets", "webhook_subscriptions", "webhook_deliveries"] {
            let rows = world.database.rows(&format!("SELECT 1 FROM {table}")).await;
            assert_eq!(rows.len(), 0, "{table}");
        }
    }

    async fn only_what_stands_so_can_be_done(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        let wrong = Err(Error::Refused { reason: Refusal::WrongState });
        assert_eq!(change(&world, ADMIN, id, WebhookEvent::Resume).await, wrong);
        change(&world, ADMIN, id, WebhookEvent::Pause).await.unwrap();
        assert_eq!(change(&world, ADMIN, id, WebhookEvent::Pause).await, wrong);
        assert_eq!(change(&world, ADMIN, id, WebhookEvent::Test).await, wrong);
        change(&world, ADMIN, id, WebhookEvent::Remove).await.unwrap();
        let gone = change(&world, ADMIN, id, WebhookEvent::Remove).await;
        assert_eq!(gone, Err(Error::NotFound));
    }

    async fn a_secret_on_its_way_to_the_page_is_for_one_user_and_webhook(world: World) {
        administrators(&world).await;
        let (one, other) = (add_for_all(&world, ADMIN).await, add_for_all(&world, ADMIN).await);
        let concealed = world.run(ADMIN, move |unit| async move { conceal(&unit, one, "whsec_x") });
        let concealed = concealed.await.unwrap();
        for (account, id, expected) in [
            (ADMIN, one, Some("whsec_x".to_owned())),
            (ADMIN, other, None),
            (NEIGHBOUR_ADMIN, one, None),
        ] {
            let kept = concealed.clone();
            let shown = world.read(account, move |unit| async move { reveal(&unit, id, &kept) });
            assert_eq!(shown.await, Ok(expected), "{account}");
        }
        let nonsense = world.read(ADMIN, move |unit| async move { reveal(&unit, one, "AAAA") });
        assert_eq!(nonsense.await, Ok(None));
    }
}
