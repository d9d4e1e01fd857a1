//! What kind of value a field or a calculation gives, so that nothing is compared that cannot be.

use chrono::NaiveDate;

use crate::forms::{Calculation, Constant, Decimal, Field, FieldType, Operand, ResultType};

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Number,
    Text,
    Choice,
    Choices,
    Day,
    YesNo,
    /// Can be asked whether it is answered, and nothing else.
    Opaque,
    Rows,
    Nothing,
}

impl Class {
    pub(super) const fn of(field: &Field) -> Self {
        match &field.kind {
            FieldType::Text { .. }
            | FieldType::LongText { .. }
            | FieldType::Phone
            | FieldType::Email
            | FieldType::Iban => Self::Text,
            FieldType::Integer { .. }
            | FieldType::Decimal { .. }
            | FieldType::Money { .. }
            | FieldType::Tally { .. } => Self::Number,
            FieldType::YesNo => Self::YesNo,
            FieldType::OneChoice { .. } | FieldType::Location { .. } => Self::Choice,
            FieldType::ManyChoices { .. } => Self::Choices,
            FieldType::Date { .. } | FieldType::PartialDate { .. } | FieldType::DateTime { .. } => {
                Self::Day
            }
            FieldType::Address { .. } | FieldType::IdentityDocument { .. } => Self::Opaque,
            FieldType::Calculated { result, .. } => Self::of_result(result),
            FieldType::Note | FieldType::Divider => Self::Nothing,
            FieldType::Group(_) => Self::Rows,
        }
    }

    pub(super) const fn of_result(result: &ResultType) -> Self {
        match result {
            ResultType::Integer | ResultType::Decimal { .. } | ResultType::Money { .. } => {
                Self::Number
            }
            ResultType::Text => Self::Text,
            ResultType::Date => Self::Day,
            ResultType::YesNo => Self::YesNo,
            ResultType::OneChoice { .. } => Self::Choice,
        }
    }

    pub(super) const fn has_order(self) -> bool {
        matches!(self, Self::Number | Self::Day)
    }
}

/// Whether an answer of this class can be compared with a fixed value at all.
pub(super) fn can_compare(field: &Field, with: &Operand) -> bool {
    match (Class::of(field), with) {
        (Class::Number, Operand::Integer(number)) => {
            Decimal::whole(*number).is_some() && integer_in_reach(field, *number)
        }
        (Class::Number, Operand::Text(text)) => text.parse::<Decimal>().is_ok(),
        (Class::Choice, Operand::Text(choice)) => field.kind.choice_label(choice).is_some(),
        (Class::Day, Operand::Text(day)) => {
            day == Operand::TODAY || day.parse::<NaiveDate>().is_ok()
        }
        (Class::YesNo, Operand::YesNo(_)) | (Class::Text, Operand::Text(_)) => true,
        _ => false,
    }
}

/// A comparison with a number that no answer can be, is a slip of the pen.
fn integer_in_reach(field: &Field, number: i64) -> bool {
    match field.kind {
        FieldType::Integer { min, max } => (min..=max).contains(&number),
        _ => true,
    }
}

/// What a calculation gives; `None` when it depends on a field that is not known here.
pub(super) fn class_of<'a>(
    calculation: &Calculation,
    field: &impl Fn(&str) -> Option<&'a Field>,
) -> Option<Class> {
    match calculation {
        Calculation::Value(Constant::YesNo(_)) => Some(Class::YesNo),
        Calculation::Value(Constant::Text(text)) => Some(if text.parse::<Decimal>().is_ok() {
            Class::Number
        } else if text.parse::<NaiveDate>().is_ok() {
            Class::Day
        } else {
            Class::Text
        }),
        Calculation::Field(id) => field(id).map(Class::of),
        Calculation::Today => Some(Class::Day),
        Calculation::Join { .. } => Some(Class::Text),
        Calculation::Smallest(parts) | Calculation::Largest(parts) => {
            class_of(parts.first()?, field)
        }
        Calculation::If { then, .. } => class_of(then, field),
        _ => Some(Class::Number),
    }
}

/// Whether a calculation of one class may give a result of another.
pub(super) fn gives(class: Class, result: &ResultType) -> bool {
    let wanted = Class::of_result(result);
    class == wanted
        || matches!(
            (class, result),
            (Class::Text, ResultType::OneChoice { .. })
                | (
                    Class::Choice | Class::Number | Class::Day | Class::YesNo,
                    ResultType::Text
                )
        )
}
