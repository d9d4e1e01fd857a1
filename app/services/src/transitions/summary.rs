use domain::{
    access::{Actor, FieldAccess},
    forms::{Answers, PersonAttribute},
    transitions::{AgeGroup, Summary, SummaryForm},
};

use crate::{
    Outcome, Unit,
    cases::query::{Found, answers_of},
};

/// What the receiving side may see before it accepts: the chosen fields, as far as the sender sees
/// them, as they are now.
pub(super) async fn summary_of(unit: &Unit, found: &Found, chosen: &[String]) -> Outcome<Summary> {
    let actor = unit.actor()?;
    let mut forms = Vec::new();
    for (form, row) in answers_of(unit, found).await? {
        let Some(definition) = unit.catalog().version_or_current(&form, row.form_version) else {
            continue;
        };
        let open = definition.only(|field| {
            let path = format!("{form}/{}", field.id);
            chosen.contains(&path)
                && unit.catalog().field_access(actor, definition, field) > FieldAccess::Hidden
        });
        let answers = Answers::from_json(definition, &row.document);
        let answers = answers.only(|field| open.field(field).is_some());
        if !answers.is_empty() {
            forms.push(SummaryForm {
                definition: open.for_reading(&answers),
                answers,
            });
        }
    }
    Ok(Summary {
        age_group: age_group(unit, actor, found),
        forms,
    })
}

fn age_group(unit: &Unit, actor: &Actor, found: &Found) -> Option<AgeGroup> {
    let access = unit
        .catalog()
        .attribute_access(actor, PersonAttribute::BirthDate);
    let born = found.person.birth_date?;
    (access > FieldAccess::Hidden)
        .then(|| AgeGroup::on(born, unit.today()))
        .flatten()
}
