//! Whole names: who is called what, in which letters, and after whom.

use super::draw::{chance, pick, weighted};
use super::names_ukrainian::Generations;
use super::spellings::{self, Spelling};
use super::{names_hungarian, names_transcarpathian, names_ukrainian, names_ukrainian_families};
use rand::Rng;

/// The sex that a name shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// Every part of a person's name that a form may ask for.
#[derive(Clone, Debug, Default)]
pub(crate) struct FullName {
    pub(crate) family: String,
    pub(crate) given: String,
    pub(crate) patronymic: Option<String>,
    /// Family name and given name as in the passport.
    pub(crate) latin: Option<(String, String)>,
    pub(crate) birth_family: Option<String>,
    pub(crate) mother: Option<String>,
}

/// A name of Ukraine, in Cyrillic letters.
pub(crate) fn ukrainian(rng: &mut impl Rng, sex: Sex, age: u32) -> FullName {
    let birth_family = ukrainian_family(rng, sex);
    let married = sex == Sex::Female && age >= 20 && chance(rng, 55);
    let family = if married {
        married_ukrainian(rng, &birth_family)
    } else {
        birth_family.clone()
    };
    let given = ukrainian_given(rng, sex, age);
    let father = ukrainian_given(rng, Sex::Male, (age + 28).max(40));
    FullName {
        patronymic: chance(rng, 90).then(|| patronymic(&father, sex)),
        latin: ukrainian_latin(rng, &family, &given, age),
        birth_family: (married && chance(rng, 40)).then_some(birth_family),
        mother: chance(rng, 25).then(|| ukrainian_mother(rng, age)),
        family,
        given,
    }
}

/// A name of Hungary. Married women may bear their husband's in one of its forms.
pub(crate) fn hungarian(rng: &mut impl Rng, sex: Sex, age: u32) -> FullName {
    let birth_family = hungarian_family(rng);
    let given = hungarian_given(rng, sex, age);
    let name = FullName {
        mother: chance(rng, 90).then(|| hungarian_mother(rng, age)),
        family: birth_family.clone(),
        given,
        ..FullName::default()
    };
    if sex == Sex::Female && age >= 22 && chance(rng, 50) {
        married_hungarian(rng, name, birth_family, age)
    } else {
        name
    }
}

/// A Hungarian name of Transcarpathia: two in three as its bearer writes it, the others as
/// in Ukrainian papers.
pub(crate) fn transcarpathian(rng: &mut impl Rng, sex: Sex, age: u32) -> FullName {
    let family = pick(rng, names_transcarpathian::FAMILIES);
    let maiden = pick(rng, names_transcarpathian::FAMILIES);
    let given = transcarpathian_given(rng, sex, age);
    let father = pick(rng, names_transcarpathian::OLDER_MEN).1;
    let mother_family = pick(rng, names_transcarpathian::FAMILIES).0;
    let mother_given = transcarpathian_given(rng, Sex::Female, age + 26).0;
    let married = sex == Sex::Female && age >= 19 && chance(rng, 60);
    let latin = chance(rng, 70).then(|| {
        let official = Spelling::Official;
        let family = spellings::family_name(family.1, official);
        (family, spellings::given_name(given.1, official))
    });
    let as_in_papers = chance(rng, 33);
    let form = |pair: names_transcarpathian::Pair| {
        String::from(if as_in_papers { pair.1 } else { pair.0 })
    };
    FullName {
        family: form(family),
        given: form(given),
        patronymic: chance(rng, if as_in_papers { 90 } else { 45 })
            .then(|| patronymic(father, sex)),
        latin,
        birth_family: (married && chance(rng, 70)).then(|| form(maiden)),
        mother: chance(rng, 70).then(|| format!("{mother_family} {mother_given}")),
    }
}

/// The patronymic after a father of that name.
pub(crate) fn patronymic(father: &str, sex: Sex) -> String {
    let known = names_ukrainian::PATRONYMICS
        .iter()
        .find(|(name, _, _)| *name == father);
    if let Some(&(_, son, daughter)) = known {
        return String::from(if sex == Sex::Male { son } else { daughter });
    }
    if father.ends_with('ь') && sex == Sex::Male {
        return format!("{father}ович");
    }
    let (stem, son, daughter) = if let Some(stem) = father.strip_suffix('й') {
        (stem, "йович", "ївна")
    } else if let Some(stem) = father.strip_suffix(['а', 'о']) {
        (stem, "ович", "івна")
    } else {
        (father.trim_end_matches('ь'), "ович", "івна")
    };
    let ending = if sex == Sex::Male { son } else { daughter };
    format!("{stem}{ending}")
}

/// The form of a Ukrainian family name that a woman bears.
pub(crate) fn of_woman(family: &str) -> String {
    if let Some(stem) = family.strip_suffix("ий") {
        format!("{stem}а")
    } else {
        format!("{family}а")
    }
}

pub(crate) fn hungarian_family(rng: &mut impl Rng) -> String {
    let families = names_hungarian::FAMILIES;
    let frequent = &families[..40];
    let list = if chance(rng, 40) { frequent } else { families };
    pick(rng, list).to_owned()
}

pub(crate) fn hungarian_given(rng: &mut impl Rng, sex: Sex, age: u32) -> String {
    let names = by_sex(sex, &names_hungarian::WOMEN, &names_hungarian::MEN);
    of_generation(rng, names, age)
}

pub(crate) fn ukrainian_family(rng: &mut impl Rng, sex: Sex) -> String {
    if chance(rng, 70) {
        return pick(rng, names_ukrainian_families::SHARED).to_owned();
    }
    let family = pick(rng, names_ukrainian_families::GENDERED);
    match sex {
        Sex::Female => of_woman(family),
        Sex::Male => family.to_owned(),
    }
}

pub(crate) fn ukrainian_given(rng: &mut impl Rng, sex: Sex, age: u32) -> String {
    let names = by_sex(sex, &names_ukrainian::WOMEN, &names_ukrainian::MEN);
    of_generation(rng, names, age)
}

fn by_sex<T>(sex: Sex, women: T, men: T) -> T {
    match sex {
        Sex::Female => women,
        Sex::Male => men,
    }
}

/// Mostly a name that was given when the person was born.
fn of_generation(rng: &mut impl Rng, names: &Generations, age: u32) -> String {
    let list = match (age, chance(rng, 15)) {
        (0..=24, false) => names.young,
        (55.., false) => names.old,
        _ => names.middle,
    };
    pick(rng, list).to_owned()
}

fn married_ukrainian(rng: &mut impl Rng, birth_family: &str) -> String {
    let husband = ukrainian_family(rng, Sex::Female);
    if chance(rng, 4) && husband != birth_family {
        format!("{birth_family}-{husband}")
    } else {
        husband
    }
}

/// The spelling of the passport, where somebody has seen one.
fn ukrainian_latin(
    rng: &mut impl Rng,
    family: &str,
    given: &str,
    age: u32,
) -> Option<(String, String)> {
    let older = u32::from(age >= 25);
    let spelling = weighted(
        rng,
        &[
            (None, 15),
            (Some(Spelling::Official), 67),
            (Some(Spelling::French), 7 * older),
            (Some(Spelling::Russian), 7 * older),
            (Some(Spelling::Hungarian), 3),
            (Some(Spelling::German), 1),
        ],
    )?;
    let family = spellings::family_name(family, spelling);
    Some((family, spellings::given_name(given, spelling)))
}

/// The mother's birth name in Latin letters, family name first, as Hungarian papers ask.
fn ukrainian_mother(rng: &mut impl Rng, age: u32) -> String {
    let family = ukrainian_family(rng, Sex::Female);
    let given = ukrainian_given(rng, Sex::Female, age + 26);
    let official = Spelling::Official;
    let family = spellings::family_name(&family, official);
    format!("{family} {}", spellings::given_name(&given, official))
}

fn hungarian_mother(rng: &mut impl Rng, age: u32) -> String {
    let family = hungarian_family(rng);
    format!("{family} {}", hungarian_given(rng, Sex::Female, age + 26))
}

/// `Kovács Istvánné`, `Kovácsné Nagy Mária`, `Kovács Mária` or `Kovács-Nagy Mária`.
fn married_hungarian(
    rng: &mut impl Rng,
    mut name: FullName,
    birth_family: String,
    age: u32,
) -> FullName {
    let husband = hungarian_family(rng);
    let old = if age >= 55 { 3 } else { 1 };
    match weighted(rng, &[(0, 10 * old), (1, 20 * old), (2, 45), (3, 8)]) {
        0 => {
            name.given = format!("{}né", hungarian_given(rng, Sex::Male, age));
            name.family = husband;
        }
        1 => name.family = format!("{husband}né {birth_family}"),
        3 if husband != birth_family => name.family = format!("{husband}-{birth_family}"),
        _ => name.family = husband,
    }
    name.birth_family = Some(birth_family);
    name
}

fn transcarpathian_given(rng: &mut impl Rng, sex: Sex, age: u32) -> names_transcarpathian::Pair {
    let list = match (sex, age >= 40) {
        (Sex::Female, true) => names_transcarpathian::OLDER_WOMEN,
        (Sex::Female, false) => names_transcarpathian::YOUNGER_WOMEN,
        (Sex::Male, true) => names_transcarpathian::OLDER_MEN,
        (Sex::Male, false) => names_transcarpathian::YOUNGER_MEN,
    };
    pick(rng, list)
}

#[cfg(test)]
mod tests;
