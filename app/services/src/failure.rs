use sea_orm::DbErr;

/// What a use case answers within a unit of work.
pub type Outcome<T> = Result<T, Failure>;

/// Why a unit of work ends without its result. Internals stay inside: see
/// [`crate::Store::unit`], which logs them and hands out a reference.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An answer for the caller.
    #[error(transparent)]
    Answer(#[from] domain::Error),
    /// The database did not do what was asked.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// Something that cannot be: stored data that does not read back, a broken promise.
    #[error("{0}")]
    Broken(String),
}

/// What we have written ourselves can be read again, or the fault is ours.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<domain::Refusal> for Failure {
    fn from(reason: domain::Refusal) -> Self {
        Self::Answer(reason.into())
    }
}

impl Failure {
    /// Nothing there, as far as this actor may know.
    pub(crate) const fn not_found() -> Self {
        Self::Answer(domain::Error::NotFound)
    }
}
