//! The shelters of the city.

use domain::shelters::{ShelterList, ShelterRow};
use leptos::prelude::*;

use super::{
    live::{News, live_mark},
    parts::{counts_line, feature_marks},
    server_fn::list_shelters,
};
use crate::{
    errors::loaded,
    language::say,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// How many beds are free, and where.
pub(crate) fn list_page() -> AnyView {
    let news = News::of(None);
    let list = load(move || news.fresh().version(), |_| list_shelters());
    loaded(list, move |list: ShelterList| {
        news.shows(&list.mark);
        content(list)
    })
}

fn content(list: ShelterList) -> AnyView {
    let new = list.arrange.then(|| {
        view! { <a class="button" href="/shelters/new"><IconView icon=Icon::Add/> <span>{say!(shelters.new_shelter)}</span></a> }
    });
    let rows: Vec<AnyView> = list.shelters.iter().map(row).collect();
    let table = if rows.is_empty() {
        view! {
            <div class="empty">
                <IconView icon=Icon::Bed/>
                <h2>{say!(shelters.none_title)}</h2>
                <p>{say!(shelters.none)}</p>
            </div>
        }
        .still()
    } else {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!(shelters.shelter)}</th>
                        <th scope="col">{say!(shelters.district)}</th>
                        <th scope="col" class="number">{say!(shelters.bed_free)}</th>
                        <th scope="col" class="number">{say!(shelters.bed_held)}</th>
                        <th scope="col" class="number">{say!(shelters.bed_occupied)}</th>
                        <th scope="col" class="number">{say!(shelters.bed_out_of_service)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .still()
    };
    view! {
        <PageTitle text=say!(shelters.title)/>
        <div class="page-head">
            <div>
                <h1>{say!(shelters.title)}</h1>
                {counts_line(list.total)}
            </div>
            <div class="actions">{live_mark()} {new}</div>
        </div>
        {table}
    }
    .still()
}

fn row(shelter: &ShelterRow) -> AnyView {
    let name = if shelter.open {
        let href = format!("/shelters/{}", shelter.id);
        view! { <a class="row-link" href=href>{shelter.name.clone()}</a> }.still()
    } else {
        shelter.name.clone().still()
    };
    let reach: Vec<String> = [shelter.address.clone(), shelter.phone.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let counts = shelter.counts;
    view! {
        <tr>
            <th scope="row">
                {name}
                <span class="sub">{reach.join(" · ")}</span>
                {feature_marks(&shelter.features)}
            </th>
            <td data-label=say!(shelters.district)>{shelter.district.full_name()}</td>
            <td class="number" data-label=say!(shelters.bed_free)><b>{counts.free}</b></td>
            <td class="number" data-label=say!(shelters.bed_held)>{counts.held}</td>
            <td class="number" data-label=say!(shelters.bed_occupied)>{counts.occupied}</td>
            <td class="number" data-label=say!(shelters.bed_out_of_service)>{counts.out_of_service}</td>
        </tr>
    }
    .still()
}
