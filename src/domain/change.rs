//! Everything a person can do to the records, as data.
//! A key, a command and an import row all end as a `Change`; the store's `apply` is the one place
//! that carries it out. Knows who may do what; knows nothing of how it is written.

use super::approval::ApprovalStatus;
use super::overlap::process::AlertDeed;
use super::person::{Role, Roles};
use super::put::{Given, KeptPuts, Put, Target};
use super::record::{Kind, RecordRef};
use super::renewal::agenda::RenewalDeed;
use super::request::{RequestId, Track};
use super::review::{Intake, ReviewDeed};
use super::rights::{AboutSchools, may_write, right};
use super::standards::reading::ReadingDeed;
use crate::domain::contract::ContractId;
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;

/// What somebody does to the records: one change set, one line of history, one undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An office begins: its district, its policy, its time zone, and its first admin.
    Found {
        /// The district's name.
        district: String,
        /// centralized, hybrid or decentralized.
        policy: String,
        /// Login and name of the first admin.
        founder: (String, String),
        /// The name of its time zone; none where it is said later.
        zone: Option<String>,
        /// Is this a made-up district?
        demo: bool,
        /// Is it founded on a day that was given, to try things out?
        rehearsal: bool,
    },
    /// The rows of one file. Undone as one.
    Import {
        /// What was imported: `372 products from catalogue.csv`.
        what: String,
        /// The rows' records.
        puts: Vec<Put>,
    },
    /// The rows of one file that has more of them than are held. Undone as one.
    LongImport {
        /// What was imported: `1000000 inventory from seats.csv`.
        what: String,
        /// The rows' records.
        puts: KeptPuts,
    },
    /// A form saved: one record made or changed.
    Save {
        /// What was saved, as people name it: `Lincoln ES`.
        what: String,
        /// The record and the fields that are said of it.
        put: Put,
        /// Why, where the person said.
        reason: Option<String>,
    },
    /// A form saved of several records: those nobody knew yet first, then the form's own, then what hangs
    /// on it.
    SaveAll {
        /// What was saved, as people name it.
        what: String,
        /// The records' fields.
        puts: Vec<Put>,
        /// Why, where the person said.
        reason: Option<String>,
    },
    /// Words left on a record.
    Note {
        /// The record's name.
        what: String,
        /// The record: a product, a contract, a request.
        about: RecordRef,
        /// What the note says.
        text: String,
    },
    /// Somebody asks for a product: a request is made, or joined where one is open.
    Intake(Box<Intake>),
    /// A deed on a request.
    Review {
        /// The request's number and product: `R-418 Edpuzzle`.
        what: String,
        /// The id of the request.
        request: RequestId,
        /// What is done.
        deed: ReviewDeed,
    },
    /// A deed about a contract's renewal.
    Renewal {
        /// The contract's number and product: `C-117 Nearpod`.
        what: String,
        /// The id of the contract.
        contract: ContractId,
        /// What is done.
        deed: RenewalDeed,
    },
    /// Deeds on several records, done and undone as one.
    Together {
        /// What is done to how many: `3 contracts: cancel`.
        what: String,
        /// The deeds, in order.
        changes: Vec<Change>,
    },
    /// What somebody says about an overlap.
    Overlap {
        /// Its name and title: `O-x7k2q Gimkit Pro`.
        what: String,
        /// What tells it from other overlaps each time they are found anew: 12 letters and digits.
        fingerprint: String,
        /// What is done.
        deed: AlertDeed,
    },
    /// Two records of one product become one.
    Merge {
        /// Both names: `Edpuzzle Free into Edpuzzle`.
        what: String,
        /// The record that goes.
        from: ProductId,
        /// The one that stays.
        into: ProductId,
        /// The reason in words, for the history; none where nobody said.
        reason: Option<String>,
    },
    /// Everything somebody holds goes to somebody else.
    Handover {
        /// Both logins: `dana to nguyen`.
        what: String,
        /// Whose it was.
        from: String,
        /// Whose it is.
        to: String,
    },
    /// Results of a test are kept as bands of groups, or forgotten. Outside history but for its title; nothing undoes it.
    Reading(Box<ReadingDeed>),
    /// A record taken out of the office. Undo brings it back.
    Remove {
        /// The record's name.
        what: String,
        /// Which record.
        record: RecordRef,
        /// The reason in words, for the history; may be empty.
        reason: String,
    },
}

impl Change {
    /// These as one change with one undo, called `what`; one alone is itself.
    pub fn together(what: &str, changes: Vec<Change>) -> Change {
        match <[Change; 1]>::try_from(changes) {
            Ok([one]) => one,
            Err(changes) => Change::Together {
                what: what.to_owned(),
                changes,
            },
        }
    }

    /// The change in a few words, for history and for "undid: ...".
    pub fn title(&self) -> String {
        match self {
            Change::Found { district, .. } => format!("opened the office of {district}"),
            Change::Import { what, .. } | Change::LongImport { what, .. } => {
                format!("import of {what}")
            }
            Change::Save { what, put, .. } => saved(what, Some(put)),
            Change::SaveAll { what, puts, .. } => {
                let hangs =
                    |put: &Put| matches!(put.kind, Kind::Line | Kind::Funding | Kind::Share);
                let form = puts.iter().rfind(|put| !hangs(put));
                saved(what, form.or(puts.first()))
            }
            Change::Note { what, .. } => format!("note on {what}"),
            Change::Intake(intake) => format!("request for {}", intake.what),
            Change::Review { what, deed, .. } => format!("{what}: {}", deed.title()),
            Change::Renewal { what, deed, .. } => format!("{what}: {}", deed.title()),
            Change::Together { what, .. } => what.clone(),
            Change::Overlap { what, deed, .. } => format!("{what}: {}", deed.title()),
            Change::Merge { what, .. } => format!("merged {what}"),
            Change::Handover { what, .. } => format!("handed over from {what}"),
            Change::Reading(deed) => deed.title(),
            Change::Remove { what, .. } => format!("removed {what}"),
        }
    }

    /// What an import writes, put by put, where its puts are held; nothing for any other change.
    pub fn imported(&self) -> &[Put] {
        match self {
            Change::Import { puts, .. } => puts,
            _ => &[],
        }
    }

    /// Are its puts in a file, since they are too many to be held?
    pub fn is_long(&self) -> bool {
        matches!(self, Change::LongImport { .. })
    }

    /// What it is about, as people name it: `C-117 Nearpod`.
    pub fn what(&self) -> &str {
        match self {
            Change::Found { district, .. } => district,
            Change::Intake(intake) => &intake.what,
            Change::Reading(deed) => deed.what(),
            Change::Import { what, .. }
            | Change::LongImport { what, .. }
            | Change::Save { what, .. }
            | Change::SaveAll { what, .. }
            | Change::Note { what, .. }
            | Change::Review { what, .. }
            | Change::Renewal { what, .. }
            | Change::Together { what, .. }
            | Change::Overlap { what, .. }
            | Change::Merge { what, .. }
            | Change::Handover { what, .. }
            | Change::Remove { what, .. } => what,
        }
    }

    /// Does it write records as somebody says they are, asked one by one? Anything else is a deed with rules of
    /// its own.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Change::Import { .. }
                | Change::LongImport { .. }
                | Change::Save { .. }
                | Change::SaveAll { .. }
                | Change::Remove { .. }
        )
    }

    /// Does it write a decision about a product?
    pub fn decides(&self) -> bool {
        let decision = |put: &Put| {
            let seen = ("status", Given::from(ApprovalStatus::Discovered));
            put.kind == Kind::Approval && !put.fields.contains(&seen)
        };
        match self {
            Change::Import { puts, .. } | Change::SaveAll { puts, .. } => puts.iter().any(decision),
            Change::Save { put, .. } => decision(put),
            Change::LongImport { puts, .. } => puts.kinds().contains(&Kind::Approval),
            _ => false,
        }
    }

    /// Why, where the person said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Change::Save { reason, .. }
            | Change::SaveAll { reason, .. }
            | Change::Merge { reason, .. } => reason.as_deref(),
            Change::Overlap { deed, .. } => deed.reason(),
            Change::Remove { reason, .. } => Some(reason),
            Change::Intake(intake) => intake.reason.as_deref(),
            Change::Review { deed, .. } => deed.reason(),
            Change::Renewal { deed, .. } => match deed {
                RenewalDeed::Decide(decision) => decision.reason.as_deref(),
                _ => None,
            },
            Change::Together { changes, .. } => changes.first().and_then(Change::reason),
            Change::Found { .. }
            | Change::Import { .. }
            | Change::LongImport { .. }
            | Change::Note { .. }
            | Change::Reading(_)
            | Change::Handover { .. } => None,
        }
    }

    /// How many records it writes, as far as it says so.
    pub fn count(&self) -> usize {
        match self {
            Change::LongImport { puts, .. } => puts.count(),
            other => other.kinds().len(),
        }
    }

    /// The nouns it writes, one for each record; of a long import each once.
    pub fn kinds(&self) -> Vec<Kind> {
        match self {
            Change::Found { .. } => vec![Kind::Setting, Kind::Person],
            Change::Note { .. } => vec![Kind::Note],
            // Its line in history is all that is a record.
            Change::Reading(_) => vec![Kind::Setting],
            Change::Intake(_) | Change::Review { .. } => vec![Kind::Request],
            Change::Renewal { .. } => vec![Kind::Renewal],
            Change::Overlap { .. } => vec![Kind::Alert],
            Change::Merge { .. } => vec![Kind::Product],
            Change::Handover { .. } => vec![
                Kind::Owner,
                Kind::Contract,
                Kind::Request,
                Kind::Condition,
                Kind::Alert,
            ],
            Change::Import { puts, .. } | Change::SaveAll { puts, .. } => {
                puts.iter().map(|p| p.kind).collect()
            }
            Change::LongImport { puts, .. } => puts.kinds().to_vec(),
            Change::Save { put, .. } => vec![put.kind],
            Change::Together { changes, .. } => changes.iter().flat_map(Change::kinds).collect(),
            Change::Remove { record, .. } => vec![record.kind],
        }
    }

    /// May somebody with these roles do this? The error is a sentence for that person.
    pub fn allowed_to(&self, roles: &Roles) -> Result<(), Refusal> {
        match self {
            // The rules of reviews know more than roles, and say who may do what.
            Change::Found { .. } | Change::Intake(_) | Change::Review { .. } => Ok(()),
            // So do those of renewals, which name the contract.
            Change::Renewal { .. } => may_write(&[], roles),
            Change::Save { put, .. } if put.kind == Kind::Checklist => may_edit_list(put, roles),
            Change::Reading(_) => ReadingDeed::allowed_to(roles),
            Change::Handover { .. } if !roles.allow(Role::Admin) => {
                Err("only an admin hands over what somebody holds".into())
            }
            Change::Together { changes, .. } => {
                changes.iter().try_for_each(|one| one.allowed_to(roles))
            }
            other => may_write(&other.kinds(), roles),
        }
    }
}

/// A checklist is changed by those who answer it.
fn may_edit_list(put: &Put, roles: &Roles) -> Result<(), Refusal> {
    let curricular = ("track", Given::from(Track::Curricular));
    let (role, track) = if put.fields.contains(&curricular) {
        (Role::Curricular, Track::Curricular)
    } else {
        (Role::Technical, Track::Technical)
    };
    if roles.allow(role) {
        return Ok(());
    }
    let why = format!("the {track} checklist is changed by its reviewers and by admins");
    Err(why.into())
}

fn saved(what: &str, put: Option<&Put>) -> String {
    if put.is_some_and(|put| put.kind == Kind::Setting) {
        return format!("set {what}");
    }
    match put.map(|put| &put.target) {
        Some(Target::Id(..) | Target::Made(_) | Target::Gone(..)) => format!("changed {what}"),
        Some(Target::New | Target::Keyed) | None => format!("added {what}"),
    }
}

/// May somebody with these roles take back what wrote records of these nouns? As `may_write`; the help
/// desk enters asks, so it takes them back too. What a review wrote, and what was decided for a contract's end,
/// is asked record by record, as the deed asked.
pub fn may_undo(kinds: &[Kind], roles: &Roles) -> Result<(), Refusal> {
    let ask = |kind: &Kind| {
        use Kind::{Note, Product, Request, Requester};
        matches!(kind, Note | Product | Request | Requester)
    };
    if roles.allow(Role::Helpdesk) && kinds.contains(&Kind::Requester) && kinds.iter().all(ask) {
        return Ok(());
    }
    let by_deed =
        |kind: &Kind| right(*kind).about == AboutSchools::Review || *kind == Kind::Renewal;
    let others: Vec<Kind> = kinds.iter().copied().filter(|k| !by_deed(k)).collect();
    if others.is_empty() && !kinds.is_empty() {
        return Ok(());
    }
    may_write(&others, roles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::school::SchoolId;

    fn save(kind: Kind) -> Change {
        Change::Save {
            what: "it".into(),
            put: Put::new(kind),
            reason: None,
        }
    }

    #[test]
    fn a_checklist_is_changed_by_those_who_answer_it() {
        let edition = |track: Track| Change::Save {
            what: "it".into(),
            put: Put::new(Kind::Checklist).with("track", track),
            reason: None,
        };
        for (roles, technical, curricular) in [
            ("technical", true, false),
            ("curricular", false, true),
            ("admin", true, true),
            ("renewals", false, false),
            ("helpdesk", false, false),
        ] {
            let roles = Roles::read(roles).unwrap();
            let may = |track| edition(track).allowed_to(&roles).is_ok();
            assert_eq!(
                (may(Track::Technical), may(Track::Curricular)),
                (technical, curricular),
                "{roles}"
            );
            let undo = may_write(&[Kind::Checklist], &roles).is_ok();
            assert_eq!(undo, technical || curricular, "{roles}");
        }
    }

    #[test]
    fn roles_bound_what_people_may_do() {
        let note = Change::Note {
            what: "it".into(),
            about: SchoolId(1).into(),
            text: "hi".into(),
        };
        for (roles, change, allowed) in [
            ("helpdesk", note.clone(), true),
            ("helpdesk", save(Kind::School), false),
            ("technical", save(Kind::School), true),
            ("renewals", save(Kind::Contract), true),
            ("technical", save(Kind::Person), false),
            ("admin", save(Kind::Person), true),
            ("admin", save(Kind::School), true),
            ("", save(Kind::School), false),
        ] {
            let roles = Roles::read(roles).unwrap();
            assert_eq!(
                change.allowed_to(&roles).is_ok(),
                allowed,
                "{roles}: {}",
                change.title()
            );
        }
    }
}
