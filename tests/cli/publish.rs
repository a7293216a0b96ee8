//! `hallpass publish`: what reaches the pages, and what never does.

use std::fs;
use std::path::Path;

use hallpass::domain::approval::Approval;
use hallpass::domain::contract::Contract;
use hallpass::domain::note::Note;
use hallpass::domain::person::Person;
use hallpass::domain::request::{Request, Requester};
use hallpass::store::{Access, Store};
use serde_json::Value;

use super::desk::Desk;

/// Every file of a folder, by its path, in order.
fn all(folder: &Path) -> Vec<(String, String)> {
    fn walk(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

fn demo(public: &str) -> Desk {
    let desk = Desk::demo();
    desk.ok(&format!("policy set public {public} --reason asked"));
    desk
}

#[test]
fn nothing_is_public_until_the_policy_says_so() {
    let desk = Desk::furnished();
    let said = desk.fails("publish pages", 1);
    assert!(
        said.contains("error: nothing of this office is public"),
        "{said}"
    );
    assert!(
        said.contains("hint: see what would be, after: hallpass policy set public"),
        "{said}"
    );
    assert_eq!(desk.run(&["publish"]).code, 2);
    desk.ok("policy set public approved --reason asked");
    let told = desk.ok("publish --dry-run");
    assert_eq!(
        told,
        "PRODUCT        ANSWER                           GRADES  SCHOOLS\n\
         Quill Pad EDU  For staff only, with conditions  3-5     Lincoln ES\n"
    );
    assert!(!desk.path("pages").exists());
    desk.ok("publish pages");
    let page = fs::read_to_string(desk.path("pages/products/1.html")).unwrap();
    assert!(
        page.contains("Grades 3 to 5, staff, until June 30, 2026"),
        "{page}"
    );
    assert!(!page.contains("Teacher accounts"), "{page}");
    desk.ok("policy set public approved-and-conditions --reason asked");
    desk.ok("publish pages");
    let page = fs::read_to_string(desk.path("pages/products/1.html")).unwrap();
    assert!(
        page.contains("<li>Teacher accounts only; ask first.</li>"),
        "{page}"
    );
    desk.ok("policy set public none --reason asked");
    let said = desk.fails("publish pages", 1);
    assert!(
        said.contains("the pages made before are still in pages")
            && said.contains("hint: remove the folder"),
        "{said}"
    );
}

#[test]
fn the_same_office_gives_the_same_bytes_and_what_is_not_public_any_more_is_gone() {
    let desk = Desk::furnished();
    desk.ok("policy set public approved --reason asked");
    desk.file("words.txt", "Ask first.\n\n[es]\nPregunte primero.\n");
    assert_eq!(
        desk.ok("publish pages --words words.txt"),
        "1 product in pages: 1 new, 0 gone.\n"
    );
    let first = all(&desk.path("pages"));
    assert_eq!(
        desk.ok("publish pages --words words.txt"),
        "1 product in pages: 0 new, 0 gone.\n"
    );
    assert_eq!(all(&desk.path("pages")), first);
    let index = &first
        .iter()
        .find(|(name, _)| name == "index.html")
        .unwrap()
        .1;
    assert!(
        index.contains("<div class=\"words\" lang=\"es\" dir=\"ltr\">\n<p>Pregunte primero.</p>"),
        "{index}"
    );
    desk.file(
        "stop.csv",
        "product,status,from,reason\nQuill Pad EDU,suspended,2026-03-10,Breach\n",
    );
    desk.ok("import approvals stop.csv");
    let would = desk.json("publish pages --dry-run");
    assert_eq!(
        (&would["gone"], &would["products"]),
        (&Value::from(1), &Value::Array(Vec::new()))
    );
    assert!(desk.path("pages/products/1.html").exists());
    assert_eq!(
        desk.ok("publish pages"),
        "0 products in pages: 0 new, 1 gone.\n"
    );
    assert!(!desk.path("pages/products").exists());
    // What somebody else put somewhere is kept.
    fs::create_dir(desk.path("mine")).unwrap();
    fs::write(desk.path("mine/cv.html"), "me").unwrap();
    let said = desk.fails("publish mine", 1);
    assert!(said.contains("was not made by hallpass publish"), "{said}");
    assert_eq!(fs::read_to_string(desk.path("mine/cv.html")).unwrap(), "me");
}

#[test]
fn no_person_price_note_request_or_reason_is_in_a_page() {
    let desk = demo("approved-and-conditions");
    desk.ok("publish pages");
    let pages = all(&desk.path("pages"));
    assert!(pages.len() > 100, "{}", pages.len());
    let text: String = pages.iter().map(|(_, text)| text.as_str()).collect();
    let store = Store::open(&desk.path("office.db"), Access::Read).unwrap();
    let mut private: Vec<String> = Vec::new();
    for person in store.all::<Person>().unwrap() {
        private.extend([Some(person.name), person.email].into_iter().flatten());
    }
    private.extend(
        store
            .all::<Note>()
            .unwrap()
            .into_iter()
            .map(|note| note.text),
    );
    let contracts = store.all::<Contract>().unwrap();
    private.extend(contracts.iter().map(|contract| contract.number.clone()));
    private.extend(contracts.into_iter().filter_map(|contract| contract.goal));
    for request in store.all::<Request>().unwrap() {
        private.extend(request.reason);
    }
    for asked in store.all::<Requester>().unwrap() {
        private.extend([asked.name, asked.reason].into_iter().flatten());
    }
    private.extend(
        store
            .all::<Approval>()
            .unwrap()
            .into_iter()
            .filter_map(|one| one.reason),
    );
    private.retain(|text| text.len() > 3);
    assert!(private.len() > 300, "{}", private.len());
    let told: Vec<&String> = private
        .iter()
        .filter(|one| text.contains(one.as_str()))
        .collect();
    assert!(told.is_empty(), "{told:?}");
    // No amount of money either.
    let amount = text
        .split('$')
        .skip(1)
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(amount, None);
}

#[test]
fn every_public_product_may_be_used_by_the_desk_too() {
    let desk = demo("approved");
    let listed = desk.json("publish --dry-run");
    let listed = listed["products"].as_array().unwrap();
    assert!(listed.len() > 50, "{}", listed.len());
    for product in listed.iter().step_by(9) {
        let name = product["product"].as_str().unwrap();
        let mut words = vec!["status"];
        words.extend(name.split(' '));
        words.push("--json");
        let said = desk.run(&words);
        let said: Value = serde_json::from_str(&said.out).unwrap();
        let word = said["results"][0]["answer"].as_str().unwrap();
        assert!(word.starts_with("YES"), "{name}: {word}");
    }
}

#[test]
fn the_help_desk_is_told_what_the_pages_say_otherwise() {
    let desk = Desk::furnished();
    desk.ok("policy set public approved --reason asked");
    desk.ok("publish pages");
    let told = |login: &str| desk.ok(&format!("digest --for {login} --dry-run"));
    assert_eq!(told("reyes"), "");
    desk.file(
        "stop.csv",
        "product,status,from,reason\nQuill Pad EDU,suspended,2026-03-10,Breach\n",
    );
    desk.ok("import approvals stop.csv");
    // Until the pages are made again they say what they said.
    assert_eq!(told("reyes"), "");
    desk.ok("publish pages --dry-run");
    assert_eq!(told("reyes"), "");
    desk.ok("publish pages");
    let line = "- Quill Pad EDU: since 2026-03-10 the pages say not public, and before For staff only, with conditions\n";
    assert!(told("reyes").contains(line), "{}", told("reyes"));
    assert!(
        !told("nguyen").contains("the pages say"),
        "{}",
        told("nguyen")
    );
    // Told once.
    desk.ok("digest --for ada");
    desk.ok("digest --for reyes");
    assert_eq!(told("reyes"), "");
    desk.file(
        "again.csv",
        "product,status,from,reason\nQuill Pad EDU,approved,2026-03-10,Mended\n",
    );
    desk.ok("import approvals again.csv");
    desk.ok("publish pages");
    // What was not public before is no answer that changed.
    assert_eq!(told("reyes"), "");
}
