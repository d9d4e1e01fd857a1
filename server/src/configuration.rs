//! Where the configuration is; what is in it, `services` reads and checks.

use std::path::PathBuf;

pub use services::configuration::{Configuration, Fault};

/// The configuration directory: the one that is set, or `config` beside the program or in the
/// sources.
pub fn directory(set: Option<&PathBuf>) -> PathBuf {
    if let Some(set) = set {
        return set.clone();
    }
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join("config")));
    let candidates = [
        beside,
        Some(PathBuf::from("server/config")),
        Some(PathBuf::from("config")),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|path| path.join("roles.yaml").is_file())
        .unwrap_or_else(|| PathBuf::from("server/config"))
}
