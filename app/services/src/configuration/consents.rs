use std::path::Path;

use domain::{
    consents::ConsentField,
    forms::{FieldType, FormDefinition},
};
use serde::Deserialize;

use super::{Report, forms::FormFile, source::Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentsFile {
    consents: Vec<ConsentField>,
}

/// Reads where people answer whether they consent. Without the file, nobody is asked.
pub(super) fn read(path: &Path, forms: &[FormFile], report: &mut Report) -> Vec<ConsentField> {
    if !path.exists() {
        return Vec::new();
    }
    let read = Source::read(path).and_then(|source| Ok((source.parse()?, source)));
    let (ConsentsFile { consents }, source) = match read {
        Ok(read) => read,
        Err(fault) => {
            report.faults.push(fault);
            return Vec::new();
        }
    };
    for (place, consent) in consents.iter().enumerate() {
        for reason in reasons(consent, &consents[..place], forms) {
            let name = consent.purpose.code();
            let line = line_of(&source.text, &format!("purpose: {name}"));
            let reason = format!("purpose `{name}`: {reason}");
            report.faults.push(source.fault(line, &reason));
        }
    }
    consents
}

/// The first line with these words, from 1.
pub(super) fn line_of(text: &str, words: &str) -> u64 {
    let line = text.lines().position(|line| line.contains(words));
    line.map_or(1, |line| line as u64 + 1)
}

fn reasons(consent: &ConsentField, before: &[ConsentField], forms: &[FormFile]) -> Vec<String> {
    let mut reasons = Vec::new();
    if before.iter().any(|other| other.purpose == consent.purpose) {
        reasons.push("the purpose stands twice".to_owned());
    }
    let file = forms.iter().find(|file| file.source.stem() == consent.form);
    match file.map(|file| file.form.as_ref()) {
        None => reasons.push(format!("there is no form `{}`", consent.form)),
        // A form that is wrong is told by itself.
        Some(None) => {}
        Some(Some(form)) => reasons.extend(wrong_field(consent, form)),
    }
    let three = [&consent.given, &consent.refused, &consent.withdrawn];
    if three[0] == three[1] || three[0] == three[2] {
        reasons.push("`given` means something else as well".to_owned());
    }
    reasons
}

fn wrong_field(consent: &ConsentField, form: &FormDefinition) -> Vec<String> {
    let Some(field) = form.field(&consent.field) else {
        return vec![format!("the form has no field `{}`", consent.field)];
    };
    let FieldType::OneChoice { choices } = &field.kind else {
        return vec![format!("the field `{}` is no `one_choice`", consent.field)];
    };
    [&consent.given, &consent.refused, &consent.withdrawn]
        .into_iter()
        .filter(|wanted| choices.iter().all(|choice| choice.choice != **wanted))
        .map(|wanted| format!("the field has no choice `{wanted}`"))
        .collect()
}
