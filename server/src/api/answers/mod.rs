//! Answers as JSON: plain values by the ids of fields.
//!
//! | type of the field | JSON |
//! |---|---|
//! | text, long text, telephone, e-mail, IBAN | string |
//! | whole number | integer |
//! | decimal number | string, `"12.50"` |
//! | money | `{"amount": 1250, "currency": "EUR"}`, in the smallest unit |
//! | yes or no | boolean |
//! | one choice, place | string: the choice's id |
//! | many choices | array of ids |
//! | date | `"2026-11-30"` |
//! | date that may be known in part | `{"year": 1989, "month": 4, "day": null, "about": true}` |
//! | date and time | `"2026-11-30T14:30"` |
//! | address | `{"country", "postal_code", "settlement", "street"}` |
//! | identity document | `{"type", "country", "number", "expiry"}` |
//! | tally | `{"0-5.female": 2}` |
//! | group | array of rows; `~row` says which row it is, a new one has none |

mod sent;

use domain::forms::{Answer, Answers};
use serde_json::{Map, Value};

pub(super) use sent::Sent;

/// Under which name a row of a group tells its number; no field can have this id.
const ROW: &str = "~row";

/// Answers as a program reads them.
pub(super) fn to_json(answers: &Answers) -> Map<String, Value> {
    let Value::Object(mut members) = answers.to_json() else {
        return Map::new();
    };
    for (field, answer) in answers.iter() {
        let Answer::Rows(rows) = answer else { continue };
        let rows = rows.iter().map(|(number, row)| {
            let mut row = to_json(row);
            row.insert(ROW.to_owned(), number.into());
            Value::Object(row)
        });
        members.insert(field.to_owned(), rows.collect());
    }
    members
}

/// One answer.
pub(super) fn one_to_json(answer: &Answer) -> Value {
    let mut only = Answers::default();
    only.set("answer", Some(answer.clone()));
    to_json(&only).remove("answer").unwrap_or_default()
}
