//! What the listing commands answer: fields as promised, text in line, one fact a line for ears.

use super::desk::{Desk, fields};

#[test]
fn json_has_the_promised_fields_in_order() {
    let desk = Desk::furnished();
    for (line, promised) in [
        (
            "inventory LIN",
            "product_id product school status seats used used_pct cost_cents bought_by contract cover_pct basis \
             unused_cents term_end",
        ),
        (
            "history",
            "seq at who what entity id name field old new reason change_set login place clock",
        ),
        (
            "schools",
            "school_id code school level grades enrollment staff products cost_cents per_student_cents unused_cents basis hidden",
        ),
        (
            "people list",
            "login name email roles schools left_on since",
        ),
    ] {
        let answer = desk.json(line);
        let rows = answer.as_array().unwrap();
        assert!(!rows.is_empty(), "{line}");
        for row in rows {
            assert_eq!(fields(row), promised, "{line}");
        }
    }
    assert_eq!(
        fields(&desk.json("check")),
        "ok file schema_version problems warnings head"
    );
    let undone = desk.json("undo");
    assert_eq!(fields(&undone), "undid records change_set");
    let back = desk.json(&format!("undo {}", undone["change_set"]));
    assert_eq!(fields(&back), "redid records change_set");
    desk.ok("undo");
    assert_eq!(fields(&desk.json("redo")), "redid records change_set");
    assert_eq!(
        fields(&desk.json("import schools schools.csv")),
        "kind file read added changed unchanged warnings rejected change_set repeated set_aside credits half_days renamed"
    );
    let status = desk.json("status quill pad edu lincoln");
    assert_eq!(
        fields(&status),
        "query school grade as_of results nearest unknown"
    );
    let result = fields(&status["results"][0]);
    for promised in [
        "product_id product vendor matched_alias verdict answer reason conditions valid_until where",
        "seats next_step",
        "alternatives say four",
    ] {
        assert!(result.contains(promised), "{result}");
    }
    let (seats, four) = (
        &status["results"][0]["seats"],
        &status["results"][0]["four"],
    );
    assert_eq!(fields(seats), "purchased allotted used free");
    assert_eq!(fields(four), "approval entitlement provisioning fit");
}

#[test]
fn a_schools_inventory_says_what_it_costs_and_whether_it_is_used() {
    let desk = Desk::furnished();
    let rows = desk.json("inventory lincoln");
    assert_eq!(
        rows.to_string(),
        concat!(
            r#"[{"product_id":1,"product":"Quill Pad EDU","school":"Lincoln ES","status":"YES, CONDITIONS","#,
            r#""seats":120,"used":90,"used_pct":75,"cost_cents":118800,"bought_by":"district","#,
            r#""contract":"C-117","cover_pct":29,"basis":"year_price","unused_cents":29700,"term_end":"2026-08-31"}]"#
        )
    );
    assert_eq!(
        desk.ok("inventory oak"),
        "PRODUCT        STATUS     SEATS  USED  USE  COVER  YEAR PRICE  BOUGHT BY    CONTRACT\n\
         Numberly       NO            30                5%     $500.00  Oak Hill MS  C-1\n\
         Quill Pad EDU  NOT ASKED                              $198.00  district     C-117\n"
    );
}

#[test]
fn every_list_comes_as_text_csv_and_linear_text() {
    let desk = Desk::furnished();
    assert_eq!(
        desk.ok("schools"),
        "SCHOOL       CODE  STUDENTS  PRODUCTS  YEAR PRICE  A STUDENT  UNUSED SEATS\n\
         Lincoln ES   LIN        412         1   $1,188.00      $2.88       $297.00\n\
         Oak Hill MS  OAK        571         2     $698.00      $1.22         $0.00\n"
    );
    let csv = desk.ok("schools --csv");
    assert_eq!(
        csv.lines().nth(1),
        Some("1,LIN,Lincoln ES,elementary,K-5,412,24,1,1188.00,2.88,297.00,year_price,0")
    );
    assert_eq!(
        desk.ok("schools --plain").lines().next(),
        Some(
            "Lincoln ES: code LIN, students 412, products 1, year price $1,188.00, a student $2.88, unused seats $297.00."
        )
    );
    for line in ["inventory LIN", "history", "people list"] {
        let [text, csv, plain] =
            ["", " --csv", " --plain"].map(|form| desk.ok(&format!("{line}{form}")));
        let rows = desk.json(line).as_array().unwrap().len();
        assert_eq!(text.lines().count(), rows + 1, "{line}");
        assert_eq!(csv.lines().count(), rows + 1, "{line}");
        assert_eq!(plain.lines().count(), rows, "{line}");
    }
}

#[test]
fn a_status_has_a_row_for_each_product_that_fits() {
    let desk = Desk::furnished();
    let results = desk.json("status qp lincoln")["results"].clone();
    let csv = desk.ok("status qp lincoln --csv");
    let mut lines = csv.lines();
    assert!(
        lines.next().unwrap().starts_with(
            "product_id,product,vendor,matched_alias,verdict,answer,reason,conditions"
        )
    );
    assert_eq!(lines.count(), results.as_array().unwrap().len());
    assert!(
        csv.contains(results[0]["verdict"].as_str().unwrap()),
        "{csv}"
    );
    let nothing = desk.run(&["status", "zzzz", "--csv"]);
    assert_eq!((nothing.code, nothing.out.lines().count()), (3, 1));
}

/// With a school alone every product fits, and the first of them is nobody's answer.
#[test]
fn a_school_alone_is_no_question() {
    let desk = Desk::furnished();
    for line in ["status lin", "status LIN --json", "product lin"] {
        let said = desk.fails(line, 1);
        assert!(
            said.contains("names Lincoln ES and no product"),
            "{line}: {said}"
        );
    }
    assert!(
        desk.run(&["status", " "])
            .err
            .contains("no product was named")
    );
}

#[test]
fn words_name_a_school_or_a_product_and_the_nearest_are_offered() {
    let desk = Desk::furnished();
    for (line, says) in [
        ("inventory lincon", "nearest: Lincoln ES"),
        ("history numbrely x", "nothing here is called `numbrely x`"),
        ("history numbrely", "`numbrely`; nearest: Numberly"),
        (
            "history quill",
            "`quill`; nearest: Quill Pad, Quill Pad EDU",
        ),
        ("status zzzz", "nothing here is called `zzzz`"),
    ] {
        let said = desk.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 3, "{line}");
        assert!(said.err.contains(says), "{line}: {}", said.err);
    }
    for (words, about) in [
        ("numberly", "Numberly"),
        ("quillpad classic", "Quill Pad EDU"),
        ("lin", "Lincoln ES"),
        ("oak hill", "Oak Hill MS"),
    ] {
        let rows = desk.json(&format!("history {words}"));
        let names: Vec<&str> = rows
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|r| r["name"].as_str())
            .collect();
        assert!(names.contains(&about), "{words}: {names:?}");
    }
    assert!(
        desk.fails("history numberly lincoln", 1)
            .contains("a product and a school")
    );
    desk.file("more.csv", "name,code\nLincoln HS,LHS\n");
    desk.ok("import schools more.csv");
    let err = desk.fails("inventory lincoln", 1);
    assert!(err.contains("Lincoln ES (LIN), Lincoln HS (LHS)"), "{err}");
}

#[test]
fn a_script_has_all_of_history_and_a_person_is_told_what_is_left_out() {
    let desk = Desk::furnished();
    let rows: Vec<String> = (0..250).map(|n| format!("Thing {n}\n")).collect();
    let rows = rows.concat();
    desk.file("things.csv", &format!("name\n{rows}"));
    desk.ok("import products things.csv");
    let all = desk.json("history").as_array().unwrap().len();
    assert!(all > 250, "{all}");
    assert_eq!(desk.ok("history --csv").lines().count(), all + 1);
    let said = desk.run(&["history"]);
    assert_eq!(said.out.lines().count(), 201);
    assert!(
        said.err.contains("the newest 200 lines; there are more"),
        "{}",
        said.err
    );
    let said = desk.run(&["history", "--limit", "5", "--json"]);
    assert!(said.err.contains("the newest 5 lines"), "{}", said.err);
    let said = desk.run(&["history", "--limit", &all.to_string()]);
    assert_eq!((said.out.lines().count(), said.err.as_str()), (all + 1, ""));
}

#[test]
fn history_is_of_a_person_since_a_day_and_not_too_long() {
    let desk = Desk::furnished();
    let all = desk.json("history").as_array().unwrap().len();
    assert!(all > 20);
    for (line, rows) in [
        ("history --limit 3", 3),
        ("history --person reyes", 0),
        ("history --since 2026-03-11", 0),
        ("history --since 2026-03-10 --person ada", all),
    ] {
        assert_eq!(desk.json(line).as_array().unwrap().len(), rows, "{line}");
    }
}

/// What `status` says in JSON, whether it found something or not.
fn status(desk: &Desk, words: &str) -> (i32, serde_json::Value, String) {
    let mut line = vec!["status"];
    line.extend(words.split(' '));
    line.push("--json");
    let said = desk.run(&line);
    (
        said.code,
        serde_json::from_str(&said.out).unwrap(),
        said.err,
    )
}

#[test]
fn a_verdict_is_spoken_only_for_a_product_that_the_words_name() {
    let desk = Desk::furnished();
    for (words, product, by) in [
        ("numberly", "Numberly", "name"),
        ("QUILL-PAD edu", "Quill Pad EDU", "name"),
        ("quill pad", "Quill Pad", "name"),
        ("qp", "Quill Pad EDU", "alias"),
        ("7001", "Quill Pad EDU", "id"),
        ("edu quil pad", "Quill Pad EDU", "short"),
        ("quipaded", "Quill Pad EDU", "short"),
        ("numbrely", "Numberly", "typo"),
        ("quillpad clasic", "Quill Pad EDU", "typo"),
        ("numberly lincoln", "Numberly", "name"),
        ("lincoln es numberly", "Numberly", "name"),
        ("numberly grade 4 OAK", "Numberly", "name"),
    ] {
        let (code, said, err) = status(&desk, words);
        assert_eq!(code, 0, "{words}: {err}");
        let results = said["results"].as_array().unwrap();
        let found: Vec<_> = results
            .iter()
            .map(|r| (&r["product"], &r["match"]))
            .collect();
        assert_eq!(found, [(&product.into(), &by.into())], "{words}");
        assert_eq!(said["nearest"].to_string(), "[]", "{words}");
    }
    for (words, nearest, unknown) in [
        ("quill", "Quill Pad", "[]"),
        ("numberl", "Numberly", "[]"),
        ("numberlys", "Numberly", "[]"),
        ("numberly kids", "Numberly", "[\"kids\"]"),
        ("quill pad edu linkoln", "Quill Pad EDU", "[\"linkoln\"]"),
        ("qp linc", "Quill Pad EDU", "[\"linc\"]"),
    ] {
        let (code, said, err) = status(&desk, words);
        assert_eq!(
            (code, said["results"].to_string().as_str()),
            (3, "[]"),
            "{words}"
        );
        assert_eq!(said["nearest"][0]["product"], nearest, "{words}");
        assert_eq!(said["unknown"].to_string(), unknown, "{words}");
        assert!(
            err.contains(&format!("nearest: {nearest}, ")),
            "{words}: {err}"
        );
    }
}

/// Each school has its own answer, in the order in which they were named.
#[test]
fn several_schools_are_answered_one_after_the_other() {
    let desk = Desk::furnished();
    let each = ["status qp LIN", "status qp OAK"].map(|line| desk.ok(line));
    for line in [
        "status qp LIN OAK",
        "status qp LIN, OAK",
        "status lincoln oak qp",
        "status can we use qp at lincoln es and oak",
    ] {
        if line.starts_with("status lincoln") {
            assert_eq!(desk.json(line)["results"].as_array().unwrap().len(), 2);
        }
        assert_eq!(desk.ok(line), each.concat(), "{line}");
    }
    let said = desk.json("status qp OAK lincoln");
    assert_eq!(
        fields(&said),
        "query school grade as_of results nearest unknown"
    );
    assert_eq!(said["school"], "Oak Hill MS; Lincoln ES");
    for (at, (code, school)) in [("OAK", "Oak Hill MS"), ("LIN", "Lincoln ES")]
        .into_iter()
        .enumerate()
    {
        let one = desk.json(&format!("status qp {code}"));
        assert_eq!(one["school"], school);
        assert_eq!(said["results"][at], one["results"][0]);
        assert_eq!(said["results"][at]["school"], school);
    }
    let csv = desk.ok("status qp LIN OAK --csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    // For whom it is asked: this is for staff only.
    let said = desk.json("status is qp ok for students at lincoln");
    assert_eq!(said["results"][0]["answer"], "NO", "{said}");
    let said = desk.ok("status qp for our teachers at LIN");
    assert!(said.contains("approved at Lincoln ES for staff"), "{said}");
    // The same school twice is one, and a card is about one.
    assert_eq!(desk.ok("status qp LIN lincoln"), each[0]);
    let said = desk.fails("product qp LIN OAK", 1);
    assert!(said.contains("Lincoln ES; Oak Hill MS"), "{said}");
}

/// People paste where they saw it. A host is compared whole.
#[test]
fn a_web_address_names_the_product_that_is_there() {
    let desk = Desk::demo();
    let by_name = desk.json("status storyloam")["results"][0].clone();
    for words in [
        "storyloam.example",
        "https://storyloam.example",
        "http://www.Storyloam.example/",
        "https://storyloam.example:443/login?next=%2Fbooks#top",
        "(storyloam.example)",
    ] {
        let (code, said, err) = status(&desk, words);
        assert_eq!(code, 0, "{words}: {err}");
        let result = &said["results"][0];
        assert_eq!(result["product"], by_name["product"], "{words}");
        assert_eq!(result["verdict"], by_name["verdict"], "{words}");
        let named = (&result["match"], &result["matched_alias"]);
        assert_eq!(
            named,
            (&"alias".into(), &"storyloam.example".into()),
            "{words}"
        );
    }
    let at_school = desk.json("status is storyloam.example ok at lin?")["results"][0].clone();
    assert_eq!(
        at_school["product"], by_name["product"],
        "beside a school and words around it"
    );
    for words in [
        "notstoryloam.example",
        "https://books.storyloam.example",
        "storyloam.example.com",
        "nowhere.example",
    ] {
        let (code, said, _) = status(&desk, words);
        assert_eq!(
            (code, said["results"].to_string().as_str()),
            (3, "[]"),
            "{words}"
        );
    }
    // A host that products share names them all, and a deed asks which.
    let (code, said, err) = status(&desk, "brightwhistle.example");
    let products = said["results"].as_array().unwrap();
    assert_eq!((code, products.len()), (0, 2), "{err}");
    let said = desk.run(&["status", "https://brightwhistle.example/app"]);
    assert!(
        said.err
            .starts_with("2 products are at `brightwhistle.example`; name it by its number: P-"),
        "{}",
        said.err
    );
    for product in products {
        let name = product["product"].as_str().unwrap();
        assert!(said.out.contains(&format!("{name}: ")), "{}", said.out);
    }
    let said = desk.fails("alias whistles --of brightwhistle.example", 1);
    assert!(said.contains("2 products are called"), "{said}");
}

/// A yes at one school is not heard as a yes at all: the headline says where.
#[test]
fn the_headline_says_where_it_holds() {
    let desk = Desk::furnished();
    let first = |line: &str| desk.ok(line).lines().next().unwrap().to_owned();
    assert_eq!(
        first("status qp"),
        "Quill Pad EDU: YES, CONDITIONS at 1 of 2 schools, until Tue Jun 30 2026."
    );
    assert_eq!(
        first("status qp LIN"),
        "Quill Pad EDU at Lincoln ES: YES, CONDITIONS, until Tue Jun 30 2026."
    );
    assert_eq!(first("status numberly"), "Numberly: NO.");
    for (line, headline) in [
        ("status qp", "YES, CONDITIONS at 1 of 2 schools"),
        ("status qp LIN", "YES, CONDITIONS at Lincoln ES"),
        ("status numberly", "NO"),
    ] {
        assert_eq!(
            desk.json(line)["results"][0]["headline"],
            headline,
            "{line}"
        );
    }
}

#[test]
fn what_is_not_listed_is_said_so_with_the_nearest_apart() {
    let desk = Desk::furnished();
    let said = desk.run(&["status", "numberl"]);
    assert_eq!(said.code, 3);
    assert!(
        said.out.starts_with("numberl: NOT LISTED.\n"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("Say: Numberl is not on our list"),
        "{}",
        said.out
    );
    assert_eq!(
        said.err,
        "error: nothing here is called `numberl`; nearest: Numberly, NO\n"
    );
    let said = desk.run(&["status", "numberly", "linkoln"]);
    assert_eq!(
        said.err,
        "error: no school is called \"linkoln\"; nearest: Numberly, NO\n"
    );
    assert!(
        said.out
            .contains("Say: Numberly is on our list, but no school is called \"linkoln\"."),
        "{}",
        said.out
    );
    // With a school given, no part of the words is taken for another.
    for line in [
        ["numberly linkoln", "--school=LIN"],
        ["numberly linkoln", "LIN"],
    ] {
        let said = desk.run(&[&["status"], &line[..]].concat());
        assert_eq!(said.code, 3);
        let told = said.out + &said.err;
        assert!(
            !told.to_lowercase().contains("no school is called"),
            "{told}"
        );
        assert!(told.contains("Numberly"), "{told}");
    }
    assert!(
        said.out.contains("No school is called \"linkoln\""),
        "{}",
        said.out
    );
}

#[test]
fn grades_in_the_words_are_understood() {
    let desk = Desk::furnished();
    for (words, grade) in [
        ("qp LIN grade 4", "4"),
        ("grade 4 qp LIN", "4"),
        ("qp 4th grade LIN", "4"),
        ("qp 3-5 LIN", "3-5"),
        ("qp LIN kindergarten", "K"),
        ("qp LIN grades k-2", "K-2"),
    ] {
        let (code, said, err) = status(&desk, words);
        assert_eq!(code, 0, "{words}: {err}");
        assert_eq!(said["grade"], grade, "{words}");
        assert_eq!(said["school"], "Lincoln ES", "{words}");
        let (_, option, _) = status(&desk, &format!("qp LIN --grade {}", &grade[..1]));
        let (said, option) = (&said["results"][0], &option["results"][0]);
        assert_eq!(said["verdict"], option["verdict"], "{words}");
    }
}

#[test]
fn the_words_of_a_note_are_read_on_the_card() {
    let desk = Desk::furnished();
    desk.ok("note quill pad edu --text Ask_Bob");
    assert!(
        desk.ok("product quill pad edu")
            .contains("note on Quill Pad EDU: Ask_Bob.\n"),
        "{}",
        desk.ok("product quill pad edu")
    );
    let change = &desk.json("product quill pad edu")["changes"][0]["what"];
    assert_eq!(change, "note on Quill Pad EDU: Ask_Bob");
}

#[test]
fn no_deed_takes_a_guess() {
    let desk = Desk::furnished();
    for (line, code, says) in [
        ("note numbrely --text x", 3, "nearest: Numberly"),
        ("note quill --text x", 3, "nearest: Quill Pad"),
        ("history numberl", 3, "nearest: Numberly"),
        (
            "product quill",
            3,
            "nearest: Quill Pad, NOT ASKED; Quill Pad EDU, YES, CONDITIONS at Lincoln ES",
        ),
        (
            "request duplicate R-1 --of numbrely --reason x",
            3,
            "nearest: Numberly",
        ),
        ("note linc --text x", 3, "nothing here is called `linc`"),
        (
            "inventory linc",
            3,
            "no open school is called `linc`; nearest: Lincoln ES",
        ),
    ] {
        let said = desk.fails(line, code);
        assert!(said.contains(says), "{line}: {said}");
    }
    for (line, on) in [
        ("note 7001 --text x", "Quill Pad EDU"),
        ("note edu quil pad --text x", "Quill Pad EDU"),
        ("note lincoln --text x", "Lincoln ES"),
    ] {
        assert!(
            desk.ok(line).starts_with(&format!("Noted on {on}.")),
            "{line}"
        );
    }
}

#[test]
fn names_told_apart_by_a_sign_are_two() {
    let desk = Desk::empty();
    desk.file(
        "p.csv",
        "name,vendor\nC++ Primer,Pinfold\nC# Primer,Pinfold\nC Primer,Pinfold\n",
    );
    assert!(desk.ok("import products p.csv").contains("3 added"));
    for (words, product) in [
        ("c# primer", "C# Primer"),
        ("c primer", "C Primer"),
        ("c++ primer", "C++ Primer"),
        ("C++Primer", "C++ Primer"),
    ] {
        let (code, said, err) = status(&desk, words);
        assert_eq!(code, 0, "{words}: {err}");
        assert_eq!(said["results"][0]["product"], product, "{words}");
    }
    let (code, said, _) = status(&desk, "c#");
    assert_eq!(
        (code, &said["nearest"][0]["product"]),
        (3, &"C# Primer".into())
    );
}

#[test]
fn a_login_that_nobody_has_is_refused_with_the_nearest() {
    let desk = Desk::furnished();
    for (line, says) in [
        (
            "history --person nguyn",
            "nobody has the login `nguyn`; nearest: nguyen",
        ),
        (
            "--as reys queue --mine",
            "nobody has the login `reys`; nearest: reyes",
        ),
        (
            "people leave aad",
            "nobody has the login `aad`; nearest: ada",
        ),
    ] {
        let said = desk.fails(line, 3);
        assert!(said.contains(says), "{line}: {said}");
    }
    desk.ok("--as reyes queue --mine");
}

#[test]
fn a_name_that_people_say_is_answered_from_then_on() {
    let desk = Desk::furnished();
    let call = ["status", "counting", "app", "--json"];
    assert_eq!(desk.run(&call).code, 3);
    let said = desk.ok("alias counting app --of numberly");
    assert!(
        said.starts_with("`counting app` is Numberly from now on."),
        "{said}"
    );
    let (code, said, _) = status(&desk, "counting app");
    let result = &said["results"][0];
    assert_eq!((code, &result["product"]), (0, &"Numberly".into()));
    assert_eq!(
        (&result["match"], &result["matched_alias"]),
        (&"alias".into(), &"counting app".into())
    );
    desk.ok("undo");
    assert_eq!(desk.run(&call).code, 3);
    for (line, code, says) in [
        ("alias abacus --of numbrely", 3, "nearest: Numberly"),
        (
            "alias qp --of numberly",
            1,
            "`qp` names Quill Pad EDU already",
        ),
        (
            "alias quill-pad --of numberly",
            1,
            "`quill-pad` names Quill Pad already",
        ),
    ] {
        let said = desk.fails(line, code);
        assert!(said.contains(says), "{line}: {said}");
    }
}

/// A school that is no more is said to be closed, wherever it is named, and no sentence sends anybody there.
#[test]
fn a_closed_school_is_said_to_be_closed() {
    let desk = Desk::furnished();
    desk.file(
        "more.csv",
        "name,code,grades,open\nElder Elementary,ELD,K-5,no\n",
    );
    desk.ok("import schools more.csv");
    desk.file(
        "approvals.csv",
        "product,status,schools\nTinyTimer,approved,LIN;ELD\n",
    );
    desk.ok("import approvals approvals.csv");
    let closed = "Elder Elementary is closed";
    for line in [
        "status tinytimer eld",
        "status tinytimer elder elementary",
        "status tinytimer @ELD",
        "product tinytimer eld",
    ] {
        let said = desk.fails(line, 3);
        assert!(said.contains(closed), "{line}: {said}");
    }
    let (code, said, err) = status(&desk, "tinytimer eld");
    assert_eq!((code, said["results"].to_string().as_str()), (3, "[]"));
    assert!(err.contains(closed), "{err}");
    let said = desk.fails("request new --product X --school ELD --reason lessons", 1);
    assert!(said.contains(closed), "{said}");
    let said = desk.ok("status tinytimer OAK");
    assert!(said.contains("Approved at Lincoln ES only"), "{said}");
    let said = desk.ok("status tinytimer");
    assert!(
        said.contains("YES at 1 of 2 schools") && !said.contains("Elder"),
        "{said}"
    );
    // What nobody has heard of is not closed.
    let said = desk.run(&["status", "tinytimer", "elm"]);
    assert!(
        said.err.contains("no school is called \"elm\""),
        "{}",
        said.err
    );
}

/// A school that has no seats of a product and is named in no decision has its answer all the same.
#[test]
fn schools_without_seats_are_among_those_where_it_may_be_used() {
    let desk = Desk::furnished();
    desk.file(
        "more.csv",
        "name,code,level,grades\nPine ES,PIN,elementary,K-5\nElm HS,ELM,high,9-12\n",
    );
    desk.ok("import schools more.csv");
    desk.file(
        "approved.csv",
        "product,status,schools,grades,from\nTinyTimer,approved,,,2025-08-01\nStarbook,approved,,K-8,2025-08-01\n\
         Topomapper,approved,LIN;OAK;PIN,,2025-08-01\n",
    );
    desk.ok("import approvals approved.csv");
    desk.file(
        "seats.csv",
        "school,product,seats,used\nLIN,TinyTimer,10,3\n",
    );
    desk.ok("import inventory seats.csv");
    for (asked, others) in [
        (
            "product tinytimer",
            Some("Other schools: YES, CONDITIONS: Elm HS, Oak Hill MS, Pine ES."),
        ),
        ("product starbook lin", Some("Pine ES")),
        ("product topomapper", None),
    ] {
        let card = desk.ok(asked);
        let said = card
            .lines()
            .find(|line| line.starts_with("Other schools: "));
        match others {
            Some(others) => assert!(said.unwrap().contains(others), "{asked}: {card}"),
            None => assert_eq!(said, None, "{asked}"),
        }
        // As each of them is answered by itself.
        for (school, code) in [
            ("Elm HS", "elm"),
            ("Oak Hill MS", "oak"),
            ("Pine ES", "pin"),
        ] {
            let product = asked.split(' ').nth(1).unwrap();
            let alone =
                desk.json(&format!("status {product} {code}"))["results"][0]["answer"].clone();
            let alone = alone.as_str().unwrap().to_owned();
            let listed = card.split("True on").nth(1).unwrap();
            let word = listed.split(['.', '\n']).find(|part| part.contains(school));
            match word {
                Some(word) => assert!(word.contains(&alone), "{asked} {school} {alone}: {card}"),
                None => assert_eq!(alone, "NOT ASKED", "{asked} {school}: {card}"),
            }
        }
    }
}
