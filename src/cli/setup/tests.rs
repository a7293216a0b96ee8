//! What a guarded host is to be is said once: what the package brings is the same.

use super::wanted::{COMMENT, HOME, SHELL};
use super::*;

fn packaged() -> GuardedHost {
    let program = Path::new("/usr/bin/hallpass");
    GuardedHost::of(Some(program), Path::new(OFFICE_FILE), "hallpass", None).unwrap()
}

#[test]
fn the_package_brings_the_lines_that_setup_writes() {
    let lines = packaged().snippet().content.unwrap();
    assert_eq!(lines, include_str!("../../../.pkg/sshd/hallpass.conf"));
}

#[test]
fn the_package_brings_the_account_that_setup_makes() {
    let line = format!("u hallpass - \"{COMMENT}\" {HOME} {SHELL}");
    let shipped = include_str!("../../../.pkg/sysusers/hallpass.conf");
    assert_eq!(shipped.lines().last(), Some(line.as_str()));
}

#[test]
fn the_timers_run_the_program_as_the_account_on_the_office_file() {
    for unit in [
        include_str!("../../../.pkg/systemd/hallpass-backup.service"),
        include_str!("../../../.pkg/systemd/hallpass-alerts.service"),
    ] {
        let GuardedHost {
            program,
            db,
            account,
            ..
        } = packaged();
        assert!(
            unit.contains(&format!("\nExecStart={program} --db {db} ")),
            "{unit}"
        );
        assert!(unit.contains(&format!("\nUser={account}\n")), "{unit}");
        assert!(
            unit.contains(&format!("\nConditionPathExists={db}\n")),
            "{unit}"
        );
    }
}

/// Each of these would be another line, another account, or another directory.
#[test]
fn what_could_not_stand_in_the_lines_is_refused() {
    let of = |program: &str, db: &str, account: &str| {
        GuardedHost::of(Some(Path::new(program)), Path::new(db), account, None).is_ok()
    };
    assert!(of("/opt/hallpass", "/srv/h/office.db", "_office-2"));
    for account in [
        "",
        "root",
        "nobody",
        "-x",
        "a b",
        "a\nPermitRootLogin yes",
        "Kim",
        "*",
    ] {
        assert!(
            !of("/usr/bin/hallpass", OFFICE_FILE, account),
            "{account:?}"
        );
    }
    for db in [
        "office.db",
        "/office.db",
        "/etc/office.db",
        "/var/lib/../../etc/office.db",
        "/srv/h x/office.db",
        "/srv/h%u/office.db",
        "/srv/h\n/office.db",
    ] {
        assert!(!of("/usr/bin/hallpass", db, "hallpass"), "{db:?}");
    }
    for program in ["", "hallpass", "/opt/h x/hallpass", "/opt/%u"] {
        assert!(!of(program, OFFICE_FILE, "hallpass"), "{program:?}");
    }
}
