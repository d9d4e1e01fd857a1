use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{answers_row, index, index_row};
use crate::{
    Caller, Catalog, Outcome, Store, Together, Unit, alone, cases::stored_answers,
    districts::setting,
};
use domain::cases::list::indexed_fields;

/// The setting that tells how the index rows in the database were written.
const SETTING: &str = "answer_index";
/// The way in which they are written now. Whoever changes what an index row holds raises it.
const WRITTEN_AS: &str = "1";
/// How many documents are read at once.
const BATCH: u64 = 500;

impl Store {
    /// Sees to it that lists find every answer by the indexed fields of today: writes index rows
    /// anew when they were written in another way, or when the forms index other fields.
    ///
    /// # Errors
    /// When the database does not answer; nothing is changed then.
    pub async fn with_indexed_answers(self) -> domain::Result<Self> {
        self.unit(Caller::System, "forms.reindex", |unit| async move {
            reindex(&unit).await
        })
        .await?;
        Ok(self)
    }
}

/// How rows are written, and of which fields.
fn written_as(catalog: &Catalog) -> String {
    let fields = catalog.forms().iter().flat_map(indexed_fields);
    fields.fold(WRITTEN_AS.to_owned(), |way, (path, _, _)| {
        format!("{way} {}/{}", path.form, path.field)
    })
}

async fn reindex(unit: &Unit) -> Outcome<()> {
    alone(unit).await?;
    let db = unit.connection();
    let way = written_as(unit.catalog());
    if setting::value_of(unit, SETTING).await?.as_deref() == Some(way.as_str()) {
        return Ok(());
    }
    index_row::Entity::delete_many().exec(db).await?;
    let mut after = Uuid::nil();
    loop {
        let documents = answers_row::Entity::find()
            .filter(answers_row::Column::Id.gt(after))
            .order_by_asc(answers_row::Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = documents.last() else { break };
        after = last.id;
        write_batch(unit, &documents).await?;
    }
    setting::set(unit, SETTING, &way).await
}

async fn write_batch(unit: &Unit, documents: &[answers_row::Model]) -> Outcome<()> {
    let mut writes = Together::default();
    let rows = documents.iter().filter_map(|document| {
        let form = unit.catalog().form(&document.form)?;
        let answers = stored_answers(unit, form, Some(document));
        let (district, case) = (document.district_id.into(), document.case_id.into());
        Some(index::rows(district, case, form, &answers))
    });
    for statement in index::upserts(rows.flatten()) {
        writes.add(statement);
    }
    writes.run(unit).await
}
