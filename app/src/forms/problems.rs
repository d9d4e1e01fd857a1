//! Problems in the user's words.

use domain::{Problem, ProblemCode, dates::format_date};
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::language_of};

/// What is wrong with a field, and what to do.
pub(crate) fn problem_text(locale: Locale, problem: &Problem) -> String {
    let date = |date| format_date(date, language_of(locale));
    match &problem.code {
        ProblemCode::TooLong { max } => {
            td_string!(locale, forms.problem_too_long, max = *max).to_string()
        }
        ProblemCode::TooSmall { min } => {
            td_string!(locale, forms.problem_too_small, min = *min).to_string()
        }
        ProblemCode::TooLarge { max } => {
            td_string!(locale, forms.problem_too_large, max = *max).to_string()
        }
        ProblemCode::TooEarly { earliest } => {
            td_string!(locale, forms.problem_too_early, date = date(*earliest)).to_string()
        }
        ProblemCode::TooLate { latest } => {
            td_string!(locale, forms.problem_too_late, date = date(*latest)).to_string()
        }
        ProblemCode::UnknownField => {
            let field = problem.field.clone();
            td_string!(locale, forms.problem_unknown_field, field = field).to_string()
        }
        other => plain(locale, other).to_owned(),
    }
}

fn plain(locale: Locale, code: &ProblemCode) -> &'static str {
    match code {
        ProblemCode::Required => td_string!(locale, forms.problem_required),
        ProblemCode::NotText => td_string!(locale, forms.problem_not_text),
        ProblemCode::NotAnInteger => td_string!(locale, forms.problem_not_an_integer),
        ProblemCode::NotADate => td_string!(locale, forms.problem_not_a_date),
        ProblemCode::InTheFuture => td_string!(locale, forms.problem_in_the_future),
        ProblemCode::NotAPhone => td_string!(locale, forms.problem_not_a_phone),
        ProblemCode::PhoneWithoutCountry => {
            td_string!(locale, forms.problem_phone_without_country)
        }
        ProblemCode::NotAnEmail => td_string!(locale, forms.problem_not_an_email),
        ProblemCode::NotYesOrNo => td_string!(locale, forms.problem_not_yes_or_no),
        ProblemCode::MoreThanOne => td_string!(locale, forms.problem_more_than_one),
        ProblemCode::ReadOnly => td_string!(locale, forms.problem_read_only),
        ProblemCode::UnknownLanguage => td_string!(locale, forms.problem_unknown_language),
        ProblemCode::WrongNameOrPassword => {
            td_string!(locale, forms.problem_wrong_name_or_password)
        }
        _ => td_string!(locale, forms.problem_not_a_choice),
    }
}
