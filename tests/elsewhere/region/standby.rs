//! A region that loses its server while districts push, and goes on with its standby.

use std::time::{Duration, Instant};

use super::region;
use crate::desk::Desk;
use crate::postgres::Postgres;

pub fn an_acknowledged_push_outlives_its_server() {
    const DISTRICTS: usize = 3;
    let server = Postgres::new();
    let codes: Vec<String> = (0..DISTRICTS).map(|n| format!("d{n}")).collect();
    region(
        &server,
        &codes.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let standby = server.standby();
    let desks: Vec<Desk> = codes
        .iter()
        .map(|code| {
            let desk = Desk::empty();
            let address = server.address(&format!("district_{code}"));
            let both = address.replace(
                "?host=",
                &format!(
                    "?target_session_attrs=read-write&host={},",
                    standby.socket()
                ),
            );
            desk.ok(&format!("region join {both} --district {code}"));
            desk.ok("region policy --accept");
            desk
        })
        .collect();
    // Each district makes a product and pushes, again and again; what was acknowledged is kept.
    let began = Instant::now();
    let stops = Duration::from_secs(6);
    let acknowledged: Vec<(i64, usize)> = std::thread::scope(|scope| {
        let pushing: Vec<_> = desks
            .iter()
            .map(|desk| {
                scope.spawn(move || {
                    let (mut last, mut pushes) = (0, 0);
                    for n in 0.. {
                        desk.file("p.csv", &format!("name\nProduct {n}\n"));
                        desk.ok("import products p.csv");
                        let said = desk.run(&["region", "push", "--json"]);
                        if said.code == 0 {
                            let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
                            last = told["up_to"].as_i64().unwrap();
                            pushes += 1;
                        } else if began.elapsed() > stops {
                            return (last, pushes);
                        }
                    }
                    unreachable!()
                })
            })
            .collect();
        std::thread::sleep(stops);
        server.stop();
        pushing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    standby.promote();
    let mut lost = 0;
    for (code, (last, _)) in codes.iter().zip(&acknowledged) {
        let seq = standby.psql(&format!(
            "SELECT seq FROM hallpass.watermark WHERE district = '{code}'"
        ));
        lost += usize::from(seq.parse::<i64>().unwrap() < *last);
    }
    // The same address finds the one that writes now; each product is there once.
    let mut doubled = 0;
    for (code, desk) in codes.iter().zip(&desks) {
        desk.ok("region push");
        let counted = standby.psql(&format!(
            "SELECT count(*), count(DISTINCT name) FROM hallpass.product WHERE district = '{code}'"
        ));
        let (all, names) = counted.split_once('|').unwrap();
        doubled += usize::from(all != names);
        let products = desk.json("region policy")["products"].as_u64().unwrap();
        assert_eq!(all, products.to_string(), "{code}");
    }
    let pushes: usize = acknowledged.iter().map(|(_, pushes)| pushes).sum();
    println!(
        "{pushes} pushes of {DISTRICTS} districts were acknowledged when the server died: {lost} lost, {doubled} doubled"
    );
    assert!(pushes > 10, "{pushes}");
    assert_eq!((lost, doubled), (0, 0));
}
