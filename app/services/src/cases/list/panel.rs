//! The panels above a list.

use domain::{
    cases::{
        ListQuery,
        list::{
            AnswerPath, FilterChoice, FilterControl, OpenPanel, Panel, Subject, SubjectChoice,
            SubjectGroup, Wanted, can_be_sorted, indexed_fields, shape,
        },
    },
    forms::{Field, FieldType},
};

use super::{
    frame::{field_at, is_seen, question, unknown},
    people::People,
    sorting::may_see_names,
};
use crate::{Outcome, Unit};

/// Opens a panel.
///
/// # Errors
/// A problem when it is for something that does not exist, or that the actor may not see.
pub(super) fn open(
    unit: &Unit,
    query: &ListQuery,
    panel: &OpenPanel,
    people: &People,
) -> Outcome<Panel> {
    let mut rest = query.from_the_beginning();
    Ok(match panel {
        OpenPanel::Save => Panel::Save,
        OpenPanel::Filters => Panel::Filters {
            rest: rest.to_pairs(),
            groups: groups(
                unit,
                &[
                    Subject::Owner,
                    Subject::Team,
                    Subject::Opened,
                    Subject::Changed,
                ],
                true,
            ),
        },
        OpenPanel::Columns => {
            let columns = query.shown_columns().to_vec();
            let sort = query.sort.to_address();
            rest.columns.clear();
            rest.sort = domain::cases::list::Sort::default();
            Panel::Columns {
                rest: rest.to_pairs(),
                groups: groups(unit, &Subject::OF_THE_CASE, false),
                columns,
                sort,
            }
        }
        OpenPanel::Filter(subject) => {
            let wanted = rest.filters.remove(subject).unwrap_or_default();
            filter(unit, people, rest.to_pairs(), subject, &wanted)?
        }
    })
}

fn filter(
    unit: &Unit,
    people: &People,
    rest: Vec<(String, String)>,
    subject: &Subject,
    wanted: &Wanted,
) -> Outcome<Panel> {
    let (question, control, can_be_nothing) = match subject {
        Subject::Owner => (
            None,
            FilterControl::Choices(people.owner_choices(wanted)),
            true,
        ),
        Subject::Team => (
            None,
            FilterControl::Choices(people.team_choices(wanted)),
            false,
        ),
        Subject::Opened | Subject::Changed => (None, FilterControl::Days, false),
        Subject::Answer(path) => {
            let (group, field) =
                field_at(unit, path).ok_or_else(|| unknown(&subject.to_string()))?;
            (Some(question(group, field)), control(field, wanted), true)
        }
        Subject::Name | Subject::Born | Subject::Stage => {
            return Err(unknown(&subject.to_string()));
        }
    };
    Ok(Panel::Filter {
        rest,
        subject: subject.clone(),
        question,
        control,
        can_be_nothing,
        wanted: wanted.clone(),
    })
}

fn control(field: &Field, wanted: &Wanted) -> FilterControl {
    match shape(&field.kind) {
        FieldType::YesNo => FilterControl::YesNo,
        FieldType::Date { .. } | FieldType::PartialDate { .. } | FieldType::DateTime { .. } => {
            FilterControl::Days
        }
        FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => {
            FilterControl::Numbers
        }
        FieldType::Location { .. } => FilterControl::Place,
        FieldType::OneChoice { choices } | FieldType::ManyChoices { choices } => {
            let choices = choices.into_iter();
            let choices = choices.map(|choice| FilterChoice {
                chosen: wanted.any_of.contains(&choice.choice),
                value: choice.choice,
                label: choice.label,
            });
            FilterControl::Choices(choices.collect())
        }
        _ => FilterControl::Text,
    }
}

/// What is the case's own, and the questions of each form that the actor may see.
fn groups(unit: &Unit, own: &[Subject], in_groups: bool) -> Vec<SubjectGroup> {
    let names = may_see_names(unit);
    let own = own.iter().map(|subject| SubjectChoice {
        subject: subject.clone(),
        question: None,
        sortable: match subject {
            Subject::Name => names,
            subject => matches!(subject, Subject::Born | Subject::Opened | Subject::Changed),
        },
    });
    let own = SubjectGroup {
        title: None,
        subjects: own.collect(),
    };
    let forms = unit.catalog().forms().iter().map(|form| {
        let fields = indexed_fields(form).filter(|(_, group, field)| {
            (in_groups || group.is_none()) && is_seen(unit, form, *group, field)
        });
        SubjectGroup {
            title: Some(form.title.clone()),
            subjects: fields
                .map(|(path, group, field)| choice(path, group, field))
                .collect(),
        }
    });
    core::iter::once(own)
        .chain(forms)
        .filter(|group| !group.subjects.is_empty())
        .collect()
}

fn choice(path: AnswerPath, group: Option<&Field>, field: &Field) -> SubjectChoice {
    SubjectChoice {
        subject: Subject::Answer(path),
        question: Some(question(group, field)),
        sortable: can_be_sorted(group, field),
    }
}
