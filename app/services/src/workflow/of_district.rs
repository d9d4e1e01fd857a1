use domain::{
    cases::Stage,
    ids::DistrictId,
    workflow::{StageLabel, Workflow},
};

use crate::{Outcome, Unit, districts};

/// The workflow of a district.
pub(crate) async fn workflow_of(unit: &Unit, district: DistrictId) -> Outcome<&Workflow> {
    let case_type = unit.catalog().case_type();
    if case_type.variants.is_empty() {
        return Ok(&case_type.workflow);
    }
    let district = districts::by_id(unit, district).await?;
    Ok(case_type.of_district(district.number))
}

/// Where a case stands in a district that it comes to.
pub(crate) async fn landing(unit: &Unit, district: DistrictId, stage: &str) -> Outcome<Stage> {
    let stage = Stage::from_code(stage).unwrap_or_default();
    Ok(workflow_of(unit, district).await?.landing(&stage))
}

/// A stage with its name; one that the workflow does not know any more goes by its code.
pub(crate) fn label_of(workflow: &Workflow, code: &str) -> StageLabel {
    let stage = Stage::from_code(code).unwrap_or_default();
    let label = workflow.stage(&stage).map(|rule| rule.label.clone());
    let label = label.unwrap_or_else(|| domain::Text {
        hu: code.to_owned(),
        uk: code.to_owned(),
        en: code.to_owned(),
    });
    StageLabel { stage, label }
}
