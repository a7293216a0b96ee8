//! What a decision leaves to do: the notice until the proof of its sending is filed, and our data at the
//! vendor until its deletion is confirmed; what the vendor was told before the contract was to go on, until
//! it is withdrawn.

use chrono::NaiveDate;

use super::agenda::ToDo;
use super::{Choice, Renewal};
use crate::domain::contract::Contract;

/// A contract, as far as what is left to do is about it.
#[derive(Debug, Clone, Copy)]
pub struct Leaving<'l> {
    /// The one whose end is decided.
    pub contract: &'l Contract,
    /// Who sells.
    pub vendor: &'l str,
    /// The login of who answers for it.
    pub owner: Option<&'l str>,
    /// May the vendor hold data of people here?
    pub holds_data: bool,
}

/// What these decisions leave to do on this day, the earliest first.
pub fn to_dos(leaving: &Leaving, decisions: &[Renewal], today: NaiveDate) -> Vec<ToDo> {
    let each = decisions.iter().flat_map(|decision| match decision.choice {
        Choice::Defer => again(leaving, decision, today).into_iter().collect(),
        choice if choice.ends() => of(leaving, decision, today),
        _ if decision.is_to_withdraw() => vec![withdrawal(leaving, decision)],
        _ => Vec::new(),
    });
    let mut found: Vec<ToDo> = each.collect();
    found.sort_by_key(|to_do| to_do.by);
    found
}

/// What was put off comes back on its day.
fn again(leaving: &Leaving, deferred: &Renewal, today: NaiveDate) -> Option<ToDo> {
    let until = deferred.until.filter(|until| *until <= today)?;
    let what = format!("decide again; it was put off until {until}");
    (deferred.cycle_end >= today).then(|| leaving.left(what, deferred, Some(until)))
}

/// The vendor was told that it ends, and it goes on.
fn withdrawal(leaving: &Leaving, kept: &Renewal) -> ToDo {
    let vendor = leaving.vendor;
    let asked = kept.deletion_requested;
    let asked = asked.filter(|_| kept.deletion_confirmed.is_none());
    let what = match (kept.notice_sent, asked) {
        (Some(sent), None) => format!("{vendor} has our notice of {sent}: withdraw it in writing"),
        (None, Some(asked)) => {
            format!("{vendor} was asked on {asked} to delete our data: withdraw it in writing")
        }
        _ => format!(
            "{vendor} has our notice and was asked to delete our data: withdraw both in writing"
        ),
    };
    leaving.left(what, kept, Some(kept.cycle_end))
}

impl Leaving<'_> {
    fn left(&self, what: String, decision: &Renewal, by: Option<NaiveDate>) -> ToDo {
        ToDo {
            number: self.contract.number.clone(),
            what,
            by,
            login: self
                .owner
                .map(str::to_owned)
                .or(decision.decided_by.clone()),
        }
    }
}

const AGREES: &str = "where it agrees in writing that it ends:";

fn of(leaving: &Leaving, ending: &Renewal, today: NaiveDate) -> Vec<ToDo> {
    let to_do = |what, by| leaving.left(what, ending, by);
    let mut found = Vec::new();
    if let Some(due) = ending.notice_due {
        let number = &leaving.contract.number;
        let untold = ending.is_untold(today);
        if let Some(sent) = ending.notice_sent.filter(|_| untold) {
            let what = format!(
                "phone the vendor: the notice of {sent} came after its day {due}; {AGREES} \
                 hallpass renewal renews {number} no"
            );
            found.push(to_do(what, ending.notice_due));
        }
        if ending.notice_sent.is_none() {
            let to = leaving
                .contract
                .send_to
                .as_deref()
                .unwrap_or(leaving.vendor);
            let by = leaving.contract.notice_method;
            let by = by.map_or_else(String::new, |method| format!(" by {method}"));
            let late = ending.decided_on > ending.notice_due;
            let what = if !untold {
                format!("send the notice to {to}{by}")
            } else if late {
                format!(
                    "phone the vendor: the day for the notice has passed; send the notice to {to}{by}; {AGREES} \
                     hallpass renewal renews {number} no"
                )
            } else {
                format!(
                    "no notice to {to} is on record: hallpass renewal sent {number} --on DAY; if none was sent, \
                     phone the vendor: its day has passed"
                )
            };
            found.push(to_do(what, ending.notice_due));
        } else if ending.notice_proof.is_none() {
            let what = "file the proof that the notice was sent".to_owned();
            found.push(to_do(what, ending.notice_due));
        }
    }
    // What moves to another contract of the district stays with the vendor.
    let leaves = ending.choice != Choice::Consolidate && leaving.holds_data;
    // While it goes on the vendor needs it.
    let leaves = leaves && !ending.is_untold(today);
    if leaves && ending.deletion_confirmed.is_none() {
        let vendor = leaving.vendor;
        found.push(match (ending.deletion_requested, ending.deletion_due) {
            (None, _) => to_do(
                format!("ask {vendor} to delete our data"),
                Some(ending.cycle_end),
            ),
            (Some(on), due) => to_do(
                format!("have {vendor} confirm that our data is deleted, asked for on {on}"),
                due.or(Some(ending.cycle_end)),
            ),
        });
    }
    found
}
