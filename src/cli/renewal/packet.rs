//! `hallpass renewal packet`: what the board reads before it decides, for one meeting or one fiscal year.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::domain::calendar::Calendar;
use crate::domain::contract::Contract;
use crate::domain::renewal::Renewal;
use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow};
use crate::exchange::packet::{self, BoardItem};
use crate::exchange::save::save;
use crate::exchange::write::Format;
use crate::store::Store;

use super::super::export::is_office_file;
use super::super::print::{self, Form};
use super::super::{Context, Failure, values};

/// `hallpass renewal packet`
#[derive(Debug, Args)]
pub(super) struct Packet {
    /// What the agenda of this board meeting can take last; the next meeting where neither this nor a
    /// year is said
    #[arg(long, value_name = "DATE", value_parser = values::day, conflicts_with = "fy")]
    meeting: Option<NaiveDate>,
    /// Every contract whose term ends in this fiscal year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// The file to make; stdout where none is named, or -
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// md where neither this nor the file's name says
    #[arg(long, value_parser = ["md", "xlsx"])]
    format: Option<String>,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
}

/// A contract in the packet, and why it comes late, where it does.
type Due = (AgendaRow, Option<String>);

impl Packet {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let (title, rows) = self.rows(context, &store)?;
        let items = items(&store, rows, context.stamp.today)?;
        let sheet = self.is_sheet();
        let Some(path) = print::file(self.output.as_deref()) else {
            return match context.form {
                _ if sheet => Err(Failure::refused(
                    "a spreadsheet is no text for a terminal or a pipe",
                    "name its file: -o packet.xlsx",
                )),
                Form::Json | Form::Csv => {
                    print::table(context.form, &packet::table(&items), &[]);
                    Ok(())
                }
                _ => {
                    print::text(&packet::markdown(&title, &items));
                    Ok(())
                }
            };
        };
        if is_office_file(&store, path) {
            return Err(Failure::refused(
                format!("{} is the office file itself", path.display()),
                "name another file",
            ));
        }
        let mut bytes = packet::markdown(&title, &items).into_bytes();
        if sheet {
            bytes.clear();
            let table = packet::table(&items);
            let made = table.write(Format::Xlsx, context.stamp.at, &mut bytes);
            made.map_err(|why| {
                Failure::refused(
                    format!("the packet fits no spreadsheet: {why}"),
                    "choose md",
                )
            })?;
        }
        save(path, self.force, &bytes)?;
        print::notice(&format!(
            "{title}: {} items in {}",
            items.len(),
            path.display()
        ));
        Ok(())
    }

    fn is_sheet(&self) -> bool {
        let extension = self.output.as_deref().and_then(Path::extension);
        let by_name = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        self.format
            .as_deref()
            .map_or(by_name, |format| format == "xlsx")
    }

    /// The packet's title, and the contracts in it, each with why it comes late, where it does.
    fn rows(&self, context: &Context, store: &Store) -> Result<(String, Vec<Due>), Failure> {
        let today = context.stamp.today;
        let every = AgendaFilter {
            all: true,
            fiscal_year: self.fy,
            ..AgendaFilter::default()
        };
        let rows = store.agenda(&every, today)?.into_iter();
        if let Some(year) = self.fy {
            let rows = rows.map(|row| (row, None)).collect();
            return Ok((format!("Contracts that end in fiscal year {year}"), rows));
        }
        let calendar = store.calendar()?;
        let (meeting, cutoff) = meeting(&calendar, self.meeting, today)?;
        let new = first_days(store, today)?;
        let rows = rows.filter_map(|row| {
            let slot = match new.get(&row.contract) {
                Some(begins) => packet::slot(*begins, &calendar, today),
                None => packet::meeting_of(&row, &calendar, today),
            };
            let slot = slot.filter(|slot| slot.meeting == meeting)?;
            Some((row, slot.late))
        });
        let day = meeting.format("%A, %B %-d, %Y");
        Ok((
            format!("Board meeting of {day}; its agenda closes on {cutoff}"),
            rows.collect(),
        ))
    }
}

/// The items that these contracts make. Read all at once: a year of a large district has thousands.
fn items(store: &Store, rows: Vec<Due>, today: NaiveDate) -> Result<Vec<BoardItem>, Failure> {
    let contracts: HashMap<i64, Contract> = store
        .all::<Contract>()?
        .into_iter()
        .map(|contract| (contract.id.0, contract))
        .collect();
    let mut decisions: HashMap<i64, Vec<Renewal>> = HashMap::new();
    for decision in store.all::<Renewal>()? {
        let of_contract = decisions.entry(decision.contract.0).or_default();
        of_contract.push(decision);
    }
    let names = store.product_names()?;
    let item = |(row, late): Due| {
        let contract = contracts.get(&row.contract)?;
        let mut decided = decisions.remove(&row.contract).unwrap_or_default();
        decided.sort_by_key(|decision| Reverse(decision.cycle_end));
        let products = row.products.iter().filter_map(|id| names.get(id).cloned());
        let products = products.collect();
        let made = BoardItem::of(row, contract, products, &decided, today);
        Some(BoardItem { late, ..made })
    };
    Ok(rows.into_iter().filter_map(item).collect())
}

/// The meeting asked for, or the next one whose agenda is still open, with the day its agenda closes.
fn meeting(
    calendar: &Calendar,
    asked: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), Failure> {
    let mut meetings = calendar.boards();
    let found = meetings.find(|(day, cutoff)| match asked {
        Some(asked) => *day == asked,
        None => *cutoff >= today,
    });
    found.ok_or_else(|| {
        let next: Vec<String> = calendar
            .boards()
            .filter(|(day, _)| *day >= today)
            .take(5)
            .map(|(day, _)| day.to_string())
            .collect();
        let what = match asked {
            Some(day) => format!("the calendar has no board meeting on {day}"),
            None => "the calendar has no board meeting whose agenda is still open".to_owned(),
        };
        Failure::refused(
            what,
            if next.is_empty() {
                "enter the meetings with: hallpass import calendar FILE; or name a fiscal year with --fy".to_owned()
            } else {
                format!("the next meetings are {}", next.join(", "))
            },
        )
    })
}

/// New contracts, each with the day it begins.
fn first_days(store: &Store, today: NaiveDate) -> Result<HashMap<i64, NaiveDate>, Failure> {
    let contracts = store.all::<Contract>()?.into_iter();
    let new = contracts.filter_map(|one| Some((one.id.0, packet::begins(&one, today)?)));
    Ok(new.collect())
}
