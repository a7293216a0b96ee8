//! A text that is read line by line: it scrolls, and never past its end.
//! Used by pages. Holds how far it was scrolled, and not the text, which may be another by the next frame.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::domain::text;
use crate::domain::text::{wrap, wrap_words};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::theme::TextRole;

/// How far a text was scrolled.
#[derive(Default)]
pub struct ReadText {
    /// First line shown; drawing keeps it within the text.
    first: Cell<usize>,
    /// Lines of the window, as it was drawn last.
    room: Cell<usize>,
}

impl ReadText {
    /// Back to the first line.
    pub fn to_top(&self) {
        self.first.set(0);
    }

    /// Scrolls, if the command is one that does.
    pub fn update(&self, command: Command) -> bool {
        let (first, half) = (self.first.get(), (self.room.get() / 2).max(1));
        self.first.set(match command {
            Command::Down | Command::ScrollDown => first + 1,
            Command::Up | Command::ScrollUp => first.saturating_sub(1),
            Command::PageDown => first + half,
            Command::PageUp => first.saturating_sub(half),
            Command::First => 0,
            // Far behind the end of any text.
            Command::Last => usize::MAX / 2,
            _ => return false,
        });
        true
    }

    /// Draws what is to be seen of the text.
    pub fn draw(&self, text: &str, area: Rect, canvas: &mut Canvas) {
        let lines = lines(text, area.width as usize);
        let last = lines.len().saturating_sub(area.height as usize);
        self.first.set(self.first.get().min(last));
        self.room.set(area.height as usize);
        let shown = lines.iter().skip(self.first.get());
        for (line, y) in shown.zip(area.y..area.bottom()) {
            canvas.text(area.x, y, area.width, line, TextRole::Plain);
        }
        canvas.put_cursor(area.x, area.y);
    }
}

/// The text in lines; what fits keeps its blanks, so that columns stay columns. The rest of what does not goes below the
/// column in which it began.
fn lines(text: &str, width: usize) -> Vec<String> {
    let whole = text.trim_end().lines();
    whole.flat_map(|line| broken(line, width)).collect()
}

fn broken(line: &str, width: usize) -> Vec<String> {
    if text::width(&text::shown(line)) <= width {
        return vec![line.to_owned()];
    }
    let (label, said) = column(line);
    let indent = text::width(&text::shown(label));
    // A narrow column is hard to read.
    if indent * 2 > width {
        return wrap(line, width);
    }
    let room = width - indent;
    let said = wrap_words(said, room).into_iter();
    let said = said.flat_map(|part| {
        if text::width(&part) > room {
            wrap(&part, room)
        } else {
            vec![part]
        }
    });
    let mut lines: Vec<String> = said.map(|part| " ".repeat(indent) + &part).collect();
    if let Some(first) = lines.first_mut() {
        first.replace_range(..indent, label);
    }
    lines
}

/// The label of a line with its blanks, and what is said: behind two blanks, else behind those it begins with.
fn column(line: &str) -> (&str, &str) {
    let begins = line.len() - line.trim_start().len();
    let label = line[begins..].find("  ").map(|at| begins + at);
    let said = label.map(|at| at + (line[at..].len() - line[at..].trim_start().len()));
    line.split_at(said.unwrap_or(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_goes_on_below_what_it_says() {
        for (line, width, shown) in [
            ("  day    Fri Feb 06", 19, "  day    Fri Feb 06"),
            ("  day    Fri Feb 06", 18, "  day    Fri Feb|         06"),
            ("  day    Fri  Feb 06", 18, "  day    Fri  Feb|         06"),
            ("  day    /srv/hall/a", 18, "  day    /srv/|         hall/a"),
            ("  said without a label", 13, "  said|  without a|  label"),
            ("said without a label", 9, "said|without a|label"),
            // No room beside the label.
            ("  a long label  said", 14, "a long label|said"),
        ] {
            assert_eq!(lines(line, width).join("|"), shown, "{line}");
        }
    }

    #[test]
    fn it_scrolls_by_lines_and_half_windows_and_never_above_the_first() {
        let reading = ReadText::default();
        reading.room.set(10);
        for (command, first) in [
            (Command::Up, 0),
            (Command::Down, 1),
            (Command::PageDown, 6),
            (Command::PageUp, 1),
            (Command::ScrollDown, 2),
            (Command::First, 0),
        ] {
            assert!(reading.update(command));
            assert_eq!(reading.first.get(), first, "{command:?}");
        }
        assert!(!reading.update(Command::Decide));
    }
}
