use axum::{Json, extract::Path};
use serde::Serialize;
use services::shelters;
use utoipa::ToSchema;

use super::{
    id,
    shape::{Board, Counts, Shelter},
};
use crate::api::{asker::Asker, parameters::Parameters, problem::Failed};

/// The shelters of the city.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Shelters {
    /// The shelters, one's own district's first.
    items: Vec<Shelter>,
    /// All beds of the city.
    total: Counts,
}

/// List shelters
///
/// Of the whole city, with how many beds are free. Nobody's name is in it.
#[utoipa::path(
    get,
    path = "/shelters",
    tag = "shelters",
    security(("token" = ["shelters:read"])),
    responses((status = 200, description = "The shelters.", body = Shelters))
)]
pub(super) async fn list_shelters(
    asker: Asker,
    parameters: Parameters,
) -> Result<Json<Shelters>, Failed> {
    parameters.nothing_else()?;
    let list = asker.read("shelters.list", |unit| async move {
        shelters::list_shelters(&unit).await
    });
    let list = list.await?;
    Ok(Json(Shelters {
        items: list.shelters.into_iter().map(Into::into).collect(),
        total: list.total.into(),
    }))
}

/// Read a shelter
///
/// With its rooms and beds as they are now. Names of guests need `shelters:write`, their case
/// numbers also `cases:read`.
#[utoipa::path(
    get,
    path = "/shelters/{shelter}",
    tag = "shelters",
    security(("token" = ["shelters:read"])),
    params(("shelter" = String, Path, description = "The shelter's id.")),
    responses((status = 200, description = "The shelter.", body = Board))
)]
pub(super) async fn read_shelter(
    asker: Asker,
    Path(shelter): Path<String>,
    parameters: Parameters,
) -> Result<Json<Board>, Failed> {
    parameters.nothing_else()?;
    let shelter = id(&shelter)?;
    let purpose = format!("shelters.board {shelter}");
    let board = asker.read(purpose, move |unit| async move {
        shelters::read_board(&unit, shelter, None).await
    });
    Ok(Json(board.await?.into()))
}
