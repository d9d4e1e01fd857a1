//! The form `consents`.

use chrono::NaiveDate;

use super::{Inputs, Sheet};

/// What somebody answers when they are asked for consent, by their place in the city: nothing is
/// drawn, so that everything else about them stays what it was. Half of all were asked; of those
/// nearly all said yes to everything but statistics.
pub(crate) fn consents(place: u32, asked_on: NaiveDate) -> Option<Inputs> {
    if place % 2 == 1 {
        return None;
    }
    let day = asked_on.to_string();
    let mut sheet = Sheet::default();
    sheet.set("consent_giver", "person");
    let how = if place.is_multiple_of(3) {
        "spoken"
    } else {
        "signed"
    };
    let sharing = if place % 20 == 10 { "refused" } else { "given" };
    for (purpose, answer) in [
        ("case_management", "given"),
        ("sharing", sharing),
        ("cash", "given"),
    ] {
        sheet.set(&format!("consent_{purpose}"), answer);
        sheet.set(&format!("consent_{purpose}_on"), day.clone());
        if answer == "given" {
            sheet.set(&format!("consent_{purpose}_how"), how);
        }
    }
    sheet.set("consent_statistics", "not_asked");
    Some(sheet.0)
}
