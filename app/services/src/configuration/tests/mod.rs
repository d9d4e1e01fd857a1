//! Whatever is accepted can be used; whatever is refused is told with file, line, field and reason.

mod city;
mod damage;
mod examples;
mod rewrite;
mod usable;
mod written;

use std::path::PathBuf;

use domain::forms::FormDefinition;
use proptest::{prelude::*, sample::Index};

use self::{
    city::{City, Line, Page, city},
    damage::Damage,
    written::{Owner, Written},
};
use super::{
    Fault, Report, districts, forms, lookups, roles,
    source::{Source, lines_of},
};

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(usual: u32) -> ProptestConfig {
    let told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    if told {
        config
    } else {
        ProptestConfig {
            cases: usual,
            ..config
        }
    }
}

/// Reads one form's file beside those that it needs.
fn read_form(city: &City, form: &str, text: &str) -> Result<(FormDefinition, Report), Vec<Fault>> {
    let source = Source {
        path: PathBuf::from(format!("forms/{form}.yaml")),
        text: text.to_owned(),
    };
    let mut report = Report::default();
    let file = forms::read_one(source, &city.lookups, &mut report);
    if let (true, Some(form)) = (report.faults.is_empty(), &file.form) {
        let mut files = city.beside(form);
        files.push(file.clone());
        forms::check_together(&files, &city.roles, &mut report);
    }
    match file.form {
        Some(form) if report.faults.is_empty() => Ok((form, report)),
        _ => Err(report.faults),
    }
}

/// A fault that can be found and understood.
fn assert_told(fault: &Fault, text: &str) {
    let line = fault.line.unwrap_or_else(|| panic!("no line: {fault}"));
    let lines = lines_of(text.strip_suffix('\n').unwrap_or(text)).count();
    assert!((1..=lines as u64).contains(&line), "no such line: {fault}");
    assert!(!fault.file.as_os_str().is_empty(), "no file: {fault}");
    assert!(!fault.reason.trim().is_empty(), "no reason: {fault}");
    let told = fault.to_string();
    assert!(told.chars().all(|sign| !sign.is_control()), "{told:?}");
    assert!(told.chars().count() < 700, "too long: {told}");
}

/// A few fields of a form, and now and then all of it.
fn picked() -> impl Strategy<Value = Vec<Index>> {
    use proptest::collection::vec;
    prop_oneof![
        30 => vec(any::<Index>(), 1..4),
        1 => vec(any::<Index>(), 200),
    ]
}

fn places(picked: &[Index]) -> impl Iterator<Item = usize> {
    picked.iter().map(|index| index.index(1 << 20))
}

fn text_of(lines: &[Line]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    lines.join("\n") + "\n"
}

/// Whatever was done to a form: it can be used, or is refused in words.
fn judge(page: &Page, text: &str, seed: u64, is_right_field: impl Fn(&Fault) -> bool) {
    match read_form(city(), &page.form, text) {
        Ok((form, report)) => {
            for warning in &report.warnings {
                assert_told(warning, text);
                assert!(is_right_field(warning), "not the field: {warning}\n{text}");
            }
            let is_complete = form.missing_texts().is_empty();
            assert_eq!(report.warnings.is_empty(), is_complete, "{text}");
            usable::assert_usable(&form, seed);
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a fault:\n{text}");
            for fault in &faults {
                assert_told(fault, text);
                assert!(
                    fault.file.ends_with(format!("{}.yaml", page.form)),
                    "{fault}"
                );
                assert!(is_right_field(fault), "not the field: {fault}\n{text}");
            }
        }
    }
}

/// Damaged lines: where a line's block is as it was, its field is told.
fn judge_lines(page: &Page, lines: &[Line], seed: u64) {
    let counted = damage::as_counted(lines);
    judge(page, &text_of(lines), seed, |fault| {
        let line = fault.line;
        let owner = line.and_then(|line| damage::owner_of(&counted, line));
        owner.is_none_or(|owner| fault.field.as_deref() == Some(owner))
    });
}

/// A damaged tree: the line's field is told, and none where it has none.
fn judge_tree(page: &Page, written: &Written, seed: u64) {
    judge(page, &written.text(), seed, |fault| {
        match written.owner(fault.line.unwrap_or(1)) {
            Owner::Field(id) => fault.field.as_ref() == Some(id),
            Owner::Form => fault.field.is_none(),
            Owner::Unclear => true,
        }
    });
}

/// The city's other files, of which one is damaged.
fn judge_other(name: &str, damages: &[Damage]) {
    let path = city::folder().join(format!("{name}.yaml"));
    let mut source = Source::read(&path).unwrap();
    let mut lines = damage::plain_lines(&source.text);
    for damage in damages {
        damage::apply(&mut lines, damage);
    }
    source.text = text_of(&lines);
    let mut report = Report::default();
    match name {
        "roles" => drop(roles::read_source(&source, &city().files, &mut report)),
        "districts" => drop(districts::read_source(&source, &mut report)),
        _ => {
            let lookup = lookups::read_one(&source, &mut report);
            assert!(lookup.is_some() || !report.faults.is_empty());
        }
    }
    for told in report.faults.iter().chain(&report.warnings) {
        assert_told(told, &source.text);
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn an_excerpt_that_nobody_damaged_is_accepted(page: Index, picked in picked(), seed: u64) {
        let page = page.get(&city().pages);
        let lines = text_of(&page.lines(places(&picked)));
        let tree = Written::of(&page.tree(places(&picked))).text();
        for text in [lines, tree] {
            let (form, report) = read_form(city(), &page.form, &text)
                .map_err(|faults| TestCaseError::fail(format!("{faults:?}\n{text}")))?;
            prop_assert_eq!(report.warnings, vec![]);
            usable::assert_usable(&form, seed);
        }
    }
}

proptest! {
    #![proptest_config(cases(700))]

    #[test]
    fn a_file_damaged_line_by_line_is_usable_or_refused_in_words(
        page: Index, picked in picked(), damages in damage::damages(), seed: u64,
    ) {
        let page = page.get(&city().pages);
        let mut lines = page.lines(places(&picked));
        for damage in &damages {
            damage::apply(&mut lines, damage);
        }
        judge_lines(page, &lines, seed);
    }

    #[test]
    fn a_form_damaged_as_a_tree_is_usable_or_refused_at_its_field(
        page: Index, picked in picked(), changes in rewrite::changes(), seed: u64,
    ) {
        let page = page.get(&city().pages);
        let mut tree = page.tree(places(&picked));
        for change in &changes {
            rewrite::apply(&mut tree, change);
        }
        judge_tree(page, &Written::of(&tree), seed);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn damaged_lookups_roles_and_districts_are_read_or_refused_in_words(
        name in prop::sample::select(vec![
            "lookups/languages", "lookups/services", "roles", "districts",
        ]),
        damages in damage::damages(),
    ) {
        judge_other(name, &damages);
    }
}
