//! Signing in and out, and who is signed in.

mod page_home;
mod page_sign_in;
pub(crate) mod server_fn;

pub(crate) use page_home::HomePage;
pub(crate) use page_sign_in::SignInPage;
