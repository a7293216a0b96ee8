//! What the district or a school bought: contracts, and one line for each product in them.

use chrono::NaiveDate;

use super::approval::Audience;
use super::calendar::Calendar;
use super::grade::Grades;
use super::money::Cents;
use super::notice::{NoticeBasis, NoticeMethod, NoticeUnit, fits_the_term};
use super::person::PersonId;
use super::product::{ProductId, VendorId};
use super::record::{Lines, record, words};
use super::refusal::Refusal;
use super::school::{SchoolId, Schools};

words! {
    /// How a price is made.
    PriceModel {
        /// One price a school building.
        Site = "site",
        /// One price for the district.
        District = "district",
        /// One price for each student of the schools it covers.
        PerStudent = "per_student",
        /// One price for each teacher of the schools it covers.
        PerTeacher = "per_teacher",
        /// One price for each device it is put on.
        PerDevice = "per_device",
        /// One price for each school it covers.
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

impl PriceModel {
    /// Is use limited to the people or devices that were paid for?
    pub fn counts_seats(self) -> bool {
        use PriceModel::{District, Free, PerSchool, Site, Usage};
        !matches!(self, Site | District | PerSchool | Usage | Free)
    }
}

words! {
    /// What a yearly increase follows.
    EscalatorKind {
        /// It is this.
        Fixed = "fixed",
        /// It follows a price index.
        Cpi = "cpi",
        /// It is at most this.
        Cap = "cap",
        /// There is none.
        None = "none",
    }
}

words! {
    /// What a line pays for.
    CostKind {
        /// The right to use.
        Licence = "licence",
        /// Training people.
        PdTraining = "pd_training",
        /// Setting it up.
        Implementation = "implementation",
        /// Keeping it running.
        Support = "support",
    }
}

words! {
    /// When fewer can be bought.
    Reducible {
        /// At any time.
        MidTerm = "mid_term",
        /// When it renews.
        RenewalOnly = "renewal_only",
        /// Not at all.
        Never = "never",
    }
}

words! {
    /// How a line's cost is borne by schools.
    AllocationMethod {
        /// The district bears it.
        Central = "central",
        /// By students.
        Enrollment = "enrollment",
        /// In proportion to the seats each school has.
        Seats = "seats",
        /// By people who use it.
        ActiveUsers = "active_users",
        /// Each school the same.
        Equal = "equal",
        /// As the shares on record say.
        Percent = "percent",
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
        /// Does it renew by itself? Not known where empty.
        auto_renew: Option<bool>,
        /// How much notice, in `notice_unit`; not known where empty.
        notice: Option<i64>,
        /// What the notice is counted in.
        notice_unit: Option<NoticeUnit>,
        /// When the notice counts.
        notice_basis: NoticeBasis,
        /// Who pays: the fund.
        fund: Option<String>,
        /// The number of the purchase order; none where none was written.
        po: Option<String>,
        /// Who answers for the renewal.
        owner: Option<PersonId>,
        /// Yearly increase, in hundredths of a percent.
        escalator_bp: Option<i64>,
        /// When it was signed.
        signed_on: Option<NaiveDate>,
        /// When the board approved it.
        board_approved_on: Option<NaiveDate>,
        /// The last day of the first term, which terms that renewed by themselves are counted from.
        first_end: Option<NaiveDate>,
        /// How many months a renewal lasts; a year where none is said.
        renew_months: Option<i64>,
        /// How a notice travels.
        notice_method: Option<NoticeMethod>,
        /// Where a notice goes.
        send_to: Option<String>,
        /// The longest it can last with all options, in months (GASB 96 looks at more than 12).
        max_term_months: Option<i64>,
        /// What the yearly increase follows.
        escalator_kind: Option<EscalatorKind>,
        /// May the district leave where no money is appropriated?
        nonappropriation: Option<bool>,
        /// How it can be left early.
        early_exit: Option<String>,
        /// Links to the papers, one a line.
        documents: Lines,
        /// The contract it was released from.
        parent: Option<ContractId>,
        /// What the vendor asks for the next term.
        quote_cents: Option<Cents>,
        /// When the vendor said so.
        quote_on: Option<NaiveDate>,
        /// What it was bought to reach; asked for when it renews.
        goal: Option<String>,
    } check(contract) {
        let number = &contract.number;
        let months = [("renew_months", contract.renew_months), ("max_term_months", contract.max_term_months)];
        if let Some((field, _)) = months.iter().find(|(_, months)| months.is_some_and(|n| n < 1)) {
            let why = format!("contract {number}: renew_months and max_term_months begin at 1");
            return Err(Refusal::new(field, why));
        }
        if contract.quote_cents.is_some_and(|cents| cents < Cents(0)) {
            return Err(Refusal::new("quote_cents", format!("contract {number}: a price cannot be negative")));
        }
        if contract.notice.is_some_and(|n| n < 0) {
            return Err(Refusal::new("notice", format!("contract {}: a notice cannot be negative", contract.number)));
        }
        super::day_order("term_start", contract.term_start, "term_end", Some(contract.term_end))
            .and_then(|()| contract.has_room_for_its_notice())
            .map_err(|broken| broken.after(format_args!("contract {number}: ")))
    }
}

impl Contract {
    /// Does it renew by itself, or does nobody know? Its dates are those of one that renews: a wrong
    /// "you have time" costs a year.
    pub fn may_renew(&self) -> bool {
        self.auto_renew != Some(false)
    }

    /// Of the term as it was agreed; one that renewed by itself may be shorter, and is no entry of anybody.
    fn has_room_for_its_notice(&self) -> Result<(), Refusal> {
        match (self.first_end, self.notice) {
            (None, Some(count)) => {
                let term = (self.term_start, self.term_end);
                let unit = self.notice_unit.unwrap_or(NoticeUnit::Days);
                fits_the_term(term, count, unit, &Calendar::default())
            }
            _ => Ok(()),
        }
    }
}

record! {
    /// One product of a contract: how much of it, for whom, at what price.
    Line(LineId) keyed by ["contract", "product"] {
        /// Which contract it is part of.
        contract: ContractId,
        /// What is bought; a contract has one line for each.
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
        /// What it pays for; the right to use where nothing is said.
        cost_kind: Option<CostKind>,
        /// The fewest that can be bought.
        min_quantity: Option<i64>,
        /// Are more users than were bought billed afterwards?
        true_up: Option<bool>,
        /// When fewer can be bought.
        reducible: Option<Reducible>,
        /// How its cost is borne; by seats, else by students, where nothing is said.
        allocation: Option<AllocationMethod>,
    } check(line) {
        if line.quantity.is_some_and(|n| n < 0) {
            return Err(Refusal::new("quantity", "a quantity cannot be negative"));
        }
        let prices = [("unit_cents", line.unit_cents), ("total_cents", line.total_cents)];
        if let Some((field, _)) = prices.iter().find(|(_, price)| price.is_some_and(|c| c < Cents(0))) {
            return Err(Refusal::new(field, "a price cannot be negative"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Column, Kind, Value};

    fn check(kind: Kind, said: &[(&str, Value)]) -> Result<(), String> {
        let mut values: Vec<Value> = kind.fields().iter().map(|f| (f.blank)()).collect();
        for (field, value) in said {
            values[kind.position(field).unwrap()] = value.clone();
        }
        kind.check(1, &values)
            .map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn what_cannot_be_true_of_a_contract_is_refused_however_it_comes() {
        let contract = |start: Option<&str>, notice: i64, unit: NoticeUnit, first: Option<&str>| {
            let day = |day: Option<&str>| day.map_or(Value::Null, |d| Value::Text(d.into()));
            check(
                Kind::Contract,
                &[
                    ("number", Value::Text("C-1".into())),
                    ("term_start", day(start)),
                    ("term_end", day(Some("2027-06-30"))),
                    ("notice", Value::Int(notice)),
                    ("notice_unit", unit.to_value()),
                    ("notice_basis", NoticeBasis::Sent.to_value()),
                    ("first_end", day(first)),
                ],
            )
        };
        let (days, months) = (NoticeUnit::Days, NoticeUnit::Months);
        let year = Some("2026-07-01");
        for (fine, what) in [
            (contract(year, 90, days, None), "room for its notice"),
            (contract(year, 12, months, None), "the whole term"),
            (contract(None, 900, days, None), "a term of unknown length"),
            (
                contract(Some("2027-06-01"), 60, days, Some("2027-05-31")),
                "months that renewed by themselves after a longer term",
            ),
        ] {
            assert_eq!(fine, Ok(()), "{what}");
        }
        for (refused, why) in [
            (contract(year, 13, months, None), "longer than the term"),
            (
                contract(year, 300, NoticeUnit::WorkingDays, None),
                "longer than the term",
            ),
            (contract(Some("2027-07-01"), 0, days, None), "term_end"),
        ] {
            let said = refused.unwrap_err();
            assert!(
                said.starts_with("contract C-1: ") && said.contains(why),
                "{said}"
            );
        }
        let price = check(
            Kind::Contract,
            &[
                ("number", Value::Text("C-1".into())),
                ("term_end", Value::Text("2027-06-30".into())),
                ("notice_basis", NoticeBasis::Sent.to_value()),
                ("quote_cents", Value::Int(-1)),
            ],
        );
        assert!(price.unwrap_err().contains("cannot be negative"));
        for field in ["unit_cents", "total_cents", "quantity"] {
            let line = [
                ("contract", Value::Int(1)),
                ("product", Value::Int(1)),
                (field, Value::Int(-1)),
            ];
            assert!(
                check(Kind::Line, &line)
                    .unwrap_err()
                    .contains("cannot be negative"),
                "{field}"
            );
        }
    }
}
