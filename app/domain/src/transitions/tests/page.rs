//! The page about transitions, `docs/transitions.md`.

use std::{fs, path::Path};

use crate::transitions::table;

#[test]
fn the_page_describes_the_rules_in_force() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/transitions.md");
    let now = table();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        fs::write(&file, &now).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let differs = now
        .lines()
        .zip(written.lines())
        .find(|(now, written)| now != written);
    assert!(
        now == written,
        "docs/transitions.md does not describe the rules in force; write it anew:\n\
         UPDATE_DOCS=1 cargo test -p domain --lib transitions\n\
         The first line that differs: {differs:#?}"
    );
}

#[test]
fn a_step_tells_what_follows_who_may_and_why_not() {
    let page = table();
    for words in [
        "| draft | ask | awaiting_release | `may_ask`, `consented` | not_your_step, consent_missing |",
        "| offered | withdraw | withdrawn | `is_asker`<br>or `may_release`<br>or `consent_ended` | not_your_step |",
        "| awaiting_release | release | offered | not `is_asker`, `may_release` | not_your_step, own_step |",
        "| offered | expire | expired | `is_due` | wrong_state |",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
