//! The same list of contracts again, once the terms that it tells have gone by.

use serde_json::Value;

use hallpass::store::{Access, Store};

use crate::support::desk::Desk;
use crate::support::reviews::on;

const HEAD: &str = "number,product,bought_by,term_start,term_end,auto_renew,renew_months,notice,model,quantity,total,escalator,owner\n";

/// The tally of an import on a day, and what it said beside it.
fn imported(desk: &Desk, day: &str) -> (Vec<i64>, String) {
    let line = format!("import contracts list.csv --json --now {day}");
    let said = desk.run(&line.split(' ').collect::<Vec<_>>());
    assert_eq!(said.code, 0, "{}", said.err);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    let tally = ["read", "added", "changed", "unchanged"];
    let tally = tally.iter().map(|field| told[field].as_i64().unwrap());
    (tally.collect(), told.to_string() + &said.err)
}

/// The contracts on a day on which somebody has a screen open, so that the terms that went by are kept.
fn rolled(desk: &Desk, day: &str) -> String {
    let mut store = Store::open(&desk.path("office.db"), Access::Write).unwrap();
    store.roll_over(&on("ada", day)).unwrap();
    desk.ok(&format!("export contracts --now {day}"))
}

#[test]
fn a_row_of_a_term_that_went_by_changes_nothing() {
    for (rows, told) in [
        // Three years at a time, dearer each time.
        (
            "K11,Numberly,OAK,2023-04-01,2026-03-31,yes,36,45 days,per_student,60,1800,10,\n",
            "tells the term of K11 to 2026-03-31, which has gone on to 2029-03-31",
        ),
        // A month at a time.
        (
            "K10,Numberly,district,2026-03-01,2026-03-31,yes,1,10 days,district,,100,,nguyen\n",
            "tells the term of K10 to 2026-03-31, which has gone on to 2026-06-30",
        ),
        // Of two products, and without a number.
        (
            "K12,Numberly,district,2025-04-01,2026-03-31,yes,12,30 days,district,,100,5,\n\
             K12,Quill Pad,district,2025-04-01,2026-03-31,yes,12,30 days,district,,200,5,\n",
            "tells the term of K12 to 2026-03-31, which has gone on to 2027-03-31",
        ),
        (
            ",Numberly,LIN,2025-04-01,2026-03-31,yes,12,30 days,per_student,40,400,5,\n",
            "to 2026-03-31, which has gone on to 2027-03-31",
        ),
    ] {
        let desk = Desk::furnished();
        desk.file("list.csv", &format!("{HEAD}{rows}"));
        let count = rows.lines().count() as i64;
        let (tally, _) = imported(&desk, "2026-03-10");
        assert_eq!(tally, [count, count, 0, 0], "{rows}");
        let (tally, said) = imported(&desk, "2026-03-20");
        assert_eq!(tally, [count, 0, 0, count], "{rows}");
        assert!(!said.contains("gone on"), "{said}");
        let before = rolled(&desk, "2026-06-01");
        let history = desk.ok("history --now 2026-06-01");
        let (tally, said) = imported(&desk, "2026-06-01");
        assert_eq!(tally, [count, 0, 0, count], "{said}");
        assert!(said.contains(told), "{said}");
        assert_eq!(rolled(&desk, "2026-06-01"), before);
        assert_eq!(desk.ok("history --now 2026-06-01"), history);
    }
}

#[test]
fn a_row_of_the_term_that_runs_still_changes_it() {
    let desk = Desk::furnished();
    let row = |end: &str, total: &str| {
        format!(
            "{HEAD}K1,Numberly,OAK,2025-04-01,{end},yes,12,45 days,per_student,60,{total},10,\n"
        )
    };
    desk.file("list.csv", &row("2026-03-31", "1800"));
    imported(&desk, "2026-03-10");
    rolled(&desk, "2026-06-01");
    // The term that runs was corrected: it ends a month later.
    desk.file(
        "list.csv",
        &row("2027-04-30", "2100").replace("2025-04-01", "2026-04-01"),
    );
    let (tally, said) = imported(&desk, "2026-06-01");
    assert_eq!(tally, [1, 0, 1, 0], "{said}");
    assert!(rolled(&desk, "2026-06-01").contains("2027-04-30"));
}
