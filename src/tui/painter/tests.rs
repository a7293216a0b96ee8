//! The painter against a terminal emulator: whatever frames come, the emulated screen equals the frame.

use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;

use super::still::CursorPace;
use super::*;

fn emulator(width: u16, height: u16) -> vt100::Parser {
    let size = |n| NonZeroU16::new(n).unwrap();
    vt100::Parser::new(size(height), size(width), 0)
}

/// Panics with both pictures unless the emulator shows the frame.
fn check(screen: &vt100::Screen, frame: &Buffer) {
    for y in 0..frame.area.height {
        let mut hidden = 0;
        for x in 0..frame.area.width {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let cell = frame.cell((x, y)).unwrap();
            let wide = cell.symbol().width().max(1) as u16;
            let shown = screen.cell(y, x).unwrap();
            let text = if shown.contents().is_empty() {
                " "
            } else {
                shown.contents()
            };
            let expected = if x + wide > frame.area.width {
                " "
            } else {
                cell.symbol()
            };
            let mut alike = text == expected;
            if text != " " {
                let red = shown.fgcolor() == vt100::Color::Idx(1);
                alike &= shown.bold() == cell.modifier.contains(Modifier::BOLD);
                alike &= red == (cell.fg == Color::Red);
            }
            alike &= shown.inverse() == cell.modifier.contains(Modifier::REVERSED);
            assert!(
                alike,
                "{text:?} for {cell:?} at {x},{y} of\n{}",
                screen.contents()
            );
            hidden = wide - 1;
        }
    }
}

/// One change of a frame into the next.
#[derive(Clone, Debug)]
enum FrameStep {
    Text(u16, u16, String, u8),
    ScrollUp(u16, u16, u16),
    ScrollDown(u16, u16, u16),
    Blank(u16, u16),
    Forget,
}

fn step() -> impl Strategy<Value = FrameStep> {
    let words = prop_oneof![
        "[ a-z]{1,30}",
        "[a-e日本é─│ ]{1,20}",
        Just(" ".repeat(25)),
        Just("e\u{301}a".to_string()),
    ];
    prop_oneof![
        8 => (0..40_u16, 0..12_u16, words, 0..6_u8).prop_map(|(x, y, t, s)| FrameStep::Text(x, y, t, s)),
        3 => (0..12_u16, 0..12_u16, 1..5_u16).prop_map(|(a, b, n)| FrameStep::ScrollUp(a, b, n)),
        3 => (0..12_u16, 0..12_u16, 1..5_u16).prop_map(|(a, b, n)| FrameStep::ScrollDown(a, b, n)),
        1 => (0..12_u16, 0..12_u16).prop_map(|(a, b)| FrameStep::Blank(a, b)),
        1 => Just(FrameStep::Forget),
    ]
}

fn style(kind: u8) -> Style {
    match kind {
        1 => Style::new().bold(),
        2 => Style::new().reversed(),
        3 => Style::new().red().bold(),
        4 => Style::new().reversed().bold(),
        _ => Style::new(),
    }
}

fn change(frame: &mut Buffer, step: &FrameStep) {
    let width = frame.area.width as usize;
    let height = frame.area.height;
    let mut block = |a: u16, b: u16, work: &dyn Fn(&mut [Cell])| {
        let (top, bottom) = (a.min(b) % height, a.max(b) % height);
        if top <= bottom {
            work(&mut frame.content[top as usize * width..(bottom as usize + 1) * width]);
        }
    };
    match step {
        FrameStep::Text(x, y, text, kind) => {
            let (x, y) = (x % frame.area.width, y % height);
            frame.set_string(x, y, text, style(*kind));
        }
        FrameStep::ScrollUp(a, b, n) => block(*a, *b, &|cells| {
            let by = (*n as usize * width).min(cells.len());
            cells.rotate_left(by);
            let from = cells.len() - by;
            cells[from..].fill(Cell::EMPTY);
        }),
        FrameStep::ScrollDown(a, b, n) => block(*a, *b, &|cells| {
            let by = (*n as usize * width).min(cells.len());
            cells.rotate_right(by);
            cells[..by].fill(Cell::EMPTY);
        }),
        FrameStep::Blank(a, b) => block(*a, *b, &|cells| cells.fill(Cell::EMPTY)),
        FrameStep::Forget => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_terminal_always_shows_the_frame(
        width in 1..45_u16,
        height in 1..13_u16,
        batches in prop::collection::vec(prop::collection::vec(step(), 1..12), 1..8),
    ) {
        let mut emulator = emulator(width, height);
        let mut painter = Painter::default();
        let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
        for (number, batch) in batches.iter().enumerate() {
            for step in batch {
                change(&mut frame, step);
                if matches!(step, FrameStep::Forget) {
                    painter.forget();
                    emulator.process(b"\x1b[3;4Hgarbage\x1b[7m");
                }
            }
            let cursor = Position::new(number as u16 % width, number as u16 % height);
            emulator.process(painter.paint(&frame, cursor));
            check(emulator.screen(), &frame);
            prop_assert_eq!(emulator.screen().cursor_position(), (cursor.y, cursor.x));
            prop_assert_eq!(painter.paint(&frame, cursor), b"");
        }
    }
}

/// A list as the views draw it: heading, rows, a marked selection, position in line 2, footer.
fn list(width: u16, height: u16, offset: usize, selected: usize) -> (Buffer, Position) {
    let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
    let rows = height as usize - 5;
    let plain = Style::new();
    frame.set_string(0, 0, "hallpass  3 Schools  [5 Find]", plain);
    let heading = format!(" rows {}-{} of 60000", offset + 1, offset + rows);
    frame.set_string(0, 1, heading, plain);
    frame.set_string(
        0,
        2,
        "  PRODUCT              STATUS      SEATS  USE COVER    COST",
        style(1),
    );
    let mut cursor = Position::ORIGIN;
    for line in 0..rows {
        let item = offset + line;
        let y = line as u16 + 3;
        let name = format!("Product {:x} {}", item * 7919 % 65_521, item);
        let marked = if item == selected { style(2) } else { plain };
        let mark = if item == selected { ">" } else { " " };
        frame.set_string(0, y, mark, plain);
        frame.set_string(2, y, format!("{name:<20}"), marked);
        let rest = format!(
            "YES    {:>5}/{:<5} {:>3}%  {:>3}% {:>8}",
            item * 31 % 999,
            1000,
            item % 100,
            item % 97,
            item * 131
        );
        frame.set_string(23, y, rest, plain);
        if width > 100 {
            frame.set_string(
                90,
                y,
                format!(
                    "Vendor number {item}, owner reyes, reviewed by ortiz, renews on Sep {}",
                    item % 30
                ),
                plain,
            );
        }
        if item == selected {
            cursor = Position::new(0, y);
        }
    }
    frame.set_string(0, height - 1, " Enter open  : commands  ? help", plain);
    (frame, cursor)
}

#[test]
fn moving_and_scrolling_stay_within_their_bytes() {
    for (width, height, scroll_limit) in [(80, 24, 250), (200, 60, 400)] {
        let rows = height as usize - 5;
        let mut emulator = emulator(width, height);
        let mut painter = Painter::default();
        let mut bytes = |offset, selected| {
            let (frame, cursor) = list(width, height, offset, selected);
            let out = painter.paint(&frame, cursor).to_vec();
            emulator.process(&out);
            check(emulator.screen(), &frame);
            out.len()
        };
        bytes(0, 0);
        for selected in 1..rows {
            let used = bytes(0, selected);
            assert!(used <= 160, "{used} bytes to move at {width}x{height}");
        }
        for offset in 1..30 {
            let used = bytes(offset, offset + rows - 1);
            assert!(
                used <= scroll_limit,
                "{used} bytes to scroll at {width}x{height}"
            );
        }
        for offset in (0..29).rev() {
            let used = bytes(offset, offset);
            assert!(
                used <= scroll_limit + 60,
                "{used} bytes to scroll back at {width}x{height}"
            );
        }
        assert_eq!(bytes(0, 0), 0);
    }
}

/// A list of eight rows from this one on, and details that fill what is beside it.
fn two_panes(first: usize, details: &str, list_left: bool) -> (Buffer, Lively) {
    let mut frame = Buffer::empty(Rect::new(0, 0, 40, 12));
    let (list, beside) = if list_left { (0, 21) } else { (21, 0) };
    for y in 0..10_u16 {
        frame.set_string(20, y + 1, "│", Style::new());
        let row = format!("{} School", first + usize::from(y));
        frame.set_string(list, y + 1, row, Style::new());
        frame.set_string(beside, y + 1, details.repeat(3), Style::new());
    }
    let lively = Lively {
        lists: vec![Rect::new(list, 1, 19, 10)],
        message: Rect::new(0, 11, 40, 1),
    };
    (frame, lively)
}

#[test]
fn what_stands_beside_a_list_stays_while_the_cursor_moves_and_is_gone_while_a_held_key_scrolls_it()
{
    use CursorPace::{Held, Moves, Rests};
    for list_left in [true, false] {
        let mut painter = Painter::default();
        let mut terminal = emulator(40, 12);
        for (first, details, pace, beside) in [
            (1, "one", Rests, "oneoneone"),
            (1, "two", Moves, "oneoneone"),
            (1, "two", Rests, "twotwotwo"),
            (2, "three", Held, ""),
            (3, "four", Held, ""),
            (3, "five", Rests, "fivefivefive"),
        ] {
            let (mut frame, lively) = two_panes(first, details, list_left);
            painter.keep_still(&mut frame, lively, pace);
            let bytes = painter.paint(&frame, Position::new(0, 1)).to_vec();
            terminal.process(&bytes);
            check(terminal.screen(), &frame);
            let line = terminal.screen().contents();
            let line = line.lines().nth(5).unwrap_or_default();
            let (left, right) = line.split_once('│').unwrap();
            let (list, details) = if list_left {
                (left, right)
            } else {
                (right, left)
            };
            assert_eq!(list.trim(), format!("{} School", first + 4));
            assert_eq!(details.trim(), beside);
            assert!(pace != Held || bytes.len() < 150, "{} bytes", bytes.len());
        }
    }
}

#[test]
fn where_the_list_stands_elsewhere_nothing_stays() {
    let mut painter = Painter::default();
    let (mut frame, lively) = two_panes(1, "one", true);
    painter.keep_still(&mut frame, lively, CursorPace::Rests);
    painter.paint(&frame, Position::ORIGIN);
    let (mut frame, mut lively) = two_panes(1, "two", true);
    lively.lists[0].height -= 1;
    let whole = frame.clone();
    painter.keep_still(&mut frame, lively, CursorPace::Moves);
    assert_eq!(frame, whole);
}
