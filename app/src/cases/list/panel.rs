//! The panels above a list: forms that the browser sends by itself, as parts of an address.

use domain::{
    Text,
    cases::list::{
        FilterChoice, FilterControl, ListFrame, ListView, Panel, Sort, Subject, SubjectChoice,
        SubjectGroup, Wanted,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

use super::words::{say_subject, subject_text};
use crate::{
    cases::server_fn::{RemoveListView, SaveListView},
    language::{say, say_text, say_with},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The open panel.
pub(super) fn panel(frame: &ListFrame) -> Option<AnyView> {
    let close = format!("/cases?{}", frame.address);
    let (title, content) = match frame.panel.clone()? {
        Panel::Filters { rest, groups } => (say!(cases.add_filter), choose_filter(rest, groups)),
        Panel::Filter {
            rest,
            subject,
            question,
            control,
            can_be_nothing,
            wanted,
        } => {
            let fields = filter_fields(subject, question, control, can_be_nothing, &wanted);
            (
                say!(cases.add_filter),
                in_form(rest, fields, say!(cases.show)),
            )
        }
        Panel::Columns {
            rest,
            groups,
            columns,
            sort,
        } => {
            let fields = column_fields(groups, &columns, &sort);
            (say!(cases.columns), in_form(rest, fields, say!(cases.show)))
        }
        Panel::Save => (say!(cases.save_view), save(frame)),
    };
    Some(
        view! {
            <section class="card list-panel" id="list-panel" aria-labelledby="list-panel-title">
                <div class="list-panel-head">
                    <h2 id="list-panel-title">{title}</h2>
                    <a class="button button-quiet" href=close><IconView icon=Icon::Close/> <span>{say!(cases.close_panel)}</span></a>
                </div>
                {content}
            </section>
        }
        .still(),
    )
}

/// A form that leads to the list with the same rest of its address.
fn in_form(rest: Vec<(String, String)>, fields: AnyView, go: Signal<&'static str>) -> AnyView {
    let rest: Vec<AnyView> = rest
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.still())
        .collect();
    view! {
        <form class="form" method="get" action="/cases">
            {rest}
            {fields}
            <div class="form-actions"><button class="button button-primary" type="submit">{go}</button></div>
        </form>
    }
    .still()
}

fn choose_filter(rest: Vec<(String, String)>, groups: Vec<SubjectGroup>) -> AnyView {
    let options: Vec<AnyView> = groups.into_iter().map(filter_options).collect();
    let fields = view! {
        <div class="field">
            <label for="list-panel-choice">{say!(cases.what_to_filter)}</label>
            <select class="input" id="list-panel-choice" name="panel">{options}</select>
        </div>
    };
    in_form(rest, fields.still(), say!(cases.go_on))
}

fn filter_options(group: SubjectGroup) -> AnyView {
    let options: Vec<AnyView> = group
        .subjects
        .into_iter()
        .map(|choice| {
            let value = choice.subject.to_string();
            let label = say_subject(choice.subject, choice.question);
            view! { <option value=value>{label}</option> }.still()
        })
        .collect();
    view! { <optgroup label=group_title(group.title)>{options}</optgroup> }.still()
}

fn group_title(title: Option<Text>) -> Signal<String> {
    match title {
        Some(title) => say_text(title),
        None => say_with(|locale| td_string!(locale, cases.of_the_case).to_owned()),
    }
}

fn filter_fields(
    subject: Subject,
    question: Option<Text>,
    control: FilterControl,
    can_be_nothing: bool,
    wanted: &Wanted,
) -> AnyView {
    let name = subject.to_string();
    let of_owner = subject == Subject::Owner;
    let legend = say_subject(subject, question);
    let first = wanted.any_of.first().cloned().unwrap_or_default();
    let controls = match control {
        FilterControl::Choices(choices) => {
            let choices = choices.into_iter();
            let choices = choices.map(|choice| choice_option(&name, choice));
            options(choices.collect())
        }
        FilterControl::YesNo => {
            let chosen = |value: &str| wanted.any_of.iter().any(|wanted| wanted == value);
            let yes = option(&name, "yes", chosen("yes"), say!(forms.yes).still());
            let no = option(&name, "no", chosen("no"), say!(forms.no).still());
            options(vec![yes, no])
        }
        FilterControl::Days => span(&name, "date", wanted),
        FilterControl::Numbers => span(&name, "text", wanted),
        FilterControl::Text => one_text(&name, first, say!(cases.filter_text_help)),
        FilterControl::Place => one_text(&name, first, say!(cases.filter_place_help)),
    };
    let nothing = can_be_nothing.then(|| {
        let label = if of_owner {
            say!(cases.nobody)
        } else {
            say!(cases.not_answered)
        };
        option(&format!("{name}:none"), "1", wanted.none, label.still())
    });
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            {controls}
            {nothing.map(|nothing| view! { <div class="options">{nothing}</div> })}
        </fieldset>
    }
    .still()
}

fn options(options: Vec<AnyView>) -> AnyView {
    view! { <div class="options">{options}</div> }.still()
}

fn choice_option(name: &str, choice: FilterChoice) -> AnyView {
    let label = say_text(choice.label).still();
    option(name, &choice.value, choice.chosen, label)
}

fn option(name: &str, value: &str, chosen: bool, label: AnyView) -> AnyView {
    let (name, value) = (name.to_owned(), value.to_owned());
    view! {
        <label class="option">
            <input type="checkbox" name=name value=value checked=chosen/>
            <span>{label}</span>
        </label>
    }
    .still()
}

fn span(name: &str, kind: &'static str, wanted: &Wanted) -> AnyView {
    let end = |end: &str, label: Signal<&'static str>, value: &Option<String>| {
        let (name, id) = (format!("{name}:{end}"), format!("list-panel-{end}"));
        let value = value
            .clone()
            .or_else(|| wanted.any_of.first().cloned())
            .unwrap_or_default();
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input class="input" id=id name=name type=kind maxlength="200" value=value/>
            </div>
        }
        .still()
    };
    let from = end("from", say!(cases.from), &wanted.from);
    let to = end("to", say!(cases.to), &wanted.to);
    view! { <div class="field-row">{from} {to}</div> }.still()
}

fn one_text(name: &str, value: String, help: Signal<&'static str>) -> AnyView {
    let name = name.to_owned();
    let words = say!(cases.filter_value);
    view! {
        <div class="field">
            <label for="list-panel-text">{words}</label>
            <p class="help" id="list-panel-help">{help}</p>
            <input class="input" id="list-panel-text" name=name maxlength="200" autocomplete="off" aria-describedby="list-panel-help" value=value/>
        </div>
    }
    .still()
}

fn column_fields(groups: Vec<SubjectGroup>, columns: &[Subject], sort: &str) -> AnyView {
    let orders: Vec<AnyView> = groups
        .iter()
        .flat_map(|group| group.subjects.clone())
        .filter(|choice| choice.sortable)
        .flat_map(|choice| [false, true].map(|descending| order(&choice, descending, sort)))
        .collect();
    let groups: Vec<AnyView> = groups
        .into_iter()
        .map(|group| column_group(group, columns))
        .collect();
    view! {
        <div class="field">
            <label for="list-panel-sort">{say!(cases.order)}</label>
            <select class="input" id="list-panel-sort" name="sort">{orders}</select>
        </div>
        <p class="help">{say!(cases.columns_help)}</p>
        <div class="list-groups">{groups}</div>
    }
    .still()
}

fn order(choice: &SubjectChoice, descending: bool, sort: &str) -> AnyView {
    let by = Sort {
        by: choice.subject.clone(),
        descending,
    };
    let value = by.to_address();
    let selected = value == sort;
    let choice = choice.clone();
    let label = say_with(move |locale| {
        let subject = subject_text(locale, &choice.subject, choice.question.as_ref());
        let order = if descending {
            td_string!(locale, cases.descending)
        } else {
            td_string!(locale, cases.ascending)
        };
        format!("{subject}: {order}")
    });
    view! { <option value=value selected=selected>{label}</option> }.still()
}

/// The case's own columns are open; those of a form open where one of them is chosen.
fn column_group(group: SubjectGroup, columns: &[Subject]) -> AnyView {
    let chosen = |choice: &SubjectChoice| columns.contains(&choice.subject);
    let open = group.title.is_none() || group.subjects.iter().any(chosen);
    let columns: Vec<AnyView> = group
        .subjects
        .into_iter()
        .filter(|choice| choice.subject.can_be_a_column())
        .map(|choice| {
            let (value, chosen) = (choice.subject.to_string(), chosen(&choice));
            let label = say_subject(choice.subject, choice.question);
            option("column", &value, chosen, label.still())
        })
        .collect();
    view! {
        <details class="list-group" open=open>
            <summary>{group_title(group.title)}</summary>
            {options(columns)}
        </details>
    }
    .still()
}

fn save(frame: &ListFrame) -> AnyView {
    let query = frame.address.clone();
    let own = frame.views.iter().filter(|view| view.own).cloned();
    let own: Vec<AnyView> = own.map(|view| kept(view, &frame.address)).collect();
    view! {
        <form class="form" method="post" action=SaveListView::url()>
            <input type="hidden" name="query" value=query/>
            <div class="field">
                <label for="list-panel-name">{say!(cases.view_name)}</label>
                <input class="input" id="list-panel-name" name="name" required=true maxlength="80" autocomplete="off"/>
            </div>
            <label class="option">
                <input type="checkbox" name="shared" value="true"/>
                <span>{say!(cases.view_share)}</span>
            </label>
            <div class="form-actions"><button class="button button-primary" type="submit">{say!(cases.keep)}</button></div>
        </form>
        <ul class="list-views">{own}</ul>
    }
    .still()
}

fn kept(kept: ListView, back: &str) -> AnyView {
    let (id, back) = (kept.id.to_string(), back.to_owned());
    let (href, name) = (format!("/cases?{}", kept.address), kept.name.clone());
    let remove = say_with(move |locale| {
        td_string!(locale, cases.remove_view, name = kept.name.clone()).to_string()
    });
    let shared = kept.shared.then(|| {
        view! { <span class="tag tag-plain"><IconView icon=Icon::People/> <span>{say!(cases.shared)}</span></span> }
    });
    view! {
        <li>
            <a href=href>{name}</a>
            {shared}
            <form method="post" action=RemoveListView::url()>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="back" value=back/>
                <button class="button button-quiet" type="submit">{remove}</button>
            </form>
        </li>
    }
    .still()
}
