//! Line 2: where the person stays, what the view says of itself, and who the person is.

use ratatui::layout::Rect;

use super::super::app::App;
use super::super::canvas::Canvas;
use super::super::theme::TextRole;
use crate::domain::text;

/// What stands between two parts.
const BETWEEN: &str = "   ";

pub(super) fn draw(app: &App, area: Rect, canvas: &mut Canvas) {
    let scene = app.scene();
    let scope = scene.scope.as_ref();
    let scope = scope.map_or(scene.everywhere, |school| &school.name);
    let who = format!(" {} ", scene.who);
    let who_width = (text::width(&text::shown(&who)) as u16).min(area.width / 2);
    let room = area.width - who_width;
    let line = in_line(scope, &app.view().heading(scene), room.into());
    canvas.text(0, 1, room, &line, TextRole::Plain);
    canvas.right(room, area.width, 1, &who, TextRole::Plain);
}

/// Line 2 in at most `room` columns: parts that do not fit are left out whole, the last first. Of the first, which
/// matters most, the words that fit are kept even then.
fn in_line(scope: &str, parts: &[String], room: usize) -> String {
    let mut line = format!(" @{}", text::shown(scope));
    for (at, part) in parts.iter().enumerate() {
        let part = text::shown(part);
        let left = room.saturating_sub(text::width(&line) + BETWEEN.len());
        let fits = text::width(&part) <= left;
        if !fits && at > 0 {
            break;
        }
        let said = if fits {
            part
        } else {
            whole_words(&part, left).into()
        };
        if !said.is_empty() {
            line.push_str(BETWEEN);
            line.push_str(&said);
        }
        if !fits {
            break;
        }
    }
    line
}

/// As many words as fit into `room` columns with the mark of a cut behind them; none where not even one does.
fn whole_words(text: &str, room: usize) -> String {
    let mut kept = String::new();
    for word in text.split(' ') {
        let longer = format!("{kept}{word} ");
        if text::width(&longer) + 1 > room {
            break;
        }
        kept = longer;
    }
    if kept.is_empty() { kept } else { kept + "~" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_left_out_whole_from_the_end() {
        // 1 + 12 columns of scope, then 3 + 7 and 3 + 12.
        let parts = ["21 open".to_owned(), "sort: act by".to_owned()];
        for (room, line) in [
            (38, " @all schools   21 open   sort: act by"),
            (37, " @all schools   21 open"),
            (23, " @all schools   21 open"),
            (22, " @all schools   21 ~"),
            (20, " @all schools   21 ~"),
            (19, " @all schools"),
            (5, " @all schools"),
        ] {
            assert_eq!(in_line("all schools", &parts, room), line, "{room}");
        }
    }

    #[test]
    fn a_short_part_does_not_take_the_place_of_a_longer_one_before_it() {
        let parts = ["a".to_owned(), "b".repeat(30), "c".to_owned()];
        assert_eq!(in_line("LIN", &parts, 20), " @LIN   a");
    }

    #[test]
    fn nothing_is_said_behind_the_school_where_a_view_says_nothing() {
        assert_eq!(in_line("LIN", &[], 60), " @LIN");
    }
}
