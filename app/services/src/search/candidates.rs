use domain::search::{Asked, Meant, Query, QueryNumber, is_widest, levels};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait,
    sea_query::{self, Alias, Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::{
    PHONE,
    area::{Area, is_one_of},
    counted::{COMMON_IN_DISTRICT, Counted},
    key_row,
    padded::padded,
    ways::{Kind, Ways, first_of},
    word_row,
};
use crate::{Outcome, Unit, cases::person_row};

/// Looking one bearer up takes as long as reading so many.
const LOOKED_UP: i64 = 4;

/// What may be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visible {
    /// The parts of names, as their rows have them.
    pub(crate) parts: Vec<&'static str>,
    /// The birth date.
    pub(crate) birth: bool,
    /// The telephone.
    pub(crate) phone: bool,
    /// The kinds of keys of documents.
    pub(crate) documents: Vec<String>,
}

/// Those who may fit, at most [`RANKED_MAX`](domain::search::RANKED_MAX): the bearers of numbers
/// before those whose birth date was typed, those before all others, and of these whoever's words
/// are closest.
pub(crate) async fn candidates(
    unit: &Unit,
    area: &Area,
    query: &Query,
    meant: &[Meant],
    visible: &Visible,
    of_cases: &[Uuid],
) -> Outcome<Vec<person_row::Model>> {
    let search = Search {
        area,
        query,
        visible,
        is_sqlite: unit.connection().get_database_backend() == DbBackend::Sqlite,
    };
    let mut kinds = vec![search.bearers_of_numbers(of_cases)];
    if query.needed().next().is_none() {
        let mut born = Ways::new(Kind::BornThen);
        if let Some(persons) = search.born(&[], None, |_| true) {
            born.add(persons, true);
        }
        kinds.push(born);
    } else {
        kinds.extend(search.bearers_of_names(unit, meant).await?);
    }
    let Some(found) = first_of(kinds) else {
        return Ok(Vec::new());
    };
    let mut persons = area.rows_of::<person_row::Entity>().into_query();
    let id = Expr::col((person_row::Entity, person_row::Column::Id));
    persons.and_where(is_one_of(unit, id, found));
    let rows = unit.connection().query_all(&persons).await?;
    let persons = rows
        .iter()
        .map(|row| person_row::Model::from_query_result(row, ""));
    Ok(persons.collect::<Result<_, _>>()?)
}

pub(super) struct Search<'a> {
    pub(super) area: &'a Area,
    query: &'a Query,
    visible: &'a Visible,
    is_sqlite: bool,
}

impl Search<'_> {
    /// Who bears the numbers.
    fn bearers_of_numbers(&self, of_cases: &[Uuid]) -> Ways {
        let numbers = self.query.numbers.iter();
        let phones = numbers.clone().filter_map(|number| number.phone.as_ref());
        let phones: Vec<&str> = phones.map(domain::search::PhoneDigits::key).collect();
        let documents: Vec<&String> = numbers.flat_map(|number| &number.documents).collect();
        let mut ways = Ways::new(Kind::Numbers);
        if !of_cases.is_empty() {
            let persons = self.area.rows_of::<person_row::Entity>();
            let persons = persons.filter(person_row::Column::Id.is_in(of_cases.iter().copied()));
            ways.add(only_id(persons), true);
        }
        if self.visible.phone && !phones.is_empty() {
            ways.add(self.with_key([PHONE], phones), true);
        }
        if !self.visible.documents.is_empty() && !documents.is_empty() {
            let kinds = self.visible.documents.iter().map(String::as_str);
            ways.add(self.with_key(kinds, documents), true);
        }
        ways
    }

    /// Who has a word of each: first those who were born then as well, then all.
    async fn bearers_of_names(&self, unit: &Unit, meant: &[Meant]) -> Outcome<[Ways; 3]> {
        let levels = levels(self.query, meant);
        let bearers = self.counted(unit, &levels).await?;
        let [mut on_the_day, mut then, mut all] =
            [Kind::BornOnTheDay, Kind::BornThen, Kind::Named].map(Ways::new);
        for (place, (words, bearers)) in levels.iter().zip(bearers).enumerate() {
            let is_widest = is_widest(&levels, place);
            let wanted = |ways: &Ways| (!is_widest).then(|| ways.too_many());
            let level = Counted { words, bearers };
            if let Some(persons) = self.born(words, wanted(&on_the_day), is_few) {
                on_the_day.add(persons, is_widest);
            }
            if let Some(persons) = self.named_and_born(&level, wanted(&then)) {
                then.add(persons, is_widest);
            }
            all.add(self.named(&level, wanted(&all)), is_widest);
        }
        Ok([on_the_day, then, all])
    }

    fn with_key<'k>(
        &self,
        kinds: impl IntoIterator<Item = &'k str>,
        keys: Vec<impl Into<sea_orm::Value>>,
    ) -> SelectStatement {
        self.area
            .rows_of::<key_row::Entity>()
            .filter(key_row::Column::Kind.is_in(kinds))
            .filter(key_row::Column::Key.is_in(keys))
            .select_only()
            .column(key_row::Column::PersonId)
            .into_query()
    }

    /// Who was born in such a span of days, and has a word for each that was typed.
    fn born(
        &self,
        level: &[Vec<&str>],
        wanted: Option<Expr>,
        such: impl Fn(Days) -> bool,
    ) -> Option<SelectStatement> {
        let days = self.days(such)?;
        let persons = self.area.rows_of::<person_row::Entity>().filter(days);
        let mut persons = persons.filter(Condition::all().add_option(wanted));
        for words in level {
            let word = self.has_word(Bearer::Person, Condition::all().add(one_of(words)));
            persons = persons.filter(word);
        }
        Some(only_id(persons))
    }

    /// The same for a month or a year, in which very many are born: the words lead.
    fn named_and_born(&self, level: &Counted<'_>, wanted: Option<Expr>) -> Option<SelectStatement> {
        let days = self.days(|days| !is_few(days))?;
        let born = if self.is_sqlite && self.area.is_one_district() {
            self.is_among_born(days)
        } else {
            Expr::exists(bearer_born(days))
        };
        let mut bearers = self.named(level, wanted);
        bearers.and_where(born);
        Some(bearers)
    }

    /// Whether a bearer is one of those who were born then. SQLite would find a bearer's day in two
    /// look-ups; all of a district who were born then stand side by side in an index, and are read
    /// once for all bearers. The sign keeps it from beginning with them.
    fn is_among_born(&self, days: Condition) -> Expr {
        let born = self.area.rows_of::<person_row::Entity>().filter(days);
        Expr::cust_with_expr("+?", Bearer::Word.id()).in_subquery(only_id(born))
    }

    /// The birth dates that were typed, as far as they are such and may be seen.
    fn days(&self, such: impl Fn(Days) -> bool) -> Option<Condition> {
        let births = self.query.numbers.iter().flat_map(births);
        let births = births.filter(|days| such(*days));
        let days = births.fold(Condition::any(), |days, (first, last)| {
            days.add(person_row::Column::BirthDate.between(first, last))
        });
        (!days.is_empty() && self.visible.birth).then_some(days)
    }

    /// Who has a word of each, beginning with the bearers of the rarest. Whether anybody is wanted
    /// at all stands in front: SQLite asks in the order of the text, of each of these bearers.
    fn named(&self, level: &Counted<'_>, wanted: Option<Expr>) -> SelectStatement {
        let rarest = level.rarest();
        let bearers = self.bearers(&level.words[rarest]);
        let mut bearers = bearers.filter(Condition::all().add_option(wanted));
        for (place, words) in level.words.iter().enumerate() {
            if place == rarest {
                continue;
            }
            if self.are_sooner_read(level.bearers[place], level.bearers[rarest]) {
                bearers = bearers.filter(self.is_among_bearers(words));
            } else {
                let word = self.has_word(Bearer::Word, Condition::all().add(one_of(words)));
                bearers = bearers.filter(word);
            }
        }
        for word in &self.query.words {
            if let Some(letter) = word.keys().next().filter(|_| word.asked == Asked::Initial) {
                let begins = Condition::all()
                    .add(other(word_row::Column::Word).gte(letter))
                    .add(other(word_row::Column::Word).lt(format!("{letter}\u{10ffff}")));
                bearers = bearers.filter(self.has_word(Bearer::Word, begins));
            }
        }
        bearers
            .select_only()
            .column(word_row::Column::PersonId)
            .into_query()
    }

    /// The rows of these words.
    pub(super) fn bearers(&self, words: &[&str]) -> sea_orm::Select<word_row::Entity> {
        self.area
            .rows_of::<word_row::Entity>()
            .filter(word_row::Column::Word.is_in(padded(words.iter().copied())))
            .filter(word_row::Column::Part.is_in(self.visible.parts.iter().copied()))
    }

    /// Whether the bearers of a word are sooner read than looked up for each of the fewest: where
    /// they are not many more, or both too many to be counted. In the whole city they may be so many
    /// that PostgreSQL would not keep them at hand.
    const fn are_sooner_read(&self, bearers: i64, fewest: i64) -> bool {
        let counted = bearers < COMMON_IN_DISTRICT && bearers <= fewest * LOOKED_UP;
        self.area.is_one_district() && (counted || fewest == COMMON_IN_DISTRICT)
    }

    /// Whether a bearer is one of those who have one of these words as well, all of whom are read
    /// first. Asked whether that is true, neither database begins with them instead.
    fn is_among_bearers(&self, words: &[&str]) -> Expr {
        let others = self.bearers(words).select_only();
        let others = others.column(word_row::Column::PersonId).into_query();
        Bearer::Word
            .id()
            .in_subquery(others)
            .is(Expr::Constant(true.into()))
    }

    /// Whether somebody has such a word: looked up among their own words, person by person. The
    /// offset keeps PostgreSQL from reading all bearers of the words instead; and the sign SQLite
    /// from looking for each part of a name by itself, as somebody's few words stand side by side.
    fn has_word(&self, bearer: Bearer, such: Condition) -> Expr {
        let part = other(word_row::Column::Part);
        let part = if self.is_sqlite {
            Expr::cust_with_expr("+?", part)
        } else {
            part
        };
        let own = sea_query::Query::select()
            .expr(Expr::cust("1"))
            .from_as(word_row::Entity, Alias::new(OTHER))
            .and_where(other(word_row::Column::DistrictId).eq(bearer.district()))
            .and_where(other(word_row::Column::PersonId).eq(bearer.id()))
            .and_where(part.is_in(self.visible.parts.iter().copied()))
            .cond_where(such)
            .limit(1)
            .offset(0)
            .take();
        Expr::exists(own)
    }
}

/// Whose words are looked at: a person's, or those of whoever has a word already.
#[derive(Clone, Copy)]
enum Bearer {
    Person,
    Word,
}

impl Bearer {
    fn district(self) -> Expr {
        match self {
            Self::Person => Expr::col((person_row::Entity, person_row::Column::DistrictId)),
            Self::Word => Expr::col((word_row::Entity, word_row::Column::DistrictId)),
        }
    }

    fn id(self) -> Expr {
        match self {
            Self::Person => Expr::col((person_row::Entity, person_row::Column::Id)),
            Self::Word => Expr::col((word_row::Entity, word_row::Column::PersonId)),
        }
    }
}

/// Whether a bearer was born then, looked up bearer by bearer.
fn bearer_born(days: Condition) -> SelectStatement {
    use person_row::Column::{DistrictId, Id};
    let person = |column| Expr::col((person_row::Entity, column));
    sea_query::Query::select()
        .expr(Expr::cust("1"))
        .from(person_row::Entity)
        .and_where(person(Id).eq(Bearer::Word.id()))
        .and_where(person(DistrictId).eq(Bearer::Word.district()))
        .cond_where(days)
        .limit(1)
        .offset(0)
        .take()
}

/// The other words of somebody.
const OTHER: &str = "others";

fn other(column: word_row::Column) -> Expr {
    Expr::col((Alias::new(OTHER), column))
}

fn one_of(words: &[&str]) -> Expr {
    other(word_row::Column::Word).is_in(padded(words.iter().copied()))
}

/// The first and the last day.
type Days = (chrono::NaiveDate, chrono::NaiveDate);

fn births(number: &QueryNumber) -> impl Iterator<Item = Days> {
    number.births.iter().map(domain::search::Birth::span)
}

/// Whether few are born within these days.
fn is_few((first, last): Days) -> bool {
    (last - first).num_days() < 7
}

fn only_id(persons: sea_orm::Select<person_row::Entity>) -> SelectStatement {
    persons
        .select_only()
        .column_as(person_row::Column::Id, "person_id")
        .into_query()
}
