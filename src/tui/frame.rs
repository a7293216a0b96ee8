//! The whole window: tabs, context, body, popups, message line, footer.
//!
//! Called by `tui::run` after each batch of events, and by tests. Draws what `app` says and decides
//! nothing. The message line and the footer never go, whatever the height.

mod heading;

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::canvas::Canvas;
use super::command::Command;
use super::keymap::{self, KeyContext};
use super::notice::{ERROR, OK};
use super::painter::still::{CursorPace, Lively};
use super::popup::Rooms;
use super::scene::WindowShape;
use super::theme::TextRole;
use crate::domain::text;
use crate::domain::text::wrap;

/// Blanks between two hints of the footer.
const BETWEEN: u16 = 2;
/// What is said while letters are text.
const TYPING: &str = "TYPING";

/// Lines a message may have.
const LINES: usize = 2;
/// The same where it names a file, or something went wrong: nobody finds a file by half of its path, nor what to do by half
/// of a sentence.
const LINES_IN_FULL: usize = 5;

/// What a frame is besides its cells.
pub struct Drawn {
    /// Where the cursor goes.
    pub cursor: Position,
    /// What of it changes while the cursor goes by.
    pub lively: Lively,
}

/// Draws everything into an empty frame.
pub fn draw(app: &App, frame: &mut Buffer) -> Drawn {
    let area = frame.area;
    let scene = app.scene();
    let mut canvas = Canvas::new(frame, scene.look).marking(app.fresh());
    canvas.hold(app.pace() == CursorPace::Held);
    if scene.shape == WindowShape::Tiny {
        let below = draw_mark(app, area, &mut canvas);
        if !app.view().draw_tiny(below, &mut canvas, scene) {
            draw_note(app, area, below, &mut canvas);
        }
        return Drawn {
            cursor: canvas.cursor().unwrap_or_default(),
            lively: Lively::default(),
        };
    }
    let message = message_lines(app, area.width);
    // What is said on two lines takes one from the page, so that it hides no row.
    let others = app.others_edit();
    let below = (message.len().max(1) + usize::from(others.is_some())) as u16 + 1;
    let rooms = Rooms {
        page: Rect {
            height: area.height - below,
            ..area
        },
        body: Rect {
            y: 2,
            height: area.height - 2 - below,
            ..area
        },
    };
    draw_tabs(app, area, &mut canvas);
    heading::draw(app, area, &mut canvas);
    app.view().draw(rooms.body, &mut canvas, scene);
    let lists = canvas.lists().to_vec();
    // Beside the rows of a popup stands nothing that matters.
    canvas.hold(true);
    for popup in app.popups() {
        popup.draw(rooms, &mut canvas, scene);
    }
    if let Some(others) = others {
        let line = Rect::new(0, rooms.page.bottom(), area.width, 1);
        canvas.clear(line);
        let room = area.width.saturating_sub(2);
        canvas.text(1, line.y, room, &others, TextRole::Alarm);
    }
    draw_message(app, &message, area, &mut canvas);
    draw_footer(app, area.bottom() - 1, area.width, &mut canvas);
    Drawn {
        cursor: canvas.cursor().unwrap_or(Position::new(0, 2)),
        lively: Lively {
            lists,
            message: Rect {
                y: rooms.page.bottom(),
                height: below - 1,
                ..area
            },
        },
    }
}

/// The words at the end of line 1, the last of them first.
fn words(app: &App) -> Vec<(bool, &'static str, TextRole)> {
    let scene = app.scene();
    vec![
        (
            scene.mark.is_some(),
            scene.mark.unwrap_or_default(),
            TextRole::Alarm,
        ),
        (scene.read_only, "READ-ONLY", TextRole::Alarm),
        (app.context().is_typing(), TYPING, TextRole::Typing),
    ]
}

fn draw_tabs(app: &App, area: Rect, canvas: &mut Canvas) {
    let scene = app.scene();
    let words = words(app);
    let taken = words.iter().filter(|(said, ..)| *said);
    let taken: usize = taken.map(|(_, word, _)| word.len() + 2).sum();
    let tabs = tabs(app, (area.width as usize).saturating_sub(taken + 1));
    let x = canvas.text(0, 0, area.width, &tabs, TextRole::Plain);
    let mut end = area.width.saturating_sub(1);
    for (_, word, role) in words.into_iter().filter(|(said, ..)| *said) {
        canvas.right(x, end, 0, word, role);
        end = end.saturating_sub(word.len() as u16 + 2);
    }
    let room = end.saturating_sub(x + 1) as usize;
    if text::width(&text::shown(&scene.district)) <= room {
        canvas.right(x, end, 0, &scene.district, TextRole::Plain);
    }
}

/// The tabs as they fit: with the program's name and whole words, with short words, without the name,
/// close together, with the shortest words, with letters for as many as need be, without counts. While typing, its word
/// takes room as well.
fn tabs(app: &App, room: usize) -> String {
    let brand = if app.scene().shape == WindowShape::Full {
        "hallpass "
    } else {
        ""
    };
    let forms = [
        brand.to_owned() + &in_line(app, TabNames::Whole),
        brand.to_owned() + &in_line(app, TabNames::Short),
        in_line(app, TabNames::Short),
        in_line(app, TabNames::Close),
    ];
    let lettered = (0..=app.views().len()).rev();
    let lettered = lettered.map(|words| in_line(app, TabNames::Letters(words)));
    let mut forms = forms.into_iter().chain(lettered);
    let fits = |tabs: &String| text::width(tabs) <= room;
    forms
        .find(fits)
        .unwrap_or_else(|| in_line(app, TabNames::Bare))
}

/// How tabs are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TabNames {
    /// `2 Renewals 5!`
    Whole,
    /// `2 Renew 5!`
    Short,
    /// The same with one blank between.
    Close,
    /// The same with the shortest words for so many from the left; of the others `2R 5!`, but for the tab shown.
    Letters(usize),
    /// `2R`, but for the tab shown.
    Bare,
}

fn in_line(app: &App, words: TabNames) -> String {
    let shown = app.view().tab();
    let views = app.views().iter();
    let views = views.filter(|view| !view.tab().is_page());
    let named = views.enumerate().map(|(at, view)| {
        let tab = view.tab();
        let row = keymap::row_of(KeyContext::Global, Command::Show(tab));
        let key = row.map_or("", keymap::KeyRow::key);
        let [whole, short, shortest] = view.names();
        let name = match words {
            TabNames::Whole => format!("{key} {whole}"),
            TabNames::Letters(words) if at < words => format!("{key} {shortest}"),
            TabNames::Letters(_) | TabNames::Bare if tab != shown => {
                format!("{key}{}", whole.get(..1).unwrap_or_default())
            }
            _ => format!("{key} {short}"),
        };
        let badge = match view.badge() {
            none if none.is_empty() || (words == TabNames::Bare && tab != shown) => String::new(),
            badge => format!(" {badge}"),
        };
        if tab == shown {
            format!("[{name}{badge}]")
        } else if matches!(words, TabNames::Close | TabNames::Letters(_)) {
            format!(" {name}{badge}")
        } else {
            format!(" {name}{badge} ")
        }
    });
    named.collect()
}

/// The message, its mark left out, on as many lines as it needs, but no more than [`LINES`], or [`LINES_IN_FULL`]. Of
/// a longer one the beginning is kept, which says what happened, and the end, which says what to do.
fn message_lines(app: &App, width: u16) -> Vec<String> {
    let (mark, text) = app.message();
    if text.is_empty() {
        return Vec::new();
    }
    let room = (width as usize).saturating_sub(2 + indent(&mark)).max(1);
    let said = format!("{}{}", text::shown(text), app.unread());
    let mut lines = wrap(&said, room);
    let path = |word: &str| word.len() > 1 && word.starts_with('/');
    let wrong = mark.starts_with(ERROR);
    let most = if wrong || said.split(' ').any(path) {
        LINES_IN_FULL
    } else {
        LINES
    };
    if lines.len() > most {
        lines.truncate(most - 1);
        let mut end = String::new();
        for word in said.split(' ').rev() {
            let longer = format!(" {word}{end}");
            if text::width(&longer) + 1 > room {
                break;
            }
            end = longer;
        }
        lines.push(format!("~{end}"));
    }
    lines
}

/// Columns that a mark takes before the text, on each line.
fn indent(mark: &str) -> usize {
    if mark.is_empty() { 0 } else { mark.len() + 2 }
}

fn draw_message(app: &App, lines: &[String], area: Rect, canvas: &mut Canvas) {
    let (mark, _) = app.message();
    let top = area.bottom() - 1 - lines.len().max(1) as u16;
    canvas.clear(Rect {
        y: top,
        height: area.bottom() - 1 - top,
        ..area
    });
    canvas.text(1, top, area.width - 1, &mark, mark_role(&mark));
    let x = 1 + indent(&mark) as u16;
    for (line, y) in lines.iter().zip(top..) {
        canvas.text(x, y, area.width.saturating_sub(x), line, TextRole::Plain);
    }
}

fn mark_role(mark: &str) -> TextRole {
    if mark == OK {
        TextRole::GoodMark
    } else {
        TextRole::AlarmMark
    }
}

/// One hint: the key and what it does.
type Hint = (String, String);

fn draw_footer(app: &App, y: u16, width: u16, canvas: &mut Canvas) {
    canvas.clear(Rect::new(0, y, width, 1));
    let (hints, tail) = footer(app);
    let wide = |hint: &Hint| (text::width(&hint.0) + 1 + text::width(&hint.1)) as u16;
    let tail_width: u16 = tail.iter().map(|hint| wide(hint) + BETWEEN).sum();
    let tail_at = width.saturating_sub(tail_width.saturating_sub(1)).max(1);
    let mut x = 1;
    for hint in hints {
        if x + wide(&hint) + BETWEEN > tail_at {
            break;
        }
        x += draw_hint(canvas, x, y, width, &hint) + BETWEEN;
    }
    x = tail_at;
    for hint in &tail {
        x += draw_hint(canvas, x, y, width, hint) + BETWEEN;
    }
}

fn draw_hint(canvas: &mut Canvas, x: u16, y: u16, width: u16, (key, label): &Hint) -> u16 {
    let room = width.saturating_sub(x);
    canvas.pieces(
        x,
        y,
        room,
        &[
            (key, TextRole::Key),
            (" ", TextRole::Plain),
            (label, TextRole::Plain),
        ],
    )
}

/// What to name, most useful first, and what is never dropped: a way back and a way to help.
fn footer(app: &App) -> (Vec<Hint>, Vec<Hint>) {
    let context = app.context();
    let mut named: Vec<((bool, u8), Hint)> = Vec::new();
    let mut name = |command, back: Option<Command>, label: &str, near: bool| {
        if let Some(row) = keymap::row_of(context, command) {
            let key = match row.key() {
                "printable" => "type",
                key => key,
            };
            let back = back.and_then(|back| keymap::row_of(context, back));
            let key = back.map_or_else(|| key.to_owned(), |back| format!("{key} {}", back.key()));
            let label = if label.is_empty() { row.label } else { label };
            named.push(((!near, row.rank), (key, label.to_string())));
        }
    };
    if let Some(popup) = app.popups().last() {
        let hints = popup.hints().into_iter();
        for (command, label) in hints.filter(|(command, _)| *command != Command::Close) {
            name(command, None, label, false);
        }
    } else {
        for offer in app.view().offers(app.scene()) {
            if offer.off.is_none() {
                name(offer.command, offer.back, offer.label, offer.near);
            }
        }
        named.retain(|((_, rank), _)| *rank > 0);
        named.sort_by_key(|(rank, _)| *rank);
        // Where two keys do the same here, one is enough.
        let mut said = HashSet::new();
        named.retain(|(_, (_, label))| said.insert(label.clone()));
    }
    let hints = named.into_iter().map(|(_, hint)| hint).collect();
    (hints, tail(app, context))
}

fn tail(app: &App, context: KeyContext) -> Vec<Hint> {
    let hint = |context, command, label: &str| {
        let row = keymap::row_of(context, command)?;
        let label = if label.is_empty() { row.label } else { label };
        Some((row.key().to_string(), label.to_string()))
    };
    let global = |command| hint(KeyContext::Global, command, "");
    let hints = match (context, app.popups().is_empty()) {
        (KeyContext::Text, _) => {
            let hints = app.popups().last().map(|popup| popup.hints());
            let close = hints.into_iter().flatten();
            let close = close.filter(|(command, _)| *command == Command::Close);
            let label = close.map(|(_, label)| label).next().unwrap_or_default();
            vec![hint(context, Command::Close, label)]
        }
        (KeyContext::Picker, true) => {
            let offers = app.view().offers(app.scene());
            let close = offers.iter().find(|o| o.command == Command::Close);
            let label = close.map_or("leave the box, then ? help", |offer| offer.label);
            vec![hint(context, Command::Close, label)]
        }
        (KeyContext::Picker | KeyContext::Menu, _) => vec![hint(context, Command::Close, "close")],
        (_, false) => vec![global(Command::Back), global(Command::Help)],
        (_, true) => {
            let back = if app.can_go_back() {
                Command::Back
            } else {
                Command::Quit
            };
            vec![
                global(back),
                global(Command::Palette),
                global(Command::Help),
            ]
        }
    };
    hints.into_iter().flatten().collect()
}

/// Where nothing names the district, a line says that nothing of it is real; gives what is left below it.
fn draw_mark(app: &App, area: Rect, canvas: &mut Canvas) -> Rect {
    let Some(mark) = app.scene().mark else {
        return area;
    };
    canvas.right(0, area.width, 0, mark, TextRole::Alarm);
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// What a window too small for lists says, in the room it has.
fn draw_note(app: &App, window: Rect, area: Rect, canvas: &mut Canvas) {
    let saved = match app.drafts() {
        0 => "Your work is saved.".to_string(),
        1 => "Your work is saved: 1 draft.".to_string(),
        count => format!("Your work is saved: {count} drafts."),
    };
    let text = format!(
        "This window is {} x {}.\nhallpass needs 60 x 18 for lists, 80 x 24 is best.\n\n{saved}\n\
         Make the window bigger and it comes back.\n\nStill works here:\n\
         \u{20}f   find a product, one line per answer\n\u{20}Q   quit\n\n\
         tmux: Ctrl-B z zooms this pane.",
        window.width, window.height
    );
    let (message_mark, message) = app.message();
    let lines = wrap(&text, area.width.saturating_sub(2).max(1) as usize);
    let top = u16::from(area.height > 12);
    for (row, line) in lines.iter().enumerate().take(area.height as usize) {
        canvas.text(
            1,
            area.y + top + row as u16,
            area.width.saturating_sub(1),
            line,
            TextRole::Plain,
        );
    }
    if !message.is_empty() && area.height > 2 {
        let y = area.bottom() - 1;
        canvas.clear(Rect::new(0, y, area.width, 1));
        let pieces = [
            (message_mark.as_str(), mark_role(&message_mark)),
            (" ", TextRole::Plain),
            (message, TextRole::Plain),
        ];
        canvas.pieces(0, y, area.width, &pieces);
    }
}
