//! The office's own facts: its settings, and the notes people leave on records.

use super::record::{Kind, record};

/// The name of the district, as every screen shows it.
pub const DISTRICT: &str = "district";
/// `yes` in a file that `hallpass demo` made.
pub const DEMO: &str = "demo";
/// The starting point of the district's policy: centralized, hybrid or decentralized.
pub const POLICY: &str = "policy";
/// The district's own template of the letter that ends a contract; none where the shipped one will do.
pub const LETTER_NOTICE: &str = "letter.notice";

record! {
    /// One fact about the office.
    Setting(SettingId) keyed by ["key"] {
        /// What it is about: one of the constants of this file.
        key: String,
        /// What it says.
        value: String,
    } check(setting) {
        if setting.key.is_empty() {
            return Err("a setting needs a key".into());
        }
        if setting.key == POLICY || setting.key.starts_with(super::policy::PREFIX) {
            super::policy::Policy::check(&setting.key, &setting.value)?;
        }
        Ok(())
    }
}

record! {
    /// A remark on a record. Notes only append; nobody's words are edited.
    Note(NoteId) keyed by [] {
        /// What the note is on.
        about: Kind,
        /// Which one.
        record: i64,
        /// The words.
        text: String,
        /// The login of who wrote it.
        by: String,
        /// When, as RFC 3339 in UTC.
        at: String,
    } check(note) {
        if note.text.trim().is_empty() {
            return Err("a note needs words".into());
        }
        Ok(())
    }
}
