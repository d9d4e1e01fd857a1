//! Who may do what: the one place that decides.
//!
//! A [`Permission`] is a pair of resource and action, declared once. A [`Role`] is data: its
//! permissions, how far they [`Reach`], and what it may see per form and sensitivity. An [`Actor`]
//! is a signed-in user with roles. Every way out (page, list, sort, count, error, history) asks
//! here and nowhere else.

mod actor;
mod field;
mod permission;
mod reach;
mod role;
mod token;

pub use actor::Actor;
pub use field::{FieldAccess, FieldRule, Sensitivity};
pub use permission::{Action, Permission, Resource};
pub use reach::{CasePlace, Reach, Scope};
pub use role::{Role, RoleProblem};
pub use token::TokenScope;

#[cfg(test)]
mod tests;
