//! Owners and teams as filters name them.

use domain::{
    Text,
    cases::{
        ListQuery,
        list::{FilterChoice, FilterValue, OpenPanel, Subject, Wanted},
    },
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use crate::{
    Outcome, Unit,
    cases::query::label_of,
    districts::team,
    tenancy::{DistrictScope, Tenant},
    users::user,
};

/// Those whom the filters of a list name, or could name.
#[derive(Debug, Default)]
pub(super) struct People {
    owners: Vec<(String, Text)>,
    teams: Vec<(String, Text)>,
}

impl People {
    /// Reads them, if the query or its panel needs them.
    pub(super) async fn of(unit: &Unit, scope: &DistrictScope, query: &ListQuery) -> Outcome<Self> {
        let scope = scope.whole_district();
        let asked = |subject: &Subject| {
            query.filters.contains_key(subject)
                || query.panel == Some(OpenPanel::Filter(subject.clone()))
        };
        let mut people = Self::default();
        if asked(&Subject::Owner) {
            let rows = user::Entity::in_scope(&scope)
                .filter(user::Column::Active.eq(true))
                .order_by_asc(user::Column::DisplayName)
                .all(unit.connection())
                .await?;
            let named = rows.into_iter();
            people.owners = named
                .map(|row| (row.id.to_string(), Text::same(&row.display_name)))
                .collect();
        }
        if asked(&Subject::Team) {
            let rows = team::Entity::in_scope(&scope)
                .order_by_asc(team::Column::Code)
                .all(unit.connection())
                .await?;
            for row in rows {
                people.teams.push((row.code.clone(), label_of(&row)?));
            }
            people.teams.dedup_by(|one, other| one.0 == other.0);
        }
        Ok(people)
    }

    pub(super) fn owner(&self, id: &str) -> FilterValue {
        named(&self.owners, id)
    }

    pub(super) fn team(&self, code: &str) -> FilterValue {
        named(&self.teams, code)
    }

    pub(super) fn owner_choices(&self, wanted: &Wanted) -> Vec<FilterChoice> {
        choices(&self.owners, wanted)
    }

    pub(super) fn team_choices(&self, wanted: &Wanted) -> Vec<FilterChoice> {
        choices(&self.teams, wanted)
    }
}

fn named(known: &[(String, Text)], value: &str) -> FilterValue {
    let found = known.iter().find(|(known, _)| known == value);
    FilterValue::Is(found.map_or_else(|| Text::same(value), |(_, name)| name.clone()))
}

fn choices(known: &[(String, Text)], wanted: &Wanted) -> Vec<FilterChoice> {
    let known = known.iter();
    known
        .map(|(value, label)| FilterChoice {
            value: value.clone(),
            label: label.clone(),
            chosen: wanted.any_of.contains(value),
        })
        .collect()
}
