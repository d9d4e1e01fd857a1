use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::transitions::coded::coded;

coded! {
    /// A guest's sex, as far as it is recorded.
    Sex {
        /// A woman or a girl.
        Female = "female",
        /// A man or a boy.
        Male = "male",
    }
}

/// The number of the person whom a case is about, among those who belong to the case; members of
/// their family have the numbers of their rows.
pub const MAIN_GUEST: i32 = -1;

/// Up to this age, in years, a child sleeps in a cot.
const COT_AGE_MAX: u32 = 2;
/// Below this age, in years, a boy may be with his mother in a room for women.
const WITH_WOMEN_BELOW: u32 = 14;
/// From this age on, in years, somebody is grown up.
const ADULT_FROM: u32 = 18;

/// Somebody who needs a place to sleep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// [`MAIN_GUEST`], or the number of their row among the family of the case.
    pub member: i32,
    /// Their name; empty where the reader may not know it.
    pub name: String,
    /// Their sex, where it is recorded.
    pub sex: Option<Sex>,
    /// Their age in whole years, where it is recorded.
    pub age: Option<u32>,
}

impl Guest {
    /// Whole years from a birth to a day; `None` before it.
    pub fn age_on(born: NaiveDate, today: NaiveDate) -> Option<u32> {
        today.years_since(born)
    }

    /// Whether they can sleep in a cot, and need none other.
    pub fn fits_cot(&self) -> bool {
        self.age.is_some_and(|age| age <= COT_AGE_MAX)
    }

    /// Whether they are known to be too old for a cot.
    pub fn is_too_old_for_cot(&self) -> bool {
        self.age.is_some_and(|age| age > COT_AGE_MAX)
    }

    /// Whether they may sleep in a room for women. Of whom too little is recorded may not.
    pub fn may_be_among_women(&self) -> bool {
        self.sex == Some(Sex::Female) || self.age.is_some_and(|age| age < WITH_WOMEN_BELOW)
    }

    /// Whether somebody grown up has to be with them. Whoever's age is not recorded counts as
    /// grown up.
    pub fn is_child(&self) -> bool {
        self.age.is_some_and(|age| age < ADULT_FROM)
    }
}
