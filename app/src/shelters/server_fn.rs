//! The browser's doors to shelters.
#![expect(
    clippy::too_many_arguments,
    reason = "a form has one argument for each field"
)]

use domain::shelters::{ArrangePage, Board, OccupancyPage, Placement, ShelterList};
#[cfg(feature = "ssr")]
use domain::{
    Error, RequestKey,
    shelters::{Features, StayEvent, Tried, TypedRoom, TypedShelter, TypedStay},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{Query, go_to, in_unit, reading};
use crate::{errors::AppError, wire::Json};

/// The shelters of the city.
#[server(endpoint = "shelters/list", output = Json)]
pub(crate) async fn list_shelters() -> Result<ShelterList, AppError> {
    reading("shelters.list", |unit| async move {
        services::shelters::list_shelters(&unit).await
    })
    .await
}

/// The board of a shelter; the query is what stands behind `?` in its address.
#[server(endpoint = "shelters/board", output = Json)]
pub(crate) async fn read_board(shelter: String, query: Option<String>) -> Result<Board, AppError> {
    let shelter = id(&shelter)?;
    let bed = Query::read(query.as_deref()).id("bed")?;
    reading(
        format!("shelters.board {shelter}"),
        move |unit| async move { services::shelters::read_board(&unit, shelter, bed).await },
    )
    .await
}

/// Lets something happen to a bed, or to whoever is in it; `opened` is the bed of the page.
///
/// What cannot be done is kept, and the page comes back with it.
#[server(endpoint = "shelters/act", output = Json)]
pub(crate) async fn act_on_bed(
    shelter: String,
    opened: String,
    event: String,
    key: Option<String>,
    stay: Option<String>,
    to: Option<String>,
    number: Option<String>,
    name: Option<String>,
    at: Option<String>,
    minutes: Option<String>,
    from: Option<String>,
    until: Option<String>,
    note: Option<String>,
) -> Result<(), AppError> {
    crate::request::must_be_signed_in()?;
    let (shelter, opened): (domain::ids::ShelterId, domain::ids::BedId) =
        (id(&shelter)?, id(&opened)?);
    let of = StayEvent::from_code(&event).ok_or(AppError(Error::Malformed))?;
    let bed = match to.as_deref().filter(|to| !to.is_empty()) {
        Some(to) => id(to)?,
        None => opened,
    };
    let typed = TypedStay {
        bed: Some(bed),
        stay: stay.map(|stay| id(&stay)).transpose()?,
        number: number.unwrap_or_default(),
        member: None,
        name: name.unwrap_or_default(),
        at: at.unwrap_or_default(),
        minutes: minutes.unwrap_or_default(),
        from: from.unwrap_or_default(),
        until: until.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    let page = format!("/shelters/{shelter}?bed={opened}");
    let key = key.and_then(|key| RequestKey::parse(&key));
    let (wanted, purpose) = (typed.clone(), format!("shelters.{event} {opened}"));
    let done = in_unit(purpose, move |unit| async move {
        match key {
            Some(key) => services::shelters::act_once(&unit, &key, opened, of, &wanted).await,
            None => services::shelters::act(&unit, of, &wanted).await,
        }
    });
    match done.await {
        Ok(()) => go_to(&format!("{page}&done={event}")),
        Err(AppError(Error::Invalid { problems })) => {
            keep(opened, tried(&event, typed, problems)).await?;
            go_to(&format!("{page}&tried={event}"));
        }
        Err(AppError(Error::Refused { reason })) => {
            keep(opened, tried(&event, typed, Vec::new())).await?;
            go_to(&format!("{page}&tried={event}&refused={}", reason.code()));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(feature = "ssr")]
fn tried(event: &str, typed: TypedStay, problems: Vec<domain::Problem>) -> Tried {
    let fields = [
        ("number", typed.number),
        ("name", typed.name),
        ("at", typed.at),
        ("minutes", typed.minutes),
        ("from", typed.from),
        ("until", typed.until),
        ("note", typed.note),
    ];
    Tried {
        event: event.to_owned(),
        typed: fields
            .into_iter()
            .map(|(field, text)| (field.to_owned(), text))
            .collect(),
        features: Features::default(),
        problems,
    }
}

#[cfg(feature = "ssr")]
async fn keep(bed: domain::ids::BedId, tried: Tried) -> Result<(), AppError> {
    in_unit("shelters.keep", move |unit| async move {
        services::shelters::keep_tried(&unit, bed, &tried).await
    })
    .await
}

/// Where people of a case could stay; the query is what stands behind `?` in the address.
#[server(endpoint = "shelters/placement", output = Json)]
pub(crate) async fn read_placement(
    number: String,
    query: Option<String>,
) -> Result<Placement, AppError> {
    let number = crate::request::case_number(&number)?;
    let query = Query::read(query.as_deref());
    let (members, until) = (query.all("who"), query.all("until").into_iter().next());
    // The form of the page says always until when, if only with nothing.
    let was_asked = until.is_some() || !members.is_empty();
    let needs = Features::from_codes(query.all("needs").iter().map(String::as_str));
    let wanted = services::shelters::Wanted {
        members: members
            .iter()
            .filter_map(|member| member.parse().ok())
            .collect(),
        needs: was_asked.then_some(needs),
        until: until.unwrap_or_default(),
    };
    reading(format!("shelters.placement {number}"), move |unit| async move {
        services::shelters::read_placement(&unit, &number, &wanted).await
    })
    .await
}

/// Holds beds for people of a case: `beds` are pairs of a guest's number and a bed, `-1:…`. They
/// are parted between rooms only where `parted` is `yes`. `back` is the query of the page.
#[server(endpoint = "shelters/hold", output = Json)]
pub(crate) async fn hold_beds(
    number: String,
    beds: Option<Vec<String>>,
    until: Option<String>,
    minutes: Option<String>,
    parted: Option<String>,
    back: Option<String>,
) -> Result<(), AppError> {
    crate::request::must_be_signed_in()?;
    let number = crate::request::case_number(&number)?;
    let beds = beds.unwrap_or_default();
    let pairs: Option<Vec<_>> = beds.iter().map(|pair| guest_and_bed(pair)).collect();
    let pairs = pairs.ok_or(AppError(Error::Malformed))?;
    let typed = TypedStay {
        minutes: minutes.unwrap_or_default(),
        until: until.unwrap_or_default(),
        ..TypedStay::default()
    };
    let parted = parted.as_deref() == Some("yes");
    let back = back.unwrap_or_default();
    let page = format!("/cases/{number}/place?{back}");
    let purpose = format!("shelters.hold {number}");
    let held = in_unit(purpose, move |unit| async move {
        services::shelters::hold_beds(&unit, &number, &pairs, &typed, parted).await
    });
    match held.await {
        Ok(_) => go_to(&format!("{page}&done=hold")),
        Err(AppError(Error::Refused { reason })) => {
            go_to(&format!("{page}&refused={}", reason.code()));
        }
        Err(AppError(Error::Invalid { .. })) => go_to(&page),
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(feature = "ssr")]
fn guest_and_bed(pair: &str) -> Option<(i32, domain::ids::BedId)> {
    let (member, bed) = pair.split_once(':')?;
    Some((member.parse().ok()?, bed.parse().ok()?))
}

/// Who was in a shelter; the query is what stands behind `?` in the address.
#[server(endpoint = "shelters/occupancy", output = Json)]
pub(crate) async fn read_occupancy(
    shelter: String,
    query: Option<String>,
) -> Result<OccupancyPage, AppError> {
    let shelter = id(&shelter)?;
    let query = Query::read(query.as_deref());
    let day = query
        .all("day")
        .first()
        .and_then(|day| domain::dates::parse_date(day));
    let after = query.id("after")?;
    reading(format!("shelters.occupancy {shelter}"), move |unit| async move {
        services::shelters::read_occupancy(&unit, shelter, day, after).await
    })
    .await
}

/// A shelter to be changed; without one, the form of a new one.
#[server(endpoint = "shelters/arranged", output = Json)]
pub(crate) async fn read_arranged(shelter: Option<String>) -> Result<ArrangePage, AppError> {
    let shelter = shelter.map(|shelter| id(&shelter)).transpose()?;
    reading("shelters.arranged", move |unit| async move {
        services::shelters::read_arranged(&unit, shelter).await
    })
    .await
}

/// Makes, changes or removes a shelter, a room or a bed; `shelter` is that of the page, `id` the
/// room or the bed.
///
/// What cannot be done is kept, and the page comes back with it.
#[server(endpoint = "shelters/arrange", output = Json)]
pub(crate) async fn arrange_shelter(
    what: String,
    shelter: Option<String>,
    id: Option<String>,
    name: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    beds: Option<String>,
    features: Option<Vec<String>>,
) -> Result<(), AppError> {
    crate::request::must_be_signed_in()?;
    let page = shelter.map(|shelter| self::id(&shelter)).transpose()?;
    let codes = features.unwrap_or_default();
    let features = Features::from_codes(codes.iter().map(String::as_str));
    let of_shelter = TypedShelter {
        name: name.unwrap_or_default(),
        address: address.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        features: features.clone(),
    };
    let beds = beds.unwrap_or_default();
    let kept = [
        ("name", of_shelter.name.clone()),
        ("address", of_shelter.address.clone()),
        ("phone", of_shelter.phone.clone()),
        ("beds", beds.clone()),
    ];
    let event = match &id {
        Some(id) => format!("{what} {id}"),
        None => what.clone(),
    };
    let wanted = arranged(&what, page, id.as_deref(), of_shelter, beds)?;
    let address = page.map_or_else(
        || "/shelters/new".to_owned(),
        |page| format!("/shelters/{page}/arrange"),
    );
    let done = in_unit(format!("shelters.arrange {what}"), move |unit| async move {
        services::shelters::arrange(&unit, page, wanted).await
    });
    let mut tried = Tried {
        event,
        typed: kept
            .into_iter()
            .map(|(field, text)| (field.to_owned(), text))
            .collect(),
        features,
        problems: Vec::new(),
    };
    match done.await {
        Ok(shelter) => go_to(&format!("/shelters/{shelter}/arrange?done={what}")),
        Err(AppError(Error::Invalid { problems })) => {
            tried.problems = problems;
            keep_arranged(page, tried).await?;
            go_to(&format!("{address}?tried={what}"));
        }
        Err(AppError(Error::Refused { reason })) => {
            keep_arranged(page, tried).await?;
            go_to(&format!("{address}?tried={what}&refused={}", reason.code()));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(feature = "ssr")]
fn arranged(
    what: &str,
    shelter: Option<domain::ids::ShelterId>,
    of: Option<&str>,
    typed: TypedShelter,
    beds: String,
) -> Result<services::shelters::Arrange, AppError> {
    use services::shelters::Arrange;
    let room = TypedRoom {
        name: typed.name.clone(),
        features: typed.features.clone(),
        beds,
    };
    let malformed = || AppError(Error::Malformed);
    let shelter = || shelter.ok_or_else(malformed);
    let of = of.ok_or_else(malformed);
    Ok(match what {
        "add_shelter" => Arrange::AddShelter(typed),
        "change_shelter" => Arrange::ChangeShelter(shelter()?, typed),
        "add_room" => Arrange::AddRoom(shelter()?, room),
        "change_room" => Arrange::ChangeRoom(id(of?)?, room),
        "change_bed" => Arrange::ChangeBed(id(of?)?, room),
        "remove_room" => Arrange::RemoveRoom(id(of?)?),
        "remove_bed" => Arrange::RemoveBed(id(of?)?),
        _ => return Err(malformed()),
    })
}

#[cfg(feature = "ssr")]
async fn keep_arranged(
    shelter: Option<domain::ids::ShelterId>,
    tried: Tried,
) -> Result<(), AppError> {
    in_unit("shelters.keep", move |unit| async move {
        services::shelters::keep_arranged(&unit, shelter, &tried).await
    })
    .await
}

/// What is no id leads to nothing.
#[cfg(feature = "ssr")]
fn id<T: core::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError(Error::NotFound))
}
