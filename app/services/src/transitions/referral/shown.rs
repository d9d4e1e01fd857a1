use super::step::facts_of;
use crate::{
    Outcome, Unit,
    cases::query::readable_number,
    grants::find_readable,
    transitions::{
        facts::answers_for,
        find::{case_of_part, is_sender},
        shown::seen,
        standing::{read_referral, referral_state},
        transition_row::Model,
    },
    wall_clock::wall_time,
};
use domain::{
    Text,
    access::{FieldAccess, Permission},
    transitions::{
        GrantPurpose, GrantedForm, QueueRow, ReferralEvent, ReferralFacts, ReferralState,
        ShownReferral, referral,
    },
};

/// What somebody may press.
const STEPS: [ReferralEvent; 4] = [
    ReferralEvent::Accept,
    ReferralEvent::Complete,
    ReferralEvent::Refuse,
    ReferralEvent::Withdraw,
];

/// Everything about one referral that the actor may know, once they may know of it at all.
pub(in crate::transitions) async fn shown(
    unit: &Unit,
    row: &Model,
    line: QueueRow,
) -> Outcome<ShownReferral> {
    let actor = unit.actor()?;
    let state = referral_state(row)?;
    let typed = read_referral(row)?;
    let case = case_of_part(unit, row).await?;
    let facts = facts_of(unit, row, case.as_ref())?;
    let number = readable_number(&row.case_number)?;
    let opens = actor.can(Permission::CASES_READ)
        && find_readable(unit, Permission::CASES_READ, &number)
            .await
            .is_ok();
    let team = row.to_team_id.map(Into::into);
    let answers = team.is_some_and(|team| answers_for(actor, row.to_district_id.into(), team));
    let is_open = !state.is_final() && !facts.is_due;
    let takes_part = is_sender(actor, row) && (is_open || opens) || answers && is_open;
    Ok(ShownReferral {
        row: line,
        purpose: typed.purpose.unwrap_or(GrantPurpose::Other),
        asked_at: wall_time(row.asked_at),
        last_day: typed.last_day().unwrap_or_else(|| unit.today()),
        note: row.note.clone(),
        summary: if takes_part && is_open {
            seen(unit, actor, row)?
        } else {
            Vec::new()
        },
        granted: if takes_part {
            granted(unit, &typed.granted)
        } else {
            Vec::new()
        },
        reason: if takes_part {
            typed.reason
        } else {
            String::new()
        },
        may: possible(state, facts),
        opens: opens && (is_sender(actor, row) || referral::opens_access(state)),
    })
}

/// The steps that the machine would allow, given the words and the consent that they need.
fn possible(state: ReferralState, facts: ReferralFacts) -> Vec<ReferralEvent> {
    let facts = ReferralFacts {
        gives_reason: true,
        gives_note: true,
        consented: true,
        ..facts
    };
    let allowed = |event: &ReferralEvent| referral::next(state, *event, &facts).is_ok();
    STEPS.into_iter().filter(allowed).collect()
}

/// The questions behind these paths, form by form; those that the reader's roles hide are left out.
fn granted(unit: &Unit, paths: &[String]) -> Vec<GrantedForm> {
    let Ok(actor) = unit.actor() else {
        return Vec::new();
    };
    let catalog = unit.catalog();
    let forms = catalog.forms().iter();
    let of_form = forms.map(|form| {
        let is_granted = |id: &str| {
            paths
                .iter()
                .any(|path| *path == format!("{}/{id}", form.form))
        };
        let fields = form.fields.iter().filter(|field| {
            is_granted(&field.id) && catalog.field_access(actor, form, field) > FieldAccess::Hidden
        });
        let questions: Vec<Text> = fields.map(|field| field.label.clone()).collect();
        GrantedForm {
            title: form.title.clone(),
            questions,
        }
    });
    of_form.filter(|form| !form.questions.is_empty()).collect()
}
