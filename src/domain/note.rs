//! The notes people leave on records.

use super::record::{Kind, record};
use super::refusal::Refusal;

record! {
    /// A remark on a record. Notes only append; nobody's words are edited.
    Note(NoteId) keyed by [] {
        /// What the note is on.
        about: Kind,
        /// The id of the record, within that noun.
        record: i64,
        /// What somebody wrote.
        text: String,
        /// The login of who wrote it.
        by: String,
        /// When, as RFC 3339 in UTC.
        at: String,
    } check(note) {
        if note.text.trim().is_empty() {
            return Err(Refusal::new("text", "a note needs words"));
        }
        Ok(())
    }
}
