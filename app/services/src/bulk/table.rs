use sea_orm::{
    ActiveModelTrait, ActiveValue, EntityName, EntityTrait, IdenStatic, Iterable, Value,
};

/// Rows of one table, value by value.
#[derive(Debug)]
pub(crate) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<&'static str>,
    pub(super) values: Vec<Value>,
    pub(super) once: bool,
}

impl Table {
    /// The rows of one entity. What the first of them leaves to the database, all of them do.
    pub(crate) fn of<A: ActiveModelTrait>(rows: impl IntoIterator<Item = A>) -> Self {
        let mut rows = rows.into_iter().peekable();
        let columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter()
            .filter(|column| {
                rows.peek()
                    .is_some_and(|row| !row.get(*column).is_not_set())
            })
            .collect();
        let mut values = Vec::new();
        for mut row in rows {
            values.extend(columns.iter().map(|column| match row.take(*column) {
                ActiveValue::Set(value) | ActiveValue::Unchanged(value) => value,
                ActiveValue::NotSet => Value::String(None),
            }));
        }
        Self {
            name: A::Entity::default().table_name().to_owned(),
            columns: columns.iter().map(IdenStatic::as_str).collect(),
            values,
            once: false,
        }
    }

    /// Rows that may be there already: they are written once.
    #[must_use]
    pub(crate) fn once(self) -> Self {
        Self { once: true, ..self }
    }

    /// The table's name in the database.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Keeps the rows that pass.
    pub(super) fn retain(&mut self, mut passes: impl FnMut(&[Value]) -> bool) {
        let width = self.columns.len().max(1);
        let mut values = std::mem::take(&mut self.values).into_iter();
        let mut row: Vec<Value> = Vec::with_capacity(width);
        loop {
            row.extend(values.by_ref().take(width));
            if row.is_empty() {
                break;
            }
            if passes(&row) {
                self.values.append(&mut row);
            }
            row.clear();
        }
    }
}
