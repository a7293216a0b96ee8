//! Several processes and threads with one office file: exact counts, killed writers, swapped files, waiting, copying.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use hallpass::store::Access;
use hallpass::store::backup::{backup, check};
use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::migrate::{self, SchemaStep};
use hallpass::store::open::{OpenedFile, open, open_patiently, upgrade};
use hallpass::store::write::in_write;
use rusqlite::Connection;
use tempfile::TempDir;

/// An office file with two tables of the tests: a running total, and a line for each save that raised it.
fn office() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    drop(create(&path, None).unwrap());
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("CREATE TABLE _litestream_total (n INTEGER); INSERT INTO _litestream_total VALUES (0); CREATE TABLE _litestream_tally (who TEXT, nth INTEGER)")
        .unwrap();
    (dir, path)
}

fn save(opened: &mut OpenedFile, who: &str, nth: i64) -> Result<(), Error> {
    in_write(&opened.conn, &opened.guard, |tx| {
        let n: i64 = tx.query_row("SELECT n FROM _litestream_total", [], |row| row.get(0))?;
        tx.execute("UPDATE _litestream_total SET n = ?1", [n + 1])?;
        tx.execute("INSERT INTO _litestream_tally VALUES (?1, ?2)", (who, nth))?;
        Ok(())
    })
}

/// Total and number of lines, read at one moment; they differ only if a save was torn.
fn counts(conn: &Connection) -> (i64, i64) {
    conn.query_row(
        "SELECT (SELECT n FROM _litestream_total), (SELECT count(*) FROM _litestream_tally)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .unwrap()
}

fn lines_of(conn: &Connection, who: &str) -> i64 {
    conn.query_row(
        "SELECT count(*) FROM _litestream_tally WHERE who = ?1",
        [who],
        |row| row.get(0),
    )
    .unwrap()
}

const ROLE: &str = "HALLPASS_TOGETHER_ROLE";

/// Another process: this test binary again, told what to do. Killed when it goes out of scope.
struct Other {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn start(role: &str, path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "together::the_other_process", "--nocapture"])
            .env(ROLE, format!("{role}:{}", path.display()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, said }
    }

    /// The next thing it says, past the test harness's own lines; none when it has ended.
    fn hear(&mut self) -> Option<String> {
        self.said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("other: ").map(str::to_string))
    }

    /// The number of its last acknowledged save, after `kill -9`.
    fn kill(mut self, last_heard: i64) -> i64 {
        self.child.kill().unwrap();
        let mut last = last_heard;
        while let Some(line) = self.hear() {
            last = line.parse().unwrap();
        }
        last
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn say(what: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "other: {what}").unwrap();
    out.flush().unwrap();
}

#[test]
fn the_other_process() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    println!();
    let (role, path) = role.split_once(':').unwrap();
    let path = Path::new(path);
    let me = std::process::id().to_string();
    match role {
        "save 60 times" => {
            let mut opened = open(path, Access::Write).unwrap();
            for nth in 1..=60 {
                save(&mut opened, &me, nth).unwrap();
            }
            say("done");
        }
        "save for ever" => {
            let mut opened = open(path, Access::Write).unwrap();
            for nth in 1.. {
                save(&mut opened, &me, nth).unwrap();
                say(nth);
            }
        }
        "try to save" => {
            let opened = open_patiently(path, Access::Write, Duration::from_millis(50));
            say(opened
                .and_then(|mut opened| save(&mut opened, &me, 1))
                .map_or_else(|error| format!("{error:?}"), |()| "saved".into()));
        }
        "look for locks" => say(if locked(path) { "held" } else { "free" }),
        other => panic!("no such role: {other}"),
    }
}

/// Whether another process holds SQLite's lock on the file: the one that says "somebody is in".
fn locked(path: &Path) -> bool {
    use rustix::process::{Flock, FlockOffsetType, FlockType, fcntl_getlk};
    let wanted = Flock {
        start: 0x4000_0002,
        length: 510,
        pid: None,
        typ: FlockType::WriteLock,
        offset_type: FlockOffsetType::Set,
    };
    let file = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    fcntl_getlk(&file, &wanted).unwrap().is_some()
}

#[test]
fn six_writers_in_four_processes_lose_no_count_and_readers_see_no_half_save() {
    let (_dir, path) = office();
    let mut others: Vec<Other> = (0..3)
        .map(|_| Other::start("save 60 times", &path))
        .collect();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let opened = open(&path, Access::Read).unwrap();
            let mut reads = 0;
            while !over.load(Ordering::Relaxed) {
                let (total, lines) = counts(&opened.conn);
                assert_eq!(total, lines);
                reads += 1;
            }
            reads
        });
        let mine: Vec<_> = (0..3)
            .map(|n| {
                let path = &path;
                scope.spawn(move || {
                    let mut opened = open(path, Access::Write).unwrap();
                    for nth in 1..=60 {
                        save(&mut opened, &format!("thread {n}"), nth).unwrap();
                    }
                })
            })
            .collect();
        let finished = mine.into_iter().all(|thread| thread.join().is_ok());
        let heard: Vec<_> = others.iter_mut().map(Other::hear).collect();
        over.store(true, Ordering::Relaxed);
        assert!(finished);
        assert_eq!(heard, vec![Some("done".to_string()); 3]);
        assert!(reader.join().unwrap() > 0);
    });
    let opened = open(&path, Access::Read).unwrap();
    assert_eq!(counts(&opened.conn), (360, 360));
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
}

#[test]
fn a_killed_writer_loses_nothing_it_was_told_was_saved() {
    let (_dir, path) = office();
    let mut acknowledged = Vec::new();
    for round in 1..=5 {
        let mut other = Other::start("save for ever", &path);
        let who = other.child.id().to_string();
        let mut last = 0;
        while last < round * 7 {
            last = other.hear().unwrap().parse().unwrap();
        }
        acknowledged.push((who, other.kill(last)));
        // Everyone comes back at once; all must get in while the first of them recovers the -wal.
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let opened = open(&path, Access::Write).unwrap();
                    let (total, lines) = counts(&opened.conn);
                    assert_eq!(total, lines);
                });
            }
        });
    }
    let opened = open(&path, Access::Read).unwrap();
    for (who, acks) in acknowledged {
        let lines = lines_of(&opened.conn, &who);
        // One more may have been saved just before the kill, with its word still unsaid.
        assert!(
            lines == acks || lines == acks + 1,
            "{acks} acknowledged, {lines} found"
        );
    }
    assert_eq!(check(&opened.conn, &opened.guard), [""; 0]);
}

type Game = (&'static str, fn(&Path));

const GAMES: [Game; 5] = [
    ("the file deleted", |path| fs::remove_file(path).unwrap()),
    ("the file moved away", |path| {
        fs::rename(path, path.with_extension("old")).unwrap();
    }),
    ("another file moved over it", |path| {
        fs::rename(path.with_extension("other"), path).unwrap();
    }),
    ("its -wal deleted", |path| {
        fs::remove_file(path.with_extension("db-wal")).unwrap();
    }),
    ("its -shm deleted", |path| {
        fs::remove_file(path.with_extension("db-shm")).unwrap();
    }),
];

fn with_another_beside() -> (TempDir, PathBuf, OpenedFile) {
    let (dir, path) = office();
    drop(create(&path.with_extension("other"), None).unwrap());
    let mut opened = open(&path, Access::Write).unwrap();
    save(&mut opened, "me", 1).unwrap();
    (dir, path, opened)
}

#[test]
fn a_file_swapped_under_a_writer_is_noticed_before_the_next_save() {
    for (what, play) in GAMES {
        let (_dir, path, mut opened) = with_another_beside();
        play(&path);
        for nth in 2..4 {
            let error = save(&mut opened, "me", nth).expect_err(what);
            assert!(
                matches!(&error, Error::Swapped { path: named } if *named == path),
                "{what}: {error:?}"
            );
        }
    }
}

#[test]
fn a_file_swapped_during_a_save_is_not_called_saved() {
    for (what, play) in GAMES {
        let (_dir, path, opened) = with_another_beside();
        let answer = in_write(&opened.conn, &opened.guard, |tx| {
            tx.execute("INSERT INTO _litestream_tally VALUES ('me', 2)", [])?;
            play(&path);
            Ok(())
        });
        assert!(
            matches!(answer, Err(Error::Swapped { .. })),
            "{what}: {answer:?}"
        );
    }
}

#[test]
fn a_second_name_stops_the_saves() {
    let (_dir, path, mut opened) = with_another_beside();
    let second = path.with_extension("two");
    fs::hard_link(&path, &second).unwrap();
    assert!(matches!(
        save(&mut opened, "me", 2),
        Err(Error::Swapped { .. })
    ));
    fs::remove_file(second).unwrap();
    save(&mut opened, "me", 2).unwrap();
    assert_eq!(counts(&opened.conn), (2, 2));
}

#[test]
fn who_waits_too_long_is_told_so_and_may_try_again() {
    let (_dir, path) = office();
    let holder = open(&path, Access::Write).unwrap();
    let mut waiting = open_patiently(&path, Access::Write, Duration::from_millis(50)).unwrap();
    in_write(&holder.conn, &holder.guard, |_| {
        assert_eq!(
            save(&mut waiting, "waiting", 1),
            Err(Error::Busy { holder: None })
        );
        assert_eq!(counts(&waiting.conn), (0, 0), "reading goes on");
        Ok(())
    })
    .unwrap();
    save(&mut waiting, "waiting", 1).unwrap();
}

#[test]
fn who_waits_gets_its_turn_as_soon_as_the_other_is_done() {
    let (_dir, path) = office();
    let holder = open(&path, Access::Write).unwrap();
    let mut waiting = open(&path, Access::Write).unwrap();
    let (begun, begins) = mpsc::channel();
    thread::scope(|scope| {
        let waiter = scope.spawn(move || {
            begins.recv().unwrap();
            save(&mut waiting, "waiting", 1)
        });
        in_write(&holder.conn, &holder.guard, |tx| {
            begun.send(()).unwrap();
            tx.execute("INSERT INTO _litestream_tally VALUES ('holder', 1)", [])?;
            tx.execute("UPDATE _litestream_total SET n = n + 1", [])?;
            Ok(())
        })
        .unwrap();
        waiter.join().unwrap().unwrap();
    });
    assert_eq!(counts(&holder.conn), (2, 2));
}

#[test]
fn opening_and_closing_the_file_again_keeps_the_locks_on_it() {
    let (_dir, path) = office();
    let mut holder = open(&path, Access::Write).unwrap();
    in_write(&holder.conn, &holder.guard, |_| {
        for access in [Access::Write, Access::Read] {
            drop(open(&path, access).unwrap());
        }
        let heard = Other::start("try to save", &path).hear();
        assert_eq!(heard.as_deref(), Some("Busy { holder: None }"));
        Ok(())
    })
    .unwrap();
    assert_eq!(
        Other::start("look for locks", &path).hear().as_deref(),
        Some("held")
    );
    assert_eq!(
        Other::start("try to save", &path).hear().as_deref(),
        Some("saved")
    );
    save(&mut holder, "holder", 1).unwrap();
    assert_eq!(counts(&holder.conn), (2, 2));
}

#[test]
fn a_copy_made_under_writers_is_whole_and_has_all_that_was_saved_before_it() {
    let (dir, path) = office();
    let mut writers: Vec<Other> = (0..2)
        .map(|_| Other::start("save for ever", &path))
        .collect();
    let opened = open(&path, Access::Read).unwrap();
    for round in 0..4 {
        let heard: Vec<i64> = writers
            .iter_mut()
            .map(|other| other.hear().unwrap().parse().unwrap())
            .collect();
        let target = dir.path().join(format!("copy{round}.db"));
        backup(&opened.conn, &target).unwrap();
        let copy = open(&target, Access::Read).unwrap();
        let (total, lines) = counts(&copy.conn);
        assert_eq!(total, lines);
        for (other, acks) in writers.iter().zip(heard) {
            assert!(lines_of(&copy.conn, &other.child.id().to_string()) >= acks);
        }
    }
}

#[test]
fn two_who_upgrade_at_once_upgrade_once() {
    let (dir, path) = office();
    let mut steps = migrate::STEPS.to_vec();
    let number = migrate::newest() + 1;
    steps.push(SchemaStep {
        number,
        name: "next.sql",
        sql: "CREATE TABLE later (n); UPDATE _litestream_total SET n = n + 1;",
    });
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut conn = Connection::open(&path).unwrap();
                start.wait();
                upgrade(&mut conn, &path, &steps).unwrap();
            });
        }
    });
    let conn = Connection::open(&path).unwrap();
    assert_eq!(counts(&conn), (1, 0));
    drop(conn);
    let mut names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "office.db".to_string(),
            format!("office.db.before-{number}")
        ]
    );
}

/// Overlapping files of what is new, taken in by sixteen processes at the same moment.
#[test]
fn imports_at_once_make_one_record_of_each_and_none_is_refused() {
    const PROCESSES: usize = 16;
    /// Rows of each file; the next one begins a row later.
    const ROWS: usize = 6;
    type Row = fn(usize) -> String;
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("office.db");
    let hallpass = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallpass"));
        command
            .args(args)
            .env_clear()
            .current_dir(dir.path())
            .env("HOME", dir.path())
            .env("HALLPASS_DB", &db)
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10")
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    };
    assert!(
        hallpass(&["init", "--district", "Harlow"])
            .status()
            .unwrap()
            .success()
    );
    let kinds: [(&str, &str, Row); 4] = [
        ("schools", "name", |n| format!("School {n}")),
        ("products", "name,vendor", |n| {
            format!("Product {n},Vendor {}", n % 5)
        }),
        (
            "contracts",
            "product,vendor,term_start,term_end,total",
            |n| format!("Tool {n},Seller {},2025-07-01,2026-06-30,{n}00", n % 5),
        ),
        (
            "requests",
            "product,school,requester,reason,asked_on",
            |n| {
                format!(
                    "Intent {n},School {n},Teacher {n},Better lessons,2026-03-0{}",
                    1 + n % 9
                )
            },
        ),
    ];
    for (kind, header, row) in kinds {
        let others: Vec<Child> = (0..PROCESSES)
            .map(|process| {
                let rows: Vec<String> = (process..process + ROWS).map(row).collect();
                let file = format!("{kind}-{process}.csv");
                fs::write(
                    dir.path().join(&file),
                    format!("{header}\n{}\n", rows.join("\n")),
                )
                .unwrap();
                hallpass(&["import", kind, &file]).spawn().unwrap()
            })
            .collect();
        for other in others {
            let ended = other.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(ended.status.success(), "{kind}: {said}");
        }
    }
    let raw = Connection::open(&db).unwrap();
    let count = |what: &str| -> (i64, i64) {
        let sql = format!("SELECT count(*), count(DISTINCT {what}");
        raw.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    // The last file ends at row 20; Product, Tool and Intent are 21 each, Vendor and Seller 5 each.
    for (what, made) in [
        ("name) FROM school", 21),
        ("code) FROM school", 21),
        ("name) FROM product", 63),
        ("name) FROM vendor", 10),
        ("number) FROM contract", 21),
        ("product) FROM line", 21),
        ("number) FROM request", 21),
        ("product) FROM request", 21),
        ("name) FROM requester", 21),
    ] {
        assert_eq!(count(what), (made, made), "{what}");
    }
    assert!(hallpass(&["check"]).status().unwrap().success());
}
