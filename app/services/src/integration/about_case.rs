use domain::{ids::DistrictId, integration::EventKind};
use serde_json::{Value, json};

use super::Happening;
use crate::joined::joined;

/// Something that happened to a case, with what else can be said of it: codes and versions.
pub(crate) fn about_case(
    kind: EventKind,
    district: DistrictId,
    number: &str,
    more: Value,
) -> Happening {
    Happening {
        kind,
        district,
        record: format!("case {number}"),
        data: joined(json!({"number": number}), more),
    }
}
