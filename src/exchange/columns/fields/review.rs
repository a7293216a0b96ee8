//! The fields of what the review queue lives on: the district's calendar.

use super::super::{Field, Reads};
use super::{optional, required};
use Reads::{DayBefore, Days, LastDay, Note, Word};

pub(super) const CALENDAR: &[Field] = &[
    required(
        "day",
        Days,
        "date, dates, days, start date, first day, meeting date, start, from, on",
    ),
    optional("to", LastDay, "end date, last day, through, until, end"),
    required("kind", Word, "type, day type, event type, category, status"),
    optional(
        "agenda_cutoff",
        DayBefore,
        "agenda cut-off, agenda deadline, agenda due, cutoff, cut-off, submission deadline, \
         deadline",
    ),
    optional(
        "note",
        Note,
        "holiday, event, event name, occasion, name, title, subject, description, \
         notes, comment, remarks",
    ),
];
