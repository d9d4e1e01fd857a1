use serde::{Deserialize, Serialize};

use super::Feature;

/// Where the forms of a case tell of what a shelter has to know, and are told of what it knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShelterFields {
    /// Where the family is written down by name.
    pub family: Option<FamilyFields>,
    /// Where it is written down how somebody lives.
    pub housing: Option<HousingFields>,
    /// Where it is written down what somebody needs of a place.
    #[serde(default)]
    pub needs: Vec<NeedField>,
}

/// Where it is written down that somebody needs something of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedField {
    /// What the place has to have.
    pub feature: Feature,
    /// The form.
    pub form: String,
    /// The field, of which several choices may be chosen.
    pub field: String,
    /// The choices any of which says so.
    pub choices: Vec<String>,
}

/// Where the family of a case is written down by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyFields {
    /// The form.
    pub form: String,
    /// The group whose rows are the members.
    pub group: String,
    /// The field of a row for the name.
    pub name: String,
    /// For the sex.
    pub sex: String,
    /// For the birth date.
    pub birth_date: String,
    /// For the age, where no birth date is known.
    pub age: String,
    /// For where the member is.
    pub whereabouts: String,
    /// The choice of that field which says that they are with the person.
    pub here: String,
}

/// Where it is written down how somebody lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HousingFields {
    /// The form.
    pub form: String,
    /// The field for the kind of place.
    pub kind: String,
    /// Its choice for a shelter.
    pub in_shelter: String,
    /// Its choice once somebody has left, and nobody knows where they live.
    pub gone: String,
    /// The field for the shelter's name.
    pub name: String,
    /// The field for since when.
    pub since: String,
}
