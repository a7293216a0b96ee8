//! Why a file was not read: one sentence of what happened, one of what to do now.
//! Also knows a file by its first bytes, so that a PDF or a web page gets a helpful refusal.

use std::io;
use std::path::Path;

/// A file that cannot be read as a table. `Display` says what happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ReadError {
    /// What happened, a sentence without the final stop.
    pub what: String,
    /// What to do now, a sentence.
    pub hint: String,
    /// Is that to give the command an option?
    pub by_option: bool,
}

impl ReadError {
    /// A refusal with its next step.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> ReadError {
        ReadError {
            what: what.into(),
            hint: hint.into(),
            by_option: false,
        }
    }

    /// A refusal whose next step is an option of the command.
    pub fn by_option(what: impl Into<String>, hint: impl Into<String>) -> ReadError {
        ReadError {
            by_option: true,
            ..ReadError::new(what, hint)
        }
    }

    /// The operating system would not let us read.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> ReadError {
        let name = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::new(
                format!("there is no file {name}"),
                "Check the name and the folder; quote a name that has spaces.",
            ),
            io::ErrorKind::PermissionDenied => ReadError::new(
                format!("{name} may not be read by you"),
                "Ask its owner for read permission, or copy it to your own folder.",
            ),
            io::ErrorKind::IsADirectory => directory(path),
            _ => ReadError::new(
                format!("{name} could not be read: {error}"),
                "Copy the file to a local disk and try again.",
            ),
        }
    }
}

/// A folder was given where a file is wanted.
pub(super) fn directory(path: &Path) -> ReadError {
    ReadError::new(
        format!("{} is a folder, not a file", path.display()),
        "Name the file inside it.",
    )
}

/// What the first bytes say a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// Comma, tab or semicolon text, as far as the first bytes tell.
    Text,
    /// A zip archive: an `.xlsx`, an `.ods`, or something else.
    Zip,
    /// A compound file: an old `.xls`, or something else from Office.
    Compound,
    /// A calendar file (`.ics`).
    Calendar,
    /// Something that is no table; named for the message, with what to do.
    Other(&'static str, &'static str),
}

const EXPORT_TABLE: &str = "Export the table itself as CSV or .xlsx and import that.";
const OPEN_AND_SAVE: &str = "Open it in a spreadsheet program, save it as .xlsx, and import that.";

/// Judges a file by its first bytes; names lie (`report.xls` is often a web page).
pub(super) fn looks(head: &[u8]) -> Looks {
    let magics: [(&[u8], Looks); 10] = [
        (b"PK\x03\x04", Looks::Zip),
        (b"PK\x05\x06", Looks::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Looks::Compound),
        (b"%PDF", Looks::Other("a PDF", EXPORT_TABLE)),
        (b"\x89PNG", Looks::Other("a picture", EXPORT_TABLE)),
        (b"\xFF\xD8\xFF", Looks::Other("a picture", EXPORT_TABLE)),
        (b"GIF8", Looks::Other("a picture", EXPORT_TABLE)),
        (
            b"\x1F\x8B",
            Looks::Other("a compressed file", "Unpack it with gunzip first."),
        ),
        (
            b"SQLite format 3\0",
            Looks::Other("a database", EXPORT_TABLE),
        ),
        (
            b"{\\rtf",
            Looks::Other("a word processor's file", EXPORT_TABLE),
        ),
    ];
    if let Some((_, looks)) = magics.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *looks;
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(4096)]);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = text.chars().take(200).collect::<String>().to_lowercase();
    if start.starts_with("begin:vcalendar") {
        return Looks::Calendar;
    }
    if is_json(&start) {
        return Looks::Other("a JSON file", EXPORT_TABLE);
    }
    let web = ["<!doctype html", "<html", "<table", "<head", "<body"];
    if web.iter().any(|w| start.starts_with(w)) || start.contains("<html") {
        return Looks::Other("a web page (HTML)", OPEN_AND_SAVE);
    }
    if start.starts_with("<?xml") {
        return Looks::Other("an XML file", OPEN_AND_SAVE);
    }
    Looks::Text
}

fn is_json(start: &str) -> bool {
    let mut marks = start.chars().filter(|c| !c.is_whitespace());
    match (marks.next(), marks.next()) {
        (Some('{'), second) => matches!(second, None | Some('"' | '}')),
        (Some('['), second) => matches!(second, None | Some('{' | '[' | '"' | ']')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_no_becomes_a_sentence() {
        for (kind, what) in [
            (io::ErrorKind::NotFound, "there is no file a.csv"),
            (
                io::ErrorKind::PermissionDenied,
                "a.csv may not be read by you",
            ),
            (io::ErrorKind::IsADirectory, "a.csv is a folder, not a file"),
        ] {
            let error = ReadError::from_io(Path::new("a.csv"), &kind.into());
            assert_eq!(error.what, what);
        }
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        let other = |head: &[u8]| match looks(head) {
            Looks::Other(name, _) => name,
            looks => panic!("{looks:?}"),
        };
        assert_eq!(other(b"%PDF-1.7"), "a PDF");
        assert_eq!(other(b"\xEF\xBB\xBF [\n {\"id\": 1}"), "a JSON file");
        assert_eq!(other(b"\r\n<HTML><body>"), "a web page (HTML)");
        assert_eq!(other(b"\x89PNG\r\n"), "a picture");
        assert_eq!(looks(b"BEGIN:VCALENDAR\r\n"), Looks::Calendar);
        assert_eq!(looks(b"PK\x03\x04...."), Looks::Zip);
        for head in ["name,code", "[0.8,x", "{name},b", ""] {
            assert_eq!(looks(head.as_bytes()), Looks::Text, "{head}");
        }
    }
}
