//! The dates of a term's end: examples worked out by hand, and what must hold for every date of a century.

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{CalendarDay, CalendarDayId, DayKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn special(kind: DayKind, on: NaiveDate, agenda_cutoff: Option<NaiveDate>) -> CalendarDay {
    CalendarDay {
        id: CalendarDayId(0),
        version: 0,
        day: on,
        kind,
        agenda_cutoff,
        note: None,
    }
}

/// The calendar of the examples.
fn district() -> Calendar {
    let spans = [
        ("2026-11-26", "2026-11-27"),
        ("2026-12-21", "2027-01-01"),
        ("2027-01-18", "2027-01-18"),
        ("2027-02-15", "2027-02-15"),
        ("2027-03-22", "2027-03-26"),
        ("2027-05-31", "2027-05-31"),
        ("2027-06-18", "2027-06-18"),
    ];
    let closed = spans.iter().flat_map(|(from, to)| {
        let last = day(to);
        day(from).iter_days().take_while(move |d| *d <= last)
    });
    let mut days: Vec<CalendarDay> = closed.map(|d| special(DayKind::Closure, d, None)).collect();
    for (meeting, cutoff) in [("2027-03-09", "2027-02-26"), ("2027-04-13", "2027-04-03")] {
        days.push(special(DayKind::Board, day(meeting), Some(day(cutoff))));
    }
    Calendar::new(&days)
}

fn ending(term_end: &str, count: i64, unit: NoticeUnit) -> Ending {
    Ending {
        term_end: day(term_end),
        auto_renew: Some(true),
        notice: Some((count, unit)),
        basis: NoticeBasis::Sent,
        method: None,
        board: false,
        term_start: None,
    }
}

fn step(dates: &Dates, name: &str) -> Option<NaiveDate> {
    dates.trace.iter().find(|s| s.step == name).map(|s| s.date)
}

#[test]
fn the_vectors_of_the_rule_book() {
    use NoticeUnit::{Days, Months, WorkingDays};
    for (end, count, unit, raw, cancel_by, act_by) in [
        (
            "2027-06-30",
            15,
            Days,
            "2027-06-15",
            "2027-06-15",
            Some("2027-06-08"),
        ),
        (
            "2027-06-30",
            30,
            Days,
            "2027-05-31",
            "2027-05-28",
            Some("2027-05-21"),
        ),
        (
            "2027-06-30",
            45,
            Days,
            "2027-05-16",
            "2027-05-14",
            Some("2027-05-07"),
        ),
        (
            "2027-06-30",
            60,
            Days,
            "2027-05-01",
            "2027-04-30",
            Some("2027-04-23"),
        ),
        (
            "2027-06-30",
            90,
            Days,
            "2027-04-01",
            "2027-04-01",
            Some("2027-03-18"),
        ),
        (
            "2027-06-30",
            180,
            Days,
            "2027-01-01",
            "2026-12-18",
            Some("2026-12-11"),
        ),
        (
            "2027-06-30",
            30,
            WorkingDays,
            "2027-05-17",
            "2027-05-17",
            None,
        ),
        ("2027-06-30", 1, Months, "2027-05-30", "2027-05-28", None),
        ("2027-06-30", 2, Months, "2027-04-30", "2027-04-30", None),
        ("2027-06-30", 3, Months, "2027-03-30", "2027-03-30", None),
        ("2027-05-31", 3, Months, "2027-02-28", "2027-02-26", None),
        ("2028-05-31", 3, Months, "2028-02-29", "2028-02-29", None),
        ("2027-08-31", 6, Months, "2027-02-28", "2027-02-26", None),
        ("2028-08-31", 6, Months, "2028-02-29", "2028-02-29", None),
        ("2027-09-14", 60, Days, "2027-07-16", "2027-07-16", None),
    ] {
        let dates = dates(
            &ending(end, count, unit),
            &district(),
            &DateRules::default(),
        );
        let what = format!("{end} {count} {unit}");
        assert_eq!(step(&dates, "raw"), Some(day(raw)), "{what}");
        assert_eq!(dates.cancel_by, Some(day(cancel_by)), "{what}");
        if let Some(act_by) = act_by {
            assert_eq!(dates.act_by, day(act_by), "{what}");
        }
    }
}

#[test]
fn a_notice_that_counts_when_received_leaves_earlier() {
    let mut ending = ending("2027-06-30", 60, NoticeUnit::Days);
    ending.basis = NoticeBasis::Received;
    for (method, cancel_by) in [
        (Some(NoticeMethod::Portal), "2027-04-30"),
        (Some(NoticeMethod::Email), "2027-04-30"),
        (Some(NoticeMethod::Certified), "2027-04-26"),
        (None, "2027-04-26"),
    ] {
        ending.method = method;
        let dates = dates(&ending, &district(), &DateRules::default());
        assert_eq!(dates.cancel_by, Some(day(cancel_by)), "{method:?}");
    }
}

#[test]
fn the_board_must_have_it_on_an_agenda_before_we_act() {
    let mut ending = ending("2027-06-30", 60, NoticeUnit::Days);
    ending.board = true;
    let known = dates(&ending, &district(), &DateRules::default());
    assert_eq!(known.act_by, day("2027-04-23"));
    // The agenda of April 13 closes on a Saturday.
    assert_eq!(known.decide_by, day("2027-04-02"));
    assert_eq!(known.start_by, day("2027-02-26"));
    let none = dates(&ending, &Calendar::default(), &DateRules::default());
    assert_eq!(none.decide_by, none.act_by);
    // It must decide whether or not a meeting is on the calendar.
    ending.board = false;
    let unasked = dates(&ending, &district(), &DateRules::default());
    assert_eq!(
        [known.board, none.board, unasked.board],
        [true, true, false]
    );
    let why = &none
        .trace
        .iter()
        .find(|s| s.step == "decide_by")
        .unwrap()
        .why;
    assert!(why.contains("no meeting"), "{why}");
}

/// The meeting on our own last day still comes in time; one of a former term decides nothing of this one.
#[test]
fn the_board_meets_within_the_term_up_to_our_last_day() {
    // Another meeting is known to come too late.
    let calendar = |meeting: &str| {
        let meetings = [meeting, "2027-05-25"].map(|meeting| {
            let closes = day(meeting) - Days::new(8);
            special(DayKind::Board, day(meeting), Some(closes))
        });
        Calendar::new(&meetings)
    };
    // April 30, 60 days before, is a Friday; five working days before it, April 23.
    for (starts, meeting, decide_by) in [
        (Some("2026-07-01"), "2027-04-23", "2027-04-15"),
        (Some("2026-07-01"), "2027-04-24", "2027-04-23"),
        (Some("2026-07-01"), "2026-07-01", "2026-06-23"),
        (Some("2026-07-01"), "2026-06-30", "2027-04-23"),
        // Of a term of unknown length they count from April 22 2026 on, 366 days before.
        (None, "2026-04-22", "2026-04-14"),
        (None, "2026-04-21", "2027-04-23"),
    ] {
        let ending = Ending {
            board: true,
            term_start: starts.map(day),
            ..ending("2027-06-30", 60, NoticeUnit::Days)
        };
        let found = dates(&ending, &calendar(meeting), &DateRules::default());
        assert_eq!(found.act_by, day("2027-04-23"));
        assert_eq!(found.decide_by, day(decide_by), "{starts:?} {meeting}");
        let decided = found.trace.iter().find(|s| s.step == "decide_by").unwrap();
        let none = decided.why.contains("no meeting of this term");
        assert_eq!(none, decide_by == "2027-04-23", "{}", decided.why);
    }
}

/// A calendar is entered a year at a time: its last meeting decides nothing of a term that ends long after it.
#[test]
fn where_the_calendar_ends_long_before_no_meeting_is_known() {
    let meetings = ["2026-12-08", "2027-01-12"].map(|meeting| {
        let closes = day(meeting) - Days::new(8);
        special(DayKind::Board, day(meeting), Some(closes))
    });
    // Our own last day is April 23 2027, and one year and three years later the same week; the last one is 92 and 93
    // days after the last meeting.
    for (ends, decide_by, known) in [
        ("2027-06-30", "2027-04-23", false),
        ("2028-06-30", "2028-04-24", false),
        ("2030-06-30", "2030-04-24", false),
        ("2027-06-20", "2027-01-04", true),
        ("2027-06-21", "2027-04-15", false),
    ] {
        let ending = Ending {
            board: true,
            term_start: Some(day("2026-07-01")),
            ..ending(ends, 60, NoticeUnit::Days)
        };
        let found = dates(&ending, &Calendar::new(&meetings), &DateRules::default());
        let decided = found.trace.iter().find(|s| s.step == "decide_by").unwrap();
        assert_eq!(found.decide_by, day(decide_by), "{ends} {found:?}");
        let told = decided.why.contains("the last one known is on 2027-01-12");
        assert_eq!(told, !known, "{}", decided.why);
    }
}

#[test]
fn a_notice_nobody_knows_is_assumed_and_says_so() {
    let mut ending = ending("2027-06-30", 0, NoticeUnit::Days);
    ending.notice = None;
    let dates = dates(&ending, &district(), &DateRules::default());
    assert!(dates.unverified);
    assert_eq!(dates.cancel_by, Some(day("2027-04-01")));
    assert!(dates.trace.iter().any(|s| s.why.starts_with("UNVERIFIED")));
}

#[test]
fn what_does_not_renew_by_itself_lapses() {
    let mut ending = ending("2027-06-20", 60, NoticeUnit::Days);
    ending.auto_renew = Some(false);
    let dates = dates(&ending, &district(), &DateRules::default());
    assert_eq!(dates.cancel_by, None);
    assert_eq!(step(&dates, "last_working_day"), Some(day("2027-06-17")));
    assert_eq!(dates.act_by, day("2027-06-10"));
    assert_eq!(dates.severity(day("2027-01-01")), Severity::Lapse);
}

#[test]
fn what_may_renew_has_the_dates_of_one_that_does_and_is_marked() {
    let known = ending("2027-06-30", 60, NoticeUnit::Days);
    let unknown = Ending {
        auto_renew: None,
        ..known
    };
    let (known, unknown) = (
        dates(&known, &district(), &DateRules::default()),
        dates(&unknown, &district(), &DateRules::default()),
    );
    assert_eq!(unknown.cancel_by, Some(day("2027-04-30")));
    assert_eq!(
        (unknown.cancel_by, unknown.act_by, unknown.decide_by),
        (known.cancel_by, known.act_by, known.decide_by)
    );
    assert_eq!((known.unverified, unknown.unverified), (false, true));
    assert_eq!(known.trace[0].why, "the last covered day");
    assert_eq!(
        unknown.trace[0].why,
        "the last covered day; UNVERIFIED: whether it renews by itself is not known, counted as if it did"
    );
    assert_eq!(unknown.severity(day("2027-05-01")), Severity::Locked);
}

#[test]
fn urgency_is_counted_to_the_day_to_decide_and_the_vendors_day_locks() {
    let dates = dates(
        &ending("2027-06-30", 60, NoticeUnit::Days),
        &district(),
        &DateRules::default(),
    );
    for (today, severity) in [
        ("2027-01-01", Severity::Later),
        ("2027-01-23", Severity::D90),
        ("2027-03-09", Severity::D45),
        ("2027-04-09", Severity::D14),
        ("2027-04-23", Severity::D14),
        ("2027-04-24", Severity::Overdue),
        ("2027-04-30", Severity::Overdue),
        ("2027-05-01", Severity::Locked),
    ] {
        assert_eq!(dates.severity(day(today)), severity, "{today}");
    }
}

fn terms(first_end: &str, months: u32) -> Terms {
    Terms {
        first_end: day(first_end),
        months,
        whole_months: ends_a_month(day(first_end)),
    }
}

#[test]
fn terms_roll_over_on_their_day() {
    for (first, months, over, today, ends) in [
        ("2025-06-30", 12, "2025-06-30", "2025-06-30", vec![]),
        (
            "2025-06-30",
            12,
            "2025-06-30",
            "2025-07-01",
            vec!["2026-06-30"],
        ),
        (
            "2025-06-30",
            12,
            "2025-06-30",
            "2027-08-01",
            vec!["2026-06-30", "2027-06-30", "2028-06-30"],
        ),
        (
            "2025-06-30",
            12,
            "2026-06-30",
            "2027-06-30",
            vec!["2027-06-30"],
        ),
        (
            "2024-02-29",
            12,
            "2024-02-29",
            "2028-01-01",
            vec!["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
        ),
        (
            "2026-02-28",
            12,
            "2026-02-28",
            "2028-01-01",
            vec!["2027-02-28", "2028-02-29"],
        ),
        (
            "2026-06-30",
            1,
            "2026-06-30",
            "2026-09-15",
            vec!["2026-07-31", "2026-08-31", "2026-09-30"],
        ),
        (
            "2026-06-29",
            1,
            "2026-06-29",
            "2026-08-15",
            vec!["2026-07-29", "2026-08-29"],
        ),
        (
            "2026-01-31",
            1,
            "2026-01-31",
            "2026-03-15",
            vec!["2026-02-28", "2026-03-31"],
        ),
    ] {
        let ends: Vec<NaiveDate> = ends.into_iter().map(day).collect();
        assert_eq!(
            terms(first, months).since(day(over), day(today)),
            ends,
            "{first} {today}"
        );
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..36_525).prop_map(|n| day("2000-01-01") + Days::new(n))
}

fn any_unit() -> impl Strategy<Value = NoticeUnit> {
    prop::sample::select(NoticeUnit::ALL)
}

proptest! {
    #[test]
    fn the_vendors_day_is_a_working_day_and_never_after_the_raw_one(
        end in any_day(), count in 0i64..200, unit in any_unit(), closed in prop::collection::vec(0u64..36_525, 0..400),
    ) {
        let days: Vec<CalendarDay> = closed
            .iter()
            .map(|n| special(DayKind::Holiday, day("2000-01-01") + Days::new(*n), None))
            .collect();
        let calendar = Calendar::new(&days);
        let count = if unit == NoticeUnit::Months { count % 13 } else { count };
        let ending = Ending {
            term_end: end, auto_renew: Some(true), notice: Some((count, unit)),
            basis: NoticeBasis::Sent, method: None, board: false, term_start: None,
        };
        let found = dates(&ending, &calendar, &DateRules::default());
        let cancel_by = found.cancel_by.unwrap();
        prop_assert!(calendar.works_on(cancel_by));
        prop_assert!(Some(cancel_by) <= step(&found, "raw"));
        prop_assert!(found.start_by <= found.decide_by && found.decide_by <= found.act_by && found.act_by <= cancel_by);
        let more = Ending { notice: Some((count + 1, unit)), ..ending };
        prop_assert!(dates(&more, &calendar, &DateRules::default()).cancel_by.unwrap() <= cancel_by);
    }

    #[test]
    fn twelve_years_later_it_ends_on_the_same_day_or_the_months_last(end in any_day()) {
        let terms = Terms { first_end: end, months: 12, whole_months: false };
        for n in 0..=12u32 {
            let later = terms.end_after(n);
            prop_assert_eq!((later.year(), later.month()), (end.year() + n as i32, end.month()));
            let months_last = later.succ_opt().unwrap().day() == 1;
            prop_assert!(later.day() == end.day() || (months_last && later.day() < end.day()));
        }
        let last = terms.end_after(12);
        let ends = terms.since(end, last);
        prop_assert_eq!((ends.len(), ends.last()), (12, Some(&last)));
    }
}
