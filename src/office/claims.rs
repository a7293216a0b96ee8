//! A review from a neighbour's decision: what they decided and answered comes as claims to check, on the open request of
//! the product or on a new one. Nothing is answered by it, and one undo takes it back.

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::person::Role;
use crate::domain::product::{Product, ProductId};
use crate::domain::region::DistrictCode;
use crate::domain::request::Trigger;
use crate::domain::review::{Intake, Wanted};
use crate::domain::school::Schools;
use crate::office::deed::review::{QueueSubject, ReviewDone, TakenClaims};
use crate::office::region::Region;
use crate::store::Error;

impl Office {
    /// Takes a neighbour's claims into the review of a product, which is begun where none is.
    pub fn take_claims(&mut self, taking: &TakenClaims) -> Result<ReviewDone, Error> {
        let note = taking.claims.note();
        let open = self.store.open_for(&[taking.product], self.today())?;
        let open = open.iter().find(|row| row.request.is_some());
        let Some((request, row)) = open.and_then(|row| Some((row.request?, row))) else {
            return self.begin_from(taking, note);
        };
        let what = QueueSubject::of(row).what;
        if self.store.claims_on(request)?.contains(&note) {
            let said = format!("{what} has these claims already.");
            return Ok(ReviewDone {
                open: Some(request),
                ..ReviewDone::of(Receipt::unchanged(said))
            });
        }
        let about = request.into();
        let applied = self.apply(&Change::Note {
            what: what.clone(),
            about,
            text: note,
        })?;
        Ok(ReviewDone {
            open: Some(request),
            ..ReviewDone::of(Receipt::of(said(&what, taking), applied.change_set))
        })
    }

    fn begin_from(&mut self, taking: &TakenClaims, note: String) -> Result<ReviewDone, Error> {
        let me = self.person(&self.stamp().who)?;
        let roles = me.map(|me| me.roles).unwrap_or_default();
        let reviews = roles.allow(Role::Technical) || roles.allow(Role::Curricular);
        let due = self.store.due(taking.product, self.today())?;
        let (trigger, found_at) = due.map_or((Trigger::New, Schools::All), |row| {
            (row.trigger, row.schools)
        });
        let intake = Intake {
            note: Some(note),
            take: reviews,
            trigger,
            found_at,
            reason: Some(format!(
                "{} decided: {}",
                taking.claims.district, taking.claims.decided
            )),
            ..Intake::of(&taking.called, Wanted::Known(taking.product))
        };
        let applied = self.apply(&Change::Intake(Box::new(intake)))?;
        let Some(request) = self.request_of(&applied, Some(taking.product))? else {
            return Err(Error::refused(format!("{} was not begun", taking.called)));
        };
        let what = QueueSubject::of(&self.sheet(request)?.row).what;
        Ok(ReviewDone {
            open: Some(request),
            ..ReviewDone::of(Receipt::of(
                format!("Began {}", said(&what, taking)),
                applied.change_set,
            ))
        })
    }

    /// What a neighbour of the region claims of a product; the region is asked, and waited for.
    ///
    /// # Errors
    ///
    /// Where the office takes part in no region, where that cannot be asked, and where this neighbour decided nothing about
    /// the product that holds.
    pub fn claims_of(
        &self,
        product: ProductId,
        neighbour: &DistrictCode,
    ) -> Result<Option<TakenClaims>, Error> {
        let joined = self.joined_region()?;
        let name = self.store.get::<Product>(product)?.full_name();
        let region = Region::open(&joined.address)?;
        let found =
            region.claims_of(&joined.district, product, &name, (neighbour, self.today()))?;
        Ok(found.map(|claims| TakenClaims {
            product,
            called: name,
            claims,
        }))
    }
}

/// What was taken over: `R-418 Edpuzzle: 12 answers and 2 conditions of Lindenau district to check.`
fn said(what: &str, taking: &TakenClaims) -> String {
    let claims = &taking.claims;
    format!(
        "{what}: {} and {} of {} to check.",
        counted(claims.answers.len(), "answer"),
        counted(claims.conditions.len(), "condition"),
        claims.district
    )
}
