//! `hallpass export renewals`: the list that is shown, as a table or as a calendar file.

use serde_json::json;

use crate::domain::counted::counted;
use crate::domain::renewal::agenda::AgendaFilter;
use crate::office::lists::renewals::RENEWALS;

use super::super::print::{self, Form, StdoutText, TakeRow, take_each};
use super::super::{Context, Failure, people};
use super::{ExportArgs, FileHead, not_the_office_file};

const CALENDAR: &str = "ics";

impl ExportArgs {
    pub(super) fn renewals(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let mut rows = office.agenda_of(&self.filter(context))?;
        if let Some(login) = &self.login {
            people::find_person(&office, login)?;
            office.told_of(&mut rows, login)?;
        }
        if self.word(context) != CALENDAR {
            let format = self.format(context)?;
            let file = RENEWALS.file(&office.viewer());
            let head = FileHead::Table(file.columns(), format);
            return self.each(context.form, &office, head, |tell| {
                rows.iter().try_for_each(|row| tell(&file.cells(row)))
            });
        }
        let login = self.login.as_deref();
        let Some(path) = print::file(self.output.as_deref()) else {
            if context.form == Form::Json {
                let mut text = String::new();
                office.calendar(&rows, login, &mut |piece| {
                    text.push_str(piece);
                    Ok(())
                })?;
                print::json(&json!({ "contracts": rows.len(), "calendar": text }));
                return Ok(());
            }
            let told = print::streamed(StdoutText::AsItIs, |out| {
                let each = |tell: &mut TakeRow<str>| office.calendar(&rows, login, tell);
                take_each(each, |piece| out.write_all(piece.as_bytes()))
            });
            return told.map_err(|why| self.unwritten(why));
        };
        not_the_office_file(&office, path)?;
        self.saved(path, |out| {
            let each = |tell: &mut TakeRow<str>| office.calendar(&rows, login, tell);
            take_each(each, |piece| out.write_all(piece.as_bytes()))
        })?;
        let (contracts, file) = (rows.len(), path.display().to_string());
        let value = json!({ "kind": self.kind, "rows": contracts, "file": file });
        let said = format!(
            "The dates of {} are in {file}. Importing a newer file moves them.",
            counted(contracts, "contract")
        );
        print::done(context.form, &value, &said);
        Ok(())
    }

    /// The list that is shown. A calendar has every contract unless something else is asked for.
    fn filter(&self, context: &Context) -> AgendaFilter {
        if self.word(context) != CALENDAR || self.which.is_said() {
            return self.which.filter();
        }
        AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        }
    }
}
