//! Who is in a shelter at this moment, on paper: for an emergency.

use domain::shelters::{BedState, BedTile, Board, RoomTile};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{bed_panel::guest_view, server_fn::read_board, words::bed_word};
use crate::{
    errors::loaded,
    forms::print::print_bar,
    language::{language_of, plural, say, say_with},
    still::IntoStill,
    ui::{PageTitle, path_part, time_text},
    wire::load,
};

/// The list of everybody in a shelter, room by room, with a box to tick.
pub(crate) fn print_page() -> AnyView {
    let shelter = path_part("shelter");
    let board = load(move || shelter.get(), |shelter| read_board(shelter, None));
    loaded(board, content)
}

fn content(board: Board) -> AnyView {
    let back = format!("/shelters/{}", board.shelter.id);
    let at = board.at;
    let as_of = say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(locale, shelters.as_of, time = time).to_string()
    });
    let people = board.shelter.counts.occupied;
    let count = say_with(move |locale| plural!(locale, people, shelters.people));
    let rooms: Vec<AnyView> = board.rooms.iter().filter_map(room).collect();
    view! {
        <PageTitle text=say!(shelters.emergency_title)/>
        {print_bar(back, say!(shelters.board))}
        <article class="sheet">
            <h1>{board.shelter.name.clone()} ": " {say!(shelters.emergency_title)}</h1>
            <p>{as_of} " · " {count} " · " {board.shelter.address.clone()} " · " {board.shelter.phone.clone()}</p>
            {rooms}
        </article>
    }
    .still()
}

/// A room in which somebody is, or is expected at any moment.
fn room(room: &RoomTile) -> Option<AnyView> {
    let is_there = |bed: &&BedTile| matches!(bed.state, BedState::Occupied | BedState::Held);
    let rows: Vec<AnyView> = room.beds.iter().filter(is_there).map(bed).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="sheet-form">
                <h2>{room.name.clone()}</h2>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!(shelters.bed)}</th>
                        <th scope="col">{say!(shelters.guest)}</th>
                        <th scope="col">{say!(shelters.state)}</th>
                        <th scope="col">{say!(shelters.note)}</th>
                        <th scope="col">{say!(shelters.seen)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .still()
    })
}

fn bed(bed: &BedTile) -> AnyView {
    let state = bed.state;
    let word = say_with(move |locale| bed_word(locale, state).to_owned());
    let guest = bed.stay.as_ref().map(guest_view);
    let note = bed.stay.as_ref().map(|stay| stay.note.clone());
    view! {
        <tr>
            <th scope="row">{bed.name.clone()}</th>
            <td>{guest}</td>
            <td>{word}</td>
            <td>{note}</td>
            <td>"☐"</td>
        </tr>
    }
    .still()
}
