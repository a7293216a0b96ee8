//! Runs the program and counts what it takes: time of the processor, the most memory, reads, instructions.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

/// What one run takes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Milliseconds of the processor.
    pub processor: f64,
    /// The most memory, in MB.
    pub memory: f64,
    /// Times that it asked the system to read.
    pub reads: u64,
    /// Millions of instructions, where they are counted.
    pub instructions: Option<f64>,
}

/// A run that takes fewer milliseconds than this is done `OFTEN`, and its instructions are counted.
pub const SHORT_MS: f64 = 250.0;
pub const OFTEN: u32 = 20;

/// By so many of its milliseconds the system tells how long a process ran.
const TICK_MS: f64 = 10.0;

/// The day on which everything is made and asked, so that each run sees the same.
const DAY: &str = "2026-11-30";

/// The program at an office file, with a home of its own.
pub struct Program<'p> {
    db: &'p Path,
    home: &'p Path,
}

impl<'p> Program<'p> {
    pub fn new(db: &'p Path, home: &'p Path) -> Program<'p> {
        Program { db, home }
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let own = |name: &str, other: &str| std::env::var(name).unwrap_or(other.to_owned());
        let home = self.home.to_str().unwrap();
        vec![
            ("PATH", own("PATH", "")),
            ("USER", own("USER", "root")),
            ("HOME", home.to_owned()),
            ("XDG_DATA_HOME", home.to_owned()),
            ("XDG_STATE_HOME", home.to_owned()),
            ("HALLPASS_DB", self.db.to_str().unwrap().to_owned()),
            ("HALLPASS_NOW", DAY.to_owned()),
        ]
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.variables())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// What a command takes: the mean of many runs where it is short.
    pub fn cost(&self, words: &[&str]) -> Cost {
        let mut cost = self.once(words);
        if cost.processor >= SHORT_MS {
            return cost;
        }
        let before = children_ms();
        for _ in 0..OFTEN {
            let one = self.once(words);
            cost.memory = cost.memory.max(one.memory);
            cost.reads = one.reads;
        }
        cost.processor = (children_ms() - before) / f64::from(OFTEN);
        cost.instructions = self.instructions(words);
        cost
    }

    /// What one run of a command takes.
    pub fn once(&self, words: &[&str]) -> Cost {
        let before = children_ms();
        let began = Instant::now();
        let mut command = self.command(env!("CARGO_BIN_EXE_hallpass"));
        let mut child = command.args(words).spawn().unwrap();
        let id = child.id();
        let pid = Pid::from_child(&child);
        let mut cost = Cost::default();
        loop {
            cost.memory = cost.memory.max(peak_mb(id));
            // Left as it is, so that the system still tells of it.
            let how = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
            if waitid(WaitId::Pid(pid), how).unwrap().is_some() {
                break;
            }
            // Often while it is young, so that a short run is seen near its end.
            let pause = began.elapsed() / 20;
            thread::sleep(pause.clamp(Duration::from_micros(300), Duration::from_millis(10)));
        }
        cost.reads = reads(id);
        let code = child.wait().unwrap().code();
        // 4 is what `alerts --test` says where something was not told.
        assert!(
            matches!(code, Some(0 | 4)),
            "{command:?} ended with {code:?}"
        );
        cost.processor = children_ms() - before;
        cost
    }

    /// The screens, opened, left alone for so long, and closed.
    pub fn screens(&self, rest: Duration) -> Cost {
        let before = children_ms();
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
        command.env_clear();
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut out = pair.master.try_clone_reader().unwrap();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while out.read(&mut bytes).is_ok_and(|count| count > 0) {}
        });
        let id = child.process_id().unwrap();
        thread::sleep(rest);
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "the screens ended by themselves");
        let (memory, reads) = (peak_mb(id), reads(id));
        child.kill().unwrap();
        child.wait().unwrap();
        Cost {
            processor: children_ms() - before,
            memory,
            reads,
            instructions: None,
        }
    }

    /// Millions of instructions by callgrind; none where it is not installed.
    fn instructions(&self, words: &[&str]) -> Option<f64> {
        let counted = self.home.join("callgrind.log");
        let status = self
            .command("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(format!("--log-file={}", counted.display()))
            .arg(env!("CARGO_BIN_EXE_hallpass"))
            .args(words)
            .status();
        status.ok()?;
        let log = fs::read_to_string(counted).ok()?;
        let (_, count) = log
            .lines()
            .find_map(|line| line.split_once("Collected :"))?;
        count.trim().parse::<f64>().ok().map(|count| count / 1e6)
    }
}

/// Milliseconds of the processor that all processes took which this one started and which have ended.
fn children_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold blanks: the 14th and the 15th.
    let (_, behind) = stat.rsplit_once(')').unwrap_or_default();
    let ticks = behind.split_whitespace().skip(13).take(2);
    ticks
        .filter_map(|count| count.parse::<f64>().ok())
        .sum::<f64>()
        * TICK_MS
}

/// The most memory that a process held, in MB.
fn peak_mb(id: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok());
    kb.unwrap_or(0.0) / 1024.0
}

fn reads(id: u32) -> u64 {
    let io = fs::read_to_string(format!("/proc/{id}/io")).unwrap_or_default();
    let line = io.lines().find_map(|line| line.strip_prefix("syscr: "));
    line.and_then(|count| count.parse().ok())
        .unwrap_or_default()
}
