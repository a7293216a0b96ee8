//! What is said of one item, a name and a sentence each: in every form of the packet the same.

use chrono::NaiveDate;

use super::{BoardItem, PacketHead};
use crate::domain::money::{Basis, Cents};
use crate::domain::review::PersonName;

/// What is known of an item, in the order in which a board asks.
pub(super) fn facts(item: &BoardItem, head: &PacketHead) -> Vec<(&'static str, String)> {
    let row = &item.row;
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "not known".into());
    let mut facts = vec![
        (
            "Contract",
            format!("{}, {}", row.number, known(&row.vendor)),
        ),
        ("For", row.scope.clone()),
        ("Fund", funds(item)),
        ("Cost", cost(item)),
        ("Term ends", passed(row.dates.term_end, head)),
        ("Notice", item.notice()),
    ];
    if let Some(cancel_by) = row.dates.cancel_by {
        facts.push(("Last day to say no", passed(cancel_by, head)));
    }
    let seats = match (row.seats, row.used) {
        (Some(seats), Some(used)) => match row.used_in_words() {
            Some(percent) => format!("{seats} bought, {used} in use, {percent}"),
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
    let owner = owner.map_or_else(|| "none".into(), PersonName::named);
    facts.push(("Owner of the contract", owner));
    let decision = row.decision.map_or("none yet", |choice| choice.word());
    facts.push(("Decision of the office", decision.into()));
    let untold = row.untold.map(|untold| untold.why());
    facts.extend(untold.map(|why| ("Not known to end", why)));
    facts.extend(item.late.clone().map(|late| ("LATE", late)));
    facts
}

/// What pays for it: `Title I`, `Title I 60%, General 40%`.
fn funds(item: &BoardItem) -> String {
    let weights: Vec<u64> = item.funds.iter().map(|part| part.weight).collect();
    let shares = Cents(100).split(&weights);
    let parts = item.funds.iter().zip(shares);
    let parts = parts.map(|(part, share)| match item.funds.len() {
        1 => part.fund.clone(),
        _ => format!("{} {}%", part.fund, share.0),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// A day, and that it has passed, or will have when the board meets.
pub(super) fn passed(day: NaiveDate, head: &PacketHead) -> String {
    if day < head.today {
        return format!("{day}, PASSED");
    }
    match head.meeting.filter(|meeting| day < *meeting) {
        Some(_) => format!("{day}, before the board meets"),
        None => day.to_string(),
    }
}

/// What it costs now and the next year, and the change.
pub(super) fn cost(item: &BoardItem) -> String {
    let row = &item.row;
    if item.ends() && !item.new {
        return format!("{} now; nothing next year, it ends", row.a_year());
    }
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
    if change == Cents(0) && !row.quoted {
        return format!(
            "{} now, and no other price is known for next year",
            row.a_year()
        );
    }
    let percent = percent(item.change_bp());
    format!(
        "{} now; {next} next year, {says}, {}{percent}",
        row.a_year(),
        signed(change)
    )
}

/// `+$99.00`
pub(super) fn signed(change: Cents) -> String {
    let sign = if change.0 > 0 { "+" } else { "" };
    format!("{sign}{change}")
}

/// `, +5.00%`, from hundredths of a percent; nothing where it is not known.
pub(super) fn percent(hundredths: Option<i64>) -> String {
    hundredths.map_or_else(String::new, |bp| {
        let n = bp.unsigned_abs();
        let sign = match bp {
            ..0 => "-",
            0 => "",
            _ => "+",
        };
        format!(", {sign}{}.{:02}%", n / 100, n % 100)
    })
}
