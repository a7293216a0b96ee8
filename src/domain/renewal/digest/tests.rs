//! What is due for whom, in which words, and whose digest is missed.

use super::super::dates::Ending;
use super::super::testing::{day, ending_so, person, row, who};
use super::super::{Choice, DigestId};
use super::*;
use crate::domain::notice::NoticeBasis;
use crate::domain::school::SchoolId;

const TODAY: &str = "2026-06-20";

fn due_for(rows: &[AgendaRow], people: &[Person], login: &str) -> PersonDigest {
    let person = people.iter().find(|p| p.login == login).unwrap();
    let facts = DigestFacts {
        people,
        rows,
        to_dos: &[],
        reviews: &[],
        conditions: &[],
        rechecks: &[],
        to_verify: &[],
        unnamed: None,
        routed: &[],
        given_out: &[],
        agreements: &[],
        today: day(TODAY),
    };
    due(&facts, person)
}

fn numbers(due: &PersonDigest) -> Vec<String> {
    let lines = due.sections.iter().flat_map(|s| &s.lines);
    lines.filter_map(|line| line.number.clone()).collect()
}

#[test]
fn what_nobody_answers_for_goes_to_everybody_who_decides_renewals() {
    let people = [
        person("nguyen", "renewals"),
        person("ada", "admin"),
        person("reyes", "helpdesk"),
        Person {
            left_on: Some(day("2026-01-31")),
            ..person("gone", "renewals")
        },
    ];
    let owned = |id, owner: &str| AgendaRow {
        owner: Some(who(owner)),
        ..row(id, "Quill Pad", "2026-09-15", TODAY)
    };
    let rows = [
        owned(1, "nguyen"),
        owned(2, "reyes"),
        owned(3, "gone"),
        row(4, "Numberly", "2026-09-15", TODAY),
    ];
    for (login, told) in [
        ("nguyen", vec!["C-1", "C-2", "C-3", "C-4"]),
        ("ada", vec!["C-2", "C-3", "C-4"]),
        // Who answers for it may not decide, and is told who may.
        ("reyes", vec!["C-2"]),
    ] {
        assert_eq!(numbers(&due_for(&rows, &people, login)), told, "{login}");
    }
    let text = due_for(&rows, &people, "reyes").text("Harlow");
    let says = "reyes the person, who answers for it, may not decide it: nguyen and 1 more may";
    assert!(text.contains(says), "{text}");
}

/// Whoever acts for schools decides about what these bought, and is told of nothing else.
#[test]
fn nobody_is_told_of_what_others_bought() {
    let (lincoln, oak) = (SchoolId(1), SchoolId(2));
    let of = |login: &str, school| Person {
        schools: Schools::only(vec![school]),
        ..person(login, "renewals")
    };
    let people = [
        person("nguyen", "renewals"),
        of("lin", lincoln),
        of("oaky", oak),
    ];
    let bought = |id, buyer: Option<SchoolId>, owner: Option<&str>| AgendaRow {
        buyer,
        owner: owner.map(who),
        ..row(id, "Quill Pad", "2026-09-15", TODAY)
    };
    let rows = [
        bought(1, None, None),
        bought(2, Some(lincoln), None),
        bought(3, Some(oak), None),
        bought(4, Some(lincoln), Some("lin")),
        bought(5, None, Some("oaky")),
    ];
    for (login, told) in [
        ("nguyen", vec!["C-1", "C-2", "C-3", "C-5"]),
        ("lin", vec!["C-2", "C-4"]),
        ("oaky", vec!["C-3", "C-5"]),
    ] {
        assert_eq!(numbers(&due_for(&rows, &people, login)), told, "{login}");
    }
}

/// What was to end and went on because nobody told the vendor is told until somebody does.
#[test]
fn what_went_on_untold_is_due_until_the_vendor_is_phoned() {
    use super::super::agenda::Untold;
    let people = [person("nguyen", "renewals")];
    let went_on = AgendaRow {
        severity: Severity::Locked,
        untold: Some(Untold {
            choice: Choice::Cancel,
            cycle_end: day("2026-06-15"),
            due: day("2026-04-16"),
            sent: None,
        }),
        ..row(1, "Quill Pad", "2027-06-15", TODAY)
    };
    let text = due_for(&[went_on], &people, "nguyen").text("Harlow");
    assert!(text.contains("it was to end on 2026-06-15"), "{text}");
    assert!(text.contains("phone the vendor"), "{text}");
}

#[test]
fn only_what_still_has_to_be_decided_soon_is_told() {
    let people = [person("nguyen", "renewals")];
    let far = row(1, "Far", "2027-06-30", TODAY);
    let settled = AgendaRow {
        decision: Some(Choice::Renew),
        ..row(2, "Settled", "2026-09-15", TODAY)
    };
    let put_off = |until: &str| AgendaRow {
        decision: Some(Choice::Defer),
        ask_again: Some(day(until)),
        ..row(3, "Put off", "2026-09-15", TODAY)
    };
    let rows = [far, settled, put_off("2026-07-01")];
    let due = due_for(&rows, &people, "nguyen");
    assert_eq!(due.count(), 0);
    assert!(due.text("Harlow").ends_with("\nNothing is due.\n"));
    assert_eq!(
        due_for(&[put_off("2026-06-20")], &people, "nguyen").count(),
        1
    );
    // What ends by itself, 45 and 46 days before the day to decide: five working days before its end.
    let lapses = |term_end: &str| {
        let ending = Ending {
            term_end: day(term_end),
            auto_renew: Some(false),
            notice: None,
            basis: NoticeBasis::Sent,
            method: None,
            board: false,
            term_start: None,
        };
        ending_so(4, "Ending", &ending, TODAY)
    };
    for (term_end, left, told) in [("2026-08-11", 45, 1), ("2026-08-12", 46, 0)] {
        let row = lapses(term_end);
        assert_eq!(row.dates.days_left(day(TODAY)), left);
        assert_eq!(due_for(&[row], &people, "nguyen").count(), told, "{left}");
    }
}

#[test]
fn the_text_says_the_day_how_far_it_is_and_what_happens_then() {
    let people = [person("nguyen", "renewals")];
    let rows = [row(7, "Quill Pad", "2026-08-31", TODAY)];
    let text = due_for(&rows, &people, "nguyen").text("Harlow");
    assert_eq!(
        text,
        "Harlow: what is due for nguyen the person on Saturday, June 20, 2026\n\n\
         Renewals to decide (1)\n\
         - Thu Jun 25 2026, in 5 days: C-7 D14 Quill Pad, $1,980.00 year price; it renews unless \
         the vendor is told by 2026-07-02; the contract has no owner\n"
    );
}

#[test]
fn a_digest_is_missed_once_a_whole_working_day_went_by_without_it() {
    let people = [person("nguyen", "renewals"), person("reyes", "helpdesk")];
    let told = |login: &str, on: &str| Digest {
        id: DigestId(1),
        version: 1,
        login: login.into(),
        told_on: day(on),
    };
    // 2026-06-22 is a Monday.
    for (told_on, today, late) in [
        ("2026-06-19", "2026-06-19", false),
        ("2026-06-19", "2026-06-21", false),
        ("2026-06-19", "2026-06-22", false),
        ("2026-06-19", "2026-06-23", true),
        ("2026-06-18", "2026-06-22", true),
    ] {
        let told = [told("nguyen", told_on), told("reyes", "2020-01-01")];
        let watched = watched(&people, &told, &Calendar::default(), day(today));
        assert_eq!(watched.len(), 1, "the help desk is not counted on");
        assert_eq!(watched[0].is_late(), late, "{told_on} on {today}");
    }
    for (told_on, today, ahead) in [
        ("2026-06-19", "2026-06-18", true),
        ("2026-06-19", "2026-06-19", false),
        ("2026-06-19", "2026-06-20", false),
    ] {
        let told = [told("nguyen", told_on)];
        let watched = watched(&people, &told, &Calendar::default(), day(today));
        assert_eq!(
            watched[0].is_ahead(day(today)),
            ahead,
            "{told_on} on {today}"
        );
    }
}

#[test]
fn a_reviewers_digest_is_counted_on_too_and_decides_no_renewals() {
    let people = [
        person("nguyen", "renewals"),
        person("kim", "curricular"),
        person("boyd", "technical"),
        person("ada", "admin"),
        person("reyes", "helpdesk"),
    ];
    let told: Vec<Digest> = people.iter().map(|p| told_on(&p.login)).collect();
    let watched = watched(&people, &told, &Calendar::default(), day(TODAY));
    let watched: Vec<(&str, bool)> = watched
        .iter()
        .map(|watch| (watch.login.as_str(), watch.renewals))
        .collect();
    assert_eq!(
        watched,
        [
            ("nguyen", true),
            ("kim", false),
            ("boyd", false),
            ("ada", true)
        ]
    );
}

fn told_on(login: &str) -> Digest {
    Digest {
        id: DigestId(1),
        version: 1,
        login: login.into(),
        told_on: day(TODAY),
    }
}

#[test]
fn what_was_verified_long_ago_goes_to_who_verified_it_else_to_all_who_may() {
    let people = [
        person("bo", "curricular"),
        person("kim", "curricular"),
        person("nguyen", "renewals"),
        Person {
            left_on: Some(day("2026-01-31")),
            ..person("gone", "curricular")
        },
    ];
    let recheck = |product: &str, login: &str| Recheck {
        product: product.to_owned(),
        framework: "WEX".to_owned(),
        standards: 3,
        login: Some(login.to_owned()),
    };
    // Of one who has left, and of one whose role is another by now, everybody is told who may look again.
    let rechecks = [
        recheck("Letterloop", "bo"),
        recheck("Vowelwend", "gone"),
        recheck("Inkwander", "nguyen"),
    ];
    let told = |login: &str| {
        let facts = DigestFacts {
            people: &people,
            rows: &[],
            to_dos: &[],
            reviews: &[],
            conditions: &[],
            rechecks: &rechecks,
            to_verify: &[],
            unnamed: None,
            routed: &[],
            given_out: &[],
            agreements: &[],
            today: day(TODAY),
        };
        let person = people.iter().find(|p| p.login == login).unwrap();
        let sections = due(&facts, person).sections.into_iter();
        let lines = sections.flat_map(|section| section.lines);
        let first = |line: DigestLine| line.what.split(':').next().unwrap_or_default().to_owned();
        lines.map(first).collect::<Vec<_>>()
    };
    assert_eq!(told("bo"), ["Letterloop", "Vowelwend", "Inkwander"]);
    assert_eq!(told("kim"), ["Vowelwend", "Inkwander"]);
    assert_eq!(told("nguyen"), [""; 0]);
}

#[test]
fn an_agreement_that_ends_is_told_to_reviewers_and_what_was_given_out_to_the_help_desk() {
    let people = [
        person("reyes", "helpdesk"),
        person("kim", "technical"),
        person("nguyen", "renewals"),
    ];
    let ending = |until: &str| EndingAgreement {
        of: "Quill Pad".to_owned(),
        kind: "NDPA".to_owned(),
        until: day(until),
    };
    // Forty-six days ahead is too far, forty-five is not; ninety days after its end it is told, later no more.
    let agreements = [
        "2026-08-05",
        "2026-08-04",
        "2026-06-19",
        "2026-03-22",
        "2026-03-21",
    ]
    .map(ending);
    let given_out =
        ["Quill Pad: since 2026-06-19 the pages say not public, and before Yes".to_owned()];
    let told = |login: &str| {
        let facts = DigestFacts {
            people: &people,
            rows: &[],
            to_dos: &[],
            reviews: &[],
            conditions: &[],
            rechecks: &[],
            to_verify: &[],
            unnamed: None,
            routed: &[],
            given_out: &given_out,
            agreements: &agreements,
            today: day(TODAY),
        };
        let person = people.iter().find(|p| p.login == login).unwrap();
        let due = due(&facts, person);
        let lines = due.sections.iter().flat_map(|section| {
            let key = section.key;
            section
                .lines
                .iter()
                .map(move |line| format!("{key} {:?}: {}", line.by, line.what))
        });
        lines.collect::<Vec<_>>()
    };
    assert_eq!(
        told("reyes"),
        ["given_out None: Quill Pad: since 2026-06-19 the pages say not public, and before Yes"]
    );
    let kim = told("kim");
    assert_eq!(kim.len(), 3, "{kim:?}");
    assert_eq!(
        kim[1],
        "agreements Some(2026-06-19): NDPA with Quill Pad ended, and no later one is on record: renew it, \
         then hallpass import agreements"
    );
    assert_eq!(told("nguyen"), Vec::<String>::new());
}
