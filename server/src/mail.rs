//! Sends what waits in the outbox, through SMTP.

use std::time::Duration;

use app::notifications::letter_text;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use services::{
    Caller, Store,
    notifications::{Letter, letter_not_sent, letter_sent, take_letters},
};

use crate::stop::Stopped;

/// How often the outbox is looked at.
const PAUSE: Duration = Duration::from_secs(5);
/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whoever brings letters to the mail server.
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    public_url: String,
}

impl Postman {
    /// A postman for the mail server at this address, `smtp://name:password@host:port`
    /// (`?tls=required` asks for STARTTLS) or `smtps://…`; nothing is sent yet.
    ///
    /// # Errors
    /// One line when an address cannot be read.
    pub fn new(smtp_url: &str, from: &str, public_url: String) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)
            .map_err(|error| format!("smtp_url: {error}"))?
            .timeout(Some(PATIENCE))
            .build();
        let from = from
            .parse()
            .map_err(|error| format!("mail_from: {error}"))?;
        Ok(Self {
            transport,
            from,
            public_url,
        })
    }

    /// Sends what is due, again and again, until told to stop: a letter that is being sent is sent,
    /// and what was taken with it is sent by whoever looks when the claim has run out.
    pub async fn work(self, store: Store, mut stopped: Stopped) {
        let mut rounds = tokio::time::interval(PAUSE);
        rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while stopped.next(&mut rounds).await {
            for letter in self.due(&store).await {
                if stopped.is_told() {
                    return;
                }
                self.deliver(&store, letter).await;
            }
        }
    }

    /// Sends what is due now. What cannot be sent is put back.
    pub async fn round(&self, store: &Store) {
        for letter in self.due(store).await {
            self.deliver(store, letter).await;
        }
    }

    async fn due(&self, store: &Store) -> Vec<Letter> {
        let due = store.unit(Caller::System, "mail.take", |unit| async move {
            take_letters(&unit).await
        });
        due.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox could not be read; it is tried again");
            Vec::new()
        })
    }

    async fn deliver(&self, store: &Store, letter: Letter) {
        let claim = letter.claim;
        let sent = match self.send(&letter).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "a letter waits in the outbox, because it could not be sent");
                false
            }
        };
        let noted = store.unit(Caller::System, "mail.note", move |unit| async move {
            if sent {
                letter_sent(&unit, claim).await
            } else {
                letter_not_sent(&unit, claim).await
            }
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "what became of a letter could not be noted");
        }
    }

    async fn send(&self, letter: &Letter) -> Result<(), String> {
        let (subject, text) = letter_text(letter, &self.public_url);
        let to: Mailbox = letter
            .address
            .parse()
            .map_err(|_| "an address cannot be read")?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|error| error.to_string())?;
        let sent = self.transport.send(message).await;
        sent.map(|_| ()).map_err(|error| error.to_string())
    }
}
