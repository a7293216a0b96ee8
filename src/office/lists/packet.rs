//! What the board reads before it decides: the columns of `hallpass renewal packet` in CSV, JSON and spreadsheets.

use super::renewals::amount;
use super::{ListColumn, ListColumns};
use crate::domain::money::Basis;
use crate::domain::renewal::Choice;
use crate::domain::review::PersonName;
use crate::exchange::packet::BoardItem;
use crate::exchange::write::{Holds, TableCell};

type ItemColumn = ListColumn<BoardItem>;

/// The items of a packet.
pub const PACKET: ListColumns<BoardItem> = ListColumns::of_commands(
    "board packet",
    &[
        ItemColumn::new("kind", Holds::Text, |r, _| r.kind().into()),
        ItemColumn::new("contract", Holds::Text, |r, _| r.row.number.clone().into()),
        ItemColumn::new("vendor", Holds::Text, |r, _| r.row.vendor.clone().into()),
        ItemColumn::new("products", Holds::List, |r, _| r.products.clone().into()),
        ItemColumn::new("scope", Holds::Text, |r, _| r.row.scope.clone().into()),
        ItemColumn::new("fund", Holds::List, |r, _| r.row.funds.clone().into()),
        ItemColumn::money("cost", Basis::YearPrice, |r, _| {
            amount(&r.row, r.row.annual)
        })
        .summed(),
        ItemColumn::money("next_cost", Basis::YearPrice, |r, _| {
            amount(&r.row, r.next_year())
        })
        .summed(),
        ItemColumn::new("quoted", Holds::Flag, |r, _| r.row.quoted.into()),
        ItemColumn::money("change", Basis::YearPrice, |r, _| r.change().into()).summed(),
        ItemColumn::new("change_pct", Holds::Percent, |r, _| {
            r.change_bp().map_or(TableCell::Blank, TableCell::Percent)
        }),
        ItemColumn::new("term_end", Holds::Day, |r, _| r.row.dates.term_end.into()),
        ItemColumn::new("notice", Holds::Text, |r, _| r.notice().into()),
        ItemColumn::new("cancel_by", Holds::Day, |r, _| r.row.dates.cancel_by.into()),
        ItemColumn::new("decide_by", Holds::Day, |r, _| r.row.dates.decide_by.into()),
        ItemColumn::new("goal", Holds::Text, |r, _| r.goal.clone().into()),
        ItemColumn::new("goal_result", Holds::Text, |r, _| r.result.clone().into()),
        ItemColumn::new("seats", Holds::Count, |r, _| r.row.seats.into()),
        ItemColumn::new("used", Holds::Count, |r, _| r.row.used.into()),
        ItemColumn::new("used_pct", Holds::Count, |r, _| r.row.used_pct().into()),
        ItemColumn::new("owner", Holds::Text, |r, _| {
            r.row.owner.as_ref().map(PersonName::named).into()
        }),
        ItemColumn::new("decision", Holds::Text, |r, _| {
            r.row.decision.map(Choice::word).into()
        }),
        ItemColumn::new("teaches", Holds::List, |r, _| r.teaches.clone().into()),
        ItemColumn::new("opens", Holds::List, |r, _| r.opens.clone().into()),
        ItemColumn::new("late", Holds::Text, |r, _| r.late.clone().into()),
        ItemColumn::basis(Basis::YearPrice),
        // Has the last day to say no passed?
        ItemColumn::new("passed", Holds::Flag, |r, v| {
            let day = r.row.dates.cancel_by;
            day.map(|day| day < v.today).into()
        }),
    ],
    &[],
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::renewal::testing::row;
    use crate::exchange::write::Format;
    use crate::office::lists::Viewer;
    use chrono::DateTime;

    #[test]
    fn outside_words_do_not_act_in_a_sheet() {
        let item = BoardItem {
            new: false,
            row: row(7, "Quill Pad", "2026-08-31", "2026-03-10"),
            products: vec!["=HYPERLINK(\"x\")".into()],
            funds: Vec::new(),
            goal: None,
            result: None,
            teaches: Vec::new(),
            opens: Vec::new(),
            late: None,
        };
        let mut csv = Vec::new();
        let table = PACKET.table([&item], &Viewer::nobody());
        table
            .write(Format::Csv, DateTime::UNIX_EPOCH, &mut csv)
            .unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    }
}
