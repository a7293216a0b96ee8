//! What a folder holds, to compare: of each office file and each copy of one all its records and history, of any
//! other file its bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hallpass::store::{Access, DumpedGaps, Store};

/// Each file by its name. What is kept beside a file belongs to that file.
pub type Picture = BTreeMap<String, Vec<u8>>;

/// What SQLite, and whoever edits, keeps beside an office file.
const BESIDE: [&str; 4] = ["-wal", "-shm", "-journal", "-editing"];

/// A file that was begun and has not its name yet.
pub fn is_begun(name: &str) -> bool {
    name.starts_with('.')
        && [".hallpass-new", ".part"]
            .iter()
            .any(|end| name.contains(end))
}

/// The folder as it would be found now by whoever came after a crash: what is in the program's memory alone is lost.
pub fn after_a_crash(folder: &Path) -> Result<Picture, String> {
    let found = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        // The index is in memory that the processes share, and is made anew.
        if !name.ends_with("-shm") {
            fs::write(found.path().join(name), fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    opened(found.path())
}

/// The files of a folder nobody has open; each office file among them is opened, checked and read whole.
pub fn opened(folder: &Path) -> Result<Picture, String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut picture = Picture::new();
    for name in names {
        if BESIDE.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let path = folder.join(&name);
        let mut bytes = fs::read(&path).unwrap();
        // What was begun is no office yet.
        if bytes.starts_with(b"SQLite format 3\0") && !is_begun(&name) {
            bytes = records(&path).map_err(|why| format!("{name}: {why}"))?;
        }
        picture.insert(name, bytes);
    }
    Ok(picture)
}

/// All records and all history of an office file that is sound, without what is another each time: how the screens call
/// a deed, when an upgrade was, and the seals of both, which `check` has made anew.
fn records(path: &Path) -> Result<Vec<u8>, String> {
    let mut store = Store::open(path, Access::Write).map_err(|error| error.to_string())?;
    let problems = store.check();
    if !problems.is_empty() {
        return Err(problems.join("; "));
    }
    let mut dump = Vec::new();
    store
        .dump_with(&mut dump, DumpedGaps::Taken)
        .map_err(|error| error.to_string())?;
    Ok(alike(&dump))
}

/// A dump without what is another each time.
pub fn alike(dump: &[u8]) -> Vec<u8> {
    let dump = std::str::from_utf8(dump).unwrap();
    let line = |line: &str| {
        if !line.contains("\"table\":\"change_set\"") {
            return format!("{line}\n");
        }
        let mut set: serde_json::Value = serde_json::from_str(line).unwrap();
        let by_itself = set["who"] == "hallpass";
        let set = set.as_object_mut().unwrap();
        for other in ["deed_id", "deed_words", "seal"] {
            set.remove(other);
        }
        if by_itself {
            set.remove("at");
        }
        format!("{}\n", serde_json::Value::from(set.clone()))
    };
    dump.lines().map(line).collect::<String>().into_bytes()
}
