//! `hallpass renewals`: which contracts end, the most urgent first, and the same as a table or as a
//! calendar for files.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate};
use clap::Args;
use serde_json::{Map, Value as Json};

use crate::domain::office::DISTRICT;
use crate::domain::person::Person;
use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow};
use crate::domain::renewal::digest::told_of;
use crate::exchange::ics::{Feed, Left};
use crate::exchange::write::{Format, Holds, Item, Table};
use crate::store::{HistoryFilter, Store};

use super::print::{self, Form};
use super::{Context, Failure, find, people};

/// Which renewals a command is about.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Only those whose last day comes within so many days, or has passed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=36_500))]
    within: Option<i64>,
    /// Only those whose term ends in this fiscal year: 2027 is July 2026 to June 2027
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// Also what does not renew by itself, and what is decided
    #[arg(long)]
    all: bool,
}

impl Which {
    /// Was anything asked for?
    pub(super) fn is_said(&self) -> bool {
        self.within.is_some() || self.fy.is_some() || self.all
    }

    /// The fiscal year asked for, where nothing else was asked.
    pub(super) fn only_year(&self) -> Result<Option<i32>, Failure> {
        if self.within.is_some() || self.all {
            return Err(Failure::refused(
                "--within and --all are about renewals",
                "leave them out; --fy YEAR names the fiscal year",
            ));
        }
        Ok(self.fy)
    }

    /// The rows asked for.
    pub(super) fn rows(&self, store: &Store, today: NaiveDate) -> Result<Vec<AgendaRow>, Failure> {
        Ok(store.agenda(&self.filter(), today)?)
    }

    fn filter(&self) -> AgendaFilter {
        AgendaFilter {
            within: self.within,
            fiscal_year: self.fy,
            all: self.all,
            ..AgendaFilter::default()
        }
    }
}

/// `hallpass renewals`
#[derive(Debug, Args)]
pub(super) struct Renewals {
    #[command(flatten)]
    which: Which,
    /// Only those that cover this school, by code or name
    #[arg(long)]
    school: Option<String>,
}

impl Renewals {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let today = context.stamp.today;
        let school = self.school.as_deref();
        let filter = AgendaFilter {
            school: school.map(|name| find::school(&store, name)).transpose()?,
            ..self.which.filter()
        };
        let rows = store.agenda(&filter, today)?;
        if matches!(context.form, Form::Json | Form::Csv) {
            print::table(context.form, &table(&rows, today), &[]);
            return Ok(());
        }
        if rows.is_empty() {
            print::notice(if self.which.all {
                "No contract ends."
            } else {
                "No contract renews by itself that is not decided; --all shows every contract."
            });
        }
        print::table(context.form, &seen(&rows, today), &SHOWN);
        Ok(())
    }
}

/// The renewals as scripts and files have them.
pub(super) fn table(rows: &[AgendaRow], today: NaiveDate) -> Table {
    let mut table = Table::new(
        "renewals",
        &[
            ("contract", Holds::Text),
            ("product", Holds::Text),
            ("vendor", Holds::Text),
            ("scope", Holds::Text),
            ("term_end", Holds::Day),
            ("auto_renew", Holds::Flag),
            ("notice", Holds::Text),
            ("cancel_by", Holds::Day),
            ("act_by", Holds::Day),
            ("decide_by", Holds::Day),
            ("severity", Holds::Text),
            ("unverified", Holds::Flag),
            ("days_left", Holds::Count),
            ("annual", Holds::Cents),
            ("used_pct", Holds::Count),
            ("owner", Holds::Text),
            ("decision", Holds::Text),
        ],
    );
    table.rows = rows.iter().map(|row| cells(row, today)).collect();
    table
}

/// One row as a JSON object, field by field as the list has it.
pub(super) fn json(row: &AgendaRow, today: NaiveDate) -> Map<String, Json> {
    let mut made = Vec::new();
    // Writing to memory does not fail.
    let _ = table(std::slice::from_ref(row), today).write(
        Format::Json,
        DateTime::UNIX_EPOCH,
        &mut made,
    );
    let rows: Vec<Map<String, Json>> = serde_json::from_slice(&made).unwrap_or_default();
    rows.into_iter().next().unwrap_or_default()
}

/// One row, in the order of the columns.
fn cells(row: &AgendaRow, today: NaiveDate) -> Vec<Item> {
    let dates = &row.dates;
    vec![
        row.number.clone().into(),
        row.product.clone().into(),
        row.vendor.clone().into(),
        row.scope.clone().into(),
        dates.term_end.into(),
        row.auto_renew.into(),
        row.notice.clone().into(),
        dates.cancel_by.into(),
        dates.act_by.into(),
        dates.decide_by.into(),
        row.severity.word().into(),
        dates.unverified.into(),
        dates.days_left(today).into(),
        row.annual.into(),
        row.used_pct().into(),
        row.owner.as_ref().map(|who| who.login.clone()).into(),
        row.decision.map(|choice| choice.word().to_owned()).into(),
    ]
}

const SHOWN: [(&str, &str); 11] = [
    ("contract", "CONTRACT"),
    ("severity", "SEVERITY"),
    ("decide_by", "DECIDE BY"),
    ("cancel_by", "CANCEL BY"),
    ("in", "IN"),
    ("product", "PRODUCT"),
    ("scope", "FOR"),
    ("cost", "COST/YR"),
    ("used", "USED"),
    ("owner", "OWNER"),
    ("decision", "DECISION"),
];

/// The renewals as people read them: both last days with how far they are, what is not certain marked.
fn seen(rows: &[AgendaRow], today: NaiveDate) -> Table {
    let mut columns = SHOWN.map(|(name, _)| (name, Holds::Text));
    // What is a number to people stands at the right.
    for right in [4, 7, 8] {
        columns[right].1 = Holds::Count;
    }
    let mut table = Table::new("renewals", &columns);
    table.rows = rows.iter().map(|row| read(row, today)).collect();
    table
}

fn read(row: &AgendaRow, today: NaiveDate) -> Vec<Item> {
    let dates = &row.dates;
    let doubt = if dates.unverified { " UNVERIFIED" } else { "" };
    let cancel_by = match dates.cancel_by {
        Some(day) => format!("{}{doubt}", short(day, today)),
        None => format!("ends {}", short(dates.term_end, today)),
    };
    let decision = match (row.decision, row.ask_again) {
        (Some(choice), Some(day)) => format!("{choice} until {}", short(day, today)),
        (Some(choice), None) => choice.word().to_owned(),
        (None, _) => "open".to_owned(),
    };
    vec![
        row.number.clone().into(),
        row.severity.word().into(),
        short(dates.decide_by, today).into(),
        cancel_by.into(),
        format!("{}d", (row.key_day() - today).num_days()).into(),
        row.product.clone().into(),
        row.scope.clone().into(),
        row.annual.map_or_else(|| "?".into(), Item::from),
        row.used_pct().map(|percent| format!("{percent}%")).into(),
        row.owner
            .as_ref()
            .map_or_else(|| "-".to_owned(), |who| who.login.clone())
            .into(),
        decision.into(),
    ]
}

/// `Mar 13 Fri`, with the year where it is not this one.
fn short(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() {
        "%b %d %a"
    } else {
        "%b %d %a %Y"
    };
    day.format(form).to_string()
}

/// The rows that this person is told of.
pub(super) fn of_person(
    store: &Store,
    rows: Vec<AgendaRow>,
    login: &str,
    today: NaiveDate,
) -> Result<Vec<AgendaRow>, Failure> {
    people::find_person(store, login)?;
    let people = store.all::<Person>()?;
    let mine = |row: &AgendaRow| {
        told_of(&people, row, today)
            .iter()
            .any(|person| person.login == login)
    };
    Ok(rows.into_iter().filter(mine).collect())
}

/// Every contract that runs.
pub(super) fn every() -> AgendaFilter {
    AgendaFilter {
        all: true,
        ..AgendaFilter::default()
    }
}

/// Their dates as a calendar, which takes off what an older one may have had.
pub(super) fn calendar(
    context: &Context,
    store: &Store,
    rows: &[AgendaRow],
    login: Option<&str>,
) -> Result<String, Failure> {
    let district = store.setting(DISTRICT)?.unwrap_or_default();
    let name = match login {
        Some(login) => format!("Renewals of {login}, {district}"),
        None => format!("Renewals, {district}"),
    };
    let newest = store.history(&HistoryFilter {
        limit: 1,
        ..HistoryFilter::default()
    })?;
    let changes = newest.first().map_or(0, |entry| entry.change_set);
    let every = store.agenda(&every(), context.stamp.today)?;
    let noticed = store.noticed(&every)?;
    let shown: HashSet<i64> = rows.iter().map(|row| row.contract).collect();
    let mut left = Left {
        gone: store.gone_early(&every, context.stamp.today)?,
        ..Left::default()
    };
    left.rows = every;
    left.rows.retain(|row| !shown.contains(&row.contract));
    if login.is_some() {
        left.handed_over = store.handed_over()?;
    }
    let feed = Feed {
        name: &name,
        district: &district,
        at: context.stamp.at,
        sequence: u32::try_from(changes).unwrap_or(u32::MAX),
        noticed: &noticed,
        left: &left,
    };
    Ok(feed.write(rows))
}
