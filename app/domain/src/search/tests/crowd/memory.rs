//! A search in memory: what the database does, by the same rules.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use crate::search::{
    Known, Level, Meant, Places, Query, RANKED_MAX, Range, Score, levels, rank, reversed,
};

/// Persons, and the ordered lists by which they are found.
#[derive(Default)]
pub(super) struct Memory {
    persons: Vec<Known>,
    bearers: BTreeMap<String, Vec<usize>>,
    reversed: BTreeSet<(String, String)>,
    sounds: BTreeSet<(String, String)>,
    reversed_sounds: BTreeSet<(String, String, String)>,
}

fn best_first((one, first): &(Score, usize), (other, second): &(Score, usize)) -> Ordering {
    other.cmp(one).then(first.cmp(second))
}

/// What a search found, and what it cost.
pub(super) struct Answer {
    /// The persons, the best first.
    pub(super) persons: Vec<usize>,
    /// How many were ranked.
    pub(super) candidates: usize,
}

impl Memory {
    pub(super) fn add(&mut self, person: Known) -> usize {
        let place = self.persons.len();
        for (_, word) in &person.words {
            let bearers = self.bearers.entry(word.word.clone()).or_default();
            if bearers.last() != Some(&place) {
                bearers.push(place);
            }
            self.reversed
                .insert((reversed(&word.word), word.word.clone()));
            for sound in &word.sounds {
                let end = (reversed(sound), sound.clone(), word.word.clone());
                if !self.reversed_sounds.contains(&end) {
                    self.sounds.insert((sound.clone(), word.word.clone()));
                    self.reversed_sounds.insert(end);
                }
            }
        }
        self.persons.push(person);
        place
    }

    pub(super) fn person(&self, place: usize) -> &Known {
        &self.persons[place]
    }

    /// The best, and of those that are equally good whoever came first.
    pub(super) fn search(&self, typed: &str) -> Answer {
        let query = Query::parse(typed);
        let (mut ranked, mut candidates) = self.ranked(&query);
        let best = ranked.first().map(|(score, _)| score);
        let doubtful = best.is_none_or(|best| best.is_doubtful(&query));
        if let Some(loose) = query.loosened().filter(|_| doubtful) {
            let (likelier, more) = self.ranked(&loose);
            let known: HashSet<usize> = likelier.iter().map(|(_, place)| *place).collect();
            ranked.retain(|(_, place)| !known.contains(place));
            ranked.extend(likelier);
            ranked.sort_by(best_first);
            candidates += more;
        }
        Answer {
            persons: ranked.into_iter().map(|(_, place)| place).collect(),
            candidates,
        }
    }

    /// Whoever fits, the best first, and how many were looked at.
    fn ranked(&self, query: &Query) -> (Vec<(Score, usize)>, usize) {
        let meant = Meant::of(query, &self.near(&Places::of(query)));
        let candidates = self.candidates(&levels(query, &meant));
        let mut ranked: Vec<_> = candidates
            .iter()
            .filter_map(|place| Some((rank(query, &self.persons[*place])?, *place)))
            .collect();
        ranked.sort_by(best_first);
        (ranked, candidates.len())
    }

    fn near(&self, places: &Places) -> BTreeMap<String, Vec<String>> {
        let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (from, to) in places.words.iter().chain(&places.halves) {
            for (word, _) in self.bearers.range(from.clone()..to.clone()) {
                near.entry(word.clone()).or_default();
            }
        }
        let pair = |(from, to): &Range| (from.clone(), String::new())..(to.clone(), String::new());
        for range in &places.reversed_halves {
            for (_, word) in self.reversed.range(pair(range)) {
                near.entry(word.clone()).or_default();
            }
        }
        let mut add = |sound: &String, word: &String| {
            let sounds = near.entry(word.clone()).or_default();
            if !sounds.contains(sound) {
                sounds.push(sound.clone());
            }
        };
        for range in places.sounds.iter().chain(&places.sound_halves) {
            for (sound, word) in self.sounds.range(pair(range)) {
                add(sound, word);
            }
        }
        for (from, to) in &places.reversed_sound_halves {
            let least = |text: &String| (text.clone(), String::new(), String::new());
            for (_, sound, word) in self.reversed_sounds.range(least(from)..least(to)) {
                add(sound, word);
            }
        }
        near
    }

    fn candidates(&self, levels: &[Level<'_>]) -> BTreeSet<usize> {
        let count =
            |words: &[&str]| -> usize { words.iter().map(|word| self.bearers[*word].len()).sum() };
        let mut found: Vec<usize> = Vec::new();
        let mut seen: HashSet<usize> = HashSet::new();
        for level in levels {
            let sizes = level.iter().map(|words| count(words)).enumerate();
            let rarest = sizes.min_by_key(|(place, size)| (*size, *place));
            let rarest = rarest.map_or(0, |(place, _)| place);
            let others: Vec<HashSet<&str>> = level
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != rarest)
                .map(|(_, words)| words.iter().copied().collect())
                .collect();
            let bearers = level[rarest].iter().flat_map(|word| &self.bearers[*word]);
            let with_all = bearers.filter(|place| {
                let own = &self.persons[**place].words;
                let has = |words: &HashSet<&str>| {
                    own.iter()
                        .any(|(_, word)| words.contains(word.word.as_str()))
                };
                others.iter().all(has)
            });
            let first: BTreeSet<usize> = with_all.copied().take(RANKED_MAX).collect();
            found.extend(first.into_iter().filter(|place| seen.insert(*place)));
        }
        found.into_iter().take(RANKED_MAX).collect()
    }
}
