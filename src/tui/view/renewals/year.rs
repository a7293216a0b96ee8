//! A fiscal year by month: what is to be decided and what ends, in numbers and in bars.

use ratatui::layout::Rect;

use super::grid::{known, long_year, most};
use super::{Renewals, rows};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::unknown::without_price;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// `FY 2025-26 (Jul 2025 - Jun 2026)`.
fn named(year: i32, years: FiscalYears) -> String {
    let (first, last) = (years.first_day(year), years.last_day(year));
    format!(
        "{} ({} - {})",
        long_year(year, years),
        first.format("%b %Y"),
        last.format("%b %Y")
    )
}

/// What the year is of, where that is not everything: `, only "nearpod" at Lincoln ES`.
fn only(view: &Renewals) -> String {
    let words = view.filter.text().trim();
    let mut parts = Vec::new();
    if !words.is_empty() {
        parts.push(format!("\"{words}\""));
    }
    parts.extend(
        view.scope
            .iter()
            .map(|school| format!("at {}", school.name)),
    );
    if parts.is_empty() {
        return String::new();
    }
    format!(", only {}", parts.join(" "))
}

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let year = view.year(scene);
    let Some(agenda) = &view.agenda else { return };
    // Where there is no room for the lines below that say it, the head says which prices these are.
    let title = if area.width < 80 {
        format!(
            "By month{}: to decide, {}; ending, {}",
            only(view),
            Basis::YearPrice,
            Basis::TermPrice
        )
    } else {
        format!(
            "{} by month{}.   {{ }} other years",
            named(year, agenda.years),
            only(view)
        )
    };
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let Some(known) = known(view, year) else {
        return;
    };
    let ends = [17, 29, 41, 53];
    let heads = ["TO DECIDE", "$ DECIDING", "$ ENDING", "SO FAR"];
    canvas.text(area.x + 2, area.y + 1, 5, "MONTH", TextRole::Heading);
    for (end, head) in ends.iter().zip(heads) {
        canvas.right(
            area.x + 7,
            area.x + end,
            area.y + 1,
            head,
            TextRole::Heading,
        );
    }
    let this_month = rows::first_of_month(view.day(scene));
    let most_of_all = known.months.iter().map(|month| month.ending).max();
    let mut so_far = Cents(0);
    for (month, y) in known.months.iter().zip(area.y + 2..area.bottom()) {
        so_far += month.ending;
        let here = month.first == this_month;
        if here {
            canvas.text(area.x, y, 1, ">", TextRole::Plain);
            canvas.put_cursor(area.x, y);
        }
        let role = if here {
            TextRole::Selected
        } else {
            TextRole::Plain
        };
        canvas.text(
            area.x + 2,
            y,
            3,
            &month.first.format("%b").to_string(),
            role,
        );
        let count = match month.deciding {
            0 => "-".to_owned(),
            n => n.to_string(),
        };
        let cells = [
            count,
            dollars(month.to_decide),
            dollars(month.ending),
            dollars(so_far),
        ];
        for (end, cell) in ends.iter().zip(&cells) {
            canvas.right(area.x + 5, area.x + end, y, cell, TextRole::Plain);
        }
        let room = area.width.saturating_sub(56);
        bar(
            canvas,
            (area.x + 55, y),
            room,
            month.ending,
            most_of_all.unwrap_or_default(),
        );
    }
    let rest = Rect {
        y: (area.y + 15).min(area.bottom()),
        height: area.height.saturating_sub(15),
        ..area
    };
    draw_words(known, rest, canvas);
}

fn draw_words(known: &ByMonth, area: Rect, canvas: &mut Canvas) {
    let all = format!(
        "All year ${} {}. Each dollar stands in the month its term ends.",
        known.whole().dollars(),
        Basis::TermPrice
    );
    let deciding = format!(
        "$ DECIDING is the {} of what is to be decided.",
        Basis::YearPrice
    );
    let mut lines = vec![all, deciding];
    let without = without_price(known.without_price);
    lines.extend(without.map(|without| format!("{without}, in none of these sums.")));
    lines.extend(most(known).map(|most| format!("{most}.")));
    if known.expected > Cents(0) {
        lines.push(format!(
            "${} of it is expected: ${} quoted, the rest the last price and its increase.",
            known.expected.dollars(),
            known.quoted.dollars()
        ));
    }
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        canvas.text(
            area.x + 2,
            y,
            area.width.saturating_sub(3),
            line,
            TextRole::Plain,
        );
    }
}

fn dollars(cents: Cents) -> String {
    if cents == Cents(0) {
        "-".to_owned()
    } else {
        cents.dollars()
    }
}

/// A bar in proportion to the longest; something is seen wherever there is something.
fn bar(canvas: &mut Canvas, (x, y): (u16, u16), room: u16, part: Cents, longest: Cents) {
    if longest <= Cents(0) || part <= Cents(0) {
        return;
    }
    let length = (i128::from(room) * i128::from(part.0) / i128::from(longest.0)).max(1);
    for column in 0..(length as u16).min(room) {
        canvas.glyph(x + column, y, '█');
    }
}

/// Both halves of the year beside each other, below everything else of a wide window.
pub(super) fn draw_foot(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let year = view.year(scene);
    let Some((agenda, known)) = view.agenda.as_ref().zip(known(view, year)) else {
        return;
    };
    let long = long_year(year, agenda.years).replace("FY", "FISCAL YEAR");
    let most = most(known).unwrap_or_default();
    let without = without_price(known.without_price);
    let title = format!(
        "{long}{}: ${} {}{} by the month its terms end.   {{ }} other years   {most}",
        only(view),
        known.whole().dollars(),
        Basis::TermPrice,
        without.map_or_else(String::new, |without| format!(", {without},")),
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let longest = known.months.iter().map(|month| month.ending).max();
    let half = area.width / 2;
    for (line, y) in (0..6).zip(area.y + 1..area.bottom()) {
        for (x, month) in [(1, &known.months[line]), (half, &known.months[line + 6])] {
            let x = area.x + x;
            canvas.text(
                x,
                y,
                3,
                &month.first.format("%b").to_string(),
                TextRole::Plain,
            );
            canvas.right(x + 3, x + 13, y, &dollars(month.ending), TextRole::Plain);
            let room = half.saturating_sub(16);
            bar(
                canvas,
                (x + 14, y),
                room,
                month.ending,
                longest.unwrap_or_default(),
            );
        }
    }
}
