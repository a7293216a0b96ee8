//! Whose rows are whose: every statement tried with the login that a district has.

use super::{joined, office, region};
use crate::desk::Desk;
use crate::postgres::{Postgres, SHARED_TABLES};

/// The tables beside those of what districts share.
const BESIDE: [&str; 6] = [
    "member",
    "watermark",
    "district",
    "layout",
    "ruling",
    "verdict",
];

pub fn a_district_writes_its_own_rows_only() {
    let server = Postgres::new();
    region(&server, &["ash", "birch"]);
    let ash = joined(
        &server,
        Desk::furnished(),
        "ash",
        "--accept --allow answers",
    );
    ash.ok("region push");
    let birch = joined(
        &server,
        office("approved", "", "2027-06-30", "4.50"),
        "birch",
        "--accept",
    );
    birch.ok("region push");
    server.psql(
        "owner",
        "CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana;
         INSERT INTO hallpass.answer (district, product, place, track, edition, item, answer)
         VALUES ('ash', 1, 500, 'technical', 1, 'T01', 'pass')",
    );
    let everything = || {
        let mut rows = server.shared();
        for table in BESIDE {
            rows.push(server.psql(
                "owner",
                &format!("SELECT * FROM hallpass.{table} ORDER BY 1"),
            ));
        }
        rows
    };
    let before = everything();
    let tables = BESIDE.into_iter().chain(SHARED_TABLES);
    let mut tried = 0;
    for table in tables {
        let of_ash = if ["layout", "ruling"].contains(&table) {
            "true"
        } else {
            "district = 'ash'"
        };
        let of_ash = if table == "district" {
            "code = 'ash'"
        } else {
            of_ash
        };
        let column = match table {
            "district" => "login = 'district_birch'",
            "layout" => "number = 9",
            "ruling" => "same = false",
            "member" | "product" | "alias" => "name = 'x'",
            "watermark" => "seq = 0",
            "sign" => "sign = 'x'",
            "decision" => "stance = 'no'",
            "answer" => "answer = 'x'",
            "alignment" => "standard = 'x'",
            "agreement" => "kind = 'x'",
            "term" => "ends = '2030-01-01'",
            "price" => "low = 0",
            _ => "becomes = 1",
        };
        for statement in [
            format!("UPDATE hallpass.{table} SET {column} WHERE {of_ash}"),
            format!("DELETE FROM hallpass.{table} WHERE {of_ash}"),
            format!("DELETE FROM hallpass.{table} WHERE {of_ash} RETURNING *"),
            format!("INSERT INTO hallpass.{table} SELECT * FROM hallpass.{table} WHERE {of_ash}"),
            format!("TRUNCATE hallpass.{table} CASCADE"),
            format!("DROP TABLE hallpass.{table} CASCADE"),
            format!("ALTER TABLE hallpass.{table} DISABLE ROW LEVEL SECURITY"),
            format!("ALTER TABLE hallpass.{table} OWNER TO district_birch"),
            format!("CREATE POLICY mine ON hallpass.{table} USING (true)"),
            format!("GRANT ALL ON hallpass.{table} TO PUBLIC"),
        ] {
            let said = server.ask("district_birch", &statement);
            // What is not theirs is refused, or not there for them.
            if let Ok(rows) = &said {
                assert_eq!(rows, "", "{statement}");
            }
            tried += 1;
        }
    }
    for statement in [
        "INSERT INTO hallpass.product (district, product, name, key) VALUES ('ash', 99, 'x', 'x')",
        "INSERT INTO hallpass.alias (district, product, place, name) VALUES ('ash', 1, 99, 'x')",
        "UPDATE hallpass.member SET district = 'ash'",
        "UPDATE hallpass.product SET district = 'ash'",
        "UPDATE hallpass.product SET common = 1",
        "INSERT INTO hallpass.ruling (same) VALUES (true)",
        "SELECT nextval('hallpass.common')",
        "SET ROLE hallpass_region",
        "SET ROLE district_ash",
        "SET SESSION AUTHORIZATION district_ash",
        "CREATE OR REPLACE FUNCTION hallpass.mine() RETURNS text LANGUAGE sql AS 'SELECT ''ash'''",
        "GRANT hallpass_region TO district_birch",
        "GRANT district_ash TO district_birch",
        "CREATE TABLE hallpass.more (a int)",
    ] {
        let said = server.ask("district_birch", statement);
        assert!(said.is_err(), "{statement} went through");
        tried += 1;
    }
    assert_eq!(tried, 164);
    assert!(everything() == before, "something of it was carried out");
    // What it sees: everything shared, and of prices and watermarks its own.
    let sees = |login: &str, table: &str| {
        server.psql(
            login,
            &format!("SELECT DISTINCT district FROM hallpass.{table} ORDER BY 1"),
        )
    };
    assert_eq!(sees("district_birch", "product"), "ash\nbirch");
    assert_eq!(sees("district_birch", "price"), "birch");
    assert_eq!(sees("district_birch", "watermark"), "birch");
    // A person of the region writes no fact, and sees no price.
    for statement in [
        "SELECT * FROM hallpass.price",
        "SELECT * FROM hallpass.watermark",
        "UPDATE hallpass.product SET name = 'x'",
        "DELETE FROM hallpass.product",
        "INSERT INTO hallpass.decision (district, product, place, stance, scope, whole, grades) VALUES ('ash', 1, 99, 'yes', '', true, '')",
        "INSERT INTO hallpass.ruling (same, by) VALUES (true, 'owner')",
        "UPDATE hallpass.ruling SET same = false",
        "DELETE FROM hallpass.verdict",
    ] {
        assert!(
            server.ask("dana", statement).is_err(),
            "{statement} went through"
        );
    }
    // Another's login pushes nothing under this district's name.
    let said = ash.fails(
        &format!(
            "region join {} --district ash",
            server.address("district_birch")
        ),
        1,
    );
    assert!(
        said.contains("leave that first") || said.contains("is district birch's there"),
        "{said}"
    );
    let other = Desk::empty();
    let said = other.fails(
        &format!(
            "region join {} --district ash",
            server.address("district_birch")
        ),
        1,
    );
    assert!(said.contains("is district birch's there"), "{said}");
    let said = other.fails(
        &format!("region join {} --district ash", server.address("dana")),
        1,
    );
    assert!(said.contains("is no district's there"), "{said}");
}
