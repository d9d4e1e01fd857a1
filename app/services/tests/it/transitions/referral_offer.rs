//! What is needed before anybody is referred: everything written down, and consent.

use domain::{
    Error, Problem, ProblemCode, Refusal, Result,
    ids::{TeamId, TransitionId},
    transitions::{GRANT_DAYS_MAX, ReferralEvent, ReferralState, TypedReferral},
};
use services::{
    consents::read_overrides,
    transitions::{compose_referral, keep_referral},
};
use testkit::on_both_databases;

use super::{sharing::*, support::*};
use crate::support::*;

const DPO: &str = "dpo";

fn problems(offered: Result<TransitionId>) -> Vec<Problem> {
    match offered {
        Err(Error::Invalid { problems }) => problems,
        other => panic!("{other:?}"),
    }
}

fn overriding(typed: TypedReferral, reason: &str) -> TypedReferral {
    TypedReferral {
        override_reason: reason.to_owned(),
        ..typed
    }
}

on_both_databases! {
    async fn what_is_missing_is_told_at_its_field(world: World) {
        let number = consenting(&world, WORKER).await;
        let found = problems(offer(&world, WORKER, &number, TypedReferral::default()).await);
        let fields: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["to", "purpose", "reason", "urgency", "until", "granted"]);
        assert!(found.iter().all(|problem| problem.code == ProblemCode::Required));
        let full = to_neighbours(&world).await;
        let without = [
            ("to", TypedReferral { to: None, ..full.clone() }),
            ("purpose", TypedReferral { purpose: None, ..full.clone() }),
            ("reason", TypedReferral { reason: " \n".to_owned(), ..full.clone() }),
            ("urgency", TypedReferral { urgency: None, ..full.clone() }),
            ("until", TypedReferral { until: String::new(), ..full.clone() }),
            ("granted", TypedReferral { granted: Vec::new(), ..full.clone() }),
        ];
        for (field, typed) in without {
            let found = problems(offer(&world, WORKER, &number, typed).await);
            assert_eq!(found, [Problem::new(field, ProblemCode::Required)]);
        }
        assert!(offer(&world, WORKER, &number, full).await.is_ok());
    }

    async fn its_last_day_is_between_today_and_a_year_from_now(world: World) {
        let number = consenting(&world, WORKER).await;
        let today = today(&world);
        let latest = today + chrono::Days::new(GRANT_DAYS_MAX);
        let cases = [
            (today.pred_opt().unwrap().to_string(), ProblemCode::TooEarly { earliest: today }),
            (latest.succ_opt().unwrap().to_string(), ProblemCode::TooLate { latest }),
            ("some day".to_owned(), ProblemCode::NotADate),
        ];
        for (until, code) in cases {
            let typed = TypedReferral { until, ..to_neighbours(&world).await };
            let found = problems(offer(&world, WORKER, &number, typed).await);
            assert_eq!(found, [Problem::new("until", code)]);
        }
        for (service, until) in [(NEIGHBOUR, today), ("helpdesk.d09", latest)] {
            let typed = TypedReferral { until: until.to_string(), ..opening(&world, service, &NAME).await };
            assert!(offer(&world, WORKER, &number, typed).await.is_ok(), "{until}");
        }
    }

    async fn only_a_service_elsewhere_and_what_the_sender_sees_can_be_chosen(world: World) {
        let number = consenting(&world, WORKER).await;
        let full = to_neighbours(&world).await;
        let nobody = TeamId::from(uuid::Uuid::from_u128(7));
        for to in [team_of(&world, WORKER).await, Some(nobody)] {
            let found = problems(offer(&world, WORKER, &number, TypedReferral { to, ..full.clone() }).await);
            assert_eq!(found, [Problem::new("to", ProblemCode::NotAChoice)]);
        }
        for path in ["identity/nothing", "nothing/family_name", "family_name", ""] {
            let granted = vec![path.to_owned(), NAME[0].to_owned()];
            let found = problems(offer(&world, WORKER, &number, TypedReferral { granted, ..full.clone() }).await);
            assert_eq!(found, [Problem::new("granted", ProblemCode::NotAChoice)], "{path}");
        }
    }

    async fn a_case_is_referred_by_those_who_speak_for_it(world: World) {
        let number = consenting(&world, WORKER).await;
        let typed = to_neighbours(&world).await;
        for (account, answer) in [
            (COLLEAGUE, refused(Refusal::NotYourStep)),
            (HELPDESK, refused(Refusal::PermissionMissing)),
            (SHELTER, refused(Refusal::PermissionMissing)),
            (CALL_CENTRE, refused(Refusal::PermissionMissing)),
            (NEIGHBOUR, Err(Error::NotFound)),
            (NEIGHBOUR_SUPERVISOR, Err(Error::NotFound)),
        ] {
            assert_eq!(offer(&world, account, &number, typed.clone()).await, answer, "{account}");
            let of = number.clone();
            let page = world.read(account, |unit| async move { compose_referral(&unit, &of).await });
            assert_eq!(page.await.map(|page| page.number).map_err(Some), answer.map(|_: TransitionId| number.clone()).map_err(Some), "{account}");
        }
        assert!(offer(&world, SUPERVISOR, &number, typed.clone()).await.is_ok());
        // A service has one referral of a person at a time.
        assert_eq!(offer(&world, WORKER, &number, typed).await, refused(Refusal::WrongState));
    }

    async fn nobody_is_referred_without_consent(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = to_neighbours(&world).await;
        let missing = refused(Refusal::ConsentMissing);
        assert_eq!(offer(&world, WORKER, &number, typed.clone()).await, missing);
        assert_eq!(offer(&world, WORKER, &number, overriding(typed.clone(), "A child is in danger")).await, missing);
        assert_eq!(offer(&world, SUPERVISOR, &number, overriding(typed.clone(), " ")).await, missing);
        world.consent(WORKER, &number, "refused").await;
        assert_eq!(offer(&world, WORKER, &number, typed.clone()).await, missing);
        assert_eq!(world.database.snapshot().await.count("transitions"), 0);
        assert!(told(&world, DPO).await.is_empty());
        world.consent(WORKER, &number, "given").await;
        assert!(offer(&world, WORKER, &number, typed).await.is_ok());
    }

    async fn going_on_without_consent_is_told_and_holds_at_acceptance(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = overriding(to_neighbours(&world).await, "A child is in danger");
        let id = offer(&world, SUPERVISOR, &number, typed).await.unwrap();
        assert_eq!(told(&world, DPO).await, ["consent_overridden"]);
        let seen = world.read(DPO, |unit| async move { read_overrides(&unit).await }).await.unwrap();
        assert_eq!((seen[0].number.as_ref(), seen[0].reason.as_str()), (Some(&number), "A child is in danger"));
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await, Ok(ReferralState::Accepted));
        assert!(sees(&world, NEIGHBOUR, &number).await);
        assert!(!format!("{:?}", shown(&world, NEIGHBOUR, id).await).contains("in danger"), "not for the service");
        // Whoever was not asked before can still say no.
        world.consent(WORKER, &number, "refused").await;
        assert!(!sees(&world, NEIGHBOUR, &number).await);
    }

    async fn with_consent_nothing_is_overridden_so_its_end_ends_the_referral(world: World) {
        let number = consenting(&world, SUPERVISOR).await;
        let typed = overriding(to_neighbours(&world).await, "No need");
        let id = offer(&world, SUPERVISOR, &number, typed).await.unwrap();
        assert!(told(&world, DPO).await.is_empty());
        world.consent(WORKER, &number, "withdrawn").await;
        let late = take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await;
        assert_eq!(late, refused(Refusal::WrongState));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        assert_eq!(offer(&world, SUPERVISOR, &number, to_neighbours(&world).await).await, refused(Refusal::ConsentMissing));
    }

    async fn what_is_written_so_far_is_the_writers_alone(world: World) {
        let number = consenting(&world, WORKER).await;
        let typed = TypedReferral { until: "some day".to_owned(), ..to_neighbours(&world).await };
        let (of, kept) = (number.clone(), typed.clone());
        world.run(WORKER, |unit| async move { keep_referral(&unit, &of, &kept, true).await }).await.unwrap();
        let page = async |account| {
            let of = number.clone();
            world.read(account, |unit| async move { compose_referral(&unit, &of).await }).await.unwrap()
        };
        let own = page(WORKER).await;
        assert_eq!((own.typed, own.problems), (typed, vec![Problem::new("until", ProblemCode::NotADate)]));
        assert!(!page(SUPERVISOR).await.draft);
        assert!(offer(&world, WORKER, &number, to_neighbours(&world).await).await.is_ok());
        assert!(!page(WORKER).await.draft, "it is thrown away once it is offered");
    }
}
