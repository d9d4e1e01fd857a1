//! One transfer, opened: what may be known of it, and what may be done.

use domain::transitions::{OwnerChoice, ShownTransfer, SummaryForm, TransferEvent, TransferState};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

use super::{
    server_fn::StepTransfer,
    words::{age_word, say_why, state_look, state_word, urgency_word},
};
use crate::{
    forms::{Medium, answer_sections, focus_later},
    language::{language_of, plural, say, say_with, text_view},
    still::IntoStill,
    ui::{
        icon::{Icon, IconView},
        time_text,
    },
};

/// The id of the panel.
const SHOWN: &str = "shown";

/// The panel beside the queue.
pub(super) fn shown(transfer: ShownTransfer) -> AnyView {
    Effect::new(|_| focus_later(SHOWN));
    let row = &transfer.row;
    let state = row.state;
    let (look, icon) = state_look(state);
    let word = say_with(move |locale| state_word(locale, state).to_owned());
    let number = row.number.to_string();
    let heading = say_with(move |locale| {
        td_string!(locale, transitions.case_number, number = number.clone()).to_string()
    });
    let way = format!("{} → {}", row.from.full_name(), row.to.full_name());
    let waits = transfer
        .may
        .iter()
        .any(|event| *event != TransferEvent::Withdraw);
    view! {
        <section class="card queue-shown" id=SHOWN tabindex="-1" aria-labelledby="shown-title">
            <div class="section-head">
                <h2 id="shown-title">{heading}</h2>
                <a class="button button-quiet" href="/queue"><IconView icon=Icon::Close/> <span>{say!(transitions.close)}</span></a>
            </div>
            <p><span class=look><IconView icon/> <span>{word}</span></span> " " {(row.from.id != row.to.id).then_some(way)}</p>
            <p class="sub">{say_why(row, waits)}</p>
            {only_summary(&transfer)}
            {facts(&transfer)}
            {summary(&transfer)}
            {actions(&transfer)}
        </section>
    }
    .still()
}

/// Whoever cannot open the case is told why.
fn only_summary(transfer: &ShownTransfer) -> Option<AnyView> {
    let offered = transfer.row.state == TransferState::Offered && !transfer.opens;
    let from = transfer.row.from.full_name();
    offered.then(|| {
        let text = say_with(move |locale| {
            td_string!(locale, transitions.only_summary, from = from.clone()).to_string()
        });
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{text}</span></p> }
            .still()
    })
}

fn facts(transfer: &ShownTransfer) -> AnyView {
    let row = &transfer.row;
    let age = row.age_group.map(|age| {
        let word = say_with(move |locale| age_word(locale, age).to_owned());
        fact(say!(transitions.age), word.still())
    });
    let urgency = row.urgency.map(|urgency| {
        let word = say_with(move |locale| urgency_word(locale, urgency).to_owned());
        fact(say!(transitions.urgency), word.still())
    });
    let reason = (!transfer.reason.is_empty())
        .then(|| fact(say!(transitions.reason), transfer.reason.clone().still()));
    let note = transfer
        .note
        .clone()
        .map(|note| fact(say!(transitions.note), note.still()));
    let (name, at) = (row.asked_by.clone(), transfer.asked_at);
    let asked = (row.state != TransferState::Draft).then(|| {
        say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(
                locale,
                transitions.asked_line,
                name = name.clone(),
                time = time
            )
            .to_string()
        })
    });
    let released = transfer.released.clone().map(|(name, at)| {
        let text = say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(
                locale,
                transitions.released_line,
                name = name.clone(),
                time = time
            )
            .to_string()
        });
        view! { <br/> {text} }
    });
    view! {
        <dl class="summary">{reason} {note} {urgency} {age}</dl>
        <p class="sub">{asked} {released}</p>
    }
    .still()
}

fn fact(label: Signal<&'static str>, value: AnyView) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.still()
}

fn summary(transfer: &ShownTransfer) -> Option<AnyView> {
    let under_way = matches!(
        transfer.row.state,
        TransferState::AwaitingRelease | TransferState::Offered
    );
    if !under_way {
        return None;
    }
    let forms: Vec<AnyView> = transfer.summary.iter().map(form).collect();
    let nothing = forms
        .is_empty()
        .then(|| view! { <p class="sub">{say!(transitions.summary_empty)}</p> });
    Some(
        view! {
            <h3>{say!(transitions.summary)}</h3>
            {nothing}
            {forms}
        }
        .still(),
    )
}

fn form(form: &SummaryForm) -> AnyView {
    view! {
        <h4>{text_view(form.definition.title.clone())}</h4>
        {answer_sections(&form.definition.fields, &form.answers, Medium::Screen)}
    }
    .still()
}

fn actions(transfer: &ShownTransfer) -> AnyView {
    let id = transfer.row.id.to_string();
    let may = |event| transfer.may.contains(&event);
    let number = transfer.row.number.to_string();
    let open = transfer.opens.then(|| {
        let href = format!("/cases/{number}");
        view! { <a class="button" href=href><IconView icon=Icon::Cases/> <span>{say!(transitions.open_case)}</span></a> }
    });
    let write = (transfer.row.state == TransferState::Draft).then(|| {
        let href = format!("/cases/{}/transfer", transfer.row.number);
        view! { <a class="button button-primary" href=href><IconView icon=Icon::Edit/> <span>{say!(transitions.go_on_writing)}</span></a> }
    });
    let release = may(TransferEvent::Release).then(|| release(&id));
    let accept = may(TransferEvent::Accept).then(|| accept(&id, &transfer.owners));
    let refuse = may(TransferEvent::Refuse).then(|| {
        let said = Said {
            label: say!(transitions.refuse),
            why: say!(transitions.refuse_why),
            now: say!(transitions.refuse_now),
            needed: true,
        };
        with_words(&id, TransferEvent::Refuse, said)
    });
    let withdraw = (may(TransferEvent::Withdraw) && transfer.row.state != TransferState::Draft)
        .then(|| {
            let said = Said {
                label: say!(transitions.withdraw),
                why: say!(transitions.withdraw_why),
                now: say!(transitions.withdraw_now),
                needed: false,
            };
            with_words(&id, TransferEvent::Withdraw, said)
        });
    view! { <div class="queue-steps">{release} {accept} {refuse} {withdraw} {write} {open}</div> }
        .still()
}

fn release(id: &str) -> AnyView {
    view! {
        <form method="post" action=StepTransfer::url()>
            {hidden(id, TransferEvent::Release)}
            <button class="button button-primary" type="submit"><IconView icon=Icon::Check/> <span>{say!(transitions.release)}</span></button>
        </form>
    }
    .still()
}

fn hidden(id: &str, event: TransferEvent) -> AnyView {
    view! {
        <input type="hidden" name="id" value=id.to_owned()/>
        <input type="hidden" name="event" value=event.code()/>
    }
    .still()
}

fn accept(id: &str, owners: &[OwnerChoice]) -> AnyView {
    if owners.is_empty() {
        return view! { <p class="notice notice-warn"><IconView icon=Icon::Warning/> <span>{say!(transitions.nobody_fits)}</span></p> }.still();
    }
    view! {
        <form class="form" method="post" action=StepTransfer::url()>
            {hidden(id, TransferEvent::Accept)}
            {owner_field(owners)}
            <button class="button button-primary" type="submit"><IconView icon=Icon::Check/> <span>{say!(transitions.accept)}</span></button>
        </form>
    }
    .still()
}

/// The choice of a new owner, with how much each has to do already.
pub(super) fn owner_field(owners: &[OwnerChoice]) -> AnyView {
    let options: Vec<AnyView> = owners.iter().cloned().map(owner_option).collect();
    view! {
        <div class="field">
            <label for="new-owner">{say!(transitions.new_owner)}</label>
            <select class="input" id="new-owner" name="owner" required>
                <option value="">{say!(transitions.choose_owner)}</option>
                {options}
            </select>
        </div>
    }
    .still()
}

fn owner_option(owner: OwnerChoice) -> AnyView {
    let count = u32::try_from(owner.open_cases).unwrap_or(u32::MAX);
    let name = owner.name;
    let label = say_with(move |locale| {
        let load = plural!(locale, count, transitions.owner_load);
        format!("{name} ({load})")
    });
    view! { <option value=owner.id.to_string()>{label}</option> }.still()
}

/// The words of a step that is taken with words.
struct Said {
    label: Signal<&'static str>,
    why: Signal<&'static str>,
    now: Signal<&'static str>,
    needed: bool,
}

fn with_words(id: &str, event: TransferEvent, said: Said) -> AnyView {
    let field = format!("why-{}", event.code());
    let of = field.clone();
    view! {
        <details class="queue-why">
            <summary class="button">{said.label}</summary>
            <form class="form" method="post" action=StepTransfer::url()>
                {hidden(id, event)}
                <div class="field">
                    <label for=of>{said.why}</label>
                    <textarea class="input" id=field name="note" maxlength="2000" required=said.needed></textarea>
                </div>
                <button class="button button-danger" type="submit">{said.now}</button>
            </form>
        </details>
    }
    .still()
}
