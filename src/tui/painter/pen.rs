//! Bytes for the terminal, as few as will do: knows where the cursor stands and which attributes are on.
//! Used by `painter` only. Knows no frames and decides nothing about what to draw.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Attributes with their switch-on and switch-off codes.
const ATTRIBUTES: [(Modifier, u8, u8); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];
/// Attributes that show even where there is nothing but a blank.
const SEEN_ON_BLANK: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Attributes of a cell or of the pen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Ink {
    /// No color, no attribute.
    pub const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The attributes of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// What of it can be seen on a blank.
    #[must_use]
    pub fn on_blank(self) -> Self {
        let modifier = self.modifier & SEEN_ON_BLANK;
        let fg = if modifier.is_empty() {
            Color::Reset
        } else {
            self.fg
        };
        Self {
            fg,
            bg: self.bg,
            modifier,
        }
    }
}

/// The output of one frame and the terminal's state after it.
pub struct Pen {
    /// The bytes so far.
    pub out: String,
    /// Where the cursor stands, if that is certain.
    at: Option<Position>,
    ink: Ink,
    width: u16,
    /// While set, moving down or up relatively would stop at the margins.
    margins: bool,
}

impl Pen {
    /// A pen for a terminal of which nothing is known.
    pub fn new(width: u16) -> Self {
        Self {
            out: String::new(),
            at: None,
            ink: Ink::PLAIN,
            width,
            margins: false,
        }
    }

    /// Clears the screen and all attributes, whatever they were.
    pub fn wipe(&mut self, width: u16) {
        self.out.push_str("\x1b[r\x1b[m\x1b[H\x1b[2J");
        self.at = Some(Position::ORIGIN);
        self.ink = Ink::PLAIN;
        self.width = width;
    }

    /// Puts the cursor there by the shortest way known.
    pub fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let mut best = match to {
            Position { x: 0, y: 0 } => "\x1b[H".to_string(),
            Position { x: 0, y } => format!("\x1b[{}H", y + 1),
            Position { x, y } => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        if let Some(at) = self.at
            && (at.y == to.y || !self.margins)
        {
            let down = vertical(at.y, to.y);
            let direct = format!("{down}{}", horizontal(at.x, to.x));
            let from_left = format!("{down}\r{}", horizontal(0, to.x));
            for way in [direct, from_left] {
                if way.len() < best.len() {
                    best = way;
                }
            }
        }
        self.out.push_str(&best);
        self.at = Some(to);
    }

    /// Writes one cell at the cursor; `wide` is how many columns it takes.
    pub fn put(&mut self, cell: &Cell, wide: u16) {
        let symbol = cell.symbol();
        let ink = Ink::of(cell);
        if symbol == " " {
            if self.ink.on_blank() != ink.on_blank() {
                self.dip(ink.on_blank());
            }
        } else if self.ink != ink {
            self.dip(ink);
        }
        self.out.push_str(symbol);
        let certain = symbol.len() == 1 || (wide == 1 && symbol.chars().count() == 1);
        // At the right edge terminals differ on where the cursor waits.
        self.at = self
            .at
            .filter(|at| certain && at.x + wide < self.width)
            .map(|at| Position::new(at.x + wide, at.y));
    }

    /// Blanks the line from the cursor on.
    pub fn clear_to_end(&mut self) {
        self.dip(Ink::PLAIN);
        self.out.push_str("\x1b[K");
    }

    /// Blanks the line up to and with the cursor.
    pub fn clear_from_start(&mut self) {
        self.dip(Ink::PLAIN);
        self.out.push_str("\x1b[1K");
    }

    /// Moves rows `top..=bottom` by so many lines (up when positive); blank lines come in.
    /// The margins stay until `end_scroll`, so that the new lines can be painted where the cursor is.
    pub fn scroll(&mut self, top: u16, bottom: u16, up: i32) {
        self.dip(Ink::PLAIN);
        let _ = write!(self.out, "\x1b[{};{}r", top + 1, bottom + 1);
        self.margins = true;
        self.at = None;
        let (row, line) = if up > 0 {
            (bottom, "\n")
        } else {
            (top, "\x1bM")
        };
        self.go(Position::new(0, row));
        for _ in 0..up.unsigned_abs() {
            self.out.push_str(line);
        }
    }

    /// Takes the margins away.
    pub fn end_scroll(&mut self) {
        self.out.push_str("\x1b[r");
        self.margins = false;
        self.at = Some(Position::ORIGIN);
    }

    fn dip(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        let afresh = afresh(ink);
        let change = change(self.ink, ink);
        let codes = if change.len() <= afresh.len() {
            change
        } else {
            afresh
        };
        let _ = write!(self.out, "\x1b[{codes}m");
        self.ink = ink;
    }
}

fn vertical(from: u16, to: u16) -> String {
    match to.abs_diff(from) {
        0 => String::new(),
        n if to > from && n <= 4 => "\n".repeat(n.into()),
        n => counted(n, if to > from { 'B' } else { 'A' }),
    }
}

fn horizontal(from: u16, to: u16) -> String {
    match to.abs_diff(from) {
        0 => String::new(),
        n if to < from && n <= 4 => "\x08".repeat(n.into()),
        n => counted(n, if to > from { 'C' } else { 'D' }),
    }
}

fn counted(count: u16, last: char) -> String {
    if count == 1 {
        format!("\x1b[{last}")
    } else {
        format!("\x1b[{count}{last}")
    }
}

/// The codes that reach `ink` from nothing; empty means reset.
fn afresh(ink: Ink) -> String {
    if ink == Ink::PLAIN {
        return String::new();
    }
    format!("0;{}", change(Ink::PLAIN, ink))
}

/// The codes that lead from one set of attributes to another.
fn change(from: Ink, to: Ink) -> String {
    let mut codes: Vec<String> = Vec::new();
    let lost = from.modifier - to.modifier;
    let weight = Modifier::BOLD | Modifier::DIM;
    // One code switches off both weights, so what stays of them must be said again.
    let kept = if lost.intersects(weight) {
        from.modifier - weight
    } else {
        from.modifier
    };
    for (attribute, _, off) in ATTRIBUTES {
        let off = off.to_string();
        if lost.contains(attribute) && !codes.contains(&off) {
            codes.push(off);
        }
    }
    for (attribute, on, _) in ATTRIBUTES {
        if to.modifier.contains(attribute) && !kept.contains(attribute) {
            codes.push(on.to_string());
        }
    }
    if from.fg != to.fg {
        codes.push(color(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(color(to.bg, 40));
    }
    codes.join(";")
}

fn color(color: Color, base: u8) -> String {
    let plain = match color {
        Color::Reset => return (base + 9).to_string(),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + plain).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn moves_take_the_shortest_way() {
        for (from, to, bytes) in [
            ((0, 0), (0, 0), ""),
            ((5, 3), (0, 3), "\r"),
            ((5, 3), (0, 4), "\n\r"),
            ((5, 3), (6, 3), "\x1b[C"),
            ((5, 3), (4, 3), "\x08"),
            ((5, 3), (5, 20), "\x1b[17B"),
            ((50, 20), (0, 0), "\x1b[H"),
            ((50, 20), (9, 0), "\x1b[1;10H"),
        ] {
            let mut pen = Pen::new(80);
            pen.at = Some(from.into());
            pen.go(to.into());
            assert_eq!(
                pen.out.len(),
                bytes.len(),
                "{from:?} to {to:?}: {:?}",
                pen.out
            );
        }
    }

    #[test]
    fn only_changed_attributes_are_switched() {
        let mut pen = Pen::new(80);
        let mut cell = Cell::new("a");
        cell.set_style(Style::new().bold());
        pen.put(&cell, 1);
        cell.set_style(Style::new().red());
        pen.put(&cell, 1);
        pen.put(&Cell::new(" "), 1);
        pen.put(&Cell::new("b"), 1);
        assert_eq!(pen.out, "\x1b[1ma\x1b[31ma \x1b[mb");
    }
}
