//! What an empty office shows: ways to begin, and two boxes to tick instead of guessing at the terminal.
//! Part of the finder, which hands it commands while nothing is known yet.

use ratatui::layout::Rect;

use crate::office::query::form::FormOpening;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::scene::Scene;
use crate::tui::theme::{Appearance, Colors, TextRole};
use crate::tui::view::Offer;

/// The lines to choose from: doors, then boxes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EmptyOfficeLine {
    Demo,
    Import,
    ByHand,
    Ascii,
    NoColor,
}

const LINES: [EmptyOfficeLine; 5] = [
    EmptyOfficeLine::Demo,
    EmptyOfficeLine::Import,
    EmptyOfficeLine::ByHand,
    EmptyOfficeLine::Ascii,
    EmptyOfficeLine::NoColor,
];

#[derive(Default)]
pub(super) struct First {
    at: usize,
}

impl First {
    pub(super) fn offers(scene: &Scene) -> Vec<Offer> {
        vec![
            Offer::called(Command::Open, "go"),
            Offer::called(Command::Mark, "tick"),
            Offer::called(Command::New, "a school").unless(scene.why_off(Command::AddSchool)),
        ]
    }

    pub(super) fn update(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Down => self.at = (self.at + 1).min(LINES.len() - 1),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::First => self.at = 0,
            Command::Last => self.at = LINES.len() - 1,
            Command::New => return Some(vec![Intent::Form(FormOpening::new_school())]),
            Command::Open | Command::Mark => return Some(take(LINES[self.at], command, scene)),
            _ => return None,
        }
        Some(Vec::new())
    }

    pub(super) fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        let mut pen = LinePlacer {
            area,
            y: area.y,
            at: LINES[self.at],
        };
        for line in [
            "hallpass keeps one answer to \"can we use this here?\" for every school.",
            "There is nothing in this file yet. Three ways to begin:",
        ] {
            pen.text(canvas, 2, line);
        }
        pen.y += 1;
        pen.door(
            canvas,
            EmptyOfficeLine::Demo,
            "Look around with a made-up district",
            "changes nothing here",
        );
        pen.text(
            canvas,
            3,
            "A separate file. The word DEMO stays on every screen.",
        );
        pen.text(
            canvas,
            3,
            "It opens in this one's place; hallpass demo opens it at any time.",
        );
        pen.y += 1;
        pen.door(
            canvas,
            EmptyOfficeLine::Import,
            "Bring in what you have",
            "CSV or a spreadsheet",
        );
        pen.text(
            canvas,
            3,
            "Schools first, then products, then approvals. You see what would happen",
        );
        pen.text(
            canvas,
            3,
            "before it is saved. Column names do not have to match.",
        );
        pen.y += 1;
        pen.door(
            canvas,
            EmptyOfficeLine::ByHand,
            "Start by hand",
            "schools first, a minute each",
        );
        if let Some(why) = &scene.no_edit {
            pen.text(canvas, 3, &format!("Off for you: {why}."));
        }
        pen.y += 1;
        if pen.y < area.bottom() {
            canvas.rule(Rect::new(area.x, pen.y, area.width, 1), "This terminal");
        }
        pen.y += 1;
        let ticked = |on: bool| if on { "[x]" } else { "[ ]" };
        let ascii = format!("{} this line looks broken   ", ticked(scene.taste.ascii));
        let used = pen.choice(canvas, EmptyOfficeLine::Ascii, &ascii);
        if pen.y <= area.bottom() && used > 0 {
            let x = area.x + 3 + used;
            for (step, glyph) in "────────┬────────".chars().enumerate()
            {
                canvas.glyph(x + step as u16, pen.y - 1, glyph);
            }
            let room = area.right().saturating_sub(x + 21);
            canvas.text(
                x + 21,
                pen.y - 1,
                room,
                "then: plain ASCII lines",
                TextRole::Plain,
            );
        }
        let none = scene.taste.colors == Some(Colors::None);
        let color = format!("{} a word is hard to read   ", ticked(none));
        let used = pen.choice(canvas, EmptyOfficeLine::NoColor, &color);
        if pen.y <= area.bottom() && used > 0 {
            let x = area.x + 3 + used;
            let words = [
                ("plain ", TextRole::Plain),
                ("BOLD", TextRole::Heading),
                (" ", TextRole::Plain),
                ("RED", TextRole::AlarmMark),
                (" ", TextRole::Plain),
                ("REVERSE", TextRole::Selected),
                ("  then: no color", TextRole::Plain),
            ];
            canvas.pieces(x, pen.y - 1, area.right().saturating_sub(x), &words);
        }
    }
}

fn take(line: EmptyOfficeLine, command: Command, scene: &Scene) -> Vec<Intent> {
    let taste = scene.taste;
    let intent = match line {
        EmptyOfficeLine::Ascii => Intent::Appearance(Appearance {
            ascii: !taste.ascii,
            ..taste
        }),
        EmptyOfficeLine::NoColor => Intent::Appearance(Appearance {
            colors: match taste.colors {
                Some(Colors::None) => None,
                _ => Some(Colors::None),
            },
            ..taste
        }),
        _ if command == Command::Mark => {
            Intent::Hint("Space ticks a box; Enter opens a door.".into())
        }
        EmptyOfficeLine::Demo => Intent::Run(Command::Demo),
        EmptyOfficeLine::Import => Intent::Run(Command::Import),
        EmptyOfficeLine::ByHand => Intent::Run(Command::AddSchool),
    };
    vec![intent]
}

/// Where the next line goes.
struct LinePlacer {
    area: Rect,
    y: u16,
    at: EmptyOfficeLine,
}

impl LinePlacer {
    fn text(&mut self, canvas: &mut Canvas, indent: u16, text: &str) {
        if self.y < self.area.bottom() {
            let room = self.area.width.saturating_sub(indent);
            canvas.text(self.area.x + indent, self.y, room, text, TextRole::Plain);
        }
        self.y += 1;
    }

    /// A line to choose: its mark, its words, and the columns they took.
    fn choice(&mut self, canvas: &mut Canvas, line: EmptyOfficeLine, text: &str) -> u16 {
        let y = self.y;
        self.y += 1;
        if y >= self.area.bottom() {
            return 0;
        }
        let role = if line == self.at {
            canvas.text(self.area.x + 1, y, 1, ">", TextRole::Plain);
            canvas.put_cursor(self.area.x + 1, y);
            TextRole::Heading
        } else {
            TextRole::Plain
        };
        let room = self.area.width.saturating_sub(3);
        canvas.text(self.area.x + 3, y, room, text, role)
    }

    fn door(&mut self, canvas: &mut Canvas, line: EmptyOfficeLine, text: &str, aside: &str) {
        let y = self.y;
        if self.choice(canvas, line, text) > 0 {
            let end = self.area.right().saturating_sub(2);
            let from = (self.area.x + 40).min(end);
            canvas.right(from, end, y, aside, TextRole::Plain);
        }
    }
}
