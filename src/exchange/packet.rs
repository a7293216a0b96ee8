//! What the board reads before it decides about contracts: one item each, as a Markdown document or as
//! a table for a spreadsheet.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::contract::Contract;
use crate::domain::money::{Basis, Cents, HIDDEN};
use crate::domain::renewal::Renewal;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::text::shown_lines;

/// One contract before the board.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardItem {
    /// Does its first term still have to begin?
    pub new: bool,
    /// Its row on the agenda.
    pub row: AgendaRow,
    /// Its products, each by name.
    pub products: Vec<String>,
    /// What it was bought to reach.
    pub goal: Option<String>,
    /// What became of that, as it was last said.
    pub result: Option<String>,
    /// What its products teach, a line for each framework: what somebody verified, and what is only claimed.
    pub teaches: Vec<String>,
    /// The standards that its end would open, a line for each school.
    pub opens: Vec<String>,
    /// Why it comes late, where an earlier meeting should have had it.
    pub late: Option<String>,
}

/// The meeting that takes a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The day of the board's meeting.
    pub meeting: NaiveDate,
    /// Why it is this one, where an earlier one should have had it.
    pub late: Option<String>,
}

/// The meeting whose agenda is the last that can take this contract; none where the board is not asked. What
/// nobody decided and that one cannot take any more goes to the next one that can.
pub fn meeting_of(row: &AgendaRow, calendar: &Calendar, today: NaiveDate) -> Option<Slot> {
    let dates = &row.dates;
    if !dates.board {
        return None;
    }
    if !row.is_open() {
        let due = calendar.boards().rfind(|(day, _)| *day <= dates.act_by);
        return due.map(|(meeting, _)| Slot {
            meeting,
            late: None,
        });
    }
    let mut slot = slot(dates.act_by, calendar, today)?;
    let cancel_by = dates.cancel_by.filter(|day| *day < slot.meeting);
    if let (Some(late), Some(day)) = (&mut slot.late, cancel_by) {
        late.push_str(&format!(
            "; the last day to say no, {day}, is before this one"
        ));
    }
    Some(slot)
}

/// The last meeting up to this day, or, where its agenda is closed, the next one whose agenda is not.
pub fn slot(last: NaiveDate, calendar: &Calendar, today: NaiveDate) -> Option<Slot> {
    let due = calendar.boards().rfind(|(day, _)| *day <= last);
    let late = match due {
        Some((meeting, cutoff)) if cutoff >= today => {
            return Some(Slot {
                meeting,
                late: None,
            });
        }
        Some((day, cutoff)) => {
            format!("the meeting of {day} should have had it, its agenda closed on {cutoff}")
        }
        None => format!("no meeting up to {last} is on the calendar"),
    };
    let mut later = calendar.boards();
    let next = later.find(|(day, cutoff)| *day > last && *cutoff >= today);
    next.map(|(meeting, _)| Slot {
        meeting,
        late: Some(late),
    })
}

/// The first day of a contract that is new on this day: its first term is still to come, and the board
/// has not approved it.
pub fn begins(contract: &Contract, today: NaiveDate) -> Option<NaiveDate> {
    let first = contract
        .first_end
        .is_none_or(|end| end == contract.term_end);
    let new = first && contract.board_approved_on.is_none();
    contract.term_start.filter(|day| new && *day > today)
}

impl BoardItem {
    /// The item a contract makes. `decisions` are its own, the newest first.
    pub fn of(
        row: AgendaRow,
        contract: &Contract,
        products: Vec<String>,
        decisions: &[Renewal],
        today: NaiveDate,
    ) -> BoardItem {
        BoardItem {
            new: begins(contract, today).is_some(),
            row,
            products,
            goal: contract.goal.clone(),
            result: decisions.iter().find_map(|d| d.goal_result.clone()),
            teaches: Vec::new(),
            opens: Vec::new(),
            late: None,
        }
    }

    /// `new` or `renewal`.
    pub fn kind(&self) -> &'static str {
        if self.new { "new" } else { "renewal" }
    }

    /// What the next year costs more, or less, than this one; none for a new contract.
    pub fn change(&self) -> Option<Cents> {
        let (now, next) = (self.row.annual?, self.row.next_year?);
        (!self.new).then(|| next - now)
    }

    /// The same in hundredths of a percent.
    pub fn change_bp(&self) -> Option<i64> {
        let annual = i128::from(self.row.annual?.0);
        let change = i128::from(self.change()?.0);
        let hundredths = (change * 10_000).checked_div(annual)?;
        i64::try_from(hundredths).ok()
    }

    /// `60 days, renews by itself`, or that it ends.
    pub fn notice(&self) -> String {
        if self.row.may_renew() {
            let doubt = if self.row.dates.unverified {
                " (UNVERIFIED)"
            } else {
                ""
            };
            let notice = self.row.notice.trim_end_matches('?');
            let renews = match self.row.auto_renew {
                Some(_) => "renews by itself",
                None => "not known whether it renews by itself",
            };
            format!("{notice}{doubt}, {renews}")
        } else {
            "ends by itself".into()
        }
    }
}

/// The items as a document under this title.
pub fn markdown(title: &str, items: &[BoardItem]) -> String {
    let total: Cents = items.iter().filter_map(|item| item.row.next_year).sum();
    let without = items.iter().filter(|item| item.row.next_year.is_none());
    let mut left_out = Unpriced::default();
    without.for_each(|item| left_out.add(item.row.hidden));
    let without = match (left_out.unknown, left_out.hidden) {
        (0, 0) => String::new(),
        (n, 0) => format!(" without {n} whose price is not known"),
        (0, n) => format!(" without {n} {HIDDEN}"),
        (n, hidden) => format!(" without {n} whose price is not known and {hidden} {HIDDEN}"),
    };
    let mut text = format!(
        "# {}\n\nItems: {}. Next year: {total} {}{without}.\n",
        escaped(title),
        items.len(),
        Basis::YearPrice
    );
    for (n, item) in items.iter().enumerate() {
        let kind = if item.new { "New" } else { "Renewal" };
        let products = item.products.join(", ");
        text.push_str(&format!(
            "\n## {}. {kind}: {}\n\n",
            n + 1,
            escaped(&products)
        ));
        for (name, value) in facts(item) {
            text.push_str(&format!("- {name}: {}\n", escaped(&value)));
        }
    }
    shown_lines(&text).into_owned()
}

fn facts(item: &BoardItem) -> Vec<(&'static str, String)> {
    let row = &item.row;
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "not known".into());
    let funds = match row.funds.join(", ") {
        none if none.is_empty() => "not known".into(),
        funds => funds,
    };
    let mut facts = vec![
        (
            "Contract",
            format!("{}, {}", row.number, known(&row.vendor)),
        ),
        ("For", row.scope.clone()),
        ("Fund", funds),
        ("Cost", cost(item)),
        ("Term ends", row.dates.term_end.to_string()),
        ("Notice", item.notice()),
    ];
    if let Some(cancel_by) = row.dates.cancel_by {
        facts.push(("Last day to say no", cancel_by.to_string()));
    }
    let seats = match (row.seats, row.used) {
        (Some(seats), Some(used)) => match row.used_pct() {
            Some(percent) => format!("{seats} bought, {used} in use, {percent}%"),
            None => format!("{seats} bought, {used} in use"),
        },
        (Some(seats), None) => format!("{seats} bought, use not counted"),
        (None, _) => "not counted".into(),
    };
    facts.push(("Seats", seats));
    facts.push(("Goal", known(&item.goal)));
    facts.push(("What became of it", known(&item.result)));
    if !item.teaches.is_empty() {
        facts.push(("Teaches", item.teaches.join("; ")));
        let opens = match item.opens.as_slice() {
            [] => "no standard that nothing else covers".to_owned(),
            some => some.join("; "),
        };
        facts.push(("Ending it would open", opens));
    }
    let owner = row.owner.as_ref();
    let owner = owner.map_or_else(|| "nobody".into(), |who| who.name.clone());
    facts.push(("Answers for it", owner));
    let decision = row.decision.map_or("none yet", |choice| choice.word());
    facts.push(("Decision of the office", decision.into()));
    facts.extend(item.late.clone().map(|late| ("LATE", late)));
    facts
}

fn cost(item: &BoardItem) -> String {
    let row = &item.row;
    let (Some(_), Some(next)) = (row.annual, row.next_year) else {
        return match row.next_year.filter(|_| !item.new) {
            Some(next) => {
                format!(
                    "price {}; {next} {} next year, quoted",
                    row.lacking(),
                    Basis::YearPrice
                )
            }
            None => row.a_year(),
        };
    };
    let Some(change) = item.change() else {
        return row.a_year();
    };
    let says = if row.quoted { "quoted" } else { "projected" };
    let sign = if change.0 > 0 { "+" } else { "" };
    let percent = item.change_bp().map(|bp| {
        let n = bp.unsigned_abs();
        let minus = if bp < 0 { "-" } else { sign };
        format!(", {minus}{}.{:02}%", n / 100, n % 100)
    });
    format!(
        "{} now; {next} next year, {says}, {sign}{change}{}",
        row.a_year(),
        percent.unwrap_or_default()
    )
}

/// Words of the office in a Markdown document, where no sign of theirs may act.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::renewal::testing::row;

    fn item(product: &str) -> BoardItem {
        BoardItem {
            new: false,
            row: row(7, product, "2026-08-31", "2026-03-10"),
            products: vec![product.into()],
            goal: Some("Every grade 3 class writes weekly".into()),
            result: Some("9 of 12 classes".into()),
            teaches: Vec::new(),
            opens: Vec::new(),
            late: None,
        }
    }

    #[test]
    fn the_document_says_what_the_board_asks() {
        let text = markdown("Board packet", &[item("Quill Pad")]);
        assert_eq!(
            text,
            "# Board packet\n\nItems: 1. Next year: $2,079.00 year price.\n\n\
             ## 1. Renewal: Quill Pad\n\n\
             - Contract: C-7, Brightwater\n\
             - For: district\n\
             - Fund: Title I\n\
             - Cost: $1,980.00 year price now; $2,079.00 next year, quoted, +$99.00, +5.00%\n\
             - Term ends: 2026-08-31\n\
             - Notice: 60 days, renews by itself\n\
             - Last day to say no: 2026-07-02\n\
             - Seats: 200 bought, 90 in use, 45%\n\
             - Goal: Every grade 3 class writes weekly\n\
             - What became of it: 9 of 12 classes\n\
             - Answers for it: nobody\n\
             - Decision of the office: none yet\n"
        );
    }

    #[test]
    fn a_price_that_falls_and_one_that_was_nothing_are_said_right() {
        let mut cheaper = item("Quill Pad");
        cheaper.row.next_year = Some(Cents(99_000));
        cheaper.row.quoted = false;
        assert!(
            cost(&cheaper).ends_with("projected, -$990.00, -50.00%"),
            "{}",
            cost(&cheaper)
        );
        cheaper.row.annual = Some(Cents(0));
        assert!(cost(&cheaper).ends_with("+$990.00"), "{}", cost(&cheaper));
        let first = BoardItem {
            new: true,
            ..item("Quill Pad")
        };
        assert_eq!(cost(&first), "$1,980.00 year price");
    }

    #[test]
    fn outside_words_do_not_act_in_the_document() {
        let hostile = "=HYPERLINK(\"x\")\n# *now* <b>";
        let escape = markdown("t\u{1b}", &[item("\u{1b}[2J\u{9b}\u{202e}Quill")]);
        assert!(
            escape.starts_with("# t?\n") && escape.contains("Renewal: ?\\[2J??Quill\n"),
            "{escape}"
        );
        let items = [item(hostile)];
        let text = markdown("t", &items);
        assert!(
            text.contains("Renewal: =HYPERLINK(\"x\") \\# \\*now\\* \\<b\\>\n"),
            "{text}"
        );
    }
}
