//! The questions about contracts that end, and what the days that go by do to them. Which day is the last
//! is `domain::renewal`'s to say; here it is read. Reads look at the terms as they run today, whether or
//! not anybody has rolled them over yet.

mod digests;
mod gone;
mod judged;
mod roll;
mod row;
mod sheet;
mod to_do;
mod unknown;
pub(super) mod used;

use crate::domain::contract::ContractId;
use crate::domain::put::Stamp;
use crate::store::terms::{each_held, held_these, paying_for};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use self::row::AgendaDesk;
use super::changed::lines_since;
use super::fiscal::{Touched, contracts_of_its_line};
use super::{Error, Head, Store};
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::domain::renewal::Renewal;
use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow, AgendaSheet, ToDo};

pub(super) use self::judged::judged_anew;
pub(super) use self::roll::{puts, rolled_over};
pub(super) use self::unknown::unknowns;
pub(super) use self::used::Used;
use super::review::lapse::lapsed;

/// The most urgent first, then the dearest.
fn sort(rows: &mut [AgendaRow]) {
    rows.sort_by(|a, b| {
        let order = |row: &AgendaRow| {
            let dearest = Reverse(row.annual.unwrap_or_default());
            (row.severity, dearest, row.dates.decide_by)
        };
        order(a)
            .cmp(&order(b))
            .then_with(|| a.number.cmp(&b.number))
    });
}

/// How much of a contract its row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowDepth {
    /// All of it.
    Whole,
    /// Not who uses what it pays for, nor the funds of its lines.
    Days,
}

/// So many rows are told at once how their days were found.
const AT_ONCE: usize = 500;

impl Store {
    /// Contracts in the term that runs today, or in their last one: the most urgent first, then the dearest. How their
    /// days were found is left out: in a large district that is most of what a row holds, and few ask (`with_steps`).
    pub fn agenda(&self, filter: &AgendaFilter, today: NaiveDate) -> Result<Vec<AgendaRow>, Error> {
        self.agenda_as_far(RowDepth::Whole, filter, today)
    }

    /// The contracts that still run, in the same order, for whoever tells of their days and of who answers for them: without
    /// how many use what they pay for, as if nobody had counted, and with no fund but the contract's own. To count who uses
    /// it is most of what it takes to read the agenda of a large district.
    pub fn agenda_of_days(&self, today: NaiveDate) -> Result<Vec<AgendaRow>, Error> {
        let all = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        self.agenda_as_far(RowDepth::Days, &all, today)
    }

    fn agenda_as_far(
        &self,
        depth: RowDepth,
        filter: &AgendaFilter,
        today: NaiveDate,
    ) -> Result<Vec<AgendaRow>, Error> {
        self.at_once(|| {
            let mut desk = AgendaDesk::new(&self.conn)?;
            let years = desk.policy.fiscal_years();
            let mut rows: Vec<AgendaRow> = Vec::new();
            each_held(&self.conn, None, today, |mut cases| {
                cases.retain(|case| filter.ended || !case.is_over());
                if depth == RowDepth::Whole {
                    desk.look_at(&self.conn, &cases, today)?;
                }
                let told = cases.iter().map(|case| desk.row(case, today));
                let wanted = told.filter(|row| filter.wants(row, years, today));
                rows.extend(wanted.map(|mut row| {
                    row.dates.trace = Vec::new();
                    row
                }));
                Ok(())
            })?;
            rows.shrink_to_fit();
            sort(&mut rows);
            Ok(rows)
        })
    }

    /// The whole agenda of today as the records stand now, of how it stood then: only the contracts are read again that
    /// what was written since reaches. None where that may be every contract.
    pub fn agenda_again(
        &self,
        rows: &[AgendaRow],
        then: Head,
        today: NaiveDate,
    ) -> Result<Option<Vec<AgendaRow>>, Error> {
        self.at_once(|| {
            let Some(contracts) = self.contracts_reached(then)? else {
                return Ok(None);
            };
            let ids: Vec<ContractId> = contracts.iter().copied().collect();
            let cases = held_these(&self.conn, Some(&ids), today)?;
            let desk = AgendaDesk::read(&self.conn, &cases, today)?;
            let others = rows.iter().filter(|row| !contracts.contains(&row.contract));
            let mut rows: Vec<AgendaRow> = others.cloned().collect();
            rows.extend(cases.iter().map(|case| {
                let mut row = desk.row(case, today);
                row.dates.trace = Vec::new();
                row
            }));
            sort(&mut rows);
            Ok(Some(rows))
        })
    }

    /// The contracts that were written since then, or pay for a product that was, or for one that such a contract is about:
    /// another may follow it now. None where what was written is about more than that.
    fn contracts_reached(&self, then: Head) -> Result<Option<BTreeSet<ContractId>>, Error> {
        let conn = &self.conn;
        if !self.head()?.follows(then) {
            return Ok(None);
        }
        let Some(lines) = lines_since(conn, then.seq)? else {
            return Ok(None);
        };
        let everywhere = |kind| {
            matches!(
                kind,
                Kind::Setting | Kind::CalendarDay | Kind::School | Kind::Person | Kind::Vendor
            )
        };
        if lines.iter().any(|line| everywhere(line.kind)) {
            return Ok(None);
        }
        let Some(touched) = Touched::by(conn, &lines)? else {
            return Ok(None);
        };
        let products: Vec<ProductId> = touched.all_products(conn)?.into_iter().collect();
        let mut contracts = touched.contracts;
        contracts.extend(paying_for(conn, &products)?);
        // Who pays moves no dollar, and is told of it all the same.
        for line in lines.iter().filter(|line| line.kind == Kind::Funding) {
            contracts.extend(contracts_of_its_line(conn, line)?);
        }
        Ok(Some(contracts))
    }

    /// These rows of the agenda, with how their days were found.
    pub fn with_steps(
        &self,
        mut rows: Vec<AgendaRow>,
        today: NaiveDate,
    ) -> Result<Vec<AgendaRow>, Error> {
        self.at_once(|| {
            let desk = AgendaDesk::new(&self.conn)?;
            for some in rows.chunks_mut(AT_ONCE) {
                let ids: Vec<ContractId> = some.iter().map(|row| row.contract).collect();
                let cases = held_these(&self.conn, Some(&ids), today)?;
                let cases: HashMap<_, _> = cases.iter().map(|c| (c.contract.id, c)).collect();
                for row in some {
                    if let Some(case) = cases.get(&row.contract) {
                        row.dates = desk.dates_of(case);
                    }
                }
            }
            Ok(rows)
        })
    }

    /// Everything about one contract's renewal; `login` is who looks.
    pub fn agenda_sheet(
        &self,
        contract: ContractId,
        login: &str,
        today: NaiveDate,
    ) -> Result<AgendaSheet, Error> {
        self.at_once(|| sheet::sheet(&self.conn, contract, login, today))
    }

    /// The contract that a word names: `C-117`, or `117` for the same.
    pub fn contract_named(&self, word: &str) -> Result<Option<ContractId>, Error> {
        let sql = "SELECT id FROM contract
            WHERE number = ?1 COLLATE NOCASE OR number = 'C-' || ?1 COLLATE NOCASE
            ORDER BY number = ?1 DESC, number = ?1 COLLATE NOCASE DESC, id LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement
            .query_row([word.trim()], |r| r.get(0))
            .optional()?)
    }

    /// What decisions have left to do, the earliest day first: notices to send and to prove, data to
    /// have deleted.
    pub fn to_dos(&self, today: NaiveDate) -> Result<Vec<ToDo>, Error> {
        self.at_once(|| to_do::to_dos(&self.conn, today))
    }

    /// Of these, the contracts whose notice is out for the term that runs.
    pub fn noticed(&self, rows: &[AgendaRow]) -> Result<HashSet<ContractId>, Error> {
        let sent = self.all::<Renewal>()?.into_iter();
        let sent: HashSet<(ContractId, NaiveDate)> = sent
            .filter(|decision| decision.notice_sent.is_some() && !decision.choice.goes_on())
            .map(|decision| (decision.contract, decision.cycle_end))
            .collect();
        let out = |row: &&AgendaRow| sent.contains(&(row.contract, row.dates.term_end));
        Ok(rows.iter().filter(out).map(|row| row.contract).collect())
    }

    /// Contracts that are on somebody's calendar, perhaps, and not among these that run: taken out of the
    /// office, or followed by the next one before they ended.
    pub fn gone_early(
        &self,
        running: &[AgendaRow],
        today: NaiveDate,
    ) -> Result<Vec<ContractId>, Error> {
        let running: HashSet<ContractId> = running.iter().map(|row| row.contract).collect();
        let mut statement = self.conn.prepare_cached(
            "SELECT record FROM history WHERE kind = 'contract' AND deed = 'remove'
                 AND record NOT IN (SELECT id FROM contract)
             UNION SELECT id FROM contract WHERE term_end >= ?1 ORDER BY 1",
        )?;
        let ids = statement.query_map([today.to_string()], |row| row.get(0))?;
        let ids: Vec<ContractId> = ids.collect::<rusqlite::Result<_>>()?;
        Ok(ids.into_iter().filter(|id| !running.contains(id)).collect())
    }

    /// Contracts for which somebody else answered before.
    pub fn handed_over(&self) -> Result<HashSet<ContractId>, Error> {
        let sql = "SELECT DISTINCT record FROM history WHERE kind = 'contract' AND field = 'owner'";
        let mut statement = self.conn.prepare_cached(sql)?;
        let ids = statement.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes down what the days that went by have done: terms that are over, those that run now, and
    /// that nobody decided; requests that nobody completed. Gives the number of contracts and requests it
    /// touched; none the second time. The program's own deed; but whoever may do nothing here has it not done.
    pub fn roll_over(&mut self, stamp: &Stamp) -> Result<usize, Error> {
        let today = stamp.today;
        self.write(stamp, |tx| {
            Ok(rolled_over(tx, None, today)? + lapsed(tx, today)?)
        })
    }
}
