//! When what a grant opens is closed again: on time, and before it by whatever ends the referral.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Error, Refusal,
    cases::{CaseNumber, Whose},
    ids::TransitionId,
    transitions::{ReferralEvent, ReferralState, Standing, TransferEvent, TransferState},
};
use services::{
    Caller,
    cases::{list_cases, print_case, read_case, read_history, search_persons},
};
use testkit::{PASSWORD, World, on_both_databases};

use super::{sharing::*, support::*};
use crate::support::*;

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// How far the queue says that a referral has come.
async fn standing(world: &World, id: TransitionId) -> ReferralState {
    match shown(world, WORKER, id).await.row.standing {
        Standing::Referral(state) => state,
        other => panic!("{other:?}"),
    }
}

/// Whether a session opened just now sees the case, by any of the ways to it.
async fn sees_signed_in_anew(world: &World, account: &str, number: &CaseNumber) -> bool {
    let token = world.sign_in(account, PASSWORD, None).await.unwrap();
    let caller: Caller = world.caller(&token).await.unwrap();
    let of = number.clone();
    let seen = world.store.reading(caller, "test", |unit| async move {
        let shared = domain::cases::ListQuery {
            whose: Whose::Shared,
            ..domain::cases::ListQuery::default()
        };
        let listed = list_cases(&unit, &shared)
            .await
            .is_ok_and(|list| !list.cases.is_empty());
        let found = search_persons(&unit, of.as_str()).await;
        Ok([
            read_case(&unit, &of).await.is_ok(),
            print_case(&unit, &of, None).await.is_ok(),
            read_history(&unit, &of).await.is_ok(),
            listed,
            found.is_ok_and(|found| !found.hits.is_empty()),
        ])
    });
    let seen = seen.await.unwrap();
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    seen[0]
}

/// The case is asked for the district IX, released, and accepted there.
async fn moved(world: &World, number: &CaseNumber) {
    let id = ask(world, WORKER, number, typed(9)).await.unwrap();
    let released = step(world, SUPERVISOR, id, TransferEvent::Release, None).await;
    assert_eq!(released, Ok(TransferState::Offered));
    let accepted = step(
        world,
        NEIGHBOUR_SUPERVISOR,
        id,
        TransferEvent::Accept,
        Some(NEIGHBOUR),
    );
    assert_eq!(accepted.await, Ok(TransferState::Accepted));
}

on_both_databases! {
    async fn it_ends_with_its_last_day_in_budapest(world: World) {
        for (day, before, midnight) in [
            ("2026-11-25", "2026-11-25T22:59:59Z", "2026-11-25T23:00:00Z"),
            ("2027-06-02", "2027-06-02T21:59:59Z", "2027-06-02T22:00:00Z"),
            // The night before, clocks are put forward; that night, back.
            ("2027-03-28", "2027-03-28T21:59:59Z", "2027-03-28T22:00:00Z"),
            ("2027-10-30", "2027-10-30T21:59:59Z", "2027-10-30T22:00:00Z"),
            ("2027-10-31", "2027-10-31T22:59:59Z", "2027-10-31T23:00:00Z"),
        ] {
            world.clock.set(at(&format!("{day}T08:00:00Z")));
            let number = consenting(&world, WORKER).await;
            let typed = domain::transitions::TypedReferral { until: day.to_owned(), ..to_neighbours(&world).await };
            let id = offer(&world, WORKER, &number, typed).await.unwrap();
            take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await.unwrap();
            assert_eq!(read(&world, NEIGHBOUR, &number).await.unwrap().shared.unwrap().last_day.to_string(), day);
            world.clock.set(at(before));
            assert_eq!(sweep(&world).await, 0);
            assert!(sees(&world, NEIGHBOUR, &number).await, "{before}");
            world.clock.set(at(midnight));
            assert!(!sees(&world, NEIGHBOUR, &number).await, "{midnight}, before anybody sweeps");
            assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await, refused(Refusal::OfferEnded));
            assert_eq!((sweep(&world).await, sweep(&world).await), (1, 0));
            assert!(!sees(&world, NEIGHBOUR, &number).await, "{midnight}, swept");
            assert_eq!(standing(&world, id).await, ReferralState::Expired);
            // Swept is over, whatever the clock says.
            world.clock.set(at(before));
            assert!(!sees(&world, NEIGHBOUR, &number).await);
        }
    }

    async fn an_offer_that_nobody_took_on_ends_on_time_too(world: World) {
        let number = consenting(&world, WORKER).await;
        let short = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        let typed = domain::transitions::TypedReferral { until: in_days(&world, 100), ..opening(&world, "helpdesk.d09", &NAME).await };
        let long = offer(&world, WORKER, &number, typed).await.unwrap();
        world.clock.advance(TimeDelta::days(3));
        assert_eq!(take(&world, NEIGHBOUR, short, ReferralEvent::Accept).await, refused(Refusal::OfferEnded));
        assert!(shown(&world, NEIGHBOUR, short).await.summary.is_empty());
        assert_eq!(sweep(&world).await, 1);
        assert_eq!(standing(&world, short).await, ReferralState::Expired);
        assert_eq!(told(&world, WORKER).await, ["referral_expired"]);
        world.clock.advance(TimeDelta::days(11));
        assert_eq!(take(&world, "helpdesk.d09", long, ReferralEvent::Accept).await, refused(Refusal::OfferEnded));
        assert_eq!(sweep(&world).await, 1);
        assert!(!sees(&world, "helpdesk.d09", &number).await);
    }

    async fn what_was_taken_on_late_lasts_until_its_own_end(world: World) {
        let number = consenting(&world, WORKER).await;
        let typed = domain::transitions::TypedReferral { until: in_days(&world, 100), ..to_neighbours(&world).await };
        let id = offer(&world, WORKER, &number, typed).await.unwrap();
        world.clock.advance(TimeDelta::days(13));
        take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await.unwrap();
        world.clock.advance(TimeDelta::days(80));
        assert_eq!(sweep(&world).await, 0);
        assert!(sees(&world, NEIGHBOUR, &number).await);
    }

    async fn the_end_of_consent_ends_it(world: World) {
        for (answer, by) in [("withdrawn", WORKER), ("refused", COLLEAGUE)] {
            let (number, id) = accepted(&world).await;
            let (other, _) = accepted(&world).await;
            assert!(sees(&world, NEIGHBOUR, &number).await);
            world.consent(by, &number, answer).await;
            assert!(!sees(&world, NEIGHBOUR, &number).await, "{answer}");
            assert!(sees(&world, NEIGHBOUR, &other).await, "the other person said nothing");
            assert_eq!(standing(&world, id).await, ReferralState::Withdrawn);
            assert!(told(&world, NEIGHBOUR).await.contains(&"referral_withdrawn"));
            // A new yes opens nothing that was closed.
            world.consent(by, &number, "given").await;
            assert!(!sees(&world, NEIGHBOUR, &number).await);
        }
    }

    async fn a_case_that_moves_leaves_its_services_behind(world: World) {
        third(&world).await;
        let number = consenting(&world, WORKER).await;
        let on = granted(&world, &number, THIRD, &NAME).await;
        let waiting = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert!(sees(&world, THIRD, &number).await);
        moved(&world, &number).await;
        assert!(!sees(&world, THIRD, &number).await);
        for id in [on, waiting] {
            assert_eq!(standing(&world, id).await, ReferralState::Withdrawn);
        }
        let case = read(&world, NEIGHBOUR, &number).await.unwrap();
        assert!(case.shared.is_none() && case.may_refer);
        assert_eq!(read(&world, WORKER, &number).await, Err(Error::NotFound));
        // The new district refers anew.
        let typed = opening(&world, THIRD, &NAME).await;
        let anew = offer(&world, NEIGHBOUR, &number, typed).await.unwrap();
        take(&world, THIRD, anew, ReferralEvent::Accept).await.unwrap();
        let shared = read(&world, THIRD, &number).await.unwrap().shared.unwrap();
        assert_eq!((shared.referral, shared.from.number), (anew, 9));
    }

    async fn it_ends_when_the_case_is_closed(world: World) {
        let (number, _) = accepted(&world).await;
        let of = number.clone();
        let closed = world.run(WORKER, |unit| async move {
            services::workflow::change_stage(&unit, &of, &domain::cases::Stage::CLOSED, "They have moved away").await
        });
        assert_eq!(closed.await, Ok(()));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        assert_eq!(told(&world, NEIGHBOUR).await, ["referral_offered", "referral_withdrawn"]);
    }

    async fn what_the_old_district_has_begun_to_write_goes_with_the_move(world: World) {
        let number = consenting(&world, WORKER).await;
        let typed = to_neighbours(&world).await;
        let (of, form) = (number.clone(), services::forms::DraftOf::form(&number, "identity"));
        let kept = world.run(SUPERVISOR, |unit| async move {
            services::transitions::keep_referral(&unit, &of, &typed, false).await?;
            let draft = services::forms::Draft { inputs: domain::forms::Inputs::default(), version: 1, conflict: None, refused: false };
            services::forms::keep_draft(&unit, &form, &draft).await
        });
        kept.await.unwrap();
        assert_eq!(world.database.snapshot().await.count("drafts"), 2);
        moved(&world, &number).await;
        assert_eq!(world.database.snapshot().await.count("drafts"), 0);
    }

    async fn an_offer_waits_as_long_as_it_is_configured(world: World) {
        let catalog = testkit::config().catalog(&[]).with_offer_time(TimeDelta::hours(36));
        let world = world.with_catalog(catalog).await;
        let number = consenting(&world, WORKER).await;
        let long = domain::transitions::TypedReferral { until: in_days(&world, 20), ..to_neighbours(&world).await };
        let referral = offer(&world, WORKER, &number, long).await.unwrap();
        let transfer = ask(&world, WORKER, &number, typed(9)).await.unwrap();
        world.clock.advance(TimeDelta::hours(35));
        assert_eq!(sweep(&world).await, 0);
        assert_eq!(step(&world, SUPERVISOR, transfer, TransferEvent::Release, None).await, Ok(TransferState::Offered));
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!((sweep(&world).await, standing(&world, referral).await), (1, ReferralState::Expired));
        // A release begins the time of the offer anew.
        world.clock.advance(TimeDelta::hours(35));
        assert_eq!(sweep(&world).await, 1);
    }

    async fn a_service_whose_district_takes_the_case_over_reads_it_as_its_own(world: World) {
        front(&world).await;
        let number = consenting(&world, WORKER).await;
        granted(&world, &number, FRONT, &NAME).await;
        assert!(sees(&world, FRONT, &number).await);
        moved(&world, &number).await;
        assert_eq!(read(&world, FRONT, &number).await, Err(Error::NotFound), "it went to another team");
        assert!(list(&world, FRONT, Whose::Shared).await.unwrap().cases.is_empty());
        assert!(read(&world, NEIGHBOUR, &number).await.unwrap().shared.is_none());
    }

    async fn whoever_leaves_the_service_leaves_its_grants(world: World) {
        front(&world).await;
        let (number, _) = accepted(&world).await;
        assert!(sees_signed_in_anew(&world, NEIGHBOUR, &number).await);
        assert!(!sees_signed_in_anew(&world, FRONT, &number).await);
        let user = |account: &str| format!("(SELECT id FROM users WHERE account = '{account}')");
        // Two change places.
        let team = |code: &str| format!("(SELECT teams.id FROM teams JOIN districts ON districts.id = district_id WHERE code = '{code}' AND number = 9)");
        for (account, code) in [(NEIGHBOUR, "front"), (FRONT, "family")] {
            let joins = format!("UPDATE team_members SET team_id = {} WHERE user_id = {}", team(code), user(account));
            world.database.execute(&joins).await;
        }
        assert!(!sees_signed_in_anew(&world, NEIGHBOUR, &number).await);
        assert!(sees_signed_in_anew(&world, FRONT, &number).await);
        for role in ["admin", "callcentre", "cash_officer"] {
            let changed = format!("UPDATE user_roles SET role = '{role}' WHERE user_id = {}", user(FRONT));
            world.database.execute(&changed).await;
            let token = world.sign_in(FRONT, PASSWORD, None).await.unwrap();
            let caller = world.caller(&token).await.unwrap();
            let of = number.clone();
            let seen = world.store.reading(caller, "test", |unit| async move { read_case(&unit, &of).await });
            assert_eq!(seen.await, refused(Refusal::PermissionMissing), "{role}");
        }
    }
}
