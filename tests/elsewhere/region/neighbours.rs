//! What neighbours say of a district's own product, read beside its screens; and a review from a neighbour's decision.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Stamp;
use hallpass::domain::zone::Zone;
use hallpass::office::Days;
use hallpass::office::neighbours::NeighboursReader;
use hallpass::office::query::neighbours::NeighboursTold;
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::office::reader::OfficeReader;
use rustix::process::{Pid, Signal, kill_process};

use super::{joined, office, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// Reads what neighbours say for this desk, at the time that is set.
fn reader(desk: &Desk, now: &Arc<Mutex<DateTime<Utc>>>) -> NeighboursReader {
    let now = Arc::clone(now);
    let clock = move || {
        let at = *now.lock().unwrap();
        Stamp::own("ada", at, at.date_naive())
    };
    let days = (Days(Arc::new(Mutex::new(Zone::utc()))), Zone::utc());
    let office = OfficeReader::new(desk.path("office.db"), days, Box::new(clock));
    NeighboursReader::new(office)
}

/// What it says of the first product.
fn ask(reader: &mut NeighboursReader) -> Option<NeighboursTold> {
    match reader.answer(&Query::Neighbours(ProductId(1))) {
        Ok(Answer::Neighbours(told)) => told.map(|told| *told),
        other => panic!("{other:?}"),
    }
}

pub fn neighbours_are_told_beside_and_never_waited_for() {
    let server = Postgres::new();
    region(&server, &["ash", "birch", "cedar"]);
    let now: Arc<Mutex<DateTime<Utc>>> =
        Arc::new(Mutex::new("2026-03-10T10:32:00Z".parse().unwrap()));
    let later = |seconds| *now.lock().unwrap() += chrono::TimeDelta::seconds(seconds);
    let ash = office("approved", "", "2026-06-30", "4.50");
    let mut alone = reader(&ash, &now);
    assert_eq!(ask(&mut alone), None, "in no region");
    let ash = joined(&server, ash, "ash", "--accept");
    ash.ok("region push");
    let birch = joined(
        &server,
        office("conditional", "ask first", "2026-07-31", "4.00"),
        "birch",
        "--accept",
    );
    birch.file(
        "agreements.csv",
        "vendor,product,kind,from,until\nGimkit Inc,Gimkit,DPA,2025-01-01,2027-01-01\nGimkit Inc,Gimkit,Old DPA,2020-01-01,2021-01-01\n",
    );
    birch.ok("import agreements agreements.csv");
    birch.ok("region push");
    let cedar = joined(
        &server,
        office("denied", "sells data", "2030-06-30", "6.00"),
        "cedar",
        "--accept",
    );
    cedar.ok("region push");
    let mut reader = reader(&ash, &now);
    let told = ask(&mut reader).unwrap();
    let line = |told: &NeighboursTold| told.line("2026-03-10".parse().unwrap()).unwrap();
    // Birch and cedar; ash knows itself.
    assert_eq!(
        line(&told),
        "1 of 2 with conditions, 1 no; 1 asked for a DPA (by its name, read 10:32)"
    );
    // What was read is kept for ten minutes, and then read again.
    cedar.ok("region leave");
    later(9 * 60);
    assert_eq!(ask(&mut reader), Some(told));
    later(60);
    let told = ask(&mut reader).unwrap();
    assert_eq!(
        line(&told),
        "1 of 1 with conditions; 1 asked for a DPA (by its name, read 10:42)"
    );
    // Frozen: it gives up in a few seconds, tells what it knew with its age, and lets the region rest for a minute.
    let process = Pid::from_raw(server.process()).unwrap();
    let mut fresh = self::reader(&ash, &now);
    kill_process(process, Signal::STOP).unwrap();
    let began = Instant::now();
    assert_eq!(ask(&mut fresh), None);
    let took = began.elapsed();
    let at_once = Instant::now();
    assert_eq!(ask(&mut fresh), None);
    kill_process(process, Signal::CONT).unwrap();
    assert!(took < Duration::from_secs(9), "{took:?}");
    assert!(at_once.elapsed() < Duration::from_secs(1));
    server.stop();
    later(11 * 60);
    assert_eq!(ask(&mut reader), Some(told.clone()), "known, with its age");
    assert_eq!(line(&told), line(&ask(&mut reader).unwrap()));
}

pub fn what_a_neighbour_decided_comes_as_claims_by_a_command() {
    let server = Postgres::new();
    region(&server, &["ash", "birch"]);
    let ash = office("conditional", "ask first", "2026-07-31", "4.00");
    let ash = joined(&server, ash, "ash", "--allow answers --accept");
    ash.ok("region push");
    // Of a review that was decided the answers go too.
    server.psql(
        "district_ash",
        "INSERT INTO hallpass.answer (product, place, track, edition, item, answer)
         VALUES (1, 1, 'technical', 1, 'T05', 'pass'), (1, 2, 'curricular', 2, 'C02', 'fail')",
    );
    // Nor does a file of decisions say when each was made.
    server.psql(
        "owner",
        "UPDATE hallpass.decision SET decided_on = '2026-01-04'",
    );
    let birch = Desk::empty();
    birch.file("products.csv", "name\nGimkit\n");
    birch.ok("import products products.csv");
    let said = birch.fails("review claims Gimkit --from-neighbour ash", 1);
    assert!(said.contains("takes part in no region"), "{said}");
    let birch = joined(&server, birch, "birch", "--accept");
    let said = birch.ok("review claims Gimkit --from-neighbour ash");
    assert!(
        said.starts_with("Began R-1 Gimkit: 2 answers and 0 conditions of Harlow to check."),
        "{said}"
    );
    let review = birch.json("review show R-1");
    let item = |track: usize, id: &str| {
        let items = review["checklists"][track]["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == id).unwrap().clone()
    };
    let claimed = item(0, "T05");
    assert_eq!(claimed["answer"], serde_json::Value::Null);
    assert_eq!(
        claimed["on_file"]["says"][0],
        "Claimed by Harlow, Jan 4 2026: pass"
    );
    assert_eq!(claimed["on_file"]["suggests"], serde_json::Value::Null);
    let told = birch.ok("review show R-1");
    assert!(
        told.contains("Claimed by Harlow, Jan 4 2026: decided: conditional, for all schools."),
        "{told}"
    );
    assert!(
        told.contains("Claimed by Harlow, Jan 4 2026: reason: ask first."),
        "{told}"
    );
    let said = birch.ok("review claims R-1 --from-neighbour ash");
    assert!(said.contains("has these claims already"), "{said}");
    let said = birch.run(&["review", "claims", "R-1", "--from-neighbour", "cedar"]);
    assert_eq!(said.code, 3, "{}", said.err);
    birch.ok("undo");
    let said = birch.run(&["review", "show", "R-1"]);
    assert_eq!(said.code, 3, "one undo takes all of it back: {}", said.out);
}
