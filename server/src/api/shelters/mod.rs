//! Shelters, beds and stays.

mod beds;
mod read;
mod shape;
mod stays;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Error, Problem,
    access::Permission,
    ids::{BedId, StayId},
    shelters::TypedStay,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use services::{Outcome, Unit, repeats::run_once};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    asker::Asker,
    once::{Once, answered},
    problem::{At, Failed, Place},
};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new()
        .routes(routes!(read::list_shelters))
        .routes(routes!(read::read_shelter))
        .routes(routes!(beds::hold_bed))
        .routes(routes!(beds::release_bed))
        .routes(routes!(beds::plan_stay))
        .routes(routes!(beds::take_out))
        .routes(routes!(beds::put_back))
        .routes(routes!(stays::list_stays, stays::begin_stay))
        .routes(routes!(stays::move_stay))
        .routes(routes!(stays::identify_guest))
        .routes(routes!(stays::end_stay))
}

/// Somebody's place in a bed.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStay {
    /// Its id.
    #[schema(format = "uuid")]
    stay: String,
}

/// Who is to be put into a bed, and until when: the person of a case, a member of their family, or
/// somebody without a case, by name.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct SentGuest {
    /// The number of the case.
    #[schema(example = "K7M-4PX-9")]
    number: String,
    /// Who of the case: `-1` the person, else the number of a row among the family members.
    member: Option<i32>,
    /// The name of somebody without a case.
    #[schema(max_length = 200)]
    name: String,
    /// For how many minutes the bed is held; 120 when it is not said.
    #[schema(minimum = 1, maximum = 4320)]
    minutes: Option<u32>,
    /// The day on which a planned guest comes, `2026-12-01`.
    from: String,
    /// The day on which the guest is to go.
    until: String,
    /// When it happened, if not now, on the wall in Budapest: `2026-11-30T20:15`.
    at: String,
    /// A note for those who work in the shelter.
    #[schema(max_length = 200)]
    note: String,
}

impl SentGuest {
    fn typed(&self, bed: Option<BedId>) -> TypedStay {
        TypedStay {
            bed,
            stay: None,
            number: self.number.clone(),
            member: self.member,
            name: self.name.clone(),
            at: self.at.clone(),
            minutes: self
                .minutes
                .map(|minutes| minutes.to_string())
                .unwrap_or_default(),
            from: self.from.clone(),
            until: self.until.clone(),
            note: self.note.clone(),
        }
    }
}

/// What is wrong with what was sent stands at its member.
fn at_members(error: Error) -> Failed {
    let Error::Invalid { problems } = error else {
        return error.into();
    };
    let at = |problem: Problem| {
        let place = Place::Pointer(format!("/{}", problem.field));
        At::known(place, problem)
    };
    Failed::invalid(problems.into_iter().map(at).collect())
}

/// An id in an address: any other text names nothing.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failed> {
    text.parse().map_err(|_| Error::NotFound.into())
}

/// Lets something happen in a shelter, once under its key. `purpose` names what, and to which of
/// them; what is asked for under a key is that with `sent`.
async fn change<T, F, Fut>(
    asker: &Asker,
    purpose: String,
    sent: impl Serialize + Send,
    Once(key): Once,
    work: F,
) -> Result<T, Failed>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: FnOnce(Unit) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome<T>> + Send + 'static,
{
    let request = json!([purpose, sent]);
    let done = asker.change(purpose, move |unit| async move {
        let work = Box::pin(work(unit.clone()));
        run_once(
            &unit,
            Permission::SHELTERS_PLACE,
            key.as_ref(),
            &request,
            work,
        )
        .await
    });
    answered(done.await.map_err(at_members)?)
}

fn created(stay: StayId) -> Response {
    let stay = NewStay {
        stay: stay.to_string(),
    };
    (StatusCode::CREATED, Json(stay)).into_response()
}
