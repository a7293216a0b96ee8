//! What to do first: each dollar that can still be stopped belongs to one action, and the actions are
//! ordered by when they must be done, in three bands, and by dollars within each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};

use super::DashboardFacts;
use crate::domain::contract::ContractId;
use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::overlap::OverlapPlace;
use crate::domain::overlap::board::{AlertRow, Standing};
use crate::domain::product::ProductId;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::Severity;
use crate::domain::school::SchoolId;
use crate::domain::waste::LineAtRisk;

/// Days within which something is near, and within which it is not far.
const BANDS: [i64; 2] = [30, 90];
/// Actions that are kept.
const MOST: usize = 20;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionStep {
    /// Decide about this contract by our last day for that.
    Decide(ContractId),
    /// Our own and the vendor's day have passed: phone about this contract.
    Phone(ContractId),
    /// Plan the overlap with this fingerprint.
    Plan(String),
    /// Name who answers for these products.
    Name {
        /// Their ids, in order.
        products: Vec<ProductId>,
        /// The name of the only one; none where there are more.
        only: Option<String>,
    },
    /// Train people in this product.
    Train(ProductId),
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardAction {
    /// What is done.
    pub step: ActionStep,
    /// The same in words: `Decide Nearpod`.
    pub what: String,
    /// What names it in commands: `C-117`, `O-x7k2q`, `P-31`; several with `;` between.
    pub names: String,
    /// Our last day for it.
    pub by: Option<NaiveDate>,
    /// What it can stop, this fiscal year's share of it. Of an overlap: what is at stake there, as its list says.
    pub stops: Cents,
    /// What of it the ledger counts here, each dollar in one action only.
    pub counted: Cents,
}

/// Products or schools of one action.
struct Several<I> {
    ids: HashSet<I>,
    /// One of the products.
    product: ProductId,
    /// The first last day.
    by: Option<NaiveDate>,
    stops: Cents,
}

impl<I> Several<I> {
    fn of(product: ProductId) -> Several<I> {
        Several {
            ids: HashSet::new(),
            product,
            by: None,
            stops: Cents(0),
        }
    }
}

impl<I: Eq + Hash> Several<I> {
    fn add(&mut self, ids: impl IntoIterator<Item = I>, by: Option<NaiveDate>, stops: Cents) {
        self.ids.extend(ids);
        self.by = self.by.into_iter().chain(by).min();
        self.stops += stops;
    }
}

/// Dollars, gathered by what stops them.
#[derive(Default)]
struct StepSums<'k> {
    decide: HashMap<ContractId, (Cents, Option<&'k AgendaRow>)>,
    phone: HashMap<ContractId, (Cents, Option<&'k AgendaRow>)>,
    plan: HashMap<usize, Cents>,
    /// Products by month of the last day.
    name: BTreeMap<Option<(i32, u32)>, Several<ProductId>>,
    /// By product, the schools whose money for it is at risk because too few are trained.
    train: HashMap<ProductId, Several<SchoolId>>,
}

/// The actions, the first first.
pub(super) fn actions(known: &DashboardFacts) -> Vec<DashboardAction> {
    let agenda: HashMap<ContractId, &AgendaRow> =
        known.agenda.iter().map(|r| (r.contract, *r)).collect();
    let alerts = alerts(known);
    let mut sums = StepSums::default();
    for (product, risk) in &known.waste.products {
        for line in &risk.lines {
            let contract = known.waste.contracts.get(&line.line);
            let contract = contract.copied().unwrap_or_default();
            let row = agenda.get(&contract).copied();
            // Whether it runs at all is asked first.
            if row.is_some_and(AgendaRow::went_on) {
                sums.phone(contract, row, line.at_risk);
                continue;
            }
            sums.add((contract, *product), line, row, known.today);
            if line.stoppable {
                sums.plan(line, &alerts);
            }
        }
    }
    let here = |row: &AgendaRow| known.school.is_none_or(|id| row.schools.covers(id));
    for row in known.agenda.iter().copied().filter(|row| here(row)) {
        if row.went_on() {
            sums.phone(row.contract, Some(row), Cents(0));
        }
    }
    let mut actions = sums.actions(known);
    let is_late = |action: &DashboardAction| matches!(action.step, ActionStep::Phone(_));
    let band = |action: &DashboardAction| {
        if is_late(action) {
            return 0;
        }
        let days = action.by.map(|by| (by - known.today).num_days());
        let far = BANDS
            .iter()
            .position(|band| days.is_some_and(|days| days <= *band));
        far.unwrap_or(BANDS.len())
    };
    actions.sort_by(|a, b| {
        let order = |a: &DashboardAction| (band(a), is_late(a), Reverse(a.stops), a.by);
        order(a).cmp(&order(b)).then_with(|| a.what.cmp(&b.what))
    });
    actions.truncate(MOST);
    actions
}

/// The alerts that are still to be planned, each by its place on the board.
fn alerts(known: &DashboardFacts) -> HashMap<OverlapPlace, usize> {
    let open = |row: &AlertRow| matches!(row.standing, Standing::Open | Standing::Acknowledged);
    let rows = known.board.rows.iter().enumerate();
    let rows = rows.filter(|(_, row)| open(row));
    rows.filter_map(|(at, row)| Some((*known.waste.places.get(&row.fingerprint)?, at)))
        .collect()
}

impl<'k> StepSums<'k> {
    fn phone(&mut self, contract: ContractId, row: Option<&'k AgendaRow>, stops: Cents) {
        self.phone.entry(contract).or_insert((Cents(0), row)).0 += stops;
    }

    fn add(
        &mut self,
        (contract, product): (ContractId, ProductId),
        line: &LineAtRisk,
        row: Option<&'k AgendaRow>,
        today: NaiveDate,
    ) {
        let open = row.is_some_and(AgendaRow::is_open);
        if !line.stoppable {
            let missed = row.is_some_and(|row| row.severity == Severity::Locked);
            if missed && open && line.at_risk > Cents(0) {
                self.phone(contract, row, line.at_risk);
            }
            return;
        }
        let by = row.map(|row| row.dates.decide_by);
        // Training takes time: where the decision is near it comes first.
        let near = by.is_some_and(|by| (by - today).num_days() <= BANDS[1]);
        let trains = line.untrained > Cents(0) && !(near && open);
        if trains {
            let of_product = || Several::of(product);
            let train = self.train.entry(product).or_insert_with(of_product);
            train.add(line.untrained_at.iter().copied(), by, line.untrained);
        }
        let idle = if trains { Cents(0) } else { line.untrained };
        let decided = line.incompatible + line.right_size + idle;
        if open && decided > Cents(0) {
            self.decide.entry(contract).or_insert((Cents(0), row)).0 += decided;
        }
        if line.unowned > Cents(0) {
            let month = by.map(|by| (by.year(), by.month()));
            let of_product = || Several::of(product);
            let named = self.name.entry(month).or_insert_with(of_product);
            named.add([product], by, line.unowned);
        }
    }

    /// What overlaps take of a line belongs to the first alert on the board of those that claim a part of the same cell.
    fn plan(&mut self, line: &LineAtRisk, alerts: &HashMap<OverlapPlace, usize>) {
        for (claiming, stops) in &line.overlaps {
            let first = claiming.iter().filter_map(|place| alerts.get(place)).min();
            if let Some(at) = first {
                *self.plan.entry(*at).or_default() += *stops;
            }
        }
    }

    fn actions(self, known: &DashboardFacts) -> Vec<DashboardAction> {
        let mut actions = Vec::new();
        let called = |row: Option<&AgendaRow>| row.map_or_else(String::new, |r| r.product.clone());
        let number = |row: Option<&AgendaRow>| row.map_or_else(String::new, |r| r.number.clone());
        for (contract, (stops, row)) in self.decide {
            actions.push(DashboardAction {
                step: ActionStep::Decide(contract),
                what: format!("Decide {}", called(row)),
                names: number(row),
                by: row.map(|row| row.dates.decide_by),
                stops,
                counted: stops,
            });
        }
        for (contract, (counted, row)) in self.phone {
            // Of what was to end, all that the term costs is at stake.
            let whole = row.filter(|row| row.went_on()).and_then(|row| row.price);
            let stops = whole.map_or(counted, |whole| whole.max(counted));
            actions.push(DashboardAction {
                step: ActionStep::Phone(contract),
                what: format!("Phone the vendor of {}, its day has passed", called(row)),
                names: number(row),
                by: None,
                stops,
                counted,
            });
        }
        for (at, stops) in self.plan {
            let row = &known.board.rows[at];
            actions.push(DashboardAction {
                step: ActionStep::Plan(row.fingerprint.clone()),
                what: planned(row, (stops, at_stake(known, row))),
                names: row.name.clone(),
                by: row.act_by,
                stops: at_stake(known, row),
                counted: stops,
            });
        }
        let named = self.name.into_values();
        actions.extend(named.map(|several| name(several, known)));
        let trained = self.train.into_values();
        actions.extend(trained.map(|several| train(&several, known)));
        actions
    }
}

/// What an overlap puts at stake: at the school that the page is of, else in the district, as the list of overlaps says it.
fn at_stake(known: &DashboardFacts, row: &AlertRow) -> Cents {
    match known.school {
        None => row.at_stake,
        Some(_) => known.waste.at_stake_here(&row.fingerprint),
    }
}

/// `Plan O-x7k2q Nearpod + Pear Deck`, and where the ledger counts another part of it than what is at stake, which has a
/// column of its own, that part: a dollar two alerts are about is claimed by one, and one that does not fit the devices by neither. It
/// comes before the title, which a small window cuts.
fn planned(row: &AlertRow, (counted, at_stake): (Cents, Cents)) -> String {
    let AlertRow { name, title, .. } = row;
    if counted == at_stake {
        return format!("Plan {name} {title}");
    }
    format!("Plan {name} (ledger ${}) {title}", counted.dollars())
}

fn name(several: Several<ProductId>, known: &DashboardFacts) -> DashboardAction {
    let Several {
        ids,
        product,
        by,
        stops,
    } = several;
    let name = known.called(product);
    let month = by.map(|by| format!(" due in {}", by.format("%B")));
    let what = match ids.len() {
        1 => format!("Name owners of {name}"),
        many => format!("Name owners: {many} products{}", month.unwrap_or_default()),
    };
    let mut products: Vec<ProductId> = ids.into_iter().collect();
    products.sort_unstable();
    DashboardAction {
        names: numbered(&products),
        step: ActionStep::Name {
            only: (products.len() == 1).then(|| name.to_owned()),
            products,
        },
        what,
        by,
        stops,
        counted: stops,
    }
}

/// `P-3;P-9`.
fn numbered(products: &[ProductId]) -> String {
    let numbers: Vec<String> = products.iter().map(|id| format!("P-{id}")).collect();
    numbers.join(";")
}

fn train(several: &Several<SchoolId>, known: &DashboardFacts) -> DashboardAction {
    let product = several.product;
    let at = counted(several.ids.len(), "school");
    DashboardAction {
        step: ActionStep::Train(product),
        what: format!("Train people in {} at {at}", known.called(product)),
        names: numbered(&[product]),
        by: several.by,
        stops: several.stops,
        counted: several.stops,
    }
}
