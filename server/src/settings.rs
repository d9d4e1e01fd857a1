//! Settings: environment or a TOML file; the environment wins, and unknown keys are refused.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

/// Everything that can be set. In the environment each name carries the prefix `LANCHID_`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `sqlite:var/lanchid.sqlite` or `postgres://…` for the runtime role.
    pub database_url: String,
    /// The owning role's address, for migrations; on SQLite the same database.
    pub migration_database_url: Option<String>,
    /// Where to listen.
    pub addr: SocketAddr,
    /// The address that users see; `https://` makes cookies secure. By default the one listened on.
    pub public_url: Option<String>,
    /// The directory with forms, roles and districts; the one built in if there is none.
    pub config_dir: Option<PathBuf>,
    /// The directory with the built site.
    pub site_dir: Option<PathBuf>,
    /// The directory for data.
    pub data_dir: PathBuf,
    /// What is logged, as `tracing` filters.
    pub log: String,
    /// Whether to load the demonstration city at start.
    #[serde(deserialize_with = "yes_or_no")]
    pub demo: bool,
    /// The most connections to the database, apart from the five on which sessions are looked up and
    /// events written; unset, as many as suit the machine.
    pub database_connections: Option<u32>,
    /// How many seconds requests that are on their way have to end when the process is told to stop.
    pub stop_within: u64,
    /// The mail server, `smtp://user:password@host:587?tls=required` or `smtps://…`; without it no
    /// mail is sent.
    pub smtp_url: Option<String>,
    /// Whom mail comes from.
    pub mail_from: String,
    /// The file with the key by which secrets are sealed; `secret.key` in the directory for data by
    /// default, made when there is none yet.
    pub secret_key_file: Option<PathBuf>,
    /// Networks that are no places on the Internet, within which webhooks may be called all the
    /// same: `10.20.0.0/16`.
    #[serde(deserialize_with = "list")]
    pub webhook_private_networks: Vec<String>,
    /// After how many seconds something is sent anew to a webhook that could not be reached, for
    /// each further attempt.
    #[serde(deserialize_with = "list")]
    pub webhook_retries: Vec<u32>,
    /// Whether the client's address stands in `X-Forwarded-For`, written by a proxy of ours.
    #[serde(deserialize_with = "yes_or_no")]
    pub trust_proxy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database_url: "sqlite:var/lanchid.sqlite".to_owned(),
            migration_database_url: None,
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: None,
            config_dir: None,
            site_dir: None,
            data_dir: PathBuf::from("var"),
            log: "info,sqlx=warn".to_owned(),
            demo: false,
            database_connections: None,
            stop_within: 30,
            smtp_url: None,
            mail_from: "Lánchíd <noreply@localhost.localdomain>".to_owned(),
            secret_key_file: None,
            webhook_private_networks: Vec::new(),
            webhook_retries: vec![5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
            trust_proxy: false,
        }
    }
}

impl Settings {
    /// Reads the settings: defaults, then the file, then the environment.
    ///
    /// # Errors
    /// One line that names the key which is unknown or does not fit.
    pub fn read(file: Option<&PathBuf>) -> Result<Self, String> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(format!("there is no settings file {}", file.display()));
            }
            figment = figment.merge(Toml::file(file));
        }
        figment
            .merge(Env::prefixed("LANCHID_"))
            .extract()
            .map_err(|error| format!("settings: {}", error.to_string().replace('\n', "; ")))
    }

    /// The address that users see, without a slash at its end.
    pub fn public_url(&self) -> String {
        self.public_url.as_deref().map_or_else(
            || format!("http://{}", self.addr),
            |url| url.trim_end_matches('/').to_owned(),
        )
    }

    /// Whether users come over an encrypted connection.
    pub fn is_secure(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// The address for migrations.
    pub fn migration_url(&self) -> &str {
        self.migration_database_url
            .as_deref()
            .unwrap_or(&self.database_url)
    }

    /// The settings as TOML, with passwords left out.
    pub fn without_secrets(&self) -> String {
        let shown = Self {
            database_url: without_password(&self.database_url),
            migration_database_url: self.migration_database_url.as_deref().map(without_password),
            smtp_url: self.smtp_url.as_deref().map(without_password),
            ..self.clone()
        };
        toml::to_string_pretty(&shown).unwrap_or_default()
    }
}

/// `1` and `0` stand for true and false, as is usual in an environment.
fn yes_or_no<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Truth(bool),
        Number(u8),
    }
    match Written::deserialize(deserializer) {
        Ok(Written::Truth(truth)) => Ok(truth),
        Ok(Written::Number(number @ (0 | 1))) => Ok(number == 1),
        _ => Err(serde::de::Error::custom("expected true, false, 1 or 0")),
    }
}

/// A list, or as it is usual in an environment, with commas between what stands in it.
fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: FromStr,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Item {
        Number(u64),
        Text(String),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Many(Vec<Item>),
        One(Item),
    }
    let items = match Written::deserialize(deserializer)? {
        Written::Many(items) => items,
        Written::One(item) => vec![item],
    };
    let texts = items.into_iter().map(|item| match item {
        Item::Number(number) => number.to_string(),
        Item::Text(text) => text,
    });
    let texts = texts.collect::<Vec<_>>().join(",");
    let parts = texts.split(',').map(str::trim);
    let read = |part: &str| {
        let unreadable =
            || serde::de::Error::custom(format!("`{part}` does not belong in the list"));
        part.parse().map_err(|_| unreadable())
    };
    parts.filter(|part| !part.is_empty()).map(read).collect()
}

/// `postgres://role:secret@host/db` without the secret.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((role, host)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    let role = role.split(':').next().unwrap_or_default();
    format!("{scheme}://{role}:…@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_as_in_a_file_and_as_in_an_environment() {
        let read = |text: &str| -> Result<Settings, String> {
            let figment = Figment::from(Serialized::defaults(Settings::default()));
            let figment = figment.merge(Toml::string(text));
            figment.extract().map_err(|error| error.to_string())
        };
        for (written, seconds) in [
            ("[1, 2, 3]", vec![1, 2, 3]),
            ("\"1, 2\"", vec![1, 2]),
            ("7", vec![7]),
            ("\"\"", Vec::new()),
        ] {
            let settings = read(&format!("webhook_retries = {written}")).unwrap();
            assert_eq!(settings.webhook_retries, seconds, "{written}");
        }
        let settings = read("webhook_private_networks = \"10.0.0.0/8,fd00::/8\"").unwrap();
        assert_eq!(
            settings.webhook_private_networks,
            ["10.0.0.0/8", "fd00::/8"]
        );
        assert!(read("webhook_retries = \"soon\"").is_err());
    }

    #[test]
    fn a_password_is_never_shown() {
        let settings = Settings {
            database_url: "postgres://app:s@cret:x@db.example/lanchid".to_owned(),
            ..Settings::default()
        };
        let shown = settings.without_secrets();
        assert!(
            shown.contains("postgres://app:…@db.example/lanchid"),
            "{shown}"
        );
        assert!(!shown.contains("cret"));
    }
}
