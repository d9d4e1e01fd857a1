use std::{net::SocketAddr, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::integration::Retries;
use services::{
    Caller, Store,
    demo::DEMO_PASSWORD,
    districts,
    integration::{Integration, Networks},
};
use tokio::{net::TcpListener, task::JoinSet};

use super::{
    commands, sealing, seed,
    stopping::{Running, Signals},
};
use crate::{
    database,
    http::{Live, Process, Site, router},
    integration::{Courier, Pace},
    mail::Postman,
    secret_key,
    settings::Settings,
    stop::{Stop, Stopped},
};

/// Migrates where that is needed, then serves until told to stop; what was begun is finished.
pub(super) async fn serve(settings: Settings) -> Result<(), String> {
    let configuration = commands::configuration(&settings)?;
    database::migrate(&settings).await?;
    let mut store = database::open_to_work(&settings, &configuration).await?;
    warn_of_power_cuts(&store).await?;
    let postman = postman(&settings)?;
    if postman.is_some() {
        store = store.that_mails();
    }
    let integration = Arc::new(integration(&settings)?);
    store = store.that_tells(integration.clone());
    let courier = Courier::new(store.clone(), &integration, Pace::default())?;
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
    // Before anybody is answered, so that nobody who was is broken off.
    let mut signals = Signals::listen()?;
    let stop = Stop::default();
    let background = background(&store, postman, courier, &stop);
    let mut no_more = stop.hears();
    let serving =
        axum::serve(listener, service).with_graceful_shutdown(async move { no_more.told().await });
    let running = Running {
        serving: tokio::spawn(serving.into_future()),
        background,
        store,
        within: Duration::from_secs(settings.stop_within),
    };
    signals.told().await;
    tracing::info!("told to stop: what has begun is finished");
    stop.tell();
    live.stop();
    tokio::select! {
        () = running.end() => Ok(()),
        () = signals.told() => Err("told twice to stop: it ends at once, and what had begun is \
                                    undone".to_owned()),
    }
}

/// What is done by the clock, each until told to stop.
fn background(
    store: &Store,
    postman: Option<Postman>,
    courier: Courier,
    stop: &Stop,
) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(by_the_clock(store.clone(), stop.hears()));
    tasks.spawn(sealing::by_the_clock(store.clone(), stop.hears()));
    tasks.spawn(courier.work(stop.hears()));
    if let Some(postman) = postman {
        tasks.spawn(postman.work(store.clone(), stop.hears()));
    }
    tasks
}

/// Tells of settings that promise less than what is said to be saved needs.
async fn warn_of_power_cuts(store: &Store) -> Result<(), String> {
    let lost = store.lost_in_a_power_cut().await;
    for setting in lost.map_err(|error| format!("database: {error}"))? {
        tracing::warn!(
            setting,
            "a power cut could take away what was said to be saved"
        );
    }
    Ok(())
}

/// Who brings mail away, if a mail server is set.
fn postman(settings: &Settings) -> Result<Option<Postman>, String> {
    let postman = |url: &String| Postman::new(url, &settings.mail_from, settings.public_url());
    settings.smtp_url.as_ref().map(postman).transpose()
}

/// How outside systems are told.
fn integration(settings: &Settings) -> Result<Integration, String> {
    let networks = Networks::allowing(&settings.webhook_private_networks);
    let pauses = settings.webhook_retries.iter().copied();
    Ok(Integration {
        key: Some(secret_key::read_or_make(settings)?),
        networks: networks.map_err(|error| format!("webhook_private_networks: {error}"))?,
        retries: Retries::after(
            pauses
                .map(|pause| TimeDelta::seconds(pause.into()))
                .collect(),
        ),
    })
}

/// How often it is looked for what has ended by the clock.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(10);

/// How long a connection that nobody needs is kept.
const CONNECTIONS_REST: Duration = Duration::from_mins(1);

/// Ends what nobody decided in time, and connections that nobody needs. A unit of work that was begun
/// runs to its end.
async fn by_the_clock(store: Store, mut stopped: Stopped) {
    let mut sweeps = tokio::time::interval(BETWEEN_SWEEPS);
    while stopped.next(&mut sweeps).await {
        let holds = store.unit(Caller::System, "shelters.expire", |unit| async move {
            services::shelters::expire_holds(&unit).await
        });
        tell_of_ended(
            "beds are held no longer, as their time ran out",
            holds.await,
        );
        let offers = store.unit(Caller::System, "transitions.expire", |unit| async move {
            services::transitions::expire_due(&unit).await
        });
        tell_of_ended(
            "transitions ended because nobody decided in time",
            offers.await,
        );
        store.end_unneeded_connections(CONNECTIONS_REST).await;
    }
}

fn tell_of_ended(what: &str, ended: domain::Result<usize>) {
    match ended {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{what}"),
        Err(error) => tracing::warn!(%error, "what has ended by the clock waits for the next time"),
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
