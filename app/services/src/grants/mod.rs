//! Grants: sight of some fields of a case, given to a service of another district.
//!
//! A grant is in force from the acceptance of its referral until the referral ends or its last day
//! has passed, whichever comes first; every read asks anew. Whoever reads through a grant sees no
//! more than their own roles let them see of any person, and of that the granted fields alone.

mod give;
pub mod grant_row;
mod in_force;
mod readable;

pub(crate) use give::{end_grant, give_grant};
pub(crate) use in_force::{Granted, granted_cases};
pub(crate) use readable::{Readable, find_readable};
