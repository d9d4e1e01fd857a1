//! Districts.

use axum::Json;
use domain::districts::District;
use serde::Serialize;
use services::districts;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{asker::Asker, parameters::Parameters, problem::Failed};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new().routes(routes!(list_districts))
}

/// The districts of the city, by number.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Districts {
    /// Each of them, and the city itself.
    items: Vec<Item>,
}

/// A district.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = District)]
struct Item {
    /// 1 to 23; 0 is the city itself.
    number: i32,
    /// The number in Roman numerals; empty for the city.
    #[schema(example = "VIII")]
    roman: String,
    /// Its name.
    #[schema(example = "Józsefváros")]
    name: String,
}

impl From<District> for Item {
    fn from(district: District) -> Self {
        Self {
            number: district.number,
            roman: district.roman,
            name: district.name,
        }
    }
}

/// List the districts
#[utoipa::path(
    get,
    path = "/districts",
    tag = "districts",
    security(("token" = [])),
    responses((status = 200, description = "The districts.", body = Districts))
)]
async fn list_districts(asker: Asker, parameters: Parameters) -> Result<Json<Districts>, Failed> {
    parameters.nothing_else()?;
    let found = asker.read("districts.list", |unit| async move {
        districts::list_districts(&unit).await
    });
    let items = found.await?.into_iter().map(Into::into).collect();
    Ok(Json(Districts { items }))
}
