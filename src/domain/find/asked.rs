//! What a whole question names: a product, a school, grades, and words that are none of these. For answers
//! that are spoken and deeds that are done; the live box of the screens splits with `school.rs`, where the
//! last word may still be half typed.

use super::How;
use super::naming::{By, Named};
use super::school::{Place, SchoolName, marked, named_whole, split_whole};
use super::{Finder, Split};
use crate::domain::grade::{Grade, Grades};

/// A question, told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The words for the product, as typed; empty when only a school was named.
    pub product: String,
    /// The products they name; none where they name nothing.
    pub named: Vec<Named>,
    /// The school.
    pub school: Place,
    /// The grades; unsaid where none were.
    pub grades: Grades,
    /// Where nothing is named: words beside those of a product that is listed.
    pub unknown: Vec<String>,
    /// Where nothing is named: the products that a part of the words names.
    pub part: Vec<Named>,
}

/// One way to read the words.
struct Reading<'w> {
    product: Vec<&'w str>,
    school: Place,
    grades: Grades,
}

/// What these words name. The words as a whole come first (`lincoln library` is a product, whatever
/// schools are called), then without grades (`grade 4`, `k-2`), then without a school at the end or the
/// start, named by its code or by whole words its name begins with. A slip is thought of last.
pub fn asked(typed: &str, schools: &[SchoolName], finder: &Finder) -> Asked {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mark = words.iter().position(|w| w.len() > 1 && w.starts_with('@'));
    let (words, given) = match mark.map(|at| marked(&words, at, schools)) {
        Some(Split { school, .. }) => {
            let rest = words.iter().enumerate().filter(|(at, _)| Some(*at) != mark);
            (rest.map(|(_, word)| *word).collect(), Some(school))
        }
        None => (words, None),
    };
    let readings = readings(&words, given.as_ref(), schools);
    let named: Vec<(usize, Vec<Named>)> = readings
        .iter()
        .enumerate()
        .map(|(at, reading)| (at, finder.named(&reading.product.join(" "))))
        .filter(|(_, named)| !named.is_empty())
        .collect();
    let slip = |named: &[Named]| named.iter().any(|n| n.by == By::Typo);
    let best = named
        .into_iter()
        .min_by_key(|(at, named)| (slip(named), *at));
    if let Some((at, named)) = best
        && let Some(reading) = readings.into_iter().nth(at)
    {
        return Asked {
            product: reading.product.join(" "),
            named,
            school: reading.school,
            grades: reading.grades,
            unknown: Vec::new(),
            part: Vec::new(),
        };
    }
    nothing_named(&words, given, schools, finder)
}

fn readings<'w>(
    words: &[&'w str],
    given: Option<&Place>,
    schools: &[SchoolName],
) -> Vec<Reading<'w>> {
    let mut readings = Vec::new();
    let plain = Some((words.to_vec(), Grades::UNSAID));
    for (words, grades) in plain.into_iter().chain(without_grades(words)) {
        let school = given.cloned().unwrap_or(Place::Unsaid);
        readings.push(Reading {
            product: words.clone(),
            school,
            grades,
        });
        if given.is_some() {
            continue;
        }
        let tails = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
        let heads = (1..words.len()).map(|k| (&words[k..], &words[..k]));
        for (product, school) in tails.chain(heads) {
            if let Some(school) = named_whole(&school.join(" "), schools) {
                readings.push(Reading {
                    product: product.to_vec(),
                    school,
                    grades,
                });
            }
        }
    }
    readings
}

fn nothing_named(
    words: &[&str],
    given: Option<Place>,
    schools: &[SchoolName],
    finder: &Finder,
) -> Asked {
    let (rest, grades) = without_grades(words).unwrap_or((words.to_vec(), Grades::UNSAID));
    let split = match given {
        Some(school) => Split {
            product: rest.join(" "),
            school,
        },
        None => split_whole(&rest.join(" "), schools, finder),
    };
    let (part, unknown) = known_part(&split.product, finder);
    Asked {
        product: split.product,
        named: Vec::new(),
        school: split.school,
        grades,
        unknown: unknown.into_iter().collect(),
        part,
    }
}

/// The products that the first words name, or the last, and the words left over. Where none do, nothing
/// is left over: all of it may be one name.
fn known_part(product: &str, finder: &Finder) -> (Vec<Named>, Option<String>) {
    let words: Vec<&str> = product.split(' ').collect();
    let heads = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
    let tails = (1..words.len()).map(|k| (&words[k..], &words[..k]));
    for (part, rest) in heads.clone().chain(tails) {
        let named = finder.named(&part.join(" "));
        if named.iter().any(|n| n.by != By::Typo) {
            return (named, Some(rest.join(" ")));
        }
    }
    let (_, rest) = begun_part(product, finder).unzip();
    (Vec::new(), rest)
}

impl Finder {
    /// Does each of these words, which may be half typed, begin a word of some product's name? What only
    /// contains them or looks like them is a guess.
    pub fn begins(&self, words: &str) -> bool {
        self.best(words).is_some_and(How::is_said)
    }
}

impl How {
    /// Was the name begun, rather than something like it?
    pub fn is_said(self) -> bool {
        self <= How::Initials
    }
}

/// Where the words fit no product as a whole: the most words at the start that begin a name, and the rest.
pub fn begun_part(product: &str, finder: &Finder) -> Option<(String, String)> {
    let words: Vec<&str> = product.split_whitespace().collect();
    if finder.best(product).is_some() {
        return None;
    }
    let heads = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
    let mut begun = heads.filter(|(part, _)| {
        let how = finder.best(&part.join(" "));
        how.is_some_and(|how| how <= How::WordStart)
    });
    begun
        .next()
        .map(|(part, rest)| (part.join(" "), rest.join(" ")))
}

/// The words without those that say grades, and the grades: `grade 4`, `grades 3-5`, `4th grade`, `k-2`,
/// `kindergarten`. None where no grades are said, or nothing else is.
pub fn without_grades<'w>(words: &[&'w str]) -> Option<(Vec<&'w str>, Grades)> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_grade = |at: usize| {
        let word = lower.get(at).map(String::as_str);
        matches!(
            word,
            Some("grade" | "grades" | "gr" | "gr." | "grader" | "graders")
        )
    };
    for at in 0..words.len() {
        let bare = lower[at].as_str();
        let (from, to, grades) = if is_grade(at)
            && let Some(grades) = lower.get(at + 1).and_then(|word| span(word))
        {
            (at, at + 2, grades)
        } else if is_grade(at + 1)
            && let Some(grades) = span(bare)
        {
            (at, at + 2, grades)
        } else if let Some(grades) = said_alone(bare) {
            (at, at + 1, grades)
        } else {
            continue;
        };
        let rest = [&words[..from], &words[to..]].concat();
        return (!rest.is_empty()).then_some((rest, grades));
    }
    None
}

/// `4`, `4th`, `k`, `k-2`.
fn span(word: &str) -> Option<Grades> {
    let one = |word: &str| word.parse::<Grade>().ok();
    if let Some(grade) = one(word) {
        return Some(Grades::span(grade, grade));
    }
    let (low, high) = word.split_once('-')?;
    Some(Grades::span(one(low)?, one(high)?))
}

/// Grades that nobody takes for anything else.
fn said_alone(word: &str) -> Option<Grades> {
    match word {
        "kindergarten" => Some(Grades::span(Grade::K, Grade::K)),
        "prek" | "pre-k" | "pre-kindergarten" => Some(Grades::span(Grade::PK, Grade::PK)),
        span_of_two if span_of_two.contains('-') => span(span_of_two),
        _ => None,
    }
}
