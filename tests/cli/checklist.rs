//! Checklists: read, written out, edited and taken in again as the next edition.

use super::desk::Desk;

/// The shipped technical list with one title changed, in a file.
fn edited(desk: &Desk) -> String {
    desk.ok("checklist export technical -o list.toml");
    let text = std::fs::read_to_string(desk.path("list.toml")).unwrap();
    let text = text.replace("Runs on every device we issue", "Runs on our Chromebooks");
    desk.file("list.toml", &text);
    text
}

#[test]
fn both_shipped_lists_are_shown() {
    let desk = Desk::empty();
    let both = desk.json("checklist show");
    assert_eq!(both.as_array().unwrap().len(), 26 + 19);
    let one = &desk.json("checklist show technical")[5];
    assert_eq!(
        super::desk::fields(one),
        "track edition id title question why gate applies_if must_if evidence factors safety reviewer"
    );
    for (field, value) in [
        ("track", r#""technical""#),
        ("edition", "1"),
        ("id", r#""T06""#),
        ("gate", r#""must-if""#),
        ("applies_if", r#""logins and students""#),
        ("must_if", "null"),
        ("factors", r#"["F3"]"#),
        ("safety", "false"),
    ] {
        assert_eq!(one[field].to_string(), value, "{field}");
    }
    let text = desk.ok("checklist show curricular");
    assert!(text.lines().nth(2).unwrap().starts_with("C02"), "{text}");
}

#[test]
fn an_edited_list_is_the_next_edition_and_the_old_one_stays() {
    let desk = Desk::empty();
    let text = edited(&desk);
    let out = desk.ok("checklist import technical list.toml");
    assert_eq!(out, "Edition 2 of the technical checklist: 26 items.\n");
    assert_eq!(
        desk.json("checklist show technical")[0]["title"],
        "Runs on our Chromebooks"
    );
    assert_eq!(
        desk.json("checklist show technical --edition 1")[0]["title"],
        "Runs on every device we issue"
    );
    assert_eq!(desk.ok("checklist export technical"), text);
    assert_eq!(desk.json("checklist show curricular")[0]["edition"], 1);

    // It may come through a pipe.
    let again = desk.shell("$H checklist export technical | $H checklist import technical -");
    assert_eq!(again.code, 1, "{}", again.out);
    assert!(
        again.err.contains("standard input is what edition 2"),
        "{}",
        again.err
    );

    // Going back is an edition, too.
    desk.ok("checklist export technical --edition 1 -o list.toml --force");
    let told = desk.json("checklist import technical list.toml");
    assert_eq!((&told["edition"], &told["items"]), (&3.into(), &26.into()));
    desk.ok("undo");
    assert_eq!(desk.json("checklist show technical")[0]["edition"], 2);
}

#[test]
fn a_list_survives_a_dump_and_comes_back_after_an_undo() {
    let desk = Desk::empty();
    edited(&desk);
    desk.ok("checklist import technical list.toml");
    desk.ok("undo");
    assert_eq!(desk.json("checklist show technical")[0]["edition"], 1);
    desk.ok("redo");
    desk.ok("dump all.jsonl");
    let shown = desk.ok("checklist show technical --json");
    std::fs::remove_file(desk.path("office.db")).unwrap();
    desk.ok("load all.jsonl");
    assert_eq!(desk.ok("checklist show technical --json"), shown);
}

#[test]
fn windows_text_is_taken_and_kept_as_plain_text() {
    let desk = Desk::empty();
    let text = edited(&desk);
    desk.file(
        "list.toml",
        &format!("\u{feff}{}", text.replace('\n', "\r\n")),
    );
    desk.ok("checklist import technical list.toml");
    assert_eq!(desk.ok("checklist export technical"), text);
}

#[test]
fn a_list_that_cannot_be_taken_says_why_and_changes_nothing() {
    let desk = Desk::empty();
    let text = edited(&desk);
    desk.file("same.toml", &desk.ok("checklist export technical"));
    desk.file("twice.toml", &text.replace("\"T26\"", "\"T25\""));
    desk.file("word.toml", &text.replace("\"pii\"", "\"pupil_data\""));
    desk.file("gate.toml", &text.replacen("\"must\"", "\"maybe\"", 1));
    desk.file("long.toml", &"#".repeat(300_000));
    desk.file("rows.toml", "product,school\nQuill,LIN\n");
    std::fs::write(desk.path("latin.toml"), b"# ok\n# caf\xe9\n").unwrap();
    for (file, says) in [
        (
            "same.toml",
            "nothing new: same.toml is what edition 1 of the technical checklist says",
        ),
        ("twice.toml", "there is a second T25"),
        ("word.toml", "T12, line "),
        (
            "word.toml",
            "`pupil_data` is no condition word; the words are logins,",
        ),
        (
            "gate.toml",
            "`maybe` is no gate; it is one of must, must-if, should",
        ),
        ("long.toml", "long.toml is larger than 256 KB"),
        ("rows.toml", "rows.toml: line 1: "),
        ("latin.toml", "latin.toml is not UTF-8 text: see line 2"),
        ("gone.toml", "there is no file gone.toml"),
        ("home", "there is no file home"),
        (".", ". is a folder, not a file"),
    ] {
        let err = desk.fails(&format!("checklist import technical {file}"), 1);
        assert!(
            err.starts_with("error: ") && err.contains(says),
            "{file}: {err}"
        );
        assert_eq!(err.lines().count(), 2, "{err}");
    }
    let err = desk.fails("checklist import curricular list.toml", 1);
    assert!(
        err.contains("the id `T01` is not C and two or three digits"),
        "{err}"
    );
}

#[test]
fn a_list_is_changed_by_those_who_answer_it() {
    let desk = Desk::empty();
    edited(&desk);
    for (login, roles) in [
        ("ty", "technical"),
        ("cy", "curricular"),
        ("hy", "helpdesk"),
    ] {
        desk.ok(&format!("people add {login} --name N --roles {roles}"));
    }
    for login in ["cy", "hy"] {
        let err = desk.fails(
            &format!("checklist import technical list.toml --as {login}"),
            1,
        );
        assert!(
            err.contains("the technical checklist is changed by its reviewers and by admins"),
            "{err}"
        );
    }
    desk.ok("checklist import technical list.toml --as ty");
}

#[test]
fn an_edition_that_is_not_here_is_not_found() {
    let desk = Desk::empty();
    for line in [
        "checklist show technical --edition 2",
        "checklist export technical --edition 2",
    ] {
        let err = desk.fails(line, 3);
        assert_eq!(
            err,
            "error: there is no edition 2 of the technical checklist; the newest is 1\n"
        );
    }
    desk.fails("checklist show --edition 1", 2);
    desk.fails("checklist show legal", 2);
}

#[test]
fn an_export_keeps_existing_files_and_the_office() {
    let desk = Desk::empty();
    desk.file("list.toml", "mine");
    let err = desk.fails("checklist export technical -o list.toml", 1);
    assert!(
        err.contains("list.toml exists already and was kept"),
        "{err}"
    );
    let err = desk.fails("checklist export technical -o office.db --force", 1);
    assert!(err.contains("office.db is the office file itself"), "{err}");
}
