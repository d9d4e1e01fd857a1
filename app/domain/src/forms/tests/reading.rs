//! Definitions reduced to what a reader needs, and texts that some language lacks.

use serde_json::json;

use super::*;
use crate::Language;

#[test]
fn a_missing_translation_is_told_and_another_language_stands_in() {
    let definition = form(&json!([
        {"field": "own", "type": "text", "label": {"hu": "Saját", "en": "Own"}},
    ]));
    assert_eq!(
        definition.missing_texts(),
        vec![(Some("own"), Language::Uk)]
    );
    let label = &definition.fields[0].label;
    assert_eq!(label.resolve(Language::Uk), (Language::Hu, "Saját"));
    assert_eq!(label.resolve(Language::En), (Language::En, "Own"));
    assert!(reasons(&json!([{"field": "own", "type": "text", "label": {}}])).contains("empty"));
}

#[test]
fn a_reader_gets_the_chosen_choices_and_the_places_around_them() {
    let items = json!({"lookup": "places", "title": text("Places"), "items": [
        {"item": "ua", "label": text("Ukraine")},
        {"item": "berehove", "label": text("Berehove"), "parent": "ua"},
        {"item": "hu", "label": text("Hungary")}]});
    let places: RawLookup = serde_json::from_value(items).unwrap();
    let definition = raw(&json!([
        {"field": "from", "type": "location", "lookup": "places", "label": text("From")},
        {"field": "stays", "type": "group", "label": text("s"), "row_label": text("S"), "summary": ["where"], "fields": [
            {"field": "where", "type": "location", "lookup": "places", "label": text("Where")}]},
    ]))
    .check(&[places.check().unwrap()])
    .unwrap();
    let typed: Inputs = [("from", "berehove"), ("stays.0.where", "hu")]
        .map(|(path, place)| (path.to_owned(), vec![place.to_owned()]))
        .into();
    let answers = foresee(&definition, &today(), &typed).answers;
    let reduced = definition.for_reading(&answers);
    let ids = |field: &Field| {
        field
            .kind
            .choices()
            .iter()
            .map(|choice| choice.choice.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&reduced.fields[0]), ["ua", "berehove", "hu"]);
    assert_eq!(
        ids(&reduced.fields[1].sub_fields()[0]),
        ["ua", "berehove", "hu"]
    );
    let none = definition.for_reading(&Answers::default());
    assert!(ids(&none.fields[0]).is_empty());
}
