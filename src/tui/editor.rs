//! A note written in the person's own editor: the text goes out as a file only they can read, and comes
//! back when the editor ends.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The person's editor, where one may be started and the environment names one.
pub fn named(variable: fn(&str) -> Option<String>) -> Option<String> {
    let named = |name| variable(name).filter(|value| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR"))
}

/// Opens the text in the editor and waits for it to end; gives what stands there then.
/// The terminal must be the editor's meanwhile.
pub fn edit(editor: &str, text: &str) -> io::Result<String> {
    let path = std::env::temp_dir().join(format!("hallpass-{}.txt", std::process::id()));
    let file = EditedFile::new(path, text)?;
    // The shell takes the editor's own words apart: `code --wait`.
    let ended = Command::new("sh")
        .args(["-c", &format!("exec {editor} \"$1\""), "sh"])
        .arg(&file.0)
        .status()?;
    if !ended.success() {
        return Err(io::Error::other(format!("`{editor}` ended with {ended}")));
    }
    let written = fs::read_to_string(&file.0)?;
    Ok(written.trim_end().to_owned())
}

/// The file while the editor has it; it goes with this value.
struct EditedFile(PathBuf);

impl EditedFile {
    fn new(path: PathBuf, text: &str) -> io::Result<EditedFile> {
        // One that is there already is not ours, or was left by a process of this number that is gone.
        let _ = fs::remove_file(&path);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        let note = EditedFile(path);
        file.write_all(text.as_bytes())?;
        Ok(note)
    }
}

impl Drop for EditedFile {
    fn drop(&mut self) {
        let path: &Path = &self.0;
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_leaves_comes_back_and_no_file_stays() {
        let text = edit("sed -i s/old/new/", "my old note\n").unwrap();
        assert_eq!(text, "my new note");
        let failed = edit("false", "a note").unwrap_err();
        assert!(failed.to_string().contains("`false` ended"), "{failed}");
        let path = std::env::temp_dir().join(format!("hallpass-{}.txt", std::process::id()));
        assert!(!path.exists());
    }
}
