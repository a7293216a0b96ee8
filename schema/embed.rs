//! The build script: puts the numbered files of this folder, and of `region`, into the program, so that a new one is
//! named nowhere else.

use std::env;
use std::fs;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

/// Begins the line that tells the mark (`store::structure`) of what all files make, in the last of them.
const MARK: &str = "-- Mark: ";

fn main() -> Result<()> {
    let variable = |name: &str| env::var_os(name).ok_or_else(|| Error::other(name.to_owned()));
    let folder = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("schema");
    println!("cargo::rerun-if-changed={}", folder.display());
    let files = numbered(&folder)?;
    let mut steps = String::from("&[");
    let mut mark = String::from("0");
    for (number, file) in (1..).zip(&files) {
        let path = file.to_string_lossy();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        steps += &format!(
            "SchemaStep {{ number: {number}, name: {name:?}, sql: include_str!({path:?}) }},"
        );
        let sql = fs::read_to_string(file)?;
        let told = sql.lines().find_map(|line| line.strip_prefix(MARK));
        told.unwrap_or("0").clone_into(&mut mark);
    }
    let mut region = String::from("&[");
    for file in numbered(&folder.join("region"))? {
        region += &format!("include_str!({:?}),", file.to_string_lossy());
    }
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("steps.rs"), steps + "]")?;
    fs::write(out.join("region.rs"), region + "]")?;
    fs::write(out.join("mark.rs"), mark)
}

/// The files of SQL in a folder, in the order of their numbers.
fn numbered(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    Ok(files)
}
