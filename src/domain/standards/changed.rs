//! When a standard was changed: as its makers say, and here, where a file brings other words than were here. What somebody
//! verified by the old words is looked at again, whatever day the file bears.

use chrono::NaiveDate;

use super::framework::{Standard, instant};
use super::package::ReadItem;

/// CASE's name for when its makers changed an item last.
const BY_ITS_MAKERS: &str = "lastChangeDateTime";

/// When a standard counts as changed, once a file is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ChangedAt {
    /// The moment, as it is kept.
    pub(super) at: Option<String>,
    /// What its makers say, where that is another.
    makers: Option<String>,
}

impl ChangedAt {
    /// Of an item of a file, beside what is here. What it changes here is changed today, unless its makers say a later
    /// day; what it does not change stays as it was changed last.
    pub(super) fn new(
        before: Option<&Standard>,
        item: &ReadItem,
        (partial, today): (bool, NaiveDate),
    ) -> ChangedAt {
        let theirs = item.changed_at.clone();
        let day = |at: &Option<String>| at.as_deref().and_then(instant).map(|at| at.date());
        let at = match before {
            Some(before) if is_changed(before, item, partial) => match day(&theirs) {
                Some(day) if day >= today => theirs.clone(),
                _ => Some(format!("{today}T00:00:00Z")),
            },
            Some(before) if day(&before.changed_at) > day(&theirs) => before.changed_at.clone(),
            _ => theirs.clone(),
        };
        ChangedAt {
            makers: theirs.filter(|theirs| at.as_ref() != Some(theirs)),
            at,
        }
    }

    /// What of an item has no field here, as JSON, with what its makers say of it, so that it is given back.
    pub(super) fn kept_in(&self, rest: Option<String>) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-+:. ".contains(c);
        let Some(makers) = self.makers.as_ref().filter(|said| said.chars().all(plain)) else {
            return rest;
        };
        let said = format!("\"{BY_ITS_MAKERS}\":\"{makers}\"");
        match rest.as_deref() {
            None | Some("{}") => Some(format!("{{{said}}}")),
            Some(rest) => {
                let open = rest.trim_end().strip_suffix('}')?;
                Some(format!("{open},{said}}}"))
            }
        }
    }
}

/// Does a file say something else than is here? In a table what is blank is not said.
pub(super) fn is_changed(before: &Standard, item: &ReadItem, partial: bool) -> bool {
    let differs =
        |was: &Option<String>, is: &Option<String>| was != is && (is.is_some() || !partial);
    let grades = before.grades != item.grades && !(partial && item.grades.is_unsaid());
    before.statement != item.statement
        || differs(&before.code, &item.code)
        || differs(&before.kind, &item.kind)
        || grades
        || (before.ends != item.ends && !(partial && item.ends.is_none()))
}
