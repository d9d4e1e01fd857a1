use domain::{ids::DistrictId, integration::EventKind};
use serde_json::{Value, json};

use super::Happening;

/// Something that happened to a case, with what else can be said of it: codes and versions.
pub(crate) fn about_case(
    kind: EventKind,
    district: DistrictId,
    number: &str,
    more: Value,
) -> Happening {
    let mut data = json!({"number": number});
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    Happening {
        kind,
        district,
        record: format!("case {number}"),
        data,
    }
}
