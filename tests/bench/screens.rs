//! What a person at the other end of the line notices: start, keys, letters, bytes, quiet, quitting.
//!
//! `cargo bench --bench screens` prints `name size value unit`, a line each. The program runs in a
//! pseudo-terminal; every byte is stamped as it arrives. `HALLPASS_BENCH_PRODUCTS="400 3000 30000"`
//! chooses other sizes, `HALLPASS_BENCH_WINDOWS="80x24 200x60"` other windows,
//! `HALLPASS_BENCH_KEYS=60` more keys.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rusqlite::{Connection, params};

/// A frame is over when the screen was still for so long.
const STILL: Duration = Duration::from_millis(25);
/// Longer than the pause after which the screen fills in what it left out while keys came fast.
const APART: Duration = Duration::from_millis(160);
/// Nothing here takes so long.
const TOO_LONG: Duration = Duration::from_secs(20);
/// How long the screen is left alone.
const IDLE: Duration = Duration::from_secs(2);

fn main() {
    let sizes = setting("HALLPASS_BENCH_PRODUCTS", "400 3000 30000");
    let windows = setting("HALLPASS_BENCH_WINDOWS", "80x24 200x60");
    let keys: usize = setting("HALLPASS_BENCH_KEYS", "20").parse().unwrap();
    let windows: Vec<(u16, u16)> = windows
        .split_whitespace()
        .map(|window| {
            let (columns, rows) = window.split_once('x').unwrap();
            (columns.parse().unwrap(), rows.parse().unwrap())
        })
        .collect();
    for size in sizes.split_whitespace() {
        let office = Office::of(size.parse().unwrap());
        for window in &windows {
            measure(&office, size, *window, keys);
        }
        finder_alone(&office, size);
    }
}

fn setting(name: &str, usual: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| usual.to_owned())
}

fn say(name: &str, size: &str, value: f64, unit: &str) {
    println!("{name:<40} {size:<16} {value:>10.2} {unit}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which so many hundredths lie.
fn part(values: &mut [f64], hundredths: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * hundredths / 100).min(values.len() - 1)]
}

fn measure(office: &Office, products: &str, (columns, rows): (u16, u16), keys: usize) {
    let size = format!("{products}@{columns}x{rows}");
    let mut starts = Vec::new();
    let mut quits = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let mut window = Window::open(office, columns, rows);
        starts.push(ms(window.until_answered() - began));
        window.still();
        quits.push(ms(window.quit()));
    }
    say(
        "start to usable frame, p50",
        &size,
        part(&mut starts, 50),
        "ms",
    );
    say("quit, p50", &size, part(&mut quits, 50), "ms");

    let mut window = Window::open(office, columns, rows);
    window.until_answered();
    window.still();
    say(
        "bytes of the first frames",
        &size,
        window.received as f64,
        "B",
    );
    window.key("\x1b");
    let page = usize::from(rows.min(24)) / 2 - 3;
    let moves: Vec<Frame> = (0..keys)
        .map(|turn| {
            std::thread::sleep(APART);
            window.key(if turn / page % 2 == 0 { "j" } else { "k" })
        })
        .collect();
    tell("move in a page", &size, &moves);
    window.key("g");
    let held: Vec<Frame> = (0..keys)
        .map(|turn| window.key(if turn / page % 2 == 0 { "j" } else { "k" }))
        .collect();
    tell("move in a page, keys held", &size, &held);
    std::thread::sleep(APART);
    window.still();
    window.key("G");
    let scrolled: Vec<Frame> = ["k", "j"]
        .iter()
        .flat_map(|key| [*key; 28])
        .map(|key| window.key(key))
        .collect();
    tell("move through all rows, keys held", &size, &scrolled);
    window.key("f");
    let mut letters = Vec::new();
    for word in ["quiz lin", "math", "lantern", "read at", "type", "note add"] {
        for letter in word.chars() {
            letters.push(window.key(letter.encode_utf8(&mut [0; 4])));
        }
        window.key("\x15");
    }
    tell("letter in the finder", &size, &letters);
    window.still();
    let before = window.usage();
    let received = window.received;
    let began = Instant::now();
    while began.elapsed() < IDLE {
        window.take(IDLE.saturating_sub(began.elapsed()));
    }
    let after = window.usage();
    let seconds = began.elapsed().as_secs_f64();
    say(
        "idle bytes",
        &size,
        (window.received - received) as f64,
        "B",
    );
    say(
        "idle wake-ups",
        &size,
        (after.switches - before.switches) as f64 / seconds,
        "/s",
    );
    say(
        "idle processor",
        &size,
        (after.nanoseconds - before.nanoseconds) as f64 / seconds / 1e7,
        "%",
    );
    say("memory, peak", &size, after.peak_kb as f64 / 1024.0, "MB");
    window.quit();
}

fn tell(name: &str, size: &str, frames: &[Frame]) {
    let mut first: Vec<f64> = frames.iter().map(|frame| ms(frame.first)).collect();
    let mut last: Vec<f64> = frames.iter().map(|frame| ms(frame.last)).collect();
    let bytes: usize = frames.iter().map(|frame| frame.bytes).sum();
    say(
        &format!("{name}, first byte p50"),
        size,
        part(&mut first, 50),
        "ms",
    );
    say(&format!("{name}, p50"), size, part(&mut last, 50), "ms");
    say(&format!("{name}, p99"), size, part(&mut last, 99), "ms");
    say(
        &format!("{name}, a key"),
        size,
        bytes as f64 / frames.len() as f64,
        "B",
    );
}

/// The questions of a letter answered in this process, without threads, terminal and drawing.
fn finder_alone(office: &Office, products: &str) {
    use hallpass::domain::put::Stamp;
    use hallpass::office::query::{Answerer, Query};
    use hallpass::store::{Access, Store};

    let store = Store::open(&office.path, Access::Read).unwrap();
    let at = "2026-03-10T12:00:00Z".parse().unwrap();
    let stamp = Stamp::own("ada", at, "2026-03-10".parse().unwrap());
    let mut desk = hallpass::office::Office::new(store, Box::new(move || stamp.clone()));
    let mut ask = |typed: &str| {
        let query = Query::Find {
            typed: typed.to_owned(),
            school: None,
            rows: 0..30,
        };
        let began = Instant::now();
        desk.answer(&query).unwrap();
        ms(began.elapsed())
    };
    say("finder filled", products, ask(""), "ms");
    let mut letters = Vec::new();
    for word in [
        "quiz lin", "math", "lantern", "read at", "qiuz", "note add", "pebbel", "xyzzy",
    ] {
        for end in 1..=word.len() {
            letters.push(ask(&word[..end]));
        }
    }
    say(
        "finder alone, a letter, p50",
        products,
        part(&mut letters, 50),
        "ms",
    );
    say(
        "finder alone, a letter, p99",
        products,
        part(&mut letters, 99),
        "ms",
    );
}

/// What a key brought.
struct Frame {
    first: Duration,
    last: Duration,
    bytes: usize,
}

/// Of all the program's threads.
struct Usage {
    switches: u64,
    nanoseconds: u64,
    peak_kb: u64,
}

/// A terminal with the program in it.
struct Window {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    received: usize,
    last: Instant,
}

impl Window {
    fn open(office: &Office, columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
        command.args(["--db", office.path.to_str().unwrap()]);
        command.env("HALLPASS_NOW", "2026-03-10");
        command.env("HALLPASS_USER", "ada");
        command.env("HOME", office.dir.path());
        command.env("XDG_STATE_HOME", office.dir.path().join("no/such"));
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_US.UTF-8");
        let _ = fs::remove_dir_all(office.dir.path().join("no"));
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                let now = Instant::now();
                if count == 0 || send.send((now, buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let size = |n| NonZeroU16::new(n).unwrap();
        Self {
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            bytes,
            screen: vt100::Parser::new(size(rows), size(columns), 0),
            received: 0,
            last: Instant::now(),
        }
    }

    /// Takes what arrives within the time; when it came.
    fn take(&mut self, limit: Duration) -> Option<(Instant, usize)> {
        let (at, bytes) = self.bytes.recv_timeout(limit).ok()?;
        self.received += bytes.len();
        self.last = at;
        self.screen.process(&bytes);
        Some((at, bytes.len()))
    }

    /// Waits until the first row has its answer.
    fn until_answered(&mut self) -> Instant {
        let began = Instant::now();
        while !self.screen.screen().contents().contains("\n> ") {
            assert!(
                began.elapsed() < TOO_LONG,
                "{}",
                self.screen.screen().contents()
            );
            self.take(TOO_LONG);
        }
        self.last
    }

    fn still(&mut self) {
        while self.take(STILL * 4).is_some() {}
    }

    fn key(&mut self, key: &str) -> Frame {
        let began = Instant::now();
        self.keyboard.write_all(key.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
        let mut frame = Frame {
            first: Duration::ZERO,
            last: Duration::ZERO,
            bytes: 0,
        };
        let mut limit = Duration::from_millis(250);
        while let Some((at, bytes)) = self.take(limit) {
            if frame.bytes == 0 {
                frame.first = at - began;
            }
            frame.last = at - began;
            frame.bytes += bytes;
            limit = STILL;
        }
        frame
    }

    /// From the key to the end of the process.
    fn quit(&mut self) -> Duration {
        self.key("\x1b");
        let began = Instant::now();
        self.keyboard.write_all(b"Q").unwrap();
        self.keyboard.flush().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.exit_code(), 0);
        began.elapsed()
    }

    fn usage(&self) -> Usage {
        let process = PathBuf::from(format!("/proc/{}", self.child.process_id().unwrap()));
        let mut usage = Usage {
            switches: 0,
            nanoseconds: 0,
            peak_kb: 0,
        };
        let Ok(threads) = fs::read_dir(process.join("task")) else {
            return usage;
        };
        for thread in threads {
            let thread = thread.unwrap().path();
            let status = fs::read_to_string(thread.join("status")).unwrap_or_default();
            usage.switches += number(&status, "voluntary_ctxt_switches:");
            usage.switches += number(&status, "nonvoluntary_ctxt_switches:");
            usage.peak_kb = usage.peak_kb.max(number(&status, "VmHWM:"));
            let spent = fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
            let spent = spent.split_whitespace().next();
            usage.nanoseconds += spent.and_then(|n| n.parse().ok()).unwrap_or(0);
        }
        usage
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.master.get_size();
    }
}

fn number(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let word = line.and_then(|rest| rest.split_whitespace().next());
    word.and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The made-up district, grown to so many products.
struct Office {
    dir: tempfile::TempDir,
    path: PathBuf,
}

/// The made-up district's ids are smaller than this.
const STEP: i64 = 100_000;

impl Office {
    fn of(products: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("demo.db");
        let made = Command::new(env!("CARGO_BIN_EXE_hallpass"))
            .args(["demo", "--no-open", "--path", path.to_str().unwrap()])
            .env("HALLPASS_NOW", "2026-03-10")
            .env("HALLPASS_USER", "ada")
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        grow(&path, products);
        Self { dir, path }
    }
}

/// Adds copies of the made-up products under other names, with all that hangs on them.
fn grow(path: &Path, products: usize) {
    let mut conn = Connection::open(path).unwrap();
    let tx = conn.transaction().unwrap();
    let known: Vec<(i64, String)> = tx
        .prepare("SELECT id, name FROM product ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    let mut left = products.saturating_sub(known.len());
    let mut copy = 0;
    while left > 0 {
        copy += 1;
        let add = copy * STEP;
        for (id, name) in known.iter().take(left) {
            tx.prepare_cached(
                "INSERT INTO product SELECT id + ?1, version, ?2, vendor, edition, url, kind, subjects, grades,
                 lms, NULL, first_seen, NULL, archived, asked / 4 FROM product WHERE id = ?3",
            )
            .unwrap()
            .execute(params![add, other_name(&mut random, name), id])
            .unwrap();
        }
        let last = known[left.min(known.len()) - 1].0;
        for (table, columns) in [
            ("purpose", "function"),
            (
                "approval",
                "status, schools, grades, audience, conditions, \"from\", until, reason, decided_by, decided_on",
            ),
            ("inventory", "school, buyer, seats, used, since"),
            ("owner", "role, person, deputy, since, until"),
            ("compatibility", "device, result, \"on\", note"),
            (
                "training",
                "school, audience, target, trained, \"on\", minutes, required",
            ),
            (
                "line",
                "contract, model, quantity, unit_cents, total_cents, schools, grades, audience",
            ),
        ] {
            tx.execute(
                &format!(
                    "INSERT INTO {table} (version, product, {columns})
                     SELECT version, product + ?1, {columns} FROM {table} WHERE product <= ?2"
                ),
                params![add, last],
            )
            .unwrap();
        }
        left = left.saturating_sub(known.len());
    }
    tx.commit().unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
}

fn other_name(random: &mut fastrand::Rng, name: &str) -> String {
    const STARTS: [&str; 24] = [
        "Al", "Bri", "Cor", "Dra", "El", "Fen", "Gal", "Hob", "Is", "Jo", "Kel", "Lu", "Mar",
        "Nim", "Or", "Pel", "Qui", "Ri", "Sol", "Tam", "Ul", "Ver", "Wil", "Zen",
    ];
    const ENDS: [&str; 16] = [
        "ba", "cer", "dom", "fi", "gon", "hal", "ket", "lin", "mo", "nar", "pex", "ri", "sta",
        "tul", "vo", "wex",
    ];
    let kind = name.rsplit(' ').next().unwrap_or(name);
    let mut new = String::new();
    new.push_str(STARTS[random.usize(..STARTS.len())]);
    for _ in 0..random.usize(1..4) {
        new.push_str(ENDS[random.usize(..ENDS.len())]);
    }
    format!("{new} {kind}")
}
