//! Problems in the user's words.

use domain::{Problem, ProblemCode, dates::format_date, forms::Money};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::field::error_id;
use crate::{
    i18n::Locale,
    language::{language_of, say_with, text_view},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// What is wrong at a path, if anything is.
pub(super) fn problem_view(path: &str, problem: Signal<Option<Problem>>) -> AnyView {
    let id = error_id(path);
    let view = move || problem.get().map(|problem| message(id.clone(), problem));
    view.still()
}

fn message(id: String, problem: Problem) -> AnyView {
    let text = match &problem.code {
        ProblemCode::OwnRule { message } => text_view(message.clone()),
        _ => say_with(move |locale| problem_text(locale, &problem)).still(),
    };
    view! {
        <p class="message" id=id>
            <IconView icon=Icon::Error/>
            <span>{text}</span>
        </p>
    }
    .still()
}

/// What is wrong with a field, and what to do.
pub(crate) fn problem_text(locale: Locale, problem: &Problem) -> String {
    let date = |date| format_date(date, language_of(locale));
    match &problem.code {
        ProblemCode::OwnRule { message } => message.in_language(language_of(locale)).to_owned(),
        ProblemCode::TooLong { max } => {
            td_string!(locale, forms.problem_too_long, max = *max).to_string()
        }
        ProblemCode::TooEarly { earliest } => {
            td_string!(locale, forms.problem_too_early, date = date(*earliest)).to_string()
        }
        ProblemCode::TooLate { latest } => {
            td_string!(locale, forms.problem_too_late, date = date(*latest)).to_string()
        }
        ProblemCode::TooManyRows { max } => {
            td_string!(locale, forms.problem_too_many_rows, max = *max).to_string()
        }
        ProblemCode::TooFewRows { min } => {
            td_string!(locale, forms.problem_too_few_rows, min = *min).to_string()
        }
        ProblemCode::UnknownField => {
            let field = problem.field.clone();
            td_string!(locale, forms.problem_unknown_field, field = field).to_string()
        }
        other => of_numbers(locale, other).unwrap_or_else(|| plain(locale, other).to_owned()),
    }
}

/// What is wrong with numbers and amounts.
fn of_numbers(locale: Locale, code: &ProblemCode) -> Option<String> {
    let least = |min: String| td_string!(locale, forms.problem_too_small, min = min).to_string();
    let most = |max: String| td_string!(locale, forms.problem_too_large, max = max).to_string();
    let money = |money: &Money| format!("{} {}", money.to_typed(), money.currency.code());
    Some(match code {
        ProblemCode::TooSmall { min } => least(min.to_string()),
        ProblemCode::TooLarge { max } => most(max.to_string()),
        ProblemCode::BelowMinimum { min } => least(min.to_string()),
        ProblemCode::AboveMaximum { max } => most(max.to_string()),
        ProblemCode::TooLittle { min } => {
            td_string!(locale, forms.problem_too_little, min = money(min)).to_string()
        }
        ProblemCode::TooMuch { max } => {
            td_string!(locale, forms.problem_too_much, max = money(max)).to_string()
        }
        ProblemCode::NotADecimal { decimals } => {
            td_string!(locale, forms.problem_not_a_decimal, decimals = *decimals).to_string()
        }
        ProblemCode::NotAnAmount { currency } => {
            let currency = currency.code();
            td_string!(locale, forms.problem_not_an_amount, currency = currency).to_string()
        }
        _ => return None,
    })
}

fn plain(locale: Locale, code: &ProblemCode) -> &'static str {
    match code {
        ProblemCode::Required => td_string!(locale, forms.problem_required),
        ProblemCode::PartMissing => td_string!(locale, forms.problem_part_missing),
        ProblemCode::NotText => td_string!(locale, forms.problem_not_text),
        ProblemCode::NotAnInteger => td_string!(locale, forms.problem_not_an_integer),
        ProblemCode::UnknownCase => td_string!(locale, forms.problem_unknown_case),
        ProblemCode::NotAWebAddress => td_string!(locale, forms.problem_not_a_web_address),
        ProblemCode::NotEncrypted => td_string!(locale, forms.problem_not_encrypted),
        ProblemCode::ForbiddenNetwork => td_string!(locale, forms.problem_forbidden_network),
        ProblemCode::NotADate => td_string!(locale, forms.problem_not_a_date),
        ProblemCode::NotAPartialDate => td_string!(locale, forms.problem_not_a_partial_date),
        ProblemCode::NotATime => td_string!(locale, forms.problem_not_a_time),
        ProblemCode::InTheFuture => td_string!(locale, forms.problem_in_the_future),
        ProblemCode::NotAPhone => td_string!(locale, forms.problem_not_a_phone),
        ProblemCode::PhoneWithoutCountry => {
            td_string!(locale, forms.problem_phone_without_country)
        }
        ProblemCode::NotAnEmail => td_string!(locale, forms.problem_not_an_email),
        ProblemCode::NotAnIban => td_string!(locale, forms.problem_not_an_iban),
        ProblemCode::NotAPostalCode => td_string!(locale, forms.problem_not_a_postal_code),
        ProblemCode::NotADocumentNumber => td_string!(locale, forms.problem_not_a_document_number),
        ProblemCode::UnknownGuest => td_string!(locale, forms.problem_unknown_guest),
        ProblemCode::NameTaken => td_string!(locale, forms.problem_name_taken),
        ProblemCode::NotAPlace => td_string!(locale, forms.problem_not_a_place),
        ProblemCode::PlaceNotClear => td_string!(locale, forms.problem_place_not_clear),
        ProblemCode::NotOffered => td_string!(locale, forms.problem_not_offered),
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
