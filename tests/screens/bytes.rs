//! How many bytes a key costs that moves the cursor, in every list, in a usual window and in a large one. Bytes do not
//! depend on the machine: on a line of 4,000 a second, 160 are a twenty-fifth of a second.

use super::support::district::File;
use super::support::length::Sample;

/// What a move within a page may cost at the most.
const MOVE: usize = 160;
/// What a line that comes in may cost, on the average of so many, and one while a key is held down.
const SCROLLED: [((u16, u16), usize); 2] = [((80, 24), 350), ((200, 60), 600)];
const LINES: usize = 10;

/// Each list, by the keys that lead to it from the one before.
const LISTS: [(&str, &str); 16] = [
    ("the finder", "Esc"),
    ("the queue", "1"),
    ("a checklist", "Enter"),
    ("the agenda", "Esc Esc 2"),
    ("contracts", "v l"),
    ("schools", "3"),
    ("products of a school", "Enter"),
    ("products by schools", "Esc v"),
    ("overlaps", "4"),
    ("what is at risk", "6 Tab Enter"),
    ("the dashboard", "q"),
    ("owners", "o"),
    ("training", "Tab"),
    ("holes", "7"),
    ("gaps", "]"),
    ("claims", "] ] ]"),
];

#[test]
fn a_key_that_moves_the_cursor_costs_few_bytes() {
    let mut over = Vec::new();
    let mut sample = Sample::one_of(2, "lists in a window");
    for (at, (size, scrolled)) in SCROLLED.into_iter().enumerate() {
        let mut screen = File::demo().open().sized(size.0, size.1);
        for (nth, (name, keys)) in LISTS.into_iter().enumerate() {
            screen.press(keys);
            if !sample.takes(at + nth) {
                continue;
            }
            screen.painted();
            let mut told = |what: &str, bytes: &[usize], most: usize| {
                if most < bytes.iter().copied().max().unwrap_or(0) {
                    over.push(format!("{name} {size:?}: {what} {bytes:?}, {most} at most"));
                }
            };
            let moves: Vec<usize> = (0..4).map(|_| screen.moved("j").0).collect();
            assert!(moves.iter().any(|bytes| *bytes > 0), "{name} {size:?}");
            told("moves", &moves, MOVE);
            screen.press("G PgUp PgUp");
            screen.painted();
            let lines: Vec<usize> = (0..LINES).map(|_| screen.moved("k").0).collect();
            let average = lines.iter().sum::<usize>() / LINES;
            told("lines that come in", &[average], scrolled);
            let held = screen.held_down("k", LINES);
            told("lines of a held key", &held, scrolled);
            if std::env::var_os("HALLPASS_BYTES").is_some() {
                println!("{name} {size:?}: {moves:?}, {lines:?}, held {held:?}");
            }
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}
