//! A digest as a mail, and the mails of all that the package's timer sends.

use super::desk::{Desk, PROGRAM, said};

#[test]
fn a_digest_begins_as_a_mail_where_that_is_asked() {
    let desk = Desk::furnished();
    let plain = desk.ok("digest --for nguyen --dry-run --always");
    let mail = desk.ok("digest --for nguyen --dry-run --mail --always");
    let (head, body) = mail.split_once("\n\n").unwrap();
    assert_eq!(body, plain);
    let due = desk.json("digest --for nguyen --dry-run")["due"].clone();
    let lines: Vec<&str> = head.lines().collect();
    assert_eq!(lines[0], "To: nguyen@harlow.example");
    assert_eq!(
        lines[1],
        format!("Subject: hallpass: {due} due on 2026-03-10")
    );
    assert_eq!(lines[4], "Content-Type: text/plain; charset=utf-8");
    // To a machine it is no mail.
    assert_eq!(
        desk.json("digest --for nguyen --dry-run --mail"),
        desk.json("digest --for nguyen --dry-run")
    );
}

/// A mail goes to one address: not to two, not to a program, and its head has no other line.
#[test]
fn what_is_no_address_is_not_written_to() {
    let desk = Desk::furnished();
    for (at, address) in [
        "",
        "a@x.example, b@x.example",
        "a b@x.example",
        "<a@x.example>",
        "a@x.example;b",
    ]
    .into_iter()
    .enumerate()
    {
        let file = format!("people{at}.csv");
        desk.file(
            &file,
            &format!("login,name,email,roles\np{at},P,\"{address}\",helpdesk\n"),
        );
        desk.ok(&format!("import people {file}"));
        let said = desk.fails(&format!("digest --for p{at} --mail"), 3);
        assert!(said.contains("no mail address"), "{address:?}: {said}");
    }
}

#[test]
fn everybody_who_has_an_address_and_has_not_left_gets_a_mail() {
    let desk = Desk::furnished();
    desk.file(
        "more.csv",
        "login,name,email,roles\nkim,\"Lee, \"\"Kim\"\"\",kim@harlow.example,technical\ngone,Gone,gone@harlow.example,technical\n\
         lee,Lee,lee@harlow.example,helpdesk\n",
    );
    desk.ok("import people more.csv");
    desk.ok("people leave gone");
    // Due for whoever reviews; lee has nothing to do, and gets no mail.
    desk.file("ends.csv", "vendor,kind,until\nOddfellow,NDPA,2026-03-20\n");
    desk.ok("import agreements ends.csv");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.pkg/digests");
    let mut command = std::process::Command::new(script);
    command
        .arg(desk.path("office.db"))
        .env("HALLPASS_PROGRAM", PROGRAM)
        .env("HALLPASS_USER", "ada")
        .env("HALLPASS_NOW", "2026-03-10")
        .env("HOME", desk.path("home"));
    let said = said(command.output().unwrap());
    assert_eq!(said.code, 0, "{}", said.err);
    let to = said.out.lines().filter(|line| line.starts_with("To: "));
    let mut to: Vec<&str> = to.collect();
    to.sort_unstable();
    assert_eq!(to, ["To: kim@harlow.example", "To: nguyen@harlow.example"]);
    // Who has none is said, and keeps nobody else from theirs.
    assert!(
        said.err.contains("reyes has no mail address"),
        "{}",
        said.err
    );
}

#[test]
fn nothing_is_said_where_nothing_is_due_and_it_counts_as_told() {
    let desk = Desk::furnished();
    let said = desk.run(&["digest", "--for", "reyes"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    let said = desk.run(&["digest", "--for", "reyes", "--always"]);
    assert!(said.out.ends_with("\nNothing is due.\n"), "{}", said.out);
    // To a machine it is one value on every day.
    assert_eq!(desk.json("digest --for reyes")["due"], 0);
    let history = desk.ok("history --csv");
    assert!(history.contains("reyes"), "{history}");
    // Whoever has no address is told so, also then.
    assert_eq!(desk.run(&["digest", "--for", "reyes", "--mail"]).code, 3);
}

#[test]
fn a_watch_that_finds_all_well_is_silent() {
    let desk = Desk::furnished();
    let wrong = desk.run(&["alerts", "--test", "--quiet"]);
    assert_eq!(wrong.code, 4);
    let lines = wrong.out.lines().count();
    assert!(
        lines > 0 && wrong.out.lines().all(|line| line.starts_with("WRONG: ")),
        "{}",
        wrong.out
    );
    desk.ok("digest --for nguyen");
    desk.ok("digest --for ada");
    let well = desk.run(&["alerts", "--test", "--quiet"]);
    assert_eq!((well.code, well.out.as_str()), (0, ""), "{}", well.err);
    assert!(desk.ok("alerts --test").contains("Alerts work."));
}

/// A table for other programs has the lines that JSON has.
#[test]
fn a_digest_and_the_alerts_are_tables_too() {
    let desk = Desk::demo();
    let digest = desk.json("digest --for gferrandine --dry-run");
    let sections = digest["sections"].as_object().unwrap();
    let lines: usize = sections
        .values()
        .map(|lines| lines.as_array().unwrap().len())
        .sum();
    let table = desk.ok("digest --for gferrandine --dry-run --csv");
    assert_eq!(
        table.lines().next().unwrap().trim_end(),
        "section,by,id,what,band"
    );
    assert_eq!(table.lines().count(), 1 + lines, "{table}");
    assert!(table.contains(",C-177,"), "{table}");
    let table = desk.ok("alerts --csv");
    assert_eq!(
        table.lines().next().unwrap().trim_end(),
        "list,on,id,what,for"
    );
    let alerts = desk.json("alerts");
    let late = alerts["late"].as_array().unwrap();
    assert_eq!(
        table
            .lines()
            .filter(|line| line.starts_with("late,"))
            .count(),
        late.len()
    );
    assert!(table.contains("\nnext,"), "{table}");
}
