//! Numbers as the language writes them, digit by digit: nothing passes through floating point.

use domain::{
    Language,
    forms::{Currency, Decimal, Money},
};

const NO_BREAK: char = '\u{a0}';
/// The sign that is as wide as a plus; a hyphen could be broken off at the end of a line.
const MINUS: char = '\u{2212}';
/// From this many digits on they are grouped: a year of four digits never is.
const GROUPED_FROM: usize = 5;

/// A whole number.
pub(super) fn integer_text(number: i64, language: Language) -> String {
    number_text(&number.to_string(), language)
}

/// A decimal number.
pub(super) fn decimal_text(number: Decimal, language: Language) -> String {
    number_text(&number.to_string(), language)
}

/// An amount with its currency: `48 000 Ft`, `12,50 €`, `€12.50`.
pub(super) fn money_text(money: &Money, language: Language) -> String {
    let number = number_text(&money.to_typed(), language);
    let sign = currency_sign(money.currency, language);
    if language != Language::En {
        return format!("{number}{NO_BREAK}{sign}");
    }
    let between = if sign.is_ascii() && sign.len() > 1 {
        NO_BREAK.to_string()
    } else {
        String::new()
    };
    match number.strip_prefix(MINUS) {
        Some(number) => format!("{MINUS}{sign}{between}{number}"),
        None => format!("{sign}{between}{number}"),
    }
}

/// An account number in groups of four.
pub(super) fn iban_text(iban: &str) -> String {
    let mut grouped = String::new();
    for (place, sign) in iban.chars().filter(|sign| *sign != ' ').enumerate() {
        if place > 0 && place % 4 == 0 {
            grouped.push(NO_BREAK);
        }
        grouped.push(sign);
    }
    grouped
}

const fn currency_sign(currency: Currency, language: Language) -> &'static str {
    match (currency, language) {
        (Currency::Huf, Language::Hu | Language::Uk) => "Ft",
        (Currency::Uah, Language::Uk) => "грн",
        (Currency::Eur, _) => "€",
        (Currency::Gbp, _) => "£",
        (Currency::Usd, Language::En | Language::Uk) => "$",
        _ => currency.code(),
    }
}

/// Rewrites a number with a point as the language has it.
fn number_text(plain: &str, language: Language) -> String {
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let (gap, point) = match language {
        Language::Hu | Language::Uk => (NO_BREAK, ','),
        Language::En => (',', '.'),
    };
    let mut text = String::new();
    if negative {
        text.push(MINUS);
    }
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len() - place;
        if place > 0 && left % 3 == 0 && whole.len() >= GROUPED_FROM {
            text.push(gap);
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push(point);
        text.push_str(rest);
    }
    text
}
