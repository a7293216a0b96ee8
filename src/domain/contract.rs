//! What the district or a school bought: contracts, and one line for each product in them.

use chrono::NaiveDate;

use super::approval::Audience;
use super::grade::Grades;
use super::money::Cents;
use super::person::PersonId;
use super::product::{ProductId, VendorId};
use super::record::{Schools, record, words};
use super::school::SchoolId;

words! {
    /// What a notice period is counted in. Never converted: three months are not ninety days.
    NoticeUnit {
        /// Days of the calendar.
        Days = "days",
        /// Days the office works.
        WorkingDays = "working days",
        /// Months.
        Months = "months",
    }
}

words! {
    /// When a notice counts.
    NoticeBasis {
        /// On the day it is sent.
        Sent = "sent",
        /// On the day the vendor has it.
        Received = "received",
    }
}

words! {
    /// How a price is made.
    PriceModel {
        /// One price a school building.
        Site = "site",
        /// One price for the district.
        District = "district",
        /// By students.
        PerStudent = "per_student",
        /// By teachers.
        PerTeacher = "per_teacher",
        /// By devices.
        PerDevice = "per_device",
        /// By schools.
        PerSchool = "per_school",
        /// By people at the same time.
        Concurrent = "concurrent",
        /// By what is used.
        Usage = "usage",
        /// Bought once, maintained by the year.
        PerpetualMaint = "perpetual_maint",
        /// Nothing to pay.
        Free = "free",
    }
}

record! {
    /// What was agreed with a vendor: the term, and how it ends.
    Contract(ContractId) keyed by ["number"] {
        /// What names it in every command: the district's number, else `C-1`, `C-2`...
        number: String,
        /// Who sells.
        vendor: Option<VendorId>,
        /// The school that bought it; the district where none is named.
        buyer: Option<SchoolId>,
        /// The first day covered.
        term_start: Option<NaiveDate>,
        /// The last day covered.
        term_end: NaiveDate,
        /// Does it renew by itself?
        auto_renew: bool,
        /// How much notice, in `notice_unit`; not known where empty.
        notice: Option<i64>,
        /// What the notice is counted in.
        notice_unit: Option<NoticeUnit>,
        /// When the notice counts.
        notice_basis: NoticeBasis,
        /// Who pays: the fund.
        fund: Option<String>,
        /// The purchase order.
        po: Option<String>,
        /// Who answers for the renewal.
        owner: Option<PersonId>,
        /// Yearly increase, in hundredths of a percent.
        escalator_bp: Option<i64>,
    } check(contract) {
        if contract.notice.is_some_and(|n| n < 0) {
            return Err(format!("contract {}: a notice cannot be negative", contract.number));
        }
        super::day_order("term_start", contract.term_start, "term_end", Some(contract.term_end))
            .map_err(|why| format!("contract {}: {why}", contract.number))
    }
}

record! {
    /// One product of a contract: how much of it, for whom, at what price.
    Line(LineId) keyed by ["contract", "product"] {
        /// The contract.
        contract: ContractId,
        /// The product.
        product: ProductId,
        /// How the price is made.
        model: Option<PriceModel>,
        /// How many of the model's unit.
        quantity: Option<i64>,
        /// The price of one.
        unit_cents: Option<Cents>,
        /// The price of the whole term.
        total_cents: Option<Cents>,
        /// The schools it covers.
        schools: Schools,
        /// The grades it covers; all where none is said.
        grades: Grades,
        /// Who it covers.
        audience: Option<Audience>,
    } check(line) {
        if line.quantity.is_some_and(|n| n < 0) {
            return Err("a quantity cannot be negative".into());
        }
        let negative = |c: Option<Cents>| c.is_some_and(|c| c < Cents(0));
        if negative(line.unit_cents) || negative(line.total_cents) {
            return Err("a price cannot be negative".into());
        }
        Ok(())
    }
}
