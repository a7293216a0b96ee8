//! The program killed in the midst of its work, as people run it: what it had said to be done is there, once, and
//! nothing is half done. Whoever asks again under the same `--id` has the deed done once, whether they heard of it or not.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fastrand::Rng;
use rustix::process::Signal;

use crate::length;
use crate::support::desk::{Desk, PROGRAM};
use crate::support::window::{Demo, TOO_LONG, Window};

/// Rows of each file that is brought in.
const ROWS: usize = 60;

fn begin(desk: &Desk, args: &[String]) -> Child {
    Command::new(PROGRAM)
        .args(args)
        .env_clear()
        .current_dir(desk.dir.path())
        .env("HOME", desk.path("home"))
        .env("HALLPASS_DB", desk.path("office.db"))
        .env("HALLPASS_USER", "ada")
        .env("HALLPASS_NOW", "2026-03-10")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// The n-th deed, by its words; each writes records that say which one it is.
fn deed(desk: &Desk, n: usize) -> Vec<String> {
    let mut args = match n % 4 {
        0 | 1 => {
            let mut args = words("note Numberly --text");
            args.push(format!("said {n}."));
            args
        }
        2 => {
            let rows: Vec<String> = (0..ROWS).map(|row| format!("Tool {n} x{row}")).collect();
            desk.file(&format!("{n}.csv"), &format!("name\n{}\n", rows.join("\n")));
            words(&format!("import products {n}.csv"))
        }
        _ => words(&format!("people add p{n} --name P{n} --roles helpdesk")),
    };
    args.extend(words(&format!("--id deed-{n}")));
    args
}

/// How many records of the n-th deed are in a dump, and how many there are where it was done.
fn written(dump: &str, n: usize) -> (usize, usize) {
    let (what, noun, whole) = match n % 4 {
        0 | 1 => (format!("said {n}."), "note", 1),
        2 => (format!("Tool {n} x"), "product", ROWS),
        _ => (format!("\"p{n}\""), "person", 1),
    };
    let table = format!("\"table\":\"{noun}\"");
    let of_it = dump.lines().filter(|line| line.contains(&table));
    (of_it.filter(|line| line.contains(&what)).count(), whole)
}

/// Ends it; whether it had done its work before.
fn killed(mut child: Child, after: Duration) -> bool {
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap().success()
}

#[test]
fn a_command_that_is_killed_is_done_wholly_or_not_at_all_and_once() {
    let kills = length::times(28, 240);
    let mut random = Rng::with_seed(20_261_129);
    let desk = Desk::copied("furnished for kills", |desk| {
        desk.ok("init --district Harlow --zone Etc/UTC");
        desk.file("products.csv", "name\nNumberly\n");
        desk.ok("import products products.csv");
    });
    let start = Instant::now();
    desk.ok("check");
    // A command takes about so long; it is killed anywhere in it.
    let length = start.elapsed().as_micros() as u64;
    let mut told = Vec::new();
    for n in 0..kills {
        let child = begin(&desk, &deed(&desk, n));
        told.push(killed(
            child,
            Duration::from_micros(random.u64(..length * 3)),
        ));
        if n % 20 == 19 {
            desk.ok("check");
        }
    }
    let dump = desk.ok("dump");
    let mut there = 0;
    for (n, told) in told.iter().enumerate() {
        let (found, whole) = written(&dump, n);
        let right = found == whole || (found == 0 && !told);
        assert!(right, "deed {n}, told {told}: {found} of {whole} records");
        there += usize::from(found == whole);
    }
    let heard = told.iter().filter(|told| **told).count();
    println!("{kills} commands killed: {heard} had said that they were done, {there} were");
    assert!(heard > 0 && there < kills, "killed too early or too late");
    // Everybody asks again.
    for n in 0..kills {
        let said = begin(&desk, &deed(&desk, n)).wait_with_output().unwrap();
        assert!(
            said.status.success(),
            "deed {n}: {}",
            String::from_utf8_lossy(&said.stderr)
        );
    }
    let dump = desk.ok("dump");
    for n in 0..kills {
        let (found, whole) = written(&dump, n);
        assert_eq!(found, whole, "deed {n}");
    }
    desk.ok("check");
}

/// Reads what comes until the program is gone; whether this was said at any time.
fn said_before_the_end(window: &mut Window, text: &str, within: Duration) -> bool {
    let start = Instant::now();
    let mut said = false;
    let mut alive = true;
    loop {
        if alive && start.elapsed() >= within {
            window.signal(Signal::KILL);
            alive = false;
        }
        let wait = if alive {
            within
                .saturating_sub(start.elapsed())
                .min(Duration::from_millis(2))
        } else {
            Duration::from_millis(300)
        };
        match window.bytes.recv_timeout(wait) {
            Ok(bytes) => {
                window.screen.process(&bytes);
                said |= window.screen.screen().contents().contains(text);
            }
            Err(_) if !alive => return said,
            Err(_) => {}
        }
        assert!(start.elapsed() < TOO_LONG);
    }
}

#[test]
fn screens_that_are_killed_had_saved_what_they_said_was_saved() {
    let kills = length::times(12, 80);
    let mut random = Rng::with_seed(20_261_129);
    let demo = Demo::make();
    let typed = |text: &str| {
        let mut window = demo.open();
        window.press("\x1b");
        window.wait_for("Q quit");
        window.press(&format!("c{text}"));
        window.wait_for(text);
        window.press("\r");
        window
    };
    // A note is saved in about so long; the screens are killed anywhere in it.
    let mut window = typed("in peace");
    let start = Instant::now();
    window.wait_for("u takes it back");
    let length = start.elapsed().as_micros() as u64;
    drop(window);
    let mut told = Vec::new();
    for n in 0..kills {
        let mut window = typed(&format!("said {n}."));
        // The first says nothing yet, and the last has said so, however busy the machine is.
        let within = match n {
            0 => 0,
            _ if n + 1 == kills => length * 20,
            _ => random.u64(..length * 3),
        };
        let within = Duration::from_micros(within);
        told.push(said_before_the_end(&mut window, "u takes it back", within));
        window.end();
    }
    let run = |args: &[&str]| {
        let mut command = Command::new(PROGRAM);
        let command = command
            .env("HALLPASS_DB", demo.file())
            .env("HALLPASS_USER", "ada");
        let output = command
            .env("HALLPASS_NOW", "2026-03-10")
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["check"]);
    let dump = run(&["dump"]);
    let mut there = 0;
    for (n, told) in told.iter().enumerate() {
        let text = format!("said {n}.");
        let notes = dump
            .lines()
            .filter(|line| line.contains("\"table\":\"note\""));
        let found = notes.filter(|line| line.contains(&text)).count();
        assert!(
            found == 1 || (found == 0 && !told),
            "note {n}, told {told}: {found} times"
        );
        there += found;
    }
    let heard = told.iter().filter(|told| **told).count();
    println!("{kills} screens killed: {heard} had said that they saved, {there} had");
    assert!(heard > 0 && heard < kills, "killed too early or too late");
}
