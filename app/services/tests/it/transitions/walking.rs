//! What random walks have in common: who takes part, how many ways are gone, and what must stay.

use std::{collections::BTreeMap, fmt::Debug};

use chrono::Timelike;
use domain::{
    Error, Refusal, Result,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{TransferEvent, TransferState},
};
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use services::transitions::assign_cases;
use testkit::{Kind, Snapshot, World};
use tokio::{runtime::Handle, task::block_in_place};

use super::support::*;

/// What somebody is in their district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Works on the cases of this team, and may own them.
    Worker(&'static str),
    Supervisor,
    /// Reads and changes every case of the district, and no more.
    Desk,
    /// Reads every case of the district, and no more.
    Viewer,
    /// Has nothing to do with any case.
    Outside,
}

#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) district: i32,
    pub(crate) role: Role,
}

pub(crate) const fn person(name: &'static str, district: i32, role: Role) -> Person {
    Person {
        name,
        district,
        role,
    }
}

/// Where the case of a walk is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) owner: &'static Person,
    pub(crate) people: &'static [Person],
}

/// Somebody, by what they are to the case, or whoever it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    Owner,
    Supervisor(Index),
    /// Who asked for what the move is about.
    Asker,
    Anybody(Index),
}

impl Home {
    pub(crate) const fn district(self) -> i32 {
        self.owner.district
    }

    /// Whether the case is among those that the person opens.
    pub(crate) fn opens_to(self, person: &Person) -> bool {
        person.district == self.district()
            && match person.role {
                Role::Worker(_) => person.role == self.owner.role,
                Role::Supervisor | Role::Desk | Role::Viewer => true,
                Role::Outside => false,
            }
    }

    pub(crate) fn is_supervised_by(self, person: &Person) -> bool {
        person.district == self.district() && person.role == Role::Supervisor
    }

    pub(crate) fn find(self, who: Who, asker: Option<&'static Person>) -> &'static Person {
        match who {
            Who::Owner => self.owner,
            Who::Supervisor(which) => self.supervisor(self.district(), which),
            Who::Asker => asker.unwrap_or(self.owner),
            Who::Anybody(which) => which.get(self.people),
        }
    }

    pub(crate) fn supervisor(self, district: i32, which: Index) -> &'static Person {
        let people = self.people.iter();
        let there = people.filter(|one| one.district == district && one.role == Role::Supervisor);
        let there: Vec<_> = there.collect();
        there[which.index(there.len())]
    }

    /// Somebody of the district who may own a case, and does not own this one.
    pub(crate) fn next_owner(self, district: i32, which: Index) -> Option<&'static Person> {
        let people = self.people.iter();
        let there = people.filter(|one| {
            let works = matches!(one.role, Role::Worker(_));
            works && one.district == district && one.name != self.owner.name
        });
        let there: Vec<_> = there.collect();
        (!there.is_empty()).then(|| *which.get(&there))
    }
}

pub(crate) fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        2 => Just(Who::Owner),
        2 => any::<Index>().prop_map(Who::Supervisor),
        2 => Just(Who::Asker),
        3 => any::<Index>().prop_map(Who::Anybody),
    ]
}

/// Goes so many ways, the same in every run.
pub(crate) fn walk<M: Debug>(
    seed: u8,
    walks: u32,
    moves: &impl Strategy<Value = Vec<M>>,
    one: impl AsyncFn(Vec<M>),
) {
    let config = Config {
        cases: walks,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    };
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let walked = runner.run(moves, |moves| {
        block_in_place(|| Handle::current().block_on(one(moves)));
        Ok(())
    });
    walked.unwrap();
}

/// Everything that stands in the database, but for the audit, which grows with each look.
pub(crate) async fn everything(world: &World) -> Snapshot {
    let database = &world.database;
    let mut content = BTreeMap::new();
    for table in database.tables().await {
        if table == "audit_events" {
            continue;
        }
        let row = match database.kind {
            Kind::Sqlite => {
                let columns =
                    format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
                database.texts(&columns).await.join(" || ',' || ")
            }
            Kind::Postgres => "t::text".to_owned(),
        };
        let rows = format!("SELECT {row} FROM {table} AS t ORDER BY 1");
        content.insert(table, database.texts(&rows).await);
    }
    Snapshot(content)
}

pub(crate) fn assert_same(now: &Snapshot, before: &Snapshot, after: &impl Debug) {
    assert_eq!(now.since(before), Vec::<String>::new(), "{after:?}");
    assert!(now == before, "something is gone after {after:?}");
}

/// The answer, but for who was faster: that is told only of what has ended.
pub(crate) fn plainly<T>(answer: Result<T>) -> Result<T> {
    answer.map_err(|error| match error {
        Error::Overtaken { .. } => Refusal::WrongState.into(),
        other => other,
    })
}

/// Everybody has their turn to be looked at, as the minutes pass.
pub(crate) fn whose_turn(world: &World, people: &'static [Person]) -> &'static Person {
    let minute = services::source::Clock::now(&*world.clock).minute();
    &people[minute as usize % people.len()]
}

/// The supervisor gives the case to another owner of the district.
pub(crate) async fn give(world: &World, supervisor: &str, number: &CaseNumber, owner: &str) {
    let owner = user(world, owner).await;
    let numbers = vec![number.to_string()];
    let assigned = world.run(supervisor, move |unit| async move {
        assign_cases(&unit, &numbers, owner).await
    });
    assert_eq!(assigned.await.unwrap()[0].refused, None);
}

/// One supervisor lets the case go, and the other gives it to its new owner.
pub(crate) async fn arrive(
    world: &World,
    id: TransitionId,
    [sending, receiving]: [&Person; 2],
    owner: &Person,
) {
    let released = step(world, sending.name, id, TransferEvent::Release, None).await;
    assert_eq!(released, Ok(TransferState::Offered));
    let owner = Some(owner.name);
    let accepted = step(world, receiving.name, id, TransferEvent::Accept, owner).await;
    assert_eq!(accepted, Ok(TransferState::Accepted));
}

/// The owner asks for the case to go to another district.
pub(crate) async fn set_out(
    world: &World,
    owner: &Person,
    number: &CaseNumber,
    to: i32,
) -> TransitionId {
    ask(world, owner.name, number, typed(to)).await.unwrap()
}

/// A new case of this owner's, whose person has consented to its going anywhere.
pub(crate) async fn begun(world: &World, owner: &Person) -> CaseNumber {
    consenting(world, owner.name).await
}
