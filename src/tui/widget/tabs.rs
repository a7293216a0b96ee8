//! The line of tabs above a list: each with its count, the one shown in brackets. What does not fit is made shorter, and
//! none is left out.

use ratatui::layout::Rect;

use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// One tab of a list.
pub struct ListTab<'t> {
    /// What it is called.
    pub name: &'t str,
    /// What stands behind it: usually how many it lists.
    pub count: String,
    /// Whether its list is shown.
    pub shown: bool,
}

/// No name is made shorter than that.
const SHORTEST: usize = 2;

/// Draws them from the left; gives the column behind the last.
pub fn draw(tabs: &[ListTab], area: Rect, canvas: &mut Canvas) -> u16 {
    let mut x = area.x;
    for (said, shown) in in_line(tabs, area.width.into()) {
        let role = if shown {
            TextRole::Heading
        } else {
            TextRole::Plain
        };
        let room = area.right().saturating_sub(x);
        x += canvas.text(x, area.y, room, &said, role);
    }
    x
}

/// The tabs in so many columns: with two blanks between, with one, and then the longest names cut, but that of the one
/// that is shown.
fn in_line(tabs: &[ListTab], room: usize) -> Vec<(String, bool)> {
    let longest = tabs.iter().map(|tab| text::width(tab.name)).max();
    let longest = longest.unwrap_or(0);
    let names = (SHORTEST..=longest).rev();
    let forms = [(longest, " ")]
        .into_iter()
        .chain(names.map(|name| (name, "")));
    let mut made = Vec::new();
    for (name, behind) in forms {
        made = tabs.iter().map(|tab| tab.in_form(name, behind)).collect();
        let width = |(said, _): &(String, bool)| text::width(said);
        if made.iter().map(width).sum::<usize>() <= room {
            break;
        }
    }
    made
}

impl ListTab<'_> {
    fn in_form(&self, name: usize, behind: &str) -> (String, bool) {
        let count = &self.count;
        let said = if self.shown {
            format!("[{} {count}]", self.name)
        } else {
            format!(" {} {count}{behind}", text::cut(self.name, name))
        };
        (said, self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_is_to_be_seen_in_any_room() {
        let named = [("All", 38), ("Same record", 3), ("Closed", 3)];
        let tabs = named.map(|(name, count)| ListTab {
            name,
            count: count.to_string(),
            shown: name == "All",
        });
        let line = |room| {
            let line = in_line(&tabs, room).into_iter();
            line.map(|(said, _)| said).collect::<String>()
        };
        assert_eq!(line(33), "[All 38] Same record 3  Closed 3 ");
        assert_eq!(line(32), "[All 38] Same record 3 Closed 3");
        assert_eq!(line(29), "[All 38] Same rec~ 3 Closed 3");
        assert_eq!(line(23), "[All 38] Sam~ 3 Clo~ 3");
        assert_eq!(line(10), "[All 38] S~ 3 C~ 3");
    }
}
