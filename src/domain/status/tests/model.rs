//! Random decisions, and a small model of its own of what they come to: grade by grade, students and staff
//! apart, by the rule that `domain::status::approval` states: the newest that covers it speaks.

use super::*;
use proptest::prelude::*;

const LINCOLN: [i8; 6] = [0, 1, 2, 3, 4, 5];

/// A decision as the model knows it.
#[derive(Debug, Clone)]
struct ModelDecision {
    status: &'static str,
    schools: Option<Vec<&'static str>>,
    grades: Option<(i8, i8)>,
    who: Option<&'static str>,
    /// Days before today on which it was decided and began; no two alike.
    age: i64,
    /// Days from today to its last day.
    until: Option<i64>,
}

impl ModelDecision {
    fn fact(&self) -> ApprovalFact {
        let today = day("2026-03-10");
        let decided = today - chrono::Days::new(self.age.unsigned_abs());
        let grade = |n| Grade::new(n).unwrap();
        ApprovalFact {
            status: ApprovalStatus::from_word(self.status).unwrap(),
            schools: (self.schools.as_ref()).map(|names| names.iter().map(|n| named(n)).collect()),
            grades: self.grades.map_or_else(Default::default, |(low, high)| {
                crate::domain::grade::Grades::span(grade(low), grade(high))
            }),
            audience: match self.who {
                None => Audience::Both,
                Some("staff") => Audience::Staff,
                Some(_) => Audience::Student,
            },
            from: Some(decided),
            decided_on: Some(decided),
            until: self.until.map(|days| today + chrono::Duration::days(days)),
            ..ApprovalFact::default()
        }
    }

    fn stops(&self) -> bool {
        ["denied", "suspended", "retired"].contains(&self.status)
    }

    fn is_for(&self, grade: i8, who: &str) -> bool {
        self.schools
            .as_ref()
            .is_none_or(|names| names.contains(&"Lincoln"))
            && self
                .grades
                .is_none_or(|(low, high)| (low..=high).contains(&grade))
            && self.who.is_none_or(|only| only == who)
    }

    fn holds(&self) -> bool {
        self.until.is_none_or(|days| days >= 0)
    }

    fn as_broad_as(&self, other: &ModelDecision) -> bool {
        let schools = match (&self.schools, &other.schools) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => theirs.iter().all(|name| mine.contains(name)),
        };
        let grades = match (self.grades, other.grades) {
            (None, _) => true,
            (Some(mine), None) => mine == (-1, 12),
            (Some(mine), Some(theirs)) => mine.0 <= theirs.0 && mine.1 >= theirs.1,
        };
        schools && grades && self.who.is_none_or(|only| other.who == Some(only))
    }
}

/// What holds for one grade and one kind of people.
fn speaks<'a>(all: &'a [ModelDecision], grade: i8, who: &str) -> Option<&'a ModelDecision> {
    let holding: Vec<&ModelDecision> = all.iter().filter(|d| d.holds()).collect();
    let stands = |d: &&&ModelDecision| {
        let newer = |by: &&ModelDecision| by.age < d.age && by.as_broad_as(d);
        d.status != "suspended" || !holding.iter().any(newer)
    };
    let about = holding
        .iter()
        .filter(stands)
        .filter(|d| d.is_for(grade, who));
    let mut about: Vec<&ModelDecision> = about.copied().collect();
    about.sort_by_key(|d| (d.status != "suspended", d.age));
    about.first().copied()
}

/// The verdicts that G allows; more than one where another rule chooses among them.
fn expected(all: &[ModelDecision], grade: Option<i8>) -> Vec<Verdict> {
    let grades = grade.map_or(LINCOLN.to_vec(), |g| vec![g]);
    let silent = |grade: i8| speaks(all, grade, "student").is_none();
    let staffed = |grade: i8| speaks(all, grade, "staff").is_some_and(|d| !d.stops());
    let people: &[&str] = match grade {
        Some(grade) if !(silent(grade) && staffed(grade)) => &["student"],
        _ => &["student", "staff"],
    };
    let each = || {
        grades
            .iter()
            .flat_map(|g| people.iter().map(move |who| (*g, *who)))
    };
    let spoken: Vec<_> = each()
        .map(|(g, who)| (g, who, speaks(all, g, who)))
        .collect();
    let yes = |found: Option<&ModelDecision>| found.is_some_and(|d| !d.stops());
    if spoken.iter().any(|(_, _, found)| yes(*found)) {
        let allowed = |wanted: &dyn Fn(i8, &str) -> bool| {
            spoken
                .iter()
                .any(|(g, who, found)| wanted(*g, who) && yes(*found))
        };
        let open = |wanted: &dyn Fn(i8, &str) -> bool| {
            spoken
                .iter()
                .any(|(g, who, found)| wanted(*g, who) && found.is_none())
        };
        let strict =
            |found: Option<&ModelDecision>| found.is_some_and(|d| d.status == "conditional");
        let limited = spoken
            .iter()
            .any(|(_, _, found)| strict(*found) || found.is_some_and(ModelDecision::stops))
            || grades.iter().any(|grade| {
                let this = |g: i8, _: &str| g == *grade;
                !allowed(&this) && open(&this)
            })
            || {
                let student = |_: i8, who: &str| who == "student";
                !allowed(&student) && open(&student)
            };
        let ends = spoken
            .iter()
            .any(|(_, _, found)| yes(*found) && found.is_some_and(|d| d.until.is_some()));
        return vec![match (limited, ends) {
            (true, _) => Verdict::YesIf,
            (false, true) => Verdict::YesUntil,
            (false, false) => Verdict::Yes,
        }];
    }
    let was = all
        .iter()
        .any(|d| !d.stops() && !d.holds() && each().any(|(g, who)| d.is_for(g, who)));
    if was || spoken.iter().any(|(_, _, found)| found.is_some()) {
        return vec![Verdict::Stop];
    }
    vec![Verdict::NotReviewed, Verdict::NotForScope]
}

fn said() -> impl Strategy<Value = ModelDecision> {
    let status = prop::sample::select(vec![
        "approved",
        "conditional",
        "denied",
        "suspended",
        "retired",
    ]);
    let schools = prop::sample::select(vec![
        None,
        Some(vec!["Lincoln"]),
        Some(vec!["Adams"]),
        Some(vec!["Lincoln", "Adams"]),
    ]);
    let grades = prop::sample::select(vec![
        None,
        None,
        Some((0, 2)),
        Some((3, 5)),
        Some((1, 4)),
        Some((-1, 12)),
    ]);
    let who = prop::sample::select(vec![None, None, None, Some("staff"), Some("student")]);
    let until = prop::sample::select(vec![None, None, None, Some(-1), Some(0), Some(90)]);
    (status, schools, grades, who, until).prop_map(|(status, schools, grades, who, until)| {
        ModelDecision {
            status,
            schools,
            grades,
            who,
            age: 0,
            until,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn the_answer_of_every_grade_is_that_of_the_newest_decision_that_covers_it(
        mut all in prop::collection::vec(said(), 0..6),
        order in Just((2..8_i64).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        for (decision, age) in all.iter_mut().zip(order) {
            decision.age = age;
        }
        let mut facts = kahoot("");
        facts.approvals = all.iter().map(ModelDecision::fact).collect();
        for grade in [None].into_iter().chain(LINCOLN.map(Some)) {
            let question = grade.map_or_else(
                || asked("Lincoln"),
                |g| asked(&format!("Lincoln {}", Grade::new(g).unwrap())),
            );
            let found = answer(&question, &facts);
            let expected = expected(&all, grade);
            prop_assert!(expected.contains(&found.verdict), "{grade:?}: {found:?}, not {expected:?}");
        }
    }

    #[test]
    fn grades_that_nothing_tells_apart_have_one_answer(
        mut all in prop::collection::vec(said(), 0..6),
        order in Just((2..8_i64).collect::<Vec<_>>()).prop_shuffle(),
        devices in prop::collection::vec((-1i8..13, -1i8..13, any::<bool>()), 0..3),
    ) {
        for (decision, age) in all.iter_mut().zip(order) {
            decision.age = age;
        }
        let mut facts = kahoot("");
        facts.approvals = all.iter().map(ModelDecision::fact).collect();
        facts.devices = devices.into_iter().map(|(low, high, fails)| DeviceFact {
            device: "iPad".into(),
            share: Some(50),
            grades: Grades::span(Grade::new(low).unwrap(), Grade::new(high).unwrap()),
            fit: Some(if fails { Runs::Fails } else { Runs::Works }),
            ..DeviceFact::default()
        }).collect();
        let every = Grades::span(Grade::PK, Grade::LAST);
        let groups = alike(&facts, every);
        prop_assert_eq!(groups.iter().map(|one| one.iter().count()).sum::<usize>(), 14);
        for group in groups {
            let answers = group.iter().map(|grade| {
                let found = answer(&asked(&format!("Lincoln {grade}")), &facts);
                (found.verdict, found.word, found.seats)
            });
            let answers: Vec<_> = answers.collect();
            prop_assert!(answers.iter().all(|one| *one == answers[0]), "{group}: {answers:?}");
        }
    }
}
