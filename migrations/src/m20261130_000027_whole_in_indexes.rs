//! On SQLite, the indexes over birth dates and over the words and keys of a person hold all that a
//! search reads of them: each row beside the index is a look-up of its own there. PostgreSQL finds
//! the few rows of a person side by side.

use crate::one_table::Change;

pub(crate) const STEPS: [(&str, Change); 3] = [
    (
        "m20261130_000027_births_in_an_index",
        Change::Wider(("persons_birth", "persons", "district_id, birth_date, id")),
    ),
    (
        "m20261130_000028_words_in_an_index",
        Change::Wider((
            "person_words_person",
            "person_words",
            "district_id, person_id, part, word",
        )),
    ),
    (
        "m20261130_000029_keys_in_an_index",
        Change::Wider((
            "person_keys_person",
            "person_keys",
            "district_id, person_id, kind, key",
        )),
    ),
];
