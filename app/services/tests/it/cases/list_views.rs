//! Lists that were kept under a name.

use domain::{
    Error, ProblemCode, Result,
    cases::{ListQuery, list::ListView},
};
use services::cases::{VIEW_NAME_MAX, VIEWS_MAX};
use testkit::{World, on_both_databases};

use crate::support::*;

const ADDRESS: &str = "whose=all&stage=plan&identity/sex=female&sort=name&column=opened";

async fn keep(
    world: &World,
    account: &str,
    name: &str,
    address: &str,
    shared: bool,
) -> Result<ListView> {
    let (name, query) = (name.to_owned(), ListQuery::parse(address).expect(address));
    world
        .run(account, move |unit| async move {
            services::cases::save_view(&unit, &name, &query, shared).await
        })
        .await
}

async fn views(world: &World, account: &str) -> Vec<ListView> {
    let query = ListQuery::default();
    let frame = world.run(account, |unit| async move {
        services::cases::list_frame(&unit, &query).await
    });
    frame.await.unwrap().views
}

async fn remove(world: &World, account: &str, view: &ListView) -> Result<()> {
    let id = view.id;
    world
        .run(account, move |unit| async move {
            services::cases::remove_view(&unit, id).await
        })
        .await
}

on_both_databases! {
    async fn a_kept_list_is_ones_own_until_it_is_shared(world: World) {
        let view = keep(&world, WORKER, " Women with a plan ", ADDRESS, false).await.unwrap();
        assert_eq!((view.name.as_str(), view.address.as_str()), ("Women with a plan", ADDRESS));
        assert_eq!(views(&world, WORKER).await, vec![view.clone()]);
        assert!(views(&world, COLLEAGUE).await.is_empty());
        let shared = keep(&world, WORKER, "Women with a plan", ADDRESS, true).await.unwrap();
        assert_eq!(shared.id, view.id);
        let seen = views(&world, COLLEAGUE).await;
        assert_eq!((seen.len(), seen[0].own, seen[0].address.as_str()), (1, false, ADDRESS));
        for other in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            assert!(views(&world, other).await.is_empty());
        }
    }

    async fn only_its_keeper_removes_it(world: World) {
        let view = keep(&world, WORKER, "Mine", "whose=mine", true).await.unwrap();
        for other in [COLLEAGUE, SUPERVISOR, NEIGHBOUR] {
            assert_eq!(remove(&world, other, &view).await, Err(Error::NotFound));
        }
        let (removed, events) = events_of(&world, remove(&world, WORKER, &view)).await;
        assert_eq!(removed, Ok(()));
        assert_eq!(events[0].action, "list_view_removed");
        assert!(views(&world, WORKER).await.is_empty());
        assert_eq!(remove(&world, WORKER, &view).await, Err(Error::NotFound));
    }

    async fn a_view_of_what_is_hidden_is_neither_kept_nor_offered(world: World) {
        let hidden = "whose=all&health/wg_seeing:none=1";
        let refused = keep(&world, HELPDESK, "Health", hidden, false).await;
        assert_eq!(refused, Err(Error::invalid("query", ProblemCode::UnknownField)));
        keep(&world, SUPERVISOR, "Health", hidden, true).await.unwrap();
        assert_eq!(views(&world, WORKER).await.len(), 1);
        assert!(views(&world, HELPDESK).await.is_empty());
    }

    async fn names_are_checked_and_views_are_not_without_end(world: World) {
        let long = "a".repeat(VIEW_NAME_MAX + 1);
        for (name, code) in [
            ("", ProblemCode::Required),
            ("  ", ProblemCode::Required),
            ("a\u{7}b", ProblemCode::NotText),
            (long.as_str(), ProblemCode::TooLong { max: 80 }),
        ] {
            let kept = keep(&world, WORKER, name, "", false).await;
            assert_eq!(kept, Err(Error::invalid("name", code)), "{name}");
        }
        for number in 0..VIEWS_MAX {
            keep(&world, WORKER, &format!("{number}"), "", false).await.unwrap();
        }
        let kept = keep(&world, WORKER, "one more", "", false).await;
        assert_eq!(kept, Err(Error::invalid("name", ProblemCode::TooManyRows { max: 50 })));
        keep(&world, WORKER, "1", "whose=all", false).await.unwrap();
        keep(&world, COLLEAGUE, "one more", "", false).await.unwrap();
    }
}
