//! What two districts share, behind the wall that PostgreSQL keeps: the other side reads the row
//! that concerns it, and nothing that hangs on it.

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use services::Unit;
use testkit::{World, on_postgres};

use crate::{
    support::*,
    transitions::{THIRD, request, shared_with, third},
};

/// What a statement of the account comes to, as one row of text or as what PostgreSQL says.
async fn raw(world: &World, account: &str, text: String) -> Result<Vec<String>, String> {
    let done = world.run(account, |unit: Unit| async move {
        let statement = Statement::from_string(DbBackend::Postgres, text);
        let rows = unit.connection().query_all_raw(statement).await;
        Ok(rows.map_err(|error| error.to_string()).map(|rows| {
            let first = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
            first.collect::<Vec<String>>()
        }))
    });
    done.await.unwrap()
}

/// One case of the district VIII is shared with the district X, which asks for another.
async fn shared(world: &World) {
    third(world).await;
    shared_with(world, WORKER, THIRD).await;
    let other = world.register(WORKER, "Мельник", "Ірина").await;
    request(world, THIRD, other.as_str()).await.unwrap();
}

on_postgres! {
    async fn the_other_side_reads_its_row_and_a_third_does_not(world: World) {
        shared(&world).await;
        for (table, rows) in [("grants", 1), ("transitions", 2)] {
            let all = format!("SELECT id::text FROM {table} ORDER BY 1");
            let expected = world.database.texts(&all).await;
            assert_eq!(expected.len(), rows);
            for account in [WORKER, THIRD] {
                assert_eq!(raw(&world, account, all.clone()).await, Ok(expected.clone()), "{table} {account}");
            }
            for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
                assert_eq!(raw(&world, account, all.clone()).await, Ok(vec![]), "{table} {account}");
            }
        }
    }

    async fn the_other_side_writes_nothing(world: World) {
        shared(&world).await;
        world.actor(NEIGHBOUR).await;
        let before = world.database.snapshot().await;
        for table in ["grants", "transitions"] {
            for statement in [
                format!("UPDATE {table} SET case_number = 'x' RETURNING id::text"),
                format!("UPDATE {table} SET ends_at = now() + interval '1 year' RETURNING id::text"),
                format!("UPDATE {table} SET district_id = to_district_id RETURNING id::text"),
                format!("DELETE FROM {table} RETURNING id::text"),
            ] {
                for account in [THIRD, NEIGHBOUR] {
                    assert_eq!(raw(&world, account, statement.clone()).await, Ok(vec![]), "{account}: {statement}");
                }
            }
            let row = world.database.texts(&format!("SELECT to_jsonb(t)::text FROM {table} AS t LIMIT 1")).await.remove(0);
            let id = world.database.texts(&format!("SELECT id::text FROM {table} LIMIT 1")).await.remove(0);
            let another = row.replace(&id, "00000000-0000-0000-0000-000000000007");
            let insert = format!("INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, '{another}') RETURNING id::text");
            let said = raw(&world, THIRD, insert).await.unwrap_err();
            assert!(said.contains("row-level security"), "{table}: {said}");
        }
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn a_grant_opens_the_use_case_and_not_the_wall(world: World) {
        shared(&world).await;
        let case = world.database.texts("SELECT case_id::text FROM grants").await.remove(0);
        let person = world.database.texts(&format!("SELECT person_id::text FROM cases WHERE id = '{case}'")).await.remove(0);
        for (table, column, id) in [
            ("cases", "id", &case),
            ("answers", "case_id", &case),
            ("answer_index", "case_id", &case),
            ("persons", "id", &person),
            ("person_words", "person_id", &person),
        ] {
            let rows = format!("SELECT 'row' FROM {table} WHERE {column} = '{id}'");
            assert!(!world.database.texts(&rows).await.is_empty(), "{table}");
            assert_eq!(raw(&world, THIRD, rows).await, Ok(vec![]), "{table}");
        }
        // Nor does a reading leave the gate open.
        let left = world.run(THIRD, |unit: Unit| async move {
            let query = domain::cases::ListQuery { whose: domain::cases::Whose::Shared, ..Default::default() };
            let listed = services::cases::list_cases(&unit, &query).await?;
            let number = listed.cases[0].number.clone();
            services::cases::read_case(&unit, &number).await?;
            services::cases::read_history(&unit, &number).await?;
            services::cases::search_persons(&unit, number.as_str()).await?;
            let all = Statement::from_string(DbBackend::Postgres, "SELECT 'row' FROM cases");
            Ok((number, unit.connection().query_all_raw(all).await?.len()))
        });
        assert_eq!(left.await.unwrap().1, 0, "the third has no case of its own");
    }
}
