//! The public keys by which somebody comes in over SSH: as lines of what is known of them, and adding and removing one.

use super::People;
use super::keys::GONE;
use crate::domain::day::full;
use crate::domain::person::PersonId;
use crate::domain::person::key::KeyLine;
use crate::domain::review::PersonName;
use crate::domain::text::wrap;
use crate::office::deed::Deed;
use crate::office::deed::ownership::NewKey;
use crate::office::lists::keys::PersonKeyRow;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::topic::Topic;

/// What pick one of several keys: letters that no menu uses otherwise.
const LETTERS: &str = "abcdefgimnoprstuvwxyz";

impl People {
    /// The line of the menu about a person that leads to their keys.
    pub(super) fn keys_line(&self, who: &PersonName) -> MenuItem {
        let working = self.working_keys();
        let line = match working.len() {
            0 => "public keys: none; add one".to_owned(),
            1 => "public keys: 1; add or remove one".to_owned(),
            count => format!("public keys: {count}; add or remove one"),
        };
        MenuItem::new('p', line, Intent::Menu(about_keys(who, &working)))
    }

    /// The keys that let them in, once they have come.
    fn working_keys(&self) -> Vec<&PersonKeyRow> {
        let keys = self.keys().unwrap_or_default().iter();
        keys.filter(|row| row.key.removed_on.is_none()).collect()
    }

    /// A public key was typed or pasted.
    pub(super) fn new_key(&mut self, person: PersonId, given: &str) -> Vec<Intent> {
        let Some(who) = self.who().filter(|who| who.id == person) else {
            return vec![Intent::Hint(GONE.into())];
        };
        match KeyLine::of_bytes(given.as_bytes()) {
            Ok(line) => vec![Intent::Change(Deed::AddKey(Box::new(NewKey { who, line })))],
            Err(why) => vec![
                Intent::Write(key_box(&who, given.to_owned())),
                Intent::Hint(format!("Not added: {why}.")),
            ],
        }
    }
}

/// Adds one, or removes one of those there are.
fn about_keys(who: &PersonName, working: &[&PersonKeyRow]) -> Menu {
    let add = Intent::Write(key_box(who, String::new()));
    let mut items = vec![MenuItem::new(
        'a',
        "add one: paste the line of the file that ends in .pub",
        add,
    )];
    items.extend(match working {
        [] => None,
        [one] => Some(MenuItem::new(
            'r',
            format!("remove {}", called(one)),
            Intent::Menu(removal(who, one, 0)),
        )),
        more => Some(MenuItem::new(
            'r',
            "remove one of them",
            Intent::Menu(which(who, more)),
        )),
    });
    Menu {
        title: format!("Public keys of {}", who.name),
        items,
        about_rows: true,
    }
}

/// Which of several is to be removed.
fn which(who: &PersonName, working: &[&PersonKeyRow]) -> Menu {
    let others = working.len() - 1;
    let line = |(letter, row): (char, &&PersonKeyRow)| {
        MenuItem::new(letter, called(row), Intent::Menu(removal(who, row, others)))
    };
    let mut items: Vec<MenuItem> = LETTERS.chars().zip(working).map(line).collect();
    if working.len() > items.len() {
        let more = working.len() - items.len();
        items.push(MenuItem::says(format!(
            "and {more} more: hallpass people key remove KEY"
        )));
    }
    Menu {
        title: format!("Remove which key of {}", who.name),
        items,
        about_rows: true,
    }
}

/// Says what follows before a key is removed.
fn removal(who: &PersonName, row: &PersonKeyRow, others: usize) -> Menu {
    let left = match others {
        0 => format!("It is their only key: {} comes in by none then.", who.login),
        1 => "1 other key of theirs still lets them in.".to_owned(),
        others => format!("{others} other keys of theirs still let them in."),
    };
    let remove = Intent::Change(Deed::RemoveKey(row.key.id));
    Menu {
        title: format!("Remove {}", called(row)),
        items: vec![
            MenuItem::says("Nobody comes in by it any more; what is open by it"),
            MenuItem::says("closes, and nothing more is saved from there."),
            MenuItem::says(left),
            MenuItem::new('r', format!("remove key {}", row.key.id), remove),
        ],
        about_rows: true,
    }
}

/// `key 17, kim@laptop`.
fn called(row: &PersonKeyRow) -> String {
    let comment = row.key.comment.as_deref().unwrap_or(&row.key.algorithm);
    format!("key {}, {comment}", row.key.id)
}

fn key_box(who: &PersonName, text: String) -> Writing {
    Writing {
        about: Topic::PublicKey(who.id),
        title: format!("A public key of {}: ssh-ed25519 AAAA... name", who.name),
        text,
        several_lines: false,
    }
}

/// What is said of somebody's keys, each part on lines of its own that are no longer than `room`.
pub(super) fn said(keys: Option<&[PersonKeyRow]>, room: usize) -> Vec<String> {
    let Some(keys) = keys else {
        return vec!["reading".to_owned()];
    };
    let (working, removed): (Vec<_>, Vec<_>) =
        keys.iter().partition(|row| row.key.removed_on.is_none());
    let removed = removed.len();
    let mut said: Vec<String> = working.iter().flat_map(|row| of_key(row, room)).collect();
    match (said.is_empty(), removed) {
        (true, 0) => said.push("none".to_owned()),
        (true, removed) => said.push(format!("none; {removed} removed")),
        (false, 0) => {}
        (false, removed) => said.push(format!("and {removed} removed")),
    }
    said
}

/// `17 SHA256:...`, and below it what it is called, since when, and who added it.
fn of_key(row: &PersonKeyRow, room: usize) -> Vec<String> {
    let number = format!("{} ", row.key.id);
    let indent = " ".repeat(number.len());
    // Compared letter by letter, and so never cut off.
    let letters: Vec<char> = row.key.fingerprint.chars().collect();
    let mut lead = number.as_str();
    let mut said = Vec::new();
    for part in letters.chunks(room.saturating_sub(number.len()).max(1)) {
        said.push(format!("{lead}{}", part.iter().collect::<String>()));
        lead = &indent;
    }
    let comment = row.key.comment.as_ref();
    let comment = comment.map(|comment| format!("{comment}, "));
    let by = row.added_by.as_ref().map(|by| format!(", by {by}"));
    let rest = format!(
        "{}since {}{}",
        comment.unwrap_or_default(),
        full(row.key.since),
        by.unwrap_or_default()
    );
    let rest = wrap(&rest, room.saturating_sub(number.len()).max(1));
    said.extend(rest.into_iter().map(|line| format!("{indent}{line}")));
    said
}
