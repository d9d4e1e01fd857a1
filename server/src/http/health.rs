use axum::{extract::State, http::StatusCode};

use super::Process;

/// Whether the database answers.
pub(super) async fn ready(State(process): State<Process>) -> (StatusCode, &'static str) {
    match process.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    }
}
