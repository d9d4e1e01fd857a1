//! Somebody who is signed in, registers people and saves forms, and remembers every answer.

use serde_json::Value;

use super::http::{Request, form, send};
use crate::PASSWORD;

/// Saves of a case before the next person is registered.
const SAVES: u32 = 8;

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The server said that it is done.
    Acknowledged,
    /// The server said that it is not done, and can be tried again.
    NotNow,
    /// No whole answer came.
    Unknown,
    /// The server said something that it should not.
    Wrong(String),
}

/// What was sent and not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// A person with this family name.
    Register(String),
    /// This given name, on top of the last version.
    Save(String),
}

/// What is known of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its number.
    pub number: String,
    /// The person's family name, which nobody else has.
    pub family: String,
    /// The given names that were acknowledged, by version, from 1.
    pub given: Vec<String>,
}

impl Known {
    /// The last version that was acknowledged.
    pub fn version(&self) -> usize {
        self.given.len()
    }
}

/// Whoever writes.
#[derive(Clone, Debug)]
pub struct Writer {
    /// The cookie of the session.
    pub cookie: String,
    /// Where the requests seem to come from.
    pub forwarded_for: &'static str,
    /// What waits to be answered.
    pub pending: Option<Pending>,
    /// Every case that was registered, the last one being worked in.
    pub cases: Vec<Known>,
    /// How many attempts were acknowledged.
    pub acknowledged: usize,
    /// How many were told to try again later.
    pub not_now: usize,
    name: u32,
    count: u32,
}

impl Writer {
    /// One who is signed in; no other writer may have the same number.
    pub fn new(name: u32, cookie: String) -> Self {
        Self {
            cookie,
            forwarded_for: "",
            pending: None,
            cases: Vec::new(),
            acknowledged: 0,
            not_now: 0,
            name,
            count: 0,
        }
    }

    /// Tries what is pending once more, or something new.
    pub fn step(&mut self, port: u16) -> Ended {
        let request = self.request();
        let Ok(answer) = send(port, &request) else {
            return Ended::Unknown;
        };
        match answer.status {
            200 => self.take(&answer.body),
            503 => {
                self.not_now += 1;
                Ended::NotNow
            }
            status => Ended::Wrong(format!("{status} to {}: {}", request.body, answer.body)),
        }
    }

    /// What is pending, as it is sent; begins something new when nothing is.
    pub fn request(&mut self) -> Request {
        let pending = self.pending.take().unwrap_or_else(|| self.next());
        let (path, body) = match &pending {
            Pending::Register(family) => ("register_person", register(family)),
            Pending::Save(given) => ("save_answers", self.save(given)),
        };
        self.pending = Some(pending);
        let mut request = Request::post(&format!("/api/cases/{path}"), &self.cookie, body);
        request.forwarded_for = self.forwarded_for;
        request.key = format!("{:08}-{:08}", self.name, self.count);
        request
    }

    fn next(&mut self) -> Pending {
        self.count += 1;
        let goes_on = self.cases.last().is_some_and(|case| {
            u32::try_from(case.version()).unwrap_or(u32::MAX) <= SAVES
                || !self.forwarded_for.is_empty()
        });
        if goes_on {
            Pending::Save(format!("Név{}", letters(self.name, self.count)))
        } else {
            Pending::Register(format!("Trial{}", letters(self.name, self.count)))
        }
    }

    fn save(&self, given: &str) -> String {
        let case = self.cases.last().expect("a case");
        form(&[
            ("case", &case.number),
            ("form", "identity"),
            ("version", &case.version().to_string()),
            ("answers[family_name][]", &case.family),
            ("answers[given_name][]", given),
        ])
    }

    fn take(&mut self, body: &str) -> Ended {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        let wrong = || Ended::Wrong(body.to_owned());
        match self.pending.take() {
            Some(Pending::Register(family)) => {
                let Some(number) = said["number"].as_str() else {
                    return wrong();
                };
                self.registered(number.to_owned(), family);
            }
            Some(Pending::Save(given)) => {
                let case = self.cases.last_mut().expect("a case");
                case.given.push(given);
                let version = said["version"].as_u64().and_then(|one| one.try_into().ok());
                if version != Some(case.version()) {
                    return wrong();
                }
            }
            None => return wrong(),
        }
        self.acknowledged += 1;
        Ended::Acknowledged
    }

    /// A registration turned out to be there.
    pub fn registered(&mut self, number: String, family: String) {
        self.pending = None;
        self.cases.push(Known {
            number,
            family,
            given: vec!["Első".to_owned()],
        });
    }
}

fn register(family: &str) -> String {
    form(&[
        ("answers[family_name][]", family),
        ("answers[given_name][]", "Első"),
        ("answers[sex][]", "female"),
        ("answers[citizenship][]", "ukrainian"),
    ])
}

/// Numbers in letters, because a name has no digits.
fn letters(writer: u32, count: u32) -> String {
    let all = u64::from(writer) * 1_000_000 + u64::from(count);
    let digits = all.to_string();
    digits
        .bytes()
        .map(|digit| char::from(b"abdefgklmn"[usize::from(digit - b'0')]))
        .collect()
}

/// Signs in, and answers the cookie.
///
/// # Panics
/// When signing in is refused.
pub fn sign_in(port: u16, account: &str) -> String {
    let body = form(&[("account", account), ("password", PASSWORD)]);
    let request = Request::post("/api/users/sign_in", "", body);
    let answer = send(port, &request).expect("an answer");
    let cookie = answer.head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let is_session = name.eq_ignore_ascii_case("set-cookie") && value.contains("session");
        is_session.then(|| value.split(';').next().unwrap_or_default().to_owned())
    });
    cookie.unwrap_or_else(|| panic!("{account}: {answer:?}"))
}
