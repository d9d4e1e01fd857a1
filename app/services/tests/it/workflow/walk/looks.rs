//! What must be so, whatever has happened.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Error, Refusal, Result,
    cases::Stage,
    workflow::{ApprovalEvent, ApprovalKind, ApprovalState, StepKind, Workflow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::approvals::{approval_row, approvals_waiting};
use uuid::Uuid;

use super::{Approval, Content, Walk, moves::*};
use crate::{
    transitions::walking::{Person, Role, whose_turn},
    workflow::*,
};

fn answer<T>(refusal: Refusal) -> Result<T> {
    Err(Error::from(refusal))
}

impl Walk<'_> {
    pub(super) fn workflow(&self) -> &'static Workflow {
        testkit::config()
            .case_type
            .of_district(self.home.district())
    }

    /// What is approved by an approval of this kind, as it stands now; nothing where there is none.
    pub(super) fn content(&self, kind: ApprovalKind) -> Option<Content> {
        let rule = self.workflow().approval(kind)?;
        let mut answers: BTreeMap<_, _> = self.answers.clone();
        answers.retain(|form, _| rule.forms.is_empty() || rule.forms.iter().any(|one| one == form));
        let choices = answers
            .into_iter()
            .map(|(form, (_, choice))| (form, choice));
        Some((self.stage.clone(), choices.collect()))
    }

    pub(super) fn state_now(&self, one: &Approval) -> ApprovalState {
        match one.state {
            ApprovalState::Granted if self.content(one.kind) != Some(one.shown.clone()) => {
                ApprovalState::Fallen
            }
            state => state,
        }
    }

    /// Whether somebody of these roles gets at the case at all.
    pub(super) fn foresee_case(&self, person: &Person, lacking: &[Role]) -> Result<()> {
        if person.role == Role::Outside || lacking.contains(&person.role) {
            return answer(Refusal::PermissionMissing);
        }
        if self.home.opens_to(person) {
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }

    pub(super) fn foresee_ask(&self, person: &Person, kind: ApprovalKind) -> Result<()> {
        self.foresee_case(person, &[Role::Viewer])?;
        let waits = |one: &Approval| one.kind == kind && one.state == ApprovalState::Asked;
        if self.content(kind).is_none() || self.approvals.iter().any(waits) {
            return answer(Refusal::WrongState);
        }
        Ok(())
    }

    pub(super) fn foresee_decision(
        &self,
        person: &Person,
        one: &Approval,
        event: ApprovalEvent,
        is_as_shown: bool,
        says: bool,
    ) -> Result<ApprovalState> {
        self.foresee_case(person, &[])?;
        let waits = one.state == ApprovalState::Asked && self.content(one.kind).is_some();
        let is_asker = person.name == one.by.name;
        match event {
            _ if !waits => answer(Refusal::WrongState),
            ApprovalEvent::Fall => answer(Refusal::WrongState),
            ApprovalEvent::Withdraw if is_asker => Ok(ApprovalState::Withdrawn),
            ApprovalEvent::Withdraw => answer(Refusal::NotYourStep),
            _ if !self.home.is_supervised_by(person) => answer(Refusal::NotYourStep),
            _ if is_asker => answer(Refusal::OwnStep),
            _ if !is_as_shown => answer(Refusal::ContentChanged),
            ApprovalEvent::Grant => Ok(ApprovalState::Granted),
            ApprovalEvent::Refuse if says => Ok(ApprovalState::Refused),
            ApprovalEvent::Refuse => answer(Refusal::ReasonMissing),
        }
    }

    pub(super) fn foresee_step(&self, person: &Person, to: &Stage, says: bool) -> Result<()> {
        self.foresee_case(person, &[Role::Viewer])?;
        let now = stage(&self.stage);
        let declared = self.workflow().stage(&now).unwrap();
        if !declared.next.contains(to) {
            return answer(Refusal::WrongState);
        }
        let kind = StepKind::of(&now, to);
        let may = match kind {
            StepKind::Change => true,
            StepKind::Close => person.role != Role::Desk,
            StepKind::Reopen => person.role == Role::Supervisor,
        };
        let holds = |kind| {
            let mut of_kind = self.approvals.iter().filter(|one| one.kind == kind);
            of_kind.any(|one| self.state_now(one) == ApprovalState::Granted)
        };
        match () {
            () if !may => answer(Refusal::NotYourStep),
            () if kind != StepKind::Change && !says => answer(Refusal::ReasonMissing),
            () if !self.workflow().needed_for(to).all(|rule| holds(rule.kind)) => {
                answer(Refusal::ApprovalMissing)
            }
            () => Ok(()),
        }
    }

    /// Everything is as foreseen, for the owner of the case and for everybody else.
    pub(super) async fn look(&self) {
        self.assert_stored().await;
        let owner = self.home.owner;
        let seen = workflow(self.world, owner.name, &self.number)
            .await
            .unwrap();
        assert_eq!(seen.now.code(), self.stage);
        let told = seen.approvals.iter().rev().map(|row| (row.id, row.state));
        let foreseen = self
            .approvals
            .iter()
            .map(|one| (one.id, self.state_now(one)));
        assert_eq!(told.collect::<Vec<_>>(), foreseen.collect::<Vec<_>>());
        for step in &seen.steps {
            let foreseen = self.foresee_step(owner, &step.to.stage, true);
            assert_eq!(
                step.refused.map(Error::from),
                foreseen.err(),
                "{:?}",
                step.to
            );
        }
        self.assert_waiting(whose_turn(self.world, &PEOPLE)).await;
        for one in &self.approvals {
            self.meet(self.state_now(one).code());
        }
        self.meet(&self.stage);
    }

    async fn assert_stored(&self) {
        let rows = approval_row::Entity::find()
            .filter(approval_row::Column::CaseNumber.eq(self.number.as_str()));
        let rows = rows.all(&self.world.database.owner).await.unwrap();
        let mut districts = BTreeSet::new();
        let mut stored = BTreeMap::new();
        for row in rows {
            districts.insert(row.district_id);
            stored.insert(row.id, row.state);
        }
        assert!(districts.len() <= 1, "of one case, in two districts");
        let foreseen = self.approvals.iter();
        let foreseen = foreseen.map(|one| (Uuid::from(one.id), one.state.code().to_owned()));
        assert_eq!(stored, foreseen.collect());
    }

    /// What waits for somebody is what they may decide about, and for whoever decides about nothing
    /// it is nothing.
    async fn assert_waiting(&self, person: &Person) {
        let waiting = self.world.read(
            person.name,
            |unit| async move { approvals_waiting(&unit).await },
        );
        let waiting = waiting.await.unwrap().into_iter();
        let of_this = waiting
            .filter(|row| row.number == self.number)
            .map(|row| row.id);
        let foreseen = self.approvals.iter().filter(|one| {
            let decided = one.state != ApprovalState::Asked || one.by.name == person.name;
            !decided && self.home.is_supervised_by(person)
        });
        let foreseen: Vec<_> = foreseen.map(|one| one.id).collect();
        assert_eq!(of_this.collect::<Vec<_>>(), foreseen, "{person:?}");
    }
}
