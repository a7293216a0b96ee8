//! Which questions are out, and which answers are still wanted.
//! Used by `app` only. Compares questions themselves; there are no counters to get wrong.

use crate::tui::ask::Ask;

/// The questions of the visible view and the open popups.
#[derive(Default)]
pub struct Asking {
    out: Vec<(Ask, bool)>,
}

impl Asking {
    /// Takes what is wanted now and returns what has to be sent for it. Questions nobody asks any
    /// more are forgotten, so their answers will be dropped.
    pub fn want(&mut self, wanted: Vec<Ask>) -> Vec<Ask> {
        self.out.retain(|(ask, _)| wanted.contains(ask));
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

    /// Whether rows are on their way that any of these questions asks for.
    pub fn waits_for_rows(&self, wanted: &[Ask]) -> bool {
        wanted
            .iter()
            .filter(|ask| ask.brings_rows())
            .any(|ask| !self.out.contains(&(ask.clone(), true)))
    }

    /// Somebody new asks these: an answer given to somebody else does not count.
    pub fn ask_anew(&mut self, wanted: &[Ask]) {
        self.out.retain(|(ask, _)| !wanted.contains(ask));
    }

    /// Whether any answer is on its way.
    pub fn is_waiting(&self) -> bool {
        self.out.iter().any(|(_, answered)| !answered)
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
        assert_eq!(asking.want(vec![Ask::Schools]), [Ask::Schools]);
        assert_eq!(asking.want(vec![Ask::Schools]), []);
        assert!(asking.waits_for_rows(&[Ask::Schools]));
        assert!(asking.answered(&Ask::Schools));
        assert!(!asking.waits_for_rows(&[Ask::Schools]));
        asking.forget();
        assert_eq!(asking.want(vec![Ask::Schools]), [Ask::Schools]);
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut asking = Asking::default();
        asking.want(vec![Ask::Schools]);
        asking.want(vec![]);
        assert!(!asking.answered(&Ask::Schools));
    }
}
