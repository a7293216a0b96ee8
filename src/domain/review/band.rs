//! In which part of the queue a review stands: by who waits for it.

use super::QueueRow;
use crate::domain::request::Trigger;

/// Who waits for a row of the queue, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueBand {
    /// People who asked, or a reviewer who began.
    Begun,
    /// Nobody yet; a trigger calls for it.
    Called,
    /// Nobody; it was never reviewed.
    Backlog,
}

impl QueueBand {
    /// Of a product whose review nobody has begun, by the first thing that calls for it.
    pub fn called_by(first: Trigger) -> QueueBand {
        if first == Trigger::Discovered {
            QueueBand::Backlog
        } else {
            QueueBand::Called
        }
    }

    /// What stands above its rows.
    pub fn heading(self) -> &'static str {
        match self {
            QueueBand::Begun => "ASKED FOR OR BEGUN",
            QueueBand::Called => "IN USE, REVIEW DUE",
            QueueBand::Backlog => "FOUND IN USE, NEVER REVIEWED",
        }
    }
}

impl QueueRow {
    /// The band it stands in.
    pub fn band(&self) -> QueueBand {
        if self.request.is_some() {
            QueueBand::Begun
        } else {
            QueueBand::called_by(self.trigger)
        }
    }
}
