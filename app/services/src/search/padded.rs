/// Up to this length lists are made alike.
const PADDED_MAX: usize = 64;

/// The same values with the last of them repeated, so that lists have few lengths: a database knows
/// a statement again by its text, and need not work out anew how to answer it. Long lists stay as they
/// are: they hardly come again, and a statement may have so many values and no more.
pub(super) fn padded<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    if let Some(last) = values.last().cloned()
        && values.len() < PADDED_MAX
    {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn lists_have_the_same_values_and_few_lengths() {
        for length in 0..=100 {
            let values: Vec<usize> = (0..length).collect();
            let padded = padded(values.iter().copied());
            assert!(padded.is_empty() == values.is_empty());
            assert!(
                padded.len() <= 1 || padded.len() > PADDED_MAX || padded.len().is_power_of_two()
            );
            assert_eq!(
                padded.into_iter().collect::<BTreeSet<_>>(),
                values.into_iter().collect()
            );
        }
    }
}
