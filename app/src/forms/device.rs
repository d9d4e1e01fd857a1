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

/// What the names of all of it begin with.
const OURS: &str = "draft.";
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
    /// The place for which the server gave this key. What other sessions left, and nobody can read
    /// any more, is thrown away.
    pub(super) fn open(given: &DraftKey) -> Option<Self> {
        let own = [OURS, &given.session, "."].concat();
        for name in names()? {
            if name.starts_with(OURS) && !name.starts_with(&own) {
                store("removeItem", &[&name.into()])?;
            }
        }
        let device = Self {
            key: from_hex(&given.key)?,
            name: own + &given.place,
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
        let nonce = Uint8Array::new_with_length(u32::try_from(NONCE).ok()?);
        invoke(&crypto()?, "getRandomValues", &[&nonce])?;
        let nonce = nonce.to_vec();
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
        Reflect::set(&kind, &"iv".into(), &Uint8Array::from(nonce)).ok()?;
        let key: JsValue = Uint8Array::from(&self.key[..]).into();
        let uses = Array::of1(&way.into());
        let given = [&"raw".into(), &key, &kind, &JsValue::FALSE, &uses];
        let key = promised(&subtle, "importKey", &given).await?;
        let text: JsValue = Uint8Array::from(text).into();
        let done = promised(&subtle, way, &[&kind, &key, &text]).await?;
        Some(Uint8Array::new(&done).to_vec())
    }
}

fn crypto() -> Option<JsValue> {
    part(&window(), "crypto")
}

/// The names of all that is kept in the browser.
fn names() -> Option<Vec<String>> {
    let storage = part(&window(), "localStorage")?;
    let names = Object::keys::<Object>(storage.dyn_ref()?);
    Some(names.iter().filter_map(|name| name.as_string()).collect())
}

fn store(method: &str, given: &[&JsValue]) -> Option<JsValue> {
    invoke(&part(&window(), "localStorage")?, method, given)
}

fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}

fn invoke(of: &JsValue, method: &str, given: &[&JsValue]) -> Option<JsValue> {
    let function: Function = part(of, method)?.dyn_into().ok()?;
    let given: Array = given.iter().copied().collect();
    function.apply(of, &given).ok()
}

async fn promised(of: &JsValue, method: &str, given: &[&JsValue]) -> Option<JsValue> {
    let promise: Promise = invoke(of, method, given)?.dyn_into().ok()?;
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
