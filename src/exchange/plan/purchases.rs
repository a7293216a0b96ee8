//! Rows about approvals and contracts.

use super::{Planner, Ref, Refusal, put_some, refuse};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::change::{Put, Target};
use crate::domain::contract::{NoticeBasis, NoticeUnit, PriceModel};
use crate::domain::names::ContractKey;
use crate::domain::record::{Kind, Lines, Schools};
use crate::exchange::record::Record;
use crate::exchange::value::notice::Unit;

impl Planner<'_> {
    pub(super) fn approval_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let word = record.text("status").unwrap_or_default();
        let Some(status) = status(word) else {
            let known: Vec<&str> = ApprovalStatus::ALL.iter().map(|s| s.word()).collect();
            return refuse("status", word, format!("not one of {}", known.join(", ")));
        };
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", status);
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        put = put_some(put, "grades", record.grades("grades"));
        put = put_some(put, "audience", audience(record)?);
        let conditions = record.list("conditions");
        put = put_some(
            put,
            "conditions",
            (!conditions.is_empty()).then(|| Lines(conditions.to_vec())),
        );
        put = put_some(put, "from", record.day("from"));
        put = put_some(put, "until", record.day("until"));
        put = put_some(put, "reason", record.text("reason").map(str::to_owned));
        self.main(put).map(drop)
    }

    pub(super) fn contract_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let vendor = record
            .text("vendor")
            .map(|name| self.vendor(name))
            .transpose()?;
        let product = self.product(record.text("product").unwrap_or_default(), vendor)?;
        let buyer = self.buyer(record)?;
        let (target, number) = self.contract_target(record, product, buyer);
        let mut put = Put {
            kind: Kind::Contract,
            target,
            fields: Vec::new(),
            row: 0,
        };
        put = put_some(put, "number", number.clone());
        if let Some(vendor) = vendor {
            put = put.with("vendor", vendor);
        }
        if let Some(buyer) = buyer {
            put = put.with("buyer", buyer);
        }
        put = put_some(put, "term_end", record.day("term_end"));
        put = put_some(put, "term_start", record.day("term_start"));
        put = put_some(put, "auto_renew", record.flag("auto_renew"));
        put = Self::notice(put, record)?;
        for field in ["fund", "po"] {
            put = put_some(put, field, record.text(field).map(str::to_owned));
        }
        if let Some(name) = record.text("owner") {
            put = put.with("owner", self.person("owner", name)?);
        }
        put = put_some(put, "escalator_bp", record.hundredths("escalator"));
        let met = match &put.target {
            Target::Id(id, _) => Some(Ref::Id(*id)),
            Target::Made(n) => Some(Ref::Made(*n)),
            Target::New | Target::Keyed => None,
        };
        let written = self.contract_put(put)?;
        let contract = met.or(written).unwrap_or(product);
        if met.is_none() {
            self.names
                .contracts
                .insert(number.unwrap_or_default(), contract.number());
        }
        self.line(record, contract, product)
    }

    /// A contract of several lines has several rows, each saying the same of the contract.
    fn contract_put(&mut self, put: Put) -> Result<Option<Ref>, Refusal> {
        if let Target::Made(_) = put.target {
            return Ok(None);
        }
        Self::check(&put)?;
        Ok(Some(self.add(put)))
    }

    fn notice(mut put: Put, record: &Record) -> Result<Put, Refusal> {
        if let Some(notice) = record.notice("notice") {
            let unit = match notice.unit {
                Unit::CalendarDays => NoticeUnit::Days,
                Unit::WorkingDays => NoticeUnit::WorkingDays,
                Unit::Months => NoticeUnit::Months,
            };
            put = put
                .with("notice", Some(i64::from(notice.value)))
                .with("notice_unit", Some(unit));
        }
        match record.text("notice_basis") {
            Some(word) => match NoticeBasis::from_word(word) {
                Some(basis) => Ok(put.with("notice_basis", basis)),
                None => refuse("notice_basis", word, "not one of sent, received"),
            },
            None if matches!(put.target, Target::New | Target::Keyed) => {
                Ok(put.with("notice_basis", NoticeBasis::Sent))
            }
            None => Ok(put),
        }
    }

    fn line(&mut self, record: &Record, contract: Ref, product: Ref) -> Result<(), Refusal> {
        let mut put = Put::keyed(Kind::Line)
            .with("contract", contract)
            .with("product", product);
        if let Some(word) = record.text("model") {
            if let Some(model) = PriceModel::from_word(word) {
                put = put.with("model", Some(model));
            } else {
                let known: Vec<&str> = PriceModel::ALL.iter().map(|m| m.word()).collect();
                self.warn(
                    "model",
                    word,
                    format!("not one of {}; left empty", known.join(", ")),
                );
            }
        }
        put = put_some(put, "quantity", record.count("quantity").map(i64::from));
        put = put_some(put, "unit_cents", record.money("unit_price"));
        put = put_some(put, "total_cents", record.money("total"));
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        self.main(put).map(drop)
    }

    /// Which contract a row is about: by its number, else by what it covers; the second row of one
    /// file that covers the same is the second such contract of the office.
    fn contract_target(
        &mut self,
        record: &Record,
        product: Ref,
        buyer: Option<Ref>,
    ) -> (Target, Option<String>) {
        if let Some(number) = record.text("number") {
            return match self.names.contracts.get(number) {
                Some(id) => (Ref::known(*id).target(), None),
                None => (Target::New, Some(number.to_owned())),
            };
        }
        let day = |field| record.day(field).map(|day| day.to_string());
        let key = ContractKey {
            product: product.number(),
            buyer: buyer.map(Ref::number),
            term_start: day("term_start"),
            term_end: day("term_end").unwrap_or_default(),
            po: record.text("po").map(str::to_owned),
        };
        if let Some(known) = self
            .names
            .contract_keys
            .get_mut(&key)
            .filter(|known| !known.is_empty())
        {
            return (Ref::known(known.remove(0)).target(), None);
        }
        self.names.last_contract += 1;
        (Target::New, Some(format!("C-{}", self.names.last_contract)))
    }

    /// The schools a row names, if it names any.
    pub(super) fn schools(&mut self, record: &Record) -> Result<Option<Schools>, Refusal> {
        let named = record.list("schools");
        if named.is_empty() || named.iter().any(|n| is_everywhere(n)) {
            return Ok(None);
        }
        let mut ids = Vec::with_capacity(named.len());
        for name in named {
            match self.school("schools", name)? {
                Ref::Id(id) => ids.push(id),
                Ref::Made(_) => {
                    return refuse("schools", name, "this school is not in the office yet");
                }
            }
        }
        Ok(Some(Schools::only(ids)))
    }
}

/// Does the word stand for every school?
pub(super) fn is_everywhere(word: &str) -> bool {
    [
        "all",
        "all schools",
        "district",
        "districtwide",
        "district-wide",
        "every school",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}

/// The audience of a row.
pub(super) fn audience(record: &Record) -> Result<Option<Audience>, Refusal> {
    let Some(word) = record.text("audience") else {
        return Ok(None);
    };
    let found = Audience::from_word(word).or(match word {
        "students" | "pupils" | "learners" => Some(Audience::Student),
        "teachers" | "teacher" | "staff_only" | "educators" | "faculty" => Some(Audience::Staff),
        "all" | "everyone" | "students_and_staff" | "staff_and_students" => Some(Audience::Both),
        _ => None,
    });
    match found {
        Some(audience) => Ok(Some(audience)),
        None => refuse("audience", word, "not one of student, staff, both"),
    }
}

/// The status that a district's own word means.
fn status(word: &str) -> Option<ApprovalStatus> {
    use ApprovalStatus as S;
    S::from_word(word).or(match word {
        "approved_with_conditions" | "conditionally_approved" | "caution" | "parental_consent" => {
            Some(S::Conditional)
        }
        "yes" | "ok" | "active" | "allowed" => Some(S::Approved),
        "rejected" | "unapproved" | "not_approved" | "no" | "declined" | "blocked" => {
            Some(S::Denied)
        }
        "in_review" | "under_consideration" | "pending" | "pending_review" | "submitted" => {
            Some(S::UnderReview)
        }
        "unvetted" | "not_reviewed" | "new" => Some(S::Discovered),
        "trial" | "pilot_only" => Some(S::Pilot),
        "sunset" | "no_longer_available" => Some(S::Retired),
        _ => None,
    })
}
