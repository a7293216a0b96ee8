//! A box to type in: one line, or a note of several. Edits whole letters, accents and all.
//! Used by the finder, filters, prompts and the note box. Does not know what the text is for.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::theme::TextRole;

/// Text being typed, and the cursor in it.
#[derive(Clone, Debug, Default)]
pub struct TextField {
    text: String,
    /// In bytes, always between letters.
    cursor: usize,
    several_lines: bool,
}

impl TextField {
    /// A box of one line holding this text, the cursor behind it.
    pub fn line(text: &str) -> Self {
        let mut field = Self::default();
        field.insert(text);
        field
    }

    /// A box of several lines holding this text, the cursor behind it.
    pub fn note(text: &str) -> Self {
        let mut field = Self {
            several_lines: true,
            ..Self::default()
        };
        field.insert(text);
        field
    }

    /// What is typed so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line in which the cursor stands; all of it where there is only one.
    pub fn line_here(&self) -> &str {
        &self.text[self.line_start()..self.line_end()]
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Replaces the text, the cursor behind it.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Types the text at the cursor. Control characters vanish; in one line, line ends are blanks.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .chars()
            .map(|c| match c {
                '\n' if self.several_lines => '\n',
                '\n' | '\t' => ' ',
                other => other,
            })
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        // A typed accent may have joined the letter before it with the one behind.
        while !self.is_between_letters(self.cursor) {
            self.cursor += 1;
        }
    }

    /// Carries out an editing command; false if it is none, or has nothing to do with text.
    pub fn update(&mut self, command: Command) -> bool {
        match command {
            Command::Type(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Command::NewLine if self.several_lines => self.insert("\n"),
            Command::Backspace => self.delete(self.before(), self.cursor),
            Command::Delete => self.delete(self.cursor, self.after()),
            Command::DeleteWord => self.delete(self.word_start(), self.cursor),
            Command::DeleteToStart => self.delete(self.line_start(), self.cursor),
            Command::DeleteToEnd => self.delete(self.cursor, self.line_end()),
            Command::Left => self.cursor = self.before(),
            Command::Right => self.cursor = self.after(),
            Command::LineStart => self.cursor = self.line_start(),
            Command::LineEnd => self.cursor = self.line_end(),
            Command::Up if self.several_lines => self.go_line_above(),
            Command::Down if self.several_lines => self.go_line_below(),
            _ => return false,
        }
        true
    }

    /// Draws the part of the text that holds the cursor, and puts the real cursor there.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        if area.is_empty() {
            return;
        }
        let width = area.width as usize;
        if area.height == 1 && !self.several_lines {
            return self.draw_in_view(canvas, area);
        }
        let lines = self.lines(width);
        let row = lines
            .iter()
            .rposition(|line| line.start <= self.cursor)
            .unwrap_or(0);
        let first = (row + 1).saturating_sub(area.height as usize);
        for (offset, line) in lines[first..].iter().take(area.height.into()).enumerate() {
            let y = area.y + offset as u16;
            canvas.text(
                area.x,
                y,
                area.width,
                &self.text[line.start..line.end],
                TextRole::Plain,
            );
        }
        let before = &self.text[lines[row].start..self.cursor];
        let column = text::width(&text::shown(before)).min(width - 1) as u16;
        canvas.put_cursor(area.x + column, area.y + (row - first) as u16);
    }

    /// One line in a box of one: a text that is longer is seen up to the cursor, with its tail where the cursor is behind it.
    fn draw_in_view(&self, canvas: &mut Canvas, area: Rect) {
        let room = usize::from(area.width).saturating_sub(1);
        let wide = |letter: &str| text::width(&text::shown(letter));
        let (mut first, mut column) = (self.cursor, 0);
        for (at, letter) in self.text[..self.cursor].grapheme_indices(true).rev() {
            if column + wide(letter) > room {
                break;
            }
            first = at;
            column += wide(letter);
        }
        let (x, y) = (area.x, area.y);
        canvas.text(x, y, area.width, &self.text[first..], TextRole::Plain);
        canvas.put_cursor(x + (column as u16).min(area.width - 1), y);
    }

    /// The text as lines of at most `width - 1` columns, so that the cursor fits behind each.
    fn lines(&self, width: usize) -> Vec<TextLine> {
        let room = width.saturating_sub(1).max(1);
        let mut lines = Vec::new();
        let mut start = 0;
        let mut used = 0;
        for (at, letter) in self.text.grapheme_indices(true) {
            let wide = text::width(&text::shown(letter));
            if letter == "\n" {
                lines.push(TextLine { start, end: at });
                start = at + 1;
                used = 0;
            } else if used + wide > room {
                lines.push(TextLine { start, end: at });
                start = at;
                used = wide;
            } else {
                used += wide;
            }
        }
        lines.push(TextLine {
            start,
            end: self.text.len(),
        });
        lines
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        while !self.is_between_letters(self.cursor) {
            self.cursor += 1;
        }
    }

    fn is_between_letters(&self, at: usize) -> bool {
        at >= self.text.len() || self.text.grapheme_indices(true).any(|(i, _)| i == at)
    }

    fn before(&self) -> usize {
        let mut letters = self.text[..self.cursor].grapheme_indices(true);
        letters.next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let mut letters = self.text[self.cursor..].graphemes(true);
        self.cursor + letters.next().map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let kept = self.text[..self.cursor].trim_end_matches(' ');
        kept.rfind([' ', '\n']).map_or(0, |at| at + 1)
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.find('\n')
            .map_or(self.text.len(), |at| self.cursor + at)
    }

    fn go_line_above(&mut self) {
        let start = self.line_start();
        if start > 0 {
            let letters = self.text[start..self.cursor].graphemes(true).count();
            self.cursor = start - 1;
            self.go_letter(letters);
        }
    }

    fn go_line_below(&mut self) {
        let end = self.line_end();
        if end < self.text.len() {
            let letters = self.text[self.line_start()..self.cursor]
                .graphemes(true)
                .count();
            self.cursor = end + 1;
            self.go_letter(letters);
        }
    }

    /// Moves within the cursor's line to behind its n-th letter, or to its end.
    fn go_letter(&mut self, count: usize) {
        let (start, end) = (self.line_start(), self.line_end());
        let mut letters = self.text[start..end].grapheme_indices(true);
        self.cursor = letters.nth(count).map_or(end, |(at, _)| start + at);
    }
}

/// Where a line of the drawing begins and ends in the text, in bytes.
struct TextLine {
    start: usize,
    end: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Look;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;

    fn after(field: &mut TextField, commands: &[Command]) -> (String, usize) {
        for command in commands {
            field.update(*command);
        }
        (field.text.clone(), field.cursor)
    }

    #[test]
    fn editing_takes_whole_letters_and_words() {
        use Command as C;
        for (start, commands, text, cursor) in [
            ("kahoot", &[C::Backspace][..], "kahoo", 5),
            ("e\u{301}lan", &[C::LineStart, C::Delete], "lan", 0),
            ("e\u{301}", &[C::Backspace], "", 0),
            ("khan academy", &[C::DeleteWord], "khan ", 5),
            ("khan academy  ", &[C::DeleteWord], "khan ", 5),
            ("khan academy", &[C::DeleteToStart], "", 0),
            ("abc", &[C::Left, C::Left, C::DeleteToEnd], "a", 1),
            ("abc", &[C::LineStart, C::Type('x')], "xabc", 1),
            (
                "",
                &[C::Backspace, C::Delete, C::Left, C::Right, C::DeleteWord],
                "",
                0,
            ),
        ] {
            assert_eq!(
                after(&mut TextField::line(start), commands),
                (text.to_string(), cursor)
            );
        }
    }

    #[test]
    fn a_note_has_lines_a_box_has_not() {
        use Command as C;
        let mut note = TextField::note("one\ntwo");
        assert_eq!(
            after(&mut note, &[C::Up, C::LineEnd, C::NewLine]).0,
            "one\n\ntwo"
        );
        assert_eq!(after(&mut note, &[C::Down, C::DeleteToEnd]).0, "one\n\n");
        assert_eq!(
            TextField::line("one\r\ntwo\tthree\u{1b}").text(),
            "one two three"
        );
    }

    /// What a box of so many columns shows, and the column of its cursor.
    fn seen(field: &TextField, width: u16) -> (String, u16) {
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        field.draw(&mut canvas, area);
        let cursor = canvas.cursor().unwrap().x;
        let shown = buffer.content().iter().map(ratatui::buffer::Cell::symbol);
        (shown.collect::<String>().trim_end().to_owned(), cursor)
    }

    #[test]
    fn text_longer_than_its_box_keeps_its_tail_in_view() {
        let mut field = TextField::line("Video quizzes in class");
        assert_eq!(seen(&field, 10), (" in class".into(), 9));
        field.insert(",");
        assert_eq!(seen(&field, 10), ("in class,".into(), 9));
        field.update(Command::Backspace);
        assert_eq!(seen(&field, 10), (" in class".into(), 9));
        field.update(Command::LineStart);
        assert_eq!(seen(&field, 10), ("Video qui~".into(), 0));
        assert_eq!(seen(&TextField::line("Video"), 10), ("Video".into(), 5));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_the_box(
            start in "[a-zé日\u{301}\n ]{0,12}",
            commands in prop::collection::vec(0..14_usize, 0..30),
            width in 1..12_u16,
            height in 1..4_u16,
        ) {
            use Command as C;
            let all = [
                C::Type('x'), C::Type('\u{301}'), C::Type('日'), C::NewLine, C::Backspace, C::Delete,
                C::DeleteWord, C::DeleteToStart, C::DeleteToEnd, C::Left, C::Right, C::Up, C::Down,
                C::LineStart,
            ];
            for mut field in [TextField::line(&start), TextField::note(&start)] {
                for command in &commands {
                    field.update(all[*command]);
                    prop_assert!(field.is_between_letters(field.cursor));
                }
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                let mut canvas = Canvas::new(&mut buffer, Look::default());
                field.draw(&mut canvas, Rect::new(0, 0, width, height));
                let cursor = canvas.cursor().unwrap();
                prop_assert!(cursor.x < width && cursor.y < height);
            }
        }
    }
}
