//! The decide menu: what may be decided now and why not the rest, the words a decision needs, and the
//! deed it becomes. What is missing stands whole above the choices.

use super::instead::{instead, plain};
use super::rows::RowKey;
use super::{Queue, doing, facts};
use crate::domain::record::Kind;
use crate::domain::request::{Outcome, WaitingOn};
use crate::domain::review::{Decision, ReviewDeed, ReviewSheet, gate};
use crate::exchange::value::day;
use crate::office::deed::Deed;
use crate::office::deed::review::{QueueDeeds, QueueSubject};
use crate::tui::command::MenuKind;
use crate::tui::effect::{Menu, MenuItem, Wish, Writing};

/// The outcomes, each with its letter and what the menu calls it.
const OUTCOMES: [(char, Outcome, &str); 4] = [
    ('a', Outcome::Approve, "approve"),
    (
        'c',
        Outcome::Conditional,
        "approve with conditions, one a line",
    ),
    ('p', Outcome::Pilot, "pilot until a day"),
    ('r', Outcome::Deny, "reject, with the reason"),
];

/// What somebody is told whose words are about a request that is not here any more.
pub(super) const GONE: &str =
    "That request is not listed any more. Your words are kept as a draft.";

/// What else may become of a request: letter, the deed's word, what the menu calls it, and what has to
/// be typed first.
const STEPS: [(char, &str, &str, Option<&str>); 10] = [
    (
        's',
        "return",
        "send back to who asked: something is missing",
        Some("What is missing"),
    ),
    ('v', "validate", "it is complete", None),
    ('i', "triage", "settle its risk by the facts", None),
    (
        'w',
        "wait",
        "wait for the vendor",
        Some("What the vendor owes us"),
    ),
    ('m', "resume", "go on: what was owed has come", None),
    ('b', "resubmit", "what was missing has come", None),
    (
        'u',
        "duplicate",
        "use what we have already",
        Some("Why what we have will do"),
    ),
    (
        'x',
        "withdraw",
        "taken back by who asked",
        Some("Why it was taken back"),
    ),
    (
        'e',
        "appeal",
        "somebody asks to decide again",
        Some("What the appeal says"),
    ),
    (
        'o',
        "reopen",
        "begin again with what is known now",
        Some("Why it begins again"),
    ),
];

impl Queue {
    pub(super) fn decide(&mut self) -> Option<Vec<Wish>> {
        self.request()?;
        let sheet = self.sheet()?;
        let may = |word: &str| sheet.may.contains(&word);
        let mut items: Vec<MenuItem> = OUTCOMES
            .iter()
            .map(|(letter, outcome, label)| {
                let mut item = MenuItem::new(*letter, *label);
                item.off = off(sheet, *outcome);
                item
            })
            .collect();
        for (letter, word, label, _) in STEPS {
            if may(word) {
                let mut item = MenuItem::new(letter, label);
                let nothing = word == "duplicate" && instead(sheet, true).is_empty();
                item.off = nothing.then(|| "nothing we own does the same".to_owned());
                items.push(item);
            } else if word == "return" {
                let mut item = MenuItem::new(letter, label);
                item.off = Some(format!("not while it is {}", sheet.request.state.spoken()));
                items.push(item);
            }
        }
        // The four of every day keep their places: send back stands before reject.
        items.swap(3, 4);
        // What is missing is said whole, however long: the lines below refer to it.
        let missing = facts::missing(sheet).map(|missing| MenuItem::says(format!("{missing}.")));
        items.splice(0..0, missing);
        let menu = Menu {
            kind: MenuKind::Decide,
            title: format!("Decide {}", facts::title(&sheet.row)),
            items,
        };
        Some(self.menu(menu))
    }

    /// The line of the menu that was taken.
    pub(super) fn decided(&mut self, letter: char) -> Option<Vec<Wish>> {
        let subject = self.subject()?;
        let request = subject.request?;
        if letter == 'a' {
            return Some(vec![self.decision(subject, plain(Outcome::Approve))]);
        }
        let (word, title, text, several_lines) = match letter {
            'c' => {
                let sheet = self.sheet()?;
                let made = gate::made_conditions(&sheet.lists).into_iter();
                let made: Vec<String> = made.map(|(_, text)| text + "\n").collect();
                let title = format!("Conditions for {}, one a line", subject.what);
                ("conditional", title, made.concat(), true)
            }
            'p' => {
                let title = format!("Pilot of {} until which day (2026-06-30)", subject.what);
                ("pilot", title, String::new(), false)
            }
            'r' => (
                "deny",
                format!("Why {} is rejected", subject.what),
                String::new(),
                true,
            ),
            other => {
                let (_, word, _, typed) = STEPS.iter().find(|step| step.0 == other)?;
                let Some(typed) = typed else {
                    self.leaving = Some(request);
                    return Some(vec![doing(vec![subject], step(word, "")?)]);
                };
                (
                    *word,
                    format!("{typed}: {}", subject.what),
                    String::new(),
                    true,
                )
            }
        };
        Some(vec![Wish::Write(Writing {
            about: format!("review {request} {word}"),
            title,
            text,
            several_lines,
        })])
    }

    /// What was typed, as the deed it belongs to.
    pub(super) fn finished(&mut self, about: &str, text: &str) -> Vec<Wish> {
        let mut words = about.split(' ').skip(1);
        let request = words.next().and_then(|id| id.parse().ok());
        let Some((request, word)) = request.zip(words.next()) else {
            return Vec::new();
        };
        let item = words.next();
        match (word, item) {
            ("note", Some(item)) => return self.noted(request, item, Some(text), None),
            ("evidence", Some(item)) => return self.noted(request, item, None, Some(text)),
            ("due", Some(condition)) => return self.condition_due(request, condition, text),
            _ => {}
        }
        let Some(subject) = self.subject_of(request) else {
            return vec![Wish::Hint(GONE.into())];
        };
        self.leaving = (word != "remark").then_some(request);
        match word {
            "remark" => vec![Wish::Change(Deed::Note {
                about: Kind::Request,
                record: request,
                what: subject.what,
                text: text.to_owned(),
            })],
            "conditional" => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let made = self
                    .sheet_of(request)
                    .map(|sheet| gate::made_conditions(&sheet.lists));
                let made: Vec<String> = made.into_iter().flatten().map(|(_, text)| text).collect();
                let lines = lines.filter(|line| !made.iter().any(|made| made.trim() == *line));
                let decision = Decision {
                    conditions: lines.map(str::to_owned).collect(),
                    ..plain(Outcome::Conditional)
                };
                vec![self.decision(subject, decision)]
            }
            "pilot" => match day::typed(text) {
                Ok(until) => {
                    let decision = Decision {
                        until: Some(until),
                        ..plain(Outcome::Pilot)
                    };
                    vec![self.decision(subject, decision)]
                }
                Err(why) => vec![
                    Wish::Write(Writing {
                        about: about.to_owned(),
                        title: format!("Pilot of {} until which day (2026-06-30)", subject.what),
                        text: text.to_owned(),
                        several_lines: false,
                    }),
                    Wish::Hint(why),
                ],
            },
            "deny" => self.deny(subject, text),
            "duplicate" => {
                self.ask_instead(request, "duplicate", text);
                self.instead_menu(format!("{} is answered by", subject.what))
            }
            word => {
                let deed = step(word, text);
                deed.map(|deed| doing(vec![subject], deed))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// The cursor of the list goes on to the next row when this one leaves.
    pub(super) fn decision(&mut self, subject: QueueSubject, decision: Decision) -> Wish {
        if let Some(request) = subject.request {
            self.list.select(&RowKey::Request(request));
            self.leaving = Some(request);
        }
        self.opened = None;
        Wish::Change(Deed::Review(Box::new(QueueDeeds::one(
            subject,
            ReviewDeed::Decide(decision),
        ))))
    }
}

/// Why an outcome cannot be decided now.
fn off(sheet: &ReviewSheet, outcome: Outcome) -> Option<String> {
    let found = sheet.outcomes.iter().find(|(known, _)| *known == outcome);
    match found {
        // What blocks several of them alike stands above them.
        Some((_, Some(why))) if *why == sheet.blocking.join("; ") => {
            Some("not yet, see above".into())
        }
        Some((_, why)) => why.clone(),
        None => Some(format!("not while it is {}", sheet.request.state.spoken())),
    }
}

/// The deed of a step, with what was typed.
fn step(word: &str, text: &str) -> Option<ReviewDeed> {
    let reason = text.to_owned();
    Some(match word {
        "return" => ReviewDeed::Return { reason },
        "validate" => ReviewDeed::Validate,
        "triage" => ReviewDeed::Triage { tier: None },
        "wait" => ReviewDeed::Wait {
            on: WaitingOn::Vendor,
            what: reason,
        },
        "resume" => ReviewDeed::Resume,
        "resubmit" => ReviewDeed::Resubmit,
        "withdraw" => ReviewDeed::Withdraw { reason },
        "appeal" => ReviewDeed::Appeal { reason },
        "reopen" => ReviewDeed::Reopen { reason },
        _ => return None,
    })
}
