//! What districts' files say in other words than hallpass: rows said again, numbers typed otherwise, ids
//! a spreadsheet damaged, schools and statuses by the district's own names. Every input is made up here.

use serde_json::{Value as Json, json};

use crate::support::program::{Answer, District, text};

/// Imports a table; gives the answer, with `--json`.
fn import(district: &District, kind: &str, table: &str, more: &[&str]) -> Answer {
    let file = district.file(&format!("{kind}.csv"), table);
    district.import(kind, &file, more)
}

/// `row column value: reason` of each complaint of this sort.
fn said(told: &Json, sort: &str) -> Vec<String> {
    let line = |c: &Json| {
        let [column, value, reason] = ["column", "value", "reason"].map(|part| text(&c[part]));
        format!("{} {column} `{value}`: {reason}", c["row"])
    };
    told[sort].as_array().unwrap().iter().map(line).collect()
}

/// read, added, changed, unchanged, repeated
fn counts(told: &Json) -> [u64; 5] {
    ["read", "added", "changed", "unchanged", "repeated"].map(|name| told[name].as_u64().unwrap())
}

/// One field of every record of a noun, as text.
fn fields(district: &District, noun: &str, field: &str) -> Vec<String> {
    let records = district.all(noun);
    let shown = |record: &Json| match &record[field] {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    records.iter().map(shown).collect()
}

#[test]
fn a_licence_listed_once_for_each_person_is_one_contract() {
    let district = District::new();
    let table = "Software Name,Publisher,Seats,Licensed To,Expiration Date,Purchase Cost\n\
        Draftsmith Pro,Larkfield Software,4,Person 1,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 2,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 3,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 4,2027-06-30,1200.00\n";
    let told = import(&district, "contracts", table, &[]).ok().json();
    assert_eq!(counts(&told), [4, 1, 0, 0, 3]);
    let notes = said(&told, "warnings");
    assert!(
        notes.iter().any(|note| note
            .starts_with("2 Licensed To ``: 4 rows differ only in `Licensed To`: seats?")),
        "{notes:?}"
    );
    assert_eq!(fields(&district, "contract", "number"), ["C-1"]);
    assert_eq!(fields(&district, "line", "total_cents"), ["120000"]);
    assert_eq!(fields(&district, "line", "quantity"), ["4"]);
    let again = import(&district, "contracts", table, &[]).ok().json();
    assert_eq!(counts(&again), [4, 0, 0, 1, 3]);
}

#[test]
fn rows_that_say_the_same_are_counted_apart_and_rows_that_differ_are_kept() {
    for (kind, table, counted, note) in [
        // Three lots of one licence: other days, other prices.
        (
            "contracts",
            "product,ends,total\nGullwing,2027-06-30,10\nGullwing,2027-06-30,20\nGullwing,2027-07-31,10\n",
            [3, 3, 0, 0, 0],
            None,
        ),
        (
            "contracts",
            "number,product,ends,Serial\nN1,Gullwing,2027-06-30,a\nN1,Gullwing,2027-06-30,b\n",
            [2, 1, 0, 0, 1],
            Some(
                "2 Serial ``: 2 rows differ only in `Serial`: seats? It is not read, so they are kept as one",
            ),
        ),
        (
            "people",
            "login,Room,Phone\nkim,12,1\nkim,13,2\nkim,12,1\n",
            [3, 1, 0, 0, 2],
            Some(
                "2 Room ``: 3 rows differ only in `Room`, `Phone`. It is not read, so they are kept as one",
            ),
        ),
        (
            "people",
            "login,name\nkim,Kim Lee\nkim,Kim Lee\n",
            [2, 1, 0, 0, 1],
            Some("2 login ``: 2 rows say the same and are kept as one"),
        ),
    ] {
        let district = District::new();
        let told = import(&district, kind, table, &[]).ok().json();
        assert_eq!(counts(&told), counted, "{table}");
        let notes = said(&told, "warnings");
        assert_eq!(
            notes
                .iter()
                .find(|n| n.contains("rows"))
                .map(String::as_str),
            note
        );
    }
}

#[test]
fn a_contract_signed_already_is_a_fact_whatever_the_policy_says_of_orders() {
    for (base, product) in [
        ("centralized", "Quillbarrow"),
        ("hybrid", "Gullwing"),
        ("decentralized", "Marshlight"),
    ] {
        let district = District::new();
        let base_set = ["policy", "set", "base", base, "--reason", "we begin so"];
        district.run(&base_set).ok();
        let products = "name,data\nQuillbarrow,pii\nGullwing,pii\nMarshlight,pii\n";
        district.take("products", products);
        let table = format!(
            "number,product,term_start,term_end,po\n\
             N-1,{product},2026-07-01,2027-06-30,PO-1\n\
             N-2,{product},2025-07-01,2026-06-30,PO-2\n"
        );
        let told = import(&district, "contracts", &table, &[]).ok().json();
        assert_eq!(counts(&told), [2, 2, 0, 0, 0], "{base}");
        assert_eq!(fields(&district, "contract", "po"), ["PO-1", "PO-2"]);
        // Only what is still to begin can wait for its review.
        let asked = format!(
            "2 po `PO-1`: {product} has no approved review; recorded as signed, ask for the review"
        );
        let warned = said(&told, "warnings");
        let reviews = warned
            .iter()
            .filter(|note| note.contains("no approved review"));
        assert_eq!(reviews.collect::<Vec<_>>(), [&asked], "{base}");

        let approved = format!("product,status\n{product},approved\n");
        district.take("approvals", &approved);
        let next = format!(
            "number,product,term_start,term_end,po\nN-3,{product},2026-07-01,2027-06-30,PO-3\n"
        );
        let told = import(&district, "contracts", &next, &[]).ok().json();
        let warned = said(&told, "warnings");
        assert!(
            !warned
                .iter()
                .any(|note| note.contains("no approved review")),
            "{warned:?}"
        );
    }
}

#[test]
fn a_number_or_purchase_order_typed_otherwise_is_the_same() {
    let district = District::new();
    let first = "number,product,vendor,term_end,total,po\n\
        PO-4471,Quillbarrow,Marsh Lane Press,2027-06-30,4200,Q-9\n";
    import(&district, "contracts", first, &[]).ok();
    for number in ["po-4471", "PO 4471", "Po4471", "PO\u{2013}4471"] {
        let table = first.replace("PO-4471", number).replace("Q-9", "q 9");
        let told = import(&district, "contracts", &table, &[]).ok().json();
        assert_eq!(counts(&told), [1, 0, 0, 1, 0], "{number}");
    }
    assert_eq!(fields(&district, "contract", "number"), ["PO-4471"]);
    assert_eq!(fields(&district, "contract", "po"), ["Q-9"]);
    // Another contract may not take the order, however it is typed.
    let other = "number,product,term_end,po\nN-2,Gullwing,2027-06-30,q9\n";
    let refused = import(&district, "contracts", other, &[]);
    assert_eq!(refused.code, 1);
    assert!(
        said(&refused.json(), "rejected")[0].contains("PO-4471 has this purchase order already"),
        "{refused:?}"
    );
    // A number with another sign in it is another number.
    let slash = "number,product,term_end\nPO/4471,Gullwing,2027-06-30\n";
    assert_eq!(
        counts(&import(&district, "contracts", slash, &[]).ok().json())[1],
        1
    );
}

#[test]
fn nothing_to_save_says_why() {
    let district = District::new();
    let file = district.file("a.csv", "login,roles\nkim,pilot\n");
    let path = file.to_str().unwrap();
    let answer = district.run(&["import", "people", path, "--skip-bad"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(
        answer
            .err
            .contains("nothing was saved: the only row could not be read"),
        "{answer:?}"
    );
    assert!(!answer.err.contains("here already"), "{answer:?}");

    district.file("a.csv", "login,roles\nkim,pilot\nlee,helpdesk\n");
    district.run(&["import", "people", path, "--skip-bad"]).ok();
    let answer = district.run(&["import", "people", path, "--skip-bad"]).ok();
    assert!(
        answer.err.contains(
            "Nothing to save: 1 row could not be read and was left out; the rest was here already."
        ),
        "{answer:?}"
    );
    assert!(
        answer
            .out
            .contains("2 read, 0 added, 0 changed, 1 unchanged, 1 left out.")
    );
    assert_eq!(
        json!(1),
        import(&district, "people", "login\nlee\n", &[]).ok().json()["unchanged"]
    );
}

#[test]
fn two_schools_of_one_name_are_two_where_something_tells_them_apart() {
    // A number, a code: two. Nothing at all: one, said again.
    for (table, added, repeated) in [
        ("name,registry_id\nLincoln,0101\nLincoln,0102\n", 2, 0),
        ("name,code\nLincoln,101\nLincoln,102\nOak,103\n", 3, 0),
        (
            "name,code,grades\nLincoln,EAST,K-5\nLincoln,WEST,6-8\n",
            2,
            0,
        ),
        ("name,level\nLincoln,ES\nLincoln,ES\n", 1, 1),
    ] {
        let district = District::new();
        let told = import(&district, "schools", table, &[]).ok().json();
        assert_eq!(
            (counts(&told)[1], counts(&told)[4]),
            (added, repeated),
            "{table}"
        );
        let again = import(&district, "schools", table, &[]).ok().json();
        assert_eq!((counts(&again)[1], counts(&again)[2]), (0, 0), "{table}");
    }
    // A column that is not read may tell them apart: that is asked, with a way that works.
    let table = "name,City,CDS Code\nLincoln,Arden,77001\nLincoln,Belmar,77002\n";
    let district = District::new();
    let refused = import(&district, "schools", table, &[]);
    assert_eq!(refused.code, 1);
    let why = said(&refused.json(), "rejected");
    assert!(
        why[0].starts_with(
            "3 name `Lincoln`: row 2 has this name too, and the two differ only in `CDS Code`"
        ) && why[0].contains("--map \"registry_id=CDS Code\""),
        "{why:?}"
    );
    let told = import(
        &district,
        "schools",
        table,
        &["--map", "registry_id=CDS Code"],
    )
    .ok()
    .json();
    assert_eq!(counts(&told), [2, 2, 0, 0, 0]);
    // A later file that names one of the two is asked which.
    let asked = import(&district, "schools", "name,grades\nLincoln,K-5\n", &[]);
    let why = said(&asked.json(), "rejected");
    assert!(
        why[0].contains("2 schools have this name: LIN, LIN2. Which one?"),
        "{why:?}"
    );
}

#[test]
fn a_code_hallpass_made_gives_way_and_a_given_one_makes_another_school() {
    let district = District::new();
    import(&district, "schools", "name\nLincoln\n", &[]).ok();
    // LIN was made of the name; the district's own code takes its place.
    let told = import(&district, "schools", "name,code\nLincoln,0417\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 0, 1, 0, 0]);
    assert_eq!(fields(&district, "school", "code"), ["0417"]);
    let told = import(&district, "schools", "name,code\nLincoln,0512\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 1, 0, 0, 0]);
    assert_eq!(
        said(&told, "warnings"),
        [
            "2 name `Lincoln`: a school of this name is here with the code 0417; this one, with 0512, is kept as another"
        ]
    );
}

#[test]
fn ids_that_a_spreadsheet_damaged_are_known_again_or_told() {
    let district = District::new();
    let whole =
        "name,registry_id\nJuniper Hill Elementary,010000500870\nFerry Street High,010000500871\n";
    import(&district, "schools", whole, &[]).ok();
    let damaged =
        "name,registry_id\nJuniper Hill Elementary,10000500870\nFerry Street High,1.00005E+10\n";
    let told = import(&district, "schools", damaged, &[]).ok().json();
    assert_eq!(counts(&told), [2, 0, 0, 2, 0]);
    assert_eq!(
        said(&told, "warnings"),
        [
            "2 registry_id `10000500870`: lost its leading zeros in a spreadsheet; read as `010000500870`",
            "3 registry_id `1.00005E+10`: is a number that a spreadsheet rounded, not an id; not read. \
             Format the column as text and export it again",
        ]
    );
    assert_eq!(
        fields(&district, "school", "registry_id"),
        ["010000500870", "010000500871"]
    );
    // The other way round: the whole number takes the damaged one's place.
    let district = District::new();
    import(
        &district,
        "schools",
        "name,registry_id\nJuniper Hill Elementary,10000500870\n",
        &[],
    )
    .ok();
    let told = import(&district, "schools", whole, &[]).ok().json();
    assert_eq!(counts(&told), [2, 1, 1, 0, 0]);
    assert_eq!(
        fields(&district, "school", "registry_id"),
        ["010000500870", "010000500871"]
    );
    // Short codes are one only under one name.
    let district = District::new();
    import(&district, "schools", "name,code\nJuniper Hill,042\n", &[]).ok();
    let told = import(
        &district,
        "schools",
        "name,code\nJuniper Hill,42\nOak Row,0042\n",
        &[],
    )
    .ok()
    .json();
    assert_eq!(counts(&told), [2, 1, 0, 1, 0]);
    // Catalogue numbers of products alike.
    import(&district, "products", "name,lp_id\nGullwing,000071\n", &[]).ok();
    let told = import(&district, "products", "name,lp_id\nGullwing,71\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 0, 0, 1, 0]);
}

#[test]
fn levels_are_read_as_directories_write_them_and_what_is_none_is_told() {
    let district = District::new();
    let table = "name,level\nJuniper Hill,ES\nMill Pond,MS\nFerry Street,HS\nOak Row,Elem\nPine Court,Span\n";
    let told = import(&district, "schools", table, &[]).ok().json();
    assert_eq!(
        fields(&district, "school", "level"),
        ["elementary", "middle", "high", "elementary", "other"]
    );
    assert!(
        said(&told, "warnings")[0]
            .starts_with("6 level `Span`: is no level that hallpass knows; kept as other"),
        "{told}"
    );
}

#[test]
fn status_words_of_districts_decide_what_they_say() {
    let district = District::new();
    let table = "Application,Status\n\
        Aldermoor,Approved - Teacher Use Only\nBirchwater,Approved with Parent Consent\n\
        Cinderbrook,Expired\nDovetail,Do Not Use\nEelgrass,Prohibited\n\
        Foxglove,Approved for grades K-5\nGorse,Reviewed and Denied\nHeron,In Progress\n\
        Ironpot,District Approved\nJuniper,Approved with restrictions\nKestrel,Approved until 6/30/2027\n\
        Lapwing,N/A\n";
    let told = import(&district, "approvals", table, &[]).ok().json();
    assert_eq!(counts(&told), [12, 11, 0, 0, 0]);
    assert_eq!(told["set_aside"], 1);
    let products = fields(&district, "product", "name");
    assert!(!products.contains(&"Lapwing".to_owned()), "{products:?}");
    assert_eq!(
        fields(&district, "approval", "status"),
        [
            "approved",
            "conditional",
            "approved",
            "denied",
            "denied",
            "approved",
            "denied",
            "under_review",
            "approved",
            "conditional",
            "approved"
        ]
    );
    let one = |at: usize, field: &str| fields(&district, "approval", field)[at].clone();
    assert_eq!(one(0, "audience"), "staff");
    assert_eq!(one(1, "conditions"), "Parent consent");
    // Imported on March 10, 2026.
    assert_eq!(one(2, "until"), "2026-03-09");
    assert_eq!(one(5, "grades"), "K-5");
    assert_eq!(one(9, "conditions"), "Restrictions: see the note");
    assert_eq!(one(10, "until"), "2027-06-30");
    let notes = said(&told, "warnings");
    for note in [
        "4 Status `Expired`: no day is given; read as approved until 2026-03-09, which is past",
        "11 Status `Approved with restrictions`: read as conditional",
        "13 Status `N/A`: means not known; the row is set aside",
    ] {
        assert!(
            notes.iter().any(|one| one.starts_with(note)),
            "{note}: {notes:?}"
        );
    }
    // What the word says and what a column says must agree.
    let table = "product,status,grades\nAldermoor,Approved for grades K-5,6-8\n";
    let refused = import(&district, "approvals", table, &[]);
    assert!(
        said(&refused.json(), "rejected")[0].contains("`grades` says something else"),
        "{refused:?}"
    );
}

#[test]
fn a_word_nobody_knows_is_asked_about_once_and_remembered() {
    let district = District::new();
    let table = "product,status\nAldermoor,Weird\nBirchwater,weird\n";
    let refused = import(&district, "approvals", table, &[]);
    assert_eq!(refused.code, 1);
    let why = &said(&refused.json(), "rejected")[0];
    // The word as it stands in the file, and the way out.
    assert!(
        why.starts_with("2 status `Weird`: not one of discovered,"),
        "{why}"
    );
    assert!(why.contains("--map \"status:Weird="), "{why}");
    // A meaning that is none is not remembered.
    let wrong = import(
        &district,
        "approvals",
        table,
        &["--map", "status:Weird=denyed"],
    );
    assert_eq!(wrong.code, 1);
    assert!(district.all("word").is_empty());

    let map = ["--map", "status:Weird=denied"];
    let told = import(&district, "approvals", table, &map).ok().json();
    assert_eq!(counts(&told), [2, 2, 0, 0, 0]);
    assert_eq!(
        said(&told, "warnings"),
        ["2 status `Weird`: read as `denied` in 2 rows, and remembered"]
    );
    assert_eq!(
        fields(&district, "approval", "status"),
        ["denied", "denied"]
    );
    // The next file needs no option, and says by what it was read.
    let next = "product,status\nCinderbrook,WEIRD\n";
    let told = import(&district, "approvals", next, &[]).ok().json();
    assert_eq!(counts(&told), [1, 1, 0, 0, 0]);
    assert!(
        said(&told, "warnings")[0]
            .starts_with("2 status `Weird`: read as `denied` in 1 row, as was said before")
    );
    // Said again otherwise, the newest saying holds; nothing else of the file changes a row twice.
    let again = import(
        &district,
        "approvals",
        next,
        &["--map", "status:weird=retired"],
    )
    .ok()
    .json();
    assert_eq!(counts(&again), [1, 0, 1, 0, 0]);
    assert_eq!(fields(&district, "word", "ours"), ["retired"]);
    // Listed, forgotten, brought back.
    let listed = district.run(&["words", "list", "--json"]).ok().json();
    assert_eq!(
        listed,
        json!([{ "files": "approvals", "field": "status", "theirs": "weird", "ours": "retired" }])
    );
    district.run(&["words", "forget", "Weird"]).ok();
    assert_eq!(import(&district, "approvals", next, &[]).code, 1);
    district.run(&["undo"]).ok();
    assert_eq!(import(&district, "approvals", next, &[]).code, 0);
    assert_eq!(district.run(&["words", "forget", "nothing"]).code, 1);
    // A dump holds it, and the office made of it is the same.
    let dump = district.dump();
    let file = district.file("all.jsonl", &dump);
    let copy = district.path("copy.db");
    let copy = copy.to_str().unwrap();
    district
        .run(&["load", file.to_str().unwrap(), "--db", copy])
        .ok();
    assert!(district.run(&["dump", "--db", copy]).ok().out == dump);
}

#[test]
fn what_words_mean_is_said_for_every_field_and_undone_with_the_import() {
    let district = District::new();
    import(
        &district,
        "schools",
        "name,code\nFerry Street High School,FER\n",
        &[],
    )
    .ok();
    for (kind, table, map, noun, field, is) in [
        (
            "schools",
            "name,level\nPine Court,Span\n",
            "level:Span=combined",
            "school",
            "level",
            "combined",
        ),
        (
            "products",
            "name,kind\nGullwing,Portal\n",
            "kind:Portal=web",
            "product",
            "kind",
            "web",
        ),
        (
            "contracts",
            "number,product,ends,model\nN1,Gullwing,2027-06-30,Per Head\n",
            "model:per head=per_student",
            "line",
            "model",
            "per_student",
        ),
        (
            "contracts",
            "number,product,ends,auto_renew\nN2,Gullwing,2027-06-30,Evergreen\n",
            "auto_renew:Evergreen=yes",
            "contract",
            "auto_renew",
            "1",
        ),
        (
            "inventory",
            "school,product\nThe Big One,Gullwing\n",
            "school:The Big One=FER",
            "inventory",
            "school",
            "1",
        ),
        (
            "contracts",
            "number,product,ends,schools\nN3,Gull Wing App,2027-06-30,The Big One\n",
            "product:Gull Wing App=Gullwing",
            "line",
            "schools",
            "[1]",
        ),
        (
            "approvals",
            "product,status,grades\nGullwing,ok,Elementary\n",
            "grades:Elementary=K-5",
            "approval",
            "grades",
            "K-5",
        ),
    ] {
        let before = district.records();
        let told = import(&district, kind, table, &["--map", map]).ok().json();
        let last = fields(&district, noun, field).pop().unwrap();
        assert!(last == is || (is == "1" && last == "true"), "{map}: {last}");
        let set = told["change_set"].to_string();
        let after = district.records();
        district.run(&["undo", &set]).ok();
        assert!(district.records() == before, "{map}");
        district.run(&["redo"]).ok();
        assert!(district.records() == after, "{map}");
    }
    let products = fields(&district, "product", "name");
    assert_eq!(products, ["Gullwing"]);
    for (map, why) in [
        ("colour:Red=blue", "have no field `colour`"),
        ("status:Red", "does not say what a word means"),
        ("status:=denied", "does not say what a word means"),
    ] {
        let answer = import(
            &district,
            "approvals",
            "product,status\nA,ok\n",
            &["--map", map],
        );
        assert_eq!(answer.code, 1);
        assert!(answer.err.contains(why), "{map}: {answer:?}");
    }
    let unused = import(
        &district,
        "approvals",
        "product,status\nGullwing,ok\n",
        &["--map", "status:Red=denied"],
    );
    assert!(
        said(&unused.ok().json(), "warnings")[0]
            .contains("no row that can be read says so; it is not remembered")
    );
}

#[test]
fn a_school_in_other_words_is_met_where_one_fits_and_else_the_nearest_is_named() {
    let district = District::new();
    let schools = "name,code\nJuniper Hill Elementary,JUN\nFerry Street High School,FER\n";
    import(&district, "schools", schools, &[]).ok();
    let table = "School,Product,Seats\nJuniper Hill ES,Letterloop,10\nJuniper Hill Elem,Gullwing,10\n\
        Juniper Hill Elementary School,Hobnail,10\nFerry Street HS,Kestrel,10\n\
        Ferry St High School,Lantern,10\nJuniper Hill ES,Marrow,10\n";
    let told = import(&district, "inventory", table, &[]).ok().json();
    assert_eq!(counts(&told), [6, 6, 0, 0, 0]);
    assert_eq!(
        fields(&district, "inventory", "school"),
        ["1", "1", "1", "2", "2", "1"]
    );
    let notes = said(&told, "warnings");
    assert_eq!(
        notes[0],
        "2 School `Juniper Hill ES`: read as Juniper Hill Elementary (JUN), the only school that is called so"
    );
    // Each name is told once.
    assert_eq!(
        notes
            .iter()
            .filter(|n| n.contains("`Juniper Hill ES`"))
            .count(),
        1,
        "{notes:?}"
    );
    let near = "School,Product,Seats\nJuniper Hill,Mulberry,10\n";
    let refused = import(&district, "inventory", near, &[]);
    let why = &said(&refused.json(), "rejected")[0];
    assert_eq!(
        why,
        "2 School `Juniper Hill`: no school is called so; the nearest is Juniper Hill Elementary (JUN). \
         If it is that one, say so once: --map \"school:Juniper Hill=JUN\""
    );
    import(
        &district,
        "inventory",
        near,
        &["--map", "school:Juniper Hill=JUN"],
    )
    .ok();
    import(
        &district,
        "training",
        "school,product\nJuniper Hill,Mulberry\n",
        &[],
    )
    .ok();
    // Two that could be meant are not chosen between.
    import(
        &district,
        "schools",
        "name,code\nJuniper Hill ES,JH2\n",
        &[],
    )
    .ok();
    let both = "School,Product\nJuniper Hill Elementary School,Nettle\n";
    assert_eq!(import(&district, "inventory", both, &[]).code, 1);
}

#[test]
fn words_that_fit_two_schools_or_name_two_teach_none() {
    let district = District::new();
    let schools =
        "name,code\nLincoln Elementary,LIN\nLincoln High School,LHS\nJuniper Hill K-8,JUN\n";
    import(&district, "schools", schools, &[]).ok();
    let why = |kind: &str, table: &str| {
        let refused = import(&district, kind, table, &[]);
        said(&refused.json(), "rejected")[0].clone()
    };
    assert_eq!(
        why("inventory", "school,product\nLincoln,Letterloop\n"),
        "2 school `Lincoln`: no school is called so; it fits 2 schools: Lincoln High School (LHS), Lincoln \
         Elementary (LIN). Say once which one it is: --map \"school:Lincoln=CODE\""
    );
    let two = "Lincoln Elementary, Juniper Hill K-8";
    let among = "more than one school in one cell, Lincoln Elementary (LIN), Juniper Hill K-8 (JUN) among them";
    assert_eq!(
        why(
            "inventory",
            &format!("school,product\n\"{two}\",Letterloop\n")
        ),
        format!("2 school `{two}`: {among}; give each a row of its own")
    );
    assert_eq!(
        why(
            "contracts",
            &format!("product,term_end,schools\nLetterloop,2027-06-30,\"{two}\"\n")
        ),
        format!("2 schools `{two}`: {among}; put `;` between them")
    );
    let one = why(
        "inventory",
        "school,product\nLincoln Elementary and Juniper,Letterloop\n",
    );
    assert!(
        one.contains("cell, Lincoln Elementary (LIN) among them"),
        "{one}"
    );
}

#[test]
fn a_renewal_date_and_rows_of_no_school_are_told() {
    let district = District::new();
    let table = "product,Renewal Date\nGullwing,2027-07-01\nKestrel,2027-07-01\n";
    let told = import(&district, "contracts", table, &[]).ok().json();
    let notes = said(&told, "warnings");
    let of_day = notes
        .iter()
        .filter(|note| note.contains("the last day that is covered, 2027-07-01"));
    assert_eq!(of_day.count(), 1, "{notes:?}");

    let orgs = "sourcedId,name,type\n1,Harlow County Schools,district\n2,Juniper Hill,school\n\
        3,Harlow College,university\n4,Ministry,ministryOfEducation\n";
    let told = import(&district, "schools", orgs, &[]).ok().json();
    assert_eq!(
        (counts(&told), &told["set_aside"]),
        ([4, 1, 0, 0, 0], &json!(3))
    );
    assert_eq!(fields(&district, "school", "name"), ["Juniper Hill"]);
    assert!(
        said(&told, "warnings")[0]
            .starts_with("2 type `district`: is no school; the row is set aside")
    );

    let users = "username,givenName,familyName\nklee,Kim,Lee\n";
    import(&district, "people", users, &[]).ok();
    assert_eq!(fields(&district, "person", "name"), ["ada", "Kim Lee"]);
}

#[test]
fn a_notice_in_words_is_read() {
    let district = District::new();
    let table = "number,product,ends,notice\nN1,Gullwing,2027-06-30,two months\nN2,Gullwing,2027-06-30,Sixty days\n";
    import(&district, "contracts", table, &[]).ok();
    assert_eq!(fields(&district, "contract", "notice"), ["2", "60"]);
    assert_eq!(
        fields(&district, "contract", "notice_unit"),
        ["months", "days"]
    );
}

#[test]
fn a_price_that_says_dollars_and_seats_that_say_bought_are_read() {
    for (header, total, quantity, unit) in [
        ("unit_cost_usd,seats_purchased", "null", "120", "3600"),
        (
            "Price per Seat in US Dollars,Number of Seats",
            "null",
            "120",
            "3600",
        ),
        ("Total USD,Licenses Ordered", "3600", "120", "null"),
        ("AmountUSD,seats bought", "3600", "120", "null"),
        // Another currency is no price that is read.
        ("unit_cost_eur,Seats", "null", "120", "null"),
        ("Dollars,Seats", "null", "120", "null"),
    ] {
        let district = District::new();
        let table = format!(
            "software,vendor,{header},contract_start,contract_end\n\
             Quillbarrow,Marsh Lane Press,36,120,2026-01-01,2026-12-31\n"
        );
        import(&district, "contracts", &table, &[]).ok();
        let found = ["total_cents", "quantity", "unit_cents"].map(|f| fields(&district, "line", f));
        assert_eq!(found, [[total], [quantity], [unit]], "{header}");
    }
}

#[test]
fn what_renews_every_few_months_costs_as_much_a_year_wherever_it_is_told() {
    let district = District::new();
    let table = "number,product,vendor,term_start,term_end,auto_renew,renew_months,notice,total\n\
        L-1,Monthender,Pinfold,2026-07-01,2026-07-31,yes,1,10 days,100\n\
        L-2,Quarterend,Pinfold,2026-07-01,2026-09-30,yes,3,10 days,300\n\
        L-3,Halfyear,Pinfold,2026-07-01,2026-12-31,yes,6,30 days,600\n";
    import(&district, "contracts", table, &[]).ok();
    let told = |words: &[&str]| -> Json {
        let words = [words, &["--json", "--now", "2026-11-29"]].concat();
        district.run(&words).ok().json()
    };
    let rows = told(&["renewals", "--all"]);
    let a_year = rows.as_array().unwrap().iter();
    let a_year: Vec<i64> = a_year
        .filter_map(|row| row["annual_cents"].as_i64())
        .collect();
    assert_eq!(a_year, [120_000; 3]);
    let next = told(&["renewal", "show", "L-1"]);
    assert_eq!(next["next_year_cents"], json!(120_000));
    // Fiscal year 2027 is July 2026 to June 2027: a whole year of each.
    assert_eq!(
        told(&["waste", "--fy", "2027"])["spend_cents"],
        json!(360_000)
    );
}

/// Of the name that a row says there are two schools by now, and the code is that of a third: it is not renamed.
#[test]
fn a_code_of_another_school_than_all_of_that_name_is_asked_about() {
    let district = District::new();
    district.take("schools", "name,code\nJuniper Hill,JUN\nFerry Street,FER\n");
    district.take("schools", "name,code\nFerry Street,FST\n");
    let before = district.dump();
    let told = import(&district, "schools", "name,code\nFerry Street,JUN\n", &[]).json();
    assert_eq!(
        said(&told, "rejected"),
        [
            "2 code `JUN`: the code is another school's than the name `Ferry Street`; correct one of the two"
        ]
    );
    assert!(district.dump() == before);
    // Its own name, and a new one that nobody has, are as before.
    let told = import(
        &district,
        "schools",
        "name,code\nJuniper Hill ES,JUN\n",
        &[],
    )
    .json();
    assert_eq!(counts(&told), [1, 0, 1, 0, 0]);
}
