use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Answers, Calculation, Condition, Currency, Decimal, PersonAttribute};
use crate::{Language, Text, access::Sensitivity};

/// A form: a titled list of fields, in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormDefinition {
    /// The id, `identity`.
    pub form: String,
    /// Which version; answers remember it.
    pub version: i32,
    /// Its place in the case's task list.
    pub order: i32,
    /// The title.
    pub title: Text,
    /// What the form is for.
    pub help: Option<Text>,
    /// The fields, in the order in which they are asked.
    pub fields: Vec<Field>,
}

impl FormDefinition {
    /// The field of this id, not looking into groups.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The field that stands at a path: `name`, `address.street`, `children.0.birth_date`; with the
    /// group that it belongs to, if it does.
    pub fn field_at(&self, path: &str) -> Option<(Option<&Field>, &Field)> {
        let mut parts = path.split('.');
        let top = self.field(parts.next()?)?;
        let Some(_row) = parts.next().filter(|_| !top.sub_fields().is_empty()) else {
            return Some((None, top));
        };
        let Some(inner) = parts.next() else {
            return Some((None, top));
        };
        let field = top.sub_fields().iter().find(|field| field.id == inner)?;
        Some((Some(top), field))
    }

    /// Every field, those of a group behind it.
    pub fn every_field(&self) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .flat_map(|field| core::iter::once(field).chain(field.sub_fields()))
    }

    /// The form reduced to the fields that `keep` accepts.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Field) -> bool) -> Self {
        Self {
            fields: self
                .fields
                .iter()
                .filter(|field| keep(field))
                .cloned()
                .collect(),
            ..self.clone()
        }
    }

    /// The form as a reader of these answers needs it: choices that were not chosen are left out,
    /// and so are rules, which nothing runs any more. Long lookups would otherwise travel with
    /// every page.
    #[must_use]
    pub fn for_reading(&self, answers: &Answers) -> Self {
        let reduced = self.fields.iter().map(|field| field.for_reading([answers]));
        Self {
            fields: reduced.collect(),
            ..self.clone()
        }
    }

    /// The fields of other forms that its rules ask, as `form/field`.
    pub fn asked_elsewhere(&self) -> BTreeSet<&str> {
        self.every_field()
            .flat_map(Field::asked)
            .filter(|asked| asked.contains('/'))
            .collect()
    }

    /// The texts that some language lacks: the field, if it is one's, and the language.
    pub fn missing_texts(&self) -> Vec<(Option<&str>, Language)> {
        let own = [Some(&self.title), self.help.as_ref()];
        let own = own.into_iter().flatten().map(|text| (None, text));
        let of_fields = self.every_field().flat_map(|field| {
            field
                .texts()
                .into_iter()
                .map(|text| (Some(field.id.as_str()), text))
        });
        own.chain(of_fields)
            .flat_map(|(field, text)| {
                text.missing()
                    .into_iter()
                    .map(move |missing| (field, missing))
            })
            .collect()
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The id, unique in the form.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: FieldType,
    /// The question.
    pub label: Text,
    /// How to answer.
    pub help: Option<Text>,
    /// Why it is asked, where that is delicate.
    pub why: Option<Text>,
    /// Whether an answer is needed while the field is shown.
    pub required: bool,
    /// When an answer is needed, if not always.
    pub required_when: Option<Condition>,
    /// How delicate the answer is.
    pub sensitivity: Sensitivity,
    /// Whether the answer is also written to the typed index table.
    pub indexed: bool,
    /// The person's attribute that the answer fills.
    pub feeds: Option<PersonAttribute>,
    /// When the field is shown; always, if there is none.
    pub shown_when: Option<Condition>,
    /// What must hold once it is answered.
    pub checks: Vec<Check>,
    /// The field whose answer narrows the choices to those that name it as their parent.
    pub parent: Option<String>,
}

/// Every id of a choice that stands anywhere in the answers.
fn chosen(answers: &Answers) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for (_, answer) in answers.iter() {
        match answer {
            Answer::Choice(id) => {
                ids.insert(id.as_str());
            }
            Answer::Choices(chosen) => ids.extend(chosen.iter().map(String::as_str)),
            Answer::Address(address) => ids.extend(address.country.as_deref()),
            Answer::IdentityDocument(document) => {
                ids.extend(document.kind.as_deref());
                ids.extend(document.country.as_deref());
            }
            Answer::Rows(rows) => ids.extend(rows.answers().flat_map(chosen)),
            _ => {}
        }
    }
    ids
}

/// The chosen ones of these choices, and those that they lie in.
fn only_chosen(choices: &[Choice], chosen: &BTreeSet<&str>) -> Vec<Choice> {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for id in chosen {
        let mut next = Some(*id);
        while let Some(id) = next.filter(|id| wanted.insert(id)) {
            let choice = choices.iter().find(|choice| choice.choice == id);
            next = choice.and_then(|choice| choice.parent.as_deref());
        }
    }
    let kept = choices
        .iter()
        .filter(|choice| wanted.contains(choice.choice.as_str()));
    kept.map(|choice| Choice {
        shown_when: None,
        ..choice.clone()
    })
    .collect()
}

/// Something that must hold, with its own message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What must hold.
    pub holds: Condition,
    /// What is wrong when it does not, and what to do.
    pub message: Text,
}

impl Field {
    /// The field as a reader of these answers needs it, like [`FormDefinition::for_reading`].
    #[must_use]
    pub fn for_reading<'a>(&self, answers: impl IntoIterator<Item = &'a Answers>) -> Self {
        self.only_with(&answers.into_iter().flat_map(chosen).collect())
    }

    fn only_with(&self, chosen: &BTreeSet<&str>) -> Self {
        let mut field = Self {
            required_when: None,
            checks: Vec::new(),
            ..self.clone()
        };
        match &mut field.kind {
            FieldType::OneChoice { choices }
            | FieldType::ManyChoices { choices }
            | FieldType::Location { choices }
            | FieldType::Address { countries: choices } => {
                *choices = only_chosen(choices, chosen);
            }
            FieldType::IdentityDocument {
                document_types,
                countries,
            } => {
                *document_types = only_chosen(document_types, chosen);
                *countries = only_chosen(countries, chosen);
            }
            FieldType::Group(group) => {
                for inner in &mut group.fields {
                    *inner = inner.only_with(chosen);
                }
            }
            _ => {}
        }
        field
    }

    /// The fields of a group; nothing for every other type.
    pub fn sub_fields(&self) -> &[Self] {
        match &self.kind {
            FieldType::Group(group) => &group.fields,
            _ => &[],
        }
    }

    /// Whether it takes an answer from a person.
    pub const fn is_asked(&self) -> bool {
        !matches!(
            self.kind,
            FieldType::Note | FieldType::Divider | FieldType::Calculated { .. }
        )
    }

    /// Whether it holds an answer, a calculated one included.
    pub const fn has_answer(&self) -> bool {
        !matches!(self.kind, FieldType::Note | FieldType::Divider)
    }

    /// Whether it may be shown at one time and not at another.
    pub const fn is_conditional(&self) -> bool {
        self.shown_when.is_some()
    }

    /// The conditions that decide whether it is shown, is required, and which choices it offers.
    fn deciding_conditions(&self) -> impl Iterator<Item = &Condition> {
        let choices = self.kind.choices().iter();
        [&self.shown_when, &self.required_when]
            .into_iter()
            .flatten()
            .chain(choices.filter_map(|choice| choice.shown_when.as_ref()))
    }

    /// Its conditions, those of its checks included.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let checks = self.checks.iter().map(|check| &check.holds);
        self.deciding_conditions().chain(checks)
    }

    /// Its calculation.
    pub const fn calculation(&self) -> Option<&Calculation> {
        match &self.kind {
            FieldType::Calculated { calculation, .. } => Some(calculation),
            _ => None,
        }
    }

    /// Every field that its rules ask, as it is written: `field`, `form/field`, or a group.
    pub fn asked(&self) -> BTreeSet<&str> {
        let mut asked = self.asked_to_work_out();
        for check in &self.checks {
            check.holds.collect_asked(&mut asked);
        }
        asked
    }

    /// What it asks before it can be worked out. Checks look at what has been worked out already.
    pub(super) fn asked_to_work_out(&self) -> BTreeSet<&str> {
        let mut asked = BTreeSet::new();
        for condition in self.deciding_conditions() {
            condition.collect_asked(&mut asked);
        }
        if let Some(calculation) = self.calculation() {
            calculation.collect_asked(&mut asked);
        }
        asked.extend(self.parent.as_deref());
        asked
    }

    /// Every text of the field, those of its choices included, those of its sub-fields not.
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![&self.label];
        texts.extend(self.help.iter().chain(&self.why));
        texts.extend(self.checks.iter().map(|check| &check.message));
        texts.extend(self.kind.choices().iter().map(|choice| &choice.label));
        match &self.kind {
            FieldType::Group(group) => texts.push(&group.row_label),
            FieldType::Tally { ages, sexes, .. } => {
                texts.extend(ages.iter().chain(sexes).map(|choice| &choice.label));
            }
            FieldType::Address { countries } => {
                texts.extend(countries.iter().map(|choice| &choice.label));
            }
            FieldType::IdentityDocument {
                document_types,
                countries,
            } => {
                let all = document_types.iter().chain(countries);
                texts.extend(all.map(|choice| &choice.label));
            }
            _ => {}
        }
        texts
    }
}

/// The closed list of field types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text {
        /// The most characters.
        max_length: u32,
    },
    /// Several lines.
    LongText {
        /// The most characters.
        max_length: u32,
    },
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A decimal number.
    Decimal {
        /// The most places after the point.
        decimals: u8,
        /// The smallest.
        min: Option<Decimal>,
        /// The largest.
        max: Option<Decimal>,
    },
    /// An amount of money.
    Money {
        /// The currencies to choose from; the first is the usual one.
        currencies: Vec<Currency>,
        /// The smallest amount, in the smallest unit.
        min: i64,
        /// The largest amount, in the smallest unit.
        max: i64,
    },
    /// Yes or no.
    YesNo,
    /// One of the choices.
    OneChoice {
        /// What there is to choose.
        choices: Vec<Choice>,
    },
    /// Any of the choices.
    ManyChoices {
        /// What there is to choose.
        choices: Vec<Choice>,
    },
    /// A day.
    Date {
        /// The first day that is accepted.
        earliest: Option<DayLimit>,
        /// The last day that is accepted.
        latest: Option<DayLimit>,
    },
    /// A day of which only the year, or year and month, may be known.
    PartialDate {
        /// The first day that is accepted.
        earliest: Option<DayLimit>,
        /// The last day that is accepted.
        latest: Option<DayLimit>,
    },
    /// A day with the time on the wall.
    DateTime {
        /// The first day that is accepted.
        earliest: Option<DayLimit>,
        /// The last day that is accepted.
        latest: Option<DayLimit>,
    },
    /// A telephone number; stored in E.164.
    Phone,
    /// An e-mail address.
    Email,
    /// An international bank account number; stored without spaces.
    Iban,
    /// A postal address.
    Address {
        /// The countries to choose from.
        countries: Vec<Choice>,
    },
    /// A place in a tree of places.
    Location {
        /// Every place; `parent` is the place that it lies in.
        choices: Vec<Choice>,
    },
    /// An identity document.
    IdentityDocument {
        /// The types to choose from.
        document_types: Vec<Choice>,
        /// The countries to choose from.
        countries: Vec<Choice>,
    },
    /// A value that rules work out.
    Calculated {
        /// What the calculation gives.
        result: ResultType,
        /// How it is worked out.
        calculation: Calculation,
    },
    /// Something that the reader should know; no answer.
    Note,
    /// The heading of what follows; no answer.
    Divider,
    /// The same questions, as many times as needed.
    Group(Group),
    /// Numbers of people by age and sex.
    Tally {
        /// The bands of age, one row each.
        ages: Vec<Choice>,
        /// The sexes, one column each.
        sexes: Vec<Choice>,
        /// The largest number in one cell.
        max: u32,
    },
}

/// Questions that are asked once for each row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The questions of a row.
    pub fields: Vec<Field>,
    /// What a row is: “Child”.
    pub row_label: Text,
    /// The fields that make up a row's one line.
    pub summary: Vec<String>,
    /// The fewest rows.
    pub min_rows: u32,
    /// The most rows.
    pub max_rows: u32,
}

/// What a calculation gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ResultType {
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal {
        /// Rounded to so many places.
        decimals: u8,
    },
    /// An amount in the smallest unit of the currency.
    Money {
        /// The currency.
        currency: Currency,
    },
    /// A text.
    Text,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// The id of a choice.
    OneChoice {
        /// The choices that it may be.
        choices: Vec<Choice>,
    },
}

impl FieldType {
    /// The choices, where the type has any of its own.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneChoice { choices }
            | Self::ManyChoices { choices }
            | Self::Location { choices }
            | Self::Calculated {
                result: ResultType::OneChoice { choices },
                ..
            } => choices,
            _ => &[],
        }
    }

    /// The choice of this id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.choice == id)
    }

    /// The label of a choice.
    pub fn choice_label(&self, id: &str) -> Option<&Text> {
        self.choice(id).map(|choice| &choice.label)
    }

    /// The type's name, as it stands in a definition.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::LongText { .. } => "long_text",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Money { .. } => "money",
            Self::YesNo => "yes_no",
            Self::OneChoice { .. } => "one_choice",
            Self::ManyChoices { .. } => "many_choices",
            Self::Date { .. } => "date",
            Self::PartialDate { .. } => "partial_date",
            Self::DateTime { .. } => "date_time",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::Address { .. } => "address",
            Self::Location { .. } => "location",
            Self::IdentityDocument { .. } => "identity_document",
            Self::Calculated { .. } => "calculated",
            Self::Note => "note",
            Self::Divider => "divider",
            Self::Group(_) => "group",
            Self::Tally { .. } => "tally",
        }
    }
}

/// One choice of a field, or one item of a lookup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The id that is stored.
    pub choice: String,
    /// What people read.
    pub label: Text,
    /// The choice of another field, or the item of the same tree, that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// When it is offered; always, if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<Condition>,
    /// The first day on which it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day on which it is no longer offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Choice {
    /// Whether it is valid on this day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// A limit of a date field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayLimit {
    /// The day on which the form is filled.
    Today,
    /// A fixed day.
    Day(NaiveDate),
}

impl DayLimit {
    /// The limit as a day.
    pub const fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Today => today,
            Self::Day(day) => day,
        }
    }
}
