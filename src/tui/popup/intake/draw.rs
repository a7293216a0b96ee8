//! How the intake form looks: fields left, what is known right; in a narrow window the one below the
//! other. Needed fields, complaints and what is still missing never leave the screen.

use ratatui::layout::Rect;

use super::IntakeForm;
use super::beside::{AdviceLine, Part};
use super::fields::{HEADINGS, PRODUCT};
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::popup::Rooms;
use crate::tui::popup::form::draw::{draw_row, under};
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;

/// Columns before the box: the mark, the longest label, its star.
const LABEL: u16 = 14;
/// What stands beside, with the line before it; in a wide window more.
const BESIDE: u16 = 34;
const BESIDE_WIDE: u16 = 60;
const WIDE: u16 = 120;
/// Lines below the fields in a narrow window.
const BELOW: u16 = 5;

/// One line of the left side.
enum Left {
    Heading(&'static str),
    Field(usize),
    Said(&'static str, String),
    Blank,
}

impl IntakeForm {
    pub(super) fn draw_form(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let body = rooms.body;
        self.draw_heading(rooms, canvas, scene);
        canvas.clear(body);
        if self.facts.is_none() {
            let state = if self.failed {
                "The schools could not be read. Esc goes back."
            } else {
                "reading"
            };
            canvas.text(body.x + 1, body.y, body.width - 1, state, TextRole::Plain);
            return;
        }
        if scene.shape != WindowShape::Full {
            return self.draw_narrow(body, canvas);
        }
        let beside = if body.width >= WIDE {
            BESIDE_WIDE
        } else {
            BESIDE
        };
        let left = Rect {
            width: body.width - beside,
            ..body
        };
        let right = Rect::new(left.right() + 1, body.y, beside - 1, body.height);
        self.draw_left(left, canvas);
        canvas.upright(left.right(), body.y, body.height);
        self.draw_beside(right, canvas);
    }

    fn draw_heading(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let line = Rect {
            y: rooms.body.y - 1,
            height: 1,
            width: rooms.body.width
                - (scene.who.chars().count() as u16 + 2).min(rooms.body.width / 2),
            ..rooms.body
        };
        canvas.clear(line);
        let restored = if self.draft.is_some() {
            " (your draft)"
        } else {
            ""
        };
        let kept = self
            .kept_at
            .map(|at| format!("   draft saved {}", at.format("%H:%M")))
            .unwrap_or_default();
        let rest = format!("{restored}{kept}   * needed");
        let pieces = [
            (" NEW REQUEST", TextRole::Heading),
            (&rest, TextRole::Plain),
        ];
        canvas.pieces(line.x, line.y, line.width, &pieces);
    }

    fn draw_left(&self, area: Rect, canvas: &mut Canvas) {
        let needs = self.needs();
        let roomy = area.height > self.rows.len() as u16 + needs.len() as u16 + 6;
        let below = needs.len() as u16 + 1 + u16::from(roomy);
        let fields = Rect {
            height: area.height.saturating_sub(below),
            ..area
        };
        self.draw_fields(fields, roomy, canvas);
        let mut y = fields.bottom() + u16::from(roomy);
        let button = [
            ("[ ", TextRole::Plain),
            ("Ctrl-X", TextRole::Key),
            ("  Send ]", TextRole::Plain),
            ("   Esc keeps a draft", TextRole::Plain),
        ];
        canvas.pieces(area.x + 1, y, area.width - 1, &button);
        for line in needs {
            y += 1;
            canvas.text(area.x + 1, y, area.width - 1, &line, TextRole::Plain);
        }
    }

    /// The fields around the one at hand, complaints under theirs.
    fn draw_fields(&self, area: Rect, headed: bool, canvas: &mut Canvas) {
        let room = area.width.saturating_sub(LABEL + 3) as usize;
        let mut lines = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let heading = HEADINGS.iter().find(|(field, _)| *field == row.entry.field);
            if let Some((_, heading)) = heading.filter(|_| headed) {
                if at > 0 {
                    lines.push(Left::Blank);
                }
                lines.push(Left::Heading(heading));
            }
            lines.push(Left::Field(at));
            // The box holds the line at hand; under it stands the whole note.
            if row.field.text().contains('\n') {
                let said = row.field.text().lines().map(str::to_owned);
                lines.extend(said.map(|line| Left::Said("", line)));
            }
            let mut mark = "! ";
            for said in wrap(under(row).unwrap_or_default(), room) {
                if !said.is_empty() {
                    lines.push(Left::Said(mark, said));
                }
                mark = "  ";
            }
        }
        let here = lines
            .iter()
            .position(|line| matches!(line, Left::Field(at) if *at == self.at))
            .unwrap_or(0);
        let after = lines.iter().skip(here + 1);
        let complaint = after.take_while(|l| matches!(l, Left::Said(..))).count();
        let first = (here + complaint + 1).saturating_sub(area.height as usize);
        for (line, y) in lines.iter().skip(first).zip(area.y..area.bottom()) {
            let place = Rect {
                y,
                height: 1,
                ..area
            };
            self.draw_line(line, place, canvas);
        }
    }

    fn draw_line(&self, line: &Left, area: Rect, canvas: &mut Canvas) {
        match line {
            Left::Blank => {}
            Left::Heading(title) => {
                canvas.text(area.x + 1, area.y, area.width - 1, title, TextRole::Heading);
            }
            Left::Field(at) => {
                let here = *at == self.at && self.beside.is_none();
                let facts = self.facts.as_deref();
                draw_row(&self.rows[*at], area, (LABEL, here), facts, canvas);
            }
            Left::Said(mark, said) => {
                let x = area.x + LABEL;
                let room = area.width.saturating_sub(LABEL);
                let pieces = [(*mark, TextRole::AlarmMark), (said, TextRole::Plain)];
                canvas.pieces(x, area.y, room, &pieces);
            }
        }
    }

    /// How far the request is, and what it still needs: two lines.
    fn needs(&self) -> [String; 2] {
        let needed = self.rows.iter().enumerate();
        let needed: Vec<_> = needed.filter(|(_, row)| row.entry.needed).collect();
        let missing: Vec<&str> = needed
            .iter()
            .filter(|(at, _)| !self.is_good(*at))
            .map(|(at, row)| {
                if *at == PRODUCT && !row.field.is_empty() {
                    "Product (Ctrl-N picks, Enter keeps it)"
                } else {
                    row.entry.label
                }
            })
            .collect();
        let good = needed.len() - missing.len();
        let count = format!("{good} of {} needed fields are good.", needed.len());
        if missing.is_empty() {
            [count, String::new()]
        } else {
            [format!("{count} Still needed:"), missing.join(", ")]
        }
    }

    /// The parts above each other. What becomes of the request is whole, the rest has what is left.
    fn draw_beside(&self, area: Rect, canvas: &mut Canvas) {
        let width = area.width.saturating_sub(2).max(10) as usize;
        let mut parts = self.parts(width);
        if area.width + 1 >= BESIDE_WIDE
            && let Some(row) = self.rows.get(self.at)
        {
            let help = format!("{}: {}", row.entry.label, row.entry.help);
            parts.push(Part {
                title: "This field".to_owned(),
                lines: wrap(&help, width)
                    .into_iter()
                    .map(AdviceLine::from)
                    .collect(),
            });
        }
        let rooms = shares(&parts, area.height);
        let mut y = area.y;
        for (part, room) in parts.iter().zip(rooms) {
            if room == 0 {
                continue;
            }
            let place = Rect {
                y,
                height: room,
                ..area
            };
            self.draw_part(part, place, y > area.y, canvas);
            y += room;
        }
    }

    fn draw_part(&self, part: &Part, area: Rect, ruled: bool, canvas: &mut Canvas) {
        if ruled {
            let title = Rect { height: 1, ..area };
            canvas.rule(title, &part.title);
            canvas.glyph(area.x - 1, area.y, '├');
        } else {
            canvas.text(
                area.x + 1,
                area.y,
                area.width - 1,
                &part.title,
                TextRole::Heading,
            );
        }
        let rows = area.height.saturating_sub(1) as usize;
        let here = part
            .lines
            .iter()
            .position(|line| line.pick.is_some() && line.pick == self.beside);
        let first = here.map_or(0, |at| (at + 1).saturating_sub(rows));
        for (line, y) in part.lines.iter().skip(first).zip(area.y + 1..area.bottom()) {
            let here = line.pick.is_some() && line.pick == self.beside;
            let role = if here {
                TextRole::Selected
            } else {
                TextRole::Plain
            };
            if here {
                canvas.text(area.x, y, 1, ">", TextRole::Plain);
                canvas.put_cursor(area.x + 1, y);
            }
            canvas.text(area.x + 1, y, area.width - 1, &line.text, role);
        }
    }

    /// Fields above; below them what is known while the product is named, else what becomes of it.
    fn draw_narrow(&self, area: Rect, canvas: &mut Canvas) {
        let needs = self.needs();
        let left = Rect {
            height: area.height.saturating_sub(BELOW + 1 + needs.len() as u16),
            ..area
        };
        self.draw_fields(left, false, canvas);
        let mut y = left.bottom();
        for line in needs {
            canvas.text(area.x + 1, y, area.width - 1, &line, TextRole::Plain);
            y += 1;
        }
        let parts = self.parts(area.width.saturating_sub(2).max(10) as usize);
        let known = parts.first().map_or(0, picks);
        let shown = match self.beside {
            Some(at) if at >= known => 1,
            Some(_) => 0,
            None if self.at == PRODUCT => 0,
            None => parts.len().saturating_sub(1),
        };
        let below = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        if let Some(part) = parts.get(shown) {
            self.draw_part(part, below, false, canvas);
        }
    }
}

fn picks(part: &Part) -> usize {
    part.lines.iter().filter(|line| line.pick.is_some()).count()
}

/// Rows for each part, its title counted. Of what is known three lines come first, then the third,
/// what becomes of the request; what does the same keeps three; the field's help is shown where there is room.
fn shares(parts: &[Part], height: u16) -> Vec<u16> {
    let wanted: Vec<u16> = parts.iter().map(|p| p.lines.len() as u16 + 1).collect();
    let mut rooms = vec![0; parts.len()];
    let mut left = height;
    let mut give = |at: usize, most: u16| {
        if let (Some(want), Some(room)) = (wanted.get(at), rooms.get_mut(at)) {
            let more = want.saturating_sub(*room).min(most).min(left);
            *room += more;
            left -= more;
        }
    };
    give(0, 3);
    give(2, u16::MAX);
    give(1, 3);
    give(0, u16::MAX);
    give(1, u16::MAX);
    give(3, u16::MAX);
    rooms
}
