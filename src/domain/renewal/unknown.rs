//! What of contracts is not known, counted and said: whether they renew by themselves, how much notice they
//! need, what they cost. Not known is never no, never zero days and never free.

use super::agenda::AgendaRow;
use crate::domain::counted::counted;
use crate::domain::money::HIDDEN;
use crate::domain::put::ChangeSetId;

/// In how many contracts something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unknowns {
    /// Whether they renew by themselves.
    pub auto_renew: usize,
    /// How much notice ends them.
    pub notice: usize,
    /// What they cost.
    pub price: usize,
    /// What they cost, as the policy hides it from whoever asks.
    pub hidden: usize,
}

/// Contracts that a sum leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unpriced {
    /// Those whose price nobody knows.
    pub unknown: usize,
    /// Those whose price the policy hides from whoever asks.
    pub hidden: usize,
}

impl Unpriced {
    /// Counts one more.
    pub fn add(&mut self, hidden: bool) {
        if hidden {
            self.hidden += 1;
        } else {
            self.unknown += 1;
        }
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.unknown + self.hidden
    }

    /// Is none left out?
    pub fn is_none(self) -> bool {
        self.all() == 0
    }

    /// `3 without a price, 5 hidden`; nothing where none is left out.
    pub fn brief(self) -> Option<String> {
        let parts = [(self.unknown, "without a price"), (self.hidden, HIDDEN)];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = parts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}

impl Unknowns {
    /// Of these contracts; what has ended is not asked about.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r AgendaRow>) -> Unknowns {
        let running = rows.into_iter().filter(|row| !row.ended);
        running.fold(Unknowns::default(), |mut found, row| {
            found.auto_renew += usize::from(row.auto_renew.is_none());
            found.notice += usize::from(row.lacks_notice());
            found.price += usize::from(row.annual.is_none() && !row.hidden);
            found.hidden += usize::from(row.annual.is_none() && row.hidden);
            found
        })
    }

    /// Is everything known?
    pub fn is_none(self) -> bool {
        let hidden = self.hidden;
        self == Unknowns {
            hidden,
            ..Unknowns::default()
        }
    }

    /// `3 contracts without a price`: what totals leave out; nothing where every price is known.
    pub fn without_price(self) -> Option<String> {
        without_price(self.left_out())
    }

    /// What sums of what they cost leave out.
    pub fn left_out(self) -> Unpriced {
        Unpriced {
            unknown: self.price,
            hidden: self.hidden,
        }
    }

    /// `auto-renewal not known in 96 contracts, notice in 96, price in 3`; nothing where all is known.
    pub fn sentence(self) -> Option<String> {
        let parts = [
            ("auto-renewal", self.auto_renew),
            ("notice", self.notice),
            ("price", self.price),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let said: Vec<String> = parts
            .enumerate()
            .map(|(at, (what, count))| match at {
                0 => format!("{what} not known in {}", contracts(count)),
                _ => format!("{what} in {count}"),
            })
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}

/// `1 contract`, `49 contracts`.
pub fn contracts(count: usize) -> String {
    counted(count, "contract")
}

/// What stands beside a sum that so many contracts are missing from: `3 contracts without a price`, `5 contracts with a
/// hidden price`; nothing where every price is known.
pub fn without_price(left_out: Unpriced) -> Option<String> {
    let Unpriced { unknown, hidden } = left_out;
    match (unknown, hidden) {
        (0, 0) => None,
        (unknown, 0) => Some(format!("{} without a price", contracts(unknown))),
        (0, hidden) => Some(format!("{} with a {HIDDEN} price", contracts(hidden))),
        (unknown, hidden) => Some(format!(
            "{} without a price and {hidden} with a {HIDDEN} one",
            contracts(unknown)
        )),
    }
}

/// What the upgrade found that nobody had said, and made unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Healed {
    /// The change set that did it.
    pub change_set: ChangeSetId,
    /// Contracts that were kept as not renewing.
    pub auto_renew: usize,
    /// Contracts that were kept with a notice of no days.
    pub notice: usize,
}

impl Healed {
    /// The same in one line of a screen.
    pub fn line(self) -> String {
        let kept: Vec<String> = [("auto-renewal", self.auto_renew), ("notice", self.notice)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{what} of {}", contracts(count)))
            .collect();
        format!(
            "Nobody ever said, so not known now: {}. 2 has the list",
            kept.join(", ")
        )
    }

    /// What happened and what to do now.
    pub fn sentence(self) -> String {
        let kept = match (self.auto_renew, self.notice) {
            (n, 0) => format!("in {} no auto-renewal", contracts(n)),
            (0, n) => format!("in {} a notice of no days", contracts(n)),
            (n, m) => format!(
                "in {} no auto-renewal, in {} a notice of no days",
                contracts(n),
                contracts(m)
            ),
        };
        format!(
            "Earlier versions took for known what no file, form or person ever said: {kept}. Now it is not \
             known (change set {}), and hallpass renewals --unknown lists it until somebody says.",
            self.change_set
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::renewal::testing::row;

    #[test]
    fn what_is_not_known_is_counted_and_said() {
        let known = || row(1, "Numberly", "2026-06-30", "2026-03-10");
        let rows = [
            known(),
            AgendaRow {
                auto_renew: None,
                annual: None,
                ..known()
            },
            AgendaRow {
                annual: None,
                notice: "90 days?".into(),
                ..known()
            },
        ];
        let found = Unknowns::of(&rows);
        assert_eq!((found.auto_renew, found.notice, found.price), (1, 1, 2));
        let said = "auto-renewal not known in 1 contract, notice in 1, price in 2";
        assert_eq!(found.sentence().as_deref(), Some(said));
        let price = Unknowns::of(&rows[1..2]);
        assert_eq!(
            Unknowns {
                auto_renew: 0,
                ..price
            }
            .sentence()
            .as_deref(),
            Some("price not known in 1 contract")
        );
        assert_eq!(
            found.without_price().as_deref(),
            Some("2 contracts without a price")
        );
        let all = Unknowns::of(&rows[..1]);
        assert!(all.is_none());
        assert_eq!(all.sentence(), None);
    }

    #[test]
    fn a_hidden_price_is_counted_apart_from_one_that_nobody_knows() {
        let row = |hidden| AgendaRow {
            annual: None,
            hidden,
            ..row(1, "Numberly", "2026-06-30", "2026-03-10")
        };
        let rows = [row(true), row(false), row(true)];
        let found = Unknowns::of(&rows);
        assert_eq!((found.price, found.hidden), (1, 2));
        let said = |rows: &[AgendaRow]| Unknowns::of(rows).without_price();
        assert_eq!(
            said(&rows).as_deref(),
            Some("1 contract without a price and 2 with a hidden one")
        );
        assert_eq!(
            said(&rows[..1]).as_deref(),
            Some("1 contract with a hidden price")
        );
        assert_eq!(
            found.left_out().brief().as_deref(),
            Some("1 without a price, 2 hidden")
        );
        // Nobody has to find out what is only hidden.
        assert!(Unknowns::of(&rows[..1]).is_none());
        assert!(!rows[0].is_unknown() && rows[1].is_unknown());
        assert_eq!(
            (rows[0].dollars(), rows[0].a_year()),
            ("hidden".into(), "price hidden".into())
        );
    }
}
