//! An import through the program: what it tells, and that taking the same file again changes nothing.
use std::path::Path;

use serde_json::{Value as Json, json};

use super::program::District;

pub fn counts(told: &Json) -> (u64, u64, u64, u64) {
    let count = |name: &str| told[name].as_u64().unwrap();
    (
        count("read"),
        count("added"),
        count("changed"),
        count("unchanged"),
    )
}

pub fn list<'j>(told: &'j Json, name: &str) -> &'j Vec<Json> {
    told[name].as_array().unwrap()
}

/// Imports the same file again, which must change nothing at all.
#[track_caller]
pub fn again(district: &District, kind: &str, file: &Path, more: &[&str]) -> Json {
    let before = district.dump();
    let told = district.import(kind, file, more).ok().json();
    assert_eq!(
        (&told["added"], &told["changed"], &told["change_set"]),
        (&json!(0), &json!(0), &Json::Null),
        "{kind}"
    );
    assert!(
        district.dump() == before,
        "the second import of {kind} changed something"
    );
    told
}
