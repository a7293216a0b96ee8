//! What the items come to: in all, new against renewal, by fund, and the change against this year.

use std::collections::BTreeMap;

use super::BoardItem;
use super::facts::{percent, signed};
use crate::domain::money::{Cents, HIDDEN};
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::text::fold;

/// Items together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct PacketSum {
    /// How many.
    pub(super) items: usize,
    /// What is asked for a year.
    pub(super) asked: Cents,
    /// Those of which it is not known what is asked.
    pub(super) left_out: Unpriced,
    /// What the same cost this year, of those of which both are known and that are not new.
    pub(super) now: Cents,
    /// How much of `asked` is of those.
    pub(super) compared: Cents,
    /// How many those are.
    pub(super) pairs: usize,
}

impl PacketSum {
    /// The sum of these items.
    pub(super) fn of<'i>(items: impl IntoIterator<Item = &'i BoardItem>) -> PacketSum {
        let mut sum = PacketSum::default();
        for item in items {
            sum.add(item, item.asked(), item.row.annual);
        }
        sum
    }

    /// One item more, with so much of what is asked for it and of what it costs this year.
    fn add(&mut self, item: &BoardItem, asked: Option<Cents>, now: Option<Cents>) {
        self.items += 1;
        match asked {
            Some(asked) => self.asked += asked,
            None => self.left_out.add(item.row.hidden),
        }
        if let (Some(now), Some(next), Some(_)) = (now, asked, item.change()) {
            self.now += now;
            self.compared += next;
            self.pairs += 1;
        }
    }

    /// What more, or less, than this year; none where nothing can be compared.
    pub(super) fn change(&self) -> Option<Cents> {
        (self.pairs > 0).then(|| self.compared - self.now)
    }

    /// The same in hundredths of a percent.
    pub(super) fn change_bp(&self) -> Option<i64> {
        let change = i128::from(self.change()?.0) * 10_000;
        i64::try_from(change.checked_div(i128::from(self.now.0))?).ok()
    }

    /// What the same cost this year and what is more or less, in words; `missing` where nothing can be compared.
    pub(super) fn against_this_year(&self, missing: &str) -> (String, String) {
        match self.change() {
            Some(change) => (
                self.now.to_string(),
                format!("{}{}", signed(change), percent(self.change_bp())),
            ),
            None => (missing.to_owned(), missing.to_owned()),
        }
    }

    /// ` without 3 whose price is not known and 2 hidden`; nothing where none is left out.
    pub(super) fn without(&self) -> String {
        match (self.left_out.unknown, self.left_out.hidden) {
            (0, 0) => String::new(),
            (n, 0) => format!(" without {n} whose price is not known"),
            (0, n) => format!(" without {n} {HIDDEN}"),
            (n, hidden) => format!(" without {n} whose price is not known and {hidden} {HIDDEN}"),
        }
    }
}

/// The parts of a packet, each with its name: what renews, what is new, all of it. A part without items is left out.
pub(super) fn by_kind(items: &[BoardItem]) -> Vec<(&'static str, PacketSum)> {
    let parts = [
        (
            "Renewals",
            PacketSum::of(items.iter().filter(|item| !item.new)),
        ),
        ("New", PacketSum::of(items.iter().filter(|item| item.new))),
        ("All", PacketSum::of(items)),
    ];
    let parts = parts.into_iter().filter(|(_, sum)| sum.items > 0);
    parts.collect()
}

/// By what pays, the most first. What several funds share is an item of each, with its part of the cost, to the cent.
pub(super) fn by_fund(items: &[BoardItem]) -> Vec<(String, PacketSum)> {
    let mut sums: BTreeMap<String, (String, PacketSum)> = BTreeMap::new();
    for item in items {
        let weights: Vec<u64> = item.funds.iter().map(|part| part.weight).collect();
        let parts = |cents: Option<Cents>| cents.map(|cents| cents.split(&weights));
        let (asked, now) = (parts(item.asked()), parts(item.row.annual));
        for (n, part) in item.funds.iter().enumerate() {
            let of = |parts: &Option<Vec<Cents>>| parts.as_ref()?.get(n).copied();
            let named = || (part.fund.clone(), PacketSum::default());
            let (_, sum) = sums.entry(fold(&part.fund)).or_insert_with(named);
            sum.add(item, of(&asked), of(&now));
        }
    }
    let mut sums: Vec<(String, PacketSum)> = sums.into_values().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.asked));
    sums
}
