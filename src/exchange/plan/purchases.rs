//! Rows about approvals, and the scopes that approvals and contracts share.

use super::{Planner, Ref, Refusal, put_some, refuse};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::change::Put;
use crate::domain::record::{Kind, Lines, Schools};
use crate::exchange::record::Record;

impl Planner<'_> {
    pub(super) fn approval_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let word = record.text("status").unwrap_or_default();
        let Some(status) = status(word) else {
            let known: Vec<&str> = ApprovalStatus::ALL.iter().map(|s| s.word()).collect();
            return refuse("status", word, format!("not one of {}", known.join(", ")));
        };
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", status);
        if let Some(schools) = self.schools(record)? {
            put = put.with("schools", schools);
        }
        put = put_some(put, "grades", record.grades("grades"));
        put = put_some(put, "audience", audience(record)?);
        let conditions = record.list("conditions");
        put = put_some(
            put,
            "conditions",
            (!conditions.is_empty()).then(|| Lines(conditions.to_vec())),
        );
        put = put_some(put, "from", record.day("from"));
        put = put_some(put, "until", record.day("until"));
        put = put_some(put, "reason", record.text("reason").map(str::to_owned));
        self.main(put, None).map(drop)
    }

    /// The schools a row names, if it names any.
    pub(super) fn schools(&mut self, record: &Record) -> Result<Option<Schools>, Refusal> {
        let named = record.list("schools");
        if named.is_empty() {
            return Ok(None);
        }
        if named.iter().any(|n| is_everywhere(n)) {
            return Ok(Some(Schools::All));
        }
        let mut ids = Vec::with_capacity(named.len());
        for name in named {
            match self.school("schools", name)? {
                Ref::Id(id) => ids.push(id),
                Ref::Made(_) => {
                    return refuse("schools", name, "this school is not in the office yet");
                }
            }
        }
        Ok(Some(Schools::only(ids)))
    }
}

/// Does the word stand for every school?
pub(super) fn is_everywhere(word: &str) -> bool {
    [
        "all",
        "all schools",
        "district",
        "districtwide",
        "district-wide",
        "every school",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}

/// The audience of a row.
pub(super) fn audience(record: &Record) -> Result<Option<Audience>, Refusal> {
    let Some(word) = record.text("audience") else {
        return Ok(None);
    };
    let found = Audience::from_word(word).or(match word {
        "students" | "pupils" | "learners" => Some(Audience::Student),
        "teachers" | "teacher" | "staff_only" | "educators" | "faculty" => Some(Audience::Staff),
        "all" | "everyone" | "students_and_staff" | "staff_and_students" => Some(Audience::Both),
        _ => None,
    });
    match found {
        Some(audience) => Ok(Some(audience)),
        None => refuse("audience", word, "not one of student, staff, both"),
    }
}

/// The status that a district's own word means.
fn status(word: &str) -> Option<ApprovalStatus> {
    use ApprovalStatus as S;
    S::from_word(word).or(match word {
        "approved_with_conditions" | "conditionally_approved" | "caution" | "parental_consent" => {
            Some(S::Conditional)
        }
        "yes" | "ok" | "active" | "allowed" => Some(S::Approved),
        "rejected" | "unapproved" | "not_approved" | "no" | "declined" | "blocked" => {
            Some(S::Denied)
        }
        "in_review" | "under_consideration" | "pending" | "pending_review" | "submitted" => {
            Some(S::UnderReview)
        }
        "unvetted" | "not_reviewed" | "new" => Some(S::Discovered),
        "trial" | "pilot_only" => Some(S::Pilot),
        "sunset" | "no_longer_available" => Some(S::Retired),
        _ => None,
    })
}
