/// How far shelters have come, in a few signs: how many there are, how often they were changed in
/// all, and how many beds are held. Another mark whenever anything in any of them is another.
///
/// Of each shelter are given how often it was changed, and how many of its beds are held.
pub fn mark(shelters: impl IntoIterator<Item = (i64, i64)>) -> String {
    let (mut count, mut changes, mut held) = (0, 0, 0);
    for (version, beds) in shelters {
        count += 1;
        changes += version;
        held += beds;
    }
    format!("{count}.{changes}.{held}")
}
