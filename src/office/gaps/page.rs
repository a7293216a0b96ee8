//! All about one standard, as a page: what it says and stands under, how it is related and who says so, every product that
//! comes to it, where groups fall short of it, and how far it is covered.

use std::collections::BTreeMap;

use super::desk::called;
use super::standing::StandingGaps;
use crate::domain::grade::Grade;
use crate::domain::standards::Standard;
use crate::domain::standards::coverage::{CoverCount, CoverState};
use crate::domain::standards::framework::StandardId;
use crate::office::query::standards::StandardPage;
use crate::office::standards::ListedClaim;
use crate::office::{Error, Office};

/// So many matches are named in a sentence.
const MOST_NAMED: usize = 5;
/// Deeper than any framework is.
const DEEPEST: usize = 64;

impl StandingGaps {
    fn page(&mut self, office: &Office, id: StandardId) -> Result<StandardPage, Error> {
        if !self.desk.standards.contains_key(&id) {
            return Ok(StandardPage::default());
        }
        let standard: Standard = office.store.get(id)?;
        let framework = self.frameworks.iter();
        let mut framework = framework.filter(|one| one.id == standard.framework);
        let framework = framework.next().map_or("", |one| &one.title).to_owned();
        let claims = office.claims_on(&standard)?;
        let mut claims: Vec<String> = claims.iter().map(ListedClaim::told).collect();
        claims.extend(self.by_other_standards(&standard));
        let gaps = self.told_gaps(office, id)?;
        let mut parts = vec![
            ("Statement", vec![standard.statement.clone()]),
            ("Stands under", path(office, &standard)?),
            ("Facts", facts(&standard)),
            ("Related", relations(office, &standard)?),
            ("Products", claims),
            ("Gaps", gaps),
            ("Coverage by grade", self.cover_of(office, &standard)?),
        ];
        parts.retain(|(_, lines)| !lines.is_empty());
        Ok(StandardPage {
            standard: Some(id),
            title: format!("{} - {framework}", called(&standard)),
            parts,
        })
    }

    /// Products that come to it by another standard, and by which way.
    fn by_other_standards(&mut self, standard: &Standard) -> Vec<String> {
        let Some(node) = self.desk.node(standard.id) else {
            return Vec::new();
        };
        let reach = self.desk.reach(node);
        let grade = standard.grades.or_every().iter().next();
        let parts = reach.parts.iter().filter_map(|part| {
            let found = self.desk.part_match(part, &reach, (false, grade?), None)?;
            let name = self.desk.names.get(&part.0)?;
            (found.via != Some(node)).then(|| format!("{name}: {}, by another standard", found.way))
        });
        parts.collect()
    }

    /// Where groups fall short of it, the highest score first.
    fn told_gaps(&mut self, office: &Office, id: StandardId) -> Result<Vec<String>, Error> {
        let cells = self.cells_of(office, id)?;
        let mut told = Vec::new();
        for cell in cells {
            if let Some((_, row)) = self.row(office, &cell)? {
                told.push(format!(
                    "{}, grade {}, {} {}: {}% of {} below, score {}: {}",
                    row.school_name,
                    row.grade,
                    row.test,
                    row.window,
                    row.bands.below,
                    row.bands.size,
                    row.score.score(),
                    row.have()
                ));
            }
        }
        Ok(told)
    }

    /// At how many schools it is in which state, by grade.
    fn cover_of(&mut self, office: &Office, standard: &Standard) -> Result<Vec<String>, Error> {
        if !standard.leaf {
            return Ok(Vec::new());
        }
        let mut counts: BTreeMap<Grade, CoverCount> = BTreeMap::new();
        let schools = self.schools.values().filter(|one| one.open);
        let schools: Vec<_> = schools.map(|one| (one.id, one.grades)).collect();
        for (school, grades) in schools {
            let common = if standard.grades.is_unsaid() {
                grades
            } else {
                standard.grades.common(grades)
            };
            for grade in common.iter() {
                let (of, at) = ((standard.id, false), (school, grade));
                let state = self.desk.state(&office.store, of, at, 1)?;
                counts.entry(grade).or_default().add(state);
            }
        }
        let told = counts.into_iter().map(|(grade, count)| {
            let states = CoverState::ALL.iter().filter(|state| count.of(**state) > 0);
            let states = states.map(|state| format!("{} {}", state.word(), count.of(*state)));
            format!(
                "grade {grade}, of {} schools: {}",
                count.all(),
                states.collect::<Vec<_>>().join(", ")
            )
        });
        Ok(told.collect())
    }
}

/// What it stands under, the highest first.
fn path(office: &Office, standard: &Standard) -> Result<Vec<String>, Error> {
    let mut above = Vec::new();
    let mut at = standard.parent;
    while let Some(id) = at {
        let one: Standard = office.store.get(id)?;
        above.push(format!("{}: {}", called(&one), one.statement));
        at = one.parent.filter(|_| above.len() < DEEPEST);
    }
    above.reverse();
    Ok(above)
}

/// How it is related to others, and who says so.
fn relations(office: &Office, standard: &Standard) -> Result<Vec<String>, Error> {
    let least = office.store.policy()?.crosswalk_least;
    let by_guid = |guid: &str| -> Result<String, Error> {
        let found = office.store.standard_of_guid(guid)?;
        Ok(found.map_or_else(|| format!("{guid} (not here)"), |one| called(&one)))
    };
    let all = office.store.relations_of(&standard.guid)?.into_iter();
    let told = all.map(|one| {
        let word = one.kind.word();
        let related = if one.origin == standard.guid {
            format!("{word}: {}", by_guid(&one.destination)?)
        } else {
            format!("{} is {word} to it", by_guid(&one.origin)?)
        };
        let score = one.score.map(|score| format!(", score {score}"));
        let on = one.on.map(|day| format!(" on {day}"));
        let (score, on) = (score.unwrap_or_default(), on.unwrap_or_default());
        let again = if one.is_accepted_below(least) {
            format!(
                ", below the district's least of {}: to be looked at again",
                least.0
            )
        } else {
            String::new()
        };
        Ok(format!("{related}, says {}{on}{score}{again}", one.says))
    });
    told.collect()
}

fn facts(standard: &Standard) -> Vec<String> {
    let weighs = match standard.weight {
        3 => "a priority, x3",
        1 => "supporting, x1",
        _ => "usual, x2",
    };
    let mut facts = vec![format!("weighs: {weighs}")];
    if !standard.grades.is_unsaid() {
        facts.push(format!("grades: {}", standard.grades));
    }
    facts.extend(standard.ends.map(|day| format!("its last day: {day}")));
    facts.extend(
        standard
            .waived
            .as_ref()
            .map(|why| format!("no product is wanted: {why}")),
    );
    facts
}

impl Office {
    /// How a standard is related to others and who says so, a line each.
    pub fn relations_told(&self, standard: &Standard) -> Result<Vec<String>, Error> {
        relations(self, standard)
    }

    /// Matches that somebody here accepted, with what a crosswalk scores them, which is less than the district's least of
    /// today: a sentence that counts and names them; none where there are none.
    pub fn accepted_too_far(&self) -> Result<Option<String>, Error> {
        let least = self.store.policy()?.crosswalk_least;
        let mut all = self.store.accepted_matches()?;
        all.retain(|one| one.is_accepted_below(least));
        let name = |guid: &str| -> Result<String, Error> {
            let found = self.store.standard_of_guid(guid)?;
            Ok(found.map_or_else(|| guid.to_owned(), |one| called(&one)))
        };
        let mut named = Vec::new();
        for one in all.iter().take(MOST_NAMED) {
            let (from, to) = (name(&one.origin)?, name(&one.destination)?);
            let score = one.score.unwrap_or_default();
            named.push(format!("{from} and {to} ({score}, by {})", one.says));
        }
        let more = all.len() - named.len();
        if more > 0 {
            named.push(format!("{more} more"));
        }
        let said = match all.len() {
            0 => return Ok(None),
            1 => "1 accepted match is".to_owned(),
            n => format!("{n} accepted matches are"),
        };
        Ok(Some(format!(
            "{said} below the district's least of {}, and to be looked at again: {}. It stays as it is until somebody says: hallpass standard relate CODE related CODE --reason TEXT",
            least.0,
            named.join("; ")
        )))
    }

    /// All about one standard; nothing where it is here no more.
    pub fn standard_page(&mut self, id: StandardId) -> Result<StandardPage, Error> {
        self.of_standing_gaps(|office, gaps| gaps.page(office, id))
    }
}
