//! That questions are answered by indexes, read from the plans that the server wrote down.

use super::{joined, office, region};
use crate::postgres::Postgres;

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
    // 40 districts of 500 products, most of which two districts or more have.
    server.psql(
        "owner",
        "INSERT INTO hallpass.district SELECT 'd' || n, 'login' || n FROM generate_series(1, 40) n;
         INSERT INTO hallpass.member SELECT 'd' || n, 'District ' || n FROM generate_series(1, 40) n;
         INSERT INTO hallpass.product (district, product, name, key)
             SELECT 'd' || n, p, 'Product ' || p || ' ' || n % 20, 'product' || p || 'of' || n % 20
             FROM generate_series(1, 40) n, generate_series(1, 500) p;
         INSERT INTO hallpass.sign SELECT district, product, 1, 'name', key FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.decision (district, product, place, stance, scope, whole, grades, decided_on)
             SELECT district, product, 1, CASE WHEN product % 10 = 0 AND district < 'd2' THEN 'no' ELSE 'yes' END,
                 'all schools', true, '', '2026-01-01' FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.term SELECT district, product, 1, date '2020-01-01' + product * 31
             FROM hallpass.product WHERE district <> 'ash';
         INSERT INTO hallpass.price SELECT district, product, 1, 'per_student', 200, 500, '2027-01-01'
             FROM hallpass.product WHERE district <> 'ash';
         ANALYZE",
    );
    let before = server.log().len();
    desk.ok("region status product 12 of 3");
    desk.ok("region product product 12 of 3");
    desk.ok("region prices product 12 of 3");
    desk.ok("region ending --within 1");
    assert!(desk.ok("region differences").lines().count() == 50);
    desk.ok("alias Kitty --of Gimkit");
    desk.ok("region push");
    let log = server.log();
    let plans = &log[before..];
    assert!(plans.matches("Query Text").count() > 20, "{plans}");
    // Of small tables a look at all is the best plan; of these it never is.
    for table in ["product", "decision", "sign", "term", "price"] {
        let whole = format!("Seq Scan on {table}");
        let at = plans
            .find(&whole)
            .map(|at| &plans[at.saturating_sub(1_500)..at + 200]);
        assert_eq!(at, None, "{table}");
    }
    assert!(
        plans.contains("product_thing")
            && plans.contains("sign_said")
            && plans.contains("term_ends"),
        "{plans}"
    );
}
