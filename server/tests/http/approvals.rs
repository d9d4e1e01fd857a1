//! What has to be approved, and whoever tries to decide what is not theirs.

use domain::workflow::{ApprovalEvent, ApprovalKind, ApprovalState};
use testkit::on_both_databases;

use crate::{everybody::*, hand_overs, people::*, stages};

/// Who decides in the district VIII, and in the IX.
const HERE: [&str; 3] = [SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE];
const NEXT_DOOR: [&str; 2] = [NEIGHBOUR_SUPERVISOR, EVERYWHERE];

/// An approval as somebody sees it who decides about it.
struct Shown {
    id: String,
    shown: String,
}

fn ask(name: &str, number: &str, kind: &str, note: &str) -> Attempt {
    let typed = [("number", number), ("kind", kind), ("note", note)];
    Attempt::new(name, "/api/workflow/ask_approval", &typed)
}

/// The only approval of this kind on a case.
async fn shown(crowd: &mut Crowd, decider: &'static str, number: &str, kind: &str) -> Shown {
    let browser = crowd.browser(decider).await;
    let of = [("number", number)];
    let workflow = browser.value("/api/workflow/read", &of).await;
    let mut rows = workflow["approvals"].as_array().unwrap().iter();
    let row = rows.find(|row| row["kind"] == kind).unwrap();
    let id = row["id"].as_str().unwrap().to_owned();
    let of = [("id", id.as_str())];
    let page = browser.value("/api/workflow/read_approval", &of).await;
    let shown = page["shown"].as_str().unwrap().to_owned();
    Shown { id, shown }
}

fn decide(name: &str, of: &Shown, event: &str, comment: &str) -> Attempt {
    let typed = [
        ("id", of.id.as_str()),
        ("event", event),
        ("shown", &of.shown),
        ("comment", comment),
    ];
    Attempt::new(name, "/api/workflow/decide_approval", &typed)
}

/// Asks for an approval, and gives it.
pub(crate) async fn approve(
    crowd: &mut Crowd,
    [asker, decider]: [&'static str; 2],
    number: &str,
    kind: &str,
) {
    crowd.does(asker, &ask("", number, kind, "")).await;
    let shown = shown(crowd, decider, number, kind).await;
    crowd.does(decider, &decide("", &shown, "grant", "")).await;
}

/// An approval that was asked for, and what has become of it.
struct Approval {
    kind: ApprovalKind,
    state: ApprovalState,
    owner: &'static str,
    by: &'static str,
    decider: &'static str,
}

impl Approval {
    /// As somebody asks for it whose district knows this kind.
    const fn of(kind: ApprovalKind, state: ApprovalState) -> Self {
        let (owner, decider) = match kind {
            ApprovalKind::Assessment | ApprovalKind::Plan => (WORKER, SUPERVISOR),
            ApprovalKind::Closure => (NEIGHBOUR, NEIGHBOUR_SUPERVISOR),
        };
        Self {
            kind,
            state,
            owner,
            by: owner,
            decider,
        }
    }
}

fn decisions(shown: &Shown) -> Vec<Attempt> {
    let other = Shown {
        id: shown.id.clone(),
        shown: "0".repeat(64),
    };
    let mut all: Vec<_> = ApprovalEvent::ALL
        .map(ApprovalEvent::code)
        .map(|event| decide(event, shown, event, "Not yet"))
        .into();
    all.extend([
        decide("grant what was not shown", &other, "grant", ""),
        decide("refuse what was not shown", &other, "refuse", "Not yet"),
        decide("refuse silently", shown, "refuse", " "),
    ]);
    for event in ["grant", "refuse", "withdraw"] {
        let name = format!("{event} at length");
        all.push(decide(&name, shown, event, &too_much()).faulty());
    }
    all
}

fn no_decisions(shown: &Shown) -> Vec<Attempt> {
    let events = ["", "accept", "approve", "decline", "GRANT", "' OR 1=1"];
    let mut all: Vec<_> = events
        .map(|event| decide(event, shown, event, "Not yet"))
        .into();
    let ids = ["", "1", "00000000-0000-0000-0000-000000000000"];
    all.extend(ids.map(|id| {
        let nothing = Shown {
            id: id.to_owned(),
            shown: shown.shown.clone(),
        };
        decide("nothing", &nothing, "grant", "")
    }));
    // It is no transition, either.
    for event in ["accept", "refuse", "withdraw", "grant"] {
        all.push(step(event, &shown.id, event, "Not yet"));
    }
    all
}

impl Scene for Approval {
    type Thing = Shown;

    async fn set(&self, crowd: &mut Crowd) -> Shown {
        let number = register(&crowd.world, self.owner, "Шевченко", "Олена").await;
        let kind = self.kind.code();
        crowd.does(self.by, &ask("", &number, kind, "")).await;
        let asked = shown(crowd, self.decider, &number, kind).await;
        let take = |event| decide("", &asked, event, "Not yet");
        match self.state {
            ApprovalState::Asked => {}
            ApprovalState::Granted | ApprovalState::Fallen => {
                crowd.does(self.decider, &take("grant")).await;
            }
            ApprovalState::Refused => {
                crowd.does(self.decider, &take("refuse")).await;
            }
            ApprovalState::Withdrawn => {
                crowd.does(self.by, &take("withdraw")).await;
            }
        }
        if self.state == ApprovalState::Fallen {
            let on = stages::go("", &number, "assessment", "");
            crowd.does(self.by, &on).await;
            return shown(crowd, self.decider, &number, kind).await;
        }
        asked
    }

    fn attempts(&self, shown: &Shown) -> Vec<Attempt> {
        decisions(shown)
    }

    fn nonsense(&self, shown: &Shown) -> Vec<Attempt> {
        no_decisions(shown)
    }
}

/// An approval that was asked for, or given, in the district VIII before its case went to the IX.
struct Moved {
    granted: bool,
}

impl Scene for Moved {
    type Thing = Shown;

    async fn set(&self, crowd: &mut Crowd) -> Shown {
        let number = consenting(&crowd.world).await;
        if self.granted {
            approve(crowd, [WORKER, SUPERVISOR], &number, "plan").await;
        } else {
            crowd.does(WORKER, &ask("", &number, "plan", "")).await;
        }
        hand_overs::hand_over(crowd, &number).await;
        shown(crowd, NEIGHBOUR_SUPERVISOR, &number, "plan").await
    }

    fn attempts(&self, shown: &Shown) -> Vec<Attempt> {
        decisions(shown)
    }

    fn nonsense(&self, shown: &Shown) -> Vec<Attempt> {
        no_decisions(shown)
    }
}

/// A case on which something may be asked to be approved.
struct Asking {
    by: &'static str,
    /// What waits already.
    before: &'static [ApprovalKind],
}

impl Scene for Asking {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        let number = register(&crowd.world, self.by, "Шевченко", "Олена").await;
        for kind in self.before {
            let asked = ask("", &number, kind.code(), "");
            crowd.does(self.by, &asked).await;
        }
        number
    }

    fn attempts(&self, number: &String) -> Vec<Attempt> {
        let kinds = ApprovalKind::ALL.map(ApprovalKind::code);
        let asked = kinds.map(|kind| ask(kind, number, kind, "Please"));
        let long = kinds.map(|kind| ask("ask at length", number, kind, &too_much()).faulty());
        asked.into_iter().chain(long).collect()
    }

    fn nonsense(&self, number: &String) -> Vec<Attempt> {
        let kinds = ["", "cash", "transfer_release", "PLAN", "' OR 1=1"];
        let mut all: Vec<_> = kinds.map(|kind| ask(kind, number, kind, "Please")).into();
        all.push(ask("no case", "case", "plan", ""));
        all.push(ask("a case of nobody", &number_of_nobody(), "plan", ""));
        all
    }
}

on_both_databases! {
    async fn another_decides_about_what_somebody_asked_for(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for (kind, asker, deciders) in [
            (ApprovalKind::Assessment, WORKER, &HERE[..]),
            (ApprovalKind::Plan, WORKER, &HERE),
            (ApprovalKind::Closure, NEIGHBOUR, &NEXT_DOOR),
        ] {
            let asked = Approval::of(kind, ApprovalState::Asked);
            let done = asked.tried_by_everybody(&mut crowd).await;
            assert_done(done, &[each(&[asker], &["withdraw"]), each(deciders, &["grant", "refuse"])], kind.code());
        }
    }

    async fn nobody_decides_about_what_they_asked_for_themselves(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for asker in HERE {
            let own = Approval { by: asker, ..Approval::of(ApprovalKind::Plan, ApprovalState::Asked) };
            let done = own.tried_by_everybody(&mut crowd).await;
            let others: Vec<_> = HERE.into_iter().filter(|other| *other != asker).collect();
            assert_done(done, &[each(&[asker], &["withdraw"]), each(&others, &["grant", "refuse"])], asker);
        }
    }

    async fn of_what_was_decided_nobody_makes_anything_else(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        for kind in ApprovalKind::ALL {
            for state in ApprovalState::ALL.into_iter().filter(|state| *state != ApprovalState::Asked) {
                let done = Approval::of(kind, state).tried_by_everybody(&mut crowd).await;
                assert_done(done, &[], &format!("{} {}", kind.code(), state.code()));
            }
        }
        for granted in [false, true] {
            assert_done(Moved { granted }.tried_by_everybody(&mut crowd).await, &[], "gone to another district");
        }
    }

    async fn whoever_may_change_a_case_asks_for_what_its_district_approves(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let here = [WORKER, COLLEAGUE, SUPERVISOR, SECOND_SUPERVISOR, HELPDESK, EVERYWHERE];
        let next_door = [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, NEIGHBOUR_HELPDESK, EVERYWHERE];
        for (by, people, before, kinds) in [
            (WORKER, &here[..], &[][..], &["assessment", "plan"][..]),
            (WORKER, &here, &[ApprovalKind::Plan], &["assessment"]),
            (WORKER, &here, &[ApprovalKind::Assessment, ApprovalKind::Plan], &[]),
            (NEIGHBOUR, &next_door, &[], &["plan", "closure"]),
            (NEIGHBOUR, &next_door, &[ApprovalKind::Closure], &["plan"]),
        ] {
            let done = Asking { by, before }.tried_by_everybody(&mut crowd).await;
            assert_done(done, &[each(people, kinds)], by);
        }
    }
}
