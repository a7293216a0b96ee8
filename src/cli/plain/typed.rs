//! A line while it is typed: its keys, its letters, where the cursor is, and the least that makes a terminal show it.
//! Pure: knows no terminal.

use std::io;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::domain::text;

/// What a key asks of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EditKey {
    Letter(char),
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    /// The line said before.
    Before,
    /// The line said after.
    After,
    /// Forget what stands before the cursor.
    ToStart,
    /// Forget what stands behind it.
    ToEnd,
    /// Forget the word before it.
    Word,
    Complete,
    /// The end of the input, or Ctrl-D.
    Over,
    /// Nothing.
    None,
}

impl EditKey {
    /// The next key of these bytes; each is none at the end of the input.
    pub(super) fn read(byte: &mut dyn FnMut() -> io::Result<Option<u8>>) -> io::Result<EditKey> {
        let Some(first) = byte()? else {
            return Ok(EditKey::Over);
        };
        Ok(match first {
            b'\n' | b'\r' => EditKey::Enter,
            0x01 => EditKey::Home,
            0x02 => EditKey::Left,
            0x04 => EditKey::Over,
            0x05 => EditKey::End,
            0x06 => EditKey::Right,
            0x08 | 0x7f => EditKey::Backspace,
            b'\t' => EditKey::Complete,
            0x0b => EditKey::ToEnd,
            0x0e => EditKey::After,
            0x10 => EditKey::Before,
            0x15 => EditKey::ToStart,
            0x17 => EditKey::Word,
            0x1b => EditKey::escaped(byte)?,
            0x20..=0x7e => EditKey::Letter(char::from(first)),
            0xc2..=0xf4 => {
                let more = match first {
                    0xc2..=0xdf => 1,
                    0xe0..=0xef => 2,
                    _ => 3,
                };
                let mut bytes = vec![first];
                for _ in 0..more {
                    bytes.extend(byte()?);
                }
                let letter = std::str::from_utf8(&bytes).ok();
                let letter = letter.and_then(|text| text.chars().next());
                letter.map_or(EditKey::None, EditKey::Letter)
            }
            _ => EditKey::None,
        })
    }

    /// What follows an Escape: an arrow key and the like.
    fn escaped(byte: &mut dyn FnMut() -> io::Result<Option<u8>>) -> io::Result<EditKey> {
        let Some(b'[' | b'O') = byte()? else {
            return Ok(EditKey::None);
        };
        let mut number = 0_u32;
        loop {
            let Some(next) = byte()? else {
                return Ok(EditKey::Over);
            };
            match next {
                b'0'..=b'9' => {
                    number = (number * 10 + u32::from(next - b'0')).min(1_000);
                }
                b';' => number = 0,
                _ => {
                    return Ok(match (next, number) {
                        (b'A', _) => EditKey::Before,
                        (b'B', _) => EditKey::After,
                        (b'C', _) => EditKey::Right,
                        (b'D', _) => EditKey::Left,
                        (b'H', _) | (b'~', 1 | 7) => EditKey::Home,
                        (b'F', _) | (b'~', 4 | 8) => EditKey::End,
                        (b'~', 3) => EditKey::Delete,
                        _ => EditKey::None,
                    });
                }
            }
        }
    }
}

/// The letters, and the cursor before one of them or behind the last.
#[derive(Debug, Default)]
pub(super) struct EditedLine {
    text: String,
    at: usize,
}

impl EditedLine {
    /// This text, the cursor behind it.
    pub(super) fn of(text: &str) -> EditedLine {
        EditedLine {
            text: text.to_owned(),
            at: text.len(),
        }
    }

    /// All of it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Is the cursor behind the last letter?
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// The cursor goes behind the last letter.
    pub(super) fn go_to_end(&mut self) {
        self.at = self.text.len();
    }

    /// What a key does to it.
    pub(super) fn press(&mut self, key: EditKey) {
        match key {
            EditKey::Letter(letter) => {
                self.text.insert(self.at, letter);
                self.at += letter.len_utf8();
            }
            EditKey::Backspace => {
                let from = self.before();
                self.text.drain(from..self.at);
                self.at = from;
            }
            EditKey::Delete | EditKey::Over => {
                let to = self.after();
                self.text.drain(self.at..to);
            }
            EditKey::Left => self.at = self.before(),
            EditKey::Right => self.at = self.after(),
            EditKey::Home => self.at = 0,
            EditKey::End => self.go_to_end(),
            EditKey::ToStart => {
                self.text.drain(..self.at);
                self.at = 0;
            }
            EditKey::ToEnd => self.text.truncate(self.at),
            EditKey::Word => {
                let before = self.text[..self.at].trim_end();
                let from = before.rfind(' ').map_or(0, |blank| blank + 1);
                self.text.drain(from..self.at);
                self.at = from;
            }
            EditKey::Enter
            | EditKey::Before
            | EditKey::After
            | EditKey::Complete
            | EditKey::None => {}
        }
    }

    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.at, self.text.len(), true);
        cursor
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    fn after(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.at, self.text.len(), true);
        let next = cursor.next_boundary(&self.text, 0).ok().flatten();
        next.unwrap_or(self.text.len())
    }

    /// The part of it that fits into so many columns, with the cursor in view, and the column of the cursor in it.
    pub(super) fn seen(&self, room: usize) -> (String, usize) {
        let before: Vec<&str> = self.text[..self.at].graphemes(true).collect();
        let mut width = 0;
        let fits = before.iter().rev().take_while(|letter| {
            width += text::width(letter);
            width <= room
        });
        let from = before.len() - fits.count();
        let mut seen: String = before[from..].concat();
        let cursor = text::width(&seen);
        let mut width = cursor;
        for letter in self.text[self.at..].graphemes(true) {
            width += text::width(letter);
            if width > room {
                break;
            }
            seen.push_str(letter);
        }
        (seen, cursor)
    }
}

/// What is written so that a terminal that shows the first shows the second, each with the column of its cursor: letters,
/// blanks and steps back only.
pub(super) fn moves((old, was): (&str, usize), (new, is): (&str, usize)) -> String {
    if old == new && is <= was {
        return "\u{8}".repeat(was - is);
    }
    // What both begin with stays, as far as the cursor is behind it.
    let (mut same, mut column) = (0, 0);
    for (a, b) in old.graphemes(true).zip(new.graphemes(true)) {
        let width = text::width(a);
        if a != b || column + width > was {
            break;
        }
        same += a.len();
        column += width;
    }
    let mut out = "\u{8}".repeat(was - column);
    if old == new {
        // To the right: over the letters that are there.
        let mut width = column;
        for letter in new[same..].graphemes(true) {
            if width >= is {
                break;
            }
            out.push_str(letter);
            width += text::width(letter);
        }
        return out;
    }
    out.push_str(&new[same..]);
    let (before, now) = (text::width(old), text::width(new));
    let blanks = before.saturating_sub(now);
    out.push_str(&" ".repeat(blanks));
    out.push_str(&"\u{8}".repeat(now + blanks - is));
    out
}

/// What all of these begin with, letter for letter; none where there are none.
pub(super) fn common(all: &[String]) -> Option<String> {
    let (first, rest) = all.split_first()?;
    let mut end = first.len();
    for other in rest {
        let same = first
            .char_indices()
            .zip(other.chars())
            .take_while(|((_, a), b)| a == b)
            .map(|((at, a), _)| at + a.len_utf8())
            .last()
            .unwrap_or(0);
        end = end.min(same);
    }
    Some(first[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A terminal of one line that knows letters and steps back.
    fn shown(screen: &mut Vec<char>, cursor: &mut usize, bytes: &str) {
        for letter in bytes.chars() {
            if letter == '\u{8}' {
                *cursor -= 1;
                continue;
            }
            if *cursor == screen.len() {
                screen.push(' ');
            }
            screen[*cursor] = letter;
            *cursor += 1;
        }
    }

    fn keys(bytes: &[u8]) -> Vec<EditKey> {
        let mut left = bytes.iter().copied();
        let mut all = Vec::new();
        loop {
            match EditKey::read(&mut || Ok(left.next())).unwrap() {
                EditKey::Over => return all,
                key => all.push(key),
            }
        }
    }

    #[test]
    fn keys_are_told_apart() {
        use EditKey::{After, Before, Delete, End, Home, Left, Letter, None, Right};
        assert_eq!(
            keys("a\u{e9}\u{6f22}".as_bytes()),
            [Letter('a'), Letter('\u{e9}'), Letter('\u{6f22}')]
        );
        assert_eq!(
            keys(b"\x1b[A\x1bOB\x1b[C\x1b[D\x1b[1;5C\x1b[3~\x1b[H\x1b[4~\x1bx\xff"),
            [
                Before, After, Right, Left, Right, Delete, Home, End, None, None
            ]
        );
    }

    #[test]
    fn whatever_is_pressed_the_terminal_shows_the_line() {
        let pressed = [
            "status quizm lin",
            "\x1b[D\x1b[D\x1b[D\x1b[D!",
            "\x7f\x7f",
            "\x01x\x05y",
            "\x17",
            "\x15",
            "a much longer line than the room there is",
            "\x01\x1b[3~\x0b",
            "caf\u{e9}",
        ];
        let mut line = EditedLine::default();
        let (mut screen, mut cursor) = (Vec::new(), 0);
        let mut was = (String::new(), 0);
        for all in pressed {
            for key in keys(all.as_bytes()) {
                line.press(key);
                let is = line.seen(20);
                shown(
                    &mut screen,
                    &mut cursor,
                    &moves((&was.0, was.1), (&is.0, is.1)),
                );
                let screen: String = screen.iter().collect();
                assert_eq!(
                    (screen.trim_end(), cursor),
                    (is.0.trim_end(), is.1),
                    "{line:?}"
                );
                assert!(text::width(&is.0) <= 20);
                was = is;
            }
        }
        assert_eq!(line.text(), "caf\u{e9}");
    }

    #[test]
    fn a_letter_at_the_end_is_the_letter_and_nothing_else() {
        assert_eq!(moves(("ab", 2), ("abc", 3)), "c");
        assert_eq!(moves(("abc", 3), ("ab", 2)), "\u{8} \u{8}");
        assert_eq!(moves(("abc", 3), ("abc", 1)), "\u{8}\u{8}");
        assert_eq!(moves(("abc", 1), ("abc", 2)), "b");
    }

    #[test]
    fn what_is_longer_than_the_room_keeps_its_tail_in_view() {
        let line = EditedLine::of("0123456789");
        assert_eq!(line.seen(4), ("6789".into(), 4));
        assert_eq!(
            EditedLine::of("\u{6f22}\u{6f22}\u{6f22}").seen(5),
            ("\u{6f22}\u{6f22}".into(), 4)
        );
    }

    #[test]
    fn what_all_begin_with() {
        let all =
            |words: &[&str]| common(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(all(&[]), None);
        assert_eq!(all(&["review show", "review take"]).unwrap(), "review ");
        assert_eq!(all(&["status", "queue"]).unwrap(), "");
    }
}
