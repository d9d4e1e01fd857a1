//! A letter in the receiver's language. It tells what happened and where, and nothing about a
//! person.

use leptos_i18n::td_string;
use services::notifications::{Letter, LetterLine};

use super::words::kind_word;
use crate::{
    language::{locale_of, plural},
    ui::time_text,
};

/// Subject and text of a letter; `public_url` is the address that users see.
pub fn letter_text(letter: &Letter, public_url: &str) -> (String, String) {
    let locale = locale_of(letter.language);
    let count = u32::try_from(letter.lines.len()).unwrap_or(u32::MAX);
    let subject = plural!(locale, count, notifications.mail_subject);
    let hello = td_string!(locale, notifications.mail_hello, name = letter.name.clone());
    let lines: Vec<String> = letter
        .lines
        .iter()
        .map(|line| line_text(letter, line, public_url))
        .collect();
    let text = format!(
        "{hello}\n\n{intro}\n\n{lines}\n\n{end}\n{public_url}/settings/notifications\n",
        intro = td_string!(locale, notifications.mail_intro),
        lines = lines.join("\n\n"),
        end = td_string!(locale, notifications.mail_end),
    );
    (subject, text)
}

fn line_text(letter: &Letter, line: &LetterLine, public_url: &str) -> String {
    let locale = locale_of(letter.language);
    let case = line.case.as_ref().map(|number| {
        let number = number.to_string();
        format!(
            " – {}",
            td_string!(locale, transitions.case_number, number = number)
        )
    });
    format!(
        "{time}  {what}{case}\n{public_url}{link}",
        time = time_text(line.at, letter.language),
        what = kind_word(letter.language, line.kind),
        case = case.unwrap_or_default(),
        link = line.link,
    )
}
