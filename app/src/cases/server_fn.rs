//! The browser's doors to cases.

use domain::{
    cases::{
        CaseHistory, CaseList, CasePath, CaseView, Meanwhile, OpenForm, PersonSearch, RegisterForm,
        Registered, Saved,
    },
    forms::Inputs,
};
use leptos::prelude::*;

use super::list::data::ListPage;
#[cfg(feature = "ssr")]
use crate::forms::server_fn::{Met, Wish, edit_path, keep};
#[cfg(feature = "ssr")]
use crate::request::case_number;
use crate::{errors::AppError, wire::Json};
#[cfg(feature = "ssr")]
use services::forms::DraftOf;

/// One page of a list of cases; the query is what stands behind `?` in its address.
#[server(endpoint = "cases/list", output = Json)]
pub(crate) async fn list_cases(query: Option<String>) -> Result<CaseList, AppError> {
    let query = list_query(query.as_deref())?;
    crate::request::reading("cases.list", move |unit| async move {
        services::cases::list_cases(&unit, &query).await
    })
    .await
}

/// The same with everything that its page shows around it.
#[server(name = ReadListPage, endpoint = "cases/list_page", output = Json)]
pub(crate) async fn list_page(query: Option<String>) -> Result<ListPage, AppError> {
    let query = list_query(query.as_deref())?;
    crate::request::reading("cases.list", move |unit| async move {
        super::list::data::list_page(&unit, &query).await
    })
    .await
}

/// Keeps a list under a name.
#[server(endpoint = "cases/save_list_view", output = Json)]
pub(crate) async fn save_list_view(
    name: String,
    query: String,
    shared: Option<bool>,
) -> Result<(), AppError> {
    let asked = list_query(Some(&query))?;
    let back = asked.clone();
    let purpose = "cases.save_list_view";
    crate::request::in_unit(purpose, move |unit| async move {
        services::cases::save_view(&unit, &name, &asked, shared.unwrap_or(false)).await
    })
    .await?;
    crate::request::go_to(&format!(
        "/cases?{}",
        back.from_the_beginning().to_address()
    ));
    Ok(())
}

/// Removes a kept list.
#[server(endpoint = "cases/remove_list_view", output = Json)]
pub(crate) async fn remove_list_view(id: String, back: Option<String>) -> Result<(), AppError> {
    let id = id.parse().map_err(|_| AppError(domain::Error::NotFound))?;
    crate::request::in_unit("cases.remove_list_view", move |unit| async move {
        services::cases::remove_view(&unit, id).await
    })
    .await?;
    let back = list_query(back.as_deref()).unwrap_or_default();
    crate::request::go_to(&format!("/cases?{}&panel=save", back.to_address()));
    Ok(())
}

/// The longest address of a list that is read.
#[cfg(feature = "ssr")]
const QUERY_BYTES_MAX: usize = 64_000;

#[cfg(feature = "ssr")]
fn list_query(query: Option<&str>) -> Result<domain::cases::ListQuery, AppError> {
    let query = query.unwrap_or_default();
    if query.len() > QUERY_BYTES_MAX {
        return Err(AppError(domain::Error::TooLarge));
    }
    domain::cases::ListQuery::parse(query)
        .map_err(|problems| AppError(domain::Error::Invalid { problems }))
}

/// A case as it is read.
#[server(endpoint = "cases/read", output = Json)]
pub(crate) async fn read_case(number: String) -> Result<CaseView, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("cases.read {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::cases::read_case(&unit, &number).await
    })
    .await
}

/// What happened to a case.
#[server(endpoint = "cases/history", output = Json)]
pub(crate) async fn read_history(number: String) -> Result<CaseHistory, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("cases.history {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::cases::read_history(&unit, &number).await
    })
    .await
}

/// The path of a case.
#[server(endpoint = "cases/path", output = Json)]
pub(crate) async fn read_path(number: String) -> Result<CasePath, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("cases.path {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::cases::read_path(&unit, &number).await
    })
    .await
}

/// A form of a case, opened for editing.
#[server(name = OpenFormOfCase, endpoint = "cases/open_form", output = Json)]
pub(crate) async fn open_form(number: String, form: String) -> Result<OpenForm, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("cases.open_form {number} {form}");
    crate::request::reading(purpose, move |unit| async move {
        services::cases::open_form(&unit, &number, &form).await
    })
    .await
}

/// The form with which a person is registered.
#[server(endpoint = "cases/open_registration", output = Json)]
pub(crate) async fn open_registration(searched: Option<String>) -> Result<RegisterForm, AppError> {
    let searched = searched.unwrap_or_default();
    crate::request::reading("cases.open_registration", move |unit| async move {
        services::cases::open_registration(&unit, &searched).await
    })
    .await
}

/// Saves what was typed into a form of a case.
///
/// Posted by the browser itself, what cannot be saved is kept as a draft, and the page comes back
/// with it.
#[server(endpoint = "cases/save_answers", output = Json)]
pub(crate) async fn save_answers(
    case: String,
    form: String,
    version: i32,
    answers: Option<Inputs>,
    go: Option<String>,
    key: Option<String>,
) -> Result<Saved, AppError> {
    let key = request_key(key)?;
    let edit = domain::cases::SaveEdit {
        case: case_number(&case)?,
        form,
        version,
        answers: answers.unwrap_or_default(),
    };
    if let Some(wish) = wish_of(go.as_deref()) {
        let (version, of) = (edit.version, DraftOf::form(&edit.case, &edit.form));
        wish.grant(of, edit.answers, version).await?;
        return Ok(nothing_saved(version));
    }
    let typed = edit.clone();
    let purpose = format!("cases.save_answers {} {}", edit.case, edit.form);
    let saved = crate::request::in_unit(purpose, move |unit| async move {
        match key {
            Some(key) => services::cases::save_answers_once(&unit, &key, &typed).await,
            None => services::cases::save_answers(&unit, &typed).await,
        }
    })
    .await;
    if crate::request::is_native_form() {
        return after_native_save(edit, saved, go.as_deref()).await;
    }
    match saved {
        Err(AppError(domain::Error::Conflict { conflict })) => {
            keep_conflict(&edit, *conflict.clone()).await?;
            Err(AppError(domain::Error::Conflict { conflict }))
        }
        saved => saved,
    }
}

/// What others have saved since an edit began, merged with what was typed until now.
#[server(endpoint = "cases/meanwhile", output = Json)]
pub(crate) async fn saved_meanwhile(
    case: String,
    form: String,
    version: i32,
    answers: Option<Inputs>,
) -> Result<Option<Meanwhile>, AppError> {
    let typed = domain::cases::SaveEdit {
        case: case_number(&case)?,
        form,
        version,
        answers: answers.unwrap_or_default(),
    };
    let purpose = format!("cases.meanwhile {} {}", typed.case, typed.form);
    crate::request::reading(purpose, move |unit| async move {
        services::cases::saved_meanwhile(&unit, &typed).await
    })
    .await
}

/// Keeps what met a conflict, on top of what is stored now: the page comes back with it and with
/// what others have changed meanwhile.
#[cfg(feature = "ssr")]
async fn keep_conflict(
    edit: &domain::cases::SaveEdit,
    mut conflict: domain::Conflict,
) -> Result<(), AppError> {
    let of = DraftOf::form(&edit.case, &edit.form);
    let (version, merged) = (conflict.version, core::mem::take(&mut conflict.merged));
    keep(of, merged, version, Met::Conflict(Box::new(conflict))).await?;
    Ok(())
}

/// Registers a person and opens a case.
#[server(endpoint = "cases/register_person", output = Json)]
pub(crate) async fn register_person(
    answers: Option<Inputs>,
    searched: Option<String>,
    go: Option<String>,
    key: Option<String>,
) -> Result<Registered, AppError> {
    let key = request_key(key)?;
    let answers = answers.unwrap_or_default();
    let searched = searched.unwrap_or_default();
    let of = DraftOf::Registration {
        searched: searched.clone(),
    };
    if let Some(wish) = wish_of(go.as_deref()) {
        wish.grant(of, answers, 0).await?;
        return Ok(nothing_registered());
    }
    let typed = answers.clone();
    let registered = crate::request::in_unit("cases.register_person", move |unit| async move {
        use services::cases::{register_person, register_person_once};

        match key {
            Some(key) => register_person_once(&unit, &key, &typed, &searched).await,
            None => register_person(&unit, &typed, &searched).await,
        }
    })
    .await;
    if !crate::request::is_native_form() {
        return registered;
    }
    match registered {
        Ok(registered) => {
            crate::request::go_to(&super::after_registration(&registered));
            Ok(registered)
        }
        Err(AppError(domain::Error::Invalid { .. })) => {
            let back = edit_path(&of);
            keep(of, answers, 0, Met::Problems).await?;
            crate::request::go_to(&back);
            Ok(nothing_registered())
        }
        Err(AppError(domain::Error::TooLarge)) => {
            keep(of, answers, 0, Met::Nothing).await?;
            Err(AppError(domain::Error::TooLarge))
        }
        Err(error) => Err(error),
    }
}

/// Looks for persons.
#[server(endpoint = "cases/search_persons", output = Json)]
pub(crate) async fn search_persons(query: Option<String>) -> Result<PersonSearch, AppError> {
    let query = query.unwrap_or_default();
    crate::request::reading("cases.search_persons", move |unit| async move {
        services::cases::search_persons(&unit, &query).await
    })
    .await
}

/// What can be no key is no request that a page of ours sends.
#[cfg(feature = "ssr")]
fn request_key(typed: Option<String>) -> Result<Option<domain::RequestKey>, AppError> {
    let read = |typed: String| domain::RequestKey::parse(&typed);
    let key = typed.map(|typed| read(typed).ok_or(AppError(domain::Error::Malformed)));
    key.transpose()
}

/// Where the browser goes after it has posted a form by itself.
#[cfg(feature = "ssr")]
async fn after_native_save(
    edit: domain::cases::SaveEdit,
    saved: Result<Saved, AppError>,
    go: Option<&str>,
) -> Result<Saved, AppError> {
    let met = match saved {
        Ok(saved) => {
            crate::request::go_to(&super::after_save(edit.case.as_str(), &saved, go));
            return Ok(saved);
        }
        Err(AppError(domain::Error::Conflict { conflict })) => {
            let back = edit_path(&DraftOf::form(&edit.case, &edit.form));
            let version = conflict.version;
            keep_conflict(&edit, *conflict).await?;
            crate::request::go_to(&back);
            return Ok(nothing_saved(version));
        }
        Err(AppError(domain::Error::Invalid { .. })) => Met::Problems,
        Err(AppError(domain::Error::TooLarge)) => {
            let of = DraftOf::form(&edit.case, &edit.form);
            keep(of, edit.answers, edit.version, Met::Nothing).await?;
            return Err(AppError(domain::Error::TooLarge));
        }
        Err(error) => return Err(error),
    };
    let version = edit.version;
    let of = DraftOf::form(&edit.case, &edit.form);
    let back = edit_path(&of);
    keep(of, edit.answers, version, met).await?;
    crate::request::go_to(&back);
    Ok(nothing_saved(version))
}

/// What the pressed button wishes, when a browser posts a form by itself: our own code adds and
/// removes rows without asking.
#[cfg(feature = "ssr")]
fn wish_of(go: Option<&str>) -> Option<Wish> {
    Wish::of(go).filter(|_| crate::request::is_native_form())
}

/// Stands in the answer to a browser that is sent back to its form and reads no answer.
#[cfg(feature = "ssr")]
const fn nothing_saved(version: i32) -> Saved {
    Saved {
        version,
        next_form: None,
    }
}

/// The same for a registration.
#[cfg(feature = "ssr")]
fn nothing_registered() -> Registered {
    Registered {
        number: domain::cases::CaseNumber::from_random(0),
        next_form: None,
    }
}
