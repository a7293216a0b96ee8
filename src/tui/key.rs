//! One key as the keymap names it, and how it is written for people.
//! Made by `decode`, read by `keymap` and every text box. Knows no bytes and no commands.

use std::fmt;

/// A key press. Keys that no default terminal, tmux or screen sends are not in here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Key {
    /// A printable character, the space bar included.
    Char(char),
    /// Ctrl with a lower-case letter or sign: `Ctrl('d')`.
    Ctrl(char),
    /// Return.
    Enter,
    /// Escape, also what is left of an Alt key.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace in either of its two bytes.
    Backspace,
    /// Delete forward.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key. None is bound, as not every terminal sends them; the screen says so.
    Function(u8),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Char(' ') => "Space",
            Self::Char(c) => return write!(f, "{c}"),
            Self::Ctrl(' ') => "Ctrl-Space",
            Self::Ctrl(c) => return write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Self::Enter => "Enter",
            Self::Esc => "Esc",
            Self::Tab => "Tab",
            Self::BackTab => "Shift-Tab",
            Self::Backspace => "Backspace",
            Self::Delete => "Delete",
            Self::Up => "Up",
            Self::Down => "Down",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Function(number) => return write!(f, "F{number}"),
        };
        f.pad(name)
    }
}

/// What one reading of the keyboard holds, in the order it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A key that was pressed, with what was held down.
    Key(Key),
    /// A paste the terminal marked as such, with line ends as `\n`.
    Paste(String),
    /// A paste that was too long to keep; how many bytes it had.
    TooLong(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_the_help_writes_them() {
        for (key, name) in [
            (Key::Char(' '), "Space"),
            (Key::Char('G'), "G"),
            (Key::Ctrl('d'), "Ctrl-D"),
            (Key::BackTab, "Shift-Tab"),
            (Key::PageDown, "PgDn"),
        ] {
            assert_eq!(key.to_string(), name);
        }
    }
}
