//! Counts distinct pupils by standard, school and grade without keeping one: of each pupil and standard sixteen bytes
//! stay, of which eight are a hash under a key of this run. The latest result of a pupil counts; of two of the same
//! moment the better one, so that "at least so many are below" stays true.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use zeroize::Zeroize;

use crate::domain::grade::Grade;
use crate::domain::standards::framework::code_key;

/// A moment, as far as a file tells it: seconds since 2000 began, 0 where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct ResultMoment(u32);

impl ResultMoment {
    /// Reads `2026-09-08T12:00:00Z`, `2026-09-08`, `9/8/2026` and `09082026`, as the tests' makers write them: the
    /// month first.
    pub(super) fn read(cell: &[u8]) -> Option<ResultMoment> {
        let text = std::str::from_utf8(cell).ok()?;
        let whole = DateTime::parse_from_rfc3339(text).map(|at| at.naive_utc());
        let formats = [
            "%Y-%m-%d %H:%M:%S",
            "%m/%d/%Y %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S%.f",
        ];
        let at = whole.ok().or_else(|| {
            let read = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
            formats.iter().find_map(read)
        });
        let at = at.or_else(|| {
            let first = text.split([' ', 'T']).next().unwrap_or(text);
            let formats = ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%m%d%Y"];
            let read = |format: &&str| NaiveDate::parse_from_str(first, format).ok();
            formats.iter().find_map(read)?.and_hms_opt(0, 0, 0)
        })?;
        let seconds = at.signed_duration_since(epoch()).num_seconds();
        // 31 bits of them: until 2068.
        (1..1 << 31)
            .contains(&seconds)
            .then_some(ResultMoment(seconds as u32))
    }

    /// The day it is in; none where the file does not tell.
    pub(super) fn day(self) -> Option<NaiveDate> {
        let days = chrono::Days::new(u64::from(self.0 / 86_400));
        epoch().date().checked_add_days(days).filter(|_| self.0 > 0)
    }

    /// The school year it is in, from July on: `2026-2027`.
    pub(super) fn school_year(self) -> Option<String> {
        let day = self.day()?;
        let first = if day.month() < 7 {
            day.year() - 1
        } else {
            day.year()
        };
        Some(format!("{first}-{}", first + 1))
    }
}

fn epoch() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2000, 1, 1)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .unwrap_or_default()
}

/// Words of a file, each by a number: standards, schools, windows. Words that differ only in case, in blanks or in a
/// dot at their end are one; it is told as the first of them by the alphabet, wherever that stands.
#[derive(Debug, Default)]
pub(super) struct WordList {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
}

impl WordList {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        let folded = fold(word);
        if let Some(number) = self.numbers.get(&folded) {
            let said = &mut self.words[*number as usize];
            if word < said.as_str() {
                word.clone_into(said);
            }
            return *number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(folded, number);
        self.words.push(word.to_owned());
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }

    pub(super) fn all(&self) -> &[String] {
        &self.words
    }
}

/// A word as it is compared, a code among them: no case, no blanks, no dot at its end.
pub(super) fn fold(word: &str) -> String {
    code_key(word)
}

/// A group of pupils, by the numbers of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GroupKey {
    pub(super) standard: u32,
    pub(super) school: u32,
    pub(super) grade: Grade,
    pub(super) window: u32,
}

/// One pupil in one standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PupilResult {
    /// Of the pupil, the standard and the window, under the key of this run.
    hash: u64,
    group: u32,
    /// When, and in the last bit whether the pupil is not below.
    result: u32,
}

/// A pupil, as a hash under the key of this run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct HashedPupil(pub(super) u64);

/// Counts pupils.
#[derive(Default)]
pub(super) struct PupilCounter {
    key: RandomState,
    pairs: Vec<PupilResult>,
    groups: Vec<GroupKey>,
    group_numbers: HashMap<GroupKey, u32>,
    pub(super) standards: WordList,
    pub(super) schools: WordList,
    pub(super) windows: WordList,
}

/// So many pairs there is room for at first.
const FIRST_ROOM: usize = 4096;

impl PupilCounter {
    /// A text of a pupil's column as a number under the key of this run.
    pub(super) fn hash(&self, cell: &[u8]) -> u64 {
        self.key.hash_one(cell)
    }

    /// Two cells as one number: those of one pupil in one term.
    pub(super) fn hash_both(&self, one: &[u8], other: &[u8]) -> u64 {
        self.key.hash_one((one, other))
    }

    /// Counts a result of a pupil.
    pub(super) fn count(
        &mut self,
        pupil: HashedPupil,
        key: GroupKey,
        at: ResultMoment,
        below: bool,
    ) {
        let next = self.groups.len() as u32;
        let group = *self.group_numbers.entry(key).or_insert(next);
        if group == next {
            self.groups.push(key);
        }
        if self.pairs.len() == self.pairs.capacity() {
            self.make_room();
        }
        self.pairs.push(PupilResult {
            hash: self.key.hash_one((pupil, key.standard, key.window)),
            group,
            result: at.0 << 1 | u32::from(!below),
        });
    }

    /// Keeps one result of each pair, and makes a fourth more room where that left too little.
    fn make_room(&mut self) {
        self.keep_latest();
        let (kept, room) = (self.pairs.len(), self.pairs.capacity());
        if kept >= room - room / 5 {
            self.pairs.reserve_exact((kept / 4).max(FIRST_ROOM));
        }
    }

    fn keep_latest(&mut self) {
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.sort_unstable_by(|a, b| {
            let by_result = (a.hash, b.result).cmp(&(b.hash, a.result));
            by_result.then_with(|| self.words_of(a.group).cmp(&self.words_of(b.group)))
        });
        pairs.dedup_by_key(|pair| pair.hash);
        self.pairs = pairs;
    }

    /// A group in words: numbers are given in the order of the rows, which must make no difference.
    fn words_of(&self, group: u32) -> Option<(&str, Grade)> {
        let key = self.groups.get(group as usize)?;
        Some((self.schools.word(key.school), key.grade))
    }

    /// How many bytes are kept now for pupils.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.pairs.capacity() * size_of::<PupilResult>()
    }

    /// The groups, with how many pupils each has and how many of them are below. What was kept of pupils is wiped.
    pub(super) fn settle(&mut self) -> Vec<(GroupKey, u32, u32)> {
        self.keep_latest();
        let mut counts = vec![(0, 0); self.groups.len()];
        for pair in &mut self.pairs {
            if let Some((pupils, below)) = counts.get_mut(pair.group as usize) {
                *pupils += 1;
                *below += u32::from(pair.result & 1 == 0);
            }
        }
        self.wipe();
        let groups = self.groups.iter().zip(counts);
        groups
            .map(|(key, (pupils, below))| (*key, pupils, below))
            .filter(|group| group.1 > 0)
            .collect()
    }

    fn wipe(&mut self) {
        for pair in &mut self.pairs {
            pair.hash.zeroize();
            pair.group.zeroize();
            pair.result.zeroize();
        }
        self.pairs = Vec::new();
    }
}

impl Drop for PupilCounter {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tests::length;

    fn day(text: &str) -> ResultMoment {
        ResultMoment::read(text.as_bytes()).unwrap()
    }

    fn key(counter: &mut PupilCounter, standard: &str, school: &str, grade: i8) -> GroupKey {
        GroupKey {
            standard: counter.standards.number(standard),
            school: counter.schools.number(school),
            grade: Grade::new(grade).unwrap(),
            window: 0,
        }
    }

    /// Pupil, standard, school, grade, day of September, below.
    type Told = (u8, u8, u8, i8, u8, bool);

    fn counted(rows: &[Told]) -> Vec<(String, String, i8, u32, u32)> {
        let mut counter = PupilCounter::default();
        for (pupil, standard, school, grade, on, below) in rows {
            let pupil = HashedPupil(counter.hash(&[*pupil]));
            let key = key(
                &mut counter,
                &format!("S.{standard}"),
                &format!("School {school}"),
                *grade,
            );
            let at = day(&format!("2026-09-{on:02}"));
            counter.count(pupil, key, at, *below);
        }
        let mut found: Vec<_> = counter
            .settle()
            .into_iter()
            .map(|(key, pupils, below)| {
                let words = (
                    counter.standards.word(key.standard),
                    counter.schools.word(key.school),
                );
                (
                    words.0.to_owned(),
                    words.1.to_owned(),
                    key.grade.number(),
                    pupils,
                    below,
                )
            })
            .collect();
        found.sort();
        found
    }

    fn group(
        standard: &str,
        school: &str,
        grade: i8,
        pupils: u32,
        below: u32,
    ) -> (String, String, i8, u32, u32) {
        (standard.to_owned(), school.to_owned(), grade, pupils, below)
    }

    #[test]
    fn a_pupil_counts_once_by_the_latest_result() {
        let rows = [
            (1, 1, 1, 3, 8, true),
            (1, 1, 1, 3, 20, false),
            (2, 1, 1, 3, 20, true),
            (2, 1, 1, 3, 8, false),
            // The same moment: the better one.
            (3, 1, 1, 3, 9, true),
            (3, 1, 1, 3, 9, false),
            // Moved to another school since.
            (4, 1, 1, 3, 8, true),
            (4, 1, 2, 3, 21, true),
            (4, 2, 1, 3, 8, true),
        ];
        assert_eq!(
            counted(&rows),
            [
                group("S.1", "School 1", 3, 3, 1),
                group("S.1", "School 2", 3, 1, 1),
                group("S.2", "School 1", 3, 1, 1),
            ]
        );
    }

    #[test]
    fn words_are_one_whatever_their_case_and_blanks() {
        let mut words = WordList::default();
        let all = ["3.nf.A.1.", "3.NF.A.1", " 3.NF .A.1"].map(|word| words.number(word));
        assert_eq!(all, [0, 0, 0]);
        assert_eq!(words.all(), [" 3.NF .A.1"]);
        assert_eq!(words.number("3.NF.A.2"), 1);
    }

    #[test]
    fn moments_are_read_as_the_makers_of_tests_write_them() {
        for text in [
            "2022-12-01T00:00:00.000Z",
            "2022-12-01",
            "12/1/2022",
            "12/01/2022",
            "12012022",
        ] {
            let found = day(text);
            assert_eq!(found.day(), NaiveDate::from_ymd_opt(2022, 12, 1), "{text}");
        }
        assert!(day("2022-12-01T08:00:00Z") > day("2022-12-01"));
        for text in ["", "soon", "1999-01-01", "2070-01-01", "13/45/2022"] {
            assert_eq!(ResultMoment::read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_pupil_and_standard_take_at_most_24_bytes() {
        let mut counter = PupilCounter::default();
        let key = key(&mut counter, "S", "A", 3);
        let pupils = length::times(100_000, 200_000) as u32;
        for pupil in 0..pupils {
            // Every second row is one that was there already.
            for _ in 0..2 {
                let pupil = HashedPupil(counter.hash(&pupil.to_le_bytes()));
                counter.count(pupil, key, day("2026-09-08"), true);
            }
            let kept = pupil as usize + 1;
            if kept > 20 * FIRST_ROOM {
                assert!(
                    counter.bytes() <= 24 * kept,
                    "{} bytes for {kept}",
                    counter.bytes()
                );
            }
        }
        assert_eq!(counter.settle(), [(key, pupils, pupils)]);
    }

    proptest! {
        /// The order of the rows never changes a count.
        #[test]
        fn the_order_of_rows_changes_nothing(
            rows in proptest::collection::vec((0u8..4, 0u8..2, 0u8..3, 3i8..5, 1u8..4, any::<bool>()), 0..40),
            turn in 0usize..40,
        ) {
            let mut turned = rows.clone();
            turned.rotate_left(turn.min(rows.len()));
            turned.reverse();
            prop_assert_eq!(counted(&rows), counted(&turned));
        }
    }
}
