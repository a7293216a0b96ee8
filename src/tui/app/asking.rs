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
    /// more are forgotten, so their answers will be dropped. What is wanted aside is sent once all
    /// the rest is answered.
    pub fn want(&mut self, mut wanted: Vec<Query>, aside: Vec<Query>) -> Vec<Query> {
        self.out
            .retain(|(query, _)| wanted.contains(query) || aside.contains(query));
        if !self.waits_for(&wanted) {
            wanted.extend(aside);
        }
        let mut new = Vec::new();
        for query in wanted {
            if !self.out.iter().any(|(known, _)| *known == query) {
                self.out.push((query.clone(), false));
                new.push(query);
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
        assert_eq!(asking.want(vec![Query::Schools], vec![]), [Query::Schools]);
        assert_eq!(asking.want(vec![Query::Schools], vec![]), []);
        assert!(asking.waits_for(&[Query::Schools]));
        assert!(asking.answered(&Query::Schools));
        assert!(!asking.waits_for(&[Query::Schools]));
        asking.forget();
        assert_eq!(asking.want(vec![Query::Schools], vec![]), [Query::Schools]);
    }

    #[test]
    fn what_is_wanted_aside_comes_last_and_is_sent_once() {
        let (wanted, aside) = (vec![Query::Schools], vec![Query::People]);
        let mut asking = Asking::default();
        asking.want(wanted.clone(), aside.clone());
        assert_eq!(asking.want(wanted.clone(), aside.clone()), []);
        asking.answered(&Query::Schools);
        assert_eq!(asking.want(wanted, aside.clone()), aside);
        assert_eq!(asking.want(vec![Query::Overview], aside), [Query::Overview]);
        assert!(asking.answered(&Query::People));
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut asking = Asking::default();
        asking.want(vec![Query::Schools], vec![]);
        asking.want(vec![], vec![]);
        assert!(!asking.answered(&Query::Schools));
    }
}
