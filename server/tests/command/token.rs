//! Tokens for programs, at the command line.

use domain::access::Permission;
use testkit::{World, on_both_databases};

use crate::run::told;

const WORKER: &str = "caseworker1.d08";

fn create(world: &World, scope: &str, days: &str) -> Result<String, String> {
    let arguments = [
        "token", "create", "--user", WORKER, "--scope", scope, "--days", days,
    ];
    told(world, &arguments)
}

on_both_databases! {
    async fn a_token_is_made_listed_and_revoked(world: World) {
        let token = create(&world, "cases:read,persons:read", "30").unwrap();
        let token = token.trim();
        assert!(token.starts_with("lanchid_") && token.len() == 72, "{token}");
        let actor = world.store.authenticate_program(token, None).await.unwrap().unwrap();
        assert_eq!(actor.account, WORKER);
        assert!(actor.can(Permission::CASES_READ) && !actor.can(Permission::CASES_EDIT));
        let listed = told(&world, &["token", "list"]).unwrap();
        let id = listed.split(' ').next().unwrap().to_owned();
        assert_eq!(listed.lines().count(), 1);
        assert!(listed.contains(&format!("{WORKER}  cases:read,persons:read  made ")), "{listed}");
        assert!(listed.contains("good until ") && !listed.contains(token), "{listed}");
        assert_eq!(told(&world, &["token", "list", "--user", "dpo"]).unwrap(), "");
        told(&world, &["token", "revoke", &id]).unwrap();
        assert!(world.store.authenticate_program(token, None).await.unwrap().is_none());
        assert!(told(&world, &["token", "list"]).unwrap().contains(" revoked "));
        let again = told(&world, &["token", "revoke", &id]).unwrap_err();
        assert!(again.contains("that is not revoked"), "{again}");
        let events = "SELECT CAST(details AS TEXT) FROM audit_events WHERE action = 'administered' \
            AND CAST(details AS TEXT) LIKE '%token_%' ORDER BY id";
        let events = world.database.texts(events).await;
        assert_eq!(events.len(), 2);
        assert!(events[0].contains(&id) && events[0].contains(WORKER), "{events:?}");
        assert!(!events[0].contains(token) && events[1].contains("token_revoked"), "{events:?}");
    }

    async fn what_makes_no_token_is_told_in_one_line(world: World) {
        for (arguments, expected) in [
            (["nobody", "cases:read", "30"], "there is no active account `nobody`"),
            (["", "cases:read", "30"], "there is no active account ``"),
        ] {
            let [user, scope, days] = arguments;
            let arguments = ["token", "create", "--user", user, "--scope", scope, "--days", days];
            let said = told(&world, &arguments).unwrap_err();
            assert!(said.contains(expected) && said.lines().count() == 1, "{said}");
        }
        assert_eq!(told(&world, &["token", "list"]).unwrap(), "");
        assert_eq!(world.database.texts("SELECT id FROM api_tokens").await.len(), 0);
    }
}
