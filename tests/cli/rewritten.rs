//! Whatever file rewrites the words of a standard: what somebody verified by the old ones is to be looked at again.

use serde_json::Value;

use super::desk::Desk;
use super::standards::{OLD, desk, guid, package};

/// Is what Letterloop was verified to teach to be looked at again?
fn recheck(desk: &Desk) -> bool {
    let shown = desk.json("standard show R.3.1");
    let product = &shown["products"][0];
    assert_eq!(product["status"], "verified", "{shown}");
    product["recheck"].as_bool().unwrap()
}

const VERIFY: &str =
    "standard verify Letterloop R.3.1 --evidence https://t.example/1 --sampled 3 --met 3";

/// Letterloop was verified yesterday, by the words of that day.
fn verified() -> Desk {
    let desk = desk();
    desk.ok("import standards old.json");
    let before = "--now 2026-03-09T15:00:00Z";
    desk.ok(&format!("{VERIFY} {before}"));
    assert!(!recheck(&desk));
    desk
}

#[test]
fn other_words_are_looked_at_again_whatever_day_the_file_bears() {
    let same_day = package(OLD, &[(1, "Retell in order"), (2, "Compare"), (3, "Infer")]);
    // Newer than what was here, and older than the verification.
    let between = same_day.replace("2025-06-01T", "2025-09-01T");
    let title = "Wexmoor Reading Standards 2023";
    let table = format!("framework,code,statement\n{title},R.3.1,Retell in order\n");
    let sheet = format!(
        "Identifier,fullStatement,Human Coding Scheme\n{},Retell in order,R.3.1\n",
        guid(1)
    );
    for (file, text) in [
        ("same.json", &same_day),
        ("between.json", &between),
        ("table.csv", &table),
        ("sheet.csv", &sheet),
    ] {
        let desk = verified();
        desk.file(file, text);
        let args = ["import", "standards", file, "--framework", title, "--json"];
        // A sheet names no framework; the others do.
        let named = usize::from(file != "sheet.csv") * 2;
        let args = [&args[..3], &args[3 + named..]].concat();
        let import = || -> Value {
            let said = desk.run(&args);
            assert_eq!(said.code, 0, "{file}: {}", said.err);
            serde_json::from_str(&said.out).unwrap()
        };
        import();
        assert!(recheck(&desk), "{file}");
        // The same again changes nothing, and takes nothing back.
        let again = import();
        assert_eq!(again["changed"], 0, "{file}: {again}");
        assert!(recheck(&desk), "{file}");
        // Seen by the new words it holds, and no file with these words asks again.
        desk.ok(VERIFY);
        assert!(!recheck(&desk), "{file}");
        import();
        assert!(!recheck(&desk), "{file}");
    }
}

#[test]
fn what_its_makers_say_of_the_day_goes_out_as_it_came() {
    let desk = verified();
    let text = package(OLD, &[(1, "Retell in order"), (2, "Compare"), (3, "Infer")]);
    desk.file("same.json", &text);
    desk.ok("import standards same.json");
    let came: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(desk.json("export standards"), came);
    // What only says more of it changes no words.
    let other = verified();
    other.file(
        "table.csv",
        "framework,code,statement,weight\nWexmoor Reading Standards 2023,R.3.1,Retell,3\n",
    );
    other.ok("import standards table.csv");
    assert!(!recheck(&other));
}
