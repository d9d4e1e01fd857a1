//! Two processes look at the same clock: what it ends is ended once, and a letter is taken once.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::Result;
use services::{
    Caller, Store,
    notifications::{Letter, take_letters},
    transitions::expire_due,
};
use testkit::on_both_databases;

use crate::{
    audit::chain::second_store, notifications::told_by_mail, support::*, transitions::offered,
};

async fn sweep(store: &Store) -> Result<usize> {
    let swept = store.unit(Caller::System, "test", |unit| async move {
        expire_due(&unit).await
    });
    swept.await
}

async fn take(store: &Store) -> Result<Vec<Letter>> {
    let taken = store.unit(Caller::System, "test", |unit| async move {
        take_letters(&unit).await
    });
    taken.await
}

on_both_databases! {
    async fn what_ends_by_the_clock_ends_once(world: World) {
        let mut cases = BTreeSet::new();
        for _ in 0..4 {
            cases.insert(offered(&world).await.0.to_string());
        }
        world.clock.advance(TimeDelta::days(15));
        let other = second_store(&world).await;
        let (here, there) = (&world.store, &other);
        let (one, two, three, four) = tokio::join!(sweep(here), sweep(there), sweep(here), sweep(there));
        let ended = [one, two, three, four].map(|count| count.unwrap());
        assert_eq!(ended.iter().sum::<usize>(), cases.len(), "{ended:?}");
        other.close().await;
        let twice = "SELECT 1 FROM notifications WHERE kind = 'transfer_expired' \
                     GROUP BY user_id, case_number HAVING count(*) > 1";
        assert_eq!(world.database.rows(twice).await.len(), 0);
        let ended = events(&world).await.into_iter().filter(|event| event.action == "transfer_expired");
        assert_eq!(ended.count(), cases.len());
    }

    async fn a_letter_is_taken_once(world: World) {
        let receivers = [WORKER, COLLEAGUE, SUPERVISOR, NEIGHBOUR];
        for receiver in receivers {
            told_by_mail(&world, receiver).await;
        }
        world.clock.advance(TimeDelta::days(1));
        let other = second_store(&world).await;
        let (here, there) = (&world.store, &other);
        let (one, two, three, four) = tokio::join!(take(here), take(there), take(here), take(there));
        let letters: Vec<Letter> = [one, two, three, four].map(|letters| letters.unwrap()).concat();
        other.close().await;
        let names: BTreeSet<&str> = letters.iter().map(|letter| letter.name.as_str()).collect();
        assert_eq!((letters.len(), names), (receivers.len(), BTreeSet::from(receivers)));
    }
}
