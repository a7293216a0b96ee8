//! Who changed what, and taking it back.

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use crate::domain::put::ChangeSetId;
use crate::office::lists::history::{HISTORY, SHOWN};
use crate::office::query::HistoryFilter;
use crate::office::undo::FEW;
use crate::office::{Office, Reverted};

use super::print::{self, Form};
use super::{Context, Failure, find, people, values};

/// `hallpass undo`
#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    /// The change set to take back; else my last change, if it is of today and of no more than five records
    change_set: Option<ChangeSetId>,
}

/// The number of my last change. Refused where so much, or what was done so long ago, is not to be taken back unseen.
pub(super) fn my_last(office: &Office) -> Result<Option<ChangeSetId>, Failure> {
    // Where nothing can be taken back that is said, however much it is.
    let Some((last, day)) = office.my_last()?.filter(|_| office.can_save()) else {
        return Ok(None);
    };
    let why = match day {
        _ if last.records > FEW => format!("wrote {} records", last.records),
        Some(day) if day == office.today() => return Ok(Some(last.change_set)),
        Some(day) => format!("was made on {day}"),
        None => format!("was made at {}", last.at),
    };
    let set = last.change_set;
    Err(Failure::refused(
        format!(
            "your last change, `{}`, {why}, and so is taken back only by its number, {set}",
            last.title
        ),
        format!("if it is the one: hallpass undo {set}"),
    ))
}

impl UndoArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let named = match self.change_set {
            None => my_last(&office)?,
            named => named,
        };
        tell(context, &office.undo(named)?);
        Ok(())
    }
}

/// `hallpass redo`
pub(super) fn redo(context: &Context) -> Result<(), Failure> {
    let redone = context.office()?.redo()?;
    tell(context, &redone);
    Ok(())
}

/// What was taken back or put back, by whichever command.
fn tell(context: &Context, done: &Reverted) {
    if context.form == Form::Json {
        let what = if done.put_back { "redid" } else { "undid" };
        print::json(
            &json!({ what: done.title, "records": done.records, "change_set": done.change_set }),
        );
    } else {
        print::line(&done.told(
            &format!("hallpass undo {}", done.change_set),
            "hallpass redo",
        ));
    }
}

/// `hallpass history`
#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// Words that name a product or a school, or the number of a contract or a request
    words: Vec<String>,
    /// Only what this person did
    #[arg(long, value_name = "LOGIN")]
    person: Option<String>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    since: Option<NaiveDate>,
    /// Not more than so many lines; else 200 on a screen, all with --json and --csv
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// So many lines are printed for a person who does not say how many.
const A_SCREENFUL: usize = 200;

impl HistoryArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let about = match self.words.join(" ") {
            none if none.is_empty() => None,
            named => Some(find::story(&mut office, &named)?),
        };
        let machine = matches!(context.form, Form::Json | Form::Csv);
        let limit = self.limit.or((!machine).then_some(A_SCREENFUL));
        let filter = HistoryFilter {
            about,
            taken_back: true,
            person: self.person.clone(),
            since: self.since,
            before: None,
            // One more than is printed tells whether there are more.
            limit: limit.map_or(i64::MAX as usize, |limit| limit.saturating_add(1)),
        };
        let mut entries = if machine {
            office.history(&filter)?
        } else {
            office.history_here(&filter)?
        };
        if let Some(login) = self.person.as_ref().filter(|_| entries.is_empty()) {
            people::find_person(&office, login)?;
        }
        if let Some(limit) = limit.filter(|limit| entries.len() > *limit) {
            entries.truncate(limit);
            print::notice(&format!(
                "These are the newest {limit} lines; there are more: --limit N shows so many, --json all."
            ));
        }
        print::list(context.form, &HISTORY, SHOWN, &entries, &office.viewer());
        Ok(())
    }
}
