//! Names that begin like a formula, and separators inside a name: the same inside after the way out and in again. What
//! takes longer is in `tests/elsewhere/nasty.rs`.

use crate::support::hostile::{flood, import, out_and_in_again, row};
use crate::support::program::District;

#[test]
fn a_name_that_begins_like_a_formula_is_harmless_outside_and_the_same_inside() {
    let names = [
        "=1+1",
        "=HYPERLINK(\"http://x\")",
        "+Plus",
        "-Minus",
        "@At",
        "'=quoted",
        "''two",
        "\u{ff1d}wide",
        "-5",
        "+1 555",
        "=",
        "@",
    ];
    let district = District::new();
    let mut rows = vec![row(&["name", "vendor", "aliases"])];
    for (n, name) in names.iter().enumerate() {
        rows.push(row(&[name, name, &format!("{name}{n}")]));
    }
    import(&district, "products", &rows);
    let stored: Vec<String> = district
        .all("product")
        .iter()
        .map(|p| p["name"].as_str().unwrap().to_owned())
        .collect();
    for name in ["=1+1", "+Plus", "-Minus", "@At", "-5"] {
        assert!(stored.iter().any(|s| s == name), "{name}: {stored:?}");
    }
    out_and_in_again(&district);
    let out = district.path("products.csv");
    let other = District::new();
    other.import("products", &out, &[]).ok();
    assert!(other.all("product") == district.all("product"));
    assert!(other.all("alias") == district.all("alias"));
}

#[test]
fn a_separator_inside_a_list_item_survives_the_way_out_and_in_again() {
    let district = District::new();
    flood(
        &district,
        &["P+q\\;".to_owned(), "a\\|b; c".to_owned(), ";".to_owned()],
    );
    out_and_in_again(&district);
}
