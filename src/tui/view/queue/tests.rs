//! The view alone, on values made by hand: what is painted, where the cursor goes, what is wished for.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Size;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::checklist;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::person::PersonId;
use crate::domain::policy::{Base, Policy};
use crate::domain::product::{DataUse, Product, ProductId};
use crate::domain::record::Record;
use crate::domain::request::{
    ItemAnswer, ItemAnswerId, ItemResult, Outcome, Request, RequestId, Requester, RequesterId,
    Trigger,
};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::{Ahead, Ours, ReviewClock, ReviewDeed, Score, gate};
use crate::domain::school::Schools;
use crate::domain::status::StatusWord;
use crate::office::deed::{DeedDone, NotDone};
use crate::tui::scene::WindowShape;
use crate::tui::theme::{Appearance, Look};
use crate::tui::topic::{ReviewText, Topic};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn scene(width: u16, height: u16) -> Scene {
    let size = Size::new(width, height);
    Scene {
        now: day("2026-03-10").and_hms_opt(9, 40, 0).unwrap(),
        scope: None,
        who: "mortiz".into(),
        district: "Harlow County Schools".into(),
        mark: None,
        guarded: false,
        in_region: false,
        everywhere: "all schools",
        read_only: false,
        no_edit: None,
        roles: crate::domain::person::Roles::default(),
        look: Look::default(),
        taste: Appearance::default(),
        drafts: std::collections::BTreeSet::default(),
        shape: WindowShape::of(size),
        size,
    }
}

fn row(request: i64, product: &str, place: &str, due: &str, left: i64) -> QueueRow {
    QueueRow {
        request: Some(RequestId(request)),
        name: format!("R-{request}"),
        product: ProductId(request),
        product_name: product.into(),
        vendor: None,
        place: place.into(),
        codes: Arc::default(),
        schools: Schools::All,
        trigger: Trigger::New,
        why: String::new(),
        state: RequestState::InReview,
        tier: 2,
        clock: ReviewClock {
            received_on: day("2026-02-24"),
            due_on: day(due),
            our_days: 9,
            total_days: 10,
            days_left: left,
            working_days_left: left,
            paused: false,
        },
        technical: Score {
            answered: 0,
            of: 8,
            failed: 0,
        },
        curricular: Score {
            answered: 0,
            of: 6,
            failed: 0,
        },
        owner: None,
        cost: Some(Cents(198_000)),
        asks: 1,
        waiting: None,
    }
}

fn rows() -> Vec<QueueRow> {
    let mut rows = vec![
        row(402, "Blooket", "Adams ES", "2026-03-06", -2),
        row(397, "Kahoot! EDU", "district", "2026-03-09", -1),
        row(418, "Edpuzzle", "Jefferson MS", "2026-03-12", 2),
        row(421, "Canva", "Madison HS", "2026-03-17", 5),
        row(422, "FunTap Math", "Oak Hill ES", "2026-03-18", 6),
        row(410, "Newsela", "district", "2026-03-20", 8),
        row(424, "Desmos Class", "Franklin HS", "2026-03-24", 10),
    ];
    rows[1].trigger = Trigger::Age;
    rows[1].why = "the approval is 26 months old".into();
    rows[2].owner = Some(PersonName {
        id: PersonId(1),
        login: "mortiz".into(),
        name: "M. Ortiz".into(),
        left: false,
    });
    let mut waits = row(391, "Boddle", "Oak Hill ES", "2026-03-13", 3);
    waits.waiting = Some((
        crate::domain::request::WaitingOn::Vendor,
        "privacy agreement".into(),
        day("2026-02-12"),
    ));
    rows.push(waits);
    let mut due = row(31, "GoGuardian", "district", "2026-03-31", 15);
    due.request = None;
    due.name = "P-31".into();
    due.trigger = Trigger::Agreement;
    due.why = "the agreement ends on Mar 31 2026".into();
    rows.push(due);
    rows
}

/// A request for a product with student data that teaches; these items were answered so far.
fn sheet(answers: &[(&str, ItemResult, Option<&str>)]) -> Box<ReviewSheet> {
    let row = rows().remove(2);
    let mut values: Vec<_> = Product::FIELDS.iter().map(|f| (f.blank)()).collect();
    values[0] = crate::domain::record::Value::Text("Edpuzzle".into());
    let mut product = Product::from_values(418, 1, &values).unwrap();
    product.data = Some(DataUse::Pii);
    product.instructional = Some(true);
    let request = Request {
        id: RequestId(418),
        version: 1,
        number: "R-418".into(),
        product: ProductId(418),
        trigger: Trigger::New,
        state: RequestState::InReview,
        tier: Some(2),
        owner: None,
        technical_edition: 1,
        curricular_edition: 1,
        received_on: day("2026-02-24"),
        decided_on: None,
        appealed_on: None,
        answered_by: None,
        sponsor: None,
        reason: None,
    };
    let requester = Requester {
        id: RequesterId(1),
        version: 1,
        request: RequestId(418),
        product: ProductId(418),
        school: None,
        name: Some("J. Park".into()),
        role: Some("teacher".into()),
        reason: Some("Video quizzes in class".into()),
        grades: "6-8".parse::<Grades>().unwrap(),
        subject: None,
        seats: Some(55),
        cost_cents: Some(Cents(198_000)),
        fund: Some("Title I".into()),
        needed_by: Some(day("2026-04-13")),
        sign_in: None,
        asked_on: Some(day("2026-02-24")),
    };
    let given =
        |(n, (item, answer, note)): (usize, &(&str, ItemResult, Option<&str>))| ItemAnswer {
            id: ItemAnswerId(n as i64),
            version: 1,
            request: RequestId(418),
            item: (*item).into(),
            answer: Some(*answer),
            note: note.map(str::to_owned),
            evidence: None,
            by: Some("ortiz".into()),
            on: Some(day("2026-03-05")),
        };
    let case = ReviewCase {
        request: request.clone(),
        product,
        requesters: vec![requester.clone()],
        technical: checklist::shipped(Track::Technical),
        curricular: checklist::shipped(Track::Curricular),
        answers: answers.iter().enumerate().map(given).collect(),
        conditions: Vec::new(),
        pauses: Vec::new(),
        approvals: Vec::new(),
        policy: Arc::new(Policy::of(Base::Hybrid)),
        calendar: Arc::new(Calendar::default()),
        next_number: 0,
    };
    let lists = gate::sheets(&case);
    let standing = gate::standing(&lists);
    let refusal = |outcome: &Outcome| (*outcome, gate::refusal(&standing, *outcome));
    Box::new(ReviewSheet {
        row,
        request,
        url: Some("edpuzzle.com".into()),
        data: Some(DataUse::Pii),
        instructional: Some(true),
        answered_by: None,
        requesters: vec![(requester, "Jefferson MS".into())],
        ours: vec![ours("Nearpod", "9 schools"), ours("Pear Deck", "2 schools")],
        on_file: Vec::new(),
        notes: Vec::new(),
        claims: Vec::new(),
        blocking: gate::blocking(&standing),
        outcomes: Outcome::ALL.iter().map(refusal).collect(),
        lists,
        may: vec!["return", "wait", "answer"],
        yours: vec![Track::Technical, Track::Curricular],
        conditions: Vec::new(),
        pauses: Vec::new(),
        decisions: Vec::new(),
        asks: Vec::new(),
        appeal_by: None,
        again_afterwards: None,
        support: None,
    })
}

fn ours(name: &str, place: &str) -> Ours {
    Ours {
        product: ProductId(7),
        name: name.into(),
        same: false,
        place: place.into(),
        seats: Some((3_200, 1_890)),
        cost: Some(Cents(2_480_000)),
        hidden: false,
        ends: Some(day("2026-05-12")),
        answer: StatusWord::Yes,
    }
}

/// The queue at R-418, its sheet read.
fn queue(answers: &[(&str, ItemResult, Option<&str>)]) -> Queue {
    let mut view = Queue::default();
    view.take(&view.question(), &Answer::Queue(rows().into()));
    view.list.select(&RowKey::Request(RequestId(418)));
    view.take(
        &Query::Sheet(RowKey::Request(RequestId(418))),
        &Answer::Sheet(sheet(answers)),
    );
    view
}

/// Every item that is asked, passed, but for these.
fn all_but(others: &[(&'static str, Option<ItemResult>)]) -> Vec<(String, ItemResult)> {
    let lists = sheet(&[]).lists;
    let items = lists.iter().flat_map(|list| &list.items);
    items
        .filter_map(|one| {
            let id = one.item.id.as_str();
            match others.iter().find(|(other, _)| *other == id) {
                Some((_, answer)) => answer.map(|answer| (id.to_owned(), answer)),
                None => Some((id.to_owned(), ItemResult::Pass)),
            }
        })
        .collect()
}

fn nearly_done(others: &[(&'static str, Option<ItemResult>)]) -> Queue {
    let all = all_but(others);
    let all: Vec<_> = all
        .iter()
        .map(|(id, is)| (id.as_str(), *is, None))
        .collect();
    let mut view = queue(&all);
    press(&mut view, Command::Open);
    view
}

fn press(view: &mut Queue, command: Command) -> Vec<Intent> {
    view.update(command, &scene(80, 24)).unwrap_or_default()
}

fn answer(view: &mut Queue, result: ItemResult) -> Deed {
    match press(view, Command::Answer(Some(result))).as_slice() {
        [Intent::Change(sent)] => sent.clone(),
        other => panic!("{other:?}"),
    }
}

fn here(view: &Queue) -> String {
    let item = view.current_item().map(|(_, one)| one.item.id.clone());
    item.unwrap_or_default()
}

#[test]
fn an_answer_is_painted_at_once_and_comes_off_where_it_is_refused() {
    let mut view = queue(&[]);
    press(&mut view, Command::Open);
    assert_eq!(here(&view), "T01");
    let sent = answer(&mut view, ItemResult::Fail);
    let said = |view: &Queue| view.item(Track::Technical, "T01").unwrap().answer;
    assert_eq!(
        (said(&view), here(&view).as_str()),
        (Some(ItemResult::Fail), "T02")
    );
    assert_eq!(view.sheet().unwrap().row.technical.failed, 1);
    // A sheet that was read before does not take it off.
    view.take(
        &Query::Sheet(RowKey::Request(RequestId(418))),
        &Answer::Sheet(sheet(&[])),
    );
    assert_eq!(said(&view), Some(ItemResult::Fail));
    view.changed(&sent, &Err(NotDone::Failed("the disk is full".into())));
    assert_eq!(said(&view), None);

    let sent = answer(&mut view, ItemResult::Pass);
    let Deed::Review(doing) = &sent else { panic!() };
    assert_eq!(doing.deeds.len(), 1);
    view.changed(&sent, &Ok(DeedDone::default()));
    let after = sheet(&[("T02", ItemResult::Partial, None)]);
    view.take(
        &Query::Sheet(RowKey::Request(RequestId(418))),
        &Answer::Sheet(after),
    );
    let now = view.item(Track::Technical, "T02").unwrap().answer;
    assert_eq!(
        now,
        Some(ItemResult::Partial),
        "the records have the last word"
    );
}

#[test]
fn the_cursor_goes_over_the_blanks_then_to_what_lacks_a_reason() {
    let mut view = nearly_done(&[
        ("T03", Some(ItemResult::Fail)),
        ("T20", None),
        ("T24", None),
        ("C02", None),
        ("C18", Some(ItemResult::Na)),
    ]);
    let mut went = vec![here(&view)];
    for result in [ItemResult::Pass, ItemResult::Unknown, ItemResult::Pass] {
        answer(&mut view, result);
        went.push(here(&view));
    }
    assert_eq!(went, ["T20", "T24", "C02", "T03"]);
    let intents = press(&mut view, Command::Note);
    let [Intent::Write(writing)] = intents.as_slice() else {
        panic!("{intents:?}")
    };
    assert!(
        writing.title.starts_with("Reason why T03"),
        "{}",
        writing.title
    );
    view.written(&writing.about, "no room for it");
    press(&mut view, Command::Answer(Some(ItemResult::Fail)));
    assert_eq!(here(&view), "C18");
}

#[test]
fn marked_items_are_answered_together() {
    let mut view = queue(&[]);
    press(&mut view, Command::Open);
    press(&mut view, Command::Mark);
    press(&mut view, Command::Down);
    press(&mut view, Command::Mark);
    let Deed::Review(doing) = answer(&mut view, ItemResult::Na) else {
        panic!()
    };
    let items: Vec<&str> = doing
        .deeds
        .iter()
        .map(|deed| match deed {
            ReviewDeed::Answer {
                item,
                answer: Some(Some(ItemResult::Na)),
                seen: Some(0),
                ..
            } => item,
            other => panic!("{other:?}"),
        })
        .map(String::as_str)
        .collect();
    assert_eq!(items, ["T01", "T03"]);
    assert_eq!(view.technical.marks(), 0);
}

fn of_418(text: ReviewText) -> Topic {
    Topic::Review {
        request: RequestId(418),
        text,
    }
}

fn decide_menu(view: &mut Queue) -> crate::tui::effect::Menu {
    match press(view, Command::Decide).remove(0) {
        Intent::Menu(menu) => menu,
        other => panic!("{other:?}"),
    }
}

/// What a line of a menu comes to.
fn take(view: &mut Queue, menu: &crate::tui::effect::Menu, letter: char) -> Vec<Intent> {
    let mut items = menu.items.iter();
    let item = items.find(|item| item.letter == letter).unwrap();
    let does = item.does.iter().cloned();
    does.flat_map(|intent| match intent {
        Intent::Pick(pick) => view.pick(pick),
        other => vec![other],
    })
    .collect()
}

#[test]
fn the_menu_says_what_is_missing_and_why_a_line_is_off() {
    let off = |menu: &crate::tui::effect::Menu, letter: char| {
        let item = menu
            .items
            .iter()
            .find(|item| item.letter == letter)
            .unwrap();
        item.off.clone().unwrap_or_default()
    };
    let mut view = nearly_done(&[("T20", None), ("C02", None), ("C04", None)]);
    let blank = decide_menu(&mut view);
    assert_eq!(blank.title, "Decide R-418 Edpuzzle for Jefferson MS");
    assert_eq!(
        blank.items[0].label,
        "1 technical and 2 curricular musts blank."
    );
    assert_eq!(off(&blank, 'a'), "not yet, see above");
    assert_eq!(off(&blank, 's'), "");
    let letters: String = blank.items.iter().map(|item| item.letter).collect();
    assert_eq!(letters, " acpsrw");

    let mut view = nearly_done(&[("C01", Some(ItemResult::Partial))]);
    let partial = decide_menu(&mut view);
    assert!(off(&partial, 'a').contains("C01"), "{}", off(&partial, 'a'));
    assert_eq!(off(&partial, 'c'), "");
    let intents = take(&mut view, &partial, 'c');
    let [Intent::Write(writing)] = intents.as_slice() else {
        panic!("{intents:?}")
    };
    assert!(
        writing.text.starts_with("Its job is clear"),
        "{}",
        writing.text
    );
    let typed = format!("{}Grades 3 to 5 only.\n", writing.text);
    let decided = view.written(&writing.about, &typed);
    let [Intent::Change(Deed::Review(doing))] = decided.as_slice() else {
        panic!("{decided:?}")
    };
    let ReviewDeed::Decide(decision) = &doing.deeds[0] else {
        panic!()
    };
    assert_eq!(decision.outcome, Outcome::Conditional);
    assert_eq!(decision.conditions, ["Grades 3 to 5 only."]);
}

#[test]
fn a_pilot_needs_a_day_that_can_be_meant_in_one_way_only() {
    let mut view = nearly_done(&[]);
    for (typed, until) in [
        ("2026-06-30", Some("2026-06-30")),
        ("Jun 30 2026", Some("2026-06-30")),
        ("3/5/2026", None),
        ("soon", None),
    ] {
        let intents = view.written(&of_418(ReviewText::Pilot), typed);
        match (until, intents.as_slice()) {
            (Some(until), [Intent::Change(Deed::Review(doing))]) => {
                let ReviewDeed::Decide(decision) = &doing.deeds[0] else {
                    panic!()
                };
                assert_eq!(decision.until, Some(day(until)));
            }
            (None, [Intent::Write(again), Intent::Hint(why)]) => {
                assert_eq!(again.text, typed);
                assert!(why.starts_with(typed), "{why}");
            }
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn a_denial_names_what_to_use_instead() {
    let mut view = nearly_done(&[]);
    let intents = view.written(&of_418(ReviewText::Deny), "Nearpod does it.");
    let [Intent::Menu(menu)] = intents.as_slice() else {
        panic!("{intents:?}")
    };
    let lines: Vec<&str> = menu.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(
        lines,
        [
            "nothing is named",
            "Nearpod (9 schools)",
            "Pear Deck (2 schools)"
        ]
    );
    let menu = menu.clone();
    let intents = take(&mut view, &menu, 'a');
    let [
        Intent::Send {
            deed: Deed::Review(doing),
            ..
        },
    ] = intents.as_slice()
    else {
        panic!("{intents:?}")
    };
    let ReviewDeed::Decide(decision) = &doing.deeds[0] else {
        panic!()
    };
    assert_eq!(decision.alternative, Some(ProductId(7)));
    assert_eq!(decision.reason, "Nearpod does it.");
}

#[test]
fn a_row_nobody_has_begun_is_begun_by_taking_or_answering_it() {
    let mut view = Queue::default();
    view.take(&view.question(), &Answer::Queue(rows().into()));
    view.list.select(&RowKey::Product(ProductId(31)));
    let sheet = Query::Sheet(RowKey::Product(ProductId(31)));
    assert_eq!(view.asks(&scene(80, 24)), [view.question(), sheet]);
    press(&mut view, Command::NextPane);
    for command in [Command::Take, Command::Answer(Some(ItemResult::Pass))] {
        let intents = press(&mut view, command);
        let [Intent::Change(sent @ Deed::Review(doing))] = intents.as_slice() else {
            panic!("{intents:?}")
        };
        assert!(doing.begins() && sent.holds_keys());
        assert_eq!(doing.subjects[0].trigger, Trigger::Agreement);
    }
}

#[test]
fn no_key_falls_on_the_neighbor_of_what_a_colleague_decided() {
    let mut view = queue(&[]);
    let others: Vec<QueueRow> = rows()
        .into_iter()
        .filter(|r| r.request != Some(RequestId(418)))
        .collect();
    press(&mut view, Command::Open);
    press(&mut view, Command::Decide);
    view.take(&view.question(), &Answer::Queue(others.clone().into()));
    assert_eq!(
        view.row().map(RowKey::of),
        Some(RowKey::Request(RequestId(418)))
    );
    let Deed::Review(doing) = answer(&mut view, ItemResult::Pass) else {
        panic!()
    };
    assert_eq!(doing.subjects[0].request, Some(RequestId(418)));

    let mut view = queue(&[]);
    let menu = decide_menu(&mut view);
    assert!(menu.about_rows && view.stale().is_none());
    view.take(&view.question(), &Answer::Queue(others.clone().into()));
    assert!(view.stale().is_some());

    // What was decided here makes room for the next.
    let mut view = nearly_done(&[]);
    let menu = decide_menu(&mut view);
    assert!(matches!(
        take(&mut view, &menu, 'a').as_slice(),
        [Intent::Change(_)]
    ));
    view.take(&view.question(), &Answer::Queue(others.into()));
    assert_eq!(
        view.row().map(RowKey::of),
        Some(RowKey::Request(RequestId(421)))
    );
}

#[test]
fn what_a_colleague_decides_leaves_and_the_cursor_stays_on_its_request() {
    let mut view = queue(&[]);
    let mut fewer = rows();
    fewer.remove(0);
    view.take(&view.question(), &Answer::Queue(fewer.clone().into()));
    assert_eq!(view.list.selected(), Some(&RowKey::Request(RequestId(418))));
    fewer.retain(|row| row.request != Some(RequestId(418)));
    view.take(&view.question(), &Answer::Queue(fewer.into()));
    assert_eq!(view.list.selected(), Some(&RowKey::Request(RequestId(421))));
}

#[test]
fn once_all_is_decided_the_list_says_when_there_is_something_again() {
    let mut view = Queue::default();
    view.take(&view.question(), &Answer::Queue(Vec::new().into()));
    assert!(view.asks(&scene(80, 24)).contains(&Query::Ahead));
    let mut ahead = Ahead::default();
    view.take(&Query::Ahead, &Answer::Ahead(ahead));
    assert!(empty::nothing(&view).starts_with("No requests are waiting."));
    (ahead.decided, ahead.next) = (12, Some(day("2026-04-03")));
    view.take(&Query::Ahead, &Answer::Ahead(ahead));
    assert_eq!(
        empty::nothing(&view),
        "All 12 are decided. [ shows decided ones. Next re-review is due Apr 03 2026."
    );
    press(&mut view, Command::PreviousTab);
    assert_eq!(view.shown, ShownRequests::Decided);
}
