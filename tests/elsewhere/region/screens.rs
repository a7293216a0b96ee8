//! A region's own screens and its prompt, on a real server.

use std::io::Write as _;

use hallpass::domain::region::address::RegionAddress;
use hallpass::tui::theme::Look;

use super::{joined, office, region};
use crate::desk::Desk;
use crate::postgres::Postgres;
use crate::support::screen::Screen;

/// Four districts that know Gimkit, of which one refuses it.
fn four() -> Postgres {
    let server = Postgres::new();
    region(&server, &["ash", "birch", "cedar", "dogwood"]);
    for (code, status, reason, ends, price) in [
        ("ash", "approved", "", "2026-06-30", "4.50"),
        ("birch", "conditional", "ask first", "2026-07-31", "4.00"),
        ("cedar", "denied", "sells data", "2030-06-30", "6.00"),
        ("dogwood", "approved", "", "2026-06-30", "4.20"),
    ] {
        let desk = joined(
            &server,
            office(status, reason, ends, price),
            code,
            "--accept",
        );
        desk.ok("region push");
    }
    server.psql(
        "owner",
        "CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana",
    );
    server
}

pub fn a_region_is_looked_at_on_its_own_screens() {
    let server = four();
    let address = RegionAddress::read(&server.address("dana")).unwrap();
    let mut screen = Screen::of_region(&address, (80, 24), Look::default(), None);
    screen.press("Esc");
    let says = |screen: &Screen, words: &[&str]| {
        let row = screen.row();
        for word in words {
            assert!(row.contains(word), "{word}: {}", screen.text());
        }
    };
    // Four districts: two yes, one with conditions, one no.
    says(
        &screen,
        &["Gimkit", "Gimkit Inc", "4     2     1     1      0"],
    );
    screen.press("2");
    says(&screen, &["Gimkit", "3", "ash 2026-06"]);
    screen.press("3");
    says(&screen, &["Gimkit", "per_student", "$2 to 5", "3", "4"]);
    screen.press("4");
    says(&screen, &["Gimkit", "3     1", "sells data"]);
    screen.press("x c");
    let written = screen.exports().remove(0).1;
    assert_eq!(
        written,
        "product,confirmed,yes,no,reason\nGimkit,no,3,1,sells data\n"
    );
    screen.press("Enter");
    let text = screen.text();
    assert!(
        text.contains("4 districts know it: 2 yes, 1 with conditions, 1 no"),
        "{text}"
    );
    screen.press("Esc 5 'gim'");
    says(&screen, &["Gimkit"]);
    screen.press("Ctrl-U 'nothing'");
    assert!(
        screen.text().contains("No district shares a product"),
        "{}",
        screen.text()
    );
    // Of what is not read yet, all is written.
    server.psql(
        "owner",
        "INSERT INTO hallpass.product (district, product, name, key)
         SELECT 'ash', n, 'Made ' || n, 'made' || n FROM generate_series(100, 700) n",
    );
    screen.press("Ctrl-U Esc r x");
    assert!(
        screen.text().contains("Export all rows (region products)"),
        "{}",
        screen.text()
    );
    screen.press("c");
    let written = screen.exports().pop().unwrap().1;
    assert_eq!(written.lines().count(), 603, "{written}");
    screen.press("2 ]");
    says(&screen, &["Gimkit", "3", "ash 2026-06"]);
    // What came meanwhile is there once it is read again.
    server.psql("owner", "DELETE FROM hallpass.term WHERE district = 'ash'");
    screen.press("r");
    says(&screen, &["Gimkit", "2", "birch 2026-07"]);
    server.stop();
    screen.press("Esc r");
    let message = screen.message();
    assert!(
        message.starts_with("The region") && message.ends_with("r asks again."),
        "{message}"
    );
}

pub fn a_region_is_asked_at_its_own_prompt() {
    let server = four();
    let desk = Desk::bare();
    let ask = |words: &str| {
        let mut asked = std::process::Command::new(crate::desk::PROGRAM);
        asked.env_clear().env("HALLPASS_NOW", "2026-03-10");
        asked
            .current_dir(desk.dir.path())
            .env("HOME", desk.path("home"));
        asked.args(["--region", &server.address("dana"), "--plain"]);
        asked.stdin(std::process::Stdio::piped());
        asked.stdout(std::process::Stdio::piped());
        asked.stderr(std::process::Stdio::piped());
        let mut asked = asked.spawn().unwrap();
        asked
            .stdin
            .take()
            .unwrap()
            .write_all(words.as_bytes())
            .unwrap();
        let ended = asked.wait_with_output().unwrap();
        assert!(ended.status.success());
        let out = String::from_utf8(ended.stdout).unwrap();
        assert!(!out.contains('\u{1b}'), "{out:?}");
        (out, String::from_utf8(ended.stderr).unwrap())
    };
    let (out, err) = ask("status gimkit\ndifferences\nending\nprices gimkit\nweather\nquit\n");
    for words in [
        "4 districts know it: 2 yes, 1 with conditions, 1 no: sells data.",
        "Gimkit (by its name): 3 yes, 1 no: sells data",
        "Gimkit: 3 districts (by its name): ash 2026-06, birch 2026-07, dogwood 2026-06",
        "per_student $2 to 5: 3 of 4 districts",
    ] {
        assert!(out.contains(words), "{words}: {out}{err}");
    }
    assert!(
        err.contains("`weather` is not a word of this prompt"),
        "{err}"
    );
    let csv = |line: &str| desk.ok(&format!("{line} --csv --region {}", server.address("dana")));
    assert_eq!(
        csv("region differences"),
        "product,confirmed,yes,no,reason\nGimkit,no,3,1,sells data\n"
    );
    assert_eq!(
        csv("region ending --within 3"),
        "product,confirmed,districts,ends\nGimkit,no,2,ash 2026-06; dogwood 2026-06\n"
    );
    assert_eq!(
        csv("region prices gimkit"),
        "product,confirmed,unit,band,districts,of\n\
         Gimkit,no,per_student,$2 to 5,3,4\nGimkit,no,per_student,$5 to 10,1,4\n"
    );
    let csv = |line: &str| {
        let csv = csv(line);
        let rows = csv.lines().map(str::to_owned).collect::<Vec<_>>();
        (rows[0].clone(), rows[1..].to_vec())
    };
    let (head, rows) = csv("region status gimkit");
    assert_eq!(
        head,
        "product,confirmed,district,name,called,vendor,answer,reason,decided_on,pushed_on"
    );
    assert_eq!(rows.len(), 4);
    assert!(
        rows[2].starts_with("Gimkit,no,cedar,Harlow,Gimkit,Gimkit Inc,no,sells data,"),
        "{rows:?}"
    );
    let (head, rows) = csv("region product gimkit");
    assert_eq!(
        head,
        "product,confirmed,district,kind,says,scope,grades,conditions,reason,decided_on,until"
    );
    // A decision and a term of each.
    assert_eq!(rows.len(), 8);
    for row in [
        "Gimkit,no,cedar,decision,no,all schools,,,sells data,,",
        "Gimkit,no,ash,term,2026-06,,,,,,",
    ] {
        assert!(rows.iter().any(|found| found == row), "{row}: {rows:?}");
    }
    let (head, rows) = csv("region identity list");
    assert_eq!(head, "sign,districts,at,district,name,vendor,common");
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], "name gimkit,4,ash:1,ash,Gimkit,Gimkit Inc,");
    desk.ok(&format!(
        "region identity deny ash:1 --region {}",
        server.address("dana")
    ));
    let (head, rows) = csv("region identity history");
    assert_eq!(head, "ruling,by,at,same,undoes,undone_by,products");
    assert!(
        rows[0].starts_with("1,dana,") && rows[0].ends_with(",no,,,ash:1"),
        "{rows:?}"
    );
    let said = desk.run(&["--region", &server.address("dana"), "queue"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("leave the command out"), "{}", said.err);
}

pub fn joining_a_region_is_undone_by_leaving_it() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let desk = office("approved", "", "2026-06-30", "4.50");
    let address = server.address("district_ash");
    desk.ok(&format!("region join {address} --district ash"));
    let said = desk.fails("undo", 1);
    assert!(said.contains("hallpass region leave"), "{said}");
    desk.ok("region policy --accept");
    desk.ok("undo");
    desk.ok("region policy --accept");
    desk.ok("region push");
    desk.ok("region leave");
    assert_eq!(server.shared(), Vec::<String>::new());
    // A region that is gone for good is left all the same.
    desk.ok(&format!("region join {address} --district ash"));
    server.stop();
    desk.fails("region leave", 75);
    let said = desk.ok("region leave --lost");
    assert!(said.contains("the region was not asked"), "{said}");
    assert!(
        desk.fails("region push", 1)
            .contains("takes part in no region")
    );
}

pub fn only_what_is_about_the_same_people_is_a_difference() {
    let server = four();
    // Cedar's no is to students alone, and everybody else's yes to staff.
    server.psql(
        "owner",
        "UPDATE hallpass.decision SET audience = CASE stance WHEN 'no' THEN 'students' ELSE 'staff' END",
    );
    let desk = Desk::bare();
    let asked = format!("region differences --region {}", server.address("dana"));
    assert_eq!(desk.ok(&asked), "");
    server.psql(
        "owner",
        "UPDATE hallpass.decision SET audience = NULL WHERE district = 'ash'",
    );
    assert_eq!(
        desk.ok(&asked),
        "Gimkit (by its name): 1 yes, 1 no: sells data\n"
    );
}
