//! What a row says of a contract and of its line, field by field.

use super::super::{Planner, Ref, Refusal, put_some, refuse};
use crate::domain::calendar::Calendar;
use crate::domain::change::Put;
use crate::domain::contract::{
    AllocationMethod, CostKind, EscalatorKind, NoticeBasis, NoticeMethod, PriceModel, Reducible,
};
use crate::domain::day_order;
use crate::domain::money::Cents;
use crate::domain::record::{Column, Kind, Lines};
use crate::domain::renewal::process::fits_the_term;
use crate::exchange::record::Record;
use crate::exchange::sheet::Cell;
use crate::exchange::value::Parsed;
use crate::exchange::value::number::percent;

/// All of a line's money, in hundredths of a percent.
const WHOLE: i64 = 10_000;

impl Planner<'_> {
    /// Gives a contract's put what the row says of it, beyond who sells and who buys.
    pub(super) fn contract_fields(
        &mut self,
        mut put: Put,
        record: &Record,
    ) -> Result<Put, Refusal> {
        in_order(record)?;
        for field in ["term_end", "term_start"] {
            put = put_some(put, field, record.day(field));
        }
        for field in ["signed_on", "board_approved_on", "quote_on"] {
            put = put_some(put, field, record.day(field).map(Some));
        }
        for field in ["auto_renew", "nonappropriation"] {
            put = put_some(put, field, record.flag(field));
        }
        put = notice(put, record)?;
        for field in ["fund", "po", "send_to", "early_exit", "goal"] {
            put = put_some(put, field, record.text(field).map(str::to_owned));
        }
        if let Some(name) = record.text("owner") {
            put = put.with("owner", self.person("owner", name)?);
        }
        put = put_some(put, "escalator_bp", record.hundredths("escalator"));
        for field in ["renew_months", "max_term_months"] {
            if record.count(field) == Some(0) {
                return refuse(field, "", "begins at 1 month");
            }
            put = put_some(put, field, record.count(field).map(i64::from));
        }
        put = put_some(put, "quote_cents", price(record, "quote")?);
        if !record.list("documents").is_empty() {
            put = put.with("documents", Lines(record.list("documents").to_vec()));
        }
        if let Some(number) = record.text("parent") {
            let own = record.text("number") == Some(number);
            let Some(id) = self.names.contracts.get(number).filter(|_| !own) else {
                let why = "no other contract has this number; import that one first";
                return refuse("parent", number, why);
            };
            put = put.with("parent", Ref::known(*id));
        }
        put = self.word(put, record, "notice_method", NoticeMethod::ALL);
        Ok(self.word(put, record, "escalator_kind", EscalatorKind::ALL))
    }

    /// The row's line, without its contract and product.
    pub(super) fn line(&mut self, record: &Record) -> Result<Put, Refusal> {
        let mut put = Put::keyed(Kind::Line);
        put = self.word(put, record, "model", PriceModel::ALL);
        put = self.word(put, record, "cost_kind", CostKind::ALL);
        put = self.word(put, record, "reducible", Reducible::ALL);
        put = self.word(put, record, "allocation", AllocationMethod::ALL);
        for field in ["quantity", "min_quantity"] {
            put = put_some(put, field, record.count(field).map(i64::from));
        }
        for (column, field) in [("unit_price", "unit_cents"), ("total", "total_cents")] {
            put = put_some(put, field, price(record, column)?);
        }
        put = put_some(put, "true_up", record.flag("true_up"));
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        Ok(put)
    }

    /// Gives a put one of a few words; another one is told of and left out.
    fn word<T: Column + Copy>(
        &mut self,
        put: Put,
        record: &Record,
        field: &'static str,
        all: &[T],
    ) -> Put {
        let Some(said) = record.text(field) else {
            return put;
        };
        let known: Vec<String> = all.iter().map(|word| word.to_value().to_string()).collect();
        if let Some(at) = known.iter().position(|word| word == said) {
            return put.with(field, Some(all[at]));
        }
        let reason = format!("not one of {}; left empty", known.join(", "));
        self.warn(field, said, reason);
        put
    }
}

/// A term has a first day before its last one, and room for its notice.
fn in_order(record: &Record) -> Result<(), Refusal> {
    let (start, Some(end)) = (record.day("term_start"), record.day("term_end")) else {
        return Ok(());
    };
    day_order("term_start", start, "term_end", Some(end))
        .or_else(|why| refuse("term_end", "", why))?;
    let Some(notice) = record.notice("notice") else {
        return Ok(());
    };
    let term = (start, end);
    fits_the_term(term, notice.value.into(), notice.unit, &Calendar::default())
        .or_else(|why| refuse("notice", "", why))
}

fn price(record: &Record, column: &'static str) -> Result<Option<Cents>, Refusal> {
    match record.money(column) {
        Some(price) if price < Cents(0) => refuse(column, "", "a price cannot be negative"),
        price => Ok(price),
    }
}

fn notice(mut put: Put, record: &Record) -> Result<Put, Refusal> {
    if let Some(notice) = record.notice("notice") {
        put = put
            .with("notice", Some(i64::from(notice.value)))
            .with("notice_unit", Some(notice.unit));
    }
    match record.text("notice_basis") {
        Some(word) => match NoticeBasis::from_word(word) {
            Some(basis) => Ok(put.with("notice_basis", basis)),
            None => refuse("notice_basis", word, "not one of sent, received"),
        },
        None => Ok(put),
    }
}

/// Where a line's money comes from: `Title I 60% (10-221); General 40%`; all of it where no part is said.
pub(super) fn funding(record: &Record) -> Result<Vec<Put>, Refusal> {
    let mut sum = 0;
    let mut parts = Vec::new();
    for said in record.list("funding") {
        let Some((source, part, account)) = share(said) else {
            let why = "is no part of the money; write a source and its percent, as in Title I 60%";
            return refuse("funding", said, why);
        };
        sum += part;
        let put = Put::keyed(Kind::Funding)
            .with("source", source.to_owned())
            .with("percent_bp", part)
            .with("account", account.map(str::to_owned));
        parts.push(put);
    }
    if sum > WHOLE {
        return refuse(
            "funding",
            "",
            "the parts are more than 100 percent together",
        );
    }
    Ok(parts)
}

/// A source, its part, and its account.
fn share(said: &str) -> Option<(&str, i64, Option<&str>)> {
    let bracketed = said
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let (rest, account) = match bracketed {
        Some((rest, account)) => (rest.trim_end(), Some(account.trim())),
        None => (said, None),
    };
    let account = account.filter(|account| !account.is_empty());
    if !rest.ends_with('%') {
        return (!rest.is_empty()).then_some((rest, WHOLE, account));
    }
    let (source, part) = rest.rsplit_once(char::is_whitespace)?;
    match percent(&Cell::Text(part.to_owned())) {
        Parsed::Value(part) if part > 0 => Some((source.trim_end(), part, account)),
        _ => None,
    }
}
