//! Of several decisions of one district the region hears the one that its own office goes by.

use super::{joined, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// An office in which these decisions were recorded about Fernwood: `status,from,until,audience`.
fn decided(decisions: &str) -> Desk {
    let desk = Desk::empty();
    desk.file("p.csv", "name\nFernwood\n");
    desk.ok("import products p.csv");
    let rows = decisions.split(' ').map(|row| format!("Fernwood,{row}\n"));
    let rows: String = rows.collect();
    desk.file(
        "a.csv",
        &format!("product,status,from,until,audience\n{rows}"),
    );
    desk.ok("import approvals a.csv");
    desk
}

pub fn of_several_decisions_the_one_that_its_office_goes_by_is_told() {
    let server = Postgres::new();
    // The day is 2026-03-10.
    let cases = [
        ("approved,2025-08-01,, denied,2026-01-05,,", "NO", "no"),
        ("denied,2025-08-01,, approved,2026-01-05,,", "YES", "yes"),
        // What has ended, or has not begun, silences nothing.
        (
            "approved,2025-08-01,, denied,2026-01-05,2026-02-01,",
            "YES",
            "yes",
        ),
        ("approved,2025-08-01,, denied,2026-04-01,,", "YES", "yes"),
        // Nor does what is for some people.
        (
            "approved,2025-08-01,, denied,2026-01-05,,student",
            "YES, CONDITIONS",
            "differs",
        ),
    ];
    let codes: Vec<String> = (0..cases.len()).map(|n| format!("d{n}")).collect();
    let names: Vec<&str> = codes.iter().map(String::as_str).collect();
    region(&server, &names);
    let desks = cases
        .iter()
        .zip(&names)
        .map(|((decisions, status, _), code)| {
            let desk = joined(&server, decided(decisions), code, "--accept");
            let own = desk.json("status Fernwood");
            assert_eq!(own["results"][0]["answer"], *status, "{decisions}: {own}");
            desk.ok("region push");
            desk
        });
    let desks: Vec<Desk> = desks.collect();
    let told = desks[0].json("region status Fernwood");
    let told = told[0]["districts"].as_array().unwrap();
    let told: Vec<&str> = told
        .iter()
        .map(|one| one["answer"].as_str().unwrap())
        .collect();
    let wanted: Vec<&str> = cases.iter().map(|case| case.2).collect();
    assert_eq!(told, wanted);
    // Two refuse it: one to everybody, and one to its students alone, so that it is among those who allow it too.
    assert_eq!(
        desks[1].ok("region differences"),
        "Fernwood (by its name): 4 yes, 2 no\n"
    );
}
