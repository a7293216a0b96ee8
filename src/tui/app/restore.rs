//! Where the person is, as a `Place`, and going back there at the next start.

use std::collections::BTreeMap;

use super::App;
use crate::tui::notice::Notice;
use crate::tui::place::Place;
use crate::tui::topic::Topic;

impl App {
    /// Where the person is now.
    pub fn place(&self) -> Place {
        Place {
            tab: self.view().tab().name().to_string(),
            scope: self.scene.scope.clone(),
            views: self
                .views
                .iter()
                .map(|view| (view.tab().name().to_string(), view.remember()))
                .collect(),
            drafts: self.kept_drafts(),
            taste: self.scene.taste,
            at: Some(self.scene.now),
            office: String::new(),
            ended: self.ended,
            by: String::new(),
            open_elsewhere: false,
        }
    }

    fn kept_drafts(&self) -> BTreeMap<Topic, String> {
        let drafts = self.drafts.iter();
        let kept = drafts.filter(|(about, _)| about.outlasts_sitting());
        kept.map(|(about, text)| (about.clone(), text.clone()))
            .collect()
    }

    pub(super) fn restore(&mut self, place: Place) {
        let tab = self
            .views
            .iter()
            .position(|view| view.tab().name() == place.tab);
        self.current = tab.unwrap_or(self.current);
        self.scene.scope = place.scope;
        for view in &mut self.views {
            view.stay(self.scene.scope.as_ref());
            if let Some(spot) = place.views.get(view.tab().name()) {
                view.restore(spot);
            }
        }
        self.wear(place.taste);
        self.drafts = place.drafts;
        self.name_drafts();
        if let Some(at) = place.at {
            let when = if at.date() == self.scene.now.date() {
                at.format("%H:%M")
            } else {
                at.format("%a %b %d %H:%M")
            };
            // What was typed since it was kept is gone where nothing could be kept at the end.
            let lost = if place.ended {
                "Nothing was lost."
            } else if place.open_elsewhere {
                "You are in another terminal as well."
            } else {
                "It was stopped: later words may be lost."
            };
            let text = format!("Back where you were, {when}. {lost}");
            self.notices.tell(Notice::ok(text), self.scene.now);
        }
    }
}
