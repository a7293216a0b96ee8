//! The items of both checklists: which are shown, where the cursor goes, and answering them.

use super::rows::RowKey;
use super::{Queue, QueuePane, TRACKS};
use crate::domain::checklist::Gate;
use crate::domain::day::full;
use crate::domain::request::{ItemResult, RequestId, Track};
use crate::domain::review::on_file::ItemOnFile;
use crate::domain::review::{Applies, ItemSheet, ListSheet, ReviewDeed};
use crate::office::deed::Deed;
use crate::office::deed::review::QueueDeeds;
use crate::tui::effect::Intent;

impl Queue {
    pub(super) fn list_sheet(&self, track: Track) -> Option<&ListSheet> {
        let lists = &mut self.sheet()?.lists.iter();
        lists.find(|list| list.track == track)
    }

    pub(super) fn item(&self, track: Track, id: &str) -> Option<&ItemSheet> {
        let items = &mut self.list_sheet(track)?.items.iter();
        items.find(|one| one.item.id == id)
    }

    /// The item under the cursor of the pane that has the keys.
    pub(super) fn current_item(&self) -> Option<(Track, &ItemSheet)> {
        let QueuePane::Items(track) = self.pane else {
            return None;
        };
        let id = self.items(track).selected()?;
        Some((track, self.item(track, id)?))
    }

    /// The item under the cursor, and the row it is of.
    pub(super) fn item_key(&self) -> Option<(RowKey, String)> {
        let (_, one) = self.current_item()?;
        Some((self.key()?, one.item.id.clone()))
    }

    /// All words of the item under the cursor, where they stand over the list.
    pub(super) fn in_full(&self) -> Option<String> {
        let item = self.item_key();
        let (_, one) = self.current_item()?;
        let known = self.sheet().and_then(|sheet| sheet.known_of(&one.item.id));
        let open = self.page.is_of(item.as_ref());
        open.then(|| in_full(one, known))
    }

    /// The item that a note is about: the one just answered where its reason is wanted, else the one under the cursor.
    pub(super) fn item_in_hand(&self) -> Option<(Track, &ItemSheet)> {
        self.lacking_its_reason().or_else(|| self.current_item())
    }

    /// The item that was answered by the last key, while its reason is wanted.
    pub(super) fn lacking_its_reason(&self) -> Option<(Track, &ItemSheet)> {
        let (request, track, id) = self.answered.as_ref()?;
        let shown = self.request() == Some(*request);
        let one = self.item(*track, id).filter(|one| lacks_reason(one))?;
        shown.then_some((*track, one))
    }

    /// Paints what is on its way over what was read, and lists the items again.
    pub(super) fn repaint(&mut self) {
        if !self.open.repaint(self.key()) {
            return;
        }
        for track in TRACKS {
            let list = self.list_sheet(track);
            let items = list.iter().flat_map(|list| &list.items);
            let shown = items.filter(|one| self.unfolded || is_open(one));
            let ids = shown.map(|one| one.item.id.clone()).collect();
            let asked = list.is_some_and(|list| list.asked);
            let ids = if asked { ids } else { Vec::new() };
            self.items_mut(track).set(ids);
        }
    }

    /// Puts the cursor of each list on its first blank item.
    pub(super) fn park_on_blanks(&mut self) {
        for track in TRACKS {
            if let Some(id) = self.first(track, is_blank) {
                self.items_mut(track).select(&id);
            }
        }
    }

    /// The first item shown of which this is true.
    fn first(&self, track: Track, is: fn(&ItemSheet) -> bool) -> Option<String> {
        let ids = &mut self.items(track).keys().iter();
        let found = ids.find(|id| self.item(track, id).is_some_and(is));
        found.cloned()
    }

    /// Goes to the first blank item of a list this person answers, technical before curricular; where
    /// nothing of theirs is blank, to any blank one, else to the first answer that lacks its reason.
    pub(super) fn go_to_blank(&mut self) {
        let yours = self.sheet().map_or(&[][..], |sheet| &sheet.yours);
        let mut tracks = TRACKS;
        tracks.sort_by_key(|track| !yours.contains(track));
        self.go_to_first(tracks);
    }

    fn go_to_first(&mut self, tracks: [Track; 2]) {
        let blank = tracks.map(|track| (track, self.first(track, is_blank)));
        let silent = TRACKS.map(|track| (track, self.first(track, lacks_reason)));
        let found = blank.into_iter().chain(silent);
        let found = &mut found.filter_map(|(track, id)| Some((track, id?)));
        if let Some((track, id)) = found.next() {
            self.items_mut(track).select(&id);
            self.pane = QueuePane::Items(track);
        }
    }

    /// From an item that was answered: to the next blank one below it, else to the first blank of the
    /// other list, else to the first of all, else to an answer that lacks its reason.
    fn go_on(&mut self, track: Track) {
        let list = self.items(track);
        let below = &mut list.keys().iter().skip(list.at() + 1);
        let blank = below.find(|id| self.item(track, id).is_some_and(is_blank));
        if let Some(id) = blank.cloned() {
            self.items_mut(track).select(&id);
            return;
        }
        let other = match track {
            Track::Technical => Track::Curricular,
            Track::Curricular => Track::Technical,
        };
        self.go_to_first([other, track]);
    }

    /// Answers the marked items, else the one under the cursor, and goes on to the next blank one.
    pub(super) fn answer(&mut self, answer: Option<ItemResult>) -> Option<Vec<Intent>> {
        let QueuePane::Items(track) = self.pane else {
            return None;
        };
        let Some(request) = self.request() else {
            return self.begin();
        };
        let subject = self.subject()?;
        let ids: Vec<String> = self.items(track).chosen().into_iter().cloned().collect();
        let ones = ids.iter().filter_map(|id| self.item(track, id));
        let deeds: Vec<ReviewDeed> = ones
            .filter(|one| one.answer != answer)
            .map(|one| ReviewDeed::Answer {
                item: one.item.id.clone(),
                answer: Some(answer),
                note: None,
                evidence: None,
                seen: self.seen(request, one),
            })
            .collect();
        self.items_mut(track).unmark();
        let mut intents = Vec::new();
        if !deeds.is_empty() {
            self.wrote = Some(request);
            let sent = Deed::Review(Box::new(QueueDeeds {
                subjects: vec![subject],
                deeds: deeds.clone(),
            }));
            self.open.pending().paint(sent.clone(), request, deeds);
            self.repaint();
            intents.push(Intent::Change(sent));
        }
        if answer.is_some() {
            self.go_on(track);
        }
        self.answered = match ids.as_slice() {
            [one] => Some((request, track, one.clone())),
            _ => None,
        };
        Some(intents)
    }

    /// The version of an answer that was on the screen. While an answer of our own is on its way, we
    /// are the one who changed it.
    pub(super) fn seen(&self, request: RequestId, one: &ItemSheet) -> Option<i64> {
        let ours = self.open.touches(request, &one.item.id);
        (!ours).then_some(one.version)
    }
}

/// Is it asked, or was it answered all the same?
fn is_open(one: &ItemSheet) -> bool {
    one.applies == Applies::Yes || one.answer.is_some()
}

pub(super) fn is_blank(one: &ItemSheet) -> bool {
    one.applies == Applies::Yes && one.answer.is_none()
}

/// Did it fail, or was it waved off, without a word why?
pub(super) fn lacks_reason(one: &ItemSheet) -> bool {
    let silent = one.note.as_ref().is_none_or(|note| note.trim().is_empty());
    silent && matches!(one.answer, Some(ItemResult::Fail | ItemResult::Na))
}

/// How many items answer themselves n/a.
pub(super) fn folded(list: &ListSheet) -> usize {
    list.items.iter().filter(|one| !is_open(one)).count()
}

/// The mark of an answer, which is its key.
pub(super) fn mark(answer: Option<ItemResult>) -> char {
    match answer {
        Some(ItemResult::Pass) => '+',
        Some(ItemResult::Partial) => '~',
        Some(ItemResult::Fail) => '-',
        Some(ItemResult::Na) => '0',
        Some(ItemResult::Unknown) => 'i',
        None => ' ',
    }
}

/// Everything there is to say about an item.
fn in_full(one: &ItemSheet, known: Option<&ItemOnFile>) -> String {
    let item = &one.item;
    let answer = match one.answer {
        Some(answer) => answer.spoken().to_owned(),
        None => match &one.applies {
            Applies::Yes => "blank".to_owned(),
            Applies::No(why) => format!("does not apply: {why}"),
        },
    };
    let by = match (&one.by, one.on) {
        (Some(by), Some(on)) => format!(", {by}, {}", full(on)),
        (Some(by), None) => format!(", {by}"),
        _ => String::new(),
    };
    let safety = if item.safety {
        " About privacy or safety: if it fails, the product can only be denied."
    } else {
        ""
    };
    let blank = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let known = known.into_iter().flat_map(ItemOnFile::lines);
    let known = known.fold(String::new(), |all, line| all + "\nOn file: " + &line);
    format!(
        "{} {}\n\n{}\n\nWhy it is asked: {}\nWhat it does: {}.{safety}\nWhat proves it: {}\nWho looks: {}\n\n\
         Answer: [{}] {answer}{by}\nNote: {}\nProof: {}\n{known}",
        item.id,
        item.title,
        item.question,
        item.why,
        gate(one),
        item.evidence,
        item.reviewer,
        mark(one.answer),
        blank(&one.note),
        blank(&one.evidence),
    )
}

fn gate(one: &ItemSheet) -> &'static str {
    match one.item.gate {
        Gate::Should => "it never blocks a decision, but a failure needs a reason",
        Gate::Must | Gate::MustIf => {
            "blank or unknown it blocks a decision, in part it makes a condition"
        }
    }
}
