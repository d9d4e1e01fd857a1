//! The table of a list; on a phone its rows become cards.

use domain::{
    Language, Text,
    cases::{CaseListItem, Stage, list::Subject},
    dates::format_date,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    data::{Column, ListPage},
    words::{say_subject, subject_text},
};
use crate::{
    language::{current_language, say, say_with, text_view},
    still::IntoStill,
    ui::time_text,
};

/// The table.
pub(super) fn table(page: &ListPage) -> AnyView {
    let heads: Vec<AnyView> = page.columns.iter().cloned().map(head).collect();
    let said = Said::of(page);
    let rows: Vec<AnyView> = page
        .cases
        .iter()
        .zip(&page.cells)
        .map(|(case, cells)| row(case, cells, page, &said))
        .collect();
    let choose = page.may_assign.then(|| {
        view! { <td class="choose"><span class="visually-hidden">{say!(transitions.assign_selected)}</span></td> }
    });
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        {choose}
                        {head(page.name.clone())}
                        <th scope="col">{say!(cases.case)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn head(column: Column) -> AnyView {
    let label = say_subject(column.subject.clone(), column.question.clone());
    let Some(href) = column.sort else {
        return view! { <th scope="col">{label}</th> }.still();
    };
    let sorted = column.sorted.map(|descending| {
        if descending {
            "descending"
        } else {
            "ascending"
        }
    });
    let hint = say_with(move |locale| {
        let column = subject_text(locale, &column.subject, column.question.as_ref());
        td_string!(locale, cases.sort_by, column = column).to_string()
    });
    view! {
        <th scope="col" aria-sort=sorted>
            <a href=href title=hint>{label}</a>
        </th>
    }
    .still()
}

/// What every row says alike, worked out once for all of them.
struct Said {
    language: Signal<Language>,
    case: Signal<&'static str>,
    labels: Vec<Signal<String>>,
}

impl Said {
    fn of(page: &ListPage) -> Self {
        let labels = page.columns.iter().map(|column| {
            let label = say_subject(column.subject.clone(), column.question.clone());
            Signal::from(Memo::new(move |_| label.get()))
        });
        Self {
            language: current_language(),
            case: say!(cases.case),
            labels: labels.collect(),
        }
    }
}

fn row(case: &CaseListItem, cells: &[Text], page: &ListPage, said: &Said) -> AnyView {
    let columns = &page.columns;
    let choose = page.may_assign.then(|| chooser(case));
    let language = said.language;
    let href = format!("/cases/{}", case.number);
    let name = case.name.clone();
    let sub = {
        let (latin, born) = (case.latin_name.clone(), case.birth_date);
        let shown = columns.iter().any(|column| column.subject == Subject::Born);
        let born = born.filter(|_| !shown);
        Signal::derive(move || sub_line(&latin, born, language.get()))
    };
    let mut answers = cells.iter();
    let cells: Vec<AnyView> = columns
        .iter()
        .zip(said.labels.iter().copied())
        .map(|(column, label)| {
            let (class, content) = match &column.subject {
                Subject::Answer(_) => ("", answer(answers.next())),
                subject => (class_of(subject), own(page, case, subject, language)),
            };
            view! { <td class=class data-label=label>{content}</td> }.still()
        })
        .collect();
    view! {
        <tr>
            {choose}
            <th scope="row">
                <a class="row-link" href=href>
                    {if name.is_empty() { say!(cases.unnamed).still() } else { name.still() }}
                </a>
                <span class="sub">{sub}</span>
            </th>
            <td class="code" data-label=said.case>{case.number.to_string()}</td>
            {cells}
        </tr>
    }
    .still()
}

/// The form that sends the chosen cases to be assigned.
pub(super) const ASSIGN_FORM: &str = "assign-cases";

/// Chooses a case for what is done with several at once.
fn chooser(case: &CaseListItem) -> AnyView {
    let number = case.number.to_string();
    let label = {
        let number = number.clone();
        say_with(move |locale| {
            td_string!(locale, transitions.select_case, number = number.clone()).to_string()
        })
    };
    view! {
        <td class="choose">
            <label>
                <input type="checkbox" form=ASSIGN_FORM name="case" value=number aria-label=label/>
            </label>
        </td>
    }
    .still()
}

const fn class_of(subject: &Subject) -> &'static str {
    match subject {
        Subject::Born | Subject::Opened | Subject::Changed => "date",
        _ => "",
    }
}

/// What belongs to the case itself.
fn own(
    page: &ListPage,
    case: &CaseListItem,
    subject: &Subject,
    language: Signal<Language>,
) -> AnyView {
    let (opened, changed, born) = (case.opened, case.changed, case.birth_date);
    match subject {
        Subject::Stage => {
            let name = case.stage.as_ref().map(|stage| stage_name(page, stage));
            name.map(|name| view! { <span class="tag tag-plain">{name}</span> })
                .still()
        }
        Subject::Owner => match &case.owner {
            Some(owner) => owner.clone().still(),
            None => view! { <span class="value-empty">{say!(cases.nobody)}</span> }.still(),
        },
        Subject::Team => case.team.clone().map(text_view).still(),
        Subject::Opened => (move || opened.map(|opened| time_text(opened, language.get()))).still(),
        Subject::Changed => {
            (move || changed.map(|changed| time_text(changed, language.get()))).still()
        }
        Subject::Born => (move || born.map(|born| format_date(born, language.get()))).still(),
        Subject::Name | Subject::Answer(_) => ().still(),
    }
}

/// What the stage of a case is called.
fn stage_name(page: &ListPage, stage: &Stage) -> AnyView {
    let mut labels = page
        .stages
        .iter()
        .filter_map(|(label, _, _)| label.as_ref());
    match labels.find(|label| label.stage == *stage) {
        Some(label) => text_view(label.label.clone()),
        None => stage.code().to_owned().still(),
    }
}

fn answer(words: Option<&Text>) -> AnyView {
    match words.filter(|words| !words.is_blank()) {
        Some(words) => text_view(words.clone()),
        None => view! { <span class="value-empty">"–"<span class="visually-hidden">{say!(cases.not_answered)}</span></span> }
            .still(),
    }
}

fn sub_line(latin: &str, born: Option<chrono::NaiveDate>, language: Language) -> String {
    let born = born.map(|day| format_date(day, language));
    let parts = [
        Some(latin.to_owned()).filter(|latin| !latin.is_empty()),
        born,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
