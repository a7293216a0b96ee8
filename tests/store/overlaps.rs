//! Alerts as a person meets them: what is said next to what, and what saying something about one does.

use std::collections::HashMap;

use crate::support::district::district;
use crate::support::overlaps::{EDPUZZLE, GIMKIT, SEESAW, alert, overlaps};
use crate::support::{Office, stamp, today};
use chrono::NaiveDate;
use hallpass::domain::approval::Approval;
use hallpass::domain::change::Change;
use hallpass::domain::contract::{Contract, ContractId, Line};
use hallpass::domain::grade::Grades;
use hallpass::domain::money::Cents;
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::alert::{Action, AlertState, DismissCode};
use hallpass::domain::overlap::board::{AlertRow, AlertSheet, Standing};
use hallpass::domain::overlap::process::{AlertDeed, Keeper};
use hallpass::domain::ownership::Filled;
use hallpass::domain::person::{OwnerRole, PersonId, Roles};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::{Choice, Renewal};
use hallpass::domain::school::{School, SchoolId, Schools};
use hallpass::store::{Applied, Error};

fn sheet(office: &Office, kind: OverlapKind) -> AlertSheet {
    let row = alert(&office.store, kind).unwrap();
    let sheet = office.store.overlap(&row.fingerprint, "nguyen", today());
    sheet.unwrap()
}

#[test]
fn what_the_district_covers_stands_next_to_what_covers_it() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::Covered);
    let sides: Vec<_> = sheet
        .sides
        .iter()
        .map(|side| {
            (
                side.label.as_str(),
                side.seats,
                side.used,
                side.cost,
                side.stays,
            )
        })
        .collect();
    assert_eq!(
        sides,
        [
            ("district", Some(400), Some(100), Some(Cents(400_000)), true),
            ("Maple ES", Some(60), Some(50), Some(Cents(54_000)), false),
        ]
    );
    let combined = sheet.combined.unwrap();
    assert_eq!(
        (
            combined.keeps.as_str(),
            combined.seats,
            combined.used,
            combined.more_seats
        ),
        ("C-100", Some(400), Some(150), 0)
    );
    assert_eq!(combined.stop_by, sheet.row.act_by);
    assert_eq!(
        sheet.formula,
        [
            "What a school pays for seats the district has to spare is at stake.",
            "C-101 at MAP: all of $540.00.",
            "At stake: $540.00 FY share.",
        ]
    );
    assert_eq!(sheet.found_on, Some(today()));
    assert_eq!(sheet.may, ["take", "plan", "dismiss"]);
}

#[test]
fn combining_two_purchases_says_how_many_seats_to_buy_and_for_how_much() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::SameProduct);
    let combined = sheet.combined.as_ref().unwrap();
    // 31 and 12 people on the 40 seats of the cheaper purchase, at $60.00 a seat.
    assert_eq!(
        (combined.keeps.as_str(), combined.used),
        ("C-124", Some(43))
    );
    assert_eq!(
        (combined.more_seats, combined.more_cost),
        (3, Some(Cents(18_000)))
    );
    assert!(
        sheet
            .formula
            .contains(&"Needs 3 more seats, about $180.00 year price.".to_owned())
    );
    // 38 seats at $70.00, $10.00 above the best price.
    assert_eq!(sheet.row.at_stake, Cents(38_000));
    // Without the $2,660.00 of C-125, less the $180.00 of the seats to buy.
    assert_eq!(sheet.saves(), Some((Cents(248_000), Cents(248_000))));
}

#[test]
fn what_one_of_two_saves_is_what_the_other_costs_and_never_below_nothing() {
    let office = overlaps();
    let covered = sheet(&office, OverlapKind::Covered);
    assert_eq!(covered.saves(), Some((Cents(54_000), Cents(54_000))));
    // Either stays: $1,980.00 or $3,000.00 less.
    let mut similar = sheet(&office, OverlapKind::SameFunction);
    assert_eq!(similar.row.savings, (Cents(198_000), Cents(300_000)));
    // 250 and 90 people on 300 seats at $10.00: 40 more.
    let more = similar.combined.as_ref().unwrap();
    assert_eq!((more.more_seats, more.more_cost), (40, Some(Cents(40_000))));
    assert_eq!(similar.saves(), Some((Cents(158_000), Cents(260_000))));
    // What dear seats cost takes all of it; what is not known is not told.
    similar.combined.as_mut().unwrap().more_cost = Some(Cents(250_000));
    assert_eq!(similar.saves(), Some((Cents(0), Cents(50_000))));
    similar.combined.as_mut().unwrap().more_cost = None;
    assert_eq!(similar.saves(), None);
}

#[test]
fn our_own_last_day_stays_what_it_was_until_the_vendors_has_passed() {
    let office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    let act_by = |date: &str| {
        let sheet = office.store.overlap(&row.fingerprint, "nguyen", day(date));
        sheet.unwrap().row.act_by
    };
    for date in ["2026-03-10", "2026-05-22", "2026-05-27", "2026-05-29"] {
        assert_eq!(act_by(date), Some(day("2026-05-22")), "{date}");
    }
    assert_eq!(act_by("2026-06-01"), None);
}

#[test]
fn ending_a_product_says_what_is_lost_and_what_does_the_same() {
    let office = overlaps();
    let sheet = sheet(&office, OverlapKind::SameFunction);
    let labels: Vec<&str> = sheet.sides.iter().map(|side| side.label.as_str()).collect();
    assert_eq!(labels, ["Nearpod", "Edpuzzle"]);
    let [effect] = sheet.effects.as_slice() else {
        panic!("one contract ends, not {:?}", sheet.effects);
    };
    assert_eq!(effect.what, "C-131 Edpuzzle");
    assert_eq!(effect.schools, ["Roosevelt MS"]);
    assert_eq!(effect.grades.to_string(), "K-8");
    assert_eq!((effect.people, effect.trained), (Some(90), 12));
    assert_eq!(effect.integrations, ["sso at Roosevelt MS"]);
    assert_eq!(effect.alternatives, ["Nearpod"]);
}

/// An approval that begins on a later day is told with that day; one that has ended gives way to it.
#[test]
fn a_side_whose_approval_begins_later_is_not_never_reviewed() {
    let mut office = overlaps();
    let decided = |office: &mut Office, from: &str, until: Option<&str>| {
        office.save(
            Put::new(Kind::Approval)
                .with("product", ProductId(EDPUZZLE))
                .with("status", "approved".to_owned())
                .with("from", Some(day(from)))
                .with("until", until.map(day))
                .with("decided_on", Some(day("2026-03-05"))),
        );
        let sheet = sheet(office, OverlapKind::SameFunction);
        let side = sheet.sides.into_iter().find(|s| s.label == "Edpuzzle");
        let side = side.unwrap();
        (side.approval, side.approved)
    };
    let old = office.store.all::<Approval>().unwrap().into_iter();
    for approval in old.filter(|a| a.product == ProductId(EDPUZZLE)) {
        office.save(Put::id(approval.id).with("until", Some(day("2026-02-28"))));
    }
    for (from, until, told) in [
        ("2026-04-01", None, ("approved from 2026-04-01 on", false)),
        (
            "2025-03-01",
            Some("2026-02-28"),
            ("approved from 2026-04-01 on", false),
        ),
        ("2026-03-01", None, ("approved", true)),
    ] {
        let (said, approved) = decided(&mut office, from, until);
        assert_eq!((said.as_str(), approved), told, "{from}");
    }
}

#[test]
fn products_nobody_answers_for_come_first_with_the_roles_that_are_empty() {
    let mut office = overlaps();
    let own = |role: &str, person: PersonId| {
        Put::keyed(Kind::Owner)
            .with("product", SEESAW)
            .with("role", role.to_owned())
            .with("person", person)
    };
    for role in ["evaluator", "manager", "purchaser"] {
        office.save(own(role, PersonId(2)));
    }
    office.save(own("trainer", PersonId(3)));
    office.save(Put::id(PersonId(3)).with("left_on", Some(today())));
    let rows = office.store.ownership(today()).unwrap();
    let names: Vec<(&str, bool)> = rows
        .iter()
        .map(|r| (r.name.as_str(), r.is_owned()))
        .collect();
    assert_eq!(
        names,
        [
            ("Gimkit Pro", false),
            ("Nearpod", false),
            ("Edpuzzle", false),
            ("Seesaw", true)
        ]
    );
    assert_eq!(rows[3].cost, Cents(454_000));
    let gaps: Vec<_> = rows[3]
        .gaps()
        .map(|post| (post.role, post.filled))
        .collect();
    assert_eq!(
        gaps,
        [
            (OwnerRole::Support, Filled::Nobody),
            (OwnerRole::Trainer, Filled::Left)
        ]
    );
    assert_eq!(rows[0].gaps().count(), 5);
}

#[test]
fn training_is_told_by_product_and_school_with_its_gaps() {
    let office = overlaps();
    let rows = office.store.coverage(today()).unwrap();
    let [row] = rows.as_slice() else {
        panic!("one row, not {rows:?}");
    };
    assert_eq!(
        (row.product_name.as_str(), row.school_code.as_str()),
        ("Edpuzzle", "ROO")
    );
    assert_eq!(
        (row.trained.percent(), row.trained.is_gap()),
        (Some(60), true)
    );
}

fn say(office: &mut Office, row: &AlertRow, deed: AlertDeed) -> Result<Applied, Error> {
    let change = Change::Overlap {
        what: format!("{} {}", row.name, row.title),
        fingerprint: row.fingerprint.clone(),
        deed,
    };
    office.store.apply(&change, &stamp("nguyen"))
}

fn plan(keeper: Option<Keeper>) -> AlertDeed {
    AlertDeed::Plan {
        keeper,
        action: None,
        reason: Some("one is enough".into()),
    }
}

fn dismiss(until: Option<&str>) -> AlertDeed {
    AlertDeed::Dismiss {
        code: DismissCode::Complementary,
        reason: None,
        until: until.map(day),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(office: &Office, number: &str) -> ContractId {
    office.store.contract_named(number).unwrap().unwrap()
}

/// What was decided for the ends of contracts: number, choice.
fn decided(office: &Office) -> Vec<(String, Choice)> {
    let all = office.store.all::<Renewal>().unwrap().into_iter();
    let named = |one: Renewal| {
        let contract: Contract = office.store.get(one.contract).unwrap();
        (contract.number, one.choice)
    };
    all.map(named).collect()
}

#[test]
fn an_alert_is_taken_by_anybody_and_decided_by_those_of_renewals() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    let change = |deed| Change::Overlap {
        what: row.name.clone(),
        fingerprint: row.fingerprint.clone(),
        deed,
    };
    let tech = office.person("tess", "technical");
    office
        .store
        .apply(&change(AlertDeed::Take), &stamp("tess"))
        .unwrap();
    let taken = alert(&office.store, OverlapKind::Covered).unwrap();
    assert_eq!(taken.standing, Standing::Acknowledged);
    assert_eq!(taken.owner.unwrap().id, PersonId(tech));
    for (who, deed) in [
        ("tess", plan(None)),
        ("tess", dismiss(None)),
        ("li", AlertDeed::Take),
    ] {
        let refused = office.store.apply(&change(deed), &stamp(who));
        assert!(
            matches!(refused, Err(Error::Refused(_))),
            "{who}: {refused:?}"
        );
    }
    assert!(decided(&office).is_empty());
}

#[test]
fn a_plan_decides_the_end_of_what_does_not_stay_and_undo_takes_both_back() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    let before = records_of(&office.dump());
    let done = say(&mut office, &row, plan(None)).unwrap();
    assert_eq!(
        decided(&office),
        [("C-101".to_owned(), Choice::Consolidate)]
    );
    let now = sheet(&office, OverlapKind::Covered);
    assert_eq!(now.row.standing, Standing::Planned);
    let said = now.said.unwrap();
    assert_eq!(said.action, Some(Action::Convert));
    assert_eq!(said.waits_for, Some(id(&office, "C-101")));
    assert_eq!(said.keeper_contract, Some(id(&office, "C-100")));
    assert_eq!(now.past[0].2, "planned: one is enough");
    office
        .store
        .undo(done.change_set, &stamp("nguyen"))
        .unwrap();
    assert_eq!(records_of(&office.dump()), before);
}

#[test]
fn whoever_plans_may_keep_the_other_one() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::SameFunction).unwrap();
    assert_eq!(row.keeper.as_deref(), Some("Nearpod"));
    say(
        &mut office,
        &row,
        plan(Some(Keeper::Product(ProductId(EDPUZZLE)))),
    )
    .unwrap();
    assert_eq!(decided(&office), [("C-130".to_owned(), Choice::Cancel)]);
    let now = sheet(&office, OverlapKind::SameFunction);
    let sides: Vec<_> = now
        .sides
        .iter()
        .map(|s| (s.label.as_str(), s.stays))
        .collect();
    assert_eq!(sides, [("Edpuzzle", true), ("Nearpod", false)]);
    assert_eq!(now.effects[0].what, "C-130 Nearpod");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut office = overlaps();
    let same = alert(&office.store, OverlapKind::SameFunction).unwrap();
    let covered = alert(&office.store, OverlapKind::Covered).unwrap();
    let before = office.dump();
    let elsewhere = Keeper::Contract(id(&office, "C-124"));
    for (row, deed) in [
        (&same, plan(Some(Keeper::Product(ProductId(GIMKIT))))),
        (&same, plan(Some(elsewhere))),
        (&covered, plan(Some(Keeper::Product(ProductId(SEESAW))))),
        (&covered, plan(Some(elsewhere))),
        (&covered, dismiss(Some("2026-03-09"))),
        (&covered, AlertDeed::Reopen),
    ] {
        let refused = say(&mut office, row, deed.clone());
        assert!(
            matches!(refused, Err(Error::Refused(_))),
            "{deed:?}: {refused:?}"
        );
    }
    // No code, or no last day: not even by hand.
    let by_hand = Put::keyed(Kind::Alert)
        .with("fingerprint", covered.fingerprint.clone())
        .with("kind", OverlapKind::Covered)
        .with("title", "it".to_owned())
        .with("stake_cents", Cents(0))
        .with("state", AlertState::Dismissed);
    let no_day = by_hand.clone().with("code", Some(DismissCode::Accepted));
    for (put, what) in [(by_hand, "reason code"), (no_day, "last day")] {
        let change = Change::Save {
            what: "it".into(),
            put,
            reason: None,
        };
        let Err(Error::Refused(why)) = office.store.apply(&change, &stamp("nguyen")) else {
            panic!("a dismissal without its {what}");
        };
        assert!(why.to_string().contains(what), "{why}");
    }
    assert_eq!(office.dump(), before);
}

#[test]
fn a_dismissal_holds_until_the_next_renewal_or_its_own_last_day() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    say(&mut office, &row, dismiss(None)).unwrap();
    let now = sheet(&office, OverlapKind::Covered);
    assert_eq!(now.row.standing, Standing::Dismissed);
    assert_eq!(now.said.unwrap().until, Some(day("2026-06-30")));
    assert_eq!(now.may, ["take", "plan", "dismiss", "reopen"]);

    say(&mut office, &row, dismiss(Some("2026-04-30"))).unwrap();
    let on = |date: &str| {
        let sheet = office.store.overlap(&row.fingerprint, "nguyen", day(date));
        sheet.unwrap().row
    };
    assert_eq!(on("2026-04-30").standing, Standing::Dismissed);
    let back = on("2026-05-01");
    assert_eq!(back.standing, Standing::Open);
    assert_eq!(
        back.returned.as_deref(),
        Some("the dismissal ended on 2026-04-30")
    );
}

#[test]
fn a_dismissal_does_not_hold_for_much_more_money_nor_for_other_places() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    say(&mut office, &row, dismiss(None)).unwrap();
    let mut priced = |cents: i64| {
        let line = office
            .store
            .naming::<Line>("contract", id(&office, "C-101"))
            .unwrap();
        let put = Put::id(line[0].id).with("total_cents", Some(Cents(cents)));
        office.save(put);
        alert(&office.store, OverlapKind::Covered).unwrap()
    };
    // 20 percent more than $540.00 is $648.00.
    assert_eq!(priced(64_800).standing, Standing::Dismissed);
    assert_eq!(priced(64_900).standing, Standing::Open);
    assert_eq!(priced(54_000).standing, Standing::Dismissed);
    let line = office
        .store
        .naming::<Line>("contract", id(&office, "C-101"))
        .unwrap();
    let fewer = "K-4".parse::<Grades>().unwrap();
    office.save(Put::id(line[0].id).with("grades", fewer));
    let other = alert(&office.store, OverlapKind::Covered).unwrap();
    assert_ne!(other.fingerprint, row.fingerprint);
    assert_eq!(other.standing, Standing::Open);
}

#[test]
fn a_dismissed_alert_may_be_opened_again_and_counts_again() {
    let mut office = overlaps();
    let at_stake = |office: &Office| office.store.overlaps(today()).unwrap().at_stake;
    let (all, row) = (
        at_stake(&office),
        alert(&office.store, OverlapKind::Covered).unwrap(),
    );
    say(&mut office, &row, dismiss(None)).unwrap();
    assert_eq!(at_stake(&office), all - row.at_stake);
    say(&mut office, &row, AlertDeed::Reopen).unwrap();
    assert_eq!(at_stake(&office), all);
}

/// An overlap is about its schools: somebody of one of them takes and decides what is about that one alone.
#[test]
fn somebody_of_some_schools_decides_no_overlap_of_others() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    let [(maple, name)] = &row.schools[..] else {
        panic!("{:?}", row.schools)
    };
    assert_eq!(&**name, "MAP");
    let schools = office.store.school_names().unwrap();
    let other = schools.iter().find(|school| school.name == "Jefferson MS");
    let (maple, jefferson) = (*maple, other.unwrap().id);
    for (who, school, allowed) in [("jeff", jefferson, false), ("mae", maple, true)] {
        office.save(
            Put::keyed(Kind::Person)
                .with("login", who.to_owned())
                .with("name", who.to_owned())
                .with("roles", Roles::read("renewals").unwrap())
                .with("schools", Schools::only(vec![school])),
        );
        for deed in [AlertDeed::Take, dismiss(None), AlertDeed::Reopen] {
            let change = Change::Overlap {
                what: row.name.clone(),
                fingerprint: row.fingerprint.clone(),
                deed,
            };
            match (office.store.apply(&change, &stamp(who)), allowed) {
                (Ok(_), true) => {}
                (Err(Error::Refused(why)), false) => assert_eq!(
                    why.to_string(),
                    format!(
                        "{} is not yours to decide: it is about other schools than yours: \
                         leave it to theirs, or to the district",
                        row.name
                    )
                ),
                (other, _) => panic!("{who}: {other:?}"),
            }
        }
    }
}

fn acts_as(office: &mut Office, who: &str, role: &str, school: SchoolId) {
    office.save(
        Put::keyed(Kind::Person)
            .with("login", who.to_owned())
            .with("name", who.to_owned())
            .with("roles", Roles::read(role).unwrap())
            .with("schools", Schools::only(vec![school])),
    );
}

fn refused(ended: Result<hallpass::store::Reverted, Error>) -> String {
    match ended {
        Err(Error::Refused(why)) => why.to_string(),
        other => panic!("{other:?}"),
    }
}

fn says(row: &AlertRow, deed: AlertDeed) -> Change {
    Change::Overlap {
        what: row.name.clone(),
        fingerprint: row.fingerprint.clone(),
        deed,
    }
}

/// To take back what was said about an overlap asks the right to its schools, and to decide it, as saying it did.
#[test]
fn what_was_said_of_an_overlap_is_taken_back_by_those_who_might_say_it() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    let maple = row.schools[0].0;
    let schools = office.store.school_names().unwrap();
    let other = schools.iter().find(|school| school.name == "Jefferson MS");
    let jefferson = other.unwrap().id;
    let planned = AlertDeed::Plan {
        keeper: None,
        action: None,
        reason: None,
    };
    for (deed, first, decides) in [
        (AlertDeed::Take, None, false),
        (dismiss(None), None, true),
        (AlertDeed::Reopen, Some(dismiss(None)), true),
        (planned, None, true),
    ] {
        if let Some(first) = first {
            let change = says(&row, first);
            office.store.apply(&change, &stamp("nguyen")).unwrap();
        }
        acts_as(&mut office, "mae", "renewals", maple);
        let change = says(&row, deed);
        let about = change.title();
        let set = office.store.apply(&change, &stamp("mae")).unwrap();
        let set = set.change_set;

        acts_as(&mut office, "mae", "renewals", jefferson);
        let before = office.dump();
        let why = refused(office.store.undo(set, &stamp("mae")));
        assert!(why.contains("other schools than yours"), "{about}: {why}");
        assert_eq!(office.dump(), before);
        acts_as(&mut office, "mae", "technical", maple);
        if decides {
            let why = refused(office.store.undo(set, &stamp("mae")));
            assert!(why.contains("the role renewals"), "{about}: {why}");
            acts_as(&mut office, "mae", "renewals", maple);
        }
        office.store.undo(set, &stamp("mae")).unwrap();

        acts_as(&mut office, "mae", "renewals", jefferson);
        let why = refused(office.store.redo(&stamp("mae")));
        assert!(why.contains("other schools than yours"), "{about}: {why}");
    }
}

/// Which schools an overlap was about that the records no longer show, nobody can tell.
#[test]
fn what_was_said_of_an_overlap_that_is_gone_is_the_districts_to_take_back() {
    let mut office = overlaps();
    let row = alert(&office.store, OverlapKind::Covered).unwrap();
    acts_as(&mut office, "mae", "renewals", row.schools[0].0);
    let take = says(&row, AlertDeed::Take);
    let set = office.store.apply(&take, &stamp("mae")).unwrap();
    let ended = Put::id(id(&office, "C-101"))
        .with("term_end", day("2026-02-28"))
        .with("auto_renew", false);
    office.save(ended);
    let why = refused(office.store.undo(set.change_set, &stamp("mae")));
    assert!(
        why.contains("leave it to somebody of the district"),
        "{why}"
    );
    office.store.undo(set.change_set, &stamp("ada")).unwrap();
}

#[test]
fn what_was_planned_and_happened_is_resolved_and_what_went_by_itself_is_closed() {
    for (planned, standing) in [(true, Standing::Resolved), (false, Standing::Closed)] {
        let mut office = overlaps();
        let row = alert(&office.store, OverlapKind::Covered).unwrap();
        let deed = if planned { plan(None) } else { AlertDeed::Take };
        say(&mut office, &row, deed).unwrap();
        let ended = Put::id(id(&office, "C-101"))
            .with("term_end", day("2026-02-28"))
            .with("auto_renew", false);
        office.save(ended);
        let board = office.store.overlaps(today()).unwrap();
        let gone = board.rows.iter().find(|r| r.fingerprint == row.fingerprint);
        assert_eq!(gone.unwrap().standing, standing);
        let sheet = office.store.overlap(&row.fingerprint, "nguyen", today());
        assert!(sheet.unwrap().may.is_empty());
    }
}

/// The records of a dump without their versions, and without the history.
fn records_of(dump: &str) -> Vec<String> {
    let lines = dump.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.filter_map(|line: serde_json::Value| {
        let mut line = line.as_object()?.clone();
        let table = line.get("table")?.as_str()?.to_owned();
        line.remove("version");
        (table != "history" && table != "change_set")
            .then(|| serde_json::Value::Object(line).to_string())
    });
    lines.collect()
}

/// The list of a school and the list of all schools count one overlap by one rule, part by part.
#[test]
fn what_an_overlap_puts_at_stake_at_its_schools_comes_to_what_it_does_in_all() {
    let made_up = district("2026-03-10");
    let all = made_up.store.overlaps(made_up.today).unwrap();
    let mut parts: HashMap<String, Cents> = HashMap::new();
    let schools = made_up.all::<School>().into_iter().map(|school| school.id);
    let mut smaller = 0;
    // 0 is the district's office.
    for school in schools.chain([SchoolId(0)]) {
        let here = made_up.store.alerts_at(made_up.today, school).unwrap();
        let waste = made_up
            .store
            .waste_of(None, made_up.today, Some(school))
            .unwrap();
        let about = |row: &&AlertRow| row.schools.iter().any(|(id, _)| *id == school);
        assert_eq!(here.rows.len(), all.rows.iter().filter(about).count());
        let open = here.rows.iter().filter(|row| row.standing.is_open());
        assert_eq!(
            here.at_stake,
            open.map(|row| row.at_stake_here.unwrap()).sum()
        );
        for row in &here.rows {
            let part = row.at_stake_here.unwrap();
            let place = waste.places[&row.fingerprint];
            assert_eq!(
                waste.at_stake.get(&place).copied().unwrap_or_default(),
                part
            );
            assert!(part <= row.at_stake, "{}", row.name);
            smaller += i32::from(part < row.at_stake);
            *parts.entry(row.fingerprint.clone()).or_default() += part;
        }
    }
    assert!(smaller > 3, "overlaps at several schools: {smaller}");
    // What the records no longer show is at no school.
    let shown = all.rows.iter().filter(|row| !row.schools.is_empty());
    for row in shown.filter(|row| row.at_stake > Cents(0)) {
        assert_eq!(
            parts.get(&row.fingerprint),
            Some(&row.at_stake),
            "{}",
            row.name
        );
        assert_eq!(row.at_stake_here, None);
    }
}
