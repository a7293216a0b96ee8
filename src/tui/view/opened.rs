//! All about the row under the cursor, open over the list, in every view that has such a page.
//!
//! The page keeps the row's keys: it takes those it is read and left by, and hands all others to the view, so that a
//! verb does there what it does on the row. It is of one row by its key, so that it never shows another's because the
//! first one left the list.

use ratatui::layout::Rect;

use super::Offer;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::widget::reading::ReadText;

/// What is said where a key would open what is open.
const OPEN: &str = "It is open already: all of it stands here. Esc closes it.";

/// Which row is open, and how far its text was scrolled.
pub(super) struct OpenedRow<K> {
    row: Option<K>,
    text: ReadText,
}

impl<K> Default for OpenedRow<K> {
    fn default() -> Self {
        Self {
            row: None,
            text: ReadText::default(),
        }
    }
}

impl<K: Clone + PartialEq> OpenedRow<K> {
    /// Opens this row, from its top.
    pub(super) fn open(&mut self, row: Option<&K>) {
        self.row = row.cloned();
        self.text.to_top();
    }

    /// Back to the list.
    pub(super) fn close(&mut self) {
        self.row = None;
    }

    /// Whether the row under the cursor, which is this one, is open.
    pub(super) fn is_of(&self, row: Option<&K>) -> bool {
        self.row.is_some() && self.row.as_ref() == row
    }

    /// Carries out what is the page's; false leaves the key to the view. What shows other things than rows closes it.
    pub(super) fn update(&mut self, command: Command, row: Option<&K>) -> bool {
        if !self.is_of(row) {
            self.close();
            return false;
        }
        match command {
            Command::Back | Command::Left => {
                self.close();
                true
            }
            Command::Filter | Command::Layout | Command::NextPane | Command::PreviousPane => {
                self.close();
                false
            }
            other => self.text.update(other),
        }
    }

    /// The cursor went to this row by a key of the page: that one is open from now on.
    pub(super) fn follow(&mut self, row: Option<&K>) {
        if self.row.is_some() && self.row.as_ref() != row {
            self.open(row);
        }
    }

    /// Draws the text that is said of the row.
    pub(super) fn draw(&self, text: &str, area: Rect, canvas: &mut Canvas) {
        let inside = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            ..area
        };
        self.text.draw(text, inside, canvas);
    }
}

/// What has a use on the page, of what has one on the row.
pub(super) fn offers(of_row: Vec<Offer>) -> Vec<Offer> {
    let of_page = of_row.into_iter().map(|offer| match offer.command {
        Command::Open | Command::Zoom => offer.unless(Some(OPEN.to_owned())),
        _ => offer,
    });
    of_page.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_what_it_is_read_and_left_by_and_leaves_the_rest_to_the_row() {
        let mut page = OpenedRow::default();
        page.open(Some(&'a'));
        for (command, takes, open) in [
            (Command::Down, true, true),
            (Command::Last, true, true),
            (Command::Decide, false, true),
            (Command::Mark, false, true),
            (Command::Undo, false, true),
            (Command::Filter, false, false),
            (Command::Back, true, false),
        ] {
            page.open(Some(&'a'));
            assert_eq!(page.update(command, Some(&'a')), takes, "{command:?}");
            assert_eq!(page.is_of(Some(&'a')), open, "{command:?}");
        }
    }

    #[test]
    fn it_follows_the_cursor_by_a_key_and_closes_where_its_row_went_away() {
        let mut page = OpenedRow::default();
        page.follow(Some(&'a'));
        assert!(!page.is_of(Some(&'a')), "nothing was open");
        page.open(Some(&'a'));
        page.follow(Some(&'b'));
        assert!(page.is_of(Some(&'b')));
        assert!(!page.is_of(Some(&'c')) && !page.is_of(None));
        // The next key is the list's.
        assert!(!page.update(Command::Down, Some(&'c')));
        assert!(!page.is_of(Some(&'b')));
    }
}
