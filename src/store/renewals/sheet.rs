//! One contract with everything that bears on its renewal.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::roll::renewal_case;
use super::row::AgendaDesk;
use super::to_do;
use super::used::Used;
use crate::domain::approval::{Agreement, Approval};
use crate::domain::contract::{ContractId, Line, LineId};
use crate::domain::cost::allocation::{Stake, allocate, seats_borne};
use crate::domain::cost::length::first_day;
use crate::domain::inventory::{Training, Usage};
use crate::domain::money::Cents;
use crate::domain::product::{Product, ProductId, VendorId};
use crate::domain::record::Kind;
use crate::domain::renewal::agenda::{AgendaRow, AgendaSheet, Recent, SeatCount};
use crate::domain::renewal::process::{choices, newest_first};
use crate::domain::renewal::{Renewal, Share, Term, TermId};
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::seats::{Count, SeatsAtSchool};
use crate::domain::status::decided_at;
use crate::store::Error;
use crate::store::actor::actor;
use crate::store::convert::records;
use crate::store::history::lately;
use crate::store::labels::product_names_of;
use crate::store::seats::{SeatsWanted, UseMeasure, stocks};
use crate::store::status::{Scope, StatusReader};
use crate::store::terms::{ContractInTerm, of_these, one};

/// The sheet of a contract.
pub(super) fn sheet(
    conn: &Connection,
    contract: ContractId,
    login: &str,
    today: NaiveDate,
) -> Result<AgendaSheet, Error> {
    let case = one(conn, contract, today)?;
    let desk = AgendaDesk::read(conn, std::slice::from_ref(&case), today)?;
    let row = desk.row(&case, today);
    let actor = actor(conn, login, today)?;
    let now = &case.now;
    let about = ProductUse::read(conn, &case, &row.schools, &row.products)?;
    let mut past: Vec<Term> = records(conn, "WHERE contract = ?1", [contract])?;
    past.extend(not_yet_kept(&case, &past));
    let mut decisions: Vec<Renewal> = case.decisions.clone();
    decisions.sort_by_key(|d| std::cmp::Reverse(d.cycle_end));
    let replacing = decisions.iter().filter_map(|d| d.replacement.as_ref());
    let replacements = product_names_of(conn, replacing)?;
    let years = desk.policy.fiscal_years();
    let first = first_day(&now.contract);
    let seats = seats(conn, &about, &row, today)?;
    let ids: Vec<LineId> = now.lines.iter().map(|line| line.id).collect();
    // What is not known cannot be shared out.
    let price = now.known_price();
    let (shares, by_fiscal_year) = match price {
        Some(price) => (
            shares(conn, &desk, &case, (&ids, today))?,
            years.split(price, first, now.contract.term_end),
        ),
        None => (Vec::new(), Vec::new()),
    };
    Ok(AgendaSheet {
        shares,
        by_fiscal_year,
        funding: of_these(conn, "line", &ids)?,
        lines: now
            .lines
            .iter()
            .map(|line| (line.clone(), desk.product(line.product)))
            .collect(),
        seats,
        past: newest_first(past),
        decisions,
        replacements,
        trained: about.trained(today),
        standing: about.standing(conn, &desk, (&row.schools, today))?,
        agreement_until: about.agreement_until(now.contract.vendor),
        to_do: to_do::of_one(conn, &case, &desk.names, today)?,
        contract: now.contract.clone(),
        choices: choices(&renewal_case(&desk, case), &actor, today),
        recent: recent(conn, contract, &row)?,
        row,
    })
}

/// What is known of its seats: of each figure the newest count that has it, and none that is still to come.
fn seats(
    conn: &Connection,
    about: &ProductUse,
    row: &AgendaRow,
    today: NaiveDate,
) -> Result<SeatCount, Error> {
    let newest = |measure| -> Result<Option<Count>, Error> {
        let stocks = stocks(conn, SeatsWanted::products(&row.products), measure, today)?;
        let counts = stocks.values();
        let counts = counts.filter_map(|stock| stock.newest(|at| row.schools.covers(at)));
        Ok(counts.reduce(|sum, more| Count {
            used: sum.used + more.used,
            on: sum.on.max(more.on),
        }))
    };
    let active = newest(UseMeasure::Active)?;
    let (provisioned, activated) = (
        newest(UseMeasure::Provisioned)?,
        newest(UseMeasure::Activated)?,
    );
    let peak = newest(UseMeasure::Peak)?;
    let any = active.or(activated).or(provisioned).or(peak);
    let counted_on = any.and_then(|count| count.on);
    let at_last = about.usage.iter().find(|u| Some(u.to) == counted_on);
    let used = |count: Option<Count>| count.map(|count| count.used);
    Ok(SeatCount {
        purchased: row.seats,
        provisioned: used(provisioned),
        activated: used(activated),
        active: row.used.or(used(active)),
        peak: used(peak),
        definition: at_last.and_then(|count| count.definition.clone()),
        counted_on,
    })
}

/// So many of the last changes are told.
const RECENT: usize = 8;

/// What was done to it lately; its own name, which stands above, is left out.
fn recent(conn: &Connection, contract: ContractId, row: &AgendaRow) -> Result<Vec<Recent>, Error> {
    let mut recent = lately(conn, Kind::Contract, contract.0, RECENT)?;
    let name = format!("{} {}: ", row.number, row.product);
    for one in &mut recent {
        one.what = one.what.replacen(&name, "", 1);
    }
    Ok(recent)
}

/// Terms that went by and are not written down yet.
fn not_yet_kept(case: &ContractInTerm, kept: &[Term]) -> Vec<Term> {
    let gone = case.now.gone.iter();
    let new = gone.filter(|gone| !kept.iter().any(|term| term.ends == gone.ends));
    new.map(|gone| Term {
        id: TermId::default(),
        version: 0,
        contract: case.contract.id,
        starts: gone.starts,
        ends: gone.ends,
        total_cents: gone.price,
        seats: gone.seats,
        used: None,
    })
    .collect()
}

/// What each school bears of a year's cost, and what the district does, the dearest first.
fn shares(
    conn: &Connection,
    desk: &AgendaDesk,
    case: &ContractInTerm,
    (lines, today): (&[LineId], NaiveDate),
) -> Result<Vec<(String, Cents)>, Error> {
    let products: Vec<ProductId> = case.now.lines.iter().map(|line| line.product).collect();
    let used = Used::read(conn, &products, today)?;
    let agreed: Vec<Share> = of_these(conn, "line", lines)?;
    let schools: Vec<School> = records(conn, "WHERE open = 1 ORDER BY id", [])?;
    let mut sums: BTreeMap<Option<SchoolId>, Cents> = BTreeMap::new();
    let whole = case.now.a_year();
    let prices: Vec<u64> = case.now.lines.iter().map(weight).collect();
    for (line, cost) in case.now.lines.iter().zip(whole.split(&prices)) {
        let stakes = stakes(&used, case, line, &schools);
        let of_line = agreed.iter().filter(|share| share.line == line.id);
        let of_line: Vec<(SchoolId, i64)> = of_line.map(|s| (s.school, s.percent_bp)).collect();
        for (who, part) in allocate(cost, line.method(), &stakes, &of_line) {
            *sums.entry(who).or_default() += part;
        }
    }
    let named = |(who, part): (Option<SchoolId>, Cents)| {
        let name = who.map_or_else(|| "district".to_owned(), |id| desk.names.school(id));
        (name, part)
    };
    let mut shares: Vec<(String, Cents)> = sums.into_iter().map(named).collect();
    shares.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(shares)
}

fn weight(line: &Line) -> u64 {
    line.price().unwrap_or_default().0.unsigned_abs()
}

/// The open schools a line covers, with what an allocation may count there.
fn stakes(used: &Used, case: &ContractInTerm, line: &Line, schools: &[School]) -> Vec<Stake> {
    let contract = &case.now.contract;
    let own = contract.buyer.map(|buyer| Schools::only(vec![buyer]));
    let covered = match (&line.schools, own) {
        (Schools::All, Some(own)) => own,
        (named, _) => named.clone(),
    };
    let covered: Vec<&School> = schools
        .iter()
        .filter(|school| covered.covers(school.id))
        .collect();
    let held: HashMap<SchoolId, &SeatsAtSchool> = used
        .of(contract, line)
        .map(|place| (place.school, place))
        .collect();
    let at = |school: &School| held.get(&school.id).copied();
    let people = |school: &School| {
        let (students, staff) = (school.enrollment, school.staff);
        line.people(students.unwrap_or(0), staff.unwrap_or(0))
    };
    let allotted = covered.iter().map(|school| {
        let place = at(school);
        (place.and_then(|place| place.allotted), people(school))
    });
    let seats = seats_borne(line, &allotted.collect::<Vec<_>>());
    let stake = |(school, seats): (&&School, i64)| Stake {
        school: school.id,
        enrollment: school.enrollment.unwrap_or(0),
        seats,
        active: at(school).and_then(|place| place.used).unwrap_or(0),
    };
    covered.iter().zip(seats).map(stake).collect()
}

/// What is known of the contract's products at the schools it covers.
struct ProductUse {
    products: Vec<Product>,
    /// The counts of use.
    usage: Vec<Usage>,
    training: Vec<Training>,
    approvals: Vec<Approval>,
    agreements: Vec<Agreement>,
}

impl ProductUse {
    fn read(
        conn: &Connection,
        case: &ContractInTerm,
        schools: &Schools,
        ids: &[ProductId],
    ) -> Result<ProductUse, Error> {
        let products: Vec<Product> = of_these(conn, "id", ids)?;
        let mut vendors: Vec<VendorId> = case.contract.vendor.iter().copied().collect();
        vendors.extend(products.iter().filter_map(|p| p.vendor));
        let mut usage: Vec<Usage> = of_these(conn, "product", ids)?;
        usage.retain(|count| count.school.is_none_or(|school| schools.covers(school)));
        let mut training: Vec<Training> = of_these(conn, "product", ids)?;
        training.retain(|t| schools.covers(t.school));
        Ok(ProductUse {
            usage,
            training,
            approvals: of_these(conn, "product", ids)?,
            agreements: of_these(conn, "vendor", &vendors)?,
            products,
        })
    }

    fn trained(&self, today: NaiveDate) -> Option<(i64, i64)> {
        let planned = self.training.iter().filter(|t| t.target.is_some());
        let sums = planned.fold((0, 0), |(trained, target), t| {
            (
                trained + t.trained_by(today),
                target + t.target.unwrap_or(0),
            )
        });
        (sums.1 > 0).then_some(sums)
    }

    /// `approved until 2027-06-30`, `suspended at JUN; approved at the others`, as far as it is about the contract's
    /// schools; of several products, each by name.
    fn standing(
        &self,
        conn: &Connection,
        desk: &AgendaDesk,
        (schools, today): (&Schools, NaiveDate),
    ) -> Result<String, Error> {
        let reader = StatusReader::new(conn);
        let question = reader.question(Scope {
            school: None,
            grade: None,
            today,
        })?;
        let code = |id: SchoolId| {
            let known = desk.names.codes.get(&id).cloned();
            known.unwrap_or_else(|| desk.names.school(id))
        };
        // Where none speaks today or later, what the last one there was.
        let last = |product: &Product| {
            let of_product = self.approvals.iter().filter(|a| a.product == product.id);
            let there = of_product.filter(|a| a.schools.meets(schools));
            let begun = there.filter(|a| a.from.is_none_or(|from| from <= today));
            let Some(newest) = begun.max_by_key(|a| (a.decided_on, a.id)) else {
                return "never reviewed".to_owned();
            };
            let status = newest.status.word().replace('_', " ");
            match newest.until {
                Some(until) => format!("{status} until {until}"),
                None => status,
            }
        };
        let words = |product: &Product| -> Result<String, Error> {
            let facts = reader.facts(product.id, &question)?;
            let decided = decided_at(&question, &facts, schools, code);
            Ok(decided.unwrap_or_else(|| last(product)))
        };
        match self.products.as_slice() {
            [one] => words(one),
            several => {
                let each = several
                    .iter()
                    .map(|p| Ok(format!("{} {}", desk.product(p.id), words(p)?)));
                Ok(each.collect::<Result<Vec<_>, Error>>()?.join("; "))
            }
        }
    }

    /// The last day of the privacy agreement, of the one that lasts longest.
    fn agreement_until(&self, vendor: Option<VendorId>) -> Option<NaiveDate> {
        let sells =
            |of: VendorId| vendor == Some(of) || self.products.iter().any(|p| p.vendor == Some(of));
        let about = |a: &&Agreement| {
            let named = a.product.map(|id| self.products.iter().any(|p| p.id == id));
            named.unwrap_or_else(|| sells(a.vendor))
        };
        self.agreements
            .iter()
            .filter(about)
            .filter_map(|a| a.until)
            .max()
    }
}
