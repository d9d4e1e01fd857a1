//! The browser's doors to webhooks.

use domain::integration::{WebhookList, WebhookPage};
#[cfg(feature = "ssr")]
use domain::{
    Error,
    ids::WebhookId,
    integration::{TypedWebhook, WebhookEvent},
};
use leptos::prelude::*;

use crate::{errors::AppError, wire::Json};
#[cfg(feature = "ssr")]
use crate::{
    kept::{Kept, beginning},
    request::{go_to, in_unit, is_native_form, must_be_signed_in, reading},
};

/// The webhooks of the user's district; what could not be added comes back with them.
#[server(endpoint = "integration/webhooks", output = Json)]
pub(crate) async fn list_webhooks() -> Result<WebhookList, AppError> {
    must_be_signed_in()?;
    let tried = TYPED.read();
    reading("integration.webhooks", move |unit| async move {
        services::integration::list_webhooks(&unit, tried).await
    })
    .await
}

/// Makes a webhook, and goes to its page, which shows its secret once.
#[server(endpoint = "integration/add", output = Json)]
pub(crate) async fn add_webhook(
    address: Option<String>,
    description: Option<String>,
    kinds: Option<Vec<String>>,
) -> Result<(), AppError> {
    must_be_signed_in()?;
    let typed = TypedWebhook {
        address: address.unwrap_or_default(),
        description: description.unwrap_or_default(),
        kinds: kinds.unwrap_or_default(),
    };
    let tried = typed.clone();
    let added = in_unit("integration.add", move |unit| async move {
        let added = services::integration::add_webhook(&unit, &typed).await?;
        let concealed = services::integration::conceal(&unit, added.id, &added.secret)?;
        Ok((added.id, concealed))
    });
    match added.await {
        Ok((id, concealed)) => {
            TYPED.forget();
            SECRET.keep(&concealed);
            go_to(&format!("/administration/webhooks/{id}?done=add"));
            Ok(())
        }
        Err(AppError(Error::Invalid { .. })) if is_native_form() => {
            TYPED.keep(&short(tried));
            go_to("/administration/webhooks?tried=1");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A webhook with what it was sent: dead letters alone if `shown` says so.
#[server(endpoint = "integration/webhook", output = Json)]
pub(crate) async fn read_webhook(
    id: String,
    shown: Option<String>,
    after: Option<String>,
) -> Result<WebhookPage, AppError> {
    let id = webhook_id(&id)?;
    let dead_only = shown.as_deref() == Some("dead");
    let after = after.and_then(|after| after.parse().ok());
    let concealed: Option<String> = SECRET.read();
    let is_new = concealed.is_some();
    let page = reading(
        format!("integration.webhook {id}"),
        move |unit| async move {
            let mut page = services::integration::read_webhook(&unit, id, dead_only, after).await?;
            if let Some(concealed) = concealed {
                page.secret = services::integration::reveal(&unit, id, &concealed)?;
            }
            Ok(page)
        },
    )
    .await?;
    if is_new {
        SECRET.forget();
    }
    Ok(page)
}

/// Does something to a webhook.
#[server(endpoint = "integration/change", output = Json)]
pub(crate) async fn change_webhook(id: String, event: String) -> Result<(), AppError> {
    let id = webhook_id(&id)?;
    let event = WebhookEvent::from_code(&event).ok_or(AppError(Error::Malformed))?;
    let purpose = format!("integration.{} {id}", event.code());
    let page = format!("/administration/webhooks/{id}");
    let changed = in_unit(purpose, move |unit| async move {
        let secret = services::integration::change_webhook(&unit, id, event).await?;
        let conceal = |secret: String| services::integration::conceal(&unit, id, &secret);
        secret.map(conceal).transpose()
    });
    match changed.await {
        Ok(concealed) => {
            if let Some(concealed) = concealed {
                SECRET.keep(&concealed);
            }
            match event {
                WebhookEvent::Remove => go_to("/administration/webhooks?done=remove"),
                _ => go_to(&format!("{page}?done={}", event.code())),
            }
            Ok(())
        }
        Err(AppError(Error::Refused { reason })) if is_native_form() && is_of_state(reason) => {
            go_to(&format!("{page}?refused={}", reason.code()));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Delivers a dead letter anew.
#[server(endpoint = "integration/replay", output = Json)]
pub(crate) async fn replay_delivery(id: String, delivery: String) -> Result<(), AppError> {
    let id = webhook_id(&id)?;
    let delivery = delivery.parse().map_err(|_| AppError(Error::NotFound))?;
    let purpose = format!("integration.replay {id}");
    in_unit(purpose, move |unit| async move {
        services::integration::replay_delivery(&unit, id, delivery).await
    })
    .await?;
    go_to(&format!("/administration/webhooks/{id}?done=replay"));
    Ok(())
}

/// What was typed of a webhook that could not be added.
#[cfg(feature = "ssr")]
const TYPED: Kept = Kept("lanchid_typed_webhook");

/// A new secret, concealed, on its way to the page that shows it.
#[cfg(feature = "ssr")]
const SECRET: Kept = Kept("lanchid_new_secret");

/// As much as a browser keeps.
#[cfg(feature = "ssr")]
fn short(typed: TypedWebhook) -> TypedWebhook {
    let kinds = typed.asked().into_iter();
    TypedWebhook {
        address: beginning(&typed.address, 520),
        description: beginning(&typed.description, 210),
        kinds: kinds.map(|kind| kind.code().to_owned()).collect(),
    }
}

/// Whether the page can say why it was refused: the webhook does not stand so any more.
#[cfg(feature = "ssr")]
fn is_of_state(reason: domain::Refusal) -> bool {
    reason == domain::Refusal::WrongState
}

#[cfg(feature = "ssr")]
fn webhook_id(id: &str) -> Result<WebhookId, AppError> {
    id.parse().map_err(|_| AppError(Error::NotFound))
}
