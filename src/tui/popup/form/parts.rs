//! What a form says against its fields: each by itself, then the parts of a line, which are all of it to
//! the cent.

use super::RecordForm;
use super::entries::{FUNDING, SHARES};
use super::value;
use crate::domain::contract::AllocationMethod;
use crate::domain::cost::parts::{CostPart, whole};
use crate::domain::money::Cents;
use crate::domain::record::{Kind, Shape, Value};
use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};
use crate::exchange::value::parts::Fund;
use crate::office::deed::form::FilledValue;
use crate::office::query::form::FormFacts;

/// How much notice a contract needs, and what that counts: two boxes of one fact.
const NOTICE: &str = "notice";
const NOTICE_UNIT: &str = "notice_unit";

impl RecordForm {
    /// Says what is wrong with a field, if anything is. A section nobody began is not looked at.
    pub(super) fn judge(&mut self, at: usize) -> bool {
        let Some(facts) = self.facts.take() else {
            return true;
        };
        let section = self.rows.get(at).map(|row| row.section.clone());
        let section = section.unwrap_or_default();
        if self
            .rows
            .get(at)
            .is_some_and(|row| row.entry.field == SHARES)
        {
            self.bear_by_share(&section);
        }
        let blank = self.is_blank(&section);
        let mut complaint = match self.rows.get(at) {
            Some(row) if !blank => row.read(&facts).err().map(String::from),
            _ => None,
        };
        if complaint.is_none() && !blank {
            complaint = self.against(at, &section, &facts);
        }
        self.facts = Some(facts);
        let Some(row) = self.rows.get_mut(at) else {
            return true;
        };
        row.complaint = complaint;
        row.complaint.is_none()
    }

    /// Shares that are agreed are what the cost is borne by, where nothing else is said.
    fn bear_by_share(&mut self, section: &str) {
        if self.text_of(section, SHARES).trim().is_empty() {
            return;
        }
        let mut rows = self.rows.iter_mut();
        let method = rows.find(|row| row.section == section && row.entry.field == "allocation");
        if let Some(row) = method.filter(|row| row.field.is_empty()) {
            row.field.set(AllocationMethod::Percent.word());
        }
    }

    /// What other fields say against this one.
    fn against(&self, at: usize, section: &str, facts: &FormFacts) -> Option<String> {
        if self.kind_of(section) != Kind::Line {
            return self.counts_nothing(at);
        }
        let row = &self.rows[at];
        match (row.entry.field, row.read(facts)) {
            (FUNDING, Ok(FilledValue::Funding(funds))) if row.is_changed() => self
                .kept_funding(section, &funds, facts)
                .err()
                .map(String::from),
            (SHARES, Ok(FilledValue::Shares(shares))) => {
                let method = self.text_of(section, "allocation");
                let percent = method == AllocationMethod::Percent.word();
                match (shares.is_empty(), percent) {
                    (true, true) if self.is_touched(section) => Some(
                        "borne by percent needs the schools' shares, as in LIN 60%; ADA 40%"
                            .to_owned(),
                    ),
                    (false, false) => Some(format!(
                        "shares count only where it is borne by percent, not by {method}"
                    )),
                    (false, true) if row.is_changed() => self
                        .kept_shares(section, &shares, facts)
                        .err()
                        .map(String::from),
                    _ => None,
                }
            }
            ("product", Ok(FilledValue::Value(product))) => {
                let mut others = self
                    .rows
                    .iter()
                    .filter(|other| other.entry.field == "product" && other.section != *section);
                let same =
                    others.find(|o| o.read(facts) == Ok(FilledValue::Value(product.clone())));
                let nth = self.nth(&same?.section)?;
                Some(format!("it is product {nth} of this contract already"))
            }
            _ => None,
        }
    }

    /// A notice that is a number alone says nothing: what it counts is asked for, where either is typed anew.
    fn counts_nothing(&self, at: usize) -> Option<String> {
        let unit = &self.rows[at];
        if unit.entry.field != NOTICE_UNIT || !unit.field.is_empty() {
            return None;
        }
        let mut rows = self.rows.iter();
        let notice = rows.find(|row| row.entry.field == NOTICE && row.section == unit.section)?;
        let asked = !notice.field.is_empty() && (notice.is_changed() || unit.is_changed());
        asked.then(|| "is the notice in days, working days or months? Space chooses".to_owned())
    }

    fn is_touched(&self, section: &str) -> bool {
        let mut own = self.rows.iter().filter(|row| row.section == section);
        own.any(super::row::FormRow::is_changed)
    }

    /// The price of a section's line, as its fields say it.
    fn price(&self, section: &str, facts: &FormFacts) -> Option<Cents> {
        let number = |field: &str| {
            let mut rows = self.rows.iter();
            let row = rows.find(|row| row.section == section && row.entry.field == field)?;
            match row.read(facts) {
                Ok(FilledValue::Value(Value::Int(n))) => Some(n),
                _ => None,
            }
        };
        let counted = || number("unit_cents")?.checked_mul(number("quantity")?);
        number("total_cents").or_else(counted).map(Cents)
    }

    /// Sources with their parts in hundredths of a percent.
    pub(super) fn kept_funding(
        &self,
        section: &str,
        funds: &[Fund],
        facts: &FormFacts,
    ) -> Result<Vec<Fund>, Refusal> {
        let parts: Vec<CostPart> = funds.iter().map(|fund| fund.part).collect();
        let kept = whole(&parts, self.price(section, facts))?;
        let each = funds.iter().zip(kept);
        Ok(each
            .map(|(fund, part)| Fund {
                part: CostPart::Percent(part),
                ..fund.clone()
            })
            .collect())
    }

    /// Schools with their shares in hundredths of a percent; what is the district's is left over.
    pub(super) fn kept_shares(
        &self,
        section: &str,
        shares: &[(Option<SchoolId>, CostPart)],
        facts: &FormFacts,
    ) -> Result<Vec<(SchoolId, i64)>, Refusal> {
        let covered = value::read(
            super::entry::Reads::Field(Shape::Schools, false),
            self.text_of(section, "schools"),
            facts,
        );
        if let Ok(FilledValue::Value(covered)) = covered
            && let Some(Schools::Only(covered)) =
                crate::domain::record::Column::from_value(&covered)
        {
            let outside = shares.iter().filter_map(|(school, _)| *school);
            let mut outside = outside.filter(|school| !covered.contains(school));
            if let Some(outside) = outside.next() {
                let known = facts.schools.iter().find(|school| school.id == outside);
                let name = known.map_or("a school", |school| school.name.as_str());
                return Err(format!("{name} is not among the schools of this line").into());
            }
        }
        let parts: Vec<CostPart> = shares.iter().map(|(_, part)| *part).collect();
        let kept = whole(&parts, self.price(section, facts))?;
        let each = shares.iter().zip(kept);
        Ok(each
            .filter_map(|((school, _), part)| Some(((*school)?, part)))
            .collect())
    }
}
