//! What the store keeps of overlaps and the ledger is what a fresh read finds, whatever was changed since.

use crate::support::district::{District, district};
use crate::support::length;
use crate::support::overlaps::{overlaps, reference};
use crate::support::{Office, stamp, today};
use chrono::NaiveDate;
use hallpass::domain::change::Change;
use hallpass::domain::contract::{Contract, Line, LineId};
use hallpass::domain::inventory::Inventory;
use hallpass::domain::money::Cents;
use hallpass::domain::overlap::board::Ledger;
use hallpass::domain::overlap::process::AlertDeed;
use hallpass::domain::ownership::OwnershipRow;
use hallpass::domain::person::{Person, PersonId};
use hallpass::domain::policy::Policy;
use hallpass::domain::product::{Function, Product, ProductId};
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::{Kind, Record};
use hallpass::domain::renewal::agenda::{AgendaFilter, AgendaRow};
use hallpass::domain::school::{School, SchoolId, Schools};
use hallpass::domain::waste::{Factor, LineAtRisk, Totals, WasteCell, YearWaste};
use hallpass::store::{Access, Head, KeptCounts, Store};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Something somebody does.
#[derive(Debug, Clone)]
enum Deed {
    Refer(usize, i64, i64),
    Price(usize, i64),
    Schools(usize, i64),
    End(usize, i64),
    Product(usize, i64),
    Drop(usize),
    Take(usize),
    Merge(i64, i64),
    Setting(i64),
    School(i64, i64),
    Leave(bool),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0i64..40;
    prop_oneof![
        4 => (0usize..12, 1i64..5, n.clone()).prop_map(|(k, p, n)| Deed::Refer(k, p, n)),
        2 => (0usize..6, n.clone()).prop_map(|(l, n)| Deed::Price(l, n)),
        2 => (0usize..6, 1i64..4).prop_map(|(l, s)| Deed::Schools(l, s)),
        2 => (0usize..6, n.clone()).prop_map(|(c, n)| Deed::End(c, n)),
        1 => (0usize..6, 1i64..5).prop_map(|(l, p)| Deed::Product(l, p)),
        1 => (0usize..6).prop_map(Deed::Drop),
        2 => (0usize..4).prop_map(Deed::Take),
        1 => (1i64..5, 1i64..5).prop_map(|(a, b)| Deed::Merge(a, b)),
        1 => (0i64..30).prop_map(Deed::Setting),
        1 => (1i64..4, n).prop_map(|(s, n)| Deed::School(s, n)),
        1 => any::<bool>().prop_map(Deed::Leave),
        2 => Just(Deed::Undo),
    ]
}

fn save(put: Put) -> Change {
    Change::Save {
        what: "it".into(),
        put,
        reason: None,
    }
}

/// Does it, where it may be done.
fn carry_out(office: &mut Office, deed: &Deed) {
    let store = &office.store;
    let line = |n: usize| store.all::<Line>().unwrap().get(n).map(|line| line.id.0);
    let of_line = |n: usize| line(n).map(|id| Put::id(LineId(id)));
    let change = match *deed {
        Deed::Refer(kind, product, n) => Some(save(reference(kind, product, n))),
        Deed::Price(n, cents) => {
            of_line(n).map(|put| save(put.with("total_cents", Some(Cents(cents * 10_000)))))
        }
        Deed::Schools(n, school) => {
            of_line(n).map(|put| save(put.with("schools", Schools::only(vec![SchoolId(school)]))))
        }
        Deed::End(n, days) => {
            let contracts = store.all::<Contract>().unwrap();
            let end =
                NaiveDate::from_ymd_opt(2026, 2, 20).unwrap() + chrono::Days::new(days as u64);
            contracts
                .get(n)
                .map(|c| save(Put::id(c.id).with("term_end", end)))
        }
        Deed::Product(n, product) => of_line(n).map(|put| save(put.with("product", product))),
        Deed::Drop(n) => line(n).map(|id| Change::Remove {
            what: "it".into(),
            record: LineId(id).into(),
            reason: "it".into(),
        }),
        Deed::Take(n) => {
            let rows = store.overlaps(today()).unwrap().rows;
            rows.get(n).map(|row| Change::Overlap {
                what: row.name.clone(),
                fingerprint: row.fingerprint.clone(),
                deed: AlertDeed::Take,
            })
        }
        Deed::Merge(from, into) => Some(Change::Merge {
            what: "it".into(),
            from: ProductId(from),
            into: ProductId(into),
            reason: None,
        }),
        Deed::Setting(n) => Some(save(
            Put::keyed(Kind::Setting)
                .with("key", "spare_seats".to_owned())
                .with("value", n.to_string()),
        )),
        Deed::School(school, n) => {
            Some(save(Put::id(SchoolId(school)).with("enrollment", Some(n))))
        }
        Deed::Leave(gone) => {
            let day = gone.then(today);
            Some(save(Put::id(PersonId(3)).with("left_on", day)))
        }
        Deed::Undo => {
            let _ = office.store.undo(None, &stamp("ada"));
            None
        }
    };
    if let Some(change) = change {
        // What a rule refuses leaves everything as it was.
        let _ = office.store.apply(&change, &stamp("ada"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_a_fresh_read_finds(deeds in prop::collection::vec(deed(), 1..14)) {
        let mut office = overlaps();
        let path = office.dir.path().join("office.db");
        office.store.is_asked_by(&stamp("ada")).unwrap();
        office.store.overlaps(today()).unwrap();
        let mut lists = ListsRead::of(&office.store, today());
        for (at, deed) in deeds.iter().enumerate() {
            carry_out(&mut office, deed);
            lists.read_again(&office.store);
            if at % 2 == 0 {
                office.store.overlaps(today()).unwrap();
                // What a file keeps is looked at by whoever opens it next, with what was changed since.
                office.store.keep_found(today());
                // Of what is in the file, only what was found anew has been written.
                assert_eq!(office.store.check(), [""; 0]);
            }
            is_as_read_afresh(&office.store, &path);
        }
    }
}

/// So many kinds of change [`changed`] makes.
pub(crate) const CHANGES: usize = 22;

/// Does it, where it may be done, and takes a fifth of them back.
pub(crate) fn carried_out(district: &mut District, change: &Change, n: usize) {
    let who = stamp("ada");
    // What a rule refuses leaves everything as it was, and what says nothing new makes nothing to undo.
    let applied = district.store.apply(change, &who);
    let wrote = applied.is_ok_and(|applied| applied.change_set.is_some());
    if wrote && n.is_multiple_of(5) {
        district.store.undo(None, &who).unwrap();
    }
}

/// Something changed of the made-up district: of the records of a noun the one that the number lands on.
pub(crate) fn changed(district: &District, kind: usize, n: usize) -> Change {
    fn nth<R: Record>(district: &District, n: usize) -> R {
        let mut all = district.all::<R>();
        let at = n % all.len();
        all.swap_remove(at)
    }
    let product = |n| nth::<Product>(district, n).id;
    let school = |n| nth::<School>(district, n).id;
    let inventory = || nth::<Inventory>(district, n);
    let line = || nth::<Line>(district, n);
    let keyed = |kind| Put::keyed(kind).with("product", product(n));
    save(match kind {
        0 => {
            let held = inventory();
            Put::id(held.id).with("used", Some(held.used.unwrap_or(0) + 1))
        }
        1 => Put::id(inventory().id).with("used", Some(n as i64 * 7 % 3 * 2_000)),
        2 => keyed(Kind::Inventory)
            .with("school", school(n / 3))
            .with("seats", Some(30_i64)),
        3 => keyed(Kind::Usage)
            .with("school", Some(school(n / 3)))
            .with("from", district.today)
            .with("to", district.today)
            .with("active", Some((n % 90) as i64)),
        4 => Put::id(line().id).with("total_cents", Some(Cents(n as i64 * 1_000))),
        5 => Put::id(line().id).with("schools", Schools::only(vec![school(n / 3)])),
        6 => Put::id(line().id).with("product", product(n / 3)),
        7 => Put::id(line().contract).with("term_end", district.today),
        8 => keyed(Kind::Purpose).with("function", nth::<Function>(district, n / 3).id),
        9 => Put::id(product(n)).with("core", Some(n.is_multiple_of(2))),
        10 => Put::id(product(n)).with("url", Some(format!("https://p{n}.example"))),
        11 => keyed(Kind::Alias)
            .with("alias", nth::<Product>(district, n / 3).name)
            .with("kind", "other".to_owned()),
        12 => keyed(Kind::Approval)
            .with("status", "approved".to_owned())
            .with("from", Some(district.today)),
        13 => {
            let held = inventory();
            return Change::Remove {
                what: "it".into(),
                record: held.id.into(),
                reason: "it".into(),
            };
        }
        14 => keyed(Kind::Owner)
            .with("role", "manager".to_owned())
            .with("person", nth::<Person>(district, n / 3).id),
        15 => Put::id(product(n)).with("name", format!("Renamed {n}")),
        16 => Put::id(nth::<Person>(district, n).id).with("name", format!("Ash Oakes {n}")),
        17 => Put::id(line().contract).with("buyer", Some(school(n / 3))),
        18 => Put::keyed(Kind::Funding)
            .with("line", line().id)
            .with("source", format!("Fund {}", n % 3))
            .with("percent_bp", 5_000_i64),
        19 => {
            let paid = nth::<Contract>(district, n);
            Put::keyed(Kind::Renewal)
                .with("contract", paid.id)
                .with("cycle_end", paid.term_end)
                .with("choice", "cancel".to_owned())
        }
        20 => {
            return Change::Remove {
                what: "it".into(),
                record: line().id.into(),
                reason: "it".into(),
            };
        }
        _ => {
            return Change::Merge {
                what: "it".into(),
                from: product(n),
                into: product(n / 3),
                reason: None,
            };
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: length::times(6, 60) as u32,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn after_changes_of_a_district_what_is_kept_is_what_its_records_show(
        changes in prop::collection::vec((0..CHANGES, 0usize..100_000), 1..4)
    ) {
        let mut district = district("2026-03-10");
        district.store.is_asked_by(&stamp("ada")).unwrap();
        let mut lists = ListsRead::of(&district.store, district.today);
        for (kind, n) in changes {
            let change = changed(&district, kind, n);
            carried_out(&mut district, &change, n);
            lists.read_again(&district.store);
            district.store.overlaps(district.today).unwrap();
            district.store.keep_found(district.today);
            if n.is_multiple_of(3) {
                // What it goes on from is what the file has.
                district.store.rest();
            }
            prop_assert_eq!(district.store.check(), [""; 0]);
        }
    }
}

/// The list of owners and the agenda as they were read last, and where history stood then.
struct ListsRead {
    then: Head,
    today: NaiveDate,
    owners: Vec<OwnershipRow>,
    agenda: Vec<AgendaRow>,
}

impl ListsRead {
    fn of(store: &Store, today: NaiveDate) -> ListsRead {
        let all = AgendaFilter {
            all: true,
            ended: true,
            ..AgendaFilter::default()
        };
        ListsRead {
            then: store.head().unwrap(),
            today,
            owners: store.ownership(today).unwrap(),
            agenda: store.agenda(&all, today).unwrap(),
        }
    }

    /// What is read again of what a change reaches is what reading all of it finds.
    fn read_again(&mut self, store: &Store) {
        let fresh = ListsRead::of(store, self.today);
        let owners = store.ownership_again(&self.owners, self.then, self.today);
        if let Some(owners) = owners.unwrap() {
            assert_eq!(owners, fresh.owners);
        }
        let agenda = store.agenda_again(&self.agenda, self.then, self.today);
        if let Some(agenda) = agenda.unwrap() {
            assert_eq!(agenda, fresh.agenda);
        }
        *self = fresh;
    }
}

/// A store that has never looked, of a copy of the file in which nobody has kept anything.
fn without_anything_kept(store: &Store, path: &Path) -> Store {
    let copy = path.with_extension("copy");
    let _ = std::fs::remove_file(&copy);
    store.backup(&copy).unwrap();
    let conn = rusqlite::Connection::open(&copy).unwrap();
    let kept = "DELETE FROM found_year; DELETE FROM found_overlap; DELETE FROM found_waste";
    conn.execute_batch(kept).unwrap();
    drop(conn);
    Store::open(&copy, Access::Write).unwrap()
}

fn is_as_read_afresh(kept: &Store, path: &Path) {
    let fresh = without_anything_kept(kept, path);
    let day = today();
    let colleague = Store::open(path, Access::Read).unwrap();
    let board = fresh.overlaps(day).unwrap();
    assert_eq!(kept.overlaps(day).unwrap(), board);
    assert_eq!(colleague.overlaps(day).unwrap(), board);
    assert_eq!(
        kept.overlaps_in_full(day, &|_| true).unwrap(),
        fresh.overlaps_in_full(day, &|_| true).unwrap()
    );
    let waste = fresh.waste(None, day).unwrap();
    for store in [kept, &colleague, &fresh] {
        let most = store.most_at_risk(None, day).unwrap();
        let first = waste
            .lines
            .iter()
            .filter(|line| line.cell.at_risk() > Cents(0));
        let first: Vec<_> = first.take(20).cloned().collect();
        assert_eq!((&most.lines, &most.totals), (&first, &waste.totals));
        assert_eq!(most.without_price, waste.without_price);
        let at_risk = waste
            .lines
            .iter()
            .filter(|line| line.cell.at_risk() > Cents(0));
        assert_eq!(most.at_risk, at_risk.count());
    }
    if let Some(open) = colleague.open_overlaps(day).unwrap() {
        assert_eq!(open, KeptCounts::of(&board));
    }
    assert_eq!(
        kept.waste(None, day).unwrap(),
        fresh.waste(None, day).unwrap()
    );
    let owners = kept.ownership(day).unwrap();
    assert_eq!(owners, fresh.ownership(day).unwrap());
    costs_are_the_ledgers(&owners, &kept.waste(None, day).unwrap());
    assert_eq!(kept.coverage(day).unwrap(), fresh.coverage(day).unwrap());
    let school = waste.lines.first().map(|line| line.cell.school);
    for school in [None, school] {
        let sums = fresh.waste_of(None, day, school).unwrap();
        assert_eq!(kept.waste_of(None, day, school).unwrap(), sums);
        assert_eq!(colleague.waste_of(None, day, school).unwrap(), sums);
        sums_are_the_cells(&sums, &waste, school);
    }
}

/// What is said of each line, product and school adds up to the cells of the ledger.
fn sums_are_the_cells(sums: &YearWaste, ledger: &Ledger, school: Option<SchoolId>) {
    let cells = ledger.lines.iter().map(|line| line.cell);
    let cells = cells.filter(|cell| school.is_none_or(|school| school == cell.school));
    let cells: Vec<WasteCell> = cells.collect();
    let mut totals = Totals::default();
    let mut at_risk: BTreeMap<SchoolId, Cents> = BTreeMap::new();
    for cell in &cells {
        totals.add(cell, 1);
        *at_risk.entry(cell.school).or_default() += cell.at_risk();
    }
    at_risk.retain(|_, risk| *risk > Cents(0));
    assert_eq!((sums.cells, sums.totals), (cells.len(), totals));
    let schools: BTreeMap<SchoolId, Cents> = sums.schools.clone().into_iter().collect();
    assert_eq!(schools, at_risk);
    let lines = || sums.products.values().flat_map(|one| &one.lines);
    let sum = |of: fn(&LineAtRisk) -> Cents| -> Cents { lines().map(of).sum() };
    let net = |factor: Factor| totals.factors[factor as usize].net;
    assert_eq!(sum(|line| line.at_risk), totals.at_risk);
    assert_eq!(sum(|line| line.incompatible), net(Factor::Incompatible));
    assert_eq!(sum(|line| line.unowned), net(Factor::Unowned));
    assert_eq!(sum(|line| line.untrained), totals.untrained);
    assert_eq!(sum(|line| line.right_size), totals.right_size);
    let claimed = |line: &LineAtRisk| line.overlaps.iter().map(|(_, taken)| *taken).sum();
    assert_eq!(lines().map(claimed).sum::<Cents>(), net(Factor::Overlap));
    for (product, one) in &sums.products {
        let of_product = cells.iter().filter(|cell| cell.product == *product);
        let nets = |at: usize| {
            of_product
                .clone()
                .map(|cell| cell.taken[at].net)
                .sum::<Cents>()
        };
        assert_eq!(one.factors.map(|taken| taken.net), [0, 1, 2, 3].map(nets));
        for line in &one.lines {
            let untrained = of_product.clone().filter(|cell| {
                let idle = cell.taken[Factor::Untrained as usize].net;
                cell.line == line.line && cell.untrained && idle > Cents(0)
            });
            let mut schools: Vec<SchoolId> = untrained.map(|cell| cell.school).collect();
            schools.sort_unstable();
            assert_eq!(line.untrained_at, schools);
        }
    }
}

/// The list of owners reckons what products cost without the ledger's cells: it comes to the same, and no product that is
/// paid for is missing.
fn costs_are_the_ledgers(owners: &[OwnershipRow], ledger: &Ledger) {
    let mut costs: BTreeMap<ProductId, Cents> = BTreeMap::new();
    for line in &ledger.lines {
        *costs.entry(line.cell.product).or_default() += line.cell.cost;
    }
    for row in owners {
        assert_eq!(row.cost, costs.remove(&row.product).unwrap_or_default());
    }
    assert_eq!(costs, BTreeMap::new());
}

#[test]
fn what_was_found_is_kept_for_the_next_one_and_never_told_after_a_change() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    let seen = |day: NaiveDate| {
        let store = Store::open(&path, Access::Read).unwrap();
        store.open_overlaps(day).unwrap()
    };
    // Nobody has looked yet; who may do nothing here keeps nothing, nor does a store that nobody asks.
    office.store.overlaps(today()).unwrap();
    office.store.keep_found(today());
    office.store.is_asked_by(&stamp("stranger")).unwrap();
    office.store.overlaps(today()).unwrap();
    office.store.keep_found(today());
    assert_eq!(seen(today()), None);
    office.store.is_asked_by(&stamp("ada")).unwrap();
    let board = office.store.overlaps(today()).unwrap();
    let history = office.store.last_seal().unwrap();
    office.store.keep_found(today());
    let open = board.rows.iter().filter(|row| row.standing.is_open());
    let kept = seen(today()).unwrap();
    assert_eq!(kept.open, open.count());
    // Nothing of it is history.
    assert_eq!(office.store.last_seal().unwrap(), history);
    // Another day it is found anew, and after a change as well.
    assert_eq!(seen(today().succ_opt().unwrap()), None);
    let line = office.store.all::<Line>().unwrap()[0].id;
    office.save(Put::id(line).with("total_cents", Some(Cents(500_000))));
    assert_eq!(seen(today()), None);
    is_as_read_afresh(&office.store, &path);
    office.store.keep_found(today());
    assert_eq!(
        seen(today()),
        Some(KeptCounts::of(&office.store.overlaps(today()).unwrap()))
    );
    assert_eq!(office.store.check(), [""; 0]);
}

#[test]
fn check_says_where_what_is_kept_is_not_what_the_records_show() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    office.store.is_asked_by(&stamp("ada")).unwrap();
    office.store.overlaps(today()).unwrap();
    office.store.keep_found(today());
    assert_eq!(office.store.check(), [""; 0]);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let tampered = "UPDATE found_overlap SET found = json_set(found, '$[3]', 1) WHERE rank = 2";
    assert!(conn.execute(tampered, []).unwrap() > 0);
    let problems = office.store.check();
    assert_eq!(
        problems,
        [
            "what is kept of the overlaps is not what the records show: 1 overlap and the waste of 0 products differ"
        ]
    );
}

#[test]
fn a_term_that_is_cut_short_after_a_roll_over_is_kept_as_it_is_read() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    office.store.overlaps(today()).unwrap();
    // Maple's own Seesaw: $540.00 until February 20, which what is done next rolls over; then the term
    // after it is cut to its first day.
    for deed in [Deed::End(1, 0), Deed::Take(0), Deed::End(1, 1)] {
        carry_out(&mut office, &deed);
        is_as_read_afresh(&office.store, &path);
    }
    // $540.00 for 235 days is $838.72 a year; that for one day; then as much each of the 129 days from
    // February 22 to June 30.
    let waste = office.store.waste(None, today()).unwrap();
    let others = 400_000 + 240_000 + 266_000 + 300_000 + 198_000;
    assert_eq!(
        waste.totals.spend,
        Cents(others + 54_000 + 83_872 + 129 * 83_872)
    );
}

fn on(date: &str) -> Stamp {
    let day: NaiveDate = date.parse().unwrap();
    Stamp {
        at: day.and_hms_opt(9, 40, 0).unwrap().and_utc(),
        today: day,
        ..stamp("ada")
    }
}

#[test]
fn each_month_is_as_the_records_stood_at_its_end() {
    let mut office = overlaps();
    let ends = ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-12"];
    let mut seen = Vec::new();
    let line = |office: &Office, at: usize| office.store.all::<Line>().unwrap()[at].id.0;
    for (month, end) in ends.iter().enumerate() {
        let changes = match month {
            1 => vec![
                save(Put::id(LineId(line(&office, 1))).with("total_cents", Some(Cents(80_000)))),
                save(reference(0, 1, 7)),
            ],
            2 => vec![
                Change::Remove {
                    what: "it".into(),
                    record: LineId(line(&office, 3)).into(),
                    reason: "it".into(),
                },
                Change::Merge {
                    what: "it".into(),
                    from: ProductId(4),
                    into: ProductId(3),
                    reason: None,
                },
                save(
                    Put::keyed(Kind::Setting)
                        .with("key", "spare_seats".to_owned())
                        .with("value", "25".to_owned()),
                ),
            ],
            _ => Vec::new(),
        };
        let date = format!("2026-{:02}-11", month + 3);
        for change in changes {
            office.store.apply(&change, &on(&date)).unwrap();
        }
        if month == 3 {
            office.store.undo(None, &on(&date)).unwrap();
            // Within one month: what came, what went, and what came and went and came again.
            let removed = |line| Change::Remove {
                what: "it".into(),
                record: LineId(line).into(),
                reason: "it".into(),
            };
            for change in [
                save(reference(0, 1, 9)),
                removed(line(&office, 2)),
                removed(line(&office, 0)),
            ] {
                office.store.apply(&change, &on(&date)).unwrap();
            }
            office.store.undo(None, &on(&date)).unwrap();
        }
        let day: NaiveDate = end.parse().unwrap();
        let first = NaiveDate::from_ymd_opt(2026, 3 + month as u32, 1).unwrap();
        seen.push((first, office.store.waste(None, day).unwrap().totals));
    }
    let trend = office.store.apart().unwrap();
    let trend = trend.trend("2026-06-12".parse().unwrap()).unwrap();
    // The office is older than its records: before them nothing is at risk.
    let (before, trend): (Vec<_>, Vec<_>) =
        trend.into_iter().partition(|(month, _)| *month < seen[0].0);
    assert!(before.iter().all(|(_, totals)| totals.spend == Cents(0)));
    assert_eq!(trend, seen);
    let risks: Vec<Cents> = trend.iter().map(|(_, totals)| totals.at_risk).collect();
    let differ = |pair: &[Cents]| pair[0] != pair[1];
    assert!(risks[..3].windows(2).all(differ), "{risks:?}");
}

#[test]
fn what_a_colleague_changed_and_another_year_are_seen() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    let mut colleague = Store::open(&path, Access::Write).unwrap();
    let before = office.store.waste(None, today()).unwrap();
    let line = colleague.all::<Line>().unwrap()[0].id.0;
    let dearer = Put::id(LineId(line)).with("total_cents", Some(Cents(500_000)));
    colleague.apply(&save(dearer), &stamp("nguyen")).unwrap();
    let after = office.store.waste(None, today()).unwrap();
    assert_eq!(after.totals.spend - before.totals.spend, Cents(100_000));
    for _ in 0..2 {
        assert_eq!(office.store.waste(Some(2027), today()).unwrap().year, 2027);
        assert_eq!(office.store.waste(None, today()).unwrap(), after);
    }
    office.store.undo(None, &stamp("nguyen")).unwrap();
    assert_eq!(office.store.waste(None, today()).unwrap(), before);
}

#[test]
fn another_first_day_of_the_fiscal_year_is_seen_in_memory_and_in_the_file() {
    let mut office = overlaps();
    let path = office.dir.path().join("office.db");
    let open = Store::open(&path, Access::Write).unwrap();
    let year = |store: &Store| store.waste(None, today()).unwrap().year;
    let began_in_july = year(&open);
    for starts in ["Feb", "Jul"] {
        // Found, and kept in the file, under the year as it begins until now.
        let store = &mut office.store;
        store.is_asked_by(&stamp("ada")).unwrap();
        store.waste(None, today()).unwrap();
        store.keep_found(today());
        office.save(Policy::put("fiscal_year", starts).unwrap());
        is_as_read_afresh(&office.store, &path);
        is_as_read_afresh(&open, &path);
        office.store.keep_found(today());
        let later = Store::open(&path, Access::Read).unwrap();
        is_as_read_afresh(&later, &path);
    }
    assert_eq!(year(&open), began_in_july);
}
