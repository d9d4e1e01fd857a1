//! Lánchíd as the browser sees it: pages, server functions, headers and cookies.

mod bad_requests;
mod bad_values;
mod client;
mod concurrency;
mod csrf;
mod districts;
mod drafts;
mod errors;
mod faults;
mod filling;
mod fuzz;
mod headers;
mod html;
mod markup;
mod non_interference;
mod odd_values;
mod people;
mod printing;
mod random_forms;
mod roles;
mod secrets;
mod sessions;
mod sign_in;
mod story;
mod unreadable;
