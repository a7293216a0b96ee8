//! An office file that one may only read, and a person whom the system does not know.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use libtest_mimic::Trial;

use crate::desk::{Desk, PROGRAM, said};
use crate::needs::{Need, trials};

pub fn tests() -> Vec<Trial> {
    let mut tests =
        trials!(Need::PlainPerson; a_file_one_may_only_read_answers_and_refuses_changes);
    tests.extend(
        trials!(Need::Root; whom_the_system_does_not_know_is_a_number_whatever_variables_say),
    );
    tests
}

fn whom_the_system_does_not_know_is_a_number_whatever_variables_say() {
    let stranger = 54_321;
    let known = std::fs::read_to_string("/etc/passwd").unwrap();
    assert!(!known.contains(":54321:"), "somebody has the number");
    let desk = Desk::bare();
    chown(desk.dir.path(), Some(stranger), Some(stranger)).unwrap();
    let run = |line: &str| {
        let mut command = Command::new(PROGRAM);
        command
            .args(line.split(' '))
            .env_clear()
            .env("HALLPASS_DB", desk.path("office.db"))
            .env("LOGNAME", "zoe")
            .env("USER", "zoe")
            .current_dir(desk.dir.path())
            .uid(stranger)
            .gid(stranger);
        said(command.output().unwrap())
    };
    let made = run("init --district Harlow");
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("54321 is its admin"), "{}", made.err);
    let refused = run("--db other.db --as zoe init --district Harlow");
    assert_eq!(refused.code, 1, "{}", refused.err);
    let added = run("people add zoe --name Zoe --roles helpdesk");
    assert_eq!(added.code, 0, "{}", added.err);
}

/// Also where nothing can be made beside it, as on a disk that is mounted read-only: then it is read as it lies.
fn a_file_one_may_only_read_answers_and_refuses_changes() {
    for folder in [0o755, 0o555] {
        reads_alone(&Desk::furnished(), folder);
    }
}

fn reads_alone(desk: &Desk, folder: u32) {
    let (dir, file) = (desk.dir.path(), desk.path("office.db"));
    // Permissions do not bind root: then the file is nobody's, and nobody asks.
    let nobody = rustix::process::geteuid().is_root().then_some(65_534);
    for (path, mode) in [(file.as_path(), 0o400), (dir, folder)] {
        chown(path, nobody, nobody).unwrap();
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
    let command = |line: &str| {
        let mut command = Command::new(PROGRAM);
        command.args(line.split(' ')).env_clear().current_dir(dir);
        command
            .env("HALLPASS_DB", &file)
            .env("HALLPASS_USER", "ada");
        if let Some(nobody) = nobody {
            command.uid(nobody).gid(nobody);
        }
        command.output()
    };
    let run = |line: &str| said(command(line).unwrap());
    for line in [
        "schools",
        "inventory LIN",
        "status qp lincoln",
        "history",
        "export products",
        "dump",
        "check",
    ] {
        let said = run(line);
        assert_eq!(said.code, 0, "{line}: {}", said.err);
        assert!(!said.out.is_empty(), "{line}");
    }
    for line in [
        "undo",
        "redo",
        "people add bo --name Bo --roles helpdesk",
        "import schools schools.csv",
    ] {
        let said = run(line);
        assert_eq!(
            (said.code, said.out.as_str()),
            (1, ""),
            "{line}: {}",
            said.err
        );
        assert!(
            said.err.contains("is read-only") && said.err.contains("hint: "),
            "{line}: {}",
            said.err
        );
    }
}
