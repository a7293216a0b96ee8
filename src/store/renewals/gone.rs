//! Terms of contracts that their records and agenda rows alone do not tell: those that went by and that nobody has written
//! down yet, the last ones of contracts that are over, and those that follow where contracts are made to end together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::renewal::Choice;
use crate::domain::renewal::ahead::TermsAhead;
use crate::store::terms::{ContractInTerm, held_these};
use crate::store::{Error, Store};

/// The terms of one contract, as a fiscal year counts them.
#[derive(Debug, Clone)]
pub struct ContractTermEnds {
    /// Whose.
    pub contract: ContractId,
    /// The last days of terms that are over, with what each cost, where known.
    pub over: Vec<(NaiveDate, Option<Cents>)>,
    /// The running term with those that follow it; none of one that is over.
    pub ahead: Option<TermsAhead>,
}

/// So many contracts are read at once.
const AT_ONCE: usize = 500;

impl Store {
    /// The terms of contracts that are over, or in a later term than their record has, or that were made to end with
    /// others: of all the others a record and an agenda row tell them.
    pub fn term_ends(&self, today: NaiveDate) -> Result<Vec<ContractTermEnds>, Error> {
        self.at_once(|| {
            let sql = "SELECT id FROM contract WHERE term_end < ?1
                UNION SELECT contract FROM renewal WHERE choice = ?2 ORDER BY 1";
            let mut statement = self.conn.prepare_cached(sql)?;
            let arg = (today.to_string(), Choice::Coterm.word());
            let ids = statement.query_map(arg, |row| row.get(0))?;
            let ids: Vec<ContractId> = ids.collect::<rusqlite::Result<_>>()?;
            let mut found = Vec::new();
            for some in ids.chunks(AT_ONCE) {
                let cases = held_these(&self.conn, Some(some), today)?;
                found.extend(cases.into_iter().map(|case| ends(case, today)));
            }
            Ok(found)
        })
    }
}

fn ends(case: ContractInTerm, today: NaiveDate) -> ContractTermEnds {
    let now = if case.followed {
        case.last_term()
    } else {
        case.now
    };
    let end = now.contract.term_end;
    let mut over = BTreeMap::new();
    if now.over {
        over.insert(end, now.known_price());
    }
    let kept = case.past.iter().map(|term| (term.ends, term.total_cents));
    let gone = now.gone.iter().map(|term| (term.ends, term.price));
    for (ends, cost) in kept.chain(gone).filter(|(ends, _)| *ends != end) {
        over.entry(ends).or_insert(cost);
    }
    ContractTermEnds {
        contract: case.contract.id,
        over: over.into_iter().collect(),
        ahead: (!now.over).then(|| TermsAhead::new(now, case.decisions, case.past, today)),
    }
}
