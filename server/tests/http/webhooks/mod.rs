//! Webhooks: their pages, and receivers that do everything wrong that can be done wrong.

mod courier;
mod delivering;
mod pages;
mod receiver;
