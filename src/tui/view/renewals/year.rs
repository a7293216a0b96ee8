//! A fiscal year by month: what is to be decided and what ends, in numbers and in bars.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::grid::{goes_on, known, long_year, most};
use super::{Renewals, rows};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::unknown::without_price;
use crate::domain::text;
use crate::office::query::renewal::Agenda;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::chart::{self, ChartTerm, Timeline};

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
    let words = draw_words(known, rest, canvas);
    let terms = Rect {
        y: rest.y + words + 1,
        height: rest.height.saturating_sub(words + 1),
        ..area
    };
    draw_terms(view, agenda, terms, canvas, scene);
}

/// Columns of the product and the number before the months, and of the figures behind them.
const NAMED: u16 = 32;
const FIGURES: u16 = 36;

/// The terms that end in the year, or must be cancelled in it, along its months: where there is room for the figures
/// too. They begin with what is due in the month under the cursor, where not all of them fit.
fn draw_terms(view: &Renewals, agenda: &Agenda, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let first = agenda.years.first_day(view.year(scene));
    let last = agenda.years.last_day(view.year(scene));
    let chart = area.width.saturating_sub(NAMED + FIGURES);
    let Some(line) = Timeline::new(area.x + NAMED, chart, first) else {
        return;
    };
    let mut rows = rows::in_year(view, agenda, first..=last);
    // The heading, the legend, a line in any case.
    let room = usize::from(area.height.saturating_sub(2));
    if rows.is_empty() || room == 0 {
        return;
    }
    let month = rows::first_of_month(view.day(scene));
    let before = rows.partition_point(|row| row.key_day() < month);
    let all = rows.len();
    rows.drain(..before.min(all.saturating_sub(room)));
    let heads = Rect { height: 1, ..area };
    canvas.text(
        heads.x + 2,
        heads.y,
        NAMED - 3,
        "TERMS BY THEIR LAST DAY",
        TextRole::Heading,
    );
    line.draw_months(canvas, heads.y);
    let behind = area.x + NAMED + line.width() + 1;
    let price = Basis::YearPrice.heading();
    canvas.text(
        behind,
        heads.y,
        FIGURES,
        "CANCEL BY   ENDS",
        TextRole::Heading,
    );
    let end = behind + FIGURES - 2;
    canvas.right(behind + 17, end, heads.y, price, TextRole::Heading);
    let today = agenda.today;
    for (row, y) in rows.iter().zip(area.y + 1..area.bottom() - 1) {
        let name = text::pad(&text::cut(&row.product, 20), 20);
        let name = format!("{name} {}", row.number);
        canvas.text(area.x + 2, y, NAMED - 3, &name, TextRole::Plain);
        line.draw(canvas, y, &term(row), today);
        let cancel = row.dates.cancel_by.map_or("-".to_owned(), day_of);
        let days = format!("{cancel:<11} {}", day_of(row.dates.term_end));
        canvas.text(behind, y, FIGURES, &days, TextRole::Plain);
        canvas.right(behind + 24, end, y, &row.dollars(), TextRole::Plain);
    }
    let shown = rows.len().min(room);
    let cut = if shown < all {
        format!("{shown} of {all}: ] [ other months.  ")
    } else {
        String::new()
    };
    let legend = format!(
        "{cut}░ the term  █ too late to cancel  C last day to cancel  R renews  E ends  ! missed  │ today"
    );
    let legend_at = (area.x + 2, area.bottom() - 1);
    chart::shaded(canvas, legend_at, area.width.saturating_sub(3), &legend);
}

/// `Dec 04 2026`.
fn day_of(day: NaiveDate) -> String {
    day.format("%b %d %Y").to_string()
}

/// A contract's term with the letters that the calendar has.
fn term(row: &AgendaRow) -> ChartTerm {
    let cancel = row.dates.cancel_by.map(|day| {
        let letter = if rows::is_missed(row) { '!' } else { 'C' };
        (day, letter)
    });
    let end = if goes_on(row) { 'R' } else { 'E' };
    ChartTerm {
        cancel,
        end: (row.dates.term_end, end),
    }
}

/// Says what the sums are of, and how many lines that takes.
fn draw_words(known: &ByMonth, area: Rect, canvas: &mut Canvas) -> u16 {
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
    lines.len() as u16
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
