//! A receiver of a few lines, which answers as a test wishes, and checks signatures by itself.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use ring::hmac;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What it does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Status(u16),
    /// Answers after a while.
    Slowly(Duration, u16),
    /// Says nothing, and keeps the connection.
    Hang,
    /// Closes without a word.
    Drop,
    /// Closes in the middle of the head.
    DropInHead,
    /// Says that it has it, and closes in the middle of the body.
    DropInBody,
    /// Says that it has it, and never ends.
    Endless,
    /// Sends elsewhere.
    Redirect,
    /// No HTTP at all.
    Nonsense,
}

/// What it heard.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
    pub(super) answer: Answer,
}

impl Heard {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(super) fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// Checks the signature as the specification tells receivers to.
    pub(super) fn is_signed_with(&self, secret: &str) -> bool {
        let key = BASE64_STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let signed = [self.id(), &self.headers["webhook-timestamp"], &self.body].join(".");
        let signatures = self.headers["webhook-signature"].split(' ');
        let mut ours = signatures.filter_map(|one| one.strip_prefix("v1,"));
        ours.any(|signature| {
            let signature = BASE64_STANDARD.decode(signature).unwrap();
            hmac::verify(&key, signed.as_bytes(), &signature).is_ok()
        })
    }
}

type Script = dyn Fn(usize) -> Answer + Send + Sync;

/// The receiver.
#[derive(Clone)]
pub(super) struct Receiver {
    pub(super) address: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    open: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    script: Arc<Script>,
}

impl Receiver {
    /// One that answers the first, the second, … request so.
    pub(super) async fn answering(
        script: impl Fn(usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let receiver = Self {
            address: format!("http://127.0.0.1:{port}/hooks"),
            heard: Arc::default(),
            open: Arc::default(),
            most: Arc::default(),
            script: Arc::new(script),
        };
        let serving = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let one = serving.clone();
                tokio::spawn(async move {
                    let open = one.open.fetch_add(1, Ordering::SeqCst) + 1;
                    one.most.fetch_max(open, Ordering::SeqCst);
                    let _ = one.serve(stream).await;
                    one.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        receiver
    }

    pub(super) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// What it said it has.
    pub(super) fn has(&self) -> Vec<Heard> {
        let has = |heard: &Heard| {
            matches!(
                heard.answer,
                Answer::Status(200..=299)
                    | Answer::Slowly(_, 200..=299)
                    | Answer::Endless
                    | Answer::DropInBody
            )
        };
        self.heard().into_iter().filter(has).collect()
    }

    /// How many connections there were at the same time.
    pub(super) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let Some((path, headers, body)) = request(&mut stream).await? else {
            return Ok(());
        };
        let answer = {
            let mut heard = self.heard.lock().unwrap();
            let answer = (self.script)(heard.len());
            heard.push(Heard {
                path,
                headers,
                body,
                answer: answer.clone(),
            });
            answer
        };
        reply(&mut stream, answer).await
    }
}

async fn request(
    stream: &mut TcpStream,
) -> std::io::Result<Option<(String, BTreeMap<String, String>, String)>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    let head = loop {
        let count = stream.read(&mut part).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&part[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.lines();
    let first = lines.next().unwrap().to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        let count = stream.read(&mut part).await?;
        body.extend_from_slice(&part[..count]);
    }
    let path = first.split(' ').nth(1).unwrap().to_owned();
    assert!(first.starts_with("POST "), "{first}");
    Ok(Some((path, headers, String::from_utf8(body).unwrap())))
}

async fn reply(stream: &mut TcpStream, answer: Answer) -> std::io::Result<()> {
    let plain = |status: u16| format!("HTTP/1.1 {status} Said\r\ncontent-length: 2\r\n\r\nok");
    match answer {
        Answer::Status(status) => stream.write_all(plain(status).as_bytes()).await,
        Answer::Slowly(pause, status) => {
            tokio::time::sleep(pause).await;
            stream.write_all(plain(status).as_bytes()).await
        }
        Answer::Hang => {
            // Until the other side gives up.
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await.map(drop)
        }
        Answer::Drop => Ok(()),
        Answer::DropInHead => stream.write_all(b"HTTP/1.1 200 Sa").await,
        Answer::DropInBody => {
            let begun = b"HTTP/1.1 200 Said\r\ncontent-length: 100\r\n\r\nonly so much";
            stream.write_all(begun).await
        }
        Answer::Endless => {
            let begun = b"HTTP/1.1 200 Said\r\ntransfer-encoding: chunked\r\n\r\n";
            stream.write_all(begun).await?;
            let part = [b"1000\r\n".to_vec(), vec![b'x'; 4096], b"\r\n".to_vec()].concat();
            loop {
                stream.write_all(&part).await?;
            }
        }
        Answer::Redirect => {
            let address = stream.local_addr()?;
            let elsewhere = format!(
                "HTTP/1.1 307 Elsewhere\r\nlocation: http://{address}/elsewhere\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(elsewhere.as_bytes()).await
        }
        Answer::Nonsense => stream.write_all(b"220 mail.example ESMTP\r\n").await,
    }
}
