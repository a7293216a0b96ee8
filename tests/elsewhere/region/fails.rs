//! A region that is not there, frozen, full, of another version, or somebody else: each has its sentence and next step.

use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{joined, office, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// Pushes until the server has read what was changed in its settings, and the push is refused.
fn refused_at_last(desk: &Desk) -> String {
    let began = Instant::now();
    while desk.run(&["region", "push"]).code == 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "never refused");
        std::thread::sleep(Duration::from_millis(200));
    }
    desk.fails("region push", 1)
}

pub fn each_way_a_region_fails_has_its_sentence() {
    let server = Postgres::new();
    let desk = Desk::furnished();
    let address = server.address("district_ash");
    let says = |line: &str, code: i32, words: &[&str]| {
        let said = desk.fails(line, code);
        for word in words {
            assert!(said.contains(word), "{line}: {word}: {said}");
        }
        assert!(said.contains("hint: "), "{line}: {said}");
    };
    let join = format!("region join {address} --district ash");
    server.psql("owner", "CREATE ROLE district_ash LOGIN");
    says(
        &join,
        1,
        &["no region has been begun", "hallpass region init"],
    );
    region(&server, &["ash", "birch"]);
    desk.ok(&join);
    desk.ok("region policy --accept");
    desk.ok("region push");
    let other = format!(
        "region join {} --district birch",
        server.address("district_birch")
    );
    let said = desk.fails(&other, 1);
    assert!(
        said.contains("takes part in the region") && said.contains("region leave"),
        "{said}"
    );
    // Ahead, and behind.
    server.psql("owner", "INSERT INTO hallpass.layout (number) VALUES (99)");
    says(
        "region push",
        1,
        &[
            "newer than this hallpass (layout 99",
            "bring hallpass up to date",
        ],
    );
    server.psql("owner", "DELETE FROM hallpass.layout WHERE number = 99");
    // Another push is held up by one that does not end.
    let mut holder = Command::new("psql")
        .args([
            &address,
            "-XAtq",
            "-c",
            "BEGIN",
            "-c",
            "SELECT seq FROM hallpass.watermark FOR UPDATE",
            "-c",
            "SELECT pg_sleep(30)",
        ])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(1));
    says(
        "region push",
        75,
        &["another push of this district", "try again in a minute"],
    );
    server.psql("owner", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)' AND usename = 'district_ash'");
    holder.wait().unwrap();
    // Room for nobody, and for nothing.
    let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk BEFORE UPDATE ON hallpass.watermark EXECUTE FUNCTION full_disk()";
    server.psql("owner", full);
    says("region push", 75, &["no room left", "tell whoever runs it"]);
    server.psql("owner", "DROP FUNCTION full_disk CASCADE");
    desk.ok("region push");
    server.psql("owner", "ALTER ROLE district_ash CONNECTION LIMIT 0");
    says(
        "region push",
        75,
        &[
            "no room left: too many connections",
            "tell whoever runs it",
            "go on without it",
        ],
    );
    server.psql("owner", "ALTER ROLE district_ash CONNECTION LIMIT -1");
    desk.ok("region push");
    // Frozen: a server that takes the connection and says nothing.
    let process = Pid::from_raw(server.process()).unwrap();
    kill_process(process, Signal::STOP).unwrap();
    let began = Instant::now();
    let said = desk.run(&["region", "status", "quill"]);
    let took = began.elapsed();
    kill_process(process, Signal::CONT).unwrap();
    assert_eq!(said.code, 75, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("let nobody in within 10 seconds"),
        "{}",
        said.err
    );
    assert!(
        took > Duration::from_secs(9) && took < Duration::from_secs(20),
        "{took:?}"
    );
    // A standby takes nothing.
    server.psql(
        "owner",
        "ALTER DATABASE region SET default_transaction_read_only = on",
    );
    says(
        "region push",
        1,
        &["only repeats", "target_session_attrs=read-write"],
    );
    // Of an office nothing waits for it.
    server.stop();
    says(
        "region push",
        75,
        &["cannot be reached", "go on without it"],
    );
    says("region status quill", 75, &["cannot be reached"]);
    desk.ok("status Numberly");
}

/// A million other names, and as many signs, all of them like a product that everybody has.
pub fn a_million_names_of_a_hostile_district_are_bounded() {
    let server = Postgres::new();
    region(&server, &["ash", "evil"]);
    let office = office("approved", "", "2026-06-30", "4.50");
    let names = (0..1_000).map(|n| format!("Other {n}"));
    let names = names.collect::<Vec<_>>().join(";");
    office.file("names.csv", &format!("name,aliases\nGimkit,{names}\n"));
    office.ok("import products names.csv");
    let ash = joined(&server, office, "ash", "--accept");
    // What a district of that kind sends is bounded where it is sent.
    let said = ash.run(&["region", "push"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("a region takes no more of one product"),
        "{}",
        said.err
    );
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM hallpass.{table} WHERE district = 'ash'");
        server.psql("owner", &sql)
    };
    assert_eq!(
        (count("alias").as_str(), count("sign").as_str()),
        ("100", "200")
    );
    server.psql(
        "owner",
        "SET session_replication_role = replica;
         INSERT INTO hallpass.member VALUES ('evil', 'Evil');
         INSERT INTO hallpass.product (district, product, name, key)
             SELECT 'evil', n, 'Gimkit ' || n, 'gimkit' FROM generate_series(1, 10000) n;
         INSERT INTO hallpass.alias (district, product, place, name)
             SELECT 'evil', n, m, 'Gimkit ' || n || ' ' || m FROM generate_series(1, 10000) n, generate_series(1, 100) m;
         INSERT INTO hallpass.sign (district, product, place, family, sign)
             SELECT 'evil', n, m, 'name', 'gimkit' || CASE m WHEN 1 THEN '' ELSE n || 'x' || m END
             FROM generate_series(1, 10000) n, generate_series(1, 100) m;
         CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana",
    );
    server.psql("owner", "VACUUM ANALYZE");
    assert_eq!(
        server.psql("owner", "SELECT count(*) FROM hallpass.alias"),
        "1000100"
    );
    let dana = server.address("dana");
    for line in [
        "region status gimkit".to_owned(),
        "region status gim".to_owned(),
        "region product gimkit".to_owned(),
        "region differences".to_owned(),
        format!("region identity --region {dana} list"),
        format!("region identity --region {dana} list gimkit"),
    ] {
        let began = Instant::now();
        // A quarter of a gigabyte is enough for whoever asks.
        let mut asked = Command::new("/bin/bash");
        asked
            .args([
                "-c",
                "ulimit -v 250000; exec \"$@\"",
                "bash",
                crate::desk::PROGRAM,
            ])
            .args(line.split(' '))
            .env_clear()
            .env("HALLPASS_DB", ash.path("office.db"))
            .env("HALLPASS_USER", "ada");
        let ended = asked.output().unwrap();
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{line}: {err}");
        assert!(
            ended.stdout.len() < 3_000_000,
            "{line}: {}",
            ended.stdout.len()
        );
        println!(
            "{line}: {:?}, {} bytes",
            began.elapsed(),
            ended.stdout.len()
        );
    }
}

/// The system gives the server's files no more room, as a full disk or a quota does.
pub fn a_region_without_room_keeps_what_it_had() {
    let server = Postgres::new();
    region(&server, &["ash", "birch"]);
    let desk = joined(&server, Desk::furnished(), "ash", "--accept");
    desk.ok("region push");
    let ours = || {
        let rows = server.shared().into_iter();
        rows.filter(|row| !row.contains("|birch|"))
            .collect::<Vec<String>>()
    };
    let before = ours();
    server.restart_with_room(18);
    server.psql(
        "owner",
        "INSERT INTO hallpass.member VALUES ('birch', 'Birch')",
    );
    let mut at = 0;
    let full = loop {
        let thousand = server.ask(
            "owner",
            &format!(
                "INSERT INTO hallpass.product (district, product, name, key, vendor)
                 SELECT 'birch', {at} + n, repeat('x', 300), repeat('x', 300), repeat('x', 300)
                 FROM generate_series(1, 1000) n"
            ),
        );
        at += 1_000;
        if let Err(full) = thousand {
            break full;
        }
    };
    assert!(full.contains("File too large"), "{full}");
    let many = (0..400).fold("name,vendor\n".to_owned(), |rows, n| {
        rows + &format!("Made {n} {},Vendor\n", "x".repeat(250))
    });
    desk.file("many.csv", &many);
    desk.ok("import products many.csv");
    let said = desk.fails("region push", 75);
    for words in ["no room left", "tell whoever runs it", "go on without it"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(ours(), before);
    desk.ok("status Numberly");
}

pub fn only_a_known_server_is_told_anything() {
    let server = Postgres::encrypted();
    region(&server, &["ash"]);
    server.psql("owner", "ALTER ROLE district_ash PASSWORD 'open sesame'");
    let port = server.port.unwrap();
    let desk = Desk::furnished();
    let at = |host: &str, more: &str| {
        format!("region join postgresql://district_ash@{host}:{port}/region{more} --district ash")
    };
    let ours = server.authority("region.pem");
    let other = server.authority("other.pem");
    for (line, words) in [
        (
            at("localhost", &format!("?sslrootcert={other}")),
            "not signed by the authority",
        ),
        (
            at("127.0.0.1", &format!("?sslrootcert={ours}")),
            "is for another name",
        ),
        (
            at("localhost", "?sslrootcert=/nowhere.pem"),
            "cannot be read from /nowhere.pem",
        ),
    ] {
        let said = desk.fails(&line, 1);
        assert!(
            said.contains(words) && said.contains("hint: "),
            "{line}: {said}"
        );
    }
    for (more, words) in [
        ("?sslmode=disable", "always verify-full"),
        ("?sslmode=prefer", "always verify-full"),
    ] {
        let said = desk.fails(&at("localhost", more), 2);
        assert!(said.contains(words), "{more}: {said}");
    }
    desk.ok(&at("localhost", &format!("?sslrootcert={ours}")));
    desk.ok("region policy --accept");
    desk.ok("region push");
    let seen = server.psql("owner", "SELECT count(*) > 0 FROM hallpass.product");
    assert_eq!(seen, "t");
    // The server asks for a password now.
    let hba = "COPY (SELECT 'local all owner trust' UNION ALL SELECT 'host all all 127.0.0.1/32 scram-sha-256') TO ";
    let file = server.psql("owner", "SHOW hba_file");
    server.psql("owner", &format!("{hba} '{file}'"));
    server.psql("owner", "SELECT pg_reload_conf()");
    let said = refused_at_last(&desk);
    assert!(
        said.contains("asks for a password") && said.contains(".pgpass"),
        "{said}"
    );
    std::fs::create_dir_all(desk.path("home")).unwrap();
    let written = desk.file(
        "home/.pgpass",
        &format!("localhost:{port}:region:district_ash:open sesame\n"),
    );
    let mode = |mode| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&written, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o644);
    let said = desk.fails("region push", 1);
    assert!(
        said.contains("others can read it") && said.contains("chmod 600"),
        "{said}"
    );
    mode(0o600);
    desk.ok("region push");
    desk.file("home/.pgpass", "*:*:*:*:wrong\n");
    let said = desk.fails("region push", 1);
    assert!(said.contains("does not let you in"), "{said}");
    // Without encryption nothing is sent at all.
    desk.file(
        "home/.pgpass",
        &format!("localhost:{port}:region:district_ash:open sesame\n"),
    );
    server.psql("owner", "ALTER SYSTEM SET ssl = off");
    server.psql("owner", "SELECT pg_reload_conf()");
    let said = refused_at_last(&desk);
    assert!(said.contains("does not encrypt"), "{said}");
}

pub fn a_hostile_district_is_harmless_and_bounded() {
    let server = Postgres::new();
    region(&server, &["ash", "evil"]);
    let ash = joined(
        &server,
        office("approved", "", "2026-06-30", "4.50"),
        "ash",
        "--accept",
    );
    ash.ok("region push");
    let evil = |sql: &str| server.ask("district_evil", sql);
    let sly = r"E'Gimkit\e[2J\e]0;x\a\u009b31m\u202e\r\n''; DROP TABLE hallpass.product; --'";
    evil(&format!(
        "INSERT INTO hallpass.member (name, pushed_at) VALUES ({sly}, 'infinity');
         INSERT INTO hallpass.product (product, name, key, vendor)
             SELECT n, {sly}, 'gimkit', {sly} FROM generate_series(1, 20000) n;
         INSERT INTO hallpass.sign (product, place, family, sign) SELECT n, 1, 'name', 'gimkit' FROM generate_series(1, 20000) n;
         INSERT INTO hallpass.alias (product, place, name) SELECT 1, n, {sly} FROM generate_series(1, 100) n;
         INSERT INTO hallpass.decision (product, place, stance, scope, whole, grades, conditions, reason, decided_on, ends)
             SELECT n, 1, 'no', {sly}, true, {sly}, {sly}, {sly}, '9999-12-31', '9999-12-31' FROM generate_series(1, 20000) n;
         INSERT INTO hallpass.agreement (product, place, kind, ends) VALUES (1, 1, {sly}, '9999-12-31');
         INSERT INTO hallpass.alignment (product, place, framework, standard, grades) VALUES (1, 1, {sly}, {sly}, {sly});
         INSERT INTO hallpass.answer (product, place, track, edition, item, answer) VALUES (1, 1, 'technical', 1, {sly}, {sly});
         INSERT INTO hallpass.term (product, place, ends) SELECT n, 1, '2026-06-01' FROM generate_series(1, 20000) n;
         INSERT INTO hallpass.term (product, place, ends) VALUES (1, 2, '9999-12-01');
         INSERT INTO hallpass.price (product, place, unit, low, high, ends) VALUES (1, 1, {sly}, 0, 9223372036854775807, '9999-12-31')"
    ))
    .unwrap();
    // More of anything is not taken.
    for more in [
        "INSERT INTO hallpass.alias (product, place, name) SELECT 2, n, 'x' FROM generate_series(1, 1000000) n",
        "INSERT INTO hallpass.sign (product, place, family, sign) SELECT 3, n, 'name', 'x' || n FROM generate_series(1, 1000000) n",
        "INSERT INTO hallpass.product (product, name, key) VALUES (1000001, 'x', 'x')",
        "INSERT INTO hallpass.term (product, place, ends) VALUES (1, 3, 'infinity')",
        "INSERT INTO hallpass.term (product, place, ends) VALUES (1, 3, '0044-03-15 BC')",
        "UPDATE hallpass.product SET name = repeat('x', 301)",
        "INSERT INTO hallpass.decision (product, place, stance, scope, whole, grades) VALUES (2, 2, 'maybe', '', true, '')",
    ] {
        assert!(evil(more).is_err(), "{more}");
    }
    server.psql(
        "owner",
        "CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana",
    );
    let dana = server.address("dana");
    let began = Instant::now();
    for line in [
        "region status gimkit",
        "region product gimkit",
        "region prices gimkit",
        "region ending --within 120",
        "region differences",
        &format!("region identity --region {dana} list"),
        &format!("region identity --region {dana} list gimkit"),
    ] {
        for form in ["", " --json"] {
            let said = ash.ok(&format!("{line}{form}"));
            assert!(!said.is_empty(), "{line}{form}");
            let steers = said
                .chars()
                .find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(steers, None, "{line}{form}: {said:.2000}");
            assert!(said.len() < 3_000_000, "{line}{form}: {}", said.len());
        }
    }
    assert!(
        began.elapsed() < Duration::from_mins(2),
        "{:?}",
        began.elapsed()
    );
    let told = ash.ok("region status gimkit");
    assert!(
        told.contains("2 districts know it: 1 yes, 1 no: "),
        "{told}"
    );
    ash.ok("region push");
    assert_eq!(
        server.psql("owner", "SELECT count(*) FROM hallpass.product"),
        "20001"
    );
}
