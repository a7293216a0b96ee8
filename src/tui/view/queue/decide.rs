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
use crate::tui::effect::{MenuItem, Pick, Wish, Writing};

/// What somebody is told whose words are about a request that is not here any more.
pub(super) const GONE: &str =
    "That request is not listed any more. Your words are kept as a draft.";

/// What else may become of a request: letter, the deed's word, what the menu calls it, and what has to
/// be typed first.
const STEPS: [(char, &str, &str, Option<&str>); 9] = [
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
        let request = self.request()?;
        let what = self.subject()?.what;
        let sheet = self.sheet()?;
        let may = |word: &str| sheet.may.contains(&word);
        let box_for = |word: &str, title: String, text: String, several_lines: bool| {
            Wish::Write(Writing {
                about: format!("review {request} {word}"),
                title,
                text,
                several_lines,
            })
        };
        let made = gate::made_conditions(&sheet.lists).into_iter();
        let made: Vec<String> = made.map(|(_, text)| text + "\n").collect();
        let approve = Wish::Pick(Pick::Review {
            deed: ReviewDeed::Decide(plain(Outcome::Approve)),
            draft: None,
        });
        let conditions = box_for(
            "conditional",
            format!("Conditions for {what}, one a line"),
            made.concat(),
            true,
        );
        let until = format!("Pilot of {what} until which day (2026-06-30)");
        let pilot = box_for("pilot", until, String::new(), false);
        let missing = format!("What is missing: {what}");
        let send_back = box_for("return", missing, String::new(), true);
        let deny = format!("Why {what} is rejected");
        let deny = box_for("deny", deny, String::new(), true);
        let not_now =
            (!may("return")).then(|| format!("not while it is {}", sheet.request.state.spoken()));
        // What is missing is said whole, however long: the lines below refer to it.
        let missing = facts::missing(sheet).map(|missing| MenuItem::says(format!("{missing}.")));
        let mut items: Vec<MenuItem> = missing.into_iter().collect();
        items.extend([
            MenuItem::new('a', "approve", approve).unless(off(sheet, Outcome::Approve)),
            MenuItem::new('c', "approve with conditions, one a line", conditions)
                .unless(off(sheet, Outcome::Conditional)),
            MenuItem::new('p', "pilot until a day", pilot).unless(off(sheet, Outcome::Pilot)),
            MenuItem::new(
                's',
                "send back to who asked: something is missing",
                send_back,
            )
            .unless(not_now),
            MenuItem::new('r', "reject, with the reason", deny).unless(off(sheet, Outcome::Deny)),
        ]);
        for (letter, word, label, typed) in STEPS {
            let does = match typed {
                Some(typed) => box_for(word, format!("{typed}: {what}"), String::new(), true),
                None => match step(word, "") {
                    Some(deed) => Wish::Pick(Pick::Review { deed, draft: None }),
                    None => continue,
                },
            };
            let nothing = word == "duplicate" && instead(sheet, true).is_empty();
            let nothing = nothing.then(|| "nothing we own does the same".to_owned());
            if may(word) {
                items.push(MenuItem::new(letter, label, does).unless(nothing));
            }
        }
        let title = format!("Decide {}", facts::title(&sheet.row));
        Some(self.menu(title, items))
    }

    /// A line of a menu that decides: the deed, and what the draft of its words is about.
    pub(super) fn decided(&mut self, deed: ReviewDeed, draft: Option<String>) -> Vec<Wish> {
        let Some(subject) = self.subject() else {
            return Vec::new();
        };
        self.leaving = subject.request;
        let wish = match deed {
            ReviewDeed::Decide(decision) => self.decision(subject, decision),
            deed => doing(vec![subject], deed),
        };
        vec![match (wish, draft) {
            (Wish::Change(deed), Some(about)) => Wish::Send { deed, about },
            (other, _) => other,
        }]
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
            "duplicate" => self.answered_by(request, subject.what, text),
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
