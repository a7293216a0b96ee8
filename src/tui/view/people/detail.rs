//! What is known of a person, line by line: below the list, on a page of its own, and as text.

use super::{public_keys, related};
use crate::domain::day::full;
use crate::domain::ownership::{HOLDABLE, Held};
use crate::domain::person::{Person, PersonRow, Role};
use crate::domain::record::Kind;
use crate::domain::rights::may_write;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::lists::keys::PersonKeyRow;
use crate::tui::scene::Scene;

/// The widest label, and a blank.
const LABEL: usize = 12;

/// A line about somebody.
pub(super) struct PersonLine {
    /// What they answer for that another view lists, where it says that.
    pub(super) lead: Option<Kind>,
    /// What it says.
    pub(super) text: String,
}

/// `Dana Voss (dana), left on Sat Jan 31 2026`.
pub(super) fn title(row: &PersonRow, scene: &Scene) -> String {
    let person = &row.person;
    let called = format!("{} ({})", person.name, person.login);
    match leaves(person, scene) {
        Some(leaves) => format!("{called}, {leaves}"),
        None => called,
    }
}

/// `left on Sat Jan 31 2026`; none for somebody who stays.
pub(super) fn leaves(person: &Person, scene: &Scene) -> Option<String> {
    let verb = if person.has_left(scene.now.date()) {
        "left on"
    } else {
        "leaves on"
    };
    Some(format!("{verb} {}", full(person.left_on?)))
}

/// Everything that is known, in lines of this width.
pub(super) fn lines(
    row: &PersonRow,
    (held, keys): (Option<&[Held]>, Option<&[PersonKeyRow]>),
    scene: &Scene,
    width: usize,
) -> Vec<PersonLine> {
    let person = &row.person;
    let mut lines = PersonLines {
        width,
        all: Vec::new(),
    };
    let since = match row.since {
        Some(day) => format!("since {}", full(day)),
        None => "since nobody knows when".to_owned(),
    };
    let until = leaves(person, scene);
    let here: Vec<String> = std::iter::once(since).chain(until).collect();
    lines.add("Known here", &here.join(", "), None);
    let mail = person.email.as_deref();
    lines.add("Mail", mail.unwrap_or("no address is known"), None);
    lines.add("Schools", &acts_for(row), None);
    answers_for(&mut lines, held);
    may_do(&mut lines, person, scene);
    lines.comes_in_by(keys);
    lines.all
}

/// The schools, and what that means for somebody who changes records.
fn acts_for(row: &PersonRow) -> String {
    let Some(names) = &row.schools else {
        return "every school".to_owned();
    };
    let roles = &row.person.roles;
    let bound = may_write(&[Kind::Product], roles).is_ok() && !roles.allow(Role::Admin);
    let bound = if bound {
        "; changes only what is about them"
    } else {
        ""
    };
    format!("{}{bound}", names.join(", "))
}

fn answers_for(lines: &mut PersonLines, held: Option<&[Held]>) {
    let mut label = "Answers for";
    let kinds = HOLDABLE.into_iter();
    let counted = kinds.filter_map(|kind| Some((kind, Held::counted(held?, kind)?)));
    for (kind, words) in counted {
        let lead = related::tab(kind).map(|_| kind);
        lines.add(std::mem::take(&mut label), &words, lead);
    }
    if !label.is_empty() {
        let words = if held.is_some() { "nothing" } else { "reading" };
        lines.add(label, words, None);
    }
}

fn may_do(lines: &mut PersonLines, person: &Person, scene: &Scene) {
    let mut label = "May do";
    let mut say = |said: &str| lines.add(std::mem::take(&mut label), said, None);
    if person.has_left(scene.now.date()) {
        say("nothing any more; it was:");
    }
    if person.roles.0.is_empty() {
        say("no role: reads everything, leaves notes");
    }
    for role in &person.roles.0 {
        say(&format!("{role}: {}", role.may()));
    }
}

/// PersonLines being written.
struct PersonLines {
    width: usize,
    all: Vec<PersonLine>,
}

impl PersonLines {
    /// Their public keys, each as it is laid out already.
    fn comes_in_by(&mut self, keys: Option<&[PersonKeyRow]>) {
        let room = self.width.saturating_sub(LABEL).max(1);
        let mut label = "Keys";
        for said in public_keys::said(keys, room) {
            let text = format!("{}{said}", text::pad(label, LABEL));
            self.all.push(PersonLine { lead: None, text });
            label = "";
        }
    }

    /// A fact behind its label, over as many lines as it needs.
    fn add(&mut self, label: &str, said: &str, lead: Option<Kind>) {
        let room = self.width.saturating_sub(LABEL).max(1);
        let mut label = label;
        for said in wrap(said, room) {
            let text = format!("{}{said}", text::pad(label, LABEL));
            self.all.push(PersonLine { lead, text });
            label = "";
        }
    }
}
