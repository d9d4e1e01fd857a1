//! The wall that PostgreSQL keeps, with the one in code taken away.

use domain::access::TokenScope;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, TransactionTrait};
use services::{
    Caller, Failure, Store, Unit,
    forms::{Draft, DraftOf, keep_draft},
    store::connect,
    tenancy::check_runtime_role,
};
use testkit::{World, inputs, on_postgres};

use crate::{
    cases::repeats::save_once,
    support::*,
    transitions::{THIRD, third},
};

/// Tables that hold rows of districts, asked of the database so that a new one is not forgotten.
async fn tenant_tables(world: &World) -> Vec<String> {
    let tables = world
        .database
        .texts(
            "SELECT table_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name = 'district_id' ORDER BY 1",
        )
        .await;
    assert!(tables.len() >= 11, "{tables:?}");
    tables
}

/// What nobody changes or removes.
const FOR_EVER: [&str; 2] = ["audit_events", "audit_seals"];

async fn district(world: &World, number: i32) -> String {
    let ids = format!("SELECT id::text FROM districts WHERE number = {number}");
    world.database.texts(&ids).await.remove(0)
}

/// Both districts have rows in every tenant table; otherwise seeing none would prove nothing.
async fn two_districts(world: &World) -> (String, String) {
    // Both share a case with the third.
    third(world).await;
    for account in [WORKER, NEIGHBOUR] {
        let number = world.register(account, "Шевченко", "Олена").await;
        save(world, account, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        let draft = Draft {
            inputs: inputs(&[("sex", "male")]),
            version: 1,
            conflict: None,
            refused: true,
        };
        let of = DraftOf::form(&number, "identity");
        let opened = number.clone();
        let page = world.run(account, |unit| async move {
            services::cases::open_page(&unit, &opened).await
        });
        page.await.unwrap();
        let kept = world.run(account, |unit| async move {
            keep_draft(&unit, &of, &draft).await
        });
        kept.await.unwrap();
        let kept = world.run(account, |unit| async move {
            let list = domain::cases::ListQuery::default();
            services::cases::save_view(&unit, "Mine", &list, true).await
        });
        kept.await.unwrap();
        let typed = [("talk_wish", "slowly")];
        let once = save_once(world, account, "once", &number, 1, &typed);
        once.await.unwrap();
        world.token(account, &TokenScope::ALL).await;
        crate::notifications::told_by_mail(world, account).await;
        crate::transitions::asked_for(world, account, 10).await;
        crate::workflow::asked_for(world, account).await;
        crate::transitions::shared_with(world, account, THIRD).await;
        crate::integration::told_by_webhook(world, account).await;
    }
    for account in [SHELTER, NEIGHBOUR_SHELTER] {
        let house = crate::shelters::support::house(world, account).await;
        let guest = crate::shelters::support::named(house.rooms[2][0], "Nagy Őrs");
        let event = domain::shelters::StayEvent::Arrive;
        let came = crate::shelters::support::act(world, account, event, guest);
        came.await.unwrap();
    }
    crate::audit::seal(world, services::audit::Look::Near).await;
    let (eight, nine) = (district(world, 8).await, district(world, 9).await);
    for table in tenant_tables(world).await {
        for id in [&eight, &nine] {
            let rows = format!("SELECT 'row' FROM {table} WHERE district_id = '{id}'");
            assert!(
                !world.database.texts(&rows).await.is_empty(),
                "{table} is empty in {id}: fill it here"
            );
        }
    }
    (eight, nine)
}

fn sql(text: &str) -> Statement {
    Statement::from_string(DbBackend::Postgres, text)
}

async fn districts_in<C: ConnectionTrait>(db: &C, table: &str) -> Vec<String> {
    let rows = db
        .query_all_raw(sql(&format!(
            "SELECT DISTINCT district_id::text FROM {table}"
        )))
        .await;
    rows.unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

/// What one statement comes to within a unit of this user: rows, or what PostgreSQL says.
async fn attempt(world: &World, account: &str, statement: String) -> Result<u64, String> {
    let outcome = world.run(account, |unit: Unit| async move {
        let done = unit.connection().execute_unprepared(&statement).await;
        Ok(done
            .map(|done| done.rows_affected())
            .map_err(|error: DbErr| error.to_string()))
    });
    outcome.await.unwrap()
}

on_postgres! {
    async fn raw_queries_of_an_actor_see_their_district_alone(world: World) {
        let (_, nine) = two_districts(&world).await;
        let third = district(&world, 10).await;
        for table in tenant_tables(&world).await {
            for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
                let asked = table.clone();
                let seen = world.run(account, |unit: Unit| async move {
                    Ok(districts_in(unit.connection(), &asked).await)
                });
                let mut seen = seen.await.unwrap();
                if table == "audit_events" {
                    // What the third district did with a case that is shared with it.
                    seen.retain(|district| *district != third);
                }
                assert_eq!(seen, *std::slice::from_ref(&nine), "{table}");
            }
        }
    }

    async fn raw_writes_do_not_reach_another_district(world: World) {
        let (eight, nine) = two_districts(&world).await;
        world.actor(NEIGHBOUR).await;
        let before = world.database.snapshot().await;
        for table in tenant_tables(&world).await {
            let update = format!(
                "UPDATE {table} SET district_id = district_id WHERE district_id = '{eight}'"
            );
            let steal =
                format!("UPDATE {table} SET district_id = '{nine}' WHERE district_id = '{eight}'");
            let delete = format!("DELETE FROM {table} WHERE district_id = '{eight}'");
            for statement in [update, steal, delete] {
                match attempt(&world, NEIGHBOUR, statement.clone()).await {
                    Ok(rows) => assert_eq!(rows, 0, "{statement}"),
                    Err(said) => assert!(
                        FOR_EVER.contains(&table.as_str()) && said.contains("permission denied"),
                        "{said}"
                    ),
                }
            }
            let own = format!(
                "SELECT to_jsonb(t)::text FROM {table} AS t WHERE district_id = '{nine}' LIMIT 1"
            );
            let row = world
                .database
                .texts(&own)
                .await
                .remove(0)
                .replace('\'', "''");
            let foreign = row.replace(&nine, &eight);
            let insert = format!(
                "INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, '{foreign}')"
            );
            let said = attempt(&world, NEIGHBOUR, insert).await.unwrap_err();
            assert!(said.contains("row-level security"), "{table}: {said}");
            let give =
                format!("UPDATE {table} SET district_id = '{eight}' WHERE district_id = '{nine}'");
            let said = attempt(&world, NEIGHBOUR, give).await.unwrap_err();
            let refused = said.contains("row-level security") || said.contains("permission denied");
            assert!(refused, "{table}: {said}");
        }
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn audit_events_and_their_seals_are_never_changed_or_removed(world: World) {
        two_districts(&world).await;
        for statement in [
            "UPDATE audit_events SET actor_name = 'nobody'",
            "DELETE FROM audit_events",
            "TRUNCATE audit_events",
            "DROP TABLE audit_events",
            "ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY",
            "UPDATE audit_seals SET hash = ''",
            "DELETE FROM audit_seals",
            "TRUNCATE audit_seals",
            "DROP TABLE audit_seals",
            "ALTER TABLE audit_seals DISABLE ROW LEVEL SECURITY",
        ] {
            for caller in [world.actor(WORKER).await, Caller::Door, Caller::System] {
                let done = world
                    .store
                    .unit(caller, "test", move |unit: Unit| async move {
                        let done = unit.connection().execute_unprepared(statement).await;
                        Ok(done.map_err(|error| error.to_string()).map(|_| ()))
                    });
                let said = done.await.unwrap().unwrap_err();
                let refused = said.contains("permission denied") || said.contains("must be owner");
                assert!(refused, "{statement}: {said}");
            }
        }
    }

    async fn at_the_door_nothing_of_a_case_can_be_read(world: World) {
        two_districts(&world).await;
        for table in ["persons", "cases", "answers", "answer_index", "drafts"] {
            let seen = world
                .store
                .unit(Caller::Door, "test", move |unit: Unit| async move {
                    Ok(districts_in(unit.connection(), table).await)
                });
            assert!(seen.await.unwrap().is_empty(), "{table}");
        }
    }

    async fn whoever_does_not_say_who_acts_sees_nothing(world: World) {
        two_districts(&world).await;
        let db = connect(&world.database.url, 1).await.unwrap();
        let store = Store::new(db.clone(), world.store.catalog().clone());
        let caller = world.actor(NEIGHBOUR).await;
        for table in tenant_tables(&world).await {
            assert!(districts_in(&db, &table).await.is_empty(), "{table}");
            // Of the audit also what the third district did with a case that is shared with it.
            let expected = if table == "audit_events" { 2 } else { 1 };
            for reads in [false, true] {
                let asked = table.clone();
                let work = |unit: Unit| async move {
                    Ok(districts_in(unit.connection(), &asked).await.len())
                };
                let seen = if reads {
                    store.reading(caller.clone(), "test", work).await
                } else {
                    store.unit(caller.clone(), "test", work).await
                };
                assert_eq!(seen, Ok(expected), "{table}");
                assert!(
                    districts_in(&db, &table).await.is_empty(),
                    "{table}: a unit left its tenancy behind"
                );
            }
        }
        let refused = store.unit(caller, "test", |unit: Unit| async move {
            unit.actor()?;
            Err::<(), _>(Failure::Answer(domain::Error::Malformed))
        });
        assert!(refused.await.is_err());
        assert!(
            districts_in(&db, "users").await.is_empty(),
            "nor does one that failed"
        );
        store.close().await;
    }

    async fn a_claim_to_act_without_a_district_opens_nothing(world: World) {
        two_districts(&world).await;
        let db = connect(&world.database.url, 1).await.unwrap();
        for (reach, district) in [("", ""), ("district", ""), ("nonsense", "")] {
            let transaction = db.begin().await.unwrap();
            let claim = format!(
                "SELECT set_config('app.actor', 'somebody', true), \
                 set_config('app.reach', '{reach}', true), set_config('app.district', '{district}', true)"
            );
            transaction.query_one_raw(sql(&claim)).await.unwrap();
            for table in tenant_tables(&world).await {
                assert!(
                    districts_in(&transaction, &table).await.is_empty(),
                    "{table}"
                );
            }
            transaction.rollback().await.unwrap();
        }
        db.close().await.unwrap();
    }

    async fn the_role_of_the_process_owns_nothing_and_passes_no_wall(world: World) {
        let role = world.database.rows(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS mighty, \
             (SELECT count(*) FROM pg_class WHERE relowner = r.oid) \
               + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid) \
               + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid) \
               + (SELECT count(*) FROM pg_database WHERE datdba = r.oid) AS owned, \
             (SELECT count(*) FROM pg_auth_members WHERE member = r.oid) AS memberships \
             FROM pg_roles AS r WHERE rolname = 'lanchid_runtime'",
        ).await.remove(0);
        assert!(!role.try_get::<bool>("", "mighty").unwrap());
        assert_eq!(role.try_get::<i64>("", "owned").unwrap(), 0);
        assert_eq!(role.try_get::<i64>("", "memberships").unwrap(), 0);
        let user = world
            .store
            .unit(Caller::System, "test", |unit: Unit| async move {
                let row = unit
                    .connection()
                    .query_one_raw(sql("SELECT current_user::text"))
                    .await?;
                Ok(row.unwrap().try_get_by_index::<String>(0)?)
            });
        assert_eq!(user.await.unwrap(), "lanchid_runtime");
    }

    async fn the_process_refuses_to_run_as_the_owner_of_the_tables(world: World) {
        assert!(check_runtime_role(&world.database.owner).await.is_err());
        let db = connect(&world.database.url, 1).await.unwrap();
        check_runtime_role(&db).await.unwrap();
        db.close().await.unwrap();
    }

    async fn every_tenant_table_has_one_permissive_and_one_restrictive_policy(world: World) {
        for table in tenant_tables(&world).await {
            let walled = format!(
                "SELECT relrowsecurity::text FROM pg_class WHERE oid = 'public.{table}'::regclass"
            );
            assert_eq!(world.database.texts(&walled).await, ["true"], "{table}");
            let policies = format!(
                "SELECT permissive || ' ' || cmd || ' ' || array_to_string(roles, ',') \
                 FROM pg_policies WHERE tablename = '{table}' ORDER BY 1"
            );
            let policies = world.database.texts(&policies).await;
            // Of transitions and grants, another district reads what concerns it, and writes nothing;
            // so does every district of what the city's webhooks ask for.
            let shared = ["transitions", "grants", "webhook_subscriptions"];
            let expected: &[&str] = if shared.contains(&table.as_str()) {
                &[
                    "PERMISSIVE ALL public",
                    "RESTRICTIVE DELETE public",
                    "RESTRICTIVE INSERT public",
                    "RESTRICTIVE SELECT public",
                    "RESTRICTIVE UPDATE public",
                ]
            } else {
                &["PERMISSIVE ALL public", "RESTRICTIVE ALL public"]
            };
            assert_eq!(policies, expected, "{table}");
        }
    }
}
