use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use services::{
    cases::person_row::{Column, Entity, Model},
    districts::district,
    store::connect,
};

use crate::Outcome;

/// Prints one address a line, for people of this district, or of all of them alike.
pub(crate) async fn print(database: &str, number: Option<i32>, count: usize) -> Outcome {
    let db = connect(database, 1).await?;
    let districts = district::Entity::find().order_by_asc(district::Column::Number);
    let only = number.map(|number| district::Column::Number.eq(number));
    let districts = districts.filter(Condition::all().add_option(only));
    let districts = districts.all(&db).await?;
    let of_each = count.div_ceil(districts.len().max(1));
    let mut persons = Vec::new();
    for district in districts {
        let own = Entity::find()
            .filter(Column::DistrictId.eq(district.id))
            .order_by_asc(Column::Id)
            .limit(u64::try_from(of_each)?);
        persons.extend(own.all(&db).await?);
    }
    if persons.is_empty() {
        return Err("there is nobody to look for".into());
    }
    for (at, person) in persons.iter().take(count).enumerate() {
        println!(
            "/persons?query={}",
            app::percent::encode(&typed(at, person))
        );
    }
    Ok(())
}

/// Prints how many single fields are answered in the whole city.
pub(crate) async fn count_answers(database: &str) -> Outcome {
    let db = connect(database, 1).await?;
    let fields = match db.get_database_backend() {
        DbBackend::Postgres => "jsonb_object_keys(document)",
        _ => "json_each(document)",
    };
    let sql = format!("SELECT CAST(sum((SELECT count(*) FROM {fields})) AS bigint) FROM answers");
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(asked).await?.ok_or("there is no answer")?;
    println!("{}", row.try_get_by_index::<i64>(0)?);
    Ok(())
}

/// As somebody might type it: whole, in another script, a beginning, with a slip, with a year.
fn typed(at: usize, person: &Model) -> String {
    let Model {
        family_name: family,
        given_name: given,
        ..
    } = person;
    let latin = format!("{} {}", person.latin_family_name, person.latin_given_name);
    match at % 6 {
        0 => format!("{family} {given}"),
        1 if latin.trim().is_empty() => format!("{family} {given}").to_lowercase(),
        1 => latin,
        2 => format!("{given} {family}").to_uppercase(),
        3 => family.chars().take(4).collect(),
        4 => format!("{} {given}", with_a_slip(family)),
        _ => match person.birth_date {
            Some(day) => format!("{family} {}", day.format("%Y")),
            None => family.clone(),
        },
    }
}

/// The third and the fourth letter in each other's place.
fn with_a_slip(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 4 {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}
