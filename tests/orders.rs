//! A purchase order belongs to one contract, whoever writes it and how.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use chrono::NaiveDate;
use hallpass::domain::change::{Change, Put};
use hallpass::domain::contract::{ContractId, NoticeBasis};
use hallpass::domain::record::Kind;
use hallpass::store::Error;
use support::{Office, office, stamp};

fn contract(number: &str, po: &str) -> Put {
    Put::new(Kind::Contract)
        .with("number", number.to_owned())
        .with("term_end", NaiveDate::from_ymd_opt(2027, 6, 30).unwrap())
        .with("notice_basis", NoticeBasis::Sent)
        .with("po", Some(po.to_owned()).filter(|po| !po.is_empty()))
}

fn refused(file: &mut Office, put: Put) -> Option<String> {
    let change = Change::Save {
        what: "it".into(),
        put,
        reason: None,
    };
    match file.store.apply(&change, &stamp("ada")) {
        Ok(_) => None,
        Err(Error::Refused(why)) => Some(why),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_purchase_order_is_one_contracts() {
    let mut file = office();
    let first = file.save(contract("C-1", "PO 88"));
    let before = file.dump();
    let why = refused(&mut file, contract("C-2", "po88")).unwrap();
    assert!(
        why.starts_with("contract C-1 has the PO po88 already"),
        "{why}"
    );
    assert_eq!(file.dump(), before);

    let second = file.save(contract("C-2", ""));
    let take = Put::id(Kind::Contract, second).with("po", Some("PO 88".to_owned()));
    assert!(refused(&mut file, take).unwrap().contains("C-1"));
    let release = Put::id(Kind::Contract, second)
        .with("po", Some("PO 88".to_owned()))
        .with("parent", Some(ContractId(first)));
    assert_eq!(refused(&mut file, release), None);
    let orphan = Put::id(Kind::Contract, second).with("parent", None::<ContractId>);
    assert!(refused(&mut file, orphan).is_some());
}

#[test]
fn undo_gives_no_purchase_order_to_two_contracts() {
    let mut file = office();
    let first = file.save(contract("C-1", "88"));
    file.person("ben", "renewals");
    let moved = file.save(Put::id(Kind::Contract, first).with("po", None::<String>));
    assert_eq!(moved, first);
    let taken = Change::Save {
        what: "it".into(),
        put: contract("C-2", "88"),
        reason: None,
    };
    file.store.apply(&taken, &stamp("ben")).unwrap();
    let Err(Error::Refused(why)) = file.store.undo(None, &stamp("ada")) else {
        panic!("two contracts have the purchase order");
    };
    assert!(why.contains("contract C-2 has the PO 88"), "{why}");
}
