//! Getting everything out and in again: dump, load, backup, check.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::store::Store;

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass dump`
#[derive(Debug, Args)]
pub(super) struct Dump {
    /// The file to make; stdout where none is named
    file: Option<PathBuf>,
}

impl Dump {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut store = context.read()?;
        let Some(path) = &self.file else {
            let mut out = Vec::new();
            store.dump(&mut out)?;
            print::bytes(&out);
            return Ok(());
        };
        let unwritten = |e: std::io::Error| {
            Failure::refused(
                format!("{} cannot be written: {e}", path.display()),
                "an existing file is kept; name a new one",
            )
        };
        let file = File::create_new(path).map_err(unwritten)?;
        let mut out = BufWriter::new(file);
        let written = store.dump(&mut out).map_err(Failure::from);
        let flushed = out.flush().map_err(unwritten);
        match written.and_then(|lines| flushed.map(|()| lines)) {
            Ok(lines) => {
                print::notice(&format!("{lines} lines in {}", path.display()));
                Ok(())
            }
            Err(failure) => {
                // Half a dump is worse than none.
                let _ = fs::remove_file(path);
                Err(failure)
            }
        }
    }
}

/// `hallpass load`
#[derive(Debug, Args)]
pub(super) struct Load {
    /// The dump
    file: PathBuf,
}

impl Load {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let dump = File::open(&self.file).map_err(|e| {
            Failure::refused(
                format!("{} cannot be read: {e}", self.file.display()),
                "check the name",
            )
        })?;
        let mut store = Store::create(&context.db, None)?;
        match store.load(&mut BufReader::new(dump)) {
            Ok(lines) => {
                print::notice(&format!(
                    "{lines} lines loaded into {}",
                    context.db.display()
                ));
                Ok(())
            }
            Err(error) => {
                drop(store);
                // The file was made a moment ago and holds nothing.
                for suffix in ["", "-wal", "-shm"] {
                    let mut name = context.db.clone().into_os_string();
                    name.push(suffix);
                    let _ = fs::remove_file(name);
                }
                Err(error.into())
            }
        }
    }
}

/// `hallpass backup`
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to make
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let copy = context.read()?.backup(&self.file)?;
        print::line(&copy.display().to_string());
        Ok(())
    }
}

/// `hallpass check`
pub(super) fn check(context: &Context) -> Result<(), Failure> {
    let store = context.read()?;
    let problems = store.check();
    if context.form == Form::Json {
        print::json(&json!({
            "ok": problems.is_empty(), "file": store.path().display().to_string(),
            "schema_version": store.layout()?, "problems": problems,
        }));
    } else if problems.is_empty() {
        print::line(&format!("{} is sound.", store.path().display()));
    } else {
        problems.iter().for_each(|problem| print::line(problem));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unsound)
    }
}
