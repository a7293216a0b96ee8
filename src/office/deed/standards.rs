//! What people say of standards, and which product they give a group.

use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::office::standards::Proof;

/// A deed about one standard, which is named so that it is no other: `CCSS-M:4.NF.B.3`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StandardDeed {
    /// A product was seen to teach it.
    Verify {
        /// The product.
        product: ProductId,
        /// The standard that is claimed of it.
        code: String,
        /// What was seen.
        proof: Proof,
    },
    /// A product was seen not to teach it, though somebody claims it.
    Reject {
        /// The product.
        product: ProductId,
        /// The standard that is claimed of it.
        code: String,
        /// The part of the product; all that is claimed where none is named.
        module: Option<String>,
        /// Why.
        reason: String,
    },
    /// Somebody is to verify what is claimed.
    Hand {
        /// The product.
        product: ProductId,
        /// The standard that is claimed of it.
        code: String,
        /// The part of the product; all that is claimed where none is named.
        module: Option<String>,
        /// The login of who is to; nobody where none is named.
        to: Option<String>,
    },
    /// No product is wanted for it.
    Waive {
        /// The standard.
        code: String,
        /// Why.
        reason: String,
    },
    /// A product is used for the gap of a group, and the sheet says so to the principal and the teacher.
    Route {
        /// The standard.
        code: String,
        /// Where.
        school: SchoolId,
        /// The grade.
        grade: Grade,
        /// What is used.
        product: ProductId,
    },
}
