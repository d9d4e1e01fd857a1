use std::path::Path;

use serde::Deserialize;

use super::{Report, outline::Outline, source::Source};
use crate::districts::DistrictConfig;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictsFile {
    districts: Vec<DistrictConfig>,
}

/// Reads the districts.
pub(super) fn read(path: &Path, report: &mut Report) -> Vec<DistrictConfig> {
    match Source::read(path) {
        Ok(source) => read_source(&source, report),
        Err(fault) => {
            report.faults.push(fault);
            Vec::new()
        }
    }
}

pub(super) fn read_source(source: &Source, report: &mut Report) -> Vec<DistrictConfig> {
    let districts = match source.parse() {
        Ok(DistrictsFile { districts }) => districts,
        Err(fault) => {
            report.faults.push(fault);
            return Vec::new();
        }
    };
    if districts.is_empty() {
        report.faults.push(source.fault(1, "there is no district"));
    }
    let outline = Outline::of_districts(source);
    for (place, district) in districts.iter().enumerate() {
        let line = outline.line_of(&district.number.to_string());
        let reasons = reasons(district, &districts[..place]).into_iter();
        report.faults.extend(reasons.map(|reason| {
            let reason = format!("district {}: {reason}", district.number);
            source.fault(line, &reason)
        }));
    }
    districts
}

fn reasons(district: &DistrictConfig, before: &[DistrictConfig]) -> Vec<&'static str> {
    let checks = [
        (district.number < 1, "the number is below 1"),
        (
            before.iter().any(|other| other.number == district.number),
            "the number stands twice",
        ),
        (
            before.iter().any(|other| other.roman == district.roman),
            "the Roman number stands twice",
        ),
        (
            district.roman.trim().is_empty() || district.name.trim().is_empty(),
            "the Roman number or the name is empty",
        ),
    ];
    checks
        .into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, reason)| reason)
        .collect()
}
