//! What is planted in the made-up district, so that every view has something to find.

use std::collections::HashSet;

use crate::support::district::{day, district};
use chrono::Days;
use hallpass::domain::approval::{Approval, ApprovalStatus};
use hallpass::domain::calendar::CalendarDay;
use hallpass::domain::contract::Contract;
use hallpass::domain::inventory::{Compatibility, Inventory, Runs, Training, Usage};
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::board::{AlertRow, Standing};
use hallpass::domain::person::{Owner, OwnerRole, Person};
use hallpass::domain::product::{Alias, AliasKind, Product};
use hallpass::domain::record::{Kind, RecordRef};
use hallpass::domain::renewal::agenda::AgendaFilter;
use hallpass::domain::renewal::{Choice, Funding, Renewal, Share, Term};
use hallpass::domain::request::{
    Condition, Incident, IncidentEffect, Outcome, Request, RequestState, Requester, Trigger,
};
use hallpass::domain::review::{QueueFilter, QueueRow, gate};
use hallpass::domain::school::{Device, SchoolId, Schools};
use hallpass::store::HistoryFilter;

#[test]
fn every_status_and_every_kind_of_scope_and_date_is_there() {
    let district = district("2026-03-10");
    let approvals = district.all::<Approval>();
    for status in ApprovalStatus::ALL {
        assert!(approvals.iter().any(|a| a.status == *status), "{status}");
    }
    let soon = district.today + Days::new(30);
    let has = |what: &str, is: &dyn Fn(&Approval) -> bool| {
        assert!(approvals.iter().any(is), "no approval {what}");
    };
    has("of all schools", &|a| a.schools == Schools::All);
    has("of some schools", &|a| a.schools != Schools::All);
    has("of some grades", &|a| !a.grades.is_unsaid());
    has("of staff", &|a| a.audience.is_some());
    has("with conditions", &|a| a.conditions.0.len() > 1);
    has("that ran out", &|a| {
        a.status == ApprovalStatus::Approved && a.until < Some(district.today) && a.until.is_some()
    });
    has("that ends soon", &|a| {
        a.until.is_some_and(|d| d >= district.today && d <= soon)
    });
    has("without an end", &|a| a.until.is_none());
}

#[test]
fn whatever_is_denied_has_an_approved_alternative() {
    let district = district("2026-03-10");
    let functions = district.functions();
    let approvals = district.all::<Approval>();
    let good: HashSet<i64> = approvals
        .iter()
        .filter(|a| a.status == ApprovalStatus::Approved)
        .filter(|a| a.until.is_none_or(|day| day >= district.today))
        .filter_map(|a| functions.get(&a.product.0).copied())
        .collect();
    for denied in approvals
        .iter()
        .filter(|a| a.status == ApprovalStatus::Denied)
    {
        assert!(good.contains(&functions[&denied.product.0]), "{denied:?}");
    }
}

#[test]
fn money_is_lost_where_it_can_be_found() {
    let district = district("2026-03-10");
    let current = district.current();
    let inventory = district.all::<Inventory>();
    let buyers = |product: &Product| -> HashSet<Option<i64>> {
        let lines = current.iter().filter(|(l, _)| l.product == product.id);
        lines.map(|(_, c)| c.buyer.map(|b| b.0)).collect()
    };
    let at = |product: &Product, code: &str| {
        let school = district.school(code);
        inventory
            .iter()
            .any(|i| i.product == product.id && i.school.0 == school)
    };
    // The same product bought by two schools.
    for name in ["Buzzlecap", "Corkmeadow"] {
        let buyers = buyers(&district.product(name, None));
        assert!(buyers.len() == 2 && !buyers.contains(&None), "{name}");
    }
    // A school pays for what the district covers, where the district has seats to spare.
    let library = district.product("Shelfmere", None);
    let cedarfold = district.school("CED");
    assert_eq!(buyers(&library), HashSet::from([None, Some(cedarfold)]));
    let (spare, own) = inventory.iter().filter(|i| i.product == library.id).fold(
        (0, 0),
        |(spare, own), i| match i.buyer {
            None => (spare + i.seats.unwrap() - i.used.unwrap(), own),
            Some(_) => (spare, own + i.used.unwrap()),
        },
    );
    assert!(spare > own);
    // Two products for one job at one school.
    let (one, two) = (
        district.product("Deckaroon", None),
        district.product("Pairloft", None),
    );
    assert!(at(&one, "ROO") && at(&two, "ROO"));
    assert_eq!(
        district.functions()[&one.id.0],
        district.functions()[&two.id.0]
    );
    // Three learning management systems.
    let products = district.all::<Product>();
    let lms = products.iter().filter(|p| p.lms);
    let used = lms.filter(|p| inventory.iter().any(|i| i.product == p.id));
    assert_eq!(used.count(), 3);
    // Seats nobody uses.
    let slides = inventory.iter();
    let slides = slides.filter(|i| i.product == one.id && i.buyer.is_none());
    let (seats, used) = slides.fold((0, 0), |(s, u), i| {
        (s + i.seats.unwrap(), u + i.used.unwrap())
    });
    assert!(seats == 3200 && used * 2 < seats);
    // Renewals by themselves that nobody answers for, with the last day to stop them near.
    let near = current.iter().filter(|(_, c)| {
        let left = (c.term_end - district.today).num_days() - c.notice.unwrap_or(90);
        c.owner.is_none() && c.auto_renew == Some(true) && left < 14
    });
    assert!(near.count() >= 2);
    let notice = |unit: &str| {
        current
            .iter()
            .any(|(_, c)| c.notice_unit.is_some_and(|u| u.word() == unit))
    };
    assert!(notice("days") && notice("months") && notice("working days"));
    assert!(current.iter().any(|(_, c)| c.notice.is_none()));
    assert!(current.iter().any(|(_, c)| c.auto_renew == Some(false)));
}

#[test]
fn questions_come_up_that_a_help_desk_knows() {
    let district = district("2026-03-10");
    let approvals = district.all::<Approval>();
    let of = |product: &Product| -> Vec<&Approval> {
        approvals
            .iter()
            .filter(|a| a.product == product.id)
            .collect()
    };
    // The quiz: conditions at elementary schools, seats at Linden Hollow, the free plan denied.
    let quiz = district.product("Quizmallow", Some("School"));
    let linden = district.school("LIN");
    let here: Vec<&Approval> = of(&quiz)
        .into_iter()
        .filter(|a| a.schools.covers(SchoolId(linden)))
        .collect();
    assert_eq!(here.len(), 1);
    assert_eq!(here[0].status, ApprovalStatus::Conditional);
    assert_eq!(here[0].conditions.0.len(), 2);
    let seats = district.all::<Inventory>();
    let seats = seats
        .iter()
        .find(|i| i.product == quiz.id && i.school.0 == linden)
        .unwrap();
    assert!(seats.used < seats.seats && seats.buyer.is_some());
    let free = district.product("Quizmallow", Some("Free"));
    assert_eq!(of(&free)[0].status, ApprovalStatus::Denied);
    let most = district
        .all::<Product>()
        .into_iter()
        .max_by_key(|p| p.asked);
    assert_eq!(most.unwrap().id, quiz.id);
    // Fails on iPads, at a school of iPads.
    let reader = district.product("Fablewharf", None);
    let tests = district.all::<Compatibility>();
    let fails =
        |t: &Compatibility| t.product == reader.id && t.device == "ipad" && t.result == Runs::Fails;
    assert!(tests.iter().any(fails));
    let pinnock = district.school("PIN");
    let devices = district.all::<Device>();
    assert!(
        devices
            .iter()
            .any(|d| d.school.0 == pinnock && d.device == "ipad" && d.share > Some(50))
    );
    // In use and never looked at.
    for name in ["Drawnimbus", "Spellquarry"] {
        let product = district.product(name, None);
        assert!(
            of(&product)
                .iter()
                .all(|a| a.status == ApprovalStatus::Discovered)
        );
        assert!(
            district
                .all::<Usage>()
                .iter()
                .any(|u| u.product == product.id)
        );
    }
    // Two records of one product.
    for (one, two) in [
        ("Brightwhistle", "Bright Whistle"),
        ("Tallyhob", "Tally Hobb"),
    ] {
        let (one, two) = (district.product(one, None), district.product(two, None));
        assert_eq!(one.vendor, two.vendor);
    }
    // Owners who left, products without a manager, former names, a successor.
    let people = district.all::<Person>();
    let left: HashSet<i64> = people
        .iter()
        .filter(|p| p.left_on.is_some())
        .map(|p| p.id.0)
        .collect();
    let owners = district.all::<Owner>();
    assert!(owners.iter().any(|o| left.contains(&o.person.0)));
    assert!(
        district
            .current()
            .iter()
            .any(|(_, c)| c.owner.is_some_and(|o| left.contains(&o.0)))
    );
    let managed: HashSet<i64> = owners
        .iter()
        .filter(|o| o.role == OwnerRole::Manager)
        .map(|o| o.product.0)
        .collect();
    assert!(
        district
            .current()
            .iter()
            .any(|(l, _)| !managed.contains(&l.product.0))
    );
    assert!(
        district
            .all::<Alias>()
            .iter()
            .any(|a| a.kind == AliasKind::Former && a.until.is_some())
    );
    assert!(district.product("Classferry", None).successor.is_some());
    assert!(
        district
            .all::<Training>()
            .iter()
            .any(|t| t.required && t.trained < t.target)
    );
}

#[test]
fn history_of_an_important_record_is_a_story_of_several_people() {
    let district = district("2026-03-10");
    let story = |kind: Kind, id: i64| {
        let filter = HistoryFilter {
            about: Some(RecordRef { kind, id }),
            limit: 1000,
            ..HistoryFilter::default()
        };
        district.store.history(&filter).unwrap()
    };
    for (name, edition, people) in [
        ("Quizmallow", Some("School"), 6),
        ("Courseloom", None, 5),
        ("Deckaroon", None, 5),
    ] {
        let lines = story(Kind::Product, district.product(name, edition).id.0);
        let who: HashSet<&str> = lines.iter().map(|l| l.who.as_str()).collect();
        assert!(who.len() >= people, "{name}: {who:?}");
        let years: HashSet<&str> = lines.iter().map(|l| &l.at[..4]).collect();
        assert!(years.len() >= 4, "{name}: {years:?}");
        assert!(lines.iter().any(|l| l.reason.is_some()), "{name}");
    }
    let linden = story(Kind::School, district.school("LIN"));
    assert!(
        linden
            .iter()
            .any(|l| l.field.as_deref() == Some("enrollment"))
    );
    let renewed = district
        .all::<Contract>()
        .into_iter()
        .filter(|c| story(Kind::Contract, c.id.0).len() >= 3);
    assert!(renewed.count() > 10);
}

#[test]
fn the_queue_reads_like_a_districts() {
    let district = district("2026-03-10");
    let filter = QueueFilter::default();
    let rows = district.store.queue(&filter, district.today).unwrap();
    let (open, due): (Vec<QueueRow>, Vec<QueueRow>) =
        rows.into_iter().partition(|row| row.request.is_some());
    assert!((11..=15).contains(&open.len()), "{} open", open.len());
    assert!((12..=26).contains(&due.len()), "{} due", due.len());
    let count = |is: &dyn Fn(&&QueueRow) -> bool| open.iter().filter(is).count();
    assert_eq!(count(&|row| row.clock.late() > 0), 2, "late");
    assert_eq!(count(&|row| row.owner.is_none()), 4, "taken by nobody");
    assert_eq!(count(&|row| row.clock.paused), 3, "waiting");
    assert!(count(&|row| row.asks > 2) > 0, "none asked by several");
    for state in RequestState::ALL.iter().filter(|state| state.is_open()) {
        assert!(count(&|row| row.state == *state) > 0, "none {state}");
    }
    let requests = district.all::<Request>();
    for state in [
        RequestState::Decided,
        RequestState::Withdrawn,
        RequestState::Duplicate,
    ] {
        assert!(requests.iter().any(|r| r.state == state), "none {state}");
    }
    for trigger in Trigger::ALL {
        let asked = requests.iter().any(|r| r.trigger == *trigger);
        assert!(
            asked || due.iter().any(|row| row.trigger == *trigger),
            "{trigger}"
        );
    }
    let calling: HashSet<Trigger> = due.iter().map(|row| row.trigger).collect();
    assert!(calling.len() >= 6, "{calling:?}");
    let month = district.store.throughput(district.today).unwrap();
    assert!((2..=20).contains(&month.decided), "{month:?}");
}

#[test]
fn what_was_decided_had_its_answers() {
    let district = district("2026-03-10");
    let mut tried = 0;
    for request in district.all::<Request>() {
        let pending = request.state == RequestState::DecisionPending;
        if request.state != RequestState::Decided && !pending {
            continue;
        }
        let sheet = district
            .store
            .sheet(request.id, "pvandelune", district.today);
        let sheet = sheet.unwrap();
        assert_eq!(sheet.blocking, [], "{}", request.number);
        if !pending {
            assert!(
                !sheet.decisions.is_empty(),
                "{}: no approval",
                request.number
            );
            let standing = gate::standing(&sheet.lists);
            let outcome = match sheet.decisions[0].status {
                ApprovalStatus::Denied => Outcome::Deny,
                ApprovalStatus::Approved => Outcome::Approve,
                ApprovalStatus::Conditional => Outcome::Conditional,
                _ => continue,
            };
            assert_eq!(
                gate::refusal(&standing, outcome),
                None,
                "{}",
                request.number
            );
        }
        tried += 1;
    }
    assert!(tried > 50, "{tried} decided");
    let conditions = district.all::<Condition>();
    assert!(
        conditions
            .iter()
            .any(|c| c.owner.is_some() && c.met_on.is_some())
    );
    assert!(
        conditions
            .iter()
            .any(|c| c.due_on.is_some() && c.met_on.is_none())
    );
}

#[test]
fn what_was_retired_has_its_tail_and_what_went_wrong_its_record() {
    let district = district("2026-03-10");
    let approvals = district.all::<Approval>();
    let waits = |a: &&Approval| a.deletion_requested.is_some() && a.deletion_confirmed.is_none();
    let waiting: Vec<&Approval> = approvals.iter().filter(waits).collect();
    let overdue = waiting
        .iter()
        .filter(|a| a.deletion_due < Some(district.today));
    assert_eq!((waiting.len(), overdue.count()), (2, 1));
    assert!(
        approvals
            .iter()
            .any(|a| a.deletion_confirmed.is_some() && a.deletion_evidence.is_some())
    );
    let incidents = district.all::<Incident>();
    assert!(
        incidents
            .iter()
            .any(|i| i.effect == IncidentEffect::Watch && i.closed_on.is_none())
    );
    assert!(incidents.iter().any(|i| i.closed_on.is_some()));
}

#[test]
fn the_calendar_reaches_two_years_ahead() {
    let district = district("2026-03-10");
    let days = district.all::<CalendarDay>();
    let (first, last) = (
        days.iter().map(|d| d.day).min(),
        days.iter().map(|d| d.day).max(),
    );
    assert!(first < Some(day("2022-03-10")) && last > Some(day("2028-03-10")));
    let calendar = district.store.calendar().unwrap();
    for closed in [
        "2025-11-27",
        "2025-12-24",
        "2026-01-19",
        "2026-03-23",
        "2027-12-24",
    ] {
        assert!(!calendar.works_on(day(closed)), "{closed}");
    }
    assert!(calendar.works_on(district.today));
    assert!(calendar.boards().all(|(meeting, cutoff)| cutoff < meeting));
    assert!(calendar.boards().count() > 60);
}

#[test]
fn nobody_who_asks_bears_a_common_name() {
    const COMMON: &str = "smith johnson williams brown jones garcia miller davis rodriguez martinez \
        hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin lee perez \
        thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright \
        scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell \
        carter roberts";
    let district = district("2026-03-10");
    let asks = district.all::<Requester>();
    let names: Vec<String> = asks.into_iter().filter_map(|ask| ask.name).collect();
    assert!(names.len() > 40);
    for name in names {
        let surname = name.rsplit(' ').next().unwrap().to_lowercase();
        assert!(
            !COMMON.split_whitespace().any(|common| common == surname),
            "{name}"
        );
    }
}

#[test]
fn a_notice_is_due_on_the_day_that_its_contract_says() {
    for today in ["2026-03-10", "2026-07-01", "2026-12-31", "2028-02-29"] {
        let district = district(today);
        let mut due = 0;
        for decision in district.all::<Renewal>() {
            let Some(day) = decision.notice_due else {
                continue;
            };
            let sheet = district
                .store
                .agenda_sheet(decision.contract, "ofarthing", district.today)
                .unwrap();
            if sheet.row.dates.term_end == decision.cycle_end {
                let number = &sheet.row.number;
                assert_eq!(Some(day), sheet.row.dates.cancel_by, "{number} on {today}");
                due += 1;
            }
        }
        assert!(due >= 3, "{due} on {today}");
    }
}

#[test]
fn renewals_have_something_missed_unknown_decided_and_left_to_do() {
    let district = district("2026-03-10");
    let filter = AgendaFilter::default();
    let rows = district.store.agenda(&filter, district.today).unwrap();
    let soon = district.today + Days::new(31);
    assert!(
        rows.iter()
            .any(|row| row.is_open() && row.key_day() <= soon)
    );
    assert!(rows.iter().any(|row| row.notice.ends_with('?')));
    let decisions = district.all::<Renewal>();
    for choice in Choice::ALL {
        assert!(decisions.iter().any(|d| d.choice == *choice), "{choice}");
    }
    let to_dos = district.store.to_dos(district.today).unwrap();
    for what in ["send the notice", "file the proof", "confirm that our data"] {
        assert!(
            to_dos.iter().any(|to_do| to_do.what.contains(what)),
            "{what}"
        );
    }
    let deleted = to_dos.iter().find(|t| t.what.contains("confirm that our"));
    assert!(deleted.unwrap().by < Some(district.today));
    assert!(!district.all::<Funding>().is_empty() && !district.all::<Share>().is_empty());
    assert!(district.all::<Term>().len() > 20);
}

#[test]
fn overlaps_of_every_kind_are_found_and_some_are_dealt_with() {
    for today in ["2026-03-10", "2026-11-25"] {
        let district = district(today);
        let board = district.store.overlaps(district.today).unwrap();
        let count = |is: &dyn Fn(&&AlertRow) -> bool| board.rows.iter().filter(is).count();
        let kinds = [
            (OverlapKind::SameProduct, 3, 5),
            (OverlapKind::Covered, 2, 4),
            (OverlapKind::TooManyLms, 1, 1),
            (OverlapKind::SameStandards, 1, 1),
            (OverlapKind::Identity, 2, 4),
        ];
        for (kind, least, most) in kinds {
            let open = count(&|row| row.kind == kind && row.standing.is_open());
            assert!(
                (least..=most).contains(&open),
                "{open} of {kind} on {today}"
            );
        }
        let costs = |row: &&AlertRow| {
            row.kind == OverlapKind::SameFunction && row.standing.is_open() && row.savings.0.0 > 0
        };
        assert!(count(&costs) >= 12, "{} on {today}", count(&costs));
        for (standing, several) in [
            (Standing::Acknowledged, 3),
            (Standing::Planned, 1),
            (Standing::Dismissed, 2),
            (Standing::Resolved, 2),
            (Standing::Closed, 1),
        ] {
            let found = count(&|row| row.standing == standing);
            assert_eq!(found, several, "{standing} on {today}");
        }
        assert_eq!(board.closed.0, 3, "{today}");
    }
}

#[test]
fn a_part_of_the_money_is_at_risk_and_most_products_have_somebody() {
    for today in ["2026-03-10", "2026-07-20", "2026-11-25", "2027-05-03"] {
        let district = district(today);
        let totals = district.store.waste(None, district.today).unwrap().totals;
        let share = totals.at_risk.0 * 100 / totals.spend.0;
        assert!((15..28).contains(&share), "{share} percent on {today}");
        assert!(totals.factors.iter().all(|taken| taken.net.0 > 0));
        assert!(totals.unmeasured.0 > 0);
        let rows = district.store.ownership(district.today).unwrap();
        let paid = rows.iter().filter(|row| row.cost.0 > 0);
        let (owned, alone): (Vec<_>, Vec<_>) = paid.partition(|row| row.is_owned());
        assert!(
            owned.len() > 3 * alone.len() / 2,
            "{} {}",
            owned.len(),
            alone.len()
        );
        assert!(alone.len() >= 12, "{}", alone.len());
        let coverage = district.store.coverage(district.today).unwrap();
        let gaps = coverage.iter().filter(|row| row.trained.is_gap()).count();
        assert!(
            gaps > 3 && gaps * 2 < coverage.len(),
            "{gaps} of {}",
            coverage.len()
        );
    }
}
