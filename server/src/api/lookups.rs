//! Lookups: lists of choices that several fields share.

use axum::{Json, extract::Path};
use domain::forms::{Choice, Lookup};
use serde::Serialize;
use services::forms;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{asker::Asker, parameters::Parameters, problem::Failed, words::Words};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new()
        .routes(routes!(list_lookups))
        .routes(routes!(read_lookup))
}

/// The lookups whose choices some field offers that the user may see.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Lookups {
    /// Each of them.
    items: Vec<LookupTitle>,
}

/// A lookup by its title.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LookupTitle {
    /// Its id.
    #[schema(example = "countries")]
    lookup: String,
    /// What it is a list of.
    title: Words,
}

/// A lookup with its items.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Lookup)]
struct LookupBody {
    /// Its id.
    #[schema(example = "countries")]
    lookup: String,
    /// What it is a list of.
    title: Words,
    /// The items, in the order in which they are offered.
    items: Vec<ChoiceBody>,
}

/// Something that can be chosen.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Choice)]
pub(super) struct ChoiceBody {
    /// The id that is stored.
    id: String,
    /// What people read.
    label: Words,
    /// The choice that it belongs to or lies in.
    #[schema(required = true)]
    parent: Option<String>,
    /// The first day on which it is offered.
    #[schema(required = true, format = Date)]
    from: Option<String>,
    /// The first day on which it is not offered any more.
    #[schema(required = true, format = Date)]
    until: Option<String>,
}

impl From<Choice> for ChoiceBody {
    fn from(choice: Choice) -> Self {
        Self {
            id: choice.choice,
            label: choice.label.into(),
            parent: choice.parent,
            from: choice.from.map(|day| day.to_string()),
            until: choice.until.map(|day| day.to_string()),
        }
    }
}

impl From<Lookup> for LookupBody {
    fn from(lookup: Lookup) -> Self {
        Self {
            lookup: lookup.lookup,
            title: lookup.title.into(),
            items: lookup.items.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Lookup> for LookupTitle {
    fn from(lookup: Lookup) -> Self {
        Self {
            lookup: lookup.lookup,
            title: lookup.title.into(),
        }
    }
}

/// List the lookups
#[utoipa::path(
    get,
    path = "/lookups",
    tag = "forms",
    security(("token" = [])),
    responses((status = 200, description = "The lookups.", body = Lookups))
)]
async fn list_lookups(asker: Asker, parameters: Parameters) -> Result<Json<Lookups>, Failed> {
    parameters.nothing_else()?;
    let found = asker.read("forms.list_lookups", |unit| async move {
        forms::list_lookups(&unit)
    });
    let items = found.await?.into_iter().map(Into::into).collect();
    Ok(Json(Lookups { items }))
}

/// Read a lookup
#[utoipa::path(
    get,
    path = "/lookups/{lookup}",
    tag = "forms",
    security(("token" = [])),
    params(("lookup" = String, Path, description = "The lookup's id.")),
    responses((status = 200, description = "The lookup.", body = LookupBody))
)]
async fn read_lookup(
    asker: Asker,
    Path(lookup): Path<String>,
    parameters: Parameters,
) -> Result<Json<LookupBody>, Failed> {
    parameters.nothing_else()?;
    let purpose = format!("forms.lookup {lookup}");
    let found = asker.read(purpose, move |unit| async move {
        forms::read_lookup(&unit, &lookup)
    });
    Ok(Json(found.await?.into()))
}
