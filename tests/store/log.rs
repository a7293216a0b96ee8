//! The -wal and -shm of an open office file, cut or overwritten in place: what is saved then is not called saved.

use std::fs::{self, File};
use std::path::PathBuf;

use crate::support::{Office, office, stamp};
use hallpass::domain::change::Change;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::store::{Access, Error, Store};

fn beside(office: &Office, end: &str) -> PathBuf {
    let mut name = office.store.path().as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn save(store: &mut Store, name: &str) -> Result<(), Error> {
    let put = Put::new(Kind::School)
        .with("name", name.to_owned())
        .with("code", name.to_owned())
        .with("open", true);
    let change = Change::Save {
        what: name.to_owned(),
        put,
        reason: None,
    };
    store.apply(&change, &stamp("ada")).map(drop)
}

#[test]
fn a_log_that_was_emptied_or_overwritten_takes_nothing() {
    type Game = (&'static str, fn(&PathBuf));
    let games: [Game; 3] = [
        ("emptied", |wal| drop(File::create(wal).unwrap())),
        ("cut to half", |wal| {
            let file = fs::OpenOptions::new().write(true).open(wal).unwrap();
            file.set_len(file.metadata().unwrap().len() / 2).unwrap();
        }),
        ("overwritten", |wal| {
            let length = fs::metadata(wal).unwrap().len();
            fs::write(wal, vec![b'z'; length as usize]).unwrap();
        }),
    ];
    for (what, play) in games {
        let mut office = office();
        save(&mut office.store, "Oak").unwrap();
        play(&beside(&office, "-wal"));
        let told = save(&mut office.store, "Elm");
        assert!(
            matches!(told, Err(Error::Swapped { .. })),
            "{what}: {told:?}"
        );
    }
}

#[test]
fn a_log_that_somebody_folded_into_the_file_is_none_of_it() {
    let mut office = office();
    save(&mut office.store, "Oak").unwrap();
    let other = rusqlite::Connection::open(office.store.path()).unwrap();
    let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy: i64 = other.query_row(fold, [], |row| row.get(0)).unwrap();
    assert_eq!(busy, 0);
    assert_eq!(fs::metadata(beside(&office, "-wal")).unwrap().len(), 0);
    save(&mut office.store, "Elm").unwrap();
    // Begun anew by somebody else, and growing again.
    let mut third = Store::open(office.store.path(), Access::Write).unwrap();
    save(&mut third, "Ash").unwrap();
    save(&mut office.store, "Yew").unwrap();
    let schools = third.all::<hallpass::domain::school::School>().unwrap();
    assert_eq!(schools.len(), 4);
}

#[test]
fn an_emptied_shm_is_noticed_before_it_is_looked_into() {
    let mut office = office();
    save(&mut office.store, "Oak").unwrap();
    drop(File::create(beside(&office, "-shm")).unwrap());
    let swapped = |error| matches!(error, Error::Swapped { .. });
    assert!(office.store.data_version().is_err_and(swapped));
    assert!(office.store.still_there().is_err_and(swapped));
    assert!(save(&mut office.store, "Elm").is_err_and(swapped));
    // Closing would look into it.
    std::mem::forget(office);
}
