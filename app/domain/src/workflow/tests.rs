use proptest::prelude::*;

use super::*;
use crate::Refusal;

fn stage(code: &str) -> Stage {
    Stage::from_code(code).expect("a name of a stage")
}

fn rule(code: &str, next: &[&str]) -> StageRule {
    StageRule {
        stage: stage(code),
        label: Text {
            hu: code.into(),
            uk: code.into(),
            en: code.into(),
        },
        next: next.iter().map(|code| stage(code)).collect(),
    }
}

fn usual() -> Workflow {
    Workflow {
        stages: vec![
            rule("new", &["plan", "closed"]),
            rule("plan", &["closed"]),
            rule("closed", &["plan"]),
        ],
        approvals: vec![ApprovalRule {
            kind: ApprovalKind::Closure,
            before: Stage::CLOSED,
            forms: vec!["closure".to_owned()],
        }],
    }
}

const ALL: StepFacts = StepFacts {
    may_edit: true,
    may_close: true,
    may_reopen: true,
    gives_reason: true,
    approved: true,
};

#[test]
fn a_sound_workflow_has_nothing_wrong_with_it() {
    assert_eq!(usual().check(&["closure"]), []);
}

#[test]
fn what_leads_nowhere_or_is_never_reached_is_told() {
    let mut workflow = usual();
    workflow.stages.insert(2, rule("lost", &["plan"]));
    workflow.stages[1].next.push(stage("trap"));
    workflow.stages.insert(3, rule("trap", &[]));
    let told: Vec<String> = workflow
        .check(&[])
        .into_iter()
        .map(|(stage, reason)| format!("{}: {reason}", stage.code()))
        .collect();
    for words in [
        "lost: no step leads to this stage",
        "trap: no way leads from this stage to `closed`",
        "closed: the approval `closure` shows the form `closure`, which is not there",
    ] {
        assert!(told.iter().any(|told| told == words), "{words}: {told:?}");
    }
}

#[test]
fn a_case_is_closed_with_a_reason_and_an_approval() {
    let close = |facts: StepFacts| step(&usual(), &stage("plan"), &Stage::CLOSED, &facts);
    assert_eq!(close(ALL), Ok(StepKind::Close));
    assert_eq!(
        close(StepFacts {
            may_close: false,
            ..ALL
        }),
        Err(Refusal::NotYourStep)
    );
    assert_eq!(
        close(StepFacts {
            gives_reason: false,
            ..ALL
        }),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(
        close(StepFacts {
            approved: false,
            ..ALL
        }),
        Err(Refusal::ApprovalMissing)
    );
}

#[test]
fn a_case_is_reopened_by_whoever_may() {
    let reopen = |facts: StepFacts| step(&usual(), &Stage::CLOSED, &stage("plan"), &facts);
    assert_eq!(reopen(ALL), Ok(StepKind::Reopen));
    assert_eq!(
        reopen(StepFacts {
            may_reopen: false,
            ..ALL
        }),
        Err(Refusal::NotYourStep)
    );
    assert_eq!(
        reopen(StepFacts {
            gives_reason: false,
            ..ALL
        }),
        Err(Refusal::ReasonMissing)
    );
}

#[test]
fn a_case_from_elsewhere_begins_anew_where_its_stage_is_not_known() {
    assert_eq!(usual().landing(&stage("plan")), stage("plan"));
    assert_eq!(usual().landing(&stage("service")), Stage::NEW);
}

fn facts() -> impl Strategy<Value = StepFacts> {
    any::<(bool, bool, bool, bool, bool)>().prop_map(
        |(may_edit, may_close, may_reopen, gives_reason, approved)| StepFacts {
            may_edit,
            may_close,
            may_reopen,
            gives_reason,
            approved,
        },
    )
}

fn approval_facts() -> impl Strategy<Value = ApprovalFacts> {
    any::<(bool, bool, bool, bool)>().prop_map(
        |(is_asker, may_decide, gives_comment, is_as_shown)| ApprovalFacts {
            is_asker,
            may_decide,
            gives_comment,
            is_as_shown,
        },
    )
}

proptest! {
    #[test]
    fn only_declared_steps_are_taken(from in 0_usize..3, to in 0_usize..3, facts in facts()) {
        let workflow = usual();
        let (from, to) = (&workflow.stages[from], &workflow.stages[to]);
        if step(&workflow, &from.stage, &to.stage, &facts).is_ok() {
            prop_assert!(from.next.contains(&to.stage));
            prop_assert!(facts.approved);
        }
    }

    #[test]
    fn nobody_decides_about_what_they_asked_for(
        state in 0_usize..5,
        event in 0_usize..4,
        facts in approval_facts(),
    ) {
        let (state, event) = (ApprovalState::ALL[state], ApprovalEvent::ALL[event]);
        let next = next_approval(state, event, &facts);
        if matches!(next, Ok(ApprovalState::Granted | ApprovalState::Refused)) {
            prop_assert!(!facts.is_asker && facts.may_decide && facts.is_as_shown);
        }
        if next == Ok(ApprovalState::Refused) {
            prop_assert!(facts.gives_comment);
        }
    }
}
