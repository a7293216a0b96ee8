//! Prices that are hidden from whoever writes.

use crate::domain::record::Value;
use crate::domain::refusal::Refusal;
use crate::store::Error;
use crate::store::prices::is_price;

use super::{RightsAsked, StandingRecord, Writer};

impl Writer<'_> {
    /// May these fields of a record be given, where they hold prices? A price that the policy hides from whoever acts
    /// is not compared with what they give: whether it is the same would tell it. The right to the record is asked before.
    pub(super) fn may_price(
        &mut self,
        standing: &StandingRecord,
        fields: &[(usize, Value)],
    ) -> Result<(), Error> {
        let RightsAsked::Everything(actor) = self.asked else {
            return Ok(());
        };
        if self.makes_up() {
            return Ok(());
        }
        let record = standing.record;
        let mut names = fields.iter().map(|(at, _)| record.kind.fields()[*at].name);
        let Some(price) = names.find(|name| is_price(name)) else {
            return Ok(());
        };
        if !self.hidden_prices.hide(self.tx, record, actor)? {
            return Ok(());
        }
        let mut values = standing.values.clone();
        for (position, value) in fields {
            values[*position] = value.clone();
        }
        self.may(record, Some(&standing.values), Some(&values))?;
        let why = Refusal::new(price, "is of others, and the policy hides it from you");
        let next = "leave it empty, or leave this to them or to the district";
        Err(Error::Refused(why.then("; ", next)))
    }
}
