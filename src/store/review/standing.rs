//! What open requests and open incidents say about the use of a product meanwhile, told the resolver
//! as it is told decisions.

use chrono::NaiveDate;

use super::cases::{RequestsWanted, cases, open_on};
use super::under_way::UnderReview;
use crate::domain::approval::ApprovalStatus;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::request::{Incident, IncidentEffect, RequestState};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::{clock, standing_still};
use crate::domain::review::gate;
use crate::domain::school::Schools;
use crate::domain::status::ApprovalFact;
use crate::store::Error;
use crate::store::convert::records;
use crate::store::desk::Desk;
use crate::store::status::StatusReader;

impl StatusReader<'_> {
    /// As `meanwhile`, as far as it makes the word of an answer: without what a review waits for and when it is due.
    pub(in crate::store) fn meanwhile_by(
        &self,
        reviews: &UnderReview,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<ApprovalFact>, Error> {
        let mut facts = self.suspensions(product, today)?;
        for schools in reviews.of(product) {
            facts.push(ApprovalFact {
                status: ApprovalStatus::UnderReview,
                schools: match schools {
                    Schools::All => None,
                    Schools::Only(ids) => Some(self.named_schools(ids.clone())?),
                },
                ..ApprovalFact::default()
            });
        }
        Ok(facts)
    }

    /// The product's open requests as reviews under way, its suspending incidents as suspensions.
    pub(in crate::store) fn meanwhile(
        &self,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<ApprovalFact>, Error> {
        let mut facts = self.suspensions(product, today)?;
        let open = open_on(today);
        let sql = format!("SELECT 1 FROM request WHERE product = ?1 AND {open}");
        if self.conn.prepare_cached(&sql)?.exists([product])? {
            facts.extend(self.reviews(product, today)?);
        }
        Ok(facts)
    }

    fn suspensions(
        &self,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<Vec<ApprovalFact>, Error> {
        let incidents =
            records::<Incident>(self.conn, "WHERE product = ?1 ORDER BY id", [product])?;
        let suspends = |i: &Incident| {
            i.effect == IncidentEffect::Suspend
                && i.opened_on <= today
                && i.closed_on.is_none_or(|day| day > today)
        };
        let suspending = incidents.into_iter().filter(suspends);
        Ok(suspending
            .map(|incident| ApprovalFact {
                status: ApprovalStatus::Suspended,
                from: Some(incident.opened_on),
                decided_on: Some(incident.opened_on),
                reason: Some(match incident.note {
                    Some(note) => format!("{}: {note}", incident.kind),
                    None => incident.kind,
                }),
                ..ApprovalFact::default()
            })
            .collect())
    }

    fn reviews(&self, product: ProductId, today: NaiveDate) -> Result<Vec<ApprovalFact>, Error> {
        let mut kept = self.desk.borrow_mut();
        let desk = match &mut *kept {
            Some(desk) => desk,
            none => none.insert(Desk::new(self.conn)?),
        };
        let mut facts = Vec::new();
        for case in cases(self.conn, desk, RequestsWanted::OpenOf(product), today)? {
            // What is not sent yet nobody has asked for.
            if case.request.state == RequestState::Draft {
                continue;
            }
            let owner = case.request.owner.map(|p| self.person_name(p));
            facts.push(ApprovalFact {
                status: ApprovalStatus::UnderReview,
                schools: match case.schools() {
                    Schools::All => None,
                    Schools::Only(ids) => Some(self.named_schools(ids)?),
                },
                until: Some(clock(&case, today).due_on),
                reason: Some(stage(&case)),
                decided_by: owner.transpose()?,
                decided_on: Some(case.request.received_on),
                ..ApprovalFact::default()
            });
        }
        Ok(facts)
    }

    fn person_name(&self, id: PersonId) -> Result<String, Error> {
        let sql = "SELECT name FROM person WHERE id = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([id], |r| r.get(0))?)
    }
}

/// Where a request stands, to somebody who waits for it.
fn stage(case: &ReviewCase) -> String {
    let waiting = standing_still(case).and_then(|pause| pause.what.as_deref());
    let waiting = waiting.map_or_else(String::new, |what| format!(": {what}"));
    match case.request.state {
        RequestState::Returned => format!("waiting for whoever asked{waiting}"),
        RequestState::AwaitingVendor => format!("waiting for the vendor{waiting}"),
        RequestState::Validated => "waiting for the principal or department head".to_owned(),
        RequestState::InReview => {
            let (technical, curricular) = gate::scores(case);
            let answered = technical.answered + curricular.answered;
            format!(
                "{answered} of {} questions answered",
                technical.of + curricular.of
            )
        }
        RequestState::DecisionPending => "waiting for the decision".to_owned(),
        RequestState::Appealed => "to be decided again".to_owned(),
        _ => "waiting for a reviewer".to_owned(),
    }
}
