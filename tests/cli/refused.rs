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

/// What rests on a product that only a refused row names is not taken for what another row says of its own.
#[test]
fn a_row_that_is_like_a_refused_one_but_for_what_that_one_makes_is_taken() {
    let district = district();
    let reason = "this contract is not yours to write: it is about other schools than yours: leave it to theirs, or \
                  to the district";
    let told = refused(
        &district,
        "rena",
        (
            "contracts",
            "number,product,bought_by,schools,term_end,total\n\
             C-7,Newly,FRO,FRO,2027-06-30,100\n\
             C-8,Lately,LIN,LIN,2027-06-30,100\n\
             C-7,Newly,FRO,FRO,2027-06-30,100\n",
        ),
        &json!([
            [2, "bought_by", "FRO", reason],
            [4, "bought_by", "FRO", reason]
        ]),
    );
    assert_eq!(told["added"], 1, "{told}");
}

/// A rule that rows break only together names all of them, and leaving them out makes the import right.
#[test]
fn a_rule_about_the_whole_names_the_rows_that_break_it() {
    let district = district();
    district.take("people", "login,name,roles\nola,Ola Berg,admin\n");
    let reason = "then nobody would be admin here; make somebody else admin first";
    let told = refused(
        &district,
        "ada",
        (
            "people",
            "login,name,roles\nola,Ola Berg,technical\nada,ada,curricular\nnew,New One,helpdesk\n",
        ),
        &json!([
            [2, "roles", "technical", reason],
            [3, "roles", "curricular", reason]
        ]),
    );
    assert_eq!(told["added"], 1, "{told}");

    district.take(
        "contracts",
        "number,product,schools,term_end,total,shares\nC-1,Quillbert,LIN;FRO,2027-06-30,1000,LIN 60%; district 40%\n",
    );
    let reason = "the schools' shares of Quillbert on C-1 would be 110% together, with what was there already; look \
                  at that line, then correct one of them";
    let told = refused(
        &district,
        "ada",
        (
            "contracts",
            "number,product,schools,term_end,total,shares\n\
             C-1,Quillbert,LIN;FRO,2027-06-30,1000,FRO 50%; district 50%\nC-2,Zorple,,2027-06-30,200,\n",
        ),
        &json!([[2, "shares", "FRO 50%; district 50%", reason]]),
    );
    assert_eq!(told["added"], 1, "{told}");

    // One order of two contracts, the second of which is no longer released from the first.
    district.take(
        "contracts",
        "number,product,term_end,po,parent\nM-1,Quillbert,2028-06-30,PO-1,\nM-2,Zorple,2028-06-30,,\n\
         M-3,Zorple,2029-06-30,PO-1,M-1\n",
    );
    let reason = "contract M-1 has the PO PO-1 already; correct it, or name M-1 as parent";
    let told = refused(
        &district,
        "ada",
        (
            "contracts",
            "number,product,term_end,parent\nM-3,Zorple,2029-06-30,M-2\nM-4,Zorple,2027-06-30,\n",
        ),
        &json!([[2, "parent", "M-2", reason]]),
    );
    assert_eq!(told["added"], 1, "{told}");
}

/// What cannot be read and what the records refuse is said in one go.
#[test]
fn a_cell_that_cannot_be_read_hides_no_row_that_the_records_refuse() {
    let district = district();
    district.take("approvals", "product,status\nZorple,denied\n");
    let reason = "this inventory is not yours to write: it is about other schools than yours: leave it to theirs, or \
                  to the district";
    let told = refused(
        &district,
        "rena",
        (
            "inventory",
            "school,product,seats\nLIN,Quillbert,many\nFRO,Quillbert,20\nLIN,Zorple,5\n",
        ),
        &json!([
            [
                2,
                "seats",
                "many",
                "is not a number; write digits, as in 1,980 or 12.50"
            ],
            [3, "school", "FRO", reason]
        ]),
    );
    assert_eq!(told["added"], 1, "{told}");
}

/// Every fault of a row is said at once: whoever mends one meets no second one at the next try.
#[test]
fn a_part_of_the_money_that_cannot_be_read_hides_no_other_fault_of_its_row() {
    let district = district();
    let table = "product,term_end,number,total,funding,shares\n\
                 Quillbert,2026-06-30,C-1,many,Title I -5%,\n\
                 Quillbert,soon,C-2,100.00,Title I 60%; General -40%,LIN 140%; FRO 60%\n\
                 Quillbert,2026-06-30,C-3,100.00,General 100%,LIN 100%\n";
    let file = district.file("parts.csv", table);
    let answer = district.run(&["import", "contracts", file.to_str().unwrap(), "--json"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    let rows: Vec<Json> = list(&answer.json(), "rejected")
        .iter()
        .map(|one| json!([one["row"], one["column"], one["value"]]))
        .collect();
    assert_eq!(
        json!(rows),
        json!([
            [2, "total", "many"],
            [2, "funding", "Title I -5%"],
            [3, "term_end", "soon"],
            [3, "funding", "General -40%"],
            [3, "shares", "LIN 140%"]
        ])
    );
}

/// Two rows about one record are told by the column in which they say something else.
#[test]
fn rows_that_contradict_each_other_are_told_by_the_column_that_differs() {
    let district = district();
    for (kind, table, told) in [
        (
            "products",
            "name,vendor,url,grades\nGloam,Pell,https://gloam.example,K-2\nGloam,Pell,https://gloam.example,3-5\n",
            json!([3, "grades", "3-5"]),
        ),
        (
            "inventory",
            "school,product,seats,used\nLIN,Quillbert,10,5\nLIN,Quillbert,10,\n",
            json!([3, "used", ""]),
        ),
        (
            "approvals",
            "product,schools,status,from\nQuillbert,LIN,approved,2026-01-05\nQuillbert,LIN,denied,2026-01-05\n",
            json!([3, "status", "denied"]),
        ),
        (
            "contracts",
            "number,product,term_end,Purchase Order,total\nC-5,Quillbert,2027-06-30,PO-1,10\nC-5,Zorple,2027-06-30,PO-2,10\n",
            json!([3, "Purchase Order", "PO-2"]),
        ),
    ] {
        let file = district.file("by.csv", table);
        let said = district.import(kind, &file, &["--dry-run"]).json();
        let rejected = list(&said, "rejected");
        assert_eq!(rejected.len(), 1, "{kind}: {said}");
        let one = &rejected[0];
        assert_eq!(
            json!([one["row"], one["column"], one["value"]]),
            told,
            "{kind}: {said}"
        );
    }
}
