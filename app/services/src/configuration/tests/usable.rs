//! Whatever is accepted can be filled in, stored and sent.

use chrono::NaiveDate;
use domain::forms::{
    Answers, Field, FieldType, Filling, FormDefinition, Inputs, Setting, visible_fields,
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

const TYPED: [&str; 22] = [
    "",
    " ",
    "yes",
    "no",
    "0",
    "-3",
    "17",
    "2,5",
    "99999999999999999999",
    "HUF",
    "1984",
    "1984-05",
    "2026-11-22",
    "31.12.9999",
    "14:30",
    "+36 30 123 4567",
    "olena@example.org",
    "HU42 1177 3016 1111 1018 0000 0000",
    "Берегове",
    "hu",
    "passport",
    "</script>\u{0}",
];

const PARTS: [&str; 12] = [
    "amount",
    "currency",
    "date",
    "time",
    "about",
    "country",
    "postal_code",
    "settlement",
    "street",
    "type",
    "number",
    "expiry",
];

pub(super) fn assert_usable(form: &FormDefinition, seed: u64) {
    let sent = serde_json::to_string(form).unwrap();
    let received: FormDefinition = serde_json::from_str(&sent).unwrap();
    assert_eq!(&received, form, "the definition does not travel");
    let _ = (form.missing_texts(), form.asked_elsewhere());
    let setting = Setting::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for typed in [Inputs::new(), inputs(form, &mut random)] {
        let new = |typed| Filling::new(form.clone(), setting.clone(), Answers::default(), typed);
        let filling = new(typed.clone());
        let _ = filling.problems();
        let answers = filling.answers();
        let stored = Answers::from_json(form, &answers.to_json());
        assert_eq!(stored, answers, "the answers are not read back");
        assert_eq!(
            filling.shown_fields().len(),
            form.fields
                .iter()
                .filter(|field| filling.is_shown(&field.id))
                .count(),
        );
        let _ = (
            visible_fields(form, &setting, &answers),
            form.for_reading(&answers),
        );
        let mut by_hand = new(Inputs::new());
        for (path, values) in &typed {
            by_hand.set(path, values.clone());
        }
        assert_eq!(by_hand.answers(), answers, "typed one after the other");
        assert_eq!(
            by_hand.problems(),
            filling.problems(),
            "typed one after the other"
        );
    }
}

fn inputs(form: &FormDefinition, random: &mut ChaCha8Rng) -> Inputs {
    let mut typed = Inputs::new();
    for field in &form.fields {
        if field.sub_fields().is_empty() {
            type_into(field, &field.id, random, &mut typed);
        }
        for row in 0..random.random_range(0..3) {
            for inner in field.sub_fields() {
                let path = format!("{}.{row}.{}", field.id, inner.id);
                type_into(inner, &path, random, &mut typed);
            }
        }
    }
    typed
}

fn type_into(field: &Field, path: &str, random: &mut ChaCha8Rng, typed: &mut Inputs) {
    if random.random_ratio(1, 3) {
        return;
    }
    let choices = field.kind.choices();
    let value = if random.random_bool(0.7) {
        choices.choose(random).map(|choice| choice.choice.clone())
    } else {
        None
    };
    let value = value.unwrap_or_else(|| (*TYPED.choose(random).unwrap()).to_owned());
    let path = match &field.kind {
        FieldType::Money { .. }
        | FieldType::PartialDate { .. }
        | FieldType::DateTime { .. }
        | FieldType::Address { .. }
        | FieldType::IdentityDocument { .. } => format!("{path}.{}", PARTS.choose(random).unwrap()),
        FieldType::Tally { ages, sexes, .. } => {
            let (age, sex) = (ages.choose(random).unwrap(), sexes.choose(random).unwrap());
            format!("{path}.{}.{}", age.choice, sex.choice)
        }
        _ => path.to_owned(),
    };
    typed.insert(path, vec![value]);
}
