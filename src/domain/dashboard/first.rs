//! What to do first: each dollar that can still be stopped belongs to one action, and the actions are
//! ordered by when they must be done, in three bands, and by dollars within each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};

use super::{DashboardFacts, taken};
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::overlap::board::{AlertRow, LedgerLine, Standing};
use crate::domain::product::ProductId;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::Severity;
use crate::domain::school::SchoolId;
use crate::domain::waste::Factor;

/// Days within which something is near, and within which it is not far.
const BANDS: [i64; 2] = [30, 90];
/// Actions that are kept.
const MOST: usize = 20;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionStep {
    /// Decide about this contract before our last day.
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
    /// What it can stop, this fiscal year's share of it. Of an overlap: what is at stake, as its list says.
    pub stops: Cents,
    /// What of it the ledger counts here, each dollar in one action only.
    pub counted: Cents,
}

/// Products or schools of one action.
#[derive(Default)]
struct Several<'k, I> {
    ids: HashSet<I>,
    /// The name of one of the products.
    name: &'k str,
    /// The first last day.
    by: Option<NaiveDate>,
    stops: Cents,
}

impl<'k, I: Eq + Hash> Several<'k, I> {
    fn add(&mut self, id: I, line: &'k LedgerLine, by: Option<NaiveDate>, stops: Cents) {
        self.ids.insert(id);
        self.name = &line.product_name;
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
    name: BTreeMap<Option<(i32, u32)>, Several<'k, ProductId>>,
    /// By product, the schools whose money for it is at risk because too few are trained.
    train: HashMap<ProductId, Several<'k, SchoolId>>,
}

/// The actions, the first first.
pub(super) fn actions(known: &DashboardFacts, lines: &[&LedgerLine]) -> Vec<DashboardAction> {
    let agenda: HashMap<ContractId, &AgendaRow> =
        known.agenda.iter().map(|r| (r.contract, r)).collect();
    let alerts = alerts(known);
    let mut sums = StepSums::default();
    for line in lines {
        let row = agenda.get(&line.contract).copied();
        let alert = alerts.get(&(line.contract, line.cell.product, line.cell.school));
        sums.add(line, row, alert.copied(), known.today);
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

/// By contract, product and school: the alert that claims the cell and is still to be planned.
fn alerts(known: &DashboardFacts) -> HashMap<(ContractId, ProductId, SchoolId), usize> {
    let open = |row: &AlertRow| matches!(row.standing, Standing::Open | Standing::Acknowledged);
    let mut found = HashMap::new();
    for (at, row) in known
        .board
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| open(row))
    {
        for cell in known.claims.get(&row.fingerprint).into_iter().flatten() {
            found.entry(*cell).or_insert(at);
        }
    }
    found
}

impl<'k> StepSums<'k> {
    fn add(
        &mut self,
        line: &'k LedgerLine,
        row: Option<&'k AgendaRow>,
        alert: Option<usize>,
        today: NaiveDate,
    ) {
        let cell = &line.cell;
        let net = |factor| taken(&cell.taken, factor).net;
        let open = row.is_some_and(AgendaRow::is_open);
        if !cell.stoppable {
            let missed = row.is_some_and(|row| row.severity == Severity::Locked);
            if missed && open && cell.at_risk() > Cents(0) {
                self.phone.entry(line.contract).or_insert((Cents(0), row)).0 += cell.at_risk();
            }
            return;
        }
        let by = row.map(|row| row.dates.act_by);
        if let Some(at) = alert.filter(|_| net(Factor::Overlap) > Cents(0)) {
            *self.plan.entry(at).or_default() += net(Factor::Overlap);
        }
        // Training takes time: where the decision is near it comes first.
        let near = by.is_some_and(|by| (by - today).num_days() <= BANDS[1]);
        let idle = net(Factor::Untrained);
        let trains = cell.untrained && idle > Cents(0) && !(near && open);
        if trains {
            let train = self.train.entry(cell.product).or_default();
            train.add(cell.school, line, by, idle);
        }
        let decided = net(Factor::Incompatible) + if trains { Cents(0) } else { idle };
        if open && decided > Cents(0) {
            self.decide
                .entry(line.contract)
                .or_insert((Cents(0), row))
                .0 += decided;
        }
        if net(Factor::Unowned) > Cents(0) {
            let month = by.map(|by| (by.year(), by.month()));
            let named = self.name.entry(month).or_default();
            named.add(cell.product, line, by, net(Factor::Unowned));
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
                by: row.map(|row| row.dates.act_by),
                stops,
                counted: stops,
            });
        }
        for (contract, (stops, row)) in self.phone {
            actions.push(DashboardAction {
                step: ActionStep::Phone(contract),
                what: format!("Phone the vendor of {}, its day has passed", called(row)),
                names: number(row),
                by: None,
                stops,
                counted: stops,
            });
        }
        for (at, stops) in self.plan {
            let row = &known.board.rows[at];
            actions.push(DashboardAction {
                step: ActionStep::Plan(row.fingerprint.clone()),
                what: planned(row, stops),
                names: row.name.clone(),
                by: row.act_by,
                stops: row.at_stake,
                counted: stops,
            });
        }
        actions.extend(self.name.into_values().map(name));
        actions.extend(self.train.into_iter().map(train));
        actions
    }
}

/// `Plan O-x7k2q Nearpod + Pear Deck`, and what the ledger counts of it where that is another part: a
/// dollar two alerts are about is claimed by one, and one that does not fit the devices by neither. It
/// comes before the title, which a small window cuts.
fn planned(row: &AlertRow, counted: Cents) -> String {
    let AlertRow { name, title, .. } = row;
    if counted == row.at_stake {
        return format!("Plan {name} {title}");
    }
    format!("Plan {name} (ledger ${}) {title}", counted.dollars())
}

fn name(several: Several<ProductId>) -> DashboardAction {
    let Several {
        ids,
        name,
        by,
        stops,
    } = several;
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

fn train((product, several): (ProductId, Several<SchoolId>)) -> DashboardAction {
    let at = match several.ids.len() {
        1 => "1 school".to_owned(),
        many => format!("{many} schools"),
    };
    DashboardAction {
        step: ActionStep::Train(product),
        what: format!("Train people in {} at {at}", several.name),
        names: numbered(&[product]),
        by: several.by,
        stops: several.stops,
        counted: several.stops,
    }
}
