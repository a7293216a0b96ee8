//! What somebody is offered is what happens: who × schools × noun, on the real screen, by the command, and with a
//! file brought in on the screen.

use std::path::Path;

use crate::support::imports::{self, SpokenOf, one_row};
use crate::support::length::Sample;
use crate::support::login::os_login;
use crate::support::screen::Screen;
use crate::support::{Office, made_once, roles_and_schools};
use assert_cmd::Command;
use hallpass::domain::field::ImportKind;
use hallpass::domain::person::{Role, Roles};
use hallpass::domain::product::DataUse;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::SchoolId;

/// One noun: how its form opens on the screen, and a file with a row of it.
struct Way {
    /// What it is, for whoever reads a failure.
    what: &'static str,
    /// Whose contract `C-1` is: the school's with this id, or the district's.
    buyer: Option<SchoolId>,
    /// Keys that open a form, and its title; none where the screen has no form for it.
    form: Option<(&'static str, &'static str)>,
    /// The kind of import.
    import: &'static str,
    /// The file.
    table: &'static str,
    /// Who may.
    may: &'static str,
}

const PEOPLE: [&str; 7] = [
    "helpdesk",
    "technical",
    "curricular",
    "renewals",
    "ada",
    "t1",
    "r1",
];

const ANY_OFFICE: &str = "technical curricular renewals ada t1 r1";
const OF_THE_DISTRICT: &str = "technical curricular renewals ada";

const WAYS: &[Way] = &[
    Way {
        what: "a new product",
        buyer: None,
        form: Some((":add-product", "New product")),
        import: "products",
        table: "name\nNumberly\n",
        may: ANY_OFFICE,
    },
    Way {
        what: "a new school",
        buyer: None,
        form: Some((":add-school", "New school")),
        import: "schools",
        table: "name,code\nNew ES,NEW\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "another school than theirs",
        buyer: None,
        form: Some(("3e", "Frostholm MS")),
        import: "schools",
        table: "name,code,enrollment\nFrostholm MS,FRO,300\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "a day off",
        buyer: None,
        form: Some((":closure", "New calendar day")),
        import: "calendar",
        table: "day,kind\n2026-12-21,holiday\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "a new contract of Linden",
        buyer: None,
        form: Some((":contract", "New contract")),
        import: "contracts",
        table: "number,product,bought_by,term_end\nC-9,Erakettle,LIN,2027-06-30\n",
        may: ANY_OFFICE,
    },
    Way {
        what: "the contract of Linden",
        buyer: Some(SchoolId(1)),
        form: Some(("2e", "C-1")),
        import: "contracts",
        table: "number,product,term_end,po\nC-1,Erakettle,2026-06-30,PO-5\n",
        may: ANY_OFFICE,
    },
    Way {
        what: "the contract of Frostholm",
        buyer: Some(SchoolId(2)),
        form: Some(("2e", "C-1")),
        import: "contracts",
        table: "number,product,term_end,po\nC-1,Erakettle,2026-06-30,PO-5\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "the contract of the district",
        buyer: None,
        form: Some(("2e", "C-1")),
        import: "contracts",
        table: "number,product,term_end,po\nC-1,Erakettle,2026-06-30,PO-5\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "seats at Frostholm",
        buyer: None,
        form: None,
        import: "inventory",
        table: "school,product,seats\nFRO,Erakettle,30\n",
        may: OF_THE_DISTRICT,
    },
    Way {
        what: "an approval at Linden",
        buyer: None,
        form: None,
        import: "approvals",
        table: "product,status,schools\nErakettle,approved,LIN\n",
        may: "technical curricular ada t1",
    },
    Way {
        what: "an approval everywhere",
        buyer: None,
        form: None,
        import: "approvals",
        table: "product,status\nErakettle,approved\n",
        may: "technical curricular ada",
    },
    Way {
        what: "a person",
        buyer: None,
        form: Some((":add-person", "New person")),
        import: "people",
        table: "login,name,roles\nnewcomer,New Comer,helpdesk\n",
        may: "ada",
    },
];

/// The schools Linden (1) and Frostholm (2), the product Erakettle and the contract C-1; one of each role for the
/// district, and `t1`, `r1` for Linden alone.
fn district(buyer: Option<SchoolId>) -> Office {
    made_once(&format!("bought by {buyer:?}"), || founded(buyer))
}

fn founded(buyer: Option<SchoolId>) -> Office {
    let mut office = roles_and_schools();
    // Who runs the tests acts for each of them by command, and so is an admin.
    office.person(&os_login(), "admin");
    let product = Put::new(Kind::Product).with("name", "Erakettle".to_owned());
    let product = office.save(product.with("data", Some(DataUse::None)));
    let contract = Put::keyed(Kind::Contract)
        .with("number", "C-1".to_owned())
        .with("term_end", "2026-06-30".to_owned())
        .with("notice_basis", "sent".to_owned())
        .with("buyer", buyer);
    let contract = office.save(contract);
    let line = Put::keyed(Kind::Line).with("contract", contract);
    office.save(line.with("product", product));
    let framework = Put::keyed(Kind::Framework)
        .with("guid", "aaaaaaaa-0000-4000-8000-000000000000".to_owned())
        .with("short", "OWN".to_owned())
        .with("title", "Ours".to_owned())
        .with("ours", true);
    let framework = office.save(framework);
    let standard = Put::keyed(Kind::Standard)
        .with("framework", framework)
        .with("guid", "aaaaaaaa-0000-4000-8000-000000000001".to_owned())
        .with("code", "M.1".to_owned())
        .with("code_key", "m.1".to_owned())
        .with("statement", "Counts to ten.".to_owned())
        .with("leaf", true)
        .with("weight", 2);
    office.save(standard);
    office
}

/// Does the form open? Whoever may not have it is told why.
fn opens(screen: &mut Screen, keys: &str, title: &str) -> bool {
    screen.press("Esc").write(keys);
    if keys.starts_with(':') {
        screen.press("Enter");
    }
    let open = screen.text().contains(title) && screen.text().contains("* needed");
    if !open {
        let told = screen.message();
        let whys = [
            "not yours to write",
            "reads and leaves notes",
            "only an admin",
        ];
        assert!(whys.iter().any(|why| told.contains(why)), "{keys}: {told}");
    }
    screen.press("Esc Esc");
    open
}

/// What the screen offers of a file, and whether it is saved. A kind that is not in the list cannot be chosen.
fn brings_in(screen: &mut Screen, kind: &str, file: &Path) -> (bool, bool) {
    screen.press("Esc : 'import' Enter");
    if screen.text().contains("What are its rows?") {
        let chosen = |screen: &Screen| screen.text().contains(&format!("> {kind} "));
        let mut steps = 0;
        while !chosen(screen) {
            if steps == 20 {
                return (false, false);
            }
            screen.press("Down");
            steps += 1;
        }
        screen.press("Enter");
        screen.write(file.to_str().unwrap()).press("Enter");
    }
    let offered = screen.text().contains("Enter  save it");
    screen.press("Enter");
    let saved = screen.text().contains("Imported");
    (offered, saved)
}

#[test]
fn what_is_offered_is_what_happens_on_every_way_in() {
    let files = tempfile::tempdir().unwrap();
    let mut sample = Sample::one_of(2, "ways in by somebody of a role");
    for (nth, way) in WAYS.iter().enumerate() {
        let file = files.path().join(format!("{}.csv", way.import));
        std::fs::write(&file, way.table).unwrap();
        for (at, who) in PEOPLE.into_iter().enumerate() {
            if !sample.takes(nth + at) {
                continue;
            }
            let may = way.may.split(' ').any(|one| one == who);
            let case = format!("{who}: {}", way.what);
            let commanded = district(way.buyer);
            let told = Command::cargo_bin("hallpass")
                .unwrap()
                .env("HALLPASS_DB", commanded.store.path())
                .env("HALLPASS_USER", who)
                .env_remove("HALLPASS_NOW")
                .args(["import", way.import, file.to_str().unwrap()])
                .output()
                .unwrap();
            assert_eq!(told.status.success(), may, "{case}, by command: {told:?}");
            let office = district(way.buyer);
            let mut screen = Screen::seen_by(who, office, (100, 40));
            if let Some((keys, title)) = way.form {
                assert_eq!(opens(&mut screen, keys, title), may, "{case}, by form");
            }
            let brought = brings_in(&mut screen, way.import, &file);
            assert_eq!(brought, (may, may), "{case}, by a file\n{}", screen.text());
        }
    }
}

/// What files speak of in the office of these tests.
const SPOKEN_OF: SpokenOf = SpokenOf {
    product: "Erakettle",
    undecided: "Erakettle",
    school: "LIN",
    person: "renewals",
};

#[test]
fn a_file_of_every_kind_is_taken_on_the_screen_from_those_who_may_write_it() {
    let files = tempfile::tempdir().unwrap();
    let roles = [
        ("helpdesk", Role::Helpdesk),
        ("technical", Role::Technical),
        ("curricular", Role::Curricular),
        ("renewals", Role::Renewals),
        ("ada", Role::Admin),
    ];
    let mut sample = Sample::one_of(2, "files on the screen by somebody of a role");
    for (nth, kind) in ImportKind::ALL.into_iter().enumerate() {
        let file = files.path().join(format!("{}.csv", kind.name()));
        std::fs::write(&file, one_row(kind, &SPOKEN_OF)).unwrap();
        for (at, (who, role)) in roles.into_iter().enumerate() {
            if !sample.takes(nth + at) {
                continue;
            }
            let holder = imports::who_may_bring(kind.noun());
            let may = holder.includes(&Roles(vec![role])).is_ok();
            let office = district(None);
            let mut screen = Screen::seen_by(who, office, (100, 40));
            let brought = brings_in(&mut screen, kind.name(), &file);
            let seen = screen.text();
            assert_eq!(brought, (may, may), "{who}: {}\n{seen}", kind.name());
        }
    }
}
