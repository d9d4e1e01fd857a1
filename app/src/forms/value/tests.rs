use domain::{
    Text,
    access::Sensitivity,
    forms::{
        Address, Answer, Answers, Choice, Currency, Decimal, Field, FieldType, Group,
        IdentityDocument, Money, PartialDate,
    },
};

use super::{answer_text, row_summary, row_title};
use crate::i18n::Locale;

const LOCALES: [Locale; 3] = [Locale::hu, Locale::uk, Locale::en];

fn text(hu: &str, uk: &str, en: &str) -> Text {
    Text {
        hu: hu.into(),
        uk: uk.into(),
        en: en.into(),
    }
}

fn field(id: &str, kind: FieldType) -> Field {
    Field {
        id: id.to_owned(),
        kind,
        label: text("Kérdés", "Запитання", "Question"),
        help: None,
        why: None,
        required: false,
        required_when: None,
        sensitivity: Sensitivity::default(),
        indexed: false,
        feeds: None,
        shown_when: None,
        checks: Vec::new(),
        parent: None,
    }
}

fn choice(id: &str, parent: Option<&str>, label: Text) -> Choice {
    Choice {
        choice: id.to_owned(),
        label,
        parent: parent.map(str::to_owned),
        shown_when: None,
        from: None,
        until: None,
    }
}

fn countries() -> Vec<Choice> {
    vec![
        choice("ua", None, text("Ukrajna", "Україна", "Ukraine")),
        choice("hu", None, text("Magyarország", "Угорщина", "Hungary")),
    ]
}

/// The answer in Hungarian, Ukrainian and English, with plain spaces.
fn said(kind: FieldType, answer: &Answer) -> [String; 3] {
    let field = field("question", kind);
    LOCALES.map(|locale| answer_text(locale, &field, answer).replace('\u{a0}', " "))
}

fn money(amount: i64, currency: Currency) -> Answer {
    Answer::Money(Money { amount, currency })
}

fn any_number() -> FieldType {
    FieldType::Integer {
        min: i64::MIN,
        max: i64::MAX,
    }
}

#[test]
fn numbers_are_grouped_and_pointed_by_language() {
    let decimal = |text: &str| Answer::Decimal(text.parse::<Decimal>().expect("a number"));
    let said = |answer: &Answer| said(any_number(), answer);
    assert_eq!(said(&decimal("12.5")), ["12,5", "12,5", "12.5"]);
    assert_eq!(said(&decimal("-0.25")), ["−0,25", "−0,25", "−0.25"]);
    assert_eq!(said(&Answer::Integer(1989)), ["1989"; 3]);
    assert_eq!(
        said(&Answer::Integer(1_234_567)),
        ["1 234 567", "1 234 567", "1,234,567"]
    );
    assert_eq!(
        said(&Answer::Integer(i64::MIN))[0],
        "−9 223 372 036 854 775 808"
    );
}

#[test]
fn money_has_its_sign_where_the_language_puts_it() {
    let said = |amount, currency| said(any_number(), &money(amount, currency));
    assert_eq!(
        said(48_000, Currency::Huf),
        ["48 000 Ft", "48 000 Ft", "HUF 48,000"]
    );
    assert_eq!(said(1250, Currency::Eur), ["12,50 €", "12,50 €", "€12.50"]);
    assert_eq!(said(-5, Currency::Eur), ["−0,05 €", "−0,05 €", "−€0.05"]);
    assert_eq!(
        said(120_000, Currency::Uah),
        ["1200,00 UAH", "1200,00 грн", "UAH 1200.00"]
    );
}

#[test]
fn a_date_is_told_as_far_as_it_is_known() {
    let said = |month, day, about| {
        let date = PartialDate::new(1989, month, day, about).expect("a date");
        said(any_number(), &Answer::PartialDate(date))
    };
    assert_eq!(said(None, None, false), ["1989"; 3]);
    assert_eq!(
        said(None, None, true),
        ["1989 körül", "приблизно 1989", "about 1989"]
    );
    assert_eq!(
        said(Some(4), None, false),
        ["1989. április", "квітень 1989 р.", "April 1989"]
    );
    assert_eq!(
        said(Some(4), Some(27), false),
        ["1989. 04. 27.", "27.04.1989", "27/04/1989"]
    );
}

#[test]
fn an_account_number_stands_in_groups_of_four() {
    let iban = Answer::Text("HU42117730161111101800000000".into());
    assert_eq!(
        said(FieldType::Iban, &iban),
        ["HU42 1177 3016 1111 1018 0000 0000"; 3]
    );
}

#[test]
fn addresses_follow_the_order_of_the_language() {
    let address = Address {
        country: Some("hu".into()),
        postal_code: Some("1084".into()),
        settlement: Some("Budapest".into()),
        street: Some("Práter utca 2.".into()),
    };
    let kind = FieldType::Address {
        countries: countries(),
    };
    assert_eq!(
        said(kind.clone(), &Answer::Address(address)),
        [
            "1084 Budapest, Práter utca 2., Magyarország",
            "Práter utca 2., Budapest, 1084, Угорщина",
            "Práter utca 2., Budapest 1084, Hungary",
        ]
    );
    let empty = Answer::Address(Address::default());
    assert_eq!(said(kind, &empty), [""; 3]);
}

#[test]
fn a_document_is_told_in_one_line() {
    let kind = FieldType::IdentityDocument {
        document_types: vec![choice(
            "passport",
            None,
            text("Útlevél", "Паспорт", "Passport"),
        )],
        countries: countries(),
    };
    let document = IdentityDocument {
        kind: Some("passport".into()),
        country: Some("ua".into()),
        number: Some("FB123456".into()),
        expiry: chrono::NaiveDate::from_ymd_opt(2030, 5, 1),
    };
    assert_eq!(
        said(kind, &Answer::IdentityDocument(document)),
        [
            "Útlevél · Ukrajna · FB123456 · érvényes eddig: 2030. 05. 01.",
            "Паспорт · Україна · FB123456 · діє до 01.05.2030",
            "Passport · Ukraine · FB123456 · valid until 01/05/2030",
        ]
    );
}

#[test]
fn a_place_is_told_with_the_places_around_it() {
    let berehove = choice(
        "berehove",
        Some("ua"),
        text("Beregszász", "Берегове", "Berehove"),
    );
    let mut choices = countries();
    choices.push(berehove);
    let kind = FieldType::Location { choices };
    let place = Answer::Choice("berehove".into());
    assert_eq!(
        said(kind, &place),
        [
            "Beregszász, Ukrajna",
            "Берегове, Україна",
            "Berehove, Ukraine"
        ]
    );
}

#[test]
fn a_choice_that_is_gone_shows_its_id() {
    let kind = FieldType::ManyChoices {
        choices: countries(),
    };
    let answer = Answer::Choices(vec!["ua".into(), "su".into()]);
    assert_eq!(
        said(kind, &answer),
        ["Ukrajna, su", "Україна, su", "Ukraine, su"]
    );
}

#[test]
fn a_choice_without_a_translation_is_told_in_another_language() {
    let kind = FieldType::OneChoice {
        choices: vec![choice("x", None, text("", "", "Only English"))],
    };
    assert_eq!(said(kind, &Answer::Choice("x".into())), ["Only English"; 3]);
}

#[test]
fn a_tally_tells_every_number_and_the_total() {
    let kind = FieldType::Tally {
        ages: vec![choice(
            "small",
            None,
            text("0–5 éves", "0–5 років", "0–5 years"),
        )],
        sexes: vec![
            choice("female", None, text("lány", "дівчата", "girls")),
            choice("male", None, text("fiú", "хлопці", "boys")),
        ],
        max: 99,
    };
    let numbers = [("small.female".to_owned(), 2), ("small.male".to_owned(), 1)];
    assert_eq!(
        said(kind, &Answer::Tally(numbers.into())),
        [
            "0–5 éves, lány: 2; 0–5 éves, fiú: 1; Összesen: 3",
            "0–5 років, дівчата: 2; 0–5 років, хлопці: 1; Усього: 3",
            "0–5 years, girls: 2; 0–5 years, boys: 1; Total: 3",
        ]
    );
}

#[test]
fn rows_are_told_with_all_that_is_answered_in_them() {
    let group = Group {
        fields: vec![
            field("name", FieldType::Text { max_length: 99 }),
            field("born", any_number()),
        ],
        row_label: text("Gyermek", "Дитина", "Child"),
        summary: vec!["name".into(), "gone".into()],
        min_rows: 0,
        max_rows: 9,
    };
    let row: Answers = [
        ("name".to_owned(), Answer::Text("Olena".into())),
        ("born".to_owned(), Answer::Integer(2015)),
    ]
    .into_iter()
    .collect();
    assert_eq!(row_summary(Locale::en, &group, &row), "Olena");
    let titles = LOCALES.map(|locale| row_title(locale, &group, 2));
    assert_eq!(titles, ["2. Gyermek", "Дитина 2", "Child 2"]);
    assert_eq!(
        said(
            FieldType::Group(group),
            &Answer::Rows([(4, row)].into_iter().collect())
        ),
        [
            "1. Gyermek – Kérdés: Olena, Kérdés: 2015",
            "Дитина 1 – Запитання: Olena, Запитання: 2015",
            "Child 1 – Question: Olena, Question: 2015",
        ]
    );
}
