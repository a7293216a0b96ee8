//! What a form asks of the records and what comes back: the record it opens on, and what it may name.

use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};
use chrono::NaiveDate;

use crate::domain::approval::ApprovalStatus;
use crate::domain::calendar::DayKind;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::find::{FinderEntry, SchoolName};
use crate::domain::notice::NoticeBasis;
use crate::domain::person::OwnerRole;
use crate::domain::product::{ProductId, VendorId};
use crate::domain::put::SeenRecord;
use crate::domain::record::{Column, Kind, RecordRef, Value};
use crate::domain::request::IncidentEffect;
use crate::domain::text::key;
use crate::exchange::value::parts::Fund;

/// Which form to open, and on what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormOpening {
    /// What the record is.
    pub kind: Kind,
    /// The record; none begins a new one.
    pub id: Option<i64>,
    /// What people call it; empty where its own name is still to be typed.
    pub name: String,
    /// What a new record begins with.
    pub given: Vec<(&'static str, Value)>,
}

impl FormOpening {
    /// A record that is there.
    pub fn of(record: impl Into<RecordRef>, name: impl Into<String>) -> FormOpening {
        let record = record.into();
        FormOpening {
            kind: record.kind,
            id: Some(record.id),
            name: name.into(),
            given: Vec::new(),
        }
    }

    /// A new product, called so for a start.
    pub fn new_product(name: &str) -> FormOpening {
        FormOpening {
            kind: Kind::Product,
            id: None,
            name: String::new(),
            given: vec![("name", name.to_owned().to_value())],
        }
    }

    /// What was bought with this contract.
    pub fn new_line(contract: ContractId, number: &str) -> FormOpening {
        FormOpening {
            kind: Kind::Line,
            id: None,
            name: format!("line of {number}"),
            given: vec![("contract", contract.to_value())],
        }
    }

    /// The form of a school that is not there yet.
    pub fn new_school() -> FormOpening {
        FormOpening {
            kind: Kind::School,
            id: None,
            name: String::new(),
            given: vec![("open", true.to_value())],
        }
    }

    /// The form of somebody who is not known here yet.
    pub fn new_person() -> FormOpening {
        FormOpening {
            kind: Kind::Person,
            id: None,
            name: String::new(),
            given: Vec::new(),
        }
    }

    /// The form of a contract that is not there yet.
    pub fn new_contract() -> FormOpening {
        FormOpening {
            kind: Kind::Contract,
            id: None,
            name: "contract".to_owned(),
            given: vec![("notice_basis", NoticeBasis::Sent.to_value())],
        }
    }

    /// Something that happened with this product, as far as is known today.
    pub fn new_incident(product: ProductId, name: &str, today: NaiveDate) -> FormOpening {
        FormOpening {
            kind: Kind::Incident,
            id: None,
            name: format!("incident with {name}"),
            given: vec![
                ("product", product.to_value()),
                ("effect", IncidentEffect::Watch.to_value()),
                ("opened_on", today.to_value()),
            ],
        }
    }

    /// A day on which the district is not at work, or its board meets.
    pub fn new_day() -> FormOpening {
        FormOpening {
            kind: Kind::CalendarDay,
            id: None,
            name: "calendar day".to_owned(),
            given: vec![("kind", DayKind::Closure.to_value())],
        }
    }

    /// Somebody who is to answer for this product in this role, from today.
    pub fn new_owner(
        product: ProductId,
        name: &str,
        role: OwnerRole,
        today: NaiveDate,
    ) -> FormOpening {
        FormOpening {
            kind: Kind::Owner,
            id: None,
            name: format!("{role} of {name}"),
            given: vec![
                ("product", product.to_value()),
                ("role", role.to_value()),
                ("since", today.to_value()),
            ],
        }
    }

    /// Training in this product, at this school if one is named.
    pub fn new_training(product: ProductId, name: &str, school: Option<SchoolId>) -> FormOpening {
        let mut given = vec![("product", product.to_value())];
        given.extend(school.map(|school| ("school", school.to_value())));
        FormOpening {
            kind: Kind::Training,
            id: None,
            name: format!("training in {name}"),
            given,
        }
    }

    /// A new decision about this product, from today, at one school or everywhere.
    pub fn new_approval(
        product: ProductId,
        name: &str,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> FormOpening {
        FormOpening {
            kind: Kind::Approval,
            id: None,
            name: format!("approval of {name}"),
            given: vec![
                ("product", product.to_value()),
                ("status", ApprovalStatus::Approved.to_value()),
                (
                    "schools",
                    Schools::only(school.into_iter().collect()).to_value(),
                ),
                ("from", today.to_value()),
            ],
        }
    }
}

/// What the records know that a form needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FormFacts {
    /// The record as it stands; none for a new one.
    pub seen: Option<SeenRecord>,
    /// A contract's lines; a line itself.
    pub lines: Vec<SeenLine>,
    /// Every open school, in order of name.
    pub schools: Vec<SchoolName>,
    /// Every vendor: id and name.
    pub vendors: Vec<(VendorId, String)>,
    /// Every product, archived ones too: id and name with the edition.
    pub products: Vec<(ProductId, String)>,
    /// Every product that is not archived, by all its names.
    pub listed: Vec<FinderEntry>,
    /// Records of other nouns the form may name: noun, id, and what they are called, best first.
    pub others: Vec<(Kind, i64, Vec<String>)>,
    /// The funds that something is paid from already, each once.
    pub funds: Vec<String>,
}

impl FormFacts {
    /// The name of a product.
    pub fn product(&self, id: &Value) -> Option<&str> {
        let mut known = self.products.iter();
        let known = known.find(|(known, _)| known.to_value() == *id);
        known.map(|(_, name)| name.as_str())
    }

    /// What a record of another noun is called first.
    pub fn name(&self, kind: Kind, id: &Value) -> Option<&str> {
        let of = |(k, known, _): &&(Kind, i64, Vec<String>)| *k == kind && known.to_value() == *id;
        let (.., names) = self.others.iter().find(of)?;
        names.first().map(String::as_str)
    }

    /// The one record of a noun that is called so.
    pub fn named(&self, kind: Kind, name: &str) -> Result<i64, Refusal> {
        let wanted = key(name);
        let mut found = self
            .others
            .iter()
            .filter(|(k, _, names)| *k == kind && names.iter().any(|name| key(name) == wanted));
        match (found.next(), found.next()) {
            (Some((_, id, _)), None) => Ok(*id),
            (None, _) => Err(format!("no {kind} is called `{name}`").into()),
            (Some(_), Some(_)) => Err(format!("several {kind}s are called `{name}`").into()),
        }
    }

    /// The name of a vendor.
    pub fn vendor(&self, id: &Value) -> Option<&str> {
        let known = self
            .vendors
            .iter()
            .find(|(known, _)| known.to_value() == *id);
        known.map(|(_, name)| name.as_str())
    }
}

/// A line of a contract as the person saw it, with where its money comes from and who bears it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenLine {
    /// The id of the line.
    pub id: LineId,
    /// The line as it was when the form was opened.
    pub seen: SeenRecord,
    /// Where its money comes from.
    pub funding: Vec<Fund>,
    /// What schools bear of it, in hundredths of a percent; the rest is the district's.
    pub shares: Vec<(SchoolId, i64)>,
}
