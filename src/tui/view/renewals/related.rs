//! What belongs to a contract: its letter, the steps of leaving, its notice, what was bought with it, and
//! its products' cards.

use super::Renewals;
use super::decide::{at_once, first_word};
use super::keys::{doing, written};
use crate::domain::contract::ContractId;
use crate::domain::notice::NoticeUnit;
use crate::domain::refusal::Refusal;
use crate::domain::renewal::agenda::{AgendaSheet, RenewalDeed};
use crate::domain::renewal::{Choice, Renewal};
use crate::exchange::value::day;
use crate::office::deed::renewal::ContractSubject;
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, MenuItem};
use crate::tui::scene::Scene;
use crate::tui::topic::RenewalText;

/// The letters of lines that are records; others are taken or move.
const LETTERS: [char; 9] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

impl Renewals {
    pub(super) fn related(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let sheet = self.sheet();
        let subject = ContractSubject::of(row);
        let (id, what, today) = (
            subject.contract,
            &subject.what,
            scene.now.date().to_string(),
        );
        let off = scene.why_off(Command::Edit);
        // What changes records says why it is off once it is taken.
        let edit = |letter: char, label: String, does: Intent| {
            let refused = |why: &String| Intent::Hint(format!("It is off: {why}."));
            MenuItem::new(letter, label, off.as_ref().map_or(does, refused))
        };
        let mut items = vec![
            MenuItem::new(
                'p',
                format!("{}: card", row.product),
                Intent::Run(Command::Product),
            ),
            MenuItem::new(
                'c',
                "the contract: all about it",
                Intent::Run(Command::Open),
            ),
        ];
        items.extend(row.owner.as_ref().map(MenuItem::owner));
        if let Some(contract) = self.ends() {
            let letters = Intent::Letters(vec![contract]);
            items.push(MenuItem::new(
                'n',
                "the notice letter, to copy (L)",
                letters,
            ));
        }
        if sheet.is_some_and(|sheet| sheet.decisions.iter().any(Renewal::is_to_withdraw)) {
            let line = "what the vendor was told is withdrawn: day, proof".to_owned();
            let title = format!("Withdrawn that {what} ends: the day, then where its proof is");
            let does = written(id, RenewalText::Sent, title, today.clone());
            items.push(edit('s', line, does));
        } else if let Some(ending) = sheet.and_then(ending) {
            if ending.notice_due.is_some() {
                let sent = match (ending.notice_sent, &ending.notice_proof) {
                    (None, _) => "the notice was sent: day, and where its proof is".to_owned(),
                    (Some(day), None) => format!("sent {day}: file the proof"),
                    (Some(day), Some(proof)) => format!("sent {day}, proof {proof}: change it"),
                };
                let title = format!("Notice of {what} sent: the day, then where its proof is");
                items.push(edit(
                    's',
                    sent,
                    written(id, RenewalText::Sent, title, today.clone()),
                ));
            }
            items.push(match ending.deletion_requested {
                None => {
                    let line = "the vendor was asked to delete our data: day, due".to_owned();
                    let title =
                        format!("Asked to delete the data of {what}: the day, then the day due");
                    edit('a', line, written(id, RenewalText::Asked, title, today))
                }
                Some(day) => {
                    let line = format!("deletion, asked for {day}, is confirmed");
                    let title = format!("The data of {what} is deleted, confirmed on");
                    edit('f', line, written(id, RenewalText::Gone, title, today))
                }
            });
        }
        if row.untold.is_some() {
            let does = doing(
                vec![subject.clone()],
                RenewalDeed::ConfirmRenewal { renews: false },
            );
            let line = "the vendor agrees in writing that it ends".to_owned();
            items.push(edit('x', line, does));
        } else if row.auto_renew.is_none() {
            for (letter, renews, says) in [('y', true, "renews"), ('x', false, "does not renew")] {
                let does = doing(
                    vec![subject.clone()],
                    RenewalDeed::ConfirmRenewal { renews },
                );
                let line = format!("the paper says that it {says} by itself");
                items.push(edit(letter, line, does));
            }
        }
        if row.may_renew() {
            let doubt = if row.lacks_notice() {
                "UNVERIFIED"
            } else {
                "now"
            };
            let notice = row.notice.trim_end_matches('?');
            let line = format!("verify the notice, {doubt} {notice}");
            let title = format!("How much notice the paper of {what} asks for");
            items.push(edit(
                'v',
                line,
                written(id, RenewalText::Notice, title, notice.to_owned()),
            ));
        }
        let lines = sheet.into_iter().flat_map(|sheet| &sheet.lines);
        items.extend(LETTERS.iter().zip(lines).map(|(letter, (line, name))| {
            let opening = FormOpening::of(line.id, format!("{name} of {}", row.number));
            let label = format!("what was bought: {name}");
            edit(*letter, label, Intent::Form(opening))
        }));
        let label = "bought with it too: add a product".to_owned();
        let opening = FormOpening::new_line(id, &row.number);
        items.push(edit('b', label, Intent::Form(opening)));
        let title = format!("Related to {} {}", row.number, row.product);
        Some(self.menu(title, items))
    }

    /// A text is finished: what it says is done, or asked for again.
    pub(super) fn finished(
        &mut self,
        contract: ContractId,
        step: RenewalText,
        text: &str,
    ) -> Vec<Intent> {
        if let Some(intents) = self.said(contract, step, text) {
            return intents;
        }
        let Some(subject) = self.find(contract).map(ContractSubject::of) else {
            return vec![Intent::Hint(
                "That contract is not listed any more. Your words are kept as a draft.".into(),
            )];
        };
        let deed = match step {
            RenewalText::Sent => sent(text),
            RenewalText::Asked => asked(text),
            RenewalText::Gone => day::typed(text).map(|day| RenewalDeed::Deletion {
                requested: None,
                due: None,
                confirmed: Some(day),
            }),
            RenewalText::Notice => notice(text),
            RenewalText::Day
            | RenewalText::Seats
            | RenewalText::Product
            | RenewalText::Goal
            | RenewalText::Reason => {
                let hint = "Choose again with d. Your words are kept as a draft.";
                return vec![Intent::Hint(hint.into())];
            }
        };
        match deed {
            Ok(deed) => at_once(subject, deed),
            Err(why) => {
                let title = format!("{}: once more", subject.what);
                vec![
                    written(contract, step, title, text.to_owned()),
                    Intent::Hint(why.to_string()),
                ]
            }
        }
    }
}

/// The decision by which it ends, as far as it is on record.
fn ending(sheet: &AgendaSheet) -> Option<&Renewal> {
    let ends = |choice: Choice| choice.ends();
    sheet
        .decisions
        .iter()
        .find(|decision| ends(decision.choice))
}

/// `2026-03-12 mail/1234.pdf`.
fn sent(text: &str) -> Result<RenewalDeed, Refusal> {
    let word = first_word(text);
    let on = day::typed(word)?;
    let proof = text[word.len()..].trim();
    Ok(RenewalDeed::NoticeSent {
        on,
        proof: (!proof.is_empty()).then(|| proof.to_owned()),
    })
}

/// `2026-07-01 2026-07-31`.
fn asked(text: &str) -> Result<RenewalDeed, Refusal> {
    let word = first_word(text);
    let requested = Some(day::typed(word)?);
    let due = text[word.len()..].trim();
    let due = (!due.is_empty()).then(|| day::typed(due)).transpose()?;
    Ok(RenewalDeed::Deletion {
        requested,
        due,
        confirmed: None,
    })
}

/// `60 days`, `3 months`, `20 working days`.
fn notice(text: &str) -> Result<RenewalDeed, Refusal> {
    let wrong = || {
        let why = Refusal::from(format!("{text} is no notice"));
        why.then(". ", "Type it like 60 days, 20 working days or 3 months.")
    };
    let text = text.trim().trim_end_matches('?').to_lowercase();
    let (count, unit) = text.split_once(' ').ok_or_else(wrong)?;
    let count = count.parse().map_err(|_| wrong())?;
    let unit = unit.trim().trim_end_matches('s');
    let known = |known: &&NoticeUnit| known.word().trim_end_matches('s') == unit;
    let unit = *NoticeUnit::ALL.iter().find(known).ok_or_else(wrong)?;
    Ok(RenewalDeed::ConfirmNotice { count, unit })
}
