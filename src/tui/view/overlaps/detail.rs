//! The alert under the cursor, open already: its sides next to each other and what it would be if they were
//! one, why it was flagged, how the dollars come about, and what is lost if a side goes.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Overlaps;
use super::rows::{self};
use crate::domain::day::{full, near};
use crate::domain::money::{Basis, Cents, HIDDEN, lacking};
use crate::domain::overlap::alert::{AlertState, DismissCode};
use crate::domain::overlap::board::{AlertRow, AlertSheet, Combined, IfCancelled, Side, Standing};
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// The least columns a side is readable in, in a narrow window and in others.
const SIDE: (u16, u16) = (15, 20);
/// What stands before the sides, in a narrow window and in a wide one.
const LABEL: (u16, u16) = (15, 22);
const NARROW: u16 = 80;
/// From here on the detail has parts with titles.
const WIDE: u16 = 120;
/// What names the sides.
const LETTERS: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

/// A line of the detail.
enum OverlapLine {
    /// Pieces of text: column, room, what it says.
    Pieces(Vec<(u16, u16, String, TextRole)>),
    /// A line drawn across, with a title.
    Rule(String),
}

/// `O-29 Duplicate: Gimkit Pro - found Tue Feb 24 2026`.
pub(super) fn title(row: &AlertRow, sheet: Option<&AlertSheet>) -> String {
    let found = sheet.and_then(|sheet| sheet.found_on);
    let found = found.map_or_else(String::new, |day| format!(" - found {}", full(day)));
    format!("{} {}: {}{found}", row.name, row.kind.spoken(), row.title)
}

pub(super) fn draw(view: &Overlaps, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row() else {
        canvas.line(area.x, area.y, area.width);
        return;
    };
    let lines = lines(view, row, area.width, scene);
    let room = area.height.saturating_sub(1) as usize;
    let last = lines.len().saturating_sub(room);
    view.first.set(view.first.get().min(last));
    let first = view.first.get();
    let below = lines.len().saturating_sub(first + room);
    let more = match (first, below) {
        (0, 0) => String::new(),
        (_, 0) => " K: up ".to_owned(),
        (_, below) => format!(" J: {below} more "),
    };
    let taken = more.len() as u16;
    let width = area.width.saturating_sub(taken + 1);
    canvas.line(area.x, area.y, area.width);
    canvas.rule(
        Rect {
            height: 1,
            width,
            ..area
        },
        &title(row, view.sheet()),
    );
    canvas.right(
        area.x,
        area.right().saturating_sub(1),
        area.y,
        &more,
        TextRole::Plain,
    );
    for (line, y) in lines.iter().skip(first).zip(area.y + 1..area.bottom()) {
        match line {
            OverlapLine::Rule(title) => {
                let line = Rect::new(area.x, y, area.width, 1);
                canvas.rule(line, title);
            }
            OverlapLine::Pieces(pieces) => {
                for (x, room, text, role) in pieces {
                    let room = (*room).min(area.width.saturating_sub(*x));
                    canvas.text(area.x + x, y, room, text, *role);
                }
            }
        }
    }
}

fn lines(view: &Overlaps, row: &AlertRow, width: u16, scene: &Scene) -> Vec<OverlapLine> {
    let today = view.today(scene);
    let sheet = view.sheet();
    let mut out = Vec::new();
    match sheet {
        Some(sheet) if !sheet.sides.is_empty() => beside(&mut out, sheet, width, today),
        _ => cells(&mut out, sheet.map_or(row, |sheet| &sheet.row), width),
    }
    for text in flags(row, sheet) {
        said(&mut out, &text, width);
    }
    let Some(sheet) = sheet else { return out };
    let wide = width >= WIDE;
    let mut part = |title: &str, texts: Vec<String>| {
        if texts.is_empty() {
            return;
        }
        if wide {
            out.push(OverlapLine::Rule(title.to_owned()));
        }
        for text in texts {
            said(&mut out, &text, width);
        }
    };
    part("How the dollars are counted", counted(row, sheet));
    part(
        "If we cancel",
        sheet.effects.iter().map(if_cancelled).collect(),
    );
    part("Notes and history", past(sheet));
    out
}

/// What was said and done, newest first, to the minute.
pub(super) fn past(sheet: &AlertSheet) -> Vec<String> {
    let past = sheet.past.iter();
    past.map(|(when, who, what)| {
        let when = when.get(..16).unwrap_or(when).replace('T', " ");
        format!("{when}  {who}  {what}")
    })
    .collect()
}

/// A sentence, as many lines as it needs.
fn said(out: &mut Vec<OverlapLine>, text: &str, width: u16) {
    let room = width.saturating_sub(2).max(1);
    let lines = wrap(text, room.into()).into_iter();
    out.extend(lines.map(|line| OverlapLine::Pieces(vec![(1, room, line, TextRole::Plain)])));
}

/// The sides in columns.
fn beside(out: &mut Vec<OverlapLine>, sheet: &AlertSheet, width: u16, today: NaiveDate) {
    let label_width = if width >= WIDE { LABEL.1 } else { LABEL.0 };
    let least = if width < NARROW { SIDE.0 } else { SIDE.1 };
    let columns = (width.saturating_sub(label_width) / least).max(2);
    let sides = sheet
        .sides
        .iter()
        .take(columns as usize - 1)
        .take(LETTERS.len());
    let sides: Vec<&Side> = sides.collect();
    let shown = sides.len() as u16 + u16::from(sheet.combined.is_some());
    let each = width.saturating_sub(label_width) / shown.max(1);
    let line = |label: &str, texts: Vec<String>, combined: Option<String>, role: TextRole| {
        let mut pieces = vec![(1, label_width - 2, label.to_owned(), TextRole::Plain)];
        for (at, text) in texts.into_iter().chain(combined).enumerate() {
            let x = label_width + at as u16 * each;
            pieces.push((x, each.saturating_sub(1), text, role));
        }
        OverlapLine::Pieces(pieces)
    };
    let heads = sides.iter().zip(LETTERS);
    let heads = heads.map(|(side, letter)| format!("{letter}  {}", side.label));
    let combined = sheet.combined.as_ref();
    let together = combined.map(|_| "IF COMBINED".to_owned());
    out.push(line("", heads.collect(), together, TextRole::Heading));
    for fact in facts(sheet, today, width >= WIDE) {
        let texts = sides.iter().map(|side| (fact.of)(side)).collect();
        let together = combined.map(|_| fact.together);
        out.push(line(fact.label, texts, together, TextRole::Plain));
    }
    let left = sheet.sides.len() - sides.len();
    if left > 0 {
        said(out, &format!("{left} more: Enter lists them all."), width);
    }
}

/// One line of the comparison: what each side has, and both together.
pub(super) struct ComparedFact {
    pub(super) label: &'static str,
    /// What a side has.
    pub(super) of: Box<dyn Fn(&Side) -> String>,
    /// What it would be if they were one.
    pub(super) together: String,
}

/// The lines of the comparison.
pub(super) fn facts(sheet: &AlertSheet, today: NaiveDate, all: bool) -> Vec<ComparedFact> {
    let combined = sheet.combined.as_ref();
    let together = |say: &dyn Fn(&Combined) -> String| combined.map(say).unwrap_or_default();
    let mut facts = vec![
        ComparedFact {
            label: "Contract",
            of: Box::new(numbers),
            together: together(&|c| format!("keep {}", c.keeps)),
        },
        ComparedFact {
            label: "Seats, used",
            of: Box::new(seats),
            together: together(&|c| match (c.used, c.seats) {
                (Some(used), Some(seats)) => format!("{} used of {}", count(used), count(seats)),
                (Some(used), None) => format!("{} used", count(used)),
                _ => "not counted".to_owned(),
            }),
        },
        ComparedFact {
            label: "FY share",
            of: Box::new(|side: &Side| in_dollars(side.cost, side.hidden)),
            together: together(&with_seats),
        },
    ];
    facts.extend(counted_at(sheet));
    facts.extend([
        ComparedFact {
            label: "Renews",
            of: Box::new(move |side: &Side| renews(side, today)),
            together: together(&|c| c.term_end.map_or_else(String::new, |day| near(day, today))),
        },
        ComparedFact {
            label: "Cancel by",
            of: Box::new(move |side: &Side| match side.cancel_by {
                Some(day) => format!("{}, {}", near(day, today), away((day - today).num_days())),
                None if side.term_end.is_some() => "ends by itself".to_owned(),
                None => "-".to_owned(),
            }),
            together: together(&|c| match c.stop_by {
                Some(day) => format!("stop by {}", near(day, today)),
                None => "nothing to stop".to_owned(),
            }),
        },
    ]);
    if all {
        facts.push(ComparedFact {
            label: "Paid from",
            of: Box::new(|side: &Side| match side.funds.as_slice() {
                [] => "not said".to_owned(),
                funds => funds.join(", "),
            }),
            together: String::new(),
        });
    }
    facts.push(ComparedFact {
        label: "Approved?",
        of: Box::new(|side: &Side| side.approval.clone()),
        together: together(&|_| {
            let said = if alike(sheet) { "no new review" } else { "" };
            said.to_owned()
        }),
    });
    facts.push(ComparedFact {
        label: "Owner",
        of: Box::new(|side: &Side| side.owner.clone().unwrap_or_else(|| "none".to_owned())),
        together: String::new(),
    });
    if all {
        facts.push(ComparedFact {
            label: "Saves",
            of: Box::new(|_| String::new()),
            together: together(&|_| saves(sheet)),
        });
    }
    facts
}

/// At which of its schools what a side costs is counted, where that is not all of them.
fn counted_at(sheet: &AlertSheet) -> Option<ComparedFact> {
    let is_part = sheet.sides.iter().any(|side| side.part.is_some());
    is_part.then(|| ComparedFact {
        label: "Counted at",
        of: Box::new(|side: &Side| match side.part {
            Some((here, all)) => format!("{here} of its {all} schools"),
            None => "all its schools".to_owned(),
        }),
        together: String::new(),
    })
}

/// Is one product approved alike for all sides?
fn alike(sheet: &AlertSheet) -> bool {
    let sides = &sheet.sides;
    sides.first().is_some_and(|first| {
        let alike = |side: &Side| side.approval == first.approval && side.product == first.product;
        first.approved && sides.iter().all(alike)
    })
}

/// About what it would save.
fn saves(sheet: &AlertSheet) -> String {
    let Some((least, most)) = sheet.saves() else {
        return "not known".to_owned();
    };
    let [least, most] = [least, most].map(Cents::dollars);
    if least == most {
        format!("about ${most} {}", Basis::FyShare)
    } else {
        format!("${least} to ${most} {}", Basis::FyShare)
    }
}

fn numbers(side: &Side) -> String {
    let numbers: Vec<&str> = side.contracts.iter().map(|(_, n)| n.as_str()).collect();
    match numbers.as_slice() {
        [] => "none, free".to_owned(),
        [first, second, _, ..] => format!("{first}, {second} +{}", numbers.len() - 2),
        few => few.join(", "),
    }
}

fn seats(side: &Side) -> String {
    match (side.seats, side.used) {
        (Some(seats), Some(used)) if seats > 0 => format!(
            "{}, {} ({}%)",
            count(seats),
            count(used),
            used.saturating_mul(100) / seats
        ),
        (Some(seats), _) => format!("{}, use unknown", count(seats)),
        (None, Some(used)) => format!("{} used", count(used)),
        (None, None) => "not counted".to_owned(),
    }
}

/// `$1,980`, `hidden`, `not known`.
pub(super) fn in_dollars(cost: Option<Cents>, hidden: bool) -> String {
    cost.map_or_else(
        || lacking(hidden).to_owned(),
        |cost| format!("${}", cost.dollars()),
    )
}

fn with_seats(combined: &Combined) -> String {
    let cost = in_dollars(combined.cost, combined.hidden);
    match (combined.more_seats, combined.more_cost) {
        (0, _) => cost,
        (more, Some(dollars)) => {
            format!("{cost} + ${} for {more}", dollars.dollars())
        }
        (more, None) => format!("{cost} + {more} seats"),
    }
}

fn renews(side: &Side, today: NaiveDate) -> String {
    match side.term_end {
        Some(day) => {
            let how = match side.auto_renew {
                Some(true) => "auto",
                Some(false) => "by hand",
                None => "auto?",
            };
            format!("{}, {how}", near(day, today))
        }
        None => "-".to_owned(),
    }
}

/// `10d`, `3d ago`.
fn away(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1.. => format!("{days}d"),
        _ => format!("{}d ago", -days),
    }
}

/// A number with its thousands apart.
pub(super) fn count(n: i64) -> String {
    Cents(n.saturating_mul(100)).dollars()
}

/// Line by line at each school, where nothing is known of the sides.
fn cells(out: &mut Vec<OverlapLine>, row: &AlertRow, width: u16) {
    for member in row.members() {
        let dollars = |amount: Cents| match amount {
            _ if member.hidden => HIDDEN.to_owned(),
            seen => format!("${}", seen.dollars()),
        };
        let text = format!(
            "{} {} at {}: {} {}, of it at stake {}",
            member.number,
            member.product_name,
            member.school_code,
            dollars(member.cost),
            Basis::FyShare,
            dollars(member.claimed)
        );
        said(out, &text, width);
    }
}

/// Why it was flagged, and what people said about it.
pub(super) fn flags(row: &AlertRow, sheet: Option<&AlertSheet>) -> Vec<String> {
    let mut texts = Vec::new();
    texts.extend(sheet.and_then(spoken));
    let back = row.returned.as_ref();
    texts.extend(back.map(|why| format!("Back again: {why}.")));
    texts.push(format!("Why flagged: {}.", row.why.trim_end_matches('.')));
    texts
}

/// `Planned by ada on 2026-03-10: retire, Nearpod stays.`
fn spoken(sheet: &AlertSheet) -> Option<String> {
    let said = sheet.said.as_ref()?;
    let by = said.said_by.as_deref().unwrap_or("somebody");
    let on = said
        .said_on
        .map_or_else(String::new, |day| format!(" on {}", full(day)));
    let reason = said.reason.as_ref();
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    match said.state {
        AlertState::Planned => {
            let action = said
                .action
                .map_or_else(String::new, |action| format!(" to {action}"));
            let keeper = sheet.row.keeper.as_ref();
            let keeper = keeper.map_or_else(String::new, |keeper| format!(", {keeper} stays"));
            Some(format!("Planned{action}{keeper}, by {by}{on}{reason}."))
        }
        AlertState::Dismissed if sheet.row.standing == Standing::Dismissed => {
            let code = said.code.map_or("", DismissCode::means);
            let until = said
                .until
                .map_or_else(String::new, |day| format!(" until {}", full(day)));
            Some(format!("Dismissed{until}, by {by}{on}: {code}{reason}."))
        }
        _ => None,
    }
}

/// How the dollars at stake come about.
pub(super) fn counted(row: &AlertRow, sheet: &AlertSheet) -> Vec<String> {
    let mut texts = sheet.formula.clone();
    let (least, most) = row.savings;
    if least != most {
        texts.push(format!(
            "Would save ${} to ${} {}.",
            least.dollars(),
            most.dollars(),
            Basis::FyShare
        ));
    }
    if row.masked.0 > 0 {
        texts.push(format!(
            "Were the two one record, ${} {} would be at stake.",
            row.masked.dollars(),
            Basis::FyShare
        ));
    }
    texts
}

/// What is lost if it ends.
pub(super) fn if_cancelled(effect: &IfCancelled) -> String {
    let mut parts = vec![match effect.schools.as_slice() {
        [] => "no school".to_owned(),
        few if few.len() <= 6 => few.join(", "),
        many => format!("{} schools", many.len()),
    }];
    if !effect.grades.is_unsaid() {
        parts.push(format!("grades {}", effect.grades));
    }
    parts.push(match effect.people {
        Some(people) => format!("{} people use it", count(people)),
        None => "use is not counted".to_owned(),
    });
    parts.push(format!("{} trained", count(effect.trained)));
    if effect.integrations.is_empty() {
        parts.push("nothing is switched on".to_owned());
    } else {
        parts.extend(effect.integrations.iter().cloned());
    }
    let instead = match effect.alternatives.as_slice() {
        [] => "nothing else does the job".to_owned(),
        [a, b, c, _, ..] => {
            let more = effect.alternatives.len() - 3;
            format!("instead: {a}, {b}, {c} and {more} more")
        }
        few => format!("instead: {}", few.join(", ")),
    };
    format!("If {} ends: {}. {instead}.", effect.what, parts.join(", "))
}

/// How far the day is, for a page.
pub(super) fn act_by(row: &AlertRow, today: NaiveDate) -> Option<String> {
    let day = row.act_by?;
    let left = (day - today).num_days();
    Some(format!("{}, {}", full(day), rows::how_far(left)))
}
