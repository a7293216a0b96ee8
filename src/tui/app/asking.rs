//! Which questions are out, and which answers are still wanted.
//! Used by `app` only. Compares questions themselves; there are no counters to get wrong.

use crate::office::Head;
use crate::office::query::{Query, WaitsFor};

/// The questions of the visible view and the open popups.
#[derive(Default)]
pub struct Asking {
    out: Vec<Asked>,
}

/// A question that is out.
struct Asked {
    query: Query,
    answered: bool,
    /// Where history stood before its answer was read.
    head: Option<Head>,
}

impl Asking {
    /// Takes what is wanted now and returns what has to be sent for it. Questions nobody asks any
    /// more are forgotten, so their answers will be dropped, but not while the cursor goes by: where it comes
    /// back to, nothing is asked again. What is wanted aside is sent once all the rest is answered.
    pub fn want(&mut self, mut wanted: Vec<Query>, aside: Vec<Query>, passing: bool) -> Vec<Query> {
        self.out
            .retain(|one| passing || wanted.contains(&one.query) || aside.contains(&one.query));
        if !self.waits_for(&wanted) {
            wanted.extend(aside.iter().cloned());
        }
        let mut new = Vec::new();
        for query in &wanted {
            if !self.out.iter().any(|one| one.query == *query) {
                // Whoever asks keeps one answer of a kind.
                self.out.retain(|one| {
                    let known = &one.query;
                    !query.replaces(known) || wanted.contains(known) || aside.contains(known)
                });
                self.out.push(Asked {
                    query: query.clone(),
                    answered: false,
                    head: None,
                });
                new.push(query.clone());
            }
        }
        new
    }

    /// Notes an answer, and where history stood before it was read; false if nobody asks that any more.
    pub fn answered(&mut self, query: &Query, head: Option<Head>) -> bool {
        match self.out.iter_mut().find(|one| one.query == *query) {
            Some(one) => {
                one.answered = true;
                one.head = head;
                true
            }
            None => false,
        }
    }

    /// Where history stood in the oldest of the answers to these questions; none where there are none yet, or nobody can
    /// tell.
    pub fn seen(&self, shown: &[Query]) -> Option<Head> {
        let shown = self.out.iter().filter(|one| shown.contains(&one.query));
        let mut heads = shown.filter_map(|one| one.head);
        let first = heads.next()?;
        heads.try_fold(first, Head::earlier)
    }

    /// Whether the answer to any of these questions is on its way.
    pub fn waits_for(&self, wanted: &[Query]) -> bool {
        let answered = |query: &Query| {
            self.out
                .iter()
                .any(|one| one.answered && one.query == *query)
        };
        !wanted.iter().all(answered)
    }

    /// Whether an answer is on its way for which the next frame waits.
    pub fn is_waiting(&self) -> bool {
        let mut out = self.out.iter();
        out.any(|one| !one.answered && one.query.waits() != WaitsFor::Nothing)
    }

    /// Whether any answer is on its way.
    pub fn is_out(&self) -> bool {
        self.out.iter().any(|one| !one.answered)
    }

    /// Somebody new asks these: they are sent again even if they were answered before.
    pub fn ask_again(&mut self, queries: &[Query]) {
        self.out.retain(|one| !queries.contains(&one.query));
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
        assert!(asking.answered(&Query::Schools, None));
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
        asking.answered(&Query::Schools, None);
        assert_eq!(asking.want(wanted, aside.clone(), false), aside);
        assert_eq!(
            asking.want(vec![Query::Overview], aside, false),
            [Query::Overview]
        );
        assert!(asking.answered(&Query::People, None));
    }

    #[test]
    fn what_the_cursor_only_went_by_is_not_asked_again() {
        let mut asking = Asking::default();
        let (rows, detail) = (Query::Schools, Query::People);
        asking.want(vec![rows.clone(), detail.clone()], vec![], false);
        asking.answered(&rows, None);
        asking.answered(&detail, None);
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
        asking.answered(&page(0), None);
        assert_eq!(asking.want(vec![page(30)], vec![], true), [page(30)]);
        assert_eq!(asking.want(vec![page(0)], vec![], true), [page(0)]);
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut asking = Asking::default();
        asking.want(vec![Query::Schools], vec![], false);
        asking.want(vec![], vec![], false);
        assert!(!asking.answered(&Query::Schools, None));
    }
}
