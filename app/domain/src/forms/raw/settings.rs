//! Which setting belongs to which type.

use super::{Kind, RawField};

impl RawField {
    /// Settings that do not belong to the field's type.
    pub(super) fn misplaced(&self) -> Vec<String> {
        use Kind::{
            Address, Calculated, Date, DateTime, Decimal, Group, IdentityDocument, Integer,
            Location, LongText, ManyChoices, Money, OneChoice, PartialDate, Tally, Text,
        };
        let days: &[Kind] = &[Date, PartialDate, DateTime];
        let numbers: &[Kind] = &[Integer, Decimal, Money];
        let given: [(&str, bool, &[Kind]); 20] = [
            ("max_length", self.max_length.is_some(), &[Text, LongText]),
            ("min", self.min.is_some(), numbers),
            ("max", self.max.is_some(), &[Integer, Decimal, Money, Tally]),
            ("decimals", self.decimals.is_some(), &[Decimal, Calculated]),
            (
                "currencies",
                self.currencies.is_some(),
                &[Money, Calculated],
            ),
            ("earliest", self.earliest.is_some(), days),
            ("latest", self.latest.is_some(), days),
            (
                "choices",
                self.choices.is_some(),
                &[OneChoice, ManyChoices, Calculated],
            ),
            (
                "lookup",
                self.lookup.is_some(),
                &[OneChoice, ManyChoices, Location, Calculated],
            ),
            ("parent", self.parent.is_some(), &[OneChoice, ManyChoices]),
            (
                "countries",
                self.countries.is_some(),
                &[Address, IdentityDocument],
            ),
            (
                "document_types",
                self.document_types.is_some(),
                &[IdentityDocument],
            ),
            ("result", self.result.is_some(), &[Calculated]),
            ("calculation", self.calculation.is_some(), &[Calculated]),
            ("fields", self.fields.is_some(), &[Group]),
            ("row_label", self.row_label.is_some(), &[Group]),
            ("summary", self.summary.is_some(), &[Group]),
            ("min_rows", self.min_rows.is_some(), &[Group]),
            ("max_rows", self.max_rows.is_some(), &[Group]),
            ("ages", self.ages.is_some(), &[Tally]),
        ];
        let sexes = ("sexes", self.sexes.is_some(), &[Tally] as &[Kind]);
        given
            .into_iter()
            .chain([sexes])
            .filter(|(_, given, fit)| *given && !fit.contains(&self.kind))
            .map(|(name, _, _)| format!("`{name}` does not belong to this type"))
            .collect()
    }
}
