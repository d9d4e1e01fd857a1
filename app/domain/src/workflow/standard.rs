//! How cases go where the configuration says nothing.

use super::{CaseType, StageRule, Workflow};
use crate::{Text, cases::Stage};

impl CaseType {
    /// New, assessment, plan, service, closed; nothing has to be approved.
    pub fn standard() -> Self {
        let rule = |code: &str, hu: &str, uk: &str, en: &str, next: &[&str]| StageRule {
            stage: Stage::from_code(code).unwrap_or_default(),
            label: Text {
                hu: hu.to_owned(),
                uk: uk.to_owned(),
                en: en.to_owned(),
            },
            next: next
                .iter()
                .filter_map(|code| Stage::from_code(code))
                .collect(),
        };
        Self {
            case_type: "family".to_owned(),
            workflow: Workflow {
                stages: vec![
                    rule("new", "Új", "Нова", "New", &["assessment", "closed"]),
                    rule(
                        "assessment",
                        "Felmérés",
                        "Оцінювання",
                        "Assessment",
                        &["plan", "closed"],
                    ),
                    rule(
                        "plan",
                        "Terv",
                        "План",
                        "Plan",
                        &["service", "assessment", "closed"],
                    ),
                    rule(
                        "service",
                        "Segítségnyújtás",
                        "Надання допомоги",
                        "Service",
                        &["plan", "closed"],
                    ),
                    rule("closed", "Lezárva", "Закрита", "Closed", &["assessment"]),
                ],
                approvals: Vec::new(),
            },
            variants: Vec::new(),
        }
    }
}
