//! The browser's doors to notifications.

use domain::{
    Problem,
    notifications::{Inbox, TypedSettings},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{errors::AppError, wire::Json};

/// A page of the user's inbox.
#[server(endpoint = "notifications/inbox", output = Json)]
pub(crate) async fn read_inbox(after: Option<String>) -> Result<Inbox, AppError> {
    let after = match after.filter(|after| !after.is_empty()) {
        Some(after) => Some(
            after
                .parse()
                .map_err(|_| AppError(domain::Error::NotFound))?,
        ),
        None => None,
    };
    crate::request::reading("notifications.inbox", move |unit| async move {
        services::notifications::inbox(&unit, after).await
    })
    .await
}

/// Marks one notification as read, and goes to where it leads.
#[server(endpoint = "notifications/mark_read", output = Json)]
pub(crate) async fn mark_read(id: String, to: Option<String>) -> Result<(), AppError> {
    let id = id.parse().map_err(|_| AppError(domain::Error::NotFound))?;
    crate::request::in_unit("notifications.mark_read", move |unit| async move {
        services::notifications::mark_read(&unit, id).await
    })
    .await?;
    crate::request::go_to(to.as_deref().unwrap_or("/inbox"));
    Ok(())
}

/// Marks everything up to the newest that was shown as read.
#[server(endpoint = "notifications/mark_all_read", output = Json)]
pub(crate) async fn mark_all_read(newest: String) -> Result<(), AppError> {
    let newest = newest
        .parse()
        .map_err(|_| AppError(domain::Error::NotFound))?;
    crate::request::in_unit("notifications.mark_all_read", move |unit| async move {
        services::notifications::mark_all_read(&unit, newest).await
    })
    .await?;
    crate::request::go_to("/inbox");
    Ok(())
}

/// How the user wishes to be told, as the form shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SettingsForm {
    /// What stands in the fields.
    pub(crate) typed: TypedSettings,
    /// What is wrong with it, after it could not be saved.
    pub(crate) problems: Vec<Problem>,
    /// Whether mail is sent from here at all.
    pub(crate) mails: bool,
}

/// The form of the settings; what could not be saved comes back with it.
#[server(endpoint = "notifications/read_settings", output = Json)]
pub(crate) async fn read_settings() -> Result<SettingsForm, AppError> {
    let language = crate::request::any_request()?.language;
    let (stored, mails) =
        crate::request::reading("notifications.read_settings", move |unit| async move {
            let stored = services::notifications::read_settings(&unit, language).await?;
            Ok((stored, unit.mails()))
        })
        .await?;
    let kept: Option<TypedSettings> = KEPT.read();
    let problems = match kept.as_ref().map(TypedSettings::read) {
        Some(Err(domain::Error::Invalid { problems })) => problems,
        _ => Vec::new(),
    };
    Ok(SettingsForm {
        typed: kept.unwrap_or_else(|| TypedSettings::from(&stored)),
        problems,
        mails,
    })
}

/// Keeps how the user wishes to be told.
#[server(endpoint = "notifications/save_settings", output = Json)]
pub(crate) async fn save_settings(
    email: Option<String>,
    manner: Option<String>,
    digest_hour: Option<String>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
    language: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{go_to, is_native_form, must_be_signed_in};

    must_be_signed_in()?;
    let typed = TypedSettings {
        email: email.unwrap_or_default(),
        manner: manner.unwrap_or_default(),
        digest_hour: digest_hour.unwrap_or_default(),
        quiet_from: quiet_from.unwrap_or_default(),
        quiet_to: quiet_to.unwrap_or_default(),
        language: language.unwrap_or_default(),
    };
    match typed.read() {
        Ok(wishes) => {
            crate::request::in_unit("notifications.save_settings", move |unit| async move {
                services::notifications::save_settings(&unit, &wishes).await
            })
            .await?;
            KEPT.forget();
            go_to("/settings/notifications?saved=1");
            Ok(())
        }
        Err(_) if is_native_form() => {
            KEPT.keep(&short(&typed));
            go_to("/settings/notifications?tried=1");
            Ok(())
        }
        Err(error) => Err(AppError(error)),
    }
}

/// What could not be saved, kept in the browser for as long as it takes to come back.
#[cfg(feature = "ssr")]
const KEPT: crate::kept::Kept = crate::kept::Kept("lanchid_typed_settings");

#[cfg(feature = "ssr")]
fn short(typed: &TypedSettings) -> TypedSettings {
    let short = |text: &str| crate::kept::beginning(text, 300);
    TypedSettings {
        email: short(&typed.email),
        manner: short(&typed.manner),
        digest_hour: short(&typed.digest_hour),
        quiet_from: short(&typed.quiet_from),
        quiet_to: short(&typed.quiet_to),
        language: short(&typed.language),
    }
}
