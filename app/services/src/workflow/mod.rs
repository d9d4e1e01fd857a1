//! The way of a case through its stages.

mod change;
mod of_district;
mod page;

pub use change::change_stage;
pub(crate) use of_district::{label_of, landing, workflow_of};
pub use page::{case_workflow, stage_labels};
