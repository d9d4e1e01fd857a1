//! A browser of a few lines: it keeps cookies, follows nothing, and posts as browsers do.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, header},
};
use serde_json::Value;
use server::http::{Process, Site, router};
use testkit::{PASSWORD, World};
use tower::ServiceExt;

use crate::html::{Form, Page};

/// The address that users see in every test.
pub(crate) const ADDRESS: &str = "http://lanchid.test";
/// What a browser accepts that shows the answer as a page.
pub(crate) const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
/// What our own code in the browser accepts.
pub(crate) const JSON: &str = "application/json";
/// The content type of a posted form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The whole application over the world's store.
pub(crate) fn application(world: &World) -> Router {
    router(process(world), &Site::none())
}

/// What the process knows in every test.
pub(crate) fn process(world: &World) -> Process {
    Process {
        store: world.store.clone(),
        secure: false,
        trust_proxy: false,
        public_url: ADDRESS.to_owned(),
        demonstration: false,
        live: server::http::Live::default(),
    }
}

/// A browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Headers that every request carries.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    /// A browser whose user reads English.
    pub(crate) fn new(router: &Router) -> Self {
        Self::reading(router, "en")
    }

    /// A browser whose user reads this language.
    pub(crate) fn reading(router: &Router, language: &str) -> Self {
        Self {
            router: router.clone(),
            cookies: BTreeMap::new(),
            headers: vec![("accept-language", language.to_owned())],
        }
    }

    /// A browser in which this account is signed in.
    pub(crate) async fn signed_in(router: &Router, account: &str) -> Self {
        let mut browser = Self::new(router);
        let answer = browser.sign_in(account, PASSWORD, "/").await;
        assert_eq!(answer.location(), "/", "{account} cannot sign in");
        browser
    }

    /// Posts the sign-in form.
    pub(crate) async fn sign_in(&mut self, account: &str, password: &str, to: &str) -> Answer {
        let body = encoded(&[("account", account), ("password", password), ("to", to)]);
        self.post("/api/users/sign_in", &body).await
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", HTML)], Vec::new())
            .await
    }

    /// Asks for a page that is there, and reads it.
    pub(crate) async fn page(&mut self, path: &str) -> Page {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.page()
    }

    /// Posts a form as the browser does without our code.
    pub(crate) async fn post(&mut self, path: &str, body: &str) -> Answer {
        let headers = [("accept", HTML), ("content-type", FORM)];
        self.send(Method::POST, path, &headers, body.as_bytes().to_vec())
            .await
    }

    /// Calls a server function as our code does.
    pub(crate) async fn call(&mut self, path: &str, body: &str) -> Answer {
        let headers = [("accept", JSON), ("content-type", FORM)];
        self.send(Method::POST, path, &headers, body.as_bytes().to_vec())
            .await
    }

    /// Calls a server function that has to succeed.
    pub(crate) async fn value(&mut self, path: &str, pairs: &[(&str, &str)]) -> Value {
        let answer = self.call(path, &encoded(pairs)).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// Presses a button of a form.
    pub(crate) async fn submit(&mut self, form: &Form, button: &str) -> Answer {
        let (action, pairs) = form.pressed(button);
        self.post(&action, &encoded_all(&pairs)).await
    }

    /// Goes where the answer leads.
    pub(crate) async fn follow(&mut self, answer: &Answer) -> Page {
        self.page(answer.location()).await
    }

    /// Sends any request.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "lanchid.test");
        let own = self
            .headers
            .iter()
            .filter(|(name, _)| headers.iter().all(|(other, _)| other != name));
        for (name, value) in own {
            request = request.header(*name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookie_header());
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        self.keep_cookies(&parts.headers);
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).expect("an answer in UTF-8"),
        }
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (pair, flags) = cookie.split_once(';').expect("flags");
            let (name, value) = pair.split_once('=').expect("a value");
            if flags.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Answer {
    /// A header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a header in ASCII"))
    }

    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        assert!((300..400).contains(&self.status), "no redirect: {self:?}");
        self.header("location")
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as a page.
    pub(crate) fn page(&self) -> Page {
        assert!(
            self.header("content-type").starts_with("text/html"),
            "no page: {self:?}"
        );
        Page::read(&self.body)
    }

    /// The nonce of the page.
    pub(crate) fn nonce(&self) -> &str {
        let policy = self.header("content-security-policy");
        let (_, rest) = policy
            .split_once("'nonce-")
            .unwrap_or_else(|| panic!("{policy}"));
        rest.split('\'').next().unwrap_or_default()
    }

    /// Everything that reaches the client, without the nonce, keys and these words: what two answers must
    /// have in common to be told apart by nobody.
    pub(crate) fn bytes_without(&self, words: &[&str]) -> String {
        let headers = self.headers.iter();
        let headers: Vec<String> = headers
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        let mut all = format!("{}\n{}\n\n{}", self.status, headers.join("\n"), self.body);
        if self.header("content-security-policy").contains("'nonce-") {
            all = all.replace(self.nonce(), "NONCE");
        }
        // Under which key a form is sent is random.
        for begins in ["\"key\":\"", "\\\"key\\\":\\\"", "name=\"key\" value=\""] {
            all = without_value(&all, begins);
        }
        for word in words.iter().filter(|word| !word.is_empty()) {
            all = all.replace(word, "WORD");
        }
        all
    }
}

/// The text with nothing in the quotes that stand behind these beginnings.
fn without_value(text: &str, begins: &str) -> String {
    let mut parts = text.split(begins);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('"').unwrap_or_default();
        all.push_str(begins);
        all.push('"');
        all.push_str(rest);
    }
    all
}

/// Pairs as a form is posted.
pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    let pairs = pairs.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

/// The same for pairs that own their texts.
pub(crate) fn encoded_all(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter();
    let pairs: Vec<(&str, &str)> = pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    encoded(&pairs)
}

/// Percent-encodes everything but plain letters and digits.
pub(crate) fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
