use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{
    access::{Role, TokenScope},
    cases::{CaseNumber, SaveEdit},
    forms::Inputs,
    integration::Retries,
    users::SessionLimits,
};
use services::{
    Caller, Catalog, Outcome, Store, Unit, cases, districts,
    integration::{Integration, Networks, SecretKey},
    store,
    users::{
        self, NewAccount, SignIn,
        token::{MadeToken, NewToken, create_token},
    },
};

use crate::{
    Kind, TestClock, TestDatabase, TestEntropy,
    config::{CITY, config},
};

/// The password of every account of every world.
pub const PASSWORD: &str = "test-password-of-all";

/// An account of a world.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// The account name.
    pub name: &'static str,
    /// The id of its role.
    pub role: &'static str,
    /// The district's number; 0 for the city.
    pub district: i32,
    /// The code of its team.
    pub team: Option<&'static str>,
}

const fn account(
    name: &'static str,
    role: &'static str,
    district: i32,
    team: Option<&'static str>,
) -> Account {
    Account {
        name,
        role,
        district,
        team,
    }
}

/// The accounts that every world has.
const ACCOUNTS: [Account; 13] = [
    account("caseworker1.d08", "caseworker", 8, Some("family")),
    account("caseworker2.d08", "caseworker", 8, Some("family")),
    account("supervisor1.d08", "supervisor", 8, Some("family")),
    account("helpdesk.d08", "helpdesk", 8, Some("front")),
    account("shelter.d08", "shelter", 8, Some("front")),
    account("admin.d08", "admin", 8, None),
    account("caseworker1.d09", "caseworker", 9, Some("family")),
    account("supervisor1.d09", "supervisor", 9, Some("family")),
    account("helpdesk.d09", "helpdesk", 9, Some("front")),
    account("shelter.d09", "shelter", 9, Some("front")),
    account("callcentre", "callcentre", 0, None),
    account("dpo", "dpo", 0, None),
    account("programme", "programme", 0, None),
];

/// A city for one test: a database, a store with a clock of its own, and people who work there.
pub struct World {
    /// The database.
    pub database: TestDatabase,
    /// The store under test.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<TestClock>,
    entropy: Arc<TestEntropy>,
    callers: Mutex<BTreeMap<String, Caller>>,
}

impl World {
    /// A city with the default configuration, on a Monday morning.
    ///
    /// # Panics
    /// When there is no such database to be had.
    pub async fn new(kind: Kind) -> Self {
        let database = TestDatabase::new(kind).await;
        let clock = Arc::new(TestClock::at(morning()));
        let entropy = Arc::new(TestEntropy::seeded(2));
        let store = open(&database, config().catalog(&[]), &clock, &entropy).await;
        Self {
            database,
            store,
            clock,
            entropy,
            callers: Mutex::default(),
        }
    }

    /// The same city with further roles.
    ///
    /// # Panics
    /// When the database does not answer.
    #[must_use]
    pub async fn with_roles(self, roles: &[Role]) -> Self {
        self.with_catalog(config().catalog(roles)).await
    }

    /// The same city with other forms and roles.
    ///
    /// # Panics
    /// When the database does not answer.
    #[must_use]
    pub async fn with_catalog(self, catalog: Catalog) -> Self {
        self.store.close().await;
        let store = open(&self.database, catalog, &self.clock, &self.entropy).await;
        Self {
            store,
            callers: Mutex::default(),
            ..self
        }
    }

    /// Makes a further account, with the password of all.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn add(&self, account: Account) {
        add(&self.store, account).await;
    }

    /// Tries to sign in from an address, and answers the token.
    ///
    /// # Errors
    /// What the store answers.
    pub async fn sign_in(
        &self,
        account: &str,
        password: &str,
        address: Option<&str>,
    ) -> domain::Result<String> {
        let attempt = SignIn {
            account: account.to_owned(),
            password: password.to_owned(),
            address: address.map(str::to_owned),
            agent: None,
            old_token: None,
        };
        Ok(self.store.sign_in(attempt).await?.token)
    }

    /// Whom a token makes known; `None` when it opens nothing any more.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn caller(&self, token: &str) -> Option<Caller> {
        let known = self
            .store
            .authenticate(token, SessionLimits::default(), None)
            .await;
        known.expect("an answer of the database").map(Caller::Actor)
    }

    /// The user of this account, really signed in; the first call signs in, later ones repeat its
    /// answer.
    ///
    /// # Panics
    /// When signing in is refused.
    pub async fn actor(&self, account: &str) -> Caller {
        let known = self.callers().get(account).cloned();
        if let Some(known) = known {
            return known;
        }
        let token = self.sign_in(account, PASSWORD, None).await.expect(account);
        let caller = self.caller(&token).await.expect(account);
        self.callers().insert(account.to_owned(), caller.clone());
        caller
    }

    /// Runs one unit of work as the user of this account.
    ///
    /// # Errors
    /// What the work answers.
    ///
    /// # Panics
    /// When signing in is refused.
    pub async fn run<T, F, Fut>(&self, account: &str, work: F) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        self.store
            .unit(self.actor(account).await, "test", work)
            .await
    }

    /// Runs one unit of work that only reads, as the user of this account.
    ///
    /// # Errors
    /// What the work answers.
    ///
    /// # Panics
    /// When signing in is refused.
    pub async fn read<T, F, Fut>(&self, account: &str, work: F) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        self.store
            .reading(self.actor(account).await, "test", work)
            .await
    }

    /// A token by which a program acts for the user of this account, for a month.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn token(&self, account: &str, scopes: &[TokenScope]) -> MadeToken {
        let new = NewToken {
            account: account.to_owned(),
            scopes: scopes.to_vec(),
            days: 30,
        };
        create_token(&self.store, new).await.expect(account)
    }

    /// Registers a person with the fewest answers that are enough.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn register(&self, account: &str, family: &str, given: &str) -> CaseNumber {
        let typed = inputs(&[
            ("family_name", family),
            ("given_name", given),
            ("sex", "female"),
            ("citizenship", "ukrainian"),
        ]);
        self.run(account, |unit| async move {
            cases::register_person(&unit, &typed, "").await
        })
        .await
        .expect("a registered person")
        .number
    }

    /// Records what the person of a case says to sharing their data: `given`, `refused` or
    /// `withdrawn`.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn consent(&self, account: &str, number: &CaseNumber, answer: &str) {
        let mut answers = inputs(&[
            ("consent_giver", "person"),
            ("consent_case_management", "given"),
            ("consent_case_management_how", "spoken"),
            ("consent_case_management_on", "2024-01-02"),
            ("consent_sharing", answer),
            ("consent_sharing_on", "2024-01-02"),
            ("consent_cash", "not_asked"),
            ("consent_statistics", "not_asked"),
        ]);
        if answer != "refused" {
            answers.extend(inputs(&[("consent_sharing_how", "signed")]));
        }
        if answer == "withdrawn" {
            answers.extend(inputs(&[("consent_sharing_withdrawn_on", "2024-02-03")]));
        }
        let case = number.clone();
        self.run(account, |unit| async move {
            let form = "consents";
            let version = cases::open_form(&unit, &case, form).await?.version;
            let edit = SaveEdit {
                case,
                form: form.to_owned(),
                version,
                answers,
            };
            cases::save_answers(&unit, &edit).await
        })
        .await
        .expect("a recorded consent");
    }

    fn callers(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Caller>> {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers as they are typed, one value for each field.
pub fn inputs(typed: &[(&str, &str)]) -> Inputs {
    let values = typed.iter();
    values
        .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

/// Writes the districts and the accounts of every world into a template.
pub(crate) async fn settle(database: &TestDatabase) {
    let clock = Arc::new(TestClock::at(morning()));
    let entropy = Arc::new(TestEntropy::seeded(1));
    let store = open(database, config().catalog(&[]), &clock, &entropy).await;
    store
        .unit(Caller::System, "test", |unit| async move {
            districts::apply(&unit, &config().districts, CITY).await?;
            users::apply_roles(&unit, &config().roles).await
        })
        .await
        .expect("the districts");
    for account in ACCOUNTS {
        add(&store, account).await;
    }
    store.close().await;
}

async fn add(store: &Store, account: Account) {
    let new = NewAccount {
        account: account.name.to_owned(),
        display_name: account.name.to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![account.role.to_owned()],
        district: account.district,
        team: account.team.map(str::to_owned),
    };
    users::add_account(store, new).await.expect(account.name);
}

async fn open(
    database: &TestDatabase,
    catalog: Catalog,
    clock: &Arc<TestClock>,
    entropy: &Arc<TestEntropy>,
) -> Store {
    let db = store::connect(&database.url, 5)
        .await
        .expect("the database");
    let store = Store::with_sources(db, catalog, clock.clone(), entropy.clone());
    store.that_tells(integration())
}

/// How outside systems are told in every world: the machine's own addresses may be called.
///
/// # Panics
/// Never: these networks can be read.
pub fn integration() -> Arc<Integration> {
    let networks = ["127.0.0.0/8".to_owned()];
    Arc::new(Integration {
        key: Some(SecretKey::from_bytes(&[8; 32])),
        networks: Networks::allowing(&networks).expect("networks"),
        retries: Retries::default(),
    })
}

fn morning() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(24 * 20_780 + 8)
}
