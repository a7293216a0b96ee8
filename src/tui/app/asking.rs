//! Which questions are out, and which answers are still wanted.
//! Used by `app` only. Compares questions themselves; there are no counters to get wrong.

use crate::office::ask::Ask;

/// The questions of the visible view and the open popups.
#[derive(Default)]
pub struct Asking {
    out: Vec<(Ask, bool)>,
}

impl Asking {
    /// Takes what is wanted now and returns what has to be sent for it. Questions nobody asks any
    /// more are forgotten, so their answers will be dropped. What is wanted aside is sent once all
    /// the rest is answered.
    pub fn want(&mut self, mut wanted: Vec<Ask>, aside: Vec<Ask>) -> Vec<Ask> {
        self.out
            .retain(|(ask, _)| wanted.contains(ask) || aside.contains(ask));
        if !self.waits_for(&wanted) {
            wanted.extend(aside);
        }
        let mut new = Vec::new();
        for ask in wanted {
            if !self.out.iter().any(|(known, _)| *known == ask) {
                self.out.push((ask.clone(), false));
                new.push(ask);
            }
        }
        new
    }

    /// Notes an answer; false if nobody asks that any more.
    pub fn answered(&mut self, ask: &Ask) -> bool {
        match self.out.iter_mut().find(|(known, _)| known == ask) {
            Some((_, answered)) => {
                *answered = true;
                true
            }
            None => false,
        }
    }

    /// Whether the answer to any of these questions is on its way.
    pub fn waits_for(&self, wanted: &[Ask]) -> bool {
        wanted
            .iter()
            .any(|ask| !self.out.contains(&(ask.clone(), true)))
    }

    /// Whether an answer is on its way. A card or a trend only fills in
    /// details: it is drawn when it comes.
    pub fn is_waiting(&self) -> bool {
        let mut out = self.out.iter();
        out.any(|(ask, answered)| !answered && !matches!(ask, Ask::Card { .. } | Ask::Trend))
    }

    /// Somebody new asks these: they are sent again even if they were answered before.
    pub fn ask_again(&mut self, asks: &[Ask]) {
        self.out.retain(|(known, _)| !asks.contains(known));
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
        assert_eq!(asking.want(vec![Ask::Schools], vec![]), [Ask::Schools]);
        assert_eq!(asking.want(vec![Ask::Schools], vec![]), []);
        assert!(asking.waits_for(&[Ask::Schools]));
        assert!(asking.answered(&Ask::Schools));
        assert!(!asking.waits_for(&[Ask::Schools]));
        asking.forget();
        assert_eq!(asking.want(vec![Ask::Schools], vec![]), [Ask::Schools]);
    }

    #[test]
    fn what_is_wanted_aside_comes_last_and_is_sent_once() {
        let (wanted, aside) = (vec![Ask::Schools], vec![Ask::People]);
        let mut asking = Asking::default();
        asking.want(wanted.clone(), aside.clone());
        assert_eq!(asking.want(wanted.clone(), aside.clone()), []);
        asking.answered(&Ask::Schools);
        assert_eq!(asking.want(wanted, aside.clone()), aside);
        assert_eq!(asking.want(vec![Ask::Overview], aside), [Ask::Overview]);
        assert!(asking.answered(&Ask::People));
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut asking = Asking::default();
        asking.want(vec![Ask::Schools], vec![]);
        asking.want(vec![], vec![]);
        assert!(!asking.answered(&Ask::Schools));
    }
}
