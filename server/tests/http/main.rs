//! Lánchíd as the browser sees it: pages, server functions, headers and cookies.

mod client;
mod csrf;
mod districts;
mod drafts;
mod headers;
mod html;
mod markup;
mod non_interference;
mod people;
mod roles;
mod sessions;
mod sign_in;
mod story;
