//! Where things stand in a file, so that a fault can name the line.

use domain::{Language, Text};
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::{Fault, source::Source};

/// The lines of what has an id: fields, items, roles, districts.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// The file's own line: where its id stands.
    head: u64,
    places: Vec<Place>,
    texts: Vec<Written>,
}

#[derive(Clone, Debug)]
struct Place {
    id: String,
    line: u64,
    choices: Vec<(String, u64)>,
}

/// A text, where it stands, and whose it is.
#[derive(Clone, Debug)]
struct Written {
    owner: Option<String>,
    line: u64,
    text: Text,
}

impl Outline {
    /// The outline of a form.
    pub(super) fn of_form(source: &Source) -> Self {
        let shape: FormShape = source.parse_or_default();
        let mut outline = Self::empty(shape.form.as_ref());
        outline.text(None, shape.title.iter().chain(&shape.help));
        for field in &shape.fields {
            outline.field(field);
        }
        outline
    }

    /// The outline of a lookup.
    pub(super) fn of_lookup(source: &Source) -> Self {
        let shape: LookupShape = source.parse_or_default();
        let mut outline = Self::empty(shape.lookup.as_ref());
        outline.text(None, &shape.title);
        for item in &shape.items {
            outline.place(&item.item, Vec::new());
            outline.text(Some(&item.item.value), &item.label);
        }
        outline
    }

    /// The outline of the roles.
    pub(super) fn of_roles(source: &Source) -> Self {
        let shape: RolesShape = source.parse_or_default();
        let mut outline = Self::empty(None);
        for role in &shape.roles {
            outline.place(&role.role, Vec::new());
            outline.text(Some(&role.role.value), &role.label);
        }
        outline
    }

    /// The outline of the districts, by their numbers.
    pub(super) fn of_districts(source: &Source) -> Self {
        let shape: DistrictsShape = source.parse_or_default();
        let mut outline = Self::empty(None);
        for district in &shape.districts {
            outline.place(&district.number, Vec::new());
        }
        outline
    }

    fn empty(head: Option<&Spanned<String>>) -> Self {
        Self {
            head: head.map_or(1, line),
            places: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn field(&mut self, field: &FieldShape) {
        let choices = [&field.choices, &field.ages, &field.sexes];
        let choices = choices.into_iter().flatten();
        let lines = choices
            .clone()
            .map(|choice| (choice.choice.value.clone(), line(&choice.choice)));
        self.place(&field.field, lines.collect());
        let messages = field
            .checks
            .iter()
            .filter_map(|check| check.message.as_ref());
        let own = [&field.label, &field.help, &field.why, &field.row_label];
        let texts = own.into_iter().flatten().chain(messages);
        let of_choices = choices.filter_map(|choice| choice.label.as_ref());
        self.text(Some(&field.field.value), texts.chain(of_choices));
        for inner in &field.fields {
            self.field(inner);
        }
    }

    fn place(&mut self, id: &Spanned<String>, choices: Vec<(String, u64)>) {
        self.places.push(Place {
            id: id.value.clone(),
            line: line(id),
            choices,
        });
    }

    fn text<'a>(
        &mut self,
        owner: Option<&str>,
        texts: impl IntoIterator<Item = &'a Spanned<Text>>,
    ) {
        let texts = texts.into_iter().map(|text| Written {
            owner: owner.map(str::to_owned),
            line: line(text),
            text: text.value.clone(),
        });
        self.texts.extend(texts);
    }

    /// The line of the file's own id.
    pub(super) const fn head(&self) -> u64 {
        self.head
    }

    /// The line of what has this id: where one stands twice, the second is at fault.
    pub(super) fn line_of(&self, id: &str) -> u64 {
        let place = self.places.iter().rev().find(|place| place.id == id);
        place.map_or(self.head, |place| place.line)
    }

    /// The line of a field's choice.
    pub(super) fn line_of_choice(&self, id: &str, choice: &str) -> u64 {
        let place = self.places.iter().rev().find(|place| place.id == id);
        let choices = place.into_iter().flat_map(|place| &place.choices).rev();
        let found = choices
            .filter(|(id, _)| id == choice)
            .map(|(_, line)| *line);
        found.take(1).next().unwrap_or_else(|| self.line_of(id))
    }

    /// The texts that a language lacks: whose, at which line, and in which language.
    pub(super) fn missing_texts(&self) -> impl Iterator<Item = (Option<&str>, u64, Language)> {
        self.texts.iter().flat_map(|written| {
            let missing = written.text.missing().into_iter();
            missing.map(|language| (written.owner.as_deref(), written.line, language))
        })
    }
}

/// What is told of a text that a language lacks.
pub(super) fn no_text(language: Language) -> String {
    let name = match language {
        Language::Hu => "Hungarian",
        Language::Uk => "Ukrainian",
        Language::En => "English",
    };
    format!("no {name} text")
}

/// Faults of the texts that a language lacks; `whose` tells whose text it is.
pub(super) fn lacking(
    source: &Source,
    outline: &Outline,
    whose: impl Fn(&str) -> String,
) -> Vec<Fault> {
    outline
        .missing_texts()
        .map(|(owner, line, language)| {
            let owner = owner.map(&whose).unwrap_or_default();
            source.fault(line, &format!("{owner}{}", no_text(language)))
        })
        .collect()
}

fn line<T>(spanned: &Spanned<T>) -> u64 {
    spanned.referenced.line().max(1)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FormShape {
    form: Option<Spanned<String>>,
    title: Option<Spanned<Text>>,
    help: Option<Spanned<Text>>,
    fields: Vec<FieldShape>,
}

#[derive(Deserialize)]
struct FieldShape {
    field: Spanned<String>,
    label: Option<Spanned<Text>>,
    help: Option<Spanned<Text>>,
    why: Option<Spanned<Text>>,
    row_label: Option<Spanned<Text>>,
    #[serde(default)]
    checks: Vec<CheckShape>,
    #[serde(default)]
    choices: Vec<ChoiceShape>,
    #[serde(default)]
    ages: Vec<ChoiceShape>,
    #[serde(default)]
    sexes: Vec<ChoiceShape>,
    #[serde(default)]
    fields: Vec<FieldShape>,
}

#[derive(Deserialize)]
struct CheckShape {
    message: Option<Spanned<Text>>,
}

#[derive(Deserialize)]
struct ChoiceShape {
    choice: Spanned<String>,
    label: Option<Spanned<Text>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LookupShape {
    lookup: Option<Spanned<String>>,
    title: Option<Spanned<Text>>,
    items: Vec<ItemShape>,
}

#[derive(Deserialize)]
struct ItemShape {
    item: Spanned<String>,
    label: Option<Spanned<Text>>,
}

#[derive(Default, Deserialize)]
struct RolesShape {
    roles: Vec<RoleShape>,
}

#[derive(Deserialize)]
struct RoleShape {
    role: Spanned<String>,
    label: Option<Spanned<Text>>,
}

#[derive(Default, Deserialize)]
struct DistrictsShape {
    districts: Vec<DistrictShape>,
}

#[derive(Deserialize)]
struct DistrictShape {
    number: Spanned<String>,
}
