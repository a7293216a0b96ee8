//! That a product is aligned to a standard: who claims it, and who of the district verified it, by sampled tasks and with
//! a link to the evidence. A claim is not proof.

use chrono::{Months, NaiveDate};

use super::framework::{Standard, StandardId, instant};
use super::matching::Trust;
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
        /// Who is to verify it.
        verifier: Option<PersonId>,
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
            AlignmentStatus::Verified | AlignmentStatus::Rejected
                if alignment.by.is_none() || alignment.on.is_none() =>
            {
                let why = format!("an alignment is {} by somebody, on a day", alignment.status);
                Err(Refusal::new("status", why).then(": ", "hallpass standard verify PRODUCT CODE says so"))
            }
            AlignmentStatus::Verified if alignment.evidence.as_deref().unwrap_or("").trim().is_empty() => {
                Err(Refusal::new("evidence", "what is verified has a link to the evidence"))
            }
            AlignmentStatus::Verified
                if !alignment.evidence.iter().flat_map(|links| links.lines()).all(is_link) =>
            {
                Err(no_link())
            }
            AlignmentStatus::Verified if sampled < 1 || !enough_met(sampled, met) => {
                Err(Refusal::new("met", "what is verified met the standard in two thirds of the sampled tasks"))
            }
            AlignmentStatus::Claimed | AlignmentStatus::Verified | AlignmentStatus::Rejected => {
                Ok(())
            }
        }
    }
}

impl Alignment {
    /// Was it verified by a word in a file, without anybody's name, and is it a claim since?
    pub fn was_called_verified(&self) -> bool {
        self.status == AlignmentStatus::Claimed && self.note.as_deref() == Some(WITHOUT_A_NAME)
    }
}

/// What of a standard bears on how far a claim on it is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandardDays {
    /// Is nothing under it?
    pub leaf: bool,
    /// The last day it holds.
    pub ends: Option<NaiveDate>,
    /// The day on which it was changed last.
    pub changed_on: Option<NaiveDate>,
}

impl StandardDays {
    /// Those of a standard that is changed at this moment, as its makers write it (of a moment with a zone the day that it
    /// is in Greenwich), and that ends on this day.
    pub fn new(leaf: bool, ends: Option<NaiveDate>, changed_at: Option<&str>) -> StandardDays {
        StandardDays {
            leaf,
            ends,
            changed_on: changed_at.and_then(instant).map(|at| at.date()),
        }
    }
}

impl From<&Standard> for StandardDays {
    fn from(standard: &Standard) -> StandardDays {
        StandardDays::new(standard.leaf, standard.ends, standard.changed_at.as_deref())
    }
}

/// How far it is trusted that the product teaches the standard; none where somebody of the district saw that it does not.
/// What was verified is looked at again after so many months, once the last day of the standard is past, and where it was
/// changed since; until then it counts as claimed.
pub fn trust(
    claim: &Alignment,
    standard: Option<&StandardDays>,
    (today, recheck): (NaiveDate, u32),
) -> Option<Trust> {
    match claim.status {
        AlignmentStatus::Rejected => return None,
        AlignmentStatus::Claimed => return Some(Trust::Claimed),
        AlignmentStatus::Verified => {}
    }
    let holds = claim.on.is_some_and(|on| {
        let until = on.checked_add_months(Months::new(recheck));
        let changed = standard.and_then(|standard| standard.changed_on);
        until.is_none_or(|until| today <= until) && changed.is_none_or(|changed| changed <= on)
    });
    let ended = standard.and_then(|standard| standard.ends);
    let ended = ended.is_some_and(|ends| ends < today);
    Some(if holds && !ended {
        Trust::Verified
    } else {
        Trust::Recheck
    })
}

/// Does it lead to a page? Only `http` and `https` do: nothing that a program would run, and no path of somebody's machine.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    let behind = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    });
    behind.is_some_and(|behind| !behind.is_empty() && !behind.contains(char::is_whitespace))
}

/// Of evidence that leads nowhere.
pub fn no_link() -> Refusal {
    let why = "the evidence is a link to a page";
    Refusal::new("evidence", why).then("; ", "give one that begins with https:// or http://")
}

/// Do so many of the sampled tasks prove it? Two thirds do.
pub fn enough_met(sampled: i64, met: i64) -> bool {
    met.saturating_mul(3) >= sampled.saturating_mul(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Record;

    type Spoil = fn(&mut Alignment);

    fn verified() -> Alignment {
        Alignment {
            id: AlignmentId(1),
            version: 1,
            product: ProductId(1),
            framework: "Wexmoor Reading".into(),
            standard: "R.3.1".into(),
            leaf: true,
            status: AlignmentStatus::Verified,
            role: None,
            grades: Grades::UNSAID,
            module: None,
            item: Some(StandardId(1)),
            says: Some(Claimant::Vendor),
            source: None,
            claimed_on: None,
            by: Some(PersonId(1)),
            on: "2026-03-12".parse().ok(),
            sampled: Some(3),
            met: Some(2),
            evidence: Some("https://tasks.example/1".into()),
            note: None,
            verifier: None,
        }
    }

    #[test]
    fn only_a_person_with_tasks_and_evidence_verifies() {
        assert!(verified().check().is_ok());
        let spoilt: [(&str, Spoil); 9] = [
            ("status", |one| one.by = None),
            ("status", |one| one.on = None),
            ("evidence", |one| one.evidence = Some(" ".into())),
            ("evidence", |one| one.evidence = None),
            ("evidence", |one| {
                one.evidence = Some("https://tasks.example/1\njavascript:alert(1)".into());
            }),
            ("evidence", |one| {
                one.evidence = Some("file:///etc/passwd".into());
            }),
            ("met", |one| one.met = Some(1)),
            ("met", |one| (one.sampled, one.met) = (Some(0), Some(0))),
            ("met", |one| one.met = Some(4)),
        ];
        for (field, spoil) in spoilt {
            let mut one = verified();
            spoil(&mut one);
            assert_eq!(one.check().unwrap_err().field, Some(field), "{one:?}");
        }
        let mut claim = verified();
        (claim.status, claim.by, claim.evidence) = (AlignmentStatus::Claimed, None, None);
        assert!(claim.check().is_ok());
    }

    #[test]
    fn a_link_leads_to_a_page() {
        for link in [
            "https://tasks.example/1",
            "HTTP://tasks.example",
            " https://t.example/a?b#c ",
        ] {
            assert!(is_link(link), "{link}");
        }
        for other in [
            "javascript:alert(1)",
            "JavaScript://https://tasks.example",
            "data:text/html,x",
            "file:///home/kim/x",
            "//tasks.example",
            "tasks.example/1",
            "https://",
            "https:// javascript:alert(1)",
            "ht",
            "é://",
            "",
        ] {
            assert!(!is_link(other), "{other}");
        }
    }

    #[test]
    fn what_was_verified_is_looked_at_again() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let (held, today) = (StandardDays::default(), day("2026-11-29").unwrap());
        let asked = |claim: &Alignment, standard: StandardDays, today| {
            trust(claim, Some(&standard), (today, 24))
        };
        assert_eq!(asked(&verified(), held, today), Some(Trust::Verified));
        // The last day of the 24 months, and the day after.
        assert_eq!(
            asked(&verified(), held, day("2028-03-12").unwrap()),
            Some(Trust::Verified)
        );
        assert_eq!(
            asked(&verified(), held, day("2028-03-13").unwrap()),
            Some(Trust::Recheck)
        );
        for (changed_on, ends, trusted) in [
            ("2026-03-12", "2026-11-30", Trust::Verified),
            ("2026-03-13", "2026-11-30", Trust::Recheck),
            // Its last day, and the day after.
            ("2026-03-12", "2026-11-29", Trust::Verified),
            ("2026-03-12", "2026-11-28", Trust::Recheck),
        ] {
            let standard = StandardDays {
                changed_on: day(changed_on),
                ends: day(ends),
                leaf: true,
            };
            assert_eq!(
                asked(&verified(), standard, today),
                Some(trusted),
                "{changed_on} {ends}"
            );
        }
        // A moment with a zone is a day in Greenwich, as it is written: the 12th ends there at 19:00 in Chicago.
        for (changed_at, trusted) in [
            ("2026-03-12T18:59:59-05:00", Trust::Verified),
            ("2026-03-12T19:00:00-05:00", Trust::Recheck),
            ("2026-03-12", Trust::Verified),
            ("2026-03-13 00:00:00", Trust::Recheck),
            ("last spring", Trust::Verified),
        ] {
            let standard = StandardDays::new(true, None, Some(changed_at));
            assert_eq!(
                asked(&verified(), standard, today),
                Some(trusted),
                "{changed_at}"
            );
        }
        let mut other = verified();
        other.status = AlignmentStatus::Claimed;
        assert_eq!(asked(&other, held, today), Some(Trust::Claimed));
        other.status = AlignmentStatus::Rejected;
        assert_eq!(asked(&other, held, today), None);
        assert_eq!(trust(&verified(), None, (today, 24)), Some(Trust::Verified));
    }
}
