//! What a person without all rights to the office file or its directory is told, and that nobody gets locked out.
//!
//! Permissions do not bind root, so as root each test runs itself again as the user nobody.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use hallpass::store::Access;
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::open::open;
use libtest_mimic::Trial;

use crate::needs::{NOBODY, Need, is_root, trials};
use crate::office_file::{add_note, everything, names, notes, office};

const OFFICE_FILE: &str = "HALLPASS_OPEN_AS_NOBODY";

pub fn tests() -> Vec<Trial> {
    let mut tests = trials!(Need::Root; a_shared_file_is_refused_where_its_people_would_lock_each_other_out, a_passer_by_leaves_nothing_that_locks_the_owner_out);
    tests.extend(trials!(Need::PlainPerson; a_file_without_write_permission_opens_for_reading_and_says_how_to_mend_it, a_directory_without_write_permission_is_said_plainly, a_file_that_may_not_be_read_is_said_plainly, where_no_file_can_be_made_none_is_made));
    tests
}

/// Runs this program again as nobody, who must enter the same temporary folder.
fn as_nobody(arguments: &[&str], file: Option<&Path>) -> Output {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(arguments).uid(NOBODY).gid(NOBODY);
    if let Some(file) = file {
        again.env(OFFICE_FILE, file);
    }
    again.output().unwrap()
}

/// All that a program said, for a failure to show.
fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    format!("{out}{err}")
}

/// True when permissions bind this process; otherwise the test has been run as nobody instead.
fn as_a_plain_person(test: &str) -> bool {
    if !is_root() {
        return true;
    }
    let output = as_nobody(&["--exact", &format!("rights::{test}")], None);
    let said = said(&output);
    assert!(output.status.success(), "as nobody: {said}");
    assert!(said.contains("1 passed"), "as nobody: {said}");
    false
}

/// What nobody is answered who opens `file` for writing.
fn answer_to_nobody(file: &Path) -> String {
    let output = as_nobody(&[], Some(file));
    let said = said(&output);
    let answer = said.lines().find_map(|line| line.strip_prefix("answer: "));
    answer
        .unwrap_or_else(|| panic!("as nobody: {said}"))
        .to_owned()
}

/// Not a test by itself: the program that opens a file as nobody.
pub fn opens_the_file_it_is_told() -> bool {
    let Some(file) = std::env::var_os(OFFICE_FILE) else {
        return false;
    };
    match open(Path::new(&file), Access::Write) {
        Ok(opened) => println!("answer: {:?}", opened.access),
        Err(error) => println!("answer: {error:?}"),
    }
    true
}

fn a_shared_file_is_refused_where_its_people_would_lock_each_other_out() {
    let staff = 54_321;
    let (dir, path) = office();
    chown(&path, Some(NOBODY), Some(staff)).unwrap();
    chown(dir.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    mode(&path, 0o660);
    mode(dir.path(), 0o770);
    let answer = answer_to_nobody(&path);
    assert!(answer.contains("chgrp 54321"), "{answer}");
    assert_eq!(names(dir.path()), ["office.db"]);
    chown(dir.path(), None, Some(staff)).unwrap();
    mode(dir.path(), 0o2770);
    assert_eq!(answer_to_nobody(&path), "Write");
    // Another's file in a sticky directory: the kernel itself would refuse the second person.
    chown(&path, Some(0), None).unwrap();
    mode(&path, 0o666);
    mode(dir.path(), 0o3777);
    let answer = answer_to_nobody(&path);
    assert!(answer.contains("sticky"), "{answer}");
}

fn a_passer_by_leaves_nothing_that_locks_the_owner_out() {
    let (dir, path) = office();
    mode(&path, 0o644);
    mode(dir.path(), 0o777);
    let answer = answer_to_nobody(&path);
    assert!(answer.starts_with("ReadOnly"), "{answer}");
    assert_eq!(names(dir.path()), ["office.db"]);
    let owner = open(&path, Access::Write).unwrap();
    assert_eq!(
        answer_to_nobody(&path),
        "Read",
        "while the owner is in, nothing has to be made"
    );
    assert_eq!(notes(&owner.conn), 40);
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn a_file_without_write_permission_opens_for_reading_and_says_how_to_mend_it() {
    if !as_a_plain_person(
        "a_file_without_write_permission_opens_for_reading_and_says_how_to_mend_it",
    ) {
        return;
    }
    let (dir, path) = office();
    mode(&path, 0o400);
    let mut opened = open(&path, Access::Write).unwrap();
    assert_eq!(opened.access, Access::Read);
    assert!(opened.read_only.clone().unwrap().fix.contains("chmod u+w"));
    assert_eq!(notes(&opened.conn), 40);
    assert!(matches!(
        add_note(&mut opened, 100),
        Err(Error::ReadOnly { .. })
    ));
    drop(opened);
    mode(&path, 0o600);
    let half_mended = open(&path, Access::Write).unwrap();
    assert!(
        half_mended.read_only.unwrap().reason.contains("office.db-"),
        "its companions are still read-only"
    );
    drop(half_mended.conn);
    for name in names(dir.path()) {
        mode(&dir.path().join(name), 0o600);
    }
    let mut opened = open(&path, Access::Write).unwrap();
    add_note(&mut opened, 100).unwrap();
    drop(opened);
    assert_eq!(names(dir.path()), ["office.db"]);
}

fn a_directory_without_write_permission_is_said_plainly() {
    if !as_a_plain_person("a_directory_without_write_permission_is_said_plainly") {
        return;
    }
    let (dir, path) = office();
    let before = everything(dir.path());
    mode(dir.path(), 0o500);
    // There is nowhere to put the -wal: it is read as it is.
    let alone = open(&path, Access::Write);
    mode(dir.path(), 0o700);
    let alone = alone.unwrap();
    assert_eq!((alone.access, notes(&alone.conn)), (Access::Read, 40));
    let why = alone.read_only.as_ref().unwrap();
    assert!(why.reason.contains("directory"), "{why:?}");
    drop(alone);
    assert!(before == everything(dir.path()));

    let first = open(&path, Access::Write).unwrap();
    mode(dir.path(), 0o500);
    let beside_a_writer = open(&path, Access::Write);
    mode(dir.path(), 0o700);
    let opened = beside_a_writer.unwrap();
    assert_eq!((opened.access, notes(&opened.conn)), (Access::Read, 40));
    assert!(opened.read_only.unwrap().reason.contains("directory"));
    drop(first);
}

fn a_file_that_may_not_be_read_is_said_plainly() {
    if !as_a_plain_person("a_file_that_may_not_be_read_is_said_plainly") {
        return;
    }
    let (_dir, path) = office();
    mode(&path, 0o000);
    let error = open(&path, Access::Write).unwrap_err();
    assert!(
        matches!(&error, Error::NoPlace { reason, .. } if reason.contains("may not read")),
        "{error:?}"
    );
}

fn where_no_file_can_be_made_none_is_made() {
    if !as_a_plain_person("where_no_file_can_be_made_none_is_made") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    mode(dir.path(), 0o500);
    for name in ["office.db", "new/office.db"] {
        let error = create(&dir.path().join(name), None).unwrap_err();
        assert!(
            matches!(&error, Error::NoPlace { reason, .. } if reason.contains("may not make files")),
            "{error:?}"
        );
    }
    mode(dir.path(), 0o700);
}
