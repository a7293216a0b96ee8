//! Requests on a real office file: asked for, taken, answered, decided, taken back; what the queue
//! shows of them and of what is due by itself; what `status` says meanwhile.

use crate::support;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use crate::support::{Office, ada_on, new_office, stamp, today};
use chrono::NaiveDate;
use hallpass::domain::approval::{Approval, ApprovalId, ApprovalStatus};
use hallpass::domain::change::Change;
use hallpass::domain::grade::Grades;
use hallpass::domain::policy::Policy;
use hallpass::domain::product::{DataUse, ProductId};
use hallpass::domain::put::{ChangeSetId, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::request::{
    IncidentEffect, IncidentId, ItemResult, Outcome, Request, RequestId, RequestState, Trigger,
    WaitingOn,
};
use hallpass::domain::review::{
    Applies, Decision, Intake, ItemSheet, QueueFilter, QueueName, QueueRow, ReviewDeed,
    ReviewSheet, Wanted,
};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::status::{StatusAnswer, Verdict};
use hallpass::store::{Access, Error, HistoryFilter, Scope, Store};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Lincoln and Adams, the product Edpuzzle, the admin `ada`, two reviewers and the help desk.
struct Harlow {
    office: Office,
    lincoln: i64,
    adams: i64,
    edpuzzle: i64,
}

impl Harlow {
    fn new() -> Harlow {
        let mut office = support::office();
        for (login, roles) in [
            ("ortiz", "technical;curricular"),
            ("nguyen", "technical;curricular"),
            ("huang", "helpdesk"),
        ] {
            office.person(login, roles);
        }
        Harlow {
            lincoln: office.school("Lincoln ES", "LIN"),
            adams: office.school("Adams ES", "ADA"),
            edpuzzle: product(&mut office, "Edpuzzle"),
            office,
        }
    }

    fn store(&self) -> &Store {
        &self.office.store
    }

    /// Applies a change; gives the change set.
    fn apply(&mut self, who: &str, change: &Change) -> Result<ChangeSetId, Error> {
        let applied = self.office.store.apply(change, &stamp(who))?;
        Ok(applied.change_set.unwrap())
    }

    /// `who` enters an ask for Edpuzzle at a school; gives the request.
    fn ask(&mut self, who: &str, school: SchoolId, requester: &str) -> RequestId {
        let ask = ask(
            Wanted::Known(ProductId(self.edpuzzle)),
            "Edpuzzle",
            Some(school),
            requester,
        );
        self.apply(who, &ask).unwrap();
        let requests: Vec<Request> = self.store().all().unwrap();
        requests.last().unwrap().id
    }

    fn deed(
        &mut self,
        who: &str,
        request: RequestId,
        deed: ReviewDeed,
    ) -> Result<ChangeSetId, Error> {
        self.apply(
            who,
            &Change::Review {
                what: "R-1 Edpuzzle".into(),
                request,
                deed,
            },
        )
    }

    /// `who` says `pass` to every item that is asked and not answered.
    fn pass_all(&mut self, who: &str, request: RequestId) {
        let sheet = self.sheet(request, who);
        let asked = sheet.lists.iter().filter(|list| list.asked);
        let items: Vec<&ItemSheet> = asked
            .flat_map(|list| &list.items)
            .filter(|i| i.applies == Applies::Yes && i.answer.is_none())
            .collect();
        assert!(items.len() > 10, "{} items are asked", items.len());
        for item in items {
            let answer = answer(&item.item.id, ItemResult::Pass, item.version);
            self.deed(who, request, answer).unwrap();
        }
    }

    fn sheet(&self, request: RequestId, who: &str) -> ReviewSheet {
        self.store().sheet(request, who, today()).unwrap()
    }

    fn request(&self, id: RequestId) -> Request {
        self.store().get(id).unwrap()
    }

    fn queue(&self, filter: QueueFilter) -> Vec<QueueRow> {
        self.store().queue(&filter, today()).unwrap()
    }

    fn names(&self, filter: QueueFilter) -> Vec<String> {
        self.queue(filter).into_iter().map(|row| row.name).collect()
    }

    fn status(&self, school: SchoolId) -> StatusAnswer {
        status(self.store(), self.edpuzzle, school)
    }
}

fn status(store: &Store, product: i64, school: SchoolId) -> StatusAnswer {
    let scope = Scope {
        school: Some(school),
        grade: None,
        today: today(),
    };
    store.answer(ProductId(product), scope, None).unwrap()
}

fn product(office: &mut Office, name: &str) -> i64 {
    office.save(
        Put::new(Kind::Product)
            .with("name", name.to_owned())
            .with("data", Some(DataUse::Pii))
            .with("instructional", Some(true)),
    )
}

fn ask(product: Wanted, what: &str, school: Option<SchoolId>, requester: &str) -> Change {
    Change::Intake(Box::new(Intake {
        what: what.into(),
        product,
        school,
        requester: Some(requester.into()),
        role: None,
        reason: Some("video quizzes".into()),
        grades: Grades::UNSAID,
        subject: None,
        seats: None,
        cost: None,
        fund: None,
        needed_by: None,
        sign_in: None,
        data: None,
        instructional: None,
        trigger: Trigger::New,
        sponsor: None,
        note: None,
        take: false,
        give_to: None,
        found_at: Schools::All,
    }))
}

fn answer(item: &str, result: ItemResult, seen: i64) -> ReviewDeed {
    ReviewDeed::Answer {
        item: item.into(),
        answer: Some(Some(result)),
        note: None,
        evidence: None,
        seen: Some(seen),
    }
}

fn note(item: &str, words: &str, seen: i64) -> ReviewDeed {
    ReviewDeed::Answer {
        item: item.into(),
        answer: None,
        note: Some(words.into()),
        evidence: None,
        seen: Some(seen),
    }
}

fn decide(outcome: Outcome) -> ReviewDeed {
    ReviewDeed::Decide(Decision {
        outcome,
        reason: "does what it says".into(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::UNSAID,
        until: None,
        alternative: None,
    })
}

#[test]
fn a_request_is_asked_taken_answered_and_decided_and_status_follows() {
    let mut harlow = Harlow::new();
    let (lincoln, adams) = (harlow.lincoln, harlow.adams);
    assert_eq!(
        harlow.status(SchoolId(lincoln)).verdict,
        Verdict::NotReviewed
    );

    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    let asked = harlow.status(SchoolId(lincoln));
    assert_eq!(asked.verdict, Verdict::InReview);
    assert!(
        asked
            .reason
            .starts_with("In review: waiting for a reviewer, due "),
        "{}",
        asked.reason
    );
    assert_eq!(harlow.status(SchoolId(adams)).verdict, Verdict::NotReviewed);

    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    assert_eq!(
        harlow.status(SchoolId(lincoln)).who.as_deref(),
        Some("ortiz")
    );
    let refused = harlow.deed("ortiz", id, decide(Outcome::Approve));
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");

    harlow.pass_all("ortiz", id);
    let sheet = harlow.sheet(id, "ortiz");
    assert_eq!(sheet.row.state, RequestState::DecisionPending);
    assert_eq!(sheet.blocking, []);
    assert_eq!(sheet.row.technical.answered, sheet.row.technical.of);
    harlow.deed("ortiz", id, decide(Outcome::Approve)).unwrap();

    assert!(harlow.status(SchoolId(lincoln)).word.allows());
    assert_eq!(harlow.status(SchoolId(adams)).verdict, Verdict::NotForScope);
    let sheet = harlow.sheet(id, "ortiz");
    assert_eq!(sheet.decisions.len(), 1);
    assert!(sheet.appeal_by.is_some_and(|last| last > today()));
    assert_eq!(
        harlow.names(QueueFilter::default()),
        [""; 0],
        "nothing is left to do"
    );
    let month = harlow.store().throughput(today()).unwrap();
    assert_eq!(
        (month.decided, month.approved, month.median_days),
        (1, 1, Some(0))
    );
    let next = harlow.store().throughput(day("2026-04-01")).unwrap();
    assert_eq!(next.decided, 0, "that was last month");
}

#[test]
fn a_month_counts_what_was_decided_then_whatever_took_its_place() {
    let mut harlow = Harlow::new();
    let lincoln = harlow.lincoln;
    let mut decided = |outcome: Outcome| {
        let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
        harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
        harlow.pass_all("ortiz", id);
        harlow.deed("ortiz", id, decide(outcome)).unwrap();
        let month = harlow.store().throughput(today()).unwrap();
        (month.decided, month.approved, month.denied)
    };
    assert_eq!(decided(Outcome::Deny), (1, 0, 1));
    assert_eq!(decided(Outcome::Approve), (2, 1, 1));

    let approvals: Vec<Approval> = harlow.store().all().unwrap();
    let now = approvals.iter().map(|a| a.status).collect::<Vec<_>>();
    assert_eq!(now, [ApprovalStatus::Superseded, ApprovalStatus::Approved]);
    let retired = Put::id(approvals[1].id).with("status", ApprovalStatus::Retired);
    harlow.office.save(retired);
    let month = harlow.store().throughput(today()).unwrap();
    assert_eq!((month.approved, month.denied), (1, 1), "retired since");
}

#[test]
fn undo_takes_a_decision_back_whole_and_the_one_it_replaced_holds_again() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    let before = harlow.office.save(
        Put::new(Kind::Approval)
            .with("product", ProductId(edpuzzle))
            .with("status", ApprovalStatus::Denied)
            .with("schools", Schools::only(vec![SchoolId(lincoln)]))
            .with("decided_on", Some(day("2024-05-01"))),
    );
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    harlow.pass_all("ortiz", id);
    assert_eq!(harlow.status(SchoolId(lincoln)).verdict, Verdict::Stop);
    let dump = harlow.office.dump();

    let set = harlow.deed("ortiz", id, decide(Outcome::Approve)).unwrap();
    assert!(harlow.status(SchoolId(lincoln)).word.allows());
    let old: Approval = harlow.store().get(ApprovalId(before)).unwrap();
    assert_eq!(old.status, ApprovalStatus::Superseded);

    let undone = harlow
        .office
        .store
        .undo(Some(set), &stamp("ortiz"))
        .unwrap();
    assert_eq!(undone.title, "R-1 Edpuzzle: approve");
    assert_eq!(harlow.status(SchoolId(lincoln)).verdict, Verdict::Stop);
    assert_eq!(harlow.request(id).state, RequestState::DecisionPending);
    assert_eq!(records(&harlow.office.dump()), records(&dump), "as it was");

    harlow.office.store.redo(&stamp("ortiz")).unwrap();
    assert!(harlow.status(SchoolId(lincoln)).word.allows());
}

/// The records of a dump without their versions, history left out.
fn records(dump: &str) -> Vec<String> {
    let lines = dump
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter_map(|mut line: serde_json::Value| {
            let table = line["table"].as_str()?.to_owned();
            line.as_object_mut()?.remove("version");
            (table != "history" && table != "change_set").then(|| line.to_string())
        })
        .collect()
}

#[test]
fn an_answer_and_an_intake_are_each_taken_back_in_one_step() {
    let mut harlow = Harlow::new();
    let lincoln = harlow.lincoln;
    let before = records(&harlow.office.dump());
    let new = Wanted::New {
        name: "Wordly".into(),
        url: Some("https://wordly.example".into()),
    };
    let ask = ask(new, "Wordly", Some(SchoolId(lincoln)), "J. Park");
    harlow.apply("huang", &ask).unwrap();
    assert_eq!(harlow.names(QueueFilter::default()), ["R-1"]);

    let id = harlow.queue(QueueFilter::default())[0].request.unwrap();
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    let taken = records(&harlow.office.dump());
    harlow
        .deed("ortiz", id, answer("T05", ItemResult::Pass, 0))
        .unwrap();
    harlow.office.store.undo(None, &stamp("ortiz")).unwrap();
    assert_eq!(records(&harlow.office.dump()), taken);

    let why = harlow.office.store.undo(None, &stamp("huang")).unwrap_err();
    assert!(
        why.to_string()
            .contains("ortiz has changed R-1 Wordly since"),
        "{why}"
    );
    harlow.office.store.undo(None, &stamp("ortiz")).unwrap();
    harlow.office.store.undo(None, &stamp("huang")).unwrap();
    assert_eq!(records(&harlow.office.dump()), before);
    assert_eq!(harlow.names(QueueFilter::default()), [""; 0]);

    // The number of what may be put back is not given away.
    harlow.ask("ada", SchoolId(lincoln), "M. Silva");
    assert_eq!(harlow.names(QueueFilter::default()), ["R-2"]);
    harlow.office.store.redo(&stamp("huang")).unwrap();
    assert_eq!(harlow.names(QueueFilter::default()), ["R-1", "R-2"]);
}

#[test]
fn the_help_desk_takes_back_its_own_asks_and_nobody_elses() {
    let mut harlow = Harlow::new();
    let lincoln = harlow.lincoln;
    let id = harlow.ask("ortiz", SchoolId(lincoln), "J. Park");
    let set = harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    let why = harlow.office.store.undo(Some(set), &stamp("huang"));
    assert!(matches!(why, Err(Error::Refused(_))));
    let adams = harlow.adams;
    let joined = ask(
        Wanted::Known(ProductId(harlow.edpuzzle)),
        "Edpuzzle",
        Some(SchoolId(adams)),
        "M. Silva",
    );
    harlow.apply("huang", &joined).unwrap();
    harlow.office.store.undo(None, &stamp("huang")).unwrap();
    assert_eq!(harlow.sheet(id, "ortiz").requesters.len(), 1);
}

#[test]
fn many_asks_for_one_product_are_one_request() {
    let mut harlow = Harlow::new();
    let (lincoln, adams) = (harlow.lincoln, harlow.adams);
    let first = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    let second = harlow.ask("huang", SchoolId(adams), "M. Silva");
    assert_eq!(first, second);
    // Not known by its record, but by its name.
    let typed = Wanted::New {
        name: "edpuzzle ".into(),
        url: None,
    };
    let third = ask(typed, "edpuzzle", Some(SchoolId(adams)), "R. Boyd");
    harlow.apply("huang", &third).unwrap();
    let rows = harlow.queue(QueueFilter::default());
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].asks, rows[0].place.as_str()), (3, "2 schools"));
    assert_eq!(rows[0].kind(), "new");
    assert_eq!(harlow.status(SchoolId(adams)).verdict, Verdict::InReview);
    let asked: Vec<(String, String)> = harlow
        .sheet(first, "ortiz")
        .requesters
        .into_iter()
        .map(|(who, school)| (who.name.unwrap(), school))
        .collect();
    assert_eq!(asked[1], ("M. Silva".into(), "Adams ES".into()));
}

#[test]
fn an_answer_somebody_else_gave_meanwhile_is_a_conflict_that_names_them() {
    let mut harlow = Harlow::new();
    let lincoln = harlow.lincoln;
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    harlow
        .deed("ortiz", id, answer("T05", ItemResult::Pass, 0))
        .unwrap();

    let conflict = harlow.deed("nguyen", id, answer("T05", ItemResult::Fail, 0));
    let Err(Error::Conflict {
        who,
        what,
        field,
        theirs,
        ..
    }) = conflict
    else {
        panic!("{conflict:?}");
    };
    let told = [who.as_str(), what.as_str(), field.as_str(), theirs.as_str()];
    assert_eq!(told, ["ortiz", "R-1 T05", "answer", "pass"]);

    // The same answer, a note beside it, and a change of one's own mind are none.
    harlow
        .deed("nguyen", id, answer("T05", ItemResult::Pass, 0))
        .unwrap();
    harlow
        .deed("nguyen", id, note("T05", "tried it", 0))
        .unwrap();
    harlow
        .deed("ortiz", id, answer("T05", ItemResult::Fail, 0))
        .unwrap();
    let conflict = harlow.deed("ortiz", id, note("T05", "does not work", 1));
    assert!(
        matches!(conflict, Err(Error::Conflict { .. })),
        "{conflict:?}"
    );
    let version = harlow.sheet(id, "ortiz").lists[0]
        .items
        .iter()
        .find(|i| i.item.id == "T05")
        .unwrap()
        .version;
    harlow
        .deed("ortiz", id, note("T05", "does not work", version))
        .unwrap();
}

#[test]
fn the_queue_is_filtered_and_stands_in_the_order_of_what_is_due() {
    let mut harlow = Harlow::new();
    let (lincoln, adams) = (harlow.lincoln, harlow.adams);
    let ids: Vec<i64> = ["Late", "Mine", "Vendor"]
        .map(|name| product(&mut harlow.office, name))
        .to_vec();
    for (product, school) in ids.iter().zip([lincoln, adams, adams]) {
        let ask = ask(
            Wanted::Known(ProductId(*product)),
            "it",
            Some(SchoolId(school)),
            "J. Park",
        );
        harlow.apply("huang", &ask).unwrap();
    }
    let came = Put::id(RequestId(1)).with("received_on", day("2025-12-01"));
    harlow.office.save(came);
    harlow
        .deed("ortiz", RequestId(2), ReviewDeed::Take)
        .unwrap();
    harlow
        .deed("nguyen", RequestId(3), ReviewDeed::Take)
        .unwrap();
    let wait = ReviewDeed::Wait {
        on: WaitingOn::Vendor,
        what: "agreement".into(),
    };
    harlow.deed("nguyen", RequestId(3), wait).unwrap();

    let all = QueueFilter::default();
    assert_eq!(harlow.names(all.clone()), ["R-1", "R-2", "R-3"]);
    for (filter, expected) in [
        (
            QueueFilter {
                late: true,
                ..all.clone()
            },
            &["R-1"][..],
        ),
        (
            QueueFilter {
                mine: Some("ortiz".into()),
                ..all.clone()
            },
            &["R-2"],
        ),
        (
            QueueFilter {
                state: Some(RequestState::AwaitingVendor),
                ..all.clone()
            },
            &["R-3"],
        ),
        (
            QueueFilter {
                school: Some(SchoolId(adams)),
                ..all.clone()
            },
            &["R-2", "R-3"],
        ),
        (
            QueueFilter {
                state: Some(RequestState::Decided),
                ..all
            },
            &[],
        ),
    ] {
        assert_eq!(harlow.names(filter.clone()), expected, "{filter:?}");
    }
    let waiting = harlow.queue(QueueFilter::default()).pop().unwrap().waiting;
    assert_eq!(
        waiting,
        Some((WaitingOn::Vendor, "agreement".into(), today()))
    );

    let next = |who: &str| {
        let row = harlow.store().next_for(who, today()).unwrap();
        row.map(|row| row.name)
    };
    assert_eq!(
        next("ortiz").as_deref(),
        Some("R-2"),
        "my own before any other"
    );
    assert_eq!(
        next("nguyen").as_deref(),
        Some("R-1"),
        "mine waits for the vendor"
    );
    assert_eq!(next("huang"), None, "the help desk takes no reviews");
    assert_eq!(next("nobody"), None);
}

/// Of each school the newest count of use decides, of the accounts made or else of the seats there; of several that end on
/// one day the first. A share of users stands where nobody was counted, and only there.
#[test]
fn what_few_use_or_are_trained_in_is_due_by_itself() {
    let mut harlow = Harlow::new();
    let (lincoln, adams) = (harlow.lincoln, harlow.adams);
    let (counted, share) = (harlow.edpuzzle, product(&mut harlow.office, "Readly"));
    let trained = product(&mut harlow.office, "Wordly");
    for id in [counted, share, trained] {
        let approval = Put::new(Kind::Approval)
            .with("product", ProductId(id))
            .with("status", ApprovalStatus::Approved)
            .with("decided_on", Some(day("2025-06-10")));
        harlow.office.save(approval);
    }
    for (buyer, seats) in [(None, 40_i64), (Some(lincoln), 60)] {
        let inventory = Put::new(Kind::Inventory)
            .with("product", ProductId(counted))
            .with("school", lincoln)
            .with("buyer", buyer)
            .with("seats", Some(seats));
        harlow.office.save(inventory);
    }
    let used = |of: i64, school: Option<i64>, (from, to): (&str, &str)| {
        Put::new(Kind::Usage)
            .with("product", ProductId(of))
            .with("school", school)
            .with("from", day(from))
            .with("to", day(to))
    };
    let (january, february) = (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"));
    let of = |window: Put, made: Option<i64>, active: i64| {
        let window = window.with("active", Some(active));
        window.with("provisioned", made)
    };
    let late_in_february = ("2026-02-15", "2026-02-28");
    for window in [
        of(used(counted, Some(lincoln), january), Some(100), 95),
        of(used(counted, Some(lincoln), february), None, 3),
        of(used(counted, Some(lincoln), late_in_february), None, 99),
        of(used(counted, Some(adams), february), Some(50), 2),
        used(counted, None, february).with("active_ppm", Some(900_000_i64)),
        used(share, None, january).with("active_ppm", Some(900_000_i64)),
        used(share, None, february).with("active_ppm", Some(20_000_i64)),
    ] {
        harlow.office.save(window);
    }
    let contract = Put::new(Kind::Contract)
        .with("number", "C-1".to_owned())
        .with("notice_basis", "sent".to_owned())
        .with("term_start", Some(day("2025-07-01")))
        .with("term_end", day("2026-06-30"));
    let contract = harlow.office.save(contract);
    for put in [
        Put::new(Kind::Line).with("contract", contract),
        Put::new(Kind::Training)
            .with("school", lincoln)
            .with("target", Some(50_i64))
            .with("trained", Some(10_i64)),
    ] {
        harlow.office.save(put.with("product", ProductId(trained)));
    }
    let rows = harlow.queue(QueueFilter::default());
    let why = |product: i64| {
        let row = rows.iter().find(|row| row.product == ProductId(product));
        row.map(|row| row.why.clone()).unwrap_or_default()
    };
    assert_eq!(why(counted), "only 3% of those who could use it do");
    assert_eq!(why(share), "only 2% of those who could use it do");
    let few = "10 of 50 are trained, and the contract ends soon";
    assert!(why(trained).ends_with(few), "{}", why(trained));
}

#[test]
fn what_is_due_by_itself_stands_in_the_queue_until_it_is_begun() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    for (name, decided_on) in [("Edpuzzle", "2023-06-01"), ("Readly", "2025-06-01")] {
        let id = if name == "Edpuzzle" {
            edpuzzle
        } else {
            product(&mut harlow.office, name)
        };
        harlow.office.save(
            Put::new(Kind::Approval)
                .with("product", ProductId(id))
                .with("status", ApprovalStatus::Approved)
                .with("decided_on", Some(day(decided_on))),
        );
    }
    let stray = product(&mut harlow.office, "Stray");
    harlow.office.save(
        Put::new(Kind::Inventory)
            .with("product", ProductId(stray))
            .with("school", lincoln)
            .with("since", Some(day("2020-01-01"))),
    );
    let rows = harlow.queue(QueueFilter::default());
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let (due, unseen) = (format!("P-{edpuzzle}"), format!("P-{stray}"));
    assert_eq!(
        names,
        [due.as_str(), unseen.as_str()],
        "the backlog comes last"
    );
    let row = &rows[0];
    assert_eq!((row.request, row.trigger), (None, Trigger::Age));
    assert_eq!(row.why, "the decision is 33 months old");
    assert_eq!((row.kind(), row.place.as_str()), ("re-review", "district"));
    assert_eq!(row.state, RequestState::Triaged);
    assert_eq!(
        row.clock.received_on,
        day("2025-06-01"),
        "the day it came of age"
    );
    assert!(row.clock.late() > 0);
    assert!(row.technical.of > 0);
    assert_eq!(
        (rows[1].trigger, rows[1].place.as_str()),
        (Trigger::Discovered, "Lincoln ES")
    );
    assert_eq!(
        (rows[1].clock.received_on, rows[1].clock.late()),
        (today(), 0),
        "it was there for years, but entered only now"
    );
    let same = harlow.store().due(ProductId(edpuzzle), today()).unwrap();
    assert_eq!(same.as_ref(), Some(row));
    assert_eq!(
        harlow.store().next_for("ortiz", today()).unwrap().as_ref(),
        Some(row)
    );

    let Change::Intake(mut begin) = ask(Wanted::Known(ProductId(edpuzzle)), "Edpuzzle", None, "")
    else {
        unreachable!()
    };
    begin.trigger = Trigger::Age;
    begin.requester = None;
    begin.take = true;
    harlow.apply("ortiz", &Change::Intake(begin)).unwrap();
    let rows = harlow.queue(QueueFilter::default());
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["R-1", unseen.as_str()]);
    assert_eq!(rows[0].why, "the decision is 33 months old");
    assert_eq!(
        harlow.store().due(ProductId(edpuzzle), today()).unwrap(),
        None
    );
    assert!(
        harlow.status(SchoolId(lincoln)).word.allows(),
        "it is allowed while it is looked at"
    );
}

#[test]
fn what_is_due_at_some_schools_is_begun_for_these_only() {
    let mut harlow = Harlow::new();
    let (lincoln, adams) = (harlow.lincoln, harlow.adams);
    let stray = product(&mut harlow.office, "Stray");
    harlow.office.save(
        Put::new(Kind::Inventory)
            .with("product", ProductId(stray))
            .with("school", lincoln),
    );
    let due = harlow
        .store()
        .due_sheet(ProductId(stray), "ortiz", today())
        .unwrap();
    let due = due.unwrap();
    assert_eq!(due.row.schools, Schools::only(vec![SchoolId(lincoln)]));
    assert_eq!(
        (due.row.name.as_str(), due.may.as_slice()),
        (&*format!("P-{stray}"), &["take"][..])
    );
    assert!(due.lists[0].items.len() > 20, "what it would ask");
    assert!(due.outcomes.iter().all(|(_, why_not)| why_not.is_some()));

    let mut begin = Intake::of("Stray", Wanted::Known(ProductId(stray)));
    (begin.trigger, begin.take) = (Trigger::Discovered, true);
    begin.found_at = due.row.schools.clone();
    harlow
        .apply("ortiz", &Change::Intake(Box::new(begin)))
        .unwrap();
    assert_eq!(
        harlow
            .store()
            .due_sheet(ProductId(stray), "ortiz", today())
            .unwrap(),
        None
    );
    let sheet = harlow.sheet(RequestId(1), "ortiz");
    assert_eq!(sheet.row.schools, Schools::only(vec![SchoolId(lincoln)]));
    assert_eq!(
        (sheet.row.asks, sheet.requesters.len()),
        (0, 0),
        "nobody asked"
    );
    assert_eq!(
        status(harlow.store(), stray, SchoolId(lincoln)).verdict,
        Verdict::InReview
    );
    assert_eq!(
        status(harlow.store(), stray, SchoolId(adams)).verdict,
        Verdict::NotReviewed
    );

    harlow.pass_all("ortiz", RequestId(1));
    harlow
        .deed("ortiz", RequestId(1), decide(Outcome::Approve))
        .unwrap();
    assert_eq!(harlow.names(QueueFilter::default()), [""; 0]);
    let ahead = harlow.store().ahead(today()).unwrap();
    assert_eq!((ahead.decided, ahead.next), (1, Some(day("2028-03-10"))));
}

#[test]
fn a_queue_that_is_kept_says_after_each_deed_what_a_new_one_would() {
    let mut harlow = Harlow::new();
    let (lincoln, adams, edpuzzle) = (harlow.lincoln, harlow.adams, harlow.edpuzzle);
    let aged = product(&mut harlow.office, "Readly");
    harlow.office.save(
        Put::new(Kind::Approval)
            .with("product", ProductId(aged))
            .with("status", ApprovalStatus::Approved)
            .with("decided_on", Some(day("2023-06-01"))),
    );
    let other = product(&mut harlow.office, "Wordly");
    for (product, what) in [(edpuzzle, "Edpuzzle"), (other, "Wordly")] {
        let ask = ask(
            Wanted::Known(ProductId(product)),
            what,
            Some(SchoolId(lincoln)),
            "J. Park",
        );
        harlow.apply("huang", &ask).unwrap();
    }
    let mut kept = Some(harlow.store().open_queue(today()).unwrap());
    let mut seen = Vec::new();
    let mut check = |harlow: &Harlow| {
        let store = harlow.store();
        kept = store.queue_now(kept.take().unwrap()).unwrap();
        let kept = kept.as_ref().unwrap();
        let fresh = harlow.queue(QueueFilter::default());
        assert_eq!(*kept.rows(), fresh);
        let size = harlow.store().queue_size(None, today()).unwrap();
        assert_eq!((kept.size(None), size.open), (size, fresh.len()));
        for school in [lincoln, adams] {
            let at = fresh
                .iter()
                .filter(|row| row.schools.covers(SchoolId(school)));
            let size = harlow
                .store()
                .queue_size(Some(SchoolId(school)), today())
                .unwrap();
            assert_eq!(
                (kept.size(Some(SchoolId(school))), size.open),
                (size, at.count())
            );
        }
        let states = fresh.iter().map(|row| (row.name.clone(), row.state));
        seen.push(states.collect::<Vec<_>>());
    };
    harlow
        .deed("ortiz", RequestId(1), ReviewDeed::Take)
        .unwrap();
    check(&harlow);
    harlow
        .deed("ortiz", RequestId(1), answer("T05", ItemResult::Pass, 0))
        .unwrap();
    check(&harlow);
    harlow.pass_all("ortiz", RequestId(1));
    harlow
        .deed("ortiz", RequestId(1), decide(Outcome::Approve))
        .unwrap();
    check(&harlow);
    let mut begin = Intake::of("Readly", Wanted::Known(ProductId(aged)));
    begin.trigger = Trigger::Age;
    harlow
        .apply("ortiz", &Change::Intake(Box::new(begin)))
        .unwrap();
    check(&harlow);
    assert_eq!(seen[0].len(), 3);
    assert_eq!(seen[2].len(), 2, "decided");
    let begun = ("R-3".to_owned(), RequestState::Triaged);
    assert!(seen[3].contains(&begun), "{:?}", seen[3]);
}

#[test]
fn rows_are_named_by_number_and_by_product() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    let request = Some(QueueName::Request {
        id,
        what: "R-1 Edpuzzle".into(),
    });
    let product = Some(QueueName::Product {
        id: ProductId(edpuzzle),
        name: "Edpuzzle".into(),
    });
    for (word, expected) in [
        ("R-1", &request),
        ("r-1", &request),
        (" 1 ", &request),
        (&format!("P-{edpuzzle}"), &product),
        (&format!("p-{edpuzzle}"), &product),
        ("R-2", &None),
        ("P-999", &None),
        ("P-", &None),
        ("", &None),
        ("\u{e9}\u{e9}", &None),
    ] {
        let named = harlow.store().request_named(word).unwrap();
        assert_eq!(&named, expected, "{word}");
    }
}

#[test]
fn an_open_incident_stops_the_use_at_once() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    harlow.office.save(
        Put::new(Kind::Approval)
            .with("product", ProductId(edpuzzle))
            .with("status", ApprovalStatus::Approved)
            .with("decided_on", Some(day("2026-01-10"))),
    );
    let incident = |effect: IncidentEffect| {
        Put::new(Kind::Incident)
            .with("product", ProductId(edpuzzle))
            .with("kind", "breach".to_owned())
            .with("opened_on", day("2026-03-09"))
            .with("effect", effect)
    };
    harlow.office.save(incident(IncidentEffect::Watch));
    assert!(harlow.status(SchoolId(lincoln)).word.allows());
    let id = harlow.office.save(incident(IncidentEffect::Suspend));
    let stopped = harlow.status(SchoolId(lincoln));
    assert_eq!(stopped.verdict, Verdict::Stop);
    assert!(stopped.reason.contains("breach"), "{}", stopped.reason);
    let rows = harlow.queue(QueueFilter::default());
    assert_eq!(rows[0].trigger, Trigger::Incident);
    let over = Put::id(IncidentId(id)).with("closed_on", Some(today()));
    harlow.office.save(over);
    assert!(harlow.status(SchoolId(lincoln)).word.allows());
}

#[test]
fn what_is_ours_already_is_told_before_it_is_asked_for_again() {
    let mut harlow = Harlow::new();
    let (lincoln, adams, edpuzzle) = (harlow.lincoln, harlow.adams, harlow.edpuzzle);
    let nearpod = product(&mut harlow.office, "Nearpod");
    let function = harlow
        .office
        .save(Put::new(Kind::Function).with("name", "Video quizzes".to_owned()));
    for id in [edpuzzle, nearpod] {
        harlow.office.save(
            Put::new(Kind::Purpose)
                .with("product", ProductId(id))
                .with("function", hallpass::domain::product::FunctionId(function)),
        );
    }
    for (id, school, used) in [(edpuzzle, adams, 30_i64), (nearpod, adams, 10)] {
        harlow.office.save(
            Put::new(Kind::Inventory)
                .with("product", ProductId(id))
                .with("school", school)
                .with("seats", Some(55_i64))
                .with("used", Some(used)),
        );
    }
    harlow.office.save(
        Put::new(Kind::Approval)
            .with("product", ProductId(nearpod))
            .with("status", ApprovalStatus::Approved),
    );
    let ours = |product: Option<i64>, words: &str| {
        let found = harlow.store().ours(
            product.map(ProductId),
            words,
            Some(SchoolId(lincoln)),
            today(),
        );
        let rows = found.unwrap().into_iter();
        rows.map(|o| (o.name, o.same, o.place, o.seats))
            .collect::<Vec<_>>()
    };
    let both = [
        (
            "Nearpod".to_owned(),
            false,
            "Adams ES".to_owned(),
            Some((55, 45)),
        ),
        (
            "Edpuzzle".to_owned(),
            true,
            "Adams ES".to_owned(),
            Some((55, 25)),
        ),
    ];
    assert_eq!(
        ours(Some(edpuzzle), ""),
        both,
        "what may be used here comes first"
    );
    assert_eq!(ours(None, "edpu"), both);
    let names = |words| -> Vec<String> { ours(None, words).into_iter().map(|o| o.0).collect() };
    assert_eq!(names("video quiz"), ["Nearpod", "Edpuzzle"]);
    assert_eq!(names("ed"), [""; 0]);
    assert_eq!(names("spreadsheets"), [""; 0]);
}

#[test]
fn history_of_a_request_tells_all_that_was_done_on_it() {
    let mut harlow = Harlow::new();
    let lincoln = harlow.lincoln;
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    let wait = ReviewDeed::Wait {
        on: WaitingOn::Vendor,
        what: "agreement".into(),
    };
    harlow.deed("ortiz", id, wait).unwrap();
    harlow.deed("ortiz", id, ReviewDeed::Resume).unwrap();
    harlow
        .deed("ortiz", id, answer("T13", ItemResult::Partial, 0))
        .unwrap();
    harlow.pass_all("ortiz", id);
    harlow
        .deed("ortiz", id, decide(Outcome::Conditional))
        .unwrap();
    let filter = HistoryFilter {
        about: Some(id.into()),
        limit: 1000,
        ..HistoryFilter::default()
    };
    let entries = harlow.store().history(&filter).unwrap();
    for kind in [
        Kind::Request,
        Kind::Requester,
        Kind::Pause,
        Kind::ItemAnswer,
        Kind::Condition,
        Kind::Approval,
    ] {
        assert!(entries.iter().any(|e| e.entity == kind), "{kind}");
    }
    let answers = entries.iter().filter(|e| e.entity == Kind::ItemAnswer);
    assert!(answers.clone().any(|e| e.name == "R-1 T13"));
}

#[test]
fn a_dump_brings_requests_back_and_an_older_one_is_read_too() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    harlow
        .deed("ortiz", id, answer("T05", ItemResult::Pass, 0))
        .unwrap();
    let approval = Put::new(Kind::Approval)
        .with("product", ProductId(edpuzzle))
        .with("status", ApprovalStatus::Discovered);
    harlow.office.save(approval);
    let dump = harlow.office.dump();
    let load = |name: &str, dump: &str| {
        let path = harlow.office.dir.path().join(name);
        Store::from_dump(&path, &mut dump.as_bytes(), &stamp("ada"))?;
        Store::open(&path, Access::Write)
    };
    let mut loaded = load("again.db", &dump).unwrap();
    let mut again = Vec::new();
    loaded.dump(&mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), dump);
    assert_eq!(
        loaded
            .queue(&QueueFilter::default(), today())
            .unwrap()
            .len(),
        1
    );

    let without = |table: &str, fields: &[&str]| -> String {
        let lines = dump.lines().map(|line| {
            let mut json: serde_json::Value = serde_json::from_str(line).unwrap();
            let object = json.as_object_mut().unwrap();
            if object.get("table").is_some_and(|t| t == table) {
                object.retain(|field, _| !fields.contains(&field.as_str()));
            }
            format!("{json}\n")
        });
        lines.collect()
    };
    let old = without(
        "product",
        &["version_seen", "data", "instructional", "core"],
    );
    let store = load("old.db", &old).unwrap();
    let product: hallpass::domain::product::Product = store.get(ProductId(edpuzzle)).unwrap();
    assert_eq!((product.data, product.name.as_str()), (None, "Edpuzzle"));
    let tail = [
        "request",
        "version_reviewed",
        "deletion_requested",
        "deletion_due",
        "deletion_confirmed",
        "deletion_evidence",
    ];
    load("old2.db", &without("approval", &tail)).unwrap();
    let lost = load("lost.db", &without("product", &["url"])).unwrap_err();
    assert!(lost.to_string().contains("`url` is missing"), "{lost}");
}

const OTHER: &str = "HALLPASS_REVIEW_OTHER";

/// Another process that has the file open all the time, and says the verdict whenever it is asked.
#[test]
fn the_other_process() {
    let Ok(told) = std::env::var(OTHER) else {
        return;
    };
    let mut told = told.splitn(3, ':');
    let mut number = || told.next().unwrap().parse::<i64>().unwrap();
    let (product, school) = (number(), number());
    let store = Store::open(Path::new(told.next().unwrap()), Access::Read).unwrap();
    println!();
    for line in std::io::stdin().lines() {
        line.unwrap();
        println!("other: {}", status(&store, product, SchoolId(school)).word);
    }
}

/// Nothing the other process does takes this long; a test that waits so long has failed.
const TOO_LONG: Duration = Duration::from_secs(20);

/// Another process, which a test that fails does not leave behind.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_decision_is_seen_at_once_by_another_process_and_so_is_its_undo() {
    let mut harlow = Harlow::new();
    let (lincoln, edpuzzle) = (harlow.lincoln, harlow.edpuzzle);
    let path = harlow.store().path().display().to_string();
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "review::the_other_process", "--nocapture"])
        .env(OTHER, format!("{edpuzzle}:{lincoln}:{path}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asks = other.stdin.take().unwrap();
    let lines = BufReader::new(other.stdout.take().unwrap()).lines();
    let mut other = Ended(other);
    let (send, said) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(word) = line.strip_prefix("other: ") {
                let _ = send.send(word.to_owned());
            }
        }
    });
    let mut word = || {
        writeln!(asks).unwrap();
        said.recv_timeout(TOO_LONG).unwrap()
    };
    assert_eq!(word(), "NOT ASKED");
    let id = harlow.ask("huang", SchoolId(lincoln), "J. Park");
    assert_eq!(word(), "IN REVIEW");
    harlow.deed("ortiz", id, ReviewDeed::Take).unwrap();
    harlow.pass_all("ortiz", id);
    harlow.deed("ortiz", id, decide(Outcome::Approve)).unwrap();
    assert_eq!(word(), "YES");
    harlow.office.store.undo(None, &stamp("ortiz")).unwrap();
    assert_eq!(word(), "IN REVIEW");
    drop(asks);
    let start = Instant::now();
    while other.0.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < TOO_LONG, "the other process does not end");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn what_was_sent_back_leaves_the_queue_by_itself_and_the_first_write_writes_it_down() {
    let mut harlow = Harlow::new();
    let request = harlow.ask("huang", SchoolId(harlow.lincoln), "M. Silva");
    let reason = "which grades?".into();
    harlow
        .deed("ortiz", request, ReviewDeed::Return { reason })
        .unwrap();
    let last = today() + chrono::Days::new(29);
    let over = today() + chrono::Days::new(30);
    let queue = |store: &Store, state, on| {
        let filter = QueueFilter {
            state,
            ..QueueFilter::default()
        };
        let rows = store.queue(&filter, on).unwrap().into_iter();
        rows.map(|row| row.name).collect::<Vec<_>>()
    };
    let gone = Some(RequestState::Withdrawn);
    assert_eq!(queue(harlow.store(), None, last), ["R-1"]);
    assert_eq!(queue(harlow.store(), gone, last), [""; 0]);
    assert_eq!(queue(harlow.store(), None, over), [""; 0]);
    assert_eq!(queue(harlow.store(), gone, over), ["R-1"]);
    let sheet = harlow.store().sheet(request, "ortiz", over).unwrap();
    let says = sheet.request.reason.unwrap();
    assert_eq!(says, "nothing came in 30 days; missing: which grades?");
    let scope = Scope {
        school: Some(SchoolId(harlow.lincoln)),
        grade: None,
        today: over,
    };
    let answer = harlow
        .store()
        .answer(ProductId(harlow.edpuzzle), scope, None)
        .unwrap();
    assert_eq!(answer.verdict, Verdict::NotReviewed);

    let mut later = stamp("huang");
    later.today = over;
    let again = ask(
        Wanted::Known(ProductId(harlow.edpuzzle)),
        "Edpuzzle",
        Some(SchoolId(harlow.adams)),
        "J. Park",
    );
    harlow.office.store.apply(&again, &later).unwrap();
    let stored: Request = harlow.store().get(request).unwrap();
    assert_eq!(stored.state, RequestState::Withdrawn);
    assert_eq!(queue(harlow.store(), None, over), ["R-2"]);
    assert_eq!(harlow.office.store.roll_over(&ada_on(over)).unwrap(), 0);
}

#[test]
fn a_policy_that_asks_for_more_puts_what_was_decided_before_in_the_queue() {
    let mut harlow = Harlow::new();
    let approved = Put::new(Kind::Approval)
        .with("product", ProductId(harlow.edpuzzle))
        .with("status", ApprovalStatus::Approved)
        .with("decided_on", Some(today() - chrono::Days::new(30)));
    // No student data: a hybrid district asks for no curricular review.
    let login = Put::id(ProductId(harlow.edpuzzle)).with("data", Some(DataUse::Login));
    harlow.office.save(login);
    harlow.office.save(approved);
    let due = |harlow: &Harlow| {
        harlow
            .store()
            .due(ProductId(harlow.edpuzzle), today())
            .unwrap()
    };
    assert_eq!(due(&harlow), None);
    harlow.office.save(Policy::put("tracks", "both").unwrap());
    let row = due(&harlow).unwrap();
    assert_eq!(row.trigger, Trigger::PolicyChange);
    harlow.office.store.undo(None, &stamp("ada")).unwrap();
    assert_eq!(due(&harlow), None);
}

#[test]
fn nothing_is_late_before_the_office_began() {
    let mut office = new_office();
    let lincoln = office.school("Lincoln ES", "LIN");
    let old = product(&mut office, "Old Atlas");
    office.save(
        Put::new(Kind::Approval)
            .with("product", ProductId(old))
            .with("status", ApprovalStatus::Approved)
            .with("decided_on", Some(day("2021-06-01"))),
    );
    let stray = product(&mut office, "Stray");
    office.save(
        Put::new(Kind::Inventory)
            .with("product", ProductId(stray))
            .with("school", lincoln)
            .with("since", Some(day("2020-01-01"))),
    );
    let rows = office
        .store
        .queue(&QueueFilter::default(), today())
        .unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.product, row.clock.received_on, row.clock.late()))
        .collect();
    assert_eq!(
        found,
        [(ProductId(old), today(), 0), (ProductId(stray), today(), 0)]
    );
    assert_eq!(office.store.queue_size(None, today()).unwrap().late, 0);
    // In a year it is: then there was an office to see to it.
    let later = today() + chrono::Days::new(365);
    assert_eq!(office.store.queue_size(None, later).unwrap().late, 2);
    // To take it and to give it back changes no day of it.
    let rows = |office: &Office| office.store.queue(&QueueFilter::default(), later).unwrap();
    let days = |office: &Office| -> Vec<_> {
        let rows = rows(office);
        let mut days: Vec<_> = rows
            .iter()
            .map(|row| (row.product, row.clock.received_on, row.clock.due_on))
            .collect();
        days.sort_unstable();
        days
    };
    let before = days(&office);
    let ada = ada_on(later);
    for row in rows(&office) {
        let begin = Change::Intake(Box::new(Intake {
            trigger: row.trigger,
            take: true,
            ..Intake::of("it", Wanted::Known(row.product))
        }));
        office.store.apply(&begin, &ada).unwrap();
    }
    assert_eq!(days(&office), before);
    for row in rows(&office) {
        let back = Change::Review {
            what: "it".into(),
            request: row.request.unwrap(),
            deed: ReviewDeed::GiveBack,
        };
        office.store.apply(&back, &ada).unwrap();
    }
    assert_eq!(days(&office), before);
    assert_eq!(office.store.queue_size(None, later).unwrap().late, 2);
}
