//! `server audit verify`, `head` and `key`.

use std::{fs, os::unix::fs::PermissionsExt};

use chrono::TimeDelta;
use sea_orm::EntityTrait;
use services::audit::{
    Look,
    entity::{Entity, Model},
    seal_events,
};
use testkit::{World, on_both_databases};

use crate::run::{Folder, told};

const WORKER: &str = "caseworker1.d08";

/// Cases are registered in district VIII, and sealed; the events of that, in order.
async fn story(world: &World) -> Vec<Model> {
    for _ in 0..4 {
        world.register(WORKER, "Шевченко", "Олена").await;
        seal_events(&world.store, Look::Near).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
    }
    let mut events = Entity::find().all(&world.database.owner).await.unwrap();
    events.retain(|event| event.action == "case_registered");
    events.sort_by_key(|event| event.at);
    events
}

async fn execute(world: &World, sql: &str) {
    world.database.execute(sql).await;
}

/// As it is named in a line.
fn named(event: &Model) -> String {
    let at = event.at.format("%Y-%m-%d %H:%M:%S%.6f UTC");
    format!("event {} ({}, {at})", event.id, event.action)
}

on_both_databases! {
    async fn a_sound_chain_is_told_of_with_its_figures(world: World) {
        story(&world).await;
        world.register(WORKER, "Коваль", "Марія").await;
        let count = world.database.rows("SELECT 1 FROM audit_events").await.len();
        let said = told(&world, &["audit", "verify"]).unwrap();
        let expected = format!(
            "{} audit events are as they were sealed, 1 are not sealed yet.\n", count - 1
        );
        assert_eq!(said, expected);
        let said = told(&world, &["audit", "verify", "--district", "9"]).unwrap();
        assert!(said.contains(" 0 are not sealed yet"), "{said}");
        let said = told(&world, &["audit", "verify", "--district", "99"]).unwrap_err();
        assert_eq!(said, "server: there is no district 99\n");
    }

    async fn what_was_done_to_the_table_is_told_in_one_line(world: World) {
        let events = story(&world).await;
        for event in &events[1..] {
            let removed = Entity::delete_by_id(event.id).exec(&world.database.owner);
            removed.await.unwrap();
        }
        let said = told(&world, &["audit", "verify"]).unwrap_err();
        let cut = format!("{} and everything sealed behind it was cut off", named(&events[1]));
        assert_eq!(said, format!("server: audit of district 8: {cut}\n"));
        execute(&world, "UPDATE audit_events SET actor_name = 'caseworker1.d09' \
                         WHERE action = 'case_registered'").await;
        let said = told(&world, &["audit", "verify"]).unwrap_err();
        let changed = format!("{} was changed after it was sealed", named(&events[0]));
        assert_eq!(said, format!("server: audit of district 8: {changed}\n"));
        assert!(told(&world, &["audit", "verify", "--district", "9"]).is_ok());
        execute(&world, "DELETE FROM audit_seals WHERE number = 2").await;
        let said = told(&world, &["audit", "verify"]).unwrap_err();
        assert_eq!(said, "server: audit of district 8: seal 2 was removed\n");
    }

    async fn an_exported_head_finds_what_the_chain_alone_cannot(world: World) {
        let events = story(&world).await;
        let folder = Folder::new();
        let (key, head) = (folder.name("key"), folder.name("head.json"));
        let public = told(&world, &["audit", "key", &key]).unwrap();
        let public = public.trim();
        let mode = fs::metadata(folder.file("key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(told(&world, &["audit", "key", &key]).is_err(), "a key is never overwritten");
        folder.write("head.json", &told(&world, &["audit", "head", "--key", &key]).unwrap());
        folder.write("plain.json", &told(&world, &["audit", "head"]).unwrap());
        let with_head = ["audit", "verify", "--head", &head, "--public-key", public];
        told(&world, &with_head).unwrap();
        told(&world, &["audit", "verify", "--head", &folder.name("plain.json")]).unwrap();

        execute(&world, "DELETE FROM audit_events WHERE action = 'case_registered'").await;
        execute(&world, "DELETE FROM audit_seals WHERE number > 1").await;
        let said = told(&world, &with_head).unwrap_err();
        assert!(said.contains("audit of district 8"), "{said}");
        let last = named(events.last().unwrap());
        execute(&world, "DELETE FROM audit_seals").await;
        seal_events(&world.store, Look::Far).await.unwrap();
        told(&world, &["audit", "verify"]).unwrap();
        let said = told(&world, &with_head).unwrap_err();
        let expected = format!(
            "server: audit of district 8: the chain was cut off behind seal 1: the head that was \
             exported ends with seal 4, {last}\n"
        );
        assert!(said.contains(&expected), "{said}");
        let plain = folder.name("plain.json");
        let said = told(&world, &["audit", "verify", "--head", &plain]).unwrap_err();
        assert!(said.contains(&expected), "{said}");
    }

    async fn a_head_that_somebody_else_signed_is_refused(world: World) {
        story(&world).await;
        let folder = Folder::new();
        let (ours, theirs) = (folder.name("ours"), folder.name("theirs"));
        let public = told(&world, &["audit", "key", &ours]).unwrap();
        told(&world, &["audit", "key", &theirs]).unwrap();
        let signed = told(&world, &["audit", "head", "--key", &theirs]).unwrap();
        folder.write("head", &signed);
        folder.write("changed", &signed.replacen("\"seal\": 4", "\"seal\": 3", 1));
        folder.write("plain", &told(&world, &["audit", "head"]).unwrap());
        folder.write("nonsense", "{}");
        for (file, public, reason) in [
            ("head", Some(public.trim()), "was not signed with this key"),
            ("changed", None, "was not signed with this key, or was changed since"),
            ("plain", Some(public.trim()), "the head is not signed"),
            ("head", Some("abc"), "this is not a public key"),
            ("nonsense", None, "this is not an exported head"),
            ("missing", None, "No such file"),
        ] {
            let file = folder.name(file);
            let mut arguments = vec!["audit", "verify", "--head", &file];
            if let Some(public) = public {
                arguments.extend(["--public-key", public]);
            }
            let said = told(&world, &arguments).unwrap_err();
            assert!(said.contains(reason) && said.lines().count() == 1, "{said}");
        }
        let said = told(&world, &["audit", "head", "--key", &folder.name("head")]).unwrap_err();
        assert!(said.contains("this is not a key"), "{said}");
    }
}
