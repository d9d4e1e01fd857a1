//! The browser's doors to drafts and to the language switch.

use chrono::NaiveDateTime;
use domain::forms::Inputs;
use leptos::prelude::*;

use crate::errors::AppError;

/// Remembers the language. What stands in a form comes along, is kept, and comes back.
#[server(endpoint = "forms/switch_language")]
pub(crate) async fn switch_language(
    language: String,
    to: Option<String>,
    case: Option<String>,
    form: Option<String>,
    version: Option<i32>,
    answers: Option<Inputs>,
    go: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{LANGUAGE_COOKIE, go_to, is_native_form, set_cookie};

    let Some(language) = domain::Language::from_code(&language) else {
        let code = domain::ProblemCode::UnknownLanguage;
        return Err(AppError(domain::Error::invalid("language", code)));
    };
    drop(go);
    set_cookie(LANGUAGE_COOKIE, language.code(), YEAR_SECONDS, true);
    let back = match (answers, form) {
        (Some(answers), form) => {
            let target = target(case, form)?;
            keep(target.clone(), answers, version.unwrap_or(0), Met::Nothing).await?;
            edit_path(target.as_ref())
        }
        (None, _) => to.unwrap_or_else(|| "/".to_owned()),
    };
    if is_native_form() {
        go_to(&back);
    }
    Ok(())
}

/// Keeps what was typed so far; answers when, as the clock on the wall shows it.
#[server(endpoint = "forms/keep_draft")]
pub(crate) async fn keep_draft(
    case: Option<String>,
    form: Option<String>,
    version: i32,
    answers: Option<Inputs>,
) -> Result<NaiveDateTime, AppError> {
    let target = target(case, form)?;
    keep(target, answers.unwrap_or_default(), version, Met::Nothing).await
}

/// Throws the user's draft of a form away.
#[server(endpoint = "forms/discard_draft")]
pub(crate) async fn discard_draft(
    case: Option<String>,
    form: Option<String>,
) -> Result<(), AppError> {
    let target = target(case, form)?;
    let back = edit_path(target.as_ref());
    crate::request::in_unit("forms.discard_draft", move |unit| async move {
        let target = target.as_ref().map(|(case, form)| (case, form.as_str()));
        services::forms::discard_draft(&unit, target).await
    })
    .await?;
    crate::request::go_to(&back);
    Ok(())
}

#[cfg(feature = "ssr")]
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Where a draft belongs: a form of a case, or a registration.
#[cfg(feature = "ssr")]
pub(crate) type Target = Option<(domain::cases::CaseNumber, String)>;

/// The target that was posted.
#[cfg(feature = "ssr")]
pub(crate) fn target(case: Option<String>, form: Option<String>) -> Result<Target, AppError> {
    match (case.filter(|case| !case.is_empty()), form) {
        (None, _) => Ok(None),
        (Some(case), Some(form)) if is_form_id(&form) => {
            let number = domain::cases::CaseNumber::parse(&case);
            Ok(Some((
                number.ok_or(AppError(domain::Error::NotFound))?,
                form,
            )))
        }
        _ => Err(AppError(domain::Error::NotFound)),
    }
}

/// A form's id is plain, so that it can stand in an address.
#[cfg(feature = "ssr")]
fn is_form_id(form: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&form.len()) && form.bytes().all(plain)
}

/// The page on which a target is filled in.
#[cfg(feature = "ssr")]
pub(crate) fn edit_path(target: Option<&(domain::cases::CaseNumber, String)>) -> String {
    target.map_or_else(
        || "/persons/register".to_owned(),
        |(case, form)| format!("/cases/{case}/{form}/edit"),
    )
}

/// What a button of a form asks for beside saving: a row more, or a row less.
#[cfg(feature = "ssr")]
pub(crate) enum RowWish {
    /// Another row, which begins with the control at this path.
    Add(String),
    /// The rows without this one, `group.row`.
    Remove(String),
}

#[cfg(feature = "ssr")]
impl RowWish {
    /// The wish that a button's value stands for, if it is one.
    pub(crate) fn of(go: Option<&str>) -> Option<Self> {
        use super::group::{ADD_ROW, REMOVE_ROW};
        let go = go?;
        let add = go.strip_prefix(ADD_ROW).map(str::to_owned).map(Self::Add);
        add.or_else(|| {
            go.strip_prefix(REMOVE_ROW)
                .map(str::to_owned)
                .map(Self::Remove)
        })
    }

    /// Does to the inputs what is wished, keeps them, and goes back to where on the page that is.
    pub(crate) async fn grant(
        self,
        target: Target,
        mut inputs: Inputs,
        version: i32,
    ) -> Result<(), AppError> {
        let place = self.apply(&mut inputs);
        let back = format!("{}{place}", edit_path(target.as_ref()));
        keep(target, inputs, version, Met::Nothing).await?;
        crate::request::go_to(&back);
        Ok(())
    }

    fn apply(&self, inputs: &mut Inputs) -> String {
        let (Self::Add(path) | Self::Remove(path)) = self;
        let mut parts = path.split('.').filter(|part| is_form_id(part));
        let (group, row) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        match self {
            Self::Add(path) => {
                inputs
                    .entry(path.clone())
                    .or_insert_with(|| vec![String::new()]);
                format!("#row-{group}-{row}")
            }
            Self::Remove(row) => {
                let within = format!("{row}.");
                inputs.retain(|path, _| !path.starts_with(&within));
                inputs.entry(group.to_owned()).or_default();
                format!("#field-{group}")
            }
        }
    }
}

/// What a draft met before it was kept.
#[cfg(feature = "ssr")]
pub(crate) enum Met {
    /// Nothing: nobody tried to save it.
    Nothing,
    /// Answers that cannot be saved.
    Problems,
    /// Other answers that somebody else saved meanwhile.
    Conflict(Box<domain::Conflict>),
}

/// Keeps what was typed for when the page is shown again.
#[cfg(feature = "ssr")]
pub(crate) async fn keep(
    target: Target,
    inputs: Inputs,
    version: i32,
    met: Met,
) -> Result<NaiveDateTime, AppError> {
    let draft = services::forms::Draft {
        inputs,
        version,
        refused: !matches!(met, Met::Nothing),
        conflict: match met {
            Met::Conflict(conflict) => Some(*conflict),
            Met::Nothing | Met::Problems => None,
        },
    };
    crate::request::in_unit("forms.keep_draft", move |unit| async move {
        let target = target.as_ref().map(|(case, form)| (case, form.as_str()));
        services::forms::keep_draft(&unit, target, &draft).await?;
        Ok(services::wall_clock::wall_time(unit.now()))
    })
    .await
}
