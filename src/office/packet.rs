//! What the board reads before it decides, for one meeting or one fiscal year.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::Office;
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, ContractId, Line};
use crate::domain::product::ProductId;
use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow};
use crate::domain::renewal::funds::paid_by;
use crate::domain::renewal::{Funding, Renewal};
use crate::exchange::packet::{self, BoardItem, PacketHead, Slot};
use crate::office::gaps::OpenedAt;
use crate::store::Error;

/// Meetings named where there is none like that.
const NAMED: usize = 5;

/// What a packet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketOf {
    /// What the agenda of this board meeting can take last; of the next one that is open where no day is named.
    Meeting(Option<NaiveDate>),
    /// Every contract whose term ends in this fiscal year.
    Year(i32),
}

/// What the board reads.
#[derive(Debug, Clone)]
pub struct BoardPacket {
    /// What stands above them.
    pub head: PacketHead,
    /// One a contract.
    pub items: Vec<BoardItem>,
}

/// The calendar has no such meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMeeting {
    /// The day that was named; none where the next open meeting was asked for.
    pub on: Option<NaiveDate>,
    /// The next meetings; empty where none is entered.
    pub next: Vec<NaiveDate>,
}

/// A contract in the packet, and why it comes late, where it does.
type DueItem = (AgendaRow, Option<String>);

/// What the products of a contract teach, and what its end would open, in lines.
type TaughtAndOpened = (Vec<String>, Vec<String>);

impl Office {
    /// The packet for a meeting or a fiscal year.
    pub fn packet(&mut self, of: PacketOf) -> Result<Result<BoardPacket, NoMeeting>, Error> {
        let today = self.today();
        let every = AgendaFilter {
            all: true,
            fiscal_year: match of {
                PacketOf::Year(year) => Some(year),
                PacketOf::Meeting(_) => None,
            },
            ..AgendaFilter::default()
        };
        let rows = self.agenda_of(&every)?.into_iter();
        let mut next = None;
        let (title, meeting, rows): (String, Option<NaiveDate>, Vec<DueItem>) = match of {
            PacketOf::Year(year) => (
                format!("Contracts that end in fiscal year {year}"),
                None,
                rows.map(|row| (row, None)).collect(),
            ),
            PacketOf::Meeting(asked) => {
                let calendar = self.store.calendar()?;
                let (meeting, cutoff) = match meeting(&calendar, asked, today) {
                    Ok(found) => found,
                    Err(none) => return Ok(Err(none)),
                };
                let new = self.first_days()?;
                let slots = rows.filter_map(|row| {
                    let slot = match new.get(&row.contract) {
                        Some(begins) => packet::slot(*begins, &calendar, today),
                        None => packet::meeting_of(&row, &calendar, today),
                    };
                    Some((row, slot?))
                });
                let slots: Vec<(AgendaRow, Slot)> = slots.collect();
                let later = slots.iter().map(|(_, slot)| slot.meeting);
                let later: Vec<NaiveDate> = later.filter(|day| *day > meeting).collect();
                let first = later.iter().min();
                next = first.map(|first| {
                    let then = later.iter().filter(|day| *day == first);
                    (*first, then.count())
                });
                let rows = slots
                    .into_iter()
                    .filter(|(_, slot)| slot.meeting == meeting);
                let rows = rows.map(|(row, slot)| (row, slot.late));
                let day = meeting.format("%A, %B %-d, %Y");
                (
                    format!("Board meeting of {day}; its agenda closes on {cutoff}"),
                    Some(meeting),
                    rows.collect(),
                )
            }
        };
        let items = self.board_items(rows)?;
        let head = PacketHead {
            title,
            district: self.district()?,
            today,
            meeting,
            next,
        };
        Ok(Ok(BoardPacket { head, items }))
    }

    /// The items that these contracts make. Read all at once: a year of a large district has thousands.
    fn board_items(&self, rows: Vec<DueItem>) -> Result<Vec<BoardItem>, Error> {
        let today = self.today();
        let contracts: HashMap<ContractId, Contract> = self
            .store
            .all::<Contract>()?
            .into_iter()
            .map(|contract| (contract.id, contract))
            .collect();
        let mut decisions: HashMap<ContractId, Vec<Renewal>> = HashMap::new();
        for decision in self.store.all::<Renewal>()? {
            let of_contract = decisions.entry(decision.contract).or_default();
            of_contract.push(decision);
        }
        let (mut lines, mut funding) = (HashMap::new(), HashMap::new());
        for line in self.store.all::<Line>()? {
            let of_contract: &mut Vec<Line> = lines.entry(line.contract).or_default();
            of_contract.push(line);
        }
        for said in self.store.all::<Funding>()? {
            let of_line: &mut Vec<Funding> = funding.entry(said.line).or_default();
            of_line.push(said);
        }
        let names = self.store.product_names()?;
        let taught = self.taught_by(&rows)?;
        let item = |((row, late), (teaches, opens)): (DueItem, TaughtAndOpened)| {
            let contract = contracts.get(&row.contract)?;
            let mut decided = decisions.remove(&row.contract).unwrap_or_default();
            decided.sort_by_key(|decision| Reverse(decision.cycle_end));
            let products = row.products.iter().filter_map(|id| names.get(id).cloned());
            let products = products.collect();
            let lines = lines.remove(&row.contract).unwrap_or_default();
            let said = lines.iter().filter_map(|line| funding.remove(&line.id));
            let said: Vec<Funding> = said.flatten().collect();
            let funds = paid_by(contract, &lines, &said);
            let made = BoardItem::of(row, contract, (products, funds), &decided, today);
            Some(BoardItem {
                teaches,
                opens,
                late,
                ..made
            })
        };
        Ok(rows.into_iter().zip(taught).filter_map(item).collect())
    }

    /// Of each contract what its products teach, and what its end would open at the schools it is for.
    fn taught_by(&self, rows: &[DueItem]) -> Result<Vec<TaughtAndOpened>, Error> {
        let products: BTreeSet<ProductId> = rows
            .iter()
            .flat_map(|(row, _)| row.products.clone())
            .collect();
        let products: Vec<ProductId> = products.into_iter().collect();
        let taught = self.store.taught_of(&products, self.today())?;
        let names = self.store.product_names()?;
        let teaches = rows.iter().map(|(row, _)| {
            let of = row
                .products
                .iter()
                .filter_map(|id| Some((id, taught.get(id)?)));
            let lines = of.flat_map(|(id, taught)| {
                let name = names.get(id).cloned().unwrap_or_default();
                let several = row.products.len() > 1;
                let lines = taught.proven().into_iter();
                lines.map(move |line| {
                    if several {
                        format!("{name}: {line}")
                    } else {
                        line
                    }
                })
            });
            lines.collect::<Vec<String>>()
        });
        let teaches: Vec<Vec<String>> = teaches.collect();
        let groups = rows.iter().zip(&teaches).map(|((row, _), teaches)| {
            // Of what teaches nothing nothing is opened.
            let products = if teaches.is_empty() {
                Vec::new()
            } else {
                row.products.clone()
            };
            (products, row.schools.clone())
        });
        let groups: Vec<_> = groups.collect();
        let opened = if teaches.iter().all(Vec::is_empty) {
            groups.iter().map(|_| Vec::new()).collect()
        } else {
            self.opened_without(&groups)?
        };
        let opened = opened.into_iter();
        let opened =
            opened.map(|places: Vec<OpenedAt>| places.iter().map(OpenedAt::words).collect());
        Ok(teaches.into_iter().zip(opened).collect())
    }

    /// New contracts, each with the day it begins.
    fn first_days(&self) -> Result<HashMap<ContractId, NaiveDate>, Error> {
        let today = self.today();
        let contracts = self.store.all::<Contract>()?.into_iter();
        let new = contracts.filter_map(|one| Some((one.id, packet::begins(&one, today)?)));
        Ok(new.collect())
    }
}

/// The meeting asked for, or the next one whose agenda is still open, with the day its agenda closes.
fn meeting(
    calendar: &Calendar,
    asked: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), NoMeeting> {
    let mut meetings = calendar.boards();
    let found = meetings.find(|(day, cutoff)| match asked {
        Some(asked) => *day == asked,
        None => *cutoff >= today,
    });
    found.ok_or_else(|| {
        let ahead = calendar.boards().map(|(day, _)| day);
        NoMeeting {
            on: asked,
            next: ahead.filter(|day| *day >= today).take(NAMED).collect(),
        }
    })
}
