//! The made-up district: carried out on real files on awkward days, its size, its numbers, its names.

use std::collections::{HashMap, HashSet};

use crate::support::district::{District, day, district};
use crate::support::length::Sample;
use chrono::{Days, NaiveDate};
use hallpass::demo;
use hallpass::domain::approval::{Agreement, Approval, ApprovalStatus};
use hallpass::domain::contract::{Contract, ContractId, Line, PriceModel};
use hallpass::domain::inventory::{Compatibility, Inventory, Provisioning, Training, Usage};
use hallpass::domain::money::Cents;
use hallpass::domain::person::{Owner, Person, PersonId};
use hallpass::domain::product::{Alias, Function, Product, Vendor};
use hallpass::domain::renewal::agenda::AgendaFilter;
use hallpass::domain::request::{ItemAnswer, Pause, Request, RequestId, RequestState, Requester};
use hallpass::domain::review::QueueFilter;
use hallpass::domain::school::{Device, Level, School, SchoolId};
use hallpass::store::{Scope, Store};

#[test]
fn it_is_carried_out_without_a_refusal_whatever_the_day() {
    // The leap day and the first of a year, of a fiscal year and of nothing are tried always.
    let days = [
        "2028-02-29",
        "2026-06-30",
        "2026-07-01",
        "2026-12-31",
        "2027-01-01",
        "2026-10-20",
        "2026-03-15",
    ];
    let mut sample = Sample::one_of(2, "days on which a district is made up");
    for (_, today) in (0..).zip(days).filter(|(nth, _)| sample.takes(*nth)) {
        let district = district(today);
        assert!(district.store.check().is_empty(), "{today}");
        assert_eq!(district.all::<Product>().len(), demo::PRODUCTS, "{today}");
        numbers_agree(&district);
    }
}

#[test]
fn a_founder_with_a_made_up_login_stays_the_admin() {
    let today = day("2026-03-10");
    for login in ["ofarthing", "gferrandine"] {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(&dir.path().join("demo.db"), None).unwrap();
        let now = today.and_hms_opt(16, 0, 0).unwrap().and_utc();
        store.apply_all(&demo::district(today, now, login)).unwrap();
        let person: Person = store.get(PersonId(1)).unwrap();
        assert_eq!((person.login.as_str(), person.left_on), (login, None));
        assert_eq!(person.roles.to_string(), "admin");
    }
}

#[test]
fn there_is_as_much_of_everything_as_a_district_has() {
    let district = district("2026-03-10");
    let count = |kind: &str, found: usize, from: usize, to: usize| {
        assert!((from..=to).contains(&found), "{found} {kind}");
    };
    count("schools", district.all::<School>().len(), 14, 14);
    count("products", district.all::<Product>().len(), 400, 400);
    count("vendors", district.all::<Vendor>().len(), 140, 160);
    count("functions", district.all::<Function>().len(), 25, 32);
    count("people", district.all::<Person>().len(), 12, 14);
    count("contracts", district.all::<Contract>().len(), 130, 145);
    count("contracts now", district.current().len(), 58, 72);
    count("devices", district.all::<Device>().len(), 25, 35);
    count("aliases", district.all::<Alias>().len(), 25, 60);
    count("inventory", district.all::<Inventory>().len(), 400, 700);
    count("approvals", district.all::<Approval>().len(), 400, 460);
    count("agreements", district.all::<Agreement>().len(), 90, 140);
    count("usage", district.all::<Usage>().len(), 1000, 2500);
    count("training", district.all::<Training>().len(), 100, 250);
    count("tests", district.all::<Compatibility>().len(), 120, 250);
    count("owners", district.all::<Owner>().len(), 400, 520);
    count("switches", district.all::<Provisioning>().len(), 45, 100);
    count("requests", district.all::<Request>().len(), 80, 130);
    let levels: Vec<Level> = district
        .all::<School>()
        .iter()
        .filter_map(|s| s.level)
        .collect();
    let of = |level| levels.iter().filter(|l| **l == level).count();
    assert_eq!(
        (of(Level::Elementary), of(Level::Middle), of(Level::High)),
        (8, 3, 3)
    );
    let june = district.current();
    let june = june.iter().filter(|(_, c)| c.term_end == day("2026-06-30"));
    assert!(june.count() * 3 >= district.current().len());
}

/// What must hold between the numbers of any day.
fn numbers_agree(district: &District) {
    let today = district.today;
    for line in district.all::<Line>() {
        let (quantity, unit) = (line.quantity.unwrap(), line.unit_cents.unwrap());
        assert_eq!(line.total_cents, Some(Cents(quantity * unit.0)), "{today}");
    }
    seats_add_up(district);
    terms_follow_each_other(district);
    let mut shares: HashMap<i64, i64> = HashMap::new();
    for device in district.all::<Device>() {
        *shares.entry(device.school.0).or_default() += device.share.unwrap();
    }
    assert!(shares.len() == 14 && shares.values().all(|share| *share == 100));
    let mut windows = HashSet::new();
    for usage in district.all::<Usage>() {
        assert!(
            usage.to < today && usage.definition.is_some(),
            "{today}: {usage:?}"
        );
        assert!(usage.active <= usage.activated && usage.activated <= usage.provisioned);
        assert!(usage.active.is_some() != usage.active_ppm.is_some());
        assert!(
            windows.insert((usage.product, usage.school, usage.from)),
            "{today}: {usage:?}"
        );
    }
    for training in district.all::<Training>() {
        assert!(training.trained <= training.target && training.on <= Some(today));
    }
    for approval in district.all::<Approval>() {
        let decided = !matches!(
            approval.status,
            ApprovalStatus::Discovered | ApprovalStatus::UnderReview
        );
        assert_eq!(approval.reason.is_some(), decided, "{today}: {approval:?}");
        assert_eq!(approval.decided_by.is_some(), decided);
        assert!(approval.decided_on <= Some(today) && approval.from <= Some(today));
    }
    reviews_go_forward(district);
}

fn reviews_go_forward(district: &District) {
    let today = district.today;
    let requests = district.all::<Request>();
    let received: HashMap<RequestId, NaiveDate> =
        requests.iter().map(|r| (r.id, r.received_on)).collect();
    for request in &requests {
        let days = [
            Some(request.received_on),
            request.decided_on,
            request.appealed_on,
        ];
        let days: Vec<NaiveDate> = days.into_iter().flatten().collect();
        assert!(
            days.is_sorted() && days.last() <= Some(&today),
            "{today}: {request:?}"
        );
        let answered = request.state == RequestState::Duplicate;
        assert!(
            !answered || request.answered_by.is_some(),
            "{today}: {request:?}"
        );
    }
    for pause in district.all::<Pause>() {
        assert!(
            pause.since >= received[&pause.request],
            "{today}: {pause:?}"
        );
    }
    for answer in district.all::<ItemAnswer>() {
        let on = answer.on.unwrap();
        assert!(
            on >= received[&answer.request] && on <= today,
            "{today}: {answer:?}"
        );
    }
    for ask in district.all::<Requester>() {
        assert!(
            ask.asked_on >= Some(received[&ask.request]),
            "{today}: {ask:?}"
        );
    }
}

fn seats_add_up(district: &District) {
    let inventory = district.all::<Inventory>();
    let mut over = 0;
    for (line, contract) in district.current() {
        use PriceModel::{Concurrent, PerDevice, PerStudent, PerTeacher};
        let placed = inventory
            .iter()
            .filter(|i| i.product == line.product && i.buyer == contract.buyer);
        let placed: Vec<&Inventory> = placed.collect();
        assert!(!placed.is_empty(), "{}: {line:?}", district.today);
        over += placed
            .iter()
            .filter(|i| i.seats.is_some() && i.used > i.seats)
            .count();
        let seats: Option<i64> = placed.iter().map(|i| i.seats).sum();
        let counted = matches!(
            line.model,
            Some(Concurrent | PerDevice | PerStudent | PerTeacher)
        );
        let expected = if counted { line.quantity } else { None };
        assert_eq!(seats, expected, "{}: {line:?}", district.today);
        for i in placed {
            assert!(line.schools.covers(SchoolId(i.school.0)));
        }
    }
    assert_eq!(over, 1, "one school uses more than it has");
}

/// The list of renewals and a contract's own sheet, the sides of an overlap and the lists of schools tell the
/// same seats and people of a contract.
#[test]
fn every_list_tells_the_same_use_of_a_contract() {
    let district = district("2026-03-10");
    let (store, today) = (&district.store, district.today);
    let lines = district.all::<Line>();
    let all = AgendaFilter {
        all: true,
        ..AgendaFilter::default()
    };
    let rows = store.agenda(&all, today).unwrap();
    assert!(
        rows.iter()
            .any(|row| row.seats.is_none() && row.used.is_some())
    );
    let of = |id: ContractId| rows.iter().find(|row| row.contract == id);
    let lines_of = |id: ContractId| lines.iter().filter(move |line| line.contract == id);
    for row in &rows {
        let sheet = store.agenda_sheet(row.contract, "ada", today).unwrap();
        assert_eq!(sheet.seats.purchased, row.seats, "{}", row.number);
        if row.used.is_some() {
            assert_eq!(sheet.seats.active, row.used, "{}", row.number);
        }
    }
    let mut compared = 0;
    for alert in &store.overlaps(today).unwrap().rows {
        let Ok(sheet) = store.overlap(&alert.fingerprint, "ada", today) else {
            continue;
        };
        for side in &sheet.sides {
            let ([(contract, number)], true) = (&side.contracts[..], alert.products.len() == 1)
            else {
                continue;
            };
            let Some(row) = of(*contract).filter(|_| lines_of(*contract).count() == 1) else {
                continue;
            };
            assert_eq!((side.seats, side.used), (row.seats, row.used), "{number}");
            compared += 1;
        }
    }
    assert!(compared > 5, "{compared}");
    let usage = district.all::<Usage>();
    let inventory = district.all::<Inventory>();
    let contracts = district.all::<Contract>().into_iter();
    let contracts: HashMap<ContractId, Contract> = contracts.map(|c| (c.id, c)).collect();
    let overview = store.overview(today).unwrap();
    let schools: Vec<SchoolId> = overview.schools.iter().map(|row| row.school.id).collect();
    compared = 0;
    for row in &rows {
        let [product] = row.products[..] else {
            continue;
        };
        let bought = rows
            .iter()
            .filter(|other| other.products.contains(&product));
        if bought.count() > 1 || lines_of(row.contract).count() > 1 {
            continue;
        }
        let cells = store.cells(&[product], &schools, today).unwrap();
        let used: Vec<i64> = cells.iter().filter_map(|cell| cell.used).collect();
        let used = (!used.is_empty()).then(|| used.iter().sum::<i64>());
        // A newer count of the district as a whole says nothing of one school, and a school's cell is of the
        // product, whoever bought it or nobody.
        let whole = |count: &Usage| count.school.is_none() && count.product == product;
        let buyer = contracts[&row.contract].buyer;
        let others = |held: &Inventory| held.product == product && held.buyer != buyer;
        if usage.iter().any(whole) || inventory.iter().any(others) {
            continue;
        }
        assert_eq!(used, row.used, "{}", row.number);
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

/// Digests and alerts tell of contracts from rows without who uses what they pay for: else they are those of the agenda.
#[test]
fn the_agenda_of_days_is_the_agenda_without_use_and_funds() {
    let district = district("2026-03-10");
    let (store, today) = (&district.store, district.today);
    let all = AgendaFilter {
        all: true,
        ..AgendaFilter::default()
    };
    let mut whole = store.agenda(&all, today).unwrap();
    let mut days = store.agenda_of_days(today).unwrap();
    assert!(whole.iter().any(|row| row.used.is_some()));
    assert!(days.iter().all(|row| row.used.is_none()));
    for row in whole.iter_mut().chain(&mut days) {
        (row.used, row.measured, row.funds) = (None, None, Vec::new());
    }
    assert_eq!(days, whole);
}

/// The queue reads less of all products than the sheet of one of them does, and says the same.
#[test]
fn what_calls_for_a_review_in_the_queue_calls_for_it_alone() {
    for today in ["2026-03-10", "2026-08-03"] {
        let district = district(today);
        let (store, today) = (&district.store, district.today);
        let rows = store.queue(&QueueFilter::default(), today).unwrap();
        let begun = rows.iter().filter(|row| row.request.is_some());
        let begun: HashSet<_> = begun.map(|row| row.product).collect();
        let mut alone = Vec::new();
        for product in district.all::<Product>() {
            let due = store.due(product.id, today).unwrap();
            alone.extend(due.filter(|_| !begun.contains(&product.id)));
        }
        let mut together: Vec<_> = rows
            .into_iter()
            .filter(|row| row.request.is_none())
            .collect();
        together.sort_by_key(|row| row.product);
        assert!(together.len() > 10, "{}", together.len());
        assert_eq!(together, alone, "{today}");
    }
}

/// The words of all that a school has, which are read together, are those of the answers.
#[test]
fn the_words_of_a_school_are_those_of_its_answers() {
    let district = district("2026-03-10");
    let (store, today) = (&district.store, district.today);
    let mut products: Vec<_> = district
        .all::<Product>()
        .iter()
        .map(|product| product.id)
        .collect();
    // Some are there twice, bought by two.
    products.extend_from_within(..20);
    let mut told = HashSet::new();
    for school in district.all::<School>() {
        let scope = Scope {
            school: Some(school.id),
            grade: None,
            today,
        };
        let words = store.words_in(school.id, &products, today).unwrap();
        for (product, word) in products.iter().zip(words) {
            let answer = store.brief_answer(*product, scope, None).unwrap();
            assert_eq!(word, answer.word, "{product:?} at {}", school.name);
            told.insert(word);
        }
    }
    assert!(told.len() > 4, "{told:?}");
}

fn terms_follow_each_other(district: &District) {
    type Terms = Vec<(NaiveDate, NaiveDate)>;
    let mut deals: HashMap<(i64, Option<i64>), Terms> = HashMap::new();
    let contracts = district.all::<Contract>();
    for line in district.all::<Line>() {
        let contract = contracts.iter().find(|c| c.id == line.contract).unwrap();
        let key = (line.product.0, contract.buyer.map(|b| b.0));
        let term = (contract.term_start.unwrap(), contract.term_end);
        deals.entry(key).or_default().push(term);
    }
    for terms in deals.values_mut() {
        terms.sort_unstable();
        for pair in terms.windows(2) {
            assert_eq!(pair[0].1 + Days::new(1), pair[1].0, "{}", district.today);
        }
    }
    assert!(deals.values().any(|terms| terms.len() >= 4));
}
