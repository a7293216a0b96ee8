//! What a question of `hallpass status` and `hallpass product` names, and the answers to it.

use chrono::NaiveDate;

use crate::cli::{Failure, find};
use crate::domain::find::{AskedWords, NamedProduct, SchoolMeant, SchoolName, Unclear, host_of};
use crate::domain::grade::{Grade, Grades};
use crate::domain::school::SchoolId;
use crate::domain::status::StatusAnswer;
use crate::office::Office;

/// Products of one name that are answered in one go.
const ANSWERED: usize = 10;
/// Nearest products told, each with its answer, where none is named.
const NEAREST: usize = 5;

/// What was asked, told apart.
pub(super) struct AskedStatus {
    pub(super) query: String,
    /// What the words name.
    pub(super) said: AskedWords,
    /// Where they name nothing: the nearest products, each with its own answer.
    pub(super) nearest: Vec<StatusAnswer>,
    /// Where they name nothing: that what is left over is a closed school.
    pub(super) closed: Option<String>,
    /// The schools that were asked about, none of them for the district as a whole.
    pub(super) at: Vec<SchoolAsked>,
    pub(super) today: NaiveDate,
}

/// A school that was asked about; its name where it is open.
pub(super) struct SchoolAsked {
    pub(super) id: SchoolId,
    pub(super) name: Option<SchoolName>,
}

/// One answer, where it is for.
pub(super) struct AnswerAt<'a> {
    pub(super) named: &'a NamedProduct,
    pub(super) school: Option<&'a SchoolName>,
    pub(super) answer: StatusAnswer,
}

impl AskedStatus {
    pub(super) fn read(
        office: &mut Office,
        words: &[String],
        school: Option<&str>,
        grade: Option<Grade>,
    ) -> Result<AskedStatus, Failure> {
        let query = words.join(" ");
        let given = school.map(|name| find::school(office, name)).transpose()?;
        let mut said = office.told_apart(&query, given.is_some())?;
        said.grades = grade.map_or(said.grades, |grade| Grades::span(grade, grade));
        let meant = match &said.school {
            SchoolMeant::Unsaid => given.into_iter().collect(),
            SchoolMeant::One(id) => vec![*id],
            SchoolMeant::Each(ids) => ids.clone(),
            SchoolMeant::Several(ids) => return Err(find::which(office, &query, ids)?),
            SchoolMeant::Unknown(name) => return Err(find::no_school(office, name)?),
        };
        let at = meant.into_iter().map(|id| {
            let name = office.school_name(id)?;
            Ok(SchoolAsked { id, name })
        });
        let at = at.collect::<Result<Vec<_>, Failure>>()?;
        if said.product.trim().is_empty() {
            // Without a product every product fits, and the first would be taken for the answer.
            let school = at.first().and_then(|asked| asked.name.as_ref());
            return Err(no_product(&query, school));
        }
        let nearest = if said.named.is_empty() {
            let at = at.first().map(|asked| asked.id);
            office.nearest_answers(&said, at, NEAREST)?
        } else {
            Vec::new()
        };
        let closed = match &said.unknown[..] {
            [words] if at.is_empty() => office.is_closed(words)?,
            _ => None,
        };
        Ok(AskedStatus {
            closed,
            query,
            said,
            nearest,
            at,
            today: office.today(),
        })
    }

    /// The school, where it is one and open.
    pub(super) fn school(&self) -> Option<&SchoolName> {
        match &self.at[..] {
            [asked] => asked.name.as_ref(),
            _ => None,
        }
    }

    /// What the schools are called, one after the other.
    pub(super) fn schools(&self) -> Option<String> {
        let names = self.at.iter().filter_map(|asked| asked.name.as_ref());
        let names: Vec<&str> = names.map(|school| school.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join("; "))
    }

    /// The answers about the first of the products named, at each school that was asked about.
    pub(super) fn answers(&self, office: &mut Office) -> Result<Vec<AnswerAt<'_>>, Failure> {
        let named = &self.said.named[..self.said.named.len().min(ANSWERED)];
        let places = self
            .at
            .iter()
            .map(|asked| (Some(asked.id), asked.name.as_ref()));
        let mut places: Vec<_> = places.collect();
        if places.is_empty() {
            places.push((None, None));
        }
        let mut by_place = Vec::new();
        for (id, school) in places {
            let answers = office
                .answers_about(named, id, (self.said.grades, self.said.audience))?
                .into_iter();
            by_place.push((school, answers));
        }
        let mut all = Vec::new();
        for named in named {
            for (school, answers) in &mut by_place {
                all.extend(answers.next().map(|answer| AnswerAt {
                    named,
                    school: *school,
                    answer,
                }));
            }
        }
        Ok(all)
    }

    /// That several products bear the name, or are at the address.
    pub(super) fn several(&self) -> Option<String> {
        let (named, called) = (&self.said.named, &self.said.product);
        let first = named.first().filter(|_| named.len() > 1)?;
        let of = named.len();
        let at_host = first
            .alias
            .as_ref()
            .filter(|alias| host_of(called).as_ref() == Some(*alias));
        let Some(host) = at_host else {
            return Some(format!("{of} products are called `{called}`:"));
        };
        let which = Unclear::Several(named.iter().map(|named| named.id).collect());
        let which = which.hint().unwrap_or_default();
        Some(format!("{of} products are at `{host}`; {which}:"))
    }

    pub(super) fn grade(&self) -> Option<String> {
        let grades = self.said.grades;
        (!grades.is_unsaid()).then(|| grades.to_string())
    }

    /// That the words name nothing, and what is near.
    pub(super) fn missed(&self) -> Failure {
        if let Some(closed) = &self.closed {
            return Failure::NotFound(closed.clone());
        }
        // Beside a school that was named, what is left over is no other one.
        let unknown = self.said.unknown.iter().filter(|_| self.at.is_empty());
        let mut what: Vec<String> = unknown
            .map(|word| format!("no school is called \"{word}\""))
            .collect();
        if what.is_empty() || self.said.part.is_empty() {
            what.push(format!("nothing here is called `{}`", self.said.product));
        }
        let near = self.nearest.iter().map(|answer| {
            let at = if self.at.is_empty() {
                answer.only_at()
            } else {
                String::new()
            };
            format!("{}, {}{at}", answer.product, answer.word)
        });
        let near: Vec<String> = near.collect();
        if !near.is_empty() {
            what.push(format!("nearest: {}", near.join("; ")));
        }
        Failure::NotFound(what.join("; "))
    }
}

fn no_product(query: &str, school: Option<&SchoolName>) -> Failure {
    match school {
        Some(school) => Failure::refused(
            format!("`{query}` names {} and no product", school.name),
            "name a product too; everything a school has is told by: hallpass inventory SCHOOL",
        ),
        None => Failure::refused("no product was named", "write its name"),
    }
}
