//! A purchase order belongs to one contract, whoever writes it and how.

use crate::support::{Office, office, stamp};
use chrono::NaiveDate;
use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::change::Change;
use hallpass::domain::contract::ContractId;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeBasis;
use hallpass::domain::person::PersonId;
use hallpass::domain::policy::Policy;
use hallpass::domain::product::{DataUse, ProductId};
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{CardTotal, Error, Scope};

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
        Err(Error::Refused(why)) => Some(why.to_string()),
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
    let take = Put::id(ContractId(second)).with("po", Some("PO 88".to_owned()));
    assert!(refused(&mut file, take).unwrap().contains("C-1"));
    let release = Put::id(ContractId(second))
        .with("po", Some("PO 88".to_owned()))
        .with("parent", Some(ContractId(first)));
    assert_eq!(refused(&mut file, release), None);
    let orphan = Put::id(ContractId(second)).with("parent", None::<ContractId>);
    assert!(refused(&mut file, orphan).is_some());
}

#[test]
fn undo_gives_no_purchase_order_to_two_contracts() {
    let mut file = office();
    let first = file.save(contract("C-1", "88"));
    file.person("ben", "renewals");
    let moved = file.save(Put::id(ContractId(first)).with("po", None::<String>));
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
    assert!(why.reason.contains("contract C-2 has the PO 88"), "{why}");
}

fn order(number: &str, product: i64) -> Change {
    let contract = contract(number, &format!("PO-{number}"))
        .with("term_start", NaiveDate::from_ymd_opt(2026, 7, 1));
    let line = Put::keyed(Kind::Line)
        .with("contract", Given::Made(0))
        .with("product", ProductId(product));
    Change::SaveAll {
        what: number.into(),
        puts: vec![contract, line],
        reason: None,
    }
}

#[test]
fn an_order_for_what_no_review_approved_is_rejected_or_warned_about_as_the_policy_says() {
    let mut file = office();
    let product = |name: &str, data: DataUse| {
        Put::new(Kind::Product)
            .with("name", name.to_owned())
            .with("data", Some(data))
    };
    let risky = file.save(product("Kahoot", DataUse::Pii));
    let mild = file.save(product("Desmos", DataUse::Login));
    let mut at = 0;
    for (policy, of_risky, of_mild) in [
        ("centralized", false, false),
        ("hybrid", false, true),
        ("decentralized", true, true),
    ] {
        file.save(Policy::put("base", policy).unwrap());
        for (product, goes_through) in [(risky, of_risky), (mild, of_mild)] {
            at += 1;
            let before = file.dump();
            match file
                .store
                .apply(&order(&format!("C-{at}"), product), &stamp("ada"))
            {
                Ok(applied) => {
                    assert!(goes_through, "{policy} {product}");
                    let today = stamp("ada").today;
                    let told = file
                        .store
                        .order_warnings(applied.change_set, today)
                        .unwrap();
                    assert!(told[0].contains("has no approved review"), "{told:?}");
                }
                Err(Error::Refused(why)) => {
                    assert!(!goes_through, "{policy} {product}: {why}");
                    assert!(
                        why.to_string().contains("ask for the review first"),
                        "{why}"
                    );
                    assert_eq!(file.dump(), before);
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    file.save(Policy::put("base", "centralized").unwrap());
    let approved = Put::new(Kind::Approval)
        .with("product", ProductId(risky))
        .with("status", ApprovalStatus::Approved);
    file.save(approved);
    let applied = file
        .store
        .apply(&order("C-9", risky), &stamp("ada"))
        .unwrap();
    let told = file
        .store
        .order_warnings(applied.change_set, stamp("ada").today);
    assert_eq!(told.unwrap(), Vec::<String>::new());
}

#[test]
fn a_school_sees_its_own_prices_and_the_sum_or_everybodys() {
    let mut file = office();
    let product = file.save(Put::new(Kind::Product).with("name", "Kahoot".to_owned()));
    let schools = [
        file.school("Lincoln ES", "LIN"),
        file.school("Adams ES", "ADA"),
        file.school("Cedar ES", "CED"),
    ];
    for (number, buyer) in ["C-1", "C-2", "C-3"].into_iter().zip(schools) {
        let contract = file.save(
            contract(number, "")
                .with("term_start", NaiveDate::from_ymd_opt(2025, 7, 1))
                .with("term_end", NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
                .with("buyer", Some(buyer)),
        );
        let line = Put::keyed(Kind::Line)
            .with("contract", ContractId(contract))
            .with("product", ProductId(product))
            .with("total_cents", Some(Cents(10_000)));
        file.save(line);
    }
    let ben = file.person("ben", "technical");
    file.save(Put::id(PersonId(ben)).with("schools", Schools::only(vec![SchoolId(schools[0])])));
    let today = stamp("ada").today;
    let scope = Scope {
        school: None,
        grade: None,
        today,
    };
    let mut seen = |policy: &str, login: &str| {
        file.save(Policy::put("base", policy).unwrap());
        let prices = file.store.visible_prices(login, today).unwrap();
        let card = file
            .store
            .card(ProductId(product), scope, None)
            .unwrap()
            .showing(&prices);
        let mut shown: Vec<&str> = Vec::new();
        for bought in &card.contracts {
            if bought.a_year.is_some() && bought.line.total_cents.is_some() {
                shown.push(&bought.by);
            }
        }
        shown.sort_unstable();
        (shown.join(", "), card.total, card.support.is_some())
    };
    let both = "Adams ES, Cedar ES, Lincoln ES".to_owned();
    let own = (
        "Lincoln ES".to_owned(),
        Some(CardTotal::Told(Cents(30_000))),
        true,
    );
    assert_eq!(seen("centralized", "ben"), own);
    assert_eq!(seen("centralized", "ada"), (both.clone(), None, true));
    assert_eq!(seen("hybrid", "ben"), (both.clone(), None, true));
    assert_eq!(seen("decentralized", "ben"), (both, None, true));
}
