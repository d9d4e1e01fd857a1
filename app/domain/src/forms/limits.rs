/// The most characters a short text may be configured to hold.
pub const TEXT_MAX: u32 = 500;
/// The most characters a long text may be configured to hold.
pub const LONG_TEXT_MAX: u32 = 20_000;
/// The most fields of one form.
pub const FIELDS_MAX: usize = 300;
/// The most choices of one field.
pub const CHOICES_MAX: usize = 200;
/// How deep a condition may be nested.
pub const CONDITION_DEPTH_MAX: usize = 8;
/// The most values one field may be sent with.
pub const INPUT_VALUES_MAX: usize = CHOICES_MAX + 1;
/// The most characters that one typed value may have before it is even looked at.
pub const INPUT_CHARS_MAX: usize = 40_000;
