//! `hallpass note`: words left on a product or a school. The help desk may do this too.

use clap::Args;
use serde_json::json;

use crate::domain::change::Change;
use crate::domain::text;

use super::print::{self, Form};
use super::{Context, Failure, find};

/// `hallpass note`
#[derive(Debug, Args)]
pub(super) struct Note {
    /// Words that name a product or a school
    #[arg(required = true)]
    words: Vec<String>,
    /// What to note
    #[arg(long)]
    text: String,
}

impl Note {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut store = context.open()?;
        let (about, record) = find::named(&store, &self.words.join(" "))?;
        let what = store.label(about, record)?;
        let text = text::clean_long(&self.text).text;
        let note = Change::Note {
            what: what.clone(),
            about,
            record,
            text,
        };
        let applied = store.apply(&note, &context.stamp)?;
        if context.form == Form::Json {
            print::json(
                &json!({ "about": about.word(), "id": record, "change_set": applied.change_set }),
            );
        } else {
            print::line(&format!("Noted on {what}. hallpass undo takes it back."));
        }
        Ok(())
    }
}
