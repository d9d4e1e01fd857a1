//! What stands around a list: its filters in words, saved views, and panels for other choices.

use super::{panel, people::People};
use crate::{Failure, Outcome, Unit, cases::views};
use domain::{
    Problem, ProblemCode, Text,
    access::{FieldAccess, Permission},
    cases::{
        ListQuery,
        list::{
            AnswerPath, FilterChip, FilterValue, ListFrame, Subject, Wanted, accepted,
            accepted_days, indexed_field, is_filtered_by_span, shape,
        },
    },
    forms::{Field, FieldType, FormDefinition},
};

/// What stands around the list of this query.
///
/// # Errors
/// As [`list_cases`](super::list_cases).
pub async fn list_frame(unit: &Unit, query: &ListQuery) -> Outcome<ListFrame> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let people = People::of(unit, &scope, query).await?;
    Ok(ListFrame {
        address: query.from_the_beginning().to_address(),
        filters: chips(unit, query, &people)?,
        questions: questions(unit, query)?,
        views: views::usable(unit).await?,
        panel: query
            .panel
            .as_ref()
            .map(|panel| panel::open(unit, query, panel, &people))
            .transpose()?,
    })
}

/// The indexed question at a path, if the actor may read its answers.
pub(super) fn field_at<'a>(
    unit: &'a Unit,
    path: &AnswerPath,
) -> Option<(Option<&'a Field>, &'a Field)> {
    let form = unit.catalog().form(&path.form)?;
    let (group, field) = indexed_field(form, path)?;
    is_seen(unit, form, group, field).then_some((group, field))
}

/// Whether the actor may read the answers to a question.
pub(super) fn is_seen(
    unit: &Unit,
    form: &FormDefinition,
    group: Option<&Field>,
    field: &Field,
) -> bool {
    let Ok(actor) = unit.actor() else {
        return false;
    };
    [Some(field), group]
        .into_iter()
        .flatten()
        .all(|field| unit.catalog().field_access(actor, form, field) > FieldAccess::Hidden)
}

/// A column, if there is such a one for the actor.
///
/// # Errors
/// A problem when there is none.
pub(super) fn column_at<'a>(unit: &Unit, column: &'a Subject) -> Outcome<&'a Subject> {
    let there = match column {
        Subject::Answer(path) => field_at(unit, path).is_some_and(|(group, _)| group.is_none()),
        subject => subject.can_be_a_column(),
    };
    if there {
        return Ok(column);
    }
    Err(unknown(&format!("column {column}")))
}

/// What is not there, and what is hidden, look alike.
pub(super) fn unknown(field: &str) -> Failure {
    let problem = Problem::new(field, ProblemCode::UnknownField);
    Failure::Answer(domain::Error::Invalid {
        problems: vec![problem],
    })
}

/// A question in words; one of a group behind the group's own.
pub(super) fn question(group: Option<&Field>, field: &Field) -> Text {
    let Some(group) = group else {
        return field.label.clone();
    };
    let (outer, inner) = (&group.label, &field.label);
    Text {
        hu: format!("{}: {}", outer.hu, inner.hu),
        uk: format!("{}: {}", outer.uk, inner.uk),
        en: format!("{}: {}", outer.en, inner.en),
    }
}

fn questions(unit: &Unit, query: &ListQuery) -> Outcome<Vec<Text>> {
    let mut questions = Vec::new();
    for column in query.shown_columns() {
        if let Subject::Answer(path) = column_at(unit, column)? {
            let field = field_at(unit, path);
            questions.extend(field.map(|(group, field)| question(group, field)));
        }
    }
    Ok(questions)
}

fn chips(unit: &Unit, query: &ListQuery, people: &People) -> Outcome<Vec<FilterChip>> {
    let chips = query.filters.iter().map(|(subject, wanted)| {
        let mut without = query.from_the_beginning();
        without.filters.remove(subject);
        let (question, values) = in_words(unit, people, subject, wanted)?;
        Ok(FilterChip {
            subject: subject.clone(),
            question,
            values,
            without: without.to_address(),
        })
    });
    chips.collect()
}

fn in_words(
    unit: &Unit,
    people: &People,
    subject: &Subject,
    wanted: &Wanted,
) -> Outcome<(Option<Text>, Vec<FilterValue>)> {
    let broken = |code| {
        Failure::Answer(domain::Error::Invalid {
            problems: vec![Problem::new(subject.to_string(), code)],
        })
    };
    let nothing = wanted.none.then_some(FilterValue::Nothing);
    let (question, mut values) = match subject {
        Subject::Opened | Subject::Changed => {
            let days = accepted_days(wanted).map_err(broken)?.days;
            (None, days.into_iter().map(FilterValue::Days).collect())
        }
        Subject::Owner => (
            None,
            wanted.any_of.iter().map(|id| people.owner(id)).collect(),
        ),
        Subject::Team => (
            None,
            wanted.any_of.iter().map(|id| people.team(id)).collect(),
        ),
        Subject::Answer(path) => {
            let (group, field) =
                field_at(unit, path).ok_or_else(|| unknown(&subject.to_string()))?;
            let values = of_answer(field, wanted).map_err(broken)?;
            (Some(question(group, field)), values)
        }
        Subject::Name | Subject::Born | Subject::Stage => {
            return Err(unknown(&subject.to_string()));
        }
    };
    values.extend(nothing);
    Ok((question, values))
}

fn of_answer(field: &Field, wanted: &Wanted) -> Result<Vec<FilterValue>, ProblemCode> {
    let kind = shape(&field.kind);
    let accepted = accepted(field, wanted)?;
    if !accepted.days.is_empty() {
        return Ok(accepted.days.into_iter().map(FilterValue::Days).collect());
    }
    if is_filtered_by_span(&kind) {
        let each = wanted.any_of.iter();
        let each = each.map(|number| (Some(number.clone()), Some(number.clone())));
        let span = (wanted.from.clone(), wanted.to.clone());
        let span = Some(span).filter(|(from, to)| from.is_some() || to.is_some());
        return Ok(each.chain(span).map(FilterValue::Numbers).collect());
    }
    let values = wanted.any_of.iter().map(|typed| match &kind {
        FieldType::YesNo => FilterValue::YesNo(matches!(typed.as_str(), "yes" | "true")),
        FieldType::Location { choices } => {
            let named = |language| {
                domain::forms::place_name(choices, typed, language).unwrap_or(typed.clone())
            };
            FilterValue::Is(Text {
                hu: named(domain::Language::Hu),
                uk: named(domain::Language::Uk),
                en: named(domain::Language::En),
            })
        }
        kind => FilterValue::Is(
            kind.choice_label(typed)
                .cloned()
                .unwrap_or_else(|| Text::same(typed)),
        ),
    });
    Ok(values.collect())
}
