//! `hallpass note`: words left on a product or a school. The help desk may do this too.

use clap::Args;
use serde_json::json;

use super::print::{self, Form};
use super::{Context, Failure, find};

/// `hallpass note`
#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// Words that name a product or a school
    #[arg(required = true)]
    words: Vec<String>,
    /// What to note
    #[arg(long)]
    text: String,
}

impl NoteArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let about = find::named(&mut office, &self.words.join(" "))?;
        let what = office.label(about)?;
        let receipt = office.note(about, &what, &self.text)?;
        if context.form == Form::Json {
            print::json(
                &json!({ "about": about.kind.word(), "id": about.id, "change_set": receipt.change_set }),
            );
        } else {
            print::line(&Context::in_a_line(&receipt));
        }
        Ok(())
    }
}
