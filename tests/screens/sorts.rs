//! Each line of a sort menu says a column: the rows stand by what that column says of them, and those of which it says
//! nothing stand last, whichever way round.

use std::collections::BTreeSet;

use hallpass::domain::text::fold;

use super::support::district::File;
use super::support::screen::Screen;

/// What a column of the written list is compared by.
#[derive(Clone, Copy)]
enum By {
    /// Words from A, and days from the first.
    Words,
    /// The same; nothing is a value too, and stands first.
    WordsOrNone,
    /// Numbers from the largest.
    Most,
    /// Numbers from the smallest.
    Least,
    /// `5/8`: the fewest left first.
    Left,
    /// By these words in this order.
    In(&'static [&'static str]),
}

impl By {
    /// Where a cell stands; none for one that says nothing.
    fn rank(self, cell: &str) -> Option<(i64, String)> {
        let number = |text: &str| {
            let text: String = text
                .chars()
                .filter(|c| !matches!(c, '$' | ',' | '%' | '!'))
                .collect();
            (text.parse::<f64>().unwrap() * 100.0) as i64
        };
        match self {
            By::WordsOrNone => Some((0, fold(cell))),
            _ if cell.is_empty() => None,
            By::Words => Some((0, fold(cell))),
            By::Most => Some((-number(cell), String::new())),
            By::Least => Some((number(cell), String::new())),
            By::Left => {
                let (answered, of) = cell.split_once(" of ").unwrap();
                let of = of.split(',').next().unwrap();
                Some((number(of) - number(answered), String::new()))
            }
            By::In(words) => {
                let at = words.iter().position(|word| *word == cell).unwrap();
                Some((at as i64, String::new()))
            }
        }
    }
}

const SEVERITIES: &[&str] = &["LOCKED", "OVERDUE", "D14", "D45", "D90", "LATER", "LAPSE"];
const KINDS: &[&str] = &["O1", "O2", "O3", "O4", "O5", "O6"];

/// A list by the keys that lead to it from the one before, with the letters of its sort menu.
type SortedList = (&'static str, &'static [(char, &'static str, By)]);

const LISTS: [SortedList; 10] = [
    (
        "Esc 1",
        &[
            ('y', "due_on", By::Words),
            ('p', "product", By::Words),
            ('w', "school", By::Words),
            ('n', "kind", By::Words),
            ('t', "technical", By::Left),
            ('c', "curricular", By::Left),
            ('o', "owner", By::Words),
            ('i', "tier", By::Most),
        ],
    ),
    (
        "2 v l",
        &[
            ('p', "product", By::Words),
            ('c', "annual", By::Most),
            ('u', "used_pct", By::Least),
            ('o', "owner", By::WordsOrNone),
            ('s', "severity", By::In(SEVERITIES)),
            ('w', "scope", By::Words),
            ('e', "term_end", By::Words),
        ],
    ),
    (
        "3",
        &[
            ('s', "school", By::Words),
            ('n', "products", By::Most),
            ('c', "cost", By::Most),
            ('d', "per_student", By::Most),
            ('u', "unused", By::Most),
            ('e', "enrollment", By::Most),
        ],
    ),
    (
        "Tab",
        &[
            ('p', "product", By::Words),
            ('s', "seats", By::Most),
            ('u', "used_pct", By::Most),
            ('o', "cover_pct", By::Most),
            ('c', "cost", By::Most),
            ('d', "unused", By::Most),
            ('e', "term_end", By::Words),
        ],
    ),
    (
        "v",
        &[
            ('p', "product", By::Words),
            ('s', "seats", By::Most),
            ('u', "used_pct", By::Most),
            ('c', "cost", By::Most),
            ('d', "unused", By::Most),
        ],
    ),
    (
        "4",
        &[
            ('d', "at_stake", By::Most),
            ('a', "act_by", By::Words),
            ('t', "kind", By::In(KINDS)),
            ('w', "title", By::Words),
            ('o', "owner", By::WordsOrNone),
        ],
    ),
    (
        "6 Tab Enter",
        &[
            ('t', "taken", By::Most),
            ('g', "gross", By::Most),
            ('c', "cost", By::Most),
            ('p', "product", By::Words),
            ('s', "school", By::Words),
            ('n', "contract", By::Words),
        ],
    ),
    (
        "q o w",
        &[('c', "cost", By::Most), ('p', "product", By::Words)],
    ),
    (
        "Tab",
        &[
            ('p', "product", By::Words),
            ('s', "school", By::Words),
            ('t', "percent", By::Least),
            ('n', "next_on", By::Words),
        ],
    ),
    (
        ": p e o p l e Enter",
        &[
            ('n', "name", By::Words),
            ('o', "login", By::Words),
            ('r', "roles", By::Words),
            ('a', "since", By::Words),
            ('e', "left_on", By::Words),
        ],
    ),
];

/// The cells of this column as the list shown is written.
fn written(screen: &mut Screen, column: &str) -> Vec<String> {
    let before: BTreeSet<_> = screen.exports().into_iter().collect();
    screen.press("x c");
    let all: BTreeSet<_> = screen.exports().into_iter().collect();
    let mut new = all.difference(&before);
    let Some((_, file)) = new.next() else {
        panic!("nothing was written of\n{}", screen.text());
    };
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == column);
    let at = at.unwrap_or_else(|| panic!("no {column} in\n{}", screen.text()));
    let rows = reader.records().map(|row| row.unwrap()[at].to_owned());
    rows.collect()
}

#[test]
fn every_sort_key_sorts_by_what_it_says_and_what_is_not_known_is_last() {
    let mut screen = File::demo().open().sized(200, 60);
    let mut wrong = Vec::new();
    for (keys, sorts) in LISTS {
        screen.press(keys);
        for (letter, column, by) in sorts {
            for _ in 0..2 {
                screen.press(&format!("s {letter}"));
                let line = screen.line(1);
                let reversed = line.contains(", reversed");
                let cells = written(&mut screen, column);
                assert!(cells.len() > 4, "{keys} {letter}: {cells:?}");
                let ranks: Vec<_> = cells.iter().map(|cell| by.rank(cell)).collect();
                let first_unknown = ranks.iter().position(Option::is_none);
                let known = &ranks[..first_unknown.unwrap_or(ranks.len())];
                let none_after = ranks[known.len()..].iter().all(Option::is_none);
                let in_order = known.is_sorted_by(|a, b| if reversed { a >= b } else { a <= b });
                if !none_after || !in_order {
                    wrong.push(format!("{keys} s {letter}, {}: {cells:?}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
