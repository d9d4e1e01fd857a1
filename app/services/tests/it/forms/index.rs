//! The typed index rows follow the answers.

use testkit::{World, on_both_databases};

use crate::support::*;

async fn indexed(world: &World, form: &str) -> Vec<String> {
    let sql = format!(
        "SELECT field || '=' || coalesce(text_value, CAST(integer_value AS text), CAST(day_value AS text)) \
         FROM answer_index WHERE form = '{form}' ORDER BY field, position"
    );
    world.database.texts(&sql).await
}

on_both_databases! {
    async fn index_rows_are_written_anew_with_the_answers(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let identity = [
            "citizenship=ukrainian",
            "family_name=Шевченко",
            "given_name=Олена",
            "sex=female",
        ];
        assert_eq!(indexed(&world, "identity").await, identity);
        save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        let contact = [
            "interpreter_needed=1",
            "phone=+380671234567",
            "preferred_language=ukrainian",
        ];
        assert_eq!(indexed(&world, "contact").await, contact);
        let typed = [("phone", ""), ("interpreter_needed", "no")];
        save(&world, WORKER, &number, "contact", 1, &typed)
            .await
            .unwrap();
        assert_eq!(
            indexed(&world, "contact").await,
            ["interpreter_needed=0", "preferred_language=ukrainian"]
        );
        save(
            &world,
            WORKER,
            &number,
            "identity",
            1,
            &[("birth_date", "1990-03-07")],
        )
        .await
        .unwrap();
        assert_eq!(
            indexed(&world, "identity").await[0],
            "birth_date=1990-03-07"
        );
    }

    async fn an_answer_that_is_no_longer_asked_is_no_longer_stored(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        save(
            &world,
            WORKER,
            &number,
            "contact",
            1,
            &[("safe_to_call", "yes")],
        )
        .await
        .unwrap();
        let text = serde_json::to_string(&read(&world, WORKER, &number).await.unwrap()).unwrap();
        assert!(!text.contains("Only through her sister"));
        let stored = world
            .database
            .texts("SELECT CAST(document AS text) FROM answers")
            .await;
        assert!(stored.iter().all(|document| !document.contains("sister")));
    }
}
