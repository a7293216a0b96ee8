//! A product that is named in place of another: whoever is sent to it must be allowed to use it.

use super::Office;
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;
use crate::domain::request::RequestId;
use crate::domain::review::Decision;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::status::StatusWord;
use crate::store::Error;

impl Office {
    /// Looks at the product that a decision about a request names instead, at the schools that are told of it.
    pub(super) fn named_instead(
        &self,
        request: RequestId,
        decision: &Decision,
    ) -> Result<String, Error> {
        let Some(product) = decision.alternative else {
            return Ok(String::new());
        };
        let asked = || {
            let sheet = self.sheet(request)?;
            let schools = sheet.requesters.iter().map(|(one, _)| one.school);
            let schools: Option<Vec<SchoolId>> = schools.collect();
            Ok::<_, Error>(schools.map_or(Schools::All, Schools::Only))
        };
        let schools = decision.schools.clone().map_or_else(asked, Ok)?;
        self.takes_the_place("alternative", product, &schools)
    }

    /// Refuses a product that may not be used at one of these schools, with the reason. Of one that nobody has decided
    /// about there, says so in a sentence that begins with a space; empty where it may be used.
    pub(super) fn takes_the_place(
        &self,
        field: &'static str,
        product: ProductId,
        schools: &Schools,
    ) -> Result<String, Error> {
        let places: Vec<(ProductId, Option<SchoolId>)> = match schools {
            Schools::Only(ids) if !ids.is_empty() => {
                ids.iter().map(|id| (product, Some(*id))).collect()
            }
            _ => vec![(product, None)],
        };
        let answers = self.store.words_at(&places, self.today())?;
        let is = |wanted: &[StatusWord]| answers.iter().find(|one| wanted.contains(&one.word));
        if let Some(no) = is(&[StatusWord::No, StatusWord::Expired]) {
            let why = format!("{}: {}. {}", no.product, no.headline, no.reason);
            let name = "name a product that may be used";
            return Err(Error::Refused(Refusal::new(field, why).then(" ", name)));
        }
        let open = is(&[StatusWord::NotAsked, StatusWord::InReview]);
        Ok(open.map_or_else(String::new, |one| {
            format!(
                " Mind that nobody has approved {} yet: {}.",
                one.product, one.headline
            )
        }))
    }
}
