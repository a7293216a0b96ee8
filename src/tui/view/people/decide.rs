//! The menu of what becomes of a person: they leave, are back, hand over what they hold, or come in by another key. What
//! is left with nobody is said before they leave, and what moves before it moves.

use chrono::NaiveDate;

use super::keys::GONE;
use super::{People, detail, related};
use crate::domain::day::full;
use crate::domain::ownership::Held;
use crate::domain::person::PersonId;
use crate::domain::review::PersonName;
use crate::exchange::value::day;
use crate::office::deed::Deed;
use crate::office::deed::ownership::{Handover, LastDay};
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};

/// So many of the things that move are named in the menu.
const NAMED: usize = 6;

impl People {
    /// A menu about the person whom the keys act on.
    pub(super) fn menu(&mut self, title: String, items: Vec<MenuItem>) -> Vec<Intent> {
        self.about = self.row().map(|row| row.person.id);
        vec![Intent::Menu(Menu {
            title,
            items,
            about_rows: true,
        })]
    }

    pub(super) fn decide(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let (who, row, held) = (self.who()?, self.row()?, self.held()?);
        self.keys()?;
        let edit = Intent::Run(Command::Edit);
        let mut items = vec![MenuItem::new('e', "edit name, mail, roles, schools", edit)];
        let today = scene.now.date();
        let leaving = leaving(&who, held, today);
        let left = row.person.has_left(today);
        let last_day = detail::leaves(&row.person, scene);
        if !left {
            let line = match &last_day {
                Some(_) => "leaves on another day, and who takes over",
                None => "leaves: the last day, and who takes over",
            };
            items.push(MenuItem::new('v', line, Intent::Menu(leaving)).also("quit retire last"));
        }
        if last_day.is_some() {
            let line = if left {
                "is back, and may act here again"
            } else {
                "stays after all"
            };
            items.push(MenuItem::new('b', line, leave(who.clone(), None)));
        }
        let nothing = held.is_empty();
        let nothing = nothing.then(|| format!("{} holds nothing", who.name));
        let line = format!("hands over to somebody: {}", Held::in_words(held));
        items.push(MenuItem::new('m', line, pick_taker(&who)).unless(nothing));
        items.push(self.keys_line(&who));
        let title = match last_day {
            Some(last_day) => format!("{}, {last_day}", who.name),
            None => who.name.clone(),
        };
        Some(self.menu(title, items))
    }

    /// The last day was typed.
    pub(super) fn last_day(&mut self, person: PersonId, text: &str) -> Vec<Intent> {
        let Some(who) = self.who().filter(|who| who.id == person) else {
            return vec![Intent::Hint(GONE.into())];
        };
        match day::typed(text) {
            Ok(on) => {
                let menu = leaving(&who, self.held().unwrap_or_default(), on);
                self.about = Some(person);
                let about = Topic::LastDay(person);
                let text = String::new();
                vec![Intent::Draft { about, text }, Intent::Menu(menu)]
            }
            Err(why) => vec![
                Intent::Write(day_box(&who, text.to_owned())),
                Intent::Hint(why.to_string()),
            ],
        }
    }

    /// Has somebody picked who takes over.
    pub(super) fn hand_over(&mut self) -> Option<Vec<Intent>> {
        let (who, held) = (self.who()?, self.held()?);
        if held.is_empty() {
            let nothing = format!("{} holds nothing.", who.name);
            return Some(vec![Intent::Hint(nothing)]);
        }
        Some(vec![pick_taker(&who)])
    }

    /// Somebody was picked to take over: what moves is said before it moves.
    pub(super) fn given_to(&mut self, from: &str, to: &PersonName) -> Vec<Intent> {
        let who = self.who().filter(|who| who.login == from);
        let Some((who, held)) = who.zip(self.held()) else {
            return vec![Intent::Hint(GONE.into())];
        };
        let named = held.iter().take(NAMED);
        let named = named.map(|one| MenuItem::says(format!("{}: {}", one.what, one.name)));
        let mut items: Vec<MenuItem> = named.collect();
        if held.len() > NAMED {
            let more = held.len() - NAMED;
            items.push(MenuItem::says(format!("and {more} more")));
        }
        items.push(MenuItem::new(
            'v',
            "all of it, to read",
            related::page(&who, held),
        ));
        let handover = Handover {
            from: who.login.clone(),
            to: to.clone(),
        };
        let does = Intent::Change(Deed::Handover(Box::new(handover)));
        items.push(MenuItem::new(
            'm',
            format!("move all of it to {}", to.name),
            does,
        ));
        let title = format!("From {} to {}: {}", who.name, to.name, Held::in_words(held));
        self.menu(title, items)
    }
}

/// Says what stays with nobody, and offers to hand it over.
fn leaving(who: &PersonName, held: &[Held], on: NaiveDate) -> Menu {
    let day = full(on);
    let says = if held.is_empty() {
        "Holds nothing that somebody else would have to take over.".to_owned()
    } else {
        format!(
            "Holds {}. Nobody answers for that afterwards, until somebody takes it over.",
            Held::in_words(held)
        )
    };
    let write = Intent::Write(day_box(who, on.to_string()));
    let mut items = vec![
        MenuItem::says(says),
        MenuItem::new('d', "on another day: type it", write),
        MenuItem::new('t', format!("last day {day}"), leave(who.clone(), Some(on))),
    ];
    if !held.is_empty() {
        let line = format!("last day {day}, and pick who takes it over");
        let does = vec![leave(who.clone(), Some(on)), pick_taker(who)];
        items.push(MenuItem::all('m', line, does));
    }
    Menu {
        title: format!("{} leaves", who.name),
        items,
        about_rows: true,
    }
}

/// Somebody leaves on a day, or is back.
fn leave(who: PersonName, on: Option<NaiveDate>) -> Intent {
    Intent::Change(Deed::Leave(Box::new(LastDay { who, on })))
}

fn pick_taker(who: &PersonName) -> Intent {
    Intent::PickPerson {
        about: Assignment::Handover(who.login.clone()),
        title: format!("Who takes over everything {} holds", who.name),
    }
}

fn day_box(who: &PersonName, text: String) -> Writing {
    Writing {
        about: Topic::LastDay(who.id),
        title: format!("Last day of {} (2026-06-30)", who.name),
        text,
        several_lines: false,
    }
}
