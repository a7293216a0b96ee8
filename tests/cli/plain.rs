//! The prompt for screen readers: words in, one fact a line out, the question last.

use super::desk::{Desk, Said, said};

use serde_json::json;

fn converse_as(desk: &Desk, login: &str, words: &str) -> Said {
    let mut command = desk.command();
    command.env("HALLPASS_USER", login);
    said(command.arg("--plain").write_stdin(words).output().unwrap())
}

/// The same, where every line that is no answer to a question is one that help says: a line `! words`.
fn by_help(desk: &Desk, login: &str, talk: &str) -> Said {
    let help = converse_as(desk, login, "help\n").out;
    let rows: Vec<&str> = help
        .lines()
        .map(|line| line.trim_start_matches("What now? "))
        .collect();
    for line in talk.lines().filter_map(|line| line.strip_prefix("! ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let says = |row: &&&str| {
            let mut own = row.split([' ', ':']).take_while(|word| {
                !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
            });
            own.next() == Some(words[0]) && own.all(|word| words.contains(&word))
        };
        assert!(rows.iter().any(|row| says(&row)), "{line} in {help}");
    }
    converse_as(desk, login, &talk.replace("! ", ""))
}

fn converse(desk: &Desk, words: &str) -> Said {
    let mut command = desk.command();
    said(command.arg("--plain").write_stdin(words).output().unwrap())
}

#[test]
fn a_conversation_is_linear_text() {
    let desk = Desk::furnished();
    let said = converse(&desk, "schools\n\n  school   lincoln \nquit\nschools\n");
    let rest = "$594.00 of $2,480.00 year price is in no row: closed schools have it, or the district bears it itself.\n";
    assert_eq!((said.code, said.err.as_str()), (0, rest));
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
        ("school", "`school` needs <SCHOOL>"),
        ("status", "say: status PRODUCT SCHOOL"),
        ("take", "`take` needs a number: R-418 of a request"),
        (
            "review answer R-1 T01 perhaps",
            "`perhaps` will not do: say pass, partial, fail",
        ),
        ("renewal", "Decide about the end of the term that runs"),
        ("statsu", "nearest: status"),
        ("import schools -", "here standard input is what you type"),
        ("school atlantis", "no open school is called `atlantis`"),
        ("undo x", "`x` will not do: say a whole number, in digits"),
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
        let mut office = greeting.lines().filter(|line| line.starts_with("Due: "));
        assert_eq!(
            office.any(|line| line.contains(" renewal")),
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

#[test]
fn a_call_is_taken_by_words_of_help_alone() {
    let desk = Desk::demo();
    let said = by_help(
        &desk,
        "thangrove",
        "! status quizmallow school linden\n! note\nquizmallow shcool\nquizmallow school\nAsked for the spring fair\nyes\n! history quizmallow school\n! quit\n",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in [
        "Quizmallow School at Linden Hollow ES: YES, CONDITIONS",
        "You said: note Quizmallow School; text Asked for the spring fair.",
        "Noted on Quizmallow School.",
        "thangrove",
    ] {
        assert!(said.out.contains(fact), "{fact}: {}{}", said.out, said.err);
    }
    assert_eq!(said.err, "", "{}", said.out);
}

/// Asked item by item, decided with schools, grades and a last day, and read back before it is saved.
#[test]
fn a_review_is_done_by_words_of_help_alone() {
    let desk = Desk::furnished();
    desk.ok(
        "request new --product TinyTimer --school district --reason clock --data none --instructional no",
    );
    let mut blank = 1;
    for _ in 0..4 {
        let talk = format!("! next\n{}quit\n", "pass\n".repeat(blank));
        let said = by_help(&desk, "ada", &talk);
        let lists = desk.json("review show R-3")["checklists"].clone();
        let items = lists
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|list| list["items"].as_array().unwrap());
        blank = items
            .filter(|item| item["applies"] != json!(false) && item["answer"].is_null())
            .count();
        if said.out.contains("Say decide R-3 to decide.") {
            break;
        }
    }
    let said = by_help(
        &desk,
        "ada",
        "! decide R-3\nperhaps\nconditional\nSmall and safe\nNo accounts\n\natlantis\noak\n6-7\n2026-09-31\n2026-12-18\nno\n\
         ! decide R-3\nconditional\nSmall and safe\nNo accounts\n\noak\n6-7\n2026-12-18\nyes\n! status tinytimer oak\n",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in [
        "`perhaps` is not a choice here: say approve, conditional",
        "no open school is called `atlantis`",
        "You said: review decide R-3 conditional; reason Small and safe; condition No accounts; schools Oak Hill MS; grades",
        "until 2026-12-18.\nSave it, yes or no? Nothing was saved.",
        "1. No accounts",
        "TinyTimer at Oak Hill MS: YES, CONDITIONS",
    ] {
        assert!(said.out.contains(fact), "{fact}: {}{}", said.out, said.err);
    }
    let shown = desk.json("request show R-3");
    assert_eq!(shown["state"], json!("decided"));
    assert_eq!(
        desk.json("status tinytimer --school OAK")["results"][0]["valid_until"],
        json!("2026-12-18")
    );
}

#[test]
fn a_renewal_is_decided_by_words_of_help_alone() {
    let desk = Desk::furnished();
    let said = by_help(
        &desk,
        "ada",
        "! due\n! renewals\n! show C-117\n! decide C-117\nnothing\ncancel\n\nNobody uses it\nyes\n! undo\n\
         ! decide C-117\ndefer\nAsk the teachers\nsoon\n2026-05-01\nyes\n! take C-117\n",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in [
        "`nothing` is not a choice here: say renew, smaller",
        "It does not go without; quit leaves.",
        "You said: renewal decide C-117 cancel; reason Nobody uses it.",
        "Cancelled C-117 Quill Pad EDU.",
        "Undid: ",
        "`soon` will not do: ",
        "You said: renewal decide C-117 defer; reason Ask the teachers; until 2026-05-01.",
    ] {
        assert!(said.out.contains(fact), "{fact}: {}{}", said.out, said.err);
    }
    let shown = desk.json("renewal show C-117");
    assert_eq!(
        (&shown["decision"], &shown["ask_again"], &shown["owner"]),
        (&json!("defer"), &json!("2026-05-01"), &json!("ada"))
    );
}

#[test]
fn an_overlap_is_settled_by_words_of_help_alone() {
    let desk = Desk::demo();
    let alerts = desk.json("overlaps --kind O3");
    let id = |at: usize| alerts[at]["id"].as_str().unwrap().to_owned();
    let keep = alerts[0]["products"][0].as_str().unwrap();
    let talk = format!(
        "! overlaps\n! show {0}\n! decide {0}\nplan\nAtlantis Reader\n{keep}\n\nOne is enough\nyes\n! decide {1}\ndismiss\nbecause\ncomplementary\nOne is for teachers\n\nyes\n",
        id(0),
        id(1)
    );
    let said = by_help(&desk, "gferrandine", &talk);
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in [
        format!(
            "You said: overlap plan {}; keep {keep}; reason One is enough.",
            id(0)
        ),
        "`because` will not do: say complementary, edition-differs".to_owned(),
        format!(
            "You said: overlap dismiss {}; reason complementary; note One is for teachers.",
            id(1)
        ),
    ] {
        assert!(said.out.contains(&fact), "{fact}: {}{}", said.out, said.err);
    }
    let closed = desk.json("overlaps --closed");
    assert!(
        closed
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == json!(id(1)))
    );
    let planned = desk.json(&format!("overlap show {}", id(0)));
    assert_eq!(planned["state"], json!("planned"), "{planned}");
}

/// A product, a school and a contract are entered and corrected, with a slip that is told where it is made.
#[test]
fn what_the_district_has_is_entered_and_corrected_by_words_of_help_alone() {
    let desk = Desk::furnished();
    let said = by_help(
        &desk,
        "ada",
        "! add product\nLetterloop\nvendor\nBrightwater\ngrades\nK-3\n\nyes\n\
         ! add school\n\nElm ES\nhelp\ncode\nELM\nenrollment\nmany\n\nstudents\n300\n\nyes\n\
         ! add contract\nLetterloop\n2027-06-30\nnumber\nC-500\ntotal\n1,200\nauto renew\nyes\nnotice\n60 days\n\nyes\n\
         ! edit product letterloop\ncolour\ngrades\nK-5\n\nyes\n\
         ! edit school elm\nenrollment\n310\n\nno\n\
         ! edit contract C-500\npo\nPO-7\n\nyes\n! edit contract C-501\n! edit school elm\n\n",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    for fact in [
        "You said: add product; name Letterloop; vendor Brightwater; grades K-3.",
        "Added the product. undo takes it back.",
        "Code, as JUN.",
        "enrollment `many`: ",
        "Say that field again, or quit.",
        "You said: add school; name Elm ES; code ELM; enrollment 300.",
        "Added the contract.",
        "Now: name Letterloop, vendor Brightwater, grades K-3",
        "`colour` is no field of a product; help names them.",
        "You said: edit product; grades K-5.",
        "Changed the product.",
        "You said: edit school; enrollment 310.\nSave it, yes or no? Nothing was saved.",
        "Changed the contract.",
        "enrollment 300",
    ] {
        assert!(said.out.contains(fact), "{fact}: {}{}", said.out, said.err);
    }
    assert!(
        said.err.contains("no contract is called `C-501`"),
        "{}",
        said.err
    );
    let products = desk.ok("export products");
    assert!(
        products.contains("Letterloop") && products.contains("K-5"),
        "{products}"
    );
    let contracts = desk.ok("export contracts");
    let ours = contracts
        .lines()
        .find(|line| line.contains("C-500"))
        .unwrap();
    assert!(ours.contains("PO-7") && ours.contains("1200"), "{ours}");
    // Whoever may not is told so first, and what is broken off saves nothing.
    let before = desk.json("history");
    let not_theirs = converse_as(&desk, "reyes", "add product\nLate\n");
    assert!(
        not_theirs.err.contains("it does not change records"),
        "{}",
        not_theirs.err
    );
    for talk in [
        "add product\nquit\n",
        "add product\nLate\nvendor\n",
        "edit school\nelm\nquit\n",
    ] {
        assert!(
            converse(&desk, talk).out.contains("Nothing was saved."),
            "{talk}"
        );
    }
    assert_eq!(desk.json("history"), before);
}

/// What is left to a talk that is broken off is nothing.
#[test]
fn a_talk_that_is_left_saves_nothing() {
    let desk = Desk::furnished();
    let before = desk.json("history");
    for talk in [
        "decide C-117\nquit\n",
        "decide C-117\ncancel\nq\n",
        "decide C-117\ncancel\nUnused\nno\n",
        "decide C-117\ncancel\nUnused\n",
        "note\noak\nexit\n",
        "people add\nzed\nZed\nbaker\nquit\n",
        "assign C-117\nnobody\nquit\n",
    ] {
        let said = converse(&desk, talk);
        assert_eq!(said.code, 0, "{talk}: {}", said.err);
        assert!(
            said.out.contains("Nothing was saved."),
            "{talk}: {}",
            said.out
        );
        assert_eq!(desk.json("history"), before, "{talk}");
    }
}

/// Nobody answers questions for a deed that is not theirs.
#[test]
fn who_may_not_do_it_is_told_before_the_first_question() {
    let desk = Desk::furnished();
    for (talk, why) in [
        (
            "people add\nzed\n",
            "only an admin may change people and settings",
        ),
        (
            "policy set\n",
            "only an admin may change people and settings",
        ),
        ("renewal notice\n", "it does not change records"),
        ("alias\n", "it does not change records"),
    ] {
        let said = converse_as(&desk, "reyes", talk);
        assert!(said.err.contains(why), "{talk}: {}", said.err);
        let asked = [
            "Which login",
            "Which setting",
            "Which contract",
            "Which words",
        ];
        assert!(
            !asked.iter().any(|asked| said.out.contains(asked)),
            "{talk}: {}",
            said.out
        );
        assert!(!said.out.contains("Save it"), "{talk}: {}", said.out);
    }
}

/// What will not do is told at the question, and in words for whoever answers it.
#[test]
fn an_answer_that_will_not_do_is_told_where_it_is_given() {
    let desk = Desk::furnished();
    let said = converse(&desk, "renewal notice C-117\nsoon\n60 days\nno\n");
    let (before, after) = said.out.split_once("You said").unwrap();
    assert!(
        before.contains("`soon` is no length of notice"),
        "{}",
        said.out
    );
    assert!(after.contains("Nothing was saved."), "{}", said.out);
    let said = converse(&desk, "undo twelve\nqueue --school\n");
    assert!(!said.err.contains("invalid digit"), "{}", said.err);
    assert!(
        said.err.contains("say a whole number, in digits"),
        "{}",
        said.err
    );
}

/// The option of the command is understood where only its words are asked for.
#[test]
fn a_note_is_said_with_an_answer_in_either_way() {
    let desk = Desk::furnished();
    let talk = "next\npass --note \"seen in the demo\"\npass seen by Ben\nquit\n";
    let said = converse_as(&desk, "nguyen", talk);
    assert_eq!(said.err, "", "{}", said.out);
    let notes = desk.ok("review show R-1");
    for note in ["seen in the demo", "seen by Ben"] {
        assert!(notes.contains(note), "{notes}");
    }
    assert!(!notes.contains("--note"), "{notes}");
}

/// The queue is told in its bands, and so are the contracts that end.
#[test]
fn rows_that_belong_together_are_told_under_their_heading() {
    let desk = Desk::furnished();
    let queue = desk.ok("queue --plain");
    let first = queue.lines().next().unwrap_or_default();
    assert!(first.starts_with("Asked for or begun: "), "{queue}");
    // Who reads a pipe by lines gets one a row.
    let piped = desk.ok("queue");
    assert!(!piped.contains("ASKED FOR"), "{piped}");
}

/// Days in full and how far they are in words; what nobody has is said; no mark stands for a word.
#[test]
fn lists_read_well_aloud() {
    let desk = Desk::furnished();
    let mut command = desk.command();
    command.env("HALLPASS_NOW", "2026-06-22");
    let said = said(command.args(["renewals", "--plain"]).output().unwrap());
    assert_eq!(
        said.out.lines().next().unwrap(),
        "Our own day has passed: 1, $1,980 year price."
    );
    assert_eq!(
        said.out.lines().nth(1).unwrap(),
        "C-117: overdue, to decide by Friday June 19, 2026, 3 days late, the vendor must be told by Friday June 26, 2026, product Quill Pad EDU, for 2 schools, year price $1,980.00, 45% used, nguyen has it, not decided.",
        "{}",
        said.err
    );
    let queue = desk.ok("queue --plain");
    for mark in [" -,", "0/", "!", "in -", "late -"] {
        assert!(
            !queue.contains(mark) && !said.out.contains(mark),
            "{mark}: {queue}{}",
            said.out
        );
    }
    assert!(queue.contains("nobody has it"), "{queue}");
}

/// Whoever sits there hears first what is theirs.
#[test]
fn the_greeting_says_what_is_due_for_whoever_sits_there() {
    let desk = Desk::demo();
    for (login, theirs) in [
        ("gferrandine", "renewals to decide, "),
        ("nhalvessen", "reviews to answer, "),
    ] {
        let digest = desk.json(&format!("digest --for {login} --dry-run"));
        let greeting = converse_as(&desk, login, "due\n").out;
        let line = greeting.lines().find(|line| line.starts_with("For you: "));
        let line = line.unwrap_or_else(|| panic!("{greeting}"));
        assert!(line.contains(theirs), "{line}");
        let sections = digest["sections"].as_object().unwrap();
        for section in sections.values() {
            assert!(
                line.contains(&format!(", {}", section.as_array().unwrap().len())),
                "{line}"
            );
        }
        assert!(greeting.contains("what is due for "), "{greeting}");
    }
    let nobody = converse_as(&desk, "stranger", "due\n");
    assert!(!nobody.out.contains("For you"), "{}", nobody.out);
    assert!(
        nobody.err.contains("`stranger` is nobody here"),
        "{}",
        nobody.err
    );
}

#[test]
fn what_is_said_later_is_saved_later() {
    let desk = Desk::furnished();
    let talk = "(echo 'note numberly --text first'; sleep 3; echo 'note numberly --text second') | env -u HALLPASS_NOW \"$H\" --plain";
    let told = desk.shell(talk);
    assert_eq!(told.code, 0, "{}", told.err);
    let history = desk.json("history --limit 2");
    let at = |line: usize| history[line]["at"].as_str().unwrap().to_owned();
    assert!(at(0) > at(1), "{} and {}", at(1), at(0));
}
