use std::collections::BTreeMap;

use domain::workflow::ApprovalRule;
use sha2::{Digest, Sha256};

use crate::{
    Outcome, Unit,
    cases::query::{Found, answers_of},
    forms::answers_row,
    users::hex,
};

/// What stands in a case now.
pub(crate) struct Content {
    stage: String,
    rows: BTreeMap<String, answers_row::Model>,
}

/// What stands in a case now.
pub(crate) async fn content_of(unit: &Unit, found: &Found) -> Outcome<Content> {
    Ok(Content {
        stage: found.case.stage.clone(),
        rows: answers_of(unit, found).await?,
    })
}

impl Content {
    /// Stands for everything that an approval is about: it differs as soon as any of it does.
    pub(crate) fn shown(&self, rule: &ApprovalRule) -> String {
        let mut hash = Sha256::new();
        hash.update(self.stage.as_bytes());
        let rows = self.rows.iter();
        for (form, row) in
            rows.filter(|(form, _)| rule.forms.is_empty() || rule.forms.contains(form))
        {
            for part in [
                form.as_str(),
                &row.form_version.to_string(),
                &row.document.to_string(),
            ] {
                hash.update([0]);
                hash.update(part.as_bytes());
            }
        }
        hex(&hash.finalize())
    }
}
