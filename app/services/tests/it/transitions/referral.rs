//! A service elsewhere is asked for help, works on it, and says what came of it.

use domain::{
    Error, Refusal,
    access::{Permission, Role, Scope},
    transitions::{ReferralEvent, ReferralState, TypedReferral},
};
use testkit::{Account, config, on_both_databases};

use super::{sharing::*, support::*};
use crate::support::*;

on_both_databases! {
    async fn a_service_sees_the_summary_then_what_was_granted_then_nothing(world: World) {
        let number = consenting(&world, WORKER).await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let typed = TypedReferral { fields: vec!["contact/preferred_language".to_owned()], ..to_neighbours(&world).await };
        let id = offer(&world, WORKER, &number, typed).await.unwrap();
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let before = shown(&world, NEIGHBOUR, id).await;
        assert!(!before.opens && before.may == [ReferralEvent::Accept, ReferralEvent::Refuse], "{before:?}");
        let text = serde_json::to_string(&before).unwrap();
        assert!(text.contains("preferred_language") && text.contains("A place for the family"), "{text}");
        assert!(!text.contains("Шевченко") && !text.contains("671234567") && !text.contains("her sister"), "{text}");

        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await, Ok(ReferralState::Accepted));
        assert!(sees(&world, NEIGHBOUR, &number).await);
        let case = read(&world, NEIGHBOUR, &number).await.unwrap();
        assert!(case.name.contains("Шевченко"));
        assert_eq!(case.shared.unwrap().referral, id);
        let during = shown(&world, NEIGHBOUR, id).await;
        assert!(during.opens && during.may == [ReferralEvent::Complete], "{during:?}");

        let bare = take_saying(&world, NEIGHBOUR, id, ReferralEvent::Complete, "  ").await;
        assert_eq!(bare, refused(Refusal::ReasonMissing));
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await, Ok(ReferralState::Completed));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let after = shown(&world, NEIGHBOUR, id).await;
        assert!(after.summary.is_empty() && after.granted.is_empty() && after.reason.is_empty() && after.may.is_empty());
        assert_eq!(shown(&world, WORKER, id).await.note.as_deref(), Some("We have done what we could"));
        assert!(read(&world, WORKER, &number).await.unwrap().shared.is_none(), "ownership stays");
    }

    async fn a_service_says_no_with_a_reason(world: World) {
        let number = consenting(&world, WORKER).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        let bare = take_saying(&world, NEIGHBOUR, id, ReferralEvent::Refuse, "").await;
        assert_eq!(bare, refused(Refusal::ReasonMissing));
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Refuse).await, Ok(ReferralState::Refused));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        for event in ReferralEvent::ALL {
            let late = take(&world, NEIGHBOUR, id, event).await;
            assert_eq!(late, refused(Refusal::WrongState), "{event:?}");
        }
        let again = offer(&world, WORKER, &number, to_neighbours(&world).await).await;
        assert!(again.is_ok(), "they may be asked again");
    }

    async fn what_was_offered_or_taken_on_is_taken_back(world: World) {
        let number = consenting(&world, WORKER).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert_eq!(take_saying(&world, WORKER, id, ReferralEvent::Withdraw, "").await, Ok(ReferralState::Withdrawn));
        let late = take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await;
        assert!(matches!(late, Err(Error::Overtaken { ref by, .. }) if by == WORKER), "{late:?}");
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let id = granted(&world, &number, NEIGHBOUR, &NAME).await;
        assert!(sees(&world, NEIGHBOUR, &number).await);
        // Whoever supervises the case may, too.
        assert_eq!(take_saying(&world, SUPERVISOR, id, ReferralEvent::Withdraw, "").await, Ok(ReferralState::Withdrawn));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
    }

    async fn steps_are_for_the_service_and_the_sending_side_alone(world: World) {
        front(&world).await;
        third(&world).await;
        let number = consenting(&world, WORKER).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        let wrong = [
            (WORKER, refused(Refusal::NotYourStep)),
            (SUPERVISOR, refused(Refusal::NotYourStep)),
            (COLLEAGUE, refused(Refusal::NotYourStep)),
            (HELPDESK, refused(Refusal::NotYourStep)),
            (FRONT, refused(Refusal::NotYourStep)),
            (THIRD, Err(Error::NotFound)),
            (ADMIN, refused(Refusal::PermissionMissing)),
            (CALL_CENTRE, refused(Refusal::PermissionMissing)),
            ("dpo", refused(Refusal::PermissionMissing)),
        ];
        for (account, answer) in &wrong {
            for event in [ReferralEvent::Accept, ReferralEvent::Refuse] {
                assert_eq!(take(&world, account, id, event).await, *answer, "{account} {event:?}");
            }
        }
        for account in [FRONT, THIRD] {
            assert_eq!(queue(&world, account, id).await, Err(Error::NotFound), "{account}");
        }
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, FRONT, COLLEAGUE, HELPDESK] {
            let withdrawn = take(&world, account, id, ReferralEvent::Withdraw).await;
            assert_eq!(withdrawn, refused(Refusal::NotYourStep), "{account}");
        }
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await, refused(Refusal::WrongState));
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await, Ok(ReferralState::Accepted));
        for (account, answer) in &wrong {
            assert_eq!(take(&world, account, id, ReferralEvent::Complete).await, *answer, "{account}");
        }
        for account in [FRONT, THIRD] {
            assert!(!sees(&world, account, &number).await, "{account}");
        }
        assert!(sees(&world, NEIGHBOUR_SUPERVISOR, &number).await);
    }

    async fn whoever_speaks_for_both_sides_does_not_accept_what_they_offered(world: World) {
        let (world, number) = with_people_everywhere(world).await;
        let id = offer(&world, EVERYWHERE, &number, to_neighbours(&world).await).await.unwrap();
        for event in [ReferralEvent::Accept, ReferralEvent::Refuse] {
            assert_eq!(take(&world, EVERYWHERE, id, event).await, refused(Refusal::OwnStep));
        }
        // It is not for want of rights.
        let of_another = shown(&world, EVERYWHERE_TOO, id).await.may;
        assert!(of_another.contains(&ReferralEvent::Accept), "{of_another:?}");
        assert_eq!(shown(&world, EVERYWHERE, id).await.may, [ReferralEvent::Withdraw]);
    }

    async fn both_sides_are_told(world: World) {
        front(&world).await;
        let number = consenting(&world, WORKER).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert_eq!(told(&world, NEIGHBOUR).await, ["referral_offered"]);
        assert_eq!(told(&world, NEIGHBOUR_SUPERVISOR).await, ["referral_offered"]);
        take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await.unwrap();
        take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await.unwrap();
        assert_eq!(told(&world, WORKER).await, ["referral_accepted", "referral_completed"]);
        let id = granted(&world, &number, NEIGHBOUR, &NAME).await;
        take(&world, WORKER, id, ReferralEvent::Withdraw).await.unwrap();
        assert_eq!(told(&world, NEIGHBOUR).await, ["referral_offered", "referral_offered", "referral_withdrawn"]);
        // Whoever has the case hears of what a supervisor offered.
        let id = offer(&world, SUPERVISOR, &number, to_neighbours(&world).await).await.unwrap();
        let before = told(&world, WORKER).await.len();
        take(&world, NEIGHBOUR, id, ReferralEvent::Refuse).await.unwrap();
        assert_eq!(told(&world, WORKER).await[before..], ["referral_refused"]);
        assert_eq!(told(&world, SUPERVISOR).await, ["referral_refused"]);
        for account in [FRONT, COLLEAGUE, CALL_CENTRE] {
            assert!(told(&world, account).await.is_empty(), "{account}");
        }
    }
}

/// Two whose rights reach the whole city, on both sides of a referral.
const EVERYWHERE: &str = "one.city";
const EVERYWHERE_TOO: &str = "two.city";

async fn with_people_everywhere(
    world: testkit::World,
) -> (testkit::World, domain::cases::CaseNumber) {
    let model = config().roles.iter().find(|one| one.role == "supervisor");
    let role = Role {
        role: "everywhere".to_owned(),
        scope: Scope::City,
        ..model.unwrap().clone()
    };
    assert!(role.permissions.contains(&Permission::REFERRALS_ANSWER));
    let world = world.with_roles(&[role]).await;
    for name in [EVERYWHERE, EVERYWHERE_TOO] {
        let account = Account {
            name,
            role: "everywhere",
            district: 0,
            team: None,
        };
        world.add(account).await;
    }
    let number = consenting(&world, WORKER).await;
    (world, number)
}
