use super::*;
use crate::domain::approval::{AgreementId, ApprovalId};
use crate::domain::contract::ContractId;
use crate::domain::inventory::{CompatibilityId, Runs};
use crate::domain::product::{ProductId, VendorId};
use crate::domain::record::Lines;
use crate::domain::request::{IncidentEffect, IncidentId};
use crate::domain::school::SchoolId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A product with everything that may be known of it.
#[derive(Clone)]
struct ProductInQuestion {
    product: Product,
    version_since: Option<NaiveDate>,
    entered_on: Option<NaiveDate>,
    approvals: Vec<Approval>,
    terms: Vec<TermInForce>,
    places: Vec<SchoolWithProduct>,
    tests: Vec<Compatibility>,
    agreements: Vec<Agreement>,
    incidents: Vec<Incident>,
    adoption: Option<Adoption>,
    trained: Option<TrainedCount>,
    district: District,
}

impl ProductInQuestion {
    fn fired(&self) -> Vec<Fired> {
        let agreements: Vec<&Agreement> = self.agreements.iter().collect();
        let facts = TriggerFacts {
            product: &self.product,
            version_since: self.version_since,
            entered_on: self.entered_on,
            approvals: &self.approvals,
            terms: &self.terms,
            places: &self.places,
            tests: &self.tests,
            agreements: &agreements,
            incidents: &self.incidents,
            adoption: self.adoption,
            trained: self.trained,
        };
        fired(&facts, &self.district, day("2026-03-10"))
    }

    /// The triggers that fire, in order.
    fn triggers(&self) -> Vec<Trigger> {
        self.fired().iter().map(|f| f.trigger).collect()
    }
}

/// Approved everywhere in June 2025 and at work at two elementary schools, in a district that looks
/// at its decisions every 24 months. Nothing calls for a review.
fn quiet() -> ProductInQuestion {
    let product = Product {
        id: ProductId(7),
        version: 1,
        name: "Readly".into(),
        vendor: Some(VendorId(3)),
        edition: None,
        url: None,
        kind: None,
        subjects: None,
        grades: Grades::UNSAID,
        lms: false,
        registry_id: None,
        first_seen: Some(day("2024-08-20")),
        successor: None,
        archived: false,
        asked: 0,
        version_seen: None,
        data: Some(DataUse::Pii),
        instructional: Some(true),
        core: None,
        population: None,
        provided: None,
        merged_into: None,
    };
    let place = |school| SchoolWithProduct {
        school,
        since: Some(day("2024-08-20")),
    };
    ProductInQuestion {
        product,
        version_since: None,
        entered_on: None,
        approvals: vec![approval(ApprovalStatus::Approved, "2025-06-01")],
        terms: Vec::new(),
        places: vec![place(SchoolId(1)), place(SchoolId(2))],
        tests: Vec::new(),
        agreements: Vec::new(),
        incidents: Vec::new(),
        adoption: None,
        trained: None,
        district: District {
            grades: HashMap::from([
                (SchoolId(1), "K-5".parse().unwrap()),
                (SchoolId(2), "K-5".parse().unwrap()),
            ]),
            devices: HashMap::from([
                (SchoolId(1), vec![issued("chromebook")]),
                (SchoolId(2), vec![issued("ipad")]),
            ]),
            review_months: 24,
            ..District::default()
        },
    }
}

fn approval(status: ApprovalStatus, decided_on: &str) -> Approval {
    Approval {
        id: ApprovalId(1),
        version: 1,
        product: ProductId(7),
        status,
        schools: Schools::All,
        grades: Grades::UNSAID,
        audience: None,
        conditions: Lines::default(),
        from: None,
        until: None,
        reason: None,
        decided_by: None,
        decided_on: Some(day(decided_on)),
        request: None,
        version_reviewed: None,
        deletion_requested: None,
        deletion_due: None,
        deletion_confirmed: None,
        deletion_evidence: None,
    }
}

fn issued(device: &str) -> Issued {
    Issued {
        device: device.into(),
        since: day("2025-09-01"),
        floor_on: None,
    }
}

fn term(start: &str, end: &str, auto_renew: bool) -> TermInForce {
    TermInForce {
        contract: ContractId(1),
        priced: true,
        start: Some(day(start)),
        end: day(end),
        auto_renew: Some(auto_renew),
        schools: Schools::All,
        grades: Grades::UNSAID,
        a_year: Cents(100_000),
        weighed: Cents(100_000),
    }
}

fn tested(device: &str, result: Runs, on: &str) -> Compatibility {
    Compatibility {
        id: CompatibilityId(1),
        version: 1,
        product: ProductId(7),
        device: device.into(),
        result,
        on: Some(day(on)),
        note: None,
    }
}

fn agreed(product: Option<ProductId>, until: &str) -> Agreement {
    Agreement {
        id: AgreementId(1),
        version: 1,
        vendor: VendorId(3),
        kind: "NDPA".into(),
        product,
        from: None,
        until: Some(day(until)),
        link: None,
        elements: None,
    }
}

fn happened(opened_on: &str, closed_on: Option<&str>) -> Incident {
    Incident {
        id: IncidentId(1),
        version: 1,
        product: ProductId(7),
        kind: "breach".into(),
        opened_on: day(opened_on),
        closed_on: closed_on.map(day),
        effect: IncidentEffect::Suspend,
        note: None,
    }
}

/// What is different, whether it fires, and how the quiet product comes to be so.
type Told<'t> = (&'t str, bool, &'t dyn Fn(&mut ProductInQuestion));

/// Each case changes the quiet product; the trigger named is the only one that fires, or none does.
fn check(trigger: Trigger, cases: &[Told]) {
    for (what, fires, change) in cases {
        let mut known = quiet();
        change(&mut known);
        let expected: &[Trigger] = if *fires { &[trigger] } else { &[] };
        assert_eq!(known.triggers(), expected, "{trigger}: {what}");
    }
}

#[test]
fn nothing_calls_for_a_review_of_what_was_decided_and_has_not_changed() {
    assert_eq!(quiet().triggers(), []);
}

#[test]
fn stock_that_nobody_reviewed_is_found_where_it_is_seen() {
    check(
        Trigger::Discovered,
        &[
            ("placed, and no decision", true, &|k| k.approvals.clear()),
            ("noted in a log", true, &|k| {
                k.places.clear();
                k.approvals = vec![approval(ApprovalStatus::Discovered, "2025-01-01")];
            }),
            ("a decision of it was replaced, none made", true, &|k| {
                k.approvals = vec![approval(ApprovalStatus::Superseded, "2025-01-01")];
            }),
            ("a name in a catalogue", false, &|k| {
                k.approvals.clear();
                k.places.clear();
            }),
            ("archived", false, &|k| {
                k.approvals.clear();
                k.product.archived = true;
            }),
        ],
    );
    let mut known = quiet();
    known.approvals.clear();
    let found = &known.fired()[0];
    assert_eq!(found.since, day("2024-08-20"), "the day it was first seen");
    assert_eq!(found.why, "in use at 2 schools, and never reviewed");
}

#[test]
fn stock_that_nobody_reviewed_counts_from_the_day_the_office_could_know() {
    let mut known = quiet();
    known.approvals.clear();
    for (entered, since) in [
        // Seen long before there was an office file: the day it was entered.
        (Some("2026-02-02"), "2026-02-02"),
        // Listed first, seen later.
        (Some("2023-01-01"), "2024-08-20"),
        // Entered by a clock that is ahead of today.
        (Some("2026-04-01"), "2026-03-10"),
        (None, "2024-08-20"),
    ] {
        known.entered_on = entered.map(day);
        assert_eq!(known.fired()[0].since, day(since), "{entered:?}");
    }
}

#[test]
fn a_decision_ages() {
    let decided = |on: &'static str| {
        move |k: &mut ProductInQuestion| k.approvals = vec![approval(ApprovalStatus::Approved, on)]
    };
    check(
        Trigger::Age,
        &[
            ("24 months today", true, &decided("2024-03-10")),
            ("24 months tomorrow", false, &decided("2024-03-11")),
            ("marked as due", true, &|k| {
                k.approvals[0].status = ApprovalStatus::ReReviewDue;
            }),
            ("ended, and still in use", true, &|k| {
                k.approvals[0].until = Some(day("2026-03-01"));
            }),
            ("denied for a time, and still in use", true, &|k| {
                k.approvals = vec![approval(ApprovalStatus::Denied, "2025-01-01")];
                k.approvals[0].until = Some(day("2026-03-01"));
            }),
            ("ended, and gone", false, &|k| {
                k.approvals[0].until = Some(day("2026-03-01"));
                k.places.clear();
            }),
            ("decided again where it is", false, &|k| {
                decided("2020-01-01")(k);
                let mut again = approval(ApprovalStatus::Approved, "2026-01-01");
                again.schools = Schools::only(vec![SchoolId(1), SchoolId(2)]);
                k.approvals.push(again);
            }),
            ("decided again at one of two schools", true, &|k| {
                decided("2020-01-01")(k);
                let mut again = approval(ApprovalStatus::Approved, "2026-01-01");
                again.schools = Schools::only(vec![SchoolId(1)]);
                k.approvals.push(again);
            }),
            ("decided again for every school", false, &|k| {
                k.approvals[0] = approval(ApprovalStatus::Superseded, "2020-01-01");
                k.approvals
                    .push(approval(ApprovalStatus::Approved, "2026-01-01"));
            }),
        ],
    );
    let mut known = quiet();
    decided("2024-01-15")(&mut known);
    let found = &known.fired()[0];
    assert_eq!(found.since, day("2026-01-15"));
    assert_eq!(found.why, "the decision is 25 months old");
}

#[test]
fn another_major_version_is_another_review() {
    let versions = |reviewed: &'static str, seen: &'static str| {
        move |k: &mut ProductInQuestion| {
            k.approvals[0].version_reviewed = Some(reviewed.into());
            k.product.version_seen = Some(seen.into());
            k.version_since = Some(day("2026-02-03"));
        }
    };
    check(
        Trigger::Version,
        &[
            ("4 to 5", true, &versions("4.2", "5.0")),
            ("4.2 to 4.9", false, &versions("4.2", "v4.9")),
            (
                "fall to spring",
                true,
                &versions("Fall 2025", "Spring 2026"),
            ),
            ("nobody noted what was reviewed", false, &|k| {
                k.product.version_seen = Some("5".into());
            }),
        ],
    );
}

#[test]
fn use_outside_every_decision_is_new_use() {
    let only = |schools: &'static [SchoolId]| {
        move |k: &mut ProductInQuestion| k.approvals[0].schools = Schools::only(schools.to_vec())
    };
    check(
        Trigger::NewUse,
        &[
            (
                "decided for one of the two schools",
                true,
                &only(&[SchoolId(1)]),
            ),
            (
                "decided for both",
                false,
                &only(&[SchoolId(1), SchoolId(2)]),
            ),
            ("denied at the other", false, &|k| {
                k.approvals[0].schools = Schools::only(vec![SchoolId(1)]);
                let mut denied = approval(ApprovalStatus::Denied, "2025-06-01");
                denied.schools = Schools::only(vec![SchoolId(2)]);
                k.approvals.push(denied);
            }),
            ("decided for grades nobody teaches there", true, &|k| {
                k.approvals[0].grades = "9-12".parse().unwrap();
            }),
            ("paid for at a third school", true, &|k| {
                k.approvals[0].schools = Schools::only(vec![SchoolId(1), SchoolId(2)]);
                k.terms = vec![term("2025-08-01", "2027-07-31", false)];
                k.terms[0].schools = Schools::only(vec![SchoolId(3)]);
            }),
            ("paid for by the district", false, &|k| {
                k.approvals[0].schools = Schools::only(vec![SchoolId(1), SchoolId(2)]);
                k.terms = vec![term("2025-08-01", "2027-07-31", false)];
            }),
            ("paid for in more grades", true, &|k| {
                k.approvals[0].grades = "K-5".parse().unwrap();
                k.terms = vec![term("2025-08-01", "2027-07-31", false)];
                k.terms[0].grades = "3-6".parse().unwrap();
            }),
        ],
    );
    let mut known = quiet();
    known.approvals[0].schools = Schools::only(vec![SchoolId(1)]);
    let since = known.fired()[0].since;
    assert_eq!(
        since,
        day("2025-06-01"),
        "it was at both before it was decided"
    );
}

#[test]
fn a_renewal_in_sight_asks_for_a_decision_of_this_term() {
    let with = |start: &'static str, end: &'static str, auto: bool| {
        move |k: &mut ProductInQuestion| k.terms = vec![term(start, end, auto)]
    };
    check(
        Trigger::Renewal,
        &[
            (
                "ends, decided before the term",
                true,
                &with("2025-07-01", "2026-06-30", false),
            ),
            (
                "ends, decided within the term",
                false,
                &with("2025-05-01", "2026-06-30", false),
            ),
            (
                "renews by itself",
                true,
                &with("2025-05-01", "2026-06-30", true),
            ),
            (
                "ends in 181 days",
                false,
                &with("2025-07-01", "2026-09-07", true),
            ),
            (
                "ends in 180 days",
                true,
                &with("2025-07-01", "2026-09-06", true),
            ),
            ("decided with the end in sight", false, &|k| {
                k.terms = vec![term("2025-07-01", "2026-06-30", true)];
                k.approvals[0].decided_on = Some(day("2026-02-01"));
            }),
        ],
    );
}

#[test]
fn an_agreement_about_data_must_not_run_out() {
    let until = |product: Option<ProductId>, until: &'static str| {
        move |k: &mut ProductInQuestion| k.agreements = vec![agreed(product, until)]
    };
    check(
        Trigger::Agreement,
        &[
            ("ends in 60 days", true, &until(None, "2026-05-09")),
            ("ends in 61 days", false, &until(None, "2026-05-10")),
            ("has ended", true, &until(None, "2026-03-09")),
            ("was followed by another", false, &|k| {
                k.agreements = vec![agreed(None, "2026-03-09"), agreed(None, "2028-03-09")];
            }),
            ("no data about students", false, &|k| {
                k.product.data = Some(DataUse::Login);
                k.agreements = vec![agreed(None, "2026-03-09")];
            }),
            ("no data, but it is named", true, &|k| {
                k.product.data = Some(DataUse::Login);
                k.agreements = vec![agreed(Some(ProductId(7)), "2026-03-09")];
            }),
            ("decided since it ended", false, &|k| {
                k.agreements = vec![agreed(None, "2026-03-01")];
                k.approvals[0].decided_on = Some(day("2026-03-05"));
            }),
        ],
    );
}

#[test]
fn an_open_incident_is_looked_at() {
    let incident = |opened: &'static str, closed: Option<&'static str>| {
        move |k: &mut ProductInQuestion| k.incidents = vec![happened(opened, closed)]
    };
    check(
        Trigger::Incident,
        &[
            ("open", true, &incident("2026-03-08", None)),
            ("closed", false, &incident("2026-03-01", Some("2026-03-08"))),
            ("decided since", false, &incident("2025-05-01", None)),
            (
                "the day of the decision",
                true,
                &incident("2025-06-01", None),
            ),
        ],
    );
}

#[test]
fn devices_change_under_a_product() {
    let test = |device: &'static str, result: Runs, on: &'static str| {
        move |k: &mut ProductInQuestion| k.tests.push(tested(device, result, on))
    };
    check(
        Trigger::Infrastructure,
        &[
            ("works on both", false, &|k| {
                test("Chromebook", Runs::Works, "2025-05-01")(k);
                test("iPad", Runs::Partial, "2025-05-01")(k);
            }),
            ("fails on one", true, &|k| {
                test("Chromebook", Runs::Works, "2025-05-01")(k);
                test("iPad", Runs::Fails, "2026-02-01")(k);
            }),
            ("failed before it was decided", false, &|k| {
                test("Chromebook", Runs::Works, "2025-05-01")(k);
                test("iPad", Runs::Fails, "2025-05-01")(k);
            }),
            ("one was never tried", true, &|k| {
                test("chromebook", Runs::Works, "2025-05-01")(k);
            }),
            ("fails on what nobody there has", false, &|k| {
                test("chromebook", Runs::Works, "2025-05-01")(k);
                test("ipad", Runs::Works, "2025-05-01")(k);
                test("windows", Runs::Fails, "2026-02-01")(k);
            }),
            ("the oldest system changed since the test", true, &|k| {
                test("chromebook", Runs::Works, "2025-05-01")(k);
                k.places.truncate(1);
                k.district.devices.get_mut(&SchoolId(1)).unwrap()[0].floor_on =
                    Some(day("2025-12-01"));
            }),
            ("the oldest system changed before the test", false, &|k| {
                test("chromebook", Runs::Works, "2026-01-01")(k);
                k.places.truncate(1);
                k.district.devices.get_mut(&SchoolId(1)).unwrap()[0].floor_on =
                    Some(day("2025-12-01"));
            }),
            ("nobody ever tried it on anything", false, &|_| {}),
        ],
    );
}

#[test]
fn use_below_a_tenth_is_looked_at() {
    let use_of = |active: i64, of: i64, counted_on: &'static str| {
        move |k: &mut ProductInQuestion| {
            let counted_on = day(counted_on);
            k.adoption = Some(Adoption {
                active,
                of,
                counted_on,
            });
        }
    };
    check(
        Trigger::Usage,
        &[
            ("9 of 100", true, &use_of(9, 100, "2026-02-28")),
            ("10 of 100", false, &use_of(10, 100, "2026-02-28")),
            (
                "counted before it was decided",
                false,
                &use_of(0, 100, "2025-05-31"),
            ),
            ("nobody could", false, &use_of(0, 0, "2026-02-28")),
        ],
    );
}

#[test]
fn training_is_looked_at_when_a_contract_ends() {
    let people = |trained: i64, target: i64, end: &'static str| {
        move |k: &mut ProductInQuestion| {
            k.trained = Some(TrainedCount { trained, target });
            // Decided within the term: the renewal itself calls for nothing.
            k.terms = vec![term("2025-05-01", end, false)];
        }
    };
    check(
        Trigger::Training,
        &[
            ("79 of 100", true, &people(79, 100, "2026-06-30")),
            ("80 of 100", false, &people(80, 100, "2026-06-30")),
            ("no end in sight", false, &people(0, 100, "2027-06-30")),
            ("nobody should be", false, &people(0, 0, "2026-06-30")),
        ],
    );
}

#[test]
fn what_is_denied_retired_or_going_is_left_alone() {
    use ApprovalStatus::{
        Approved, Closed, DataDeletionPending, Denied, Retired, Retiring, Suspended,
    };
    for (statuses, left_alone) in [
        (&[Denied][..], true),
        (&[Retired], true),
        (&[DataDeletionPending], true),
        (&[Closed], true),
        (&[Retiring], true),
        (&[Approved, Retired], true),
        (&[Suspended], false),
        (&[Denied, Approved], false),
    ] {
        let mut known = quiet();
        known.incidents = vec![happened("2026-03-08", None)];
        known.approvals = statuses
            .iter()
            .zip(["2025-06-01", "2025-07-01"])
            .map(|(status, on)| approval(*status, on))
            .collect();
        assert_eq!(known.triggers().is_empty(), left_alone, "{statuses:?}");
    }
}

#[test]
fn a_last_day_does_not_make_what_left_unknown() {
    use ApprovalStatus::{Closed, DataDeletionPending, Retired, Retiring};
    for status in [Retiring, Retired, DataDeletionPending, Closed] {
        let mut known = quiet();
        known.approvals = vec![approval(status, "2025-06-01")];
        known.approvals[0].until = Some(day("2025-12-31"));
        assert_eq!(known.triggers(), [], "{status}");
    }
}

#[test]
fn what_is_denied_to_some_is_still_looked_at_for_the_others() {
    use ApprovalStatus::{Approved, Denied};
    type Narrow<'t> = (&'t str, &'t dyn Fn(&mut Approval), bool);
    let cases: [Narrow; 4] = [
        (
            "to students",
            &|a| a.audience = Some(Audience::Student),
            true,
        ),
        (
            "at a school",
            &|a| a.schools = Schools::only(vec![SchoolId(2)]),
            true,
        ),
        ("in grades", &|a| a.grades = "K-2".parse().unwrap(), true),
        (
            "to everybody",
            &|a| a.audience = Some(Audience::Both),
            false,
        ),
    ];
    for (what, narrow, fires) in cases {
        let mut known = quiet();
        known.incidents = vec![happened("2026-03-08", None)];
        let mut denied = approval(Denied, "2025-07-01");
        narrow(&mut denied);
        known.approvals = vec![approval(Approved, "2025-06-01"), denied.clone()];
        assert_eq!(!known.triggers().is_empty(), fires, "{what}");
        // Allowed to the very same, and denied since: nothing of it is left.
        let mut allowed = denied.clone();
        allowed.status = Approved;
        allowed.decided_on = Some(day("2025-06-01"));
        known.approvals = vec![allowed, denied];
        assert_eq!(known.triggers(), [], "{what}");
    }
    let mut known = quiet();
    known.incidents = vec![happened("2026-03-08", None)];
    let mut students = approval(Denied, "2025-07-01");
    students.audience = Some(Audience::Student);
    let mut staff = approval(Approved, "2025-07-01");
    staff.audience = Some(Audience::Staff);
    known.approvals = vec![students, staff];
    assert_eq!(known.triggers(), [Trigger::Incident]);
}

#[test]
fn the_most_urgent_reason_comes_first_and_all_are_told() {
    let mut known = quiet();
    known.approvals[0].decided_on = Some(day("2024-01-10"));
    known.incidents = vec![happened("2026-03-08", None)];
    known.terms = vec![term("2025-07-01", "2026-06-30", false)];
    let expected = [Trigger::Incident, Trigger::Renewal, Trigger::Age];
    assert_eq!(known.triggers(), expected);
    assert_eq!(
        why(&known.fired()),
        "breach since Sun Mar 08 2026; the contract ends Tue Jun 30 2026; the decision is 26 months old"
    );
}

#[test]
fn the_backlog_is_ranked_by_how_sensitive_and_how_dear_it_is() {
    let weigh = |data: Option<DataUse>, spend: i64| {
        let product = Product {
            data,
            ..quiet().product
        };
        weight(&product, Cents(spend))
    };
    let mut ranked = [
        weigh(Some(DataUse::None), 0),
        weigh(Some(DataUse::Sensitive), 0),
        weigh(Some(DataUse::Login), 500_000),
        weigh(Some(DataUse::Pii), 400_000),
    ];
    ranked.sort_unstable();
    assert_eq!(
        ranked,
        [
            weigh(Some(DataUse::None), 0),
            weigh(Some(DataUse::Sensitive), 0),
            weigh(Some(DataUse::Login), 500_000),
            weigh(Some(DataUse::Pii), 400_000),
        ]
    );
}

#[test]
fn a_policy_that_came_to_ask_for_the_curriculum_calls_for_what_was_decided_without_it() {
    use Tracks::{Both, Technical, WhereItMatters};
    for (changes, fires) in [
        (&[("2026-01-10", Technical, WhereItMatters)][..], true),
        (&[("2026-01-10", Technical, Both)], true),
        // Asked for before as well, of student data.
        (&[("2026-01-10", WhereItMatters, Both)], false),
        // Decided with it in sight, and still to come.
        (&[("2025-05-10", Technical, Both)], false),
        (&[("2026-05-10", Technical, Both)], false),
        // Taken back since.
        (
            &[
                ("2026-01-10", Technical, Both),
                ("2026-02-10", Both, Technical),
            ],
            false,
        ),
    ] {
        let mut known = quiet();
        let changes = changes.iter().map(|(on, was, is)| (day(on), *was, *is));
        known.district.tracks = changes.collect();
        let fired = known.fired();
        assert_eq!(
            fired.iter().any(|f| f.trigger == Trigger::PolicyChange),
            fires
        );
        if fires {
            assert_eq!(fired[0].since, day("2026-01-10"));
            let why = "the curricular checklist is required since Sat Jan 10 2026";
            assert_eq!(fired[0].why, why);
        }
    }
    let mut tool = quiet();
    tool.product.instructional = Some(false);
    tool.district.tracks = vec![(day("2026-01-10"), Technical, Both)];
    assert!(tool.fired().is_empty());
}
