//! Empty tables are filled without secondary indexes and foreign keys; both come back, and what
//! was written is held against them, before the transaction ends.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{Outcome, Unit};

/// What has to come back.
#[derive(Debug, Default)]
pub(crate) struct Lean {
    back: Vec<String>,
}

impl Lean {
    /// Takes away what slows a load down, where the first of the tables is empty and the role may
    /// do so.
    pub(crate) async fn begin(unit: &Unit, tables: &[&str]) -> Outcome<Self> {
        // Rows that were there before are few, or the first table would have some.
        if let Some(table) = tables.first() {
            let one = texts(unit, &format!("SELECT 'x' FROM \"{table}\" LIMIT 1")).await?;
            if !one.is_empty() {
                return Ok(Self::default());
            }
        }
        let listed = format!("'{}'", tables.join("','"));
        let (away, back) = match unit.connection().get_database_backend() {
            DbBackend::Postgres => postgres(unit, &listed).await?,
            _ => sqlite(unit, &listed).await?,
        };
        for statement in away {
            unit.connection().execute_unprepared(&statement).await?;
        }
        Ok(Self { back })
    }

    /// Whether there is anything to bring back.
    pub(crate) fn is_lean(&self) -> bool {
        !self.back.is_empty()
    }

    /// Brings everything back.
    pub(crate) async fn end(self, unit: &Unit) -> Outcome<()> {
        for statement in self.back {
            unit.connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// What to say to be rid of it, and what to have it back.
type Statements = (Vec<String>, Vec<String>);

async fn sqlite(unit: &Unit, tables: &str) -> Outcome<Statements> {
    let which = format!(
        "FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({tables}) \
         AND sql LIKE 'CREATE INDEX%' ORDER BY name"
    );
    Ok((
        texts(
            unit,
            &format!("SELECT 'DROP INDEX \"' || name || '\"' {which}"),
        )
        .await?,
        texts(unit, &format!("SELECT sql {which}")).await?,
    ))
}

async fn postgres(unit: &Unit, tables: &str) -> Outcome<Statements> {
    let foreign = format!(
        "SELECT 'x' FROM pg_class WHERE oid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) \
         AND pg_get_userbyid(relowner) <> current_user"
    );
    let foreign = texts(unit, &foreign).await?;
    if !foreign.is_empty() {
        return Ok(Statements::default());
    }
    let keys = format!(
        "FROM pg_constraint WHERE contype = 'f' \
         AND conrelid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) ORDER BY conname"
    );
    let indexes = format!(
        "FROM pg_index WHERE NOT indisunique \
         AND indrelid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) ORDER BY indexrelid"
    );
    let key = "'ALTER TABLE ' || conrelid::regclass::text";
    let drop_key = format!("SELECT {key} || format(' DROP CONSTRAINT %I', conname) {keys}");
    let add_key = format!(
        "SELECT {key} || format(' ADD CONSTRAINT %I ', conname) || pg_get_constraintdef(oid) {keys}"
    );
    let drop_index = format!("SELECT 'DROP INDEX ' || indexrelid::regclass::text {indexes}");
    let add_index = format!("SELECT pg_get_indexdef(indexrelid) {indexes}");
    let mut away = texts(unit, &drop_key).await?;
    away.extend(texts(unit, &drop_index).await?);
    let mut back = vec!["SET LOCAL maintenance_work_mem = '256MB'".to_owned()];
    back.extend(texts(unit, &add_index).await?);
    back.extend(texts(unit, &add_key).await?);
    Ok((away, back))
}

async fn texts(unit: &Unit, sql: &str) -> Outcome<Vec<String>> {
    let db = unit.connection();
    let question = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(question).await?;
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0));
    Ok(texts.collect::<Result<_, _>>()?)
}
