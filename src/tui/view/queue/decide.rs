//! The decide menu: what may be decided now and why not the rest, the words a decision needs, and the
//! deed it becomes. What is missing stands whole above the choices.

use super::instead::{denial, instead, plain};
use super::rows::RowKey;
use super::{Queue, detail, doing};
use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Outcome, RequestId, WaitingOn};
use crate::domain::review::gate::BLOCKING;
use crate::domain::review::{Decision, QueueRow, ReviewDeed, ReviewSheet, gate};
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
        if self.list.acts_on_marks() {
            return self.decide_marked();
        }
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
            .also("return incomplete")
            .unless(not_now),
            MenuItem::new('r', "reject, with the reason", deny)
                .also("deny refuse decline no")
                .unless(off(sheet, Outcome::Deny)),
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

    /// What may become of several alike: what needs a checklist read is decided one by one. The records say of each
    /// whether it can be so.
    fn decide_marked(&mut self) -> Option<Vec<Intent>> {
        let request = self.subjects().iter().find_map(|one| one.request)?;
        let them = self.marked();
        let line = |letter: char, label: &str, title: &str, text: ReviewText| {
            let write = Intent::Write(Writing {
                about: Topic::Review { request, text },
                title: format!("{title}: {them}"),
                text: String::new(),
                several_lines: true,
            });
            MenuItem::new(letter, label, write)
        };
        let alone = "Each is approved by its own checklists: * takes the marks off.";
        let items = vec![
            MenuItem::says(alone),
            line(
                's',
                "send them back to who asked",
                "What is missing",
                ReviewText::Return,
            )
            .also("return incomplete"),
            line(
                'w',
                "wait for the vendors",
                "What the vendors owe us",
                ReviewText::Wait,
            ),
            line(
                'x',
                "taken back by who asked",
                "Why they were taken back",
                ReviewText::Withdraw,
            )
            .also("withdraw"),
            line(
                'r',
                "reject them, with the reason",
                "Why they are rejected",
                ReviewText::Deny,
            )
            .also("deny refuse decline no"),
        ];
        Some(self.menu(format!("Decide {them}"), items))
    }

    /// How many requests are marked, what they would cost a year, and how many are late.
    fn marked(&self) -> String {
        let rows = self.list.chosen().into_iter();
        let rows: Vec<&QueueRow> = rows.filter_map(|key| self.find(*key)).collect();
        let cost: Cents = rows.iter().filter_map(|row| row.cost).sum();
        let late = rows.iter().filter(|row| row.clock.late() > 0).count();
        let mut told = format!(
            "{}, ${} a year asked",
            counted(rows.len(), "request"),
            cost.dollars()
        );
        if late > 0 {
            told.push_str(&format!(", {late} late"));
        }
        told
    }

    /// What was typed about several alike.
    fn decided_alike(&mut self, what: &ReviewText, text: &str) -> Vec<Intent> {
        let deed = match what {
            ReviewText::Deny => Some(ReviewDeed::Decide(denial(text, None))),
            what => with_reason(what, text.to_owned()),
        };
        let Some(deed) = deed else {
            return Vec::new();
        };
        let subjects = self.subjects();
        let rows = subjects.len();
        let what = match what {
            ReviewText::Return => "Send back",
            ReviewText::Wait => "Wait for the vendors",
            ReviewText::Withdraw => "Taken back",
            _ => "Reject",
        };
        decided(what, &self.marked(), rows, doing(subjects, deed))
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
        if self.list.acts_on_marks() {
            return self.decided_alike(what, text);
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
