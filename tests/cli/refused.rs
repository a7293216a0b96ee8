//! Rows that the records refuse, whatever is readable in them: each with its row, its column, its value and the
//! reason, and `--skip-bad` takes the others.

use serde_json::{Value as Json, json};

use crate::support::imports::list;
use crate::support::program::{District, text};

/// A district with two schools, two products, and somebody of one of the schools.
fn district() -> District {
    let district = District::new();
    district.take("schools", "name,code\nLinden ES,LIN\nFrostholm MS,FRO\n");
    district.take("products", "name\nQuillbert\nZorple\n");
    district.take(
        "people",
        "login,name,roles,schools\ncurt,Curt Nott,curricular,\nrena,Rena Bly,renewals,LIN\n",
    );
    district
}

/// Brings a table in as somebody: refused whole, with these complaints; then without those rows. Gives what the second
/// one told.
#[track_caller]
fn refused(district: &District, who: &str, (kind, table): (&str, &str), told: &Json) -> Json {
    let file = district.file("by.csv", table);
    let path = file.to_str().unwrap();
    let before = district.dump();
    for dry in [&[][..], &["--dry-run"]] {
        let args = [&["--as", who, "import", kind, path, "--json"], dry].concat();
        let answer = district.run(&args);
        assert_eq!(answer.code, 1, "{answer:?}");
        let said = answer.json();
        let rows: Vec<Json> = list(&said, "rejected")
            .iter()
            .map(|one| json!([one["row"], one["column"], one["value"], one["reason"]]))
            .collect();
        assert_eq!(json!(rows), *told, "{kind}");
        assert!(answer.err.contains("nothing was saved"), "{answer:?}");
    }
    assert_eq!(district.dump(), before);
    let answer = district.run(&["--as", who, "import", kind, path, "--json", "--skip-bad"]);
    let answer = answer.ok().json();
    let left_out = list(&answer, "rejected").len();
    assert_eq!(left_out, told.as_array().unwrap().len());
    answer
}

#[test]
fn what_was_seen_to_fail_is_refused_row_by_row() {
    let district = district();
    district.take(
        "compatibility",
        "product,device,result\nQuillbert,ipad,fails\nZorple,ipad,fails\n",
    );
    let reason = "what was seen to fail is taken back by technical reviewers and by admins";
    let table = "Tool,Device,result\nQuillbert,chromebook,works\nQuillbert,ipad,works\nZorple,ipad,partial\n\
                 Quillbert,ipad,works\n";
    let told = refused(
        &district,
        "curt",
        ("compatibility", table),
        &json!([
            [3, "result", "works", reason],
            [4, "result", "partial", reason],
            [5, "result", "works", reason]
        ]),
    );
    assert_eq!(told["added"], 1, "{told}");
}

#[test]
fn what_is_about_other_schools_is_refused_row_by_row() {
    let district = district();
    let reason = "this inventory is not yours to write: it is about other schools than yours: leave it to theirs, or \
                  to the district";
    let told = refused(
        &district,
        "rena",
        (
            "inventory",
            "Building,product,seats\nLIN,Quillbert,30\nFRO,Quillbert,20\nFRO,Newly,10\nLIN,Newly,5\n",
        ),
        &json!([
            [3, "Building", "FRO", reason],
            [4, "Building", "FRO", reason]
        ]),
    );
    assert_eq!(told["added"], 2, "{told}");
    let products = district.all("product");
    assert!(products.iter().any(|one| text(&one["name"]) == "Newly"));
}

#[test]
fn a_rule_that_other_records_bear_on_is_told_of_the_row_that_breaks_it() {
    let district = district();
    district.take(
        "contracts",
        "number,product,term_start,term_end\nC-1,Quillbert,2026-07-01,2027-06-30\n",
    );
    refused(
        &district,
        "ada",
        (
            "contracts",
            "number,product,End\nC-1,Quillbert,2026-01-31\nC-9,Zorple,2027-07-31\n",
        ),
        &json!([[
            2,
            "End",
            "2026-01-31",
            "contract C-1: term_end 2026-01-31 is before term_start 2026-07-01"
        ]]),
    );
}
