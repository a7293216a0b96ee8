//! The finder's questions: which products fit what was typed, and what the answer is for each.

use super::Office;
use crate::domain::find::{Place, SchoolName, split_school};
use crate::store::{Error, Scope};
use crate::tui::ask::{Choice, Found, FoundRow};

/// Rows the finder brings: more than any window shows.
const ROWS: usize = 30;
/// Names offered where nothing fits.
const NEAREST: usize = 4;

impl Office {
    pub(super) fn find(&mut self, typed: &str, stay: Option<i64>) -> Result<Found, Error> {
        self.fill()?;
        let today = self.today();
        let Some(finder) = &self.finder else {
            return Err(Error::Cancelled);
        };
        // A marked school goes before the one all views stay at, and so does one without which the
        // words fit no product.
        let marked = typed
            .split_whitespace()
            .any(|word| word.len() > 1 && word.starts_with('@'));
        let split = split_school(typed, &self.schools, finder);
        let fits = |words: &str| finder.search(words, 1).total > 0;
        let stays = !marked && (fits(typed) || !fits(&split.product));
        let (words, place, note, place_typed) = if let Some(id) = stay.filter(|_| stays) {
            (typed.trim().to_owned(), Some(id), None, false)
        } else {
            let (place, note) = match split.school {
                Place::Unsaid => (None, None),
                Place::One(id) => (Some(id), None),
                Place::Several(ids) => (None, Some(self.which(&ids))),
                Place::Unknown(name) => (None, Some(format!("no school begins with `{name}`"))),
            };
            (split.product, place, note, place.is_some())
        };
        let scope = Scope {
            school: place,
            grade: None,
            today,
        };
        let found = finder.search(&words, ROWS);
        let nearest = if found.hits.is_empty() && !words.is_empty() {
            finder
                .near(&words, NEAREST)
                .into_iter()
                .map(|near| near.name)
                .collect()
        } else {
            Vec::new()
        };
        let hits: Vec<(i64, Option<String>)> = found
            .hits
            .into_iter()
            .map(|hit| (hit.id, hit.alias))
            .collect();
        let answers = self.store.brief_answers(&hits, scope)?;
        let rows = hits
            .iter()
            .zip(answers)
            .map(|((id, alias), answer)| FoundRow {
                id: *id,
                name: answer.product.clone(),
                alias: alias.clone(),
                answer,
            });
        let rows = rows.collect();
        let school_words = typed
            .trim()
            .strip_prefix(words.as_str())
            .unwrap_or_default()
            .trim();
        self.found = hits;
        Ok(Found {
            rows,
            total: found.total,
            known: finder.len(),
            place: self
                .schools
                .iter()
                .find(|s| Some(s.id) == place)
                .map(choice),
            place_typed,
            note,
            school_words: school_words.to_owned(),
            product_words: words,
            nearest,
        })
    }

    fn which(&self, ids: &[i64]) -> String {
        let names = self
            .schools
            .iter()
            .filter(|s| ids.contains(&s.id))
            .map(|s| s.name.as_str());
        format!("which school: {}?", names.collect::<Vec<_>>().join(", "))
    }
}

/// A school as the screens pick it.
pub(super) fn choice(school: &SchoolName) -> Choice {
    Choice {
        id: school.id.to_string(),
        name: school.name.clone(),
        note: school.code.clone().unwrap_or_default(),
    }
}
