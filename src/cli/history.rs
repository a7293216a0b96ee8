//! Who changed what, and taking it back.

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use crate::store::{Entry, HistoryFilter};

use super::print::{self, Form, number, words};
use super::{Context, Failure};

/// `hallpass undo`
#[derive(Debug, Args)]
pub(super) struct Undo {
    /// The change set to take back; my last change where none is named
    change_set: Option<i64>,
}

impl Undo {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let undone = context.open()?.undo(self.change_set, &context.stamp)?;
        if context.form == Form::Json {
            let told = json!({ "undid": undone.title, "records": undone.records, "change_set": undone.change_set });
            print::json(&told);
        } else {
            print::line(&format!(
                "Undid: {}. hallpass redo puts it back.",
                undone.title
            ));
        }
        Ok(())
    }
}

/// `hallpass redo`
pub(super) fn redo(context: &Context) -> Result<(), Failure> {
    let redone = context.open()?.redo(&context.stamp)?;
    if context.form == Form::Json {
        print::json(
            &json!({ "redid": redone.title, "records": redone.records, "change_set": redone.change_set }),
        );
    } else {
        print::line(&format!(
            "Redid: {}. hallpass undo takes it back.",
            redone.title
        ));
    }
    Ok(())
}

/// `hallpass history`
#[derive(Debug, Args)]
pub(super) struct History {
    /// Words that name a product or a school
    words: Vec<String>,
    /// Only what this person did
    #[arg(long, value_name = "LOGIN")]
    person: Option<String>,
    /// Only from this day on
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
    /// Not more than so many lines
    #[arg(long, default_value_t = 200, value_name = "N")]
    limit: usize,
}

impl History {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let about = match self.words.join(" ") {
            none if none.is_empty() => None,
            named => Some(super::named(&store, &named)?),
        };
        let filter = HistoryFilter {
            about,
            person: self.person.clone(),
            since: self.since,
            before: None,
            limit: self.limit,
        };
        let entries = store.history(&filter)?;
        if context.form == Form::Json {
            print::json(&entries.iter().map(to_json).collect());
            return Ok(());
        }
        let headings = [
            number("SEQ"),
            words("WHEN"),
            words("WHO"),
            words("WHAT"),
            words("RECORD"),
            words("FIELD"),
            words("FROM"),
            words("TO"),
        ];
        let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
        print::list(context.form, &headings, &rows);
        Ok(())
    }
}

fn row(entry: &Entry) -> Vec<String> {
    let when = entry.at.replace('T', " ").replace('Z', "");
    vec![
        entry.seq.to_string(),
        when,
        entry.who.clone(),
        entry.what.clone(),
        entry.name.clone(),
        entry.field.clone().unwrap_or_default(),
        entry.old.clone(),
        entry.new.clone(),
    ]
}

fn to_json(entry: &Entry) -> serde_json::Value {
    json!({
        "seq": entry.seq, "at": entry.at, "who": entry.who, "what": entry.what,
        "entity": entry.entity.word(), "id": entry.id, "name": entry.name, "field": entry.field,
        "old": entry.old, "new": entry.new, "reason": entry.reason, "change_set": entry.change_set,
    })
}
