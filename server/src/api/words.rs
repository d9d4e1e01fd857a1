use domain::Text;
use serde::Serialize;
use utoipa::ToSchema;

/// A text in every language of the user interface; empty where it is not translated.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Text)]
pub(crate) struct Words {
    /// Hungarian.
    hu: String,
    /// Ukrainian.
    uk: String,
    /// English.
    en: String,
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        let Text { hu, uk, en } = text;
        Self { hu, uk, en }
    }
}
