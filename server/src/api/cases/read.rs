use axum::{Json, extract::Path};
use domain::cases::CaseView;
use serde::Serialize;
use services::cases;
use utoipa::ToSchema;

use super::{answers::AnswersOfForm, case_number};
use crate::api::{asker::Asker, moment, parameters::Parameters, problem::Failed, words::Words};

/// A case, as far as the user may see it.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// Its number.
    #[schema(example = "K7M-4PX-9")]
    number: String,
    /// The person's name in their own spelling; empty where it is hidden.
    name: String,
    /// The name in Latin letters, where it differs.
    latin_name: String,
    /// Its stage; `null` where the case is shared with the user.
    #[schema(required = true)]
    stage: Option<Stage>,
    /// When it was opened, as the clock on the wall in Budapest shows it; `null` where the case is
    /// shared with the user.
    #[schema(required = true, pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    opened: Option<String>,
    /// Who is responsible; `null` when nobody is yet.
    #[schema(required = true)]
    owner: Option<String>,
    /// Its team.
    team: Words,
    /// Whether it is a case of another district that is shared with the user.
    shared: bool,
    /// Its forms, in order.
    forms: Vec<AnswersOfForm>,
}

/// A stage of a case.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    /// Its stable code.
    #[schema(example = "assessment")]
    code: String,
    /// What it is called.
    label: Words,
}

impl From<CaseView> for Case {
    fn from(case: CaseView) -> Self {
        let forms = case.forms.iter();
        Self {
            forms: forms.map(|form| AnswersOfForm::of(&case, form)).collect(),
            number: case.number.to_string(),
            name: case.name,
            latin_name: case.latin_name,
            stage: case.stage.map(|stage| Stage {
                code: stage.stage.code().to_owned(),
                label: stage.label.into(),
            }),
            opened: case.opened.map(moment),
            owner: case.owner,
            team: case.team.into(),
            shared: case.shared.is_some(),
        }
    }
}

/// Read a case
///
/// With the answers to all its forms, as far as the user may see them.
#[utoipa::path(
    get,
    path = "/cases/{number}",
    tag = "cases",
    security(("token" = ["cases:read"])),
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, description = "The case.", body = Case))
)]
pub(super) async fn read_case(
    asker: Asker,
    Path(number): Path<String>,
    parameters: Parameters,
) -> Result<Json<Case>, Failed> {
    parameters.nothing_else()?;
    let number = case_number(&number)?;
    let purpose = format!("cases.read {number}");
    let case = asker.read(purpose, move |unit| async move {
        cases::read_case(&unit, &number).await
    });
    Ok(Json(case.await?.into()))
}
