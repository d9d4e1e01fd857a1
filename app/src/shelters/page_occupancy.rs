//! Who was in a shelter, and when.

use domain::shelters::{OccupancyPage, OccupancyRow};
use leptos::prelude::*;

use super::{
    bed_panel::guest_view, parts::shelter_head, server_fn::read_occupancy, words::say_bed,
};
use crate::{
    errors::loaded,
    language::{current_language, say},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        path_part, query_text, time_text,
    },
    wire::load,
};

/// The stays in a shelter, the latest first.
pub(crate) fn occupancy_page() -> AnyView {
    let (shelter, search) = (path_part("shelter"), query_text());
    let page = load(
        move || (shelter.get(), search.get()),
        |(shelter, search)| read_occupancy(shelter, Some(search)),
    );
    loaded(page, content)
}

fn content(page: OccupancyPage) -> AnyView {
    let board = format!("/shelters/{}", page.shelter.id);
    let day = page.day.map(|day| day.to_string()).unwrap_or_default();
    let more = page.more.map(|after| {
        let day = if day.is_empty() { String::new() } else { format!("day={day}&") };
        let href = format!("/shelters/{}/occupancy?{day}after={after}", page.shelter.id);
        view! { <nav class="pager"><a class="button" href=href rel="next"><span>{say!(shelters.earlier)}</span> <IconView icon=Icon::ChevronRight/></a></nav> }
    });
    let rows: Vec<AnyView> = page.rows.iter().map(row).collect();
    let table = if rows.is_empty() {
        view! { <p class="sub">{say!(shelters.nobody_was)}</p> }.still()
    } else {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!(shelters.guest)}</th>
                        <th scope="col">{say!(shelters.bed)}</th>
                        <th scope="col">{say!(shelters.since)}</th>
                        <th scope="col">{say!(shelters.until)}</th>
                        <th scope="col">{say!(shelters.by)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .still()
    };
    let actions = view! {
        <a class="button" href=board><IconView icon=Icon::ChevronLeft/> <span>{say!(shelters.board)}</span></a>
    };
    let title = view! { {page.shelter.name.clone()} ": " {say!(shelters.occupancy)} };
    view! {
        <PageTitle text=say!(shelters.occupancy)/>
        {shelter_head(&page.shelter, title.still(), actions.still())}
        <form class="filter-line" method="get">
            <label for="day">{say!(shelters.day)}</label>
            <input class="input" id="day" name="day" type="date" value=day.clone()/>
            <button class="button" type="submit">{say!(shelters.show)}</button>
        </form>
        {table}
        {more}
    }
    .still()
}

fn row(row: &OccupancyRow) -> AnyView {
    let language = current_language();
    let (since, ended) = (row.stay.since, row.ended);
    let place = say_bed(row.room.clone(), row.bed.clone());
    let until =
        move || ended.map_or_else(|| "–".to_owned(), |ended| time_text(ended, language.get()));
    let by = [row.stay.by.clone(), row.ended_by.clone()];
    let by: Vec<String> = by.into_iter().filter(|name| !name.is_empty()).collect();
    view! {
        <tr>
            <th scope="row">{guest_view(&row.stay)}</th>
            <td data-label=say!(shelters.bed)>{place}</td>
            <td class="date" data-label=say!(shelters.since)>{move || time_text(since, language.get())}</td>
            <td class="date" data-label=say!(shelters.until)>{until}</td>
            <td data-label=say!(shelters.by)>{by.join(" · ")}</td>
        </tr>
    }
    .still()
}
