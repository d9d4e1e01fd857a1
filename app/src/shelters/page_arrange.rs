//! Making a shelter, and changing its rooms and beds.

use domain::shelters::{ArrangePage, BedTile, Board, Feature, Features, RoomTile, Tried};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::{
    parts::{feature_boxes, outcome},
    server_fn::{ArrangeShelter, read_arranged},
};
use crate::{
    errors::loaded,
    forms::plain_message,
    language::say,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// What a shelter as a whole may have.
const OF_SHELTER: [Feature; 3] = [Feature::Accessible, Feature::WomenOnly, Feature::Pets];
/// What a room may have.
const OF_ROOM: [Feature; 4] = [
    Feature::Accessible,
    Feature::FamilyRoom,
    Feature::WomenOnly,
    Feature::Pets,
];
/// What a bed may have.
const OF_BED: [Feature; 2] = [Feature::Accessible, Feature::Cot];

/// A new shelter, or one that there is.
pub(crate) fn arrange_page() -> AnyView {
    let params = use_params_map();
    let shelter = move || params.with(|params| params.get("shelter"));
    let page = load(shelter, read_arranged);
    view! {
        {outcome()}
        {loaded(page, content)}
    }
    .into_any()
}

fn content(page: ArrangePage) -> AnyView {
    let tried = page.tried.unwrap_or_default();
    match page.board {
        None => new_shelter(&tried),
        Some(board) => shelter(&board, &tried),
    }
}

fn new_shelter(tried: &Tried) -> AnyView {
    let form = Form {
        what: "add_shelter",
        shelter: None,
        id: None,
        tried,
        features: &Features::default(),
        offered: &OF_SHELTER,
    };
    view! {
        <PageTitle text=say!(shelters.new_shelter)/>
        <div class="page-head">
            <h1>{say!(shelters.new_shelter)}</h1>
            <div class="actions"><a class="button" href="/shelters"><IconView icon=Icon::ChevronLeft/> <span>{say!(shelters.all)}</span></a></div>
        </div>
        <div class="card">{form.of_shelter(["", "", ""])}</div>
    }
    .still()
}

fn shelter(board: &Board, tried: &Tried) -> AnyView {
    let id = board.shelter.id.to_string();
    let back = format!("/shelters/{id}");
    let form = |what, offered| Form {
        what,
        shelter: Some(id.clone()),
        id: None,
        tried,
        features: &board.shelter.features,
        offered,
    };
    let none = Features::default();
    let new_room = Form {
        features: &none,
        ..form("add_room", &OF_ROOM)
    };
    let rooms: Vec<AnyView> = board
        .rooms
        .iter()
        .map(|room| room_part(&id, room, tried))
        .collect();
    let of_shelter = form("change_shelter", &OF_SHELTER);
    let shelter = &board.shelter;
    view! {
        <PageTitle text=say!(shelters.arrange)/>
        <div class="page-head">
            <div><p class="sub">{shelter.name.clone()}</p><h1>{say!(shelters.arrange)}</h1></div>
            <div class="actions"><a class="button" href=back><IconView icon=Icon::ChevronLeft/> <span>{say!(shelters.board)}</span></a></div>
        </div>
        <div class="arrange">
            <section class="card" aria-labelledby="of-shelter">
                <h2 id="of-shelter">{say!(shelters.of_shelter)}</h2>
                {of_shelter.of_shelter([&shelter.name, &shelter.address, &shelter.phone])}
            </section>
            {rooms}
            <section class="card" aria-labelledby="new-room">
                <h2 id="new-room">{say!(shelters.new_room)}</h2>
                {new_room.of_room("", Some("4"))}
            </section>
        </div>
    }
    .still()
}

fn room_part(shelter: &str, room: &RoomTile, tried: &Tried) -> AnyView {
    let heading = format!("room-{}", room.id);
    let labelled_by = heading.clone();
    let form = Form {
        what: "change_room",
        shelter: Some(shelter.to_owned()),
        id: Some(room.id.to_string()),
        tried,
        features: &room.features,
        offered: &OF_ROOM,
    };
    let beds: Vec<AnyView> = room
        .beds
        .iter()
        .map(|bed| bed_part(shelter, bed, tried))
        .collect();
    let remove = room
        .beds
        .is_empty()
        .then(|| remove(shelter, "remove_room", room.id.to_string()));
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <h2 id=heading>{room.name.clone()}</h2>
            {form.of_room(&room.name, Some(""))}
            {remove}
            <details class="others" open=tried.event.starts_with("change_bed")>
                <summary>{say!(shelters.beds_of_room)}</summary>
                {beds}
            </details>
        </section>
    }
    .still()
}

fn bed_part(shelter: &str, bed: &BedTile, tried: &Tried) -> AnyView {
    let form = Form {
        what: "change_bed",
        shelter: Some(shelter.to_owned()),
        id: Some(bed.id.to_string()),
        tried,
        features: &bed.features,
        offered: &OF_BED,
    };
    let unused = bed.stay.is_none() && bed.planned.is_empty();
    let remove = unused.then(|| remove(shelter, "remove_bed", bed.id.to_string()));
    view! { <div class="arrange-bed">{form.of_room(&bed.name, None)} {remove}</div> }.still()
}

fn remove(shelter: &str, what: &'static str, id: String) -> AnyView {
    view! {
        <form method="post" action=ArrangeShelter::url()>
            <input type="hidden" name="what" value=what/>
            <input type="hidden" name="shelter" value=shelter.to_owned()/>
            <input type="hidden" name="id" value=id/>
            <button class="button button-quiet" type="submit"><IconView icon=Icon::Close/> <span>{say!(shelters.remove)}</span></button>
        </form>
    }
    .still()
}

/// A form of this page, with what was tried in it before.
struct Form<'a> {
    what: &'static str,
    shelter: Option<String>,
    id: Option<String>,
    tried: &'a Tried,
    features: &'a Features,
    offered: &'a [Feature],
}

impl Form<'_> {
    /// The name under which what was tried in it is kept.
    fn event(&self) -> String {
        match &self.id {
            Some(id) => format!("{} {id}", self.what),
            None => self.what.to_owned(),
        }
    }

    fn was_tried(&self) -> bool {
        self.tried.event == self.event()
    }

    fn field(
        &self,
        name: &'static str,
        kind: &'static str,
        label: Signal<&'static str>,
        stored: &str,
    ) -> AnyView {
        let event = self.event();
        let id = format!("{}-{name}", event.replace(' ', "-"));
        let of = id.clone();
        let value = if self.was_tried() {
            self.tried.field(&event, name)
        } else {
            stored.to_owned()
        };
        let problem = self.tried.problem(&event, name);
        let wrong = problem.is_some();
        view! {
            <div class="field" class:field-invalid=wrong>
                <label for=of>{label}</label>
                {plain_message(name, problem)}
                <input class="input" id=id type=kind name=name value=value autocomplete="off" aria-invalid=wrong.then_some("true")/>
            </div>
        }
        .still()
    }

    fn hidden(&self) -> AnyView {
        let shelter = self
            .shelter
            .clone()
            .map(|shelter| view! { <input type="hidden" name="shelter" value=shelter/> });
        let id = self
            .id
            .clone()
            .map(|id| view! { <input type="hidden" name="id" value=id/> });
        view! { <input type="hidden" name="what" value=self.what/> {shelter} {id} }.still()
    }

    fn boxes(&self) -> AnyView {
        let chosen = if self.was_tried() {
            &self.tried.features
        } else {
            self.features
        };
        view! {
            <fieldset class="field">
                <legend>{say!(shelters.features)}</legend>
                {feature_boxes(chosen, self.offered, "features[]")}
            </fieldset>
        }
        .still()
    }

    fn of_shelter(&self, stored: [&str; 3]) -> AnyView {
        view! {
            <form class="form" method="post" action=ArrangeShelter::url() novalidate>
                {self.hidden()}
                {self.field("name", "text", say!(shelters.shelter_name), stored[0])}
                {self.field("address", "text", say!(shelters.address), stored[1])}
                {self.field("phone", "tel", say!(shelters.phone), stored[2])}
                {self.boxes()}
                <button class="button button-primary" type="submit">{say!(shelters.save)}</button>
            </form>
        }
        .still()
    }

    /// A room, with how many beds are added; or a bed.
    fn of_room(&self, name: &str, beds: Option<&str>) -> AnyView {
        let label = if beds.is_some() {
            say!(shelters.room_name)
        } else {
            say!(shelters.bed_name)
        };
        let beds = beds.map(|beds| self.field("beds", "number", say!(shelters.more_beds), beds));
        view! {
            <form class="form" method="post" action=ArrangeShelter::url() novalidate>
                {self.hidden()}
                {self.field("name", "text", label, name)}
                {beds}
                {self.boxes()}
                <button class="button" type="submit">{say!(shelters.save)}</button>
            </form>
        }
        .still()
    }
}
