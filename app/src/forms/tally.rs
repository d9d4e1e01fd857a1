//! Numbers of people by age and sex, as a table to fill in.

use crate::still::IntoStill;
use domain::forms::{Choice, Field, FieldType};
use leptos::prelude::*;

use super::{
    field::error_id,
    inputs::{control_id, control_name},
    live::Live,
    problems::problem_view,
};
use crate::language::{say, text_view};

/// The table of a tally; `None` for every other type.
pub(super) fn tally_controls(field: &Field, path: &str, live: Live) -> Option<AnyView> {
    let FieldType::Tally { ages, sexes, .. } = &field.kind else {
        return None;
    };
    let head: Vec<AnyView> = sexes
        .iter()
        .map(|sex| view! { <th scope="col">{text_view(sex.label.clone())}</th> }.still())
        .collect();
    let rows: Vec<AnyView> = ages.iter().map(|age| row(age, sexes, path, live)).collect();
    let totals: Vec<AnyView> = sexes
        .iter()
        .map(|sex| {
            let cells = ages.iter().map(|age| cell_path(path, age, sex)).collect();
            view! { <td class="total">{total(path, cells, live)}</td> }.still()
        })
        .collect();
    let all = ages
        .iter()
        .flat_map(|age| sexes.iter().map(|sex| cell_path(path, age, sex)))
        .collect();
    let table = view! {
        <div class="tally-wrap">
            <table class="tally-input">
                <thead>
                    <tr>
                        <th scope="col">{say!(answers.age)}</th>
                        {head}
                        <th scope="col">{say!(answers.total)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{say!(answers.total)}</th>
                        {totals}
                        <td class="total"><output aria-live="polite">{total(path, all, live)}</output></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    };
    Some(table.still())
}

fn cell_path(path: &str, age: &Choice, sex: &Choice) -> String {
    format!("{path}.{}.{}", age.choice, sex.choice)
}

fn row(age: &Choice, sexes: &[Choice], path: &str, live: Live) -> AnyView {
    let cells: Vec<AnyView> = sexes
        .iter()
        .map(|sex| cell(age, sex, &cell_path(path, age, sex), live))
        .collect();
    let paths = sexes.iter().map(|sex| cell_path(path, age, sex)).collect();
    view! {
        <tr>
            <th scope="row">{text_view(age.label.clone())}</th>
            {cells}
            <td class="total">{total(path, paths, live)}</td>
        </tr>
    }
    .still()
}

fn cell(age: &Choice, sex: &Choice, path: &str, live: Live) -> AnyView {
    let problem = live.problem(path);
    let error = error_id(path);
    let described = Signal::derive(move || problem.with(Option::is_some).then(|| error.clone()));
    view! {
        <td class:part-invalid=live.is_wrong(path)>
            <label class="visually-hidden" for=control_id(path)>
                {text_view(age.label.clone())} ", " {text_view(sex.label.clone())}
            </label>
            <input
                class="input"
                id=control_id(path)
                name=control_name(path)
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=live.typed_text(path)
                aria-describedby=described
                aria-invalid=super::field::invalid(problem)
            />
            {problem_view(path, problem)}
        </td>
    }
    .still()
}

/// The sum of what stands in these cells; what is no number counts for nothing.
fn total(path: &str, cells: Vec<String>, live: Live) -> Signal<String> {
    let waker = live.waker(path);
    Signal::derive(move || {
        waker.track();
        let numbers = cells
            .iter()
            .filter_map(|cell| live.typed_text(cell).trim().parse::<u32>().ok());
        let total: u64 = numbers.map(u64::from).sum();
        total.to_string()
    })
}
