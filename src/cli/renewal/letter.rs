//! `hallpass renewal letter` and `template`: the letter that tells a vendor that a contract ends, and the
//! district's own wording of it.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::AgendaSheet;
use crate::exchange::letter::{self, LetterForm};
use crate::exchange::save::save;
use crate::office::Office;

use super::super::export::not_the_office_file;
use super::super::print::{self, Form};
use super::super::standard_input;
use super::super::{Context, Failure};
use super::{sheet, what};

/// `hallpass renewal letter`
#[derive(Debug, Args)]
pub(super) struct LetterArgs {
    /// C-117 or 117
    contract: String,
    /// The file to make; stdout where none is named, or -
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// md, or text without the marks of Markdown; md where neither this, the file's name nor --plain says
    #[arg(long, value_parser = ["md", "text"])]
    format: Option<String>,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
}

/// `hallpass renewal template`
#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    #[command(subcommand)]
    deed: TemplateCommand,
}

#[derive(Debug, Subcommand)]
enum TemplateCommand {
    /// The template in force, to edit and set again
    Show,
    /// Take a text as the district's template
    Set {
        /// The text, in Markdown; - reads standard input
        file: PathBuf,
    },
    /// Go back to the template that ships
    Reset,
}

impl LetterArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        if self.output.is_none() {
            context.is_no_table()?;
        }
        let mut office = context.asked_office()?;
        let sheet = sheet(&mut office, &self.contract)?;
        if !sheet.row.may_renew() {
            return Err(Failure::refused(
                format!(
                    "{} ends by itself on {}; no notice is needed",
                    what(&sheet),
                    sheet.row.dates.term_end
                ),
                "let it end, or renew it",
            ));
        }
        if !sheet.row.decision.is_some_and(Choice::ends) {
            print::notice(&format!(
                "A draft: it is not decided that {} ends. hallpass renewal decide {} cancel --reason TEXT",
                what(&sheet),
                sheet.row.number
            ));
        }
        let letter = written(&office, &sheet, self.form(context))?;
        let Some(path) = print::file(self.output.as_deref()) else {
            if context.form == Form::Json {
                print::json(&json!({ "contract": sheet.row.number, "letter": letter }));
            } else {
                print::text(&letter);
            }
            return Ok(());
        };
        not_the_office_file(&office, path)?;
        save(path, self.force, letter.as_bytes())?;
        let file = path.display().to_string();
        let said = format!("The letter is in {file}.");
        let value = json!({ "contract": sheet.row.number, "file": file });
        print::done(context.form, &value, &said);
        Ok(())
    }

    /// What is read aloud has no marks in it.
    fn form(&self, context: &Context) -> LetterForm {
        let extension = self.output.as_deref().and_then(Path::extension);
        let by_name = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
        match self.format.as_deref() {
            Some("text") => LetterForm::Text,
            None if by_name => LetterForm::Text,
            None if context.form == Form::Plain && self.output.is_none() => LetterForm::Text,
            _ => LetterForm::Markdown,
        }
    }
}

/// The letter about a contract.
pub(super) fn written(
    office: &Office,
    sheet: &AgendaSheet,
    form: LetterForm,
) -> Result<String, Failure> {
    office.letter(sheet.row.contract, form).map_err(|error| {
        let hint = "correct it with: hallpass renewal template set FILE; or go back with: hallpass renewal template reset";
        Failure::hinted(error, hint)
    })
}

impl TemplateArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            TemplateCommand::Show => show(context),
            TemplateCommand::Set { file } => set(context, file),
            TemplateCommand::Reset => reset(context),
        }
    }
}

fn show(context: &Context) -> Result<(), Failure> {
    let own = context.asked_office()?.own_letter_template()?;
    let text = own.as_deref().unwrap_or(letter::DEFAULT);
    if context.form == Form::Json {
        let fields = letter::FIELDS.iter();
        let fields: Vec<_> = fields
            .map(|field| json!({ "field": field.name, "means": field.means }))
            .collect();
        print::json(&json!({ "own": own.is_some(), "text": text, "fields": fields }));
        return Ok(());
    }
    print::text(text);
    let whose = if own.is_some() {
        "The district's own"
    } else {
        "The one that ships"
    };
    print::notice(&format!("{whose}. Its fields: {}.", letter::known()));
    Ok(())
}

fn set(context: &Context, file: &Path) -> Result<(), Failure> {
    let (template, from) = standard_input::text(file, letter::LONGEST as u64)?;
    letter::check(&template).map_err(|why| {
        Failure::refused(
            format!("{from}: {why}"),
            format!("nothing was changed; the fields are {}", letter::known()),
        )
    })?;
    let context = context.reading(template.as_bytes())?;
    let receipt = context.office()?.letter_template(&template, &from)?;
    if context.form == Form::Json {
        print::json(&json!({ "own": true, "change_set": receipt.change_set }));
    } else {
        Context::tell(&receipt);
    }
    Ok(())
}

fn reset(context: &Context) -> Result<(), Failure> {
    let Some(receipt) = context.office()?.shipped_template()? else {
        let value = json!({ "own": false, "change_set": null });
        let said = "The template that ships is in force already.";
        print::done(context.form, &value, said);
        return Ok(());
    };
    if context.form == Form::Json {
        print::json(&json!({ "own": false, "change_set": receipt.change_set }));
    } else {
        Context::tell(&receipt);
    }
    Ok(())
}
