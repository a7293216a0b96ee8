//! Coverage and routes as files, and what `hallpass standards` tells of each standard: how far it is covered, and what comes
//! to it.

use serde_json::{Value as Json, json};

use super::results::{FALL, GROUPS, claim, district, products};
use crate::support::program::{District, text};

/// Sumgrove is claimed to teach 3.NF.1, Fractionary was verified to teach 3.NF.2; no product is wanted for 4.NF.2. `lou`
/// answers the phone of Larkfen, `ria` sees to Rillwater's contracts.
fn covered() -> District {
    let district = district();
    products(&district);
    claim(&district, 1, 1, false);
    claim(&district, 2, 2, true);
    district.take(
        "people",
        "login,name,roles,schools\nlou,Lou Ash,helpdesk,LAR\nria,Ria Fell,renewals,RIL\n",
    );
    let waive = ["standard", "waive", "4.NF.2", "--reason", "by hand"];
    district.run(&waive).ok();
    district
}

fn lines(district: &District, args: &[&str]) -> Vec<String> {
    let out = district.run(args).ok().out;
    out.lines().map(str::to_owned).collect()
}

#[test]
fn coverage_is_a_row_for_each_school_framework_and_grade() {
    let district = covered();
    let all = lines(&district, &["export", "coverage"]);
    // Six grades, K to 5, of two schools. Of four standards one is usable, one claimed, one open, one waived: a third.
    assert_eq!(all.len(), 13);
    assert_eq!(
        &all[..2],
        [
            "school,framework,grade,usable,short,blocked,claimed,nothing,waived,percent",
            "Larkfen ES,M,K,1,0,0,1,1,1,33"
        ]
    );
    assert_eq!(all[12], "Rillwater ES,M,5,1,0,0,1,1,1,33");
    let json = district.run(&["export", "coverage", "--json"]).ok().json();
    let first = json!({
        "school": "Larkfen ES", "framework": "M", "grade": "K", "usable": 1, "short": 0, "blocked": 0, "claimed": 1,
        "nothing": 1, "waived": 1, "percent": 33
    });
    assert_eq!((&json[0], json.as_array().unwrap().len()), (&first, 12));
    // No gap is told in it: the help desk sees it, and who acts for one school sees all schools, as on the screen.
    for login in ["hal", "lou", "nobody"] {
        let told = lines(&district, &["export", "coverage", "--as", login]);
        assert_eq!(told, all, "{login}");
    }
}

#[test]
fn routes_are_given_out_with_how_the_group_stands_since() {
    let district = covered();
    let read = |window: &str, below: u32| {
        let rows = FALL.replace("4,28,19", &format!("4,28,{below}"));
        let file = district.file("groups.csv", rows);
        district
            .import("results", &file, &["--window", window])
            .ok();
    };
    read("fall 2025", 19);
    let to = ["route", "3.NF.2", "--school", "RIL", "--grade", "4"];
    let by_cleo = ["--use", "fractionary", "--as", "cleo"];
    district.run(&[&to[..], &by_cleo[..]].concat()).ok();
    let head =
        "framework,code,guid,school,grade,product,module,test,window,by,on,note,since_window,since";
    let routed = "M,3.NF.2,aaaaaaaa-0000-4000-8000-000000000002,Rillwater ES,4,Fractionary,,district,fall 2025,cleo,\
                  2026-03-10,";
    let asked = ["export", "routes"];
    assert_eq!(
        lines(&district, &asked),
        [head.to_owned(), format!("{routed},,")]
    );
    // 12 of 28 are 40-59, a band lower than 60-79.
    read("winter 2026", 12);
    assert_eq!(
        lines(&district, &asked)[1],
        format!("{routed},winter 2026,better")
    );
    let file = district.path("routes.xlsx");
    let wrote = ["export", "routes", "-o", file.to_str().unwrap()];
    district.run(&wrote).ok();
    assert!(std::fs::metadata(&file).unwrap().len() > 1000);
    // They are about gaps, which the help desk sees none of, and everybody else those of their schools.
    let refused = district.run(&["export", "routes", "--as", "hal"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("gaps are shown to"), "{}", refused.err);
    assert_eq!(
        lines(&district, &["export", "routes", "--as", "ria"]).len(),
        2
    );
    district.take(
        "people",
        "login,name,roles,schools\nria,Ria Fell,renewals,LAR\n",
    );
    assert_eq!(
        lines(&district, &["export", "routes", "--as", "ria"]).len(),
        1
    );
}

fn asked(district: &District, more: &[&str]) -> Vec<Json> {
    let args = [&["standards", "--json"][..], more].concat();
    let told = district.run(&args).ok().json();
    told.as_array().unwrap().clone()
}

fn codes(told: &[Json]) -> Vec<&str> {
    told.iter().map(|one| text(&one["code"])).collect()
}

#[test]
fn a_standard_tells_how_far_it_is_covered_and_all_that_comes_to_it() {
    let district = covered();
    let relate = "standard relate 3.NF.2 related 3.NF.1 --reason alike";
    district.run(&relate.split(' ').collect::<Vec<_>>()).ok();
    let told = asked(&district, &[]);
    assert_eq!(codes(&told), ["3.NF.1", "3.NF.2", "4.NF.1", "4.NF.2"]);
    // Six grades of two schools.
    let covered = |usable: u32, claimed: u32, nothing: u32| json!({"usable": usable, "short": 0, "blocked": 0, "claimed": claimed, "nothing": nothing});
    assert_eq!(told[0]["covered"], covered(0, 12, 0));
    assert_eq!(told[1]["covered"], covered(12, 0, 0));
    assert_eq!(told[2]["covered"], covered(0, 0, 12));
    assert_eq!(told[3]["covered"], Json::Null, "nobody wants a product");
    assert_eq!(
        told[1]["products"],
        json!([
            {"product_id": 2, "product": "Fractionary", "module": null, "match": "same", "status": "verified",
             "says": "vendor", "by": "cleo", "on": "2026-02-01", "recheck": false, "state": "usable"},
            {"product_id": 1, "product": "Sumgrove", "module": null, "match": "related", "status": "related",
             "says": "vendor", "by": null, "on": null, "recheck": false, "state": null},
        ])
    );
    let here = asked(&district, &["--school", "LAR", "--grade", "3", "nf.1"]);
    assert_eq!(codes(&here), ["3.NF.1", "4.NF.1"]);
    assert_eq!(here[0]["covered"], covered(0, 1, 0));
    assert_eq!(
        asked(&district, &["--grade", "9", "--school", "LAR"])[0]["covered"],
        covered(0, 0, 0)
    );
    let of_one = asked(&district, &["--products", "Fractionary"]);
    assert_eq!(codes(&of_one), ["3.NF.1", "3.NF.2"]);
    assert_eq!(of_one[0]["products"][0]["match"], "related");
    assert_eq!(of_one[1]["products"].as_array().unwrap().len(), 1);
    let both = asked(&district, &["--products", "fractionary,sumgrove"]);
    assert_eq!(both[1]["products"].as_array().unwrap().len(), 2);
    assert_eq!(district.run(&["standards", "--products", "Zingle"]).code, 3);
    // The help desk reads it, and `show` tells the same of one.
    let shown = district
        .run(&["standard", "show", "3.NF.2", "--json", "--as", "hal"])
        .ok();
    assert_eq!(shown.json(), told[1]);
    let line = district.run(&["standards", "3.nf.2"]).ok().out;
    assert!(
        line.contains("Fractionary verified by cleo; Sumgrove related")
            && line.contains("(usable 12)"),
        "{line}"
    );
}

#[test]
fn standards_with_holes_come_worst_first_and_only_to_whoever_may_see_gaps() {
    let district = covered();
    let rows = "3.NF.1,RIL,4,28,19\n4.NF.1,RIL,4,28,19\n3.NF.2,RIL,4,28,19\n4.NF.1,LAR,3,40,30\n";
    super::stacks::window(&district, "fall", rows);
    // 4.NF.1: 12 x 2 = 24 at both schools; 3.NF.1: 12 x 3 = 36, of which 60 % are open, 21.6; 3.NF.2 is covered.
    assert_eq!(codes(&asked(&district, &["--holes"])), ["4.NF.1", "3.NF.1"]);
    assert_eq!(
        codes(&asked(&district, &["--holes", "--school", "LAR"])),
        ["4.NF.1"]
    );
    assert_eq!(
        codes(&asked(&district, &["--holes", "--grade", "4", "3.nf"])),
        ["3.NF.1"]
    );
    assert_eq!(
        district.run(&["standards", "--holes", "--as", "hal"]).code,
        1
    );
    assert_eq!(district.run(&["standards", "--holes", "--idle"]).code, 2);
}

#[test]
fn groups_that_are_not_told_are_counted_where_whoever_asks_may_see() {
    let district = covered();
    let file = district.file("groups.csv", GROUPS);
    district
        .import("results", &file, &["--window", "fall"])
        .ok();
    // Grade 5 of Larkfen has 7 pupils; beside it are hidden its grade 3 and with that grade 3 of Rillwater.
    for (more, told, few, said) in [
        (&[][..], 1, 3, "3 groups too few to tell: under 10 pupils"),
        (&["--school", "RIL"], 0, 1, "1 group too few to tell: under"),
        (&["--school", "LAR", "--grade", "5"], 0, 1, "1 group too"),
        (&["--as", "ria"], 0, 1, "1 group too few"),
    ] {
        let asked = [&["gaps"][..], more].concat();
        let gaps = district
            .run(&[&asked[..], &["--json"]].concat())
            .ok()
            .json();
        let reading = &gaps["readings"][0];
        assert_eq!(
            (&reading["told"], &reading["too_few"]),
            (&json!(told), &json!(few)),
            "{more:?}"
        );
        let err = district.run(&asked).ok().err;
        assert!(err.contains(said), "{more:?}: {err}");
    }
    let fourth = district.run(&["gaps", "--grade", "4"]).ok().err;
    assert!(!fourth.contains("too few"), "{fourth}");
}
