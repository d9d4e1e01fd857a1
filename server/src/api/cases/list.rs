use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header::LINK},
    response::{IntoResponse, Response},
};
use domain::cases::{CaseList, CaseListItem, Count, ListQuery, list::Subject};
use serde::Serialize;
use serde_json::{Map, Value};
use services::cases;
use utoipa::ToSchema;

use self::wish::Wish;
use crate::api::{
    answers::one_to_json, asker::Asker, moment, parameters::Parameters, problem::Failed,
    words::Words,
};

mod wish;

/// A page of a list of cases.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseList)]
pub(super) struct List {
    /// The cases, in order.
    #[schema(value_type = Vec<Item>)]
    items: Vec<Map<String, Value>>,
    /// Behind which case the next page begins: the next `after`; `null` when there is nothing more.
    #[schema(required = true)]
    next: Option<String>,
    /// How many cases there are, where the list is read from its beginning.
    #[schema(required = true)]
    total: Option<Total>,
}

/// How many cases a list has.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Total {
    /// So many.
    count: u64,
    /// Whether there may be more: counting on would take long.
    or_more: bool,
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseListItem)]
struct Item {
    /// Its number.
    #[schema(example = "K7M-4PX-9")]
    number: String,
    /// The person's name in their own spelling; empty where it is hidden.
    #[schema(required = false)]
    name: String,
    /// The name in Latin letters, where it differs.
    #[schema(required = false)]
    latin_name: String,
    /// The birth date, where it is known and not hidden.
    #[schema(format = Date)]
    birth_date: Option<String>,
    /// The code of its stage.
    stage: Option<String>,
    /// Who is responsible.
    owner: Option<String>,
    /// Its team.
    team: Option<Words>,
    /// When it was opened, as the clock on the wall in Budapest shows it.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    opened: Option<String>,
    /// The last change.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    changed: Option<String>,
    /// The answers that were asked for, by `form/field`.
    #[schema(required = false, value_type = Object)]
    answers: Map<String, Value>,
}

/// The members that a case of a list has unless others are asked for.
const USUAL: [&str; 9] = [
    "number",
    "name",
    "latin_name",
    "birth_date",
    "stage",
    "owner",
    "team",
    "opened",
    "changed",
];

impl Item {
    fn of(case: CaseListItem, paths: &[&str]) -> Self {
        let answers = paths.iter().zip(case.answers).map(|(path, answer)| {
            let answer = answer.as_ref().map(one_to_json);
            ((*path).to_owned(), answer.unwrap_or_default())
        });
        Self {
            number: case.number.to_string(),
            name: case.name,
            latin_name: case.latin_name,
            birth_date: case.birth_date.map(|day| day.to_string()),
            stage: case.stage.map(|stage| stage.code().to_owned()),
            owner: case.owner,
            team: case.team.map(Into::into),
            opened: case.opened.map(moment),
            changed: case.changed.map(moment),
            answers: answers.collect(),
        }
    }

    /// Only the members that are asked for.
    fn only(&self, wish: &Wish) -> Map<String, Value> {
        let value = serde_json::to_value(self).unwrap_or_default();
        let Value::Object(mut members) = value else {
            return Map::new();
        };
        members.retain(|name, _| wish.shows(name));
        members
    }
}

impl List {
    fn of(list: CaseList, wish: &Wish) -> Self {
        let paths: Vec<&str> = wish.paths.iter().map(String::as_str).collect();
        let cases = list.cases.into_iter();
        let total = match list.count {
            Count::Exactly(count) => (count, false),
            Count::MoreThan(count) => (count, true),
        };
        Self {
            items: cases
                .map(|case| Item::of(case, &paths).only(wish))
                .collect(),
            next: list.next.map(|next| next.to_string()),
            total: wish.query.after.is_none().then_some(Total {
                count: total.0,
                or_more: total.1,
            }),
        }
    }
}

/// List cases
///
/// Whoever walks along the whole list sends `next` of each page as the next `after`. The order by
/// `opened` and `number` never changes on the way; in others, a case that is changed meanwhile may be
/// met twice or not at all.
///
/// Beside the parameters below, the list is filtered by the case's own fields (`owner`, `team`,
/// `opened`, `changed`) and by every indexed question, `form/field`. A filter that is given several
/// times accepts any of its values; `:from` and `:to` behind its name mean a span, `:none` with the
/// value `1` those without an answer: `?housing/housing_type=hotel&opened:from=2026-01-01`. What is
/// hidden from the user is as unknown here as what does not exist.
#[utoipa::path(
    get,
    path = "/cases",
    tag = "cases",
    security(("token" = ["cases:read"])),
    params(
        ("whose" = Option<String>, Query, description = "`all` (within reach; the usual one), `mine`, `nobodys`, or `shared` by other districts."),
        ("stage" = Option<String>, Query, description = "The code of a stage; several are alternatives."),
        ("sort" = Option<String>, Query, description = "`opened` (the usual one), `changed`, `name`, `born`, or `form/field`; with `-` before it, the last comes first."),
        ("limit" = Option<i32>, Query, minimum = 1, maximum = 50, description = "How many cases a page has at most."),
        ("after" = Option<String>, Query, description = "Behind which case the page begins: `next` of the page before."),
        ("fields" = Option<String>, Query, description = "Which members each case has beside its number, separated by commas; `form/field` for an answer.")
    ),
    responses((
        status = 200,
        description = "A page of cases.",
        body = List,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`, where there is one."))
    ))
)]
pub(super) async fn list_cases(asker: Asker, parameters: Parameters) -> Result<Response, Failed> {
    let wish = Wish::read(parameters)?;
    let (query, size) = (wish.query.clone(), wish.size);
    let list = asker.read("cases.list", move |unit| async move {
        cases::list_cases_on(&unit, &query, size).await
    });
    let list = list.await.map_err(wish::at_parameters)?;
    let body = List::of(list, &wish);
    let mut headers = HeaderMap::new();
    if let Some(next) = &body.next {
        let next = format!(
            "</api/v1/cases?{}>; rel=\"next\"",
            wish.address_behind(next)
        );
        if let Ok(next) = HeaderValue::from_str(&next) {
            headers.insert(LINK, next);
        }
    }
    Ok((headers, Json(body)).into_response())
}

/// The columns that bring in what a program asks for.
fn columns(team: bool, answers: impl Iterator<Item = Subject>) -> Vec<Subject> {
    let team = team.then_some(Subject::Team);
    // What a list shows otherwise of a case costs nothing; without any column it would be the usual
    // ones.
    let columns: Vec<Subject> = team.into_iter().chain(answers).collect();
    if columns.is_empty() {
        vec![Subject::Stage]
    } else {
        columns
    }
}

/// A list as programs read it unless they say otherwise.
fn usual() -> ListQuery {
    ListQuery {
        whose: domain::cases::Whose::All,
        sort: domain::cases::list::Sort {
            by: Subject::Opened,
            descending: false,
        },
        ..ListQuery::default()
    }
}
