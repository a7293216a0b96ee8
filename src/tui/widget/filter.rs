//! The words that narrow a list, and the box at the foot of the window in which they are typed; the same in every view.

use ratatui::layout::Rect;

use super::field::TextField;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::theme::TextRole;

/// The words, and whether the box is open.
#[derive(Default)]
pub struct Filter {
    words: TextField,
    open: bool,
}

/// What a key in the box is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKey {
    /// The words, or whether the box is open: the list is to be filled anew.
    Anew,
    /// The list below, in which it moves.
    Moves,
    /// Nothing here.
    Nothing,
}

impl Filter {
    /// The words; none where the list is whole.
    pub fn text(&self) -> &str {
        self.words.text()
    }

    /// Is the list whole?
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Are keys typed into the box now?
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens the box.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// Narrows by these words.
    pub fn set(&mut self, words: &str) {
        self.words.set(words);
    }

    /// Takes the words away and closes the box; false where there were no words.
    pub fn clear(&mut self) -> bool {
        let narrowed = !self.words.is_empty();
        self.open = false;
        self.words.set("");
        narrowed
    }

    /// Carries out a key in the open box.
    pub fn update(&mut self, command: Command) -> FilterKey {
        match command {
            Command::Accept => self.open = false,
            Command::Close => {
                self.clear();
            }
            Command::DeleteToStart => self.words.set(""),
            Command::Down | Command::Up | Command::PageDown | Command::PageUp => {
                return FilterKey::Moves;
            }
            other if self.words.update(other) => {}
            _ => return FilterKey::Nothing,
        }
        FilterKey::Anew
    }

    /// Takes pasted text where the box is open; false drops it.
    pub fn paste(&mut self, text: &str) -> bool {
        if self.open {
            self.words.insert(text);
        }
        self.open
    }

    /// For line 2: `filter "li": 3 of 14`.
    pub fn label(&self, shown: usize, all: usize) -> Option<String> {
        let words = self.words.text();
        (!words.is_empty() || self.open).then(|| format!("filter \"{words}\": {shown} of {all}"))
    }

    /// Draws the open box over the lowest line, behind this title.
    pub fn draw(&self, area: Rect, canvas: &mut Canvas, title: &str) {
        if !self.open || area.height == 0 {
            return;
        }
        let line = Rect::new(area.x, area.bottom() - 1, area.width, 1);
        canvas.clear(line);
        let used = canvas.text(line.x, line.y, line.width, title, TextRole::Heading);
        let field = Rect::new(line.x + used, line.y, line.width - used, 1);
        self.words.draw(canvas, field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_when_the_box_is_left_with_enter_and_go_with_esc() {
        for (last, words, key) in [
            (Command::Accept, "li", FilterKey::Anew),
            (Command::Close, "", FilterKey::Anew),
        ] {
            let mut filter = Filter::default();
            filter.open();
            for typed in ['l', 'i'] {
                assert_eq!(filter.update(Command::Type(typed)), FilterKey::Anew);
            }
            assert_eq!(
                filter.label(3, 14).as_deref(),
                Some("filter \"li\": 3 of 14")
            );
            assert_eq!(filter.update(last), key);
            assert_eq!((filter.text(), filter.is_open()), (words, false));
            assert_eq!(filter.label(3, 14).is_some(), !words.is_empty());
        }
    }

    #[test]
    fn only_the_open_box_takes_what_is_pasted_and_says_which_keys_are_the_lists() {
        let mut filter = Filter::default();
        assert!(!filter.paste("lin"));
        assert!(!filter.clear(), "there was nothing to take away");
        filter.open();
        assert!(filter.paste("lin"));
        assert_eq!(filter.update(Command::Down), FilterKey::Moves);
        assert_eq!(filter.update(Command::Undo), FilterKey::Nothing);
        assert_eq!(filter.update(Command::DeleteToStart), FilterKey::Anew);
        assert!(filter.is_open() && filter.is_empty());
        filter.set("ms");
        assert!(filter.clear() && !filter.is_open());
    }
}
