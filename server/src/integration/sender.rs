//! One attempt to deliver something.

use std::{error::Error, sync::Arc, time::Duration};

use domain::integration::{Attempt, DeliveryFault};
use reqwest::{
    Client, Response,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
    redirect::Policy,
};
use services::integration::{Networks, Outgoing, read_address};

use super::resolver::{NotCalled, Resolver};

/// So much of an answer is taken in, to let the receiver end it; nothing in it is looked at.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long a receiver may go on once its status is known.
const END_OF_ANSWER: Duration = Duration::from_secs(2);

/// Whoever calls receivers.
#[derive(Debug)]
pub(super) struct Sender {
    encrypted: Client,
    plain: Client,
    networks: Networks,
}

impl Sender {
    /// Somebody who calls what these networks allow, and waits so long for a status.
    pub(super) fn new(networks: &Networks, patience: Duration) -> Result<Self, String> {
        let client = |encrypted: bool| {
            let resolver = Resolver {
                networks: networks.clone(),
                encrypted,
            };
            Client::builder()
                .dns_resolver(Arc::new(resolver))
                .https_only(encrypted)
                .http1_only()
                // A proxy would look names up by itself, and a kept connection would outlive what
                // was looked at.
                .no_proxy()
                .pool_max_idle_per_host(0)
                .redirect(Policy::none())
                .referer(false)
                .user_agent(concat!("Lanchid/", env!("CARGO_PKG_VERSION")))
                .timeout(patience)
                .build()
                .map_err(|error| format!("webhooks: {error}"))
        };
        Ok(Self {
            encrypted: client(true)?,
            plain: client(false)?,
            networks: networks.clone(),
        })
    }

    /// Delivers something, and says what became of it.
    pub(super) async fn send(&self, outgoing: &Outgoing) -> Attempt {
        let Ok(address) = read_address(&outgoing.address, &self.networks) else {
            // What was allowed when the webhook was made need not be so any more.
            return Attempt::Failed(DeliveryFault::Forbidden);
        };
        let client = if address.scheme() == "https" {
            &self.encrypted
        } else {
            &self.plain
        };
        let request = client
            .post(address)
            .headers(headers(outgoing))
            .body(outgoing.body.clone());
        match request.send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let ended = tokio::time::timeout(END_OF_ANSWER, take_in(answer)).await;
                drop(ended);
                Attempt::Answered(status)
            }
            Err(error) => Attempt::Failed(fault_of(&error)),
        }
    }
}

fn headers(outgoing: &Outgoing) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let json = HeaderValue::from_static("application/json");
    headers.insert(CONTENT_TYPE, json);
    headers.insert("webhook-timestamp", outgoing.timestamp.into());
    for (name, value) in [
        ("webhook-id", &outgoing.id),
        ("webhook-signature", &outgoing.signature),
    ] {
        // Both are ASCII.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers
}

/// Lets the receiver end its answer, as far as it is short.
async fn take_in(mut answer: Response) {
    let mut taken = 0;
    while let Ok(Some(part)) = answer.chunk().await {
        taken += part.len();
        if taken > ANSWER_BYTES_MAX {
            return;
        }
    }
}

fn fault_of(error: &reqwest::Error) -> DeliveryFault {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(reason) = cause {
        match reason.downcast_ref::<NotCalled>() {
            Some(NotCalled::NotFound) => return DeliveryFault::NotFound,
            Some(NotCalled::Forbidden) => return DeliveryFault::Forbidden,
            None => cause = reason.source(),
        }
    }
    if error.is_timeout() {
        DeliveryFault::Timeout
    } else {
        DeliveryFault::NoConnection
    }
}
