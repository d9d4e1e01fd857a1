//! Shelters, beds and stays, as programs hold, fill and empty them.

use axum::http::Method;
use domain::access::TokenScope;
use serde_json::{Value, json};
use testkit::on_both_databases;

use super::program::{Program, wrong};
use crate::{
    client::{Browser, application},
    people::{HELPDESK, NEIGHBOUR, SHELTER, WORKER, register},
    shelters::house,
};

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

async fn post(program: &mut Program, path: &str, body: &Value) -> crate::client::Answer {
    program.send(Method::POST, path, &[], Some(body)).await
}

/// Of each bed of the only room: how it stands, and who is in it.
async fn beds(program: &mut Program, shelter: &str) -> Vec<(String, String)> {
    let board = program.value(&format!("/shelters/{shelter}")).await;
    let beds = board["rooms"][0]["beds"].as_array().expect("beds").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    beds.map(|bed| (text(&bed["state"]), text(&bed["stay"]["guest"])))
        .collect()
}

fn pair(state: &str, guest: &str) -> (String, String) {
    (state.to_owned(), guest.to_owned())
}

on_both_databases! {
    async fn a_program_holds_receives_moves_and_sends_off(world: World) {
        let router = application(&world);
        let mut operator = Browser::signed_in(&router, SHELTER).await;
        let (id, ids) = house(&mut operator, "2").await;
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut program = Program::of(&world, &router, SHELTER).await;
        assert_eq!(program.value("/shelters").await["total"]["free"], 2);

        let hold = format!("/beds/{}/hold", ids[0]);
        let sent = json!({"number": number, "minutes": 45});
        let key = [("idempotency-key", "hold 1")];
        let held = program.send(Method::POST, &hold, &key, Some(&sent)).await;
        assert_eq!(held.status, 201, "{held:?}");
        let again = program.send(Method::POST, &hold, &key, Some(&sent)).await;
        assert_eq!(held.body, again.body, "it happens once");
        assert_eq!(beds(&mut program, &id).await[0], pair("held", "Шевченко Олена"));
        let second = post(&mut program, &hold, &json!({"name": "Nagy Őrs"})).await;
        assert_eq!((second.status, &second.json()["reason"]), (403, &json!("bed_held")));

        let stay = held.json()["stay"].clone();
        let begun = post(&mut program, "/stays", &json!({"stay": stay})).await;
        assert_eq!(begun.status, 201, "{begun:?}");
        let path = format!("/stays/{}", begun.json()["stay"].as_str().unwrap());
        let moved = post(&mut program, &format!("{path}/move"), &json!({"bed": ids[1]})).await;
        assert_eq!(moved.status, 201, "{moved:?}");
        let now = [pair("free", ""), pair("occupied", "Шевченко Олена")];
        assert_eq!(beds(&mut program, &id).await, now);
        let path = format!("/stays/{}/end", moved.json()["stay"].as_str().unwrap());
        assert_eq!(post(&mut program, &path, &json!({})).await.status, 204);
        let ended = post(&mut program, &path, &json!({})).await;
        assert_eq!((ended.status, &ended.json()["reason"]), (403, &json!("wrong_state")));
        let stays = program.value(&format!("/stays?shelter={id}")).await;
        assert_eq!(stays["items"].as_array().unwrap().len(), 2);
        assert_eq!(stays["items"][0]["stay"]["case"], json!(number));

        let out = format!("/beds/{}/out-of-service", ids[0]);
        let key = [("idempotency-key", "out 1")];
        let sent = json!({"note": "Törött láb"});
        for _ in 0..2 {
            assert_eq!(program.send(Method::POST, &out, &key, Some(&sent)).await.status, 204);
        }
        let other = json!({"note": "Festés"});
        let other = program.send(Method::POST, &out, &key, Some(&other)).await;
        assert_eq!((other.status, &other.json()["code"]), (422, &json!("key_reused")));
        let back = format!("/beds/{}/in-service", ids[0]);
        assert_eq!(program.send(Method::POST, &back, &[], None).await.status, 204);
        let told = "SELECT action FROM audit_events WHERE action LIKE 'guest_%' ORDER BY action";
        let told = world.database.texts(told).await;
        assert_eq!(told, ["guest_arrived", "guest_departed", "guest_moved"], "as a page's");
    }

    async fn a_stay_is_joined_to_a_case_once_there_is_one(world: World) {
        let router = application(&world);
        let mut operator = Browser::signed_in(&router, SHELTER).await;
        let (id, ids) = house(&mut operator, "1").await;
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut program = Program::of(&world, &router, SHELTER).await;
        let arrival = json!({"bed": ids[0], "guest": {"name": "Olena"}});
        let begun = post(&mut program, "/stays", &arrival).await.json();
        let path = format!("/stays/{}/identify", begun["stay"].as_str().unwrap());
        let wrong_number = post(&mut program, &path, &json!({"number": "222-222-2"})).await;
        assert_eq!(wrong(&wrong_number), ["/number unknown_guest"]);
        let sent = json!({"number": number});
        let key = [("idempotency-key", "identify 1")];
        for _ in 0..2 {
            let joined = program.send(Method::POST, &path, &key, Some(&sent)).await;
            assert_eq!(joined.status, 204, "{joined:?}");
        }
        assert_eq!(beds(&mut program, &id).await, [pair("occupied", "Шевченко Олена")]);
        let again = post(&mut program, &path, &sent).await;
        assert_eq!((again.status, &again.json()["reason"]), (403, &json!("wrong_state")));
    }

    async fn what_is_wrong_is_told_where_it_is(world: World) {
        let router = application(&world);
        let mut operator = Browser::signed_in(&router, SHELTER).await;
        let (id, ids) = house(&mut operator, "1").await;
        let mut program = Program::of(&world, &router, SHELTER).await;
        let hold = format!("/beds/{}/hold", ids[0]);
        for (sent, expected) in [
            (json!({}), "/number required"),
            (json!({"number": "K7M-4PX-9"}), "/number unknown_guest"),
            (json!({"name": "x".repeat(201)}), "/name too_long"),
            (json!({"name": "x", "until": "31/02/2027"}), "/until not_a_date"),
            (json!({"name": "x", "minutes": 0}), "/minutes too_small"),
            (json!({"name": "x", "minutes": "soon"}), "/minutes wrong_type"),
            (json!({"guest": "x"}), "/guest unknown_field"),
        ] {
            let answer = post(&mut program, &hold, &sent).await;
            assert_eq!((answer.status, wrong(&answer)), (422, vec![expected.to_owned()]), "{sent}");
        }
        let arrival = json!({"bed": ids[0], "guest": {"name": "x", "at": "soon"}});
        let answer = post(&mut program, "/stays", &arrival).await;
        assert_eq!(wrong(&answer), ["/guest/at not_a_time"]);
        assert_eq!(wrong(&program.get("/stays").await), ["shelter required"]);
        let day = program.get(&format!("/stays?shelter={id}&day=soon")).await;
        assert_eq!(wrong(&day), ["day not_a_date"]);
    }

    async fn scopes_and_roles_narrow_what_is_seen(world: World) {
        let router = application(&world);
        let mut operator = Browser::signed_in(&router, SHELTER).await;
        let (id, ids) = house(&mut operator, "1").await;
        let mut program = Program::of(&world, &router, SHELTER).await;
        let arrival = json!({"bed": ids[0], "guest": {"name": "Nagy Őrs"}});
        assert_eq!(post(&mut program, "/stays", &arrival).await.status, 201);
        let mut reads = Program::with_scopes(&world, &router, SHELTER, &[TokenScope::SheltersRead]).await;
        let mut desk = Program::of(&world, &router, HELPDESK).await;
        for program in [&mut reads, &mut desk] {
            assert_eq!(beds(program, &id).await, [pair("occupied", "")]);
            let refused = post(program, "/stays", &arrival).await;
            assert_eq!((refused.status, &refused.json()["reason"]), (403, &json!("permission_missing")));
            assert_eq!(program.get(&format!("/stays?shelter={id}")).await.status, 403);
        }
        let mut neighbour = Program::of(&world, &router, NEIGHBOUR).await;
        let list = neighbour.value("/shelters").await;
        assert_eq!((&list["items"][0]["open"], &list["total"]["occupied"]), (&json!(false), &json!(1)));
        for (there, nowhere) in [
            (format!("/shelters/{id}"), format!("/shelters/{NOBODY}")),
            (format!("/stays?shelter={id}"), format!("/stays?shelter={NOBODY}")),
        ] {
            let (there, nowhere) = (neighbour.get(&there).await, neighbour.get(&nowhere).await);
            assert_eq!((there.status, there.body), (404, nowhere.body));
        }
        for path in ["hold", "plan", "release", "in-service"] {
            let sent = json!({"name": "x", "from": "2030-01-01"});
            let sent = path.starts_with(['h', 'p']).then_some(&sent);
            let of = async |program: &mut Program, bed: &str| {
                let path = format!("/beds/{bed}/{path}");
                program.send(Method::POST, &path, &[], sent).await
            };
            let there = of(&mut neighbour, &ids[0]).await;
            let nowhere = of(&mut neighbour, NOBODY).await;
            assert!(there.status == 404 || there.status == 422, "{path} {there:?}");
            assert_eq!((there.status, there.body), (nowhere.status, nowhere.body), "{path}");
        }
    }
}
