use std::collections::{BTreeMap, BTreeSet};

use super::{Answers, FormDefinition};

/// The fields that are shown for these answers.
///
/// A condition sees only the answers of fields that are shown themselves; the definition has been
/// checked to hold no cycle, and if one is found all the same its fields stay hidden.
pub fn visible_fields<'a>(definition: &'a FormDefinition, answers: &Answers) -> BTreeSet<&'a str> {
    let mut verdicts = BTreeMap::new();
    for field in &definition.fields {
        decide(definition, answers, &field.id, &mut verdicts);
    }
    verdicts
        .into_iter()
        .filter_map(|(field, verdict)| (verdict == Some(true)).then_some(field))
        .collect()
}

/// `None` marks a field whose verdict is being worked out.
type Verdicts<'a> = BTreeMap<&'a str, Option<bool>>;

fn decide<'a>(
    definition: &'a FormDefinition,
    answers: &Answers,
    id: &str,
    verdicts: &mut Verdicts<'a>,
) -> bool {
    let Some(field) = definition.field(id) else {
        return false;
    };
    if let Some(verdict) = verdicts.get(field.id.as_str()) {
        return verdict.unwrap_or(false);
    }
    let Some(condition) = &field.shown_when else {
        verdicts.insert(&field.id, Some(true));
        return true;
    };
    verdicts.insert(&field.id, None);
    let shown: BTreeSet<&str> = condition
        .fields()
        .into_iter()
        .filter(|asked| decide(definition, answers, asked, verdicts))
        .collect();
    let verdict = condition.holds(&answers.only(|asked| shown.contains(asked)));
    verdicts.insert(&field.id, Some(verdict));
    verdict
}
