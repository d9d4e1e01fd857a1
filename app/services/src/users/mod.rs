//! Users: signing in and out, sessions, and making accounts.

mod account;
mod acting;
pub mod attempt;
mod draft_key;
mod opened;
mod password;
mod profile;
pub mod role_row;
mod session;
pub mod session_row;
mod sign_in;
pub mod team_member;
pub mod token;
pub mod user;
pub mod user_role;

pub use account::{NewAccount, add_account, apply_roles};
pub(crate) use account::{give_role, insert_account, join_team};
pub use draft_key::draft_key;
pub use profile::{all_cases_first, profile};
pub(crate) use session::hex;
pub use session::{sign_out, sign_out_everywhere};
pub use sign_in::{SignIn, SignedIn};
