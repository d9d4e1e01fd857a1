//! Empty tables are filled without secondary indexes and foreign keys; both come back, and what
//! was written is held against them, before the transaction ends.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::Outcome;

/// What has to come back.
#[derive(Debug, Default)]
pub struct Lean {
    back: Vec<String>,
}

impl Lean {
    /// Takes away what slows a load down, where the first of the tables is empty and the role may
    /// do so.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(db: &impl ConnectionTrait, tables: &[&str]) -> Outcome<Self> {
        // Rows that were there before are few, or the first table would have some.
        if let Some(table) = tables.first() {
            let one = texts(db, &format!("SELECT 'x' FROM \"{table}\" LIMIT 1")).await?;
            if !one.is_empty() {
                return Ok(Self::default());
            }
        }
        let listed = format!("'{}'", tables.join("','"));
        let (away, back) = match db.get_database_backend() {
            DbBackend::Postgres => postgres(db, &listed).await?,
            _ => sqlite(db, &listed).await?,
        };
        for statement in away {
            db.execute_unprepared(&statement).await?;
        }
        Ok(Self { back })
    }

    /// Whether there is anything to bring back.
    pub fn is_lean(&self) -> bool {
        !self.back.is_empty()
    }

    /// Brings everything back.
    ///
    /// # Errors
    /// When what was written does not fit; and when the database refuses.
    pub async fn end(self, db: &impl ConnectionTrait) -> Outcome<()> {
        for statement in self.back {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// What to say to be rid of it, and what to have it back.
type Statements = (Vec<String>, Vec<String>);

async fn sqlite(db: &impl ConnectionTrait, tables: &str) -> Outcome<Statements> {
    let which = format!(
        "FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({tables}) \
         AND sql LIKE 'CREATE INDEX%' ORDER BY name"
    );
    Ok((
        texts(
            db,
            &format!("SELECT 'DROP INDEX \"' || name || '\"' {which}"),
        )
        .await?,
        texts(db, &format!("SELECT sql {which}")).await?,
    ))
}

async fn postgres(db: &impl ConnectionTrait, tables: &str) -> Outcome<Statements> {
    let foreign = format!(
        "SELECT 'x' FROM pg_class WHERE oid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) \
         AND pg_get_userbyid(relowner) <> current_user"
    );
    let foreign = texts(db, &foreign).await?;
    if !foreign.is_empty() {
        return Ok(Statements::default());
    }
    let keys = format!(
        "FROM pg_constraint WHERE contype = 'f' \
         AND conrelid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) ORDER BY conname"
    );
    let indexes = format!(
        "FROM pg_index WHERE NOT indisunique AND NOT indisexclusion \
         AND indrelid IN (SELECT unnest(ARRAY[{tables}]::regclass[])) ORDER BY indexrelid"
    );
    let key = "'ALTER TABLE ' || conrelid::regclass::text";
    let drop_key = format!("SELECT {key} || format(' DROP CONSTRAINT %I', conname) {keys}");
    let add_key = format!(
        "SELECT {key} || format(' ADD CONSTRAINT %I ', conname) || pg_get_constraintdef(oid) {keys}"
    );
    let drop_index = format!("SELECT 'DROP INDEX ' || indexrelid::regclass::text {indexes}");
    let add_index = format!("SELECT pg_get_indexdef(indexrelid) {indexes}");
    let mut away = texts(db, &drop_key).await?;
    away.extend(texts(db, &drop_index).await?);
    let mut back = vec!["SET LOCAL maintenance_work_mem = '256MB'".to_owned()];
    back.extend(texts(db, &add_index).await?);
    back.extend(texts(db, &add_key).await?);
    Ok((away, back))
}

async fn texts(db: &impl ConnectionTrait, sql: &str) -> Outcome<Vec<String>> {
    let question = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(question).await?;
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0));
    Ok(texts.collect::<Result<_, _>>()?)
}
