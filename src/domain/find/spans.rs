//! Which letters of a found name to highlight: computed only for the hits that are shown.

use std::hash::Hash;
use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;

use super::matching::FinderQuery;
use super::plain::{initials, run, starts, traced};
use super::{Finder, MatchKind};

impl<I: Copy + Ord + Hash> Finder<I> {
    /// The bytes of `name` that answer the query, in order, joined where they touch.
    pub(super) fn spans(
        &self,
        name: &str,
        query: &FinderQuery,
        how: MatchKind,
    ) -> Vec<Range<usize>> {
        let mut text = String::new();
        let mut origin = Vec::new();
        traced(name, |at, c| {
            text.push(c);
            origin.resize(text.len(), at);
        });
        let mut lit = vec![false; text.len()];
        if how <= MatchKind::Start {
            light(&mut lit, 0..run(&text, &query.flat).unwrap_or(0));
        } else {
            for word in &query.words {
                self.light_word(&text, &word.text, &mut lit);
            }
        }
        let mut spans: Vec<Range<usize>> = Vec::new();
        for (i, at) in origin.iter().enumerate() {
            if !lit[i] || text.as_bytes()[i] == b' ' {
                continue;
            }
            let end = name[*at..]
                .chars()
                .next()
                .map_or(*at, |c| at + c.len_utf8());
            match spans.last_mut() {
                Some(last) if last.end >= *at => last.end = last.end.max(end),
                _ => spans.push(*at..end),
            }
        }
        spans
    }

    fn light_word(&self, text: &str, word: &str, lit: &mut [bool]) {
        let begins = starts(text).find_map(|s| run(&text[s..], word).map(|n| s..s + n));
        if let Some(range) = begins {
            light(lit, range);
        } else if initials(text, word) {
            let heads = starts(text).take(word.chars().count());
            heads.for_each(|s| light(lit, s..s + 1));
        } else if let Some(at) = text.find(word) {
            light(lit, at..at + word.len());
        } else if let Some((_, letters)) = self.engine.fuzzy_indices(text, word) {
            let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            for i in letters {
                light(lit, bytes[i]..bytes[i] + 1);
            }
        }
    }
}

fn light(lit: &mut [bool], range: Range<usize>) {
    lit[range].fill(true);
}
