use super::*;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::overlap::board::Standing;
use crate::domain::overlap::{OverlapKind, OverlapPlace};
use crate::domain::renewal::Choice;
use crate::domain::renewal::dates::{Dates, Severity};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::waste::{ProductAtRisk, WasteCell};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-03-10")
}

/// A cell of contract and product `id` at school 1, with dollars by factor as `Factor` orders them.
fn line(id: i64, dollars: [i64; 4], stoppable: bool, untrained: bool) -> WasteCell {
    let cents = dollars.map(|dollars| Cents(dollars * 100));
    let taken = cents.map(|net| Taken { net, gross: net });
    WasteCell {
        line: LineId(id),
        product: ProductId(id),
        school: SchoolId(1),
        cost: cents.into_iter().sum(),
        taken,
        unmeasured: Cents(0),
        stoppable,
        untrained,
        idle: 0,
    }
}

/// Where alert `aaaaa` stands: product 3 beside product 9, which stays.
const AAAAA: OverlapPlace = (2, ProductId(9), ProductId(3));

/// What cells come to; alert `aaaaa` claims those of product 3.
fn waste(cells: Vec<WasteCell>) -> YearWaste {
    let mut waste = YearWaste {
        year: 2026,
        places: HashMap::from([("aaaaa".to_owned(), AAAAA)]),
        ..YearWaste::default()
    };
    let mut products: HashMap<ProductId, ProductAtRisk> = HashMap::new();
    for cell in &cells {
        let claiming: &[OverlapPlace] = match cell.product {
            ProductId(3) => &[AAAAA],
            _ => &[],
        };
        waste.totals.add(cell, 1);
        waste.contracts.insert(cell.line, ContractId(cell.line.0));
        let name = format!("Product {}", cell.product);
        waste.names.insert(cell.product, name);
        products
            .entry(cell.product)
            .or_default()
            .add(cell, claiming);
    }
    for (product, risk) in products {
        waste.take(product, risk.into());
    }
    waste
}

fn contract(id: i64, act_by: &str, severity: Severity) -> AgendaRow {
    let act_by = day(act_by);
    AgendaRow {
        contract: ContractId(id),
        number: format!("C-{id}"),
        product: format!("Product {id}"),
        products: vec![ProductId(id)],
        vendor: None,
        scope: "district".into(),
        schools: Schools::All,
        auto_renew: Some(true),
        notice: "30 days".into(),
        dates: Dates {
            term_end: act_by,
            cancel_by: Some(act_by),
            act_by,
            decide_by: act_by,
            start_by: act_by,
            board: false,
            unverified: false,
            trace: Vec::new(),
        },
        severity,
        next_chance: None,
        annual: Some(Cents(0)),
        hidden: false,
        price: Some(Cents(0)),
        next_year: Some(Cents(0)),
        quoted: false,
        seats: None,
        used: None,
        measured: None,
        owner: None,
        decision: None,
        ask_again: None,
        ended: false,
        untold: None,
        buyer: None,
        funds: Vec::new(),
    }
}

fn alert(standing: Standing) -> AlertRow {
    AlertRow {
        name: "O-aaaaa".into(),
        fingerprint: "aaaaa".into(),
        kind: OverlapKind::SameFunction,
        title: "Product 9 + Product 3".into(),
        products: vec![
            (ProductId(9), "Product 9".into()),
            (ProductId(3), "Product 3".into()),
        ],
        schools: [(SchoolId(1), "LIN".into())].into(),
        at_stake: Cents(30_000),
        at_stake_here: None,
        savings: (Cents(0), Cents(0)),
        masked: Cents(0),
        hidden: false,
        act_by: Some(day("2026-05-01")),
        standing,
        returned: None,
        owner: None,
        why: String::new(),
        keeper: None,
        proposed: None,
        losing: vec![ProductId(3)],
        contracts: vec![(ContractId(3), "C-3".into())],
        cells: None,
    }
}

fn page(lines: Vec<WasteCell>, agenda: &[AgendaRow], alerts: Vec<AlertRow>) -> DashboardPage {
    page_of((None, &waste(lines)), agenda, alerts)
}

/// The page of a school, or of all.
fn page_of(
    (school, waste): (Option<SchoolId>, &YearWaste),
    agenda: &[AgendaRow],
    alerts: Vec<AlertRow>,
) -> DashboardPage {
    let board = AlertBoard {
        rows: alerts,
        ..AlertBoard::default()
    };
    let agenda: Vec<&AgendaRow> = agenda.iter().collect();
    dashboard(&DashboardFacts {
        today: today(),
        school,
        waste,
        board: &board,
        agenda: &agenda,
        queue: &[],
        owners: &[],
        coverage: &[],
        sites: HashMap::from([(
            SchoolId(1),
            DashboardSchool {
                name: "Lincoln ES".into(),
                students: 100,
            },
        )]),
        seats: HashMap::new(),
        fails_on: HashMap::new(),
        throughput: Throughput::default(),
        standards: None,
    })
}

#[test]
fn contracts_without_a_price_are_counted_where_they_run() {
    let priced = contract(1, "2026-03-20", Severity::D14);
    let unpriced = AgendaRow {
        annual: None,
        ..contract(3, "2026-05-01", Severity::D90)
    };
    let ended = AgendaRow {
        ended: true,
        ..unpriced.clone()
    };
    let found = page(Vec::new(), &[priced, unpriced, ended], Vec::new());
    assert_eq!(found.without_price.all(), 1);
}

fn told(page: &DashboardPage) -> Vec<(String, i64)> {
    let actions = page.actions.iter();
    actions
        .map(|action| (action.what.clone(), action.stops.0 / 100))
        .collect()
}

#[test]
fn each_dollar_that_can_be_stopped_is_in_one_action() {
    let lines = vec![
        line(1, [100, 0, 40, 7], true, false),
        line(3, [0, 300, 0, 0], true, false),
        line(4, [0, 0, 60, 0], true, true),
        line(5, [0, 0, 0, 25], true, false),
        line(6, [0, 0, 500, 0], false, false),
    ];
    let agenda = [
        contract(1, "2026-03-20", Severity::D14),
        contract(3, "2026-05-01", Severity::D90),
        contract(4, "2026-12-01", Severity::Later),
        contract(5, "2026-03-25", Severity::D45),
        contract(6, "2026-03-01", Severity::Locked),
    ];
    let page = page(lines, &agenda, vec![alert(Standing::Open)]);
    let expected = [
        ("Decide Product 1", 140),
        ("Name owners: 2 products due in March", 32),
        ("Phone the vendor of Product 6, its day has passed", 500),
        ("Plan O-aaaaa Product 9 + Product 3", 300),
        ("Train people in Product 4 at 1 school", 60),
    ];
    assert_eq!(
        told(&page),
        expected.map(|(what, stops)| (what.to_owned(), stops))
    );
    let stops: Cents = page
        .actions
        .iter()
        .filter(|action| !matches!(action.step, ActionStep::Phone(_)))
        .map(|action| action.stops)
        .sum();
    assert_eq!(stops, page.totals.stoppable);
}

/// What was to end and went on is phoned about, whatever else could be done: all that it costs is at stake.
#[test]
fn the_vendor_of_what_went_on_untold_is_to_be_phoned() {
    use crate::domain::renewal::agenda::Untold;
    let went_on = |id: i64, cents: Option<i64>| AgendaRow {
        price: cents.map(Cents),
        untold: Some(Untold {
            choice: Choice::Cancel,
            cycle_end: day("2025-12-20"),
            due: day("2025-11-20"),
            sent: None,
        }),
        ..contract(id, "2026-12-20", Severity::Locked)
    };
    let agenda = [
        went_on(1, Some(90_000)),
        went_on(2, Some(50_000)),
        went_on(5, None),
    ];
    let page = page(
        vec![line(1, [100, 0, 40, 7], true, false)],
        &agenda,
        Vec::new(),
    );
    let phone = |id: i64| format!("Phone the vendor of Product {id}, its day has passed");
    assert_eq!(
        told(&page),
        [(phone(1), 900), (phone(2), 500), (phone(5), 0)]
    );
    let counted: Cents = page.actions.iter().map(|action| action.counted).sum();
    assert_eq!(counted, page.totals.stoppable);
}

/// The board's day to decide comes before our own last day; what is to be done first says the one the list says.
#[test]
fn what_is_to_be_decided_is_due_on_the_day_to_decide() {
    for (decide_by, what) in [
        ("2026-03-12", "Decide Product 1"),
        ("2026-04-14", "Decide Product 1"),
        ("2026-05-19", "Decide Product 1"),
    ] {
        let mut row = contract(1, "2026-06-20", Severity::D90);
        row.dates.decide_by = day(decide_by);
        let cells = vec![line(1, [0, 0, 40, 25], true, false)];
        let page = page(cells, &[row], Vec::new());
        let by = |what: &str| page.actions.iter().find(|one| one.what == what).unwrap().by;
        assert_eq!(by(what), Some(day(decide_by)));
        assert_eq!(by("Name owners of Product 1"), Some(day(decide_by)));
    }
}

#[test]
fn an_overlap_is_told_at_what_is_at_stake_in_it_and_says_where_the_ledger_counts_another_part() {
    let told_at = |at_stake: i64, claimed: i64| {
        let alert = AlertRow {
            at_stake: Cents(at_stake * 100),
            ..alert(Standing::Open)
        };
        let page = page(
            vec![line(3, [0, claimed, 0, 0], true, false)],
            &[contract(3, "2026-05-01", Severity::D90)],
            vec![alert],
        );
        let counted: Cents = page.actions.iter().map(|action| action.counted).sum();
        assert_eq!(counted, page.totals.stoppable);
        told(&page)
    };
    let plain = "Plan O-aaaaa Product 9 + Product 3";
    assert_eq!(told_at(300, 300), [(plain.to_owned(), 300)]);
    let less = "Plan O-aaaaa (ledger $210) Product 9 + Product 3";
    assert_eq!(told_at(300, 210), [(less.to_owned(), 300)]);
    let more = "Plan O-aaaaa (ledger $1,300) Product 9 + Product 3";
    assert_eq!(told_at(1_200, 1_300), [(more.to_owned(), 1_200)]);
}

#[test]
fn an_overlap_is_told_at_a_school_at_what_is_at_stake_there() {
    let told_at = |at_stake: i64, claimed: i64| {
        let mut waste = waste(vec![line(3, [0, claimed, 0, 0], true, false)]);
        waste.at_stake = HashMap::from([(AAAAA, Cents(at_stake * 100))]);
        let agenda = [contract(3, "2026-05-01", Severity::D90)];
        // $300 in the district.
        let alerts = vec![alert(Standing::Open)];
        told(&page_of((Some(SchoolId(1)), &waste), &agenda, alerts))
    };
    let plain = "Plan O-aaaaa Product 9 + Product 3";
    assert_eq!(told_at(70, 70), [(plain.to_owned(), 70)]);
    let less = "Plan O-aaaaa (ledger $20) Product 9 + Product 3";
    assert_eq!(told_at(70, 20), [(less.to_owned(), 70)]);
    assert_eq!(told_at(300, 300), [(plain.to_owned(), 300)]);
}

#[test]
fn what_is_decided_or_planned_is_not_to_be_done_again() {
    let lines = || {
        vec![
            line(1, [100, 0, 0, 0], true, false),
            line(3, [0, 300, 0, 0], true, false),
        ]
    };
    let mut agenda = [
        contract(1, "2026-03-20", Severity::D14),
        contract(3, "2026-05-01", Severity::D90),
    ];
    assert_eq!(
        page(lines(), &agenda, vec![alert(Standing::Open)])
            .actions
            .len(),
        2
    );
    agenda[0].decision = Some(Choice::Cancel);
    assert_eq!(
        page(lines(), &agenda, vec![alert(Standing::Planned)]).actions,
        []
    );
}

#[test]
fn too_little_training_is_decided_where_the_day_is_near_and_trained_where_it_is_not() {
    let one = |act_by, severity| {
        let agenda = [contract(1, act_by, severity)];
        told(&page(
            vec![line(1, [0, 0, 80, 0], true, true)],
            &agenda,
            Vec::new(),
        ))
    };
    let near = one("2026-04-01", Severity::D45);
    assert_eq!(near, [("Decide Product 1".to_owned(), 80)]);
    let far = one("2026-11-01", Severity::Later);
    assert_eq!(
        far,
        [("Train people in Product 1 at 1 school".to_owned(), 80)]
    );
}

#[test]
fn boxes_add_up_to_the_total_and_name_the_dearest_first() {
    let lines = vec![
        line(1, [10, 0, 40, 0], true, false),
        line(2, [0, 5, 90, 0], true, false),
        line(3, [0, 0, 0, 25], false, false),
    ];
    let page = page(lines, &[], Vec::new());
    let nets: Cents = page.boxes.iter().map(|one| one.taken.net).sum();
    assert_eq!(nets, page.totals.at_risk);
    assert_eq!(page.totals.at_risk, Cents(17_000));
    let named: Vec<&str> = page.boxes[0]
        .dearest
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(named, ["Product 2", "Product 1"]);
    let schools: Vec<_> = page
        .schools
        .iter()
        .map(|row| (row.name.as_str(), row.each))
        .collect();
    assert_eq!(schools, [("Lincoln ES", Some(Cents(170)))]);
}

/// The same as `page`, of two schools: 1 has 100 students, 2 has none counted. `school` narrows it to one.
fn page_at(lines: Vec<WasteCell>, school: Option<SchoolId>) -> DashboardPage {
    let board = AlertBoard::default();
    let site = |name: &str, students| DashboardSchool {
        name: name.into(),
        students,
    };
    dashboard(&DashboardFacts {
        today: today(),
        school,
        waste: &waste(lines),
        board: &board,
        agenda: &[],
        queue: &[],
        owners: &[],
        coverage: &[],
        sites: HashMap::from([
            (SchoolId(1), site("Lincoln ES", 100)),
            (SchoolId(2), site("Annex", 0)),
        ]),
        seats: HashMap::new(),
        fails_on: HashMap::new(),
        throughput: Throughput::default(),
        standards: None,
    })
}

#[test]
fn dollars_per_student_leave_out_schools_whose_students_nobody_counted() {
    let at = |school, dollars| {
        let mut line = line(school, [0, dollars, 0, 0], true, false);
        line.school = SchoolId(school);
        line
    };
    let both = || vec![at(1, 250), at(2, 900)];
    // $250.00 at Lincoln, by its 100 students.
    assert_eq!(page_at(both(), None).per_student, Some(Cents(250)));
    assert_eq!(
        page_at(both(), Some(SchoolId(1))).per_student,
        Some(Cents(250))
    );
    assert_eq!(page_at(both(), Some(SchoolId(2))).per_student, None);
    assert_eq!(page_at(Vec::new(), None).per_student, Some(Cents(0)));
    // To the nearest cent, as in the list of schools: $249.50 and $249.49 by 100 students.
    for (cents, each) in [(24_950, 250), (24_949, 249), (24_850, 249)] {
        let mut cell = at(1, 0);
        cell.cost = Cents(cents);
        cell.taken[1] = Taken {
            net: Cents(cents),
            gross: Cents(cents),
        };
        let page = page_at(vec![cell], None);
        assert_eq!(page.per_student, Some(Cents(each)), "{cents}");
        let here = page.schools.iter().find(|row| row.name == "Lincoln ES");
        assert_eq!(here.unwrap().each, Some(Cents(each)), "{cents}");
    }
}

#[test]
fn what_is_to_be_done_first_names_what_it_is_about_as_commands_do() {
    let lines = vec![
        line(1, [100, 0, 40, 0], true, false),
        line(3, [0, 300, 0, 0], true, false),
        line(4, [0, 0, 60, 0], true, true),
        line(5, [0, 0, 0, 25], true, false),
        line(7, [0, 0, 0, 5], true, false),
        line(6, [0, 0, 500, 0], false, false),
    ];
    let agenda = [
        contract(1, "2026-03-20", Severity::D14),
        contract(3, "2026-05-01", Severity::D90),
        contract(4, "2026-12-01", Severity::Later),
        contract(5, "2026-03-25", Severity::D45),
        contract(7, "2026-03-26", Severity::D45),
        contract(6, "2026-03-01", Severity::Locked),
    ];
    let page = page(lines, &agenda, vec![alert(Standing::Open)]);
    let names: Vec<&str> = page.actions.iter().map(|one| one.names.as_str()).collect();
    assert_eq!(names, ["C-1", "P-5;P-7", "C-6", "O-aaaaa", "P-4"]);
}
