//! That a product is aligned to a standard: who claims it, and who of the district verified it, by sampled tasks and with
//! a link to the evidence. A claim is not proof.

use chrono::NaiveDate;

use super::framework::StandardId;
use crate::domain::grade::Grades;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::record::{record, words};
use crate::domain::refusal::Refusal;

/// The note of what a file called verified before somebody had to put their name to it.
pub const WITHOUT_A_NAME: &str = "was verified without a name";

words! {
    /// How far it is proven that a product is aligned.
    AlignmentStatus {
        /// Somebody of the district sampled tasks, and they met the standard.
        Verified = "verified",
        /// Somebody says so.
        Claimed = "claimed",
        /// Somebody of the district looked, and it is not so.
        Rejected = "rejected",
    }
}

words! {
    /// What a product does with a standard.
    AlignmentRole {
        /// It teaches it.
        Instruction = "instruction",
        /// It tests it.
        Assessment = "assessment",
    }
}

words! {
    /// Who claims it.
    Claimant {
        /// Who sells it.
        Vendor = "vendor",
        /// Who made its content.
        Publisher = "publisher",
        /// A state's office.
        State = "state",
        /// Somebody who reviews material for others.
        Reviewer = "reviewer",
        /// Somebody of the district.
        Staff = "staff",
        /// Somebody else.
        Other = "other",
    }
}

record! {
    /// That a product is aligned to a standard.
    Alignment(AlignmentId) keyed by ["product", "framework", "standard", "role", "module", "says"] {
        /// What teaches or tests the standard.
        product: ProductId,
        /// Which set of standards, with its edition, as it was given: `CCSS Math 2010`.
        framework: String,
        /// The standard's own code, as it was given: `3.NF.A.1`.
        standard: String,
        /// Is it a standard, and not a cluster of several? Where the standard itself is here, that says it.
        leaf: bool,
        /// How far it is proven.
        status: AlignmentStatus,
        /// Does it teach or test it?
        role: Option<AlignmentRole>,
        /// The grades this is about; all where none is said.
        grades: Grades,
        /// The part of the product; the whole of it where none is named.
        module: Option<String>,
        /// The standard here that it is; none where its framework is not here.
        item: Option<StandardId>,
        /// Who claims it; none where nobody said.
        says: Option<Claimant>,
        /// Where they do: a file, an address.
        source: Option<String>,
        /// The day on which they did.
        claimed_on: Option<NaiveDate>,
        /// Who verified or rejected it.
        by: Option<PersonId>,
        /// The local day on which they did.
        on: Option<NaiveDate>,
        /// How many tasks they sampled.
        sampled: Option<i64>,
        /// How many of these met the standard.
        met: Option<i64>,
        /// Links to what they saw, one a line.
        evidence: Option<String>,
        /// What they add.
        note: Option<String>,
    } check(alignment) {
        if alignment.framework.is_empty() || alignment.standard.is_empty() {
            let field = if alignment.framework.is_empty() { "framework" } else { "standard" };
            return Err(Refusal::new(field, "an alignment names a framework and a standard"));
        }
        let (sampled, met) = (alignment.sampled.unwrap_or(0), alignment.met.unwrap_or(0));
        if met < 0 || met > sampled {
            return Err(Refusal::new("met", "no more tasks are met than were sampled"));
        }
        match alignment.status {
            AlignmentStatus::Claimed => Ok(()),
            AlignmentStatus::Verified | AlignmentStatus::Rejected
                if alignment.by.is_none() || alignment.on.is_none() =>
            {
                let why = format!("an alignment is {} by somebody, on a day", alignment.status);
                Err(Refusal::new("status", why).then(": ", "hallpass standard verify PRODUCT CODE says so"))
            }
            AlignmentStatus::Rejected => Ok(()),
            AlignmentStatus::Verified if alignment.evidence.as_deref().unwrap_or("").trim().is_empty() => {
                Err(Refusal::new("evidence", "what is verified has a link to the evidence"))
            }
            AlignmentStatus::Verified if sampled < 1 || !enough_met(sampled, met) => {
                Err(Refusal::new("met", "what is verified met the standard in two thirds of the sampled tasks"))
            }
            AlignmentStatus::Verified => Ok(()),
        }
    }
}

/// Do so many of the sampled tasks prove it? Two thirds do.
pub fn enough_met(sampled: i64, met: i64) -> bool {
    met.saturating_mul(3) >= sampled.saturating_mul(2)
}
