//! The reply to whoever asked, beside what the help desk says of the same product.

use crate::review::answer_all;
use crate::support::desk::Desk;

const TIMER: &str = "request new --product TinyTimer --reason clock --data none --instructional no";

/// A request of one school or the district that is approved, and more on record of the product.
fn approved(ask: &str, decision: &str, files: &[(&str, &str)]) -> Desk {
    let desk = Desk::furnished();
    desk.ok(&format!("{TIMER} {ask}"));
    answer_all(&desk, "R-3", "pass");
    desk.ok(&format!("review decide R-3 {decision} --reason ok"));
    for (kind, rows) in files {
        desk.file("more.csv", rows);
        desk.ok(&format!("import {kind} more.csv"));
    }
    desk
}

#[test]
fn a_reply_asks_for_all_that_the_help_desk_asks_for() {
    let license = "A license has to be bought first.";
    let device =
        "product,device,result,on,note\nTinyTimer,chromebook,partial,2026-03-01,no sound\n";
    for (ask, decision, files, asked_at, wanted) in [
        (
            "--school LIN --cost 700",
            "approve",
            [].as_slice(),
            ["LIN"].as_slice(),
            license,
        ),
        (
            "--school LIN --grades 3-5",
            "conditional --condition ask_first",
            &[],
            &["LIN", "LIN --grade 4"],
            "Ask_first.",
        ),
        (
            "--school LIN",
            "pilot --until 2026-06-30",
            &[("compatibility", device)],
            &["LIN"],
            "no sound",
        ),
    ] {
        let desk = approved(ask, decision, files);
        let reply = desk.ok("request show R-3 --reply");
        assert!(reply.contains(wanted), "{ask}: {reply}");
        for place in asked_at {
            let answer = desk.json(&format!("status tinytimer {place}"));
            let answer = &answer["results"][0];
            assert_eq!(answer["answer"], "YES, CONDITIONS", "{place}: {answer}");
            for condition in answer["conditions"].as_array().unwrap() {
                let condition = condition.as_str().unwrap();
                // For which grades and whom it is, the reply says as where it may be used.
                if !condition.ends_with(" only.") {
                    assert!(reply.contains(condition), "{place} {condition}: {reply}");
                }
            }
        }
    }
}

#[test]
fn a_condition_at_one_of_two_schools_is_told_with_its_school() {
    let contract = "product,term_end,vendor,bought_by,schools,term_start,model,total\n\
                    TinyTimer,2027-01-31,Oddfellow,OAK,OAK,2026-02-01,site,100\n";
    let desk = approved(
        "--school LIN --cost 500",
        "approve --schools LIN,OAK",
        &[("contracts", contract)],
    );
    let reply = desk.ok("request show R-3 --reply");
    assert!(
        reply.contains("1. A license has to be bought first. This is for Lincoln ES.\n"),
        "{reply}"
    );
    assert!(
        reply.contains("Yes, with conditions. TinyTimer may be used"),
        "{reply}"
    );
    // A decision that was taken back, or a refusal, asks for nothing.
    let desk = approved("--school LIN --cost 500", "deny", &[]);
    let reply = desk.ok("request show R-3 --reply");
    assert!(
        reply.contains("No. ") && !reply.contains("license"),
        "{reply}"
    );
}

#[test]
fn what_people_wrote_on_a_request_is_shown_with_it() {
    let desk = Desk::furnished();
    desk.ok(&format!("{TIMER} --school LIN --note waits_for_music"));
    let more = "request new --product tinytimer --school OAK --reason more --note two_rooms --now 2026-03-11";
    desk.ok(more);
    for line in ["request show R-3", "review show R-3"] {
        let shown = desk.ok(line);
        for note in [
            "Note of 2026-03-10 by ada: waits_for_music.",
            "Note of 2026-03-11 by ada: two_rooms.",
        ] {
            assert!(shown.contains(note), "{line}: {shown}");
        }
        let notes = &desk.json(line)["notes"];
        assert_eq!(
            notes[1],
            serde_json::json!({ "on": "2026-03-11", "by": "ada", "text": "two_rooms" })
        );
        assert!(!desk.ok("request show R-1").contains("Note of"));
    }
    desk.ok("undo --now 2026-03-11");
    assert!(!desk.ok("request show R-3").contains("two_rooms"));
}
