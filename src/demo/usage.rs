//! How much the measured products of the made-up district were used, month by month.
//! Active never exceeds activated, nor activated what was provisioned; summers are quiet.

use chrono::{Datelike, NaiveDate};

use crate::domain::contract::PriceModel;
use crate::domain::inventory::UsageId;
use crate::domain::put::Put;

use super::days;
use super::known::StoryUse;
use super::made::SignedDeal;
use super::making::Making;
use crate::domain::counted::counted;

/// School by school only for so many months.
const SCHOOL_MONTHS: usize = 10;

/// Imports one file a month, a few days after it ended.
pub(super) fn measure(making: &mut Making) {
    let months = days::whole_months(days::before(making.start, 45), making.today);
    let count = months.len();
    for (n, (from, to)) in months.into_iter().enumerate() {
        let ago = count - n;
        let day = days::after(to, 4).max(days::after(making.start, 30));
        if day >= making.today {
            continue;
        }
        let mut puts = Vec::new();
        for holding in making.holdings.clone() {
            let known = making.items[holding.item].known;
            let Some(measure) = known.and_then(|known| known.measure) else {
                continue;
            };
            let ended = holding.ends().is_some_and(|end| end < from);
            if ago > measure.months || holding.since > from || ended {
                continue;
            }
            // Of several buyers, only the first is measured: windows of one product stay apart.
            let first = making.holdings.iter().find(|h| h.item == holding.item);
            if first.is_some_and(|first| std::ptr::eq(first.deal, holding.deal)) {
                rows(making, &holding, measure, (from, to), ago, &mut puts);
            }
        }
        let who = making.one_of(&["msollowby"], day);
        let what = format!(
            "{} from usage-{}.csv",
            counted(puts.len(), "usage row"),
            from.format("%Y-%m")
        );
        making.past.imported(day, &who, what, puts);
    }
}

fn rows(
    making: &mut Making,
    holding: &SignedDeal,
    measure: StoryUse,
    window: (NaiveDate, NaiveDate),
    ago: usize,
    puts: &mut Vec<Put>,
) {
    let mut whole = UsageCounts::default();
    let quiet = season(window.0) + making.rng.i64(-4..=4);
    for (nth, school) in holding.schools.iter().enumerate() {
        let campus = making.schools[*school];
        let activated = holding.used(nth, &campus, window.1, making.today);
        let seats = holding.seats(nth, window.1);
        let people = campus.people(holding.deal.audience);
        let provisioned = seats.unwrap_or(people).max(activated);
        let counts = UsageCounts {
            people,
            provisioned,
            activated,
            active: activated * quiet / 100,
        };
        whole.add(&counts);
        if measure.by_school && ago <= SCHOOL_MONTHS {
            let put = Put::id(UsageId(making.past.handle()))
                .with("product", making.items[holding.item].id)
                .with("school", Some(campus.id));
            puts.push(counts.put(put, holding, measure, window));
        }
    }
    let put = Put::id(UsageId(making.past.handle()))
        .with("product", making.items[holding.item].id)
        .with("school", bought_by(making, holding));
    puts.push(whole.put(put, holding, measure, window));
}

/// A window is of the school that bought the product, else of the district.
fn bought_by(making: &Making, holding: &SignedDeal) -> Option<crate::domain::school::SchoolId> {
    let school = holding.deal.buyer.and(holding.schools.first());
    school.map(|n| making.schools[*n].id)
}

/// People of a school by how far they come: who could use it, has an account, ever did, and does.
#[derive(Default)]
struct UsageCounts {
    people: i64,
    provisioned: i64,
    activated: i64,
    active: i64,
}

impl UsageCounts {
    fn add(&mut self, other: &UsageCounts) {
        self.people += other.people;
        self.provisioned += other.provisioned;
        self.activated += other.activated;
        self.active += other.active;
    }

    fn put(
        &self,
        put: Put,
        holding: &SignedDeal,
        measure: StoryUse,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Put {
        let put = put
            .with("from", from)
            .with("to", to)
            .with("definition", Some(measure.definition.to_owned()));
        if measure.share_only {
            // Such reports give hundredths of a percent and no more.
            let share = self.active * 10_000 / self.people.max(1) * 100;
            return put
                .with("active_ppm", Some(share.min(1_000_000)))
                .with("engagement_x100", Some(share / 37));
        }
        let concurrent = holding.deal.model == PriceModel::Concurrent;
        put.with("provisioned", Some(self.provisioned))
            .with("activated", Some(self.activated))
            .with("active", Some(self.active))
            .with("peak", concurrent.then_some(self.active))
    }
}

/// Of a hundred who ever use it, how many do in this month.
fn season(month: NaiveDate) -> i64 {
    match month.month() {
        7 => 6,
        6 | 8 => 38,
        12 => 71,
        9 | 1 => 84,
        _ => 91,
    }
}
