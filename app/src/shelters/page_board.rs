//! The board of a shelter: its rooms and beds as they are now.

use chrono::NaiveDate;
use domain::{
    dates::format_date,
    shelters::{BedTile, Board, RoomTile, StayTile},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    bed_panel::bed_panel,
    live::{News, live_mark},
    parts::{counts_line, feature_marks, outcome, shelter_head},
    server_fn::read_board,
    words::{bed_look, bed_word},
};
use crate::{
    errors::loaded,
    language::{current_language, language_of, say, say_with},
    notifications::stale_notice,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        path_part, query_text, time_text,
    },
    wire::load,
};

/// The board, with one bed opened beside it.
pub(crate) fn board_page() -> AnyView {
    let (shelter, search) = (path_part("shelter"), query_text());
    let news = News::of(Some(&shelter.get_untracked()));
    let fresh = news.fresh();
    let board = load(
        move || (shelter.get(), search.get(), fresh.version()),
        |(shelter, search, _)| read_board(shelter, Some(search)),
    );
    view! {
        {outcome()}
        {stale_notice(fresh)}
        {loaded(board, move |board: Board| {
            news.shows(&board.mark);
            content(board)
        })}
    }
    .into_any()
}

fn content(board: Board) -> AnyView {
    let id = board.shelter.id;
    let name = board.shelter.name.clone();
    let opened = board.opened.as_ref().map(|opened| opened.bed.id);
    let rooms: Vec<AnyView> = board
        .rooms
        .iter()
        .map(|room| room_card(&board, room))
        .collect();
    let rooms = if rooms.is_empty() {
        view! { <p class="sub">{say!(shelters.no_rooms)}</p> }.still()
    } else {
        view! { <div class="board">{rooms}</div> }.still()
    };
    let panel = board
        .opened
        .as_ref()
        .map(|opened| bed_panel(&board, opened));
    let is_opened = opened.is_some();
    let arrange = board.arrange.then(|| {
        let href = format!("/shelters/{id}/arrange");
        view! { <a class="button" href=href><IconView icon=Icon::Edit/> <span>{say!(shelters.arrange)}</span></a> }
    });
    let of_guests = board.place.then(|| {
        let (print, history) = (format!("/shelters/{id}/print"), format!("/shelters/{id}/occupancy"));
        view! {
            <a class="button" href=history><IconView icon=Icon::History/> <span>{say!(shelters.occupancy)}</span></a>
            <a class="button" href=print><IconView icon=Icon::Print/> <span>{say!(shelters.print)}</span></a>
        }
    });
    let actions = view! {
        {live_mark()}
        <a class="button" href="/shelters"><IconView icon=Icon::ChevronLeft/> <span>{say!(shelters.all)}</span></a>
        {of_guests}
        {arrange}
    };
    view! {
        <PageTitle text=name.clone()/>
        {shelter_head(&board.shelter, name.still(), actions.still())}
        <div class="board-facts">
            {counts_line(board.shelter.counts)}
            {feature_marks(&board.shelter.features)}
            {as_of(board.at)}
        </div>
        <div class="queue" class:queue-opened=is_opened>
            <div class="queue-lists">
                {rooms}
                {expected(&board.expected)}
            </div>
            {panel}
        </div>
    }
    .still()
}

fn as_of(at: chrono::NaiveDateTime) -> AnyView {
    let text = say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(locale, shelters.as_of, time = time).to_string()
    });
    view! { <p class="sub">{text}</p> }.still()
}

fn room_card(board: &Board, room: &RoomTile) -> AnyView {
    let heading = format!("room-{}", room.id);
    let labelled_by = heading.clone();
    let opened = board.opened.as_ref().map(|opened| opened.bed.id);
    let beds: Vec<AnyView> = room
        .beds
        .iter()
        .map(|bed| bed_tile(board, bed, opened == Some(bed.id)))
        .collect();
    view! {
        <section class="card room" aria-labelledby=labelled_by>
            <h2 id=heading>{room.name.clone()}</h2>
            {feature_marks(&room.features)}
            <ul class="beds">{beds}</ul>
        </section>
    }
    .still()
}

/// A bed, as large as a finger; it opens beside the board.
fn bed_tile(board: &Board, bed: &BedTile, opened: bool) -> AnyView {
    let href = format!("/shelters/{}?bed={}#shown", board.shelter.id, bed.id);
    let state = bed.state;
    let (look, _, icon) = bed_look(state);
    let word = say_with(move |locale| bed_word(locale, state).to_owned());
    let who = bed.stay.as_ref().map(guest_line);
    let planned = bed.planned.first().map(|plan| {
        let day = plan.since.date();
        let language = current_language();
        view! { <small><IconView icon=Icon::Calendar/> {move || format_date(day, language.get())}</small> }.still()
    });
    view! {
        <li>
            <a class=look href=href aria-current=opened.then_some("true")>
                <b>{bed.name.clone()}</b>
                <span class="bed-state"><IconView icon/> {word}</span>
                {who}
                {feature_marks(&bed.features)}
                {planned}
            </a>
        </li>
    }
    .still()
}

/// Who is in a bed, and until when, as far as the reader may know.
fn guest_line(stay: &StayTile) -> AnyView {
    let until = stay.held_until.map(|until| {
        let text = say_with(move |locale| {
            let time = until.format("%H:%M").to_string();
            td_string!(locale, shelters.held_until, time = time).to_string()
        });
        view! { <small>{text}</small> }.still()
    });
    let overdue = stay.overdue;
    let leaves = stay.leaves.map(|day: NaiveDate| {
        let text = say_with(move |locale| {
            let day = format_date(day, language_of(locale));
            td_string!(locale, shelters.leaves_on, day = day).to_string()
        });
        view! { <small class:bed-overdue=overdue>{text}</small> }.still()
    });
    view! {
        <span class="bed-guest">{stay.guest.clone()}</span>
        {until}
        {leaves}
    }
    .still()
}

/// How many beds will be free on the days to come, as bars, and as a table for whoever reads it.
fn expected(days: &[(NaiveDate, u32)]) -> AnyView {
    let most = days.iter().map(|(_, free)| *free).max().unwrap_or(0).max(1);
    let language = current_language();
    let rows: Vec<AnyView> = days
        .iter()
        .map(|(day, free)| {
            let (day, free) = (*day, *free);
            view! {
                <tr>
                    <th scope="row">{move || format_date(day, language.get())}</th>
                    <td class="number">{free}</td>
                    <td class="bar" aria-hidden="true"><meter min="0" max=most value=free></meter></td>
                </tr>
            }
            .still()
        })
        .collect();
    view! {
        <section class="card expected" aria-labelledby="expected">
            <h2 id="expected">{say!(shelters.expected)}</h2>
            <p class="sub">{say!(shelters.expected_help)}</p>
            <table class="table">
                <thead><tr>
                    <th scope="col">{say!(shelters.day)}</th>
                    <th scope="col" class="number">{say!(shelters.bed_free)}</th>
                    <td></td>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .still()
}
