//! Forms: what can be asked and answered.

mod field;

use axum::{Json, extract::Path};
use domain::forms::FormDefinition;
use serde::Serialize;
use services::forms;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::field::FieldBody;
use super::{asker::Asker, parameters::Parameters, problem::Failed, words::Words};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new()
        .routes(routes!(list_forms))
        .routes(routes!(read_form))
}

/// The forms of which the user may see anything, in order.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Forms {
    /// Each of them. The first is the one with which persons are registered.
    items: Vec<FormTitle>,
}

/// A form by its title.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FormTitle {
    /// Its id.
    #[schema(example = "identity")]
    form: String,
    /// The version in force.
    version: i32,
    /// Its title.
    title: Words,
}

/// A form with the fields that the user may see.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Form)]
struct FormBody {
    /// Its id.
    #[schema(example = "identity")]
    form: String,
    /// The version in force.
    version: i32,
    /// Its title.
    title: Words,
    /// The fields, in the order in which they are asked.
    fields: Vec<FieldBody>,
}

impl From<FormDefinition> for FormTitle {
    fn from(form: FormDefinition) -> Self {
        Self {
            form: form.form,
            version: form.version,
            title: form.title.into(),
        }
    }
}

/// List the forms
#[utoipa::path(
    get,
    path = "/forms",
    tag = "forms",
    security(("token" = [])),
    responses((status = 200, description = "The forms.", body = Forms))
)]
async fn list_forms(asker: Asker, parameters: Parameters) -> Result<Json<Forms>, Failed> {
    parameters.nothing_else()?;
    let found = asker.read("forms.list", |unit| async move {
        forms::list_forms(&unit).await
    });
    let items = found.await?.into_iter().map(Into::into).collect();
    Ok(Json(Forms { items }))
}

/// Read a form
#[utoipa::path(
    get,
    path = "/forms/{form}",
    tag = "forms",
    security(("token" = [])),
    params(("form" = String, Path, description = "The form's id.")),
    responses((status = 200, description = "The form.", body = FormBody))
)]
async fn read_form(
    asker: Asker,
    Path(form): Path<String>,
    parameters: Parameters,
) -> Result<Json<FormBody>, Failed> {
    parameters.nothing_else()?;
    let purpose = format!("forms.blank {form}");
    let found = asker.read(purpose, move |unit| async move {
        let (_, form) = forms::blank_form(&unit, &form).await?;
        Ok(form)
    });
    let form = found.await?;
    let actor = asker.actor();
    let access = |field: &domain::forms::Field| actor.field_access(&form.form, field.sensitivity);
    let fields = form.fields.iter();
    let fields = fields
        .map(|field| FieldBody::of(field, access(field)))
        .collect();
    Ok(Json(FormBody {
        form: form.form.clone(),
        version: form.version,
        title: form.title.clone().into(),
        fields,
    }))
}
