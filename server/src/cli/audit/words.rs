use domain::{
    audit::{Fault, NamedEvent},
    districts::District,
};

/// What is wrong in a district, in one line.
pub(super) fn told(district: &District, fault: &Fault) -> String {
    let place = match district.number {
        0 => "audit of the city".to_owned(),
        number => format!("audit of district {number}"),
    };
    let what = match fault {
        Fault::Changed(event) => format!("{} was changed after it was sealed", named(event)),
        Fault::Removed(event) => format!("{} was removed", named(event)),
        Fault::Inserted(event) => format!(
            "{} was inserted: everything of that time had long been sealed",
            named(event)
        ),
        Fault::CutOff(event) => {
            format!(
                "{} and everything sealed behind it was cut off",
                named(event)
            )
        }
        Fault::SealBroken { number, first } => {
            let first = first.as_ref().map(named);
            let first =
                first.map_or_else(String::new, |first| format!(", which begins with {first},"));
            format!("seal {number}{first} was changed, or does not follow from the one before")
        }
        Fault::SealMissing { number } => format!("seal {number} was removed"),
        Fault::CutOffBefore { last, head } => format!(
            "the chain was cut off behind seal {last}: the head that was exported ends with seal \
             {}, {}",
            head.seal,
            named(&head.last)
        ),
        Fault::Rewritten { head } => format!(
            "the chain was written anew: seal {}, which ends with {}, is not the one that was \
             exported",
            head.seal,
            named(&head.last)
        ),
    };
    format!("{place}: {what}")
}

/// What stands in the database may hold anything, and must not forge a line.
fn named(event: &NamedEvent) -> String {
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '_';
    let action: String = event.action.chars().filter(plain).take(40).collect();
    let at = event.at.format("%Y-%m-%d %H:%M:%S%.6f UTC");
    format!("event {} ({action}, {at})", event.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_event_says_cannot_forge_a_line() {
        let event = NamedEvent {
            id: uuid::Uuid::nil().into(),
            at: chrono::DateTime::UNIX_EPOCH,
            action: "case_read\nserver: all is well\u{1b}[2J".to_owned(),
        };
        assert_eq!(
            named(&event),
            "event 00000000-0000-0000-0000-000000000000 (case_readserveralliswell2J, \
             1970-01-01 00:00:00.000000 UTC)"
        );
    }
}
