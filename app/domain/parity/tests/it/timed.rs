//! The forms whose changes are timed are what the tables say.

use domain::forms::{FIELDS_MAX, Field};
use parity::{Bench, Shape};

fn asks_the_changed_field(field: &Field) -> bool {
    field.asked().contains("changed")
}

#[test]
fn the_forms_have_as_many_fields_and_rules_as_they_say() {
    for shape in Shape::all() {
        let form = shape.form();
        assert_eq!(form.every_field().count(), shape.fields, "{}", shape.name());
        let asking: Vec<&Field> = form
            .every_field()
            .filter(|field| asks_the_changed_field(field))
            .collect();
        let calculated = asking.iter().filter(|field| field.calculation().is_some());
        assert_eq!(calculated.count(), shape.calculations, "{}", shape.name());
        assert_eq!(asking.len(), shape.conditions + shape.calculations);
    }
    let largest = Shape::all().map(|shape| shape.fields).into_iter().max();
    assert_eq!(largest, Some(FIELDS_MAX));
}

#[test]
fn a_change_changes_what_depends_on_it_and_nothing_else() {
    let all = Shape::all();
    let changed = |shape: &Shape| -> Vec<usize> {
        let mut bench = Bench::new(*shape);
        (0..18).map(|_| bench.change()).collect()
    };
    let of_first = changed(&all[0]);
    assert!(
        of_first.iter().all(|count| (20..=121).contains(count)),
        "{of_first:?}"
    );
    // In the others the same fields depend on it, so the same must come out.
    let of_smallest = changed(&all[1]);
    assert!(
        of_smallest.iter().all(|count| (1..=8).contains(count)),
        "{of_smallest:?}"
    );
    for shape in &all[2..] {
        assert_eq!(changed(shape), of_smallest, "{}", shape.name());
    }
}

#[test]
fn every_field_of_them_is_answered() {
    for shape in Shape::all() {
        let bench = Bench::new(shape);
        assert_eq!(bench.filling().problems(), Vec::new(), "{}", shape.name());
        let rows = bench.filling().rows("rows").len();
        assert_eq!(rows, if shape.has_rows { 100 } else { 0 });
    }
}
