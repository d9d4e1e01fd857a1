use domain::{
    access::{Actor, Permission, Reach},
    users::{Offers, Profile},
};

use crate::{Outcome, Unit, districts};

/// The signed-in user, as pages know them.
pub async fn profile(unit: &Unit) -> Outcome<Profile> {
    let actor = unit.actor()?;
    Ok(Profile {
        account: actor.account.clone(),
        display_name: actor.display_name.clone(),
        roles: actor.roles.iter().map(|role| role.label.clone()).collect(),
        district: districts::by_id(unit, actor.district).await?,
        may: Offers {
            read_cases: actor.can(Permission::CASES_READ),
            all_cases_first: all_cases_first(actor),
            create_cases: actor.can(Permission::CASES_CREATE),
            edit_cases: actor.can(Permission::CASES_EDIT),
            case_history: actor.can(Permission::CASES_HISTORY),
            search_persons: actor.can(Permission::PERSONS_SEARCH),
            watch_consents: actor.can(Permission::CONSENTS_WATCH),
            see_shelters: actor.can(Permission::SHELTERS_READ),
            manage_webhooks: actor.can(Permission::WEBHOOKS_MANAGE),
            hand_over: crate::transitions::takes_part(actor),
        },
    })
}

/// Whoever reaches a whole district, or owns no case, begins with all that they may see.
pub fn all_cases_first(actor: &Actor) -> bool {
    let Ok(reach) = actor.reach(Permission::CASES_READ) else {
        return false;
    };
    let wide = matches!(reach, Reach::District { .. } | Reach::City);
    wide || !actor.can(Permission::CASES_OWN)
}
