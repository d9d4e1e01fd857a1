//! Random walks over the approvals of one case while it is written in, goes from stage to stage, to
//! other owners and to another district. Each answer is foreseen, and so is what stands there
//! afterwards; what is refused leaves everything but the audit as it was.

mod looks;
mod moves;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use chrono::TimeDelta;
use domain::{
    Error, Refusal, Result,
    cases::CaseNumber,
    ids::ApprovalId,
    workflow::{ApprovalEvent, ApprovalKind, ApprovalPage, ApprovalState},
};
use proptest::sample::Index;
use services::approvals::{Decision, decide_approval, read_approval};
use testkit::{Account, Snapshot, World, on_both_databases};

use self::moves::*;
use crate::{support::*, transitions::walking::*, workflow::*};

/// What an approval is about: the stage, and what is written in each of its forms.
type Content = (String, BTreeMap<&'static str, usize>);

/// One approval, as it must be stored.
struct Approval {
    id: ApprovalId,
    kind: ApprovalKind,
    by: &'static Person,
    state: ApprovalState,
    shown: Content,
}

struct Walk<'a> {
    world: &'a World,
    number: CaseNumber,
    home: Home,
    stage: String,
    /// What is written in each form, and how often anything was.
    answers: BTreeMap<&'static str, (i32, usize)>,
    approvals: Vec<Approval>,
    /// What people saw of the approvals when they last looked.
    seen: BTreeMap<(&'static str, usize), (String, Content)>,
    kept: Snapshot,
    met: &'a RefCell<BTreeSet<String>>,
}

impl Walk<'_> {
    fn meet(&self, what: &str) {
        self.met.borrow_mut().insert(what.to_owned());
    }

    async fn go(&mut self, next: Move) {
        self.world.clock.advance(TimeDelta::minutes(1));
        let refused = match next {
            Move::Ask(who, kind, needed) => self.ask(who, kind, needed).await.err(),
            Move::Look(..) | Move::Decide(..) if self.approvals.is_empty() => return,
            Move::Look(who, which) => {
                let place = self.place(which);
                let person = self.home.find(who, Some(self.approvals[place].by));
                self.read(person, place).await.err()
            }
            Move::Decide(who, which, event, looks, says) => {
                let place = self.place(which);
                self.decide(who, place, event, looks, says).await.err()
            }
            Move::Edit(who, form, choice) => self.edit(who, FORMS[form], choice).await.err(),
            Move::Go(who, to, says) => self.step(who, to, says).await.err(),
            Move::Give(which) => self.give(which).await,
            Move::Elsewhere(which) => self.elsewhere(which).await,
        };
        self.assert_kept(refused, &next).await;
        self.look().await;
    }

    async fn assert_kept(&mut self, refused: Option<Error>, next: &impl Debug) {
        let now = everything(self.world).await;
        if let Some(error) = refused {
            assert_same(&now, &self.kept, next);
            if let Error::Refused { reason } = error {
                self.meet(&format!("{reason:?}"));
            }
        }
        self.kept = now;
    }

    fn place(&self, which: Which) -> usize {
        match which {
            Which::Latest => self.approvals.len() - 1,
            Which::Any(which) => which.index(self.approvals.len()),
        }
    }

    async fn ask(&mut self, who: Who, which: Index, needed: bool) -> Result<()> {
        let person = self.home.find(who, None);
        let now = self.workflow().stage(&stage(&self.stage)).unwrap();
        let next = now
            .next
            .iter()
            .flat_map(|to| self.workflow().needed_for(to));
        let next: Vec<_> = next.map(|rule| rule.kind).collect();
        let kind = if needed && !next.is_empty() {
            *which.get(&next)
        } else {
            *which.get(&ApprovalKind::ALL)
        };
        let foreseen = self.foresee_ask(person, kind);
        let asked = ask(self.world, person.name, &self.number, kind).await;
        assert_eq!(asked.clone().map(drop), foreseen, "{person:?} {kind:?}");
        let shown = self.content(kind).unwrap_or_default();
        self.approvals.push(Approval {
            id: asked?,
            kind,
            by: person,
            state: ApprovalState::Asked,
            shown,
        });
        Ok(())
    }

    /// Somebody looks at an approval, and keeps what they saw in mind.
    async fn read(&mut self, person: &'static Person, place: usize) -> Result<()> {
        let one = &self.approvals[place];
        let id = one.id;
        let page: Result<ApprovalPage> = self
            .world
            .read(person.name, move |unit| async move {
                read_approval(&unit, id).await
            })
            .await;
        let content = self.content(one.kind);
        let mut foreseen = self.foresee_case(person, &[Role::Desk, Role::Viewer]);
        if content.is_none() {
            foreseen = foreseen.and(Err(Refusal::WrongState.into()));
        }
        assert_eq!(page.clone().map(drop), foreseen, "{person:?}");
        let page = page?;
        assert_eq!(page.row.state, self.state_now(one));
        let events = ApprovalEvent::ALL.into_iter();
        let may = events.filter(|event| {
            self.foresee_decision(person, one, *event, true, true)
                .is_ok()
        });
        assert_eq!(page.may, may.collect::<Vec<_>>(), "{person:?}");
        self.seen.insert(
            (person.name, place),
            (page.shown, content.unwrap_or_default()),
        );
        Ok(())
    }

    async fn decide(
        &mut self,
        who: Who,
        place: usize,
        event: ApprovalEvent,
        looks: bool,
        says: bool,
    ) -> Result<()> {
        let person = self.home.find(who, Some(self.approvals[place].by));
        if looks {
            // Who may not look decides blindly.
            let _ = self.read(person, place).await;
        }
        let one = &self.approvals[place];
        let (shown, seen) = self
            .seen
            .get(&(person.name, place))
            .cloned()
            .unwrap_or_default();
        let now = self.content(one.kind);
        let foreseen = self.foresee_decision(person, one, event, now.as_ref() == Some(&seen), says);
        let comment = if says { "So it is" } else { " " }.to_owned();
        let (id, decision) = (
            one.id,
            Decision {
                event,
                comment,
                shown,
            },
        );
        let decided = self.world.run(person.name, move |unit| async move {
            decide_approval(&unit, id, &decision).await
        });
        let decided = plainly(decided.await);
        assert_eq!(decided, foreseen, "{person:?} {event:?} {:?}", one.state);
        let one = &mut self.approvals[place];
        one.state = decided?;
        one.shown = now.unwrap_or_default();
        Ok(())
    }

    async fn edit(&mut self, who: Who, form: &'static str, choice: usize) -> Result<()> {
        let person = self.home.find(who, None);
        let mut foreseen = self.foresee_case(person, &[Role::Viewer]);
        if person.role == Role::Desk && form != "contact" {
            foreseen = foreseen.and(Err(Refusal::FormClosed.into()));
        }
        let before = self.answers.get(form).copied();
        let version = before.map_or(0, |(version, _)| version);
        let saved = save(
            self.world,
            person.name,
            &self.number,
            form,
            version,
            &answers(form, choice),
        )
        .await;
        assert_eq!(saved.clone().map(drop), foreseen, "{person:?} {form}");
        self.answers.insert(form, (saved?.version, choice));
        Ok(())
    }

    async fn step(&mut self, who: Who, to: To, says: bool) -> Result<()> {
        let person = self.home.find(who, None);
        let now = self.workflow().stage(&stage(&self.stage)).unwrap();
        let to = match to {
            To::First => &now.next[0],
            To::Next(which) => which.get(&now.next),
            To::Any(which) => &which.get(&self.workflow().stages).stage,
        };
        let foreseen = self.foresee_step(person, to, says);
        let why = if says { "So it is" } else { " " };
        let gone = go(self.world, person.name, &self.number, to.code(), why).await;
        assert_eq!(gone, foreseen, "{person:?} from {} to {to:?}", self.stage);
        gone?;
        if self.stage == "closed" {
            self.meet("reopened");
        }
        to.code().clone_into(&mut self.stage);
        Ok(())
    }

    async fn give(&mut self, which: Index) -> Option<Error> {
        let owner = self.home.next_owner(self.home.district(), which)?;
        let supervisor = self.home.supervisor(self.home.district(), which);
        give(self.world, supervisor.name, &self.number, owner.name).await;
        self.home.owner = owner;
        None
    }

    /// What one district was asked for or has granted is nothing to the other.
    async fn elsewhere(&mut self, which: Index) -> Option<Error> {
        let from = self.home.district();
        let to = if from == 8 { 9 } else { 8 };
        let id = set_out(self.world, self.home.owner, &self.number, to).await;
        let supervisors = [from, to].map(|district| self.home.supervisor(district, which));
        let owner = self.home.next_owner(to, which)?;
        arrive(self.world, id, supervisors, owner).await;
        self.home.owner = owner;
        if self.workflow().stage(&stage(&self.stage)).is_none() {
            "new".clone_into(&mut self.stage);
        }
        for one in &mut self.approvals {
            if matches!(one.state, ApprovalState::Asked | ApprovalState::Granted) {
                one.state = ApprovalState::Fallen;
                self.met.borrow_mut().insert("left behind".to_owned());
            }
        }
        None
    }
}

on_both_databases! {
    async fn only_what_is_shown_now_is_approved_and_never_ones_own(world: World) {
        for (name, role, district, team) in [
            (SECOND_HERE, "supervisor", 8, "family"),
            (SECOND_THERE, "supervisor", 9, "family"),
            (FRONT_THERE, "caseworker", 9, "front"),
        ] {
            world.add(Account { name, role, district, team: Some(team) }).await;
        }
        for person in &PEOPLE {
            world.actor(person.name).await;
        }
        let met = RefCell::default();
        walk(37, 12, &moves(), async |moves| {
            let home = Home { owner: &PEOPLE[0], people: &PEOPLE };
            let number = begun(&world, home.owner).await;
            let kept = everything(&world).await;
            let mut walk = Walk {
                world: &world, number, home, kept, met: &met, stage: "new".to_owned(),
                answers: BTreeMap::new(), approvals: Vec::new(), seen: BTreeMap::new(),
            };
            for next in moves {
                walk.go(next).await;
            }
        });
        let missed: Vec<_> = everywhere().difference(&met.into_inner()).cloned().collect();
        assert_eq!(missed, Vec::<String>::new());
    }
}
