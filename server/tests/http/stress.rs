use crate::client::{Browser, application};
#[test]
#[ignore = "by hand"]
fn stress() {
    testkit::run(testkit::Kind::Sqlite, |world| async move {
        let router = application(&world);
        let number = crate::people::register(&world, "caseworker1.d08", "K", "A").await;
        let b = Browser::signed_in(&router, "caseworker1.d08").await;
        let adm = Browser::signed_in(&router, "admin.d08").await;
        let case = format!("/cases/{number}");
        let edit = format!("/cases/{number}/identity/edit");
        let mut hangs = std::collections::BTreeMap::<String, (u32,u32)>::new();
        let n: u32 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
        for i in 0..n {
            for path in ["/cases", "/persons?query=k", case.as_str(), edit.as_str(), "/nowhere", "/persons/register"] {
                for (who, b) in [("w", &b), ("a", &adm)] {
                    let mut b = b.clone();
                    let e = hangs.entry(format!("{who} {path}")).or_default();
                    e.0 += 1;
                    if tokio::time::timeout(std::time::Duration::from_secs(8), b.get(path)).await.is_err() {
                        e.1 += 1;
                        println!("HANG {i} {who} {path}");
                    }
                }
            }
        }
        println!("{hangs:#?}");
    });
}
