//! What the district gives out of its list to teachers and families: products that may be used, and the facts that
//! belong to that. Only what stands here reaches a public page; prices, people, notes, asks and reasons have no place in it.

use chrono::{Days, NaiveDate};

use super::grade::{Grade, Grades};
use super::policy::Public;
use super::product::{DataUse, ProductId, ProductKind};
use super::status::{PublicAnswer, PublicPlace, PublicUse};

/// A product that may be used, as anybody may read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicProduct {
    /// Its number, which names its page.
    pub id: ProductId,
    /// Its name with the edition.
    pub name: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// Where it is found on the web, where that is a web address.
    pub url: Option<String>,
    /// What it was called before, by which people still look for it.
    pub former: Vec<String>,
    /// The subjects it is for, as the district words them.
    pub subjects: Option<String>,
    /// What it is for.
    pub functions: Vec<String>,
    /// The grades its maker means it for.
    pub grades: Grades,
    /// How it reaches people.
    pub kind: Option<ProductKind>,
    /// What it learns about people; none where that is not on record.
    pub data: Option<DataUse>,
    /// What was agreed about student data; none where nothing is on record.
    pub agreement: Option<PublicAgreement>,
    /// Where it may be used, for whom, on which conditions.
    pub answer: PublicAnswer,
}

/// An agreement about student data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAgreement {
    /// NDPA, state agreement, vendor terms...
    pub kind: String,
    /// The last day; none where it has none.
    pub until: Option<NaiveDate>,
    /// The data elements it names.
    pub elements: Option<String>,
}

/// That what was told of a product to anybody is another thing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenOutChange {
    /// The local day on which the pages said so first.
    pub on: NaiveDate,
    /// Which product.
    pub product: ProductId,
    /// What was told of it before.
    pub was: String,
    /// What is told now; that it is not public any more is told too.
    pub is: String,
}

/// What the pages say of a product that they do not have.
pub const NOT_PUBLIC: &str = "not public";

/// Changes are told for so many days.
const TOLD_FOR: u64 = 30;

impl GivenOutChange {
    /// Reads the changes that are kept; a line that makes no sense is passed over.
    pub fn read(kept: &str) -> Vec<GivenOutChange> {
        let read = |line: &str| {
            let mut parts = line.split('|');
            Some(GivenOutChange {
                on: parts.next()?.parse().ok()?,
                product: ProductId(parts.next()?.parse().ok()?),
                was: parts.next()?.to_owned(),
                is: parts.next()?.to_owned(),
            })
        };
        kept.split(';').filter_map(read).collect()
    }

    /// The changes as they are kept: those of the last thirty days, a newer one of a product in place of an older one.
    pub fn kept(known: Vec<GivenOutChange>, new: Vec<GivenOutChange>, today: NaiveDate) -> String {
        let first = today.checked_sub_days(Days::new(TOLD_FOR)).unwrap_or(today);
        let mut all: Vec<GivenOutChange> = known
            .into_iter()
            .filter(|one| one.on >= first)
            .filter(|one| !new.iter().any(|newer| newer.product == one.product))
            .collect();
        all.extend(new);
        let lines = all.iter().map(|one| {
            let GivenOutChange {
                on,
                product,
                was,
                is,
            } = one;
            format!("{on}|{product}|{was}|{is}")
        });
        lines.collect::<Vec<_>>().join(";")
    }
}

impl PublicProduct {
    /// The same without the words of conditions, where the policy does not give them out; that there are some stays.
    #[must_use]
    pub fn as_public(mut self, public: Public) -> PublicProduct {
        if public != Public::ApprovedAndConditions {
            self.answer.for_all.clear();
            let places = self.answer.places.iter_mut();
            places
                .flat_map(|place| &mut place.uses)
                .for_each(|one| one.conditions.clear());
        }
        self
    }

    /// May staff use it, and no student?
    pub fn is_for_staff(&self) -> bool {
        let mut uses = self.answer.places.iter().flat_map(|place| &place.uses);
        !uses.any(PublicUse::is_for_students)
    }

    /// The uses at a place that a list of products tells of: those of students, or of staff where no student may use it at
    /// all.
    pub fn told_at<'p>(&self, place: &'p PublicPlace) -> impl Iterator<Item = &'p PublicUse> {
        let staff = self.is_for_staff();
        let uses = place.uses.iter();
        uses.filter(move |one| staff || one.is_for_students())
    }

    /// Is it allowed at one school for grades for which it is not at another?
    pub fn is_unlike_by_school(&self) -> bool {
        let grades = |place: &PublicPlace| -> Grades {
            let told = self.told_at(place);
            told.flat_map(|one| one.grades.or_every().iter()).collect()
        };
        let told = self.answer.places.iter().map(grades);
        let mut told = told.filter(|grades| !grades.is_unsaid());
        let first = told.next();
        told.any(|grades| Some(grades) != first)
    }

    /// The grades for which it is allowed anywhere, of staff where no student may use it; unsaid where that is every grade.
    pub fn allowed_grades(&self) -> Grades {
        let places = self.answer.places.iter();
        let uses = places.flat_map(|place| self.told_at(place));
        let mut all = Vec::new();
        for one in uses {
            if one.grades.is_unsaid() {
                return Grades::UNSAID;
            }
            all.extend(one.grades.iter());
        }
        all.into_iter().collect()
    }
}

/// `about ages 8 to 11`: a child of kindergarten is five or six, and a year older in each grade after. None for grades
/// that are unsaid.
pub fn ages(grades: Grades) -> Option<String> {
    let youngest =
        |grade: Grade| i32::from(grade.number()) + if grade == Grade::PK { 4 } else { 5 };
    let (first, last) = (grades.iter().next()?, grades.iter().last()?);
    let oldest = i32::from(last.number()) + 6;
    Some(format!("about ages {} to {oldest}", youngest(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_changes_comes_back_and_ages() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let change = |on: &str, product: i64, is: &str| GivenOutChange {
            on: day(on),
            product: ProductId(product),
            was: "Yes".to_owned(),
            is: is.to_owned(),
        };
        let known = vec![
            change("2026-02-07", 1, "a"),
            change("2026-02-08", 2, "b"),
            change("2026-03-01", 3, "c"),
        ];
        let new = vec![change("2026-03-10", 3, NOT_PUBLIC)];
        let kept = GivenOutChange::kept(known, new, day("2026-03-10"));
        assert_eq!(kept, "2026-02-08|2|Yes|b;2026-03-10|3|Yes|not public");
        assert_eq!(
            GivenOutChange::read(&format!("{kept};x|y")),
            [
                change("2026-02-08", 2, "b"),
                change("2026-03-10", 3, NOT_PUBLIC)
            ]
        );
        assert_eq!(GivenOutChange::read(""), []);
    }

    #[test]
    fn ages_follow_from_grades() {
        let of = |grades: &str| ages(grades.parse().unwrap());
        assert_eq!(of("3-5").as_deref(), Some("about ages 8 to 11"));
        assert_eq!(of("PK").as_deref(), Some("about ages 3 to 5"));
        assert_eq!(of("K-12").as_deref(), Some("about ages 5 to 18"));
        assert_eq!(of(""), None);
    }
}
