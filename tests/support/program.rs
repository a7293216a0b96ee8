//! The program itself, run as people run it, on an office file of its own.
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value as Json;
use tempfile::TempDir;

use super::Made;

/// A district's office file, made with `hallpass init` by the admin `ada`, and a folder for files.
pub struct District {
    dir: TempDir,
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The answer of a command that was to work.
    #[track_caller]
    pub fn ok(self) -> Answer {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

impl District {
    pub fn new() -> District {
        District::made_once("new", || {
            let first = District::bare();
            let name = "Harlow County Schools";
            let init = ["init", "--district", name, "--zone", "Etc/UTC"];
            first.run(&init).ok();
            first
        })
    }

    /// A copy of the district of this name, which `make` makes once a test program. Its other files are not copied.
    pub fn made_once(name: &str, make: impl FnOnce() -> District) -> District {
        static MADE: Made = Made::new();
        let district = District::bare();
        MADE.copy_to(&district.db(), name, |path| {
            std::fs::copy(make().db(), path).unwrap();
        });
        district
    }

    fn bare() -> District {
        let dir = tempfile::tempdir().unwrap();
        District { dir }
    }

    /// Where the office file is.
    pub fn db(&self) -> PathBuf {
        self.dir.path().join("office.db")
    }

    /// A file in the district's folder, with these bytes.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// A path in the district's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs the program as `ada` on Tuesday March 10, 2026.
    pub fn run(&self, args: &[&str]) -> Answer {
        self.run_with(args, b"")
    }

    /// The same, with these bytes on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Answer {
        let mut command = Command::cargo_bin("hallpass").unwrap();
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("HALLPASS_") {
                command.env_remove(name);
            }
        }
        command
            .env("HALLPASS_DB", self.db())
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10T09:40:00Z")
            .args(args)
            .write_stdin(input);
        let output = command.output().unwrap();
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `hallpass import KIND FILE more... --json`
    pub fn import(&self, kind: &str, file: &Path, more: &[&str]) -> Answer {
        let file = file.to_str().unwrap();
        let args = [&["import", kind, file, "--json"], more].concat();
        self.run(&args)
    }

    /// Imports text that must be taken whole; gives what the program told.
    #[track_caller]
    pub fn take(&self, kind: &str, table: &str) -> Json {
        let file = self.file(&format!("{kind}.csv"), table);
        self.import(kind, &file, &[]).ok().json()
    }

    /// Every record and all history.
    #[track_caller]
    pub fn dump(&self) -> String {
        self.run(&["dump"]).ok().out
    }

    /// Every record, with neither history nor versions.
    #[track_caller]
    pub fn records(&self) -> Vec<Json> {
        let dump = self.dump();
        let lines = dump
            .lines()
            .map(|l| serde_json::from_str::<Json>(l).unwrap());
        let noun = |line: &Json| !["", "history", "change_set"].contains(&text(&line["table"]));
        let mut records: Vec<Json> = lines.filter(noun).collect();
        for record in &mut records {
            record.as_object_mut().unwrap().remove("version");
        }
        records
    }

    /// The records of one noun.
    #[track_caller]
    pub fn all(&self, noun: &str) -> Vec<Json> {
        let mut records = self.records();
        records.retain(|r| r["table"] == noun);
        records
    }
}

/// A JSON text; empty for anything else.
pub fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}
