use chrono::NaiveDate;

use super::Answer;
use crate::search::document_key;

/// A value of an answer as index rows hold it: what is filtered, sorted and reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexValue {
    /// A text, the id of a choice, the code of a currency, or the key of a document's number.
    pub text: Option<String>,
    /// A whole number; an amount in its smallest unit; a decimal number in millionths; 1 and 0
    /// for yes and no.
    pub integer: Option<i64>,
    /// A day; the first one of a year or month.
    pub day: Option<NaiveDate>,
}

impl IndexValue {
    fn text(text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            ..Self::default()
        }
    }

    fn integer(integer: i64) -> Self {
        Self {
            integer: Some(integer),
            ..Self::default()
        }
    }

    fn day(day: NaiveDate) -> Self {
        Self {
            day: Some(day),
            ..Self::default()
        }
    }
}

/// The values of an answer, one for each choice of several. Answers of many parts have none.
pub fn index_values(answer: &Answer) -> Vec<IndexValue> {
    match answer {
        Answer::Text(value) | Answer::Choice(value) => vec![IndexValue::text(value)],
        Answer::Choices(choices) => choices.iter().map(|id| IndexValue::text(id)).collect(),
        Answer::Integer(value) => vec![IndexValue::integer(*value)],
        Answer::Decimal(value) => vec![IndexValue::integer(value.millionths())],
        Answer::YesNo(value) => vec![IndexValue::integer(i64::from(*value))],
        Answer::Money(money) => vec![IndexValue {
            text: Some(money.currency.code().to_owned()),
            integer: Some(money.amount),
            day: None,
        }],
        Answer::Date(value) => vec![IndexValue::day(*value)],
        Answer::PartialDate(date) => vec![IndexValue::day(date.first_day())],
        Answer::DateTime(moment) => vec![IndexValue::day(moment.date())],
        Answer::IdentityDocument(document) => {
            let key = document.number.as_deref().and_then(document_key);
            key.as_deref().map(IndexValue::text).into_iter().collect()
        }
        Answer::Address(_) | Answer::Tally(_) | Answer::Rows(_) => Vec::new(),
    }
}
