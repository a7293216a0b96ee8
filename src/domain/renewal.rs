//! Renewals: what was decided for each term's end, where the money comes from, and the rules that tell
//! the last day on which one can still say no. The nouns are here, the rules in the files below.

pub mod agenda;
pub mod ahead;
pub mod by_month;
pub mod dates;
pub mod digest;
pub mod fiscal;
pub mod funds;
pub mod process;
pub mod running;
#[cfg(test)]
pub(crate) mod testing;
pub mod to_do;
pub mod unknown;

use chrono::NaiveDate;

use super::contract::{ContractId, LineId};
use super::money::Cents;
use super::product::ProductId;
use super::record::{record, words};
use super::refusal::Refusal;
use super::school::SchoolId;

record! {
    /// Where part of a line's money comes from.
    Funding(FundingId) keyed by ["line", "source", "account"] {
        /// Which line of a contract is paid so.
        line: LineId,
        /// `general`, `Title I`, `IDEA`, `grant`, `PTO`...
        source: String,
        /// Its part, in hundredths of a percent.
        percent_bp: i64,
        /// The last day on which it can be promised.
        obligate_by: Option<NaiveDate>,
        /// The last day on which what it bought can arrive.
        receive_by: Option<NaiveDate>,
        /// The last day the term it pays for may have.
        must_end_by: Option<NaiveDate>,
        /// The number of the account in the books; none where nobody said.
        account: Option<String>,
    } check(funding) {
        if !(1..=10_000).contains(&funding.percent_bp) {
            return Err(Refusal::new("percent_bp", "a part is more than 0 and at most 100 percent"));
        }
        Ok(())
    }
}

impl Funding {
    /// Its days, each with what it is for, as every face says them; none where nobody said.
    pub fn days(&self) -> [(&'static str, Option<NaiveDate>); 3] {
        [
            ("promise by", self.obligate_by),
            ("receive by", self.receive_by),
            ("must end by", self.must_end_by),
        ]
    }

    /// The sentence for money that is gone by the day the next term is paid for, which is the day after this
    /// one's last: `Title I ends Jun 30, next payment Jul 01 2026`.
    pub fn ends_too_early(&self, term_end: NaiveDate) -> Option<String> {
        let ends = [self.obligate_by, self.must_end_by];
        let ends = ends.into_iter().flatten().min()?;
        let payment = term_end.succ_opt().filter(|payment| ends < *payment)?;
        let same_year = ends.format("%Y").to_string() == payment.format("%Y").to_string();
        let ends = ends.format(if same_year { "%b %d" } else { "%b %d %Y" });
        let payment = payment.format("%b %d %Y");
        Some(format!(
            "{} ends {ends}, next payment {payment}",
            self.source
        ))
    }
}

record! {
    /// A school's share of a line's cost, where shares are agreed.
    Share(ShareId) keyed by ["line", "school"] {
        /// Which line of a contract is borne so.
        line: LineId,
        /// Who bears this part.
        school: SchoolId,
        /// Its share, in hundredths of a percent.
        percent_bp: i64,
    } check(share) {
        if !(0..=10_000).contains(&share.percent_bp) {
            return Err(Refusal::new("percent_bp", "a share is between 0 and 100 percent"));
        }
        Ok(())
    }
}

record! {
    /// A term that is over, as it was.
    Term(TermId) keyed by ["contract", "ends"] {
        /// Whose term it was.
        contract: ContractId,
        /// The first covered day; none where nobody knows it.
        starts: Option<NaiveDate>,
        /// The last covered day.
        ends: NaiveDate,
        /// What it cost.
        total_cents: Option<Cents>,
        /// Seats that were bought.
        seats: Option<i64>,
        /// Seats in use at its end, where counted.
        used: Option<i64>,
    } check(term) {
        super::day_order("starts", term.starts, "ends", Some(term.ends))
    }
}

words! {
    /// What is decided for the end of a term.
    Choice {
        /// Again as it is.
        Renew = "renew",
        /// Again, with fewer seats.
        Smaller = "smaller",
        /// Ask the vendor for less.
        Negotiate = "negotiate",
        /// Move to the district's contract.
        Consolidate = "consolidate",
        /// End with the fiscal year, so that contracts end together.
        Coterm = "coterm",
        /// Tell the vendor that it ends.
        Cancel = "cancel",
        /// Let it end by itself.
        Lapse = "lapse",
        /// Another product takes its place.
        Replace = "replace",
        /// Not now: ask again on a day.
        Defer = "defer",
        /// Nobody decided by the day, which is recorded too.
        None = "none",
    }
}

impl Choice {
    /// Does the contract end with its term?
    pub fn ends(self) -> bool {
        matches!(
            self,
            Choice::Cancel | Choice::Lapse | Choice::Replace | Choice::Consolidate
        )
    }

    /// Does it go on into another term, as somebody agreed?
    pub fn goes_on(self) -> bool {
        matches!(self, Choice::Renew | Choice::Smaller | Choice::Coterm)
    }

    /// Is it settled, so that nobody has to be asked again this term?
    pub fn settles(self) -> bool {
        !matches!(self, Choice::Negotiate | Choice::Defer | Choice::None)
    }
}

words! {
    /// Why, in a word.
    Cause {
        /// Too few use it.
        Unused = "unused",
        /// Bought twice, or another does the same.
        Duplicate = "duplicate",
        /// It costs too much.
        Price = "price",
        /// It does not fit network or devices.
        Technical = "technical",
        /// As the reason says.
        Other = "other",
    }
}

record! {
    /// What was decided for the end of one term of a contract.
    Renewal(RenewalId) keyed by ["contract", "cycle_end"] {
        /// Whose term's end is decided.
        contract: ContractId,
        /// The last day of the term it is about.
        cycle_end: NaiveDate,
        /// What becomes of the contract then.
        choice: Choice,
        /// Why, in a word.
        cause: Option<Cause>,
        /// Why, in words.
        reason: Option<String>,
        /// Seats from then on.
        quantity: Option<i64>,
        /// The price of the next term.
        cents: Option<Cents>,
        /// Ask again on this day; or the last day of a term that is to end early.
        until: Option<NaiveDate>,
        /// The product that takes its place.
        replacement: Option<ProductId>,
        /// What became of the goal.
        goal_result: Option<String>,
        /// The login of who decided.
        decided_by: Option<String>,
        /// The local date of the decision; none where nobody decided by the day.
        decided_on: Option<NaiveDate>,
        /// The last day for the notice, as it stood at the decision.
        notice_due: Option<NaiveDate>,
        /// When the notice was sent.
        notice_sent: Option<NaiveDate>,
        /// Where the proof of sending is.
        notice_proof: Option<String>,
        /// When the vendor was told to delete our data.
        deletion_requested: Option<NaiveDate>,
        /// By when the vendor must have done so.
        deletion_due: Option<NaiveDate>,
        /// When the vendor proved it.
        deletion_confirmed: Option<NaiveDate>,
    } check(renewal) {
        let amounts = [("quantity", renewal.quantity), ("cents", renewal.cents.map(|cents| cents.0))];
        super::not_negative(&amounts, "seats and prices cannot be negative")?;
        let requested = renewal.deletion_requested;
        super::day_order("deletion_requested", requested, "deletion_due", renewal.deletion_due)?;
        super::day_order("deletion_requested", requested, "deletion_confirmed", renewal.deletion_confirmed)
    }
}

impl Renewal {
    /// Was the contract to end by this, and is no notice known that was sent by the vendor's day? Then it goes on, as
    /// the paper says, until a notice in time is on record. One that needs no notice has no such day.
    pub fn is_untold(&self, today: NaiveDate) -> bool {
        let told = self.notice_sent.unwrap_or(today);
        self.choice.ends() && self.notice_due.is_some_and(|due| told > due)
    }

    /// Does the contract end with its term by this, as far as is known on this day?
    pub fn ends(&self, today: NaiveDate) -> bool {
        self.choice.ends() && !self.is_untold(today)
    }

    /// Does nobody have to be asked again this term, as far as is known on this day?
    pub fn settles(&self, today: NaiveDate) -> bool {
        self.choice.settles() && !self.is_untold(today)
    }

    /// Does the contract go on although the vendor was told otherwise? Then that is to be withdrawn in writing.
    pub fn is_to_withdraw(&self) -> bool {
        let deletes = self.deletion_requested.is_some() && self.deletion_confirmed.is_none();
        self.choice.goes_on() && (self.notice_sent.is_some() || deletes)
    }
}

record! {
    /// When somebody's digest was told last, so that its absence can be noticed.
    Digest(DigestId) keyed by ["login"] {
        /// Whose.
        login: String,
        /// The day on which the digest was told.
        told_on: NaiveDate,
    } check(digest) {
        if digest.login.is_empty() { Err(Refusal::new("login", "a digest is somebody's")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_that_ends_before_the_next_payment_is_told() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        let fund = |obligate: Option<&str>, end: Option<&str>| Funding {
            id: FundingId::default(),
            version: 1,
            line: LineId(1),
            source: "Title I".into(),
            percent_bp: 6_000,
            obligate_by: obligate.map(day),
            receive_by: None,
            must_end_by: end.map(day),
            account: None,
        };
        let told = Some("Title I ends Jun 30, next payment Jul 01 2026".to_owned());
        let long_ago = Some("Title I ends Dec 31 2025, next payment Jul 01 2026".to_owned());
        for (obligate, end, said) in [
            (Some("2026-06-30"), None, &told),
            (Some("2027-06-30"), Some("2026-06-30"), &told),
            (Some("2025-12-31"), Some("2026-12-31"), &long_ago),
            (Some("2026-07-01"), Some("2027-06-30"), &None),
            (None, None, &None),
        ] {
            assert_eq!(&fund(obligate, end).ends_too_early(day("2026-06-30")), said);
        }
    }
}
