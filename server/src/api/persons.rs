//! Persons.

use axum::Json;
use domain::{
    ProblemCode,
    cases::{PersonHit, PersonSearch},
};
use serde::Serialize;
use services::cases;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    asker::Asker,
    parameters::Parameters,
    problem::{At, Failed, Place},
    words::Words,
};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new().routes(routes!(find_persons))
}

/// The persons that a search found, who fits best first.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Persons {
    /// The best of them, at most twenty.
    items: Vec<Person>,
    /// Whether there are more.
    more: bool,
}

/// A person, as far as the user may see them.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Person {
    /// The name in their own spelling; empty where it is hidden.
    name: String,
    /// The name in Latin letters, where it differs.
    latin_name: String,
    /// The birth date, where it is known and not hidden.
    #[schema(required = true, format = Date)]
    birth_date: Option<String>,
    /// The district that knows them.
    district: String,
    /// The team that works with them.
    team: Words,
    /// Who is responsible.
    #[schema(required = true)]
    owner: Option<String>,
    /// The number of their case, where the user may open it.
    #[schema(required = true, example = "K7M-4PX-9")]
    case: Option<String>,
}

impl From<PersonHit> for Person {
    fn from(hit: PersonHit) -> Self {
        Self {
            name: hit.name,
            latin_name: hit.latin_name,
            birth_date: hit.birth_date.map(|day| day.to_string()),
            district: hit.district,
            team: hit.team.into(),
            owner: hit.owner,
            case: hit.number.map(|number| number.to_string()),
        }
    }
}

impl From<PersonSearch> for Persons {
    fn from(search: PersonSearch) -> Self {
        Self {
            items: search.hits.into_iter().map(Into::into).collect(),
            more: search.more,
        }
    }
}

/// Find persons
///
/// By name in any script or spelling, birth date, telephone, document or case number; the whole
/// district is searched, so that nobody is registered twice.
#[utoipa::path(
    get,
    path = "/persons",
    tag = "persons",
    security(("token" = ["persons:read"])),
    params(("query" = String, Query, description = "What is searched for, as in the search box.")),
    responses((status = 200, description = "Who was found.", body = Persons))
)]
async fn find_persons(asker: Asker, mut parameters: Parameters) -> Result<Json<Persons>, Failed> {
    let query = parameters.one("query")?;
    parameters.nothing_else()?;
    let query = query.ok_or_else(|| {
        let place = Place::Parameter("query".to_owned());
        Failed::invalid(vec![At::code(place, ProblemCode::Required)])
    })?;
    let found = asker.read("cases.search_persons", move |unit| async move {
        cases::search_persons(&unit, &query).await
    });
    Ok(Json(found.await?.into()))
}
