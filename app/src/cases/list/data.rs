//! What the page of a list is made of. The server works out every address and every cell, so that
//! little of it has to be known in the browser.

use domain::{
    Text,
    cases::{
        CaseListItem, Count, Whose,
        list::{ListFrame, Subject},
    },
    workflow::StageLabel,
};
use serde::{Deserialize, Serialize};

/// A page of a list with everything around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListPage {
    /// The cases; their answers are in the cells.
    pub(crate) cases: Vec<CaseListItem>,
    /// For each case, its answers in words, as the columns have them.
    pub(crate) cells: Vec<Vec<Text>>,
    /// How many there are.
    pub(crate) count: Count,
    /// The columns beside name and number.
    pub(crate) columns: Vec<Column>,
    /// The name's column, which always stands first.
    pub(crate) name: Column,
    /// The question behind an order that leaves cases out.
    pub(crate) sorted_by: Option<Text>,
    /// Choices of whose cases, with their addresses.
    pub(crate) whose: Vec<(Whose, bool, String)>,
    /// Choices of a stage, with their addresses; first any of them.
    pub(crate) stages: Vec<(Option<StageLabel>, bool, String)>,
    /// Where the list begins, if this is not the beginning.
    pub(crate) first: Option<String>,
    /// Where it goes on.
    pub(crate) next: Option<String>,
    /// Where all are counted.
    pub(crate) count_all: Option<String>,
    /// Whether nothing narrows the list of one's own cases.
    pub(crate) plainly_mine: bool,
    /// Whether the user may give cases to other owners.
    pub(crate) may_assign: bool,
    /// Whether the user may register persons.
    pub(crate) may_register: bool,
    /// Filters, views and the open panel.
    pub(crate) frame: ListFrame,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// What it shows.
    pub(crate) subject: Subject,
    /// The question, where it shows answers.
    pub(crate) question: Option<Text>,
    /// The address of the list sorted by it, where that is possible.
    pub(crate) sort: Option<String>,
    /// Whether the list is sorted by it, and then whether the last comes first.
    pub(crate) sorted: Option<bool>,
}

#[cfg(feature = "ssr")]
pub(crate) use made::list_page;

#[cfg(feature = "ssr")]
mod made {
    use domain::{
        Language,
        cases::{
            CaseList, ListQuery,
            list::{Sort, can_be_sorted, indexed_field},
        },
        forms::{Answer, Field},
    };
    use services::{Catalog, Outcome, Unit};

    use super::{Column, Count, ListFrame, ListPage, StageLabel, Subject, Text, Whose};
    use crate::{forms::answer_text, language::locale_of};

    /// The page of a list.
    pub(crate) async fn list_page(unit: &Unit, query: &ListQuery) -> Outcome<ListPage> {
        let list = services::cases::list_cases(unit, query).await?;
        let frame = services::cases::list_frame(unit, query).await?;
        let labels = services::workflow::stage_labels(unit).await?;
        Ok(Page {
            catalog: unit.catalog(),
            query,
        }
        .of(list, frame, labels))
    }

    struct Page<'a> {
        catalog: &'a Catalog,
        query: &'a ListQuery,
    }

    impl Page<'_> {
        fn of(&self, mut list: CaseList, frame: ListFrame, labels: Vec<StageLabel>) -> ListPage {
            let query = self.query;
            let cells = list.cases.iter().map(|case| self.cells(&case.answers));
            let cells = cells.collect();
            for case in &mut list.cases {
                case.answers.clear();
            }
            let start = query.from_the_beginning();
            let next = list.next.map(|after| ListQuery {
                after: Some(after),
                ..start.clone()
            });
            let more = matches!(list.count, Count::MoreThan(_));
            let count_all = ListQuery {
                count_all: true,
                panel: None,
                ..query.clone()
            };
            ListPage {
                cells,
                count: list.count,
                columns: query
                    .shown_columns()
                    .iter()
                    .map(|column| self.column(column))
                    .collect(),
                name: self.column(&Subject::Name),
                sorted_by: self.left_out(),
                whose: self.whose(&start),
                // What is shared is not told apart by stage.
                stages: if query.whose == Whose::Shared {
                    Vec::new()
                } else {
                    self.stages(&start, labels)
                },
                first: query.after.is_some().then(|| address(&start)),
                next: next.as_ref().map(address),
                count_all: more.then(|| address(&count_all)),
                plainly_mine: start
                    == ListQuery {
                        sort: start.sort.clone(),
                        columns: start.columns.clone(),
                        ..ListQuery::default()
                    },
                may_assign: list.may_assign,
                may_register: list.may_register,
                cases: list.cases,
                frame,
            }
        }

        fn whose(&self, start: &ListQuery) -> Vec<(Whose, bool, String)> {
            let choice = |whose| {
                let chosen = self.query.whose == whose;
                (whose, chosen, address(&of_whom(start, whose)))
            };
            Whose::ALL.into_iter().map(choice).collect()
        }

        fn stages(
            &self,
            start: &ListQuery,
            labels: Vec<StageLabel>,
        ) -> Vec<(Option<StageLabel>, bool, String)> {
            let choice = |stage: Option<StageLabel>| {
                let stages = stage.iter().map(|label| label.stage.clone()).collect();
                let chosen = match &stage {
                    None => self.query.stages.is_empty(),
                    Some(label) => self.query.stages.contains(&label.stage),
                };
                let query = ListQuery {
                    stages,
                    ..start.clone()
                };
                (stage, chosen, address(&query))
            };
            core::iter::once(None)
                .chain(labels.into_iter().map(Some))
                .map(choice)
                .collect()
        }

        fn field(&self, subject: &Subject) -> Option<(Option<&Field>, &Field)> {
            let Subject::Answer(path) = subject else {
                return None;
            };
            indexed_field(self.catalog.form(&path.form)?, path)
        }

        fn column(&self, subject: &Subject) -> Column {
            let field = self.field(subject);
            let shared = self.query.whose == Whose::Shared;
            let sortable = match (subject, field) {
                // Of what is shared, only what everybody sees can be sorted by.
                (subject, _) if shared => matches!(subject, Subject::Name | Subject::Born),
                (_, Some((group, field))) => can_be_sorted(group, field),
                (subject, None) => matches!(
                    subject,
                    Subject::Name | Subject::Born | Subject::Opened | Subject::Changed
                ),
            };
            let query = self.query;
            let sorted = (query.sort.by == *subject).then_some(query.sort.descending);
            let by_it = ListQuery {
                sort: query.sort.toggled(subject),
                ..query.from_the_beginning()
            };
            Column {
                subject: subject.clone(),
                question: field.map(|(_, field)| field.label.clone()),
                sort: sortable.then(|| address(&by_it)),
                sorted,
            }
        }

        /// The question behind an order that leaves cases without an answer out.
        fn left_out(&self) -> Option<Text> {
            match &self.query.sort {
                Sort {
                    by: Subject::Born, ..
                } => {
                    let birth = domain::forms::PersonAttribute::BirthDate;
                    let (_, field) = self.catalog.source_of(birth)?;
                    Some(field.label.clone())
                }
                Sort { by, .. } => self.field(by).map(|(_, field)| field.label.clone()),
            }
        }

        fn cells(&self, answers: &[Option<Answer>]) -> Vec<Text> {
            let columns = self.query.shown_columns().iter();
            let asked = columns.filter(|column| matches!(column, Subject::Answer(_)));
            asked
                .zip(answers)
                .map(|(column, answer)| {
                    let field = self.field(column).map(|(_, field)| field);
                    match (field, answer) {
                        (Some(field), Some(answer)) => in_words(field, answer),
                        _ => Text::default(),
                    }
                })
                .collect()
        }
    }

    /// The same list of others' cases. What is shared cannot be asked for its answers and stages.
    fn of_whom(start: &ListQuery, whose: Whose) -> ListQuery {
        let mut query = ListQuery {
            whose,
            ..start.clone()
        };
        if whose == Whose::Shared {
            query.filters.clear();
            query.stages.clear();
            if !matches!(query.sort.by, Subject::Name | Subject::Born) {
                query.sort = Sort::default();
            }
        }
        query
    }

    fn address(query: &ListQuery) -> String {
        format!("/cases?{}", query.to_address())
    }

    fn in_words(field: &Field, answer: &Answer) -> Text {
        let words = |language| answer_text(locale_of(language), field, answer);
        Text {
            hu: words(Language::Hu),
            uk: words(Language::Uk),
            en: words(Language::En),
        }
    }
}
