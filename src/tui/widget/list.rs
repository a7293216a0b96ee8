//! A list that follows its record: selected and marked by id, whatever happens to the order.
//! Used by views and popups; `table` draws it. Holds ids only, never the rows themselves. Where its rows fall into bands
//! each has a heading, on which no cursor rests.

mod lines;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use std::time::Instant;

use crate::office::lists::RowBand;
use crate::tui::canvas::FreshCells;
use crate::tui::command::Command;

use lines::BandedLines;
pub use lines::ListLine;

/// Ids in the order shown, one of them selected, some marked, a window of them visible.
pub struct List<K> {
    keys: Vec<K>,
    /// What stands above rows that belong together; of all rows or of none.
    bands: Vec<RowBand>,
    at: usize,
    marked: HashSet<K>,
    /// First row, in bands the first line, and number of rows in the window, remembered from the last drawing.
    window: Cell<(usize, usize)>,
    /// A cursor that leaves the window turns half a page.
    turns: Cell<bool>,
    /// What the rows in the window said when they were drawn last.
    drawn: RefCell<DrawnRows<K>>,
}

/// The cells of rows as they were drawn, by id; each with the moment until which it is marked as changed.
type DrawnRows<K> = HashMap<K, Vec<(String, Option<Instant>)>>;

impl<K: Clone + Eq + Hash> Default for List<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            bands: Vec::new(),
            at: 0,
            marked: HashSet::new(),
            window: Cell::new((0, 1)),
            turns: Cell::new(false),
            drawn: RefCell::default(),
        }
    }
}

impl<K: Clone + Eq + Hash> List<K> {
    /// Replaces the ids. The selection stays on its id; if that is gone it goes to the nearest
    /// neighbour that is still there, and true is returned.
    pub fn set(&mut self, keys: Vec<K>) -> bool {
        let was = self.selected().cloned();
        let places: HashSet<&K> = keys.iter().collect();
        let after = self.keys.iter().skip(self.at);
        let before = self.keys.iter().take(self.at).rev();
        let neighbour = after.chain(before).find(|key| places.contains(*key));
        let at = neighbour.and_then(|neighbour| keys.iter().position(|key| key == neighbour));
        let lost = was.is_some_and(|was| !places.contains(&was));
        self.marked.retain(|key| places.contains(key));
        self.at = at.unwrap_or(0);
        self.keys = keys;
        self.bands = Vec::new();
        lost
    }

    /// The same, with what stands above rows that belong together.
    pub fn set_in_bands(&mut self, keys: Vec<K>, bands: Vec<RowBand>) -> bool {
        let lost = self.set(keys);
        let of_all = bands.iter().map(|band| band.rows).sum::<usize>() == self.keys.len();
        self.bands = if of_all { bands } else { Vec::new() };
        lost
    }

    /// The bands its rows fall into; none where they fall into none.
    pub fn bands(&self) -> &[RowBand] {
        &self.bands
    }

    /// Puts the selection on this id, if it is there.
    pub fn select(&mut self, key: &K) -> bool {
        let found = self.keys.iter().position(|k| k == key);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// The id under the cursor.
    pub fn selected(&self) -> Option<&K> {
        self.keys.get(self.at)
    }

    /// The position of the cursor, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// All ids in order.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether this id is marked.
    pub fn is_marked(&self, key: &K) -> bool {
        self.marked.contains(key)
    }

    /// The marked ids in the order shown; without marks the selected one.
    pub fn chosen(&self) -> Vec<&K> {
        if self.marked.is_empty() {
            self.selected().into_iter().collect()
        } else {
            self.keys
                .iter()
                .filter(|k| self.marked.contains(k))
                .collect()
        }
    }

    /// Whether keys act on marked ids, and not on the one under the cursor alone.
    pub fn acts_on_marks(&self) -> bool {
        match self.marked.len() {
            0 => false,
            1 => !self.selected().is_some_and(|id| self.is_marked(id)),
            _ => true,
        }
    }

    /// The marked ids in the order shown; without marks all of them, as a list is exported.
    pub fn chosen_or_all(&self) -> Vec<&K> {
        if self.marked.is_empty() {
            self.keys.iter().collect()
        } else {
            self.chosen()
        }
    }

    /// Takes every mark off; false where there was none.
    pub fn unmark(&mut self) -> bool {
        let marked = !self.marked.is_empty();
        self.marked.clear();
        marked
    }

    /// How many are marked.
    pub fn marks(&self) -> usize {
        self.marked.len()
    }

    /// Carries out a movement or a mark; false if the command is none of those.
    pub fn update(&mut self, command: Command) -> bool {
        let last = self.keys.len().saturating_sub(1);
        let half = (self.window.get().1 / 2).max(1);
        match command {
            Command::Down => self.at += 1,
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::First => self.at = 0,
            Command::Last => self.at = last,
            Command::PageDown => self.at += half,
            Command::PageUp => self.at = self.at.saturating_sub(half),
            Command::Mark => {
                if let Some(key) = self.selected().cloned()
                    && !self.marked.remove(&key)
                {
                    self.marked.insert(key);
                }
                self.at += 1;
            }
            Command::MarkAll => {
                if self.marked.is_empty() {
                    self.marked.extend(self.keys.iter().cloned());
                } else {
                    self.marked.clear();
                }
            }
            _ => return false,
        }
        self.at = self.at.min(last);
        true
    }

    /// Notes what the cells of a row say now, and tells of each whether somebody else changed it a moment ago: that
    /// is so of one that says something else than when it was drawn last, while `fresh` tells that somebody did.
    pub fn changed<'t>(
        &self,
        key: &K,
        cells: impl Iterator<Item = &'t str>,
        fresh: Option<FreshCells>,
    ) -> Vec<bool> {
        let mut drawn = self.drawn.borrow_mut();
        let cells: Vec<&str> = cells.collect();
        // In other columns nothing is compared.
        let before = drawn
            .remove(key)
            .filter(|before| before.len() == cells.len());
        let before = before.unwrap_or_default();
        let mut before = before.into_iter();
        let row: Vec<(String, Option<Instant>)> = cells
            .into_iter()
            .map(|text| match (before.next(), fresh) {
                (Some((was, _)), Some(fresh)) if was != text => {
                    (text.to_owned(), Some(fresh.until))
                }
                (Some((_, until)), Some(_)) => (text.to_owned(), until),
                _ => (text.to_owned(), None),
            })
            .collect();
        let is_fresh = |until: Option<Instant>| until.zip(fresh).is_some_and(|(u, f)| u > f.now);
        let changed = row.iter().map(|(_, until)| is_fresh(*until)).collect();
        drawn.insert(key.clone(), row);
        changed
    }

    /// Forgets what rows said that are not in this part of the list.
    fn forget_but(&self, window: Range<usize>) {
        let mut drawn = self.drawn.borrow_mut();
        if drawn.len() > window.len() {
            let keys: HashSet<&K> = self.keys[window].iter().collect();
            drawn.retain(|key, _| keys.contains(key));
        }
    }

    /// Whether a cursor that leaves the window turns half a page instead of a line: so it does where something stands
    /// beside the list, since no terminal scrolls a part of its lines, and each line would paint all of them anew.
    pub fn turn(&self, turns: bool) {
        self.turns.set(turns);
    }

    /// The positions to draw in so many rows; scrolls no further than the cursor needs, or turns half a page.
    pub fn window(&self, height: usize) -> Range<usize> {
        let height = height.max(1);
        let last_start = self.keys.len().saturating_sub(height);
        let start = first_shown(
            self.window.get().0,
            self.at..self.at,
            height,
            self.turns.get(),
        );
        let start = start.min(last_start);
        self.window.set((start, height));
        let window = start..(start + height).min(self.keys.len());
        self.forget_but(window.clone());
        window
    }

    /// How many lines all rows take, each so many, with the headings of their bands.
    pub fn count_lines(&self, per_row: usize) -> usize {
        if self.bands.is_empty() {
            return self.keys.len() * per_row;
        }
        self.in_lines(per_row).count()
    }

    /// What to draw in so many lines, of which a row takes so many: rows, and the headings of their bands.
    pub fn lines(&self, height: usize, per_row: usize) -> Vec<ListLine> {
        if self.bands.is_empty() {
            let rows = self.window(height / per_row);
            return rows.map(ListLine::Row).collect();
        }
        // Its first line is the heading of its first row.
        let room = height.saturating_sub(1);
        if room < per_row {
            let rows = self.window(1).map(ListLine::Row);
            return rows.take(height / per_row).collect();
        }
        let lines = self.in_lines(per_row);
        let cursor = lines.of_row(self.at);
        let last = lines.count().saturating_sub(room);
        let top = first_shown(
            self.window.get().0.min(last),
            cursor.start..cursor.end - 1,
            room,
            self.turns.get(),
        );
        let top = top.min(last);
        let shown = lines.window(top, room);
        let rows = rows_of(&shown);
        self.window.set((top, rows.len()));
        self.forget_but(rows);
        shown
    }

    /// The positions of the rows among these lines.
    pub fn rows_shown(&self, height: usize, per_row: usize) -> Range<usize> {
        rows_of(&self.lines(height, per_row))
    }

    fn in_lines(&self, per_row: usize) -> BandedLines<'_> {
        BandedLines {
            bands: &self.bands,
            per_row,
        }
    }
}

fn rows_of(lines: &[ListLine]) -> Range<usize> {
    let mut rows = lines.iter().filter_map(|line| match line {
        ListLine::Row(row) => Some(*row),
        ListLine::Heading(_) => None,
    });
    rows.next()
        .map_or(0..0, |first| first..rows.next_back().unwrap_or(first) + 1)
}

/// Which line is the first in a window of this height, where it was `before` and these lines, the last of them with the
/// cursor, are to be seen.
pub fn first_shown(before: usize, seen: Range<usize>, height: usize, turns: bool) -> usize {
    let (highest, lowest) = (seen.start, (seen.end + 1).saturating_sub(height));
    let half = height / 2;
    match before {
        low if low < lowest && turns => (lowest + half).min(highest),
        high if high > highest && turns => highest.saturating_sub(half).max(lowest),
        _ => before.clamp(lowest, highest.max(lowest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn list(keys: &str) -> List<char> {
        let mut list = List::default();
        list.set(keys.chars().collect());
        list
    }

    #[test]
    fn the_cursor_follows_the_record() {
        for (before, at, after, selected, lost) in [
            ("abcd", 2, "dcba", Some('c'), false),
            ("abcd", 2, "abd", Some('d'), true),
            ("abcd", 3, "abc", Some('c'), true),
            ("abcd", 1, "xyz", Some('x'), true),
            ("abcd", 1, "", None, true),
            ("", 0, "ab", Some('a'), false),
        ] {
            let mut list = list(before);
            list.at = at;
            assert_eq!(
                list.set(after.chars().collect()),
                lost,
                "{before} to {after}"
            );
            assert_eq!(list.selected().copied(), selected, "{before} to {after}");
        }
    }

    #[test]
    fn the_window_moves_only_when_the_cursor_leaves_it() {
        let mut list = list("abcdefghij");
        assert_eq!(list.window(4), 0..4);
        for (command, window) in [
            (Command::PageDown, 0..4),
            (Command::Down, 0..4),
            (Command::Down, 1..5),
            (Command::Up, 1..5),
            (Command::Last, 6..10),
            (Command::Up, 6..10),
            (Command::First, 0..4),
        ] {
            list.update(command);
            assert_eq!(list.window(4), window, "{command:?}");
        }
        list.update(Command::Last);
        assert_eq!(list.window(0), 9..10);
        assert_eq!(list.window(20), 0..10);
    }

    #[test]
    fn beside_something_else_the_window_turns_half_a_page() {
        let list = list("abcdefghijkl");
        list.turn(true);
        let mut list = list;
        for (command, window) in [
            (Command::First, 0..4),
            (Command::Down, 0..4),
            (Command::Down, 0..4),
            (Command::Down, 0..4),
            (Command::Down, 3..7),
            (Command::Down, 3..7),
            (Command::Up, 3..7),
            (Command::Up, 3..7),
            (Command::Up, 0..4),
            (Command::Last, 8..12),
        ] {
            list.update(command);
            assert_eq!(list.window(4), window, "{command:?}");
        }
        // A window of one row has no half.
        list.update(Command::First);
        assert_eq!(list.window(1), 0..1);
        list.update(Command::Down);
        assert_eq!(list.window(1), 1..2);
    }

    #[test]
    fn a_cell_is_changed_for_a_while_if_somebody_else_changed_it() {
        let list = list("ab");
        let now = Instant::now();
        let fresh = |age: u64, until: u64| {
            let after = |seconds| now + Duration::from_secs(seconds);
            Some(FreshCells {
                now: after(age),
                until: after(until),
            })
        };
        let drawn = |key: char, said: &str, fresh| list.changed(&key, said.split(' '), fresh);
        // Never drawn before, or changed while nobody else did anything.
        assert_eq!(drawn('a', "x 1", fresh(0, 3)), [false, false]);
        assert_eq!(drawn('a', "x 2", None), [false, false]);
        assert_eq!(drawn('a', "x 3", fresh(1, 4)), [false, true]);
        assert_eq!(drawn('a', "x 3", fresh(3, 4)), [false, true]);
        // A later change marks its own cell, and keeps no older one marked.
        assert_eq!(drawn('a', "y 3", fresh(4, 7)), [true, false]);
        assert_eq!(drawn('a', "y 3", fresh(7, 9)), [false, false]);
        assert_eq!(drawn('a', "y 3 new", fresh(7, 9)), [false, false, false]);
        // What is out of the window is forgotten.
        drawn('b', "z 1", None);
        assert_eq!(list.window(1), 0..1);
        assert_eq!(drawn('b', "z 2", fresh(10, 13)), [false, false]);
    }

    /// A list of nine in bands of three, two and four.
    fn in_bands() -> List<char> {
        let mut list = List::default();
        let bands = [3, 2, 4].map(|rows| RowBand::new(String::new(), rows, ""));
        list.set_in_bands("abcdefghi".chars().collect(), bands.to_vec());
        list
    }

    /// `A` for the first heading, `a` for the first row.
    fn drawn(list: &List<char>, height: usize, per_row: usize) -> String {
        let lines = list.lines(height, per_row).into_iter();
        let letter = |line| match line {
            ListLine::Heading(nth) => ['A', 'B', 'C'][nth],
            ListLine::Row(row) => list.keys()[row],
        };
        lines.map(letter).collect()
    }

    #[test]
    fn a_window_begins_with_the_heading_of_its_first_row_and_each_step_is_to_a_row() {
        let mut list = in_bands();
        let mut step = |command| {
            let seen = drawn(&list, 5, 1);
            list.update(command);
            seen
        };
        let down: Vec<String> = (0..9).map(|_| step(Command::Down)).collect();
        let seen = [
            "AabcB", "AabcB", "AabcB", "AbcBd", "AcBde", "BdeCf", "BeCfg", "Cfghi", "Cfghi",
        ];
        assert_eq!(down, seen);
        let up: Vec<String> = (0..9).map(|_| step(Command::Up)).collect();
        let seen = [
            "Cfghi", "Cfghi", "Cfghi", "Cfghi", "BeCfg", "BdeCf", "AcBde", "AbcBd", "AabcB",
        ];
        assert_eq!(up, seen);
    }

    #[test]
    fn a_row_of_a_list_in_bands_is_never_cut_and_the_cursor_is_always_seen() {
        let mut list = in_bands();
        for per_row in 1..4 {
            for height in 1..14 {
                for command in [
                    Command::Down,
                    Command::PageUp,
                    Command::PageDown,
                    Command::Up,
                ] {
                    for _ in 0..9 {
                        list.update(command);
                        list.turn(height % 3 == 0);
                        let lines = list.lines(height, per_row);
                        let rows = lines.iter().filter(|line| matches!(line, ListLine::Row(_)));
                        let tall = lines.len() + rows.clone().count() * (per_row - 1);
                        let at = format!("{per_row} {height} {command:?} {lines:?}");
                        assert!(tall <= height, "{at}");
                        let fits = height >= per_row;
                        assert_eq!(lines.contains(&ListLine::Row(list.at())), fits, "{at}");
                        let heads = matches!(lines.first(), Some(ListLine::Heading(_)));
                        assert_eq!(heads, height > per_row, "{at}");
                    }
                }
            }
        }
        assert_eq!((list.count_lines(1), list.count_lines(2)), (12, 21));
        list.set("ab".chars().collect());
        assert_eq!((list.count_lines(1), list.bands().len()), (2, 0));
    }

    #[test]
    fn marks_belong_to_records() {
        let mut list = list("abc");
        assert_eq!(list.chosen(), [&'a']);
        list.update(Command::Mark);
        list.update(Command::Mark);
        assert_eq!((list.chosen(), list.at()), (vec![&'a', &'b'], 2));
        list.set("cb".chars().collect());
        assert_eq!(list.chosen(), [&'b']);
        list.update(Command::MarkAll);
        assert_eq!(list.marks(), 0);
        list.update(Command::MarkAll);
        assert_eq!(list.marks(), 2);
    }

    #[test]
    fn without_marks_a_list_is_exported_whole_and_unmarking_nothing_marks_nothing() {
        let mut list = list("abc");
        assert_eq!(list.chosen_or_all(), [&'a', &'b', &'c']);
        list.update(Command::MarkAll);
        list.set("cab".chars().collect());
        assert_eq!(list.chosen_or_all(), list.chosen());
        list.unmark();
        list.unmark();
        assert_eq!(list.marks(), 0);
        assert_eq!(list.chosen_or_all(), [&'c', &'a', &'b']);
    }
}
