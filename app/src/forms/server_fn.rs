//! The browser's doors to drafts and to the language switch.
#![expect(
    clippy::too_many_arguments,
    reason = "a form has one argument for each field"
)]
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "the browser waits for every server function"
    )
)]

use chrono::NaiveDateTime;
use domain::{forms::Inputs, users::DraftKey};
use leptos::prelude::*;

use crate::{errors::AppError, wire::Json};
#[cfg(feature = "ssr")]
use services::forms::DraftOf;

/// Remembers the language. What stands in a form comes along, is kept, and comes back.
#[server(endpoint = "forms/switch_language", output = Json)]
pub(crate) async fn switch_language(
    language: String,
    to: Option<String>,
    case: Option<String>,
    form: Option<String>,
    searched: Option<String>,
    version: Option<i32>,
    answers: Option<Inputs>,
    go: Option<String>,
    key: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{LANGUAGE_COOKIE, go_to, is_native_form, set_cookie};

    let Some(language) = domain::Language::from_code(&language) else {
        let code = domain::ProblemCode::UnknownLanguage;
        return Err(AppError(domain::Error::invalid("language", code)));
    };
    // They come along with the form, and are for its own button.
    drop((go, key));
    set_cookie(LANGUAGE_COOKIE, language.code(), YEAR_SECONDS, true);
    let back = match (answers, form) {
        (Some(answers), form) => {
            let of = draft_of(case, form, searched)?;
            let back = edit_path(&of);
            keep(of, answers, version.unwrap_or(0), Met::Nothing).await?;
            back
        }
        (None, _) => to.unwrap_or_else(|| "/".to_owned()),
    };
    if is_native_form() {
        go_to(&back);
    }
    Ok(())
}

/// Keeps what was typed so far; answers when, as the clock on the wall shows it.
#[server(endpoint = "forms/keep_draft", output = Json)]
pub(crate) async fn keep_draft(
    case: Option<String>,
    form: Option<String>,
    searched: Option<String>,
    version: i32,
    answers: Option<Inputs>,
) -> Result<NaiveDateTime, AppError> {
    let of = draft_of(case, form, searched)?;
    keep(of, answers.unwrap_or_default(), version, Met::Nothing).await
}

/// The key under which the browser keeps this draft until the server has it. It ends with the
/// session.
#[server(name = GiveDraftKey, endpoint = "forms/draft_key", output = Json)]
pub(crate) async fn draft_key(
    case: Option<String>,
    form: Option<String>,
    searched: Option<String>,
) -> Result<DraftKey, AppError> {
    let request = crate::request::any_request()?;
    let (Some(actor), Some(token)) = (request.actor, request.token) else {
        return Err(AppError(domain::Error::SignInNeeded));
    };
    let place = edit_path(&draft_of(case, form, searched)?);
    Ok(services::users::draft_key(&token, &actor, &place))
}

/// Throws the user's draft of a form away.
#[server(endpoint = "forms/discard_draft", output = Json)]
pub(crate) async fn discard_draft(
    case: Option<String>,
    form: Option<String>,
    searched: Option<String>,
) -> Result<(), AppError> {
    let of = draft_of(case, form, searched)?;
    let back = edit_path(&of);
    crate::request::in_unit("forms.discard_draft", move |unit| async move {
        services::forms::discard_draft(&unit, &of).await
    })
    .await?;
    crate::request::go_to(&back);
    Ok(())
}

#[cfg(feature = "ssr")]
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

/// What the posted draft is a draft of: a form of a case, or a registration.
#[cfg(feature = "ssr")]
fn draft_of(
    case: Option<String>,
    form: Option<String>,
    searched: Option<String>,
) -> Result<DraftOf, AppError> {
    match (case.filter(|case| !case.is_empty()), form) {
        (None, _) => Ok(DraftOf::Registration {
            searched: searched.unwrap_or_default(),
        }),
        (Some(case), Some(form)) if is_form_id(&form) => {
            let number = domain::cases::CaseNumber::parse(&case);
            let case = number.ok_or(AppError(domain::Error::NotFound))?;
            Ok(DraftOf::Form { case, form })
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

/// The page on which it is filled in.
#[cfg(feature = "ssr")]
pub(crate) fn edit_path(of: &DraftOf) -> String {
    match of {
        DraftOf::Registration { searched } => registration_path(searched),
        DraftOf::Form { case, form } => format!("/cases/{case}/{form}/edit"),
        DraftOf::Referral { case } => format!("/cases/{case}/refer"),
        DraftOf::Request => "/queue?request=open".to_owned(),
        DraftOf::Bed(_) => "/shelters".to_owned(),
        DraftOf::Shelter(None) => "/shelters/new".to_owned(),
        DraftOf::Shelter(Some(shelter)) => format!("/shelters/{shelter}/arrange"),
    }
}

/// The page on which whoever was searched for is registered.
pub(crate) fn registration_path(searched: &str) -> String {
    if searched.trim().is_empty() {
        return "/persons/register".to_owned();
    }
    let searched = crate::percent::encode(searched);
    format!("/persons/register?searched={searched}")
}

/// What a button of a form asks for beside saving: a row more, a row less, or one side of a
/// conflict.
#[cfg(feature = "ssr")]
pub(crate) enum Wish {
    /// Another row, which begins with the control at this path.
    Add(String),
    /// The rows without this one, `group.row`.
    Remove(String),
    /// This side's answer in a place where two gave different ones.
    Choose(domain::Side, String),
}

#[cfg(feature = "ssr")]
impl Wish {
    /// The wish that a button's value stands for, if it is one.
    pub(crate) fn of(go: Option<&str>) -> Option<Self> {
        use domain::Side;

        use super::{
            conflict::{TAKE_MINE, TAKE_THEIRS},
            group::{ADD_ROW, REMOVE_ROW},
        };
        let after = |begins: &str| go?.strip_prefix(begins).map(str::to_owned);
        let choose = |side, begins| after(begins).map(|place| Self::Choose(side, place));
        after(ADD_ROW)
            .map(Self::Add)
            .or_else(|| after(REMOVE_ROW).map(Self::Remove))
            .or_else(|| choose(Side::Theirs, TAKE_THEIRS))
            .or_else(|| choose(Side::Mine, TAKE_MINE))
    }

    /// Does to the inputs what is wished, keeps them, and goes back to where on the page that is.
    pub(crate) async fn grant(
        self,
        of: DraftOf,
        mut inputs: Inputs,
        version: i32,
    ) -> Result<(), AppError> {
        let place = match &self {
            Self::Add(path) => with_row(path, &mut inputs),
            Self::Remove(row) => without_row(row, &mut inputs),
            Self::Choose(side, place) => choose(&of, *side, place, &mut inputs).await?,
        };
        let back = format!("{}{place}", edit_path(&of));
        keep(of, inputs, version, Met::Nothing).await?;
        crate::request::go_to(&back);
        Ok(())
    }
}

/// Opens the row in which this control stands; tells where on the page that is.
#[cfg(feature = "ssr")]
fn with_row(path: &str, inputs: &mut Inputs) -> String {
    inputs
        .entry(path.to_owned())
        .or_insert_with(|| vec![String::new()]);
    let (group, row) = row_of(path);
    format!("#row-{group}-{row}")
}

/// Takes a row away, `group.row`.
#[cfg(feature = "ssr")]
fn without_row(row: &str, inputs: &mut Inputs) -> String {
    let within = format!("{row}.");
    inputs.retain(|path, _| !path.starts_with(&within));
    let (group, _) = row_of(row);
    inputs.entry(group.to_owned()).or_default();
    format!("#field-{group}")
}

/// The group and the row of a path, as far as they can stand in an address.
#[cfg(feature = "ssr")]
fn row_of(path: &str) -> (&str, &str) {
    let mut parts = path.split('.').filter(|part| is_form_id(part));
    let mut next = || parts.next().unwrap_or_default();
    (next(), next())
}

/// Puts one side of the conflict that the draft met in a place.
#[cfg(feature = "ssr")]
async fn choose(
    of: &DraftOf,
    side: domain::Side,
    place: &str,
    inputs: &mut Inputs,
) -> Result<String, AppError> {
    let of = of.clone();
    let met = crate::request::in_unit("forms.choose", move |unit| async move {
        services::forms::conflict_met(&unit, &of).await
    });
    if let Some(conflict) = met.await? {
        conflict.choose(side, place, inputs);
    }
    Ok("#conflict".to_owned())
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
    of: DraftOf,
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
        services::forms::keep_draft(&unit, &of, &draft).await?;
        Ok(services::wall_clock::wall_time(unit.now()))
    })
    .await
}
