//! What comes back from the worker: answers to those who still ask, and changes made or refused.

use super::App;
use crate::office::ask::{Answer, Ask};
use crate::tui::command::Tab;
use crate::tui::notice::Notice;
use crate::tui::popup::Reaction;

impl App {
    pub(super) fn take_answer(&mut self, ask: &Ask, answer: Answer) {
        if ask.is_change() {
            self.take_change(ask, answer);
        } else if self.asking.answered(ask) {
            let mut shown = false;
            if let Some(popup) = self.popups.iter_mut().find(|p| p.asks().contains(ask)) {
                popup.take(ask, answer.clone());
                shown = popup.shows_failures();
            }
            self.popups.retain(|popup| !popup.is_off());
            if let Answer::Failed(text) = answer {
                if !shown {
                    self.tell(Notice::error(text));
                }
            } else {
                for (at, view) in self.views.iter_mut().enumerate() {
                    let shown = at == self.current && view.asks(&self.scene).contains(ask);
                    if shown || view.asks_aside().contains(ask) {
                        view.take(ask, answer.clone());
                    }
                }
            }
        }
        self.send_questions();
        self.pump();
    }

    fn take_change(&mut self, ask: &Ask, answer: Answer) {
        let found = self.pending.iter().position(|p| p.ask == *ask);
        let draft = found.and_then(|index| self.pending.remove(index).draft);
        let noticed = self.show_change(ask, &answer);
        for view in &mut self.views {
            view.changed(ask, &answer);
        }
        match answer {
            Answer::Done(text) => {
                self.forget_draft(draft);
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
            Answer::Did(did) => {
                self.forget_draft(draft);
                if let Some(request) = did.open {
                    self.go_to_request(request);
                }
                self.tell(Notice::ok(did.with_keys()));
            }
            Answer::Failed(text) => self.tell(Notice::error(text)),
            Answer::Clash(clash) if !noticed => {
                let text = format!(
                    "Not saved: {} saved the same field {}. Your draft is kept.",
                    clash.who, clash.when
                );
                self.tell(Notice::error(text));
            }
            Answer::Clash(_)
            | Answer::Schools(_)
            | Answer::Found(_)
            | Answer::Card(_)
            | Answer::Overview(_)
            | Answer::Placed(_)
            | Answer::Words(_)
            | Answer::Cells(_)
            | Answer::History(_)
            | Answer::Form(_)
            | Answer::Queue(_)
            | Answer::QueueSize(_)
            | Answer::Ahead(_)
            | Answer::Sheet(_)
            | Answer::Story(_)
            | Answer::Throughput(_)
            | Answer::Agenda(_)
            | Answer::AgendaSheet(_)
            | Answer::FiscalYear(_)
            | Answer::Letter(_)
            | Answer::Dashboard(_)
            | Answer::Owners(_)
            | Answer::Coverage(_)
            | Answer::Held(_)
            | Answer::Trend(_)
            | Answer::Overlaps(_)
            | Answer::Overlap(_)
            | Answer::People(_)
            | Answer::Outlook(_)
            | Answer::Policy(_)
            | Answer::Turned(_)
            | Answer::Paths(_)
            | Answer::Preview(_) => {}
        }
        self.asking.forget();
    }

    fn forget_draft(&mut self, about: Option<String>) {
        if about.is_some_and(|about| self.drafts.remove(&about).is_some()) {
            self.name_drafts();
            // At once, before anybody reads that it is saved: a line that drops a moment later must not bring
            // back as a draft what stands in the records.
            self.save();
        }
    }

    /// Says which texts are half-written.
    pub(super) fn name_drafts(&mut self) {
        self.scene.drafts = self.drafts.keys().cloned().collect();
    }

    pub(super) fn go_to_request(&mut self, request: i64) {
        self.show(Tab::Queue);
        self.views[self.current].show_request(request);
    }

    /// Lets the popup that made the change see what became of it; false if none is open any more.
    fn show_change(&mut self, ask: &Ask, answer: &Answer) -> bool {
        for at in (0..self.popups.len()).rev() {
            let Some(reaction) = self.popups[at].changed(ask, answer) else {
                continue;
            };
            match reaction {
                Reaction::Close(wishes) => {
                    self.popups.remove(at);
                    self.grant_all(wishes);
                }
                Reaction::Stay(wishes) => self.grant_all(wishes),
                Reaction::Pass => {}
            }
            return true;
        }
        false
    }
}
