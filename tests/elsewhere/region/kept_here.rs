//! What does not go, what comes back out, and that any number of pushes ends in what one push sends.

use std::time::Duration;

use super::{joined, office, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

pub fn what_a_policy_withholds_is_nowhere_in_the_region() {
    let server = Postgres::with(&["log_statement=all", "log_parameter_max_length=-1"], None);
    region(&server, &["ash"]);
    let desk = joined(
        &server,
        Desk::furnished(),
        "ash",
        "--accept --refuse vendor --refuse agreements",
    );
    desk.file(
        "more.csv",
        "product,status,schools,from,reason\nQuill Pad,denied,LIN,2026-02-01,Lincoln ES did not like it\nNumberly,approved,OAK,2026-02-01,P. Nguyen asked\n",
    );
    desk.ok("import approvals more.csv");
    desk.ok("note Numberly --text Whisperword");
    desk.ok("region push");
    let shared = server.shared().join("\n");
    assert!(
        shared.contains("Quill Pad EDU") && shared.contains("No privacy agreement"),
        "{shared}"
    );
    assert!(shared.contains("|1 school|"), "{shared}");
    // What is searched for would be found where it goes.
    let log = server.log();
    assert!(
        log.contains("No privacy agreement"),
        "the log tells what was sent"
    );
    for withheld in [
        "Nguyen",
        "nguyen",
        "Reyes",
        "reyes",
        "Park",
        "Osei",
        "Lincoln",
        "Oak Hill",
        "Whisperword",
        "Map work",
        "Brightwater",
        "NDPA",
        "a.example",
        "C-117",
        "1980",
        "9.90",
        "990",
        "Title I",
        "R-1",
        "PO-1",
        "2026-08-31",
    ] {
        assert!(!shared.contains(withheld), "{withheld} is in the region");
        let told = log.lines().find(|line| line.contains(withheld));
        assert_eq!(told, None, "{withheld} is in the region's log");
    }
    // Let go, they are there; taken back, they are gone.
    desk.ok("region policy --allow vendor --allow schools");
    desk.ok("region push");
    let shared = server.shared().join("\n");
    assert!(
        shared.contains("Brightwater") && shared.contains("Lincoln ES"),
        "{shared}"
    );
    desk.ok("region policy --refuse vendor --refuse schools --refuse decisions --refuse prices");
    desk.ok("region push");
    let shared = server.shared().join("\n");
    for withheld in [
        "Brightwater",
        "Lincoln",
        "No privacy",
        "decision|",
        "price|",
    ] {
        assert!(!shared.contains(withheld), "{withheld}: {shared}");
    }
}

pub fn a_decision_that_is_taken_back_is_gone_at_the_next_push() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let desk = joined(
        &server,
        office("approved", "", "2027-06-30", "4.50"),
        "ash",
        "--accept",
    );
    desk.ok("region push");
    desk.file(
        "no.csv",
        "product,status,from,reason\nGimkit,denied,2026-03-01,sells data\n",
    );
    desk.ok("import approvals no.csv");
    let sent = desk.ok("region push");
    assert!(sent.starts_with("Sent 1 product, 2 decisions"), "{sent}");
    assert!(server.shared().join("\n").contains("sells data"));
    desk.ok("undo");
    let sent = desk.ok("region push");
    assert!(sent.starts_with("Sent 1 product, 1 decision,"), "{sent}");
    assert!(!server.shared().join("\n").contains("sells data"));
}

pub fn a_text_that_names_who_asked_since_is_gone_at_the_next_push() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let desk = office("denied", "too dear", "2027-06-30", "4.50");
    let desk = joined(&server, desk, "ash", "--accept");
    desk.ok("region push");
    assert!(server.shared().join("\n").contains("too dear"));
    // For another product, and the reason names her all the same.
    desk.file(
        "asks.csv",
        "product,school,requester,reason\nFernwood,district,Kim Dear,for class\n",
    );
    desk.ok("import requests asks.csv");
    let sent = desk.ok("region push");
    assert!(!sent.contains("everything"), "{sent}");
    assert!(!server.shared().join("\n").contains("too dear"));
    desk.ok("undo");
    desk.ok("region push");
    assert!(server.shared().join("\n").contains("too dear"));
}

pub fn whoever_leaves_takes_everything_along() {
    let server = Postgres::new();
    region(&server, &["ash", "birch"]);
    let ash = joined(&server, Desk::furnished(), "ash", "--accept");
    let birch = joined(
        &server,
        office("approved", "", "2027-06-30", "4.50"),
        "birch",
        "--accept",
    );
    birch.ok("region push");
    let before = server.shared();
    ash.ok("region push");
    assert!(server.shared().len() > before.len());
    let said = ash.ok("region leave");
    assert!(said.contains("Taken out: 5 products"), "{said}");
    assert_eq!(server.shared(), before, "and nothing of anybody else's");
    for table in ["member", "watermark"] {
        let left = server.psql("owner", &format!("SELECT district FROM hallpass.{table}"));
        assert_eq!(left, "birch", "{table}");
    }
    ash.fails("region push", 1);
    // Whoever cannot reach the region has not left it.
    server.stop();
    let said = birch.fails("region leave", 75);
    assert!(said.contains("cannot be reached"), "{said}");
    let said = birch.fails("region push", 75);
    assert!(said.contains("cannot be reached"), "{said}");
}

pub fn the_sum_of_pushes_is_a_push_of_everything() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let desk = joined(
        &server,
        Desk::furnished(),
        "ash",
        "--accept --allow answers",
    );
    desk.ok("region push");
    desk.file(
        "p.csv",
        "name,vendor\nFernwood,Brightwater\nOld Fern,Oddfellow\n",
    );
    desk.file("a.csv", "product,status,from,until,reason\nFernwood,denied,2026-02-01,,too dear\nQuill Pad,pilot,2026-02-01,2026-12-31,\n");
    desk.file(
        "g.csv",
        "vendor,kind,from,until\nBrightwater,DPA,2026-01-01,2029-01-01\n",
    );
    desk.file("c.csv", "number,product,term_end,model,quantity,unit_price\nC-901,Fernwood,2031-06-30,per_student,10,3.00\n");
    desk.file("c2.csv", "number,product,term_end,model,quantity,unit_price\nC-901,Fernwood,2031-09-30,per_student,10,7.00\n");
    desk.file("s.csv", "name,code\nTopo ES,TOP\n");
    let steps = [
        "import products p.csv",
        "import approvals a.csv",
        "import agreements g.csv",
        "undo",
        "import agreements g.csv",
        "import contracts c.csv",
        "import contracts c2.csv",
        "undo",
        "redo",
        "alias Ferny --of Fernwood",
        "import schools s.csv",
        "people add kim --name Dear --roles helpdesk",
        "undo",
        "region policy --refuse reasons",
        "undo",
        "region policy --refuse agreements",
        "region policy --allow agreements",
    ];
    for (at, step) in steps.iter().enumerate() {
        desk.ok(step);
        if at % 4 == 3 {
            // One dies somewhere on its way, and nobody knows where.
            let dies = Duration::from_millis(at as u64 * 8 + 1);
            let _ = desk
                .command()
                .args(["region", "push"])
                .timeout(dies)
                .output();
        }
        // Not each step has a push of its own, and some come twice.
        for _ in 0..[1, 0, 2][at % 3] {
            desk.ok("region push");
        }
    }
    desk.ok("region push");
    let summed = server.shared();
    assert!(
        summed.iter().any(|row| row.contains("too dear")),
        "{summed:?}"
    );
    // The same office, into a region that never heard of it.
    server.psql("owner", "DELETE FROM hallpass.member");
    assert_eq!(server.shared(), Vec::<String>::new());
    let sent = desk.ok("region push");
    assert!(sent.starts_with("Sent everything"), "{sent}");
    assert_eq!(server.shared(), summed);
    // A file that was put back from a backup has another history; everything is sent, and is the same as of that file.
    desk.ok("backup kept.db");
    desk.ok("import approvals a.csv");
    desk.file(
        "n.csv",
        "product,status,from,reason\nNumberly,approved,2026-03-01,good after all\n",
    );
    desk.ok("import approvals n.csv");
    desk.ok("region push");
    assert!(server.shared() != summed);
    std::fs::rename(desk.path("kept.db"), desk.path("office.db")).unwrap();
    for beside in ["office.db-wal", "office.db-shm"] {
        let _ = std::fs::remove_file(desk.path(beside));
    }
    let sent = desk.ok("region push");
    assert!(sent.starts_with("Sent everything"), "{sent}");
    assert_eq!(server.shared(), summed);
}
