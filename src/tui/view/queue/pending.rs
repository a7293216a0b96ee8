//! The sheet of a request with what a person has just answered and the records do not say yet: painted over it until
//! it is read again, taken off again where it was refused.

use super::rows::RowKey;
use crate::domain::request::RequestId;
use crate::domain::review::{ItemSheet, ReviewDeed, ReviewSheet, gate};
use crate::office::deed::Deed;

/// The sheet that was read last, and what is painted over it.
#[derive(Default)]
pub(super) struct OpenSheet {
    read: Option<Box<ReviewSheet>>,
    /// The same with what is on its way.
    painted: Option<Box<ReviewSheet>>,
    pending: PendingAnswers,
}

impl OpenSheet {
    /// The sheet as the person sees it; of any row, since the cursor may have moved on meanwhile.
    pub(super) fn shown(&self) -> Option<&ReviewSheet> {
        self.painted.as_deref()
    }

    /// Takes it as it was read. Is it another row's than before?
    pub(super) fn take(&mut self, sheet: Box<ReviewSheet>) -> bool {
        let before = self.read.as_ref().map(|sheet| RowKey::of(&sheet.row));
        let other = before != Some(RowKey::of(&sheet.row));
        self.pending.refreshed(sheet.request.id);
        self.read = Some(sheet);
        other
    }

    /// Paints it again, where it is this row's; else nothing changes, and that is told.
    pub(super) fn repaint(&mut self, row: Option<RowKey>) -> bool {
        let read = self.read.as_ref();
        let Some(read) = read.filter(|read| Some(RowKey::of(&read.row)) == row) else {
            return false;
        };
        self.painted = Some(Box::new(self.pending.over(read)));
        true
    }

    /// The answers on their way. Whoever changes them has the sheet painted again.
    pub(super) fn pending(&mut self) -> &mut PendingAnswers {
        &mut self.pending
    }

    /// Whether something about this item is on its way.
    pub(super) fn touches(&self, request: RequestId, item: &str) -> bool {
        self.pending.touches(request, item)
    }
}

/// Answers on their way, sent together.
struct PendingAnswer {
    sent: Deed,
    request: RequestId,
    deeds: Vec<ReviewDeed>,
    /// The records have it; the next sheet shows it.
    written: bool,
}

/// All answers on their way, in the order in which they were given.
#[derive(Default)]
pub(super) struct PendingAnswers(Vec<PendingAnswer>);

impl PendingAnswers {
    /// Paints these answers.
    pub(super) fn paint(&mut self, sent: Deed, request: RequestId, deeds: Vec<ReviewDeed>) {
        self.0.push(PendingAnswer {
            sent,
            request,
            deeds,
            written: false,
        });
    }

    /// It was refused: what it painted comes off.
    pub(super) fn refused(&mut self, sent: &Deed) {
        if let Some(at) = self.unwritten(sent) {
            self.0.remove(at);
        }
    }

    /// The records have it.
    pub(super) fn written(&mut self, sent: &Deed) {
        if let Some(at) = self.unwritten(sent) {
            self.0[at].written = true;
        }
    }

    /// The same may have been sent twice; it is answered in that order.
    fn unwritten(&self, sent: &Deed) -> Option<usize> {
        let pending = &mut self.0.iter();
        pending.position(|answer| !answer.written && answer.sent == *sent)
    }

    /// The request was read again, and says what was written.
    fn refreshed(&mut self, request: RequestId) {
        self.0
            .retain(|answer| answer.request != request || !answer.written);
    }

    fn touches(&self, request: RequestId, id: &str) -> bool {
        let here = self.0.iter().filter(|answer| answer.request == request);
        here.flat_map(|answer| &answer.deeds)
            .any(|deed| matches!(deed, ReviewDeed::Answer { item, .. } if item == id))
    }

    /// The sheet as the person sees it.
    fn over(&self, read: &ReviewSheet) -> ReviewSheet {
        let mut sheet = read.clone();
        let here = self.0.iter().filter(|s| s.request == read.request.id);
        let deeds: Vec<&ReviewDeed> = here.flat_map(|answer| &answer.deeds).collect();
        if deeds.is_empty() {
            return sheet;
        }
        for one in sheet.lists.iter_mut().flat_map(|list| &mut list.items) {
            deeds.iter().for_each(|deed| mark(one, deed));
        }
        for list in &sheet.lists {
            match list.track {
                crate::domain::request::Track::Technical => sheet.row.technical = gate::score(list),
                crate::domain::request::Track::Curricular => {
                    sheet.row.curricular = gate::score(list);
                }
            }
        }
        sheet.blocking = gate::blocking(&gate::standing(&sheet.lists));
        sheet
    }
}

fn mark(one: &mut ItemSheet, deed: &ReviewDeed) {
    if let ReviewDeed::Answer {
        item,
        answer,
        note,
        evidence,
        ..
    } = deed
        && *item == one.item.id
    {
        one.answer = answer.unwrap_or(one.answer);
        one.note = note.clone().or(one.note.take());
        one.evidence = evidence.clone().or(one.evidence.take());
    }
}
