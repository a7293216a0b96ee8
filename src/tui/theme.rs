//! How roles look: attributes by role, and lines where fonts lack them.
//!
//! Used by everything that draws. Meaning is always a word or mark; color only repeats it, red alone
//! by default, never on a sentence and never as a background.

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Serialize};

/// How much color the person wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Colors {
    /// Bold and reverse only.
    None,
    /// Red marks.
    #[default]
    Red,
    /// Red, green and cyan marks, for a dark background.
    Dark,
    /// Red, blue and magenta marks, for a light background.
    Light,
}

impl Colors {
    /// The next set, and back to the first.
    #[must_use]
    pub fn next(self) -> Colors {
        match self {
            Colors::Red => Colors::Dark,
            Colors::Dark => Colors::Light,
            Colors::Light => Colors::None,
            Colors::None => Colors::Red,
        }
    }

    /// What the set is called.
    pub fn name(self) -> &'static str {
        match self {
            Colors::None => "none",
            Colors::Red => "red marks only",
            Colors::Dark => "for a dark background",
            Colors::Light => "for a light background",
        }
    }
}

/// What the person chose of the look, kept between sessions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// Plain ASCII lines, whatever the terminal can.
    pub ascii: bool,
    /// Color; none leaves it to the terminal.
    pub colors: Option<Colors>,
}

/// What a piece of text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TextRole {
    /// Everything else.
    #[default]
    Plain,
    /// The name in the row under the cursor. Only the name: reversing a whole wide row would send
    /// hundreds of bytes at each move.
    Selected,
    /// What somebody else changed a moment ago.
    Changed,
    /// The row another pane is parked on.
    Parked,
    /// Late, missed, NO: the word.
    Alarm,
    /// The mark that stands before or inside such a word.
    AlarmMark,
    /// YES and passes: the mark.
    GoodMark,
    /// Headings.
    Heading,
    /// The word TYPING.
    Typing,
    /// A key in the footer or help.
    Key,
}

/// A line of a drawn text: what it says, and as what all of it is drawn.
pub type StyledLine = (String, TextRole);

/// The look of this terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// Color on marks.
    pub colors: Colors,
    /// Lines drawn with `- | + # .` only.
    pub ascii_lines: bool,
    /// The terminal cannot show letters beyond ASCII at all.
    pub ascii_text: bool,
}

impl Look {
    /// The look the environment asks for; `no_color` and `ascii` are what the command line asks for.
    pub fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
        no_color: bool,
        ascii: bool,
    ) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        let locale = set("LC_ALL")
            .or_else(|| set("LC_CTYPE"))
            .or_else(|| set("LANG"))
            .unwrap_or_default()
            .to_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        // In these locales line characters may take two columns.
        let wide_lines = ["ja", "ko", "zh"].iter().any(|l| locale.starts_with(l));
        Self {
            colors: if no_color || dumb || set("NO_COLOR").is_some() {
                Colors::None
            } else {
                Colors::Red
            },
            ascii_lines: ascii || dumb || !utf8 || wide_lines,
            ascii_text: !utf8,
        }
    }

    /// The same with the person's taste. What the terminal cannot do stays off.
    #[must_use]
    pub fn with(mut self, taste: Appearance) -> Self {
        self.ascii_lines |= taste.ascii;
        if self.colors != Colors::None {
            self.colors = taste.colors.unwrap_or(self.colors);
        }
        self
    }

    /// The attributes of a role.
    pub fn style(&self, role: TextRole) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match role {
            TextRole::Plain => Style::new(),
            TextRole::Selected | TextRole::Changed | TextRole::Typing => {
                Style::new().add_modifier(Modifier::REVERSED)
            }
            TextRole::Parked | TextRole::Alarm | TextRole::Heading | TextRole::Key => bold,
            TextRole::AlarmMark if self.colors == Colors::None => bold,
            TextRole::AlarmMark => bold.fg(Color::Red),
            TextRole::GoodMark => match self.colors {
                Colors::Dark => Style::new().fg(Color::Green),
                Colors::Light => Style::new().fg(Color::Blue),
                Colors::None | Colors::Red => Style::new(),
            },
        }
    }

    /// The line or block character to draw for this one.
    pub fn glyph(&self, line: char) -> char {
        if !self.ascii_lines {
            return line;
        }
        match line {
            '─' => '-',
            '│' => '|',
            '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '▓' => '+',
            '█' => '#',
            '░' => '.',
            '▒' => ':',
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(pairs: &[(&str, &str)]) -> Look {
        let find = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_string())
        };
        Look::from_environment(find, false, false)
    }

    #[test]
    fn the_environment_decides_the_look() {
        let utf8 = ("LANG", "en_US.UTF-8");
        assert_eq!(look(&[utf8]), Look::default());
        assert_eq!(look(&[utf8, ("NO_COLOR", "1")]).colors, Colors::None);
        assert_eq!(look(&[utf8, ("NO_COLOR", "")]).colors, Colors::Red);
        assert_eq!(look(&[utf8, ("TERM", "dumb")]).colors, Colors::None);
        assert!(look(&[("LANG", "C")]).ascii_text);
        assert!(look(&[utf8, ("LC_ALL", "ja_JP.UTF-8")]).ascii_lines);
        assert!(!look(&[utf8, ("LC_ALL", "ja_JP.UTF-8")]).ascii_text);
    }

    #[test]
    fn taste_takes_away_and_never_adds_what_the_terminal_lacks() {
        let none = Some(Colors::None);
        let dark = Some(Colors::Dark);
        for (terminal, taste, colors) in [
            (Colors::Red, None, Colors::Red),
            (Colors::Red, none, Colors::None),
            (Colors::Red, dark, Colors::Dark),
            (Colors::None, dark, Colors::None),
        ] {
            let look = Look {
                colors: terminal,
                ..Look::default()
            };
            let ascii = taste.is_some();
            let worn = look.with(Appearance {
                ascii,
                colors: taste,
            });
            assert_eq!((worn.colors, worn.ascii_lines), (colors, ascii));
        }
    }

    #[test]
    fn no_color_keeps_bold_and_reverse() {
        let plain = Look {
            colors: Colors::None,
            ..Look::default()
        };
        assert_eq!(plain.style(TextRole::AlarmMark).fg, None);
        assert!(
            plain
                .style(TextRole::AlarmMark)
                .add_modifier
                .contains(Modifier::BOLD)
        );
        assert!(
            plain
                .style(TextRole::Selected)
                .add_modifier
                .contains(Modifier::REVERSED)
        );
    }
}
