//! One field as it stands in a file, checked by itself.

use super::{FormProblem, ID_RULE, Kind, RawField, is_id, kinds::Wrong};
use crate::{
    Text,
    access::Sensitivity,
    forms::{Field, FieldType, Lookup, PersonAttribute},
};

impl RawField {
    pub(super) fn check(
        self,
        lookups: &[Lookup],
        group: Option<Sensitivity>,
    ) -> Result<Field, Vec<FormProblem>> {
        let mut reasons = Vec::new();
        if !is_id(&self.field) {
            reasons.push(format!("`{}` is not a field id ({ID_RULE})", self.field));
        }
        let messages = self.checks.iter().map(|check| &check.message);
        let texts = [Some(&self.label), self.help.as_ref(), self.why.as_ref()];
        if texts
            .into_iter()
            .flatten()
            .chain(messages)
            .any(Text::is_blank)
        {
            reasons.push("a label, help, why or message is empty in every language".to_owned());
        }
        reasons.extend(self.misplaced());
        if group.is_some() {
            reasons.extend(self.misplaced_in_a_group());
        }
        let sensitivity = group.or(self.sensitivity).unwrap_or_default();
        let mut problems = Vec::new();
        let kind = match self.kind(lookups, sensitivity) {
            Ok(kind) => Some(kind),
            Err(Wrong::Own(reason)) => {
                reasons.push(reason);
                None
            }
            Err(Wrong::Choice(choice, reason)) => {
                problems.push(FormProblem::of_choice(&self.field, &choice, &reason));
                None
            }
            Err(Wrong::Inner(inner)) => {
                problems.extend(inner);
                None
            }
        };
        if let Some(kind) = &kind {
            reasons.extend(self.unfit(kind));
        }
        problems.extend(
            reasons
                .into_iter()
                .map(|reason| FormProblem::of(&self.field, reason)),
        );
        match kind {
            Some(kind) if problems.is_empty() => Ok(Field {
                id: self.field,
                kind,
                label: self.label,
                help: self.help,
                why: self.why,
                required: self.required,
                required_when: self.required_when,
                sensitivity,
                indexed: self.indexed,
                feeds: self.feeds,
                shown_when: self.shown_when,
                checks: self.checks,
                parent: self.parent,
            }),
            _ => Err(problems),
        }
    }

    /// What a field of a group may not have.
    fn misplaced_in_a_group(&self) -> Vec<String> {
        let given = [
            ("a group", self.kind == Kind::Group),
            ("`sensitivity`", self.sensitivity.is_some()),
            (
                "`feeds`",
                self.feeds
                    .is_some_and(|attribute| !attribute.is_only_searched()),
            ),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(what, _)| format!("{what} cannot stand in a group"))
            .collect()
    }

    /// What does not fit the type.
    fn unfit(&self, kind: &FieldType) -> Vec<String> {
        let mut reasons = Vec::new();
        if let Some(attribute) = self.feeds {
            if !feeds_fit(attribute, kind) {
                reasons.push("the type does not fit the attribute that the field feeds".to_owned());
            }
            let most = if attribute.is_only_searched() {
                WHOLE_NAME_MAX
            } else {
                NAME_MAX
            };
            if let FieldType::Text { max_length } = kind
                && *max_length > most
            {
                reasons.push(format!("a name has at most {most} characters"));
            }
        }
        let no_index = matches!(
            kind,
            FieldType::LongText { .. }
                | FieldType::Address { .. }
                | FieldType::Note
                | FieldType::Divider
                | FieldType::Group(_)
                | FieldType::Tally { .. }
        );
        if self.indexed && no_index {
            reasons.push(format!("the type `{}` cannot be indexed", kind.name()));
        }
        let unasked = matches!(
            kind,
            FieldType::Note | FieldType::Divider | FieldType::Calculated { .. }
        );
        if unasked && (self.required || self.required_when.is_some()) {
            reasons.push(format!(
                "nobody can answer a field of the type `{}`",
                kind.name()
            ));
        }
        if self.required && self.required_when.is_some() {
            reasons.push("`required` and `required_when` stand both".to_owned());
        }
        reasons
    }
}

/// The most characters of a text that feeds a person's name.
const NAME_MAX: u32 = 150;
/// The most characters of a text by which a person is only found: other spellings of a whole name.
const WHOLE_NAME_MAX: u32 = 200;

const fn feeds_fit(attribute: PersonAttribute, kind: &FieldType) -> bool {
    match attribute {
        PersonAttribute::FamilyName
        | PersonAttribute::GivenName
        | PersonAttribute::LatinFamilyName
        | PersonAttribute::LatinGivenName
        | PersonAttribute::Patronymic
        | PersonAttribute::OtherNames => matches!(kind, FieldType::Text { .. }),
        PersonAttribute::BirthDate => matches!(kind, FieldType::Date { .. }),
        PersonAttribute::Sex => matches!(kind, FieldType::OneChoice { .. }),
        PersonAttribute::Phone => matches!(kind, FieldType::Phone),
        PersonAttribute::Document => matches!(
            kind,
            FieldType::Text { .. } | FieldType::IdentityDocument { .. }
        ),
    }
}
