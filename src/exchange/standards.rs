//! Standards in and out: CASE packages, OpenSALT's sheets, Learning Commons' lines, and any table with a framework, a code
//! and a statement become the same value; a framework goes out as a CASE package or as a table.
//!
//! What a file is, is seen in what it holds, never by its name.

mod case;
mod graph;
mod item;
mod package_out;
mod rows;

use std::io::Read;
use std::path::{Path, PathBuf};

use super::{ReadError, text_file};
use crate::domain::standards::package::Package;

pub use package_out::{StandardsOut, package, table};

/// The most bytes of a file of standards.
const MOST: u64 = 100 << 20;

/// Values stand in each other no deeper than this.
const DEEPEST: usize = 64;

/// The longest text that is read, in bytes.
const LONGEST: usize = 65_536;

/// Files of standards, read.
#[derive(Debug, Default)]
pub struct ReadStandards {
    /// The frameworks in them.
    pub packages: Vec<Package>,
    /// What each file is, a sentence each.
    pub facts: Vec<String>,
}

/// Reads files that are one matter: a package, a sheet, or nodes and relationships in files of their own. `framework` is
/// the name of a table's framework where it has no column for it, or of the one that is wanted of several.
///
/// # Errors
///
/// Where a file is none of these, or says what cannot be.
pub fn read(paths: &[PathBuf], framework: Option<&str>) -> Result<ReadStandards, ReadError> {
    let mut read = ReadStandards::default();
    let mut lines = graph::GraphFiles::default();
    for path in paths {
        match look(path)? {
            StandardsForm::Table => {
                let (packages, fact) = rows::read(path, framework)?;
                read.packages.extend(packages);
                read.facts.push(fact);
            }
            StandardsForm::Lines(bytes) => {
                let count = lines.add(path, &bytes)?;
                read.facts.push(format!(
                    "Learning Commons, {count} lines of {}",
                    path.display()
                ));
            }
            StandardsForm::Package(bytes) => {
                let package = case::read(path, &bytes)?;
                let version = package.document.case_version.as_deref().unwrap_or("1.0");
                read.facts.push(format!(
                    "CASE {version} package, {} items, {} associations",
                    package.items.len(),
                    package.links.len()
                ));
                read.packages.push(package);
            }
        }
    }
    read.packages.extend(lines.packages(framework)?);
    match &read.packages[..] {
        [] => Err(ReadError::new(
            "there is no framework in it",
            "Give a CASE package, or a table with framework, code and statement.",
        )),
        _ => Ok(read),
    }
}

/// What a file looks like.
enum StandardsForm {
    /// One JSON value.
    Package(Vec<u8>),
    /// A JSON value a line.
    Lines(Vec<u8>),
    /// A table of some kind.
    Table,
}

fn look(path: &Path) -> Result<StandardsForm, ReadError> {
    let failed = |error: std::io::Error| ReadError::from_io(path, &error);
    let mut file = text_file::open(path)?;
    let mut head = [0_u8; 64];
    let got = file.read(&mut head).map_err(failed)?;
    let bare = head[..got]
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&head[..got]);
    if !matches!(bare.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Ok(StandardsForm::Table);
    }
    let mut bytes = head[..got].to_vec();
    let rest = file
        .take(MOST + 1 - got as u64)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if (got + rest) as u64 > MOST {
        return Err(ReadError::new(
            format!("{} is larger than {} MB", path.display(), MOST >> 20),
            "No framework is: check that it is the file you meant.",
        ));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    not_too_deep(path, &bytes)?;
    let first = bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty());
    let line: Option<serde_json::Map<String, serde_json::Value>> =
        first.and_then(|line| serde_json::from_slice(line).ok());
    Ok(match line {
        Some(line) if !line.contains_key("CFDocument") => StandardsForm::Lines(bytes),
        _ => StandardsForm::Package(bytes),
    })
}

/// Refuses a file whose values stand too deep in each other, before anything reads it.
fn not_too_deep(path: &Path, bytes: &[u8]) -> Result<(), ReadError> {
    let (mut depth, mut line, mut quoted, mut escaped) = (0_usize, 1_usize, false, false);
    for byte in bytes {
        match byte {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(ReadError::new(
                        format!(
                            "{}, line {line}: values stand more than {DEEPEST} deep in each other",
                            path.display()
                        ),
                        "No package of standards does: check that it is the file you meant.",
                    ));
                }
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
