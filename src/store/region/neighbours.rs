//! What a district's neighbours say of one of its own products: how they decided, for which agreements they asked, and of
//! those that decided last what a review here may begin from. A few short questions by index, bounded as all that others
//! wrote is.

use chrono::NaiveDate;

use super::super::Error;
use super::ask::{Neighbour, SPEAKS, is_confirmed, safe, safely};
use super::client::Region;
use crate::domain::product::ProductId;
use crate::domain::region::DistrictCode;
use crate::domain::region::claims::{ClaimedAnswer, NeighbourClaims};
use crate::domain::region::stance::of_neighbours;
use crate::domain::request::ItemResult;
use crate::domain::text::key;

/// So many decisions are told in full, as many as a menu has letters for.
const DECISIONS: i64 = 9;
/// So many kinds of agreement are told.
const KINDS: i64 = 2;
/// So many answers of each review that is told.
const ANSWERS: i64 = 500;
/// As many characters of a name as the region keeps.
const LONGEST_NAME: usize = 300;

/// What neighbours say of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighboursSay {
    /// Somebody of the region said that theirs and ours are one product; otherwise they only bear one name.
    pub confirmed: bool,
    /// What each says, who decided last first.
    pub said: Vec<Neighbour>,
    /// For which kinds of agreement how many districts asked: those that have one today.
    pub agreed: Vec<(String, i64)>,
    /// The decisions that hold of those who decided last, one a district.
    pub decisions: Vec<NeighbourDecision>,
}

/// The decision of a neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourDecision {
    /// The code of the district.
    pub district: String,
    /// What it comes to here: claims to check.
    pub claims: NeighbourClaims,
}

impl NeighboursSay {
    /// All of it in a few words: `9 of 12 yes, 2 with conditions, 1 no; 2 asked for a DPA`. None where nobody knows it.
    pub fn words(&self) -> Option<String> {
        let said: Vec<_> = self.said.iter().map(|one| one.answer).collect();
        of_neighbours(&said, &self.agreed)
    }
}

impl Region {
    /// What the other districts say of a product of this one: of the same thing where it was pushed, else of what bears
    /// this name.
    ///
    /// # Errors
    ///
    /// `Error::Region`.
    pub fn neighbours(
        &self,
        own: &DistrictCode,
        product: ProductId,
        name: &str,
        today: NaiveDate,
    ) -> Result<NeighboursSay, Error> {
        let thing = self.thing_of(own, product, name)?;
        let told = self.said_of(std::slice::from_ref(&thing), today)?;
        let said = told.into_iter().flat_map(|told| told.neighbours);
        let mut said: Vec<Neighbour> = said.filter(|one| one.district != own.as_str()).collect();
        said.sort_by(|a, b| b.decided_on.cmp(&a.decided_on));
        Ok(NeighboursSay {
            confirmed: is_confirmed(&thing),
            agreed: self.agreed(&thing, own, today)?,
            decisions: self.newest(&thing, own, None, today)?,
            said,
        })
    }

    /// What one of them claims of it; none where it decided nothing that holds.
    ///
    /// # Errors
    ///
    /// `Error::Region`.
    pub fn claims_of(
        &self,
        own: &DistrictCode,
        product: ProductId,
        name: &str,
        (neighbour, today): (&DistrictCode, NaiveDate),
    ) -> Result<Option<NeighbourClaims>, Error> {
        let thing = self.thing_of(own, product, name)?;
        let found = self.newest(&thing, own, Some(neighbour.as_str()), today)?;
        Ok(found.into_iter().next().map(|one| one.claims))
    }

    /// What the product is known by in the region.
    fn thing_of(
        &self,
        own: &DistrictCode,
        product: ProductId,
        name: &str,
    ) -> Result<String, Error> {
        let number = i32::try_from(product.0).unwrap_or(i32::MAX);
        let sql = "SELECT thing FROM hallpass.product WHERE district = $1 AND product = $2";
        let thing = self.row(sql, &[&own.as_str(), &number])?;
        let by_name = || {
            let key: String = key(name).chars().take(LONGEST_NAME).collect();
            format!("n{key}")
        };
        Ok(thing.map_or_else(by_name, |row| row.get(0)))
    }

    fn agreed(
        &self,
        thing: &str,
        own: &DistrictCode,
        today: NaiveDate,
    ) -> Result<Vec<(String, i64)>, Error> {
        let rows = self.rows(
            "SELECT min(a.kind), count(DISTINCT a.district)
             FROM hallpass.product p JOIN hallpass.agreement a USING (district, product)
             WHERE p.thing = $1 AND p.district <> $3 AND (a.ends IS NULL OR a.ends >= $2::text::date)
             GROUP BY lower(a.kind) ORDER BY 2 DESC, 1 LIMIT $4",
            &[&thing, &today.to_string(), &own.as_str(), &KINDS],
        )?;
        let read = rows.iter().map(|row| (safe(row.get(0)), row.get(1)));
        Ok(read.collect())
    }

    /// One decision of each of those who decided last, or of one of them: what holds for the whole district before what
    /// holds for a part.
    fn newest(
        &self,
        thing: &str,
        own: &DistrictCode,
        of: Option<&str>,
        today: NaiveDate,
    ) -> Result<Vec<NeighbourDecision>, Error> {
        let sql = format!(
            "SELECT district, name, product, stance, scope, grades, conditions, reason, decided_on::text
             FROM (SELECT DISTINCT ON (d.district) d.district, m.name, d.product, d.stance, d.scope, d.grades,
                          d.conditions, d.reason, d.decided_on
                   FROM hallpass.product p JOIN hallpass.decision d USING (district, product)
                   JOIN hallpass.member m USING (district)
                   WHERE p.thing = $1 AND p.district <> $3 AND {SPEAKS}
                     AND ($5::text IS NULL OR p.district = $5)
                   ORDER BY d.district, d.whole DESC, d.decided_on DESC NULLS LAST, d.product, d.place) newest
             ORDER BY decided_on DESC NULLS LAST, district LIMIT $4"
        );
        let rows = self.rows(
            &sql,
            &[&thing, &today.to_string(), &own.as_str(), &DECISIONS, &of],
        )?;
        let read = rows.iter().map(|row| {
            let (district, product): (String, i32) = (row.get(0), row.get(2));
            let (stance, scope): (String, String) = (row.get(3), safe(row.get(4)));
            let grades = safe(row.get(5));
            let grades = if grades.is_empty() {
                grades
            } else {
                format!(", grades {grades}")
            };
            let day: Option<String> = row.get(8);
            let conditions: Option<String> = row.get(6);
            let conditions = conditions.iter().flat_map(|all| all.lines());
            let claims = NeighbourClaims {
                district: safe(row.get(1)),
                decided_on: day.and_then(|day| day.parse().ok()),
                decided: format!("{stance}, for {scope}{grades}"),
                conditions: conditions.map(safe).collect(),
                reason: safely(row.get(7)),
                answers: self.answers(&district, product)?,
            };
            Ok(NeighbourDecision { district, claims })
        });
        read.collect()
    }

    fn answers(&self, district: &str, product: i32) -> Result<Vec<ClaimedAnswer>, Error> {
        let rows = self.rows(
            "SELECT item, answer, edition FROM hallpass.answer WHERE district = $1 AND product = $2
             ORDER BY place LIMIT $3",
            &[&district, &product, &ANSWERS],
        )?;
        let read = rows.iter().filter_map(|row| {
            let edition: i32 = row.get(2);
            Some(ClaimedAnswer {
                item: safe(row.get(0)),
                answer: ItemResult::from_word(row.get(1))?,
                edition: edition.into(),
            })
        });
        Ok(read.collect())
    }
}
