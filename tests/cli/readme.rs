//! The commands of the README, run as they stand there by a shell in a home of its own. A number that names no record
//! here (`R-418`, `O-x7k2q`) is put right first; nothing else is.

use serde_json::Value;

use super::desk::Desk;

/// The `sh` block of the README that has this line.
fn block(line: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let blocks = readme.split("```sh\n").skip(1);
    let mut blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    let found = blocks.find(|block| block.contains(line));
    let found = found.unwrap_or_else(|| panic!("no block of the README has `{line}`"));
    found.lines().map(str::to_owned).collect()
}

/// Runs a line in a shell in which `hallpass` is the program.
#[track_caller]
fn runs(desk: &Desk, line: &str) {
    let said = desk.shell(&format!("hallpass() {{ \"$H\" \"$@\"; }}\n{line}"));
    assert_eq!(said.code, 0, "{line}\n{}{}", said.out, said.err);
}

#[test]
fn five_minutes_with_ones_own_files() {
    let other = Desk::furnished();
    other.ok("export schools --format xlsx -o schools.xlsx");
    let desk = Desk::bare();
    std::fs::copy(other.path("schools.xlsx"), desk.path("schools.xlsx")).unwrap();
    desk.file("catalogue.csv", "name,vendor\nKahoot!,Kahoot! AS\n");
    desk.file("approved.csv", "product,status\nKahoot!,approved\n");
    desk.file(
        "licenses.csv",
        "product,Expiration Date\nKahoot!,2026-12-31\n",
    );
    desk.file("seats.csv", "school,product,seats\nLIN,Kahoot!,30\n");
    let mut ran = 0;
    for line in block("hallpass init --district") {
        let screens = line.starts_with("hallpass  ");
        if line.starts_with("hallpass ") && !screens {
            runs(&desk, &line);
            ran += 1;
        }
    }
    assert!(ran >= 8, "{ran}");
}

#[test]
fn what_is_paid_twice() {
    let desk = Desk::demo();
    desk.ok("people add kim --name Kim --roles helpdesk");
    let found = desk.json("overlaps");
    // Bought twice: there one contract is kept.
    let mut doubles = found.as_array().unwrap().iter();
    let mut double = || doubles.find(|row| row["kind"] == "O1").unwrap();
    let (planned, dismissed) = (double(), double());
    let kept = planned["members"].as_array().unwrap().last().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut ran = 0;
    for line in block("hallpass overlaps") {
        let overlap = if line.contains(" dismiss ") {
            dismissed
        } else {
            planned
        };
        let line = line.replace("O-x7k2q", &text(&overlap["id"]));
        runs(&desk, &line.replace("C-118", &text(&kept["contract"])));
        ran += 1;
    }
    assert!(ran >= 6, "{ran}");
}

#[test]
fn a_review_from_its_request_to_its_decision() {
    let desk = Desk::demo();
    desk.file("calendar.csv", &desk.ok("import calendar --template"));
    desk.file(
        "form.csv",
        "product,school,requester,reason\nKwizzle,LIN,M. Silva,Games\n",
    );
    let mut review = String::new();
    let mut ran = 0;
    for line in block("hallpass review show") {
        if line.contains("R-418") && review.is_empty() {
            let queue = desk.json("queue");
            let rows = queue.as_array().unwrap().iter();
            let mut asked = rows.filter(|row| row["product"] == "Edpuzzle");
            review = asked.next_back().unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned();
        }
        let line = line.replace("R-418", &review);
        if line.contains("review decide") {
            answer_the_rest(&desk, &review);
        }
        runs(&desk, &line);
        ran += 1;
    }
    assert!(ran >= 7, "{ran}");
}

/// Passes what is blank on both checklists, for nothing is decided before.
fn answer_the_rest(desk: &Desk, review: &str) {
    let shown = desk.json(&format!("review show {review}"));
    for list in shown["checklists"].as_array().unwrap() {
        for item in list["items"].as_array().unwrap() {
            if item["answer"].is_null() && item["applies"] == true {
                let item = item["id"].as_str().unwrap();
                desk.ok(&format!("review answer {review} {item} pass"));
            }
        }
    }
}

#[test]
fn a_backup_is_kept_and_put_back() {
    let desk = Desk::demo();
    let mut newest = String::new();
    let mut ran = 0;
    for line in block("hallpass backup --keep") {
        let line = line.replace("office-20260310-020000-512.db", &newest);
        if line.contains("hallpass restore") && !line.contains("--yes") {
            // It only says what would be lost, and so does not end as something done.
            let said = desk.shell(&format!("hallpass() {{ \"$H\" \"$@\"; }}\n{line}"));
            assert_eq!(said.code, 1, "{line}\n{}{}", said.out, said.err);
            assert!(said.out.contains("1 change since"), "{}", said.out);
        } else {
            runs(&desk, &line);
        }
        ran += 1;
        if line.contains("hallpass backup") {
            let made = std::fs::read_dir(desk.path("home/backups")).unwrap().next();
            newest = made.unwrap().unwrap().file_name().into_string().unwrap();
            desk.ok("people add kim --name Kim --roles helpdesk");
        }
    }
    assert_eq!(ran, 5);
    assert!(!desk.ok("people list").contains("kim"));
}

#[test]
fn what_teachers_and_families_may_read_is_published() {
    let desk = Desk::demo();
    desk.file("words.txt", "Ask first.\n[es]\nPregunte primero.\n");
    let mut ran = 0;
    for line in block("hallpass publish --dry-run") {
        runs(&desk, &line);
        ran += 1;
    }
    assert_eq!(ran, 3);
    assert!(desk.path("apps/index.html").is_file());
}
