//! The form `identity`.

use super::profile::Profile;
use super::words::OTHER_CITIZENSHIPS;
use super::{Inputs, Sheet, documents};
use crate::demo::draw::{chance, weighted};
use crate::demo::names::{FullName, Sex};
use rand::Rng;

pub(super) fn inputs(rng: &mut impl Rng, profile: &Profile, name: &FullName) -> Inputs {
    let mut sheet = Sheet::default();
    write_name(&mut sheet, name);
    if chance(rng, 98) {
        sheet.set("birth_date", profile.birth.to_string());
    }
    sheet.set("sex", sex(rng, profile));
    sheet.set("citizenship", profile.citizenship);
    if profile.citizenship == "other" {
        let other = OTHER_CITIZENSHIPS.pick(rng, profile.tongue());
        sheet.set("other_citizenship", other);
    }
    if chance(rng, 92) {
        write_document(rng, &mut sheet, profile);
    }
    sheet.0
}

fn write_name(sheet: &mut Sheet, name: &FullName) {
    sheet.set("family_name", name.family.as_str());
    sheet.set("given_name", name.given.as_str());
    sheet.set_some("patronymic", name.patronymic.as_deref());
    if let Some((family, given)) = &name.latin {
        sheet.set("latin_family_name", family.as_str());
        sheet.set("latin_given_name", given.as_str());
    }
    sheet.set_some("birth_family_name", name.birth_family.as_deref());
    sheet.set_some("mother_name", name.mother.as_deref());
}

/// A few grown-ups do not say, or say something else.
fn sex(rng: &mut impl Rng, profile: &Profile) -> &'static str {
    let usual = match profile.sex {
        Sex::Female => "female",
        Sex::Male => "male",
    };
    let grown_up = u32::from(!profile.is_child());
    let shares = [
        (usual, 992),
        ("not_said", 6 * grown_up),
        ("other", 2 * grown_up),
    ];
    weighted(rng, &shares)
}

fn write_document(rng: &mut impl Rng, sheet: &mut Sheet, profile: &Profile) {
    let kind = documents::kind(rng, profile);
    if kind == "none" {
        sheet.set("document_shown", "none");
        return;
    }
    let shown = chance(rng, 90);
    sheet.set("document_shown", if shown { "shown" } else { "not_shown" });
    sheet.set("document.type", kind);
    sheet.set_some("document.country", documents::country(profile, kind));
    sheet.set("document.number", documents::number(rng, profile, kind));
}
