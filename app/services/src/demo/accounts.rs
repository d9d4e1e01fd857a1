//! The accounts of the demonstration city.

/// How many districts the demonstration city has.
pub const DISTRICTS: u8 = 23;

/// One account: who may sign in, as what and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The name to sign in with, such as `caseworker1.d08`.
    pub name: String,
    /// The role, as the role configuration names it.
    pub role: &'static str,
    /// The district's number, or 0 for the city.
    pub district: u8,
    /// The team within the district, where the account belongs to one.
    pub team: Option<&'static str>,
}

/// The accounts of every district: name before the dot, role, team.
const OF_DISTRICT: &[(&str, &str, Option<&str>)] = &[
    ("caseworker1", "caseworker", Some("family")),
    ("caseworker2", "caseworker", Some("family")),
    ("supervisor1", "supervisor", Some("family")),
    ("supervisor2", "supervisor", Some("family")),
    ("helpdesk", "helpdesk", Some("front")),
    ("shelter", "shelter", Some("front")),
    ("admin", "admin", None),
];

/// The accounts of the city: name, role.
const OF_CITY: &[(&str, &str)] = &[
    ("cash.officer", "cash_officer"),
    ("cash.approver", "cash_approver"),
    ("cash.treasurer", "cash_treasurer"),
    ("callcentre", "callcentre"),
    ("programme", "programme"),
    ("dpo", "dpo"),
    ("admin", "city_admin"),
];

/// Every account: those of the districts in their order, then those of the city.
pub fn demo_accounts() -> Vec<DemoAccount> {
    (1..=DISTRICTS)
        .flat_map(district_accounts)
        .chain(city_accounts())
        .collect()
}

fn district_accounts(district: u8) -> impl Iterator<Item = DemoAccount> {
    OF_DISTRICT
        .iter()
        .map(move |&(name, role, team)| DemoAccount {
            name: format!("{name}.d{district:02}"),
            role,
            district,
            team,
        })
}

fn city_accounts() -> impl Iterator<Item = DemoAccount> {
    OF_CITY.iter().map(|&(name, role)| DemoAccount {
        name: name.to_owned(),
        role,
        district: 0,
        team: None,
    })
}

#[cfg(test)]
mod tests {
    use super::demo_accounts;
    use std::collections::BTreeSet;

    #[test]
    fn every_district_and_the_city_have_their_accounts() {
        let accounts = demo_accounts();
        assert_eq!(accounts.len(), 23 * 7 + 7);
        for district in 1..=23 {
            let own = accounts.iter().filter(|one| one.district == district);
            assert_eq!(own.count(), 7);
        }
        let names: BTreeSet<_> = accounts.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), accounts.len());
        for name in [
            "caseworker1.d01",
            "shelter.d23",
            "cash.treasurer",
            "admin",
            "admin.d08",
        ] {
            assert!(names.contains(name), "{name}");
        }
    }

    #[test]
    fn roles_and_teams_are_those_of_the_configuration() {
        for account in demo_accounts() {
            let team = match account.role {
                "caseworker" | "supervisor" => Some("family"),
                "helpdesk" | "shelter" => Some("front"),
                _ => None,
            };
            assert_eq!(account.team, team, "{}", account.name);
            let of_city = [
                "cash_officer",
                "cash_approver",
                "cash_treasurer",
                "callcentre",
            ]
            .iter()
            .chain(&["programme", "dpo", "city_admin"])
            .any(|role| *role == account.role);
            assert_eq!(account.district == 0, of_city, "{}", account.name);
        }
    }
}
