//! The browser's doors to transitions.
#![expect(
    clippy::too_many_arguments,
    reason = "a form has one argument for each field"
)]

use domain::consents::Override;
use domain::transitions::{
    AssignPlan, AssignedRow, ComposeReferral, ComposeTransfer, Queue, Standing,
};
#[cfg(feature = "ssr")]
use domain::transitions::{GrantPurpose, TypedReferral, TypedRequest, TypedTransfer, Urgency};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{Query, case_number};
use crate::{errors::AppError, wire::Json};

/// What waits for the user; the query is what stands behind `?` in its address.
#[server(endpoint = "transitions/queue", output = Json)]
pub(crate) async fn read_queue(query: Option<String>) -> Result<Queue, AppError> {
    let query = Query::read(query.as_deref());
    let (open, after) = (query.id("show")?, query.id("after")?);
    crate::request::reading("transitions.queue", move |unit| async move {
        services::transitions::read_queue(&unit, open, after).await
    })
    .await
}

/// Takes a step of a transfer, a referral or a request.
#[server(endpoint = "transitions/step", output = Json)]
pub(crate) async fn take_step(
    id: String,
    event: String,
    note: Option<String>,
    owner: Option<String>,
) -> Result<Standing, AppError> {
    let id = id.parse().map_err(|_| AppError(domain::Error::NotFound))?;
    let owner = owner.and_then(|owner| owner.parse().ok());
    let of = event.clone();
    let purpose = format!("transitions.step {id}");
    let taken = crate::request::in_unit(purpose, move |unit| async move {
        services::transitions::take_step(&unit, id, &of, note.unwrap_or_default(), owner).await
    })
    .await?;
    crate::request::go_to(&page_after(&taken, &id.to_string(), &event));
    Ok(taken.standing)
}

/// Where whoever took a step goes on.
#[cfg(feature = "ssr")]
fn page_after(taken: &services::transitions::TakenStep, id: &str, event: &str) -> String {
    use domain::transitions::{ReferralState, RequestState};
    match taken.standing {
        Standing::Transfer(_) => format!("/queue?done={event}"),
        Standing::Referral(ReferralState::Accepted) => {
            format!("/queue?done=referral_{event}&show={id}")
        }
        Standing::Referral(_) => format!("/queue?done=referral_{event}"),
        Standing::Request(RequestState::Agreed) => {
            format!("/cases/{}/transfer?done=agree", taken.number)
        }
        Standing::Request(_) => format!("/queue?done=request_{event}"),
    }
}

/// A transfer to be written.
#[server(name = ReadTransferDraft, endpoint = "transitions/compose", output = Json)]
pub(crate) async fn compose_transfer(
    number: String,
    tried: Option<bool>,
) -> Result<ComposeTransfer, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("transitions.compose {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::transitions::compose_transfer(&unit, &number, tried.unwrap_or_default()).await
    })
    .await
}

/// Asks for a transfer, or keeps or discards what was written of it.
///
/// What cannot be asked for is kept, and the page comes back with it.
#[server(endpoint = "transitions/ask", output = Json)]
pub(crate) async fn ask_transfer(
    number: String,
    to: Option<String>,
    reason: Option<String>,
    urgency: Option<String>,
    fields: Option<Vec<String>>,
    override_reason: Option<String>,
    go: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{go_to, in_unit, is_native_form};
    use services::transitions as cases;

    let number = case_number(&number)?;
    let page = format!("/cases/{number}/transfer");
    let typed = TypedTransfer {
        to: to.and_then(|to| to.parse().ok()),
        reason: reason.unwrap_or_default(),
        urgency: urgency.and_then(|urgency| Urgency::from_code(&urgency)),
        fields: fields.unwrap_or_default(),
        override_reason: override_reason.unwrap_or_default(),
    };
    let (of, kept) = (number.clone(), typed.clone());
    let keep = |purpose: &'static str| {
        in_unit(purpose, move |unit| async move {
            cases::keep_transfer(&unit, &of, &kept).await
        })
    };
    match go.as_deref() {
        Some("keep") => {
            keep("transitions.keep").await?;
            if is_native_form() {
                go_to(&format!("{page}?kept=1"));
            }
        }
        Some("discard") => {
            in_unit("transitions.discard", move |unit| async move {
                cases::discard_transfer(&unit, &number).await
            })
            .await?;
            go_to(&page);
        }
        _ => {
            let asked = in_unit(
                format!("transitions.ask {number}"),
                move |unit| async move { cases::ask_transfer(&unit, &number, &typed).await },
            );
            match asked.await {
                Ok(id) => go_to(&format!("/queue?done=ask&show={id}")),
                Err(AppError(domain::Error::Invalid { .. })) => {
                    keep("transitions.keep").await?;
                    go_to(&format!("{page}?tried=1"));
                }
                Err(AppError(domain::Error::Refused { reason })) => {
                    keep("transitions.keep").await?;
                    go_to(&format!("{page}?tried=1&refused={}", reason.code()));
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// A referral to be written.
#[server(name = ReadReferralDraft, endpoint = "transitions/compose_referral", output = Json)]
pub(crate) async fn compose_referral(number: String) -> Result<ComposeReferral, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("transitions.compose_referral {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::transitions::compose_referral(&unit, &number).await
    })
    .await
}

/// Offers a referral, or keeps or discards what was written of it.
///
/// What cannot be offered is kept, and the page comes back with it.
#[server(endpoint = "transitions/refer", output = Json)]
pub(crate) async fn refer_case(
    number: String,
    to: Option<String>,
    purpose: Option<String>,
    reason: Option<String>,
    urgency: Option<String>,
    until: Option<String>,
    fields: Option<Vec<String>>,
    granted: Option<Vec<String>>,
    override_reason: Option<String>,
    go: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{go_to, in_unit, is_native_form};
    use services::transitions as cases;

    let number = case_number(&number)?;
    let page = format!("/cases/{number}/refer");
    let typed = TypedReferral {
        to: to.and_then(|to| to.parse().ok()),
        purpose: purpose.and_then(|purpose| GrantPurpose::from_code(&purpose)),
        reason: reason.unwrap_or_default(),
        urgency: urgency.and_then(|urgency| Urgency::from_code(&urgency)),
        until: until.unwrap_or_default(),
        fields: fields.unwrap_or_default(),
        granted: granted.unwrap_or_default(),
        override_reason: override_reason.unwrap_or_default(),
    };
    let (of, kept) = (number.clone(), typed.clone());
    let keep = |tried: bool| {
        in_unit("transitions.keep_referral", move |unit| async move {
            cases::keep_referral(&unit, &of, &kept, tried).await
        })
    };
    match go.as_deref() {
        Some("keep") => {
            keep(false).await?;
            if is_native_form() {
                go_to(&format!("{page}?kept=1"));
            }
        }
        Some("discard") => {
            in_unit("transitions.discard_referral", move |unit| async move {
                cases::discard_referral(&unit, &number).await
            })
            .await?;
            go_to(&page);
        }
        _ => {
            let purpose = format!("transitions.refer {number}");
            let offered = in_unit(purpose, move |unit| async move {
                cases::offer_referral(&unit, &number, &typed).await
            });
            match offered.await {
                Ok(id) => go_to(&format!("/queue?done=refer&show={id}")),
                Err(AppError(domain::Error::Invalid { .. })) => {
                    keep(true).await?;
                    go_to(&page);
                }
                Err(AppError(domain::Error::Refused { reason })) => {
                    keep(true).await?;
                    go_to(&format!("{page}?refused={}", reason.code()));
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Asks another district for a case, or keeps or discards what was written of it.
///
/// What cannot be asked is kept, and the page comes back with it.
#[server(endpoint = "transitions/request", output = Json)]
pub(crate) async fn request_case(
    number: Option<String>,
    reason: Option<String>,
    go: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{go_to, in_unit, is_native_form};
    use services::transitions as cases;

    let typed = TypedRequest {
        number: number.unwrap_or_default(),
        reason: reason.unwrap_or_default(),
    };
    let kept = typed.clone();
    let keep = |tried: bool| {
        in_unit("transitions.keep_request", move |unit| async move {
            cases::keep_request(&unit, &kept, tried).await
        })
    };
    match go.as_deref() {
        Some("keep") => {
            keep(false).await?;
            if is_native_form() {
                go_to(REQUEST_FORM);
            }
        }
        Some("discard") => {
            in_unit("transitions.discard_request", |unit| async move {
                cases::discard_request(&unit).await
            })
            .await?;
            go_to("/queue");
        }
        _ => {
            let asked = in_unit("transitions.request", move |unit| async move {
                cases::ask_request(&unit, &typed).await
            });
            match asked.await {
                Ok(id) => go_to(&format!("/queue?done=request&show={id}")),
                Err(AppError(domain::Error::Invalid { .. })) => {
                    keep(true).await?;
                    go_to(REQUEST_FORM);
                }
                Err(AppError(domain::Error::Refused { reason })) => {
                    keep(false).await?;
                    go_to(&format!("/queue?request=open&refused={}", reason.code()));
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// The page with the form in which a case is asked for.
#[cfg(feature = "ssr")]
const REQUEST_FORM: &str = "/queue?request=open#request-case";

/// What an assignment would do; the query is what stands behind `?` in its address.
#[server(endpoint = "transitions/plan_assignment", output = Json)]
pub(crate) async fn plan_assignment(query: Option<String>) -> Result<AssignPlan, AppError> {
    let query = Query::read(query.as_deref());
    let (numbers, owner) = (query.all("case"), query.id("owner").ok().flatten());
    crate::request::reading("transitions.plan_assignment", move |unit| async move {
        services::transitions::plan_assignment(&unit, &numbers, owner).await
    })
    .await
}

/// Gives cases to another owner of the district.
#[server(endpoint = "transitions/assign", output = Json)]
pub(crate) async fn assign_cases(
    cases: Option<Vec<String>>,
    owner: Option<String>,
) -> Result<Vec<AssignedRow>, AppError> {
    crate::request::must_be_signed_in()?;
    let cases = cases.unwrap_or_default();
    let Some(owner) = owner.and_then(|owner| owner.parse().ok()) else {
        crate::request::go_to(&assign_address(&cases, ""));
        return Ok(Vec::new());
    };
    let named = cases.clone();
    let rows = crate::request::in_unit("transitions.assign", move |unit| async move {
        services::transitions::assign_cases(&unit, &named, owner).await
    })
    .await?;
    crate::request::go_to(&assign_address(&cases, &format!("owner={owner}")));
    Ok(rows)
}

/// What went on without consent.
#[server(endpoint = "transitions/overrides", output = Json)]
pub(crate) async fn read_overrides() -> Result<Vec<Override>, AppError> {
    crate::request::reading("transitions.overrides", |unit| async move {
        services::consents::read_overrides(&unit).await
    })
    .await
}

#[cfg(feature = "ssr")]
fn assign_address(cases: &[String], rest: &str) -> String {
    let cases = cases
        .iter()
        .map(|case| format!("&case={}", crate::percent::encode(case)));
    format!("/cases/assign?{rest}{}", cases.collect::<String>())
}
