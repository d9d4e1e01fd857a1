use std::collections::BTreeMap;

use domain::{
    access::{Actor, FieldAccess},
    forms::PersonAttribute,
    search::NamePart,
};

use super::person_row;
use crate::{
    Catalog,
    search::{Visible, code, kind_of, part_of},
};

/// What the actor may see of persons: hidden attributes match nothing.
pub(super) struct Sight {
    /// Whether names find anybody.
    pub(super) names: bool,
    latin_family: bool,
    latin_given: bool,
    pub(super) birth: bool,
    pub(super) phone: bool,
    /// The kinds of keys of fields that they may see, and which part of a name each is, if any.
    pub(super) kinds: BTreeMap<String, Option<NamePart>>,
}

impl Sight {
    pub(super) fn of(catalog: &Catalog, actor: &Actor) -> Self {
        use PersonAttribute::{
            BirthDate, Document, FamilyName, GivenName, LatinFamilyName, LatinGivenName,
            OtherNames, Patronymic, Phone,
        };
        let seen = |attribute| catalog.attribute_access(actor, attribute) > FieldAccess::Hidden;
        let names = seen(FamilyName) && seen(GivenName);
        let mut kinds = BTreeMap::new();
        for attribute in [Patronymic, OtherNames, Document] {
            let part = part_of(attribute);
            for (form, field) in catalog.searched_sources(attribute) {
                let access = catalog.field_access(actor, form, field);
                if access > FieldAccess::Hidden && (names || part.is_none()) {
                    kinds.insert(kind_of(attribute, &form.form, &field.id), part);
                }
            }
        }
        Self {
            names,
            latin_family: names && seen(LatinFamilyName),
            latin_given: names && seen(LatinGivenName),
            birth: seen(BirthDate),
            phone: seen(Phone),
            kinds,
        }
    }

    /// The same for rows and keys.
    pub(super) fn visible(&self) -> Visible {
        let mut parts = vec![code(NamePart::Family), code(NamePart::Given)];
        let others = self.kinds.values().flatten().copied().map(code);
        parts.extend(others);
        parts.sort_unstable();
        parts.dedup();
        let documents = self.kinds.iter().filter(|(_, part)| part.is_none());
        Visible {
            parts,
            birth: self.birth,
            phone: self.phone,
            documents: documents.map(|(kind, _)| kind.clone()).collect(),
        }
    }

    /// The names in the columns of a row.
    pub(super) fn names_of<'a>(
        &self,
        person: &'a person_row::Model,
    ) -> impl Iterator<Item = (NamePart, &'a str)> {
        let names = [
            (self.names, NamePart::Family, person.family_name.as_str()),
            (self.names, NamePart::Given, person.given_name.as_str()),
            (
                self.latin_family,
                NamePart::Family,
                person.latin_family_name.as_str(),
            ),
            (
                self.latin_given,
                NamePart::Given,
                person.latin_given_name.as_str(),
            ),
        ];
        let seen = names.into_iter().filter(|(seen, _, _)| *seen);
        seen.map(|(_, part, name)| (part, name))
    }
}
