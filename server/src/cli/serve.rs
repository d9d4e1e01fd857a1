use std::{net::SocketAddr, time::Duration};

use services::{Caller, Store, demo::DEMO_PASSWORD, districts};
use tokio::net::TcpListener;

use super::{commands, sealing, seed};
use crate::{
    database,
    http::{Live, Process, Site, router},
    mail::Postman,
    settings::Settings,
};

/// Migrates where that is needed, then serves until told to stop; what was begun is finished.
pub(super) async fn serve(settings: Settings) -> Result<(), String> {
    let configuration = commands::configuration(&settings)?;
    database::migrate(&settings).await?;
    let mut store = database::open_to_work(&settings, &configuration).await?;
    let postman = postman(&settings)?;
    if postman.is_some() {
        store = store.that_mails();
    }
    if settings.demo {
        seed::load(&store, &configuration, 2000, 1849).await?;
    } else {
        database::apply(&store, &configuration).await?;
    }
    let demonstration = is_demonstration(&store).await?;
    let site = Site::find(settings.site_dir.as_ref())?;
    let listener = TcpListener::bind(settings.addr)
        .await
        .map_err(|error| format!("{}: {error}", settings.addr))?;
    let process = Process {
        store: store.clone(),
        secure: settings.is_secure(),
        trust_proxy: settings.trust_proxy,
        public_url: settings.public_url(),
        demonstration,
        live: Live::default(),
    };
    let live = process.live.clone();
    let service = router(process, &site).into_make_service_with_connect_info::<SocketAddr>();
    announce(&settings, demonstration);
    let clock = tokio::spawn(by_the_clock(store.clone()));
    let sealing = tokio::spawn(sealing::by_the_clock(store.clone()));
    let post = postman.map(|postman| tokio::spawn(postman.work(store.clone())));
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            live.stop();
        })
        .await
        .map_err(|error| error.to_string())?;
    clock.abort();
    sealing.abort();
    if let Some(post) = post {
        post.abort();
    }
    sealing::once_more(&store).await;
    store.close().await;
    Ok(())
}

/// Who brings mail away, if a mail server is set.
fn postman(settings: &Settings) -> Result<Option<Postman>, String> {
    let postman = |url: &String| Postman::new(url, &settings.mail_from, settings.public_url());
    settings.smtp_url.as_ref().map(postman).transpose()
}

/// How often it is looked for what has ended by the clock.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(10);

/// Ends what nobody decided in time. A unit of work that was begun runs to its end.
async fn by_the_clock(store: Store) {
    let mut sweeps = tokio::time::interval(BETWEEN_SWEEPS);
    loop {
        sweeps.tick().await;
        let ended = store.unit(Caller::System, "transitions.expire", |unit| async move {
            services::transitions::expire_due(&unit).await
        });
        match ended.await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "transitions ended because nobody decided in time"),
            Err(error) => {
                tracing::warn!(%error, "what has ended by the clock waits for the next time");
            }
        }
    }
}

async fn is_demonstration(store: &Store) -> Result<bool, String> {
    store
        .unit(Caller::System, "serve", |unit| async move {
            districts::is_demonstration(&unit).await
        })
        .await
        .map_err(|error| format!("database: {error}"))
}

fn announce(settings: &Settings, demonstration: bool) {
    println!("Lánchíd serves {}", settings.public_url());
    if demonstration {
        println!(
            "\nDemonstration city. Every account has the password {DEMO_PASSWORD}\n\
             In each district NN from 01 to 23 (08 is Józsefváros):\n\
             \x20 caseworker1.dNN  caseworker2.dNN  supervisor1.dNN  supervisor2.dNN\n\
             \x20 helpdesk.dNN     shelter.dNN      admin.dNN\n\
             For the city:\n\
             \x20 cash.officer  cash.approver  cash.treasurer  callcentre  programme  dpo  admin\n\
             Begin with caseworker1.d08. Stop with Ctrl-C."
        );
    }
}

/// Somebody wishes the process to end.
pub(super) async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
