//! What may be asked of the records, what may come back, and who answers.
//!
//! The screens' `app` sends it through the worker. Payloads are domain types; a question never names a view, so
//! that any view or popup may ask it.

pub mod dashboard;
pub mod form;
pub mod import;
pub mod intake;
pub mod overlap;
pub mod policy;
pub mod renewal;
pub mod review;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::form::{Clash, Facts, Saving};
use self::import::{Bringing, Preview};
use self::intake::{Outlook, Wanting};
use self::policy::{InForce, Turned, Turning};
use self::renewal::Agenda;
use self::review::{Did, Doing, Key};

use crate::domain::grade::Grades;
use crate::domain::record::Kind;
use crate::domain::renewal::agenda::AgendaSheet;
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::review::{
    Ahead, Intake, QueueFilter, QueueRow, QueueSize, Sheet, Throughput, Who,
};
use crate::domain::status;
use crate::exchange::write::{Format, Table};
use crate::store::{Card, Entry, MatrixCell, Overview, Placed};

/// A school to stay at, as the person picked it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// The record's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What tells it from others of that name.
    pub note: String,
}

/// A list to be written to a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    /// What the file is called, before the date.
    pub name: String,
    /// What stands in it.
    pub contents: Contents,
}

/// What stands in an exported list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Contents {
    /// These rows.
    Table(Table),
    /// The seats in use of these products at these schools, still to be read.
    Matrix {
        /// The rows.
        products: Vec<i64>,
        /// The columns.
        schools: Vec<i64>,
    },
}

impl Listing {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        match &self.contents {
            Contents::Table(table) => table.rows.len(),
            Contents::Matrix { products, .. } => products.len(),
        }
    }
}

/// A product, and the school where it is to be used; the district where none is named.
pub type Pair = (i64, Option<i64>);

/// One question, or one change to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Every school a person may stay at.
    Schools,
    /// The products that fit what was typed, each with its answer.
    Find {
        /// A product and perhaps a school.
        typed: String,
        /// The school all views stay at.
        school: Option<i64>,
    },
    /// Everything about one product.
    Card {
        /// The product.
        product: i64,
        /// Where; the district as a whole where nothing is named.
        school: Option<i64>,
    },
    /// Every school and every placed product with its sums.
    Overview,
    /// What is placed at one school.
    Placed {
        /// The school.
        school: i64,
    },
    /// May these be used there? Only for rows that can be seen.
    Words(Vec<Pair>),
    /// The seats of these products at these schools.
    Cells {
        /// The rows.
        products: Vec<i64>,
        /// The columns.
        schools: Vec<i64>,
    },
    /// The rows of the review queue.
    Queue(QueueFilter),
    /// How many open rows the review queue has, at this school; in the whole district where none is named.
    QueueSize(Option<i64>),
    /// What is decided, and which decision is due next for another look.
    Ahead,
    /// Everything a reviewer is shown of one row of the queue.
    Sheet(Key),
    /// The newest lines of a request's history.
    Story(i64),
    /// What was decided this month.
    Throughput,
    /// Every contract that still runs, in the term that runs today.
    Agenda,
    /// Everything about one contract's renewal.
    AgendaSheet(i64),
    /// A fiscal year by month.
    FiscalYear(renewal::YearOf),
    /// The letter that tells the vendor that this contract ends.
    Letter(i64),
    /// A deed on contracts.
    Renewal(Box<renewal::Doing>),
    /// Write the dates of these contracts to a calendar file.
    Dates(Vec<i64>),
    /// Where the district pays twice, all of it.
    Overlaps,
    /// Everything about the overlap with this fingerprint.
    Overlap(String),
    /// A deed on overlaps.
    Overlapping(Box<overlap::Doing>),
    /// Make one record of two.
    Merge(Box<overlap::Merging>),
    /// What is at risk in a fiscal year, why, and what to do first.
    Dashboard(dashboard::Counting),
    /// The ledger's sums at the end of each of the last months.
    Trend,
    /// Who answers for each product.
    Owners,
    /// Who is trained in each product.
    Coverage,
    /// What the person with this login holds.
    Held(String),
    /// Somebody is to answer for products.
    Naming(Box<dashboard::Naming>),
    /// Everything one person holds goes to another.
    Handover(Box<dashboard::Handing>),
    /// Everybody who may be given something to do.
    People,
    /// Deeds on rows of the queue.
    Review(Box<Doing>),
    /// Take what is due next for me, and go there.
    NextForMe,
    /// Write a list to a file.
    Export(Box<Listing>, Format),
    /// Who changed a record and what belongs to it.
    History {
        /// Its noun.
        kind: Kind,
        /// Its id.
        id: i64,
    },
    /// What a form about this noun needs, and the record it opens on.
    Form {
        /// Its noun.
        kind: Kind,
        /// The record; none for a new one.
        id: Option<i64>,
    },
    /// Files whose path begins so.
    Paths(String),
    /// What a file would do.
    Preview(Bringing),
    /// Bring a file in.
    Import(Bringing),
    /// A form was filled.
    Save(Box<Saving>),
    /// Copy the office file, beside it.
    Backup,
    /// Somebody looked up this product's answer.
    LookedUp(i64),
    /// What is known of a request that is being filled.
    Outlook(Box<Wanting>),
    /// The district's policy.
    Policy,
    /// What turning a knob of the policy would change.
    Turned(Box<Turning>),
    /// Turn a knob of the policy.
    Turn(Box<Turning>),
    /// Somebody asks for a product.
    Request(Box<Intake>),
    /// Words left on a record.
    Note {
        /// Its noun.
        about: Kind,
        /// Its id.
        record: i64,
        /// Its name.
        what: String,
        /// The words.
        text: String,
    },
    /// Words that people say are another name of this product.
    AlsoCalled {
        /// The product.
        product: i64,
        /// Its name.
        called: String,
        /// The words.
        words: String,
    },
    /// Take back my last change.
    Undo,
    /// Put back what I last took back.
    Redo,
}

impl Ask {
    /// Whether it changes records or files: never dropped, never overtaken.
    pub fn is_change(&self) -> bool {
        match self {
            Self::Schools
            | Self::Find { .. }
            | Self::Card { .. }
            | Self::Overview
            | Self::Placed { .. }
            | Self::Words(_)
            | Self::Cells { .. }
            | Self::History { .. }
            | Self::Form { .. }
            | Self::Outlook(_)
            | Self::Policy
            | Self::Turned(_)
            | Self::Paths(_)
            | Self::Queue(_)
            | Self::QueueSize(_)
            | Self::Ahead
            | Self::Sheet(_)
            | Self::Story(_)
            | Self::Throughput
            | Self::Agenda
            | Self::AgendaSheet(_)
            | Self::FiscalYear(_)
            | Self::Letter(_)
            | Self::Dashboard(_)
            | Self::Trend
            | Self::Owners
            | Self::Coverage
            | Self::Held(_)
            | Self::Overlaps
            | Self::Overlap(_)
            | Self::People
            | Self::Preview(_) => false,
            Self::LookedUp(_)
            | Self::Export(..)
            | Self::Import(_)
            | Self::Save(_)
            | Self::Backup
            | Self::Request(_)
            | Self::Turn(_)
            | Self::Note { .. }
            | Self::AlsoCalled { .. }
            | Self::Review(_)
            | Self::Renewal(_)
            | Self::Naming(_)
            | Self::Handover(_)
            | Self::Overlapping(_)
            | Self::Merge(_)
            | Self::Dates(_)
            | Self::NextForMe
            | Self::Undo
            | Self::Redo => true,
        }
    }

    /// Whether it reads the records as they stood month by month, which nobody waits for.
    pub fn looks_back(&self) -> bool {
        matches!(self, Self::Trend)
    }

    /// Whether finding it out takes so long on a big file that other answers must not wait for it.
    pub fn is_long(&self) -> bool {
        matches!(
            self,
            Self::Overlaps | Self::Overlap(_) | Self::Dashboard(_) | Self::Owners | Self::Coverage
        )
    }

    /// Whether keys that act on rows wait for its answer. What only fills in details does not hold
    /// anybody up.
    pub fn brings_rows(&self) -> bool {
        matches!(
            self,
            Self::Schools
                | Self::Find { .. }
                | Self::Overview
                | Self::Placed { .. }
                | Self::History { .. }
                | Self::Outlook(_)
                | Self::Policy
                | Self::Paths(_)
                | Self::Queue(_)
                | Self::Sheet(_)
                | Self::Agenda
                | Self::AgendaSheet(_)
                | Self::Letter(_)
                | Self::Dashboard(_)
                | Self::Owners
                | Self::Coverage
                | Self::Overlaps
                | Self::Overlap(_)
                | Self::People
                | Self::Preview(_)
        )
    }

    /// Whether its answer may lead somewhere else, or move the row under the cursor away, so that keys typed after it wait for that.
    pub fn leads_on(&self) -> bool {
        match self {
            Self::NextForMe | Self::Merge(_) => true,
            Self::Review(doing) => doing.begins(),
            Self::Renewal(doing) => doing.decides(),
            Self::Overlapping(doing) => doing.decides(),
            _ => false,
        }
    }

    /// Whether a newer question of this kind makes the older one pointless.
    pub fn replaces(&self, older: &Self) -> bool {
        !self.is_change() && std::mem::discriminant(self) == std::mem::discriminant(older)
    }
}

/// A product that fits, with its answer.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundRow {
    /// The product.
    pub id: i64,
    /// Its name, with the edition.
    pub name: String,
    /// The other name by which it was found.
    pub alias: Option<String>,
    /// May it be used?
    pub answer: status::Answer,
}

/// What the finder found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The best fits, best first.
    pub rows: Vec<FoundRow>,
    /// How many fit in all.
    pub total: usize,
    /// How many products are known.
    pub known: usize,
    /// The school the answers are for.
    pub place: Option<Choice>,
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
    pub unnamed: Option<status::Answer>,
}

/// What came back.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// The schools, by name.
    Schools(Vec<Choice>),
    /// Products that fit.
    Found(Box<Found>),
    /// A product's card.
    Card(Box<Card>),
    /// Lines of history, newest first.
    History(Vec<Entry>),
    /// What a form needs.
    Form(Box<Facts>),
    /// What is known of a request that is being filled.
    Outlook(Box<Outlook>),
    /// The district's policy.
    Policy(Box<InForce>),
    /// What turning a knob would change.
    Turned(Box<Turned>),
    /// Paths that begin as typed; a folder ends in `/`.
    Paths(Vec<String>),
    /// What a file would do.
    Preview(Box<Preview>),
    /// Nothing was saved: somebody else saved the same field first.
    Clash(Box<Clash>),
    /// The district's sums.
    Overview(Arc<Overview>),
    /// What is placed at the school, dearest first.
    Placed(Vec<Placed>),
    /// The rows of the queue.
    Queue(Vec<QueueRow>),
    /// How many open rows the queue has.
    QueueSize(QueueSize),
    /// What is over, and what comes next by itself.
    Ahead(Ahead),
    /// What a reviewer is shown of one row of the queue.
    Sheet(Box<Sheet>),
    /// The newest lines of a request's history, newest first.
    Story(Vec<Entry>),
    /// What was decided this month.
    Throughput(Throughput),
    /// Contracts that still run.
    Agenda(Agenda),
    /// Everything about one contract's renewal.
    AgendaSheet(Box<AgendaSheet>),
    /// A fiscal year by month.
    FiscalYear(Box<ByMonth>),
    /// A letter.
    Letter(String),
    /// Where the district pays twice.
    Overlaps(overlap::Board),
    /// Everything about one overlap.
    Overlap(Box<overlap::Known>),
    /// What is at risk, and the cells it is made of.
    Dashboard(Box<dashboard::Counted>),
    /// Who answers for what.
    Owners(Box<dashboard::Owned>),
    /// Who is trained in what.
    Coverage(Box<dashboard::Coverage>),
    /// Months by their first day, the earliest first, with the sums.
    Trend(Vec<(chrono::NaiveDate, crate::domain::waste::Totals)>),
    /// What somebody holds: what it is, and its name.
    Held(Vec<(String, String)>),
    /// People, by name.
    People(Vec<Who>),
    /// Deeds on rows of the queue were done.
    Did(Box<Did>),
    /// The answers, each with what it is about.
    Words(Vec<(Pair, status::Answer)>),
    /// The cells that are not empty.
    Cells(Vec<MatrixCell>),
    /// Something was done that leaves the records as they are; the sentence says what.
    Told(String),
    /// A change was made; the sentence says which. An empty one says nothing.
    Done(String),
    /// It could not be; the sentence says why, what was kept and what to press.
    Failed(String),
}

/// Answers questions; lives in the worker thread, or in a test.
pub trait Answerer: Send {
    /// Answers one question or makes one change. May take as long as it needs.
    fn answer(&mut self, ask: &Ask) -> Answer;
    /// Whether somebody else changed the records since the last call.
    fn others_changed(&mut self) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_replaces_nothing() {
        assert!(Ask::Schools.replaces(&Ask::Schools));
        assert!(!Ask::Undo.replaces(&Ask::Undo));
        assert!(!Ask::Schools.replaces(&Ask::Undo));
    }
}
