//! What a row says of a contract and of its line, field by field.

use super::super::{Planner, Ref, RowRefusal, put_some, refuse};
use super::price::{of_term, price};
use crate::domain::calendar::Calendar;
use crate::domain::contract::AllocationMethod;
use crate::domain::cost::parts::{CostPart, whole};
use crate::domain::day_order;
use crate::domain::money::Cents;
use crate::domain::names::{Match, number_key};
use crate::domain::notice::fits_the_term;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;
use crate::exchange::value::parts::{self, Fund};

impl Planner<'_> {
    /// Gives a contract's put what the row says of it, beyond who sells and who buys.
    pub(super) fn contract_fields(
        &mut self,
        mut put: Put,
        record: &FileRow,
    ) -> Result<Put, RowRefusal> {
        in_order(record)?;
        let days = [
            "term_end",
            "term_start",
            "signed_on",
            "board_approved_on",
            "quote_on",
        ];
        put = self.some(put, record, &days)?;
        put = self.some(put, record, &["auto_renew", "nonappropriation"])?;
        if let Some(notice) = record.notice("notice") {
            put = put
                .with("notice", Some(i64::from(notice.value)))
                .with("notice_unit", Some(notice.unit));
        }
        let texts = [
            "notice_basis",
            "fund",
            "po",
            "send_to",
            "early_exit",
            "goal",
        ];
        put = self.some(put, record, &texts)?;
        put = self.some(put, record, &["owner", "escalator"])?;
        for field in ["renew_months", "max_term_months"] {
            if record.count(field) == Some(0) {
                return refuse(field, "", "begins at 1 month");
            }
            put = self.some(put, record, &[field])?;
        }
        put = put_some(put, "quote_cents", price(record, "quote")?);
        put = self.some(put, record, &["documents"])?;
        if let Some(number) = record.text("parent") {
            let own = record.text("number").map(number_key) == Some(number_key(number));
            let (Match::One(id), false) = (self.names.contracts.find(number), own) else {
                let why = "no other contract has this number; import that one first";
                return refuse("parent", number, why);
            };
            put = put.with("parent", Ref::known(id));
        }
        self.rest(put, record)
    }

    /// The row's line, without its contract and product.
    pub(super) fn line(&mut self, record: &FileRow) -> Result<Put, RowRefusal> {
        let mut put = Put::keyed(Kind::Line);
        let told = [
            "model",
            "cost_kind",
            "reducible",
            "allocation",
            "quantity",
            "min_quantity",
        ];
        put = self.some(put, record, &told)?;
        for (column, field) in [("unit_price", "unit_cents"), ("total", "total_cents")] {
            put = put_some(put, field, self.term_price(record, column)?);
        }
        put = self.some(put, record, &["true_up", "schools"])?;
        self.rest(put, record)
    }
}

/// A term has a first day before its last one, and room for its notice.
fn in_order(record: &FileRow) -> Result<(), RowRefusal> {
    let (start, Some(end)) = (record.day("term_start"), record.day("term_end")) else {
        return Ok(());
    };
    day_order("term_start", start, "term_end", Some(end))
        .or_else(|broken| refuse("term_end", "", broken))?;
    let Some(notice) = record.notice("notice") else {
        return Ok(());
    };
    let term = (start, end);
    fits_the_term(term, notice.value.into(), notice.unit, &Calendar::default())
        .or_else(|why| refuse("notice", "", why))
}

/// Where a line's money comes from: `Title I 60% (10-221); General 40%`; all of it where no part is said.
pub(super) fn funding(record: &FileRow) -> Result<Vec<Put>, RowRefusal> {
    let mut funds: Vec<Fund> = Vec::new();
    for said in record.list("funding") {
        let fund = parts::fund(said).or_else(|why| refuse("funding", said, why))?;
        let same = |f: &Fund| (&f.source, &f.account) == (&fund.source, &fund.account);
        if funds.iter().any(same) {
            return refuse("funding", said, "is there twice; add up its parts");
        }
        funds.push(fund);
    }
    let of: Vec<CostPart> = funds.iter().map(|fund| fund.part).collect();
    let kept = kept("funding", &of, record)?;
    let puts = funds.into_iter().zip(kept).map(|(fund, part)| {
        let put = Put::keyed(Kind::Funding)
            .with("source", fund.source)
            .with("percent_bp", part)
            .with("account", fund.account);
        let days = [
            ("obligate_by", fund.obligate_by),
            ("receive_by", fund.receive_by),
            ("must_end_by", fund.must_end_by),
        ];
        let said = days.into_iter().filter(|(_, day)| day.is_some());
        said.fold(put, |put, (field, day)| put.with(field, day))
    });
    Ok(puts.collect())
}

/// Parts in hundredths of a percent: they are all of the line.
fn kept(field: &'static str, parts: &[CostPart], record: &FileRow) -> Result<Vec<i64>, RowRefusal> {
    let counted = || {
        let each = of_term(record, "unit_price")?.0;
        each.checked_mul(record.count("quantity")?.into())
            .map(Cents)
    };
    let price = of_term(record, "total").or_else(counted);
    whole(parts, price).or_else(|why| refuse(field, "", why))
}

impl Planner<'_> {
    /// What schools bear by agreement: `LIN 40%; ADA $600; district 20%`. The line is then borne so.
    pub(super) fn shares(
        &mut self,
        record: &FileRow,
        line: &mut Put,
    ) -> Result<Vec<Put>, RowRefusal> {
        let said = record.list("shares");
        if said.is_empty() {
            return Ok(Vec::new());
        }
        match record.text("allocation") {
            None => {
                let method = ("allocation", Some(AllocationMethod::Percent).into());
                line.fields.push(method);
            }
            Some(word) if word == AllocationMethod::Percent.word() => {}
            Some(word) => {
                let why = format!("shares count only where allocation is percent, not {word}");
                return refuse("shares", "", why);
            }
        }
        let (mut schools, mut parts) = (Vec::new(), Vec::new());
        for said in said {
            let (name, part) = parts::share(said).or_else(|why| refuse("shares", said, why))?;
            let district = name.eq_ignore_ascii_case("district");
            let school = (!district)
                .then(|| self.school("shares", name))
                .transpose()?;
            if schools.contains(&school) {
                return refuse("shares", said, "is there twice; add up its parts");
            }
            schools.push(school);
            parts.push(part);
        }
        let kept = kept("shares", &parts, record)?;
        let each = schools.into_iter().zip(kept);
        let puts = each.filter_map(|(school, part)| {
            Some(
                Put::keyed(Kind::Share)
                    .with("school", school?)
                    .with("percent_bp", part),
            )
        });
        Ok(puts.collect())
    }
}
