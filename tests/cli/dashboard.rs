//! `dashboard`: the director's page by command, narrowed to a year or a school, and where nothing is known.

use crate::desk::Desk;

#[test]
fn the_page_is_narrowed_to_a_year_and_a_school_as_the_ledger_is() {
    let desk = Desk::furnished();
    let page = desk.json("dashboard");
    let ledger = desk.json("waste");
    for sum in [
        "fy",
        "basis",
        "spend_cents",
        "at_risk_cents",
        "gross_cents",
        "stoppable_cents",
        "locked_cents",
        "unmeasured_cents",
        "without_price",
    ] {
        assert_eq!(page[sum], ledger[sum], "{sum}");
    }
    assert_eq!(page["as_of"], "2026-03-10");
    assert!(page["school"].is_null());
    let later = desk.json("dashboard --fy 2031");
    assert_eq!(later["fy"], 2031);
    assert_eq!(
        later["spend_cents"],
        desk.json("waste --fy 2031")["spend_cents"]
    );
    let lines = ledger["lines"].as_array().unwrap();
    let here = lines.iter().filter(|line| line["school"] == "LIN");
    let here: i64 = here.map(|line| line["cost_cents"].as_i64().unwrap()).sum();
    let narrowed = desk.json("dashboard --school LIN");
    assert_eq!(narrowed["spend_cents"], here);
    assert_eq!(narrowed["school"], "Lincoln ES");
}

#[test]
fn what_makes_no_sense_is_refused_in_words_and_by_its_code() {
    let desk = Desk::furnished();
    assert!(
        desk.fails("dashboard --school Nowhere", 3)
            .contains("no open school is called `Nowhere`")
    );
    desk.fails("dashboard --fy soon", 2);
    let bare = Desk::bare();
    assert!(
        bare.fails("dashboard", 1)
            .contains("there is no office file")
    );
}

#[test]
fn an_empty_office_has_a_page_of_nothing() {
    let desk = Desk::empty();
    let page = desk.json("dashboard");
    assert_eq!(page["spend_cents"], 0);
    assert_eq!(page["do_first"], serde_json::json!([]));
    assert!(page["measured_pct"].is_null());
    assert!(page["per_student_cents"].is_null());
    let told = desk.ok("dashboard");
    assert!(
        told.contains("$0 of $0 FY share at risk of waste"),
        "{told}"
    );
    assert!(told.contains("No review is late."), "{told}");
    assert_eq!(desk.ok("dashboard --csv"), "what,amount,basis,by,ref\n");
}

/// A product of which there is no more to say than its money is followed by that at once.
#[test]
fn no_word_is_missed_before_a_colon() {
    let page = Desk::demo().ok("dashboard");
    assert!(page.contains("INCOMPATIBLE: $"), "{page}");
    assert!(!page.contains(" :"), "{page}");
}
