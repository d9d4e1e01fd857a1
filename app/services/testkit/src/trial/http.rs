//! The smallest client: one connection for each request, and an answer is whole or it is none.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// No answer takes longer, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(1);

/// A request, as it is written.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with what stands behind `?`.
    pub path: String,
    /// Who is signed in.
    pub cookie: String,
    /// Where the request seems to come from.
    pub forwarded_for: &'static str,
    /// The same for each repetition of the same request.
    pub key: String,
    /// A posted form.
    pub body: String,
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its head.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Request {
    /// A request for a page.
    pub fn get(path: &str, cookie: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            cookie: cookie.to_owned(),
            ..Self::default()
        }
    }

    /// A form that is posted by our own code.
    pub fn post(path: &str, cookie: &str, body: String) -> Self {
        Self {
            method: "POST",
            path: path.to_owned(),
            cookie: cookie.to_owned(),
            body,
            ..Self::default()
        }
    }

    /// What is written to the server at this port.
    pub fn text(&self, port: u16) -> String {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n",
            self.method, self.path
        );
        let posts = self.method == "POST";
        let (origin, length) = (
            format!("http://127.0.0.1:{port}"),
            self.body.len().to_string(),
        );
        let always = [
            ("Cookie", self.cookie.as_str()),
            ("X-Forwarded-For", self.forwarded_for),
            ("Idempotency-Key", &self.key),
            (
                "Accept",
                if posts {
                    "application/json"
                } else {
                    "text/html"
                },
            ),
        ];
        let posted = [
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Length", &length),
        ];
        let more = posted.iter().filter(|_| posts);
        for (name, value) in always.iter().chain(more) {
            if !value.is_empty() {
                head.extend([name, ": ", value, "\r\n"]);
            }
        }
        format!("{head}\r\n{}", self.body)
    }
}

/// Sends a request and reads the answer to its end.
///
/// # Errors
/// When there is no whole answer.
pub fn send(port: u16, request: &Request) -> io::Result<Answer> {
    let mut stream = open(port)?;
    stream.write_all(request.text(port).as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    whole(&String::from_utf8_lossy(&bytes))
        .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer"))
}

/// Opens a connection.
pub(super) fn open(port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The answer, if nothing is missing at its end.
fn whole(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let lower = head.to_ascii_lowercase();
    let length = lower
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let complete = match length {
        Some(length) => length.trim().parse() == Ok(body.len()),
        None => !lower.contains("transfer-encoding: chunked") || body.ends_with("0\r\n\r\n"),
    };
    complete.then(|| Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

/// Pairs as a form is posted.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let pairs = pairs.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
