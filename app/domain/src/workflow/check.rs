//! What is wrong with a workflow.

use std::collections::BTreeSet;

use super::Workflow;
use crate::cases::Stage;

/// The most stages of a workflow.
const STAGES_MAX: usize = 20;

impl Workflow {
    /// Everything that is wrong with it, each with the stage it is about; `forms` are the ids of
    /// all forms.
    pub fn check(&self, forms: &[&str]) -> Vec<(Stage, String)> {
        let mut wrong = Vec::new();
        let codes: Vec<&Stage> = self.stages.iter().map(|rule| &rule.stage).collect();
        if codes.first() != Some(&&Stage::NEW) {
            wrong.push((Stage::NEW, "the first stage must be `new`".to_owned()));
        }
        if codes.last() != Some(&&Stage::CLOSED) {
            wrong.push((Stage::CLOSED, "the last stage must be `closed`".to_owned()));
        }
        if codes.len() > STAGES_MAX {
            wrong.push((
                Stage::NEW,
                format!("there are more than {STAGES_MAX} stages"),
            ));
        }
        for (place, rule) in self.stages.iter().enumerate() {
            if codes[..place].contains(&&rule.stage) {
                wrong.push((rule.stage.clone(), "the stage stands twice".to_owned()));
            }
            if rule.label.is_blank() {
                wrong.push((
                    rule.stage.clone(),
                    "the label is empty in every language".to_owned(),
                ));
            }
            for next in &rule.next {
                if !codes.contains(&next) {
                    let reason = format!("there is no stage `{}` to follow", next.code());
                    wrong.push((rule.stage.clone(), reason));
                }
                if *next == rule.stage {
                    wrong.push((rule.stage.clone(), "the stage follows itself".to_owned()));
                }
            }
        }
        wrong.extend(self.unreachable());
        wrong.extend(self.wrong_approvals(forms));
        wrong
    }

    /// Stages that are never reached, and those from which a case never ends.
    fn unreachable(&self) -> Vec<(Stage, String)> {
        let reached = self.closure(Stage::NEW, |from, to| {
            self.stage(from).is_some_and(|rule| rule.next.contains(to))
        });
        let ending = self.closure(Stage::CLOSED, |from, to| {
            self.stage(to).is_some_and(|rule| rule.next.contains(from))
        });
        let mut wrong = Vec::new();
        for rule in &self.stages {
            if !reached.contains(&rule.stage) {
                wrong.push((rule.stage.clone(), "no step leads to this stage".to_owned()));
            }
            if !ending.contains(&rule.stage) {
                let reason = "no way leads from this stage to `closed`".to_owned();
                wrong.push((rule.stage.clone(), reason));
            }
        }
        wrong
    }

    /// All stages that can be come to from one, along what `leads` says.
    fn closure(&self, from: Stage, leads: impl Fn(&Stage, &Stage) -> bool) -> BTreeSet<Stage> {
        let mut reached = BTreeSet::from([from]);
        loop {
            let more: Vec<Stage> = self
                .stages
                .iter()
                .map(|rule| &rule.stage)
                .filter(|stage| !reached.contains(stage))
                .filter(|stage| reached.iter().any(|from| leads(from, stage)))
                .cloned()
                .collect();
            if more.is_empty() {
                return reached;
            }
            reached.extend(more);
        }
    }

    fn wrong_approvals(&self, forms: &[&str]) -> Vec<(Stage, String)> {
        let mut wrong = Vec::new();
        for (place, rule) in self.approvals.iter().enumerate() {
            let kind = rule.kind.code();
            if self.stage(&rule.before).is_none() {
                let reason =
                    format!("the approval `{kind}` is needed before a stage that is not there");
                wrong.push((rule.before.clone(), reason));
            }
            if self.approvals[..place]
                .iter()
                .any(|other| other.kind == rule.kind)
            {
                wrong.push((
                    rule.before.clone(),
                    format!("the approval `{kind}` stands twice"),
                ));
            }
            for form in rule
                .forms
                .iter()
                .filter(|form| !forms.contains(&form.as_str()))
            {
                let reason =
                    format!("the approval `{kind}` shows the form `{form}`, which is not there");
                wrong.push((rule.before.clone(), reason));
            }
        }
        wrong
    }
}
