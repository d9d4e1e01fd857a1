//! What shelters read from the forms.

use crate::town::Town;

const TRIAL: &str = "  - {field: wishes, type: many_choices, label: {hu: a, uk: a, en: a}, choices: [\
    {choice: pet, label: {hu: a, uk: a, en: a}}, {choice: cot, label: {hu: b, uk: b, en: b}}]}\n";

fn needing(feature: &str, form: &str, field: &str, choice: &str) -> Town {
    let town = Town::asking(TRIAL);
    let need = format!("{{feature: {feature}, form: {form}, field: {field}, choices: [{choice}]}}");
    town.write("shelters.yaml", &format!("# Needs.\nneeds:\n  - {need}\n"));
    town
}

#[test]
fn what_a_place_has_to_have_is_read_from_choices() {
    let configuration = needing("pets", "trial", "wishes", "pet").configuration();
    assert_eq!(configuration.catalog.shelter_fields().needs.len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_at_its_line() {
    for (town, expected) in [
        (
            needing("pets", "nothing", "wishes", "pet"),
            "there is no form `nothing`",
        ),
        (
            needing("pets", "trial", "nothing", "pet"),
            "`field`: there is no field `nothing`",
        ),
        (
            needing("pets", "person", "born", "pet"),
            "`field`: the field `born` is no `many_choices`",
        ),
        (
            needing("pets", "trial", "wishes", "dog"),
            "`choices`: the field has no choice `dog`",
        ),
        (
            needing("pets", "trial", "wishes", ""),
            "`choices`: there is none",
        ),
        (
            needing("cot", "trial", "wishes", "cot"),
            "`feature`: nobody looks for a place by `cot`",
        ),
    ] {
        assert_eq!(town.faults(), [format!("shelters.yaml:3: {expected}")]);
    }
    let unknown = needing("garden", "trial", "wishes", "pet").faults();
    assert!(
        unknown.len() == 1 && unknown[0].contains("garden"),
        "{unknown:?}"
    );
}
