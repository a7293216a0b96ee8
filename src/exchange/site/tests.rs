//! What the pages say, letter by letter, and that no text of the office is a mark of theirs.

use super::*;
use crate::domain::approval::Audience;
use crate::domain::policy::Public;
use crate::domain::product::{DataUse, ProductId};
use crate::domain::published::PublicAgreement;
use crate::domain::status::{PublicAnswer, PublicUse};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A product that one school may use for grades 3 to 5, and all others for every grade.
fn product(name: &str) -> PublicProduct {
    let one = |grades: &str, conditions: &[&str]| PublicUse {
        grades: grades.parse().unwrap(),
        audience: Audience::Both,
        pilot: false,
        retiring: false,
        conditions: conditions.iter().map(|text| (*text).to_owned()).collect(),
        until: Some(day("2026-06-30")),
    };
    let lincoln = || vec!["Lincoln ES".to_owned()];
    PublicProduct {
        id: ProductId(7),
        name: name.to_owned(),
        vendor: Some("Brightwater".to_owned()),
        url: Some("https://quill.example/a?b&c".to_owned()),
        former: vec!["Quillpad Élan".to_owned()],
        subjects: Some("ELA".to_owned()),
        functions: vec!["Writing".to_owned()],
        grades: "K-8".parse().unwrap(),
        kind: None,
        data: Some(DataUse::Pii),
        agreement: Some(PublicAgreement {
            kind: "NDPA".to_owned(),
            until: Some(day("2026-01-31")),
            elements: None,
        }),
        answer: PublicAnswer {
            conditional: true,
            for_all: Vec::new(),
            places: vec![
                PublicPlace {
                    at: PublicSchools::AllBut(lincoln()),
                    uses: vec![one("", &[])],
                },
                PublicPlace {
                    at: PublicSchools::Only(lincoln()),
                    uses: vec![one("3-5", &["Teacher accounts only."])],
                },
            ],
        },
    }
}

fn made(products: &[PublicProduct]) -> Vec<SiteFile> {
    let schools = ["Adams ES".to_owned(), "Lincoln ES".to_owned()];
    let words = [HeadWords {
        language: "ar".to_owned(),
        paragraphs: vec!["<b>مرحبا</b>".to_owned()],
    }];
    files(&PublicSite {
        district: "Harlow & Sons",
        as_of: day("2026-03-10"),
        words: &words,
        schools: &schools,
        products,
    })
    .unwrap()
}

fn text(files: &[SiteFile], path: &str) -> String {
    let file = files.iter().find(|file| file.path == path).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn the_pages_say_where_and_for_whom() {
    let files = made(&[product("Quill Pad")]);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "search.js",
            "style.css",
            "products.json",
            "products/7.html"
        ]
    );
    let index = text(&files, "index.html");
    assert!(index.contains(
        "<li data-for=\"1:*|2:3 4 5\" data-also=\"writing quillpad elan\"><a href=\"products&#x2f;7.html\">Quill Pad</a>\n\
         <span class=\"answer if\">Yes, with conditions</span>\n\
         <span class=\"facts\">Brightwater · ELA · Every grade, not the same at every school · All schools</span></li>"
    ), "{index}");
    assert!(
        index.contains(
            "<div class=\"words\" lang=\"ar\" dir=\"rtl\">\n<p>&lt;b&gt;مرحبا&lt;&#x2f;b&gt;</p>"
        ),
        "{index}"
    );
    let page = text(&files, "products/7.html");
    let main = page.split("<main>").nth(1).unwrap();
    let main = main.split("</main>").next().unwrap();
    assert_eq!(
        main,
        "\n<p class=\"answer if\">Yes, with conditions</p>\n\
         <h2>Where and for whom</h2>\n\
         <section>\n<h3>All schools but these</h3>\n<ul class=\"schools\">\n<li>Lincoln ES</li>\n</ul>\n\
         <ul class=\"uses\">\n<li>Every grade, students and staff, until June 30, 2026</li>\n</ul>\n</section>\n\
         <section>\n<h3>Lincoln ES</h3>\n\
         <ul class=\"uses\">\n<li>Grades 3 to 5 (about ages 8 to 11), students and staff, until June 30, 2026\n\
         <ul>\n<li>Teacher accounts only.</li>\n</ul></li>\n</ul>\n</section>\n\
         <h2>About it</h2>\n<dl>\n\
         <dt>Made by</dt>\n<dd>Brightwater</dd>\n\
         <dt>Was called</dt>\n<dd>Quillpad Élan</dd>\n\
         <dt>Subjects</dt>\n<dd>ELA</dd>\n\
         <dt>For</dt>\n<dd>Writing</dd>\n\
         <dt>Made for</dt>\n<dd>Grades K to 8, about ages 5 to 14</dd>\n\
         <dt>Student data</dt>\n<dd>It gets student data that names students.</dd>\n\
         <dt>Privacy agreement</dt>\n<dd>NDPA, ended January 31, 2026.</dd>\n\
         <dt>On the web</dt>\n\
         <dd><a href=\"https:&#x2f;&#x2f;quill.example&#x2f;a?b&amp;c\" rel=\"noreferrer noopener\">\
         https:&#x2f;&#x2f;quill.example&#x2f;a?b&amp;c</a></dd>\n</dl>\n"
    );
    assert_eq!(files, made(&[product("Quill Pad")]));
}

#[test]
fn the_words_of_conditions_are_told_only_where_the_policy_lets_them_out() {
    let told = |public: Public| {
        text(
            &made(&[product("Quill Pad").as_public(public)]),
            "products/7.html",
        )
    };
    assert!(told(Public::ApprovedAndConditions).contains("Teacher accounts only."));
    let without = told(Public::Approved);
    assert!(!without.contains("Teacher accounts"), "{without}");
    assert!(without.contains("Yes, with conditions"), "{without}");
    assert!(without.contains("ask your school for them"), "{without}");
}

#[test]
fn no_name_is_a_mark_of_a_page() {
    for nasty in [
        "</title><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{ policy }}{% raw %}",
        "' onmouseover='alert(1)",
        "a\u{202e}b\u{1b}[2J\u{0}",
        "javascript:alert(1)",
    ] {
        let mut sly = product(nasty);
        sly.vendor = Some(nasty.to_owned());
        sly.former = vec![nasty.to_owned()];
        sly.answer.places[1].uses[0].conditions = vec![nasty.to_owned()];
        for file in made(&[sly]) {
            let Some(page) = file.path.strip_suffix(".html") else {
                continue;
            };
            let text = String::from_utf8(file.bytes).unwrap();
            let marks = text.matches('<').count();
            let plain = made(&[product("Quill Pad")]);
            let plain = super::tests::text(&plain, &file.path);
            assert_eq!(marks, plain.matches('<').count(), "{page}: {nasty}");
            assert!(
                !text.contains("onerror=alert(1)>") && !text.contains("' onmouse"),
                "{page}"
            );
            assert!(
                text.chars()
                    .all(|c| c == '\n' || !crate::domain::text::is_hidden(c)),
                "{page}: {text:?}"
            );
        }
    }
}

#[test]
fn nothing_of_a_page_comes_from_elsewhere_or_stands_in_it() {
    for file in made(&[product("Quill Pad")]) {
        let text = String::from_utf8(file.bytes).unwrap();
        if std::path::Path::new(&file.path)
            .extension()
            .is_some_and(|end| end == "html")
        {
            assert!(
                text.contains("content=\"default-src &#x27;none&#x27;; style-src"),
                "{text}"
            );
            assert!(
                !text.contains("<style") && !text.contains(" style=") && !text.contains("<script>")
            );
            for address in text
                .split("src=\"")
                .skip(1)
                .chain(text.split("<link").skip(1))
            {
                assert!(
                    !address.split('>').next().unwrap().contains("//"),
                    "{address}"
                );
            }
        }
    }
}

#[test]
fn no_heading_is_twice_on_a_page() {
    let mut one = product("Quill Pad");
    let uses = one.answer.places[0].uses.clone();
    let at = |names: &[&str]| PublicPlace {
        at: PublicSchools::Only(names.iter().map(|name| (*name).to_owned()).collect()),
        uses: uses.clone(),
    };
    one.answer.places = vec![
        at(&["Adams ES"]),
        at(&["Birch ES", "Cole MS"]),
        at(&["Dune ES", "Elm ES", "Fern HS"]),
        at(&["Gale ES", "Holt ES", "Iris HS", "June HS"]),
    ];
    let files = made(&[one]);
    let page = text(&files, "products/7.html");
    let headings = page.split("<h3>").skip(1);
    let headings: Vec<&str> = headings
        .filter_map(|rest| rest.split("</h3>").next())
        .collect();
    assert_eq!(
        headings,
        [
            "Adams ES",
            "Birch ES and Cole MS",
            "Dune ES and 2 more schools",
            "Gale ES and 3 more schools"
        ]
    );
    // All that are more than two are listed, the first too.
    assert!(
        page.contains("<li>Dune ES</li>\n<li>Elm ES</li>\n<li>Fern HS</li>"),
        "{page}"
    );
}

/// What only staff may use is nothing for the families of students, nor are grades in which staff alone may use it.
#[test]
fn what_is_for_staff_is_told_as_that() {
    let audiences = |all: Audience, lincoln: Audience| {
        let mut product = product("Quill Pad");
        product.answer.places[0].uses[0].audience = all;
        product.answer.places[1].uses[0].audience = lincoln;
        let files = made(&[product.clone()]);
        let list: serde_json::Value = serde_json::from_str(&text(&files, LIST)).unwrap();
        let list = list["products"][0].clone();
        (text(&files, "index.html"), list)
    };
    let (index, list) = audiences(Audience::Staff, Audience::Staff);
    for said in [
        "data-for=\"1:|2:\"",
        ">For staff only, with conditions</span>",
        "Brightwater · ELA · Staff only, not the same at every school · All schools",
    ] {
        assert!(index.contains(said), "{said}: {index}");
    }
    assert_eq!(list["answer"], "For staff only, with conditions");
    assert_eq!(
        list["where"],
        "All schools, Staff only, not the same at every school"
    );
    // At Lincoln students may use it, in three grades; at all others staff alone.
    let (index, list) = audiences(Audience::Staff, Audience::Both);
    for said in [
        "data-for=\"1:|2:3 4 5\"",
        ">Yes, with conditions</span>",
        "Grades 3 to 5 · 1 school",
    ] {
        assert!(index.contains(said), "{said}: {index}");
    }
    assert_eq!(list["schools"], serde_json::json!(["Lincoln ES"]));
    assert_eq!(list["grades"], "3-5");
    let (index, _) = audiences(Audience::Student, Audience::Staff);
    assert!(index.contains("data-for=\"1:*|2:\""), "{index}");
    assert!(index.contains("Every grade · 1 school"), "{index}");
}
