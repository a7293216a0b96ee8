//! The questions that can be asked of the office, and what comes back. Answering one changes nothing.
//!
//! Asked by views and popups through the worker; a command calls the method that answers it. Payloads are domain types
//! or rows that the store has put together, which are named here for both; a question never names a view, so that any
//! view or popup may ask it. To add one: a row in the table below, and its arm in `office/dispatch.rs`.

pub mod dashboard;
pub mod form;
pub mod import;
pub mod intake;
pub mod neighbours;
pub mod overlap;
pub mod policy;
pub mod region;
pub mod renewal;
pub mod review;
pub mod standards;

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::contract::ContractId;
use crate::domain::find::SchoolName;
use crate::domain::grade::Grades;
use crate::domain::ownership::Held;
use crate::domain::person::PersonRow;
use crate::domain::product::ProductId;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::renewal::agenda::AgendaSheet;
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::request::RequestId;
use crate::domain::review::{
    Ahead, PersonName, QueueFilter, QueueRow, QueueSize, ReviewSheet, Throughput,
};
use crate::domain::school::SchoolId;
use crate::domain::standards::framework::StandardId;
use crate::domain::status;
use crate::domain::waste::Totals;
use crate::office::Head;
use crate::office::lists::keys::PersonKeyRow;
pub use crate::store::{
    AtSchool, Card, ContractOfProduct, HistoryEntry, HistoryFilter, KeptCounts, MatrixCell,
    Overview, Placed, ProductRow, SchoolRow,
};

/// A product, and the school where it is to be used; the district where none is named.
pub type Pair = (ProductId, Option<SchoolId>);

/// How long an answer takes on a big file. Each pace has a thread of its own, so that no quick answer waits behind
/// a slow one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// While somebody types: nothing else is to delay a letter.
    Typed,
    /// Within a key's time.
    Quick,
    /// Reads what the whole district pays.
    Long,
    /// Reads the records as they stood month by month, which nobody waits for.
    LooksBack,
    /// Asks a server elsewhere, which may not answer for long.
    Elsewhere,
}

/// What waits for an answer that is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitsFor {
    /// Keys that act on rows, and the next frame: the answer brings those rows.
    Keys,
    /// The next frame, for a few milliseconds: the answer fills in details.
    Frame,
    /// Nothing: it is drawn when it comes.
    Nothing,
}

/// Declares the questions. One row: what is asked, what comes back, how long that takes, and what waits for it.
macro_rules! queries {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($asked:ty))? $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })?
            => $answer:ty, $pace:ident, $waits:ident;
    )+) => {
        /// One question. The records and files are the same after it.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Query {
            $($(#[$doc])* $name $(($asked))? $({ $($(#[$field_doc])* $field: $type),+ })?),+
        }

        /// What comes back, under the name of its question.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Answer {
            $(#[doc = concat!("What was asked by [`Query::", stringify!($name), "`].")] $name($answer)),+
        }

        impl Query {
            /// What each is called.
            #[cfg(test)]
            pub(in crate::office) const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// How long its answer takes.
            pub fn pace(&self) -> Pace {
                match self { $(Self::$name { .. } => Pace::$pace),+ }
            }

            /// What waits for its answer.
            pub fn waits(&self) -> WaitsFor {
                match self { $(Self::$name { .. } => WaitsFor::$waits),+ }
            }
        }
    };
}

queries! {
    /// Every school a person may stay at, by name.
    Schools => Vec<SchoolName>, Quick, Keys;
    /// The products that fit what was typed, each with its answer.
    Find {
        /// A product and perhaps a school.
        typed: String,
        /// The school all views stay at.
        school: Option<SchoolId>,
        /// Which of those that fit, by their places from 0, bring their answers.
        rows: Range<usize>,
    } => Box<FoundProducts>, Typed, Keys;
    /// Everything about one product.
    Card {
        /// The id of the product.
        product: ProductId,
        /// Where; the district as a whole where nothing is named.
        school: Option<SchoolId>,
        /// The other name by which it was found.
        alias: Option<String>,
    } => Box<Card>, Quick, Nothing;
    /// Every school and every placed product with its sums.
    Overview => Arc<Overview>, Quick, Keys;
    /// What is placed at one school, dearest first.
    Placed {
        /// The id of the school.
        school: SchoolId,
    } => Vec<Placed>, Quick, Keys;
    /// May these be used there? Only for rows that can be seen; each answer with what it is about.
    Words(Vec<Pair>) => Vec<(Pair, status::StatusAnswer)>, Quick, Frame;
    /// The seats of these products at these schools; cells without seats are left out.
    Cells {
        /// The ids of the products, a row each, in order.
        products: Vec<ProductId>,
        /// The ids of the schools, a column each, in order.
        schools: Vec<SchoolId>,
    } => Vec<MatrixCell>, Quick, Frame;
    /// The rows of the review queue.
    Queue(QueueFilter) => Arc<Vec<QueueRow>>, Quick, Keys;
    /// How many open rows the review queue has, at this school; in the whole district where none is named.
    QueueSize(Option<SchoolId>) => QueueSize, Quick, Frame;
    /// What is decided, and which decision is due next for another look.
    Ahead => Ahead, Quick, Frame;
    /// Everything a reviewer is shown of one row of the queue.
    Sheet(review::RowKey) => Box<ReviewSheet>, Quick, Keys;
    /// The newest lines of a request's history, newest first.
    Story(RequestId) => Vec<HistoryEntry>, Quick, Frame;
    /// What was decided this month.
    Throughput => Throughput, Quick, Frame;
    /// Every contract in the term that runs today, the most urgent first; also what has ended.
    Agenda => renewal::Agenda, Quick, Keys;
    /// Everything about one contract's renewal.
    AgendaSheet(ContractId) => Box<AgendaSheet>, Quick, Keys;
    /// A fiscal year by month.
    FiscalYear(renewal::YearOf) => Box<ByMonth>, Quick, Frame;
    /// The letter that tells the vendor that this contract ends.
    Letter(ContractId) => String, Quick, Keys;
    /// The letters that end these contracts, one below the other.
    Letters(Vec<ContractId>) => String, Quick, Keys;
    /// Where the district pays twice, all of it.
    Overlaps => overlap::Board, Long, Keys;
    /// The alerts about this school, each with what is at stake there.
    OverlapsAt(SchoolId) => overlap::BoardAt, Long, Keys;
    /// How many alerts are open; none where nobody has looked since the records changed.
    OpenOverlaps => Option<KeptCounts>, Quick, Nothing;
    /// Everything about the overlap with this fingerprint.
    Overlap(String) => Box<overlap::AlertDetails>, Long, Keys;
    /// How many holes there are at each school; none where nobody has counted since the records changed.
    OpenHoles => Option<standards::OpenHoles>, Quick, Nothing;
    /// Where groups fall short of a standard: a page of them.
    Gaps(standards::BoardOf) => Box<standards::GapsBoard>, Long, Keys;
    /// Everything about one gap; none where it is told no more.
    Gap(standards::GapKey) => Option<Box<standards::GapDetails>>, Long, Keys;
    /// What is bought three times over, bought for nobody's gap, or only claimed: a page of it.
    StandardsListed(standards::ListOf) => Box<standards::ListedStandards>, Long, Keys;
    /// How many there are of each, at this school; in the whole district where none is named.
    StandardCounts(Option<SchoolId>) => standards::StandardCounts, Long, Nothing;
    /// Everything about one standard.
    StandardPage(StandardId) => Box<standards::StandardPage>, Long, Keys;
    /// How far every open school is covered, by grade.
    Covered => Box<standards::CoverTable>, Long, Keys;
    /// The district's own standards by the products that are aligned to most of them.
    Crossed(standards::CrossOf) => Box<standards::CrossTable>, Long, Keys;
    /// What is at risk in a fiscal year, why, and what to do first.
    Dashboard(dashboard::DashboardOf) => Box<dashboard::CountedDashboard>, Long, Keys;
    /// The cells that a figure of it is made of: a page of them.
    WasteCells(dashboard::WasteCellsOf) => Box<dashboard::WasteCells>, Long, Keys;
    /// The ledger's sums at the end of each of the last months, by the month's first day, the earliest first.
    Trend => Vec<(NaiveDate, Totals)>, LooksBack, Nothing;
    /// Who answers for each product.
    Owners => Box<dashboard::Ownership>, Long, Keys;
    /// Who is trained in each product.
    Coverage => Box<dashboard::Coverage>, Long, Keys;
    /// What the person with this login holds: what a handover would move.
    Held(String) => Vec<Held>, Quick, Frame;
    /// The public keys of the person with this login, also those that were removed.
    PublicKeys(String) => Vec<PersonKeyRow>, Quick, Frame;
    /// Everybody who was ever known here, with what they may do.
    Everybody => Vec<PersonRow>, Quick, Keys;
    /// Everybody who may be given something to do, by name.
    People => Vec<PersonName>, Quick, Keys;
    /// Who changed a record and what belongs to it, newest first.
    History(RecordRef) => Vec<HistoryEntry>, Quick, Keys;
    /// What a form about this noun needs, and the record it opens on.
    Form {
        /// What the record is.
        kind: Kind,
        /// The record; none for a new one.
        id: Option<i64>,
    } => Box<form::FormFacts>, Quick, Frame;
    /// Files whose path begins so; a folder ends in `/`.
    Paths(String) => Vec<String>, Quick, Keys;
    /// What a file would do.
    Preview(import::ImportFile) => Box<import::Preview>, Quick, Keys;
    /// What is known of a request that is being filled.
    Outlook(Box<intake::RequestSoFar>) => Box<intake::Outlook>, Quick, Keys;
    /// The district's policy.
    Policy => Box<policy::PolicyInForce>, Quick, Keys;
    /// What neighbours of the region say of a product; none where they cannot be asked.
    Neighbours(ProductId) => Option<Box<neighbours::NeighboursTold>>, Elsewhere, Nothing;
    /// A page of a list over all districts of a region.
    Shared(region::SharedOf) => Box<region::SharedPage>, Elsewhere, Keys;
    /// Everything that districts of a region share of the product that it knows by this, a line each.
    SharedThing(String) => Vec<String>, Elsewhere, Frame;
    /// What turning a knob of the policy would change.
    PolicyEffects(Box<policy::PolicySetting>) => Box<policy::PolicyEffects>, Quick, Frame;
}

impl Query {
    /// Whether its answer is in a file of this host beside the office file.
    pub fn reads_files(&self) -> bool {
        matches!(self, Self::Paths(_) | Self::Preview(_))
    }

    /// Whether keys that act on rows wait for its answer.
    pub fn brings_rows(&self) -> bool {
        self.waits() == WaitsFor::Keys
    }

    /// Whether it asks the same as an older one, perhaps about something else: the older is then pointless.
    pub fn replaces(&self, older: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(older)
    }
}

/// Answers questions; lives in a thread of its own, or in a test.
pub trait Answerer: Send {
    /// Answers one question; may take as long as it needs. The error is a sentence that says why it cannot be
    /// answered and what to press.
    fn answer(&mut self, query: &Query) -> Result<Answer, String>;

    /// Where history stands before the next answer is read; none where there is none.
    fn head(&mut self) -> Option<Head> {
        None
    }

    /// Keeps in the file what it took long to find for the answer to this question, so that nobody looks for it twice. No
    /// answer writes: this is asked for by itself, once the answer is there.
    fn keep(&mut self, _query: &Query) {}

    /// Whether somebody else changed the records since the last call.
    fn others_changed(&mut self) -> bool;

    /// Nobody has asked anything for a while: lets go of what is quickly there again and nobody holds but this.
    fn rest(&mut self) {}

    /// Why whoever sits here may not be in any more, with what to do; none while they may. Asked before each answer.
    fn shut_out(&mut self) -> Option<String> {
        None
    }
}

/// A product that fits, with its answer.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundRow {
    /// The id of the product.
    pub id: ProductId,
    /// Its name, with the edition.
    pub name: String,
    /// The other name by which it was found.
    pub alias: Option<String>,
    /// May it be used?
    pub answer: status::StatusAnswer,
}

/// What the finder found.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundProducts {
    /// All that fit, best first.
    pub ids: Vec<ProductId>,
    /// The place among them of the first row that was asked for.
    pub first: usize,
    /// The rows that were asked for, with their answers.
    pub rows: Vec<FoundRow>,
    /// How many products are known.
    pub known: usize,
    /// The school the answers are for.
    pub place: Option<SchoolName>,
    /// What is unclear about the school.
    pub note: Option<String>,
    /// The words for the product, what is left over too.
    pub product_words: String,
    /// Of these, what is left over beside the words that find the rows: neither school nor product.
    pub unknown: Vec<String>,
    /// The words that name the school.
    pub school_words: String,
    /// Where nothing fits: known names like it.
    pub nearest: Vec<String>,
    /// The grades that were typed.
    pub grades: Grades,
    /// Where the rows are only like what was typed, or like a part of it: the answer for what nobody listed.
    pub unnamed: Option<status::StatusAnswer>,
}
