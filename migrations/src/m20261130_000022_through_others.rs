//! What refers to a case or a person of its district need not refer to the district as well: that
//! row does. On PostgreSQL each such reference is looked up with each row that is written. SQLite
//! keeps them, as it cannot take a reference away from a table.

use crate::one_table::Change::{self, NoDistrict};

pub(crate) const STEPS: [(&str, Change); 5] = [
    (
        "m20261130_000022_cases_through_persons",
        NoDistrict("cases"),
    ),
    (
        "m20261130_000023_answers_through_cases",
        NoDistrict("answers"),
    ),
    (
        "m20261130_000024_answer_index_through_cases",
        NoDistrict("answer_index"),
    ),
    (
        "m20261130_000025_person_words_through_persons",
        NoDistrict("person_words"),
    ),
    (
        "m20261130_000026_person_keys_through_persons",
        NoDistrict("person_keys"),
    ),
];
