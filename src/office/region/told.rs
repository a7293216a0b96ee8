//! What is asked of a region in words, the same for its commands and its screens.

use chrono::NaiveDate;

use super::{Neighbour, Region, ThingTold};
use crate::domain::region::FEWEST_PRICES;
use crate::domain::region::stance::together;
use crate::store::Error;
use crate::store::region::{PriceTold, RegionDecision, RegionFact};

impl ThingTold {
    /// What it is called.
    pub fn name(&self) -> &str {
        self.neighbours.first().map_or("", |first| &first.product)
    }

    /// Its name and vendor, and where the name is all that is known to be the same.
    pub fn headed(&self) -> String {
        let mut vendors = self.neighbours.iter();
        let vendor = vendors.find_map(|one| one.vendor.as_deref());
        let vendor = vendor.map(|vendor| format!(" ({vendor})"));
        let mut head = format!("{}{}", self.name(), vendor.unwrap_or_default());
        if !self.confirmed && self.neighbours.len() > 1 {
            head += " - by its name; nobody of the region has said that these are one product";
        }
        head
    }

    /// What its districts say together: `12 districts know it: 9 yes, 3 no`.
    pub fn sentence(&self) -> String {
        let said = self.neighbours.iter();
        let said = said.map(|one| (one.answer, one.reason.clone()));
        together(&said.collect::<Vec<_>>())
    }
}

impl Neighbour {
    /// What one district says: `ash Harlow: yes, decided 2026-01-05 (as of 2026-03-10)`.
    pub fn line(&self) -> String {
        let decided = self.decided_on.as_deref();
        let decided = decided.map(|day| format!(", decided {day}"));
        let pushed = self.pushed_on.as_deref().unwrap_or("never");
        format!(
            "{} {}: {}{} (as of {pushed})",
            self.district,
            self.name,
            self.answer.word(),
            decided.unwrap_or_default()
        )
    }
}

impl RegionDecision {
    /// One decision: `cedar decided no, for all schools; sells data`.
    pub fn line(&self) -> String {
        let day = self.decided_on.as_deref();
        let day = day.map_or_else(String::new, |day| format!(" on {day}"));
        let of = [self.scope.as_str(), self.grades.as_str()];
        let of: Vec<&str> = of.into_iter().filter(|it| !it.is_empty()).collect();
        let mut line = format!(
            "{} decided {}{day}, for {}",
            self.district,
            self.stance,
            of.join(", grades ")
        );
        if let Some(ends) = &self.ends {
            line += &format!(", until {ends}");
        }
        for said in [&self.conditions, &self.reason].into_iter().flatten() {
            line += &format!("; {said}");
        }
        line
    }
}

impl RegionFact {
    /// Something else: `ash term: 2026-06`.
    pub fn line(&self) -> String {
        format!("{} {}: {}", self.district, self.kind, self.says)
    }
}

impl PriceTold {
    /// A band: `per_student $2 to 5: 3 of 4 districts`.
    pub fn line(&self) -> String {
        format!(
            "{} {}: {} of {} districts",
            self.unit, self.band, self.districts, self.of
        )
    }
}

/// What is said where no price is told.
pub fn no_price() -> String {
    format!(
        "No price is told: fewer than {FEWEST_PRICES} districts share what they pay for it by one unit."
    )
}

impl Region {
    /// Everything that districts share of a thing, a line each; nothing where nobody knows it any more.
    ///
    /// # Errors
    ///
    /// `Error::Region`.
    pub fn told_of(&self, thing: &str, today: NaiveDate) -> Result<Vec<String>, Error> {
        let things = self.said_of(&[thing.to_owned()], today)?;
        let Some(told) = things.first() else {
            return Ok(Vec::new());
        };
        let mut lines = vec![told.headed(), format!("{}.", told.sentence())];
        lines.extend(
            told.neighbours
                .iter()
                .map(|one| format!("  {}", one.line())),
        );
        let decisions = self.decisions(thing)?;
        lines.extend(decisions.iter().map(|one| format!("  {}", one.line())));
        let facts = self.facts(thing)?;
        lines.extend(facts.iter().map(|one| format!("  {}", one.line())));
        let prices = self.prices(thing, today)?;
        lines.extend(prices.iter().map(|one| format!("  {}", one.line())));
        if prices.is_empty() {
            lines.push(format!("  {}", no_price()));
        }
        Ok(lines)
    }
}
