//! A list's question as a part of an address, read and written.

use form_urlencoded::Serializer;

use super::{
    ListQuery, OpenPanel, Sort, Subject, Wanted, Whose,
    query::{COLUMNS_MAX, FILTER_CHARS_MAX, FILTER_VALUES_MAX, FILTERS_MAX},
};
use crate::{
    Problem, ProblemCode,
    cases::{CaseNumber, Stage},
};

impl ListQuery {
    /// Reads the part of an address behind `?`. Names that mean nothing to a list are passed over,
    /// and so are empty values, which forms send for what was left open.
    ///
    /// # Errors
    /// A problem for each name whose value means nothing, or that there is too much of.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut read = Reading::default();
        let text = text.strip_prefix('?').unwrap_or(text);
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = value.trim();
            if !value.is_empty() {
                read.take(&name, value);
            }
        }
        read.finish()
    }

    /// Writes it; nothing that is usual.
    pub fn to_address(&self) -> String {
        let mut out = Serializer::new(String::new());
        out.extend_pairs(self.to_pairs());
        // These mean nothing behind the `?`, and read better than their codes.
        out.finish().replace("%2F", "/").replace("%3A", ":")
    }

    /// The names and values of its address.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![pair("whose", self.whose.code())];
        pairs.extend(self.stages.iter().map(|stage| pair("stage", stage.code())));
        for (subject, wanted) in &self.filters {
            pairs.extend(wanted.to_pairs(subject));
        }
        if self.sort != Sort::default() {
            pairs.push(pair("sort", &self.sort.to_address()));
        }
        let columns = self.columns.iter();
        pairs.extend(columns.map(|column| pair("column", &column.to_string())));
        if let Some(after) = &self.after {
            pairs.push(pair("after", after.as_str()));
        }
        if self.count_all {
            pairs.push(pair("count", "all"));
        }
        pairs
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl Wanted {
    fn to_pairs(&self, subject: &Subject) -> Vec<(String, String)> {
        let name = subject.to_string();
        let values = self.any_of.iter().map(|value| pair(&name, value));
        let ends = [("from", &self.from), ("to", &self.to)];
        let ends = ends.into_iter().filter_map(|(end, value)| {
            let value = value.as_ref()?;
            Some(pair(&format!("{name}:{end}"), value))
        });
        let none = self.none.then(|| pair(&format!("{name}:none"), "1"));
        values.chain(ends).chain(none).collect()
    }
}

impl Sort {
    /// Reads `opened` or `-opened`.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        Subject::parse(name).map(|by| Self { by, descending })
    }

    /// Writes it.
    pub fn to_address(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.by)
    }
}

#[derive(Default)]
struct Reading {
    query: ListQuery,
    problems: Vec<Problem>,
}

impl Reading {
    fn take(&mut self, name: &str, value: &str) {
        let understood = match name {
            "whose" => set(&mut self.query.whose, Whose::from_code(value)),
            "stage" => Stage::from_code(value)
                .map(|stage| self.query.stages.insert(stage))
                .is_some(),
            "sort" => set(&mut self.query.sort, Sort::parse(value)),
            "column" => self.column(value),
            "after" => set(&mut self.query.after, CaseNumber::parse(value).map(Some)),
            "count" => set(&mut self.query.count_all, (value == "all").then_some(true)),
            "panel" => set(&mut self.query.panel, OpenPanel::parse(value).map(Some)),
            _ => return self.filter(name, value),
        };
        if !understood {
            self.problem(name, ProblemCode::NotAChoice);
        }
    }

    fn column(&mut self, value: &str) -> bool {
        let Some(column) = Subject::parse(value).filter(Subject::can_be_a_column) else {
            return false;
        };
        if !self.query.columns.contains(&column) {
            self.query.columns.push(column);
        }
        true
    }

    fn filter(&mut self, name: &str, value: &str) {
        let (subject, end) = split(name);
        let Some(subject) = Subject::parse(subject) else {
            // Whatever has the look of an answer was meant as a filter.
            if name.contains('/') {
                self.problem(name, ProblemCode::UnknownField);
            }
            return;
        };
        if value.chars().count() > FILTER_CHARS_MAX {
            let max = u32::try_from(FILTER_CHARS_MAX).unwrap_or(u32::MAX);
            return self.problem(name, ProblemCode::TooLong { max });
        }
        let wanted = self.query.filters.entry(subject).or_default();
        let value = value.to_owned();
        match end {
            Some(End::From) => wanted.from = Some(value),
            Some(End::To) => wanted.to = Some(value),
            Some(End::None) => wanted.none = true,
            None if wanted.any_of.contains(&value) => {}
            None => wanted.any_of.push(value),
        }
    }

    fn problem(&mut self, name: &str, code: ProblemCode) {
        let plain = name.chars().filter(|sign| !sign.is_control()).take(100);
        let problem = Problem::new(plain.collect::<String>(), code);
        if !self.problems.contains(&problem) && self.problems.len() < 20 {
            self.problems.push(problem);
        }
    }

    fn finish(mut self) -> Result<ListQuery, Vec<Problem>> {
        self.query.filters.retain(|_, wanted| !wanted.is_blank());
        let values = |wanted: &Wanted| wanted.any_of.len();
        let most = self.query.filters.values().map(values).max().unwrap_or(0);
        for (name, count, max) in [
            ("filter", self.query.filters.len(), FILTERS_MAX),
            ("filter", most, FILTER_VALUES_MAX),
            ("column", self.query.columns.len(), COLUMNS_MAX),
        ] {
            if count > max {
                let max = u32::try_from(max).unwrap_or(u32::MAX);
                self.problem(name, ProblemCode::TooManyRows { max });
            }
        }
        if self.problems.is_empty() {
            Ok(self.query)
        } else {
            Err(self.problems)
        }
    }
}

fn set<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

enum End {
    From,
    To,
    None,
}

/// Takes `:from`, `:to` or `:none` off a name.
fn split(name: &str) -> (&str, Option<End>) {
    for (ending, end) in [(":from", End::From), (":to", End::To), (":none", End::None)] {
        if let Some(subject) = name.strip_suffix(ending) {
            return (subject, Some(end));
        }
    }
    (name, None)
}
