//! What an answer asks for today where decisions allow a product: the reply to whoever asked says no less.

use chrono::NaiveDate;

use crate::domain::approval::Approval;
use crate::domain::grade::Grade;
use crate::domain::product::ProductId;
use crate::domain::review::PlaceConditions;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::status::{Question, answer};
use crate::store::status::Scope;
use crate::store::{Error, Store};

impl Store {
    /// The conditions of the answer at each place of these decisions, for the grades that they name; in a read transaction.
    pub(super) fn asks(
        &self,
        product: ProductId,
        decisions: &[Approval],
        today: NaiveDate,
    ) -> Result<Vec<PlaceConditions>, Error> {
        let mut asks: Vec<PlaceConditions> = Vec::new();
        if !decisions.iter().any(|one| one.status.allows()) {
            return Ok(asks);
        }
        let reader = self.status_reader()?;
        let about = reader.about(self.stands_for(product)?, today)?;
        for (school, grades) in decisions.iter().flat_map(places) {
            let question = reader.question(Scope {
                school,
                grade: None,
                today,
            })?;
            let facts = reader.at(&about, &question)?;
            let place = question.school.as_ref();
            let place = place.map_or_else(|| "district".to_owned(), |school| school.name.clone());
            for grade in grades {
                let question = Question {
                    grade,
                    ..question.clone()
                };
                let told = answer(&question, &facts);
                if !told.word.allows() {
                    continue;
                }
                let known = asks.iter_mut().find(|known| known.place == place);
                match known {
                    Some(known) => {
                        let known = &mut known.conditions;
                        let more = told.conditions.into_iter();
                        let more: Vec<String> = more.filter(|c| !known.contains(c)).collect();
                        known.extend(more);
                    }
                    None => asks.push(PlaceConditions {
                        place: place.clone(),
                        conditions: told.conditions,
                    }),
                }
            }
        }
        Ok(asks)
    }
}

/// Where and for which grades a decision holds; no grade where it names none.
fn places(decision: &Approval) -> Vec<(Option<SchoolId>, Vec<Option<Grade>>)> {
    let schools = match &decision.schools {
        Schools::All => vec![None],
        Schools::Only(ids) => ids.iter().copied().map(Some).collect(),
    };
    let grades: Vec<Option<Grade>> = if decision.grades.is_unsaid() {
        vec![None]
    } else {
        decision.grades.iter().map(Some).collect()
    };
    let each = schools.into_iter();
    each.map(|school| (school, grades.clone())).collect()
}
