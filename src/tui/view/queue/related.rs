//! What belongs to a request: the product's card, what we own that does the same, who asked, and the
//! conditions of its decision, each with who sees to it and by when.

use super::decide::GONE;
use super::doing;
use super::rows;
use super::{Queue, facts};
use crate::domain::request::Condition;
use crate::domain::review::{PersonName, ReviewDeed};
use crate::exchange::value::day;
use crate::tui::command::MenuKind;
use crate::tui::effect::{Menu, MenuItem, Wish, Writing};
use crate::tui::scene::Scene;

/// The letters of lines that are records; others are taken or move.
const LETTERS: [char; 9] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

impl Queue {
    pub(super) fn related(&mut self) -> Option<Vec<Wish>> {
        let row = self.row()?;
        let mut items = vec![MenuItem::new('p', format!("{}: card", row.product_name))];
        if let Some(sheet) = self.sheet() {
            let ours = LETTERS.iter().zip(&sheet.ours);
            items.extend(ours.map(|(letter, one)| {
                MenuItem::new(*letter, format!("ours: {}", facts::ours_in_words(one)))
            }));
            items.push(MenuItem::new(
                'w',
                match sheet.requesters.len() {
                    1 => "who asked, and why".to_owned(),
                    n => format!("who asked, and why: {n} people"),
                },
            ));
            if !sheet.conditions.is_empty() {
                items.push(MenuItem::new('c', conditions_in_words(&sheet.conditions)));
            }
        }
        let menu = Menu {
            kind: MenuKind::Related,
            title: format!("Related to {} {}", row.name, row.product_name),
            items,
        };
        Some(self.menu(menu))
    }

    pub(super) fn go_to_related(&self, letter: char) -> Option<Vec<Wish>> {
        let school = self.scope.clone();
        let wish = match letter {
            'p' => Wish::card(self.row()?.product, school),
            'w' => Wish::Page(facts::who_asked(self.sheet()?)),
            'c' => Wish::Menu(self.conditions()?),
            number => {
                let at = LETTERS.iter().position(|known| *known == number)?;
                Wish::card(self.sheet()?.ours.get(at)?.product, school)
            }
        };
        Some(vec![wish])
    }

    fn conditions(&self) -> Option<Menu> {
        let sheet = self.sheet()?;
        let lines = LETTERS.iter().zip(&sheet.conditions);
        let lines = lines.map(|(letter, one)| MenuItem::new(*letter, in_words(one, &self.people)));
        Some(Menu {
            kind: MenuKind::Condition,
            title: format!(
                "Conditions of {} {}",
                sheet.row.name, sheet.row.product_name
            ),
            items: lines.collect(),
        })
    }

    /// A condition was picked, or what becomes of it.
    pub(super) fn on_condition(&mut self, letter: char, scene: &Scene) -> Option<Vec<Wish>> {
        if let Some(at) = LETTERS.iter().position(|known| *known == letter) {
            let one = self.sheet()?.conditions.get(at)?;
            let (id, text, met) = (one.id.0, one.text.clone(), one.met_on);
            self.condition = Some(id);
            let mut items = vec![
                MenuItem::new('m', "it is met, today"),
                MenuItem::new('w', "who sees to it"),
                MenuItem::new('d', "by which day"),
            ];
            items[0].off = met.map(|day| format!("met on {}", rows::weekday(day)));
            let menu = Menu {
                kind: MenuKind::Condition,
                title: text,
                items,
            };
            return Some(self.menu(menu));
        }
        let subject = self.subject()?;
        let request = subject.request?;
        let id = self.condition?;
        let text = &self.sheet()?.conditions.iter().find(|c| c.id.0 == id)?.text;
        Some(vec![match letter {
            'm' => {
                return Some(vec![doing(
                    vec![subject],
                    ReviewDeed::Condition {
                        id,
                        owner: None,
                        due_on: None,
                        met_on: Some(scene.now.date()),
                    },
                )]);
            }
            'w' => Wish::PickPerson {
                about: format!("condition {request} {id}"),
                title: format!("Who sees to: {text}"),
            },
            'd' => Wish::Write(due_box(request, id, text, String::new())),
            _ => return None,
        }])
    }

    /// Somebody was picked for a condition.
    pub(super) fn condition_given(&self, about: &str, who: &PersonName) -> Vec<Wish> {
        let mut ids = about.split(' ').skip(1).map(str::parse);
        let (Some(Ok(request)), Some(Ok(id))) = (ids.next(), ids.next()) else {
            return Vec::new();
        };
        let Some(subject) = self.subject_of(request) else {
            return vec![Wish::Hint(GONE.into())];
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
    pub(super) fn condition_due(&self, request: i64, condition: &str, text: &str) -> Vec<Wish> {
        let Some((subject, id)) = self.subject_of(request).zip(condition.parse().ok()) else {
            return vec![Wish::Hint(GONE.into())];
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
                Wish::Write(due_box(request, id, &subject.what, text.to_owned())),
                Wish::Hint(why),
            ],
        }
    }
}

fn due_box(request: i64, id: i64, what: &str, text: String) -> Writing {
    Writing {
        about: format!("review {request} due {id}"),
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
        (Some(day), _) => format!("[met {}]", day.format("%b %d")),
        (None, Some(day)) => format!("[due {}]", day.format("%b %d")),
        (None, None) => "[open]".to_owned(),
    };
    let owner = people
        .iter()
        .find(|who| Some(who.id) == one.owner.map(|id| id.0));
    let owner = owner.map(|who| format!(" ({})", who.login));
    format!("{state} {}{}", one.text, owner.unwrap_or_default())
}
