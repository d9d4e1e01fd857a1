//! Lánchíd as the browser sees it: pages, server functions, headers and cookies.

mod bad_requests;
mod bad_values;
mod client;
mod csrf;
mod districts;
mod drafts;
mod faults;
mod fuzz;
mod headers;
mod html;
mod markup;
mod non_interference;
mod people;
mod roles;
mod sessions;
mod sign_in;
mod story;
mod stress;
