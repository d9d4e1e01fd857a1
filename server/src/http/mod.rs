//! The routes, and what every request passes on its way in and out.

mod answer;
mod headers;
mod health;
mod identify;
mod limits;
mod live;
mod site;
mod strict;
mod to_the_end;

use std::sync::OnceLock;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::prelude::LeptosOptions;
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list, handle_server_fns_with_context,
};
use services::Store;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
    trace::TraceLayer,
};

pub(crate) use answer::{Stylesheet, escaped, fault_of_panic};
pub(crate) use identify::address;
pub use live::Live;
pub use site::Site;

/// The largest body that is accepted, in bytes.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What the process knows beyond a single request.
#[derive(Clone)]
pub struct Process {
    /// The store.
    pub store: Store,
    /// Whether cookies are for encrypted connections only.
    pub secure: bool,
    /// Whether `X-Forwarded-For` is to be believed.
    pub trust_proxy: bool,
    /// The address that users see.
    pub public_url: String,
    /// Whether the data are a demonstration.
    pub demonstration: bool,
    /// Wakes the pages that listen.
    pub live: Live,
}

/// The addresses of the pages. They are worked out once: while Leptos does that, any page that is
/// being written elsewhere in the process would never get its data.
static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();

/// The whole application as a router.
pub fn router(process: Process, site: &Site) -> Router {
    let options = site.options();
    let encrypted = headers::Encrypted(process.secure);
    let stylesheet = answer::Stylesheet(site.stylesheet());
    let pages = PAGES.get_or_init(|| generate_route_list(app::App)).clone();
    let shell_options = options.clone();
    let application = Router::new()
        .route("/api/{*path}", post(server_function))
        .leptos_routes(&options, pages, move || app::shell(shell_options.clone()))
        .fallback(not_found_page)
        .with_state(options);
    let application = application
        .layer(from_fn(strict::known_names_only))
        .layer(from_fn_with_state(process.clone(), identify::identify))
        .layer(from_fn(limits::limit_body))
        .layer(from_fn(to_the_end::to_the_end))
        .layer(CatchPanicLayer::custom(answer::panicked))
        .layer(csrf(&process))
        .layer(from_fn_with_state(stylesheet.clone(), answer::in_words));
    Router::new()
        .route("/health/live", get(|| async { "live" }))
        .route("/api/v1/live", get(live::live).with_state(process.clone()))
        .route(
            "/health/ready",
            get(health::ready).with_state(process.clone()),
        )
        // Other systems come in here with a token, and never with a cookie; pages and what they
        // listen to know cookies alone.
        .merge(crate::api::router(process, stylesheet))
        .fallback_service(site.files(application))
        // Pages are made anew each time, so a quick compression is the better bargain; the site's own
        // files are there compressed as well as can be.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(encrypted, headers::secure))
        .layer(TraceLayer::new_for_http())
}

async fn server_function(request: Request<Body>) -> impl IntoResponse {
    handle_server_fns_with_context(|| {}, request).await
}

/// An address without a route: the application shows its own page for it.
async fn not_found_page(State(options): State<LeptosOptions>, request: Request<Body>) -> Response {
    let render = leptos_axum::render_app_async(move || app::shell(options.clone()));
    render(request).await.into_response()
}

/// A request that another site makes a browser send is refused. The public address is trusted, for
/// proxies that rewrite the host.
fn csrf(process: &Process) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let layer = CsrfLayer::new();
    let layer = layer
        .clone()
        .add_trusted_origin(&process.public_url)
        .unwrap_or(layer);
    layer.with_rejection_response(answer::cross_site as fn(ProtectionError) -> Response)
}
