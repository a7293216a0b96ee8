//! The sides of an alert: of one product each of its lines, of several each product.

use std::cmp::Reverse;
use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::sum;
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::money::Cents;
use crate::domain::overlap::Overlap;
use crate::domain::overlap::alert::{Alert, AlertState};
use crate::domain::overlap::board::Side;
use crate::domain::overlap::facts::{LineAtSchool, PaidLine};
use crate::domain::person::{Owner, OwnerRole};
use crate::domain::product::ProductId;
use crate::domain::renewal::Funding;
use crate::domain::renewal::dates::Dates;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::status::ApprovalFact;
use crate::store::convert::records;
use crate::store::fiscal::YearFacts;
use crate::store::overlaps::rows::OverlapNames;
use crate::store::renewals::used::PurchasesToday;
use crate::store::seats::{SeatsWanted, UseMeasure};
use crate::store::status::StatusReader;
use crate::store::terms::{ContractInTerm, of_these};
use crate::store::{Error, renewals as contracts};

/// A line of a side, with its contract.
pub(super) struct PartyLine<'r> {
    pub(super) paid: &'r PaidLine,
    pub(super) held: &'r ContractInTerm,
    pub(super) dates: &'r Dates,
}

impl<'r> PartyLine<'r> {
    /// The contract and the line in the term that runs.
    fn running(&self) -> Option<(&'r Contract, &'r Line)> {
        let now = &self.held.now;
        let mut lines = now.lines.iter();
        Some((&now.contract, lines.find(|own| own.id == self.paid.id)?))
    }
}

/// One side.
pub(super) struct Party<'r> {
    pub(super) label: String,
    pub(super) product: ProductId,
    pub(super) lines: Vec<PartyLine<'r>>,
    /// Is it about one line, or about a product with all its lines?
    pub(super) of_line: bool,
    pub(super) stays: bool,
}

/// The sides of an alert, who stays first: as somebody planned it, else as the rule proposes.
pub(super) fn parties<'r>(
    read: &'r YearFacts,
    called: &OverlapNames,
    overlap: &Overlap,
    said: Option<&Alert>,
    today: NaiveDate,
) -> Vec<Party<'r>> {
    let about = |line: &&PaidLine| {
        overlap.products.contains(&line.product)
            && (line.last >= today || overlap.members.iter().any(|m| m.line == line.id))
            && (overlap.keeps_line(line.id)
                || overlap.kind.is_of_records()
                || overlap.schools.iter().any(|id| line.at(*id).is_some()))
    };
    let lines = read.facts.lines.iter().filter(about).filter_map(|paid| {
        let cases = &read.cases;
        let found = cases.binary_search_by_key(&paid.contract, |(case, _)| case.contract.id);
        let (held, dates) = cases.get(found.ok()?)?;
        Some(PartyLine { paid, held, dates })
    });
    let planned = said.filter(|said| said.state == AlertState::Planned);
    let mut parties: Vec<Party> = if overlap.of_one_product() {
        let chosen = planned.and_then(|said| said.keeper_contract);
        lines
            .map(|line| Party {
                label: line.paid.buyer.map_or_else(
                    || "district".to_owned(),
                    |school| called.names.school(school),
                ),
                product: line.paid.product,
                stays: match chosen {
                    Some(contract) => line.paid.contract == contract,
                    None => overlap.keeps_line(line.paid.id) || !loses(overlap, line.paid.id),
                },
                of_line: true,
                lines: vec![line],
            })
            .collect()
    } else {
        let chosen = planned.and_then(|said| said.keeper);
        let mut parties: Vec<Party> = overlap
            .products
            .iter()
            .map(|id| Party {
                label: called.product(*id),
                product: *id,
                lines: Vec::new(),
                of_line: false,
                stays: chosen.map_or_else(|| overlap.keeps_product(*id), |chosen| chosen == *id),
            })
            .collect();
        for line in lines {
            let product = line.paid.product;
            if let Some(party) = parties.iter_mut().find(|party| party.product == product) {
                party.lines.push(line);
            }
        }
        parties
    };
    parties.sort_by_key(|party| {
        let proposed = party
            .lines
            .iter()
            .any(|line| overlap.keeps_line(line.paid.id));
        let cost = party.cost(overlap);
        (!party.stays, !(party.of_line && proposed), Reverse(cost))
    });
    parties
}

fn loses(overlap: &Overlap, line: LineId) -> bool {
    let mut members = overlap.members.iter();
    members.any(|member| member.line == line && member.stake > Cents(0))
}

impl<'r> Party<'r> {
    /// The places the alert is about: of a line all, of a product those at the shared schools.
    fn places<'p>(
        &'p self,
        overlap: &'p Overlap,
    ) -> impl Iterator<Item = &'r LineAtSchool> + use<'r, 'p> {
        let all = self.of_line || overlap.kind.is_of_records();
        let places = self.lines.iter().flat_map(|line| &line.paid.places);
        places.filter(move |place| all || overlap.schools.contains(&place.school))
    }

    /// Does it renew by itself? It does where one of its contracts does; not known where that of none is
    /// known and of some not.
    fn auto_renew(&self) -> Option<bool> {
        let of = |line: &PartyLine| line.held.now.contract.auto_renew;
        if self.lines.iter().any(|line| of(line) == Some(true)) {
            return Some(true);
        }
        let known = self.lines.iter().all(|line| of(line).is_some());
        known.then_some(false)
    }

    /// What it costs this fiscal year, as far as prices are known.
    fn cost(&self, overlap: &Overlap) -> Cents {
        self.places(overlap).map(|place| place.cost).sum()
    }

    /// The same where the price of each of its contracts is known.
    fn known_cost(&self, overlap: &Overlap) -> Option<Cents> {
        let mut lines = self.lines.iter();
        let known = lines.all(|line| line.held.now.known_price().is_some());
        known.then(|| self.cost(overlap))
    }

    /// Is the price of one of its contracts hidden from whoever asks?
    fn is_hidden(&self, called: &OverlapNames) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| called.hides(line.paid.contract))
    }

    /// Seats in all, where use is limited by them.
    pub(super) fn seats(&self) -> Option<i64> {
        let limited = self.lines.iter().filter(|line| line.paid.limited);
        let seats = |line: &PartyLine| {
            let placed = || line.paid.places.iter().map(|place| place.seats).sum();
            line.paid.quantity.unwrap_or_else(placed)
        };
        limited.map(|line| Some(seats(line))).fold(None, sum)
    }

    /// People who use it, counted by the inventory or by use.
    fn used(
        &self,
        conn: &Connection,
        overlap: &Overlap,
        today: NaiveDate,
    ) -> Result<Option<i64>, Error> {
        if self.of_line {
            // As the contract's own sheet tells it.
            let lines: Vec<(&Contract, &Line)> =
                self.lines.iter().filter_map(PartyLine::running).collect();
            let products: Vec<ProductId> = lines.iter().map(|(_, line)| line.product).collect();
            let counted = contracts::Used::read(conn, &products, today)?;
            let used = lines
                .into_iter()
                .map(|(contract, line)| counted.seats(contract, std::slice::from_ref(line)).used);
            return Ok(used.fold(None, sum));
        }
        // Two purchases of one school share what was counted there, and what is free was counted too.
        let itself = |product| product;
        let own = std::slice::from_ref(&self.product);
        let bought = PurchasesToday::of(conn, own, today)?;
        let of = SeatsWanted::products(own);
        let purchases = bought.purchases(conn, of, (UseMeasure::Active, today), itself)?;
        let everywhere = overlap.kind.is_of_records();
        if everywhere && let Some(whole) = purchases.values().find_map(|p| p.whole) {
            return Ok(Some(whole));
        }
        let places = purchases.values().flat_map(|purchase| &purchase.places);
        let here = places.filter(|at| everywhere || overlap.schools.contains(&at.school));
        Ok(here.map(|place| place.used).fold(None, sum))
    }

    /// The first last day among its terms that run.
    pub(super) fn term_end(&self) -> Option<NaiveDate> {
        let ends = self
            .lines
            .iter()
            .map(|line| line.held.now.contract.term_end);
        ends.min()
    }

    /// Its contracts, each once.
    pub(super) fn contracts(&self) -> Vec<(ContractId, String)> {
        let mut contracts: Vec<(ContractId, String)> = self
            .lines
            .iter()
            .map(|line| (line.paid.contract, line.held.contract.number.clone()))
            .collect();
        contracts.sort_unstable();
        contracts.dedup();
        contracts
    }

    /// What is kept, in a word: a contract's number, or a product's name.
    pub(super) fn named(&self) -> String {
        let number = self.lines.first().map(|l| l.held.contract.number.clone());
        number
            .filter(|_| self.of_line)
            .unwrap_or_else(|| self.label.clone())
    }

    /// As the sheet shows it.
    pub(super) fn side(
        &self,
        conn: &Connection,
        (read, called): (&YearFacts, &OverlapNames),
        overlap: &Overlap,
        today: NaiveDate,
    ) -> Result<Side, Error> {
        let schools = self.schools(read, overlap);
        let (approval, approved) = approval(conn, called, self.product, &schools, today)?;
        Ok(Side {
            label: self.label.clone(),
            product: self.product,
            product_name: called.product(self.product),
            contracts: self.contracts(),
            seats: self.seats(),
            used: self.used(conn, overlap, today)?,
            cost: self.known_cost(overlap),
            hidden: self.is_hidden(called),
            term_end: self.term_end(),
            auto_renew: self.auto_renew(),
            cancel_by: self
                .lines
                .iter()
                .filter_map(|line| line.dates.cancel_by)
                .min(),
            funds: self.funds(conn)?,
            approval,
            approved,
            owner: self.owner(conn, called, today)?,
            stays: self.stays,
            part: self.part(read, overlap),
        })
    }

    /// At how many schools its cost is counted, of how many, where that is not all of them.
    fn part(&self, read: &YearFacts, overlap: &Overlap) -> Option<(usize, usize)> {
        let known = |places: &mut dyn Iterator<Item = &LineAtSchool>| {
            let schools = places.map(|place| place.school);
            let schools = schools.filter(|id| read.facts.students.contains_key(id));
            schools.collect::<HashSet<SchoolId>>().len()
        };
        let here = known(&mut self.places(overlap));
        let all = known(&mut self.lines.iter().flat_map(|line| &line.paid.places));
        (here < all).then_some((here, all))
    }

    /// The schools it is about; those with paid places, else those of the alert.
    fn schools(&self, read: &YearFacts, overlap: &Overlap) -> Vec<SchoolId> {
        let mut schools: Vec<SchoolId> = self.places(overlap).map(|place| place.school).collect();
        if schools.is_empty() {
            schools = overlap.schools.to_vec();
        }
        // What the district bears at no school is nobody's place.
        schools.retain(|id| read.facts.students.contains_key(id));
        schools
    }

    fn funds(&self, conn: &Connection) -> Result<Vec<String>, Error> {
        let ids: Vec<LineId> = self.lines.iter().map(|line| line.paid.id).collect();
        let funding = of_these::<Funding>(conn, "line", &ids)?.into_iter();
        let mut funds: Vec<String> = funding.map(|funding| funding.source).collect();
        if funds.is_empty() {
            let of_contracts = self.lines.iter();
            funds.extend(of_contracts.filter_map(|line| line.held.contract.fund.clone()));
        }
        funds.sort_unstable();
        funds.dedup();
        Ok(funds)
    }

    /// Who answers for the contract, else who manages the product.
    fn owner(
        &self,
        conn: &Connection,
        called: &OverlapNames,
        today: NaiveDate,
    ) -> Result<Option<String>, Error> {
        let buys = self.lines.iter().find_map(|line| line.held.contract.owner);
        let owners: Vec<Owner> = records(
            conn,
            "WHERE product = ?1 AND role = ?2 ORDER BY id",
            params![self.product, OwnerRole::Manager.word()],
        )?;
        let mut now = owners
            .into_iter()
            .filter(|o| o.until.is_none_or(|until| until >= today));
        let runs = now.next().map(|owner| owner.person);
        let who = if self.of_line {
            buys.or(runs)
        } else {
            runs.or(buys)
        };
        Ok(who
            .and_then(|who| called.names.person(who, today))
            .map(|who| who.named()))
    }
}

/// `approved until 2027-06-30`, `approved at 3 schools, grades 6-8`, `approved from 2027-03-08 on`: the newest decision about
/// any of these schools, or where that has ended or none has begun, the next one; and whether it may be used by that today.
fn approval(
    conn: &Connection,
    called: &OverlapNames,
    product: ProductId,
    schools: &[SchoolId],
    today: NaiveDate,
) -> Result<(String, bool), Error> {
    let all = StatusReader::new(conn).approvals(product, today)?;
    let covers = |(_, a): &(usize, &ApprovalFact)| {
        let at = |id: &SchoolId| {
            a.schools
                .as_ref()
                .is_none_or(|all| all.iter().any(|s| s.id == *id))
        };
        schools.is_empty() || schools.iter().any(at)
    };
    let (begun, later): (Vec<_>, Vec<_>) = all
        .iter()
        .enumerate()
        .filter(covers)
        .partition(|(_, a)| a.from.is_none_or(|from| from <= today));
    let newest = begun.into_iter().max_by_key(|(at, a)| (a.decided_on, *at));
    let newest = newest.map(|(_, newest)| newest);
    let is_over = |a: &ApprovalFact| a.until.is_some_and(|until| until < today);
    let next = later
        .into_iter()
        .filter(|(_, a)| a.status.allows() || a.status.forbids())
        .min_by_key(|(at, a)| (a.from, *at))
        .map(|(_, next)| next)
        .filter(|_| newest.is_none_or(is_over));
    let Some(newest) = next.or(newest) else {
        return Ok(("never reviewed".to_owned(), false));
    };
    let mut said = newest.status.word().replace('_', " ");
    if let Some(schools) = &newest.schools {
        let schools = schools.iter().map(|school| school.id).collect();
        said = format!("{said} at {}", called.names.place(&Schools::Only(schools)));
    }
    if !newest.grades.is_unsaid() {
        said = format!("{said}, grades {}", newest.grades);
    }
    let from = newest.from.filter(|_| next.is_some());
    let said = match (from, newest.until) {
        (_, Some(until)) if is_over(newest) => format!("{said}, ended {until}"),
        (Some(from), Some(until)) => format!("{said} from {from} until {until}"),
        (Some(from), None) => format!("{said} from {from} on"),
        (None, Some(until)) => format!("{said} until {until}"),
        (None, None) => said,
    };
    let holds = next.is_none() && !is_over(newest);
    Ok((said, holds && newest.status.allows()))
}
