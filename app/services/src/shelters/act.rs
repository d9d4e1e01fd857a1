use domain::{
    RequestKey,
    ids::BedId,
    shelters::{StayEvent, TypedStay},
};

use super::{
    arrive, depart, hold_bed, identify, kept::discard_tried, move_stay, plan_stay, put_back,
    release, take_out,
};
use crate::{
    Failure, Outcome, Unit,
    repeats::{key_with_print, once, print_of},
};

/// Lets something happen to a bed or to whoever is in it. What was tried and kept before is thrown
/// away with it.
///
/// # Errors
/// As those of each event.
pub async fn act(unit: &Unit, event: StayEvent, typed: &TypedStay) -> Outcome<()> {
    let bed = || typed.bed.ok_or(Failure::not_found());
    let stay = || typed.stay.ok_or(Failure::not_found());
    match event {
        StayEvent::Hold => hold_bed(unit, typed).await.map(drop),
        StayEvent::Release => release(unit, stay()?).await,
        StayEvent::Arrive => arrive(unit, typed).await.map(drop),
        StayEvent::Depart => depart(unit, typed).await.map(drop),
        StayEvent::Move => move_stay(unit, typed).await.map(drop),
        StayEvent::Plan => plan_stay(unit, typed).await.map(drop),
        StayEvent::Identify => identify(unit, typed).await,
        StayEvent::TakeOut => take_out(unit, bed()?, &typed.note).await,
        StayEvent::PutBack => put_back(unit, bed()?).await,
    }
}

/// As [`act`], on a page on which `bed` is opened, once for each key: a form that is sent twice
/// happens once.
///
/// # Errors
/// As [`act`].
pub async fn act_once(
    unit: &Unit,
    key: &RequestKey,
    bed: BedId,
    event: StayEvent,
    typed: &TypedStay,
) -> Outcome<()> {
    let print = print_of(&(event, typed))?;
    let key = key_with_print(key, &print);
    let work = Box::pin(async {
        act(unit, event, typed).await?;
        discard_tried(unit, bed).await
    });
    once(unit, &key, &print, work).await.map(drop)
}
