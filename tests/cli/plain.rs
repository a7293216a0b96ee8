//! The prompt for screen readers: words in, one fact a line out, the question last.

use super::desk::{Desk, Said, said};

fn converse(desk: &Desk, words: &str) -> Said {
    let mut command = desk.command();
    said(command.arg("--plain").write_stdin(words).output().unwrap())
}

#[test]
fn a_conversation_is_linear_text() {
    let desk = Desk::furnished();
    let said = converse(&desk, "schools\n\n  school   lincoln \nquit\nschools\n");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(
        said.out,
        "hallpass, Harlow, ada. Tuesday March 10, 2026.\n\
         REHEARSAL: nothing here is real.\n\
         Say help for the words that can be said here.\n\
         What now? Lincoln ES: code LIN, students 412, products 1, year price $1,188.00, a student $2.88, unused seats $297.00.\n\
         Oak Hill MS: code OAK, students 571, products 2, year price $698.00, a student $1.22, unused seats $0.00.\n\
         What now? What now? Quill Pad EDU: status YES, CONDITIONS, seats 120, used 90, use 75%, cover 29%, year price $1,188.00, bought by district, contract C-117.\n\
         What now? "
    );
}

#[test]
fn every_word_of_help_is_understood() {
    let desk = Desk::furnished();
    let help = converse(&desk, "help\n").out;
    let words: Vec<&str> = help
        .lines()
        .filter_map(|l| l.trim_start_matches("What now? ").split([' ', ':']).next())
        .collect();
    for word in [
        "status", "product", "school", "schools", "history", "queue", "next", "decide", "review",
        "request", "renewals", "renewal", "note", "overlaps", "waste", "undo", "redo", "help",
        "quit",
    ] {
        assert!(words.contains(&word), "{help}");
    }
    let said = converse(
        &desk,
        "status qp lincoln\nproduct numberly\nhistory oak\nundo\nredo\n",
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.err);
    for fact in [
        "Quill Pad EDU at Lincoln ES: YES, CONDITIONS",
        "Contract C-1",
        "Undid: import of",
        "Redid: import of",
    ] {
        assert!(said.out.contains(fact), "{fact}: {}", said.out);
    }
    assert!(
        said.out.ends_with("What now? \n"),
        "the end of the input is the end"
    );
}

/// What a caller asks for after the answer: leave words, decide, see what is paid twice.
#[test]
fn after_a_call_something_can_be_done() {
    let desk = Desk::furnished();
    let words = "note numberly --text \"Asked twice\"\noverlaps\nwaste\n\
         renewal decide C-117 cancel --reason \"Nobody uses it\"\nrenewal show C-117\n";
    let said = converse(&desk, words);
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in ["Noted on ", "at risk", "Nobody uses it"] {
        assert!(
            said.out.contains(fact),
            "{fact}: {}\n{}",
            said.out,
            said.err
        );
    }
    assert!(!said.err.contains("not a word"), "{}", said.err);
}

#[test]
fn a_slip_is_told_and_the_talk_goes_on() {
    let desk = Desk::furnished();
    for (words, says) in [
        ("frobnicate", "`frobnicate` is not a word of this prompt"),
        ("init --district X", "`init` is not a word"),
        ("school", "say: school SCHOOL"),
        ("status", "say: status PRODUCT SCHOOL"),
        ("note numberly", "say: note PRODUCT --text"),
        (
            "renewal",
            "say: renewal show C-117, or renewal decide C-117",
        ),
        ("school atlantis", "no open school is called `atlantis`"),
        ("undo x", "invalid value"),
        ("\u{1b}[2J\u{1b}[31mschools", "is not a word"),
        ("--help", "is not a word"),
        ("status --help", "hallpass status"),
    ] {
        let said = converse(&desk, &format!("{words}\nschools\n"));
        assert_eq!(said.code, 0, "{words}");
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains(says), "{words}: {all}");
        assert!(
            said.out.contains("Lincoln ES: code LIN"),
            "{words}: {}",
            said.out
        );
        assert!(!all.contains('\u{1b}'), "{words}");
    }
    let long = converse(&desk, &format!("{}\nquit\n", "x".repeat(100_000)));
    assert_eq!(long.code, 0);
    let bytes = desk
        .command()
        .arg("--plain")
        .write_stdin(b"schools \xff\xfe\nquit\n".as_slice())
        .output()
        .unwrap();
    assert_eq!(bytes.status.code(), Some(0));
}

#[test]
fn a_terminal_that_can_only_print_gets_the_prompt() {
    let desk = Desk::empty();
    for (name, value) in [("TERM", "dumb"), ("HALLPASS_PLAIN", "1")] {
        let mut command = desk.command();
        let said = said(command.env(name, value).write_stdin("").output().unwrap());
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        assert!(
            said.out.starts_with("hallpass, Harlow, ada."),
            "{name}: {}",
            said.out
        );
    }
    let bare = Desk::bare();
    let said = converse(&bare, "schools\n");
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("there is no office file"));
}

/// C-117 is to be decided by June 19 and can be cancelled until June 26; C-9 can be until July 2, 60 days
/// before August 31, and is to be decided five working days before that, by June 25.
#[test]
fn the_greeting_counts_renewals_that_are_missed_overdue_or_near() {
    let desk = Desk::furnished();
    desk.file(
        "more.csv",
        "product,term_end,number,auto_renew,notice,total\nNumberly,2026-08-31,C-9,yes,60 days,100\n",
    );
    desk.ok("import contracts more.csv");
    for (today, due) in [
        ("2026-06-04", ""),
        ("2026-06-05", "1 renewal"),
        ("2026-06-12", "2 renewals"),
        ("2026-06-22", "2 renewals"),
        ("2026-07-03", "2 renewals"),
    ] {
        let mut command = desk.command();
        command.env("HALLPASS_NOW", today);
        let greeting = said(command.arg("--plain").write_stdin("").output().unwrap()).out;
        let says = format!("\nDue: {due}, missed or to decide within 14 days.\n");
        assert_eq!(
            greeting.contains(&says),
            !due.is_empty(),
            "{today}: {greeting}"
        );
        assert_eq!(
            greeting.contains(" renewal"),
            !due.is_empty(),
            "{today}: {greeting}"
        );
    }
}

#[test]
fn where_groups_fall_short_is_asked_and_answered_without_a_screen() {
    let desk = Desk::demo();
    let said = converse(&desk, "gaps\nstandards --claimed\nhelp\n");
    assert!(
        said.code == 0 && !said.err.contains("is not a word"),
        "{}",
        said.err
    );
    for word in [
        "gaps:",
        "route CODE --school SCHOOL:",
        "standards --claimed:",
        "standard verify ",
    ] {
        assert!(said.out.contains(word), "{word} in {}", said.out);
    }
    let gaps = desk.json("gaps");
    let worst = &gaps["gaps"][0];
    let (code, school) = (
        worst["code"].as_str().unwrap(),
        worst["school"].as_str().unwrap(),
    );
    assert!(
        said.out.contains(code) && said.out.contains(school),
        "{}",
        said.out
    );
    let route = converse(&desk, &format!("route {code} --school \"{school}\"\n"));
    assert_eq!(route.code, 0, "{}", route.err);
    assert!(route.out.contains(code), "{}", route.out);
}
