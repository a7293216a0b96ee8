//! What comes back from the worker: answers to those who still ask, and deeds done or not.

use super::App;
use crate::office::Head;
use crate::office::deed::{Deed, DeedResult, NotDone};
use crate::office::query::{Answer, Query};
use crate::tui::effect::Destination;
use crate::tui::notice::Notice;
use crate::tui::popup::Reaction;
use crate::tui::topic::Topic;

impl App {
    pub(super) fn take_answer(
        &mut self,
        query: &Query,
        answer: &Result<Answer, String>,
        head: Option<Head>,
    ) {
        if self.asking.answered(query, head) {
            match answer {
                Ok(answer) => self.hand_on(query, answer),
                Err(why) => self.refuse(query, why),
            }
        }
        self.send_questions();
        self.pump();
    }

    /// Gives an answer to the popup and the views that still ask; where none does, it is asked again by whoever will.
    fn hand_on(&mut self, query: &Query, answer: &Answer) {
        let mut taken = false;
        if let Some(popup) = self.popups.iter_mut().find(|p| p.asks().contains(query)) {
            popup.take(query, answer);
            taken = true;
        }
        for (at, view) in self.views.iter_mut().enumerate() {
            let shown = at == self.current && view.asks(&self.scene).contains(query);
            if shown || view.asks_aside().contains(query) {
                view.take(query, answer);
                taken = true;
            }
        }
        if !taken {
            self.asking.ask_again(std::slice::from_ref(query));
        }
        if let Answer::Dashboard(_) = answer {
            // Whoever made it looked for overlaps and holes too: how many are open is known now.
            self.asking
                .ask_again(&[Query::OpenOverlaps, Query::OpenHoles]);
        }
    }

    /// Says why a question cannot be answered, where the popup that asked does not.
    fn refuse(&mut self, query: &Query, why: &str) {
        let asks = self.popups.iter_mut().find(|p| p.asks().contains(query));
        let shown = asks.is_some_and(|popup| popup.refused(query, why));
        self.popups.retain(|popup| !popup.is_off());
        if !shown {
            self.tell(Notice::error(why));
        }
    }

    pub(super) fn take_result(&mut self, deed: &Deed, became: &DeedResult) {
        let found = self.pending.iter().position(|p| p.deed == *deed);
        let draft = found.and_then(|index| self.pending.remove(index).draft);
        // What became of it is told, and what it did is read again.
        self.saw = None;
        let noticed = self.show_change(deed, became);
        for view in &mut self.views {
            view.changed(deed, became);
        }
        match became {
            Ok(done) => {
                self.forget_draft(draft);
                if deed.changes_records() && done.said.is_none() {
                    self.next.clone_from(&done.next);
                }
                if let Some(request) = done.open {
                    self.go(Destination::Request(request));
                }
                if done.said.is_some() {
                    self.said = done.said;
                    self.notices.ask(done.told.as_str());
                } else if !done.told.is_empty() {
                    self.tell(Notice::ok(done.told.as_str()));
                }
            }
            Err(NotDone::Failed(why)) => self.tell(Notice::error(why.as_str())),
            Err(NotDone::Clash(clash)) if !noticed => {
                let text = format!(
                    "Not saved: {} saved the same field {}. Your draft is kept.",
                    clash.who, clash.when
                );
                self.tell(Notice::error(text));
            }
            Err(NotDone::Clash(_)) => {}
        }
        if deed.changes_records() {
            // What differs from now on is the person's own.
            self.fresh_until = None;
            self.forget_answers();
        }
        self.send_questions();
        self.pump();
    }

    fn forget_draft(&mut self, about: Option<Topic>) {
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

    /// Lets the popup that sent the deed see what became of it; false if none is open any more.
    fn show_change(&mut self, deed: &Deed, became: &DeedResult) -> bool {
        for at in (0..self.popups.len()).rev() {
            let Some(reaction) = self.popups[at].changed(deed, became) else {
                continue;
            };
            match reaction {
                Reaction::Close(intents) => {
                    self.popups.remove(at);
                    self.grant(intents);
                }
                Reaction::Stay(intents) => self.grant(intents),
                Reaction::Pass => {}
            }
            return true;
        }
        false
    }
}
