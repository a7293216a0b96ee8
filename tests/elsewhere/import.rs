//! Real files by other people through the whole program: what comes in, what is told, what stays as it was.

use libtest_mimic::Trial;
use serde_json::{Value as Json, json};

use crate::imports::{again, counts, list};
use crate::needs::{Need, data, trials};
use crate::program::{District, text};

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; the_catalogue_of_372_products, all_4337_schools_of_florida, the_schools_of_alabama_and_of_seattle, fifty_licences_of_another_program_as_contracts, three_districts_engagement_is_shares_of_students_with_their_definition, the_software_of_indian_institutes_is_products_and_their_costs_are_no_contracts, real_schools_and_products_exported_import_back_unchanged_and_into_a_new_office)
}

fn the_catalogue_of_372_products() {
    let file = data("products/products_info.csv");
    let district = District::new();
    let told = district.import("products", &file, &[]).ok().json();
    assert_eq!(counts(&told), (372, 372, 0, 0));
    let twins: Vec<(u64, &str)> = list(&told, "warnings")
        .iter()
        .map(|w| (w["row"].as_u64().unwrap(), text(&w["value"])))
        .collect();
    assert_eq!(twins, [(39, "Canvas"), (139, "Google Slides")]);
    assert_eq!(district.all("product").len(), 372);
    again(&district, "products", &file, &[]);
}

fn all_4337_schools_of_florida() {
    let file = data("schools/hifld_florida_public_schools.csv");
    let district = District::new();
    let told = district.import("schools", &file, &[]).ok().json();
    assert_eq!(counts(&told), (4_337, 4_337, 0, 0));
    let schools = district.all("school");
    assert_eq!(schools.len(), 4_337);
    // To be decided is a name like any other where a name stands.
    assert!(schools.iter().any(|s| s["name"] == "TBD"));
    let nobody_knows = schools.iter().filter(|s| s["enrollment"].is_null());
    assert_eq!(nobody_knows.count(), 105);
    again(&district, "schools", &file, &[]);
}

fn the_schools_of_alabama_and_of_seattle() {
    let (alabama, seattle) = (
        data("schools/nces_alabama_2020-21.csv"),
        data("schools/seattle_public_schools.csv"),
    );
    let district = District::new();
    let told = district.import("schools", &alabama, &[]).ok().json();
    assert_eq!(counts(&told), (100, 100, 0, 0));
    again(&district, "schools", &alabama, &[]);

    let district = District::new();
    let told = district.import("schools", &seattle, &[]).ok().json();
    assert_eq!(counts(&told), (102, 102, 0, 0));
    let mangled: Vec<&Json> = list(&told, "warnings")
        .iter()
        .filter(|w| text(&w["reason"]).contains("a spreadsheet turned the grades"))
        .collect();
    assert_eq!(mangled.len(), 15 + 12 + 1 + 1);
    let all = district.all("school");
    let gym = all.iter().find(|s| s["name"] == "Queen Anne Gym").unwrap();
    assert_eq!(gym["grades"], "9-12");
    again(&district, "schools", &seattle, &[]);
}

fn fifty_licences_of_another_program_as_contracts() {
    let file = data("licenses/snipe_it/licenses-sample.csv");
    let district = District::new();
    let before = district.dump();
    let refused = district.import("contracts", &file, &[]);
    assert_eq!(refused.code, 1);
    let told = refused.json();
    let bad = &list(&told, "rejected")[0];
    assert_eq!(
        (bad["row"].as_u64(), text(&bad["column"])),
        (Some(14), "expiration date")
    );
    assert!(text(&bad["reason"]).contains("term_end 2016-01-22 is before term_start 2016-11-05"));
    assert!(district.dump() == before);

    let told = district
        .import("contracts", &file, &["--skip-bad"])
        .ok()
        .json();
    assert_eq!(counts(&told), (50, 49, 0, 0));
    assert_eq!(list(&told, "rejected").len(), 1);
    assert_eq!(
        (district.all("contract").len(), district.all("line").len()),
        (49, 49)
    );
    let told = again(&district, "contracts", &file, &["--skip-bad"]);
    assert_eq!(counts(&told), (50, 0, 0, 49));
}

fn three_districts_engagement_is_shares_of_students_with_their_definition() {
    let catalogue = data("products/products_info.csv");
    for (name, rows, taken) in [
        ("2872", 1_607, 1_204),
        ("2209", 20_409, 9_899),
        ("1584", 21_690, 16_312),
    ] {
        let file = data(&format!("usage/{name}.csv"));
        let district = District::new();
        district.import("products", &catalogue, &[]).ok();
        let told = district.import("usage", &file, &["--skip-bad"]).ok().json();
        assert_eq!(counts(&told), (rows, taken, 0, 0), "{name}");
        let usage = district.all("usage");
        assert_eq!(usage.len() as u64, taken);
        let definition = "share of students who opened it in the window";
        for one in &usage {
            // Shares of a million, never counts.
            let share = one["active_ppm"].as_i64();
            assert!(share.is_none_or(|s| (0..=1_000_000).contains(&s)), "{one}");
            assert!(one["active"].is_null() && one["from"] == one["to"], "{one}");
            assert!(share.is_none() || one["definition"] == definition, "{one}");
        }
        if name == "2872" {
            let first = &usage[0];
            assert_eq!(
                (&first["active_ppm"], &first["engagement_x100"]),
                (&json!(3_400), &json!(690))
            );
        }
        again(&district, "usage", &file, &["--skip-bad"]);
    }
}

fn the_software_of_indian_institutes_is_products_and_their_costs_are_no_contracts() {
    let file = data("licenses/licence_to_learn/software.csv");
    let district = District::new();
    let told = district.import("products", &file, &[]).ok().json();
    // Two spellings of one name are one product, with both its functions; twice the same is once.
    assert_eq!(counts(&told), (164, 162, 1, 1));
    assert_eq!(district.all("product").len(), 162);
    again(&district, "products", &file, &[]);
    for name in ["costs", "tracker"] {
        let file = data(&format!("licenses/licence_to_learn/{name}.csv"));
        let refused = district.import("contracts", &file, &[]);
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains("no column for `product`, `term_end`"));
    }
}

fn real_schools_and_products_exported_import_back_unchanged_and_into_a_new_office() {
    for (kind, name) in [
        ("schools", "schools/seattle_public_schools.csv"),
        ("schools", "schools/nces_alabama_2020-21.csv"),
        ("products", "products/products_info.csv"),
    ] {
        let file = data(name);
        let district = District::new();
        district.import(kind, &file, &[]).ok();
        let out = district.path("out.csv");
        let args = ["export", kind, "-o", out.to_str().unwrap()];
        district.run(&args).ok();
        again(&district, kind, &out, &[]);
        let other = District::new();
        other.import(kind, &out, &[]).ok();
        let noun = kind.trim_end_matches('s');
        assert_eq!(other.all(noun), district.all(noun), "{name}");
    }
}
