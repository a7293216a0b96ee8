//! What can be done at the office: deeds that change records or files, and what became of them.
//!
//! Sent by views and popups through the worker, which never drops one and lets nothing sent later overtake it. To
//! add one: a row in the table below, and its arm in `office/dispatch.rs`.

pub mod form;
pub mod overlap;
pub mod ownership;
pub mod renewal;
pub mod review;
pub mod standards;

use self::form::{Clash, FilledForm};
use self::ownership::{Handover, LastDay, NewKey, NewOwner};
use self::review::{Reply, ReviewDone};
use crate::domain::contract::ContractId;
use crate::domain::person::key::KeyId;
use crate::domain::presence::Editing;
use crate::domain::product::ProductId;
use crate::domain::put::ChangeSetId;
use crate::domain::record::RecordRef;
use crate::domain::request::RequestId;
use crate::domain::review::Intake;
use crate::domain::school::SchoolId;
use crate::exchange::write::{Format, Table};
use crate::office::Head;
use crate::office::Receipt;
use crate::office::query::Answerer;
use crate::office::query::dashboard::WasteCellsOf;
use crate::office::query::import::ImportFile;
use crate::office::query::policy::PolicySetting;
use crate::office::query::region::SharedOf;
use crate::office::query::standards::{BoardOf, ListOf};

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
    /// The overlaps of these fingerprints, in order, still to be read with their cells.
    Overlaps(Vec<String>),
    /// These products of a school, by id and buyer, still to be read with the word for each.
    Placed {
        /// The id of the school.
        school: SchoolId,
        /// The rows, in order.
        keys: Vec<(ProductId, Option<SchoolId>)>,
    },
    /// The answers about these products, still to be read: those that these words find at this school, or in the
    /// district as a whole.
    Answers {
        /// What was typed.
        typed: String,
        /// The school all views stay at.
        school: Option<SchoolId>,
        /// The ids of the products.
        products: Vec<ProductId>,
    },
    /// These cells of the ledger, still to be read.
    Waste {
        /// Which, in which order.
        of: WasteCellsOf,
        /// How many there are.
        rows: usize,
    },
    /// These gaps, still to be read.
    Gaps {
        /// Which, in which order.
        of: BoardOf,
        /// How many there are.
        rows: usize,
    },
    /// These rows of standards and products, still to be read.
    Standards {
        /// Which, in which order.
        of: ListOf,
        /// How many there are.
        rows: usize,
    },
    /// A list over all districts of a region, still to be read to its end.
    Shared {
        /// Which.
        of: SharedOf,
        /// By which letter of its sort menu, and whether the other way round.
        order: (char, bool),
    },
    /// The seats in use of these products at these schools, still to be read.
    Matrix {
        /// The ids of the products, a row each, in order.
        products: Vec<ProductId>,
        /// The ids of the schools, a column each, in order.
        schools: Vec<SchoolId>,
    },
}

impl Listing {
    /// How many rows it has; none where that is known once it is read.
    pub fn rows(&self) -> Option<usize> {
        Some(match &self.contents {
            Contents::Table(table) => table.rows.len(),
            Contents::Overlaps(keys) => keys.len(),
            Contents::Placed { keys, .. } => keys.len(),
            Contents::Waste { rows, .. }
            | Contents::Gaps { rows, .. }
            | Contents::Standards { rows, .. } => *rows,
            Contents::Answers { products, .. } | Contents::Matrix { products, .. } => {
                products.len()
            }
            Contents::Shared { .. } => return None,
        })
    }
}

/// Declares the deeds. One row: what is done; what it changes; and whether keys typed after it wait,
/// since it may lead somewhere else or move the row under the cursor away.
macro_rules! deeds {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($of:ident: $type:ty))? $({ $($(#[$field_doc:meta])* $field:ident: $field_type:ty),+ $(,)? })?
            => $changes:ident, $holds_keys:expr;
    )+) => {
        /// One deed: it changes records, or files, or counts what was looked up.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Deed {
            $($(#[$doc])* $name $(($type))? $({ $($(#[$field_doc])* $field: $field_type),+ })?),+
        }

        impl Deed {
            /// Whether what was read from the records must be read again.
            pub fn changes_records(&self) -> bool {
                matches!(self.changes(), Changes::Records | Changes::RecordsByFile)
            }

            /// Whether it reads or writes a file of this host beside the office file.
            pub fn touches_files(&self) -> bool {
                matches!(self.changes(), Changes::File | Changes::RecordsByFile)
            }

            fn changes(&self) -> Changes {
                match self { $(Self::$name { .. } => Changes::$changes),+ }
            }

            /// Whether keys typed after it wait for its end.
            pub fn holds_keys(&self) -> bool {
                match self {
                    $(Self::$name $(($of))? $({ $($field: _),+ })? => { $(let _ = $of;)? $holds_keys })+
                }
            }
        }
    };
}

/// What a deed changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    /// What anybody may have read.
    Records,
    /// The same, by a file that is read.
    RecordsByFile,
    /// A file beside them.
    File,
    /// A count that no screen shows.
    Count,
}

deeds! {
    /// Deeds on rows of the queue.
    Review(doing: Box<review::QueueDeeds>) => Records, doing.begins();
    /// Take a neighbour's decision into the review of a product, as claims to check.
    Claims(taking: Box<review::TakenClaims>) => Records, true;
    /// Take what is due next for me, and go there.
    NextForMe => Records, true;
    /// A deed on contracts.
    Renewal(doing: Box<renewal::ContractDeeds>) => Records, doing.decides();
    /// A deed on overlaps.
    Overlap(doing: Box<overlap::OverlapDeeds>) => Records, doing.decides();
    /// Make one record of two.
    Merge(merging: Box<overlap::ProductMerge>) => Records, true;
    /// Something is said of a standard, or a product is given to a group that falls short of it.
    Standard(doing: Box<standards::StandardDeed>) => Records, true;
    /// Somebody is to answer for products.
    NameOwner(owner: Box<NewOwner>) => Records, false;
    /// Everything one person holds goes to another.
    Handover(handover: Box<Handover>) => Records, false;
    /// Somebody leaves, or is back.
    Leave(last: Box<LastDay>) => Records, false;
    /// Let somebody in by this public key.
    AddKey(new: Box<NewKey>) => Records, false;
    /// Let nobody in by this public key any more.
    RemoveKey(key: KeyId) => Records, false;
    /// Somebody asks for a product.
    Request(intake: Box<Intake>) => Records, false;
    /// A form was filled.
    Save(form: Box<FilledForm>) => Records, false;
    /// Bring a file in.
    Import(file: ImportFile) => RecordsByFile, false;
    /// Turn a knob of the policy.
    SetPolicy(setting: Box<PolicySetting>) => Records, false;
    /// Words left on a record.
    Note {
        /// The record.
        about: RecordRef,
        /// What the record is called in the receipt.
        what: String,
        /// What the note says.
        text: String,
    } => Records, false;
    /// Words that people say are another name of this product.
    AlsoCalled {
        /// The id of the product.
        product: ProductId,
        /// What the product is called in the receipt.
        called: String,
        /// What it shall be called as well.
        words: String,
    } => Records, false;
    /// Take back my last change, or say first what that would be.
    Undo {
        /// The change set that was said and is meant; none has one that is not to be taken back unseen said first.
        said: Option<ChangeSetId>,
    } => Records, false;
    /// Put back what I last took back, or say first what that would be.
    Redo {
        /// The same of the one that took it back.
        said: Option<ChangeSetId>,
    } => Records, false;
    /// Take back the change set of a line of history, or say first what that would be.
    TakeBack {
        /// The change set.
        change_set: ChangeSetId,
        /// The change set that was said and is meant, as with `Undo`.
        said: Option<ChangeSetId>,
    } => Records, false;
    /// Somebody looked up this product's answer, which is counted.
    LookedUp(product: ProductId) => Count, false;
    /// Write a list to a file.
    Export {
        /// What the view lists, in its order, and what the file is called.
        listing: Box<Listing>,
        /// What kind of file.
        format: Format,
    } => File, false;
    /// Write the dates of these contracts to a calendar file.
    Dates(contracts: Vec<ContractId>) => File, false;
    /// Copy the office file, beside it.
    Backup => File, false;
}

impl Deed {
    /// How many things it is about that a person chose or marked; none where a file says what they are, and of what
    /// turns an earlier deed.
    pub fn things(&self) -> Option<usize> {
        match self {
            Deed::Import(_) | Deed::Undo { .. } | Deed::Redo { .. } | Deed::TakeBack { .. } => None,
            Deed::Review(doing) => Some(doing.subjects.len()),
            Deed::Renewal(doing) => Some(doing.subjects.len()),
            Deed::Overlap(doing) => Some(doing.subjects.len()),
            Deed::NameOwner(owner) => Some(owner.products.len()),
            _ => Some(1),
        }
    }
}

/// What is to be done next, after a deed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FollowUp {
    /// To write to the vendors of these contracts, the first day first.
    Letters(Vec<ContractId>),
    /// To send these words to whoever asked.
    Reply(Reply),
    /// To say of contracts what a file did not.
    Unknowns,
}

/// What a deed that was done tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeedDone {
    /// What happened and how to take it back, in a sentence; empty where nobody needs to hear of it.
    pub told: String,
    /// The request to go to.
    pub open: Option<RequestId>,
    /// The contract that was saved, where the cursor of its list is to stand.
    pub contract: Option<ContractId>,
    /// What is to be done next.
    pub next: Option<FollowUp>,
    /// Nothing was done yet: what was told is what the same deed does to this change set, once it names it.
    pub said: Option<ChangeSetId>,
}

impl DeedDone {
    /// Nothing but what the receipt says, with the keys of the screens.
    pub fn of(receipt: &Receipt) -> DeedDone {
        let letters = Some(receipt.letters.clone()).filter(|letters| !letters.is_empty());
        DeedDone {
            next: letters.map(FollowUp::Letters),
            ..DeedDone::told(receipt.with_keys())
        }
    }

    /// Nothing but this sentence.
    pub fn told(told: impl Into<String>) -> DeedDone {
        DeedDone {
            told: told.into(),
            ..DeedDone::default()
        }
    }
}

impl DeedDone {
    /// Nothing was done: this sentence says what would be done to this change set.
    pub fn asked(sentence: String, change_set: ChangeSetId) -> DeedDone {
        DeedDone {
            said: Some(change_set),
            ..DeedDone::told(sentence)
        }
    }
}

impl From<ReviewDone> for DeedDone {
    fn from(did: ReviewDone) -> DeedDone {
        DeedDone {
            told: did.with_keys(),
            open: did.open,
            next: did.reply.map(FollowUp::Reply),
            ..DeedDone::default()
        }
    }
}

/// Why a deed was not done; nothing of it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotDone {
    /// The sentence says why, what was kept and what to press.
    Failed(String),
    /// Somebody else saved the same field first.
    Clash(Box<Clash>),
}

/// What became of a deed.
pub type DeedResult = Result<DeedDone, NotDone>;

/// Carries out deeds; lives in the worker thread, or in a test.
pub trait Executor: Answerer {
    /// Carries out one deed, all of it or nothing; may take as long as it needs. `seen` is where history stood when what
    /// the person had before them was read: what others wrote since is not overwritten.
    fn carry_out(&mut self, deed: &Deed, seen: Option<Head>) -> DeedResult;

    /// This person has this record open to change it, or none; the others are told, in no record.
    fn edits(&mut self, _record: Option<RecordRef>) {}

    /// Which records others have open to change them.
    fn editors(&mut self) -> Vec<Editing> {
        Vec::new()
    }

    /// The person leaves: what was only counted on the way is written down.
    fn leaves(&mut self) {}
}
