use domain::{
    Error, Refusal,
    cases::CaseNumber,
    ids::{TransitionId, UserId},
    transitions::{ReferralEvent, RequestEvent, Standing, TransferEvent},
};

use super::{
    ReferralStep, RequestStep, TransferStep, find::find_seen, standing::standing_of, step_referral,
    step_request, step_transfer,
};
use crate::{Failure, Outcome, Unit, cases::query::readable_number};

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenStep {
    /// How far the transition has come.
    pub standing: Standing,
    /// The case.
    pub number: CaseNumber,
}

/// Takes a step of whichever transition this is: the name of an event, the words that go with it,
/// and the new owner where one is named.
///
/// # Errors
/// `Malformed` when no machine knows the event, refused as a wrong state when its own does not;
/// otherwise as [`step_transfer`], [`step_referral`] and [`step_request`].
pub async fn take_step(
    unit: &Unit,
    id: TransitionId,
    event: &str,
    note: String,
    owner: Option<UserId>,
) -> Outcome<TakenStep> {
    let row = find_seen(unit, id).await?;
    let number = readable_number(&row.case_number)?;
    let standing = match standing_of(&row)? {
        Standing::Transfer(_) => {
            let event = known(TransferEvent::from_code(event), event)?;
            let step = TransferStep { event, note, owner };
            Standing::Transfer(step_transfer(unit, id, &step).await?)
        }
        Standing::Referral(_) => {
            let event = known(ReferralEvent::from_code(event), event)?;
            Standing::Referral(step_referral(unit, id, &ReferralStep { event, note }).await?)
        }
        Standing::Request(_) => {
            let event = known(RequestEvent::from_code(event), event)?;
            Standing::Request(step_request(unit, id, &RequestStep { event, note }).await?)
        }
    };
    Ok(TakenStep { standing, number })
}

fn known<T>(event: Option<T>, code: &str) -> Outcome<T> {
    let of_another = TransferEvent::from_code(code).is_some()
        || ReferralEvent::from_code(code).is_some()
        || RequestEvent::from_code(code).is_some();
    event.ok_or_else(|| {
        if of_another {
            Refusal::WrongState.into()
        } else {
            Failure::Answer(Error::Malformed)
        }
    })
}
