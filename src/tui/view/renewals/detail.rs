//! The contract under the cursor, open already: by when and how to say no, what it costs, who uses it.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Renewals;
use super::rows::{self};
use crate::domain::day::{full, near};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::{AgendaRow, AgendaSheet, Recent};
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// `C-117 Nearpod: auto-renews Tue May 12 2026`, the day spelled so.
pub(super) fn title(row: &AgendaRow, end: &str) -> String {
    let does = match row.decision {
        _ if row.ended => "ended",
        Some(_) if row.ends() => "ends",
        _ => match row.auto_renew {
            Some(true) => "auto-renews",
            Some(false) => "ends by itself",
            None => "renews? not known,",
        },
    };
    format!("{} {}: {does} {end}", row.number, row.product)
}

/// By when one must say no, and how; a mark where that is doubtful or over.
pub(super) fn cancel_by(
    row: &AgendaRow,
    sheet: Option<&AgendaSheet>,
    today: NaiveDate,
) -> (&'static str, String) {
    if row.ended {
        let end = full(row.dates.term_end);
        return ("", format!("The last day was {end}"));
    }
    let Some(day) = row.dates.cancel_by else {
        let end = near(row.dates.term_end, today);
        return (
            "",
            format!("Service stops after {end} unless it is renewed"),
        );
    };
    if rows::is_missed(row) && !row.went_on() {
        let next = row
            .next_chance
            .map(|day| format!(", next chance {}", full(day)));
        let next = next.unwrap_or_default();
        return ("MISSED ", format!("{}{next}", near(day, today)));
    }
    if let Some(untold) = row.untold {
        let end = near(untold.cycle_end, today);
        let what = format!("was to end {end}, no notice in time is known");
        return ("UNVERIFIED ", what);
    }
    if row.dates.unverified {
        return (
            "UNVERIFIED ",
            format!("cancel by {}, {}", near(day, today), row.doubt()),
        );
    }
    let how = sheet.and_then(|sheet| sheet.contract.notice_method);
    let how = how.map_or_else(|| "in writing".to_owned(), |how| format!("by {how}"));
    (
        "",
        format!(
            "Cancel {how} by {} ({} before)",
            near(day, today),
            row.notice
        ),
    )
}

/// `Decide by Thu Mar 05, late 5d`; what is decided, or has ended, is late no more.
pub(super) fn decide_by(row: &AgendaRow, today: NaiveDate) -> String {
    format!("Decide by {}", day_to_decide(row, today))
}

fn day_to_decide(row: &AgendaRow, today: NaiveDate) -> String {
    let day = near(row.dates.decide_by, today);
    let days = row.dates.days_left(today);
    if row.is_open() && !row.ended && days < 0 {
        format!("{day}, {}", rows::far(days))
    } else {
        day
    }
}

/// `$24,800 year price, quote +6%`.
pub(super) fn cost(row: &AgendaRow) -> String {
    let Some(annual) = row.annual else {
        return match row.next_year {
            Some(next) => format!(
                "Price {}; quoted ${} {}",
                row.lacking(),
                next.dollars(),
                Basis::YearPrice
            ),
            None => format!("Price {}", row.lacking()),
        };
    };
    let now = format!("${} {}", annual.dollars(), Basis::YearPrice);
    let word = if row.quoted { "quote" } else { "next" };
    match rows::change(row) {
        Some(by) => format!("{now}, {word} {by:+}%"),
        None if row.quoted => format!("{now}, quoted the same"),
        None => now,
    }
}

/// `Seats 3,200, used 1,310 = 41%`.
pub(super) fn seats(row: &AgendaRow) -> String {
    let count = |n: i64| Cents(n.saturating_mul(100)).dollars();
    match (row.seats, row.used, row.used_in_words()) {
        (Some(seats), Some(used), Some(percent)) => {
            format!("Seats {}, used {} = {percent}", count(seats), count(used))
        }
        (Some(seats), _, _) => format!("Seats {}, use is not counted", count(seats)),
        (None, Some(used), _) => format!("Used by {}, seats are not counted", count(used)),
        (None, None, _) => "Neither seats nor use are counted".to_owned(),
    }
}

/// What was decided last, in words.
pub(super) fn decided(row: &AgendaRow, sheet: Option<&AgendaSheet>) -> Option<String> {
    let sheet = sheet?;
    let newest = sheet.decisions.first()?;
    if newest.choice == Choice::None {
        let what = newest.reason.clone().unwrap_or_default();
        let last = newest.cycle_end != row.dates.term_end;
        let nobody = if last { "Last time nobody" } else { "Nobody" };
        return Some(format!("{nobody} decided: {what}"));
    }
    let running = newest.cycle_end == row.dates.term_end;
    let who = newest.decided_by.as_ref();
    let who = who.map(|who| format!(" by {who}")).unwrap_or_default();
    let when = newest
        .decided_on
        .map(|day| day.format("%b %d %Y").to_string());
    let when = when.unwrap_or_else(|| newest.cycle_end.format("%b %Y").to_string());
    let why = newest.reason.clone();
    let why = why.or_else(|| newest.cause.map(|cause| cause.word().to_owned()));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    let by = sheet.replaced_by(newest).map(|by| format!(" with {by}"));
    let what = format!("{}{}", spoken(newest.choice), by.unwrap_or_default());
    Some(if running {
        format!("{what}{who} {when}{why}")
    } else {
        format!("Last time: {}{who} {when}{why}", what.to_lowercase())
    })
}

/// A decision as a person says it.
pub(super) fn spoken(choice: Choice) -> &'static str {
    match choice {
        Choice::Renew => "Renewed",
        Choice::Smaller => "Made smaller",
        Choice::Negotiate => "To be haggled over",
        Choice::Consolidate => "Moved to the district's contract",
        Choice::Coterm => "Ended with the others",
        Choice::Cancel => "Cancelled",
        Choice::Lapse => "Let go",
        Choice::Replace => "Replaced",
        Choice::Defer => "Put off",
        Choice::None => "Nobody decided",
    }
}

/// What is to be done next about it, by when.
pub(super) fn to_do(sheet: Option<&AgendaSheet>, today: NaiveDate) -> Option<String> {
    first_to_do(sheet, today).map(|first| format!("To do: {first}"))
}

fn first_to_do(sheet: Option<&AgendaSheet>, today: NaiveDate) -> Option<String> {
    let first = sheet?.to_do.first()?;
    let by = first.by.map(|day| format!(" by {}", near(day, today)));
    Some(format!("{}{}", first.what, by.unwrap_or_default()))
}

/// The first fund that is gone by the next payment; the page tells them all.
fn late_money(sheet: Option<&AgendaSheet>) -> Option<String> {
    let late = sheet?.late_funds().into_iter().next()?;
    Some(format!("! {late}"))
}

/// A bar of so many columns, as full as the percentage says.
pub(super) fn bar(canvas: &mut Canvas, (x, y): (u16, u16), width: u16, percent: i64) {
    let full = (i64::from(width) * percent.clamp(0, 100) + 50) / 100;
    for column in 0..width {
        let glyph = if i64::from(column) < full {
            '█'
        } else {
            '░'
        };
        canvas.glyph(x + column, y, glyph);
    }
}

/// The detail below the agenda: a title in a line, and six lines.
pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row().filter(|_| area.height > 0) else {
        canvas.line(area.x, area.y, area.width);
        return;
    };
    let end = row.dates.term_end;
    let mut named = title(row, &full(end));
    if text::width(&named) + 5 > area.width.into() {
        named = title(row, &near(end, view.today(scene)));
    }
    canvas.rule(Rect { height: 1, ..area }, &named);
    let sheet = view.sheet();
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    let (mark, text) = cancel_by(row, sheet, view.today(scene));
    let mut y = area.y + 1;
    canvas.pieces(
        x,
        y,
        width,
        &[(mark, TextRole::AlarmMark), (&text, TextRole::Plain)],
    );
    y += 1;
    let owner = row.owner.as_ref();
    let owner = owner.map_or_else(|| "no owner".to_owned(), PersonName::named);
    let left = format!("{}   {}", cost(row), row.scope);
    let used = canvas.text(x, y, width, &left, TextRole::Plain);
    canvas.right(x + used + 2, x + width, y, &owner, TextRole::Plain);
    y += 1;
    let used = canvas.text(x, y, width, &seats(row), TextRole::Plain);
    let room = width.saturating_sub(used + 2);
    if let Some(percent) = row.used_pct().filter(|_| room >= 8 && y < area.bottom()) {
        bar(canvas, (x + used + 2, y), room.min(24), percent);
    }
    y += 1;
    let mut lines = Vec::new();
    if !row.ended {
        lines.push(decide_by(row, view.today(scene)));
    }
    lines.extend(to_do(sheet, view.today(scene)));
    lines.extend(late_money(sheet));
    lines.extend(decided(row, sheet));
    if lines.len() < 3 {
        lines.push("Enter: all of it.  H history".to_owned());
    }
    for (line, y) in lines.iter().zip(y..area.bottom()) {
        canvas.text(x, y, width, line, TextRole::Plain);
    }
}

/// A line of facts: a word, and what it is.
type FactLine = (&'static str, String);

/// The same, and whether it stands out.
type MarkedLine = (FactLine, bool);

/// Everything that fits beside the agenda of a wide window. Gives the first line that is free.
pub(super) fn draw_wide(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) -> u16 {
    let Some(row) = view.row() else {
        return area.y;
    };
    let sheet = view.sheet();
    let title = format!("{} {}", row.number, row.product);
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        &title,
        TextRole::Heading,
    );
    let mut y = area.y + 2;
    for block in blocks(row, sheet, view.today(scene)) {
        for ((word, text), alarms) in block {
            let room = area.width.saturating_sub(16);
            for (nth, line) in wrap(&text, room.max(1).into()).iter().enumerate() {
                if y >= area.bottom() {
                    return y;
                }
                if nth == 0 {
                    canvas.text(area.x + 1, y, 13, word, TextRole::Plain);
                }
                let role = if alarms && nth == 0 {
                    TextRole::Alarm
                } else {
                    TextRole::Plain
                };
                canvas.text(area.x + 15, y, room, line, role);
                y += 1;
            }
            if word == "Seats"
                && let Some(percent) = row.used_pct().filter(|_| y < area.bottom())
            {
                bar(canvas, (area.x + 15, y), 20, percent);
                canvas.text(area.x + 36, y, 6, &format!("{percent}%"), TextRole::Plain);
                y += 1;
            }
        }
        y += 1;
    }
    y
}

fn blocks(row: &AgendaRow, sheet: Option<&AgendaSheet>, today: NaiveDate) -> Vec<Vec<MarkedLine>> {
    let plain = |facts: Vec<FactLine>| facts.into_iter().map(|fact| (fact, false)).collect();
    vec![
        ending(row, sheet, today),
        plain(money(row, sheet)),
        plain(use_of(row, sheet)),
        plain(rest(row, sheet)),
    ]
}

fn ending(row: &AgendaRow, sheet: Option<&AgendaSheet>, today: NaiveDate) -> Vec<MarkedLine> {
    let mut facts = Vec::new();
    let mut say = |word, text, alarms| facts.push(((word, text), alarms));
    let end = full(row.dates.term_end);
    let word = match row.auto_renew {
        _ if row.ended => "Ended",
        Some(true) => "Auto-renews",
        Some(false) => "Ends",
        None => "Renews?",
    };
    say(word, end, false);
    if let Some(day) = row.dates.cancel_by {
        let days = (day - today).num_days();
        let when = match days {
            0 => "today".to_owned(),
            1.. => format!("in {days} days"),
            _ => format!("{} days ago", -days),
        };
        let missed = rows::is_missed(row) && !row.went_on();
        let mark = if missed { "MISSED " } else { "" };
        say("Cancel by", format!("{mark}{}, {when}", full(day)), missed);
        let unverified = row.dates.unverified;
        let notice = if unverified {
            format!("UNVERIFIED: {}", row.doubt())
        } else {
            row.notice.clone()
        };
        say("Notice", notice, unverified);
    }
    let decide_by = (!row.ended).then(|| day_to_decide(row, today));
    for (word, text) in [
        ("Next chance", row.next_chance.map(full)),
        ("Decide by", decide_by),
        (
            "Send to",
            sheet.and_then(|sheet| sheet.contract.send_to.clone()),
        ),
        ("Decided", decided(row, sheet)),
        ("To do", first_to_do(sheet, today)),
    ] {
        if let Some(text) = text {
            say(word, text, false);
        }
    }
    facts
}

fn money(row: &AgendaRow, sheet: Option<&AgendaSheet>) -> Vec<FactLine> {
    let known = |cents: Option<Cents>| match cents {
        Some(cents) => format!("${}", cents.dollars()),
        None => row.lacking().to_owned(),
    };
    let cost = match row.annual {
        Some(_) => format!("{} {}", known(row.annual), Basis::YearPrice),
        None => known(None),
    };
    let mut facts = vec![("Cost", cost)];
    let word = if row.quoted { " quoted" } else { "" };
    let by = match rows::change(row) {
        Some(by) => format!(", {by:+}%"),
        None if row.annual.is_some() => ", the same".to_owned(),
        None => String::new(),
    };
    facts.push(("Next year", format!("{}{word}{by}", known(row.next_year))));
    if !row.funds.is_empty() {
        facts.push(("Fund", row.funds.join(", ")));
    }
    for funding in sheet.map_or(&[][..], |sheet| &sheet.funding) {
        let dated = [
            ("promise by", funding.obligate_by),
            ("end by", funding.must_end_by),
        ];
        let dated = dated
            .into_iter()
            .filter_map(|(word, day)| Some((word, day?)));
        let days: Vec<String> = dated
            .map(|(word, day)| format!("{word} {}", full(day)))
            .collect();
        if !days.is_empty() {
            facts.push((
                "Fund until",
                format!("{}: {}", funding.source, days.join(", ")),
            ));
        }
    }
    let late = sheet.map(AgendaSheet::late_funds).unwrap_or_default();
    facts.extend(late.into_iter().map(|late| ("Late money", late)));
    let owner = row.owner.as_ref().map_or_else(
        || "none: w gives it to somebody".to_owned(),
        PersonName::named,
    );
    facts.push(("Owner", owner));
    facts
}

fn use_of(row: &AgendaRow, sheet: Option<&AgendaSheet>) -> Vec<FactLine> {
    let count = |n: i64| Cents(n.saturating_mul(100)).dollars();
    let known = match (row.seats, row.used) {
        (Some(seats), Some(used)) => format!("{} bought, {} used", count(seats), count(used)),
        _ => seats(row),
    };
    let mut facts = vec![("Seats", known)];
    if let Some(each) = row.each() {
        facts.push(("Per user", format!("{each} {}", Basis::YearPrice)));
    }
    facts.push(("For", row.scope.clone()));
    if let Some((trained, target)) = sheet.and_then(|sheet| sheet.trained) {
        let percent = trained * 100 / target.max(1);
        facts.push((
            "Trained",
            format!("{trained} of {target} people, {percent}%"),
        ));
    }
    facts
}

/// `2026-03-02 nguyen: assigned (owner)`.
pub(super) fn changed(one: &Recent) -> String {
    format!("{} {}: {}", one.day(), one.who, one.what)
}

fn rest(row: &AgendaRow, sheet: Option<&AgendaSheet>) -> Vec<FactLine> {
    let Some(sheet) = sheet else {
        return Vec::new();
    };
    let mut facts = vec![("Status", sheet.standing.clone())];
    let agreement = sheet.agreement_until;
    facts.extend(agreement.map(|day| ("Agreement", format!("until {}", full(day)))));
    facts.extend(row.vendor.clone().map(|vendor| ("Vendor", vendor)));
    for term in sheet.past.iter().take(3) {
        let cost = term
            .total_cents
            .map_or_else(|| "?".to_owned(), Cents::dollars);
        facts.push((
            "Term price",
            format!("${cost} to {}", term.ends.format("%b %Y")),
        ));
    }
    facts
}
