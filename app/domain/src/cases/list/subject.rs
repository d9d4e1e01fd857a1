use core::fmt;

use serde::{Deserialize, Serialize};

/// What a list can filter, sort or show: something of the case itself, or an indexed answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The person's name.
    Name,
    /// The person's birth date.
    Born,
    /// The stage.
    Stage,
    /// Who is responsible.
    Owner,
    /// The team.
    Team,
    /// When the case was opened.
    Opened,
    /// When it was last changed.
    Changed,
    /// An answer.
    Answer(AnswerPath),
}

/// Names an answer: `housing/kind`, or `education/children.level` for a question of a group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerPath {
    /// The form's id.
    pub form: String,
    /// The field's id; in a group, with the group's before it.
    pub field: String,
}

impl Subject {
    /// What belongs to every case.
    pub const OF_THE_CASE: [Self; 7] = [
        Self::Name,
        Self::Born,
        Self::Stage,
        Self::Owner,
        Self::Team,
        Self::Opened,
        Self::Changed,
    ];

    /// Reads `changed` or `housing/kind`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((form, field)) = text.split_once('/') {
            return AnswerPath::new(form, field).map(Self::Answer);
        }
        Self::OF_THE_CASE
            .into_iter()
            .find(|subject| subject.code() == text)
    }

    /// Whether a list can show it in a column of its own. The name always stands first.
    pub const fn can_be_a_column(&self) -> bool {
        !matches!(self, Self::Name)
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Born => "born",
            Self::Stage => "stage",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Opened => "opened",
            Self::Changed => "changed",
            Self::Answer(_) => "",
        }
    }
}

impl AnswerPath {
    /// A path of plain ids.
    pub fn new(form: &str, field: &str) -> Option<Self> {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        let id = |text: &str| !text.is_empty() && text.len() <= 100 && text.chars().all(plain);
        let fits = match field.split_once('.') {
            Some((group, inner)) => id(group) && id(inner),
            None => id(field),
        };
        (id(form) && fits).then(|| Self {
            form: form.to_owned(),
            field: field.to_owned(),
        })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(path) => path.fmt(out),
            subject => out.write_str(subject.code()),
        }
    }
}

impl fmt::Display for AnswerPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.form, self.field)
    }
}
