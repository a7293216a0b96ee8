//! What a region's PostgreSQL takes with so many districts of 3,000 products and five decisions each: the first push of one
//! more district, its push of a day's work, and what it asks. Wants PostgreSQL here, and says so where there is none.
//! Sizes: `HALLPASS_BENCH_DISTRICTS=10,100,1000`; a thousand take some ten gigabytes of the temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/login.rs"]
mod login;
#[path = "../elsewhere/machine.rs"]
mod machine;
#[path = "../elsewhere/postgres.rs"]
#[allow(dead_code, reason = "this asks a part of what the tests do")]
mod postgres;
mod support;

use std::path::Path;
use std::process::Command;

use hallpass::domain::approval::ApprovalId;
use hallpass::domain::change::Change;
use hallpass::domain::person::Roles;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use login::os_login;
use postgres::Postgres;
use support::{District, peak_on, percentile, sizes, stamp, told};

/// Products of each district.
const PRODUCTS: usize = 3_000;
/// What is decided of each product, by scope and time.
const DECISIONS: usize = 5;
/// So many are changed in a day.
const OF_A_DAY: i64 = 20;

fn main() {
    if machine::postgres("initdb").is_none() {
        println!("not run: there is no PostgreSQL: apt-get install postgresql");
        return;
    }
    for districts in sizes("HALLPASS_BENCH_DISTRICTS", &[10, 100]) {
        measure(districts);
    }
}

fn measure(districts: usize) {
    let size = format!("{districts}-districts");
    // As a server of that size is set up: a quarter of eight gigabytes, and as much for one sort as its groups need.
    let server = Postgres::with(
        &["shared_buffers=2GB", "work_mem=64MB", "max_wal_size=8GB"],
        None,
    );
    let mut district = district();
    let file = district.path();
    run(
        &file,
        &[
            "region",
            "init",
            &server.address("owner"),
            "--district",
            "ash",
        ],
    );
    others(&server, districts);
    let bytes = server.psql("owner", "SELECT pg_database_size('region')");
    told(
        "on_disk",
        &size,
        bytes.parse::<f64>().unwrap() / 1024.0 / 1024.0,
        "MB",
    );
    let address = server.address("district_ash");
    run(&file, &["region", "join", &address, "--district", "ash"]);
    run(&file, &["region", "policy", "--accept"]);
    asked("first_push", &size, &file, &["region", "push"], 1);
    for product in 1..=OF_A_DAY {
        save(
            &mut district,
            Put::id(ApprovalId(product)).with("status", "denied".to_owned()),
        );
    }
    asked("push_of_a_day", &size, &file, &["region", "push"], 1);
    asked("push_of_nothing", &size, &file, &["region", "push"], 5);
    // One of the thousand, and the two thousandth product of the first district.
    let (common, rare) = ("Bench Tool 17", "Bench Tool 23730");
    asked(
        "status_of_what_all_have",
        &size,
        &file,
        &["region", "status", common],
        5,
    );
    asked(
        "status_of_what_few_have",
        &size,
        &file,
        &["region", "status", rare],
        5,
    );
    asked("product", &size, &file, &["region", "product", common], 5);
    asked("prices", &size, &file, &["region", "prices", common], 5);
    asked(
        "ending",
        &size,
        &file,
        &["region", "ending", "--within", "6"],
        3,
    );
    asked("differences", &size, &file, &["region", "differences"], 3);
    let identity = ["region", "identity", "list"];
    let named = [&identity[..], &["bench tool 17"]].concat();
    asked("identity_of_words", &size, &file, &named, 3);
    asked("identity_of_all", &size, &file, &identity, 3);
    asked(
        "card_beside_neighbours",
        &size,
        &file,
        &["product", &support::product(17)],
        5,
    );
}

/// The district that pushes and asks: as many products and decisions as each of the others.
fn district() -> District {
    let mut district = District::new(20, PRODUCTS);
    let mut puts = Vec::new();
    for product in 1..=PRODUCTS as i64 {
        for place in 0..DECISIONS as i64 {
            let put = Put::keyed(Kind::Approval)
                .with("product", product)
                .with("status", "approved".to_owned())
                .with("decided_on", stamp().today)
                .with("reason", format!("Decision {place}"));
            puts.push(put);
        }
    }
    // Whoever runs this acts for ada: only an admin does that.
    let admin = Put::keyed(Kind::Person)
        .with("login", os_login())
        .with("name", "Rosa Ames".to_owned())
        .with("roles", Roles::read("admin").unwrap());
    puts.push(admin);
    let what = "decisions".to_owned();
    district
        .store
        .apply(&Change::Import { what, puts }, &stamp())
        .unwrap();
    district
}

/// Others who share: a third of their products are the same thousand, the rest are spread over forty thousand. The server
/// writes them itself, without asking of each row whether its product is there: it is.
fn others(server: &Postgres, districts: usize) {
    let sql = format!(
        "SET session_replication_role = replica;
         INSERT INTO hallpass.district SELECT 'd' || n, 'login' || n FROM generate_series(1, {districts}) n;
         INSERT INTO hallpass.member SELECT 'd' || n, 'District ' || n FROM generate_series(1, {districts}) n;
         CREATE UNLOGGED TABLE made AS SELECT 'd' || n AS district, p AS product,
             CASE WHEN p <= 1000 THEN p ELSE 1001 + (p * 7919 + n * 104729) % 40000 END AS tool,
             (n * 31 + p * 17) % 100 AS chance
             FROM generate_series(1, {districts}) n, generate_series(1, {PRODUCTS}) p;
         INSERT INTO hallpass.product (district, product, name, key, vendor)
             SELECT district, product, 'Bench Tool ' || tool, 'benchtool' || tool, 'Vendor ' || tool % 3000 FROM made;
         INSERT INTO hallpass.sign SELECT district, product, 1, 'name', 'benchtool' || tool FROM made;
         INSERT INTO hallpass.sign SELECT district, product, 2, 'page', 'tool' || tool || '.example' FROM made
             WHERE chance < 50;
         INSERT INTO hallpass.decision (district, product, place, stance, scope, whole, grades, audience, decided_on)
             SELECT district, product, place, CASE WHEN chance < 3 THEN 'no' WHEN chance < 20 THEN 'conditional' ELSE 'yes' END,
                 CASE WHEN place = 1 THEN 'all schools' ELSE 'some schools' END, place = 1, '', 'students',
                 date '2026-01-01' - place * 100
             FROM made, generate_series(1, {DECISIONS}) place;
         INSERT INTO hallpass.term SELECT district, product, 1, date '2026-04-01' + chance * interval '1 month' FROM made;
         INSERT INTO hallpass.price SELECT district, product, 1, 'per_student', 100 + chance * 10, 200 + chance * 10,
             date '2027-01-01' FROM made;
         DROP TABLE made"
    );
    server.psql("owner", &sql);
    server.psql("owner", "VACUUM ANALYZE");
}

fn save(district: &mut District, put: Put) {
    let what = "it".to_owned();
    let reason = Some("the agreement ran out".to_owned());
    let change = Change::Save { what, put, reason };
    district.store.apply(&change, &stamp()).unwrap();
}

/// Runs the program in the office, which must succeed.
fn run(file: &Path, words: &[&str]) {
    let ended = Command::new(env!("CARGO_BIN_EXE_hallpass"))
        .args(words)
        .env("HALLPASS_DB", file)
        .env("HALLPASS_USER", "ada")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{words:?}: {said}");
}

/// How long half of so many runs took at most, and the most memory one of them held.
fn asked(name: &str, size: &str, file: &Path, words: &[&str], times: usize) {
    let mut memory: f64 = 0.0;
    let runs = (0..times).map(|_| {
        // A region is told only what is so today.
        let (time, peak) = peak_on(file, words, None);
        memory = memory.max(peak);
        time
    });
    let mut runs: Vec<_> = runs.collect();
    told(name, size, support::ms(percentile(&mut runs, 0.5)), "ms");
    told(&format!("{name}_memory"), size, memory, "MB");
}
