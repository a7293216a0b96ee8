//! What a question names: a product, a school, grades, and words that are none of these. One rule for both
//! faces: [`asked`] reads words that are typed to the end, [`asked_so_far`] those of a live box, where the
//! last may be half typed and the products a name of which is begun are shown.
//!
//! Words beside a product's that no school and no longer name begins with may be a school nobody has
//! (`kahoot lincoln`) or a product nobody has listed (`kahoot pro`). Nothing tells the two apart, so both are
//! said and neither is answered: the words name nothing, and what a part of them names is nearest.

use std::collections::{BTreeSet, HashSet};

use super::MatchKind;
use super::address::asked_host;
use super::naming::{NamedBy, NamedProduct, shortens_to};
use super::plain::{is_particle, is_small, mask, plain};
use super::school::{
    SchoolLookup, SchoolMeant, SchoolName, marked, named_each, named_whole, split_typed,
    split_whole,
};
use super::{Finder, Split};
use crate::domain::approval::Audience;
use crate::domain::grade::{Grade, Grades};
use crate::domain::product::{ProductId, with_edition};
use crate::domain::text::key;

/// A question, told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWords {
    /// The words for the product, as typed; empty when only a school was named.
    pub product: String,
    /// Those of them by which products are looked for: all, or without what is left over.
    pub sought: String,
    /// The products they name; none where they name nothing.
    pub named: Vec<NamedProduct>,
    /// What the words say of a school.
    pub school: SchoolMeant,
    /// The grades; unsaid where none were.
    pub grades: Grades,
    /// Students or staff, where it was asked for them.
    pub audience: Option<Audience>,
    /// Where nothing is named: words beside those of a product that is listed.
    pub unknown: Vec<String>,
    /// Where nothing is named: the products that a part of the words names.
    pub part: Vec<NamedProduct>,
    /// Do the words name several products, one after the other, where only one is answered at a time?
    pub several: bool,
    /// Where nothing is named: how many products have names that begin with these words, where that is more than one.
    pub begun: usize,
}

/// For whom people ask.
const STUDENTS: &[&str] = &["children", "kids", "pupil", "pupils", "student", "students"];
const STAFF: &[&str] = &["staff", "teacher", "teachers"];

/// One way to read the words.
#[derive(Debug)]
struct AskedReading<'w> {
    product: Vec<&'w str>,
    school: SchoolMeant,
    grades: Grades,
    audience: Option<Audience>,
}

/// What these words name. The words as a whole come first (`lincoln library` is a product, whatever
/// schools are called), then without grades (`grade 4`, `k-2`), then without a school at the end or the
/// start, named by its code or by whole words its name begins with, then without several schools named so. A slip is
/// thought of last. Where all that names nothing, a word that repeats is read once.
pub fn asked(typed: &str, schools: &[SchoolName], finder: &Finder) -> AskedWords {
    let schools = &SchoolLookup::new(schools);
    let (words, given) = unmarked(typed, schools);
    if let Some(asked) = named_by(&words, given.as_ref(), schools, finder) {
        return asked;
    }
    let words = without_repeats(words, finder);
    let (rest, grades) = without_grades(&words).unwrap_or((words.clone(), Grades::UNSAID));
    let split = match given {
        Some(school) => Split {
            product: rest.join(" "),
            school,
        },
        None => split_whole(&rest.join(" "), schools, finder),
    };
    let words: Vec<&str> = split.product.split(' ').collect();
    let said = without_particles(&words).join(" ");
    let product = if said.is_empty() { split.product } else { said };
    let begun = finder.search(&product, usize::MAX).hits.into_iter();
    let begun = begun.filter(|hit| hit.how <= MatchKind::WordStart).count();
    AskedWords {
        begun: if begun > 1 { begun } else { 0 },
        ..nothing_named(Split { product, ..split }, grades, finder)
    }
}

/// The letters with which a name begins that these words can name for sure, be it a product's or a school's; a name that
/// begins with no plain letter or digit may be named by any words. None where the words are not to be read so: one of them
/// is marked with `@`, or is written in other letters.
pub fn first_letters(typed: &str) -> Option<BTreeSet<char>> {
    let text = plain(typed);
    let plainly = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
    if !plainly || text.is_empty() || typed.contains('@') {
        return None;
    }
    let firsts = text.split(' ').filter_map(|word| word.chars().next());
    // `&more` is `more` by its letters alone, and `and more` by its words.
    let keys = typed
        .split_whitespace()
        .filter_map(|word| key(word).chars().next());
    Some(firsts.chain(keys).collect())
}

/// The ways to read words, by which a name can be asked whether one of them names it: for whoever has an index of names,
/// and not all of them in a finder.
#[derive(Debug)]
pub struct AskedNames {
    /// The words of each reading that are a product's: as typed, as words with the letters in them, and as a key.
    readings: Vec<(String, (String, u64), String)>,
    /// The letters that occur in them.
    letters: u64,
    /// With which letter, and then with which, their words begin, and all of each run together.
    begins: BTreeSet<(char, Option<char>)>,
}

impl AskedNames {
    /// The hosts that one of them is an address at.
    pub fn hosts(&self) -> BTreeSet<String> {
        let readings = self.readings.iter();
        readings
            .filter_map(|(words, ..)| asked_host(words))
            .collect()
    }

    /// Of these words, where those schools are all that they can name.
    pub fn of(typed: &str, schools: &[SchoolName]) -> AskedNames {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let readings = every_reading(&words, None, &SchoolLookup::new(schools)).into_iter();
        let readings = readings.map(|reading| {
            let words = reading.product.join(" ");
            let said = plain(&words);
            let letters = mask(&said);
            (words.clone(), (said, letters), key(&words))
        });
        let readings: Vec<(String, (String, u64), String)> = readings.collect();
        let words = readings
            .iter()
            .flat_map(|(_, (said, _), key)| said.split(' ').chain([key.as_str()]));
        let begins = words.filter_map(|word| {
            let mut letters = word.chars();
            Some((letters.next()?, letters.next()))
        });
        AskedNames {
            begins: begins.collect(),
            readings,
            letters: mask(&plain(typed)),
        }
    }

    /// Can one of them name what is called so, by the letters with which its words begin? A word that was said begins the
    /// first word of a name with two of its letters, or with one; then its next letter begins another word.
    fn may_name(&self, name: &str) -> bool {
        let mut letters = name.chars().map(|c| c.to_ascii_lowercase());
        let (first, second) = (letters.next(), letters.next());
        let another = |letter: char| {
            let mut words = name.split(' ').skip(1);
            words.any(|word| word.starts_with([letter, letter.to_ascii_uppercase()]))
        };
        let mut begins = self.begins.iter().filter(|(one, _)| Some(*one) == first);
        begins.any(|(_, two)| two.is_none_or(|two| Some(two) == second || another(two)))
    }

    /// Does one of them name for sure what is called so, with its edition where it has one?
    pub fn name(&self, name: &str, edition: Option<&str>) -> bool {
        if edition.is_none() && is_plain_name(name) && !self.may_name(name) {
            return false;
        }
        let name = &with_edition(name, edition);
        if is_plain_name(name) {
            // Nearly every other name is told by the first letters of its words.
            let mut firsts = name.split(' ').filter_map(|word| word.chars().next());
            if !firsts
                .all(|c| mask(c.to_ascii_lowercase().encode_utf8(&mut [0; 4])) & self.letters != 0)
            {
                return false;
            }
        }
        let (words, key) = (plain(name), key(name));
        let has = mask(&words);
        let mut readings = self.readings.iter();
        readings.any(|(_, (said, letters), said_key)| {
            *said_key == key || (has & letters == *letters && shortens_to(said, &words))
        })
    }

    /// The words of each, which may be a product's number.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().map(|(words, ..)| words.trim())
    }
}

/// Has it letters, digits and spaces alone, as nearly every name?
fn is_plain_name(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')
}

/// What [`asked`] says of these words where they name something for sure; none where they do not. The schools and the
/// products need only be those that the words can name: by [`first_letters`] and by [`AskedNames`].
pub fn asked_surely(typed: &str, schools: &[SchoolName], finder: &Finder) -> Option<AskedWords> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let sure = |named: &[NamedProduct]| named.iter().all(|n| n.by != NamedBy::Typo);
    named_by(&words, None, &SchoolLookup::new(schools), finder).filter(|asked| sure(&asked.named))
}

/// The same for words that are still being typed. What they name already, they name as in [`asked`]; else
/// the last words may be half a school's name. `stays` where all views stay at a school: then only one
/// without which the words fit no product is taken for a school's, or one marked with `@`.
pub fn asked_so_far(
    typed: &str,
    stays: bool,
    schools: &[SchoolName],
    finder: &Finder,
) -> AskedWords {
    let schools = &SchoolLookup::new(schools);
    let (words, given) = unmarked(typed, schools);
    let stays = stays && given.is_none();
    if stays && let Some(asked) = named_by(&words, None, &SchoolLookup::new(&[]), finder) {
        return asked;
    }
    if let Some(asked) = named_by(&words, given.as_ref(), schools, finder) {
        return asked;
    }
    let words = without_repeats(words, finder);
    let graded = without_grades(&words).filter(|_| !finder.begins(&words.join(" ")));
    let (rest, grades) = graded.unwrap_or((words, Grades::UNSAID));
    let all = Split {
        product: rest.join(" "),
        school: given.clone().unwrap_or(SchoolMeant::Unsaid),
    };
    let fits = |words: &str| !finder.search(words, 1).ids.is_empty();
    let split = if given.is_some() || (stays && fits(&all.product)) {
        all
    } else {
        let split = split_typed(&all.product, schools, finder);
        if stays && !fits(&split.product) {
            all
        } else {
            split
        }
    };
    nothing_named(split, grades, finder)
}

/// The words without the one that is marked as a school's, and that school.
fn unmarked<'w>(typed: &'w str, schools: &SchoolLookup) -> (Vec<&'w str>, Option<SchoolMeant>) {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mark = words.iter().position(|w| w.len() > 1 && w.starts_with('@'));
    match mark.map(|at| marked(&words, at, schools)) {
        Some(Split { school, .. }) => {
            let rest = words.iter().enumerate().filter(|(at, _)| Some(*at) != mark);
            (rest.map(|(_, word)| *word).collect(), Some(school))
        }
        None => (words, None),
    }
}

/// The first way to read the words in which they name a product.
fn named_by(
    words: &[&str],
    given: Option<&SchoolMeant>,
    schools: &SchoolLookup,
    finder: &Finder,
) -> Option<AskedWords> {
    let readings = every_reading(words, given, schools);
    let named: Vec<(usize, Vec<NamedProduct>)> = readings
        .iter()
        .enumerate()
        .map(|(at, reading)| (at, finder.named(&reading.product.join(" "))))
        .filter(|(_, named)| !named.is_empty())
        .collect();
    let slip = |named: &[NamedProduct]| named.iter().any(|n| n.by == NamedBy::Typo);
    let (at, named) = named
        .into_iter()
        .min_by_key(|(at, named)| (slip(named), *at))?;
    let reading = readings.into_iter().nth(at)?;
    let product = reading.product.join(" ");
    Some(AskedWords {
        sought: product.clone(),
        product,
        named,
        school: reading.school,
        grades: reading.grades,
        audience: reading.audience.filter(|people| *people != Audience::Both),
        unknown: Vec::new(),
        part: Vec::new(),
        several: false,
        begun: 0,
    })
}

/// The ways to read the words as they are, then without those that repeat, and last without those that are only said
/// around names (`can we use kahoot at lincoln`).
fn every_reading<'w>(
    words: &[&'w str],
    given: Option<&SchoolMeant>,
    schools: &SchoolLookup,
) -> Vec<AskedReading<'w>> {
    let once = said_once(words);
    let mut readings = readings(words, given, schools);
    if once.len() < words.len() {
        readings.extend(self::readings(&once, given, schools));
    }
    if once.iter().any(|word| is_particle(word)) {
        let (words, audience) = without_people(&once);
        let words = without_particles(&words);
        let mut spoken = self::readings(words, given, schools);
        // `ok at lin for 4th grade` ends with a word that is only said around names, once its grade is read.
        if let Some((rest, grades)) = without_grades(words) {
            let mut graded = self::readings(without_particles(&rest), given, schools);
            graded.retain(|reading| reading.grades.is_unsaid());
            spoken.extend(
                graded
                    .into_iter()
                    .map(|reading| AskedReading { grades, ..reading }),
            );
        }
        for reading in &mut spoken {
            reading.product = without_particles(&reading.product).to_vec();
            reading.audience = audience;
        }
        spoken.retain(|reading| !reading.product.is_empty());
        readings.extend(spoken);
    }
    if let Some((rest, audience)) = without_bare_people(&once) {
        let mut bare = self::readings(without_particles(&rest), given, schools);
        for reading in &mut bare {
            reading.audience = Some(audience);
        }
        bare.retain(|reading| !reading.product.is_empty());
        readings.extend(bare);
    }
    readings
}

/// The words without those that are people's alone, and who they are: `kahoot students lincoln`. None where there are
/// none, or nothing else. A product may be called so: it is read last.
fn without_bare_people<'w>(words: &[&'w str]) -> Option<(Vec<&'w str>, Audience)> {
    // Names of products often end with a kid, a child, a student or a teacher.
    let people = |word: &&str| match plain(word).as_str() {
        "pupils" | "students" => Some(Audience::Student),
        "staff" | "teachers" => Some(Audience::Staff),
        _ => None,
    };
    let said = words.iter().filter_map(people);
    let audience = said.reduce(|one, other| if one == other { one } else { Audience::Both })?;
    let rest: Vec<&str> = words
        .iter()
        .filter(|word| people(word).is_none())
        .copied()
        .collect();
    (!rest.is_empty()).then_some((rest, audience))
}

/// The words without those that say for whom it is asked, `for students`, `by our teachers`, and for whom.
fn without_people<'w>(words: &[&'w str]) -> (Vec<&'w str>, Option<Audience>) {
    let is_one_of = |at: usize, of: &[&str]| {
        let word = words.get(at).map(|word| plain(word));
        word.is_some_and(|word| of.contains(&word.as_str()))
    };
    // The people that the words from this place on say, and the place behind them.
    let people_at = |at: usize| {
        let whose = at + usize::from(is_one_of(at, &["my", "our", "the", "their", "your"]));
        let all = [(Audience::Student, STUDENTS), (Audience::Staff, STAFF)];
        let said = all.into_iter().find(|(_, words)| is_one_of(whose, words));
        said.map(|(people, _)| (people, whose + 1))
    };
    let (mut left, mut audience) = (Vec::new(), None);
    let (mut at, mut go_on) = (0, false);
    while let Some(word) = words.get(at) {
        let joins: &[&str] = if go_on {
            &["and", "or"]
        } else {
            &["by", "for", "with"]
        };
        let said = people_at(at + 1).filter(|_| is_one_of(at, joins));
        go_on = said.is_some();
        if let Some((people, behind)) = said {
            // For both is for everybody.
            audience = match audience {
                Some(other) if other != people => Some(Audience::Both),
                _ => Some(people),
            };
            at = behind;
        } else {
            left.push(*word);
            at += 1;
        }
    }
    (left, audience)
}

/// The words from the first to the last that is not only said around names: those between may be of one.
fn without_particles<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    let telling = |word: &&str| !is_particle(word);
    let first = words.iter().position(telling).unwrap_or(words.len());
    let last = words.iter().rposition(telling).map_or(first, |at| at + 1);
    &words[first..last]
}

/// The words without those that were said before.
fn said_once<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut known = HashSet::new();
    let new = words.iter().filter(|word| known.insert(plain(word)));
    new.copied().collect()
}

/// The same, unless the words begin a name as they are.
fn without_repeats<'w>(words: Vec<&'w str>, finder: &Finder) -> Vec<&'w str> {
    if finder.begins(&words.join(" ")) {
        words
    } else {
        said_once(&words)
    }
}

fn readings<'w>(
    words: &[&'w str],
    given: Option<&SchoolMeant>,
    schools: &SchoolLookup,
) -> Vec<AskedReading<'w>> {
    let mut readings = Vec::new();
    let plain = Some((words.to_vec(), Grades::UNSAID));
    for (words, grades) in plain.into_iter().chain(without_grades(words)) {
        let school = given.cloned().unwrap_or(SchoolMeant::Unsaid);
        readings.push(AskedReading {
            product: words.clone(),
            school,
            grades,
            audience: None,
        });
        if given.is_some() {
            continue;
        }
        let tails = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
        let heads = (1..words.len()).map(|k| (&words[k..], &words[..k]));
        let parts: Vec<_> = tails.chain(heads).collect();
        let one = parts.iter().map(|(product, said)| {
            let school = named_whole(&said.join(" "), schools);
            (product, school)
        });
        let each = parts
            .iter()
            .map(|(product, said)| (product, named_each(said, schools)));
        readings.extend(one.chain(each).filter_map(|(product, school)| {
            Some(AskedReading {
                product: product.to_vec(),
                school: school?,
                grades,
                audience: None,
            })
        }));
    }
    readings
}

fn nothing_named(split: Split, grades: Grades, finder: &Finder) -> AskedWords {
    let (sought, mut part, unknown) = known_part(&split.product, finder);
    let others = unknown.as_deref().map(|words| surely_named(words, finder));
    let others = others.flatten().unwrap_or_default();
    let several = !part.is_empty() && !others.is_empty();
    let unknown = unknown.filter(|_| !several);
    part.extend(others.into_iter().filter(|_| several));
    AskedWords {
        product: split.product,
        sought,
        named: Vec::new(),
        school: split.school,
        grades,
        audience: None,
        unknown: unknown.into_iter().collect(),
        part,
        several,
        begun: 0,
    }
}

/// The products that these words name for sure; none where they name none.
fn surely_named(words: &str, finder: &Finder) -> Option<Vec<NamedProduct>> {
    let named = finder.named(words);
    let sure = named.iter().any(|n| n.by != NamedBy::Typo);
    sure.then_some(named)
}

/// The first words that name products, or the last, those products, and the words left over. Where none do,
/// or all begin a longer name, nothing is left over: all of it may be one name. Small words are neither a part
/// nor left over.
fn known_part(product: &str, finder: &Finder) -> (String, Vec<NamedProduct>, Option<String>) {
    if finder.begins(product) {
        return (product.to_owned(), Vec::new(), None);
    }
    let sure = |words: &str| surely_named(words, finder);
    let words: Vec<&str> = product.split(' ').collect();
    let heads = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
    let tails = (1..words.len()).map(|k| (&words[k..], &words[..k]));
    for (part, rest) in heads.chain(tails) {
        let telling = !without_small(part).is_empty();
        let part = part.join(" ");
        if let Some(named) = sure(&part).filter(|_| telling) {
            let rest = without_small(rest).join(" ");
            return (part, named, Some(rest).filter(|rest| !rest.is_empty()));
        }
    }
    let telling = without_small(&words);
    if telling.is_empty() {
        return (product.to_owned(), Vec::new(), None);
    }
    let all = telling.join(" ");
    if telling.len() < words.len() {
        if let Some(named) = sure(&all) {
            return (all, named, None);
        }
        if finder.begins(&all) {
            return (all, Vec::new(), None);
        }
    }
    match begun_part(&telling, finder) {
        Some((part, rest)) => (part, Vec::new(), Some(rest)),
        None => (all, Vec::new(), None),
    }
}

/// The words without those that tell nothing of a product or a school: `the`, `for`, `app`.
fn without_small<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let telling = words.iter().filter(|word| !is_small(word));
    telling.copied().collect()
}

impl AskedWords {
    /// What [`asked`] says of words that as a whole, no mark of a school among them, spell the name of this product and of
    /// no other: for whoever knows that without all other names.
    pub fn whole_name(typed: &str, product: ProductId) -> AskedWords {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let product_words = words.join(" ");
        AskedWords {
            sought: product_words.clone(),
            product: product_words,
            named: vec![NamedProduct {
                id: product,
                by: NamedBy::Name,
                alias: None,
            }],
            school: SchoolMeant::Unsaid,
            grades: Grades::UNSAID,
            audience: None,
            unknown: Vec::new(),
            part: Vec::new(),
            several: false,
            begun: 0,
        }
    }

    /// Do the words name nothing that is listed, while products are only like them, or only a part of them
    /// is one? Then no answer is theirs.
    pub fn is_guess(&self, finder: &Finder) -> bool {
        let begun = finder.begins(&self.product);
        self.named.is_empty() && !self.sought.is_empty() && !begun
    }

    /// Where nothing is named, the nearest products, best first: those that a part of the words names or
    /// begins, then those that are like it.
    pub fn nearest(&self, finder: &Finder, limit: usize) -> Vec<ProductId> {
        let mut ids: Vec<ProductId> = self.part.iter().map(|named| named.id).collect();
        if self.sought != self.product {
            ids.extend(finder.search(&self.sought, limit).hits.iter().map(|h| h.id));
        }
        let near = finder.near(&self.sought, limit).into_iter();
        ids.extend(near.map(|near| near.id));
        let mut known = HashSet::new();
        ids.retain(|id| known.insert(*id));
        ids.truncate(limit);
        ids
    }
}

impl Finder {
    /// Does each of these words, which may be half typed, begin a word of some product's name? What only
    /// contains them or looks like them is a guess.
    pub fn begins(&self, words: &str) -> bool {
        self.best(words).is_some_and(MatchKind::is_said)
    }
}

impl MatchKind {
    /// Was the name begun, rather than something like it?
    pub fn is_said(self) -> bool {
        self <= MatchKind::Initials
    }
}

/// Where the words fit no product as a whole: the most words at the start that begin a name, and the rest.
fn begun_part(words: &[&str], finder: &Finder) -> Option<(String, String)> {
    if finder.best(&words.join(" ")).is_some() {
        return None;
    }
    let heads = (1..words.len()).rev().map(|k| (&words[..k], &words[k..]));
    let mut begun = heads.filter(|(part, _)| {
        let how = finder.best(&part.join(" "));
        how.is_some_and(|how| how <= MatchKind::WordStart)
    });
    begun
        .next()
        .map(|(part, rest)| (part.join(" "), rest.join(" ")))
}

/// The words without those that say grades, and the grades: `grade 4`, `grades 3-5`, `4th grade`, `k-2`,
/// `kindergarten`. None where no grades are said, or nothing else is.
fn without_grades<'w>(words: &[&'w str]) -> Option<(Vec<&'w str>, Grades)> {
    let bare = |word: &&str| {
        word.trim_end_matches(['?', '!', '.', ',', ';'])
            .to_lowercase()
    };
    let lower: Vec<String> = words.iter().map(bare).collect();
    let is_grade = |at: usize| {
        let word = lower.get(at).map(String::as_str);
        matches!(word, Some("grade" | "grades" | "gr" | "grader" | "graders"))
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
