//! What could not be saved, or is shown once: kept in the browser for as long as it takes to come
//! back to a page.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    percent,
    request::{cookie_of_request, set_cookie},
};

/// For how many seconds.
const SECONDS: i64 = 120;

/// A cookie of ours, which no script reads.
pub(crate) struct Kept(pub(crate) &'static str);

impl Kept {
    /// Keeps something short.
    pub(crate) fn keep(&self, value: &impl Serialize) {
        let text = serde_json::to_string(value).unwrap_or_default();
        set_cookie(self.0, &percent::encode(&text), SECONDS, false);
    }

    /// Forgets it.
    pub(crate) fn forget(&self) {
        set_cookie(self.0, "", 0, false);
    }

    /// What was kept, if it can be read.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let text = percent::decode(&cookie_of_request(self.0)?)?;
        serde_json::from_str(&text).ok()
    }
}

/// The beginning of a text, where a browser would not keep a longer one.
pub(crate) fn beginning(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}
