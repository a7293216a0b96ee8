//! What belongs to a request: the product's card, what neighbours say, what we own that does the same, who asked,
//! and the conditions of its decision, each with who sees to it and by when.

use super::decide::GONE;
use super::doing;
use super::{Queue, detail};
use crate::domain::day::full;
use crate::domain::request::{Condition, ConditionId, RequestId};
use crate::domain::review::{PersonName, ReviewDeed, ReviewSheet};
use crate::exchange::value::day;
use crate::office::deed::review::QueueSubject;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, ReviewText, Topic};

/// The letters of lines that are records; others are taken or move.
const LETTERS: [char; 9] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

impl Queue {
    pub(super) fn related(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let card = |product| Intent::card(product, self.scope.clone());
        let name = format!("{}: card", row.product_name);
        let mut items = vec![MenuItem::new('p', name, card(row.product))];
        items.extend(row.owner.as_ref().map(MenuItem::owner));
        let about = (row.product, row.product_name.as_str());
        items.extend(self.known.neighbours_item(about, scene));
        if let Some(sheet) = self.sheet() {
            let ours = LETTERS.iter().zip(&sheet.ours);
            items.extend(ours.map(|(letter, one)| {
                let line = format!("ours: {}", detail::ours_in_words(one));
                MenuItem::new(*letter, line, card(one.product))
            }));
            items.push(MenuItem::new(
                'w',
                match sheet.requesters.len() {
                    1 => "who asked, and why".to_owned(),
                    n => format!("who asked, and why: {n} people"),
                },
                Intent::Page(detail::who_asked(sheet)),
            ));
            if !sheet.claims.is_empty() {
                items.push(MenuItem::new(
                    'e',
                    "what neighbours claim, to be checked here",
                    Intent::Page(detail::claimed(sheet)),
                ));
            }
            if !sheet.conditions.is_empty() {
                items.push(MenuItem::new(
                    'c',
                    conditions_in_words(&sheet.conditions),
                    Intent::Menu(self.conditions(sheet, scene)),
                ));
            }
        }
        let title = format!("Related to {} {}", row.name, row.product_name);
        Some(self.menu(title, items))
    }

    fn conditions(&self, sheet: &ReviewSheet, scene: &Scene) -> Menu {
        let lines = LETTERS.iter().zip(&sheet.conditions);
        let lines = lines.map(|(letter, one)| {
            let does = Intent::Menu(on_condition(sheet, one, scene));
            MenuItem::new(*letter, in_words(one, self.known.people()), does)
        });
        Menu {
            title: format!(
                "Conditions of {} {}",
                sheet.row.name, sheet.row.product_name
            ),
            items: lines.collect(),
            about_rows: true,
        }
    }

    /// Somebody was picked for a condition.
    pub(super) fn condition_given(
        &self,
        request: RequestId,
        id: ConditionId,
        who: &PersonName,
    ) -> Vec<Intent> {
        let Some(subject) = self.subject_of(request) else {
            return vec![Intent::Hint(GONE.into())];
        };
        vec![doing(
            vec![subject],
            ReviewDeed::Condition {
                id,
                owner: Some(who.id),
                due_on: None,
                met_on: None,
            },
        )]
    }

    /// A day was typed for a condition.
    pub(super) fn condition_due(
        &self,
        request: RequestId,
        id: ConditionId,
        text: &str,
    ) -> Vec<Intent> {
        let Some(subject) = self.subject_of(request) else {
            return vec![Intent::Hint(GONE.into())];
        };
        match day::typed(text) {
            Ok(day) => vec![doing(
                vec![subject],
                ReviewDeed::Condition {
                    id,
                    owner: None,
                    due_on: Some(day),
                    met_on: None,
                },
            )],
            Err(why) => vec![
                Intent::Write(due_box(request, id, &subject.what, text.to_owned())),
                Intent::Hint(why.to_string()),
            ],
        }
    }
}

/// What becomes of a condition.
fn on_condition(sheet: &ReviewSheet, one: &Condition, scene: &Scene) -> Menu {
    let (request, id, text) = (sheet.request.id, one.id, &one.text);
    let met = ReviewDeed::Condition {
        id,
        owner: None,
        due_on: None,
        met_on: Some(scene.now.date()),
    };
    let owner = Intent::PickPerson {
        about: Assignment::Condition {
            request,
            condition: id,
        },
        title: format!("Who sees to: {text}"),
    };
    let due = Intent::Write(due_box(request, id, text, String::new()));
    let met_on = one.met_on;
    Menu {
        title: text.clone(),
        items: vec![
            MenuItem::new(
                'm',
                "it is met, today",
                doing(vec![QueueSubject::of(&sheet.row)], met),
            )
            .unless(met_on.map(|day| format!("met on {}", full(day)))),
            MenuItem::new('w', "who sees to it", owner),
            MenuItem::new('d', "by which day", due),
        ],
        about_rows: true,
    }
}

fn due_box(request: RequestId, id: ConditionId, what: &str, text: String) -> Writing {
    Writing {
        about: Topic::Review {
            request,
            text: ReviewText::Due(id),
        },
        title: format!("By which day (2026-06-30): {what}"),
        text,
        several_lines: false,
    }
}

/// `conditions: 1 of 2 met`.
pub(super) fn conditions_in_words(conditions: &[Condition]) -> String {
    let met = conditions.iter().filter(|one| one.met_on.is_some()).count();
    format!("conditions: {met} of {} met", conditions.len())
}

/// A condition in a line: whether it is met, else by when, and who sees to it.
pub(super) fn in_words(one: &Condition, people: &[PersonName]) -> String {
    let state = match (one.met_on, one.due_on) {
        (Some(day), _) => format!("[met {}]", full(day)),
        (None, Some(day)) => format!("[due {}]", full(day)),
        (None, None) => "[open]".to_owned(),
    };
    let owner = people.iter().find(|who| Some(who.id) == one.owner);
    let owner = owner.map(|who| format!(" ({})", who.login));
    format!("{state} {}{}", one.text, owner.unwrap_or_default())
}
