//! Figures to be looked at: columns beside each other, terms along the months of a year, shades in cells. All are
//! characters, which read the same without color, and have their stand-ins in plain ASCII.

use chrono::{Datelike, Months, NaiveDate};
use ratatui::layout::Rect;

use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// A column of a chart.
pub struct ChartColumn {
    /// What stands below it.
    pub label: String,
    /// What stands above it.
    pub figure: String,
    /// How high it is, of the most that one is.
    pub amount: i64,
}

/// Columns beside each other, as wide as there is room; something is seen wherever there is something.
pub fn columns(canvas: &mut Canvas, area: Rect, columns: &[ChartColumn]) {
    let most = columns
        .iter()
        .map(|column| column.amount)
        .max()
        .unwrap_or(0);
    let step = area.width / (columns.len().max(1) as u16);
    if step < 3 || area.height < 3 {
        return;
    }
    let room = area.height - 2;
    for (column, at) in columns.iter().zip(0..) {
        let x = area.x + at * step;
        let full = if column.amount > 0 {
            let part = i128::from(room) * i128::from(column.amount) / i128::from(most.max(1));
            (part.max(1) as u16).min(room)
        } else {
            0
        };
        let foot = area.bottom() - 1;
        for y in foot - full..foot {
            for x in x..x + step - 1 {
                canvas.glyph(x, y, '█');
            }
        }
        canvas.text(x, foot, step - 1, &column.label, TextRole::Plain);
        let above = foot - full - 1;
        canvas.text(x, above, step - 1, &column.figure, TextRole::Plain);
    }
}

/// How dense a cell is drawn of so many percent: blank for none, then by quarters.
pub fn shade(percent: u32) -> char {
    match percent {
        0 => ' ',
        1..25 => '░',
        25..50 => '▒',
        50..75 => '▓',
        _ => '█',
    }
}

/// Text with shades in it, which are drawn as the terminal can.
pub fn shaded(canvas: &mut Canvas, (x, y): (u16, u16), room: u16, said: &str) {
    canvas.text(x, y, room, said, TextRole::Plain);
    let fits = text::cut(said, room.into());
    for (letter, x) in fits.chars().zip(x..) {
        if matches!(letter, '░' | '▒' | '▓' | '█' | '│') {
            canvas.glyph(x, y, letter);
        }
    }
}

/// The months of a year beside each other.
#[derive(Clone, Copy)]
pub struct Timeline {
    x: u16,
    /// Columns of a month.
    month: u16,
    first: NaiveDate,
}

/// A term on a timeline: the days of notice are denser, since then it is too late to say no.
pub struct ChartTerm {
    /// The last day to cancel it, and the letter that stands there.
    pub cancel: Option<(NaiveDate, char)>,
    /// Its last day, and the letter that stands there.
    pub end: (NaiveDate, char),
}

impl Timeline {
    /// Twelve months from this one on, in so many columns; none where they are too few.
    pub fn new(x: u16, width: u16, first: NaiveDate) -> Option<Timeline> {
        let month = width / 12;
        (month >= 4).then_some(Timeline { x, month, first })
    }

    /// Columns it takes.
    pub fn width(self) -> u16 {
        12 * self.month
    }

    /// The column of a day; that of the nearest day where it is in another year.
    pub fn column(self, day: NaiveDate) -> u16 {
        let month = self.months_to(day);
        if month < 0 {
            return self.x;
        }
        if month >= 12 {
            return self.x + self.width() - 1;
        }
        let first = day.with_day(1).unwrap_or(day);
        let days = first
            .checked_add_months(Months::new(1))
            .map_or(31, |next| (next - first).num_days());
        let into = i64::from(day.day0()) * i64::from(self.month) / days.max(1);
        self.x + month as u16 * self.month + into as u16
    }

    /// The names of the months.
    pub fn draw_months(self, canvas: &mut Canvas, y: u16) {
        for at in 0..12_u16 {
            let month = self.first.checked_add_months(Months::new(at.into()));
            let name = month.map(|month| month.format("%b").to_string());
            let x = self.x + at * self.month;
            let name = name.unwrap_or_default();
            canvas.text(x, y, self.month - 1, &name, TextRole::Heading);
        }
    }

    /// One term, and where today is.
    pub fn draw(self, canvas: &mut Canvas, y: u16, term: &ChartTerm, today: NaiveDate) {
        let (end, letter) = (self.column(term.end.0), term.end.1);
        let cancel = term.cancel.map(|(day, letter)| (self.column(day), letter));
        for x in self.x..=end {
            let late = cancel.is_some_and(|(cancel, _)| x >= cancel);
            canvas.glyph(x, y, if late { '█' } else { '░' });
        }
        let now = self.column(today);
        if self.is_in(today) {
            canvas.glyph(now, y, '│');
        }
        let put = |(x, letter): (u16, char), canvas: &mut Canvas| {
            canvas.text(x, y, 1, letter.encode_utf8(&mut [0; 4]), TextRole::Plain);
        };
        if self.is_in(term.end.0) {
            put((end, letter), canvas);
        }
        if let Some(mark) = cancel.filter(|_| term.cancel.is_some_and(|(day, _)| self.is_in(day))) {
            put(mark, canvas);
        }
    }

    /// How many months after the first one a day is; below zero where it is before it.
    fn months_to(self, day: NaiveDate) -> i32 {
        let months = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
        months(day) - months(self.first)
    }

    fn is_in(self, day: NaiveDate) -> bool {
        (0..12).contains(&self.months_to(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Look;
    use ratatui::buffer::Buffer;

    fn picture(width: u16, height: u16, draw: impl Fn(&mut Canvas)) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        draw(&mut canvas);
        let rows = buffer.content.chunks(width.into());
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }

    #[test]
    fn columns_are_as_high_as_their_amounts_and_say_them() {
        let column = |label: &str, amount: i64| ChartColumn {
            label: label.into(),
            figure: amount.to_string(),
            amount,
        };
        let chart = [
            column("Jan", 100),
            column("Feb", 50),
            column("Mar", 0),
            column("Apr", 1),
        ];
        let seen = picture(16, 6, |canvas| {
            columns(canvas, Rect::new(0, 0, 16, 6), &chart);
        });
        assert_eq!(
            seen,
            [
                "100             ",
                "███             ",
                "███ 50          ",
                "███ ███     1   ",
                "███ ███ 0   ███ ",
                "Jan Feb Mar Apr ",
            ]
        );
        // Where there is no room nothing is drawn.
        picture(9, 2, |canvas| {
            columns(canvas, Rect::new(0, 0, 9, 2), &chart);
        });
    }

    #[test]
    fn a_term_is_dense_where_it_is_too_late_to_cancel_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let line = Timeline::new(0, 50, day("2026-07-01")).unwrap();
        let term = |cancel: Option<&str>, end: &str| ChartTerm {
            cancel: cancel.map(|text| (day(text), 'C')),
            end: (day(end), 'R'),
        };
        let drawn = |term: ChartTerm| {
            let seen = picture(48, 1, |canvas| {
                line.draw(canvas, 0, &term, day("2026-07-10"));
            });
            seen[0].trim_end().to_owned()
        };
        assert_eq!(
            drawn(term(Some("2026-08-16"), "2026-10-31")),
            "░│░░░C█████████R"
        );
        assert_eq!(drawn(term(None, "2026-08-31")), "░│░░░░░R");
        // What ends in another year runs to the end of this one, and in an earlier one to nowhere.
        assert_eq!(
            drawn(term(None, "2027-07-01")),
            "░│".to_owned() + &"░".repeat(46)
        );
        assert_eq!(
            drawn(term(Some("2027-06-16"), "2027-09-01")),
            "░│".to_owned() + &"░".repeat(44) + "C█"
        );
        assert!(Timeline::new(0, 40, day("2026-07-01")).is_none());
    }

    #[test]
    fn a_shade_is_denser_the_more_it_is() {
        let all = [0, 1, 24, 25, 50, 74, 75, 100].map(shade);
        assert_eq!(all, [' ', '░', '░', '▒', '▓', '▓', '█', '█']);
    }
}
