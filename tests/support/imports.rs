//! An import through the program: what it tells, and that taking the same file again changes nothing.
use std::path::Path;

use hallpass::domain::field::ImportKind;
use hallpass::domain::record::Kind;
use hallpass::domain::rights::{AboutSchools, RightHolder, right};
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

/// What there is in an office that files may speak of.
pub struct SpokenOf {
    pub product: &'static str,
    /// A product without a decision and without a review.
    pub undecided: &'static str,
    pub school: &'static str,
    pub person: &'static str,
}

/// A file of each kind, which says something new. Those of measures and relations speak of the standard M.1 of the framework OWN.
pub fn one_row(kind: ImportKind, of: &SpokenOf) -> String {
    let SpokenOf {
        product,
        undecided,
        school,
        person,
    } = of;
    match kind {
        ImportKind::Schools => "name,code\nNew ES,NEW\n".to_owned(),
        ImportKind::People => "login,name,roles\nnewone,New One,helpdesk\n".to_owned(),
        ImportKind::Products => "name\nNumberly\n".to_owned(),
        ImportKind::Approvals => format!("product,status\n{undecided},denied\n"),
        ImportKind::Contracts => format!("number,product,term_end\nC-901,{product},2031-06-30\n"),
        ImportKind::Inventory => format!("school,product,seats\n{school},{product},31\n"),
        ImportKind::Usage => {
            format!("product,school,from,to,active\n{product},{school},2020-01-01,2020-01-31,7\n")
        }
        ImportKind::Training => format!("product,school,target,trained\n{product},{school},9,3\n"),
        ImportKind::Owners => format!("product,role,person\n{product},support,{person}\n"),
        ImportKind::Agreements => {
            "vendor,kind,from,until\nBrindle,coppa,2020-01-01,2031-01-01\n".to_owned()
        }
        ImportKind::Provisioning => format!("product,school,on\n{product},{school},sso\n"),
        ImportKind::Devices => format!("school,device,share\n{school},chromebook,11\n"),
        ImportKind::Compatibility => format!("product,device,result\n{product},linux,ok\n"),
        ImportKind::Calendar => "day,kind\n2031-12-22,holiday\n".to_owned(),
        ImportKind::Requests => format!("product,school,reason\nZingletop,{school},maths\n"),
        ImportKind::Measures => "test,part,standard\nMAP Growth,Number,OWN:M.1\n".to_owned(),
        ImportKind::Relations => {
            "from,to,kind\nOWN:M.1,0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0,related\n".to_owned()
        }
        ImportKind::Alignments => format!("product,framework,standard\n{product},Made Up,M.1\n"),
    }
}

/// Who brings in records of this noun by a file. A decision that no review makes is asked as a review is.
pub fn who_may_bring(noun: Kind) -> RightHolder {
    match right(noun) {
        right if right.about == AboutSchools::Decision => RightHolder::Reviewers,
        right => right.who,
    }
}
