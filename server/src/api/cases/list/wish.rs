//! What a program wishes to see of which cases.

use domain::{
    Error, Problem, ProblemCode,
    cases::{
        CASES_PER_PAGE, CaseNumber, ListQuery, Whose,
        list::{COLUMNS_MAX, Subject},
    },
};
use form_urlencoded::Serializer;

use super::{USUAL, columns, usual};
use crate::api::{
    parameters::Parameters,
    problem::{At, Failed, Place},
};

/// The parameters of a list by their names; beside them, every filter has one.
const NAMES: [&str; 3] = ["whose", "stage", "sort"];

/// A list, read from its parameters.
pub(super) struct Wish {
    /// Which cases, in which order.
    pub(super) query: ListQuery,
    /// How many on a page, at most.
    pub(super) size: usize,
    /// The answers to show, `form/field`.
    pub(super) paths: Vec<String>,
    /// Which members; the usual ones, if there is none.
    members: Vec<String>,
    /// The parameters without the place where the page begins.
    address: Vec<(String, String)>,
}

impl Wish {
    /// Reads the parameters.
    ///
    /// # Errors
    /// A problem for each parameter that is unknown or means nothing.
    pub(super) fn read(mut parameters: Parameters) -> Result<Self, Failed> {
        let limit = parameters.one("limit")?;
        let after = parameters.one("after")?;
        let fields = parameters.one("fields")?;
        let listed = parameters.take(is_of_a_list);
        parameters.nothing_else()?;
        let size = size(limit.as_deref())?;
        let mut query = read_query(&listed)?;
        query.after = after.as_deref().map(behind).transpose()?;
        let mut wish = Self {
            query,
            size,
            paths: Vec::new(),
            members: Vec::new(),
            address: listed,
        };
        wish.read_fields(fields.as_deref())?;
        for (name, value) in [("limit", limit), ("fields", fields)] {
            wish.address
                .extend(value.map(|value| (name.to_owned(), value)));
        }
        Ok(wish)
    }

    /// Whether cases have this member.
    pub(super) fn shows(&self, member: &str) -> bool {
        match member {
            "number" => true,
            "answers" => !self.paths.is_empty(),
            member if self.members.is_empty() && self.paths.is_empty() => USUAL.contains(&member),
            member => self.members.iter().any(|shown| shown == member),
        }
    }

    /// The parameters of the page behind a case.
    pub(super) fn address_behind(&self, after: &str) -> String {
        let mut address = Serializer::new(String::new());
        address.extend_pairs(&self.address);
        address.append_pair("after", after);
        address.finish()
    }

    fn read_fields(&mut self, fields: Option<&str>) -> Result<(), Failed> {
        let names = fields.unwrap_or_default().split(',').map(str::trim);
        let mut answers = Vec::new();
        for name in names.filter(|name| !name.is_empty()) {
            match Subject::parse(name) {
                Some(subject @ Subject::Answer(_)) if answers.contains(&subject) => {}
                Some(subject @ Subject::Answer(_)) => answers.push(subject),
                _ if USUAL.contains(&name) => self.members.push(name.to_owned()),
                _ => return Err(unknown_member(name)),
            }
        }
        if answers.len() > COLUMNS_MAX {
            let max = u32::try_from(COLUMNS_MAX).unwrap_or(u32::MAX);
            return Err(wrong("fields", ProblemCode::TooManyRows { max }));
        }
        self.paths = answers.iter().map(ToString::to_string).collect();
        self.query.columns = columns(self.shows("team"), answers.into_iter());
        Ok(())
    }
}

/// Whether a parameter belongs to the list itself: one of its own, or a filter.
fn is_of_a_list(name: &str) -> bool {
    let subject = name.split(':').next().unwrap_or_default();
    NAMES.contains(&name)
        || matches!(subject, "owner" | "team" | "opened" | "changed")
        || subject.contains('/')
}

fn read_query(listed: &[(String, String)]) -> Result<ListQuery, Failed> {
    let mut address = Serializer::new(String::new());
    address.extend_pairs(listed);
    let read = ListQuery::parse(&address.finish());
    let query = read.map_err(|problems| at_parameters(Error::Invalid { problems }))?;
    let given = |name: &str| {
        let mut values = listed.iter().filter(|(other, _)| other == name);
        values.any(|(_, value)| !value.trim().is_empty())
    };
    let usual = usual();
    let whose = if given("whose") {
        query.whose
    } else {
        usual.whose
    };
    // What grants open tells no moment of opening, and has an order of its own.
    let sort = if given("sort") || whose == Whose::Shared {
        query.sort
    } else {
        usual.sort
    };
    Ok(ListQuery {
        whose,
        sort,
        ..query
    })
}

/// What a use case says of a list, at the parameters that it speaks of.
pub(super) fn at_parameters(error: Error) -> Failed {
    let Error::Invalid { problems } = error else {
        return error.into();
    };
    let errors = problems.into_iter().map(|problem| {
        // What is said of columns is said of `fields` here.
        let (parameter, field) = match problem.field.strip_prefix("column ") {
            Some(field) => ("fields".to_owned(), field.to_owned()),
            None => (problem.field.clone(), problem.field),
        };
        let place = Place::Parameter(parameter);
        match problem.code {
            ProblemCode::UnknownField => unknown(place, &field),
            code => At::known(place, Problem::new(field, code)),
        }
    });
    Failed::invalid(errors.collect())
}

fn size(limit: Option<&str>) -> Result<usize, Failed> {
    let most = i64::try_from(CASES_PER_PAGE).unwrap_or(i64::MAX);
    let Some(limit) = limit else {
        return Ok(usize::try_from(most).unwrap_or(usize::MAX));
    };
    let number: i64 = limit
        .parse()
        .map_err(|_| wrong("limit", ProblemCode::NotAnInteger))?;
    match number {
        ..1 => Err(wrong("limit", ProblemCode::TooSmall { min: 1 })),
        number if number > most => Err(wrong("limit", ProblemCode::TooLarge { max: most })),
        number => Ok(usize::try_from(number).unwrap_or(1)),
    }
}

fn behind(number: &str) -> Result<CaseNumber, Failed> {
    CaseNumber::parse(number).ok_or_else(|| wrong("after", ProblemCode::NotAChoice))
}

fn wrong(parameter: &str, code: ProblemCode) -> Failed {
    let at = At::code(Place::Parameter(parameter.to_owned()), code);
    Failed::invalid(vec![at])
}

fn unknown_member(name: &str) -> Failed {
    let name: String = name
        .chars()
        .filter(|sign| !sign.is_control())
        .take(100)
        .collect();
    let place = Place::Parameter("fields".to_owned());
    Failed::invalid(vec![unknown(place, &name)])
}

fn unknown(place: Place, name: &str) -> At {
    let detail = format!("Lists have no field `{name}` that this user may use here.");
    At::own(place, "unknown_field", detail)
}
