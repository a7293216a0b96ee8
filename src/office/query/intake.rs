//! What the intake form asks while it is filled, and what it sends: who else wants the product, what
//! is owned that does the same, and what becomes of the request. Knows nothing of how a form looks.

use chrono::NaiveDate;

use crate::domain::find::SchoolName;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::product::{DataUse, ProductId};
use crate::domain::request::{RequestId, Track};
use crate::domain::review::{Ours, QueueRow};
use crate::domain::school::SchoolId;
use crate::domain::status;
use crate::domain::taught::TeachesSame;
use crate::office::Receipt;

/// What a request begins with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RequestOpening {
    /// The product, as it was looked for.
    pub product: String,
    /// The school it is asked for; none for the district.
    pub school: Option<SchoolName>,
    /// The grades it is asked for, as far as they are known.
    pub grades: Grades,
    /// What for, as far as that is known.
    pub reason: String,
}

impl RequestOpening {
    /// One of which only the school is known.
    pub fn at(school: Option<SchoolName>) -> RequestOpening {
        RequestOpening {
            school,
            ..RequestOpening::default()
        }
    }

    /// What its draft is kept under: the product, else what it is for and where; nothing where neither is known.
    pub fn about(&self) -> String {
        let product = self.product.trim_end();
        if !product.is_empty() || self.reason.is_empty() {
            return product.to_owned();
        }
        let school = self.school.as_ref().map_or("", |school| &school.name);
        format!("{} at {school}", self.reason)
    }
}

/// A request as far as it is filled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RequestSoFar {
    /// The product's name, as typed so far.
    pub words: String,
    /// The product, where it was picked.
    pub product: Option<ProductId>,
    /// The school; the district where none is named yet.
    pub school: Option<SchoolId>,
    /// What it would cost a year.
    pub cost: Option<Cents>,
    /// What it learns about people.
    pub data: Option<DataUse>,
    /// Does it teach?
    pub instructional: Option<bool>,
    /// As what somebody asks.
    pub role: Option<String>,
    /// Is there a principal or department head behind it?
    pub sponsored: bool,
    /// Is there a reason?
    pub reasoned: bool,
    /// Codes of standards that the reason names.
    pub standards: Vec<String>,
}

/// What became of an ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entered {
    /// What happened.
    pub receipt: Receipt,
    /// The request it made or joined; none where the same person asked for the same already and it is decided.
    pub request: Option<RequestId>,
}

/// A product like the one typed.
#[derive(Clone, PartialEq, Debug)]
pub struct SimilarProduct {
    /// The id of the product.
    pub id: ProductId,
    /// Its name, with the edition.
    pub name: String,
    /// May it be used at the school?
    pub answer: status::StatusAnswer,
    /// The request that is open about it, which the ask would join; none where none is.
    pub open: Option<QueueRow>,
}

/// What is known already, and what becomes of the request.
#[derive(Clone, PartialEq, Debug)]
pub struct Outlook {
    /// The product that is meant, where it is one of the office.
    pub product: Option<ProductId>,
    /// Products with such a name, best first.
    pub known: Vec<SimilarProduct>,
    /// Where there are none: names like it.
    pub nearest: Vec<String>,
    /// What we own that does the same.
    pub ours: Vec<Ours>,
    /// What of ours teaches the standards that the reason names, or that the product is said to teach.
    pub teach_same: Vec<TeachesSame>,
    /// The reviews it goes to, each with who may do it.
    pub reviews: Vec<(Track, Vec<String>)>,
    /// The day it is.
    pub today: NaiveDate,
    /// The day an answer is due.
    pub due_on: NaiveDate,
    /// The same in working days from today.
    pub working_days: i64,
    /// What to tell who asks.
    pub say: String,
    /// Why the policy refuses it as it is filled now.
    pub refused: Option<String>,
    /// What the policy says of it otherwise, one sentence each.
    pub advice: Vec<String>,
}

impl Outlook {
    /// The product that is meant, with what is known of it.
    pub fn meant(&self) -> Option<&SimilarProduct> {
        self.known
            .iter()
            .find(|known| Some(known.id) == self.product)
    }
}
