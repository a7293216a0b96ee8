//! What is due for somebody, and what is told next: the columns of `hallpass digest` and `hallpass alerts`.

use super::{ListColumn, ListColumns};
use crate::domain::renewal::digest::{DigestLine, PersonDigest};
use crate::exchange::write::Holds;
use crate::office::digest::{AlertDue, AlertsDue};

/// A line of somebody's digest.
pub struct DigestRow {
    /// The word its section has in JSON.
    section: &'static str,
    line: DigestLine,
}

/// An alert of one of the lists of them.
pub struct AlertTold {
    /// The word its list has in JSON.
    list: &'static str,
    alert: AlertDue,
}

type DigestColumn = ListColumn<DigestRow>;
type AlertColumn = ListColumn<AlertTold>;

/// What is due for one person.
pub const DIGEST: ListColumns<DigestRow> = ListColumns::of_commands(
    "digest",
    &[
        DigestColumn::new("section", Holds::Text, |r, _| r.section.into()),
        DigestColumn::new("by", Holds::Day, |r, _| r.line.by.into()),
        DigestColumn::new("id", Holds::Text, |r, _| r.line.number.clone().into()),
        DigestColumn::new("what", Holds::Text, |r, _| r.line.what.clone().into()),
        DigestColumn::new("band", Holds::Text, |r, _| {
            r.line.band.to_lowercase().into()
        }),
    ],
    &[],
);

/// What is told, and to whom.
pub const ALERTS: ListColumns<AlertTold> = ListColumns::of_commands(
    "alerts",
    &[
        AlertColumn::new("list", Holds::Text, |r, _| r.list.into()),
        AlertColumn::new("on", Holds::Day, |r, _| Some(r.alert.on).into()),
        AlertColumn::new("id", Holds::Text, |r, _| r.alert.number.clone().into()),
        AlertColumn::new("what", Holds::Text, |r, _| r.alert.what.clone().into()),
        AlertColumn::new("for", Holds::List, |r, _| r.alert.whom.to_vec().into()),
    ],
    &[],
);

/// The lines of a digest, in its order.
pub fn digest_rows(due: &PersonDigest) -> Vec<DigestRow> {
    let sections = due.sections.iter();
    let rows = sections.flat_map(|section| {
        let lines = section.lines.iter().cloned();
        lines.map(|line| DigestRow {
            section: section.key,
            line,
        })
    });
    rows.collect()
}

/// All that is told, what is late first.
pub fn alert_rows(due: &AlertsDue) -> Vec<AlertTold> {
    let lists = [
        ("late", &due.late),
        ("next", &due.next),
        ("agreements", &due.agreements),
        ("conditions", &due.conditions),
    ];
    let rows = lists.into_iter().flat_map(|(list, alerts)| {
        let alerts = alerts.iter().cloned();
        alerts.map(move |alert| AlertTold { list, alert })
    });
    rows.collect()
}
