//! `hallpass export renewals`: the list that is shown, as a table or as a calendar file.

use crate::domain::renewal::agenda::AgendaRow;
use crate::office::lists::Viewer;
use crate::office::lists::renewals::RENEWALS;
use crate::store::Store;

use super::super::{Context, Failure, print, renewals};
use super::Export;

const CALENDAR: &str = "ics";

impl Export {
    pub(super) fn renewals(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let today = context.stamp.today;
        let mut rows = self.rows(context, office.records())?;
        if let Some(login) = &self.login {
            rows = renewals::of_person(office.records(), rows, login, today)?;
        }
        if self.word(context) != CALENDAR {
            let format = self.format(context)?;
            return self.put(
                context,
                office.records(),
                &RENEWALS.table(&rows, &Viewer::of(&context.stamp)),
                None,
                format,
            );
        }
        let text = office.calendar(&rows, self.login.as_deref())?;
        let Some(path) = print::file(self.output.as_deref()) else {
            print::bytes(text.as_bytes());
            return Ok(());
        };
        self.write(office.records(), text.as_bytes(), path)?;
        print::notice(&format!(
            "The dates of {} contracts are in {}. Importing a newer file moves them.",
            rows.len(),
            path.display()
        ));
        Ok(())
    }

    /// The list that is shown. A calendar has every contract unless something else is asked for.
    fn rows(&self, context: &Context, store: &Store) -> Result<Vec<AgendaRow>, Failure> {
        let today = context.stamp.today;
        if self.word(context) != CALENDAR || self.which.is_said() {
            return self.which.rows(store, today);
        }
        Ok(store.agenda(&renewals::every(), today)?)
    }
}
