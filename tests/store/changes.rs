//! Changes, history, undo and dump on a real office file.

use std::ops::ControlFlow;

use crate::support::{Office, office, stamp};
use chrono::NaiveDate;
use hallpass::domain::approval::ApprovalId;
use hallpass::domain::change::Change;
use hallpass::domain::checklist::{ChecklistId, Gate, shipped_text};
use hallpass::domain::inventory::InventoryId;
use hallpass::domain::person::{Person, PersonId, Roles};
use hallpass::domain::product::{AliasKind, Product, ProductId};
use hallpass::domain::put::{ChangeSetId, Given, KeptPuts, Put, PutKeeper, SeenRecord, Target};
use hallpass::domain::record::{Kind, Record, RecordRef, Value};
use hallpass::domain::refusal::Refusal;
use hallpass::domain::request::{RequestState, Track, Trigger};
use hallpass::domain::school::{School, SchoolId, Schools};
use hallpass::store::{Access, Error, HistoryFilter, RecordOutcome, Store, Watched};

fn import(puts: Vec<Put>) -> Change {
    Change::Import {
        what: "2 schools from list.csv".into(),
        puts,
    }
}

fn school(name: &str, code: &str) -> Put {
    Put::new(Kind::School)
        .with("name", name.to_owned())
        .with("code", code.to_owned())
        .with("open", true)
}

fn rename(office: &Office, id: i64, name: &str) -> Change {
    let seen: School = office.store.get(SchoolId(id)).unwrap();
    let mut put = Put::id(SchoolId(id)).with("name", name.to_owned());
    put.target = Target::Id(
        id,
        Some(SeenRecord {
            version: seen.version,
            values: seen.values(),
        }),
    );
    Change::Save {
        what: seen.name,
        put,
        reason: Some("asked by the principal".into()),
    }
}

fn names(office: &Office) -> Vec<String> {
    office
        .store
        .all::<School>()
        .unwrap()
        .into_iter()
        .map(|s| s.name)
        .collect()
}

#[test]
fn an_import_is_one_change_set_and_is_undone_and_redone_as_one() {
    let mut office = office();
    let puts = vec![school("Lincoln ES", "LIN"), school("Adams ES", "ADA")];
    let applied = office.store.apply(&import(puts), &stamp("ada")).unwrap();
    assert!(
        applied
            .done
            .iter()
            .all(|d| d.outcome == RecordOutcome::Added)
    );
    let before = names(&office);

    let undone = office.store.undo(None, &stamp("ada")).unwrap();
    assert_eq!(undone.title, "import of 2 schools from list.csv");
    assert_eq!(undone.records, 2);
    assert!(names(&office).is_empty());

    office.store.redo(&stamp("ada")).unwrap();
    assert_eq!(names(&office), before);
    let ids: Vec<i64> = office
        .store
        .all::<School>()
        .unwrap()
        .iter()
        .map(|s| s.id.0)
        .collect();
    assert_eq!(
        ids,
        applied.done.iter().map(|d| d.record.id).collect::<Vec<_>>(),
        "same ids as before"
    );

    assert!(matches!(
        office.store.redo(&stamp("ada")),
        Err(Error::Refused(_))
    ));
    office
        .store
        .undo(applied.change_set, &stamp("ada"))
        .expect_err("it was undone already");
    office.store.undo(None, &stamp("ada")).unwrap();
    assert!(names(&office).is_empty());
}

/// To take back an undo is to put back what it took back, and is told so.
#[test]
fn an_undo_that_is_taken_back_by_its_number_is_a_redo() {
    let mut office = office();
    let save = |office: &mut Office, name: &str| {
        let change = Change::Save {
            what: name.to_owned(),
            put: Put::new(Kind::Vendor).with("name", name.to_owned()),
            reason: None,
        };
        office
            .store
            .apply(&change, &stamp("ada"))
            .unwrap()
            .change_set
    };
    let set = save(&mut office, "Pell");
    let undone = office.store.undo(set, &stamp("ada")).unwrap();
    assert_eq!(undone.told("u", "U"), "Undid: added Pell. U puts it back.");
    let back = office
        .store
        .undo(Some(undone.change_set), &stamp("ada"))
        .unwrap();
    assert_eq!(back.told("u", "U"), "Redid: added Pell. u takes it back.");
    let again = office
        .store
        .undo(Some(back.change_set), &stamp("ada"))
        .unwrap();
    assert_eq!(again.told("u", "U"), "Undid: added Pell. U puts it back.");
    let redone = office.store.redo(&stamp("ada")).unwrap();
    assert_eq!(redone.told("u", "U"), "Redid: added Pell. u takes it back.");
    // Without a number the one that was put back is mine to undo next.
    let last = office.store.undo(None, &stamp("ada")).unwrap();
    assert_eq!((last.title.as_str(), last.put_back), ("added Pell", false));
}

#[test]
fn undo_goes_back_step_by_step_and_after_a_new_change_redo_says_what_puts_it_back() {
    let mut office = office();
    let id = office.school("Lincoln ES", "LIN");
    for name in ["Lincoln Elementary", "Lincoln School"] {
        office
            .store
            .apply(&rename(&office, id, name), &stamp("ada"))
            .unwrap();
    }
    for expected in ["Lincoln Elementary", "Lincoln ES"] {
        office.store.undo(None, &stamp("ada")).unwrap();
        assert_eq!(names(&office), [expected]);
    }
    office.store.redo(&stamp("ada")).unwrap();
    assert_eq!(names(&office), ["Lincoln Elementary"]);
    office
        .store
        .apply(&rename(&office, id, "Lincoln Academy"), &stamp("ada"))
        .unwrap();
    let refused = office.store.redo(&stamp("ada")).unwrap_err();
    // The founding, the school and two names are 1 to 4, the steps back 5 and 6, the step forth 7: 5 is left.
    assert_eq!(
        refused.to_string(),
        "there is nothing of yours to redo: you changed something since you took back `changed Lincoln Elementary`; \
         hallpass undo 5 puts it back"
    );
}

#[test]
fn the_opening_of_the_office_stays() {
    let mut office = office();
    for named in [None, Some(ChangeSetId(1))] {
        assert!(matches!(
            office.store.undo(named, &stamp("ada")),
            Err(Error::Refused(_))
        ));
    }
}

#[test]
fn undo_is_mine_alone_and_stops_where_somebody_changed_the_record_since() {
    let mut office = office();
    office.person("ben", "technical");
    let id = office.school("Lincoln ES", "LIN");
    office
        .store
        .apply(&rename(&office, id, "Lincoln School"), &stamp("ben"))
        .unwrap();

    let refused = office
        .store
        .undo(None, &stamp("ada"))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("ben has changed Lincoln School since"),
        "{refused}"
    );
    assert_eq!(names(&office), ["Lincoln School"]);

    let theirs = office
        .store
        .history(&HistoryFilter {
            limit: 1,
            ..Default::default()
        })
        .unwrap();
    let mine = office
        .store
        .undo(Some(ChangeSetId(theirs[0].change_set.0 - 1)), &stamp("ben"))
        .unwrap_err();
    assert!(mine.to_string().contains("only they or an admin"), "{mine}");
    office
        .store
        .undo(Some(theirs[0].change_set), &stamp("ada"))
        .unwrap();
    assert_eq!(names(&office), ["Lincoln ES"]);
}

#[test]
fn an_office_keeps_an_admin_and_undo_asks_the_roles_of_today() {
    let mut office = office();
    let ada = office.store.all::<Person>().unwrap()[0].id.0;
    let roles = |roles: &str| Roles::read(roles).unwrap();
    let demote = Change::Save {
        what: "ada".into(),
        put: Put::id(PersonId(ada)).with("roles", roles("helpdesk")),
        reason: None,
    };
    let refused = office.store.apply(&demote, &stamp("ada")).unwrap_err();
    assert!(
        refused.to_string().contains("nobody would be admin"),
        "{refused}"
    );
    office.person("bob", "admin");
    office.store.apply(&demote, &stamp("ada")).unwrap();
    let refused = office.store.undo(None, &stamp("ada")).unwrap_err();
    assert!(refused.to_string().contains("only an admin"), "{refused}");
    office
        .store
        .undo(Some(ChangeSetId(3)), &stamp("bob"))
        .unwrap();
    assert!(
        office
            .store
            .undo(Some(ChangeSetId(2)), &stamp("ada"))
            .is_ok()
    );
}

#[test]
fn undo_leaves_no_office_without_an_admin() {
    let mut office = office();
    let ada = office.store.all::<Person>().unwrap()[0].id.0;
    let bob = office.person("bob", "helpdesk");
    let roles = |id: i64, roles: &str| Change::Save {
        what: "a person".into(),
        put: Put::id(PersonId(id)).with("roles", Roles::read(roles).unwrap()),
        reason: None,
    };
    let made = office
        .store
        .apply(&roles(bob, "admin"), &stamp("ada"))
        .unwrap();
    office
        .store
        .apply(&roles(ada, "helpdesk"), &stamp("bob"))
        .unwrap();
    let before = office.dump();
    let refused = office
        .store
        .undo(made.change_set, &stamp("bob"))
        .unwrap_err();
    assert!(
        refused.to_string().contains("nobody would be admin"),
        "{refused}"
    );
    assert_eq!(office.dump(), before);
}

/// As a form has it that was opened on the record as it stands.
fn seen_now(office: &Office, kind: Kind, id: i64) -> SeenRecord {
    office.store.seen(RecordRef { kind, id }).unwrap()
}

#[test]
fn a_decision_on_a_screen_that_a_colleague_changed_since_is_a_conflict() {
    let mut office = office();
    office.person("ben", "technical");
    let product = office.save(Put::new(Kind::Product).with("name", "Quill Pad".to_owned()));
    let approved = Put::keyed(Kind::Approval)
        .with("product", product)
        .with("status", "approved".to_owned());
    let id = office.save(approved);
    let save = |put: Put| Change::Save {
        what: "approval of Quill Pad".into(),
        put,
        reason: None,
    };
    let mut grades = Put::id(ApprovalId(id)).with("grades", "K-2".to_owned());
    grades.target = Target::Id(id, Some(seen_now(&office, Kind::Approval, id)));
    let denied = save(Put::id(ApprovalId(id)).with("status", "denied".to_owned()));
    office.store.apply(&denied, &stamp("ben")).unwrap();
    let before = office.dump();
    let Err(Error::Conflict {
        who, field, theirs, ..
    }) = office.store.apply(&save(grades), &stamp("ada"))
    else {
        panic!("ben has denied it since");
    };
    assert_eq!(
        (who.as_str(), field.as_str(), theirs.as_str()),
        ("ben", "status", "denied")
    );
    assert_eq!(office.dump(), before);
}

#[test]
fn what_a_colleague_changed_since_is_not_removed() {
    let mut office = office();
    office.person("ben", "renewals");
    let school = office.school("Lincoln ES", "LIN");
    let product = office.save(Put::new(Kind::Product).with("name", "Quill Pad".to_owned()));
    let seats = |seats: i64| {
        Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", product)
            .with("seats", Some(seats))
    };
    let id = office.save(seats(30));
    let mut gone = Put::id(InventoryId(id));
    gone.target = Target::Gone(id, seen_now(&office, Kind::Inventory, id));
    let gone = Change::SaveAll {
        what: "Quill Pad at Lincoln ES".into(),
        puts: vec![gone],
        reason: None,
    };
    office
        .store
        .apply(&import(vec![seats(45)]), &stamp("ben"))
        .unwrap();
    let before = office.dump();
    let Err(Error::Conflict {
        who, field, theirs, ..
    }) = office.store.apply(&gone, &stamp("ada"))
    else {
        panic!("ben has counted again since");
    };
    assert_eq!(
        (who.as_str(), field.as_str(), theirs.as_str()),
        ("ben", "seats", "45")
    );
    assert_eq!(office.dump(), before);
}

#[test]
fn no_second_product_or_vendor_takes_a_name() {
    let mut office = office();
    let product = |name: &str| Put::new(Kind::Product).with("name", name.to_owned());
    let vendor = |name: &str| Put::new(Kind::Vendor).with("name", name.to_owned());
    let brightwater = office.save(vendor("Brightwater"));
    office.save(product("Quill Pad"));
    office.save(product("Quill Pad").with("edition", Some("EDU".to_owned())));
    office.save(product("Quill Pad").with("vendor", brightwater));
    let other = office.save(product("Numberly"));
    let before = office.dump();
    for put in [
        product("quill pad"),
        product("Quill Pad").with("edition", Some("edu".to_owned())),
        product("QUILL PAD").with("vendor", brightwater),
        Put::id(ProductId(other)).with("name", "Quill Pad".to_owned()),
        vendor("BRIGHTWATER"),
    ] {
        let refused = office
            .store
            .apply(&import(vec![put.clone()]), &stamp("ada"))
            .unwrap_err();
        assert!(
            refused.to_string().contains("already"),
            "{put:?}: {refused}"
        );
        assert_eq!(office.dump(), before);
    }
}

#[test]
fn doubles_of_an_older_file_stand_and_are_named() {
    let office = office();
    assert_eq!(office.store.warnings().unwrap(), [""; 0]);
    let raw = rusqlite::Connection::open(office.store.path()).unwrap();
    raw.execute_batch(
        "INSERT INTO vendor (id, version, name, twin)
             VALUES (1, 1, 'Oddfellow', 0), (2, 1, 'oddfellow', 2);
         INSERT INTO product (id, version, name, grades, lms, archived, asked, twin)
             VALUES (1, 1, 'Numberly', '', 0, 0, 0, 0), (2, 1, 'Numberly', '', 0, 0, 0, 2);",
    )
    .unwrap();
    let warnings = [
        "2 products are called `Numberly`: make them one with: hallpass overlap merge",
        "2 vendors are called `Oddfellow`: give all but one another name",
    ];
    let mut reopened = Store::open(office.store.path(), Access::Read).unwrap();
    assert_eq!(reopened.check(), [""; 0]);
    assert_eq!(reopened.warnings().unwrap(), warnings);

    // A dump of it comes back whole, and tells the first from its doubles again.
    let mut dump = Vec::new();
    reopened.dump(&mut dump).unwrap();
    let copy = office.dir.path().join("copy.db");
    Store::from_dump(&copy, &mut dump.as_slice(), &stamp("ada")).unwrap();
    let copied = Store::open(&copy, Access::Read).unwrap();
    assert_eq!(copied.warnings().unwrap(), warnings);
    let twins = |file: &std::path::Path| -> Vec<i64> {
        let raw = rusqlite::Connection::open(file).unwrap();
        let sql = "SELECT twin FROM product UNION ALL SELECT twin FROM vendor";
        let mut statement = raw.prepare(sql).unwrap();
        let twins = statement.query_map([], |row| row.get(0)).unwrap();
        twins.map(Result::unwrap).collect()
    };
    assert_eq!(twins(&copy), [0, 2, 0, 2]);
    assert_eq!(twins(office.store.path()), [0, 2, 0, 2]);
}

#[test]
fn doubles_that_were_made_one_are_two_again_when_that_is_undone() {
    // Told apart by the upgrade, and merged before it: then neither has a mark of its own.
    for marks in [(0, 2), (1, 0), (0, 0)] {
        let mut office = office();
        let raw = rusqlite::Connection::open(office.store.path()).unwrap();
        raw.execute_batch(
            "INSERT INTO product (id, version, name, grades, lms, archived, asked, twin)
                 VALUES (1, 1, 'Numberly', '', 0, 0, 0, 1), (2, 1, 'numberly', '', 0, 0, 0, 2);",
        )
        .unwrap();
        let merge = Change::Merge {
            what: "one into the other".into(),
            from: ProductId(2),
            into: ProductId(1),
            reason: None,
        };
        office.store.apply(&merge, &stamp("ada")).unwrap();
        let mark = |id: i64, twin: i64| {
            let sql = "UPDATE product SET twin = ?2 WHERE id = ?1";
            raw.execute(sql, [id, twin]).unwrap();
        };
        mark(1, marks.0);
        mark(2, marks.1);
        office.store.undo(None, &stamp("ada")).unwrap();
        let stands: Vec<(i64, bool)> = office
            .store
            .all::<Product>()
            .unwrap()
            .iter()
            .map(|product| (product.id.0, product.merged_into.is_none()))
            .collect();
        assert_eq!(stands, [(1, true), (2, true)], "{marks:?}");
        assert_eq!(
            office.store.warnings().unwrap(),
            ["2 products are called `Numberly`: make them one with: hallpass overlap merge"]
        );
        assert_eq!(office.store.check(), [""; 0]);
        // And one again, and two.
        office.store.redo(&stamp("ada")).unwrap();
        assert_eq!(office.store.warnings().unwrap(), [""; 0]);
        office.store.undo(None, &stamp("ada")).unwrap();
    }
    // Where another product took the name since, its record stands in the way, and that is said.
    let mut office = office();
    let product = |name: &str| Put::new(Kind::Product).with("name", name.to_owned());
    let (from, into) = (
        office.save(product("Zippo")),
        office.save(product("Zapper")),
    );
    let merge = Change::Merge {
        what: "one into the other".into(),
        from: ProductId(from),
        into: ProductId(into),
        reason: None,
    };
    office.store.apply(&merge, &stamp("ada")).unwrap();
    let raw = rusqlite::Connection::open(office.store.path()).unwrap();
    raw.execute_batch(
        "INSERT INTO product (id, version, name, grades, lms, archived, asked)
             VALUES (9, 1, 'Zippo', '', 0, 0, 0);",
    )
    .unwrap();
    let refused = office.store.undo(None, &stamp("ada")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`merged one into the other` cannot be undone: there is a product called `Zippo` already; take that back first, then hallpass undo 4 does it"
    );
}

#[test]
fn the_file_itself_holds_a_name_once() {
    let mut office = office();
    let product = |name: &str| Put::new(Kind::Product).with("name", name.to_owned());
    let pad = office.save(product("Quill Pad"));
    office.save(Put::new(Kind::Vendor).with("name", "Brightwater".to_owned()));
    let raw = rusqlite::Connection::open(office.store.path()).unwrap();
    let add = |product: &str, edition: &str| {
        raw.execute(
            "INSERT INTO product (id, version, name, edition, grades, lms, archived, asked)
                 VALUES ((SELECT max(id) + 1 FROM product), 1, ?1, nullif(?2, ''), '', 0, 0, 0)",
            [product, edition],
        )
    };
    for name in ["Quill Pad", "QUILL PAD"] {
        assert!(
            add(name, "").unwrap_err().to_string().contains("UNIQUE"),
            "{name}"
        );
    }
    assert_eq!(add("Quill Pad", "EDU"), Ok(1));
    assert!(add("Quill Pad", "edu").is_err());
    let vendor = "INSERT INTO vendor (id, version, name) VALUES (9, 1, 'brightwater')";
    assert!(
        raw.execute(vendor, [])
            .unwrap_err()
            .to_string()
            .contains("UNIQUE")
    );
    // What was merged into another record bears its old name still, which is free.
    let merged = "UPDATE product SET merged_into = id + 1 WHERE id = ?1";
    assert_eq!(raw.execute(merged, [pad]), Ok(1));
    assert_eq!(add("quill pad", ""), Ok(1));
}

#[test]
fn both_ends_of_a_span_are_undone_together() {
    let mut office = office();
    let day = |m| NaiveDate::from_ymd_opt(2026, m, 1);
    let product = office.save(Put::new(Kind::Product).with("name", "Quill Pad".to_owned()));
    let approval = Put::keyed(Kind::Approval)
        .with("product", product)
        .with("status", "approved".to_owned())
        .with("from", day(1))
        .with("until", day(2));
    let id = office.save(approval);
    office.save(
        Put::id(ApprovalId(id))
            .with("from", day(7))
            .with("until", day(8)),
    );
    let before = office.dump();
    office.store.undo(None, &stamp("ada")).unwrap();
    office.store.redo(&stamp("ada")).unwrap();
    let records = |dump: &str| dump.lines().filter(|l| l.contains("\"approval\"")).count();
    assert_eq!(
        records(&before) + 4,
        records(&office.dump()),
        "undo and redo add history, no records"
    );
}

#[test]
fn a_keyed_put_writes_only_what_differs() {
    let mut office = office();
    let school = office.school("Lincoln ES", "LIN");
    let product = office.save(Put::new(Kind::Product).with("name", "Quill Pad".to_owned()));
    let placed = |seats: i64| {
        let put = Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", product);
        import(vec![put.with("seats", Some(seats))])
    };
    for (seats, expected) in [(30, "added"), (30, "unchanged"), (25, "changed")] {
        let applied = office.store.apply(&placed(seats), &stamp("ada")).unwrap();
        let told = match &applied.done[0].outcome {
            RecordOutcome::Added => "added",
            RecordOutcome::Unchanged => "unchanged",
            RecordOutcome::Changed(fields) => {
                assert_eq!(fields, &[("seats", Value::Int(30), Value::Int(25))]);
                "changed"
            }
        };
        assert_eq!(told, expected);
        assert_eq!(applied.change_set.is_none(), expected == "unchanged");
    }
}

#[test]
fn a_rehearsal_and_a_stopped_import_leave_the_file_as_it_was() {
    let mut office = office();
    let before = office.dump();
    let puts: Vec<Put> = (0..1000)
        .map(|n| school(&format!("School {n}"), &format!("S{n}")))
        .collect();
    let told = office
        .store
        .rehearse(&import(puts.clone()), &stamp("ada"), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(told.done.len(), 1000);
    assert_eq!(office.dump(), before);

    let stopped = office
        .store
        .apply_watched(&import(puts), &stamp("ada"), &mut |watched| {
            if matches!(watched, Watched::Written(done) if done > 500) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    assert_eq!(office.dump(), before);
}

/// Keeps puts as a long file's are kept.
#[derive(Debug)]
struct Kept(Vec<Put>);

impl PutKeeper for Kept {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn kinds(&self) -> &[Kind] {
        &[Kind::School, Kind::Vendor, Kind::Product, Kind::Inventory]
    }

    fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal> {
        let _ = self.0.iter().try_for_each(tell);
        Ok(())
    }
}

fn long_import(puts: Vec<Put>) -> Change {
    Change::LongImport {
        what: "2 schools from list.csv".into(),
        puts: KeptPuts::by(Kept(puts)),
    }
}

#[test]
fn a_long_import_does_what_an_import_does() {
    let placed = |school: i64, seats: i64| {
        Put::keyed(Kind::Inventory)
            .with("school", SchoolId(school))
            .with("product", Given::Made(3))
            .with("seats", Some(seats))
    };
    let product = Put::new(Kind::Product).with("name", "Zorple".to_owned());
    let puts = vec![
        school("Elm ES", "ELM").row(2),
        school("Oak ES", "OAK").row(3),
        Put::new(Kind::Vendor)
            .with("name", "Marl".to_owned())
            .row(4),
        product.with("vendor", Given::Made(2)).row(4),
        placed(1, 5).row(4),
        placed(2, 6).row(5),
        // Changes what is there, and says what is so already.
        placed(1, 7).row(6),
        placed(2, 6).row(7),
    ];
    let (mut short, mut long) = (office(), office());
    let one = short
        .store
        .apply(&import(puts.clone()), &stamp("ada"))
        .unwrap();
    let other = long
        .store
        .apply(&long_import(puts.clone()), &stamp("ada"))
        .unwrap();
    assert_eq!(long.dump(), short.dump());
    assert_eq!((one.done.len(), other.done.len()), (8, 0));
    assert_eq!(
        (one.change_set, one.rows),
        (other.change_set, other.rows.clone())
    );
    // Rows 4 and 5 added, row 6 changed, row 7 did nothing.
    let tally = other.tally(Kind::Inventory, 4);
    assert_eq!((tally.added, tally.changed, tally.unchanged), (2, 3, 0));
    let tally = other.tally(Kind::School, 6);
    assert_eq!((tally.added, tally.changed, tally.unchanged), (2, 3, 1));
    let again = long
        .store
        .apply(&long_import(puts[..2].to_vec()), &stamp("ada"));
    assert!(again.is_err(), "a second school of that code");
}

#[test]
fn a_long_import_is_refused_whole_with_each_row_that_a_rule_says_no_to() {
    let mut office = office();
    let before = office.dump();
    let puts = vec![
        school("Elm ES", "ELM").row(2),
        school("Ash ES", "").row(3),
        school("Oak ES", "OAK").row(4),
        school("", "YEW").row(5),
    ];
    let refused = office.store.apply(&long_import(puts), &stamp("ada"));
    let Err(Error::Rows(rows)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = rows.iter().map(|row| (row.row, row.of)).collect();
    assert_eq!(
        told,
        [(3, (Kind::School, "code")), (5, (Kind::School, "name"))]
    );
    assert_eq!(office.dump(), before);
    let stopped = office.store.apply_watched(
        &long_import(vec![school("Elm ES", "ELM").row(2)]),
        &stamp("ada"),
        &mut |watched| match watched {
            Watched::One(..) => ControlFlow::Break(()),
            Watched::Written(_) => ControlFlow::Continue(()),
        },
    );
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    assert_eq!(office.dump(), before);
}

#[test]
fn edits_of_different_fields_merge_and_of_the_same_field_conflict() {
    let mut office = office();
    office.person("ben", "technical");
    let id = office.school("Lincoln ES", "LIN");
    let mine = rename(&office, id, "Lincoln School");
    let same = rename(&office, id, "Lincoln Academy");
    let seen: School = office.store.get(SchoolId(id)).unwrap();
    let mut other = Put::id(SchoolId(id)).with("enrollment", Some(412_i64));
    other.target = Target::Id(
        id,
        Some(SeenRecord {
            version: seen.version,
            values: seen.values(),
        }),
    );
    let other = Change::Save {
        what: "Lincoln ES".into(),
        put: other,
        reason: None,
    };

    office.store.apply(&mine, &stamp("ben")).unwrap();
    office.store.apply(&other, &stamp("ada")).unwrap();
    let Err(Error::Conflict {
        who, field, theirs, ..
    }) = office.store.apply(&same, &stamp("ada"))
    else {
        panic!("the name was changed by ben since");
    };
    assert_eq!(
        (who.as_str(), field.as_str(), theirs.as_str()),
        ("ben", "name", "Lincoln School")
    );
    let now: School = office.store.get(SchoolId(id)).unwrap();
    assert_eq!(
        (now.name.as_str(), now.enrollment),
        ("Lincoln School", Some(412))
    );
}

#[test]
fn rules_are_asked_inside_the_transaction() {
    let mut office = office();
    office.person("hal", "helpdesk");
    let id = office.school("Lincoln ES", "LIN");
    let before = office.dump();
    for (who, change, says) in [
        ("hal", import(vec![school("Adams ES", "ADA")]), "help desk"),
        (
            "zoe",
            import(vec![school("Adams ES", "ADA")]),
            "nobody here has the login `zoe`",
        ),
        (
            "ada",
            import(vec![school("Adams ES", "ADA"), school("", "X").row(7)]),
            "row 7: ",
        ),
        (
            "ada",
            import(vec![school("Lincoln again", "LIN")]),
            "there already is a school with the code LIN: Lincoln ES; change that one, or give other values",
        ),
        (
            "ada",
            import(vec![
                Put::new(Kind::Product).with("name", "Quill Pad".to_owned()),
                Put::keyed(Kind::Approval)
                    .with("product", Given::Made(0))
                    .with("status", "approved".to_owned())
                    .with("schools", Schools::only(vec![SchoolId(id), SchoolId(99)])),
            ]),
            "a scope names a school that is not here",
        ),
    ] {
        let refused = office
            .store
            .apply(&change, &stamp(who))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(says), "{refused}");
        assert_eq!(office.dump(), before, "{says}: nothing is half-written");
    }
}

#[test]
fn history_tells_who_what_when_in_words() {
    let mut office = office();
    office.person("hal", "helpdesk");
    let id = office.school("Lincoln ES", "LIN");
    office
        .store
        .apply(&rename(&office, id, "Lincoln School"), &stamp("ada"))
        .unwrap();
    let note = Change::Note {
        what: "Lincoln School".into(),
        about: SchoolId(id).into(),
        text: "call before noon".into(),
    };
    office.store.apply(&note, &stamp("hal")).unwrap();
    let filter = HistoryFilter {
        about: Some(SchoolId(id).into()),
        limit: 10,
        ..Default::default()
    };
    let told: Vec<String> = office
        .store
        .history(&filter)
        .unwrap()
        .into_iter()
        .map(|e| {
            let field = e.field.unwrap_or_default();
            let reason = e.reason.unwrap_or_default();
            format!(
                "{} | {} | {field}: {} -> {} | {reason}",
                e.who, e.what, e.old, e.new
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "hal | note on Lincoln School | :  -> call before noon | ",
            "ada | changed Lincoln ES | name: Lincoln ES -> Lincoln School | asked by the principal",
            "ada | added it | :  -> added | ",
        ]
    );
}

#[test]
fn a_dump_loads_to_the_same_dump() {
    let mut office = office();
    let lincoln = office.school("Lincoln \"ES\" \u{e9}", "LIN");
    let product = office.save(Put::new(Kind::Product).with("name", "Quill Pad".to_owned()));
    let second = office.save(Put::new(Kind::Product).with("name", "Quill Pad 2".to_owned()));
    office.save(Put::id(ProductId(product)).with("successor", Some(second)));
    office.save(
        Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", "denied".to_owned())
            .with("schools", Schools::only(vec![SchoolId(lincoln)])),
    );
    office.store.undo(None, &stamp("ada")).unwrap();
    let dump = office.dump();

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("other.db");
    let (path, loaded) = Store::from_dump(&path, &mut dump.as_bytes(), &stamp("ada")).unwrap();
    let mut other = Store::open(&path, Access::Write).unwrap();
    assert_eq!(loaded.lines, dump.lines().count());
    let mut again = Vec::new();
    other.dump(&mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), dump);
    other
        .undo(None, &stamp("ada"))
        .expect("history came along, so undo works");
}

#[test]
fn a_broken_dump_is_refused_whole() {
    let mut office = office();
    office.school("Lincoln ES", "LIN");
    let dump = office.dump();
    let cut = |text: &str| text[..text.len() - 10].to_owned();
    let without_last = |n: usize| {
        let lines: Vec<&str> = dump.lines().collect();
        lines[..lines.len() - n].join("\n") + "\n"
    };
    for (broken, says) in [
        (String::new(), "not a dump"),
        ("{\"name\": \"x\"}\n".into(), "not a dump"),
        (cut(&dump), "not a line of a dump"),
        (without_last(1), "before its last line"),
        (
            dump.replacen("\n{", "\n{\"end\":1}\n{", 1),
            "more after the end",
        ),
        (
            dump.lines()
                .filter(|l| !l.contains("\"person\""))
                .collect::<Vec<_>>()
                .join("\n"),
            "lines are missing",
        ),
        (
            dump.replace("\"code\":\"LIN\"", "\"code\":3.5"),
            "`code` is missing or not a plain value",
        ),
        (
            dump.replace("\"code\":\"LIN\"", "\"colour\":\"LIN\""),
            "`code` is missing",
        ),
        (
            dump.replace("\"table\":\"school\"", "\"table\":\"castle\""),
            "no table `castle`",
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other.db");
        let refused = Store::from_dump(&path, &mut broken.as_bytes(), &stamp("ada")).unwrap_err();
        let refused = refused.to_string();
        assert!(
            refused.contains(says) && refused.starts_with("line "),
            "{refused}"
        );
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}

#[test]
fn an_edition_a_review_began_with_stays_as_it_is() {
    let mut office = office();
    let text = shipped_text(Track::Technical).replacen("must\"", "should\"", 1);
    let edition = Put::new(Kind::Checklist)
        .with("track", Track::Technical)
        .with("edition", 2)
        .with("text", text.clone())
        .with("made_on", stamp("ada").today);
    let save = |put| Change::Save {
        what: "it".into(),
        put,
        reason: None,
    };
    let made = office.store.apply(&save(edition), &stamp("ada")).unwrap();
    assert_eq!(office.store.newest_edition(Track::Technical), Ok(2));
    assert_eq!(office.store.newest_edition(Track::Curricular), Ok(1));
    let gate = |store: &Store, edition| {
        let list = store.checklist(Track::Technical, edition).unwrap();
        list.items[0].gate
    };
    assert_eq!(gate(&office.store, 1), Gate::Must);
    assert_eq!(gate(&office.store, 2), Gate::Should);

    let changed = Put::id(ChecklistId(1)).with("text", shipped_text(Track::Technical).to_owned());
    let refused = office.store.apply(&save(changed), &stamp("ada"));
    let says = "an edition of a checklist is never changed; import a new one";
    assert_eq!(refused, Err(Error::Refused(says.into())));

    let product = Put::new(Kind::Product).with("name", "Quill Pad".to_owned());
    let request = Put::new(Kind::Request)
        .with("number", "R-1".to_owned())
        .with("product", Given::Made(0))
        .with("trigger", Trigger::New)
        .with("state", RequestState::InReview)
        .with("technical_edition", 2)
        .with("curricular_edition", 1)
        .with("received_on", stamp("ada").today);
    let began = import(vec![product, request]);
    office.store.apply(&began, &stamp("ada")).unwrap();
    let refused = office.store.undo(made.change_set, &stamp("ada"));
    let says = "a review has begun with this edition of the checklist; import another one";
    assert_eq!(refused, Err(Error::Refused(says.into())));
    assert_eq!(gate(&office.store, 2), Gate::Should);
}

#[test]
fn a_checklist_that_cannot_be_read_is_not_kept() {
    let mut office = office();
    let put = Put::new(Kind::Checklist)
        .with("track", Track::Curricular)
        .with("edition", 2)
        .with("text", "[[item]]\n".to_owned())
        .with("made_on", stamp("ada").today);
    let save = Change::Save {
        what: "it".into(),
        put,
        reason: None,
    };
    let refused = office.store.apply(&save, &stamp("ada"));
    assert_eq!(
        refused,
        Err(Error::Refused(Refusal::new(
            "text",
            "line 1: `id` is missing"
        )))
    );
    assert_eq!(office.store.newest_edition(Track::Curricular), Ok(1));
}

/// Another name is one name with its case, accents, punctuation and spaces folded, as whoever asks for it is understood.
#[test]
fn another_name_is_borne_once_however_it_is_written() {
    let mut office = office();
    let vendor = office.save(Put::new(Kind::Vendor).with("name", "Marl & Sons".to_owned()));
    let product = |name: &str, edition: Option<&str>| {
        Put::new(Kind::Product)
            .with("name", name.to_owned())
            .with("edition", edition.map(str::to_owned))
            .with("vendor", Some(vendor))
    };
    let first = office.save(product("Café Reader", None));
    let other = office.save(product("Numberly", Some("Plus")));
    let alias = |of: i64, name: &str| {
        Put::keyed(Kind::Alias)
            .with("product", of)
            .with("alias", name.to_owned())
            .with("kind", AliasKind::Other)
    };
    office.save(alias(first, "L'Éléphant"));
    let refused = |office: &mut Office, put: Put| {
        let change = Change::Save {
            what: "it".into(),
            put,
            reason: None,
        };
        match office.store.apply(&change, &stamp("ada")) {
            Err(Error::Refused(why)) => why.to_string(),
            done => panic!("{done:?}"),
        }
    };
    for (put, why) in [
        (
            alias(other, "L Elephant"),
            "`L Elephant` is a name of Café Reader (P-1) already",
        ),
        (
            alias(other, "café  reader"),
            "`café  reader` is a name of Café Reader (P-1) already",
        ),
        (
            alias(first, "Numberly-Plus"),
            "`Numberly-Plus` is a name of Numberly Plus (P-2) already",
        ),
    ] {
        let told = refused(&mut office, put);
        assert!(told.starts_with(why), "{told}");
    }
    // What another name keeps apart stays apart: another edition, and a sign that is spoken.
    office.save(product("cafe reader", Some("EDU")));
    office.save(product("Cafe Reader+", None));
    office.save(alias(other, "Elephant"));
    // A name is free again once nobody bears it, within the same change too.
    let renamed = Put::id(ProductId(first)).with("name", "Tea Reader".to_owned());
    let both = Change::SaveAll {
        what: "it".into(),
        puts: vec![renamed, product("Cafe Reader", None)],
        reason: None,
    };
    office.store.apply(&both, &stamp("ada")).unwrap();
}

/// A record that a file brings: how, what it is, and its name.
type Brought = (fn() -> Vec<Put>, Kind, &'static str);

/// Nobody's words are left on a record that is gone: neither by undo, nor by redo, nor by a screen that is out of date.
#[test]
fn a_record_with_a_colleagues_note_is_not_taken_out_and_none_is_left_on_one_that_is() {
    let product = || vec![Put::new(Kind::Product).with("name", "Quillbert".to_owned())];
    let school = || vec![school("Lincoln ES", "LIN")];
    let vendor = || vec![Put::new(Kind::Vendor).with("name", "Pell".to_owned())];
    let made: [Brought; 3] = [
        (product, Kind::Product, "Quillbert"),
        (school, Kind::School, "Lincoln ES"),
        (vendor, Kind::Vendor, "Pell"),
    ];
    for (puts, kind, name) in made {
        let mut office = office();
        office.person("hal", "helpdesk");
        let brought = office.store.apply(&import(puts()), &stamp("ada")).unwrap();
        let about = RecordRef {
            kind,
            id: brought.done[0].record.id,
        };
        let note = Change::Note {
            what: name.into(),
            about,
            text: "call before noon".into(),
        };
        let noted = office.store.apply(&note, &stamp("hal")).unwrap();
        let noted = noted.change_set.unwrap();
        let before = office.dump();
        let refused = office
            .store
            .undo(brought.change_set, &stamp("ada"))
            .unwrap_err();
        let first = format!(
            "hal has left a note on {name} (2026-03-10T09:40:00Z); that is taken back first: hallpass undo {noted}"
        );
        assert_eq!(refused.to_string(), first);
        assert_eq!(office.dump(), before);

        office.store.undo(Some(noted), &stamp("hal")).unwrap();
        office
            .store
            .undo(brought.change_set, &stamp("ada"))
            .unwrap();
        let gone = |error: Error| {
            let told = error.to_string();
            assert!(
                told.contains("is gone, and the note would be on nothing"),
                "{told}"
            );
        };
        gone(office.store.redo(&stamp("hal")).unwrap_err());
        gone(office.store.apply(&note, &stamp("hal")).unwrap_err());
        // Once it is there again, so is the note.
        office.store.redo(&stamp("ada")).unwrap();
        office.store.redo(&stamp("hal")).unwrap();
    }
}

#[test]
fn what_cannot_be_put_back_is_said_to_be_put_back() {
    let mut office = office();
    let id = office.school("Lincoln ES", "LIN");
    office.person("bo", "technical");
    office
        .store
        .apply(&rename(&office, id, "Lincoln School"), &stamp("ada"))
        .unwrap();
    office.store.undo(None, &stamp("ada")).unwrap();
    office
        .store
        .apply(&rename(&office, id, "Lincoln Academy"), &stamp("bo"))
        .unwrap();
    let why = office.store.redo(&stamp("ada")).unwrap_err().to_string();
    assert!(why.contains("cannot be put back: bo has changed"), "{why}");
}
