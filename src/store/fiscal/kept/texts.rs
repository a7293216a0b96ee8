//! What was found as the text that is kept of it: numbers and words in arrays, whose places say what they are.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::overlap::identity::Sign;
use crate::domain::overlap::paired::PairedProduct;
use crate::domain::overlap::{Overlap, OverlapKind, OverlapPlace, ProposedKeeper};
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;
use crate::domain::waste::{LineAtRisk, ProductAtRisk, Taken, Totals, WasteCell};
use crate::store::fiscal::found::{FoundOverlap, SameSchools, YearFound};
use crate::store::fiscal::waste::ProductWaste;

fn ids<I>(ids: &[I], number: impl Fn(&I) -> i64) -> Vec<i64> {
    ids.iter().map(number).collect()
}

/// More schools than this follow one another in no district.
const LONGEST_RUN: i64 = 1_000_000;

/// Schools by their ids. Of those that follow one another only the first is told, and with a number below zero how many
/// follow it: `[3, -2, 9]` is 3, 4, 5 and 9. What the district buys is about all of its schools.
fn runs(schools: &[SchoolId]) -> Vec<i64> {
    let mut runs = Vec::new();
    for run in schools.chunk_by(|a, b| a.0 + 1 == b.0) {
        runs.push(run[0].0);
        runs.extend((run.len() > 1).then(|| 1 - run.len() as i64));
    }
    runs
}

/// The schools of such a text; none where it is not one.
fn of_runs(runs: &[i64]) -> Option<Arc<[SchoolId]>> {
    let mut schools: Vec<SchoolId> = Vec::new();
    for one in runs {
        match *one {
            first if first >= 0 => schools.push(SchoolId(first)),
            more if more >= -LONGEST_RUN => {
                let last = schools.last()?.0;
                schools.extend((1..=-more).map(|next| SchoolId(last + next)));
            }
            _ => return None,
        }
    }
    Some(schools.into())
}

pub(super) fn overlap_text(found: &FoundOverlap) -> String {
    let one = &found.overlap;
    let keeper = one.keeper.map(|keeper| match keeper {
        ProposedKeeper::Product(id) => json!(["product", id.0]),
        ProposedKeeper::Line(id) => json!(["line", id.0]),
    });
    json!([
        one.kind.word(),
        ids(&one.products, |id| id.0),
        runs(&one.schools),
        one.at_stake.0,
        one.savings.0.0,
        one.savings.1.0,
        one.masked.0,
        one.sign.map(Sign::word),
        keeper,
        one.function.map(|id| id.0),
        one.act_by.map(|day| day.to_string()),
        ids(&found.lines, |id| id.0),
        ids(&found.losing, |id| id.0),
    ])
    .to_string()
}

/// `known` are the schools of those before it.
pub(super) fn overlap_of(
    fingerprint: String,
    text: &str,
    known: &mut SameSchools,
) -> Option<FoundOverlap> {
    type Kept = (
        String,
        Vec<i64>,
        Vec<i64>,
        i64,
        i64,
        i64,
        i64,
        Option<String>,
        Option<(String, i64)>,
        Option<i64>,
        Option<String>,
        Vec<i64>,
        Vec<i64>,
    );
    let (
        kind,
        products,
        schools,
        at_stake,
        least,
        most,
        masked,
        sign,
        keeper,
        function,
        act_by,
        lines,
        losing,
    ): Kept = serde_json::from_str(text).ok()?;
    let keeper = match keeper {
        None => None,
        Some((what, id)) if what == "line" => Some(ProposedKeeper::Line(LineId(id))),
        Some((_, id)) => Some(ProposedKeeper::Product(ProductId(id))),
    };
    Some(FoundOverlap {
        overlap: Overlap {
            kind: OverlapKind::from_word(&kind)?,
            fingerprint,
            products: products.into_iter().map(ProductId).collect(),
            schools: known.of(of_runs(&schools)?),
            at_stake: Cents(at_stake),
            savings: (Cents(least), Cents(most)),
            masked: Cents(masked),
            sign: match sign {
                Some(word) => Some(Sign::from_word(&word)?),
                None => None,
            },
            members: Vec::new(),
            keeper,
            function: function.map(FunctionId),
            act_by: match act_by {
                Some(day) => Some(day.parse().ok()?),
                None => None,
            },
        },
        lines: lines.into_iter().map(LineId).collect(),
        losing: losing.into_iter().map(ProductId).collect(),
    })
}

/// What was found of a product: what the ledger says of it, and how pairs see it. None where nothing was.
pub(super) fn product_text(found: &YearFound, product: ProductId) -> Option<String> {
    let waste = found.waste.get(&product).map(waste_json);
    let paired = found.paired.get(&product).map(|one| {
        let (seen, priced) = (one.seen.cast_signed(), one.priced.cast_signed());
        let keepers = ids(&one.keepers, |id| id.0);
        json!([one.active, one.cost.0, seen, priced, keepers])
    });
    let is_something = waste.is_some() || paired.is_some();
    is_something.then(|| json!([waste, paired]).to_string())
}

fn waste_json(found: &ProductWaste) -> Json {
    let sums = &found.totals;
    let taken = |all: &[Taken; 4]| -> Vec<i64> {
        all.iter()
            .flat_map(|taken| [taken.net.0, taken.gross.0])
            .collect()
    };
    let cell = |cell: &WasteCell| {
        json!([
            cell.line.0,
            cell.school.0,
            cell.cost.0,
            taken(&cell.taken),
            cell.unmeasured.0,
            cell.stoppable,
            cell.untrained,
            cell.idle,
        ])
    };
    let place = |(rank, first, second): &OverlapPlace| json!([rank, first.0, second.0]);
    let line = |line: &LineAtRisk| {
        let overlaps = line.overlaps.iter();
        let overlaps = overlaps.map(|(claiming, taken)| {
            json!([claiming.iter().map(place).collect::<Json>(), taken.0])
        });
        json!([
            line.line.0,
            line.stoppable,
            line.at_risk.0,
            line.incompatible.0,
            line.right_size.0,
            line.untrained.0,
            ids(&line.untrained_at, |id| id.0),
            line.unowned.0,
            overlaps.collect::<Json>(),
        ])
    };
    let schools = found.risk.schools.iter();
    let schools: Json = schools.flat_map(|(id, risk)| [id.0, risk.0]).collect();
    json!([
        [
            sums.spend.0,
            sums.at_risk.0,
            sums.gross.0,
            sums.stoppable.0,
            sums.locked.0,
            sums.unmeasured.0,
            sums.untrained.0,
            sums.right_size.0,
        ],
        taken(&sums.factors),
        found.at_risk,
        found.most.iter().map(cell).collect::<Json>(),
        found.risk.lines.iter().map(line).collect::<Json>(),
        schools,
        found.cells,
    ])
}

type KeptCell = (i64, i64, i64, [i64; 8], i64, bool, bool, i64);

type KeptLine = (
    i64,
    bool,
    i64,
    i64,
    i64,
    i64,
    Vec<i64>,
    i64,
    Vec<(Vec<(i64, i64, i64)>, i64)>,
);

fn line_of(kept: KeptLine) -> LineAtRisk {
    let (line, stoppable, at_risk, incompatible, right_size, untrained, at, unowned, overlaps) =
        kept;
    let place = |(rank, first, second): (i64, i64, i64)| -> OverlapPlace {
        (rank, ProductId(first), ProductId(second))
    };
    let overlaps = overlaps.into_iter().map(|(claiming, taken)| {
        let claiming = claiming.into_iter().map(place).collect();
        (claiming, Cents(taken))
    });
    LineAtRisk {
        line: LineId(line),
        stoppable,
        at_risk: Cents(at_risk),
        incompatible: Cents(incompatible),
        right_size: Cents(right_size),
        untrained: Cents(untrained),
        untrained_at: at.into_iter().map(SchoolId).collect(),
        unowned: Cents(unowned),
        overlaps: overlaps.collect(),
    }
}

type KeptWaste = (
    [i64; 8],
    [i64; 8],
    usize,
    Vec<KeptCell>,
    Vec<KeptLine>,
    Vec<i64>,
    usize,
);

/// What such a text says; none where it is not one.
pub(super) fn product_of(
    product: ProductId,
    text: &str,
) -> Option<(Option<ProductWaste>, Option<PairedProduct>)> {
    type Kept = (Option<KeptWaste>, Option<(i64, i64, i64, i64, Vec<i64>)>);
    let (waste, paired): Kept = serde_json::from_str(text).ok()?;
    let paired = paired.map(|(active, cost, seen, priced, keepers)| PairedProduct {
        active,
        cost: Cents(cost),
        seen: seen.cast_unsigned(),
        priced: priced.cast_unsigned(),
        keepers: keepers.into_iter().map(ProductId).collect(),
    });
    Some((waste.map(|waste| waste_of(product, waste)), paired))
}

fn waste_of(
    product: ProductId,
    (sums, factors, at_risk, most, lines, schools, cells): KeptWaste,
) -> ProductWaste {
    let taken = |all: [i64; 8]| {
        [0, 1, 2, 3].map(|at| Taken {
            net: Cents(all[2 * at]),
            gross: Cents(all[2 * at + 1]),
        })
    };
    let cell =
        |(line, school, cost, all, unmeasured, stoppable, untrained, idle): KeptCell| WasteCell {
            line: LineId(line),
            product,
            school: SchoolId(school),
            cost: Cents(cost),
            taken: taken(all),
            unmeasured: Cents(unmeasured),
            stoppable,
            untrained,
            idle,
        };
    let [
        spend,
        at_risk_cents,
        gross,
        stoppable,
        locked,
        unmeasured,
        untrained,
        right_size,
    ] = sums.map(Cents);
    ProductWaste {
        cells,
        totals: Totals {
            spend,
            at_risk: at_risk_cents,
            gross,
            stoppable,
            locked,
            unmeasured,
            factors: taken(factors),
            untrained,
            right_size,
        },
        at_risk,
        most: most.into_iter().map(cell).collect(),
        risk: Arc::new(ProductAtRisk {
            factors: taken(factors),
            lines: lines.into_iter().map(line_of).collect(),
            schools: schools
                .chunks_exact(2)
                .map(|pair| (SchoolId(pair[0]), Cents(pair[1])))
                .collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schools_that_follow_one_another_are_told_by_the_first() {
        for (ids, told) in [
            (vec![], vec![]),
            (vec![0], vec![0]),
            (vec![3, 4, 5, 9], vec![3, -2, 9]),
            (vec![0, 1, 7, 9, 10], vec![0, -1, 7, 9, -1]),
            ((1..=1_982).collect(), vec![1, -1_981]),
        ] {
            let schools: Vec<SchoolId> = ids.into_iter().map(SchoolId).collect();
            assert_eq!(runs(&schools), told);
            assert_eq!(of_runs(&told).unwrap()[..], schools[..]);
        }
        for damaged in [vec![-1], vec![3, i64::MIN], vec![3, -LONGEST_RUN - 1]] {
            assert_eq!(of_runs(&damaged), None);
        }
    }
}
