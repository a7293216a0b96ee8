//! Which products of several districts are one: proposed by signs, said by people, taken back by them.

use super::{joined, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

pub fn people_of_the_region_say_which_products_are_one() {
    let server = Postgres::new();
    region(&server, &["ash", "birch", "cedar"]);
    server.psql(
        "owner",
        "CREATE ROLE dana LOGIN; GRANT hallpass_region TO dana",
    );
    let named = |name: &str, alias: &str, status: &str| {
        let desk = Desk::empty();
        desk.file("p.csv", &format!("name,aliases\n{name},{alias}\n"));
        desk.ok("import products p.csv");
        desk.file(
            "a.csv",
            &format!("product,status,from\n{name},{status},2026-01-05\n"),
        );
        desk.ok("import approvals a.csv");
        desk
    };
    let ash = joined(
        &server,
        named("Fernwood", "", "approved"),
        "ash",
        "--accept",
    );
    let birch = joined(
        &server,
        named("Fernwood Online", "Fernwood", "denied"),
        "birch",
        "--accept",
    );
    let cedar = joined(
        &server,
        named("Fernwood", "", "denied"),
        "cedar",
        "--accept",
    );
    for desk in [&ash, &birch, &cedar] {
        desk.ok("region push");
    }
    let dana = server.address("dana");
    let rule = |words: &str| ash.ok(&format!("region identity --region {dana} {words}"));
    let told = |words: &str| ash.json(&format!("region status {words}"));
    // By its name alone two things are known, and by another name both.
    assert_eq!(told("fernwood").as_array().unwrap().len(), 2);
    let list = rule("list");
    assert!(list.contains("same name fernwood: 3 districts"), "{list}");
    for member in [
        "ash:1 Fernwood",
        "birch:1 Fernwood Online",
        "cedar:1 Fernwood",
    ] {
        assert!(list.contains(member), "{member}: {list}");
    }
    let behind = |sign: &str| {
        let list = ["region", "identity", "--region", &dana, "list", "--behind"];
        ash.run(&[&list[..], &[sign]].concat())
    };
    assert_eq!(behind("name fernwood").out, "");
    let said = behind("name elmwood").err;
    assert!(said.contains("no district has `name elmwood`"), "{said}");
    let said = rule("confirm ash:1 birch:1");
    assert!(
        said.contains("2 products are one product (ruling 1)."),
        "{said}"
    );
    let said = rule("deny cedar:1");
    assert!(said.contains("(ruling 2)"), "{said}");
    let now = told("fernwood");
    let of = |thing: usize| {
        let districts = now[thing]["districts"].as_array().unwrap().iter();
        districts
            .map(|one| one["district"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (of(0), of(1)),
        (
            vec!["ash".to_owned(), "birch".to_owned()],
            vec!["cedar".to_owned()]
        )
    );
    assert_eq!(now[0]["confirmed"], true);
    assert_eq!(ash.ok("region differences"), "Fernwood: 1 yes, 1 no\n");
    assert_eq!(rule("list"), "", "nothing is left to say");
    // A push keeps what was said.
    birch.ok("alias Ferny Two --of P-1");
    birch.ok("region push");
    assert_eq!(
        told("fernwood")[0]["districts"].as_array().unwrap().len(),
        2
    );
    // Two that are apart do not become one by the way.
    let said = ash.fails(
        &format!("region identity --region {dana} confirm ash:1 cedar:1"),
        1,
    );
    assert!(said.contains("different products before"), "{said}");
    // What was ruled upon since is taken back first.
    rule("undo 2");
    let said = ash.fails(&format!("region identity --region {dana} undo 2"), 1);
    assert!(said.contains("taken back before, by 3"), "{said}");
    rule("confirm ash:1 cedar:1");
    let said = ash.json("region status fernwood");
    assert_eq!(said[0]["districts"].as_array().unwrap().len(), 3);
    rule("undo 4");
    rule("undo 1");
    assert_eq!(told("fernwood"), {
        let mut plain = told("fernwood");
        plain[0]["confirmed"] = false.into();
        plain
    });
    let history = rule("history");
    assert!(
        history.contains("1 ")
            && history.contains("dana: one product: ash:1, birch:1 (taken back by 6)"),
        "{history}"
    );
    // A district's own login says nothing of identity.
    let said = ash.fails("region identity confirm ash:1 birch:1", 1);
    assert!(said.contains("the region refuses it"), "{said}");
    // Whoever leaves takes that along too.
    rule("confirm ash:1 birch:1");
    birch.ok("region leave");
    let left = server.psql(
        "owner",
        "SELECT DISTINCT district FROM hallpass.verdict ORDER BY 1",
    );
    assert_eq!(left, "ash\ncedar");
}
