//! One transition, opened: what may be known of it, and what may be done.

mod parts;
mod referral;
mod request;
mod steps;
mod transfer;

pub(super) use referral::referral;
pub(super) use request::request;
pub(super) use transfer::transfer;

use domain::transitions::OwnerChoice;
use leptos::prelude::*;

use crate::{
    language::{plural, say, say_with},
    still::IntoStill,
};

/// The choice of a new owner, with how much each has to do already.
pub(super) fn owner_field(owners: &[OwnerChoice]) -> AnyView {
    let options: Vec<AnyView> = owners.iter().cloned().map(owner_option).collect();
    view! {
        <div class="field">
            <label for="new-owner">{say!(transitions.new_owner)}</label>
            <select class="input" id="new-owner" name="owner" required>
                <option value="">{say!(transitions.choose_owner)}</option>
                {options}
            </select>
        </div>
    }
    .still()
}

fn owner_option(owner: OwnerChoice) -> AnyView {
    let count = u32::try_from(owner.open_cases).unwrap_or(u32::MAX);
    let name = owner.name;
    let label = say_with(move |locale| {
        let load = plural!(locale, count, transitions.owner_load);
        format!("{name} ({load})")
    });
    view! { <option value=owner.id.to_string()>{label}</option> }.still()
}
