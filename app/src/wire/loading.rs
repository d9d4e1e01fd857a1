//! What a page waits for.
//!
//! A resource, whatever shows while it loads, and taking over what the server sent is much code for
//! each type of resource. So there is one type, whose values are read when a page takes them out.

use std::{
    any::Any, convert::Infallible, future::Future, marker::PhantomData, pin::Pin, sync::Arc,
};

use codee::{Decoder, Encoder};
use leptos::prelude::Resource;
use serde::{Serialize, de::DeserializeOwned};

use super::reader::read;
use crate::errors::AppError;

/// A value of the type `T` that a page waits for.
pub(crate) struct Loading<T> {
    resource: Resource<Parcel, Wrapping>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loading<T> {}

impl<T: Clone + DeserializeOwned + 'static> Loading<T> {
    /// Waits for the value.
    pub(crate) async fn value(self) -> Result<T, AppError> {
        unwrap(self.resource.await)
    }

    /// For code that need not know the type: what to wait for, and how to take it out.
    pub(crate) fn parcel(self) -> Resource<Parcel, Wrapping> {
        self.resource
    }
}

/// Loads what `fetch` brings, anew whenever `source` says something else.
pub(crate) fn load<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    start(source, fetch, false)
}

/// Like [`load`]; the server sends nothing before it is there.
pub(crate) fn load_first<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    start(source, fetch, true)
}

fn start<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
    first: bool,
) -> Loading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let source = Box::new(move || Asked(Arc::new(source())));
    let fetch = Box::new(move |asked: Asked| -> Fetching {
        let asked = asked.0.any().downcast_ref::<S>().cloned();
        let fetched = asked.map(&fetch);
        Box::pin(async move {
            match fetched {
                Some(fetched) => wrap(fetched.await),
                None => wrong_type(),
            }
        })
    });
    Loading {
        resource: resource(source, fetch, first),
        of: PhantomData,
    }
}

type Source = Box<dyn Fn() -> Asked + Send + Sync>;
type Fetch = Box<dyn Fn(Asked) -> Fetching + Send + Sync>;
type Fetching = Pin<Box<dyn Future<Output = Parcel> + Send>>;

/// The one place where a resource is made.
fn resource(source: Source, fetch: Fetch, first: bool) -> Resource<Parcel, Wrapping> {
    Resource::new_with_options(source, fetch, first)
}

/// What is asked for, its type forgotten.
#[derive(Clone)]
struct Asked(Arc<dyn Question>);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(other.0.any())
    }
}

trait Question: Send + Sync {
    fn any(&self) -> &dyn Any;
    fn is(&self, other: &dyn Any) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Question for S {
    fn any(&self) -> &dyn Any {
        self
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<S>().is_some_and(|other| self == other)
    }
}

/// A value or an error, its type forgotten.
#[derive(Clone)]
pub(crate) enum Parcel {
    /// As it came with the page.
    Text(Arc<str>),
    /// As it was fetched; on the server, with the way to write it.
    Value(Arc<dyn Any + Send + Sync>, fn(&dyn Any) -> String),
}

fn wrap<T: Serialize + Send + Sync + 'static>(value: Result<T, AppError>) -> Parcel {
    Parcel::Value(Arc::new(value), write::<T>)
}

/// Only the server writes, so the browser has no code for it.
#[cfg(feature = "ssr")]
fn write<T: Serialize + 'static>(value: &dyn Any) -> String {
    let value = value.downcast_ref::<Result<T, AppError>>();
    value
        .and_then(|value| serde_json::to_string(value).ok())
        .unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn write<T>(_: &dyn Any) -> String {
    String::new()
}

/// Takes the value out of its parcel.
pub(crate) fn unwrap<T: Clone + DeserializeOwned + 'static>(parcel: Parcel) -> Result<T, AppError> {
    let value = match parcel {
        Parcel::Text(text) => read(text.as_bytes()).ok(),
        Parcel::Value(value, _) => value.downcast_ref::<Result<T, AppError>>().cloned(),
    };
    value.unwrap_or(Err(AppError(domain::Error::Malformed)))
}

/// Never happens: question and fetching are made together.
fn wrong_type() -> Parcel {
    wrap::<()>(Err(AppError(domain::Error::Malformed)))
}

/// How parcels travel from the server into the page.
pub(crate) struct Wrapping;

impl Encoder<Parcel> for Wrapping {
    type Error = Infallible;
    type Encoded = String;

    fn encode(parcel: &Parcel) -> Result<String, Infallible> {
        Ok(match parcel {
            Parcel::Text(text) => (**text).to_owned(),
            Parcel::Value(value, write) => write(&**value),
        })
    }
}

impl Decoder<Parcel> for Wrapping {
    type Error = Infallible;
    type Encoded = str;

    fn decode(text: &str) -> Result<Parcel, Infallible> {
        Ok(Parcel::Text(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answer = Result<Vec<u8>, AppError>;

    #[test]
    fn a_value_that_was_fetched_is_taken_out() {
        let answer: Answer = Ok(vec![1, 2]);
        assert_eq!(unwrap(wrap(answer.clone())), answer);
        let answer: Answer = Err(AppError(domain::Error::NotFound));
        assert_eq!(unwrap(wrap(answer.clone())), answer);
    }

    #[test]
    fn what_is_not_what_was_asked_for_is_an_error() {
        let malformed = Err(AppError(domain::Error::Malformed));
        assert_eq!(unwrap::<String>(wrap(Ok(vec![1_u8]))), malformed);
        assert_eq!(unwrap::<String>(Parcel::Text("{".into())), malformed);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_value_travels_with_the_page() {
        for answer in [Ok(vec![1, 2]), Err(AppError(domain::Error::NotFound))] {
            let text = Wrapping::encode(&wrap(answer.clone())).unwrap();
            assert_eq!(text, serde_json::to_string(&answer).unwrap());
            assert_eq!(unwrap::<Vec<u8>>(Wrapping::decode(&text).unwrap()), answer);
        }
    }

    #[test]
    fn questions_are_compared_by_what_they_ask() {
        let asked = |number: u8| Asked(Arc::new(number));
        assert!(asked(1) == asked(1));
        assert!(asked(1) != asked(2));
        assert!(asked(1) != Asked(Arc::new(1_u16)));
    }
}
