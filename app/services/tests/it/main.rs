//! The use cases on both databases, and the rules of the source itself.

mod audit;
mod bad_input;
mod cases;
mod demo;
mod forms;
mod integration;
mod notifications;
mod shelters;
mod source;
mod store;
mod support;
mod tenancy;
mod transitions;
mod two_processes;
mod users;
mod workflow;
