//! Cases: their number, their stages, and what pages show of them.

pub mod list;
mod merge;
mod number;
mod page;
mod path;
mod presence;
mod stage;

pub use list::{CASES_PER_PAGE, CaseList, CaseListItem, Count, ListQuery, Whose};
pub use merge::ParallelEdit;
pub use number::CaseNumber;
pub use page::{
    CaseHistory, CaseView, FieldChange, FormProgress, FormView, HistoryEntry, OpenForm, PersonHit,
    PersonSearch, QUERY_CHARS_MAX, RegisterForm, Registered, SaveEdit, Saved, WaitingRegistration,
};
pub use path::{CasePath, PathEntry};
pub use presence::{CasePresence, Meanwhile, SavedForm};
pub use stage::Stage;
