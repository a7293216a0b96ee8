//! `hallpass renewals`: which contracts end, the most urgent first, and the same as a table or as a
//! calendar for files.

use chrono::NaiveDate;
use clap::Args;

use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow};
use crate::domain::renewal::unknown::{Healed, Unknowns, contracts};
use crate::domain::text::capital;
use crate::office::Office;
use crate::office::lists::renewals::{BY_SEVERITY, DOUBTFUL, RENEWALS, SHOWN};

use super::print::{self, Form};
use super::{Context, Failure, find};

/// Which renewals a command is about.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Only those to be decided within so many days, or whose day to decide has passed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=36_500))]
    within: Option<i64>,
    /// Only those whose term ends in this fiscal year: 2027 is July 2026 to June 2027
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// Also what does not renew by itself, what is decided, and what has ended
    #[arg(long)]
    all: bool,
    /// Only those of which it is not known whether they renew, how much notice they need, or what they cost
    #[arg(long)]
    unknown: bool,
}

impl Which {
    /// Was anything asked for?
    pub(super) fn is_said(&self) -> bool {
        self.is_narrow() || self.all || self.unknown
    }

    /// Was only a part asked for?
    fn is_narrow(&self) -> bool {
        self.within.is_some() || self.fy.is_some()
    }

    /// The fiscal year asked for, where nothing else was asked.
    pub(super) fn only_year(&self) -> Result<Option<i32>, Failure> {
        if self.within.is_some() || self.all || self.unknown {
            return Err(Failure::refused(
                "--within, --all and --unknown are about renewals",
                "leave them out; --fy YEAR names the fiscal year",
            ));
        }
        Ok(self.fy)
    }

    /// The contracts asked for.
    pub(super) fn filter(&self) -> AgendaFilter {
        AgendaFilter {
            within: self.within,
            fiscal_year: self.fy,
            all: self.all,
            ended: self.all,
            unknown: self.unknown,
            ..AgendaFilter::default()
        }
    }
}

/// `hallpass renewals`
#[derive(Debug, Args)]
pub(super) struct RenewalsArgs {
    #[command(flatten)]
    which: Which,
    /// Only those that cover this school, by code or name
    #[arg(long)]
    school: Option<String>,
}

impl RenewalsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let viewer = office.viewer();
        let school = self.school.as_deref();
        let filter = AgendaFilter {
            school: school
                .map(|name| find::school(&mut office, name))
                .transpose()?,
            ..self.which.filter()
        };
        if matches!(context.form, Form::Json | Form::Csv) {
            let rows = office.agenda_of(&filter)?;
            print::list(context.form, &RENEWALS, SHOWN, &rows, &viewer);
            return Ok(());
        }
        let rows = office.agenda_of(&filter)?;
        let shown = if self.which.unknown { DOUBTFUL } else { SHOWN };
        print::list_in_bands(
            context.form,
            &RENEWALS,
            shown,
            (&rows, BY_SEVERITY),
            &viewer,
        );
        for line in self.closing(&mut office, &rows)? {
            print::notice(&line);
        }
        Ok(())
    }

    /// What the list does not say by itself: why it is empty, and what is not known.
    fn closing(&self, office: &mut Office, rows: &[AgendaRow]) -> Result<Vec<String>, Failure> {
        let every = office.agenda()?.rows;
        let unknown = Unknowns::of(&*every);
        let mut lines = Vec::new();
        if rows.is_empty() {
            let asked = AskedAgenda {
                narrow: self.which.is_narrow() || self.school.is_some(),
                all: self.which.all,
                unknown: self.which.unknown,
            };
            lines.push(absence(&every, unknown, asked, office.today()));
        }
        if self.which.unknown {
            lines.extend(unknown.sentence().map(|said| {
                format!(
                    "{}. Say it with: hallpass renewal renews C-1 yes|no, hallpass renewal notice C-1 \"60 days\"; \
                     a price by import",
                    capital(&said)
                )
            }));
            lines.extend(office.healed()?.map(Healed::sentence));
        } else {
            lines.extend(unknown.sentence().map(|said| {
                format!(
                    "{}; hallpass renewals --unknown lists them.",
                    capital(&said)
                )
            }));
        }
        Ok(lines)
    }
}

/// What was asked for, where nothing was found.
#[derive(Debug, Clone, Copy)]
struct AskedAgenda {
    narrow: bool,
    all: bool,
    unknown: bool,
}

/// Why nothing is listed; nothing is called settled of which something is not known.
fn absence(every: &[AgendaRow], unknown: Unknowns, asked: AskedAgenda, today: NaiveDate) -> String {
    let running = every.iter().filter(|row| !row.ended).count();
    let today = today.format("%b %-d %Y");
    if every.is_empty() {
        return "No contracts yet; hallpass import contracts FILE brings them.".to_owned();
    }
    if running == 0 && !asked.all && !asked.narrow {
        let all = contracts(every.len());
        return format!("{all}, all ended before {today}; --all lists them.");
    }
    match asked {
        _ if asked.narrow => format!(
            "None of {} fits; --all alone shows every contract.",
            contracts(every.len())
        ),
        AskedAgenda { unknown: true, .. } => format!(
            "Of {} that run it is known whether they renew, how much notice they need and what they cost.",
            contracts(running)
        ),
        _ if unknown.auto_renew > 0 => {
            "Every contract that may renew by itself is decided; --all shows every contract."
                .to_owned()
        }
        _ => "No contract renews by itself that is not decided; --all shows every contract."
            .to_owned(),
    }
}
