//! The process of Lánchíd: settings, configuration, routes, and the command line.

pub mod api;
pub mod backup;
pub mod cli;
pub mod configuration;
pub mod database;
pub mod http;
pub mod integration;
pub mod mail;
pub mod secret_key;
pub mod settings;
pub mod stop;
