//! Contracts that end, on a real office file: the agenda, the decisions, what the days do, what is left.

use crate::support::{Office, ada_on, office, stamp, today};
use chrono::NaiveDate;
use hallpass::domain::change::Change;
use hallpass::domain::contract::{
    AllocationMethod, Contract, ContractId, Line, LineId, PriceModel,
};
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeUnit;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{ChangeSetId, Put, Stamp};
use hallpass::domain::record::{Kind, RecordRef};
use hallpass::domain::renewal::agenda::{AgendaFilter, AgendaRow, RenewalDecision, RenewalDeed};
use hallpass::domain::renewal::dates::Severity;
use hallpass::domain::renewal::{Choice, Renewal, Term};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::zone::Zone;
use hallpass::office::query::renewal::YearOf;
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::store::{Error, HistoryFilter, Scope};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ada, on another day.
fn on(text: &str) -> Stamp {
    let at = day(text).and_hms_opt(9, 0, 0).unwrap().and_utc();
    Stamp {
        at,
        today: day(text),
        ..stamp("ada")
    }
}

/// A school, a product and their ids.
struct Stock {
    office: Office,
    product: i64,
    schools: [SchoolId; 2],
}

fn stock() -> Stock {
    let mut office = office();
    let schools =
        [("Lincoln ES", "LIN", 300), ("Oak MS", "OAK", 100)].map(|(name, code, pupils)| {
            SchoolId(
                office.save(
                    Put::new(Kind::School)
                        .with("name", name.to_owned())
                        .with("code", code.to_owned())
                        .with("enrollment", Some(pupils))
                        .with("open", true),
                ),
            )
        });
    let product = office.save(Put::new(Kind::Product).with("name", "Nearpod".to_owned()));
    Stock {
        office,
        product,
        schools,
    }
}

impl Stock {
    /// A contract of the district for a year that ends on this day, 60 days of notice, with one line.
    fn contract(&mut self, number: &str, end: &str, auto: bool, total: i64) -> ContractId {
        let end = day(end);
        let start = end + chrono::Days::new(1) - chrono::Months::new(12);
        let contract = ContractId(
            self.office.save(
                Put::new(Kind::Contract)
                    .with("number", number.to_owned())
                    .with("term_start", Some(start))
                    .with("term_end", end)
                    .with("auto_renew", auto)
                    .with("notice", Some(60_i64))
                    .with("notice_unit", Some(NoticeUnit::Days))
                    .with("notice_basis", hallpass::domain::notice::NoticeBasis::Sent),
            ),
        );
        self.line(contract, self.product, 1_000, total);
        contract
    }

    fn line(&mut self, contract: ContractId, product: i64, seats: i64, total: i64) -> i64 {
        self.office.save(
            Put::new(Kind::Line)
                .with("contract", contract)
                .with("product", ProductId(product))
                .with("quantity", Some(seats))
                .with("total_cents", Some(Cents(total))),
        )
    }

    fn set(&mut self, kind: Kind, id: i64, put: impl FnOnce(Put) -> Put) {
        self.office.save(put(Put::id(RecordRef { kind, id })));
    }

    fn deed(
        &mut self,
        contract: ContractId,
        deed: RenewalDeed,
        stamp: &Stamp,
    ) -> Result<ChangeSetId, Error> {
        let change = Change::Renewal {
            what: "C".into(),
            contract,
            deed,
        };
        let applied = self.office.store.apply(&change, stamp)?;
        Ok(applied.change_set.unwrap())
    }

    fn decide(&mut self, contract: ContractId, choice: Choice, on: &Stamp) -> ChangeSetId {
        self.deed(contract, RenewalDeed::Decide(decision(choice)), on)
            .unwrap()
    }

    fn rows(&self, filter: &AgendaFilter, today: NaiveDate) -> Vec<AgendaRow> {
        self.office.store.agenda(filter, today).unwrap()
    }

    fn row(&self, number: &str, today: NaiveDate) -> Option<AgendaRow> {
        let all = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        let mut rows = self.rows(&all, today).into_iter();
        rows.find(|row| row.number == number)
    }

    fn contract_now(&self, id: ContractId) -> Contract {
        self.office.store.get(id).unwrap()
    }

    fn to_do(&self, on: &str) -> Vec<String> {
        let found = self.office.store.to_dos(day(on)).unwrap();
        found.into_iter().map(|to_do| to_do.what).collect()
    }
}

fn decision(choice: Choice) -> RenewalDecision {
    RenewalDecision {
        choice,
        cause: None,
        reason: Some("counted in March".into()),
        quantity: None,
        cents: None,
        until: None,
        replacement: None,
        goal_result: None,
    }
}

#[test]
fn the_most_urgent_comes_first_and_filters_choose() {
    let mut stock = stock();
    for (number, end, auto, total) in [
        ("C-1", "2026-06-30", true, 500_000),
        ("C-2", "2026-06-30", true, 900_000),
        ("C-3", "2026-04-30", true, 100_000),
        ("C-4", "2026-12-31", true, 100_000),
        ("C-5", "2026-06-30", false, 100_000),
        ("C-6", "2025-06-30", false, 100_000),
    ] {
        stock.contract(number, end, auto, total);
    }
    let numbers = |filter: &AgendaFilter| -> Vec<String> {
        let rows = stock.rows(filter, today()).into_iter();
        rows.map(|row| row.number).collect()
    };
    let mut filter = AgendaFilter::default();
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1", "C-4"]);
    filter.within = Some(60);
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1"]);
    filter = AgendaFilter {
        fiscal_year: Some(2026),
        all: true,
        ..AgendaFilter::default()
    };
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1", "C-5"]);
    let row = stock.row("C-3", today()).unwrap();
    assert_eq!(row.severity, Severity::Locked);
    assert_eq!(row.next_chance, Some(day("2027-03-01")));
    assert_eq!(
        (row.annual, row.notice.as_str(), row.scope.as_str()),
        (Some(Cents(100_000)), "60 days", "district")
    );
}

#[test]
fn a_contract_has_one_name_in_every_command() {
    let mut stock = stock();
    let id = stock.contract("C-117", "2026-06-30", true, 100);
    let other = stock.contract("2026-04", "2026-06-30", true, 100);
    let named = |word: &str| stock.office.store.contract_named(word).unwrap();
    for (word, found) in [
        ("C-117", Some(id)),
        (" c-117 ", Some(id)),
        ("117", Some(id)),
        ("2026-04", Some(other)),
        ("C-11", None),
        ("", None),
    ] {
        assert_eq!(named(word), found, "{word}");
    }
}

#[test]
fn reads_look_at_the_running_term_before_anybody_rolled_it_over() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2024-06-30", true, 500_000);
    let before = stock.row("C-1", today()).unwrap();
    assert_eq!(before.dates.term_end, day("2026-06-30"));
    let sheet = |stock: &Stock| stock.office.store.agenda_sheet(id, "ada", today()).unwrap();
    let terms = |stock: &Stock| {
        let past = sheet(stock).past.into_iter();
        past.map(|term| (term.ends, term.total_cents))
            .collect::<Vec<_>>()
    };
    let terms_before = terms(&stock);
    assert_eq!(
        terms_before,
        ["2025-06-30", "2024-06-30"].map(|ends| (day(ends), Some(Cents(500_000))))
    );
    assert_eq!(stock.office.store.roll_over(&ada_on(today())).unwrap(), 1);
    assert_eq!(stock.row("C-1", today()).unwrap(), before);
    assert_eq!(terms(&stock), terms_before);
    let dump = stock.office.dump();
    assert_eq!(stock.office.store.roll_over(&ada_on(today())).unwrap(), 0);
    assert_eq!(stock.office.dump(), dump);
}

/// What a product and a school have, what it costs and until when, is told alike by every list, whether or not
/// anybody has looked at the screens since the term went over.
#[test]
fn cards_and_schools_tell_the_running_term_before_anybody_rolled_it_over() {
    let mut stock = stock();
    // Three terms on, each 3 percent dearer; fewer seats from the next term on; a quote that came true.
    let dearer = stock.contract("C-1", "2024-06-30", true, 500_000);
    stock.set(Kind::Contract, dearer.0, |put| {
        put.with("escalator_bp", Some(300_i64))
    });
    let products = ["Canvasmarsh", "Plumeworth", "Wickerby"].map(|name| {
        let put = Put::new(Kind::Product).with("name", name.to_owned());
        stock.office.save(put)
    });
    let mut other = |number: &str, product: i64, auto: bool| {
        let id = stock.contract(number, "2026-06-30", auto, 100_000);
        let line = stock.office.store.all::<Line>().unwrap();
        let line = line.iter().find(|line| line.contract == id).unwrap().id;
        stock.set(Kind::Line, line.0, |put| {
            put.with("product", ProductId(product))
        });
        id
    };
    let fewer = other("C-2", products[0], false);
    let quoted = other("C-3", products[1], true);
    let ended = other("C-4", products[2], true);
    stock.set(Kind::Contract, quoted.0, |put| {
        put.with("quote_cents", Some(Cents(110_000)))
    });
    let smaller = RenewalDecision {
        quantity: Some(600),
        ..decision(Choice::Smaller)
    };
    let spring = ada_on(day("2026-03-10"));
    stock
        .deed(fewer, RenewalDeed::Decide(smaller), &spring)
        .unwrap();
    stock.decide(ended, Choice::Cancel, &spring);
    stock.deed(ended, sent("2026-03-10"), &spring).unwrap();
    let today = day("2026-07-01");
    let told = |stock: &Stock| {
        let store = &stock.office.store;
        let scope = Scope {
            school: None,
            grade: None,
            today,
        };
        let all = std::iter::once(stock.product).chain(products);
        let cards = all.map(|product| {
            let card = store.card(ProductId(product), scope, None).unwrap();
            let contracts = card.contracts.iter().map(|bought| {
                let (contract, line) = (&bought.contract, &bought.line);
                let seats = line.quantity.unwrap();
                (contract.term_end, seats, line.price(), bought.a_year)
            });
            let contracts: Vec<(NaiveDate, i64, Option<Cents>, Option<Cents>)> =
                contracts.collect();
            (contracts, format!("{:?}", card.answer))
        });
        let cards: Vec<_> = cards.collect();
        let schools = format!("{:?}", store.schools(today).unwrap());
        let placed = format!("{:?}", store.placed(None, today).unwrap());
        (cards, schools, placed)
    };
    let before = told(&stock);
    let term = |product: usize| before.0[product].0.first().copied();
    let ends = day("2027-06-30");
    // $5,000.00, 5,150.00, 5,304.50 and 5,463.64.
    for (product, seats, price) in [(0, 1_000, 546_364), (1, 600, 60_000), (2, 1_000, 110_000)] {
        let price = Some(Cents(price));
        assert_eq!(term(product), Some((ends, seats, price, price)));
    }
    assert_eq!(term(3), None);
    assert_eq!(stock.office.store.roll_over(&ada_on(today)), Ok(4));
    assert_eq!(told(&stock), before);
}

/// $100.00 a year is $8.33 a month, twelve of which are $99.96: a year's price is not made from those.
#[test]
fn a_years_price_stays_exact_in_every_list_once_its_months_are_written_down() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 10_000);
    stock.set(Kind::Contract, id.0, |put| {
        put.with("renew_months", Some(1_i64))
    });
    for (today, writes) in [
        ("2026-09-10", false),
        ("2026-09-10", true),
        ("2026-12-10", true),
    ] {
        let today = day(today);
        if writes {
            assert_eq!(stock.office.store.roll_over(&ada_on(today)), Ok(1));
        }
        let store = &stock.office.store;
        let row = stock.row("C-1", today).unwrap();
        assert_eq!(
            (row.annual, row.price),
            (Some(Cents(10_000)), Some(Cents(833))),
            "{today}"
        );
        let shared: Cents = store
            .agenda_sheet(id, "ada", today)
            .unwrap()
            .shares
            .iter()
            .map(|s| s.1)
            .sum();
        assert_eq!(shared, Cents(10_000));
        assert_eq!(store.overview(today).unwrap().cost, Some(Cents(10_000)));
        let scope = Scope {
            school: None,
            grade: None,
            today,
        };
        let card = store.card(ProductId(stock.product), scope, None).unwrap();
        assert_eq!(card.contracts[0].a_year, Some(Cents(10_000)));
    }
}

/// A notice longer than the renewals themselves: the chance of the next term may have passed as well.
#[test]
fn the_next_chance_is_still_ahead_however_short_the_renewals() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-07-14", true, 120_000);
    stock.set(Kind::Contract, id.0, |put| {
        put.with("renew_months", Some(1_i64))
            .with("notice", Some(90_i64))
    });
    // The running term ends on Nov 14, the next two on Dec 14 and Jan 14; less 90 days that is Aug 16,
    // Sep 15 and Oct 16, a Friday.
    for (today, next) in [("2026-10-15", "2026-10-16"), ("2026-10-16", "2026-10-16")] {
        let rows = stock
            .office
            .store
            .agenda(&AgendaFilter::default(), day(today))
            .unwrap();
        assert_eq!(rows[0].dates.term_end, day("2026-11-14"));
        assert_eq!(rows[0].severity, Severity::Locked);
        assert_eq!(rows[0].next_chance, Some(day(next)), "{today}");
    }
    // A day later it is that of the term to Feb 14: Nov 16, a Monday.
    let rows = stock
        .office
        .store
        .agenda(&AgendaFilter::default(), day("2026-10-17"))
        .unwrap();
    assert_eq!(rows[0].next_chance, Some(day("2026-11-16")));
}

/// What nobody knows is computed on every look, and never written down as if it had happened.
#[test]
fn what_may_have_renewed_is_listed_and_not_written_down() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2025-06-30", true, 1_200_000);
    stock.set(Kind::Contract, id.0, |put| {
        put.with("auto_renew", None::<bool>)
    });
    let today = on("2026-03-10").today;
    let rows = stock
        .office
        .store
        .agenda(&AgendaFilter::default(), today)
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].auto_renew, None);
    assert!(rows[0].dates.unverified);
    // June 30 less 60 days is May 1, a Friday; five working days before it, April 24.
    assert_eq!(rows[0].dates.cancel_by, Some(day("2026-05-01")));
    assert_eq!(rows[0].dates.decide_by, day("2026-04-24"));
    assert_eq!(stock.office.store.roll_over(&ada_on(today)), Ok(0));
    assert_eq!(stock.contract_now(id).term_end, day("2025-06-30"));
    let lapse = stock.deed(
        id,
        RenewalDeed::Decide(decision(Choice::Lapse)),
        &on("2026-03-10"),
    );
    let why = lapse.unwrap_err().to_string();
    assert!(
        why.contains("not known whether C-1 renews by itself"),
        "{why}"
    );
    stock.decide(id, Choice::Cancel, &on("2026-03-10"));
    let rows = stock
        .office
        .store
        .agenda(&AgendaFilter::default(), today)
        .unwrap();
    assert_eq!(rows, []);
}

#[test]
fn the_next_contract_of_the_same_buyer_ends_the_one_that_renewed() {
    let mut stock = stock();
    let old = stock.contract("C-1", "2025-06-30", true, 500_000);
    stock.contract("C-2", "2026-06-30", true, 500_000);
    assert_eq!(stock.row("C-1", today()), None);
    assert_eq!(stock.office.store.roll_over(&ada_on(today())).unwrap(), 0);
    // The same where the next one was entered after the old one had rolled over.
    let mut late = self::stock();
    late.contract("C-1", "2025-06-30", true, 500_000);
    assert_eq!(late.office.store.roll_over(&ada_on(today())).unwrap(), 1);
    assert_eq!(
        late.office.store.overview(today()).unwrap().cost,
        Some(Cents(500_000))
    );
    late.contract("C-2", "2026-06-30", true, 400_000);
    assert_eq!(late.row("C-1", today()), None);
    assert_eq!(
        late.office.store.overview(today()).unwrap().cost,
        Some(Cents(400_000))
    );
    let why = stock
        .deed(
            old,
            RenewalDeed::Decide(decision(Choice::Cancel)),
            &stamp("ada"),
        )
        .unwrap_err();
    assert!(why.to_string().contains("has ended"), "{why}");
}

#[test]
fn what_was_agreed_runs_from_the_next_term_on() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    let smaller = RenewalDecision {
        quantity: Some(800),
        ..decision(Choice::Smaller)
    };
    stock
        .deed(id, RenewalDeed::Decide(smaller), &stamp("ada"))
        .unwrap();
    let row = stock.row("C-1", today()).unwrap();
    assert_eq!(
        (row.seats, row.annual, row.next_year),
        (Some(1_000), Some(Cents(500_000)), Some(Cents(400_000)))
    );
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-01")))
            .unwrap(),
        1
    );
    let row = stock.row("C-1", day("2026-07-01")).unwrap();
    assert_eq!(
        (row.seats, row.annual, row.decision),
        (Some(800), Some(Cents(400_000)), None)
    );
    let terms: Vec<Term> = stock.office.store.all().unwrap();
    assert_eq!(
        (terms[0].seats, terms[0].total_cents),
        (Some(1_000), Some(Cents(500_000)))
    );
}

#[test]
fn a_deed_rolls_its_contract_over_first_and_is_undone_alone() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2025-06-30", true, 500_000);
    let set = stock.decide(id, Choice::Renew, &stamp("ada"));
    let decided: Vec<Renewal> = stock.office.store.all().unwrap();
    assert_eq!(decided.len(), 1);
    assert_eq!(decided[0].cycle_end, day("2026-06-30"));
    assert_eq!(stock.contract_now(id).term_end, day("2026-06-30"));
    let undone = stock.office.store.undo(None, &stamp("ada")).unwrap();
    assert_eq!((undone.records, undone.title.as_str()), (1, "C: renew"));
    assert!(undone.change_set > set);
    assert!(stock.office.store.all::<Renewal>().unwrap().is_empty());
    assert_eq!(stock.contract_now(id).term_end, day("2026-06-30"));
    stock.office.store.redo(&stamp("ada")).unwrap();
    assert_eq!(stock.office.store.all::<Renewal>().unwrap().len(), 1);
}

#[test]
fn a_second_decision_takes_the_place_of_the_first() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.decide(id, Choice::Cancel, &stamp("ada"));
    assert_eq!(stock.rows(&AgendaFilter::default(), today()), []);
    stock.decide(id, Choice::Renew, &stamp("ada"));
    let decided: Vec<Renewal> = stock.office.store.all().unwrap();
    assert_eq!(decided.len(), 1);
    assert_eq!(
        (decided[0].choice, decided[0].notice_due),
        (Choice::Renew, None)
    );
    stock.office.store.undo(None, &stamp("ada")).unwrap();
    let decided: Vec<Renewal> = stock.office.store.all().unwrap();
    assert_eq!(decided[0].choice, Choice::Cancel);
}

/// Each of these contracts gets the same decision, as one change.
fn together(contracts: &[(&str, ContractId)], decision: &RenewalDecision) -> Change {
    let each = contracts.iter().map(|(what, contract)| Change::Renewal {
        what: (*what).to_owned(),
        contract: *contract,
        deed: RenewalDeed::Decide(decision.clone()),
    });
    Change::Together {
        what: format!("{} contracts", contracts.len()),
        changes: each.collect(),
    }
}

/// A day begins at midnight of the district, however far its zone is from the one that instants are written in.
#[test]
fn terms_go_by_when_the_day_begins_in_the_district() {
    for (zone, at) in [
        ("America/Chicago", "2026-07-01T05:00:00Z"),
        ("Pacific/Honolulu", "2026-07-01T10:00:00Z"),
        ("Asia/Tokyo", "2026-06-30T15:00:00Z"),
    ] {
        let mut stock = stock();
        stock.contract("C-1", "2026-06-30", true, 500_000);
        let set = Put::keyed(Kind::Setting)
            .with("key", hallpass::domain::zone::ZONE.to_owned())
            .with("value", zone.to_owned());
        stock.office.save(set);
        stock.office.store.keep_days(&Zone::utc()).unwrap();
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-01")))
            .unwrap();
        let newest = stock.office.store.history(&HistoryFilter {
            limit: 1,
            ..HistoryFilter::default()
        });
        assert_eq!(newest.unwrap()[0].at, at, "{zone}");
    }
}

#[test]
fn several_decisions_are_one_change_and_one_undo() {
    let mut stock = stock();
    let first = stock.contract("C-1", "2026-06-30", true, 500_000);
    // Its term went by unseen: rolled over before the change, not by it.
    let second = stock.contract("C-2", "2025-08-31", true, 100_000);
    let third = stock.contract("C-3", "2026-07-31", true, 100_000);
    let all = [
        ("C-1 One", first),
        ("C-2 Two", second),
        ("C-3 Three", third),
    ];
    let change = together(&all, &decision(Choice::Cancel));
    let applied = stock.office.store.apply(&change, &stamp("ada")).unwrap();
    let decided = |stock: &Stock| -> Vec<(ContractId, Choice)> {
        let made: Vec<Renewal> = stock.office.store.all().unwrap();
        let made = made.iter().filter(|one| one.decided_by.is_some());
        made.map(|one| (one.contract, one.choice)).collect()
    };
    let cancelled = all.map(|(_, id)| (id, Choice::Cancel));
    assert_eq!(decided(&stock), cancelled);
    let undone = stock.office.store.undo(None, &stamp("ada")).unwrap();
    assert_eq!((undone.title.as_str(), undone.records), ("3 contracts", 3));
    assert!(Some(undone.change_set) > applied.change_set);
    assert_eq!(decided(&stock), []);
    assert_eq!(stock.contract_now(second).term_end, day("2026-08-31"));
    stock.office.store.redo(&stamp("ada")).unwrap();
    assert_eq!(decided(&stock), cancelled);
}

#[test]
fn of_several_decisions_one_that_is_refused_refuses_all_by_its_name() {
    let mut stock = stock();
    let first = stock.contract("C-1", "2026-06-30", true, 500_000);
    let ends = stock.contract("C-2", "2026-06-30", false, 100_000);
    let all = [("C-1 One", first), ("C-2 Two", ends)];
    let change = together(&all, &decision(Choice::Cancel));
    stock.office.person("tess", "technical");
    let before = stock.office.dump();
    let why = stock.office.store.apply(&change, &stamp("ada"));
    assert_eq!(
        why.unwrap_err().to_string(),
        "none of the 2 is done: C-2 ends by itself on 2026-06-30; let it lapse instead"
    );
    let change = together(&all, &decision(Choice::Renew));
    let why = stock.office.store.apply(&change, &stamp("tess"));
    let why = why.unwrap_err().to_string();
    assert!(
        why.starts_with("none of the 2 is done: C-1 One: renewals are decided by"),
        "{why}"
    );
    assert_eq!(stock.office.dump(), before);
}

#[test]
fn a_number_that_is_a_word_of_the_refusal_is_named_all_the_same() {
    let mut stock = stock();
    let plain = stock.contract("C-1", "2026-06-30", true, 500_000);
    let year = stock.contract("2026", "2026-04-30", true, 100_000);
    let word = stock.contract("role", "2026-06-30", true, 100_000);
    stock.office.person("tess", "technical");
    let mut refused = |all: &[(&str, ContractId)], choice, who| {
        let change = together(all, &decision(choice));
        let why = stock.office.store.apply(&change, &stamp(who));
        why.unwrap_err().to_string()
    };
    // Sixty days before the end are Sunday, March 1, so the notice goes by Friday, February 27, and is decided
    // five working days before: by Friday, February 20.
    let why = refused(
        &[("2026 One", year), ("C-1 Two", plain)],
        Choice::Defer,
        "ada",
    );
    assert_eq!(
        why,
        "none of the 2 is done: 2026 One: the day to decide was 2026-02-20; it can be put off no longer"
    );
    let why = refused(
        &[("role One", word), ("C-1 Two", plain)],
        Choice::Renew,
        "tess",
    );
    assert_eq!(
        why,
        "none of the 2 is done: role One: renewals are decided by people with the role renewals, or an admin"
    );
    // What the sentence names is not named twice.
    let why = refused(
        &[("role One", word), ("C-1 Two", plain)],
        Choice::Lapse,
        "ada",
    );
    assert_eq!(
        why,
        "none of the 2 is done: role renews by itself; cancel it instead"
    );
}

#[test]
fn what_somebody_may_not_do_changes_nothing() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.office.person("tess", "technical");
    let dump = stock.office.dump();
    let why = stock
        .deed(
            id,
            RenewalDeed::Decide(decision(Choice::Cancel)),
            &stamp("tess"),
        )
        .unwrap_err();
    assert!(why.to_string().contains("role renewals"), "{why}");
    let unsaid = RenewalDecision {
        reason: None,
        ..decision(Choice::Cancel)
    };
    stock
        .deed(id, RenewalDeed::Decide(unsaid), &stamp("ada"))
        .unwrap_err();
    stock
        .deed(
            ContractId(99),
            RenewalDeed::Decide(decision(Choice::Renew)),
            &stamp("ada"),
        )
        .unwrap_err();
    assert_eq!(stock.office.dump(), dump);
}

#[test]
fn a_cancelled_contract_is_paid_for_and_in_force_to_its_last_day_and_no_longer() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    let cost =
        |stock: &Stock, on: &str| stock.office.store.overview(day(on)).unwrap().cost.unwrap();
    assert_eq!(cost(&stock, "2026-07-01"), Cents(500_000));
    stock.decide(id, Choice::Cancel, &stamp("ada"));
    stock.deed(id, sent("2026-03-10"), &stamp("ada")).unwrap();
    assert_eq!(cost(&stock, "2026-06-30"), Cents(500_000));
    assert_eq!(cost(&stock, "2026-07-01"), Cents(0));
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-01")))
            .unwrap(),
        1
    );
    assert!(stock.contract_now(id).auto_renew == Some(false));
    assert_eq!(cost(&stock, "2026-07-01"), Cents(0));
    assert_eq!(stock.row("C-1", day("2026-07-01")), None);
}

fn sent(on: &str) -> RenewalDeed {
    RenewalDeed::NoticeSent {
        on: day(on),
        proof: None,
    }
}

/// A decision is no notice: what renews by itself has renewed, unless the vendor was told in time.
#[test]
fn what_was_to_end_goes_on_until_a_notice_in_time_is_known() {
    for choice in [Choice::Cancel, Choice::Replace, Choice::Consolidate] {
        let mut stock = stock();
        // The vendor's day is May 1.
        let id = stock.contract("C-1", "2026-06-30", true, 500_000);
        let other = stock
            .office
            .save(Put::new(Kind::Product).with("name", "Pear Deck".to_owned()));
        let decided = RenewalDecision {
            replacement: (choice == Choice::Replace).then_some(ProductId(other)),
            ..decision(choice)
        };
        stock
            .deed(id, RenewalDeed::Decide(decided), &stamp("ada"))
            .unwrap();
        let cost =
            |stock: &Stock, on: &str| stock.office.store.overview(day(on)).unwrap().cost.unwrap();
        let row = |stock: &Stock, on: &str| stock.row("C-1", day(on)).unwrap();
        assert!(!row(&stock, "2026-05-01").is_open());
        let missed = row(&stock, "2026-05-02");
        assert!(missed.is_open() && missed.is_pressing() && !missed.ends());
        assert_eq!(missed.decision, Some(choice));
        let rolled = stock.office.store.roll_over(&ada_on(day("2026-07-01")));
        assert_eq!(rolled.unwrap(), 0, "it is no fact to write down");
        let after = row(&stock, "2026-07-01");
        assert_eq!(after.dates.term_end, day("2027-06-30"));
        assert_eq!((after.decision, after.ended), (None, false));
        assert!(after.went_on() && after.is_unverified() && after.is_pressing());
        assert_eq!(after.severity, Severity::Locked);
        assert_eq!(after.key_day(), day("2026-05-01"));
        let untold = after.untold.unwrap();
        assert_eq!(
            (untold.choice, untold.cycle_end),
            (choice, day("2026-06-30"))
        );
        assert_eq!(
            untold.why(),
            "no notice is known to have been sent by the vendor's day 2026-05-01"
        );
        assert_eq!(cost(&stock, "2026-07-01"), Cents(500_000));
        let data = "ask the vendor to delete our data";
        assert!(!stock.to_do("2026-07-01").contains(&data.to_owned()));

        // Sent too late it is said so, and goes on.
        let late = stock
            .deed(id, sent("2026-05-02"), &on("2026-07-01"))
            .unwrap();
        let why = row(&stock, "2026-07-01").untold.unwrap().why();
        assert!(why.ends_with("late, vendor not known to agree"), "{why}");
        assert_eq!(cost(&stock, "2026-07-01"), Cents(500_000));
        stock
            .office
            .store
            .undo(Some(late), &on("2026-07-01"))
            .unwrap();

        // In time it has ended.
        stock
            .deed(id, sent("2026-05-01"), &on("2026-07-01"))
            .unwrap();
        assert_eq!(stock.row("C-1", day("2026-07-01")), None);
        assert_eq!(cost(&stock, "2026-07-01"), Cents(0));
    }
}

#[test]
fn what_was_to_end_has_gone_on_once_somebody_decides_about_the_next_term() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.decide(id, Choice::Cancel, &stamp("ada"));
    stock.decide(id, Choice::Renew, &on("2026-07-10"));
    let row = stock.row("C-1", day("2026-07-10")).unwrap();
    assert_eq!((row.untold, row.decision), (None, Some(Choice::Renew)));
    assert!(!row.is_unverified() && !row.is_pressing());
    let rolled = stock.office.store.roll_over(&ada_on(day("2026-07-11")));
    assert_eq!(rolled.unwrap(), 1);
    assert_eq!(stock.contract_now(id).term_end, day("2027-06-30"));
}

/// The paper may be read after the decision, and the vendor may agree.
#[test]
fn what_the_paper_says_decides_whether_a_notice_came_in_time() {
    let notice = |count| RenewalDeed::ConfirmNotice {
        count,
        unit: NoticeUnit::Days,
    };
    let agreed = RenewalDeed::ConfirmRenewal { renews: false };
    for (sent_on, read, ends) in [
        (Some("2026-05-10"), None, false),
        (Some("2026-05-10"), Some(notice(30)), true),
        (Some("2026-05-01"), Some(notice(90)), false),
        (None, Some(notice(30)), false),
        (None, Some(agreed.clone()), true),
        (Some("2026-05-10"), Some(agreed), true),
    ] {
        let mut stock = stock();
        let id = stock.contract("C-1", "2026-06-30", true, 500_000);
        stock.decide(id, Choice::Cancel, &stamp("ada"));
        if let Some(on_day) = sent_on {
            stock.deed(id, sent(on_day), &on("2026-05-20")).unwrap();
        }
        if let Some(read) = &read {
            stock.deed(id, read.clone(), &on("2026-05-21")).unwrap();
        }
        let row = stock.row("C-1", day("2026-07-01"));
        assert_eq!(row.is_none(), ends, "{sent_on:?} {read:?} {row:?}");
    }
}

#[test]
fn a_contract_that_somebody_renewed_is_in_force_whether_or_not_it_rolled_over() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", false, 500_000);
    let cost =
        |stock: &Stock, on: &str| stock.office.store.overview(day(on)).unwrap().cost.unwrap();
    assert_eq!(cost(&stock, "2026-07-01"), Cents(0));
    stock.decide(id, Choice::Renew, &stamp("ada"));
    assert_eq!(cost(&stock, "2026-07-01"), Cents(500_000));
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-01")))
            .unwrap(),
        1
    );
    assert_eq!(cost(&stock, "2026-07-01"), Cents(500_000));
    let row = stock.row("C-1", day("2026-07-01")).unwrap();
    assert_eq!(
        (row.severity, row.dates.term_end),
        (Severity::Lapse, day("2027-06-30"))
    );
}

/// A save of the paper says what a notice that was sent is worth by it, as if the paper had been read before.
#[test]
fn a_notice_that_was_sent_is_judged_by_the_paper_as_it_was_saved_last() {
    type Paper = fn(Put) -> Put;
    let longer: Paper = |put| put.with("notice", Some(90_i64));
    let shorter: Paper = |put| put.with("notice", Some(30_i64));
    let earlier: Paper = |put| put.with("term_end", day("2026-05-31"));
    let later: Paper = |put| put.with("term_end", day("2026-07-31"));
    let lapses: Paper = |put| put.with("auto_renew", Some(false));
    // Sixty days before June 30 are over on May 1.
    for (sent_on, paper, says, ends) in [
        (
            "2026-04-20",
            longer,
            "sent on Mon Apr 20 2026 is late",
            false,
        ),
        (
            "2026-04-20",
            shorter,
            "sent on Mon Apr 20 2026 is in time",
            true,
        ),
        (
            "2026-05-10",
            shorter,
            "sent on Sun May 10 2026 is in time",
            true,
        ),
        (
            "2026-04-20",
            earlier,
            "sent on Mon Apr 20 2026 is late",
            false,
        ),
        (
            "2026-05-10",
            later,
            "sent on Sun May 10 2026 is in time",
            true,
        ),
        ("2026-05-10", lapses, "no notice is needed", true),
    ] {
        let mut stock = stock();
        let id = stock.contract("C-1", "2026-06-30", true, 500_000);
        stock.decide(id, Choice::Cancel, &stamp("ada"));
        stock.deed(id, sent(sent_on), &on("2026-05-11")).unwrap();
        let save = Change::Save {
            what: "the paper".into(),
            put: paper(Put::id(id)),
            reason: None,
        };
        let saved = stock.office.store.apply(&save, &on("2026-05-12")).unwrap();
        assert!(
            saved.judged.len() == 1 && saved.judged[0].contains(says),
            "{:?}",
            saved.judged
        );
        let row = stock.row("C-1", day("2026-08-01"));
        assert_eq!(row.is_none(), ends, "{sent_on} {says} {row:?}");
        let untold = row.and_then(|row| row.untold);
        assert_eq!(untold.is_some(), !ends, "{sent_on} {says}");
        // Taken back, the notice is worth what it was.
        let undone = stock.office.store.undo(saved.change_set, &on("2026-05-13"));
        undone.unwrap();
        let row = stock.row("C-1", day("2026-08-01"));
        assert_eq!(row.is_none(), sent_on < "2026-05-02", "{sent_on} {says}");
    }
}

/// The next year's term on the record leaves what was decided for the one before.
#[test]
fn a_record_that_has_another_term_takes_no_decision_along() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.decide(id, Choice::Renew, &stamp("ada"));
    stock.set(Kind::Contract, id.0, |put| {
        put.with("term_start", Some(day("2026-07-01")))
            .with("term_end", day("2027-06-30"))
    });
    let decided = stock.office.store.all::<Renewal>().unwrap();
    assert_eq!(decided[0].cycle_end, day("2026-06-30"));
    let row = stock.row("C-1", day("2026-07-02")).unwrap();
    assert_eq!(row.decision, None);
}

/// A term that went by counts in its month, whether or not anybody wrote down that it did.
#[test]
fn a_past_year_has_each_term_that_went_by_once() {
    type Begun = fn(&mut Stock, ContractId);
    let cases: [(&str, Begun); 4] = [
        ("cancelled in vain", |stock, id| {
            stock.decide(id, Choice::Cancel, &stamp("ada"));
        }),
        ("not known whether it renews", |stock, id| {
            stock.set(Kind::Contract, id.0, |put| {
                put.with("auto_renew", None::<bool>)
            });
        }),
        ("renewed by itself", |_, _| {}),
        ("ended", |stock, id| {
            stock.set(Kind::Contract, id.0, |put| {
                put.with("auto_renew", Some(false))
            });
        }),
    ];
    for (what, begin) in cases {
        let mut stock = stock();
        let id = stock.contract("C-1", "2026-06-30", true, 500_000);
        begin(&mut stock, id);
        let told = |stock: &Stock, on: &str| {
            let store = stock.office.store.apart().unwrap();
            let mut office = hallpass::office::Office::of_command(store, ada_on(day(on)));
            let of = YearOf {
                year: 2026,
                school: None,
                words: String::new(),
            };
            match office.answer(&Query::FiscalYear(of)).unwrap() {
                Answer::FiscalYear(year) => year.whole(),
                other => panic!("{other:?}"),
            }
        };
        let whole = Cents(500_000);
        assert_eq!(told(&stock, "2026-06-30"), whole, "{what}");
        assert_eq!(told(&stock, "2026-07-01"), whole, "{what}");
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-01")))
            .unwrap();
        assert_eq!(told(&stock, "2026-07-01"), whole, "{what}");
    }
}

#[test]
fn a_notice_stays_to_do_until_its_proof_is_filed_and_data_until_it_is_deleted() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.set(Kind::Contract, id.0, |put| {
        put.with("send_to", Some("legal@vendor.example".to_owned()))
    });
    assert_eq!(stock.to_do("2026-03-10"), [""; 0]);
    stock.decide(id, Choice::Cancel, &stamp("ada"));
    let data = "ask the vendor to delete our data";
    let send = "send the notice to legal@vendor.example";
    assert_eq!(stock.to_do("2026-03-10"), [send, data]);
    let first = &stock.office.store.to_dos(today()).unwrap()[0];
    assert_eq!(
        (first.by, first.login.as_deref()),
        (Some(day("2026-05-01")), Some("ada"))
    );
    let sent = |proof: Option<&str>| RenewalDeed::NoticeSent {
        on: day("2026-03-10"),
        proof: proof.map(str::to_owned),
    };
    stock.deed(id, sent(None), &stamp("ada")).unwrap();
    assert_eq!(
        stock.to_do("2026-03-10"),
        ["file the proof that the notice was sent", data]
    );
    // The term's end takes nothing off the list.
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-07-02")))
            .unwrap(),
        1
    );
    assert_eq!(stock.to_do("2026-07-02").len(), 2);
    stock
        .deed(id, sent(Some("scan.pdf")), &on("2026-07-02"))
        .unwrap();
    assert_eq!(stock.to_do("2026-07-02"), [data]);
    let deletion = |requested: Option<&str>, due: Option<&str>, confirmed: Option<&str>| {
        RenewalDeed::Deletion {
            requested: requested.map(day),
            due: due.map(day),
            confirmed: confirmed.map(day),
        }
    };
    let asked = deletion(Some("2026-07-02"), Some("2026-08-31"), None);
    stock.deed(id, asked, &on("2026-07-02")).unwrap();
    let left = stock.office.store.to_dos(day("2026-07-02")).unwrap();
    assert!(left[0].what.contains("asked for on 2026-07-02"), "{left:?}");
    assert_eq!(left[0].by, Some(day("2026-08-31")));
    let confirmed = deletion(None, None, Some("2026-08-20"));
    stock.deed(id, confirmed, &on("2026-08-20")).unwrap();
    assert_eq!(stock.to_do("2026-08-20"), [""; 0]);
}

#[test]
fn what_was_put_off_comes_back_on_its_day() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 500_000);
    let deferred = RenewalDecision {
        until: Some(day("2026-04-01")),
        ..decision(Choice::Defer)
    };
    stock
        .deed(id, RenewalDeed::Decide(deferred), &stamp("ada"))
        .unwrap();
    let row = stock.row("C-1", today()).unwrap();
    assert_eq!(
        (row.ask_again, row.is_open()),
        (Some(day("2026-04-01")), true)
    );
    assert_eq!(stock.to_do("2026-03-31"), [""; 0]);
    assert_eq!(
        stock.to_do("2026-04-01"),
        ["decide again; it was put off until 2026-04-01"]
    );
}

#[test]
fn that_nobody_decided_is_on_record_once_the_day_has_passed() {
    let mut stock = stock();
    stock.contract("C-1", "2026-06-30", true, 500_000);
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-05-01")))
            .unwrap(),
        0
    );
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-05-02")))
            .unwrap(),
        1
    );
    assert_eq!(
        stock
            .office
            .store
            .roll_over(&ada_on(day("2026-05-02")))
            .unwrap(),
        0
    );
    let row = stock.row("C-1", day("2026-05-02")).unwrap();
    assert_eq!((row.decision, row.is_open()), (Some(Choice::None), true));
    let filter = HistoryFilter {
        person: Some("hallpass".into()),
        limit: 9,
        ..HistoryFilter::default()
    };
    let told = stock.office.store.history(&filter).unwrap();
    assert_eq!(told[0].name, "C-1 after 2026-06-30");
}

#[test]
fn the_history_of_a_contract_tells_of_its_money_its_terms_and_its_decisions() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2025-06-30", true, 500_000);
    let line = stock.office.store.all::<Line>().unwrap()[0].id;
    stock.office.save(
        Put::keyed(Kind::Funding)
            .with("line", line)
            .with("source", "Title I".to_owned())
            .with("percent_bp", 10_000_i64),
    );
    stock.decide(id, Choice::Cancel, &stamp("ada"));
    let filter = HistoryFilter {
        about: Some(id.into()),
        limit: 99,
        ..HistoryFilter::default()
    };
    let told = stock.office.store.history(&filter).unwrap();
    for kind in [
        Kind::Contract,
        Kind::Line,
        Kind::Funding,
        Kind::Term,
        Kind::Renewal,
    ] {
        assert!(told.iter().any(|entry| entry.entity == kind), "{kind}");
    }
}

#[test]
fn the_policys_knobs_move_the_dates() {
    let mut stock = stock();
    stock.contract("C-1", "2026-06-30", true, 500_000);
    stock.contract("C-2", "2026-06-30", true, 6_000_000);
    let knob = |stock: &mut Stock, key: &str, value: &str| {
        let put = hallpass::domain::policy::Policy::put(key, value).unwrap();
        stock.office.save(put);
    };
    let act_by = |stock: &Stock| stock.row("C-1", today()).unwrap().dates.act_by;
    assert_eq!(act_by(&stock), day("2026-04-24"));
    knob(&mut stock, "notice_buffer", "0");
    assert_eq!(act_by(&stock), day("2026-05-01"));
    let fy = |stock: &Stock, year| {
        let filter = AgendaFilter {
            fiscal_year: Some(year),
            ..AgendaFilter::default()
        };
        stock.rows(&filter, today()).len()
    };
    assert_eq!((fy(&stock, 2026), fy(&stock, 2027)), (2, 0));
    knob(&mut stock, "fiscal_year", "April");
    assert_eq!((fy(&stock, 2026), fy(&stock, 2027)), (0, 2));
    stock.office.save(
        Put::keyed(Kind::CalendarDay)
            .with("day", day("2026-04-20"))
            .with("kind", hallpass::domain::calendar::DayKind::Board)
            .with("agenda_cutoff", Some(day("2026-04-10"))),
    );
    let decide_by = |stock: &Stock, number| stock.row(number, today()).unwrap().dates.decide_by;
    assert_eq!(decide_by(&stock, "C-1"), day("2026-05-01"));
    assert_eq!(decide_by(&stock, "C-2"), day("2026-04-10"));
    knob(&mut stock, "board", "5000");
    assert_eq!(decide_by(&stock, "C-1"), day("2026-04-10"));
}

#[test]
fn a_sheet_says_who_bears_what_to_the_cent() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 1_000_001);
    let [lincoln, oak] = stock.schools;
    for (school, seats, used) in [(lincoln, 100, 30), (oak, 300, 90)] {
        stock.office.save(
            Put::keyed(Kind::Inventory)
                .with("school", school)
                .with("product", ProductId(stock.product))
                .with("seats", Some(seats))
                .with("used", Some(used)),
        );
    }
    let line = stock.office.store.all::<Line>().unwrap()[0].id;
    let sheet = |stock: &Stock| stock.office.store.agenda_sheet(id, "ada", today()).unwrap();
    let shares = |stock: &mut Stock, method: Option<AllocationMethod>| {
        stock.set(Kind::Line, line.0, |put| put.with("allocation", method));
        let shares = sheet(stock).shares;
        // The schools view tells each school and the district the same.
        let overview = stock.office.store.overview(today()).unwrap();
        let mut there: Vec<(String, Cents)> = overview
            .schools
            .iter()
            .map(|row| (row.school.name.clone(), row.cost.unwrap_or_default()))
            .chain([("district".to_owned(), overview.district)])
            .filter(|(_, part)| *part != Cents(0))
            .collect();
        there.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        assert_eq!(there, shares, "{method:?}");
        for row in &overview.schools {
            let placed = stock.office.store.placed_in(&overview, Some(row.school.id));
            let sum: Cents = placed.unwrap().iter().filter_map(|p| p.cost).sum();
            assert_eq!(Some(sum), row.cost, "{method:?}");
        }
        shares
            .into_iter()
            .map(|(who, part)| format!("{who} {}", part.0))
            .collect::<Vec<_>>()
    };
    let by_seats = ["Oak MS 750001", "Lincoln ES 250000"];
    assert_eq!(shares(&mut stock, None), by_seats);
    assert_eq!(shares(&mut stock, Some(AllocationMethod::Seats)), by_seats);
    assert_eq!(
        shares(&mut stock, Some(AllocationMethod::Central)),
        ["district 1000001"]
    );
    let by_use = shares(&mut stock, Some(AllocationMethod::ActiveUsers));
    assert_eq!(by_use.len(), 2, "{by_use:?}");
    let evenly = ["Lincoln ES 500001", "Oak MS 500000"];
    assert_eq!(shares(&mut stock, Some(AllocationMethod::Equal)), evenly);
    let by_students = ["Lincoln ES 750001", "Oak MS 250000"];
    assert_eq!(
        shares(&mut stock, Some(AllocationMethod::Enrollment)),
        by_students
    );
    // What everybody may use is for all, though some report seats of it.
    for (model, borne) in [
        (PriceModel::District, by_students),
        (PriceModel::Site, by_students),
        (PriceModel::PerSchool, evenly),
        (PriceModel::PerStudent, by_seats),
    ] {
        stock.set(Kind::Line, line.0, |put| put.with("model", Some(model)));
        assert_eq!(shares(&mut stock, None), borne, "{model:?}");
    }
    stock.office.save(
        Put::keyed(Kind::Share)
            .with("line", LineId(line.0))
            .with("school", oak)
            .with("percent_bp", 4_000_i64),
    );
    let agreed = ["district 600001", "Oak MS 400000"];
    assert_eq!(shares(&mut stock, Some(AllocationMethod::Percent)), agreed);
    let sheet = sheet(&stock);
    assert_eq!(
        (sheet.row.seats, sheet.row.used, sheet.row.used_pct()),
        (Some(1_000), Some(120), Some(12))
    );
    assert_eq!(sheet.by_fiscal_year, [(2026, Cents(1_000_001))]);
    assert_eq!(sheet.standing, "never reviewed");
    assert!(
        sheet
            .choices
            .iter()
            .any(|(choice, why)| *choice == Choice::Cancel && why.is_none())
    );
}

/// People who take turns are not seats in use, and what nobody counted is in no percentage.
#[test]
fn a_percentage_in_use_is_of_the_seats_whose_use_is_known() {
    let mut stock = stock();
    let id = stock.contract("C-1", "2026-06-30", true, 1_000_000);
    let line = stock.office.store.all::<Line>().unwrap()[0].id;
    stock.set(Kind::Line, line.0, |put| put.with("quantity", Some(40_i64)));
    stock.office.save(
        Put::keyed(Kind::Inventory)
            .with("school", stock.schools[0])
            .with("product", ProductId(stock.product))
            .with("used", Some(30_i64)),
    );
    let told = |stock: &Stock| {
        let row = stock.row("C-1", today()).unwrap();
        (row.seats, row.used, row.used_in_words())
    };
    let percent = |said: &str| Some(said.to_owned());
    assert_eq!(told(&stock), (Some(40), Some(30), percent("75%")));

    let more = Put::new(Kind::Product).with("name", "Tallywort".to_owned());
    let more = stock.office.save(more);
    stock.office.save(
        Put::keyed(Kind::Line)
            .with("contract", id)
            .with("product", ProductId(more))
            .with("quantity", Some(60_i64)),
    );
    let of_these = percent("75% of the 40 that were counted");
    assert_eq!(told(&stock), (Some(100), Some(30), of_these));

    stock.set(Kind::Line, line.0, |put| {
        put.with("model", Some(PriceModel::Concurrent))
    });
    assert_eq!(told(&stock), (Some(100), None, None));
}

/// What is decided about a product is told as far as it is about the schools of the contract.
#[test]
fn a_sheet_says_what_is_decided_at_the_schools_of_its_contract() {
    let mut stock = stock();
    let [lincoln, oak] = stock.schools;
    let both = stock.contract("C-1", "2026-06-30", true, 100);
    let own = stock.contract("C-2", "2026-06-30", true, 100);
    let line = stock.office.store.all::<Line>().unwrap()[1].id;
    stock.set(Kind::Line, line.0, |put| {
        put.with("schools", Schools::only(vec![lincoln]))
    });
    let standing = |stock: &Stock, contract: ContractId| {
        let store = &stock.office.store;
        store
            .agenda_sheet(contract, "ada", today())
            .unwrap()
            .standing
    };
    let product = ProductId(stock.product);
    let decided =
        |stock: &mut Stock, status: &str, on: &str, school: Option<SchoolId>, who: &str| {
            let schools = school.map_or(Schools::All, |school| Schools::only(vec![school]));
            stock.office.save(
                Put::new(Kind::Approval)
                    .with("product", product)
                    .with("status", status.to_owned())
                    .with("schools", schools)
                    .with("audience", Some(who.to_owned()))
                    .with("decided_on", Some(day(on))),
            )
        };
    decided(&mut stock, "approved", "2025-08-01", None, "both");
    assert_eq!(standing(&stock, own), "approved");
    // Denied at the other school alone.
    decided(&mut stock, "denied", "2025-09-01", Some(oak), "both");
    assert_eq!(standing(&stock, own), "approved");
    assert_eq!(
        standing(&stock, both),
        "denied at OAK; approved at the others"
    );
    // Denied for students, not for staff.
    decided(&mut stock, "denied", "2025-10-01", Some(lincoln), "student");
    assert_eq!(
        standing(&stock, own),
        "denied for students; approved for staff"
    );
}

/// What is decided already and begins on a later day is told with that day.
#[test]
fn what_begins_later_at_the_schools_of_a_contract_is_not_never_reviewed() {
    let mut stock = stock();
    let [_, oak] = stock.schools;
    let both = stock.contract("C-1", "2026-06-30", true, 100);
    let product = ProductId(stock.product);
    let decided = |stock: &mut Stock, school: Option<SchoolId>, from: &str, until: Option<&str>| {
        let schools = school.map_or(Schools::All, |school| Schools::only(vec![school]));
        stock.office.save(
            Put::new(Kind::Approval)
                .with("product", product)
                .with("status", "approved".to_owned())
                .with("schools", schools)
                .with("from", Some(day(from)))
                .with("until", until.map(day))
                .with("decided_on", Some(day("2026-03-01"))),
        )
    };
    let standing = |stock: &Stock| {
        let store = &stock.office.store;
        store.agenda_sheet(both, "ada", today()).unwrap().standing
    };
    assert_eq!(standing(&stock), "never reviewed");
    decided(&mut stock, Some(oak), "2026-04-01", Some("2027-03-31"));
    assert_eq!(
        standing(&stock),
        "approved from 2026-04-01 until 2027-03-31 at OAK; never reviewed at the others"
    );
    decided(&mut stock, None, "2026-05-01", None);
    assert_eq!(
        standing(&stock),
        "approved from 2026-04-01 until 2027-03-31 at OAK; approved from 2026-05-01 on at the others"
    );
    // What speaks today is told by itself.
    decided(&mut stock, None, "2026-03-05", None);
    assert_eq!(standing(&stock), "approved");
}

#[test]
fn a_school_sees_what_covers_it() {
    let mut stock = stock();
    let [lincoln, oak] = stock.schools;
    let named = stock.contract("C-1", "2026-06-30", true, 100);
    let line = stock.office.store.all::<Line>().unwrap()[0].id;
    stock.set(Kind::Line, line.0, |put| {
        put.with("schools", Schools::only(vec![oak]))
    });
    let other = stock
        .office
        .save(Put::new(Kind::Product).with("name", "Atlas".to_owned()));
    stock.line(named, other, 5, 900);
    let line = stock.office.store.all::<Line>().unwrap()[1].id;
    stock.set(Kind::Line, line.0, |put| {
        put.with("schools", Schools::only(vec![oak]))
    });
    let row = stock.row("C-1", today()).unwrap();
    assert_eq!(
        (row.scope.as_str(), row.product.as_str()),
        ("Oak MS", "Atlas and 1 more")
    );
    let at = |school| {
        let filter = AgendaFilter {
            school: Some(school),
            ..AgendaFilter::default()
        };
        stock.rows(&filter, today()).len()
    };
    assert_eq!((at(lincoln), at(oak)), (0, 1));
}
