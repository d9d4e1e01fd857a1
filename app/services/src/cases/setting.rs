use std::collections::BTreeMap;

use domain::forms::{FormDefinition, Setting};

use super::read::stored_answers;
use crate::{Unit, forms::answers_row};

/// What the rules of a form know beside its own answers: the day, and the answers of the case's
/// other forms that they ask, as they are stored.
pub(crate) fn setting_of(
    unit: &Unit,
    form: &FormDefinition,
    rows: &BTreeMap<String, answers_row::Model>,
) -> Setting {
    let mut setting = Setting::on(unit.today());
    for asked in form.asked_elsewhere() {
        let Some((other, field)) = asked.split_once('/') else {
            continue;
        };
        let answer = unit.catalog().form(other).and_then(|form| {
            stored_answers(unit, form, rows.get(other))
                .get(field)
                .cloned()
        });
        if let Some(answer) = answer {
            setting.others.insert(asked.to_owned(), answer);
        }
    }
    setting
}
