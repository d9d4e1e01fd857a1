use domain::{
    audit::AuditAction,
    cases::{CaseHistory, FieldChange, HistoryEntry},
    forms::FieldType,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    cases::server_fn::read_history,
    errors::loaded,
    forms::{Medium, answer_view},
    language::{current_language, language_of, plural, say, say_with, text_view},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        path_part, time_text,
    },
    wire::load,
};

/// The history of a case.
pub(crate) fn history_page() -> AnyView {
    let number = path_part("number");
    view! {
        <PageTitle text=say!(audit.title)/>
        {loaded(load(move || number.get(), read_history), history)}
    }
    .into_any()
}

fn history(history: CaseHistory) -> AnyView {
    let number = history.number.to_string();
    let href = format!("/cases/{number}");
    let of_case = say_with(move |locale| {
        td_string!(locale, audit.of_case, number = number.clone()).to_string()
    });
    let nothing = history
        .entries
        .is_empty()
        .then(|| view! { <p>{say!(audit.empty)}</p> });
    let more = history
        .more
        .then(|| view! { <p class="count-line">{say!(audit.more)}</p> });
    let entries: Vec<AnyView> = history.entries.into_iter().map(entry).collect();
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{of_case} " · " {history.name}</p>
                <h1>{say!(audit.title)}</h1>
            </div>
            <div class="actions">
                <a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(audit.back)}</span></a>
            </div>
        </div>
        <div class="card">
            {nothing}
            <ol class="timeline">{entries}</ol>
            {more}
        </div>
    }
    .still()
}

fn entry(entry: HistoryEntry) -> AnyView {
    let language = current_language();
    let at = entry.at;
    let machine = at.to_string();
    let (action, form) = (entry.action, entry.form);
    let title = say_with(move |locale| match (action, &form) {
        (AuditAction::AnswersSaved, Some(form)) => {
            let form = form.in_language(language_of(locale)).to_owned();
            td_string!(locale, audit.answers_saved, form = form).to_string()
        }
        _ => td_string!(locale, audit.case_registered).to_owned(),
    });
    let hidden = entry.hidden_changes;
    let hidden_line = (hidden > 0).then(|| {
        let text = say_with(move |locale| plural!(locale, hidden, audit.hidden));
        view! { <p class="sub">{text}</p> }
    });
    let changes: Vec<AnyView> = entry.changes.into_iter().map(change).collect();
    let changed_fields =
        (!changes.is_empty()).then(|| view! { <dl class="changes">{changes}</dl> });
    view! {
        <li>
            <strong>{title}</strong>
            <p>
                <time datetime=machine>{move || time_text(at, language.get())}</time>
                " · "
                <span class="who">{entry.by}</span>
            </p>
            {changed_fields}
            {hidden_line}
        </li>
    }
    .still()
}

/// One field that changed. Rows and tables stand below each other instead of in one line.
fn change(change: FieldChange) -> AnyView {
    let field = change.field;
    let blocks = matches!(field.kind, FieldType::Group(_) | FieldType::Tally { .. });
    let before = change.before.map(|answer| {
        let before = answer_view(&field, &answer, Medium::Screen);
        view! { <del><span class="visually-hidden">{say!(audit.before)} ": "</span>{before}</del> " " }
    });
    let after = match change.after {
        Some(answer) => answer_view(&field, &answer, Medium::Screen),
        None => say!(audit.empty_value).still(),
    };
    view! {
        <div class:change-blocks=blocks>
            <dt>{text_view(field.label)}</dt>
            <dd>
                {before}
                <ins><span class="visually-hidden">{say!(audit.after)} ": "</span>{after}</ins>
            </dd>
        </div>
    }
    .still()
}
