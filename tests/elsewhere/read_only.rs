//! An office file that one may only read.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use libtest_mimic::Trial;

use crate::desk::{Desk, PROGRAM, said};
use crate::needs::{Need, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::PlainPerson; a_file_one_may_only_read_answers_and_refuses_changes)
}

fn a_file_one_may_only_read_answers_and_refuses_changes() {
    let desk = Desk::furnished();
    let (dir, file) = (desk.dir.path(), desk.path("office.db"));
    // Permissions do not bind root: then the file is nobody's, and nobody asks.
    let nobody = rustix::process::geteuid().is_root().then_some(65_534);
    for (path, mode) in [(file.as_path(), 0o400), (dir, 0o755)] {
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
