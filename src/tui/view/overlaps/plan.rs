//! A plan, in two steps: who stays, the proposed one first; then what is written and what is lost, read
//! before it is decided. Two records of one product become one in the same two steps.

use chrono::NaiveDate;

use super::decide::{named, write};
use super::detail::{self, count, in_dollars};
use super::keys::doing;
use super::{DecidingOverlap, Overlaps};
use crate::domain::contract::ContractId;
use crate::domain::day::full;
use crate::domain::money::Basis;
use crate::domain::overlap::alert::Action;
use crate::domain::overlap::board::{AlertSheet, Side};
use crate::domain::overlap::process::{AlertCase, AlertDeed, AlertWrites, Keeper, act};
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::{RenewalDecision, RenewalDeed};
use crate::office::deed::Deed;
use crate::office::deed::overlap::{OverlapSubject, ProductMerge};
use crate::office::query::overlap::AlertDetails;
use crate::tui::effect::{Intent, Menu, MenuItem, Pick};
use crate::tui::topic::OverlapText;

/// Letters of those who may stay: none of those that move or close a menu.
const LETTERS: &str = "abcdefgimnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789";

/// What is being planned.
pub(super) struct Planning {
    subjects: Vec<OverlapSubject>,
    what: PlannedAction,
    keeper: Option<Keeper>,
}

/// What becomes of those that do not stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlannedAction {
    /// This, or what fits the kind.
    Action(Option<Action>),
    /// The record of the other product becomes this one.
    Merge,
}

/// One that may stay.
struct Candidate {
    keeper: Keeper,
    label: String,
}

impl Overlaps {
    /// Several at once, each as it is proposed.
    pub(super) fn plan_alike(&mut self, subjects: Vec<OverlapSubject>) -> Vec<Intent> {
        let title = format!("Consolidate {}", self.marked());
        let says = [
            "Each as it is proposed: the one proposed stays, and the contracts of the rest are decided for their end.",
            "All of it is one change: one u takes all of it back.",
        ];
        self.deciding = Some(DecidingOverlap::Plan(Planning {
            subjects,
            what: PlannedAction::Action(None),
            keeper: None,
        }));
        self.confirm(title, says.map(str::to_owned).to_vec())
    }

    /// What needs nobody chosen.
    pub(super) fn plan_at_once(&mut self, action: Action) -> Option<Vec<Intent>> {
        self.begin(PlannedAction::Action(Some(action)));
        self.foreseen()
    }

    /// Who stays.
    pub(super) fn choose_keeper(&mut self, action: Option<Action>) -> Option<Vec<Intent>> {
        let known = self.known()?;
        let options = options(known);
        let row = &known.sheet.row;
        let title = format!("Who stays: {} {}", row.name, row.title);
        Some(self.choose(PlannedAction::Action(action), title, options))
    }

    /// Who goes, of two.
    pub(super) fn choose_loser(&mut self) -> Option<Vec<Intent>> {
        let known = self.known()?;
        let mut options = options(known);
        let row = &known.sheet.row;
        let title = format!("Who goes: {} {}", row.name, row.title);
        if let [stays, goes] = options.as_mut_slice() {
            std::mem::swap(&mut stays.label, &mut goes.label);
        }
        Some(self.choose(PlannedAction::Action(Some(Action::Retire)), title, options))
    }

    /// Which record stays.
    pub(super) fn choose_record(&mut self) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let products = row.products.iter();
        let options = products.map(|(id, name)| Candidate {
            keeper: Keeper::Product(*id),
            label: format!("{name}   P-{id}"),
        });
        let title = format!("Which record stays: {} {}", row.name, row.title);
        let options = options.collect();
        Some(self.choose(PlannedAction::Merge, title, options))
    }

    fn begin(&mut self, what: PlannedAction) {
        self.deciding = Some(DecidingOverlap::Plan(Planning {
            subjects: self.subjects(),
            what,
            keeper: None,
        }));
    }

    fn choose(
        &mut self,
        what: PlannedAction,
        title: String,
        options: Vec<Candidate>,
    ) -> Vec<Intent> {
        let letters = LETTERS.chars().zip(options);
        let items = letters.map(|(letter, option)| {
            let does = Intent::Pick(Pick::Keeper(option.keeper));
            MenuItem::new(letter, option.label, does)
        });
        let items: Vec<MenuItem> = items.collect();
        if items.is_empty() {
            let hint = "Nothing of it is left to choose from. r reads the list again.";
            return vec![Intent::Hint(hint.into())];
        }
        self.begin(what);
        vec![
            Intent::Menu(Menu {
                title,
                items,
                about_rows: false,
            }),
            Intent::Hint("The first is proposed. Enter, then you see what is written.".into()),
        ]
    }

    /// Who stays was chosen.
    pub(super) fn keeps(&mut self, keeper: Keeper) -> Option<Vec<Intent>> {
        let Some(DecidingOverlap::Plan(planning)) = &mut self.deciding else {
            return None;
        };
        planning.keeper = Some(keeper);
        self.foreseen()
    }

    /// What would be written, and what is lost, before it is.
    fn foreseen(&self) -> Option<Vec<Intent>> {
        let Some(DecidingOverlap::Plan(planning)) = &self.deciding else {
            return None;
        };
        let gone = || Some(vec![Intent::Hint(super::keys::GONE.into())]);
        let here = self.known().filter(|known| {
            let first = planning.subjects.first();
            first.is_some_and(|subject| subject.fingerprint == known.sheet.row.fingerprint)
        });
        let Some(known) = here else { return gone() };
        if planning.what == PlannedAction::Merge {
            return Some(self.merge_foreseen(&self.merging()?));
        }
        let Some((case, actor)) = known.case.as_ref().zip(known.actor.as_ref()) else {
            return gone();
        };
        let today = self.board.as_ref()?.today;
        let written = match act(case, &planning.deed(None), actor, today) {
            Ok(written) => written,
            Err(why) => {
                return Some(vec![Intent::Hint(format!(
                    "{}.",
                    why.to_string().trim_end_matches('.')
                ))]);
            }
        };
        let title = format!(
            "{}: {}, written when you say so",
            named(&planning.subjects),
            stays_in_words(planning, known)
        );
        let mut says = in_words(case, &written, &known.sheet);
        says.extend(lost(case, &written, known));
        Some(self.confirm(title, says))
    }

    fn merging(&self) -> Option<ProductMerge> {
        let Some(DecidingOverlap::Plan(planning)) = &self.deciding else {
            return None;
        };
        let Some(Keeper::Product(into)) = planning.keeper else {
            return None;
        };
        let products = &self.find(&planning.subjects.first()?.fingerprint)?.products;
        let of = |stays: bool| products.iter().find(|(id, _)| (*id == into) == stays);
        Some(ProductMerge {
            from: of(false)?.clone(),
            into: of(true)?.clone(),
            reason: None,
        })
    }

    /// The reason of a plan was typed.
    pub(super) fn planned_because(
        &mut self,
        fingerprint: &str,
        reason: &str,
    ) -> Option<Vec<Intent>> {
        let Some(DecidingOverlap::Plan(planning)) = &self.deciding else {
            return None;
        };
        let first = planning.subjects.first()?;
        (first.fingerprint == fingerprint).then(|| self.write_plan(Some(reason)))
    }

    pub(super) fn write_plan(&mut self, reason: Option<&str>) -> Vec<Intent> {
        let follows = self.follows();
        let merging = self.merging();
        let Some(DecidingOverlap::Plan(planning)) = self.deciding.take() else {
            return Vec::new();
        };
        self.unmark();
        if planning.what == PlannedAction::Merge {
            let reason = reason.map(str::to_owned);
            let merging = merging.map(|merging| ProductMerge { reason, ..merging });
            let merging = merging.map(|merging| Intent::Change(Deed::Merge(Box::new(merging))));
            return merging.into_iter().collect();
        }
        let deed = planning.deed(reason);
        vec![doing(planning.subjects, deed, follows)]
    }

    fn merge_foreseen(&self, merging: &ProductMerge) -> Vec<Intent> {
        let (gone, stays) = (&merging.from, &merging.into);
        let says = vec![
            format!(
                "{} (P-{}) becomes {} (P-{}).",
                gone.1, gone.0, stays.1, stays.0
            ),
            format!(
                "Its contracts, seats, reviews, owners and notes are those of {} from then on.",
                stays.1
            ),
            format!(
                "Its name and P-{} still find it; u makes two of them again.",
                gone.0
            ),
        ];
        self.confirm(format!("Merge {}", merging.what()), says)
    }

    /// What is said before the plan is written, at once or with a reason that is typed first.
    fn confirm(&self, title: String, says: Vec<String>) -> Vec<Intent> {
        let Some(DecidingOverlap::Plan(planning)) = &self.deciding else {
            return Vec::new();
        };
        let mut items: Vec<MenuItem> = says.into_iter().map(MenuItem::says).collect();
        let at_once = Intent::Pick(Pick::WritePlan);
        items.push(MenuItem::new('y', "write it", at_once));
        let why = format!("Why: {}", named(&planning.subjects));
        let why = write(&planning.subjects, OverlapText::Why, why, String::new()).into_iter();
        items.extend(why.map(|why| MenuItem::new('r', "write it with a reason of your own", why)));
        vec![
            Intent::Menu(Menu {
                title,
                items,
                about_rows: false,
            }),
            Intent::Hint("Enter writes it, nothing is sent. u takes it back.".into()),
        ]
    }

    /// `keep C-124, stop C-125 by Fri Mar 20`.
    fn follows(&self) -> Option<String> {
        let Some(DecidingOverlap::Plan(planning)) = &self.deciding else {
            return None;
        };
        let known = self.known()?;
        let (case, actor) = known.case.as_ref().zip(known.actor.as_ref())?;
        let today = self.board.as_ref()?.today;
        let written = act(case, &planning.deed(None), actor, today).ok()?;
        let stays = stays_in_words(planning, known);
        let ends = match written.endings.as_slice() {
            [] => "no renewal is left to decide".to_owned(),
            [(id, deed)] => {
                let number = number(case, *id);
                let side = side(&known.sheet, *id);
                let by = side.and_then(|side| side.cancel_by).map(full);
                let by = by.map_or_else(String::new, |day| format!(" by {day}"));
                format!("{} {number}{by}", verb(deed))
            }
            several => {
                let sides = several.iter().filter_map(|(id, _)| side(&known.sheet, *id));
                let first = sides.filter_map(|side| side.cancel_by).min().map(full);
                let by = first.map_or_else(String::new, |day| format!(", first by {day}"));
                format!("{} renewals decided{by}", several.len())
            }
        };
        Some(format!("{stays}, {ends}"))
    }
}

impl Planning {
    fn deed(&self, reason: Option<&str>) -> AlertDeed {
        let action = match self.what {
            PlannedAction::Action(action) => action,
            PlannedAction::Merge => Some(Action::Merge),
        };
        AlertDeed::Plan {
            keeper: self.keeper,
            action,
            reason: reason.map(str::to_owned),
        }
    }
}

/// Those who may stay, the proposed one first.
fn options(known: &AlertDetails) -> Vec<Candidate> {
    let Some(case) = &known.case else {
        return Vec::new();
    };
    let sheet = &known.sheet;
    let mut options: Vec<Candidate> = if sheet.row.kind.is_of_one_product() {
        let contracts = case.contracts.iter();
        contracts
            .map(|contract| Candidate {
                keeper: Keeper::Contract(contract.contract),
                label: match side(sheet, contract.contract) {
                    Some(side) => format!("{}   {}", contract.number, of_side(side)),
                    None => format!("{}   ends {}", contract.number, full(contract.term_end)),
                },
            })
            .collect()
    } else {
        let products = sheet.row.products.iter();
        products
            .map(|(id, name)| Candidate {
                keeper: Keeper::Product(*id),
                label: match sheet.sides.iter().find(|side| side.product == *id) {
                    Some(side) => of_side(side),
                    None => name.clone(),
                },
            })
            .collect()
    };
    options.sort_by_key(|option| Some(option.keeper) != case.proposed);
    if case.proposed.is_some()
        && let Some(first) = options.first_mut()
    {
        first.label.push_str("   proposed");
    }
    options
}

/// `Jefferson MS   $2,380 FY share, 31 of 40 used, ends Sun Apr 19 2026`.
fn of_side(side: &Side) -> String {
    let mut parts = vec![format!(
        "{} {}",
        in_dollars(side.cost, side.hidden),
        Basis::FyShare
    )];
    match (side.used, side.seats) {
        (Some(used), Some(seats)) => {
            parts.push(format!("{} of {} used", count(used), count(seats)));
        }
        (Some(used), None) => parts.push(format!("{} use it", count(used))),
        _ => {}
    }
    parts.extend(side.term_end.map(|day| format!("to {}", full(day))));
    format!("{}   {}", side.label, parts.join(", "))
}

/// The side that has this contract.
fn side(sheet: &AlertSheet, contract: ContractId) -> Option<&Side> {
    let has = |side: &&Side| side.contracts.iter().any(|(id, _)| *id == contract);
    sheet.sides.iter().find(has)
}

fn number(case: &AlertCase, contract: ContractId) -> &str {
    let mut contracts = case.contracts.iter();
    let found = contracts.find(|known| known.contract == contract);
    found.map_or("a contract", |known| known.number.as_str())
}

fn stays_in_words(planning: &Planning, known: &AlertDetails) -> String {
    if planning.what == PlannedAction::Action(Some(Action::Split)) {
        return "the function is too broad".to_owned();
    }
    match planning.keeper {
        Some(Keeper::Contract(id)) => {
            let number = known.case.as_ref().map_or("it", |case| number(case, id));
            format!("keep {number}")
        }
        Some(Keeper::Product(id)) => {
            let mut products = known.sheet.row.products.iter();
            let name = products.find(|(product, _)| *product == id);
            format!("keep {}", name.map_or("it", |(_, name)| name))
        }
        None => match &known.sheet.row.proposed {
            Some(keeper) => format!("keep {keeper}"),
            None => "as proposed".to_owned(),
        },
    }
}

/// What a plan writes, a line each.
fn in_words(case: &AlertCase, written: &AlertWrites, sheet: &AlertSheet) -> Vec<String> {
    let mut says = Vec::new();
    for (id, deed) in &written.endings {
        let RenewalDeed::Decide(decision) = deed else {
            continue;
        };
        let mut contracts = case.contracts.iter();
        let Some(contract) = contracts.find(|known| known.contract == *id) else {
            continue;
        };
        let notice = side(sheet, *id).and_then(|side| side.cancel_by);
        says.push(format!(
            "{} {} at its end {}{}",
            contract.number,
            becomes(decision),
            full(contract.term_end),
            notice.map_or_else(String::new, notice_by)
        ));
    }
    let decided = |id: ContractId| written.endings.iter().any(|(ending, _)| *ending == id);
    let settled = case
        .contracts
        .iter()
        .filter(|c| c.settled().is_some() && !decided(c.contract));
    says.extend(settled.map(|c| format!("{} is decided already, and stays so", c.number)));
    if says.is_empty() {
        says.push("No renewal is decided by this.".to_owned());
    }
    if let Some(more) = sheet
        .combined
        .as_ref()
        .filter(|combined| combined.more_seats > 0)
    {
        let cost = more.more_cost.map_or_else(String::new, |cents| {
            format!(", about ${} {}", cents.dollars(), Basis::YearPrice)
        });
        says.push(format!(
            "{} has to buy {} more seats{cost}",
            more.keeps,
            count(more.more_seats)
        ));
    }
    says
}

fn notice_by(day: NaiveDate) -> String {
    format!(", notice by {}", full(day))
}

fn becomes(decision: &RenewalDecision) -> String {
    match (decision.choice, decision.quantity) {
        (Choice::Consolidate, _) => "moves to the one that stays".to_owned(),
        (Choice::Cancel, _) => "is cancelled".to_owned(),
        (Choice::Lapse, _) => "is let go".to_owned(),
        (Choice::Smaller, Some(seats)) => format!("goes on with {} seats", count(seats)),
        (Choice::Negotiate, _) => "pays for other things too: ask for less".to_owned(),
        (other, _) => other.word().to_owned(),
    }
}

fn verb(deed: &RenewalDeed) -> &'static str {
    match deed {
        RenewalDeed::Decide(decision) => match decision.choice {
            Choice::Smaller => "shrink",
            Choice::Negotiate => "haggle over",
            _ => "stop",
        },
        _ => "settle",
    }
}

/// What is lost with the contracts that end.
fn lost(case: &AlertCase, written: &AlertWrites, known: &AlertDetails) -> Vec<String> {
    let ends = |what: &str| {
        written
            .endings
            .iter()
            .any(|(id, _)| what.split(' ').any(|word| word == number(case, *id)))
    };
    let effects = known.sheet.effects.iter().chain(&known.otherwise);
    let effects = effects.filter(|effect| ends(&effect.what));
    effects.map(detail::if_cancelled).collect()
}
