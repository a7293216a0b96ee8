//! A form half filled, as text to be kept. It remembers what stood in each field it changes, so that a
//! colleague's save in between is still noticed when the form is opened again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::FormRow;

/// What is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(in crate::tui::popup) struct Draft {
    /// The record's version when the form was opened.
    pub(in crate::tui::popup) version: i64,
    /// By field: what stood there, and what was typed.
    pub(in crate::tui::popup) typed: BTreeMap<String, (String, String)>,
}

impl Draft {
    /// As kept; an empty text where nothing was typed.
    pub(in crate::tui::popup) fn of(rows: &[FormRow], version: i64) -> String {
        let changed = rows.iter().filter(|row| row.is_changed());
        let typed: BTreeMap<_, _> = changed
            .map(|row| {
                let texts = (row.base.clone(), row.field.text().to_owned());
                (row.key(), texts)
            })
            .collect();
        if typed.is_empty() {
            return String::new();
        }
        serde_json::to_string(&Draft { version, typed }).unwrap_or_default()
    }

    /// Back again; nothing where the text is no draft of ours.
    pub(in crate::tui::popup) fn read(text: &str) -> Draft {
        serde_json::from_str(text).unwrap_or_default()
    }
}
