//! Contracts whose rows say more or less of their first day and their purchase order: one where nothing contradicts,
//! else each its own, and both are named.

use serde_json::json;

use crate::support::imports::list;
use crate::support::program::{District, text};

fn notes(told: &serde_json::Value) -> Vec<(u64, &str)> {
    let notes = list(told, "warnings").iter();
    notes
        .map(|note| (note["row"].as_u64().unwrap(), text(&note["reason"])))
        .collect()
}

#[test]
fn rows_of_one_file_are_one_contract_where_nothing_contradicts() {
    for table in [
        "product,vendor,term_start,term_end,total\nQuillbarrow,Marsh Lane,2026-07-01,2027-06-30,4200\n\
         Quillbarrow,Marsh Lane,,2027-06-30,4200\n",
        "product,vendor,term_start,term_end,total\nQuillbarrow,Marsh Lane,,2027-06-30,4200\n\
         Quillbarrow,Marsh Lane,2026-07-01,2027-06-30,4200\n",
        "product,vendor,po,term_start,term_end,total\nQuillbarrow,Marsh Lane,PO-7,,2027-06-30,\n\
         Quillbarrow,Marsh Lane,,2026-07-01,2027-06-30,4200\n",
    ] {
        let district = District::new();
        let told = district.take("contracts", table);
        let note = (3, "read as the contract of row 2, which it completes");
        assert_eq!(notes(&told).last(), Some(&note), "{table}");
        let contracts = district.all("contract");
        assert_eq!(contracts.len(), 1, "{table}");
        assert_eq!(contracts[0]["term_start"], "2026-07-01", "{table}");
        let lines = district.all("line");
        assert_eq!(lines.len(), 1, "{table}");
        assert_eq!(lines[0]["total_cents"], json!(420_000), "{table}");
        let file = district.file("again.csv", table);
        let told = district.import("contracts", &file, &[]).ok().json();
        assert_eq!(told["added"], 0, "{told}");
        assert_eq!(told["changed"], 0, "{told}");
        assert_eq!(district.all("contract").len(), 1, "{table}");
    }
}

#[test]
fn a_later_file_completes_the_contract_it_is_about() {
    let known = "product,vendor,term_start,term_end,total\nQuillbarrow,Marsh Lane,2026-07-01,2027-06-30,4200\n";
    let unknown = "product,vendor,term_end,total\nQuillbarrow,Marsh Lane,2027-06-30,4200\n";
    let ordered = "product,vendor,po,term_end,total\nQuillbarrow,Marsh Lane,PO-7,2027-06-30,4200\n";
    for (first, then, known_fields) in [
        (known, unknown, 1),
        (unknown, known, 1),
        (known, ordered, 2),
        (ordered, known, 2),
    ] {
        let district = District::new();
        district.take("contracts", first);
        let told = district.take("contracts", then);
        assert_eq!(told["added"], 0, "{then}: {told}");
        let contracts = district.all("contract");
        assert_eq!(contracts.len(), 1, "{then}");
        assert_eq!(district.all("line").len(), 1, "{then}");
        let known = ["term_start", "po"].iter();
        let known = known.filter(|field| !contracts[0][**field].is_null());
        assert_eq!(known.count(), known_fields, "{then}");
    }
}

#[test]
fn what_contradicts_is_another_contract_and_both_are_named() {
    let district = District::new();
    let table = "product,term_start,term_end,total\nQuillbarrow,2026-07-01,2027-06-30,4200\n\
                 Quillbarrow,,2027-06-30,900\n";
    let told = district.take("contracts", table);
    assert_eq!(
        notes(&told),
        [(
            3,
            "the contract of row 2 is of the same product until the same day and says otherwise: kept as another \
             contract. If they are one, write its number in a contract column"
        )]
    );
    assert_eq!(district.all("contract").len(), 2);
    let told = district.take(
        "contracts",
        "product,po,term_end,total\nQuillbarrow,PO-9,2027-06-30,77\n",
    );
    let note = notes(&told)[0].1;
    assert!(note.starts_with("C-1 and C-2 are of the same"), "{told}");
    // Which of two it is nobody can tell.
    let district = District::new();
    let table = "product,term_start,term_end,total\nQuillbarrow,2026-07-01,2027-06-30,\n\
                 Quillbarrow,2027-01-01,2027-06-30,\nQuillbarrow,,2027-06-30,900\n";
    let file = district.file("two.csv", table);
    let answer = district.import("contracts", &file, &[]);
    assert_eq!(answer.code, 1);
    let told = answer.json();
    let rejected = &list(&told, "rejected")[0];
    assert_eq!(
        (&rejected["row"], text(&rejected["reason"])),
        (
            &json!(4),
            "fits the contract of row 2 and the contract of row 3; write the number in a contract column, or the \
             first day"
        )
    );
}

/// Every order of these lines.
fn orders(lines: &[&'static str]) -> Vec<Vec<&'static str>> {
    let [first, rest @ ..] = lines else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for order in orders(rest) {
        for at in 0..=order.len() {
            let mut order = order.clone();
            order.insert(at, first);
            all.push(order);
        }
    }
    all
}

/// What is refused of a file, by the beginning of its lines, and the reasons.
fn refused(district: &District, head: &str, lines: &[&'static str]) -> Vec<(&'static str, String)> {
    let file = district.file("rows.csv", format!("{head}\n{}\n", lines.join("\n")));
    let told = district.import("contracts", &file, &[]).json();
    let rejected = list(&told, "rejected").iter();
    let mut rejected: Vec<_> = rejected
        .map(|one| {
            let row = usize::try_from(one["row"].as_u64().unwrap()).unwrap();
            (lines[row - 2], text(&one["reason"]).to_owned())
        })
        .collect();
    rejected.sort_unstable();
    rejected
}

/// One says no first day, and two that cannot be one say each their own: whichever stands first, and however
/// often the file comes, nobody can tell which of them the first is.
#[test]
fn what_may_be_either_of_two_is_refused_in_whatever_order_the_rows_stand() {
    let head = "product,po,term_start,term_end,total";
    let (bare, early, late) = (
        "Quillbarrow,,,2027-06-30,4200",
        "Quillbarrow,,2025-07-01,2027-06-30,4200",
        "Quillbarrow,,2026-07-01,2027-06-30,4200",
    );
    let (ordered, other) = (
        "Quillbarrow,PO-7,,2027-06-30,4200",
        "Quillbarrow,PO-8,,2027-06-30,4200",
    );
    for (lines, unclear) in [
        (&[bare, late, early][..], &[bare][..]),
        (&[ordered, late, early], &[ordered]),
        (&[late, ordered, other], &[late]),
        (&[bare, ordered, early, late], &[bare, ordered]),
    ] {
        for order in orders(lines) {
            let district = District::new();
            let rejected = refused(&district, head, &order);
            let of: Vec<&str> = rejected.iter().map(|(line, _)| *line).collect();
            let mut unclear = unclear.to_vec();
            unclear.sort_unstable();
            assert_eq!(of, unclear, "{order:?}: {rejected:?}");
            assert!(
                rejected[0].1.starts_with("fits the contract of row "),
                "{rejected:?}"
            );
            // What is left of the file is taken, and is known when it comes again.
            let file = district.file("again.csv", format!("{head}\n{}\n", order.join("\n")));
            let left = lines.len() - unclear.len();
            for added in [left, 0] {
                let told = district
                    .import("contracts", &file, &["--skip-bad"])
                    .ok()
                    .json();
                assert_eq!(
                    (&told["added"], &told["changed"]),
                    (&json!(added), &json!(0)),
                    "{order:?}"
                );
                assert_eq!(
                    list(&told, "rejected").len(),
                    unclear.len(),
                    "{order:?}: {told}"
                );
            }
        }
    }
}

/// Two that cannot be one may each be the one that the office knows.
#[test]
fn two_that_fit_one_contract_of_the_office_are_both_refused() {
    let head = "product,term_start,term_end,total";
    let (early, late) = (
        "Quillbarrow,2025-07-01,2027-06-30,4200",
        "Quillbarrow,2026-07-01,2027-06-30,4200",
    );
    for order in orders(&[early, late]) {
        let district = District::new();
        district.take(
            "contracts",
            "product,term_end,total\nQuillbarrow,2027-06-30,4200\n",
        );
        let rejected = refused(&district, head, &order);
        let why = "rows 2 and 3 all fit C-1; write the number in a contract column, and a number of its own for \
                   what is not here yet";
        assert_eq!(rejected, [(early, why.to_owned()), (late, why.to_owned())]);
    }
}

/// `district` says who bought it, as a school's name does; a blank cell says nothing.
#[test]
fn the_district_is_a_buyer_like_another_and_a_blank_cell_says_nothing() {
    let head = "product,number,bought_by,schools,term_end,total";
    let row = |buyer: &str| format!("Quillbarrow,C-50,{buyer},,2027-06-30,1000");
    let two = |first: &str, second: &str| format!("{head}\n{}\n{}\n", row(first), row(second));
    for (first, second) in [("district", "LIN"), ("LIN", "district")] {
        let district = District::new();
        district.take("schools", "name,code\nLincoln ES,LIN\n");
        let file = district.file("rows.csv", two(first, second));
        let told = district.import("contracts", &file, &[]).json();
        let rejected = list(&told, "rejected");
        assert_eq!(rejected.len(), 1, "{first}, {second}: {told}");
        assert_eq!(
            (
                &rejected[0]["row"],
                &rejected[0]["column"],
                &rejected[0]["value"]
            ),
            (&json!(3), &json!("bought_by"), &json!(second))
        );
    }
    let district = District::new();
    district.take("schools", "name,code\nLincoln ES,LIN\n");
    district.take("contracts", &format!("{head}\n{}\n", row("LIN")));
    let lincoln = district.all("contract")[0]["buyer"].clone();
    assert!(!lincoln.is_null());
    for (buyer, changed, now) in [
        ("", 0, &lincoln),
        ("district", 1, &json!(null)),
        ("", 0, &json!(null)),
        ("LIN", 1, &lincoln),
    ] {
        let told = district.take("contracts", &format!("{head}\n{}\n", row(buyer)));
        assert_eq!(
            (&told["added"], &told["changed"]),
            (&json!(0), &json!(changed)),
            "{buyer}"
        );
        assert_eq!(&district.all("contract")[0]["buyer"], now, "{buyer}");
    }
}
