//! Which questions are out, and which answers are still wanted.
//! Used by `app` only. Compares questions themselves; there are no counters to get wrong.

use crate::office::query::{Query, WaitsFor};

/// The questions of the visible view and the open popups.
#[derive(Default)]
pub struct Asking {
    out: Vec<(Query, bool)>,
}

impl Asking {
    /// Takes what is wanted now and returns what has to be sent for it. Questions nobody asks any
    /// more are forgotten, so their answers will be dropped, but not while the cursor goes by: where it comes
    /// back to, nothing is asked again. What is wanted aside is sent once all the rest is answered.
    pub fn want(&mut self, mut wanted: Vec<Query>, aside: Vec<Query>, passing: bool) -> Vec<Query> {
        self.out
            .retain(|(query, _)| passing || wanted.contains(query) || aside.contains(query));
        if !self.waits_for(&wanted) {
            wanted.extend(aside.iter().cloned());
        }
        let mut new = Vec::new();
        for query in &wanted {
            if !self.out.iter().any(|(known, _)| known == query) {
                // Whoever asks keeps one answer of a kind.
                self.out.retain(|(known, _)| {
                    !query.replaces(known) || wanted.contains(known) || aside.contains(known)
                });
                self.out.push((query.clone(), false));
                new.push(query.clone());
            }
        }
        new
    }

    /// Notes an answer; false if nobody asks that any more.
    pub fn answered(&mut self, query: &Query) -> bool {
        match self.out.iter_mut().find(|(known, _)| known == query) {
            Some((_, answered)) => {
                *answered = true;
                true
            }
            None => false,
        }
    }

    /// Whether the answer to any of these questions is on its way.
    pub fn waits_for(&self, wanted: &[Query]) -> bool {
        let answered = |query| {
            self.out
                .iter()
                .any(|(known, answered)| *answered && known == query)
        };
        !wanted.iter().all(answered)
    }

    /// Whether an answer is on its way for which the next frame waits.
    pub fn is_waiting(&self) -> bool {
        let mut out = self.out.iter();
        out.any(|(query, answered)| !answered && query.waits() != WaitsFor::Nothing)
    }

    /// Whether any answer is on its way.
    pub fn is_out(&self) -> bool {
        self.out.iter().any(|(_, answered)| !answered)
    }

    /// Somebody new asks these: they are sent again even if they were answered before.
    pub fn ask_again(&mut self, queries: &[Query]) {
        self.out.retain(|(known, _)| !queries.contains(known));
    }

    /// The records changed: everything has to be asked again.
    pub fn forget(&mut self) {
        self.out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_sent_once_and_again_when_records_change() {
        let mut asking = Asking::default();
        assert_eq!(
            asking.want(vec![Query::Schools], vec![], false),
            [Query::Schools]
        );
        assert_eq!(asking.want(vec![Query::Schools], vec![], false), []);
        assert!(asking.waits_for(&[Query::Schools]));
        assert!(asking.answered(&Query::Schools));
        assert!(!asking.waits_for(&[Query::Schools]));
        asking.forget();
        assert_eq!(
            asking.want(vec![Query::Schools], vec![], false),
            [Query::Schools]
        );
    }

    #[test]
    fn what_is_wanted_aside_comes_last_and_is_sent_once() {
        let (wanted, aside) = (vec![Query::Schools], vec![Query::People]);
        let mut asking = Asking::default();
        asking.want(wanted.clone(), aside.clone(), false);
        assert_eq!(asking.want(wanted.clone(), aside.clone(), false), []);
        asking.answered(&Query::Schools);
        assert_eq!(asking.want(wanted, aside.clone(), false), aside);
        assert_eq!(
            asking.want(vec![Query::Overview], aside, false),
            [Query::Overview]
        );
        assert!(asking.answered(&Query::People));
    }

    #[test]
    fn what_the_cursor_only_went_by_is_not_asked_again() {
        let mut asking = Asking::default();
        let (rows, detail) = (Query::Schools, Query::People);
        asking.want(vec![rows.clone(), detail.clone()], vec![], false);
        asking.answered(&rows);
        asking.answered(&detail);
        assert_eq!(asking.want(vec![rows.clone()], vec![], true), []);
        let both = vec![rows.clone(), detail.clone()];
        assert_eq!(asking.want(both.clone(), vec![], false), []);
        assert_eq!(asking.want(vec![rows], vec![], false), []);
        assert_eq!(asking.want(both, vec![], false), [detail]);
    }

    #[test]
    fn an_answer_that_another_of_its_kind_took_the_place_of_is_asked_for_again() {
        let mut asking = Asking::default();
        let page = |first: usize| Query::Find {
            typed: String::new(),
            school: None,
            rows: first..first + 30,
        };
        assert_eq!(asking.want(vec![page(0)], vec![], true), [page(0)]);
        asking.answered(&page(0));
        assert_eq!(asking.want(vec![page(30)], vec![], true), [page(30)]);
        assert_eq!(asking.want(vec![page(0)], vec![], true), [page(0)]);
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut asking = Asking::default();
        asking.want(vec![Query::Schools], vec![], false);
        asking.want(vec![], vec![], false);
        assert!(!asking.answered(&Query::Schools));
    }
}
