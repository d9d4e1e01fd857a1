use std::{collections::BTreeSet, path::Path};

use domain::workflow::{CaseType, Workflow};
use serde::Deserialize;

use super::{Report, consents::line_of, forms::FormFile, source::Source};
use crate::districts::DistrictConfig;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkflowsFile {
    case_types: Vec<CaseType>,
}

/// Reads the ways of cases through their stages. Without the file, there is the usual one.
pub(super) fn read(
    path: &Path,
    forms: &[FormFile],
    districts: &[DistrictConfig],
    report: &mut Report,
) -> CaseType {
    if !path.exists() {
        return CaseType::standard();
    }
    let read = Source::read(path).and_then(|source| Ok((source.parse()?, source)));
    let (WorkflowsFile { case_types }, source) = match read {
        Ok(read) => read,
        Err(fault) => {
            report.faults.push(fault);
            return CaseType::standard();
        }
    };
    let [case_type] = <[CaseType; 1]>::try_from(case_types).unwrap_or_else(|_| {
        let reason = "there must be exactly one kind of case";
        report.faults.push(source.fault(1, reason));
        [CaseType::standard()]
    });
    let ids: Vec<&str> = forms.iter().map(|file| file.source.stem()).collect();
    for workflow in case_type.workflows() {
        check(workflow, &ids, &source, report);
    }
    check_districts(&case_type, districts, &source, report);
    case_type
}

fn check(workflow: &Workflow, forms: &[&str], source: &Source, report: &mut Report) {
    for (stage, reason) in workflow.check(forms) {
        let code = stage.code();
        let line = line_of(&source.text, &format!("stage: {code}"));
        let reason = format!("stage `{code}`: {reason}");
        report.faults.push(source.fault(line, &reason));
    }
    for rule in &workflow.stages {
        let lacking: Vec<&str> = rule
            .label
            .missing()
            .iter()
            .map(|language| language.code())
            .collect();
        if !lacking.is_empty() && !rule.label.is_blank() {
            let code = rule.stage.code();
            let line = line_of(&source.text, &format!("stage: {code}"));
            let reason = format!("stage `{code}`: the label lacks {}", lacking.join(", "));
            report.warnings.push(source.fault(line, &reason));
        }
    }
}

fn check_districts(
    case_type: &CaseType,
    districts: &[DistrictConfig],
    source: &Source,
    report: &mut Report,
) {
    let mut seen = BTreeSet::new();
    for number in case_type
        .variants
        .iter()
        .flat_map(|variant| &variant.districts)
    {
        let line = line_of(&source.text, "variants:");
        if !seen.insert(number) {
            let reason = format!("district {number} has two variants");
            report.faults.push(source.fault(line, &reason));
        }
        if districts.iter().all(|district| district.number != *number) {
            let reason = format!("there is no district {number}");
            report.faults.push(source.fault(line, &reason));
        }
    }
}
