//! Many processes at one office file for some seconds: some save, some read, all at once and about the same names.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// So many processes at a time.
#[derive(Debug, Clone, Copy)]
pub struct Crowd {
    pub writers: usize,
    pub readers: usize,
    pub lasts: Duration,
}

/// How long each command took, by what it did, and what was done.
#[derive(Debug, Default)]
pub struct Outcome {
    pub writes: Vec<Duration>,
    pub reads: Vec<Duration>,
    /// Notes that were said to be saved.
    notes: usize,
    /// Names that were brought in, by many at once.
    names: usize,
    /// The students that each writer said last that its own school has.
    students: BTreeMap<usize, usize>,
    /// How often the students of the school that all write were said to be saved.
    common: usize,
}

/// New names in each file; the next file begins some later, so that each name is in several.
const NAMES: usize = 6;
const LATER: usize = 2;

impl Crowd {
    /// Lets them work in the empty folder `dir`. Every command must do what it was asked; when all are gone the file
    /// is looked through.
    pub fn work(self, program: &str, dir: &Path) -> Outcome {
        let run = |args: &[&str]| {
            let mut command = Command::new(program);
            let output = command
                .args(args)
                .env_clear()
                .current_dir(dir)
                .env("HOME", dir)
                .env("HALLPASS_DB", dir.join("office.db"))
                .env("HALLPASS_USER", "ada")
                .env("HALLPASS_NOW", "2026-03-10")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{args:?}: {error}");
            String::from_utf8(output.stdout).unwrap()
        };
        let file = |name: &str, text: String| {
            std::fs::write(dir.join(name), text).unwrap();
        };
        run(&["init", "--district", "Harlow", "--zone", "Etc/UTC"]);
        file("products.csv", "name\nNumberly\n".into());
        run(&["import", "products", "products.csv"]);
        file(
            "schools.csv",
            "name,code,students\nCommon ES,COM,1\n".into(),
        );
        run(&["import", "schools", "schools.csv"]);
        let outcome = Mutex::new(Outcome::default());
        let start = Instant::now();
        let (run, file, outcome) = (&run, &file, &outcome);
        thread::scope(|scope| {
            for writer in 0..self.writers {
                scope.spawn(move || {
                    for n in 0.. {
                        if start.elapsed() >= self.lasts {
                            break;
                        }
                        let name = format!("{writer}.csv");
                        let args = match n % 4 {
                            0 => vec!["note", "Numberly", "--text", "noted."],
                            1 => {
                                let first = n / 4 * LATER;
                                let names = (first..first + NAMES).map(|n| format!("Tool {n}\n"));
                                file(&name, format!("name\n{}", names.collect::<String>()));
                                vec!["import", "products", &name]
                            }
                            of => {
                                let code = if of == 2 {
                                    format!("S{writer}")
                                } else {
                                    "COM".into()
                                };
                                let called = if of == 2 {
                                    format!("School {writer}")
                                } else {
                                    "Common ES".into()
                                };
                                // Another number each time, whoever writes it.
                                let students = 2 + n * self.writers + writer;
                                file(
                                    &name,
                                    format!("name,code,students\n{called},{code},{students}\n"),
                                );
                                vec!["import", "schools", &name]
                            }
                        };
                        let began = Instant::now();
                        run(&args);
                        let took = began.elapsed();
                        let mut outcome = outcome.lock().unwrap();
                        outcome.writes.push(took);
                        match n % 4 {
                            0 => outcome.notes += 1,
                            1 => outcome.names = outcome.names.max(n / 4 * LATER + NAMES),
                            2 => drop(
                                outcome
                                    .students
                                    .insert(writer, 2 + n * self.writers + writer),
                            ),
                            _ => outcome.common += 1,
                        }
                    }
                });
            }
            for reader in 0..self.readers {
                scope.spawn(move || {
                    let asks: [&[&str]; 4] = [
                        &["status", "Numberly"],
                        &["check"],
                        &["history"],
                        &["export", "products", "--format", "json"],
                    ];
                    for n in reader.. {
                        if start.elapsed() >= self.lasts {
                            break;
                        }
                        let began = Instant::now();
                        ask(run, asks[n % asks.len()]);
                        outcome.lock().unwrap().reads.push(began.elapsed());
                    }
                });
            }
        });
        let outcome = std::mem::take(&mut *outcome.lock().unwrap());
        run(&["check"]);
        outcome.look_through(&run(&["dump"]));
        outcome
    }
}

/// A question; that nobody knows the product is an answer too.
fn ask(run: &dyn Fn(&[&str]) -> String, args: &[&str]) {
    let said = run(args);
    assert!(!said.is_empty(), "{args:?}");
}

impl Outcome {
    /// Everything that was said to be saved is in the dump, once.
    fn look_through(&self, dump: &str) {
        let lines: Vec<Value> = dump
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let all = |noun: &str| {
            lines
                .iter()
                .filter(|line| line["table"] == noun)
                .collect::<Vec<_>>()
        };
        assert_eq!(all("note").len(), self.notes);
        let mut names: Vec<&str> = all("product")
            .iter()
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        // With the one that was there.
        assert_eq!(names.len(), self.names + 1);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), self.names + 1);
        let schools = all("school");
        for (writer, students) in &self.students {
            let code = format!("S{writer}");
            let found: Vec<_> = schools
                .iter()
                .filter(|s| s["code"] == code.as_str())
                .collect();
            assert_eq!(found.len(), 1, "{code}");
            assert_eq!(found[0]["enrollment"], *students, "{code}");
        }
        assert_eq!(schools.len(), self.students.len() + 1);
        // Each change of the school that all write began at what the one before it left.
        let common = schools.iter().find(|s| s["code"] == "COM").unwrap();
        let of_it = all("history");
        let of_it = of_it.iter().filter(|line| {
            line["kind"] == "school"
                && line["record"] == common["id"]
                && line["field"] == "enrollment"
        });
        let mut now = Value::from(1);
        let mut changes = 0;
        for line in of_it {
            assert_eq!(line["old"], now, "{line}");
            now = line["new"].clone();
            changes += 1;
        }
        assert_eq!((changes, &now), (self.common, &common["enrollment"]));
    }

    /// The time that this share of them took at most.
    pub fn percentile(times: &[Duration], share: f64) -> Duration {
        let mut times = times.to_vec();
        times.sort_unstable();
        let at = ((times.len() as f64 * share) as usize).min(times.len() - 1);
        times[at]
    }
}
