use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Error, ProblemCode};

use super::problem::{At, Failed, Place};
use crate::http::Process;

/// The most bytes of what stands behind `?`.
const QUERY_BYTES_MAX: usize = 64_000;

/// What stands behind `?`. Whatever nobody takes out of it is refused: a filter that is misspelt
/// would otherwise let everything through.
pub(crate) struct Parameters(Vec<(String, String)>);

impl FromRequestParts<Process> for Parameters {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &Process) -> Result<Self, Failed> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > QUERY_BYTES_MAX {
            return Err(Error::TooLarge.into());
        }
        Ok(Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}

impl Parameters {
    /// Takes the only value of a parameter.
    ///
    /// # Errors
    /// A problem when there is more than one.
    pub(crate) fn one(&mut self, name: &str) -> Result<Option<String>, Failed> {
        let mut taken = self.take(|other| other == name);
        match taken.len() {
            0 | 1 => Ok(taken.pop().map(|(_, value)| value)),
            _ => {
                let place = Place::Parameter(name.to_owned());
                let twice = At::code(place, ProblemCode::MoreThanOne);
                Err(Failed::invalid(vec![twice]))
            }
        }
    }

    /// Takes every parameter whose name fits.
    pub(crate) fn take(&mut self, fits: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let (taken, left) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|(name, _)| fits(name));
        self.0 = left;
        taken
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A problem for each parameter that nobody has taken.
    pub(crate) fn nothing_else(self) -> Result<(), Failed> {
        if self.0.is_empty() {
            return Ok(());
        }
        let unknown = self.0.into_iter().take(20).map(|(name, _)| {
            let short = name.chars().filter(|sign| !sign.is_control()).take(100);
            At::own(
                Place::Parameter(short.collect()),
                "unknown_parameter",
                "There is no such parameter here.",
            )
        });
        Err(Failed::invalid(unknown.collect()))
    }
}
