//! What pays for a contract: the funds of its lines, each with its part of the price. Pure arithmetic; the
//! packet of the board splits what is asked by it.

use crate::domain::contract::{Contract, Line};
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::text::fold;

use super::Funding;

/// The name of what pays where nobody said.
pub const NOT_KNOWN: &str = "not known";

/// A fund, and how much of a contract it pays, beside the others that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundPart {
    /// Its name, as it was written first.
    pub fund: String,
    /// Its weight among the funds of the contract.
    pub weight: u64,
}

/// What pays for these lines of a contract: each line's funds by their parts of its price, and what those
/// leave of a line by the contract's own fund. Without any price each line counts alike. Never empty.
pub fn paid_by(contract: &Contract, lines: &[Line], funding: &[Funding]) -> Vec<FundPart> {
    let own = contract.fund.as_deref().unwrap_or(NOT_KNOWN);
    let price = |line: &Line| line.price().map_or(0, |price| price.0.unsigned_abs());
    let priced = lines.iter().any(|line| price(line) > 0);
    let mut parts: Vec<FundPart> = Vec::new();
    for line in lines {
        let each = if priced { price(line) } else { 1 };
        let mut left = HUNDRED_PERCENT;
        for said in funding.iter().filter(|said| said.line == line.id) {
            left -= said.percent_bp;
            add(&mut parts, &said.source, each, said.percent_bp);
        }
        add(&mut parts, own, each, left);
    }
    if parts.is_empty() {
        add(&mut parts, own, 1, HUNDRED_PERCENT);
    }
    parts
}

/// A fund is the same one in capitals or not.
fn add(parts: &mut Vec<FundPart>, fund: &str, price: u64, percent_bp: i64) {
    let weight = price.saturating_mul(u64::try_from(percent_bp).unwrap_or(0));
    if weight == 0 {
        return;
    }
    let known = parts.iter_mut().find(|part| fold(&part.fund) == fold(fund));
    match known {
        Some(part) => part.weight = part.weight.saturating_add(weight),
        None => parts.push(FundPart {
            fund: fund.to_owned(),
            weight,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::{ContractId, LineId};
    use crate::domain::money::Cents;
    use crate::domain::notice::NoticeBasis;
    use crate::domain::product::ProductId;
    use crate::domain::record::{Column, Record, Value};
    use chrono::NaiveDate;

    /// A record of which only these fields are said.
    fn record<R: Record>(id: i64, said: &[(&str, Value)]) -> R {
        let value = |name: &str| said.iter().find(|(said, _)| *said == name);
        let fields = R::FIELDS.iter();
        let values = fields.map(|f| value(f.name).map_or_else(|| (f.blank)(), |(_, v)| v.clone()));
        R::from_values(id, 1, &values.collect::<Vec<Value>>()).unwrap()
    }

    fn contract(fund: Option<&str>) -> Contract {
        record(
            1,
            &[
                ("number", "C-1".to_owned().to_value()),
                ("fund", fund.map(str::to_owned).to_value()),
                (
                    "term_end",
                    "2026-06-30".parse::<NaiveDate>().unwrap().to_value(),
                ),
                ("notice_basis", NoticeBasis::Sent.to_value()),
            ],
        )
    }

    #[test]
    fn each_line_is_paid_by_its_own_funds_and_the_rest_by_the_contracts() {
        let line = |id: i64, total: Option<i64>| -> Line {
            record(
                id,
                &[
                    ("contract", ContractId(1).to_value()),
                    ("product", ProductId(1).to_value()),
                    ("total_cents", total.map(Cents).to_value()),
                ],
            )
        };
        let fund = |line: i64, source: &str, part: i64| -> Funding {
            record(
                line * 100 + part,
                &[
                    ("line", LineId(line).to_value()),
                    ("source", source.to_owned().to_value()),
                    ("percent_bp", part.to_value()),
                ],
            )
        };
        let said = [
            fund(1, "Title I", 6_000),
            fund(1, "general", 2_500),
            fund(2, "TITLE I", 5_000),
        ];
        // $300.00 and $100.00.
        let priced = [line(1, Some(30_000)), line(2, Some(10_000))];
        let unpriced = [line(1, None), line(2, None)];
        for (own, lines, expected) in [
            // 180 + 50, 75, and 45 + 50 of 400.
            (Some("PTO"), &priced, "Title I 575, general 187, PTO 237"),
            (Some("General"), &priced, "Title I 575, general 425"),
            (None, &priced, "Title I 575, general 187, not known 237"),
            (None, &unpriced, "Title I 550, general 125, not known 325"),
        ] {
            let parts = paid_by(&contract(own), lines, &said);
            let whole: u64 = parts.iter().map(|part| part.weight).sum();
            let told = parts
                .iter()
                .map(|part| format!("{} {}", part.fund, part.weight * 1_000 / whole));
            assert_eq!(told.collect::<Vec<_>>().join(", "), expected);
        }
        let whole = |own| paid_by(&contract(own), &[], &[])[0].fund.clone();
        assert_eq!(
            (whole(Some("IDEA")), whole(None)),
            ("IDEA".into(), NOT_KNOWN.to_owned())
        );
    }
}
