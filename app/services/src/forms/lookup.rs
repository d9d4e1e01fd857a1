//! Lookups: lists of choices that several fields share.

use domain::{
    access::{Actor, FieldAccess},
    forms::{Choice, Field, FieldType, Lookup, ResultType},
};

use crate::{Catalog, Failure, Outcome, Unit};

/// A lookup that some field uses which the actor may see.
///
/// It tells of no person, so nothing is recorded.
///
/// # Errors
/// `NotFound` when there is none of this id, or every field that uses it is hidden from the actor:
/// what there is to choose would tell what is asked.
pub fn read_lookup(unit: &Unit, id: &str) -> Outcome<Lookup> {
    let actor = unit.actor()?;
    let lookup = unit.catalog().lookup(id);
    lookup
        .filter(|lookup| is_seen(unit.catalog(), actor, lookup))
        .cloned()
        .ok_or(Failure::not_found())
}

/// The lookups that [`read_lookup`] reads, without their items.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in.
pub fn list_lookups(unit: &Unit) -> Outcome<Vec<Lookup>> {
    let actor = unit.actor()?;
    let lookups = unit.catalog().lookups().iter();
    let seen = lookups.filter(|lookup| is_seen(unit.catalog(), actor, lookup));
    Ok(seen
        .map(|lookup| Lookup {
            lookup: lookup.lookup.clone(),
            title: lookup.title.clone(),
            items: Vec::new(),
        })
        .collect())
}

fn is_seen(catalog: &Catalog, actor: &Actor, lookup: &Lookup) -> bool {
    catalog.forms().iter().any(|form| {
        let seen = form.fields.iter().filter(|field| {
            actor.field_access(&form.form, field.sensitivity) > FieldAccess::Hidden
        });
        seen.flat_map(|field| core::iter::once(field).chain(field.sub_fields()))
            .any(|field| uses(field, lookup))
    })
}

/// Whether a field offers the items of a lookup, which were copied into it.
fn uses(field: &Field, lookup: &Lookup) -> bool {
    let same = |choices: &[Choice]| {
        choices.len() == lookup.items.len()
            && choices
                .iter()
                .zip(&lookup.items)
                .all(|(choice, item)| choice.choice == item.choice && choice.label == item.label)
    };
    match &field.kind {
        FieldType::OneChoice { choices }
        | FieldType::ManyChoices { choices }
        | FieldType::Location { choices }
        | FieldType::Address { countries: choices }
        | FieldType::Calculated {
            result: ResultType::OneChoice { choices },
            ..
        } => same(choices),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => same(document_types) || same(countries),
        FieldType::Tally { ages, sexes, .. } => same(ages) || same(sexes),
        _ => false,
    }
}
