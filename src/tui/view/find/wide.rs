//! The finder in a wide window: rows at the left, everything about the one under the cursor at the right.
//! Drawn by the finder; the lines themselves are `detail`'s.

use ratatui::layout::Rect;

use super::detail::{Detail, RUNS_ON, short};
use super::{Find, MOST};
use crate::domain::inventory::Runs;
use crate::domain::status::{StatusWord, TrainingFact};
use crate::domain::text;
use crate::office::query::{AtSchool, Card};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::{StyledLine, TextRole};

/// From this size on there is room for two columns.
const WIDTH: u16 = 120;
const HEIGHT: u16 = 28;
/// Lines that the history keeps when room is scarce, its heading included.
const CHANGES: usize = 4;
/// The same for the schools.
const LEAST_TABLE: usize = 8;

/// What the wide window tells below the schools, what is asked first at the top. The rest stands
/// elsewhere in it, or in the whole card.
const FACTS: [&str; 10] = [
    "Seats", "Next", "Approval", "Privacy", "Switches", "Tested", "Training", "Owners", "Contract",
    "Instead",
];

/// What each word means to a caller.
const WORDS: [(StatusWord, &str); 6] = [
    (StatusWord::Yes, "use it as you like"),
    (StatusWord::YesConditions, "only as the card says"),
    (
        StatusWord::InReview,
        "asked, not decided: not with students",
    ),
    (StatusWord::NotAsked, "nobody asked yet: not with students"),
    (StatusWord::Expired, "was yes, it ended: ask first"),
    (StatusWord::No, "decided: not with students or data"),
];

/// Whether the room below the box is wide enough.
pub(super) fn fits(body: Rect) -> bool {
    body.width >= WIDTH && body.height >= HEIGHT
}

impl Find {
    /// Rows and detail side by side; `line` is the rule above them.
    pub(super) fn draw_wide(&self, body: Rect, line: u16, canvas: &mut Canvas, scene: &Scene) {
        if self.row().is_none() && self.unnamed().is_none() {
            return self.draw_rows(body, canvas);
        }
        let left = (body.width * 2 / 5).min(80);
        canvas.glyph(left, line, '┬');
        canvas.upright(left, body.y, body.height);
        let rows = (self.rows.len().min(MOST) as u16 + 1).min(body.height);
        let list = Rect {
            width: left,
            height: rows,
            ..body
        };
        self.draw_rows(list, canvas);
        let mut below = Rect {
            y: body.y + rows + 1,
            width: left,
            height: body.height.saturating_sub(rows + 1),
            ..body
        };
        self.draw_same_job(&mut below, canvas);
        if below.height > WORDS.len() as u16 {
            draw_words(below, canvas);
        }
        let right = Rect {
            x: body.x + left + 1,
            width: body.width - left - 1,
            ..body
        };
        self.draw_unnamed(right, canvas);
        if !self.passing {
            self.draw_sections(right, canvas, scene);
        }
    }

    /// What is paid for here and does the same.
    fn draw_same_job(&self, below: &mut Rect, canvas: &mut Canvas) {
        let others = self.answer().map_or(&[][..], |answer| &answer.alternatives);
        let ours: Vec<_> = others.iter().filter(|other| other.licensed_here).collect();
        let tall = ours.len() as u16 + 2;
        if ours.is_empty() || self.passing || below.height < tall {
            return;
        }
        let title = match self.place() {
            Some(school) => format!("Same job, already ours at {}", school.name),
            None => "Same job, already ours".to_owned(),
        };
        canvas.rule(
            Rect {
                height: 1,
                ..*below
            },
            &title,
        );
        for (other, y) in ours.iter().zip(below.y + 1..) {
            let free = other.free.map(|n| format!("{n} free"));
            let name = text::pad(&other.product, 24);
            let line = format!("{name} {:<16} {}", other.answer, free.unwrap_or_default());
            canvas.text(below.x + 2, y, below.width - 2, &line, TextRole::Plain);
        }
        below.y += tall;
        below.height -= tall;
    }

    fn draw_sections(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        let (Some(row), Some(answer)) = (self.row(), self.answer()) else {
            return;
        };
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            neighbours: None,
            today: scene.now.date(),
            copy_key: self.copy_key(),
        };
        let width = area.width.saturating_sub(2) as usize;
        let sections = sections(&detail, &row.name, width, area.height as usize);
        let mut y = area.y;
        for (number, section) in sections.iter().enumerate() {
            if number > 0 && y < area.bottom() {
                canvas.line(area.x, y, area.width);
                canvas.glyph(area.x - 1, y, '├');
                y += 1;
            }
            for (line, role) in section {
                if y < area.bottom() {
                    canvas.text(area.x + 1, y, area.width - 1, line, *role);
                    y += 1;
                }
            }
        }
    }
}

/// The answer, the schools, the facts, the history; in a lower window the schools give way first.
fn sections(detail: &Detail, name: &str, width: usize, room: usize) -> Vec<Vec<StyledLine>> {
    let mut first = vec![heading(detail, name, width), blank()];
    first.extend(detail.verdict(width));
    first.push(blank());
    first.extend(detail.say(width));
    let mut facts = detail.facts(width);
    let Some(card) = detail.card else {
        return vec![first, facts];
    };
    let table = if card.schools.is_empty() {
        0
    } else {
        (card.schools.len() + 1).min(LEAST_TABLE)
    };
    facts.extend(detail.four());
    facts.extend(devices(card));
    facts.extend(card.training.as_ref().map(trained));
    let mut changes = super::detail::history(card);
    changes.remove(0);
    let lines = 3;
    let kept = first.len() + table + changes.len().min(CHANGES) + lines;
    let facts = in_order(&facts, room.saturating_sub(kept));
    let fixed = first.len() + facts.len() + changes.len().min(CHANGES) + lines;
    let table = schools(detail, card, room.saturating_sub(fixed));
    let mut sections = vec![first, table, facts, changes];
    sections.retain(|section| !section.is_empty());
    sections
}

/// The facts by what is asked first, each whole or not at all.
fn in_order(facts: &[StyledLine], room: usize) -> Vec<StyledLine> {
    let mut lines: Vec<StyledLine> = Vec::new();
    for label in FACTS {
        let starts = |line: &&StyledLine| line.0.starts_with(label);
        for (at, _) in facts.iter().enumerate().filter(|(_, line)| starts(line)) {
            let rest = facts[at + 1..].iter();
            let runs_on = rest.take_while(|line| line.0.starts_with(RUNS_ON)).count();
            if lines.len() + 1 + runs_on <= room {
                lines.extend_from_slice(&facts[at..=at + runs_on]);
            }
        }
    }
    lines
}

fn blank() -> StyledLine {
    (String::new(), TextRole::Plain)
}

fn heading(detail: &Detail, name: &str, width: usize) -> StyledLine {
    let mut line = name.to_owned();
    let mut add = |words: Option<&String>| {
        let words = words.filter(|words| text::width(&line) + 3 + text::width(words) <= width);
        if let Some(words) = words {
            line = format!("{line}   {words}");
        }
    };
    if let Some(card) = detail.card {
        add(card.functions.first());
        add(card.product.url.as_ref());
    }
    add(detail.answer.vendor.as_ref());
    (line, TextRole::Heading)
}

/// The school asked about first, then the others; what does not fit is counted.
fn schools(detail: &Detail, card: &Card, room: usize) -> Vec<StyledLine> {
    if card.schools.is_empty() || room < 3 {
        return Vec::new();
    }
    let here = detail.place.map(|school| school.id);
    let (mut rows, others): (Vec<&AtSchool>, Vec<&AtSchool>) =
        card.schools.iter().partition(|s| Some(s.id) == here);
    rows.extend(others);
    let shown = if rows.len() < room {
        rows.len()
    } else {
        room - 2
    };
    let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let title = format!(
        "{:<28} {:<16} {:>7} {:>7}",
        "SCHOOL", "ANSWER", "SEATS", "USED"
    );
    let mut lines = vec![(title, TextRole::Heading)];
    for school in &rows[..shown] {
        let name = text::pad(&school.name, 28);
        let (seats, used) = (number(school.seats), number(school.used));
        let role = if Some(school.id) == here {
            TextRole::Parked
        } else {
            TextRole::Plain
        };
        lines.push((
            format!("{name} {:<16} {seats:>7} {used:>7}", school.word),
            role,
        ));
    }
    if shown < rows.len() {
        let more = format!(
            "and {} more: Enter shows the whole card",
            rows.len() - shown
        );
        lines.push((more, TextRole::Plain));
    }
    lines
}

fn trained(training: &TrainingFact) -> StyledLine {
    let of = training
        .target
        .map_or(String::new(), |n| format!(" of {n}"));
    let must = if training.required { ", required" } else { "" };
    let next = training
        .next
        .map(|day| format!(", next session {}", short(day)));
    let trained = training.trained;
    let words = format!("{trained}{of} trained{must}{}", next.unwrap_or_default());
    (format!("{:<11}{words}", "Training"), TextRole::Plain)
}

fn devices(card: &Card) -> Option<StyledLine> {
    let tested = card.devices.iter().map(|device| {
        let runs = device.fit.map_or("not tested", Runs::word);
        format!("{} {runs}", device.device)
    });
    let tested: Vec<String> = tested.collect();
    let line = format!("{:<11}{}", "Tested", tested.join("   "));
    (!tested.is_empty()).then_some((line, TextRole::Plain))
}

fn draw_words(area: Rect, canvas: &mut Canvas) {
    canvas.rule(Rect { height: 1, ..area }, "What the words mean");
    for ((word, meaning), y) in WORDS.iter().zip(area.y + 1..area.bottom()) {
        let line = format!("{:<16} {meaning}", word.text());
        canvas.text(area.x + 2, y, area.width - 2, &line, TextRole::Plain);
    }
}
