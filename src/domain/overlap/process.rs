//! What may be done about an alert, and what it writes: it is taken, planned, dismissed, opened again. The store loads the
//! case inside the transaction and writes the puts; a plan also decides the renewals it waits for.

use crate::domain::refusal::Refusal;
use chrono::{Months, NaiveDate};

use super::alert::{Action, Alert, AlertState, DismissCode};
use super::{Overlap, OverlapKind, OverlapSides};
use crate::domain::contract::ContractId;
use crate::domain::person::{Actor, PersonId, Role};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::renewal::agenda::{RenewalDecision, RenewalDeed};
use crate::domain::renewal::{Cause, Choice};
use crate::domain::rights::may_write_at;
use crate::domain::school::Schools;

/// Who stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// The product with this id; the others go.
    Product(ProductId),
    /// A contract, where the product is one.
    Contract(ContractId),
}

/// What a person does with an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertDeed {
    /// Whoever does it answers for the alert from now on.
    Take,
    /// Gives it to somebody.
    Assign {
        /// The id of who answers for it from now on.
        person: PersonId,
    },
    /// Decides what becomes of it.
    Plan {
        /// Who stays; as the rule proposes where nobody is named.
        keeper: Option<Keeper>,
        /// What is to be done; what fits the kind where nothing is said.
        action: Option<Action>,
        /// The reason in words, for the history; none where nobody said.
        reason: Option<String>,
    },
    /// Says that it is none, until a day; until the next renewal where none is said.
    Dismiss {
        /// Which of the listed reasons it is.
        code: DismissCode,
        /// In words.
        reason: Option<String>,
        /// The last day this holds.
        until: Option<NaiveDate>,
    },
    /// Takes back what was planned or dismissed.
    Reopen,
}

impl AlertDeed {
    /// In a few words, for history.
    pub fn title(&self) -> String {
        match self {
            AlertDeed::Take => "took it".into(),
            AlertDeed::Assign { .. } => "assigned it".into(),
            AlertDeed::Plan { action, .. } => match action {
                Some(action) => format!("planned to {action}"),
                None => "planned".into(),
            },
            AlertDeed::Dismiss { code, .. } => format!("dismissed as {code}"),
            AlertDeed::Reopen => "opened it again".into(),
        }
    }

    /// Why, where the person said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            AlertDeed::Plan { reason, .. } | AlertDeed::Dismiss { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }
}

/// A contract of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    /// The id of a contract that pays for one of the products.
    pub contract: ContractId,
    /// The contract's number: `C-117`.
    pub number: String,
    /// The ids of those of the alert's products that it pays for.
    pub products: Vec<ProductId>,
    /// The last covered day.
    pub term_end: NaiveDate,
    /// Does it renew by itself, or does nobody know?
    pub may_renew: bool,
    /// Seats in all, where it counts them, and those this alert is about.
    pub seats: Option<(i64, i64)>,
    /// Is there nothing of it but what the alert is about?
    pub whole: bool,
    /// What was decided for its end already, and the login of who did, where it is on record.
    pub decided: Option<(Choice, Option<String>)>,
    /// Does nobody have to be asked again by that, as far as is known on the day? Not where it was to end and its vendor
    /// was not told in time.
    pub settled: bool,
    /// Is something of it at stake?
    pub loses: bool,
}

impl Involved {
    /// What was decided for its end, where nobody has to be asked again.
    pub fn settled(&self) -> Option<&(Choice, Option<String>)> {
        self.decided.as_ref().filter(|_| self.settled)
    }
}

/// An alert, and what bears on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertCase {
    /// As the records show it.
    pub overlap: Overlap,
    /// What it is called.
    pub title: String,
    /// What was said so far.
    pub said: Option<Alert>,
    /// All its contracts, who stays and who does not.
    pub contracts: Vec<Involved>,
    /// Who should stay, as the rule proposes.
    pub proposed: Option<Keeper>,
}

/// What a deed writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlertWrites {
    /// Records.
    pub puts: Vec<Put>,
    /// Decisions about contracts' ends, which go through the rules of renewals.
    pub endings: Vec<(ContractId, RenewalDeed)>,
}

impl AlertCase {
    /// What was decided for its contracts, which taking a plan back leaves as it is: `C-3 stays decided:
    /// consolidate. ...`; empty where nothing was, or where all of it goes on.
    pub fn stays_decided(&self) -> String {
        let decided = self.contracts.iter().filter_map(|involved| {
            let (choice, _) = involved.decided.as_ref()?;
            let number = &involved.number;
            let untold = if choice.ends() && !involved.settled {
                ", though the vendor is not known to have been told in time"
            } else {
                ""
            };
            (!matches!(choice, Choice::Renew | Choice::None)).then(|| {
                format!(
                    " {number} stays decided: {choice}{untold}; to change that, decide again: \
                     hallpass renewal decide {number} renew --reason TEXT."
                )
            })
        });
        decided.collect()
    }
}

/// What somebody may do about an alert: nothing about one that the records no longer show. `unites` says
/// whether they may make its two records one.
pub fn may(
    said: Option<&Alert>,
    shown: Option<&Overlap>,
    unites: bool,
    actor: &Actor,
) -> Vec<&'static str> {
    let Some(overlap) = shown.filter(|_| actor.id != PersonId(0)) else {
        return Vec::new();
    };
    let acts = theirs(overlap, actor).is_ok();
    let decides = acts && actor.roles.allow(Role::Renewals);
    let identity = overlap.kind.is_of_records();
    let mut may = Vec::new();
    if acts {
        may.push("take");
    }
    if identity && unites {
        may.push("merge");
    }
    if decides && !identity {
        may.push("plan");
    }
    if decides {
        may.push("dismiss");
        if said.is_some_and(|said| said.state != AlertState::Open) {
            may.push("reopen");
        }
    }
    may
}

/// Carries a deed out: what to write, or a sentence that says why not and what to do.
pub fn act(
    case: &AlertCase,
    deed: &AlertDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<AlertWrites, Refusal> {
    theirs(&case.overlap, actor)?;
    match deed {
        AlertDeed::Take => Ok(only(owned(case, actor.id))),
        AlertDeed::Assign { person } => Ok(only(owned(case, *person))),
        AlertDeed::Plan {
            keeper,
            action,
            reason,
        } => {
            decides(actor)?;
            plan(case, *keeper, *action, reason.as_deref(), actor, today)
        }
        AlertDeed::Dismiss {
            code,
            reason,
            until,
        } => {
            decides(actor)?;
            if let Some(until) = until.filter(|until| *until < today) {
                let why = Refusal::new("until", format!("{until} has passed"));
                return Err(why.then("; ", "say a day still to come"));
            }
            let until = until.unwrap_or_else(|| next_look(case, today));
            let put = said(case, AlertState::Dismissed, actor, today)
                .with("code", Some(*code))
                .with("reason", reason.clone())
                .with("until", Some(until));
            Ok(only(put))
        }
        AlertDeed::Reopen => {
            decides(actor)?;
            let said_before = case.said.as_ref();
            let Some(before) = said_before.filter(|s| s.state != AlertState::Open) else {
                let name = case.overlap.name();
                return Err(Refusal::from(format!("{name} is open")).of(&name));
            };
            let state = match before.owner {
                Some(_) => AlertState::Acknowledged,
                None => AlertState::Open,
            };
            Ok(only(said(case, state, actor, today)))
        }
    }
}

fn only(put: Put) -> AlertWrites {
    AlertWrites {
        puts: vec![put],
        endings: Vec::new(),
    }
}

/// As of a review: whoever acts for some schools has no say over what others would lose. Two records of one
/// product are about no school, as products are.
fn theirs(overlap: &Overlap, actor: &Actor) -> Result<(), Refusal> {
    if overlap.kind.is_of_records() {
        return Ok(());
    }
    may_write_at(&Schools::only(overlap.schools.to_vec()), actor).map_err(|why| {
        let name = overlap.name();
        why.after(format_args!("{name} is not yours to decide: "))
            .of(&name)
    })
}

/// May this person take back what was said about an overlap, or put it back? They are asked what the deed asked
/// them. `shown` is the overlap, none where the records no longer show it: then nobody can tell which schools it
/// is about, and it is the district's.
pub fn may_take_back(
    (was, will): (Option<&Alert>, Option<&Alert>),
    shown: Option<&Overlap>,
    actor: &Actor,
) -> Result<(), Refusal> {
    let Some(said) = will.or(was) else {
        return Ok(());
    };
    match shown {
        Some(overlap) => theirs(overlap, actor)?,
        None if said.kind.is_of_records() => {}
        None => may_write_at(&Schools::All, actor).map_err(|_| {
            Refusal::from(format!(
                "{} is not shown by the records any more, so nobody can tell whether it is about your schools: \
                 leave it to somebody of the district",
                super::name(&said.fingerprint)
            ))
        })?,
    }
    // To take an overlap, or to give it to somebody, decides nothing. Two records made one are asked one by one.
    let decided = [was, will].map(|said| {
        let said = said?;
        let open = matches!(said.state, AlertState::Open | AlertState::Acknowledged);
        let merged = said.action == Some(Action::Merge);
        (!open && !merged).then_some((said.state, said.action, said.keeper, said.code, said.until))
    });
    if decided[0] == decided[1] {
        return Ok(());
    }
    decides(actor)
}

fn decides(actor: &Actor) -> Result<(), Refusal> {
    if actor.roles.allow(Role::Renewals) {
        return Ok(());
    }
    let why = Refusal::from("overlaps are decided by people with the role renewals, or an admin");
    Err(why.then("; ", "you can take it"))
}

fn keyed(case: &AlertCase) -> Put {
    Put::keyed(Kind::Alert)
        .with("fingerprint", case.overlap.fingerprint.clone())
        .with("kind", case.overlap.kind)
        .with("title", case.title.clone())
        .with("stake_cents", case.overlap.at_stake)
}

fn owned(case: &AlertCase, person: PersonId) -> Put {
    let before = case.said.as_ref().map(|said| said.state);
    let state = match before {
        None | Some(AlertState::Open) => AlertState::Acknowledged,
        Some(other) => other,
    };
    let put = keyed(case).with("state", state);
    put.with("owner", Some(person))
}

/// Says something new; what was said before no longer holds.
fn said(case: &AlertCase, state: AlertState, actor: &Actor, today: NaiveDate) -> Put {
    keyed(case)
        .with("state", state)
        .with("action", None::<Action>)
        .with("keeper", None::<ProductId>)
        .with("keeper_contract", None::<ContractId>)
        .with("waits_for", None::<ContractId>)
        .with("code", None::<DismissCode>)
        .with("reason", None::<String>)
        .with("until", None::<NaiveDate>)
        .with("said_by", Some(actor.login.clone()))
        .with("said_on", Some(today))
}

/// When somebody should look again: at the next end of a contract of it, else in a year.
fn next_look(case: &AlertCase, today: NaiveDate) -> NaiveDate {
    let ends = case.contracts.iter().map(|c| c.term_end);
    let next = ends.filter(|end| *end >= today).min();
    let year = today.checked_add_months(Months::new(12));
    next.or(year).unwrap_or(today)
}

/// What fits the kind.
pub fn usual(kind: OverlapKind) -> Action {
    match kind.sides() {
        OverlapSides::Purchases => Action::Convert,
        OverlapSides::Records => Action::Merge,
        OverlapSides::Products => Action::Retire,
    }
}

fn plan(
    case: &AlertCase,
    keeper: Option<Keeper>,
    action: Option<Action>,
    reason: Option<&str>,
    actor: &Actor,
    today: NaiveDate,
) -> Result<AlertWrites, Refusal> {
    let name = case.overlap.name();
    let action = action.unwrap_or_else(|| usual(case.overlap.kind));
    if action == Action::Merge {
        let why = Refusal::new("action", "two records become one with").of(&name);
        return Err(why.then(
            ": ",
            format!("hallpass overlap merge {name} --into PRODUCT"),
        ));
    }
    let keeper = match keeper {
        Some(keeper) => Some(known(case, keeper)?),
        None => case.proposed,
    };
    let (product, contract) = match keeper {
        Some(Keeper::Product(id)) => (Some(id), None),
        Some(Keeper::Contract(id)) => (None, Some(id)),
        None => (None, None),
    };
    let mut put = said(case, AlertState::Planned, actor, today)
        .with("action", Some(action))
        .with("keeper", product)
        .with("keeper_contract", contract)
        .with("reason", reason.map(str::to_owned));
    if action == Action::Split {
        let Some(function) = case.overlap.function else {
            let why = format!("{name} is not about a function; there is nothing to split");
            return Err(Refusal::new("action", why).of(&name));
        };
        let broad = Put::id(function).with("broad", true);
        return Ok(AlertWrites {
            puts: vec![put, broad],
            endings: Vec::new(),
        });
    }
    let as_proposed = keeper == case.proposed;
    let leaves = |c: &&Involved| {
        if as_proposed {
            c.loses
        } else {
            !stays(c, keeper)
        }
    };
    let ending: Vec<&Involved> = case.contracts.iter().filter(leaves).collect();
    let soonest = ending.iter().min_by_key(|c| (c.term_end, c.contract));
    put = put.with("waits_for", soonest.map(|c| c.contract));
    let why = match reason {
        Some(reason) => format!("{name}: {reason}"),
        None => format!("{name}: {} is there already", case.title),
    };
    for involved in &ending {
        decided_otherwise(involved, action, &why)?;
    }
    let endings = ending
        .into_iter()
        .filter(|c| c.settled().is_none())
        .filter_map(|c| Some((c.contract, decision(c, action, &why)?)))
        .collect();
    Ok(AlertWrites {
        puts: vec![put],
        endings,
    })
}

/// The keeper, checked: one of the alert's own.
fn known(case: &AlertCase, keeper: Keeper) -> Result<Keeper, Refusal> {
    let overlap = &case.overlap;
    let one_product = overlap.of_one_product();
    let own = match keeper {
        Keeper::Product(id) => !one_product && overlap.products.contains(&id),
        Keeper::Contract(id) => one_product && case.contracts.iter().any(|c| c.contract == id),
    };
    if own {
        return Ok(keeper);
    }
    let numbers: Vec<&str> = case.contracts.iter().map(|c| c.number.as_str()).collect();
    let choices = if one_product {
        numbers.join(", ")
    } else {
        case.title.replace(" + ", ", ")
    };
    let name = overlap.name();
    let why = format!("what stays must be one of {name}: {choices}");
    Err(Refusal::new("keeper", why).of(&name))
}

fn stays(involved: &Involved, keeper: Option<Keeper>) -> bool {
    match keeper {
        Some(Keeper::Product(id)) => involved.products.contains(&id),
        Some(Keeper::Contract(id)) => involved.contract == id,
        None => !involved.loses,
    }
}

/// What somebody decided is not written over: a plan that asks for something else is refused. A contract that
/// ends as it is needs nothing more.
fn decided_otherwise(involved: &Involved, action: Action, why: &str) -> Result<(), Refusal> {
    let (Some((choice, by)), Some(wanted)) = (involved.settled(), decision(involved, action, why))
    else {
        return Ok(());
    };
    let RenewalDeed::Decide(RenewalDecision { choice: wanted, .. }) = wanted else {
        return Ok(());
    };
    if *choice == wanted || choice.ends() {
        return Ok(());
    }
    let number = &involved.number;
    let by = by
        .as_ref()
        .map_or_else(String::new, |by| format!(" by {by}"));
    let why = Refusal::from(format!("{number} is decided{by} already: {choice}")).of(number);
    Err(why.then(
        ". ",
        format!(
            "To change that, decide again first: \
             hallpass renewal decide {number} {wanted} --reason TEXT"
        ),
    ))
}

/// What is decided for the end of a contract that does not stay.
fn decision(involved: &Involved, action: Action, why: &str) -> Option<RenewalDeed> {
    let (choice, quantity) = match action {
        // The contract pays for more than this: its other products are not ended along with it.
        _ if !involved.whole => (Choice::Negotiate, None),
        Action::Convert => (Choice::Consolidate, None),
        Action::Shrink => {
            let (all, less) = involved.seats?;
            (Choice::Smaller, Some((all - less).max(0)))
        }
        Action::Cancel | Action::Retire if involved.may_renew => (Choice::Cancel, None),
        Action::Cancel | Action::Retire => (Choice::Lapse, None),
        Action::Merge | Action::Split => return None,
    };
    Some(RenewalDeed::Decide(RenewalDecision {
        choice,
        cause: Some(Cause::Duplicate),
        reason: Some(why.to_owned()),
        quantity,
        cents: None,
        until: None,
        replacement: None,
        goal_result: None,
    }))
}

#[cfg(test)]
mod tests;
