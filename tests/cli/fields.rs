//! Every field of every noun goes in by a file and comes out again, or the program says why not.

use std::collections::{BTreeMap, BTreeSet};

use hallpass::domain::field::in_no_file;
use hallpass::domain::record::{Kind, Value};
use hallpass::exchange::columns::{ImportField, ImportKind};
use serde_json::Value as Json;

use super::desk::Desk;

/// A row for each kind of file that says all it can, in an order in which one names the other.
const FULL: [(&str, &str); 18] = [
    (
        "schools",
        "name,code,level,grades,enrollment,staff,open,registry_id\n\
         Juniper Hill,JUN,elementary,PK-5,412,38,yes,990000100001\n\
         Ferry Street,FER,high,9-12,1180,84,yes,990000100002\n",
    ),
    (
        "people",
        "login,name,email,roles,schools\nrdoe,Robin Doe,rdoe@harlow.example,renewals,JUN\n",
    ),
    (
        "products",
        "name,vendor,url,edition,function,subjects,grades,aliases,registry_id,kind,lms,population,provided,broad,\
         version_seen,data,instructional,core,archived\n\
         Letterloop,Brightwater,https://l.example,District,Reading,ELA,K-3,LL Reader,900101,web,yes,EL,bundled,yes,\
         4.2,login,yes,yes,yes\n",
    ),
    (
        "approvals",
        "product,status,schools,grades,audience,conditions,from,until,reason\n\
         Letterloop District,conditional,JUN,K-3,student,Teacher-led only,2026-01-02,2028-06-30,Passed\n",
    ),
    (
        "contracts",
        "product,term_end,number,vendor,bought_by,schools,term_start,auto_renew,notice,notice_basis,model,quantity,\
         unit_price,total,fund,po,owner,escalator,renew_months,notice_method,send_to,signed_on,board_approved_on,\
         max_term_months,escalator_kind,nonappropriation,early_exit,documents,parent,quote,quote_on,goal,cost_kind,\
         min_quantity,true_up,reducible,allocation,funding,shares,grades,audience\n\
         Letterloop District,2027-06-30,C-1,Brightwater,JUN,JUN,2026-07-01,yes,60 days,received,per_student,1200,4.50,\
         5400,Title I,PO-1,rdoe,3,12,certified,sales@b.example,2026-06-02,2026-05-28,36,fixed,yes,On 90 days,d.example,\
         ,5562,2026-03-01,Reading,licence,500,yes,renewal_only,percent,\
         Title I 100% (10-221) promise by 2027-06-30 receive by 2027-07-30 end by 2027-09-30,JUN 100%,K-2,student\n\
         Letterloop District,2027-06-30,C-2,Brightwater,JUN,JUN,2026-07-01,,,,,,,,,,,,,,,,,,,,,,C-1,,,,,,,,,,,,\n",
    ),
    (
        "inventory",
        "school,product,seats,used,bought_by,since\nJUN,Letterloop District,300,241,JUN,2025-08-15\n",
    ),
    (
        "usage",
        "product,registry_id,from,to,school,provisioned,activated,active,peak,definition,share,engagement\n\
         Letterloop District,900101,2025-09-01,2025-09-30,JUN,300,260,241,88,signed in once,34.5,120.75\n",
    ),
    (
        "training",
        "product,school,audience,target,trained,on,hours,next_on,required\n\
         Letterloop District,JUN,staff,24,19,2025-08-20,1.5,2026-10-08,yes\n",
    ),
    (
        "owners",
        "product,role,person,deputy,since,until\nLetterloop District,manager,rdoe,ada,2025-07-01,2027-06-30\n",
    ),
    (
        "agreements",
        "vendor,kind,product,from,until,link,elements\n\
         Brightwater,ndpa,Letterloop District,2025-07-01,2029-06-30,https://a.example,name; grade\n",
    ),
    (
        "provisioning",
        "product,school,sso,roster,filter,extension,oauth\nLetterloop District,JUN,on,on,off,na,pending\n",
    ),
    (
        "devices",
        "school,device,share,os_min,until\nJUN,ipad,70,17,2029-06-30\n",
    ),
    (
        "compatibility",
        "product,device,result,on,note\nLetterloop District,ipad,partial,2025-08-03,No sound\n",
    ),
    (
        "calendar",
        "day,kind,agenda_cutoff,note\n2027-01-12,board,2027-01-04,Regular\n",
    ),
    (
        "requests",
        "product,school,requester,role,sponsor,reason,grades,subject,seats,cost,fund,needed_by,asked_on,url,data,\
         instructional,sign_in\n\
         Letterloop District,JUN,Robin Doe,teacher,Alex Roe,Reading,K-2,ELA,55,1980,Title I,2026-09-01,2026-03-02,\
         https://l.example,login,yes,own\n",
    ),
    (
        "alignments",
        "product,framework,standard,leaf,status,role,grades,module,says,source,claimed_on,evidence,note\n\
         Letterloop District,CCSS,RF.1.3,yes,claimed,instruction,1,Phonics,vendor,l.example,2026-03-12,t.example,Two units\n",
    ),
    (
        "measures",
        "test,part,grades,standard\nMAP Growth,Number,3,TWN:N.1\n",
    ),
    (
        "relations",
        "from,to,kind,score,says,association\n\
         TWN:N.1,0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0,near,85,Twin crosswalk,ext:isNear\n",
    ),
];

/// What the records of an office hold, each field of each noun with every value that is not its blank.
fn held(desk: &Desk, office: &str) -> BTreeMap<(Kind, &'static str), Vec<String>> {
    let mut held: BTreeMap<(Kind, &'static str), Vec<String>> = BTreeMap::new();
    for line in desk.ok(&format!("dump{office}")).lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        let noun = line.get("table").and_then(Json::as_str);
        let Some(noun) = noun.and_then(Kind::from_word) else {
            continue;
        };
        for field in noun.fields() {
            let value = match &line[field.name] {
                Json::String(text) => Value::Text(text.clone()),
                Json::Number(n) => Value::Int(n.as_i64().unwrap()),
                _ => Value::Null,
            };
            if value != Value::Null && value != (field.blank)() {
                let values = held.entry((noun, field.name)).or_default();
                values.push(value.to_string());
            }
        }
    }
    for values in held.values_mut() {
        values.sort();
    }
    held
}

/// Every field that some column of some file fills.
fn filled() -> BTreeSet<(Kind, &'static str)> {
    let kinds = ImportKind::ALL.into_iter();
    kinds
        .flat_map(|kind| kind.fields().iter().flat_map(move |f| kind.filled_by(f)))
        .collect()
}

#[test]
fn every_field_of_every_noun_has_a_column_or_a_reason_not_to() {
    let filled = filled();
    for (noun, field) in &filled {
        assert!(
            noun.position(field).is_some(),
            "{noun} has no field {field}"
        );
    }
    for noun in Kind::ALL {
        for field in noun.fields() {
            let column = filled.contains(&(*noun, field.name));
            let reason = in_no_file(*noun, field.name);
            assert!(
                column != reason.is_some(),
                "{noun}.{}: column {column}, {reason:?}",
                field.name
            );
        }
    }
}

#[test]
fn what_a_column_says_is_on_record_comes_out_and_goes_in_again() {
    let desk = Desk::empty();
    desk.ok("init --district Twin --zone Etc/UTC --db twin.db");
    // What a measure names comes in another way.
    desk.file(
        "own.csv",
        "framework,code,statement\nTWN,N.1,Counts to ten.\n",
    );
    for office in ["", " --db twin.db"] {
        desk.ok(&format!("import standards own.csv{office}"));
    }
    for (kind, rows) in FULL {
        let import = ImportKind::named(kind).unwrap();
        let written = import.fields().iter().filter(|f| f.is_written());
        let written: Vec<&str> = written.map(|f: &ImportField| f.name).collect();
        assert_eq!(rows.lines().next().unwrap(), written.join(","), "{kind}");
        desk.file(&format!("{kind}.csv"), rows);
        let told = desk.json(&format!("import {kind} {kind}.csv"));
        let read = (rows.lines().count() - 1) as u64;
        assert_eq!(told["read"].as_u64(), Some(read), "{kind}: {told}");
        assert_eq!(told["rejected"].to_string(), "[]", "{kind}: {told}");
        assert_eq!(told["warnings"].to_string(), "[]", "{kind}: {told}");
    }
    let here = held(&desk, "");
    for filled in filled() {
        assert!(here.contains_key(&filled), "{filled:?} did not go in");
    }
    for (kind, _) in FULL {
        let out = desk.ok(&format!("export {kind}"));
        desk.file("out.csv", &out);
        desk.ok(&format!("import {kind} out.csv --db twin.db"));
    }
    let there = held(&desk, " --db twin.db");
    for filled in filled() {
        assert_eq!(here.get(&filled), there.get(&filled), "{filled:?}");
    }
}

#[test]
fn what_a_district_calls_a_field_is_known() {
    let desk = Desk::furnished();
    for (kind, table, field, value) in [
        (
            "requests",
            "product,school,How do students sign in?\nZorple,LIN,SSO\n",
            "sign_in",
            "district",
        ),
        (
            "contracts",
            "number,product,term_end,user group,grade levels\nC-9,Quill Pad EDU,2027-06-30,Students,K to 2\n",
            "audience",
            "student",
        ),
        (
            "training",
            "product,school,mandatory\nQuill Pad EDU,LIN,yes\n",
            "required",
            "yes",
        ),
        ("products", "name,is core\nNewcomer,yes\n", "core", "yes"),
    ] {
        desk.file("their.csv", table);
        let told = desk.json(&format!("import {kind} their.csv"));
        assert_eq!(told["warnings"].to_string(), "[]", "{kind}: {told}");
        let out = desk.ok(&format!("export {kind} --json"));
        let rows: Json = serde_json::from_str(&out).unwrap();
        let said = |row: &Json| row[field].to_string().trim_matches('"').to_owned();
        let said: Vec<String> = rows.as_array().unwrap().iter().map(said).collect();
        assert!(
            said.iter()
                .any(|said| said == value || (value == "yes" && said == "true")),
            "{kind}: {said:?}"
        );
    }
}

#[test]
fn a_word_nobody_knows_in_an_optional_column_is_told_of_and_left_empty() {
    let desk = Desk::furnished();
    for (kind, table, column) in [
        (
            "requests",
            "product,school,sign_in\nZorple,LIN,maybe\n",
            "sign_in",
        ),
        (
            "contracts",
            "number,product,term_end,audience\nC-9,Quill Pad EDU,2027-06-30,parents\n",
            "audience",
        ),
        ("products", "name,data\nNewcomer,lots\n", "data"),
    ] {
        desk.file("their.csv", table);
        let told = desk.json(&format!("import {kind} their.csv"));
        let warnings = told["warnings"].as_array().unwrap();
        let about = warnings.iter().filter(|w| w["column"] == column);
        let reasons: Vec<String> = about.map(|w| w["reason"].to_string()).collect();
        assert_eq!(reasons.len(), 1, "{kind}: {told}");
        assert!(reasons[0].contains("left empty: not one of"), "{reasons:?}");
        assert_eq!(told["rejected"].to_string(), "[]", "{kind}");
    }
}

#[test]
fn a_field_that_is_in_no_file_is_refused_with_the_reason() {
    let desk = Desk::furnished();
    desk.file("p.csv", "name,met\nNewcomer,2026-01-01\n");
    let said = desk.run(&["import", "products", "p.csv", "--map", "first_seen=met"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err
            .contains("`first_seen`: the day hallpass first met it"),
        "{}",
        said.err
    );
}
