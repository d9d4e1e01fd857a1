//! The browser's doors to what is printed.

use domain::{cases::CaseView, districts::Letterhead, forms::FormDefinition};
use leptos::prelude::*;

use crate::{errors::AppError, wire::Json};

/// A case, or one form of it, as it is printed. It is recorded as a read.
#[server(endpoint = "cases/print", output = Json)]
pub(crate) async fn print_case(
    number: String,
    form: Option<String>,
) -> Result<(Letterhead, CaseView), AppError> {
    let number =
        domain::cases::CaseNumber::parse(&number).ok_or(AppError(domain::Error::NotFound))?;
    let purpose = format!("cases.print {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::cases::print_case(&unit, &number, form.as_deref()).await
    })
    .await
}

/// The forms that the user may see, without their fields.
#[server(endpoint = "forms/list", output = Json)]
pub(crate) async fn list_forms() -> Result<Vec<FormDefinition>, AppError> {
    crate::request::reading("forms.list", |unit| async move {
        services::forms::list_forms(&unit).await
    })
    .await
}

/// A form without answers, as far as the user may see it.
#[server(endpoint = "forms/blank", output = Json)]
pub(crate) async fn blank_form(form: String) -> Result<(Letterhead, FormDefinition), AppError> {
    crate::request::reading("forms.blank", move |unit| async move {
        services::forms::blank_form(&unit, &form).await
    })
    .await
}
