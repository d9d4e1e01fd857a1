/// The most characters a short text may be configured to hold.
pub const TEXT_MAX: u32 = 500;
/// The most characters a long text may be configured to hold.
pub const LONG_TEXT_MAX: u32 = 20_000;
/// The most fields of one form, those in groups included.
pub const FIELDS_MAX: usize = 400;
/// The most choices of one field, and the most items of a lookup.
pub const CHOICES_MAX: usize = 1000;
/// How deep a condition or a calculation may be nested.
pub const RULE_DEPTH_MAX: usize = 12;
/// The most parts that the rules of one field may have together.
pub const RULE_PARTS_MAX: usize = 300;
/// The most rows that a group may be configured to hold.
pub const ROWS_MAX: u32 = 100;
/// The largest number that a row may be sent under.
pub const ROW_NUMBER_MAX: u32 = 999_999_999;
/// The most bands and columns of a tally.
pub const TALLY_MAX: usize = 20;
/// The most values one control may be sent with.
pub const INPUT_VALUES_MAX: usize = CHOICES_MAX + 1;
/// The most characters that one typed value may have before it is even looked at.
pub const INPUT_CHARS_MAX: usize = 40_000;
/// The most bytes of the answers to one form, as the document that is stored.
pub const DOCUMENT_BYTES_MAX: usize = 500_000;
