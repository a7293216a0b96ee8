//! The file read back by a parser that is not the one which wrote it.

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;

use chrono::{DateTime, Utc};
use ical::IcalParser;
use ical::parser::Component as _;
use ical::parser::ical::component::IcalEvent;

use super::{Feed, LeftOut};
use crate::domain::contract::ContractId;
use crate::domain::notice::NoticeBasis;
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::dates::Ending;
use crate::domain::renewal::testing::{day, ending_so, row};

const TODAY: &str = "2026-03-10";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn written(rows: &[AgendaRow], sequence: u32, noticed: &[i64]) -> String {
    written_with(rows, sequence, noticed, &LeftOut::default())
}

fn written_with(rows: &[AgendaRow], sequence: u32, noticed: &[i64], left: &LeftOut) -> String {
    let noticed: HashSet<ContractId> = noticed.iter().copied().map(ContractId).collect();
    let feed = Feed {
        name: "Renewals, Harlow",
        district: "Harlow County",
        at: at("2026-03-10T08:00:00Z"),
        sequence,
        noticed: &noticed,
        left,
    };
    let mut text = String::new();
    let told = feed.write::<Infallible>(|take| rows.iter().try_for_each(take), &mut |piece| {
        text.push_str(piece);
        Ok(())
    });
    told.map_or_else(|never| match never {}, |()| text)
}

fn events(text: &str) -> Vec<IcalEvent> {
    let calendar = IcalParser::new(text.as_bytes()).next().unwrap().unwrap();
    calendar.events
}

fn value(event: &IcalEvent, name: &str) -> String {
    let property = event.get_property(name);
    let property = property.unwrap_or_else(|| panic!("{name} is missing: {event:?}"));
    property.value.clone().unwrap_or_default()
}

/// What a calendar that has read this file holds: by UID, the day and whether it still stands.
fn held(text: &str) -> BTreeMap<String, (String, String)> {
    let events = events(text);
    let held: BTreeMap<_, _> = events
        .iter()
        .map(|event| {
            (
                value(event, "UID"),
                (value(event, "DTSTART"), value(event, "STATUS")),
            )
        })
        .collect();
    assert_eq!(held.len(), events.len(), "a UID stands twice");
    held
}

#[test]
fn every_date_of_a_contract_is_a_whole_day_with_its_reasons() {
    let text = written(&[row(12, "Quill Pad", "2026-08-31", TODAY)], 7, &[]);
    let events = events(&text);
    let days: Vec<_> = events
        .iter()
        .map(|e| (value(e, "UID"), value(e, "DTSTART")))
        .collect();
    let expected = [
        ("start_by", "20260528"),
        ("decide_by", "20260625"),
        ("act_by", "20260625"),
        ("cancel_by", "20260702"),
        ("term_end", "20260831"),
    ];
    for ((uid, start), (kind, on)) in days.iter().zip(expected) {
        assert_eq!(uid, &format!("contract-12-{kind}@harlow-county.hallpass"));
        assert_eq!(start, on, "{kind}");
    }
    assert_eq!(days.len(), expected.len());
    let cancel = &events[3];
    assert_eq!(
        value(cancel, "DTEND"),
        "20260703",
        "the end is the day after"
    );
    assert_eq!(
        value(cancel, "SUMMARY"),
        "Last day to cancel C-12 Quill Pad"
    );
    assert_eq!(value(cancel, "CATEGORIES"), "Renewals,Cancel by");
    assert_eq!(value(cancel, "DTSTAMP"), "20260310T080000Z");
    assert_eq!(value(cancel, "SEQUENCE"), "7");
    let why = value(cancel, "DESCRIPTION");
    assert!(
        why.contains("2026-07-02 notice: 60 days of notice"),
        "{why}"
    );
    assert!(
        !why.contains("act by"),
        "only the steps up to this day: {why}"
    );
    let start = cancel.get_property("DTSTART").unwrap();
    let params = start.params.clone().unwrap();
    assert_eq!(params[0], ("VALUE".to_owned(), vec!["DATE".to_owned()]));
    let triggers: Vec<_> = cancel
        .alarms
        .iter()
        .map(|alarm| {
            alarm
                .get_property("TRIGGER")
                .unwrap()
                .value
                .clone()
                .unwrap()
        })
        .collect();
    let hours = |days: i64| format!("-PT{}S", (days * 24 - 9) * 3600);
    assert_eq!(
        triggers,
        [hours(30), hours(14), hours(3), "PT32400S".to_owned()]
    );
}

#[test]
fn reading_a_newer_file_moves_events_and_doubles_none() {
    let before = written(&[row(12, "Quill Pad", "2026-08-31", TODAY)], 7, &[]);
    let after = written(&[row(12, "Quill Pad EDU", "2027-06-30", TODAY)], 9, &[]);
    let (before, mut after_held) = (held(&before), held(&after));
    for (uid, (day, _)) in &before {
        let (moved, _) = after_held.remove(uid).unwrap();
        assert_ne!(&moved, day, "{uid}");
    }
    assert!(after_held.is_empty(), "{after_held:?}");
    let sequence = |text: &str| value(&events(text)[0], "SEQUENCE").parse::<u32>().unwrap();
    assert!(sequence(&after) > 7);
}

#[test]
fn what_is_decided_is_taken_off_the_calendar() {
    let decided = |choice: Choice| AgendaRow {
        decision: Some(choice),
        ..row(1, "Quill Pad", "2026-08-31", TODAY)
    };
    let standing = |text: &str| -> Vec<String> {
        let held = held(text)
            .into_iter()
            .filter(|(_, (_, s))| s == "CONFIRMED");
        held.map(|(uid, _)| uid.split(['-', '@']).nth(2).unwrap().to_owned())
            .collect()
    };
    for (choice, noticed, stands) in [
        (Choice::Renew, &[][..], &["term_end"][..]),
        (Choice::Cancel, &[], &["act_by", "cancel_by", "term_end"]),
        (Choice::Cancel, &[1], &["term_end"]),
        (
            Choice::Negotiate,
            &[],
            &["act_by", "cancel_by", "decide_by", "start_by", "term_end"],
        ),
    ] {
        let text = written(&[decided(choice)], 1, noticed);
        assert_eq!(standing(&text), stands, "{choice:?}");
        let cancelled = events(&text)
            .into_iter()
            .filter(|e| value(e, "STATUS") == "CANCELLED");
        assert!(cancelled.into_iter().all(|e| e.alarms.is_empty()));
    }
    let lapses = Ending {
        term_end: day("2026-08-31"),
        auto_renew: Some(false),
        notice: None,
        basis: NoticeBasis::Sent,
        method: None,
        board: false,
        term_start: None,
    };
    // Nothing is to be sent about what ends by itself.
    for choice in [Choice::Lapse, Choice::Replace, Choice::Consolidate] {
        let let_go = AgendaRow {
            decision: Some(choice),
            ..ending_so(2, "Numberly", &lapses, TODAY)
        };
        let text = written(&[let_go], 1, &[]);
        assert_eq!(standing(&text), ["term_end"], "{choice:?}");
        assert!(!text.contains("Send the notice"), "{text}");
        assert!(text.contains("SUMMARY:Ends: C-2 Numberly"), "{text}");
    }
    let text = written(&[ending_so(2, "Numberly", &lapses, TODAY)], 1, &[]);
    assert!(!standing(&text).contains(&"cancel_by".to_owned()));
    assert!(text.contains("SUMMARY:Ends unless it is renewed: C-2 Numberly"));
}

/// What still stands in a calendar that has read these files one after the other, as RFC 5546 has it: of
/// two events with one UID the one with the higher SEQUENCE, and none that is cancelled.
fn read_in_turn(files: &[&str]) -> Vec<String> {
    let mut on: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for file in files {
        for event in events(file) {
            let sequence = value(&event, "SEQUENCE").parse().unwrap();
            let newer = on
                .get(&value(&event, "UID"))
                .is_none_or(|(known, _)| *known < sequence);
            assert!(newer, "read, but not newer: {event:?}");
            on.insert(value(&event, "UID"), (sequence, value(&event, "STATUS")));
        }
    }
    let on = on
        .into_iter()
        .filter(|(_, (_, status))| status != "CANCELLED");
    on.map(|(uid, _)| uid.split('@').next().unwrap().to_owned())
        .collect()
}

#[test]
fn no_event_stays_behind_when_a_newer_file_is_read() {
    let renews = row(1, "Quill Pad", "2026-08-31", TODAY);
    let before = written(std::slice::from_ref(&renews), 7, &[]);
    assert_eq!(read_in_turn(&[&before]).len(), 5);
    let lapses = Ending {
        term_end: day("2026-08-31"),
        auto_renew: Some(false),
        notice: None,
        basis: NoticeBasis::Sent,
        method: None,
        board: false,
        term_start: None,
    };
    let stopped = written(&[ending_so(1, "Quill Pad", &lapses, TODAY)], 9, &[]);
    let on = read_in_turn(&[&before, &stopped]);
    assert_eq!(on.len(), 4, "{on:?}");
    assert!(!on.contains(&"contract-1-cancel_by".to_owned()), "{on:?}");

    let renewed = AgendaRow {
        decision: Some(Choice::Renew),
        ..renews.clone()
    };
    for (left, stays) in [
        (
            LeftOut {
                rows: vec![renewed],
                ..LeftOut::default()
            },
            &["contract-1-term_end"][..],
        ),
        (
            LeftOut {
                rows: vec![renews],
                handed_over: HashSet::from([ContractId(1)]),
                ..LeftOut::default()
            },
            &[],
        ),
        (
            LeftOut {
                gone: vec![ContractId(1)],
                ..LeftOut::default()
            },
            &[],
        ),
    ] {
        let after = written_with(&[], 9, &[], &left);
        assert_eq!(read_in_turn(&[&before, &after]), stays, "{left:?}");
    }
}

#[test]
fn lines_are_folded_at_75_octets_and_names_come_back_as_they_were() {
    let name = "Élan, 語学の友; \"C:\\quills\" \u{1f4d8}\u{1f4d8} ".repeat(9);
    let name = name.trim_end();
    let text = written(&[row(1, name, "2026-08-31", TODAY)], 1, &[]);
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    let escaped = name
        .replace('\\', "\\\\")
        .replace(',', "\\,")
        .replace(';', "\\;");
    for event in events(&text) {
        assert!(value(&event, "SUMMARY").ends_with(&escaped));
    }
}

#[test]
fn the_same_contracts_at_the_same_instant_give_the_same_bytes() {
    let rows: Vec<_> = (1..40)
        .map(|id| row(id, "Quill Pad", "2026-08-31", TODAY))
        .collect();
    assert_eq!(written(&rows, 3, &[]), written(&rows, 3, &[]));
    assert_eq!(held(&written(&rows, 3, &[])).len(), 39 * 5);
}
