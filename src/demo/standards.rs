//! The reading standards of the made-up district, which part of a made-up test speaks of them, and where groups of pupils
//! fell short last fall: groups only, as the office keeps them. Nothing here is by chance, so that what is by chance elsewhere
//! stays as it is.

use chrono::{Datelike, NaiveDate};

use super::making::Making;
use super::{days, people};
use crate::domain::change::Change;
use crate::domain::grade::{Grade, Grades};
use crate::domain::put::Put;
use crate::domain::standards::bands::LeastGroup;
use crate::domain::standards::framework::{FrameworkId, MeasureId, StandardId, code_key};
use crate::domain::standards::hiding::CountedGroup;
use crate::domain::standards::reading::{KeptReading, ReadingDeed, kept};

/// Their title, by which products are aligned to them.
pub(super) const TITLE: &str = "Wexmoor Reading Standards 2023";
/// The test that speaks of them.
const TEST: &str = "Fernwick Reading Check";
/// Who sees to standards and results.
const LEAD: &str = people::CURRICULAR[0];

/// A heading of the framework: its code, what it says, its grades, and the statements below it.
type Strand = (
    &'static str,
    &'static str,
    (i8, i8),
    &'static [&'static str],
);

#[rustfmt::skip] // one strand a block
const STRANDS: &[Strand] = &[
    ("R.K2", "Reading in kindergarten to grade 2.", (0, 2), &[
        "Names the letters of the alphabet.",
        "Says the usual sound of each consonant.",
        "Hears whether two words rhyme.",
        "Breaks a spoken word into its syllables.",
        "Blends spoken sounds into a word.",
        "Breaks a spoken word into its sounds.",
        "Says the short sound of each vowel.",
        "Reads words of three letters with a short vowel.",
        "Reads words that begin with two consonants.",
        "Reads words that end with two consonants.",
        "Reads words with a silent e.",
        "Reads common pairs of vowels.",
        "Reads words of two syllables.",
        "Reads words with a usual ending.",
        "Reads common words that do not follow a rule.",
        "Reads a sentence aloud as it is spoken.",
        "Reads on from what did not make sense, and mends it.",
        "Tells a story again in its order.",
        "Says who is in a story, where and when.",
        "Asks and answers questions about a text.",
        "Says what a text is mainly about.",
        "Finds a fact in a text by its headings.",
        "Says what a picture adds to a text.",
        "Tells a story from a text that informs.",
        "Says what two stories have in common.",
        "Finds out what a word means from its sentence.",
        "Finds out what a word means from its parts.",
        "Sorts words by what they have to do with each other.",
        "Says which words of a poem rhyme.",
        "Says who tells a story.",
        "Gives a reason that an author gives.",
        "Says what happened and why it did.",
        "Reads a text of its grade aloud with few mistakes.",
        "Reads a text of its grade to its end and says what it told.",
    ]),
    ("R.35", "Reading in grades 3 to 5.", (3, 5), &[
        "Says what a text tells and quotes where it does.",
        "Sums up a text in its own words.",
        "Says how a person in a story changes.",
        "Says how two texts tell of the same event.",
        "Finds out what a phrase means that does not mean what it says.",
        "Tells an author's opinion from the facts.",
    ]),
];

/// Standards that the district calls a priority.
const PRIORITY: &[&str] = &["R.K2.8", "R.K2.33", "R.35.2"];

/// What the test spoke of last fall: the standard, the grade, how many in a hundred of the groups were below.
const FELL_SHORT: &[(&str, i8, u32)] = &[
    ("R.K2.8", 1, 48),
    ("R.K2.13", 1, 22),
    ("R.K2.20", 1, 30),
    ("R.K2.24", 2, 27),
    ("R.K2.32", 2, 44),
    ("R.K2.33", 2, 38),
    ("R.35.2", 3, 33),
    ("R.35.4", 4, 41),
    ("R.35.6", 5, 18),
];

/// Schools whose pupils took it, by their codes, and how far above or below the others they were.
const TESTED: &[(&str, i64)] = &[
    ("LAR", 9),
    ("RIL", 24),
    ("CED", 3),
    ("OXM", -6),
    ("ADD", -11),
    ("PIN", 15),
];

/// The framework, four years ago.
pub(super) fn bring_in(making: &mut Making) {
    let Some(lead) = lead(making) else { return };
    let day = days::working_day(days::after(making.start, 20));
    let framework = FrameworkId(making.past.handle());
    let mut puts = vec![
        Put::id(framework)
            .with("guid", guid(0))
            .with("short", "WEX-R".to_owned())
            .with("title", TITLE.to_owned())
            .with("creator", Some("Wexmoor County Schools".to_owned()))
            .with("subject", Some("Reading".to_owned()))
            .with("ours", true),
    ];
    for (strand, says, (low, high), statements) in STRANDS {
        let grades = grades(*low, *high);
        let above = StandardId(making.past.handle());
        let (number, bare) = (making.standards.len(), (*strand).to_owned());
        puts.push(
            standard(above, (number, bare.clone(), says), framework, grades).with("leaf", false),
        );
        making.standards.push((bare, above));
        for (at, statement) in (1..).zip(*statements) {
            let id = StandardId(making.past.handle());
            let (number, code) = (making.standards.len(), format!("{strand}.{at}"));
            let weight = if PRIORITY.contains(&code.as_str()) {
                3
            } else {
                2
            };
            puts.push(
                standard(id, (number, code.clone(), statement), framework, grades)
                    .with("parent", Some(above))
                    .with("seq", Some(at))
                    .with("leaf", true)
                    .with("weight", weight),
            );
            making.standards.push((code, id));
        }
    }
    let what = format!("{} standards from wexmoor-reading.json", puts.len() - 1);
    making.past.imported(day, &lead, what, puts);
}

fn standard(
    id: StandardId,
    (number, code, statement): (usize, String, &str),
    framework: FrameworkId,
    grades: Grades,
) -> Put {
    Put::id(id)
        .with("framework", framework)
        .with("guid", guid(number + 1))
        .with("code_key", Some(code_key(&code)))
        .with("code", Some(code))
        .with("statement", statement.to_owned())
        .with("grades", grades)
        .with("weight", 2_i64)
}

/// What parts of the test speak of, and what it told last fall.
pub(super) fn read_results(making: &mut Making) {
    let Some(lead) = lead(making) else { return };
    let last = days::before(making.today, 52);
    let first = days::before(making.today, 70);
    measures(making, &lead, days::working_day(first));
    let mut groups = Vec::new();
    for (nth, (code, grade, below)) in (0_i64..).zip(FELL_SHORT) {
        let Some((standard, grade)) = making.standard(code).zip(Grade::new(*grade)) else {
            continue;
        };
        for (school, off) in TESTED {
            let found = making.schools.iter().find(|one| one.code == *school);
            let Some(campus) = found else { continue };
            let share = (i64::from(*below) + off + (nth * 7 + off) % 5).clamp(2, 97);
            // One group is smaller than any of which something is told.
            let small = *school == "CED" && *code == "R.K2.32";
            let pupils = if small { 7 } else { campus.students / 6 };
            let count = |n: i64| u32::try_from(n).unwrap_or(0);
            groups.push((
                standard,
                CountedGroup {
                    school: campus.id,
                    grade,
                    pupils: count(pupils),
                    below: count(pupils * share / 100),
                },
            ));
        }
    }
    let (gaps, too_few, hidden_with) = kept(&groups, LeastGroup::USUAL, false);
    let reading = KeptReading {
        test: TEST.to_owned(),
        window: window(last),
        starts: Some(first),
        ends: Some(last),
        cut: "below the level of the grade".to_owned(),
        least: LeastGroup::USUAL,
        sha256: "5e".repeat(32),
        gaps,
        too_few,
        hidden_with,
    };
    let deed = ReadingDeed::Keep {
        reading,
        replace: false,
    };
    let day = days::working_day(days::before(making.today, 40));
    making.past.did(day, &lead, Change::Reading(Box::new(deed)));
}

fn measures(making: &mut Making, lead: &str, day: NaiveDate) {
    let mut puts = Vec::new();
    for (code, grade, _) in FELL_SHORT {
        let Some(standard) = making.standard(code) else {
            continue;
        };
        puts.push(
            Put::id(MeasureId(making.past.handle()))
                .with("test", TEST.to_owned())
                .with("part", format!("Part {code}"))
                .with("grades", grades(*grade, *grade))
                .with("standard", standard),
        );
    }
    let what = format!("{} measures from fernwick.csv", puts.len());
    making.past.imported(day, lead, what, puts);
}

/// `fall 2025`, by the month.
fn window(day: NaiveDate) -> String {
    let season = match day.month() {
        8..=11 => "fall",
        12 | 1 | 2 => "winter",
        _ => "spring",
    };
    format!("{season} {}", day.year())
}

fn lead(making: &Making) -> Option<String> {
    Some(making.person(LEAD)?.login.clone())
}

fn grades(low: i8, high: i8) -> Grades {
    let ends = Grade::new(low).zip(Grade::new(high));
    ends.map_or(Grades::UNSAID, |(low, high)| Grades::span(low, high))
}

fn guid(number: usize) -> String {
    format!("77657872-0000-4000-8000-{number:012}")
}
