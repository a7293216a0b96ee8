//! That questions are answered by indexes, read from the plans that the server wrote down.

use chrono::NaiveDate;
use hallpass::domain::product::ProductId;
use hallpass::domain::region::DistrictCode;
use hallpass::domain::region::address::RegionAddress;
use hallpass::domain::region::shared::{ENDING_WITHIN, SharedList, SharedPart};
use hallpass::office::region::Region;

use super::{joined, office, region};
use crate::postgres::{Postgres, SHARED_TABLES};

/// What is asked of a region.
type Question<'q> = (&'q str, &'q [&'q str], &'q dyn Fn());

pub fn questions_are_answered_by_their_indexes() {
    let server = Postgres::with(
        &[
            "session_preload_libraries=auto_explain",
            "auto_explain.log_min_duration=0",
            "auto_explain.log_nested_statements=on",
        ],
        None,
    );
    region(&server, &["ash"]);
    let desk = joined(
        &server,
        office("approved", "", "2026-06-30", "4.50"),
        "ash",
        "--accept",
    );
    desk.ok("region push");
    // 40 districts of 2,000 products, most of which two districts or more have.
    server.psql(
        "owner",
        "SET session_replication_role = replica;
         INSERT INTO hallpass.district SELECT 'd' || n, 'login' || n FROM generate_series(1, 40) n;
         INSERT INTO hallpass.member SELECT 'd' || n, 'District ' || n FROM generate_series(1, 40) n;
         INSERT INTO hallpass.product (district, product, name, key)
             SELECT 'd' || n, p, 'Product ' || p || ' ' || n % 20, 'product' || p || 'of' || n % 20
             FROM generate_series(1, 40) n, generate_series(1, 2000) p;
         INSERT INTO hallpass.alias SELECT district, product, 1, 'Other ' || product FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.sign SELECT district, product, 1, 'name', key FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.sign SELECT district, product, 2, 'page', key || '.example' FROM hallpass.product
             WHERE district <> 'ash';
         INSERT INTO hallpass.decision (district, product, place, stance, scope, whole, grades, decided_on)
             SELECT district, product, 1, CASE WHEN product % 10 = 0 AND district < 'd2' THEN 'no' ELSE 'yes' END,
                 'all schools', true, '', '2026-01-01' FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.answer SELECT district, product, 1, 'technical', 1, 'T05', 'pass'
             FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.alignment SELECT district, product, 1, 'Frame', 'S.1', 'teaches', '', '2026-01-01'
             FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.agreement SELECT district, product, 1, 'DPA', '2026-01-01', '2029-01-01'
             FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.term SELECT district, product, 1, date '2000-01-01' + product * 31 / 2
             FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.price SELECT district, product, 1, 'per_student', 200, 500, '2027-01-01'
             FROM hallpass.product WHERE district <> 'ash';
         CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana",
    );
    server.psql("owner", "VACUUM ANALYZE");
    let address = |login: &str| RegionAddress::read(&server.address(login)).unwrap();
    let asked = Region::open(&address("district_ash")).unwrap();
    let ruled = Region::open(&address("dana")).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    let (ash, d3) = (
        DistrictCode::read("ash").unwrap(),
        DistrictCode::read("d3").unwrap(),
    );
    let page = |list, words: &str, behind: &str| {
        let part = SharedPart {
            list,
            words,
            within: ENDING_WITHIN,
            behind,
            most: 50,
        };
        asked.shared(part, today).unwrap()
    };
    let some = |list, words: &str, behind: &str| {
        assert!(!page(list, words, behind).is_empty(), "{list:?} {words}");
    };
    let run = |line: &str| assert!(!desk.ok(line).is_empty(), "{line}");
    let proposed = |words: Option<&str>| {
        let read = |behind: Option<&str>, most| ruled.proposals(words, behind, most).unwrap();
        let (first, both) = (read(None, 3), read(None, 6));
        assert_eq!((first.len(), both.len()), (3, 6), "{words:?}");
        let second = read(Some(&first[2].sign), 3);
        assert_eq!([first, second].concat(), both, "{words:?}");
    };
    let questions: &[Question] = &[
        ("status", &["sign_said", "product_thing"], &|| {
            run("region status product 12 of 3");
        }),
        ("status of the beginning", &["sign_said"], &|| {
            run("region status product 123");
        }),
        ("product", &["product_thing", "decision_pkey"], &|| {
            run("region product product 12 of 3");
        }),
        ("prices", &["product_thing", "price_pkey"], &|| {
            run("region prices product 12 of 3");
        }),
        ("ending", &["term_ends"], &|| {
            run("region ending --within 1");
        }),
        ("differences", &["decision_refused"], &|| {
            run("region differences");
        }),
        ("proposals", &["Index Only Scan using sign_said"], &|| {
            proposed(None);
        }),
        ("proposals of words", &["sign_said"], &|| {
            proposed(Some("product 77"));
        }),
        ("neighbours", &["product_thing"], &|| {
            let name = "Product 12 of 3";
            let say = asked.neighbours(&ash, ProductId(900), name, today).unwrap();
            assert_eq!(say.said.len(), 2);
        }),
        ("claims", &["product_thing", "answer_pkey"], &|| {
            let name = "Product 12 of 3";
            let asked = asked.claims_of(&ash, ProductId(900), name, (&d3, today));
            assert!(asked.unwrap().is_some());
        }),
        ("products on screen", &["product_thing"], &|| {
            some(SharedList::Products, "", "");
            some(SharedList::Products, "", "nproduct250of7");
        }),
        ("products on screen by words", &["sign_said"], &|| {
            some(SharedList::Products, "product 33", "");
        }),
        ("prices on screen", &["product_thing"], &|| {
            // Only two districts have the same, so that all are gone through.
            page(SharedList::Prices, "", "");
        }),
        ("differences on screen", &["decision_refused"], &|| {
            some(SharedList::Differences, "", "nproduct250of7");
            some(SharedList::Differences, "product 300", "");
        }),
        ("ending on screen", &["term_ends"], &|| {
            some(SharedList::Ending, "", "");
        }),
        ("ending on screen by words", &["sign_said"], &|| {
            some(SharedList::Ending, "product 61", "");
        }),
        ("all of a thing", &["product_thing"], &|| {
            let told = asked.told_of("nproduct12of3", today).unwrap();
            assert!(told.len() > 5, "{told:?}");
        }),
        ("a push of a change", &["product_pkey"], &|| {
            desk.ok("alias Kitty --of Gimkit");
            run("region push");
        }),
        ("a ruling", &["product_pkey"], &|| {
            let made = ["d1:7", "d21:7"].map(str::to_owned);
            let ruling = ruled.rule(&made, true).unwrap().ruling;
            ruled.take_back(ruling).unwrap();
        }),
    ];
    for (question, indexes, ask) in questions {
        let before = server.log().len();
        ask();
        let log = server.log();
        let plans = &log[before..];
        assert!(plans.contains("Query Text"), "{question}: {plans}");
        // Of the others a look at all is the best plan.
        for table in SHARED_TABLES {
            let whole = format!("Seq Scan on {table}");
            let at = plans
                .find(&whole)
                .map(|at| &plans[at.saturating_sub(1_500)..at + 200]);
            assert_eq!(at, None, "{question}: {table}");
        }
        for index in *indexes {
            assert!(plans.contains(index), "{question}: {index}: {plans}");
        }
    }
}
