use std::path::Path;

use domain::{
    forms::{Field, FieldType, FormDefinition},
    shelters::{FamilyFields, HousingFields, NEEDS, NeedField, ShelterFields},
};

use super::{Report, forms::FormFile, source::Source};

/// Reads what shelters ask of the forms, and write into them. Without the file, neither.
pub(super) fn read(path: &Path, forms: &[FormFile], report: &mut Report) -> ShelterFields {
    if !path.exists() {
        return ShelterFields::default();
    }
    let read = Source::read(path).and_then(|source| Ok((source.parse()?, source)));
    let (fields, source): (ShelterFields, Source) = match read {
        Ok(read) => read,
        Err(fault) => {
            report.faults.push(fault);
            return ShelterFields::default();
        }
    };
    let mut reasons = Vec::new();
    if let Some(family) = &fields.family {
        reasons.extend(in_form(forms, &family.form, |form| {
            family_reasons(family, form)
        }));
    }
    if let Some(housing) = &fields.housing {
        reasons.extend(in_form(forms, &housing.form, |form| {
            housing_reasons(housing, form)
        }));
    }
    for need in &fields.needs {
        reasons.extend(in_form(forms, &need.form, |form| need_reasons(need, form)));
    }
    for (words, reason) in reasons {
        let line = super::consents::line_of(&source.text, &words);
        report.faults.push(source.fault(line, &reason));
    }
    fields
}

/// What to look for in the file, and what is wrong there.
type Reason = (String, String);

fn in_form(
    forms: &[FormFile],
    name: &str,
    check: impl Fn(&FormDefinition) -> Vec<Reason>,
) -> Vec<Reason> {
    let file = forms.iter().find(|file| file.source.stem() == name);
    match file.map(|file| file.form.as_ref()) {
        None => vec![(
            format!("form: {name}"),
            format!("there is no form `{name}`"),
        )],
        // A form that is wrong is told by itself.
        Some(None) => Vec::new(),
        Some(Some(form)) => check(form),
    }
}

fn family_reasons(family: &FamilyFields, form: &FormDefinition) -> Vec<Reason> {
    let group = form.field(&family.group).map(|field| &field.kind);
    let Some(FieldType::Group(group)) = group else {
        let words = format!("group: {}", family.group);
        return vec![(words, format!("the form has no group `{}`", family.group))];
    };
    let row = |id: &str| group.fields.iter().find(|field| field.id == id);
    let mut reasons = vec![
        kind_reason("name", &family.name, row(&family.name), "text", |kind| {
            matches!(kind, FieldType::Text { .. })
        }),
        kind_reason(
            "sex",
            &family.sex,
            row(&family.sex),
            "one_choice",
            is_choice,
        ),
        kind_reason(
            "birth_date",
            &family.birth_date,
            row(&family.birth_date),
            "date",
            |kind| matches!(kind, FieldType::Date { .. }),
        ),
        kind_reason("age", &family.age, row(&family.age), "integer", |kind| {
            matches!(kind, FieldType::Integer { .. })
        }),
        kind_reason(
            "whereabouts",
            &family.whereabouts,
            row(&family.whereabouts),
            "one_choice",
            is_choice,
        ),
    ];
    reasons.push(choice_reason(
        "here",
        &family.here,
        row(&family.whereabouts),
    ));
    reasons.into_iter().flatten().collect()
}

fn housing_reasons(housing: &HousingFields, form: &FormDefinition) -> Vec<Reason> {
    let field = |id: &str| form.field(id);
    let reasons = [
        kind_reason(
            "kind",
            &housing.kind,
            field(&housing.kind),
            "one_choice",
            is_choice,
        ),
        choice_reason("in_shelter", &housing.in_shelter, field(&housing.kind)),
        choice_reason("gone", &housing.gone, field(&housing.kind)),
        kind_reason(
            "name",
            &housing.name,
            field(&housing.name),
            "text",
            |kind| matches!(kind, FieldType::Text { .. }),
        ),
        kind_reason(
            "since",
            &housing.since,
            field(&housing.since),
            "partial_date",
            |kind| matches!(kind, FieldType::PartialDate { .. }),
        ),
    ];
    reasons.into_iter().flatten().collect()
}

fn need_reasons(need: &NeedField, form: &FormDefinition) -> Vec<Reason> {
    let code = need.feature.code();
    if !NEEDS.contains(&need.feature) {
        let reason = format!("`feature`: nobody looks for a place by `{code}`");
        return vec![(format!("feature: {code}"), reason)];
    }
    if need.choices.is_empty() {
        let reason = "`choices`: there is none".to_owned();
        return vec![(format!("field: {}", need.field), reason)];
    }
    let field = form.field(&need.field);
    let Some(FieldType::ManyChoices { choices }) = field.map(|field| &field.kind) else {
        let wrong = kind_reason("field", &need.field, field, "many_choices", |_| false);
        return wrong.into_iter().collect();
    };
    let is_there = |choice: &&String| choices.iter().any(|one| one.choice == **choice);
    let unknown = need.choices.iter().filter(|choice| !is_there(choice));
    unknown
        .map(|choice| {
            let reason = format!("`choices`: the field has no choice `{choice}`");
            (choice.clone(), reason)
        })
        .collect()
}

const fn is_choice(kind: &FieldType) -> bool {
    matches!(kind, FieldType::OneChoice { .. })
}

fn kind_reason(
    key: &str,
    name: &str,
    field: Option<&Field>,
    wanted: &str,
    is_wanted: impl Fn(&FieldType) -> bool,
) -> Option<Reason> {
    let words = format!("{key}: {name}");
    match field {
        None => Some((words, format!("`{key}`: there is no field `{name}`"))),
        Some(field) if !is_wanted(&field.kind) => Some((
            words,
            format!("`{key}`: the field `{name}` is no `{wanted}`"),
        )),
        Some(_) => None,
    }
}

fn choice_reason(key: &str, choice: &str, field: Option<&Field>) -> Option<Reason> {
    let FieldType::OneChoice { choices } = &field?.kind else {
        return None;
    };
    let is_there = choices.iter().any(|one| one.choice == choice);
    (!is_there).then(|| {
        let reason = format!("`{key}`: the field has no choice `{choice}`");
        (format!("{key}: {choice}"), reason)
    })
}
