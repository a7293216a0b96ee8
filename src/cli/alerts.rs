//! `hallpass digest` and `hallpass alerts`: what is due for somebody, as text for mail or chat, and the
//! proof that it is told. Made for cron and monitoring.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::person::{Person, Role};
use crate::domain::product::Product;
use crate::domain::renewal::Digest as Told;
use crate::domain::renewal::agenda::{AgendaFilter, AgendaRow, ToDo};
use crate::domain::renewal::digest::{
    self, DigestFacts, DigestReader, PersonDigest, told, told_of,
};
use crate::domain::request::{Condition, Request};
use crate::domain::review::{QueueFilter, QueueRow};
use crate::domain::setting::DISTRICT;
use crate::store::Store;

use super::print::{self, Form};
use super::{Context, Failure, people};

/// `hallpass digest`
#[derive(Debug, Args)]
pub(super) struct Digest {
    /// Whose
    #[arg(long = "for", value_name = "LOGIN")]
    login: String,
    /// Do not record that it was told
    #[arg(long)]
    dry_run: bool,
}

/// `hallpass alerts`
#[derive(Debug, Args)]
pub(super) struct Alerts {
    /// Exit 4 where a digest has not come, or nobody gets one
    #[arg(long)]
    test: bool,
}

/// Everything that may be somebody's to do.
struct Known {
    people: Vec<Person>,
    rows: Vec<AgendaRow>,
    to_dos: Vec<ToDo>,
    reviews: Vec<QueueRow>,
    conditions: Vec<(Condition, String)>,
}

impl Known {
    fn read(store: &Store, today: NaiveDate) -> Result<Known, Failure> {
        let every = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        Ok(Known {
            people: store.all()?,
            rows: store.agenda(&every, today)?,
            to_dos: store.to_dos(today)?,
            reviews: store.queue(&QueueFilter::default(), today)?,
            conditions: conditions(store)?,
        })
    }

    fn facts(&self, today: NaiveDate) -> DigestFacts<'_> {
        DigestFacts {
            people: &self.people,
            rows: &self.rows,
            to_dos: &self.to_dos,
            reviews: &self.reviews,
            conditions: &self.conditions,
            today,
        }
    }
}

/// Conditions that are not met, each with its product's name.
fn conditions(store: &Store) -> Result<Vec<(Condition, String)>, Failure> {
    let mut open = store.all::<Condition>()?;
    open.retain(|condition| condition.met_on.is_none());
    let named = open.into_iter().map(|condition| {
        let request = store.get::<Request>(condition.request.0)?;
        let product = store.get::<Product>(request.product.0)?;
        Ok((condition, product.full_name()))
    });
    named.collect()
}

impl Digest {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut store = if self.dry_run {
            context.read()?
        } else {
            context.open()?
        };
        let today = context.stamp.today;
        let person = people::find_person(&store, &self.login)?;
        if !digest::is_here(&person, today) {
            return Err(Failure::refused(
                format!("{} has left", person.name),
                "take the login out of cron",
            ));
        }
        let known = Known::read(&store, today)?;
        let due = digest::due(&known.facts(today), &person);
        if context.form == Form::Json {
            print::json(&as_json(&person.login, &due));
        } else {
            let district = store.setting(DISTRICT)?.unwrap_or_default();
            print::text(&due.text(&district));
        }
        // What did not arrive was not told.
        if self.dry_run || print::lost().is_some() {
            return Ok(());
        }
        if store.only_rehearses() {
            print::notice("Not counted as told, for the day was given.");
        } else if !store.digest_told(&person.login, &context.stamp)? {
            print::notice(&format!(
                "not recorded as told: that is for {} or an admin to have done; you are {}",
                person.login, context.stamp.who
            ));
        }
        Ok(())
    }
}

fn as_json(login: &str, due: &PersonDigest) -> Json {
    let sections = due.sections.iter().map(|section| {
        let lines = section.lines.iter().map(|line| {
            json!({ "by": line.by.map(|by| by.to_string()), "id": line.number, "what": line.what })
        });
        (section.key.to_owned(), lines.collect::<Json>())
    });
    json!({
        "login": login, "name": due.name, "as_of": due.today.to_string(), "due": due.count(),
        "sections": sections.collect::<serde_json::Map<_, _>>(),
    })
}

/// A day on which somebody is told something.
struct Fires {
    on: NaiveDate,
    number: String,
    what: String,
    whom: Vec<String>,
}

/// How many of the next alerts are shown.
const NEXT: usize = 20;

/// What is told, of what, and what keeps it from being told.
struct Proof {
    /// Reviews that are late, the latest first.
    late: Vec<Fires>,
    next: Vec<Fires>,
    watched: Vec<DigestReader>,
    problems: Vec<String>,
    today: NaiveDate,
}

impl Alerts {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let today = context.stamp.today;
        let known = Known::read(&store, today)?;
        let told: Vec<Told> = store.all()?;
        let mut proof = Proof {
            late: late(&known, today),
            next: next(&known, today),
            watched: digest::watched(&known.people, &told, &store.calendar()?, today),
            problems: Vec::new(),
            today,
        };
        proof.problems = problems(&proof);
        proof.problems.extend(untold(&proof.late, &told));
        let problems = &proof.problems;
        if context.form == Form::Json {
            print::json(&proof.as_json());
        } else {
            proof.tell();
        }
        if self.test && !problems.is_empty() {
            return Err(Failure::Unsound);
        }
        Ok(())
    }
}

/// Reviews that are late: they are in digests until somebody answers them.
fn late(known: &Known, today: NaiveDate) -> Vec<Fires> {
    let late = known.reviews.iter().filter(|row| row.is_late());
    let mut late: Vec<Fires> = late
        .map(|row| Fires {
            on: row.clock.due_on,
            number: row.name.clone(),
            what: format!("answer the late review of {}", row.product_name),
            whom: logins(&digest::told_of_review(&known.people, row, today)),
        })
        .collect();
    late.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    late
}

fn logins(people: &[&Person]) -> Vec<String> {
    people.iter().map(|p| p.login.clone()).collect()
}

/// Late reviews whose people have never been told a digest, none of them.
fn untold(late: &[Fires], told: &[Told]) -> Option<String> {
    let reads = |login: &String| told.iter().any(|digest| digest.login == *login);
    let untold = late
        .iter()
        .filter(|fires| !fires.whom.is_empty() && !fires.whom.iter().any(reads));
    let numbers: Vec<&str> = untold.map(|fires| fires.number.as_str()).collect();
    (!numbers.is_empty()).then(|| {
        format!(
            "nobody who may take {} has ever been told a digest; let cron run each working day: \
             hallpass digest --for LOGIN",
            numbers.join(", ")
        )
    })
}

/// What fires from today on, the nearest first. A date of a contract that is decided fires no more.
fn next(known: &Known, today: NaiveDate) -> Vec<Fires> {
    let open = known.rows.iter().filter(|row| row.is_open());
    let mut fires: Vec<Fires> = open
        .filter_map(|row| {
            let (on, what) = next_date(row, today)?;
            Some(Fires {
                on,
                number: row.number.clone(),
                what: format!("{what} {}", row.product),
                whom: logins(&told_of(&known.people, row, today)),
            })
        })
        .collect();
    fires.extend(known.to_dos.iter().filter_map(|to_do| {
        let login = to_do.login.as_deref();
        Some(Fires {
            on: to_do.by?,
            number: to_do.number.clone(),
            what: to_do.what.clone(),
            whom: logins(&told(&known.people, login, Role::Renewals, today)),
        })
    }));
    fires.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    fires
}

/// The next date of a contract that is still ahead, or the vendor's that has passed.
fn next_date(row: &AgendaRow, today: NaiveDate) -> Option<(NaiveDate, &'static str)> {
    let dates = &row.dates;
    let ahead = [
        (row.ask_again, "ask again about"),
        (Some(dates.start_by), "begin the review of"),
        (Some(dates.decide_by), "decide about"),
        (Some(dates.act_by), "act on"),
        (dates.cancel_by, "last day to cancel"),
        (
            Some(dates.term_end),
            match row.auto_renew {
                Some(true) => "missed; renews after this day:",
                Some(false) => "ends:",
                None => "missed; ends or renews (not known) after this day:",
            },
        ),
    ];
    let mut ahead = ahead
        .into_iter()
        .filter_map(|(day, what)| Some((day?, what)));
    ahead.find(|(day, _)| *day >= today)
}

/// What keeps somebody from being told.
fn problems(proof: &Proof) -> Vec<String> {
    let Proof {
        late,
        next,
        watched,
        today,
        ..
    } = proof;
    let mut problems: Vec<String> = watched
        .iter()
        .filter(|watch| watch.is_late())
        .map(|watch| {
            format!(
                "the digest of {} has not been told since {}; it was due on {}: see to the cron job that runs \
                 hallpass digest --for {}",
                watch.login, watch.told_on, watch.due_on, watch.login
            )
        })
        .collect();
    let ahead = watched.iter().filter(|watch| watch.is_ahead(*today));
    problems.extend(ahead.map(|watch| {
        format!(
            "the digest of {0} counts as told on {1}, a day that has not come: until then nobody would notice \
             that none comes; tell one now: hallpass digest --for {0}",
            watch.login, watch.told_on
        )
    }));
    if !watched.iter().any(|watch| watch.renewals) && !next.is_empty() {
        problems.push(
            "nobody who decides renewals has ever been told a digest; let cron run each working day: \
             hallpass digest --for LOGIN"
                .into(),
        );
    }
    for (fires, roles) in [
        (next, "renewals or admin"),
        (late, "technical, curricular or admin"),
    ] {
        let nobody = fires.iter().filter(|fires| fires.whom.is_empty());
        let nobody: Vec<&str> = nobody.map(|fires| fires.number.as_str()).collect();
        if !nobody.is_empty() {
            problems.push(format!(
                "nobody is told of {}: nobody here has the role {roles}",
                nobody.join(", ")
            ));
        }
    }
    problems
}

impl Proof {
    fn tell(&self) {
        let today = self.today;
        if self.next.is_empty() && self.late.is_empty() {
            print::line("Nothing fires.");
        }
        list(&self.late, today, "late");
        list(&self.next, today, "later");
        for watch in &self.watched {
            print::line(&format!(
                "Digest of {}: last told {}.",
                watch.login, watch.told_on
            ));
        }
        print::line(&format!("Digests tell of {}.", digest::TOLD.join(", ")));
        for problem in &self.problems {
            print::line(&format!("WRONG: {problem}."));
        }
        if self.problems.is_empty() {
            print::line("Alerts work.");
        }
    }

    fn as_json(&self) -> Json {
        let fires = |some: &[Fires]| -> Json {
            let shown = some.iter().map(|fires| {
                json!({
                    "on": fires.on.to_string(), "id": fires.number, "what": fires.what, "for": fires.whom,
                })
            });
            shown.collect()
        };
        let watched = self.watched.iter().map(|watch| {
            json!({
                "login": watch.login, "told_on": watch.told_on.to_string(), "due_on": watch.due_on.to_string(),
                "late": watch.is_late(), "ahead": watch.is_ahead(self.today),
            })
        });
        json!({
            "ok": self.problems.is_empty(), "as_of": self.today.to_string(), "late": fires(&self.late),
            "next": fires(self.next.get(..NEXT).unwrap_or(&self.next)), "digests": watched.collect::<Json>(), "tells": digest::TOLD,
            "problems": self.problems,
        })
    }
}

/// The first of them, and how many more there are.
fn list(some: &[Fires], today: NaiveDate, more: &str) {
    for fires in some.iter().take(NEXT) {
        let whom = match fires.whom.join(", ") {
            none if none.is_empty() => "nobody".to_owned(),
            whom => whom,
        };
        print::line(&format!(
            "{}: {} {}; for {whom}.",
            digest::when(fires.on, today),
            fires.number,
            fires.what
        ));
    }
    if some.len() > NEXT {
        print::line(&format!("{} more {more}.", some.len() - NEXT));
    }
}
