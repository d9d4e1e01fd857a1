//! Enums whose values have a stable name, so that list, name and serialised form cannot part.

/// Declares an enum with `ALL`, `code` and `from_code`.
macro_rules! coded {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $code:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $value,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$value),*];

            /// The stable name, as it stands in the database and in audit events.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)*
                }
            }

            /// The value of this name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.code() == code)
            }
        }
    };
}
pub(crate) use coded;
