//! Everybody tries everything: each attempt is done, or refused with a reason and then changes
//! nothing but the audit.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use domain::{
    Refusal,
    access::{Role, Scope},
    transitions::{ReferralEvent, RequestEvent, TransferEvent},
    workflow::ApprovalEvent,
};
use services::Caller;
use testkit::{Account, World, config};

use crate::{
    client::{Answer, Browser, application, encoded},
    content::{Content, difference},
    people::*,
};

pub(crate) const SECOND_SUPERVISOR: &str = "supervisor2.d08";
pub(crate) const NEIGHBOUR_HELPDESK: &str = "helpdesk.d09";
/// A caseworker of another team of the district IX.
pub(crate) const FRONT: &str = "front.d09";
/// People of a third district.
pub(crate) const THIRD: &str = "caseworker1.d10";
pub(crate) const THIRD_SUPERVISOR: &str = "supervisor1.d10";
/// Everything that a supervisor may, in the whole city.
pub(crate) const EVERYWHERE: &str = "everywhere";

/// Everybody, in the order in which they try.
pub(crate) const PERSONAS: [&str; 18] = [
    WORKER,
    COLLEAGUE,
    SUPERVISOR,
    SECOND_SUPERVISOR,
    HELPDESK,
    SHELTER,
    ADMIN,
    NEIGHBOUR,
    NEIGHBOUR_SUPERVISOR,
    NEIGHBOUR_HELPDESK,
    FRONT,
    THIRD,
    THIRD_SUPERVISOR,
    CALL_CENTRE,
    DPO,
    "programme",
    "cityadmin",
    EVERYWHERE,
];

/// Those who also type too much, and try what makes no sense: one of each kind.
const ADVENTUROUS: [&str; 6] = [
    WORKER,
    SUPERVISOR,
    ADMIN,
    NEIGHBOUR_SUPERVISOR,
    THIRD,
    EVERYWHERE,
];

/// Those whom a world does not have by itself.
const MORE: [(&str, &str, i32, Option<&str>); 6] = [
    (SECOND_SUPERVISOR, "supervisor", 8, Some("family")),
    (FRONT, "caseworker", 9, Some("front")),
    (THIRD, "caseworker", 10, Some("family")),
    (THIRD_SUPERVISOR, "supervisor", 10, Some("family")),
    ("cityadmin", "city_admin", 0, None),
    (EVERYWHERE, "everywhere", 0, None),
];

/// Everybody with their browsers.
pub(crate) struct Crowd {
    pub(crate) world: World,
    router: Router,
    browsers: BTreeMap<&'static str, Browser>,
    content: Content,
}

impl Crowd {
    pub(crate) async fn gathered(world: World) -> Self {
        let mut roles = config().roles.iter();
        let supervisor = roles.find(|role| role.role == "supervisor").unwrap();
        let everywhere = Role {
            role: "everywhere".to_owned(),
            scope: Scope::City,
            ..supervisor.clone()
        };
        let world = world.with_roles(&[everywhere]).await;
        for (name, role, district, team) in MORE {
            let account = Account {
                name,
                role,
                district,
                team,
            };
            world.add(account).await;
        }
        Self {
            content: Content::of(&world.database).await,
            router: application(&world),
            world,
            browsers: BTreeMap::new(),
        }
    }

    /// The browser of somebody, who stays signed in.
    pub(crate) async fn browser(&mut self, account: &'static str) -> &mut Browser {
        if !self.browsers.contains_key(account) {
            let browser = Browser::signed_in(&self.router, account).await;
            self.browsers.insert(account, browser);
        }
        self.browsers.get_mut(account).unwrap()
    }

    /// Somebody does what has to succeed; answers where the browser is led.
    pub(crate) async fn does(&mut self, account: &'static str, attempt: &Attempt) -> String {
        let answer = attempt.by(self.browser(account).await).await;
        assert_eq!(word_of(&answer), "done", "{account}: {answer:?}");
        answer.header("location").to_owned()
    }

    /// Days go by, and nobody stays signed in so long.
    pub(crate) fn wait(&mut self, days: i64) {
        self.world.clock.advance(chrono::TimeDelta::days(days));
        self.browsers.clear();
    }

    /// The clock ends what is due.
    pub(crate) async fn expire(&self) {
        let ended = self
            .world
            .store
            .unit(Caller::System, "expire", |unit| async move {
                services::transitions::expire_due(&unit).await
            });
        assert!(ended.await.unwrap() > 0);
    }

    async fn content(&self) -> Vec<String> {
        self.content.read(&self.world.database).await
    }

    /// Whoever was refused has changed nothing; what they typed may wait for them.
    async fn assert_unchanged(&self, before: &[String], drafts: bool, what: &str) {
        let after = self.content().await;
        let mut changed = difference(before, &after).into_iter();
        let other = changed.find(|row| !(drafts && row[2..].starts_with("drafts: ")));
        assert_eq!(other, None, "{what}");
    }
}

/// What somebody sends, and what it is called.
pub(crate) struct Attempt {
    name: String,
    path: &'static str,
    body: String,
    /// Something typed may be wrong, so that it is told at its field.
    faulty: bool,
}

impl Attempt {
    pub(crate) fn new(name: &str, path: &'static str, typed: &[(&str, &str)]) -> Self {
        Self {
            name: name.to_owned(),
            path,
            body: encoded(typed),
            faulty: false,
        }
    }

    /// The same with something wrong.
    pub(crate) fn faulty(self) -> Self {
        Self {
            faulty: true,
            ..self
        }
    }

    async fn by(&self, browser: &mut Browser) -> Answer {
        browser.call(self.path, &self.body).await
    }
}

/// Something that stands in one state, for everybody to try what may be tried of it.
pub(crate) trait Scene {
    /// What it takes to name it.
    type Thing;

    /// Makes a new one.
    async fn set(&self, crowd: &mut Crowd) -> Self::Thing;

    /// Every event, as it should be and without the words that it needs, or with too many.
    fn attempts(&self, thing: &Self::Thing) -> Vec<Attempt>;

    /// What nobody can do, because it is of another machine or of none.
    fn nonsense(&self, thing: &Self::Thing) -> Vec<Attempt>;

    /// Lets everybody try everything, and answers who did what.
    async fn tried_by_everybody(&self, crowd: &mut Crowd) -> Vec<String> {
        let mut done = Vec::new();
        let mut thing = self.set(crowd).await;
        for persona in PERSONAS {
            crowd.browser(persona).await;
            let mut before = crowd.content().await;
            for tried in 0..self.attempts(&thing).len() {
                let attempt = &self.attempts(&thing)[tried];
                if attempt.faulty && !ADVENTUROUS.contains(&persona) {
                    continue;
                }
                let what = format!("{persona} {}", attempt.name);
                let answer = attempt.by(crowd.browser(persona).await).await;
                if word_of(&answer) == "done" {
                    done.push(what);
                    thing = self.set(crowd).await;
                    crowd.browser(persona).await;
                } else {
                    assert_refused(&answer, attempt.faulty, &what);
                    let kept = answer.status == 200;
                    crowd.assert_unchanged(&before, kept, &what).await;
                    if !kept {
                        continue;
                    }
                }
                before = crowd.content().await;
            }
            if ADVENTUROUS.contains(&persona) {
                for attempt in self.nonsense(&thing) {
                    let answer = attempt.by(crowd.browser(persona).await).await;
                    assert_nonsense(&answer, &format!("{persona} {}", attempt.name));
                }
                crowd.assert_unchanged(&before, false, persona).await;
            }
        }
        done
    }
}

/// What an answer says, in a word. What cannot be done of a whole form leads back to it.
fn word_of(answer: &Answer) -> String {
    if answer.status == 200 {
        let to = answer.header("location");
        let refused = to.split_once("refused=");
        return match refused {
            Some((_, reason)) => reason.to_owned(),
            None if to.contains("done=") => "done".to_owned(),
            None => "invalid".to_owned(),
        };
    }
    let told = answer.json();
    let kind = match told["kind"].as_str() {
        Some("refused") => &told["reason"],
        _ => &told["kind"],
    };
    kind.as_str().unwrap_or("no word").to_owned()
}

/// With a reason of the rules, unless what was typed is wrong; a whole form is led back to.
fn assert_refused(answer: &Answer, is_faulty: bool, what: &str) {
    let word = word_of(answer);
    let fits = Refusal::from_code(&word).is_some()
        || matches!(word.as_str(), "overtaken" | "not_found")
        || (is_faulty || answer.status == 200) && word == "invalid";
    assert!(fits && answer.status < 500, "{what}: {answer:?}");
}

fn assert_nonsense(answer: &Answer, what: &str) {
    let word = word_of(answer);
    let fits =
        Refusal::from_code(&word).is_some() || matches!(word.as_str(), "malformed" | "not_found");
    let is_error = (400..500).contains(&answer.status);
    assert!(fits && is_error, "{what}: {answer:?}");
}

/// What stands in the list of who did what, each of some doing each of some things.
pub(crate) fn each(personas: &[&str], events: &[&str]) -> Vec<String> {
    let of = |persona: &&str| {
        let persona = (*persona).to_owned();
        events.iter().map(move |event| format!("{persona} {event}"))
    };
    personas.iter().flat_map(of).collect()
}

/// Exactly this was done, in whichever order.
pub(crate) fn assert_done(mut done: Vec<String>, expected: &[Vec<String>], state: &str) {
    let mut expected = expected.concat();
    expected.sort_unstable();
    done.sort_unstable();
    assert_eq!(done, expected, "{state}");
}

/// More than anybody may write.
pub(crate) fn too_much() -> String {
    "x".repeat(2001)
}

/// A step of a transfer, a referral or a request.
pub(crate) fn step(name: &str, id: &str, event: &str, note: &str) -> Attempt {
    let typed = [("id", id), ("event", event), ("note", note)];
    Attempt::new(name, "/api/transitions/step", &typed)
}

/// Steps that only the other machines know, and that none does.
pub(crate) fn steps_of_others(id: &str, own: &[&str]) -> Vec<Attempt> {
    let known: BTreeSet<&str> = [
        &TransferEvent::ALL.map(TransferEvent::code)[..],
        &ReferralEvent::ALL.map(ReferralEvent::code),
        &RequestEvent::ALL.map(RequestEvent::code),
        &ApprovalEvent::ALL.map(ApprovalEvent::code),
        &["", "offer", "ACCEPT", " withdraw", "withdraw\0"],
    ]
    .concat()
    .into_iter()
    .collect();
    let others = known.into_iter().filter(|event| !own.contains(event));
    others
        .map(|event| step(event, id, event, "No place"))
        .collect()
}

pub(crate) async fn user_id(world: &World, account: &str) -> String {
    match world.actor(account).await {
        Caller::Actor(actor) => actor.user.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The id behind the address of what was asked.
pub(crate) fn shown_id(address: &str) -> String {
    let (_, id) = address.rsplit_once("show=").expect("an id");
    id.to_owned()
}
