//! How far a role sees: own, team, district, city.

use domain::{Error, access::Role, cases::Whose};
use testkit::{Account, config, on_both_databases};

use crate::support::*;

fn narrowed(role: &str, from: &str, scope: domain::access::Scope) -> Role {
    let roles = &config().roles;
    let model = roles.iter().find(|one| one.role == from).unwrap().clone();
    Role {
        role: role.to_owned(),
        scope,
        ..model
    }
}

async fn total(world: &testkit::World, account: &str) -> u64 {
    exactly(&list(world, account, Whose::All).await.unwrap()).unwrap_or_default()
}

on_both_databases! {
    async fn a_team_sees_its_own_cases_and_a_supervisor_the_whole_district(world: World) {
        let world = world
            .with_roles(&[narrowed(
                "front_worker",
                "caseworker",
                domain::access::Scope::Team,
            )])
            .await;
        world
            .add(Account {
                name: "front.d08",
                role: "front_worker",
                district: 8,
                team: Some("front"),
            })
            .await;
        let family = world.register(WORKER, "Шевченко", "Олена").await;
        let front = world.register("front.d08", "Коваль", "Марія").await;

        assert!(read(&world, COLLEAGUE, &family).await.is_ok());
        assert_eq!(read(&world, COLLEAGUE, &front).await, Err(Error::NotFound));
        assert_eq!(
            read(&world, "front.d08", &family).await,
            Err(Error::NotFound)
        );
        assert_eq!(
            save(&world, COLLEAGUE, &front, "contact", 0, &CONTACT).await,
            Err(Error::NotFound)
        );
        assert_eq!(
            history(&world, COLLEAGUE, &front).await,
            Err(Error::NotFound)
        );
        assert_eq!(
            (
                total(&world, COLLEAGUE).await,
                total(&world, "front.d08").await
            ),
            (1, 1)
        );

        for number in [&family, &front] {
            assert!(read(&world, SUPERVISOR, number).await.is_ok());
        }
        assert_eq!(total(&world, SUPERVISOR).await, 2);
    }

    async fn a_search_knows_the_whole_district_but_opens_only_what_is_in_reach(world: World) {
        let world = world
            .with_roles(&[narrowed(
                "front_worker",
                "caseworker",
                domain::access::Scope::Team,
            )])
            .await;
        world
            .add(Account {
                name: "front.d08",
                role: "front_worker",
                district: 8,
                team: Some("front"),
            })
            .await;
        let number = world.register("front.d08", "Коваль", "Марія").await;
        let found = search(&world, WORKER, "koval").await.unwrap();
        assert_eq!(found.hits.len(), 1);
        assert_eq!(found.hits[0].number, None);
        assert_eq!(found.hits[0].team.en, "Front desk and shelters");
        let found = search(&world, SUPERVISOR, "koval").await.unwrap();
        assert_eq!(found.hits[0].number, Some(number));
    }

    async fn who_sees_only_their_own_cases_sees_no_colleagues(world: World) {
        let world = world
            .with_roles(&[narrowed(
                "lone_worker",
                "caseworker",
                domain::access::Scope::Own,
            )])
            .await;
        world
            .add(Account {
                name: "lone.d08",
                role: "lone_worker",
                district: 8,
                team: Some("family"),
            })
            .await;
        let colleagues = world.register(WORKER, "Шевченко", "Олена").await;
        let own = world.register("lone.d08", "Коваль", "Марія").await;
        assert_eq!(
            read(&world, "lone.d08", &colleagues).await,
            Err(Error::NotFound)
        );
        assert!(read(&world, "lone.d08", &own).await.is_ok());
        assert_eq!(total(&world, "lone.d08").await, 1);
        assert_eq!(total(&world, WORKER).await, 2, "the team sees both");
    }

    async fn the_call_centre_finds_persons_of_every_district_and_opens_none(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        world.register(NEIGHBOUR, "Шевченко", "Ірина").await;
        let found = search(&world, CALL_CENTRE, "шевченко").await.unwrap();
        let districts: Vec<_> = found.hits.iter().map(|hit| hit.district.as_str()).collect();
        assert_eq!(districts, ["IX. Ferencváros", "VIII. Józsefváros"]);
        assert!(found.hits.iter().all(|hit| hit.number.is_none()));
    }
}
