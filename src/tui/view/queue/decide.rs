//! The decide menu: what may be decided now and why not the rest, the words a decision needs, and the
//! deed it becomes. What is missing stands whole above the choices.

use super::instead::{instead, plain};
use super::rows::RowKey;
use super::{Queue, detail, doing};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Outcome, RequestId, WaitingOn};
use crate::domain::review::gate::BLOCKING;
use crate::domain::review::{Decision, ReviewDeed, ReviewSheet, gate};
use crate::exchange::value::day;
use crate::office::deed::Deed;
use crate::office::deed::review::{QueueDeeds, QueueSubject};
use crate::tui::effect::{Intent, MenuItem, Pick, SEE_ABOVE, Writing};
use crate::tui::topic::{ReviewText, Topic};
use crate::tui::view::chosen::decided;

/// What somebody is told whose words are about a request that is not here any more.
pub(super) const GONE: &str =
    "That request is not listed any more. Your words are kept as a draft.";

/// What must be said before a step is done.
enum StepNeeds {
    /// Nothing: the deed itself.
    Deed(ReviewDeed),
    /// A text, under this title.
    Text(&'static str, ReviewText),
}

/// What else may become of a request: letter, the deed's word, what the menu calls it, and what it needs.
const STEPS: [(char, &str, &str, StepNeeds); 9] = [
    (
        'v',
        "validate",
        "it is complete",
        StepNeeds::Deed(ReviewDeed::Validate),
    ),
    (
        'i',
        "triage",
        "settle its risk by the facts",
        StepNeeds::Deed(ReviewDeed::Triage { tier: None }),
    ),
    (
        'w',
        "wait",
        "wait for the vendor",
        StepNeeds::Text("What the vendor owes us", ReviewText::Wait),
    ),
    (
        'm',
        "resume",
        "go on: what was owed has come",
        StepNeeds::Deed(ReviewDeed::Resume),
    ),
    (
        'b',
        "resubmit",
        "what was missing has come",
        StepNeeds::Deed(ReviewDeed::Resubmit),
    ),
    (
        'u',
        "duplicate",
        "use what we have already",
        StepNeeds::Text("Why what we have will do", ReviewText::Duplicate),
    ),
    (
        'x',
        "withdraw",
        "taken back by who asked",
        StepNeeds::Text("Why it was taken back", ReviewText::Withdraw),
    ),
    (
        'e',
        "appeal",
        "somebody asks to decide again",
        StepNeeds::Text("What the appeal says", ReviewText::Appeal),
    ),
    (
        'o',
        "reopen",
        "begin again with what is known now",
        StepNeeds::Text("Why it begins again", ReviewText::Reopen),
    ),
];

impl Queue {
    pub(super) fn decide(&mut self) -> Option<Vec<Intent>> {
        let request = self.request()?;
        let what = self.subject()?.what;
        let sheet = self.sheet()?;
        let may = |word: &str| sheet.may.contains(&word);
        let box_for = |what: ReviewText, title: String, text: String, several_lines: bool| {
            Intent::Write(Writing {
                about: Topic::Review {
                    request,
                    text: what,
                },
                title,
                text,
                several_lines,
            })
        };
        let made = gate::made_conditions(&sheet.lists).into_iter();
        let made: Vec<String> = made.map(|(_, text)| text + "\n").collect();
        let approve = Intent::Pick(Pick::Review {
            deed: ReviewDeed::Decide(plain(Outcome::Approve)),
            draft: None,
        });
        let conditions = box_for(
            ReviewText::Conditions,
            format!("Conditions for {what}, one a line"),
            made.concat(),
            true,
        );
        let until = format!("Pilot of {what} until which day (2026-06-30)");
        let pilot = box_for(ReviewText::Pilot, until, String::new(), false);
        let missing = format!("What is missing: {what}");
        let send_back = box_for(ReviewText::Return, missing, String::new(), true);
        let deny = format!("Why {what} is rejected");
        let deny = box_for(ReviewText::Deny, deny, String::new(), true);
        let not_now =
            (!may("return")).then(|| format!("not while it is {}", sheet.request.state.spoken()));
        // What is missing is said whole, however long: the lines below refer to it.
        let missing = detail::missing(sheet).map(|missing| MenuItem::says(format!("{missing}.")));
        let mut items: Vec<MenuItem> = missing.into_iter().collect();
        items.extend([
            MenuItem::new('a', "approve", approve)
                .also("allow accept yes")
                .unless(off(sheet, Outcome::Approve)),
            MenuItem::new('c', "approve with conditions, one a line", conditions)
                .also("conditional")
                .unless(off(sheet, Outcome::Conditional)),
            MenuItem::new('p', "pilot until a day", pilot)
                .also("trial try")
                .unless(off(sheet, Outcome::Pilot)),
            MenuItem::new(
                's',
                "send back to who asked: something is missing",
                send_back,
            )
            .unless(not_now),
            MenuItem::new('r', "reject, with the reason", deny).unless(off(sheet, Outcome::Deny)),
        ]);
        for (letter, word, label, step) in STEPS {
            let does = match step {
                StepNeeds::Text(title, text) => {
                    box_for(text, format!("{title}: {what}"), String::new(), true)
                }
                StepNeeds::Deed(deed) => Intent::Pick(Pick::Review { deed, draft: None }),
            };
            let nothing = word == "duplicate" && instead(sheet, true).is_empty();
            let nothing = nothing.then(|| "nothing we own does the same".to_owned());
            if may(word) {
                items.push(
                    MenuItem::new(letter, label, does)
                        .also(word)
                        .unless(nothing),
                );
            }
        }
        let title = format!("Decide {}", detail::title(&sheet.row));
        Some(self.menu(title, items))
    }

    /// A line of a menu that decides: the deed, and what the draft of its words is about.
    pub(super) fn decided(&mut self, deed: ReviewDeed, draft: Option<Topic>) -> Vec<Intent> {
        let Some(subject) = self.subject() else {
            return Vec::new();
        };
        self.leaving = subject.request;
        let intent = match deed {
            ReviewDeed::Decide(decision) => self.decision(subject, decision),
            deed => doing(vec![subject], deed),
        };
        vec![match (intent, draft) {
            (Intent::Change(deed), Some(about)) => Intent::Send { deed, about },
            (other, _) => other,
        }]
    }

    /// What was typed, as the deed it belongs to.
    pub(super) fn finished(
        &mut self,
        request: RequestId,
        what: &ReviewText,
        text: &str,
    ) -> Vec<Intent> {
        match what {
            ReviewText::Note(item) => return self.noted(request, item, Some(text), None),
            ReviewText::Evidence(item) => return self.noted(request, item, None, Some(text)),
            ReviewText::Due(condition) => return self.condition_due(request, *condition, text),
            _ => {}
        }
        let Some(subject) = self.subject_of(request) else {
            return vec![Intent::Hint(GONE.into())];
        };
        self.leaving = Some(request);
        match what {
            ReviewText::Conditions => {
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
            ReviewText::Pilot => match day::typed(text) {
                Ok(until) => {
                    let decision = Decision {
                        until: Some(until),
                        ..plain(Outcome::Pilot)
                    };
                    vec![self.decision(subject, decision)]
                }
                Err(why) => vec![
                    Intent::Write(Writing {
                        about: Topic::Review {
                            request,
                            text: ReviewText::Pilot,
                        },
                        title: format!("Pilot of {} until which day (2026-06-30)", subject.what),
                        text: text.to_owned(),
                        several_lines: false,
                    }),
                    Intent::Hint(why.to_string()),
                ],
            },
            ReviewText::Deny => self.deny(subject, text),
            ReviewText::Duplicate => self.answered_by(request, subject.what, text),
            what => {
                let deed = with_reason(what, text.to_owned());
                let intent = deed.map(|deed| doing(vec![subject], deed));
                intent.into_iter().collect()
            }
        }
    }

    /// The cursor of the list goes on to the next row when this one leaves.
    pub(super) fn decision(&mut self, subject: QueueSubject, decision: Decision) -> Intent {
        if let Some(request) = subject.request {
            self.list.select(&RowKey::Request(request));
            self.leaving = Some(request);
        }
        self.opened = None;
        Intent::Change(Deed::Review(Box::new(QueueDeeds::one(
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
        Some((_, Some(why))) if why.field == Some(BLOCKING) => Some(SEE_ABOVE.into()),
        Some((_, why)) => why.as_ref().map(Refusal::to_string),
        None => Some(format!("not while it is {}", sheet.request.state.spoken())),
    }
}

/// The deed of a step with its reason; none where a text is more than a reason.
fn with_reason(what: &ReviewText, reason: String) -> Option<ReviewDeed> {
    Some(match what {
        ReviewText::Return => ReviewDeed::Return { reason },
        ReviewText::Wait => ReviewDeed::Wait {
            on: WaitingOn::Vendor,
            what: reason,
        },
        ReviewText::Withdraw => ReviewDeed::Withdraw { reason },
        ReviewText::Appeal => ReviewDeed::Appeal { reason },
        ReviewText::Reopen => ReviewDeed::Reopen { reason },
        ReviewText::Note(_)
        | ReviewText::Evidence(_)
        | ReviewText::Due(_)
        | ReviewText::Conditions
        | ReviewText::Pilot
        | ReviewText::Deny
        | ReviewText::Duplicate => return None,
    })
}
