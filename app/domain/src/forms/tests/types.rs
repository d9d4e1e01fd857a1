//! What each type takes, and what it says about everything else.

use serde_json::json;

use super::*;

/// A form with one field of this kind, and what was typed into its parts.
fn parts(kind: &serde_json::Value, typed: &[(&str, &str)]) -> Result<Option<Answer>, Vec<Problem>> {
    let mut field = json!({"field": "it", "label": text("It")});
    for (key, setting) in kind.as_object().unwrap() {
        field[key] = setting.clone();
    }
    let definition = raw(&json!([field])).check(&[countries(), kinds()]).unwrap();
    let typed: Inputs = typed
        .iter()
        .map(|(part, value)| {
            let path = if part.is_empty() {
                "it".to_owned()
            } else {
                format!("it.{part}")
            };
            (path, vec![(*value).to_owned()])
        })
        .collect();
    let edited = foresee(&definition, &today(), &typed);
    if edited.problems.is_empty() {
        let answer = edited.answers.get("it").cloned();
        // What is stored is read back, and typed again comes out the same.
        let stored = Answers::from_json(&definition, &edited.answers.to_json());
        assert_eq!(stored, edited.answers);
        let again = foresee(&definition, &today(), &stored.to_inputs());
        assert_eq!((again.answers, again.problems), (stored, vec![]));
        Ok(answer)
    } else {
        Err(edited.problems)
    }
}

fn code(kind: &serde_json::Value, typed: &[(&str, &str)]) -> (String, ProblemCode) {
    let problem = parts(kind, typed).unwrap_err().remove(0);
    (problem.field, problem.code)
}

fn lookup(id: &str, items: &[&str]) -> Lookup {
    let items: Vec<_> = items
        .iter()
        .map(|item| json!({"item": item, "label": text(item)}))
        .collect();
    let raw: RawLookup =
        serde_json::from_value(json!({"lookup": id, "title": text(id), "items": items})).unwrap();
    raw.check().unwrap()
}

fn countries() -> Lookup {
    lookup("countries", &["hu", "ua"])
}

fn kinds() -> Lookup {
    lookup("kinds", &["passport", "id_card"])
}

#[test]
fn decimals_are_exact_and_take_comma_or_point() {
    let kind = json!({"type": "decimal", "decimals": 2, "min": "0.5", "max": 100});
    let number = |text: &str| Ok(Some(Answer::Decimal(text.parse().unwrap())));
    assert_eq!(parts(&kind, &[("", "12,50")]), number("12.5"));
    assert_eq!(parts(&kind, &[("", " 0.5 ")]), number("0.5"));
    assert_eq!(parts(&kind, &[("", "")]), Ok(None));
    assert_eq!(
        code(&kind, &[("", "1.234")]).1,
        ProblemCode::NotADecimal { decimals: 2 }
    );
    assert_eq!(
        code(&kind, &[("", "1e2")]).1,
        ProblemCode::NotADecimal { decimals: 2 }
    );
    assert!(matches!(
        code(&kind, &[("", "0.49")]).1,
        ProblemCode::BelowMinimum { .. }
    ));
    assert!(matches!(
        code(&kind, &[("", "100.01")]).1,
        ProblemCode::AboveMaximum { .. }
    ));
}

#[test]
fn money_is_kept_in_the_smallest_unit_of_its_currency() {
    let kind = json!({"type": "money", "currencies": ["HUF", "EUR"], "max": 5_000_000});
    let money = |amount, currency| Ok(Some(Answer::Money(Money { amount, currency })));
    let huf = parts(&kind, &[("amount", "48 000"), ("currency", "HUF")]);
    assert_eq!(huf, money(48_000, Currency::Huf));
    let eur = parts(&kind, &[("amount", "12,5"), ("currency", "EUR")]);
    assert_eq!(eur, money(1250, Currency::Eur));
    assert_eq!(parts(&kind, &[("amount", "7")]), money(7, Currency::Huf));
    assert_eq!(
        parts(&kind, &[("amount", ""), ("currency", "EUR")]),
        Ok(None)
    );
    assert_eq!(
        code(&kind, &[("amount", "1.5"), ("currency", "HUF")]),
        (
            "it.amount".to_owned(),
            ProblemCode::NotAnAmount {
                currency: Currency::Huf
            }
        )
    );
    assert_eq!(
        code(&kind, &[("amount", "1"), ("currency", "USD")]).1,
        ProblemCode::UnknownCurrency
    );
    assert!(matches!(
        code(&kind, &[("amount", "-1")]).1,
        ProblemCode::TooLittle { .. }
    ));
    assert!(matches!(
        code(&kind, &[("amount", "5000001")]).1,
        ProblemCode::TooMuch { .. }
    ));
}

#[test]
fn a_partial_date_knows_what_is_known() {
    let kind = json!({"type": "partial_date", "latest": "today"});
    let date = |year, month, day, about| {
        Ok(PartialDate::new(year, month, day, about).map(Answer::PartialDate))
    };
    assert_eq!(
        parts(&kind, &[("date", "1989")]),
        date(1989, None, None, false)
    );
    assert_eq!(
        parts(&kind, &[("date", "1989. 04.")]),
        date(1989, Some(4), None, false)
    );
    assert_eq!(
        parts(&kind, &[("date", "04/1989")]),
        date(1989, Some(4), None, false)
    );
    assert_eq!(
        parts(&kind, &[("date", "27.04.1989"), ("about", "yes")]),
        date(1989, Some(4), Some(27), true)
    );
    // The year that runs may be meant up to today; the next cannot.
    assert_eq!(
        parts(&kind, &[("date", "2026")]),
        date(2026, None, None, false)
    );
    assert_eq!(code(&kind, &[("date", "2027")]).1, ProblemCode::InTheFuture);
    for wrong in ["89", "1989-13", "1989-02-30", "about 1989", "0000"] {
        assert_eq!(
            code(&kind, &[("date", wrong)]).1,
            ProblemCode::NotAPartialDate,
            "{wrong}"
        );
    }
}

#[test]
fn a_moment_needs_both_date_and_time() {
    let kind = json!({"type": "date_time"});
    let moment = parts(&kind, &[("date", "2026-11-24"), ("time", "9:05")]).unwrap();
    assert!(
        matches!(moment, Some(Answer::DateTime(moment)) if moment.to_string() == "2026-11-24 09:05:00")
    );
    assert_eq!(
        code(&kind, &[("date", "2026-11-24")]),
        ("it.time".to_owned(), ProblemCode::PartMissing)
    );
    assert_eq!(
        code(&kind, &[("time", "25:00"), ("date", "2026-11-24")]).1,
        ProblemCode::NotATime
    );
}

#[test]
fn an_account_number_has_right_check_digits() {
    let kind = json!({"type": "iban"});
    let stored = |text: &str| Ok(Some(Answer::Text(text.to_owned())));
    assert_eq!(
        parts(&kind, &[("", "hu42 1177 3016 1111 1018 0000 0000")]),
        stored("HU42117730161111101800000000")
    );
    assert_eq!(
        parts(&kind, &[("", "UA21 322313 0000026007233566001")]),
        stored("UA213223130000026007233566001")
    );
    for wrong in [
        "HU43 1177 3016 1111 1018 0000 0000",
        "HU42 1177 3016 1111 1018 0000 000",
        "12345678-12345678",
        "ХУ42117730161111101800000000",
    ] {
        assert_eq!(
            code(&kind, &[("", wrong)]).1,
            ProblemCode::NotAnIban,
            "{wrong}"
        );
    }
}

#[test]
fn an_address_minds_the_postal_code_of_hungary() {
    let kind = json!({"type": "address", "countries": "countries"});
    let address = parts(
        &kind,
        &[
            ("country", "hu"),
            ("postal_code", "1081"),
            ("settlement", "Budapest"),
        ],
    );
    assert!(matches!(address, Ok(Some(Answer::Address(_)))));
    assert_eq!(
        parts(&kind, &[("country", "hu")]),
        Ok(None),
        "a preselected country is no address"
    );
    assert_eq!(
        code(&kind, &[("country", "hu"), ("postal_code", "88000")]),
        ("it.postal_code".to_owned(), ProblemCode::NotAPostalCode)
    );
    assert!(parts(&kind, &[("country", "ua"), ("postal_code", "88000")]).is_ok());
    assert_eq!(code(&kind, &[("country", "xx")]).1, ProblemCode::NotAChoice);
    assert_eq!(
        code(&kind, &[("planet", "mars")]),
        ("it.planet".to_owned(), ProblemCode::UnknownField)
    );
}

#[test]
fn an_identity_document_needs_its_type() {
    let kind =
        json!({"type": "identity_document", "document_types": "kinds", "countries": "countries"});
    let document = parts(
        &kind,
        &[
            ("type", "passport"),
            ("number", "fb 123456"),
            ("expiry", "2030-05-01"),
        ],
    );
    let Ok(Some(Answer::IdentityDocument(document))) = document else {
        panic!("{document:?}");
    };
    assert_eq!(document.number.as_deref(), Some("FB123456"));
    assert_eq!(
        code(&kind, &[("number", "FB123456")]),
        ("it.type".to_owned(), ProblemCode::PartMissing)
    );
    assert_eq!(
        code(&kind, &[("type", "passport"), ("number", "<script>")]).1,
        ProblemCode::NotADocumentNumber
    );
}

#[test]
fn a_tally_counts_people_by_age_and_sex() {
    let kind = json!({"type": "tally", "max": 50,
        "ages": [{"choice": "0_2", "label": text("0-2")}, {"choice": "3_17", "label": text("3-17")}],
        "sexes": [{"choice": "f", "label": text("f")}, {"choice": "m", "label": text("m")}]});
    let tally = parts(&kind, &[("0_2.f", "2"), ("3_17.m", "0")]);
    assert_eq!(
        tally,
        Ok(Some(Answer::Tally([("0_2.f".to_owned(), 2)].into())))
    );
    assert_eq!(
        code(&kind, &[("0_2.m", "51")]),
        ("it.0_2.m".to_owned(), ProblemCode::TooLarge { max: 50 })
    );
    assert_eq!(
        code(&kind, &[("0_2.m", "-1")]).1,
        ProblemCode::TooSmall { min: 0 }
    );
    assert_eq!(code(&kind, &[("9_9.m", "1")]).1, ProblemCode::UnknownField);
}

#[test]
fn a_place_is_found_by_what_people_call_it() {
    let item = |id: &str, hu: &str, uk: &str, en: &str, parent: Option<&str>| json!({"item": id, "label": {"hu": hu, "uk": uk, "en": en}, "parent": parent});
    let places = json!({"lookup": "places", "title": text("Places"), "items": [
        item("ua", "Ukrajna", "Україна", "Ukraine", None),
        item("berehove", "Beregszász", "Берегове", "Berehove", Some("ua")),
        item("hu", "Magyarország", "Угорщина", "Hungary", None),
        item("new_here", "Újfalu", "Нове", "New", Some("hu")),
        item("new_there", "Újfalu", "Нове", "New", Some("ua")),
    ]});
    let places: RawLookup = serde_json::from_value(places).unwrap();
    let form =
        raw(&json!([{"field": "it", "type": "location", "lookup": "places", "label": text("It")}]))
            .check(&[places.check().unwrap()])
            .unwrap();
    let find = |typed: &str| {
        let edited = foresee(&form, &today(), &one_input("it", typed));
        match edited.problems.into_iter().next() {
            Some(problem) => Err(problem.code),
            None => Ok(edited.answers.get("it").cloned()),
        }
    };
    let place = |id: &str| Ok(Some(Answer::Choice(id.to_owned())));
    for typed in [
        "berehove",
        "БЕРЕГОВЕ",
        "Beregszász",
        "beregszasz",
        "Берегове, Україна",
    ] {
        assert_eq!(find(typed), place("berehove"), "{typed}");
    }
    assert_eq!(find("Újfalu"), Err(ProblemCode::PlaceNotClear));
    assert_eq!(find("Újfalu, Ukrajna"), place("new_there"));
    assert_eq!(find("Atlantis"), Err(ProblemCode::NotAPlace));
    assert_eq!(
        place_name(places_of(&form), "berehove", crate::Language::En).unwrap(),
        "Berehove, Ukraine"
    );
}

fn places_of(form: &FormDefinition) -> &[Choice] {
    form.fields[0].kind.choices()
}

#[test]
fn notes_and_dividers_take_no_answer_and_calculated_fields_none_but_their_own() {
    for kind in [json!({"type": "note"}), json!({"type": "divider"})] {
        assert_eq!(code(&kind, &[("", "5")]).1, ProblemCode::ReadOnly);
    }
    let calculated =
        json!({"type": "calculated", "result": "integer", "calculation": {"value": 1}});
    assert_eq!(
        parts(&calculated, &[("", "5")]),
        Ok(Some(Answer::Integer(1)))
    );
}
