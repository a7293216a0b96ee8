//! Rows about approvals, and the scopes that approvals and contracts share.

use chrono::NaiveDate;

use super::plain::meant;
use super::{ImportKind, Planner, Ref, RowRefusal, not_one_of, put_some, refuse};
use crate::domain::approval::{ApprovalStatus, Audience, pilot_ends};
use crate::domain::put::Put;
use crate::domain::record::{Kind, Lines};
use crate::domain::school::{SchoolId, Schools};
use crate::exchange::record::FileRow;
use crate::exchange::value::status::{Decided, status};

impl Planner<'_> {
    pub(super) fn approval_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let word = record.text("status").unwrap_or_default();
        let Some(decided) = status(word, self.names.fiscal_years) else {
            let known: Vec<&str> = ApprovalStatus::ALL.iter().map(|s| s.word()).collect();
            return not_one_of(record, "status", &known);
        };
        let (decided, until) = self.decided(decided, record)?;
        pilot_ends(decided.status, until).or_else(|broken| refuse("until", "", broken))?;
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", decided.status);
        put = self.some(put, record, &["schools"])?;
        let grades = Some(decided.grades).filter(|grades| !grades.is_unsaid());
        put = put_some(put, "grades", record.grades("grades").or(grades));
        put = put_some(put, "audience", audience(record)?.or(decided.audience));
        let mut conditions = record.list("conditions").to_vec();
        let said = decided.condition.into_iter();
        conditions.extend(said.filter(|one| !record.list("conditions").contains(one)));
        put = put_some(
            put,
            "conditions",
            (!conditions.is_empty()).then_some(Lines(conditions)),
        );
        put = self.some(put, record, &["from"])?;
        put = put_some(put, "until", until);
        put = self.rest(put, record)?;
        self.main(put, None).map(drop)
    }

    /// What the status word says, beside what the row's own columns say, which must not be something else;
    /// and the last day.
    fn decided(
        &mut self,
        decided: Decided,
        record: &FileRow,
    ) -> Result<(Decided, Option<NaiveDate>), RowRefusal> {
        let word = record.written("status");
        if let Some(note) = &decided.note {
            self.warn_once("status", word, note.as_str());
        }
        let other = |field: &str| {
            let why = format!("the column `{}` says something else", self.column_of(field));
            refuse("status", word, format!("{why}; correct one of the two"))
        };
        if let (Some(said), Some(column)) = (decided.audience, audience(record)?)
            && said != column
        {
            return other("audience");
        }
        if let Some(grades) = record.grades("grades")
            && !decided.grades.is_unsaid()
            && decided.grades != grades
        {
            return other("grades");
        }
        let until = record.day("until");
        if decided.until.is_some() && until.is_some() && decided.until != until {
            return other("until");
        }
        let until = until.or(decided.until);
        if !decided.expired {
            return Ok((decided, until));
        }
        match until {
            Some(day) if day >= self.today => other("until"),
            Some(_) => Ok((decided, until)),
            None => {
                let day = self.today.pred_opt().unwrap_or(self.today);
                let why = format!("no day is given; read as approved until {day}, which is past");
                self.warn_once("status", word, why);
                Ok((decided, Some(day)))
            }
        }
    }

    /// The schools a row names, if it names any.
    pub(super) fn schools(
        &mut self,
        field: &'static str,
        record: &FileRow,
    ) -> Result<Option<Schools>, RowRefusal> {
        let named = record.list(field);
        if named.is_empty() {
            return Ok(None);
        }
        if named.iter().any(|n| is_everywhere(n)) {
            return Ok(Some(Schools::All));
        }
        let mut ids = Vec::with_capacity(named.len());
        for name in named {
            match self.school(field, name)? {
                Ref::Id(id) => ids.push(SchoolId(id)),
                Ref::Made(_) => {
                    return refuse(field, name, "this school is not in the office yet");
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
fn audience(record: &FileRow) -> Result<Option<Audience>, RowRefusal> {
    match meant(record, ImportKind::Approvals, "audience") {
        None if record.text("audience").is_some() => {
            not_one_of(record, "audience", Audience::WORDS)
        }
        audience => Ok(audience),
    }
}
