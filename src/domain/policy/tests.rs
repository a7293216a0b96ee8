use super::*;

fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    pairs.collect()
}

/// Each knob by its key and its three starting points, in the order they are listed.
const KNOBS: [(&str, [&str; 3]); 41] = [
    ("submit", ["heads", "sponsored", "staff"]),
    ("tracks", ["both", "where-it-matters", "technical"]),
    (
        "decides",
        [
            "committee",
            "school school district district",
            "school-unless-failed",
        ],
    ),
    ("unlisted", ["blocked", "ask", "low-risk"]),
    ("school_spend", ["$0.00", "$1,000.00", "budget"]),
    ("covered", ["block", "warn", "inform"]),
    ("buyers", ["convert", "propose", "inform"]),
    ("lms", ["1", "2", "2 warn"]),
    ("curated", ["single", "menu", "open"]),
    ("support", ["district", "best-effort", "site"]),
    ("review_age", ["12", "24", "36"]),
    ("intake", ["rolling", "rolling", "rolling"]),
    ("prices", ["own-and-total", "all", "all"]),
    ("orders", ["reject", "reject-tier-2", "warn"]),
    ("appeal", ["committee", "pair", "none"]),
    ("intake_days", ["2", "2", "2"]),
    ("tier0_days", ["3", "3", "3"]),
    ("tier1_days", ["10", "10", "10"]),
    ("tier2_days", ["20", "20", "20"]),
    ("tier3_days", ["30", "30", "30"]),
    ("appeal_file_days", ["10", "10", "10"]),
    ("appeal_answer_days", ["15", "15", "15"]),
    ("board", ["$50,000.00", "$50,000.00", "$50,000.00"]),
    ("pilot_on_failure", ["allowed", "allowed", "allowed"]),
    ("scoring", ["gates", "gates", "gates"]),
    ("notice_buffer", ["5", "5", "5"]),
    ("assumed_notice", ["90", "90", "90"]),
    ("transit_portal", ["0", "0", "0"]),
    ("transit_email", ["1", "1", "1"]),
    ("transit_letter", ["5", "5", "5"]),
    ("fiscal_year", ["Jul", "Jul", "Jul"]),
    ("agreement_ended", ["condition", "condition", "condition"]),
    ("spare_seats", ["10", "10", "10"]),
    ("least_group", ["10", "10", "10"]),
    ("gap_windows_kept", ["9", "9", "9"]),
    ("recheck_standards", ["24", "24", "24"]),
    ("crosswalk_least", ["80", "80", "80"]),
    ("sample_tasks", ["3", "3", "3"]),
    ("idle", ["0", "0", "0"]),
    ("idle_by_key", ["60", "60", "60"]),
    ("public", ["none", "none", "none"]),
];

#[test]
fn a_group_that_is_told_of_has_five_pupils_at_the_least() {
    for (value, good) in [
        ("4", false),
        ("5", true),
        ("30", true),
        ("31", false),
        ("", false),
    ] {
        assert_eq!(Policy::check("least_group", value).is_ok(), good, "{value}");
    }
}

#[test]
fn the_starting_points_are_those_of_the_rule_book() {
    for (column, base) in Base::ALL.iter().enumerate() {
        let policy = Policy::read(&settings(&[("policy", base.word())]));
        let knobs = policy.knobs();
        let said: Vec<(&str, &str)> = knobs.iter().map(|k| (k.key, k.value.as_str())).collect();
        let book: Vec<(&str, &str)> = KNOBS.iter().map(|(k, v)| (*k, v[column])).collect();
        assert_eq!(said, book, "{base}");
        assert!(knobs.iter().all(|k| !k.turned()));
    }
}

#[test]
fn every_choice_and_every_starting_value_can_be_written() {
    for base in Base::ALL {
        for knob in Policy::of(*base).knobs() {
            let choices = knob.choices.iter().map(|c| c.value);
            for value in choices.chain([knob.value.as_str()]) {
                let written = Policy::check(knob.key, value);
                assert_eq!(written.as_deref(), Ok(value), "{}", knob.key);
            }
        }
    }
}

#[test]
fn a_turned_knob_is_read_and_a_spoiled_one_is_the_bases() {
    let policy = Policy::read(&settings(&[
        ("policy", "decentralized"),
        ("policy.covered", "Block"),
        ("policy.tier1_days", "ten"),
        ("policy.nonsense", "1"),
        ("policy.review_age", "base"),
        ("covered", "warn"),
    ]));
    let mut expected = Policy::of(Base::Decentralized);
    expected.covered = Covered::Block;
    assert_eq!(policy, expected);
    let turned: Vec<&str> = policy
        .knobs()
        .iter()
        .filter(|k| k.turned())
        .map(|k| k.key)
        .collect();
    assert_eq!(turned, ["covered"]);
    assert_eq!(Policy::read(&BTreeMap::new()), Policy::of(Base::Hybrid));
}

#[test]
fn what_is_typed_is_written_one_way() {
    for (key, typed, written) in [
        ("policy", "Hybrid", "hybrid"),
        ("policy.school_spend", "1500", "$1,500.00"),
        ("school_spend", "$12,000.50", "$12,000.50"),
        ("school_spend", "Budget", "budget"),
        ("decides", "district,district district;district", "district"),
        ("decides", "School Unless Failed", ""),
        ("decides", "school_unless_failed", "school-unless-failed"),
        ("lms", "3, warn", "3 warn"),
        ("intake", "september, feb", "Feb Sep"),
        ("covered", " BASE ", "base"),
        ("tracks", "where it matters", "where-it-matters"),
        ("tier3_days", " 45 ", "45"),
    ] {
        let found = Policy::check(key, typed).unwrap_or_default();
        assert_eq!(found, written, "{key} {typed}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_saying_what_may_be_typed() {
    for (key, value, says) in [
        ("policy", "loose", "one of centralized hybrid decentralized"),
        ("tier1_days", "0", "1 to 250"),
        ("tier1_days", "-3", "1 to 250"),
        ("tier1_days", "+3", "1 to 250"),
        ("review_age", "121", "1 to 120"),
        ("decides", "school district", "four of them"),
        ("decides", "", "four of them"),
        ("board", "1.5", "an amount"),
        ("board", "lots", "an amount"),
        ("lms", "2 maybe", "warn"),
        ("intake", "Febtober x", "months"),
        ("coverd", "block", "did you mean covered?"),
        ("policy.zzz", "1", "hallpass policy list"),
    ] {
        let why = Policy::check(key, value).unwrap_err().to_string();
        assert!(why.contains(says), "{key} {value}: {why}");
        assert!(Policy::put(key, value).is_err());
    }
}

#[test]
fn batches_wait_for_the_next_month_that_opens() {
    let mut policy = Policy::of(Base::Centralized);
    policy.intake = IntakeMonths(vec![2, 9]);
    for (received, opens) in [
        ("2026-02-27", "2026-02-27"),
        ("2026-03-02", "2026-09-01"),
        ("2026-09-30", "2026-09-30"),
        ("2026-10-01", "2027-02-01"),
    ] {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(policy.opens(day(received)), day(opens), "{received}");
    }
}

#[test]
fn the_days_on_which_other_checklists_came_to_be_asked_are_read_from_history() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let now = settings(&[("policy", "centralized"), ("policy.tracks", "base")]);
    let line = |on: &str, key: &str, before: Option<&str>| {
        (day(on), key.to_owned(), before.map(str::to_owned))
    };
    let history = [
        line("2026-03-01", "policy.tracks", Some("technical")),
        line("2026-02-01", "policy", Some("hybrid")),
        line("2026-01-01", "policy.tracks", None),
        line("2025-01-01", "policy", None),
    ];
    assert_eq!(
        Policy::tracks_over_time(&now, &history),
        [
            (day("2026-01-01"), Tracks::WhereItMatters, Tracks::Technical),
            (day("2026-03-01"), Tracks::Technical, Tracks::Both),
        ]
    );
}

mod in_the_queue {
    use super::*;
    use crate::domain::request::RequestState;
    use crate::domain::review::case::ReviewCase;
    use crate::domain::review::effects::effects;
    use crate::domain::review::testing::{case, monday};

    /// Tiers 0 to 3, and one that is over.
    fn queue() -> Vec<ReviewCase> {
        let mut cases: Vec<ReviewCase> = (0..=3)
            .map(|tier| {
                let mut case = case();
                case.request.id.0 = tier;
                case.request.number = format!("R-{tier}");
                case.request.tier = Some(tier);
                case
            })
            .collect();
        let mut over = case();
        over.request.state = RequestState::Withdrawn;
        cases.push(over);
        cases
    }

    fn told(old: &Policy, new: &Policy) -> Vec<String> {
        let found = effects(&queue(), old, new, monday());
        found
            .iter()
            .map(|e| format!("{}: {}", e.number, e.words()))
            .collect()
    }

    #[test]
    fn nothing_turned_changes_nothing() {
        let hybrid = Policy::of(Base::Hybrid);
        assert_eq!(told(&hybrid, &hybrid), Vec::<String>::new());
        let mut prices = hybrid.clone();
        prices.prices = Prices::OwnAndTotal;
        assert_eq!(told(&hybrid, &prices), Vec::<String>::new());
    }

    #[test]
    fn a_service_level_moves_the_days_of_its_tier() {
        let hybrid = Policy::of(Base::Hybrid);
        let mut slower = hybrid.clone();
        slower.tier1_days = WorkingDays(15);
        assert_eq!(
            told(&hybrid, &slower),
            ["R-1: due 2026-03-23 instead of 2026-03-16"]
        );
    }

    #[test]
    fn another_starting_point_changes_who_decides_and_what_is_asked() {
        let hybrid = Policy::of(Base::Hybrid);
        assert_eq!(
            told(&hybrid, &Policy::of(Base::Centralized)),
            [
                "R-0: the curricular checklist is required; the committee decides instead of the school",
                "R-1: the curricular checklist is required; the committee decides instead of the school",
                "R-2: the committee decides instead of the district",
                "R-3: the committee decides instead of the district",
            ]
        );
        assert_eq!(
            told(&hybrid, &Policy::of(Base::Decentralized)),
            [
                "R-2: the curricular checklist is no longer required; the school decides instead of the district",
                "R-3: the curricular checklist is no longer required; the school decides instead of the district",
            ]
        );
    }
}
