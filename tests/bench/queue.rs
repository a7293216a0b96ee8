//! How long the review queue takes with many requests open: to read, to show, to scroll, to answer.
//! Sizes: `HALLPASS_BENCH_REQUESTS=2000,10000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod office;
mod support;

use std::path::Path;
use std::time::Duration;

use chrono::Days;
use hallpass::domain::change::Change;
use hallpass::domain::person::{PersonId, Role, Roles};
use hallpass::domain::product::{DataUse, ProductId};
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::request::{
    ItemAnswer, ItemResult, Request, RequestId, RequestState, Trigger, WaitingOn,
};
use hallpass::domain::review::QueueFilter;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Access, Store};
use office::screen::Screen;
use support::{District, ms, peak_mb, percentile, repeated, sizes, stamp, timed, told};

/// Of each request, so many items of the checklists are answered.
const ANSWERS: usize = 12;

fn main() {
    for open in sizes("HALLPASS_BENCH_REQUESTS", &[2_000]) {
        let mut district = District::new(150, 3_000.max(open));
        let (time, records) = timed(|| fill(&mut district.store, open));
        let size = format!("{open}-open-{}-products", district.products);
        told(
            "fill",
            &size,
            records as f64 / time.as_secs_f64(),
            "records/s",
        );
        reads(&district.store, &size, open);
        let path = district.path();
        drop(district.store);
        screen(&path, &size);
        told("peak", &size, peak_mb("self"), "MB");
    }
}

/// Opens so many requests, each with an ask, answers and now and then a pause. Gives how many records.
fn fill(store: &mut Store, open: usize) -> usize {
    let people = ["petra", "marek", "noor"].map(|login| {
        Put::new(Kind::Person)
            .with("login", login.to_owned())
            .with("name", login.to_owned())
            .with("roles", Roles(vec![Role::Technical, Role::Curricular]))
    });
    let mut puts = people.to_vec();
    // Who has nothing yet, who is of one school, and who takes calls.
    for (login, roles, schools) in [
        ("untaken", vec![Role::Technical], Schools::All),
        (
            "one_school",
            vec![Role::Technical],
            Schools::only(vec![SchoolId(150)]),
        ),
        ("huang", vec![Role::Helpdesk], Schools::All),
    ] {
        puts.push(
            Put::new(Kind::Person)
                .with("login", login.to_owned())
                .with("name", login.to_owned())
                .with("roles", Roles(roles))
                .with("schools", schools),
        );
    }
    for n in 0..open {
        request(n, &mut puts);
    }
    let count = puts.len();
    let what = "requests".to_owned();
    store
        .apply(&Change::Import { what, puts }, &stamp())
        .unwrap();
    count
}

fn request(n: usize, puts: &mut Vec<Put>) {
    use RequestState::{AwaitingVendor, InReview, Submitted, Triaged};
    let state = [InReview, Triaged, InReview, AwaitingVendor, Submitted][n % 5];
    let taken = matches!(state, InReview | AwaitingVendor);
    let received = stamp().today - Days::new(1 + (n * 7 % 60) as u64);
    let product = ProductId(1 + n as i64);
    puts.push(
        Put::id(product)
            .with("data", Some(DataUse::ALL[n % 4]))
            .with("instructional", Some(!n.is_multiple_of(3))),
    );
    let place = puts.len();
    puts.push(
        Put::new(Kind::Request)
            .with("number", format!("R-{n}"))
            .with("product", product)
            .with("trigger", Trigger::ALL[n % 2])
            .with("state", state)
            .with("owner", taken.then(|| PersonId(2 + n as i64 % 3)))
            .with("technical_edition", 1)
            .with("curricular_edition", 1)
            .with("received_on", received),
    );
    let asked = Put::new(Kind::Requester)
        .with("request", Given::Made(place))
        .with("product", product)
        .with("school", Some(SchoolId(1 + n as i64 % 150)))
        .with("name", Some(format!("Teacher {n}")))
        .with("asked_on", Some(received));
    puts.push(asked);
    for item in (1..=ANSWERS).filter(|_| taken) {
        puts.push(
            Put::new(Kind::ItemAnswer)
                .with("request", Given::Made(place))
                .with("item", format!("T{item:02}"))
                .with("answer", Some(ItemResult::Pass))
                .with("by", Some("petra".to_owned()))
                .with("on", Some(received)),
        );
    }
    if state == AwaitingVendor {
        let pause = Put::new(Kind::Pause)
            .with("request", Given::Made(place))
            .with("waiting_on", WaitingOn::Vendor)
            .with("what", Some("agreement".to_owned()))
            .with("since", received);
        puts.push(pause);
    }
}

fn p50(name: &str, size: &str, mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..9).map(|_| timed(&mut work).0).collect();
    told(
        &format!("{name}_p50"),
        size,
        ms(percentile(&mut times, 0.5)),
        "ms",
    );
    told(
        &format!("{name}_max"),
        size,
        ms(percentile(&mut times, 1.0)),
        "ms",
    );
}

fn reads(store: &Store, size: &str, open: usize) {
    let today = stamp().today;
    let all = QueueFilter::default();
    p50("queue", size, || {
        assert!(store.queue(&all, today).unwrap().len() >= open);
    });
    p50("queue_size", size, || {
        assert!(store.queue_size(None, today).unwrap().open > open / 2);
    });
    let mut kept = Some(store.open_queue(today).unwrap());
    p50("queue_now", size, || {
        kept = store.queue_now(kept.take().unwrap()).unwrap();
    });
    let mine = QueueFilter {
        mine: Some("petra".into()),
        ..QueueFilter::default()
    };
    p50("queue_mine", size, || {
        assert!(!store.queue(&mine, today).unwrap().is_empty());
    });
    let ids = store.all::<Request>().unwrap();
    let ids: Vec<RequestId> = ids.iter().map(|request| request.id).collect();
    let mut nth = 0;
    p50("sheet", size, || {
        nth += open / 10;
        drop(store.sheet(ids[nth % open], "petra", today).unwrap());
    });
    for login in ["petra", "untaken", "one_school", "huang"] {
        p50(&format!("next_for_{login}"), size, || {
            drop(store.next_for(login, today).unwrap());
        });
    }
    p50("throughput", size, || {
        assert_eq!(store.throughput(today).unwrap().decided, 0);
    });
}

fn store(path: &Path) -> Store {
    Store::open(path, Access::Read).unwrap()
}

/// The screen with everything it asks answered at once: what a key costs until it is drawn.
fn screen(path: &Path, size: &str) {
    for (window, columns, rows) in [("80x24", 80, 24), ("140x40", 140, 40)] {
        let size = format!("{size}-{window}");
        let (time, screen) = timed(|| Screen::of(path, "ada"));
        let mut screen = screen.sized(columns, rows);
        told("screen_start", &size, ms(time), "ms");
        screen.press("Esc");
        keys(&mut screen, "screen_open", "5 Esc 1", 9, &size);
        keys(&mut screen, "screen_down", "j", 60, &size);
        let row = screen.row();
        keys(&mut screen, "screen_page", "PgDn", 20, &size);
        assert_ne!(screen.row(), row);
        let mut times: Vec<Duration> = (0..60)
            .map(|_| timed(|| drop(screen.held("j"))).0)
            .collect();
        told(
            "screen_held_p99",
            &size,
            ms(percentile(&mut times, 0.99)),
            "ms",
        );
        let answers = || store(path).all::<ItemAnswer>().unwrap().len();
        let before = answers();
        screen.press("g Enter");
        keys(&mut screen, "screen_answer", "+", 12, &size);
        assert_eq!(answers(), before + 12);
    }
}

/// Presses keys so many times, each until it is answered and drawn.
fn keys(screen: &mut Screen, name: &str, keys: &str, count: usize, size: &str) {
    repeated(name, size, count, || {
        screen.press(keys);
        drop(screen.text());
    });
}
