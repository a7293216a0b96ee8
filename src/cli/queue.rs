//! `hallpass queue`: what is to be reviewed, what is due first.

use clap::Args;
use serde_json::Value as Json;

use crate::domain::request::RequestState;
use crate::domain::review::{QueueFilter, QueueRow};
use crate::office::lists::Viewer;
use crate::office::lists::queue::{AS_THEY_COME, QUEUE, SHOWN};

use super::print::{self, Form};
use super::{Context, Failure, find, people, values};

/// `hallpass queue`
#[derive(Debug, Args)]
pub(super) struct QueueArgs {
    /// Only what I have
    #[arg(long)]
    mine: bool,
    /// Only what is late
    #[arg(long)]
    late: bool,
    /// Only what stands there
    #[arg(long, value_parser = values::one_of::<RequestState>())]
    state: Option<RequestState>,
    /// Only what is wanted at this school, by code or name
    #[arg(long)]
    school: Option<String>,
}

impl QueueArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let (stamp, viewer) = (office.stamp(), office.viewer());
        let school = self.school.as_deref();
        if self.mine {
            people::find_person(&office, &stamp.who)?;
        }
        let filter = QueueFilter {
            mine: self.mine.then(|| stamp.who.clone()),
            late: self.late,
            state: self.state,
            school: school
                .map(|name| find::school(&mut office, name))
                .transpose()?,
        };
        let rows = office.queue(&filter)?;
        office.keep_queue();
        if context.form == Form::Json {
            print::list_as_json(&QUEUE, &viewer, &|tell| rows.iter().try_for_each(tell))?;
            return Ok(());
        }
        if rows.is_empty() {
            let all = filter == QueueFilter::default();
            print::notice(if all {
                "The queue is empty."
            } else {
                "Nothing in the queue is like that."
            });
        }
        print::list_in_bands(context.form, &QUEUE, SHOWN, (&rows, AS_THEY_COME), &viewer);
        Ok(())
    }
}

/// One row of the queue as JSON.
pub(super) fn row(row: &QueueRow) -> Json {
    QUEUE.object(row, &Viewer::nobody()).into()
}
