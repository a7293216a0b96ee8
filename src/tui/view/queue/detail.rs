//! The facts of a request in lines: what is asked, by whom, what it costs, and what we own already
//! that does the same. Pure words; `draw` and `dossier` put them on the screen.

use chrono::NaiveDate;

use crate::domain::counted::counted;
use crate::domain::day::near;
use crate::domain::money::{Basis, Cents, HIDDEN};
use crate::domain::product::DataUse;
use crate::domain::request::{Requester, Trigger};
use crate::domain::review::{Ours, QueueRow, ReviewSheet, gate};
use crate::domain::status::StatusWord;

/// `R-418 Edpuzzle for Jefferson MS`.
pub(super) fn title(row: &QueueRow) -> String {
    format!("{} {} for {}", row.name, row.product_name, row.place)
}

/// `asked by J. Park, teacher, grades 6-8, Tue Feb 24`; the first of them where there are more.
/// Without room the role is left out.
pub(super) fn asked(sheet: &ReviewSheet, roomy: bool, today: NaiveDate) -> String {
    let Some((first, _)) = sheet.requesters.first() else {
        return format!("since {}", near(sheet.request.received_on, today));
    };
    let mut parts = vec![match &first.name {
        Some(name) => format!("asked by {name}"),
        None => "asked".to_owned(),
    }];
    parts.extend(first.role.clone().filter(|_| roomy));
    parts.extend(grades(first));
    parts.push(near(
        first.asked_on.unwrap_or(sheet.request.received_on),
        today,
    ));
    let mut text = parts.join(", ");
    match sheet.requesters.len() {
        1 => {}
        2 => text.push_str(" and 1 other"),
        n => text.push_str(&format!(" and {} others", n - 1)),
    }
    text
}

fn grades(one: &Requester) -> Option<String> {
    (!one.grades.is_unsaid()).then(|| format!("grades {}", one.grades))
}

/// Why the review began.
pub(super) fn kind(row: &QueueRow) -> String {
    let words = match row.trigger {
        Trigger::New => "New request",
        Trigger::Discovered => "In use, never reviewed",
        Trigger::Version => "New version",
        Trigger::NewUse => "New use",
        Trigger::Renewal => "Renewal",
        Trigger::PolicyChange => "Terms changed",
        Trigger::Agreement => "Agreement ends",
        Trigger::Incident => "Incident",
        Trigger::Infrastructure => "Devices changed",
        Trigger::Usage => "Little used",
        Trigger::Age => "Old decision",
        Trigger::Training => "Too few trained",
    };
    let (first, rest) = row
        .why
        .split_at(row.why.chars().next().map_or(0, char::len_utf8));
    if row.why.is_empty() {
        words.to_owned()
    } else {
        format!("{}{rest}", first.to_uppercase())
    }
}

fn year_price(cents: Cents) -> String {
    format!("${} {}", cents.dollars(), Basis::YearPrice)
}

/// `$1,980 year price  55 seats  Title I`.
pub(super) fn cost(row: &QueueRow, sheet: Option<&ReviewSheet>) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(row.cost.map(year_price));
    let asks = || {
        sheet
            .into_iter()
            .flat_map(|s| &s.requesters)
            .map(|(r, _)| r)
    };
    let seats: i64 = asks().filter_map(|one| one.seats).sum();
    if seats > 0 {
        parts.push(counted(seats, "seat"));
    }
    parts.extend(asks().find_map(|one| one.fund.clone()));
    parts
}

/// Why it is wanted, in the words of the first who said.
pub(super) fn reason(sheet: &ReviewSheet) -> Option<&str> {
    let mut reasons = sheet
        .requesters
        .iter()
        .filter_map(|(one, _)| one.reason.as_deref());
    reasons.next()
}

/// What the product learns about people.
pub(super) fn data(data: Option<DataUse>) -> &'static str {
    match data {
        None => "not known yet",
        Some(DataUse::None) => "none",
        Some(DataUse::Login) => "a login, no student data",
        Some(DataUse::Pii) => "student data",
        Some(DataUse::Sensitive) => "sensitive student data",
    }
}

/// `Nearpod (1,890 free seats), Edpuzzle at Roosevelt MS`; none where nothing of ours does the same.
pub(super) fn similar(sheet: &ReviewSheet) -> Option<String> {
    if sheet.ours.is_empty() {
        return None;
    }
    let named: Vec<String> = sheet.ours.iter().take(3).map(brief).collect();
    let more = sheet.ours.len().saturating_sub(3);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let what = if sheet.ours.iter().all(|one| one.same) {
        "We own it"
    } else {
        "We own similar"
    };
    Some(format!("{what}: {}{more}.", named.join(", ")))
}

fn brief(one: &Ours) -> String {
    match one.seats {
        Some((_, free)) if free > 0 && !one.same => {
            format!("{} ({} free seats)", one.name, grouped(free))
        }
        _ => format!("{} at {}", one.name, one.place),
    }
}

/// `Nearpod at 9 schools, 1,890 of 3,200 free, $24,800 year price, until May 12 2026, YES`.
pub(super) fn ours_in_words(one: &Ours) -> String {
    let mut parts = vec![format!("{} at {}", one.name, one.place)];
    parts.extend(seats(one));
    parts.extend(if one.hidden {
        Some(format!("price {HIDDEN}"))
    } else {
        one.cost.map(year_price)
    });
    parts.extend(
        one.ends
            .map(|day| format!("until {}", day.format("%b %d %Y"))),
    );
    parts.push(answer(one.answer).to_owned());
    parts.join(", ")
}

/// `1,890 of 3,200 free`.
pub(super) fn seats(one: &Ours) -> Option<String> {
    one.seats
        .map(|(seats, free)| format!("{} of {} free", grouped(free), grouped(seats)))
}

/// `1,890`, as money is grouped.
fn grouped(count: i64) -> String {
    Cents(count.saturating_mul(100)).dollars()
}

/// The six words, short.
pub(super) fn answer(word: StatusWord) -> &'static str {
    match word {
        StatusWord::Yes => "OK here",
        StatusWord::YesConditions => "conditions",
        StatusWord::InReview => "in review",
        StatusWord::NotAsked => "not asked",
        StatusWord::Expired => "expired",
        StatusWord::No => "NO",
    }
}

/// What stands in the way of a decision, counted; none where nothing does.
pub(super) fn missing(sheet: &ReviewSheet) -> Option<String> {
    let standing = gate::standing(&sheet.lists);
    let of = |ids: &[String], letter: char| ids.iter().filter(|id| id.starts_with(letter)).count();
    let blank = |letter| of(&standing.blank, letter);
    let mut parts = Vec::new();
    match (blank('T'), blank('C')) {
        (0, 0) => {}
        (technical, 0) => parts.push(format!("{technical} technical {} blank", musts(technical))),
        (0, curricular) => parts.push(format!(
            "{curricular} curricular {} blank",
            musts(curricular)
        )),
        (t, c) => parts.push(format!("{t} technical and {c} curricular musts blank")),
    }
    let named = |ids: &[String], what: &str| match ids {
        [] => None,
        some if some.len() > 4 => Some(format!("{} {what}", some.len())),
        some => Some(format!("{} {what}", some.join(", "))),
    };
    parts.extend(named(&standing.unknown, "not known yet"));
    let silent = [standing.failed_unexplained, standing.na_unexplained].concat();
    parts.extend(named(&silent, "without a reason (c)"));
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn musts(count: usize) -> &'static str {
    if count == 1 { "must" } else { "musts" }
}

/// What neighbours claim, on a page.
pub(super) fn claimed(sheet: &ReviewSheet) -> String {
    let row = &sheet.row;
    let mut text = format!("{} ({})\n", row.product_name, row.name);
    text.push_str("Claims answer nothing: each is to be checked here.\n");
    for one in &sheet.claims {
        text.push_str(&format!("\n{}\n", one.by));
        for line in &one.of_all {
            text.push_str(&format!("   {line}\n"));
        }
        for (item, says) in &one.of_items {
            text.push_str(&format!("   {item}: {says}\n"));
        }
    }
    text
}

/// Everybody who asked, on a page.
pub(super) fn who_asked(sheet: &ReviewSheet) -> String {
    let mut text = format!(
        "Who asked for {} ({})\n",
        sheet.row.product_name, sheet.row.name
    );
    if sheet.requesters.is_empty() {
        text.push_str(&format!("\nNobody: {}.\n", kind(&sheet.row)));
    }
    for (one, school) in &sheet.requesters {
        let name = one.name.as_deref().unwrap_or("somebody");
        let mut parts = vec![name.to_owned()];
        parts.extend(one.role.clone());
        parts.push(school.clone());
        parts.extend(grades(one));
        parts.extend(one.subject.clone());
        parts.extend(one.seats.map(|n| counted(n, "seat")));
        parts.extend(one.cost_cents.map(year_price));
        parts.extend(one.fund.clone());
        parts.extend(one.asked_on.map(|day| format!("asked {day}")));
        parts.extend(one.needed_by.map(|day| format!("needed by {day}")));
        parts.extend(one.sign_in.map(|how| format!("sign-in: {how}")));
        text.push_str(&format!("\n{}\n", parts.join(", ")));
        if let Some(reason) = &one.reason {
            text.push_str(&format!("   \"{reason}\"\n"));
        }
    }
    text
}
