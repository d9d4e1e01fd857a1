use domain::{
    forms::{FoundBy, PersonAttribute},
    search::{NamePart, document_key},
};

/// The kind of a telephone, which only one field feeds.
pub(crate) const PHONE: &str = "phone";

/// What an answer gives the search beside the columns of the person's row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    kind: String,
    /// Which part of the name it is, if it is one.
    part: Option<NamePart>,
    text: String,
}

impl Found {
    /// What a field of this form gives.
    pub(crate) fn of(form: &str, found: FoundBy<'_>) -> Self {
        Self {
            kind: kind_of(found.attribute, form, found.field),
            part: part_of(found.attribute),
            text: found.text.trim().to_owned(),
        }
    }

    /// The name that it is.
    pub(crate) fn name(&self) -> Option<(NamePart, &str)> {
        Some((self.part?, self.text.as_str()))
    }

    /// Its kind and its key; `None` where there is nothing to find.
    pub(crate) fn key(&self) -> Option<(String, String)> {
        let key = if self.part.is_some() {
            self.text.clone()
        } else {
            document_key(&self.text)?
        };
        (!key.is_empty()).then(|| (self.kind.clone(), key))
    }
}

/// The kind of keys that a field feeds.
pub(crate) fn kind_of(attribute: PersonAttribute, form: &str, field: &str) -> String {
    format!("{}:{form}/{field}", attribute.code())
}

/// Which part of a name an attribute is that only a search reads.
pub(crate) const fn part_of(attribute: PersonAttribute) -> Option<NamePart> {
    match attribute {
        PersonAttribute::Patronymic => Some(NamePart::Patronymic),
        PersonAttribute::OtherNames => Some(NamePart::Other),
        _ => None,
    }
}
