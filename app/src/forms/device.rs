//! What is being typed, kept in the browser until the server has it: encrypted, under a key that
//! ends with the session and is nowhere but in the memory of the page.
//!
//! The browser's own functions are called by name. Their bindings would bring an import for each
//! into the part of our code that every page loads.

use chrono::NaiveDateTime;
use domain::{forms::Inputs, users::DraftKey};
use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

use crate::wire::read;

/// How many bytes stand before what is encrypted, another number each time.
const NONCE: usize = 12;

/// A draft as the browser keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The version that the edit goes on from.
    pub(super) version: i32,
    /// What was typed.
    pub(super) answers: Inputs,
    /// When the server had last kept the draft by then.
    pub(super) after: Option<NaiveDateTime>,
    /// Whether that is certain: while an answer is awaited, or did not come, it may have kept more.
    pub(super) certain: bool,
}

/// The place of one draft in the browser.
#[derive(Clone)]
pub(super) struct Device {
    key: Vec<u8>,
    name: String,
}

impl Device {
    /// The place for which the server gave this key. What other sessions left, which nobody can read
    /// any more, the browser has forgotten when this one began.
    pub(super) fn open(given: &DraftKey) -> Option<Self> {
        let device = Self {
            key: from_hex(&given.key)?,
            name: ["draft.", &given.place].concat(),
        };
        // Without a connection that can be trusted, browsers do not encrypt.
        let subtle = part(&crypto()?, "subtle")?;
        subtle.is_object().then_some(device)
    }

    /// What is kept there.
    pub(super) async fn read(&self) -> Option<Kept> {
        let text = store("getItem", &[&self.name.as_str().into()])?.as_string()?;
        let bytes = from_hex(&text)?;
        let (nonce, secret) = bytes.split_at_checked(NONCE)?;
        let text = self.cipher("decrypt", nonce, secret).await?;
        read(&text).ok()
    }

    /// Keeps a copy there in place of the one before.
    pub(super) async fn write(&self, copy: &Kept) -> Option<()> {
        let nonce = invoke(&crypto()?, "getRandomValues", &[&bytes(&[0; NONCE])])?;
        let nonce = Uint8Array::new(&nonce).to_vec();
        let text = serde_json::to_vec(copy).ok()?;
        let secret = self.cipher("encrypt", &nonce, &text).await?;
        let text = to_hex(&[nonce, secret].concat());
        store("setItem", &[&self.name.as_str().into(), &text.into()])?;
        Some(())
    }

    /// Forgets what is kept there.
    pub(super) fn forget(&self) {
        store("removeItem", &[&self.name.as_str().into()]);
    }

    async fn cipher(&self, way: &str, nonce: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        let subtle = part(&crypto()?, "subtle")?;
        let kind = Object::new();
        Reflect::set(&kind, &"name".into(), &"AES-GCM".into()).ok()?;
        Reflect::set(&kind, &"iv".into(), &bytes(nonce)).ok()?;
        let (key, uses) = (bytes(&self.key), list(&[&way.into()]));
        let given = [&"raw".into(), &key, &kind, &JsValue::FALSE, &uses];
        let key = promised(&subtle, "importKey", &given).await?;
        let done = promised(&subtle, way, &[&kind, &key, &bytes(text)]).await?;
        Some(Uint8Array::new(&done).to_vec())
    }
}

fn crypto() -> Option<JsValue> {
    part(&window(), "crypto")
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn list(of: &[&JsValue]) -> JsValue {
    of.iter().copied().collect::<Array>().into()
}

fn store(method: &str, given: &[&JsValue]) -> Option<JsValue> {
    invoke(&part(&window(), "localStorage")?, method, given)
}

pub(super) fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}

pub(super) fn invoke(of: &JsValue, method: &str, given: &[&JsValue]) -> Option<JsValue> {
    let function: Function = part(of, method)?.dyn_into().ok()?;
    function.apply(of, list(given).unchecked_ref()).ok()
}

async fn promised(of: &JsValue, method: &str, given: &[&JsValue]) -> Option<JsValue> {
    let promise: Promise = invoke(of, method, given)?.unchecked_into();
    JsFuture::from(promise).await.ok()
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |sign: u8| {
        char::from(sign)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_hex(&to_hex(&bytes)), Some(bytes));
        assert_eq!(from_hex("0g"), None);
        assert_eq!(from_hex("abc"), None);
    }
}
