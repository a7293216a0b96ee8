//! What is due for one person, as text for mail or chat; who is told of a contract; and whose digest
//! did not come. Pure: the command line gathers what is due and carries the text away.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::Digest;
use super::agenda::{AgendaRow, ToDo};
use super::dates::Severity;
use super::process::acts_for;
use crate::domain::calendar::Calendar;
use crate::domain::counted::counted;
use crate::domain::person::{Person, PersonId, Role};
use crate::domain::request::Condition;
use crate::domain::review::process::may_take;
use crate::domain::review::{PersonName, QueueRow};
use crate::domain::school::Schools;
use crate::domain::text::capital;

/// What ends without renewing by itself is told this many days before its day to decide.
const LAPSE_WITHIN: i64 = 45;
/// An agreement is told so many days before its end, as a contract that lapses is, and so many after.
const AGREEMENT_WITHIN: i64 = LAPSE_WITHIN;
const AGREEMENT_LATE: i64 = 90;
/// Conditions, reviews and to-dos are told so many days before they are due.
const SOON: u64 = 14;

/// One thing somebody must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestLine {
    /// By when, where there is a day.
    pub by: Option<NaiveDate>,
    /// The contract's or request's number, where it has one.
    pub number: Option<String>,
    /// What, in words.
    pub what: String,
    /// What it has in common with those beside it in its section; nothing where the section says all.
    pub band: &'static str,
}

/// Things of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The word it has in JSON.
    pub key: &'static str,
    /// What they are.
    pub title: &'static str,
    /// The things, in order.
    pub lines: Vec<DigestLine>,
}

/// Everything that is due for one person on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDigest {
    /// The person's name.
    pub name: String,
    /// The local day on which it is told.
    pub today: NaiveDate,
    /// What is due; only sections with lines.
    pub sections: Vec<Section>,
}

/// What the office knows that may be somebody's to do.
#[derive(Debug, Clone, Copy)]
pub struct DigestFacts<'a> {
    /// Everybody, also those who left.
    pub people: &'a [Person],
    /// The agenda, most urgent first.
    pub rows: &'a [AgendaRow],
    /// What decisions left to do.
    pub to_dos: &'a [ToDo],
    /// The rows of the queue, all people's.
    pub reviews: &'a [QueueRow],
    /// Conditions, each with its product's name.
    pub conditions: &'a [(Condition, String)],
    /// What was verified and is to be looked at again.
    pub rechecks: &'a [Recheck],
    /// What is told once of claims that files called verified, in a sentence; none where it was told.
    pub unnamed: Option<&'a str>,
    /// What this person is to verify: the product, the standard.
    pub to_verify: &'a [(String, String)],
    /// What became of groups that something was routed to, since this person was told last; all theirs.
    pub routed: &'a [String],
    /// What changed of what is given out to anybody since this person was told last, a sentence each.
    pub given_out: &'a [String],
    /// Agreements about student data that end and that nothing follows, the soonest first.
    pub agreements: &'a [EndingAgreement],
    /// The local day on which it is told.
    pub today: NaiveDate,
}

/// An agreement about student data with an end that nothing follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingAgreement {
    /// The product, or the vendor where it is for all of its products.
    pub of: String,
    /// What kind of agreement.
    pub kind: String,
    /// The last day it holds.
    pub until: NaiveDate,
}

/// Standards of one product that somebody verified, and that are to be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    /// The product, with its edition.
    pub product: String,
    /// The framework, as people type it.
    pub framework: String,
    /// How many standards.
    pub standards: usize,
    /// The login of who verified them last.
    pub login: Option<String>,
}

/// Who is told of what this login answers for: that person; where it is nobody's, or theirs who has
/// left, everybody with this role. May be empty.
pub fn told<'a>(
    people: &'a [Person],
    login: Option<&str>,
    role: Role,
    today: NaiveDate,
) -> Vec<&'a Person> {
    let here = || people.iter().filter(|p| !p.has_left(today));
    let owner = here().find(|p| Some(p.login.as_str()) == login);
    match owner {
        Some(owner) => vec![owner],
        None => here().filter(|p| p.roles.allow(role)).collect(),
    }
}

/// Who is told of a contract: whoever answers for it, and, where that is nobody who is here and may decide about it,
/// everybody who may. May be empty.
pub fn told_of<'a>(people: &'a [Person], row: &AgendaRow, today: NaiveDate) -> Vec<&'a Person> {
    let login = row.owner.as_ref().map(|who| who.login.as_str());
    told_of_it(people, login, row, today)
}

/// The same of what this login is to do about a contract.
fn told_of_it<'a>(
    people: &'a [Person],
    login: Option<&str>,
    row: &AgendaRow,
    today: NaiveDate,
) -> Vec<&'a Person> {
    let is_owner = |p: &Person| Some(p.login.as_str()) == login;
    let here = people.iter().filter(|p| !p.has_left(today));
    let alone = here.clone().any(|p| is_owner(p) && may_decide(row, p));
    here.filter(|p| is_owner(p) || (!alone && may_decide(row, p)))
        .collect()
}

fn may_decide(row: &AgendaRow, person: &Person) -> bool {
    acts_for(row.buyer, &person.roles, &person.schools)
}

/// Who is told of a review: who has it; one that is late and nobody here has is told to everybody who may
/// take it. May be empty.
pub fn told_of_review<'a>(
    people: &'a [Person],
    row: &QueueRow,
    today: NaiveDate,
) -> Vec<&'a Person> {
    let told = is_told_of(people, row, today);
    people.iter().filter(|person| told(person)).collect()
}

/// Whether somebody is among those who are told of a review.
fn is_told_of(people: &[Person], row: &QueueRow, today: NaiveDate) -> impl Fn(&Person) -> bool {
    let mut here = people.iter().filter(|p| !p.has_left(today));
    let owner = row.owner.as_ref();
    let owner = owner.filter(|who| here.any(|p| who.login == p.login));
    move |person| match owner {
        _ if person.has_left(today) => false,
        Some(owner) => owner.login == person.login,
        None => row.is_late() && may_take(row, person),
    }
}

/// Are the same people told of every late review that nobody has? They are where all who may take one act for every school.
pub fn are_told_alike(people: &[Person], today: NaiveDate) -> bool {
    let here = people.iter().filter(|p| !p.has_left(today));
    let mut reviewers = here.filter(|p| p.roles.review());
    reviewers.all(|p| p.schools == Schools::All || p.roles.allow(Role::Admin))
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
pub fn due(facts: &DigestFacts, person: &Person) -> PersonDigest {
    let DigestFacts { people, today, .. } = *facts;
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
    let by_number: HashMap<&str, &AgendaRow> = if facts.to_dos.is_empty() {
        HashMap::new()
    } else {
        facts.rows.iter().map(|r| (r.number.as_str(), r)).collect()
    };
    let to_dos = facts
        .to_dos
        .iter()
        .filter(|todo| todo.by.is_none_or(|by| by <= soon))
        .filter(|todo| {
            let login = todo.login.as_deref();
            match by_number.get(todo.number.as_str()) {
                Some(row) => told_of_it(people, login, row, today)
                    .iter()
                    .any(|p| p.login == person.login),
                // Of one that has ended nobody decides any more.
                None => mine(login, Role::Renewals),
            }
        });
    let reviews = facts.reviews.iter().filter(|row| {
        let due = row.clock.due_on <= soon && !row.clock.paused;
        due && is_told_of(people, row, today)(person)
    });
    let may_review = |login: &str| {
        let mut able = people.iter().filter(|p| p.roles.review());
        able.any(|p| p.login == login)
    };
    let conditions = facts.conditions.iter().filter(|(condition, _)| {
        let owner = condition.owner.and_then(|id| owner_of(people, id));
        let owner = owner.filter(|login| may_review(login));
        let open = condition.met_on.is_none();
        open && condition.due_on.is_some_and(|due| due <= soon) && mine(owner, Role::Admin)
    });
    // Whoever verified them looks again while they may; else all who may.
    let may_verify = |login: &&str| {
        let mut here = people.iter().filter(|p| !p.has_left(today));
        here.any(|p| p.login == **login && p.roles.allow(Role::Curricular))
    };
    let rechecks = facts.rechecks.iter().filter(|recheck| {
        let login = recheck.login.as_deref().filter(may_verify);
        mine(login, Role::Curricular)
    });
    let near = |until: NaiveDate| (until - today).num_days();
    let agreements = facts.agreements.iter().filter(|agreement| {
        (-AGREEMENT_LATE..=AGREEMENT_WITHIN).contains(&near(agreement.until))
            && mine(None, Role::Technical)
    });
    let given_out = facts.given_out.iter();
    let given_out = given_out.filter(|_| mine(None, Role::Helpdesk));
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
        section(
            "reviews",
            "Reviews to answer",
            reviews.map(|row| review(row, facts)),
        ),
        section("conditions", "Conditions to see to", conditions.map(kept)),
        section(
            "agreements",
            "Privacy agreements that end",
            agreements.map(|agreement| ends(agreement, today)),
        ),
        section(
            "given_out",
            "Answers we gave out that changed",
            given_out.map(|what| plain(what)),
        ),
        section(
            "rechecks",
            "Standards to look at again",
            rechecks.map(look_again),
        ),
        section(
            "unnamed",
            "What nobody verified by name",
            facts.unnamed.iter().map(|what| plain(what)),
        ),
        section(
            "to_verify",
            "Claims you are to verify",
            facts.to_verify.iter().map(verify),
        ),
        section(
            "routed",
            "What became of groups you routed something to",
            facts.routed.iter().map(|what| plain(what)),
        ),
    ];
    PersonDigest {
        name: person.name.clone(),
        today,
        sections: sections
            .into_iter()
            .filter(|section| !section.lines.is_empty())
            .collect(),
    }
}

fn owner_of(people: &[Person], id: PersonId) -> Option<&str> {
    let found = people.iter().find(|person| person.id == id);
    found.map(|person| person.login.as_str())
}

fn section(
    key: &'static str,
    title: &'static str,
    lines: impl Iterator<Item = DigestLine>,
) -> Section {
    Section {
        key,
        title,
        lines: lines.collect(),
    }
}

fn to_decide(row: &AgendaRow, facts: &DigestFacts) -> DigestLine {
    let today = facts.today;
    let renews = match row.auto_renew {
        Some(_) => "renews",
        None => "may renew (nobody knows)",
    };
    let missed = row.untold.filter(|_| row.went_on());
    let last = match (missed, row.dates.cancel_by) {
        (Some(untold), _) => format!(
            "it was to end on {}, {}: phone the vendor; until then it counts as renewed",
            untold.cycle_end,
            untold.why()
        ),
        (None, Some(day)) if day < today => format!(
            "the vendor's last day was {day}: phone the vendor, it {renews} after {}",
            row.dates.term_end
        ),
        (None, Some(day)) => format!("it {renews} unless the vendor is told by {day}"),
        (None, None) => format!("it ends on {}", row.dates.term_end),
    };
    let owner = match &row.owner {
        None => "; the contract has no owner".to_owned(),
        Some(who) if has_left(who, facts) => {
            format!("; {}, who answered for it, has left", who.name)
        }
        Some(who) => who_can(who, row, facts),
    };
    DigestLine {
        by: Some(missed.map_or(row.dates.decide_by, |untold| untold.due)),
        number: Some(row.number.clone()),
        what: format!(
            "{} {}, {}; {last}{owner}",
            row.severity.word(),
            row.product,
            row.a_year()
        ),
        band: row.severity.heading(),
    }
}

fn has_left(who: &PersonName, facts: &DigestFacts) -> bool {
    let mut here = facts.people.iter().filter(|p| !p.has_left(facts.today));
    !here.any(|person| person.login == who.login)
}

/// Who may decide about it where the one who answers for it may not: `; Kim Lee, who answers for it, may not decide it:
/// nguyen may`. Empty where they may.
fn who_can(owner: &PersonName, row: &AgendaRow, facts: &DigestFacts) -> String {
    let mut told = told_of(facts.people, row, facts.today);
    told.retain(|person| may_decide(row, person));
    if told.iter().any(|person| person.login == owner.login) {
        return String::new();
    }
    let able: Vec<&str> = told.iter().map(|person| person.login.as_str()).collect();
    let able = match able[..] {
        [] => "nobody may".to_owned(),
        [one] => format!("{one} may"),
        [first, ..] => format!("{first} and {} more may", able.len() - 1),
    };
    let name = &owner.name;
    format!("; {name}, who answers for it, may not decide it: {able}")
}

fn left(to_do: &ToDo) -> DigestLine {
    DigestLine {
        by: to_do.by,
        number: Some(to_do.number.clone()),
        what: to_do.what.clone(),
        band: "",
    }
}

fn unread(row: &AgendaRow) -> DigestLine {
    DigestLine {
        by: row.dates.cancel_by,
        number: Some(row.number.clone()),
        what: format!(
            "{}: {}; read the contract, then: {}",
            row.product,
            row.doubt(),
            how_to_say(row)
        ),
        band: "",
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

fn review(row: &QueueRow, facts: &DigestFacts) -> DigestLine {
    let late = match row.clock.late() {
        0 => String::new(),
        1 => "; late 1 working day".to_owned(),
        days => format!("; late {days} working days"),
    };
    let owner = match &row.owner {
        None => "; nobody has it".to_owned(),
        Some(who) if has_left(who, facts) => format!("; {}, who had it, has left", who.name),
        Some(_) => String::new(),
    };
    DigestLine {
        by: Some(row.clock.due_on),
        number: Some(row.name.clone()),
        what: format!("{}, {}{late}{owner}", row.product_name, row.place),
        band: row.band().heading(),
    }
}

fn kept((condition, product): &(Condition, String)) -> DigestLine {
    DigestLine {
        by: condition.due_on,
        number: None,
        what: format!("{product}: {}", condition.text),
        band: "",
    }
}

fn verify((product, standard): &(String, String)) -> DigestLine {
    DigestLine {
        by: None,
        number: None,
        what: format!("that {product} teaches {standard}: hallpass standards --claimed"),
        band: "",
    }
}

fn plain(what: &str) -> DigestLine {
    DigestLine {
        by: None,
        number: None,
        what: what.to_owned(),
        band: "",
    }
}

fn ends(agreement: &EndingAgreement, today: NaiveDate) -> DigestLine {
    let EndingAgreement { of, kind, until } = agreement;
    let ends = if *until < today { "ended" } else { "ends" };
    DigestLine {
        by: Some(*until),
        number: None,
        what: format!(
            "{kind} with {of} {ends}, and no later one is on record: renew it, then hallpass import agreements"
        ),
        band: "",
    }
}

fn look_again(recheck: &Recheck) -> DigestLine {
    let Recheck {
        product,
        framework,
        standards,
        login,
    } = recheck;
    let by = login.as_ref().map(|login| format!(", verified by {login}"));
    let counted = counted(*standards, "standard");
    DigestLine {
        by: None,
        number: None,
        what: format!(
            "{product}: {counted} of {framework}{}; they count as claimed until somebody samples tasks again: \
             hallpass standards --claimed",
            by.unwrap_or_default()
        ),
        band: "",
    }
}

impl PersonDigest {
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
            let mut band = "";
            // One of all of them would say nothing.
            let alike = section.lines.chunk_by(|a, b| a.band == b.band).count() < 2;
            for line in &section.lines {
                if line.band != band && !alike {
                    band = line.band;
                    let of_it = section.lines.iter().filter(|line| line.band == band);
                    let heading = capital(&band.to_lowercase());
                    text.push_str(&format!("{heading}: {}\n", of_it.count()));
                }
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

/// What digests tell of, as a sentence of it ends.
pub const TOLD: [&str; 10] = [
    "renewals to decide",
    "what decisions left to do",
    "contracts nobody has read",
    "reviews that are due or late",
    "conditions to see to",
    "privacy agreements that end",
    "answers given out that changed",
    "standards to look at again",
    "claims that were handed to somebody to verify",
    "what became of groups something was routed to",
];

/// Somebody who is told every working day, and when that was last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestReader {
    /// The name history keeps: one word.
    pub login: String,
    /// Does this person decide renewals?
    pub renewals: bool,
    /// The last day a digest was told.
    pub told_on: NaiveDate,
    /// The last working day on which it should have been.
    pub due_on: NaiveDate,
}

impl DigestReader {
    /// Has it failed to come?
    pub fn is_late(&self) -> bool {
        self.told_on < self.due_on
    }

    /// Was it told on a day that has not come yet? Then nobody would notice for as long that none comes.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        self.told_on > today
    }
}

/// The digests that should come: of everybody who decides renewals, or reviews, and ever had one. They are due each
/// working day; today's still has time to come.
pub fn watched(
    people: &[Person],
    told: &[Digest],
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<DigestReader> {
    let due_on = calendar.before(today, 1);
    let watch = |digest: &Digest| {
        let person = people.iter().find(|p| p.login == digest.login)?;
        let is = |role| !person.has_left(today) && person.roles.allow(role);
        let renewals = is(Role::Renewals);
        let counts = renewals || is(Role::Technical) || is(Role::Curricular);
        counts.then(|| DigestReader {
            login: digest.login.clone(),
            renewals,
            told_on: digest.told_on,
            due_on,
        })
    };
    told.iter().filter_map(watch).collect()
}

#[cfg(test)]
mod tests;
