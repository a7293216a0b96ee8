//! Whether a product may be used, and what was agreed about the data it gets.
//! An approval is of one scope (schools, grades, audience) and holds between two days.

use chrono::NaiveDate;

use super::grade::Grades;
use super::product::{ProductId, VendorId};
use super::record::{Lines, record, words};
use super::refusal::Refusal;
use super::request::RequestId;
use super::school::Schools;

words! {
    /// Where a product stands in one scope.
    ApprovalStatus {
        /// Seen in logs or purchases, never looked at.
        Discovered = "discovered",
        /// Being reviewed.
        UnderReview = "under_review",
        /// May be tried in this scope until a day.
        Pilot = "pilot",
        /// May be used.
        Approved = "approved",
        /// May be used as the conditions say.
        Conditional = "conditional",
        /// May be used; its review is due again.
        ReReviewDue = "re_review_due",
        /// May not be used.
        Denied = "denied",
        /// Must stop now: breach, lapsed agreement, legal hold.
        Suspended = "suspended",
        /// May be used until a day, then goes away.
        Retiring = "retiring",
        /// No longer in use.
        Retired = "retired",
        /// Another decision took its place.
        Superseded = "superseded",
        /// Retired, and the vendor still has our data.
        DataDeletionPending = "data_deletion_pending",
        /// Retired, and the vendor has proved that our data is gone.
        Closed = "closed",
    }
}

impl Default for ApprovalStatus {
    /// Seen, never looked at.
    fn default() -> ApprovalStatus {
        ApprovalStatus::Discovered
    }
}

impl Default for Audience {
    /// Nobody is left out where nobody is named.
    fn default() -> Audience {
        Audience::Both
    }
}

impl ApprovalStatus {
    /// May it be used while this holds?
    pub fn allows(self) -> bool {
        use ApprovalStatus::{Approved, Conditional, Pilot, ReReviewDue, Retiring};
        matches!(
            self,
            Pilot | Approved | Conditional | ReReviewDue | Retiring
        )
    }

    /// Does it only end or flag what is allowed, and allow nothing of its own?
    pub fn announces(self) -> bool {
        matches!(self, ApprovalStatus::Retiring | ApprovalStatus::ReReviewDue)
    }

    /// Does it forbid the use?
    pub fn forbids(self) -> bool {
        matches!(
            self,
            ApprovalStatus::Denied
                | ApprovalStatus::Suspended
                | ApprovalStatus::Retired
                | ApprovalStatus::DataDeletionPending
                | ApprovalStatus::Closed
        )
    }
}

words! {
    /// Who uses it.
    Audience {
        /// Those who are taught; theirs are the grades of a decision.
        Student = "student",
        /// Teachers and staff.
        Staff = "staff",
        /// Students and staff, one decision for all of them.
        Both = "both",
    }
}

/// A pilot is tried until a day; one without is refused wherever it is decided or entered. What older files have stays.
pub fn pilot_ends(status: ApprovalStatus, until: Option<NaiveDate>) -> Result<(), Refusal> {
    match (status, until) {
        (ApprovalStatus::Pilot, None) => {
            Err(Refusal::new("until", "a pilot needs a last day").then("; ", "give one with until"))
        }
        _ => Ok(()),
    }
}

record! {
    /// One decision about a product in one scope.
    Approval(ApprovalId) keyed by ["product", "schools", "grades", "audience", "from"] {
        /// What is decided about; one record of it, never the one it was merged into.
        product: ProductId,
        /// What was decided, or that it is not decided yet.
        status: ApprovalStatus,
        /// The schools it is about.
        schools: Schools,
        /// The grades it is about; all where none is said.
        grades: Grades,
        /// Who may use it.
        audience: Option<Audience>,
        /// What whoever uses it must keep to, a sentence each; empty where nothing is asked.
        conditions: Lines,
        /// The first day it holds.
        from: Option<NaiveDate>,
        /// The last day it holds.
        until: Option<NaiveDate>,
        /// Why it was decided so.
        reason: Option<String>,
        /// The login of who decided.
        decided_by: Option<String>,
        /// The local date of the decision; none where nobody knows.
        decided_on: Option<NaiveDate>,
        /// The review it came out of.
        request: Option<RequestId>,
        /// The version of the product that was reviewed.
        version_reviewed: Option<String>,
        /// For a retired product: when the vendor was told to delete our data.
        deletion_requested: Option<NaiveDate>,
        /// By when the vendor must have done so.
        deletion_due: Option<NaiveDate>,
        /// When the vendor proved it.
        deletion_confirmed: Option<NaiveDate>,
        /// Where that proof is.
        deletion_evidence: Option<String>,
    } check(approval) {
        super::day_order("from", approval.from, "until", approval.until)?;
        let requested = approval.deletion_requested;
        super::day_order("deletion_requested", requested, "deletion_due", approval.deletion_due)?;
        super::day_order("deletion_requested", requested, "deletion_confirmed", approval.deletion_confirmed)
    }
}

record! {
    /// What was agreed with a vendor about student data.
    Agreement(AgreementId) keyed by ["vendor", "kind", "product", "from"] {
        /// With whom it is signed.
        vendor: VendorId,
        /// NDPA, state agreement, click-wrap, vendor terms...
        kind: String,
        /// Only this product, where it names one.
        product: Option<ProductId>,
        /// The first day it holds; none where it always did.
        from: Option<NaiveDate>,
        /// The last day it holds; none where it ends only by another decision.
        until: Option<NaiveDate>,
        /// Where the paper is.
        link: Option<String>,
        /// The data elements it names.
        elements: Option<String>,
    } check(agreement) {
        super::day_order("from", agreement.from, "until", agreement.until)
    }
}
