use chrono::{Days, NaiveTime, TimeDelta};
use domain::{
    ids::{BedId, DistrictId, RoomId, ShelterId, StayId, UserId},
    shelters::{Feature, Features, MAIN_GUEST, StayState},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::accounts::Worker;
use crate::{
    Outcome, Unit,
    cases::{
        names::NameParts,
        person_row,
        query::{Found, first_cases},
    },
    demo::places::home_in,
    shelters::{bed_row, room_row, shelter_row, stay_row},
};

/// The stream of chance of shelters; those of people are as many as there are people.
const STREAM: u64 = u64::MAX;
/// How many cases of a district are looked at for guests.
const GUESTS: u64 = 40;

/// What rooms are like: how many beds, and what they have; the last bed of a room with a cot is it.
const ROOMS: [(u32, &[Feature]); 7] = [
    (4, &[Feature::FamilyRoom, Feature::Accessible, Feature::Cot]),
    (4, &[Feature::FamilyRoom]),
    (3, &[Feature::WomenOnly]),
    (2, &[Feature::Accessible]),
    (6, &[]),
    (4, &[Feature::Pets]),
    (5, &[Feature::FamilyRoom, Feature::Cot]),
];

/// Whoever receives guests.
pub(super) struct Host {
    user: UserId,
    name: String,
    district: DistrictId,
    number: u8,
}

/// One host for each district.
pub(super) fn hosts(workers: &[Worker]) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    for worker in workers {
        if hosts.iter().all(|host| host.district != worker.district) {
            hosts.push(Host {
                user: worker.user,
                name: worker.name.clone(),
                district: worker.district,
                number: worker.number,
            });
        }
    }
    hosts
}

/// Makes a shelter in each district, and lets some of its people stay there.
pub(super) async fn shelters(unit: &Unit, seed: u64, hosts: &[Host]) -> Outcome<()> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    for host in hosts {
        let beds = shelter(unit, &mut rng, host).await?;
        stays(unit, &mut rng, host, &beds).await?;
    }
    Ok(())
}

/// A bed that was made.
struct Bed {
    row: bed_row::Model,
    is_cot: bool,
    for_women: bool,
}

/// A shelter with its rooms and beds; answers the beds.
async fn shelter(unit: &Unit, rng: &mut ChaCha8Rng, host: &Host) -> Outcome<Vec<Bed>> {
    let home = home_in(rng, host.number);
    let street = home.street.split(',').next().unwrap_or_default().to_owned();
    let road = street.trim_end_matches(|sign: char| sign.is_ascii_digit() || ". ".contains(sign));
    let id: ShelterId = unit.new_id();
    let shelter = shelter_row::Model {
        id: id.into(),
        district_id: host.district.into(),
        name: format!("{road} szálló"),
        address: format!("{} Budapest, {street}", home.postal_code),
        phone: format!(
            "+36 1 555 {:02}{:02}",
            host.number,
            rng.random_range(10..99)
        ),
        features: serde_json::to_value(Features::default())?,
        version: 1,
    };
    let db = unit.connection();
    shelter_row::Entity::insert(shelter.into_active_model().reset_all())
        .exec_without_returning(db)
        .await?;
    let mut beds = Vec::new();
    for (number, (size, features)) in (101..).zip(ROOMS) {
        let own = features.iter().copied();
        let of_room: Features = own.filter(|feature| *feature != Feature::Cot).collect();
        let room = room_row::Model {
            id: unit.new_id::<RoomId>().into(),
            district_id: host.district.into(),
            shelter_id: id.into(),
            name: number.to_string(),
            features: serde_json::to_value(&of_room)?,
        };
        for bed in 1..=size {
            let is_cot = bed == size && features.contains(&Feature::Cot);
            let of_bed: Features = is_cot.then_some(Feature::Cot).into_iter().collect();
            let is_broken = number == 105 && bed == size;
            beds.push(Bed {
                row: bed_row::Model {
                    id: unit.new_id::<BedId>().into(),
                    district_id: host.district.into(),
                    shelter_id: id.into(),
                    room_id: room.id,
                    name: bed.to_string(),
                    features: serde_json::to_value(&of_bed)?,
                    out_reason: is_broken.then(|| "A matrac cserére vár".to_owned()),
                },
                is_cot,
                for_women: of_room.has(Feature::WomenOnly),
            });
        }
        room_row::Entity::insert(room.into_active_model().reset_all())
            .exec_without_returning(db)
            .await?;
    }
    let rows = beds
        .iter()
        .map(|bed| bed.row.clone().into_active_model().reset_all());
    bed_row::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(beds)
}

/// Some people of the district stay in about two beds of three, some until a day that is known.
async fn stays(unit: &Unit, rng: &mut ChaCha8Rng, host: &Host, beds: &[Bed]) -> Outcome<()> {
    let mut guests = first_cases(unit, host.district, GUESTS).await?;
    let mut rows = Vec::new();
    let usable = beds
        .iter()
        .filter(|bed| !bed.is_cot && bed.row.out_reason.is_none());
    for bed in usable {
        if !rng.random_ratio(2, 3) {
            continue;
        }
        let fits =
            |person: &person_row::Model| !bed.for_women || person.sex.as_deref() == Some("female");
        let Some(place) = guests.iter().position(|guest| fits(&guest.person)) else {
            continue;
        };
        let guest = guests.remove(place);
        let stay = stay(unit, rng, host, &bed.row, &guest);
        rows.push(stay.into_active_model().reset_all());
    }
    if !rows.is_empty() {
        stay_row::Entity::insert_many(rows)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

fn stay(
    unit: &Unit,
    rng: &mut ChaCha8Rng,
    host: &Host,
    bed: &bed_row::Model,
    guest: &Found,
) -> stay_row::Model {
    let Found { case, person } = guest;
    let today = unit.today();
    let came = today - Days::new(rng.random_range(1..60));
    let at =
        came.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(rng.random_range(480..1200));
    let goes = rng.random_ratio(1, 3).then(|| rng.random_range(1..14));
    let id: Uuid = unit.new_id::<StayId>().into();
    stay_row::Model {
        id,
        district_id: bed.district_id,
        shelter_id: bed.shelter_id,
        bed_id: bed.id,
        case_id: Some(case.id),
        case_number: Some(case.number.clone()),
        member: MAIN_GUEST,
        party_id: id,
        guest: NameParts::from(person).whole(),
        state: StayState::Staying.code().to_owned(),
        begins_at: at,
        ends_at: None,
        comes_on: None,
        leaves_on: goes.map(|days| today + Days::new(days)),
        note: String::new(),
        begun_by: host.user.into(),
        begun_by_name: host.name.clone(),
        ended_by_name: None,
    }
}
