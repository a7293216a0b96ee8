//! Who sits there, and whom they may be: the login that the operating system knows, and for whom it acts.

use hallpass::domain::change::Change;
use hallpass::domain::put::{ChangeSetId, Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Access, Error, HistoryFilter, ReadyBackup, Store};

use crate::support::office_file::raw;
use crate::support::{Office, office, roles_and_schools, stamp, today};

/// Somebody who sits there and would be somebody else.
fn as_somebody(login: &str, who: &str) -> Stamp {
    Stamp {
        login: login.into(),
        ..stamp(who)
    }
}

fn note() -> Change {
    Change::Note {
        what: "Linden ES".into(),
        about: SchoolId(1).into(),
        text: "seen".into(),
    }
}

fn founding(founder: &str, rehearsal: bool) -> Change {
    Change::Found {
        district: "Harlow".into(),
        policy: "hybrid".into(),
        founder: (founder.into(), founder.into()),
        zone: Some("Etc/UTC".into()),
        demo: false,
        rehearsal,
    }
}

/// Ada's office with `gone`, an admin who has left, `lin`, an admin of Linden, and `none`, who has no role.
fn district() -> Office {
    let mut office = roles_and_schools();
    let person = |login: &str| Put::keyed(Kind::Person).with("login", login.to_owned());
    office.person("gone", "admin");
    office.save(person("gone").with("left_on", Some(today())));
    office.person("lin", "admin");
    office.save(person("lin").with("schools", Schools::only(vec![SchoolId(1)])));
    office.person("none", "");
    office
}

const MAY_NOT: [(&str, &str); 5] = [
    ("helpdesk", "`helpdesk` is helpdesk"),
    ("stranger", "`stranger` is nobody known here"),
    ("gone", "`gone` has left"),
    ("lin", "`lin` is an admin of some schools only"),
    ("none", "`none` has no role here"),
];

fn refused<T: std::fmt::Debug>(told: Result<T, Error>, is: &str) {
    let says = format!(
        "only an admin may act for somebody else: {is}; ask an admin, or leave out --as and HALLPASS_USER"
    );
    match told {
        Err(error @ Error::Refused(_)) => assert_eq!(error.to_string(), says),
        other => panic!("{is}: {other:?}"),
    }
}

#[test]
fn nobody_but_an_admin_of_the_district_is_somebody_else() {
    let mut office = district();
    office.store.apply(&note(), &stamp("ada")).unwrap();
    let copy = office.dir.path().join("copy.db");
    office.store.backup(&copy).unwrap();
    let before = office.dump();
    for (login, is) in MAY_NOT {
        let stamp = as_somebody(login, "ada");
        let store = &mut office.store;
        refused(store.may_act_as(&stamp), is);
        refused(store.apply(&note(), &stamp), is);
        refused(
            store.rehearse(
                &note(),
                &stamp,
                &mut |_| std::ops::ControlFlow::Continue(()),
            ),
            is,
        );
        refused(store.undo(None, &stamp), is);
        refused(store.undo(Some(ChangeSetId(2)), &stamp), is);
        refused(store.redo(&stamp), is);
        let ready = ReadyBackup::of(&copy, store.path()).unwrap();
        refused(store.would_lose(&ready, &stamp), is);
        refused(store.put_back(ready, &stamp), is);
        assert_eq!(store.digest_told("ada", &stamp), Ok(false), "{login}");
    }
    assert!(office.dump() == before);
}

#[test]
fn an_admin_acts_for_somebody_and_history_says_so() {
    let mut office = district();
    office.person("dana", "admin");
    let stamp = as_somebody("dana", "helpdesk");
    office.store.apply(&note(), &stamp).unwrap();
    let newest = HistoryFilter {
        limit: 1,
        ..HistoryFilter::default()
    };
    let line = office.store.history(&newest).unwrap().remove(0);
    assert_eq!(
        (line.who.as_str(), line.login.as_deref(), line.by().as_str()),
        ("helpdesk", Some("dana"), "dana for helpdesk")
    );
    // What may be done is what the help desk may do, and undone is what was theirs.
    let school = Put::new(Kind::School)
        .with("name", "Oak MS".to_owned())
        .with("code", "OAK".to_owned());
    let school = Change::Save {
        what: "Oak MS".into(),
        put: school,
        reason: None,
    };
    let told = office.store.apply(&school, &stamp).unwrap_err();
    assert!(matches!(told, Error::Refused(_)), "{told}");
    assert_eq!(office.store.undo(None, &stamp).unwrap().records, 1);
}

/// Whoever was an admin when the file was opened is asked again.
#[test]
fn it_is_asked_again_in_each_save() {
    let mut office = district();
    office.person("dana", "admin");
    let mut open = Store::open(office.store.path(), Access::Write).unwrap();
    let stamp = as_somebody("dana", "ada");
    open.may_act_as(&stamp).unwrap();
    open.apply(&note(), &stamp).unwrap();
    office.person("dana", "helpdesk");
    refused(open.apply(&note(), &stamp), "`dana` is helpdesk");
    refused(open.undo(None, &stamp), "`dana` is helpdesk");
}

/// `gone` left today: on a day before that, which was given, they are as gone.
#[test]
fn nobody_is_who_they_once_were_on_a_day_that_was_given() {
    let office = district();
    let before = today().pred_opt().unwrap();
    let given = Stamp {
        today: before,
        at: before.and_hms_opt(9, 0, 0).unwrap().and_utc(),
        clock: Some(stamp("ada").at),
        ..as_somebody("gone", "ada")
    };
    refused(office.store.may_act_as(&given), "`gone` has left");
}

#[test]
fn where_nothing_is_real_anybody_may_be_anybody() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    let stamp = as_somebody("stranger", "ada");
    Store::create_founded(&path, None, &founding("ada", true), &stamp).unwrap();
    let mut store = Store::open(&path, Access::Write).unwrap();
    store.may_act_as(&stamp).unwrap();
    let put = Put::new(Kind::School)
        .with("name", "Oak MS".to_owned())
        .with("code", "OAK".to_owned());
    let change = Change::Save {
        what: "Oak MS".into(),
        put,
        reason: None,
    };
    store.apply(&change, &stamp).unwrap();
    store.undo(None, &stamp).unwrap();
}

#[test]
fn an_office_is_founded_in_nobody_elses_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new/office.db");
    for (founder, stamp) in [
        ("ada", as_somebody("kim", "ada")),
        ("ada", stamp("kim")),
        ("kim", as_somebody("kim", "ada")),
    ] {
        let told = Store::create_founded(&path, None, &founding(founder, false), &stamp);
        let said = told.unwrap_err().to_string();
        assert!(
            said.starts_with(
                "the first admin of an office is whoever makes it, here `kim`; leave out --as"
            ),
            "{said}"
        );
        assert!(!dir.path().join("new").exists());
    }
    Store::create_founded(&path, None, &founding("kim", false), &stamp("kim")).unwrap();
}

#[test]
fn neither_a_dump_nor_a_backup_makes_somebody_somebody_else() {
    let mut office = district();
    let dump = office.dump();
    let copy = office.dir.path().join("copy.db");
    office.store.backup(&copy).unwrap();
    let path = office.dir.path().join("other.db");
    for (login, is) in MAY_NOT {
        let stamp = as_somebody(login, "ada");
        refused(Store::from_dump(&path, &mut dump.as_bytes(), &stamp), is);
        refused(ReadyBackup::becomes(&copy, &path, &stamp), is);
        assert!(!path.exists(), "{login}");
    }
    Store::from_dump(&path, &mut dump.as_bytes(), &stamp("helpdesk")).unwrap();
}

/// In a rehearsal anybody may be anybody: what passes for one is not put in the place of the real office.
#[test]
fn a_backup_that_passes_for_a_rehearsal_is_not_put_back() {
    let mut office = office();
    let copy = office.dir.path().join("copy.db");
    office.store.backup(&copy).unwrap();
    raw(
        &copy,
        "INSERT INTO setting (id, version, \"key\", value) VALUES (99, 1, 'rehearsal', 'yes')",
    );
    let ready = ReadyBackup::of(&copy, office.store.path()).unwrap();
    let told = office.store.put_back(ready, &stamp("ada")).unwrap_err();
    assert!(told.to_string().contains("or a rehearsal"), "{told}");
    assert!(!office.store.marks().unwrap().rehearsal);
}

/// What somebody kept of one office, such as a draft, is about no other that lies at its path later.
#[test]
fn an_office_is_told_from_another_at_its_path() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    let made = |at: &str, rehearsal: bool| {
        let mut stamp = stamp("ada");
        stamp.at = at.parse().unwrap();
        let mut store = Store::create(&path, None).unwrap();
        store.apply(&founding("ada", rehearsal), &stamp).unwrap();
        let id = store.office_id().unwrap();
        drop(store);
        // The same whoever opens it, and after a copy of it was put back by hand where it is real.
        assert_eq!(
            Store::open(&path, Access::Read).unwrap().office_id(),
            Ok(id.clone())
        );
        let copy = dir.path().join("copy.db");
        std::fs::copy(&path, &copy).unwrap();
        std::fs::rename(&copy, &path).unwrap();
        let put_back = Store::open(&path, Access::Read).unwrap().office_id();
        assert_eq!(put_back == Ok(id.clone()), !rehearsal);
        // The last one is there until the next is, as where a demo is made anew.
        let aside = tempfile::NamedTempFile::new_in(dir.path()).unwrap();
        std::fs::rename(&path, aside.into_temp_path().keep().unwrap()).unwrap();
        id
    };
    let first = made("2026-03-10T09:40:00Z", false);
    assert_ne!(made("2026-03-10T09:41:00Z", false), first);
    // One that is made up is told by the file: a demo made anew has the past that the last one had.
    let tried = made("2026-03-10T09:40:00Z", true);
    assert_ne!(tried, first);
    assert_ne!(made("2026-03-10T09:40:00Z", true), tried);
}
