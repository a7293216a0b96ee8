//! The second fact: is it paid for at the place asked about, and is a seat left?

use chrono::NaiveDate;

use super::Seats;
use super::facts::{LicenseFact, Metering, SeatsElsewhere, StatusFacts, licensed};
use super::phrase::short_date;
use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::school::Schools;

/// What the licenses on record come to on the day asked about.
pub(super) struct License<'a> {
    pub(super) holding: LicenceHolding,
    pub(super) seats: Seats,
    /// Where free seats may be had, the most first; then places whose seats are not counted.
    pub(super) elsewhere: Vec<&'a SeatsElsewhere>,
    /// The schools that licenses reach which run.
    pub(super) schools: Schools,
    /// The last day on which any license covers the place, where it is settled that none goes on.
    pub(super) ends: Option<NaiveDate>,
}

/// How the place holds the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LicenceHolding {
    /// It costs nothing.
    NotNeeded,
    /// Nothing on record says that it costs, nor that it does not.
    NotKnown,
    /// Everybody there may use it.
    Site,
    /// Seats, with one left or with no count of their use.
    Seats,
    /// Seats, all taken.
    Full,
    /// Others have it, this place does not.
    Missing,
    /// This place had it until then.
    Ended(NaiveDate),
    /// This place will have it from then.
    Starts(NaiveDate),
}

impl LicenceHolding {
    /// Is it paid for, with a seat left or without?
    fn is_held(self) -> bool {
        use LicenceHolding::{Full, Seats, Site};
        matches!(self, Site | Seats | Full)
    }
}

impl<'a> License<'a> {
    pub(super) fn of(facts: &'a StatusFacts, today: NaiveDate) -> License<'a> {
        let started = |l: &&LicenseFact| l.has_begun(today);
        let all = || facts.licenses.iter();
        let running: Vec<&LicenseFact> = all().filter(|l| l.runs(today)).collect();
        let seats = sum(&running);
        let has = |metering| running.iter().any(|l| l.seats == metering);
        let holding = if has(Metering::Site) {
            LicenceHolding::Site
        } else if facts.free || has(Metering::Free) {
            LicenceHolding::NotNeeded
        } else if !running.is_empty() && seats.allotted.or(seats.purchased) != Some(0) {
            let full = seats.free == Some(0);
            if full {
                LicenceHolding::Full
            } else {
                LicenceHolding::Seats
            }
        } else if let Some(day) = all()
            .filter(|l| !started(l))
            .filter_map(|l| l.first_day)
            .min()
        {
            LicenceHolding::Starts(day)
        } else if let Some(day) = all()
            .filter_map(|l| l.last_day)
            .filter(|d| *d < today)
            .max()
        {
            LicenceHolding::Ended(day)
        } else if facts.paid || !facts.licenses.is_empty() || !facts.elsewhere.is_empty() {
            LicenceHolding::Missing
        } else {
            match facts.asked_price {
                Some(Cents(0)) => LicenceHolding::NotNeeded,
                Some(_) => LicenceHolding::Missing,
                None => LicenceHolding::NotKnown,
            }
        };
        let mut elsewhere: Vec<&SeatsElsewhere> = facts.elsewhere.iter().collect();
        elsewhere.retain(|e| e.free != Some(0));
        elsewhere.sort_by(|a, b| (b.free, &a.place).cmp(&(a.free, &b.place)));
        let to_come = all().any(|l| !started(&l));
        let last = running.iter().map(|l| l.last_day.filter(|_| l.ends));
        let ends = last.collect::<Option<Vec<NaiveDate>>>();
        let ends = ends.filter(|_| holding.is_held() && !to_come);
        License {
            ends: ends.and_then(|days| days.into_iter().max()),
            holding,
            seats,
            elsewhere,
            schools: licensed(&facts.licenses, today).unwrap_or_default(),
        }
    }

    /// Is something to be bought before it can be used?
    pub(super) fn is_missing(&self) -> bool {
        use LicenceHolding::{Ended, Missing, Starts};
        matches!(self.holding, Missing | Ended(_) | Starts(_))
    }

    /// Is it paid for, with a seat left or without?
    pub(super) fn is_held(&self) -> bool {
        self.holding.is_held()
    }

    /// In a few words.
    pub(super) fn words(&self) -> String {
        match self.holding {
            LicenceHolding::NotNeeded => "none needed".to_owned(),
            LicenceHolding::NotKnown => "not known".to_owned(),
            LicenceHolding::Site => "site license".to_owned(),
            LicenceHolding::Seats => match (
                self.seats.free,
                self.seats.allotted.or(self.seats.purchased),
            ) {
                (Some(free), _) => format!("{} free", counted(free, "seat")),
                (None, Some(all)) => match self.seats.used {
                    Some(used) => {
                        format!("{}, {used} used, free not known", counted(all, "seat"))
                    }
                    None => format!("{}, use not counted", counted(all, "seat")),
                },
                (None, None) => "licensed, seats not counted".to_owned(),
            },
            LicenceHolding::Full => "no seat free".to_owned(),
            LicenceHolding::Missing => "none here".to_owned(),
            LicenceHolding::Ended(day) => format!("ended {}", short_date(day)),
            LicenceHolding::Starts(day) => format!("starts {}", short_date(day)),
        }
    }
}

/// The seats of those of these licenses that run on this day, together.
pub fn seats(licenses: &[LicenseFact], day: NaiveDate) -> Seats {
    let running: Vec<&LicenseFact> = licenses.iter().filter(|l| l.runs(day)).collect();
    sum(&running)
}

/// The seats of all running licenses together. A license without a count of its seats, or of their use,
/// makes the free ones unknown rather than few.
fn sum(running: &[&LicenseFact]) -> Seats {
    let metered: Vec<&&LicenseFact> = running
        .iter()
        .filter(|l| l.seats == Metering::Seats)
        .collect();
    let total = |field: fn(&LicenseFact) -> Option<i64>| {
        let known: Vec<i64> = metered.iter().filter_map(|l| field(l)).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    };
    let free = metered.iter().map(|l| l.free).sum::<Option<i64>>();
    Seats {
        purchased: total(|l| l.purchased),
        allotted: total(|l| l.allotted),
        used: total(|l| l.used),
        free: free.filter(|_| !metered.is_empty() && metered.len() == running.len()),
    }
}
