//! Conditions in words, for a reader who has to decide with a pencil whether a question applies.

use domain::{
    dates::{format_date, parse_date},
    forms::{Answer, Condition, Field, FieldType, FormDefinition, Money, Operand},
};
use leptos_i18n::td_string;

use crate::{forms::answer_text, i18n::Locale, language::language_of};

/// Where a condition stands: in a form, or in a row of one of its groups.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) form: &'a FormDefinition,
    pub(crate) group: Option<&'a Field>,
}

impl<'a> Around<'a> {
    fn field(self, id: &str) -> Option<&'a Field> {
        let in_row = self.group.map_or(&[][..], Field::sub_fields);
        let in_row = in_row.iter().find(|field| field.id == id);
        in_row.or_else(|| self.form.field(id))
    }
}

/// The condition in words; `None` where it asks something that the reader does not have before
/// them, such as another form.
pub(crate) fn condition_text(
    locale: Locale,
    around: Around<'_>,
    condition: &Condition,
) -> Option<String> {
    match condition {
        Condition::All(parts) => joined(locale, around, parts, td_string!(locale, print.and)),
        Condition::Any(parts) => one_of(locale, around, parts)
            .or_else(|| joined(locale, around, parts, td_string!(locale, print.or))),
        Condition::Not(part) => negated(locale, around, part),
        Condition::AnyRow { group, holds } | Condition::EveryRow { group, holds } => {
            let every = matches!(condition, Condition::EveryRow { .. });
            in_rows(locale, around, group, holds, every)
        }
        single => comparison(locale, around, single),
    }
}

fn joined(locale: Locale, around: Around<'_>, parts: &[Condition], word: &str) -> Option<String> {
    let parts: Option<Vec<String>> = parts
        .iter()
        .map(|part| condition_text(locale, around, part))
        .collect();
    Some(parts?.join(word))
}

/// `“Status”: refugee or protected`, where every part asks the same field.
fn one_of(locale: Locale, around: Around<'_>, parts: &[Condition]) -> Option<String> {
    let mut asked = None;
    let mut answers = Vec::new();
    for part in parts {
        let (field, answer) = is(locale, around, part)?;
        if *asked.get_or_insert(&field.id) != &field.id {
            return None;
        }
        answers.push(answer);
    }
    let field = around.field(asked?)?;
    let answers = answers.join(td_string!(locale, print.or));
    let question = question_of(locale, field);
    Some(td_string!(locale, print.is, question = question, answer = answers).to_string())
}

/// The field and the answer that it has to have, where the condition says no more.
fn is<'a>(
    locale: Locale,
    around: Around<'a>,
    condition: &Condition,
) -> Option<(&'a Field, String)> {
    match condition {
        Condition::Equal { field, value } => {
            let field = around.field(field)?;
            Some((field, operand_text(locale, around, field, value)?))
        }
        Condition::Contains { field, choice } => {
            let field = around.field(field)?;
            Some((
                field,
                answer_text(locale, field, &Answer::Choice(choice.clone())),
            ))
        }
        _ => None,
    }
}

fn negated(locale: Locale, around: Around<'_>, part: &Condition) -> Option<String> {
    match part {
        Condition::Answered { field } => {
            let field = field.clone();
            condition_text(locale, around, &Condition::Empty { field })
        }
        Condition::Empty { field } => {
            let field = field.clone();
            condition_text(locale, around, &Condition::Answered { field })
        }
        other => {
            let (field, answer) = is(locale, around, other)?;
            let question = question_of(locale, field);
            Some(td_string!(locale, print.is_not, question = question, answer = answer).to_string())
        }
    }
}

fn in_rows(
    locale: Locale,
    around: Around<'_>,
    group: &str,
    holds: &Condition,
    every: bool,
) -> Option<String> {
    let field = around.form.field(group)?;
    let inside = Around {
        form: around.form,
        group: Some(field),
    };
    let condition = condition_text(locale, inside, holds)?;
    let group = question_of(locale, field);
    Some(if every {
        td_string!(
            locale,
            print.every_row,
            group = group,
            condition = condition
        )
        .to_string()
    } else {
        td_string!(locale, print.any_row, group = group, condition = condition).to_string()
    })
}

fn comparison(locale: Locale, around: Around<'_>, condition: &Condition) -> Option<String> {
    let field = around.field(condition.field()?)?;
    let question = question_of(locale, field);
    let today = td_string!(locale, print.today).to_owned();
    let operand = |operand| operand_text(locale, around, field, operand);
    Some(match condition {
        Condition::Less { than, .. } if is_day(field) => before(locale, question, operand(than)?),
        Condition::More { than, .. } if is_day(field) => after(locale, question, operand(than)?),
        Condition::BeforeToday { .. } => before(locale, question, today),
        Condition::AfterToday { .. } => after(locale, question, today),
        Condition::Less { than, .. } => td_string!(
            locale,
            print.less,
            question = question,
            answer = operand(than)?
        )
        .to_string(),
        Condition::More { than, .. } => td_string!(
            locale,
            print.more,
            question = question,
            answer = operand(than)?
        )
        .to_string(),
        Condition::ContainsText { text, .. } => {
            let text = text.clone();
            td_string!(
                locale,
                print.contains_text,
                question = question,
                answer = text
            )
            .to_string()
        }
        Condition::Answered { .. } => {
            td_string!(locale, print.answered, question = question).to_string()
        }
        Condition::Empty { .. } => {
            td_string!(locale, print.not_answered, question = question).to_string()
        }
        Condition::Age { from, below, .. } => age(locale, question, *from, *below)?,
        other => {
            let (_, answer) = is(locale, around, other)?;
            td_string!(locale, print.is, question = question, answer = answer).to_string()
        }
    })
}

fn before(locale: Locale, question: String, answer: String) -> String {
    td_string!(locale, print.before, question = question, answer = answer).to_string()
}

fn after(locale: Locale, question: String, answer: String) -> String {
    td_string!(locale, print.after, question = question, answer = answer).to_string()
}

fn age(locale: Locale, question: String, from: Option<u32>, below: Option<u32>) -> Option<String> {
    Some(match (from, below) {
        (Some(from), Some(below)) => td_string!(
            locale,
            print.age_between,
            question = question,
            from = from,
            below = below
        )
        .to_string(),
        (Some(from), None) => {
            td_string!(locale, print.age_from, question = question, from = from).to_string()
        }
        (None, Some(below)) => {
            td_string!(locale, print.age_below, question = question, below = below).to_string()
        }
        (None, None) => return None,
    })
}

fn question_of(locale: Locale, field: &Field) -> String {
    let question = field.label.in_language(language_of(locale));
    question.trim_end_matches('?').to_owned()
}

const fn is_day(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldType::Date { .. } | FieldType::PartialDate { .. } | FieldType::DateTime { .. }
    )
}

/// What an answer is compared with, in words.
fn operand_text(
    locale: Locale,
    around: Around<'_>,
    field: &Field,
    operand: &Operand,
) -> Option<String> {
    Some(match operand {
        Operand::YesNo(value) => answer_text(locale, field, &Answer::YesNo(*value)),
        Operand::Integer(number) => number_text(locale, field, *number),
        Operand::Text(text) if is_day(field) && text == Operand::TODAY => {
            td_string!(locale, print.today).to_owned()
        }
        Operand::Text(text) if is_day(field) => parse_date(text)
            .map_or_else(|| text.clone(), |day| format_date(day, language_of(locale))),
        Operand::Text(text) => match text.parse() {
            Ok(number) => answer_text(locale, field, &Answer::Decimal(number)),
            Err(()) => answer_text(locale, field, &Answer::Choice(text.clone())),
        },
        Operand::Field(other) => question_of(locale, around.field(&other.field)?),
    })
}

/// Money is compared in its smallest unit.
fn number_text(locale: Locale, field: &Field, number: i64) -> String {
    let answer = match &field.kind {
        FieldType::Money { currencies, .. } => currencies.first().map(|currency| {
            Answer::Money(Money {
                amount: number,
                currency: *currency,
            })
        }),
        _ => None,
    };
    answer_text(locale, field, &answer.unwrap_or(Answer::Integer(number)))
}
