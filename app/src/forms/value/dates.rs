//! Days that may be known in part.

use domain::{dates::format_date, forms::PartialDate};
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::language_of};

/// A date as far as it is known: `about 1989`, `April 1989`, `27/04/1989`.
pub(super) fn partial_date_text(locale: Locale, date: &PartialDate) -> String {
    let known = match (date.month, date.day) {
        (Some(_), Some(_)) => format_date(date.first_day(), language_of(locale)),
        (Some(month), None) => {
            let month = month_name(locale, month);
            td_string!(
                locale,
                answers.month_of_year,
                month = month,
                year = date.year
            )
            .to_string()
        }
        _ => date.year.to_string(),
    };
    if date.about {
        td_string!(locale, answers.about, date = known).to_string()
    } else {
        known
    }
}

fn month_name(locale: Locale, month: u32) -> &'static str {
    match month {
        1 => td_string!(locale, answers.month_1),
        2 => td_string!(locale, answers.month_2),
        3 => td_string!(locale, answers.month_3),
        4 => td_string!(locale, answers.month_4),
        5 => td_string!(locale, answers.month_5),
        6 => td_string!(locale, answers.month_6),
        7 => td_string!(locale, answers.month_7),
        8 => td_string!(locale, answers.month_8),
        9 => td_string!(locale, answers.month_9),
        10 => td_string!(locale, answers.month_10),
        11 => td_string!(locale, answers.month_11),
        _ => td_string!(locale, answers.month_12),
    }
}
