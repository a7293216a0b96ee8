//! A month as people know it from the wall, its days marked with letters; and the fiscal year in numbers.

use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::layout::Rect;

use super::{Renewals, RenewalsPane, rows};
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::unknown::without_price;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// Columns of a month.
pub(super) const WIDTH: u16 = 28;

/// The letter of each day on which something is: the more urgent where there are several.
pub(super) fn letters(view: &Renewals) -> HashMap<NaiveDate, char> {
    let mut found: HashMap<NaiveDate, char> = HashMap::new();
    let Some(agenda) = &view.agenda else {
        return found;
    };
    let mut put = |day: NaiveDate, letter: char| {
        let known = found.entry(day).or_insert(letter);
        if urgency(letter) < urgency(*known) {
            *known = letter;
        }
    };
    for row in rows::in_scope(view, agenda) {
        if let Some(day) = row.dates.cancel_by {
            if rows::is_missed(row) {
                put(day, '!');
            } else if row.is_open() {
                put(day, 'C');
            }
        }
        put(row.dates.term_end, if goes_on(row) { 'R' } else { 'E' });
    }
    found
}

/// Does its term renew, as far as is decided?
pub(super) fn goes_on(row: &AgendaRow) -> bool {
    match row.decision {
        Some(choice) if choice.settles() && !row.is_in_vain() => !choice.ends(),
        _ => row.may_renew(),
    }
}

fn urgency(letter: char) -> usize {
    "!CRE".find(letter).unwrap_or(usize::MAX)
}

/// The month of this day; gives the line below it.
pub(super) fn draw_month(
    view: &Renewals,
    letters: &HashMap<NaiveDate, char>,
    day: NaiveDate,
    area: Rect,
    canvas: &mut Canvas,
    scene: &Scene,
) -> u16 {
    let first = rows::first_of_month(day);
    let title = first.format("%B %Y").to_string();
    let pad = WIDTH.saturating_sub(title.len() as u16) / 2;
    if area.height < 3 {
        return area.y;
    }
    canvas.text(area.x + pad, area.y, WIDTH, &title, TextRole::Heading);
    canvas.text(
        area.x,
        area.y + 1,
        WIDTH,
        " Su  Mo  Tu  We  Th  Fr  Sa",
        TextRole::Plain,
    );
    let cursor = view.day(scene);
    let mut y = area.y + 2;
    for on in first
        .iter_days()
        .take_while(|on| on.month() == first.month())
    {
        let column = on.weekday().num_days_from_sunday() as u16;
        if column == 0 && on != first {
            y += 1;
        }
        if y >= area.bottom() {
            return y;
        }
        let here = on == cursor && view.pane == RenewalsPane::Grid;
        let x = area.x + column * 4;
        let today = on == scene.now.date();
        let letter = letters.get(&on).copied();
        let before = match (here, today) {
            (true, _) => ">",
            (false, true) => "[",
            (false, false) => " ",
        };
        let after = letter.unwrap_or(if today { ']' } else { ' ' }).to_string();
        let number = format!("{:>2}", on.day());
        let (role, mark) = match (here, letter) {
            (true, _) => (TextRole::Selected, TextRole::Plain),
            (false, Some('!')) => (TextRole::Alarm, TextRole::AlarmMark),
            (false, Some(_)) => (TextRole::Parked, TextRole::Parked),
            (false, None) => (TextRole::Plain, TextRole::Plain),
        };
        let pieces = [(before, TextRole::Plain), (&number, role), (&after, mark)];
        canvas.pieces(x, y, 4, &pieces);
        if here {
            canvas.put_cursor(x, y);
        }
    }
    y + 1
}

/// What the letters mean, in two lines.
pub(super) fn draw_legend(area: Rect, y: u16, canvas: &mut Canvas, scene: &Scene) -> u16 {
    let lines = [
        " C cancel  R renews  E ends".to_owned(),
        format!(" ! missed       [{:>2}] today", scene.now.day()),
    ];
    for (line, y) in lines.iter().zip(y..area.bottom()) {
        canvas.text(area.x, y, WIDTH, line, TextRole::Plain);
    }
    y + 2
}

/// The month, what its letters mean, and the fiscal year in numbers.
pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let letters = letters(view);
    let y = draw_month(view, &letters, view.day(scene), area, canvas, scene);
    let y = draw_legend(area, y, canvas, scene);
    let rest = Rect {
        y: y.min(area.bottom()),
        height: area.bottom().saturating_sub(y),
        ..area
    };
    draw_numbers(view, rest, canvas, scene);
}

/// `FY25-26`, or `FY26` where it is a year of the calendar.
pub(super) fn short_year(year: i32, years: FiscalYears) -> String {
    let begins = years.first_day(year).year();
    let last = year.rem_euclid(100);
    if begins == year {
        format!("FY{last:02}")
    } else {
        format!("FY{:02}-{last:02}", begins.rem_euclid(100))
    }
}

/// `FY 2025-26`.
pub(super) fn long_year(year: i32, years: FiscalYears) -> String {
    let begins = years.first_day(year).year();
    if begins == year {
        format!("FY {year}")
    } else {
        format!("FY {begins}-{:02}", year.rem_euclid(100))
    }
}

/// Thousands with one decimal: `34.7`; `-` where there is nothing.
pub(super) fn thousands(cents: Cents) -> String {
    if cents == Cents(0) {
        return "-  ".to_owned();
    }
    let tenths = (cents.0 + 5_000) / 10_000;
    format!("{}.{}", Cents(tenths / 10 * 100).dollars(), tenths % 10)
}

fn draw_numbers(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let year = view.year(scene);
    let Some((agenda, known)) = view.agenda.as_ref().zip(known(view, year)) else {
        return;
    };
    if area.height < 7 {
        return;
    }
    let title = format!("{} terms, $1,000s", short_year(year, agenda.years));
    canvas.rule(Rect { height: 1, ..area }, &title);
    let this_month = rows::first_of_month(agenda.today);
    for (line, y) in (0..6).zip(area.y + 1..area.bottom()) {
        for (column, month) in [(1, &known.months[line]), (15, &known.months[line + 6])] {
            let name = month.first.format("%b").to_string();
            canvas.text(area.x + column, y, 3, &name, TextRole::Plain);
            let end = area.x + column + 10;
            canvas.right(
                area.x + column + 3,
                end,
                y,
                &thousands(month.ending),
                TextRole::Plain,
            );
            if month.first == this_month {
                canvas.text(end + 1, y, 1, "<", TextRole::Heading);
            }
        }
    }
    let mut lines = vec![format!(
        "Year {} {}",
        known.whole().dollars(),
        Basis::TermPrice
    )];
    lines.extend(without_price(known.without_price));
    lines.extend(most(known));
    lines.push("v: list, year, not known".to_owned());
    for (line, y) in lines.iter().zip(area.y + 7..area.bottom()) {
        canvas.text(area.x + 1, y, WIDTH - 1, line, TextRole::Plain);
    }
}

/// The year's numbers, once they have come.
pub(super) fn known(view: &Renewals, year: i32) -> Option<&ByMonth> {
    view.by_month
        .as_deref()
        .filter(|known| known.year == year && known.months.len() == 12)
}

/// `72% of it ends in June`.
pub(super) fn most(known: &ByMonth) -> Option<String> {
    let (first, percent) = known.most()?;
    Some(format!("{percent}% of it ends in {}", first.format("%B")))
}

/// Whether the cursor of the grid goes by days or weeks, and where.
pub(super) fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(by)
    } else {
        day.checked_add_days(by)
    };
    moved.unwrap_or(day)
}

/// Three months from this one on, for a high window.
pub(super) fn draw_three(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let letters = letters(view);
    let mut y = area.y;
    for n in 0..3 {
        let first = rows::first_of_month(view.day(scene)).checked_add_months(Months::new(n));
        let room = Rect {
            y,
            height: area.bottom().saturating_sub(y + 2),
            ..area
        };
        let Some(first) = first.filter(|_| room.height >= 8) else {
            break;
        };
        y = draw_month(view, &letters, first, room, canvas, scene) + 1;
    }
    draw_legend(
        area,
        y.saturating_sub(1).min(area.bottom().saturating_sub(2)),
        canvas,
        scene,
    );
}
