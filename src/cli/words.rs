//! `hallpass words`: what the district's own words mean in its files, as `import --map` was told.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::text::{clean, key};
use crate::office::lists::words::{SHOWN, WORDS};

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass words`
#[derive(Debug, Args)]
pub(super) struct WordsArgs {
    /// What is done; alone it lists.
    #[command(subcommand)]
    deed: Option<WordsCommand>,
}

#[derive(Debug, Subcommand)]
enum WordsCommand {
    /// What is remembered
    List,
    /// Forget what a word means; the next file that says it is asked about again
    Forget {
        /// The word, as the files have it
        word: String,
        /// The field it stands in, where it is remembered of several
        #[arg(long)]
        field: Option<String>,
    },
}

impl WordsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(deed) = &self.deed else {
            return list(context);
        };
        match deed {
            WordsCommand::List => list(context),
            WordsCommand::Forget { word, field } => forget(context, word, field.as_deref()),
        }
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let words = office.words_of_files()?;
    if words.is_empty() {
        print::notice(
            "No word is remembered. hallpass import KIND FILE --map \"FIELD:THEIR WORD=OURS\" does that.",
        );
    }
    print::list(context.form, &WORDS, SHOWN, &words, &office.viewer());
    Ok(())
}

fn forget(context: &Context, word: &str, field: Option<&str>) -> Result<(), Failure> {
    let mut office = context.office()?;
    let mut words = office.words_of_files()?;
    words.retain(|one| {
        key(&one.theirs) == key(word)
            && field.is_none_or(|field| one.field.eq_ignore_ascii_case(field))
    });
    let word = match &words[..] {
        [word] => word,
        [] => {
            return Err(Failure::refused(
                format!("`{}` is not remembered", clean(word).text),
                "hallpass words list shows what is",
            ));
        }
        several => {
            let fields: Vec<&str> = several.iter().map(|word| word.field.as_str()).collect();
            return Err(Failure::refused(
                format!(
                    "`{}` is remembered of {}",
                    several[0].theirs,
                    fields.join(", ")
                ),
                "say which one with --field",
            ));
        }
    };
    let receipt = office.forget_word(word)?;
    if context.form == Form::Json {
        print::json(&json!({ "forgot": word.theirs, "change_set": receipt.change_set }));
    } else {
        print::line(&Context::in_a_line(&receipt));
    }
    Ok(())
}
