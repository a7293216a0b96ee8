//! Tables as wide as the terminal: every list of the made-up district at 80 and 200 columns, and at 120 through a pipe.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::desk::{Desk, PROGRAM};

/// Each list that a command prints, at its longest.
const LISTS: &[&str] = &[
    "queue",
    "renewals --all",
    "renewals --unknown",
    "overlaps --closed",
    "overlaps",
    "schools",
    "inventory RIL",
    "owners",
    "training",
    "waste",
    "gaps",
    "route R.35.2 --school RIL --grade 3",
    "standards --stacks",
    "standards --idle",
    "standards --claimed",
    "history --limit 3000",
    "people list",
    "people key list",
    "words list",
    "policy list",
    "checklist show technical",
    "checklist show curricular",
];

/// What a command prints on a terminal of so many columns; of notices nothing.
fn on_terminal(desk: &Desk, line: &str, columns: u16) -> String {
    let size = PtySize {
        rows: 24,
        cols: columns,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("{PROGRAM} {line} 2>notices")]);
    command.env_clear();
    command.cwd(desk.path(""));
    command.env("HALLPASS_DB", desk.path("office.db"));
    command.env("HALLPASS_USER", "ada");
    command.env("HALLPASS_NOW", "2026-03-10");
    command.env("TERM", "xterm");
    command.env("PATH", "/usr/bin:/bin");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut shown = Vec::new();
    // The end of a terminal is an error.
    let _ = pair
        .master
        .try_clone_reader()
        .unwrap()
        .read_to_end(&mut shown);
    child.wait().unwrap();
    String::from_utf8(shown).unwrap().replace('\r', "")
}

/// The lines from the titles on: what stands above them are sentences.
fn table(printed: &str) -> Vec<&str> {
    let is_title = |line: &&str| !line.contains(char::is_lowercase) && line.contains("  ");
    printed.lines().skip_while(|line| !is_title(line)).collect()
}

/// Digits that a cut ends: `$1,98~`.
fn cuts_a_number(line: &str) -> bool {
    line.match_indices('~').any(|(at, _)| {
        let before = &line[..at];
        let word = before.rsplit("  ").next().unwrap_or(before);
        word.chars().any(|c| c.is_ascii_digit()) && !word.contains(char::is_alphabetic)
    })
}

fn fits(line: &str, printed: &str, room: usize) {
    for row in table(printed) {
        let wide = row.chars().count();
        assert!(wide <= room, "{line} in {room}, {wide} wide: {row}");
        assert!(!cuts_a_number(row), "{line} in {room}: {row}");
    }
}

#[test]
fn no_line_of_a_list_is_wider_than_the_terminal_and_no_number_is_cut() {
    let desk = Desk::demo();
    let mut seen = 0;
    for line in LISTS {
        for room in [80, 200] {
            let printed = on_terminal(&desk, line, room);
            fits(line, &printed, usize::from(room));
            seen += usize::from(table(&printed).len() > 2);
        }
        let piped = desk.run(&line.split(' ').collect::<Vec<_>>());
        fits(line, &piped.out, 120);
    }
    assert!(seen > 20, "{seen} tables had rows");
}

#[test]
fn what_there_is_no_room_for_is_named_and_csv_has_it() {
    let desk = Desk::demo();
    let narrow = on_terminal(&desk, "renewals", 80);
    let notices = std::fs::read_to_string(desk.path("notices")).unwrap();
    let last = notices.replace('\n', " ");
    assert!(last.contains("No room for: "), "{last}");
    assert!(
        last.contains("--csv has all; so has a terminal of "),
        "{last}"
    );
    let titles = table(&narrow)[0];
    for title in ["CONTRACT", "DECIDE IN", "CANCEL BY", "PRODUCT"] {
        assert!(titles.contains(title), "{titles}");
    }
    // With room for all nothing is named.
    on_terminal(&desk, "renewals", 250);
    let notices = std::fs::read_to_string(desk.path("notices")).unwrap();
    assert!(!notices.contains("No room for"), "{notices}");
    let whole = desk.ok("renewals --csv");
    assert!(whole.lines().any(|line| line.len() > 160), "{whole}");
    for row in desk.json("renewals").as_array().unwrap() {
        assert!(!row["product"].as_str().unwrap().contains('~'), "{row}");
    }
}

/// `11/19` is the nineteenth of November to a spreadsheet.
#[test]
fn no_score_of_the_queue_is_a_day_in_its_csv() {
    let desk = Desk::demo();
    let csv = desk.ok("queue --csv");
    let is_day = |cell: &&str| {
        let parts: Vec<&str> = cell.split('/').collect();
        parts.len() > 1 && parts.iter().all(|part| part.parse::<u32>().is_ok())
    };
    assert_eq!(csv.split([',', '\n']).find(is_day), None);
    let score = csv.split(',').find(|cell| cell.contains(" of "));
    let (answered, of) = score.unwrap().split_once(" of ").unwrap();
    assert!(answered.parse::<u32>().is_ok() && of.parse::<u32>().is_ok());
    let row = &desk.json("queue")[0]["technical"];
    assert!(row["answered"].is_u64() && row["of"].is_u64(), "{row}");
}
