//! Where people who belong together fit.

use serde::{Deserialize, Serialize};

use super::{BedState, Feature, Features, Guest};
use crate::ids::{BedId, RoomId, ShelterId};

/// A bed that may be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BedOffer {
    /// The bed.
    pub id: BedId,
    /// What it has, its room's and its shelter's features among it.
    pub features: Features,
    /// How it stands, for these people.
    pub state: BedState,
    /// Whether somebody else is planned to come before they are to go.
    pub planned: bool,
}

impl BedOffer {
    fn is_free(&self) -> bool {
        self.state == BedState::Free && !self.planned
    }

    fn is_cot(&self) -> bool {
        self.features.has(Feature::Cot)
    }
}

/// A room with its beds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomOffer {
    /// The room.
    pub id: RoomId,
    /// Its shelter.
    pub shelter: ShelterId,
    /// What it has, its shelter's features among it.
    pub features: Features,
    /// Its beds, in their order.
    pub beds: Vec<BedOffer>,
}

/// Why a room does not suit, or suits less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Fewer free beds than people.
    TooFewBeds {
        /// How many are free for them.
        free: u32,
        /// How many are needed.
        needed: u32,
    },
    /// It is for women, and not all of them are women, girls, or boys below 14.
    WomenOnly,
    /// It is for women, and of somebody the sex is not recorded.
    SexNotKnown,
    /// Somebody needs a place without steps.
    NotAccessible,
    /// They bring an animal.
    NoPets,
    /// They need a place for women, and it is for everybody.
    ForEverybody,
    /// A cot is needed, and none is free; a bed is there.
    NoCot,
    /// People who do not belong to them stay in it already.
    Others {
        /// How many.
        count: u32,
    },
    /// It is kept for people who belong together, and this is one person alone.
    KeptForFamilies,
}

impl Against {
    /// Whether the room is out of the question for it, and not only the worse choice.
    pub const fn rules_out(self) -> bool {
        matches!(
            self,
            Self::TooFewBeds { .. }
                | Self::WomenOnly
                | Self::SexNotKnown
                | Self::NotAccessible
                | Self::NoPets
                | Self::ForEverybody
        )
    }
}

/// What was found in one room, for all of them or for some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomProposal {
    /// The room.
    pub room: RoomId,
    /// Its shelter.
    pub shelter: ShelterId,
    /// Which bed for whom: the guest's number, and the bed. Empty where the room is ruled out.
    pub beds: Vec<(i32, BedId)>,
    /// What speaks against it.
    pub against: Vec<Against>,
}

impl RoomProposal {
    /// Whether it suits, better or worse.
    pub fn fits(&self) -> bool {
        !self.against.iter().any(|against| against.rules_out())
    }
}

/// What can be proposed to people who belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposals {
    /// Each room for all of them, the best first; those that are ruled out come last, with why.
    pub together: Vec<RoomProposal>,
    /// Where no room holds them all: a way to part them between rooms of one shelter, none of
    /// which leaves children without somebody grown up. Whoever takes it has to say so.
    pub apart: Option<Vec<RoomProposal>>,
}

/// Finds rooms for people who belong together, with what they need.
///
/// The best room is one against which least speaks, then one that leaves the fewest beds over, then
/// one that is kept for families; rooms that are alike stay in their order.
pub fn propose(guests: &[Guest], needs: &Features, rooms: &[RoomOffer]) -> Proposals {
    let mut together: Vec<(usize, RoomProposal)> = rooms
        .iter()
        .map(|room| (spare(room, guests), one_room(room, guests, needs)))
        .collect();
    together.sort_by_key(|(spare, option)| rank(*spare, option));
    let together: Vec<RoomProposal> = together.into_iter().map(|(_, option)| option).collect();
    let parted = if together.iter().any(RoomProposal::fits) || guests.len() < 2 {
        None
    } else {
        apart(guests, needs, rooms)
    };
    Proposals {
        together,
        apart: parted,
    }
}

/// What is compared: ruled out, how much speaks against it, how many beds are left over.
fn rank(spare: usize, option: &RoomProposal) -> (bool, usize, usize) {
    (!option.fits(), option.against.len(), spare)
}

fn spare(room: &RoomOffer, guests: &[Guest]) -> usize {
    let free = room.beds.iter().filter(|bed| bed.is_free()).count();
    free.saturating_sub(guests.len())
}

/// One room for all of these.
fn one_room(room: &RoomOffer, guests: &[Guest], needs: &Features) -> RoomProposal {
    let mut against = ruled_out(room, guests, needs);
    let beds = beds_for(room, guests);
    if beds.is_none() {
        against.push(too_few(room, guests));
    }
    against.extend(worse(room, guests, beds.as_deref()));
    let out = against.iter().any(|against| against.rules_out());
    RoomProposal {
        room: room.id,
        shelter: room.shelter,
        beds: beds.filter(|_| !out).unwrap_or_default(),
        against,
    }
}

fn ruled_out(room: &RoomOffer, guests: &[Guest], needs: &Features) -> Vec<Against> {
    let mut against = Vec::new();
    if room.features.has(Feature::WomenOnly) {
        let mut strangers = guests.iter().filter(|guest| !guest.may_be_among_women());
        if strangers.clone().any(|guest| guest.sex.is_some()) {
            against.push(Against::WomenOnly);
        } else if strangers.next().is_some() {
            against.push(Against::SexNotKnown);
        }
    }
    if needs.has(Feature::Accessible) && !is_accessible(room) {
        against.push(Against::NotAccessible);
    }
    if needs.has(Feature::Pets) && !room.features.has(Feature::Pets) {
        against.push(Against::NoPets);
    }
    if needs.has(Feature::WomenOnly) && !room.features.has(Feature::WomenOnly) {
        against.push(Against::ForEverybody);
    }
    against
}

/// A room is, or a bed in it that is free.
fn is_accessible(room: &RoomOffer) -> bool {
    let free = room.beds.iter().filter(|bed| bed.is_free());
    room.features.has(Feature::Accessible)
        || free
            .into_iter()
            .any(|bed| bed.features.has(Feature::Accessible))
}

/// A bed for each: small children take cots first, and beds where there is no cot.
fn beds_for(room: &RoomOffer, guests: &[Guest]) -> Option<Vec<(i32, BedId)>> {
    let (cots, beds): (Vec<&BedOffer>, Vec<&BedOffer>) = room
        .beds
        .iter()
        .filter(|bed| bed.is_free())
        .partition(|bed| bed.is_cot());
    let (mut cots, mut beds) = (cots.into_iter(), beds.into_iter());
    let mut given = Vec::with_capacity(guests.len());
    for guest in guests.iter().filter(|guest| !guest.fits_cot()) {
        given.push((guest.member, beds.next()?.id));
    }
    for guest in guests.iter().filter(|guest| guest.fits_cot()) {
        given.push((guest.member, cots.next().or_else(|| beds.next())?.id));
    }
    Some(given)
}

fn too_few(room: &RoomOffer, guests: &[Guest]) -> Against {
    let small = guests.iter().filter(|guest| guest.fits_cot()).count();
    let free = room.beds.iter().filter(|bed| bed.is_free());
    let cots = free.clone().filter(|bed| bed.is_cot()).count();
    let usable = free.count() - cots + cots.min(small);
    Against::TooFewBeds {
        free: count(usable),
        needed: count(guests.len()),
    }
}

/// What makes a room the worse choice.
fn worse(room: &RoomOffer, guests: &[Guest], beds: Option<&[(i32, BedId)]>) -> Vec<Against> {
    let mut against = Vec::new();
    let is_cot = |id: &BedId| room.beds.iter().any(|bed| bed.id == *id && bed.is_cot());
    let in_cots = beds.map_or(0, |beds| beds.iter().filter(|(_, id)| is_cot(id)).count());
    let small = guests.iter().filter(|guest| guest.fits_cot()).count();
    if beds.is_some() && in_cots < small {
        against.push(Against::NoCot);
    }
    let others = room
        .beds
        .iter()
        .filter(|bed| bed.state == BedState::Occupied)
        .count();
    if others > 0 {
        against.push(Against::Others {
            count: count(others),
        });
    }
    if guests.len() == 1 && room.features.has(Feature::FamilyRoom) {
        against.push(Against::KeptForFamilies);
    }
    against
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The fewest rooms of one shelter, if there is a way to part them.
fn apart(guests: &[Guest], needs: &Features, rooms: &[RoomOffer]) -> Option<Vec<RoomProposal>> {
    let mut shelters: Vec<ShelterId> = rooms.iter().map(|room| room.shelter).collect();
    shelters.dedup();
    let ways = shelters.into_iter().filter_map(|shelter| {
        let own: Vec<&RoomOffer> = rooms.iter().filter(|one| one.shelter == shelter).collect();
        part(guests, needs, own)
    });
    ways.min_by_key(Vec::len)
}

/// Fills one room after the other, the roomiest first: somebody grown up goes with children, and
/// enough grown-ups stay for the rooms that follow.
fn part(
    guests: &[Guest],
    needs: &Features,
    mut rooms: Vec<&RoomOffer>,
) -> Option<Vec<RoomProposal>> {
    let free = |room: &RoomOffer| room.beds.iter().filter(|bed| bed.is_free()).count();
    rooms.sort_by_key(|room| core::cmp::Reverse(free(room)));
    let mut left: Vec<Guest> = guests.to_vec();
    let mut way = Vec::new();
    for room in rooms {
        if left.is_empty() {
            break;
        }
        let group = group_for(room, &left, needs);
        if group.is_empty() {
            continue;
        }
        left.retain(|guest| group.iter().all(|one| one.member != guest.member));
        way.push(one_room(room, &group, needs));
    }
    (left.is_empty() && way.iter().all(RoomProposal::fits)).then_some(way)
}

/// Who of those that are left goes into a room: the most that fit without leaving children alone,
/// here or in what follows.
fn group_for(room: &RoomOffer, left: &[Guest], needs: &Features) -> Vec<Guest> {
    let may_be_here =
        |guest: &&Guest| !room.features.has(Feature::WomenOnly) || guest.may_be_among_women();
    let (children, adults): (Vec<&Guest>, Vec<&Guest>) =
        left.iter().partition(|guest| guest.is_child());
    let (own_children, own_adults): (Vec<&Guest>, Vec<&Guest>) = left
        .iter()
        .filter(may_be_here)
        .partition(|guest| guest.is_child());
    let fits = |group: &[&Guest]| {
        let group: Vec<Guest> = group.iter().map(|guest| (*guest).clone()).collect();
        one_room(room, &group, needs).fits()
    };
    let mut best: Vec<&Guest> = Vec::new();
    for with_adults in 1..=own_adults.len() {
        let mut group: Vec<&Guest> = own_adults[..with_adults].to_vec();
        for child in &own_children {
            group.push(child);
            if !fits(&group) {
                group.pop();
            }
        }
        let children_left = children.len() - group.iter().filter(|guest| guest.is_child()).count();
        let adults_left = adults.len() - with_adults;
        let nobody_alone = children_left == 0 || adults_left > 0;
        if fits(&group) && nobody_alone && group.len() > best.len() {
            best = group;
        }
    }
    best.into_iter().cloned().collect()
}
