//! Many people at once: every page comes, whole and in time.

use std::time::Duration;

use testkit::on_both_databases;
use tokio::time::timeout;

use crate::{
    client::{Browser, application},
    people::{ADMIN, HELPDESK, WORKER, register},
};

const AT_ONCE: usize = 8;
const ROUNDS: usize = 6;

/// Asks for every page again and again, and tells what went wrong.
async fn work(browser: Browser, paths: Vec<String>, expected: Vec<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for _ in 0..ROUNDS {
        for (path, expected) in paths.iter().zip(&expected) {
            let mut browser = browser.clone();
            match timeout(Duration::from_mins(1), browser.get(path)).await {
                Err(_) => faults.push(format!("{path} never comes")),
                Ok(answer) if answer.bytes_without(&[]) != *expected => {
                    faults.push(format!("{path} comes as {} {}", answer.status, answer.body));
                }
                Ok(_) => {}
            }
        }
    }
    faults
}

on_both_databases! {
    async fn a_page_is_the_same_however_many_ask_for_it(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let case = format!("/cases/{number}");
        let paths = vec![
            "/cases".to_owned(),
            "/persons?query=kov".to_owned(),
            case.clone(),
            format!("{case}/identity/edit"),
            "/persons/register".to_owned(),
            "/nowhere".to_owned(),
        ];
        let mut tasks = Vec::new();
        for account in [WORKER, HELPDESK, ADMIN].into_iter().cycle().take(AT_ONCE) {
            let mut browser = Browser::signed_in(&router, account).await;
            let mut expected = Vec::new();
            for path in &paths {
                expected.push(browser.get(path).await.bytes_without(&[]));
            }
            tasks.push(tokio::spawn(work(browser, paths.clone(), expected)));
        }
        for task in tasks {
            assert_eq!(task.await.unwrap(), Vec::<String>::new());
        }
    }
}
