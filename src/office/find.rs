//! The finder's questions: which products fit what was typed, and what the answer is for each.

use std::ops::Range;

use super::{Office, Receipt, cache};
use crate::domain::approval::Audience;
use crate::domain::find::{
    AskedNames, AskedWords, Finder, NamedProduct, NoAlias, SchoolMeant, SchoolName, Unclear,
    also_called, asked, asked_so_far, asked_surely, first_letters, schools_named,
};
use crate::domain::grade::Grades;
use crate::domain::names::Match;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::status::{self, Unnamed};
use crate::office::query::{FoundProducts, FoundRow};
use crate::store::{Card, Error, KnownFacts, Scope, Store, VisiblePrices};

/// The one product that words name comes first, where it is among so many that fit best.
const FIRST: usize = 30;
/// More words than this are told apart with all names at hand.
const MOST_WORDS: usize = 12;
/// Names offered where nothing fits.
const NEAREST: usize = 4;

impl Office {
    pub(super) fn find(
        &mut self,
        typed: &str,
        stay: Option<SchoolId>,
        rows: Range<usize>,
    ) -> Result<FoundProducts, Error> {
        self.fill()?;
        let Some(finder) = self.finder.known() else {
            return Err(Error::Cancelled);
        };
        let schools = self.schools.known().map_or(&[][..], Vec::as_slice);
        let asked = asked_so_far(typed, stay.is_some(), schools, finder);
        let (place, mut note) = match &asked.school {
            SchoolMeant::Unsaid => (stay, None),
            SchoolMeant::One(id) => (Some(*id), None),
            SchoolMeant::Several(ids) => (None, Some(self.which(ids))),
            // The rows answer for the first, and what is said beside them for the others.
            SchoolMeant::Each(ids) => (ids.first().copied(), None),
            SchoolMeant::Unknown(name) => {
                let closed = self.is_closed(name)?;
                let unknown = || format!("no school begins with `{name}`");
                (None, Some(closed.unwrap_or_else(unknown)))
            }
        };
        if let [words] = &asked.unknown[..] {
            let closed = self.is_closed(words)?;
            note = closed.or_else(|| Some(format!("\"{words}\" names nothing here")));
        }
        let scope = self.scope(place);
        let mut found = finder.search(&asked.sought, rows.end.max(FIRST));
        if let [only] = asked
            .named
            .first()
            .map_or(&asked.part[..], |_| &asked.named[..])
            && let Some(at) = found.ids.iter().take(FIRST).position(|id| *id == only.id)
        {
            found.hits[..=at].rotate_right(1);
            found.ids[..=at].rotate_right(1);
        }
        let nearest = if found.ids.is_empty() && !asked.product.is_empty() {
            finder
                .near(&asked.product, NEAREST)
                .into_iter()
                .map(|near| near.name)
                .collect()
        } else {
            Vec::new()
        };
        let hits: Vec<(ProductId, Option<String>)> = found
            .hits
            .into_iter()
            .skip(rows.start)
            .take(rows.len())
            .map(|hit| (hit.id, hit.alias))
            .collect();
        let known = finder.len();
        let day = Some(scope.today);
        let known_facts =
            self.facts.current_mut(
                &self.store,
                cache::FACTS,
                day,
                |_| Ok(KnownFacts::default()),
            )?;
        let whom = (asked.grades, asked.audience);
        let answers = answers(&self.store, known_facts, &hits, scope, whom)?;
        if let (SchoolMeant::Each(ids), Some(first)) = (&asked.school, hits.first()) {
            let others = schools.iter().filter(|s| ids[1..].contains(&s.id));
            let others: Vec<&SchoolName> = others.collect();
            let also = also_at(&self.store, first, &others, scope, whom)?;
            note = note.or(Some(also));
        }
        let unnamed = if !found.ids.is_empty() && asked.is_guess(finder) {
            let near: Vec<_> = asked.nearest(finder, NEAREST);
            let near: Vec<_> = near.into_iter().map(|id| (id, None)).collect();
            let near = self.store.brief_answers(&near, scope)?.into_iter();
            let near: Vec<String> = near.map(|answer| answer.product).collect();
            Some(self.not_listed(&asked, &near, place)?)
        } else {
            None
        };
        let found_rows = hits
            .iter()
            .zip(answers)
            .map(|((id, alias), answer)| FoundRow {
                id: *id,
                name: answer.product.clone(),
                alias: alias.clone(),
                answer,
            });
        let found_rows = found_rows.collect();
        let school_words = typed
            .trim()
            .strip_prefix(asked.product.as_str())
            .unwrap_or_default()
            .trim();
        Ok(FoundProducts {
            ids: found.ids,
            first: rows.start,
            rows: found_rows,
            known,
            grades: asked.grades,
            unnamed,
            unknown: asked.unknown,
            place: schools.iter().find(|s| Some(s.id) == place).cloned(),
            note,
            school_words: school_words.to_owned(),
            product_words: asked.product,
            nearest,
        })
    }

    /// What words name: products, a school where none is given already, grades. No guess is taken.
    pub fn told_apart(&mut self, words: &str, at_school: bool) -> Result<AskedWords, Error> {
        if !words.contains('@') {
            // A whole name is found without all other names, however many products there are.
            let spelled: Vec<&str> = words.split_whitespace().collect();
            if let Some(product) = self.store.product_spelled(&spelled.join(" "))? {
                return Ok(AskedWords::whole_name(words, product));
            }
        }
        if let Some(asked) = self.named_surely(words, at_school)? {
            return Ok(asked);
        }
        let schools = if at_school {
            Vec::new()
        } else {
            self.schools()?.to_vec()
        };
        Ok(asked(words, &schools, self.finder()?))
    }

    /// What words name for sure, told apart by the names alone that they can name; none where they name nothing so.
    fn named_surely(&self, words: &str, at_school: bool) -> Result<Option<AskedWords>, Error> {
        let few = words.split_whitespace().count() <= MOST_WORDS;
        let Some(firsts) = first_letters(words).filter(|_| few) else {
            return Ok(None);
        };
        let schools = if at_school {
            Vec::new()
        } else {
            self.store.school_names_begun(&firsts)?
        };
        let names = AskedNames::of(words, &schools);
        let finder = Finder::new(self.store.entries_named(&firsts, &names)?);
        Ok(asked_surely(words, &schools, &finder))
    }

    /// That a school is closed, where these words name a closed one and nothing else that is known is called so.
    pub fn is_closed(&self, words: &str) -> Result<Option<String>, Error> {
        let closed = self.store.closed_schools()?;
        let named = schools_named(words, &closed);
        let named = closed.iter().find(|school| named == [school.id]);
        Ok(named.map(|school| format!("{} is closed", school.name)))
    }

    /// An open school by code and name.
    pub fn school_name(&self, id: SchoolId) -> Result<Option<SchoolName>, Error> {
        self.store.school_name(id)
    }

    /// The answers about these products at this school, in their order, for these grades and people; in the district as a
    /// whole where none is named. Of several grades the worst.
    pub fn answers_about(
        &self,
        products: &[NamedProduct],
        school: Option<SchoolId>,
        whom: (Grades, Option<Audience>),
    ) -> Result<Vec<status::StatusAnswer>, Error> {
        let scope = self.scope(school);
        let answers = products.iter().map(|named| {
            let alias = named.alias.as_deref();
            self.store.answer_for(named.id, scope, whom, alias)
        });
        answers.collect()
    }

    /// The same about the products that are nearest to words that name nothing.
    pub fn nearest_answers(
        &mut self,
        said: &AskedWords,
        school: Option<SchoolId>,
        at_most: usize,
    ) -> Result<Vec<status::StatusAnswer>, Error> {
        let near = said.nearest(self.finder()?, at_most).into_iter();
        let scope = self.scope(school);
        let whom = (said.grades, said.audience);
        let answers = near.map(|id| self.store.answer_for(id, scope, whom, None));
        answers.collect()
    }

    /// The answer about words that name nothing that is listed; `nearest` are the products told instead.
    pub fn not_listed(
        &self,
        said: &AskedWords,
        nearest: &[String],
        school: Option<SchoolId>,
    ) -> Result<status::StatusAnswer, Error> {
        let unnamed = Unnamed {
            words: &said.product,
            nearest,
            unknown: &said.unknown,
            rest_is_listed: !said.part.is_empty(),
            several: if said.several { said.part.len() } else { 0 },
            begun: said.begun,
        };
        self.store.not_listed(unnamed, self.scope(school))
    }

    /// Everything about a product, without the prices that whoever asks may not see; `alias` is the other name by
    /// which it was found.
    pub fn card(
        &self,
        product: ProductId,
        school: Option<SchoolId>,
        alias: Option<String>,
    ) -> Result<Card, Error> {
        let card = self.store.card(product, self.scope(school), alias)?;
        Ok(card.showing(&self.visible_prices()?))
    }

    /// Whose prices whoever asks may see.
    pub fn visible_prices(&self) -> Result<VisiblePrices, Error> {
        let stamp = self.stamp();
        self.store.visible_prices(&stamp.who, stamp.today)
    }

    pub(super) fn scope(&self, school: Option<SchoolId>) -> Scope {
        Scope {
            school,
            grade: None,
            today: self.today(),
        }
    }

    /// The school of this code, name or number in the directory; reads the schools alone.
    pub fn school_called(&self, words: &str) -> Result<Match<SchoolId>, Error> {
        self.store.school_called(words)
    }

    /// The one product that these words name, for deeds: no guess is taken.
    pub fn product_named(&mut self, words: &str) -> Result<Result<ProductId, Unclear>, Error> {
        Ok(self.finder()?.the_one(words))
    }

    /// Makes these words another name of the product that is called so.
    pub fn also_called(
        &mut self,
        product: ProductId,
        called: &str,
        words: &str,
    ) -> Result<Receipt, Error> {
        let finder = self.finder()?;
        match also_called(finder, product, called, words) {
            Ok(change) => {
                let applied = self.apply(&change)?;
                let said = format!("`{words}` is {called} from now on.");
                Ok(Receipt::of(said, applied.change_set))
            }
            Err(NoAlias::Empty) => Err(Error::refused("no name was said")),
            Err(NoAlias::Names(other)) => {
                let whose = self.store.label(other)?;
                Err(Error::refused(format!("`{words}` names {whose} already")))
            }
        }
    }

    fn which(&self, ids: &[SchoolId]) -> String {
        let names = self
            .schools
            .known()
            .into_iter()
            .flatten()
            .filter(|s| ids.contains(&s.id))
            .map(|s| s.name.as_str());
        format!("which school: {}?", names.collect::<Vec<_>>().join(", "))
    }
}

/// What the answer about a product is at other schools: `also: CED YES, DOG NO`.
fn also_at(
    store: &Store,
    product: &(ProductId, Option<String>),
    schools: &[&SchoolName],
    scope: Scope,
    (grades, audience): (Grades, Option<Audience>),
) -> Result<String, Error> {
    let said = schools.iter().map(|school| {
        let scope = Scope {
            school: Some(school.id),
            ..scope
        };
        let alias = product.1.as_deref();
        let answer = store.answer_for(product.0, scope, (grades, audience), alias)?;
        let called = school.code.as_ref().unwrap_or(&school.name);
        Ok(format!("{called} {}", answer.word))
    });
    let said: Vec<String> = said.collect::<Result<_, Error>>()?;
    Ok(format!("also: {}", said.join(", ")))
}

/// The answers for these grades, or for none in particular; of several grades the worst.
fn answers(
    store: &Store,
    known: &mut KnownFacts,
    hits: &[(ProductId, Option<String>)],
    scope: Scope,
    (grades, audience): (Grades, Option<Audience>),
) -> Result<Vec<status::StatusAnswer>, Error> {
    let mut worst: Vec<status::StatusAnswer> = Vec::new();
    for grade in grades.iter() {
        let scope = Scope {
            grade: Some(grade),
            ..scope
        };
        let answers = store.brief_answers_by(known, hits, (scope, audience))?;
        if worst.is_empty() {
            worst = answers;
            continue;
        }
        for (worst, answer) in worst.iter_mut().zip(answers) {
            if answer.verdict < worst.verdict {
                *worst = answer;
            }
        }
    }
    if grades.is_unsaid() {
        worst = store.brief_answers_by(known, hits, (scope, audience))?;
    }
    Ok(worst)
}

#[cfg(test)]
mod tests;
