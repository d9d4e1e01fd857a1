use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    ids::{BedId, RoomId, ShelterId},
    shelters::{
        Against, BedOffer, BedState, Feature, Features, Guest, RoomOffer, RoomProposal, Sex,
        propose,
    },
};

fn guest(member: i32, sex: Option<Sex>, age: Option<u32>) -> Guest {
    Guest {
        member,
        name: format!("guest {member}"),
        sex,
        age,
    }
}

/// A woman of 34 with boys of these ages.
fn mother_with(children: &[u32]) -> Vec<Guest> {
    let boys = (0..).zip(children);
    let boys = boys.map(|(member, age)| guest(member, Some(Sex::Male), Some(*age)));
    let mother = guest(-1, Some(Sex::Female), Some(34));
    [mother].into_iter().chain(boys).collect()
}

type Beds<'a> = Vec<(BedState, &'a [Feature])>;

/// A room of the shelter that its number begins with.
fn room(number: u128, features: &[Feature], beds: &Beds<'_>) -> RoomOffer {
    let features: Features = features.iter().copied().collect();
    let beds = (1..).zip(beds).map(|(bed, (state, own))| BedOffer {
        id: BedId(Uuid::from_u128(number * 100 + bed)),
        features: features.with(&own.iter().copied().collect()),
        state: *state,
        planned: false,
    });
    RoomOffer {
        id: RoomId(Uuid::from_u128(number)),
        shelter: ShelterId(Uuid::from_u128(number / 10)),
        beds: beds.collect(),
        features,
    }
}

fn free(count: usize) -> Beds<'static> {
    vec![(BedState::Free, &[]); count]
}

fn numbers(proposals: &[RoomProposal]) -> Vec<u128> {
    proposals.iter().map(|one| one.room.0.as_u128()).collect()
}

#[test]
fn the_room_that_leaves_the_fewest_beds_over_comes_first() {
    let rooms = [
        room(11, &[], &free(6)),
        room(12, &[], &free(3)),
        room(13, &[], &free(2)),
    ];
    let found = propose(&mother_with(&[7, 9]), &Features::default(), &rooms);
    assert_eq!(numbers(&found.together), [12, 11, 13]);
    let too_few = Against::TooFewBeds { free: 2, needed: 3 };
    assert_eq!(found.together[2].against, [too_few]);
    assert_eq!(found.apart, None, "nobody is parted who fits together");
}

#[test]
fn a_room_for_women_takes_boys_below_fourteen_with_their_mother_and_nobody_older() {
    let rooms = [room(11, &[Feature::WomenOnly], &free(4))];
    let against = |guests: &[Guest]| {
        let found = propose(guests, &Features::default(), &rooms);
        found.together[0].against.clone()
    };
    assert_eq!(against(&mother_with(&[13])), []);
    assert_eq!(against(&mother_with(&[14])), [Against::WomenOnly]);
    let unknown = [guest(-1, None, Some(30))];
    assert_eq!(against(&unknown), [Against::SexNotKnown]);
}

#[test]
fn cots_are_for_small_children_and_for_nobody_else() {
    let first = |ages: &[u32], beds: &Beds<'_>| {
        let found = propose(
            &mother_with(ages),
            &Features::default(),
            &[room(11, &[], beds)],
        );
        found.together[0].clone()
    };
    let with_cot: Beds<'_> = vec![(BedState::Free, &[]), (BedState::Free, &[Feature::Cot])];
    let small = first(&[1], &with_cot);
    let beds: Vec<(i32, u128)> = small
        .beds
        .iter()
        .map(|(who, bed)| (*who, bed.0.as_u128()))
        .collect();
    assert_eq!(beds, [(-1, 1101), (0, 1102)]);
    let too_few = Against::TooFewBeds { free: 1, needed: 2 };
    assert_eq!(first(&[3], &with_cot).against, [too_few]);
    let without = first(&[1], &free(2));
    assert!(without.fits() && without.against == [Against::NoCot]);
}

#[test]
fn what_they_need_rules_rooms_out() {
    let rooms = [
        room(11, &[Feature::Pets], &free(2)),
        room(12, &[Feature::Accessible], &free(2)),
    ];
    let needs: Features = [Feature::Accessible].into_iter().collect();
    let found = propose(&mother_with(&[]), &needs, &rooms);
    assert_eq!(numbers(&found.together), [12, 11]);
    assert_eq!(found.together[1].against, [Against::NotAccessible]);
}

#[test]
fn a_family_is_parted_only_where_no_room_holds_it_and_children_are_never_alone() {
    let rooms = [room(11, &[], &free(3)), room(12, &[], &free(3))];
    let mut family = mother_with(&[4, 6, 8]);
    let found = propose(&family, &Features::default(), &rooms);
    assert_eq!(found.apart, None, "one adult cannot be in two rooms");
    family.push(guest(9, Some(Sex::Male), Some(40)));
    let found = propose(&family, &Features::default(), &rooms);
    let apart = found.apart.expect("a way");
    assert_eq!(apart.len(), 2);
    must_hold(&family, &apart);
}

/// Everybody has one bed of their own, and no child is in a room without somebody grown up.
fn must_hold(family: &[Guest], apart: &[RoomProposal]) {
    let all: Vec<(i32, BedId)> = apart.iter().flat_map(|one| one.beds.clone()).collect();
    let (members, beds): (BTreeSet<i32>, BTreeSet<BedId>) = all.iter().copied().unzip();
    assert_eq!((members.len(), beds.len()), (family.len(), family.len()));
    for room in apart {
        let is_there = |guest: &&Guest| room.beds.iter().any(|(who, _)| *who == guest.member);
        let there = family.iter().filter(is_there);
        let (children, adults): (Vec<&Guest>, Vec<&Guest>) = there.partition(|one| one.is_child());
        assert!(children.is_empty() || !adults.is_empty(), "{room:?}");
    }
}

fn any_guest() -> impl Strategy<Value = (Option<Sex>, Option<u32>)> {
    let sex = prop::option::of(prop::sample::select(Sex::ALL.to_vec()));
    (sex, prop::option::of(0..80_u32))
}

fn any_room() -> impl Strategy<Value = (Vec<Feature>, Vec<(BedState, bool)>)> {
    let of_rooms: Vec<Feature> = Feature::ALL
        .into_iter()
        .filter(|one| *one != Feature::Cot)
        .collect();
    let features = prop::collection::vec(prop::sample::select(of_rooms), 0..3);
    let state = prop::sample::select(BedState::ALL.to_vec());
    (
        features,
        prop::collection::vec((state, any::<bool>()), 0..6),
    )
}

proptest! {
    #[test]
    fn whatever_is_proposed_holds(
        people in prop::collection::vec(any_guest(), 1..7),
        rooms in prop::collection::vec(any_room(), 0..6),
        pets in any::<bool>(),
    ) {
        let people = (-1..).zip(people);
        let guests: Vec<Guest> = people.map(|(who, (sex, age))| guest(who, sex, age)).collect();
        let rooms: Vec<RoomOffer> = (11..).zip(rooms).map(|(number, (features, beds))| {
            let own = |cot: bool| -> &[Feature] { if cot { &[Feature::Cot] } else { &[] } };
            let beds = beds.into_iter().map(|(state, cot)| (state, own(cot))).collect();
            room(number, &features, &beds)
        }).collect();
        let needs: Features = pets.then_some(Feature::Pets).into_iter().collect();
        let found = propose(&guests, &needs, &rooms);
        prop_assert_eq!(found.together.len(), rooms.len());
        for one in found.together.iter().filter(|one| one.fits()) {
            let room = rooms.iter().find(|room| room.id == one.room).unwrap();
            prop_assert_eq!(one.beds.len(), guests.len());
            prop_assert!(one.beds.iter().all(|(_, id)| room.beds.iter().any(|bed| bed.id == *id)));
        }
        let fits = found.together.iter().any(RoomProposal::fits);
        prop_assert!(!(fits && found.apart.is_some()), "nobody is parted who fits together");
        if let Some(apart) = &found.apart {
            must_hold(&guests, apart);
        }
        for one in found.together.iter().chain(found.apart.iter().flatten()) {
            for (who, id) in &one.beds {
                let guest = guests.iter().find(|guest| guest.member == *who).unwrap();
                let beds = rooms.iter().flat_map(|room| &room.beds);
                let bed = beds.clone().find(|bed| bed.id == *id).unwrap();
                prop_assert_eq!(bed.state, BedState::Free);
                prop_assert!(!bed.features.has(Feature::Cot) || guest.fits_cot());
                prop_assert!(!bed.features.has(Feature::WomenOnly) || guest.may_be_among_women());
            }
        }
    }
}
