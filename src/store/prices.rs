//! Whose prices somebody sees: what the policy shows to people who act for some schools only.

use chrono::NaiveDate;

use super::actor::actor;
use super::card::Card;
use super::schools::{Overview, Placed};
use super::{Error, Store};
use crate::domain::money::Cents;
use crate::domain::policy::Policy;
use crate::domain::school::{SchoolId, Schools};

/// What one person may see of prices.
#[derive(Debug, Clone)]
pub struct VisiblePrices {
    policy: Policy,
    schools: Schools,
}

impl VisiblePrices {
    /// May the person see what this buyer pays? The district is none.
    pub fn include(&self, buyer: Option<SchoolId>) -> bool {
        self.policy.shows_price(&self.schools, buyer)
    }
}

impl Store {
    /// What this person may see of prices on this day.
    pub fn visible_prices(&self, login: &str, today: NaiveDate) -> Result<VisiblePrices, Error> {
        Ok(VisiblePrices {
            policy: self.policy()?,
            schools: actor(&self.conn, login, today)?.schools,
        })
    }
}

impl Overview {
    /// Without the prices of schools that somebody may not see; the district's sums stay.
    #[must_use]
    pub fn showing(mut self, prices: &VisiblePrices) -> Overview {
        for row in &mut self.schools {
            if !prices.include(Some(row.school.id)) {
                row.kept_back = true;
                self.kept_back += row.cost;
                (row.cost, row.unused) = (Cents(0), Cents(0));
            }
        }
        self
    }
}

impl Placed {
    /// Without its price where somebody may not see what the school bears.
    #[must_use]
    pub fn showing(mut self, prices: &VisiblePrices) -> Placed {
        if !prices.include(Some(self.school)) {
            self.kept_back = true;
            self.cost = Cents(0);
        }
        self
    }
}

impl Card {
    /// Without the prices that somebody may not see; of those only the sum stays.
    #[must_use]
    pub fn showing(mut self, prices: &VisiblePrices) -> Card {
        let all: Cents = self.contracts.iter().filter_map(|b| b.a_year).sum();
        for bought in &mut self.contracts {
            let buyer = bought.contract.buyer;
            if bought.a_year.is_some() && !prices.include(buyer) {
                bought.a_year = None;
                bought.line.unit_cents = None;
                bought.line.total_cents = None;
                self.total = Some(all);
            }
        }
        self
    }
}
