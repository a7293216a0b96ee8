//! What comes back from the worker: answers to those who still ask, and changes made or refused.

use super::App;
use crate::tui::ask::{Answer, Ask};
use crate::tui::notice::Notice;

impl App {
    pub(super) fn take_answer(&mut self, ask: &Ask, answer: Answer) {
        if ask.is_change() {
            self.take_change(ask, answer);
        } else if self.asking.answered(ask) {
            if let Answer::Failed(text) = answer {
                self.tell(Notice::error(text));
            } else {
                if let Some(popup) = self.popups.iter_mut().find(|p| p.asks().contains(ask)) {
                    popup.take(ask, answer.clone());
                }
                let view = &mut self.views[self.current];
                if view.asks(&self.scene).contains(ask) {
                    view.take(ask, answer);
                }
            }
        }
        self.send_questions();
        self.pump();
    }

    fn take_change(&mut self, ask: &Ask, answer: Answer) {
        let found = self.pending.iter().position(|p| p.ask == *ask);
        let draft = found.and_then(|index| self.pending.remove(index).draft);
        match answer {
            Answer::Done(text) => {
                if let Some(draft) = draft {
                    self.drafts.remove(&draft);
                }
                if text.is_empty() {
                    // What only the program needed to know changes nothing on the screen.
                    return;
                }
                self.tell(Notice::ok(text));
            }
            Answer::Told(text) => {
                self.tell(Notice::ok(text));
                return;
            }
            Answer::Failed(text) => self.tell(Notice::error(text)),
            Answer::Schools(_)
            | Answer::Found(_)
            | Answer::Card(_)
            | Answer::Overview(_)
            | Answer::Placed(_)
            | Answer::Words(_)
            | Answer::Cells(_)
            | Answer::History(_) => {}
        }
        self.asking.forget();
    }
}
