use domain::ids::{DistrictId, TeamId, UserId};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::{
    Outcome, Unit,
    demo::{accounts::demo_accounts, person::staff_name},
    districts::{self, INTAKE_TEAM},
    users::{give_role, insert_account, join_team},
};

/// A worker who owns cases.
pub(super) struct Worker {
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) district: DistrictId,
    pub(super) number: u8,
    pub(super) team: TeamId,
}

/// Makes every account, and answers those who own cases.
pub(super) async fn accounts(unit: &Unit, seed: u64, hash: &str) -> Outcome<Vec<Worker>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut workers = Vec::new();
    for account in demo_accounts() {
        let name = staff_name(&mut rng);
        let district = districts::by_number(unit, i32::from(account.district))
            .await?
            .id;
        let user = insert_account(unit, &account.name, &name, hash.to_owned(), district).await?;
        give_role(unit, district, user, account.role).await?;
        if let Some(code) = account.team {
            let team = join_team(unit, district, user, code).await?;
            if account.role == "caseworker" && code == INTAKE_TEAM {
                workers.push(Worker {
                    user,
                    name,
                    district,
                    number: account.district,
                    team,
                });
            }
        }
    }
    Ok(workers)
}
