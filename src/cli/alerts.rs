//! `hallpass digest` and `hallpass alerts`: what is due for somebody, as text for mail or chat, and the
//! proof that it is told. Made for cron and monitoring.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::domain::person::Person;
use crate::domain::renewal::digest::{self, PersonDigest};
use crate::office::digest::{AlertDue, AlertsDue};
use crate::office::lists::due::{self, ALERTS, DIGEST};

use super::print::{self, Form};
use super::{Context, Failure, people};

/// `hallpass digest`
#[derive(Debug, Args)]
pub(super) struct DigestArgs {
    /// Whose
    #[arg(long = "for", value_name = "LOGIN")]
    login: String,
    /// Begin with To and Subject, for sendmail -t; exit 3 where the person has no address
    #[arg(long)]
    mail: bool,
    /// Do not record that it was told
    #[arg(long)]
    dry_run: bool,
    /// Say so where nothing is due; else nothing is printed then, so that cron sends no mail
    #[arg(long)]
    always: bool,
}

/// `hallpass alerts`
#[derive(Debug, Args)]
pub(super) struct AlertsArgs {
    /// Exit 4 where a digest has not come, or nobody gets one
    #[arg(long)]
    test: bool,
    /// Print only what is wrong
    #[arg(long)]
    quiet: bool,
}

impl DigestArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = if self.dry_run {
            context.asked_office()?
        } else {
            context.office()?
        };
        let person = people::find_person(&office, &self.login)?;
        if person.has_left(office.today()) {
            return Err(Failure::refused(
                format!("{} has left", person.name),
                "take the login out of cron",
            ));
        }
        let due = office.digest(&person)?;
        if context.form == Form::Json {
            print::json(&as_json(&person.login, &due));
        } else if context.form == Form::Csv {
            let rows = due::digest_rows(&due);
            print::list(Form::Csv, &DIGEST, &[], &rows, &office.viewer());
        } else {
            // Whoever has no address is told so on every day, not only where something is due.
            let head = self.mail.then(|| mail_head(&person, &due)).transpose()?;
            if self.always || due.count() > 0 {
                print::text(&head.unwrap_or_default());
                print::lines(&due.text(&office.district()?));
            }
        }
        office.keep_queue();
        // What did not arrive was not told.
        if self.dry_run || print::lost().is_some() {
            return Ok(());
        }
        if office.only_rehearses() {
            print::notice("Not counted as told, for the day was given.");
        } else if !office.digest_told(&person.login)? {
            print::notice(&format!(
                "not recorded as told: that is for {} or an admin to have done; you are {}",
                person.login,
                office.stamp().who
            ));
        }
        Ok(())
    }
}

/// The head of a mail with the digest, and the empty line after it.
fn mail_head(person: &Person, due: &PersonDigest) -> Result<String, Failure> {
    let address = person.email.as_deref().unwrap_or_default();
    // One address, and nothing that a mail's head would read as more than that.
    let plain = |c: char| c.is_ascii_graphic() && !",;:<>()[]\\\"".contains(c);
    if !(address.contains('@') && address.chars().all(plain)) {
        return Err(Failure::NotFound(format!(
            "{} has no mail address that could be written to: {}",
            person.login,
            if address.is_empty() { "none" } else { address }
        )));
    }
    Ok(format!(
        "To: {address}\nSubject: hallpass: {} due on {}\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
        due.count(),
        due.today
    ))
}

fn as_json(login: &str, due: &PersonDigest) -> Json {
    let sections = due.sections.iter().map(|section| {
        let lines = section.lines.iter().map(|line| {
            json!({
                "by": line.by.map(|by| by.to_string()), "id": line.number, "what": line.what,
                "band": Some(line.band.to_lowercase()).filter(|band| !band.is_empty()),
            })
        });
        (section.key.to_owned(), lines.collect::<Json>())
    });
    json!({
        "login": login, "name": due.name, "as_of": due.today.to_string(), "due": due.count(),
        "sections": sections.collect::<serde_json::Map<_, _>>(),
    })
}

/// How many of the next alerts are shown.
const NEXT: usize = 20;

impl AlertsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let due = office.alerts()?;
        let problems = problems(&due);
        if context.form == Form::Json {
            print::json(&due_json(&due, &problems));
        } else if context.form == Form::Csv {
            let rows = due::alert_rows(&due);
            print::list(Form::Csv, &ALERTS, &[], &rows, &office.viewer());
        } else if self.quiet {
            tell_wrong(&problems);
        } else {
            tell(&due, &problems);
        }
        office.keep_queue();
        if self.test && !problems.is_empty() {
            return Err(Failure::Unsound);
        }
        Ok(())
    }
}

/// What keeps somebody from being told.
fn problems(due: &AlertsDue) -> Vec<String> {
    let AlertsDue {
        today,
        late,
        next,
        agreements: _,
        conditions,
        watched,
        untold,
    } = due;
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
    for (alerts, roles) in [
        (next, "renewals or admin"),
        (late, "technical, curricular or admin"),
        (conditions, "admin"),
    ] {
        let nobody = alerts.iter().filter(|alert| alert.whom.is_empty());
        let nobody: Vec<&str> = nobody.map(|alert| alert.number.as_str()).collect();
        if !nobody.is_empty() {
            problems.push(format!(
                "nobody is told of {}: nobody here has the role {roles}",
                nobody.join(", ")
            ));
        }
    }
    if !untold.is_empty() {
        problems.push(format!(
            "nobody who may take {} has ever been told a digest; let cron run each working day: \
             hallpass digest --for LOGIN",
            untold.join(", ")
        ));
    }
    problems
}

fn tell(due: &AlertsDue, problems: &[String]) {
    let all = [&due.next, &due.late, &due.agreements, &due.conditions];
    if all.iter().all(|some| some.is_empty()) {
        print::line("Nothing fires.");
    }
    list(&due.late, due.today, "late");
    list(&due.next, due.today, "later");
    list(&due.agreements, due.today, "agreements");
    list(&due.conditions, due.today, "conditions");
    for watch in &due.watched {
        print::line(&format!(
            "Digest of {}: last told {}.",
            watch.login, watch.told_on
        ));
    }
    print::line(&format!("Digests tell of {}.", digest::TOLD.join(", ")));
    tell_wrong(problems);
    if problems.is_empty() {
        print::line("Alerts work.");
    }
}

fn tell_wrong(problems: &[String]) {
    for problem in problems {
        print::line(&format!("WRONG: {problem}."));
    }
}

/// An alert as JSON.
#[derive(Serialize)]
struct AlertObject<'d> {
    on: String,
    id: &'d str,
    what: &'d str,
    #[serde(rename = "for")]
    whom: &'d [String],
}

/// What is told next and to whom, as JSON.
#[derive(Serialize)]
struct AlertsObject<'d> {
    ok: bool,
    as_of: String,
    late: Vec<AlertObject<'d>>,
    next: Vec<AlertObject<'d>>,
    digests: Json,
    tells: Json,
    problems: &'d [String],
    agreements: Vec<AlertObject<'d>>,
    conditions: Vec<AlertObject<'d>>,
}

fn due_json<'d>(due: &'d AlertsDue, problems: &'d [String]) -> AlertsObject<'d> {
    let alerts = |some: &'d [AlertDue]| {
        let objects = some.iter().map(|alert| AlertObject {
            on: alert.on.to_string(),
            id: &alert.number,
            what: &alert.what,
            whom: &alert.whom,
        });
        objects.collect()
    };
    let watched = due.watched.iter().map(|watch| {
        json!({
            "login": watch.login, "told_on": watch.told_on.to_string(), "due_on": watch.due_on.to_string(),
            "late": watch.is_late(), "ahead": watch.is_ahead(due.today),
        })
    });
    AlertsObject {
        ok: problems.is_empty(),
        as_of: due.today.to_string(),
        late: alerts(&due.late),
        next: alerts(due.next.get(..NEXT).unwrap_or(&due.next)),
        digests: watched.collect(),
        tells: json!(digest::TOLD),
        problems,
        agreements: alerts(&due.agreements),
        conditions: alerts(&due.conditions),
    }
}

/// The first of them, and how many more there are.
fn list(some: &[AlertDue], today: NaiveDate, more: &str) {
    for alert in some.iter().take(NEXT) {
        let whom = match alert.whom.join(", ") {
            none if none.is_empty() => "nobody".to_owned(),
            whom => whom,
        };
        print::line(&format!(
            "{}: {} {}; for {whom}.",
            digest::when(alert.on, today),
            alert.number,
            alert.what
        ));
    }
    if some.len() > NEXT {
        print::line(&format!("{} more {more}.", some.len() - NEXT));
    }
}
