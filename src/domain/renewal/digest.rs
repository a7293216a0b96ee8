//! What is due for one person, as text for mail or chat; who is told of a contract; and whose digest
//! did not come. Pure: the command line gathers what is due and carries the text away.

use chrono::{Days, NaiveDate};

use super::Digest as Told;
use super::agenda::{AgendaRow, ToDo, a_year};
use super::dates::Severity;
use crate::domain::calendar::Calendar;
use crate::domain::person::{Person, Role};
use crate::domain::request::Condition;
use crate::domain::review::QueueRow;

/// What ends without renewing by itself is told this many days before its day to decide.
const LAPSE_WITHIN: i64 = 45;
/// Conditions, reviews and to-dos are told so many days before they are due.
const SOON: u64 = 14;

/// One thing somebody must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// By when, where there is a day.
    pub by: Option<NaiveDate>,
    /// The contract's or request's number, where it has one.
    pub number: Option<String>,
    /// What, in words.
    pub what: String,
}

/// Things of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The word it has in JSON.
    pub key: &'static str,
    /// What they are.
    pub title: &'static str,
    /// The things, in order.
    pub lines: Vec<Line>,
}

/// Everything that is due for one person on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The person's name.
    pub name: String,
    /// The day.
    pub today: NaiveDate,
    /// What is due; only sections with lines.
    pub sections: Vec<Section>,
}

/// What the office knows that may be somebody's to do.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Everybody, also those who left.
    pub people: &'a [Person],
    /// The agenda, most urgent first.
    pub rows: &'a [AgendaRow],
    /// What decisions left to do.
    pub to_dos: &'a [ToDo],
    /// The open reviews.
    pub reviews: &'a [QueueRow],
    /// Conditions, each with its product's name.
    pub conditions: &'a [(Condition, String)],
    /// The day.
    pub today: NaiveDate,
}

/// Is the person still here?
pub fn is_here(person: &Person, today: NaiveDate) -> bool {
    person.left_on.is_none_or(|left| left > today)
}

/// Who is told of what this login answers for: that person; where it is nobody's, or theirs who has
/// left, everybody with this role. May be empty.
pub fn told<'a>(
    people: &'a [Person],
    login: Option<&str>,
    role: Role,
    today: NaiveDate,
) -> Vec<&'a Person> {
    let here = || people.iter().filter(|p| is_here(p, today));
    let owner = here().find(|p| Some(p.login.as_str()) == login);
    match owner {
        Some(owner) => vec![owner],
        None => here().filter(|p| p.roles.allow(role)).collect(),
    }
}

/// Who is told of a contract.
pub fn told_of<'a>(people: &'a [Person], row: &AgendaRow, today: NaiveDate) -> Vec<&'a Person> {
    let login = row.owner.as_ref().map(|who| who.login.as_str());
    told(people, login, Role::Renewals, today)
}

/// Should a contract's end be on somebody's mind today?
pub fn is_due(row: &AgendaRow, today: NaiveDate) -> bool {
    let waits = row.ask_again.is_some_and(|day| day > today);
    let near = match row.severity {
        Severity::Later => false,
        Severity::Lapse => row.dates.days_left(today) <= LAPSE_WITHIN,
        _ => true,
    };
    row.is_open() && near && !waits
}

/// What is due for this person.
pub fn due(facts: &Facts, person: &Person) -> Due {
    let Facts { people, today, .. } = *facts;
    let mine = |login: Option<&str>, role: Role| {
        told(people, login, role, today)
            .iter()
            .any(|p| p.login == person.login)
    };
    let my_row = |row: &&AgendaRow| {
        told_of(people, row, today)
            .iter()
            .any(|p| p.login == person.login)
    };
    let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
    let decide = facts.rows.iter().filter(|row| is_due(row, today));
    let unverified = facts
        .rows
        .iter()
        .filter(|row| row.dates.unverified && row.is_open());
    let to_dos = facts
        .to_dos
        .iter()
        .filter(|todo| todo.by.is_none_or(|by| by <= soon))
        .filter(|todo| mine(todo.login.as_deref(), Role::Renewals));
    let reviews = facts.reviews.iter().filter(|row| {
        let owner = row.owner.as_ref();
        let due = row.clock.due_on <= soon && !row.clock.paused;
        due && owner.is_some_and(|who| who.login == person.login)
    });
    let conditions = facts.conditions.iter().filter(|(condition, _)| {
        let owner = condition.owner.and_then(|id| owner_of(people, id.0));
        let open = condition.met_on.is_none();
        open && condition.due_on.is_some_and(|due| due <= soon) && mine(owner, Role::Admin)
    });
    let sections = [
        section(
            "renewals",
            "Renewals to decide",
            decide.filter(my_row).map(|row| to_decide(row, facts)),
        ),
        section("to_do", "To send, file or have deleted", to_dos.map(left)),
        section(
            "unverified",
            "Renewals and notices nobody has read in the contract",
            unverified.filter(my_row).map(unread),
        ),
        section("reviews", "Reviews to answer", reviews.map(review)),
        section("conditions", "Conditions to see to", conditions.map(kept)),
    ];
    Due {
        name: person.name.clone(),
        today,
        sections: sections
            .into_iter()
            .filter(|section| !section.lines.is_empty())
            .collect(),
    }
}

fn owner_of(people: &[Person], id: i64) -> Option<&str> {
    let found = people.iter().find(|person| person.id.0 == id);
    found.map(|person| person.login.as_str())
}

fn section(key: &'static str, title: &'static str, lines: impl Iterator<Item = Line>) -> Section {
    Section {
        key,
        title,
        lines: lines.collect(),
    }
}

fn to_decide(row: &AgendaRow, facts: &Facts) -> Line {
    let today = facts.today;
    let renews = match row.auto_renew {
        Some(_) => "renews",
        None => "may renew (nobody knows)",
    };
    let last = match row.dates.cancel_by {
        Some(day) if day < today => format!(
            "the vendor's last day was {day}: phone the vendor, it {renews} after {}",
            row.dates.term_end
        ),
        Some(day) => format!("it {renews} unless the vendor is told by {day}"),
        None => format!("it ends on {}", row.dates.term_end),
    };
    let here = |login: &str| {
        let person = facts.people.iter().find(|person| person.login == login);
        person.is_some_and(|person| is_here(person, today))
    };
    let owner = match &row.owner {
        None => "; nobody answers for it".to_owned(),
        Some(who) if !here(&who.login) => format!("; {}, who answered for it, has left", who.name),
        Some(_) => String::new(),
    };
    Line {
        by: Some(row.dates.decide_by),
        number: Some(row.number.clone()),
        what: format!(
            "{} {}, {}; {last}{owner}",
            row.severity.word(),
            row.product,
            a_year(row.annual)
        ),
    }
}

fn left(to_do: &ToDo) -> Line {
    Line {
        by: to_do.by,
        number: Some(to_do.number.clone()),
        what: to_do.what.clone(),
    }
}

fn unread(row: &AgendaRow) -> Line {
    Line {
        by: row.dates.cancel_by,
        number: Some(row.number.clone()),
        what: format!(
            "{}: {}; read the contract, then: {}",
            row.product,
            row.doubt(),
            how_to_say(row)
        ),
    }
}

/// The commands that say what its dates rest on.
pub fn how_to_say(row: &AgendaRow) -> String {
    let number = &row.number;
    let renews = format!("hallpass renewal renews {number} yes|no");
    let notice = format!("hallpass renewal notice {number} \"60 days\"");
    match (row.auto_renew, row.lacks_notice()) {
        (None, true) => format!("{renews}, {notice}"),
        (None, false) => renews,
        (Some(_), _) => notice,
    }
}

fn review(row: &QueueRow) -> Line {
    Line {
        by: Some(row.clock.due_on),
        number: Some(row.name.clone()),
        what: format!("{}, {}", row.product_name, row.place),
    }
}

fn kept((condition, product): &(Condition, String)) -> Line {
    Line {
        by: condition.due_on,
        number: None,
        what: format!("{product}: {}", condition.text),
    }
}

impl Due {
    /// How many things are due.
    pub fn count(&self) -> usize {
        self.sections.iter().map(|s| s.lines.len()).sum()
    }

    /// The digest as it is mailed; a line each, the day first.
    pub fn text(&self, district: &str) -> String {
        let day = self.today.format("%A, %B %-d, %Y");
        let mut text = format!("{district}: what is due for {} on {day}\n", self.name);
        if self.sections.is_empty() {
            text.push_str("\nNothing is due.\n");
        }
        for section in &self.sections {
            text.push_str(&format!("\n{} ({})\n", section.title, section.lines.len()));
            for line in &section.lines {
                let by = line.by.map(|by| format!("{}: ", when(by, self.today)));
                let number = line.number.as_ref().map(|number| format!("{number} "));
                text.push_str(&format!(
                    "- {}{}{}\n",
                    by.unwrap_or_default(),
                    number.unwrap_or_default(),
                    line.what
                ));
            }
        }
        text
    }
}

/// `Fri Mar 13 2026, in 3 days`.
pub fn when(day: NaiveDate, today: NaiveDate) -> String {
    let far = match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days < 0 => format!("{} days ago", -days),
        days => format!("in {days} days"),
    };
    format!("{}, {far}", day.format("%a %b %-d %Y"))
}

/// Somebody who is told every working day, and when that was last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The login.
    pub login: String,
    /// The last day a digest was told.
    pub told_on: NaiveDate,
    /// The last working day on which it should have been.
    pub due_on: NaiveDate,
}

impl Watch {
    /// Has it failed to come?
    pub fn is_late(&self) -> bool {
        self.told_on < self.due_on
    }

    /// Was it told on a day that has not come yet? Then nobody would notice for as long that none comes.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        self.told_on > today
    }
}

/// The digests that should come: of everybody who decides renewals and ever had one. They are due each
/// working day; today's still has time to come.
pub fn watched(
    people: &[Person],
    told: &[Told],
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Watch> {
    let due_on = calendar.before(today, 1);
    let reads = |login: &str| {
        let person = people.iter().find(|person| person.login == login);
        person.is_some_and(|p| is_here(p, today) && p.roles.allow(Role::Renewals))
    };
    let told = told.iter().filter(|digest| reads(&digest.login));
    told.map(|digest| Watch {
        login: digest.login.clone(),
        told_on: digest.told_on,
        due_on,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::dates::Ending;
    use super::super::testing::{day, ending_so, person, row, who};
    use super::super::{Choice, DigestId};
    use super::*;
    use crate::domain::contract::NoticeBasis;

    const TODAY: &str = "2026-06-20";

    fn due_for(rows: &[AgendaRow], people: &[Person], login: &str) -> Due {
        let person = people.iter().find(|p| p.login == login).unwrap();
        let facts = Facts {
            people,
            rows,
            to_dos: &[],
            reviews: &[],
            conditions: &[],
            today: day(TODAY),
        };
        due(&facts, person)
    }

    fn numbers(due: &Due) -> Vec<String> {
        let lines = due.sections.iter().flat_map(|s| &s.lines);
        lines.filter_map(|line| line.number.clone()).collect()
    }

    #[test]
    fn what_nobody_answers_for_goes_to_everybody_who_decides_renewals() {
        let people = [
            person("nguyen", "renewals"),
            person("ada", "admin"),
            person("reyes", "helpdesk"),
            Person {
                left_on: Some(day("2026-01-31")),
                ..person("gone", "renewals")
            },
        ];
        let owned = |id, owner: &str| AgendaRow {
            owner: Some(who(owner)),
            ..row(id, "Quill Pad", "2026-09-15", TODAY)
        };
        let rows = [
            owned(1, "nguyen"),
            owned(2, "reyes"),
            owned(3, "gone"),
            row(4, "Numberly", "2026-09-15", TODAY),
        ];
        for (login, told) in [
            ("nguyen", vec!["C-1", "C-3", "C-4"]),
            ("ada", vec!["C-3", "C-4"]),
            ("reyes", vec!["C-2"]),
        ] {
            assert_eq!(numbers(&due_for(&rows, &people, login)), told, "{login}");
        }
    }

    #[test]
    fn only_what_still_has_to_be_decided_soon_is_told() {
        let people = [person("nguyen", "renewals")];
        let far = row(1, "Far", "2027-06-30", TODAY);
        let settled = AgendaRow {
            decision: Some(Choice::Renew),
            ..row(2, "Settled", "2026-09-15", TODAY)
        };
        let put_off = |until: &str| AgendaRow {
            decision: Some(Choice::Defer),
            ask_again: Some(day(until)),
            ..row(3, "Put off", "2026-09-15", TODAY)
        };
        let rows = [far, settled, put_off("2026-07-01")];
        let due = due_for(&rows, &people, "nguyen");
        assert_eq!(due.count(), 0);
        assert!(due.text("Harlow").ends_with("\nNothing is due.\n"));
        assert_eq!(
            due_for(&[put_off("2026-06-20")], &people, "nguyen").count(),
            1
        );
        // What ends by itself, 45 and 46 days before the day to decide: five working days before its end.
        let lapses = |term_end: &str| {
            let ending = Ending {
                term_end: day(term_end),
                auto_renew: Some(false),
                notice: None,
                basis: NoticeBasis::Sent,
                method: None,
                board: false,
                term_start: None,
            };
            ending_so(4, "Ending", &ending, TODAY)
        };
        for (term_end, left, told) in [("2026-08-11", 45, 1), ("2026-08-12", 46, 0)] {
            let row = lapses(term_end);
            assert_eq!(row.dates.days_left(day(TODAY)), left);
            assert_eq!(due_for(&[row], &people, "nguyen").count(), told, "{left}");
        }
    }

    #[test]
    fn the_text_says_the_day_how_far_it_is_and_what_happens_then() {
        let people = [person("nguyen", "renewals")];
        let rows = [row(7, "Quill Pad", "2026-08-31", TODAY)];
        let text = due_for(&rows, &people, "nguyen").text("Harlow");
        assert_eq!(
            text,
            "Harlow: what is due for nguyen the person on Saturday, June 20, 2026\n\n\
             Renewals to decide (1)\n\
             - Thu Jun 25 2026, in 5 days: C-7 D14 Quill Pad, $1,980.00 a year; it renews unless \
             the vendor is told by 2026-07-02; nobody answers for it\n"
        );
    }

    #[test]
    fn a_digest_is_missed_once_a_whole_working_day_went_by_without_it() {
        let people = [person("nguyen", "renewals"), person("reyes", "helpdesk")];
        let told = |login: &str, on: &str| Told {
            id: DigestId(1),
            version: 1,
            login: login.into(),
            told_on: day(on),
        };
        // 2026-06-22 is a Monday.
        for (told_on, today, late) in [
            ("2026-06-19", "2026-06-19", false),
            ("2026-06-19", "2026-06-21", false),
            ("2026-06-19", "2026-06-22", false),
            ("2026-06-19", "2026-06-23", true),
            ("2026-06-18", "2026-06-22", true),
        ] {
            let told = [told("nguyen", told_on), told("reyes", "2020-01-01")];
            let watched = watched(&people, &told, &Calendar::default(), day(today));
            assert_eq!(watched.len(), 1, "the help desk is not counted on");
            assert_eq!(watched[0].is_late(), late, "{told_on} on {today}");
        }
        for (told_on, today, ahead) in [
            ("2026-06-19", "2026-06-18", true),
            ("2026-06-19", "2026-06-19", false),
            ("2026-06-19", "2026-06-20", false),
        ] {
            let told = [told("nguyen", told_on)];
            let watched = watched(&people, &told, &Calendar::default(), day(today));
            assert_eq!(
                watched[0].is_ahead(day(today)),
                ahead,
                "{told_on} on {today}"
            );
        }
    }
}
