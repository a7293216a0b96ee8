//! A region of districts on a real PostgreSQL: what is shared and what is not, whose rows are whose, what a push leaves
//! behind however it ends, and what is said where the region cannot be asked.

use libtest_mimic::Trial;

use crate::desk::Desk;
use crate::needs::{Need, trials};
use crate::postgres::Postgres;

mod fails;
mod identity;
mod kept_here;
mod layout;
mod neighbours;
mod plans;
mod rights;
mod screens;
mod slow;
mod spoken;
mod standby;
mod sums;
mod withheld;

use fails::{
    a_hostile_district_is_harmless_and_bounded, a_million_names_of_a_hostile_district_are_bounded,
    a_region_without_room_keeps_what_it_had, each_way_a_region_fails_has_its_sentence,
    only_a_known_server_is_told_anything,
};
use identity::people_of_the_region_say_which_products_are_one;
use kept_here::{
    a_decision_that_is_taken_back_is_gone_at_the_next_push,
    a_text_that_names_who_asked_since_is_gone_at_the_next_push,
    the_sum_of_pushes_is_a_push_of_everything, what_a_policy_withholds_is_nowhere_in_the_region,
    whoever_leaves_takes_everything_along,
};
use layout::an_older_region_is_brought_up_to_date_and_keeps_its_rows;
use neighbours::{
    neighbours_are_told_beside_and_never_waited_for,
    what_a_neighbour_decided_comes_as_claims_by_a_command,
};
use plans::questions_are_answered_by_their_indexes;
use rights::a_district_writes_its_own_rows_only;
use screens::{
    a_region_is_asked_at_its_own_prompt, a_region_is_looked_at_on_its_own_screens,
    joining_a_region_is_undone_by_leaving_it, only_what_is_about_the_same_people_is_a_difference,
};
use slow::{a_region_a_second_a_packet_away_is_only_slow, a_slow_region_is_only_slow};
use spoken::of_several_decisions_the_one_that_its_office_goes_by_is_told;
use standby::an_acknowledged_push_outlives_its_server;
use sums::any_sum_of_pushes_is_a_push_of_everything;
use withheld::each_field_that_is_refused_is_in_no_table_and_no_log;

pub fn tests() -> Vec<Trial> {
    let mut tests = trials!(Need::Postgres;
        a_region_is_begun_once_and_lets_districts_in,
        nothing_is_sent_before_somebody_has_said_what_goes,
        districts_share_and_ask,
        what_a_policy_withholds_is_nowhere_in_the_region,
        a_decision_that_is_taken_back_is_gone_at_the_next_push,
        whoever_leaves_takes_everything_along,
        a_district_writes_its_own_rows_only,
        the_sum_of_pushes_is_a_push_of_everything,
        people_of_the_region_say_which_products_are_one,
        each_way_a_region_fails_has_its_sentence,
        only_a_known_server_is_told_anything,
        a_hostile_district_is_harmless_and_bounded,
        neighbours_are_told_beside_and_never_waited_for,
        what_a_neighbour_decided_comes_as_claims_by_a_command,
        a_region_is_looked_at_on_its_own_screens,
        joining_a_region_is_undone_by_leaving_it,
        a_region_is_asked_at_its_own_prompt,
        only_what_is_about_the_same_people_is_a_difference,
        questions_are_answered_by_their_indexes,
        an_older_region_is_brought_up_to_date_and_keeps_its_rows,
        any_sum_of_pushes_is_a_push_of_everything,
        a_text_that_names_who_asked_since_is_gone_at_the_next_push,
        a_region_without_room_keeps_what_it_had,
        a_slow_region_is_only_slow,
        of_several_decisions_the_one_that_its_office_goes_by_is_told,
        each_field_that_is_refused_is_in_no_table_and_no_log
    );
    let long = Need::hardest(&[Need::Postgres, Need::Time]);
    tests.extend(trials!(long;
        an_acknowledged_push_outlives_its_server,
        a_region_a_second_a_packet_away_is_only_slow,
        a_million_names_of_a_hostile_district_are_bounded
    ));
    tests
}

/// A region that has let these districts in.
fn region(server: &Postgres, codes: &[&str]) {
    let desk = Desk::bare();
    let mut line = vec!["region", "init"];
    let owner = server.address("owner");
    line.push(&owner);
    for code in codes {
        line.extend(["--district", code]);
    }
    let said = desk.run(&line);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

/// An office that has joined as this district; `policy` is what it lets go, as words of `region policy`.
fn joined(server: &Postgres, desk: Desk, code: &str, policy: &str) -> Desk {
    let address = server.address(&format!("district_{code}"));
    desk.ok(&format!("region join {address} --district {code}"));
    desk.ok(&format!("region policy {policy}"));
    desk
}

/// An office with a product that is decided so, bought until then at this price a student.
fn office(status: &str, reason: &str, ends: &str, price: &str) -> Desk {
    let desk = Desk::empty();
    desk.file("products.csv", "name,vendor\nGimkit,Gimkit Inc\n");
    desk.ok("import products products.csv");
    desk.file(
        "approvals.csv",
        &format!("product,status,from,reason\nGimkit,{status},2026-01-05,{reason}\n"),
    );
    desk.ok("import approvals approvals.csv");
    desk.file(
        "contracts.csv",
        &format!("number,product,term_end,model,quantity,unit_price\nC-1,Gimkit,{ends},per_student,100,{price}\n"),
    );
    desk.ok("import contracts contracts.csv");
    desk
}

fn a_region_is_begun_once_and_lets_districts_in() {
    let server = Postgres::new();
    let desk = Desk::bare();
    let owner = server.address("owner");
    let said = desk.ok(&format!(
        "region init {owner} --district ash --district birch"
    ));
    assert!(said.contains("The region is begun (layout 2)."), "{said}");
    assert!(
        said.contains("ash is let in by a new login, district_ash."),
        "{said}"
    );
    let said = desk.ok(&format!(
        "region init {owner} --district ash --district cedar"
    ));
    assert!(
        said.contains("The region was there already (layout 2)."),
        "{said}"
    );
    assert!(
        said.contains("ash is let in by the login, district_ash."),
        "{said}"
    );
    assert!(
        said.contains("cedar is let in by a new login, district_cedar."),
        "{said}"
    );
    let codes = server.psql(
        "owner",
        "SELECT string_agg(code, ' ' ORDER BY code) FROM hallpass.district",
    );
    assert_eq!(codes, "ash birch cedar");
    // A district is nobody who begins a region.
    server.psql("owner", "DROP SCHEMA hallpass CASCADE");
    let said = desk.fails(
        &format!("region init {}", server.address("district_ash")),
        1,
    );
    assert!(said.contains("the region refuses it"), "{said}");
}

fn nothing_is_sent_before_somebody_has_said_what_goes() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let desk = Desk::furnished();
    let said = desk.fails("region push", 1);
    assert!(
        said.contains("takes part in no region") && said.contains("hallpass region join"),
        "{said}"
    );
    desk.ok(&format!(
        "region join {} --district ash",
        server.address("district_ash")
    ));
    let said = desk.fails("region push", 1);
    assert!(
        said.contains("nobody has said yet what the region is told"),
        "{said}"
    );
    let shown = desk.ok("region policy");
    for line in [
        "goes   decisions ",
        "stays  answers ",
        "stays  schools ",
        "goes   prices ",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let table = desk.ok("region policy --csv");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "field,goes,means,rows");
    assert!(
        rows[1..].iter().all(|row| row.matches(',').count() >= 3),
        "{table}"
    );
    assert!(table.contains("\nschools,no,"), "{table}");
    assert_eq!(server.shared(), Vec::<String>::new());
    desk.ok("region policy --accept");
    let would = desk.ok("region push --dry-run");
    // Quill Pad, its EDU edition, Numberly, Topo Maps and Stargazer.
    assert!(
        would.starts_with("Would send everything: 5 products, 2 decisions, "),
        "{would}"
    );
    assert_eq!(
        server.shared(),
        Vec::<String>::new(),
        "a look sends nothing"
    );
    let sent = desk.ok("region push");
    assert_eq!(
        sent.lines().next(),
        would
            .lines()
            .next()
            .map(|line| line.replace("Would send", "Sent"))
            .as_deref()
    );
    assert_eq!(
        desk.ok("region push"),
        "Nothing changed since the last push.\n"
    );
    // Somebody who is no admin sends nothing.
    let said = desk.fails("region push --as reyes", 1);
    assert!(said.contains("admin"), "{said}");
}

fn districts_share_and_ask() {
    let server = Postgres::new();
    region(&server, &["ash", "birch", "cedar", "dogwood"]);
    let offices = [
        ("ash", office("approved", "", "2026-06-30", "4.50")),
        (
            "birch",
            office("conditional", "ask first", "2026-07-31", "4.00"),
        ),
        (
            "cedar",
            office("denied", "sells data", "2030-06-30", "6.00"),
        ),
        ("dogwood", office("approved", "", "2026-06-30", "4.20")),
    ];
    let mut desks = Vec::new();
    for (at, (code, desk)) in offices.into_iter().enumerate() {
        let desk = joined(&server, desk, code, "--accept");
        desk.ok("region push");
        if at == 1 {
            let told = desk.ok("region prices gimkit");
            assert!(told.contains("fewer than 3 districts share"), "{told}");
        }
        desks.push(desk);
    }
    let ash = &desks[0];
    let told = ash.ok("region status Gimkit");
    assert!(
        told.contains("4 districts know it: 2 yes, 1 with conditions, 1 no: sells data."),
        "{told}"
    );
    assert!(
        told.contains("nobody of the region has said that these are one product"),
        "{told}"
    );
    assert!(told.contains("cedar Harlow: no"), "{told}");
    let json = ash.json("region status gim kit");
    assert_eq!(json[0]["districts"].as_array().unwrap().len(), 4);
    assert_eq!(json[0]["districts"][1]["answer"], "conditional");
    assert_eq!(json[0]["confirmed"], false);
    // The beginning of a name is enough where nothing is called so.
    assert_eq!(ash.json("region status gim")[0]["product"], "Gimkit");
    let said = ash.run(&["region", "status", "nothing"]);
    assert_eq!((said.code, said.out.as_str()), (3, ""));

    let prices = ash.json("region prices gimkit");
    let bands = prices[0]["prices"].as_array().unwrap();
    // 4.50, 4.00 and 4.20 lie between 2 and 5, and 6.00 between 5 and 10.
    let bands: Vec<_> = bands
        .iter()
        .map(|band| {
            (
                band["from_cents"].as_i64(),
                band["below_cents"].as_i64(),
                band["districts"].as_i64(),
                band["of"].as_i64(),
            )
        })
        .collect();
    assert_eq!(
        bands,
        [
            (Some(200), Some(500), Some(3), Some(4)),
            (Some(500), Some(1_000), Some(1), Some(4))
        ]
    );

    // Today is March 10, 2026.
    let ending = ash.ok("region ending --within 3");
    assert_eq!(
        ending,
        "Gimkit: 2 districts (by its name): ash 2026-06, dogwood 2026-06\n"
    );
    let ending = ash.json("region ending --within 6");
    assert_eq!(ending[0]["districts"], 3);
    assert_eq!(ash.ok("region ending --within 1"), "");

    let differ = ash.ok("region differences");
    assert_eq!(differ, "Gimkit (by its name): 3 yes, 1 no: sells data\n");
    let all = ash.ok("region product gimkit");
    assert!(
        all.contains("cedar decided no, for all schools; sells data"),
        "{all}"
    );
    assert!(all.contains("ash term: 2026-06"), "{all}");
    // Whoever has no office asks by the address.
    let nobody = Desk::bare();
    let address = server.address("district_birch");
    let told = nobody.ok(&format!("region status gimkit --region {address}"));
    assert!(told.contains("4 districts know it"), "{told}");
}
