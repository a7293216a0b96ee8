//! That whatever is pushed in between, in whichever parts, ends in what one push of everything sends.

use std::time::Duration;

use super::{joined, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// Numbers that look like chance, the same again for the same beginning.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // The step of Knuth's MMIX; its high bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[self.below(some.len())]
    }
}

const PRODUCTS: [&str; 5] = ["Fernwood", "Numberly", "Quill Pad", "Tinkerly", "Old Fern"];
const VENDORS: [&str; 4] = ["Brightwater", "Oddfellow", "Dearborn Press", "Dear"];
/// Words of people, schools and nobody.
const TEXTS: [&str; 7] = [
    "too dear",
    "ask Kim first",
    "sells data",
    "Topo ES liked it",
    "costs $100",
    "",
    "good",
];
const PEOPLE: [&str; 4] = ["Kim Dear", "Alma Good", "Sol Data", "Press Fern"];
const FIELDS: [&str; 7] = [
    "vendor",
    "aliases",
    "reasons",
    "schools",
    "terms",
    "agreements",
    "answers",
];

/// Something that happens in an office; where it is refused, nothing does.
fn step(desk: &Desk, chance: &mut Chance, at: usize) -> String {
    let product = chance.of(&PRODUCTS);
    let (file, rows, line) = match chance.below(12) {
        0 => (
            "products",
            format!("name,vendor\n{product},{}\n", chance.of(&VENDORS)),
            "import products products.csv".to_owned(),
        ),
        1 | 2 => (
            "approvals",
            format!(
                "product,status,from,reason\n{product},{},2026-0{}-01,{}\n",
                chance.of(&["approved", "denied", "conditional", "suspended"]),
                1 + chance.below(3),
                chance.of(&TEXTS)
            ),
            "import approvals approvals.csv".to_owned(),
        ),
        3 => (
            "agreements",
            format!(
                "vendor,kind,from,until\n{},{},2026-01-01,2029-01-01\n",
                chance.of(&VENDORS),
                chance.of(&["DPA", "Kim's terms", "Addendum"])
            ),
            "import agreements agreements.csv".to_owned(),
        ),
        4 => (
            "contracts",
            format!(
                "number,product,term_end,model,quantity,unit_price\nC-90{},{product},203{}-06-30,per_student,10,{}.00\n",
                chance.below(3),
                chance.below(5),
                1 + chance.below(9)
            ),
            "import contracts contracts.csv".to_owned(),
        ),
        5 => (
            "",
            String::new(),
            format!(
                "alias {}{at} --of {product}",
                chance.of(&["Ferny", "Dear", "Kim"])
            ),
        ),
        6 => ("", String::new(), "undo".to_owned()),
        7 => ("", String::new(), "redo".to_owned()),
        8 => (
            "people",
            format!("login,name,roles\np{at},{},helpdesk\n", chance.of(&PEOPLE)),
            "import people people.csv".to_owned(),
        ),
        9 => (
            "requests",
            format!(
                "product,school,reason,requester\n{product},LIN,for class,{}\n",
                chance.of(&PEOPLE)
            ),
            "import requests requests.csv".to_owned(),
        ),
        10 => (
            "schools",
            "name,code\nTopo ES,TOP\n".to_owned(),
            "import schools schools.csv".to_owned(),
        ),
        _ => (
            "",
            String::new(),
            format!(
                "region policy {} {}",
                chance.of(&["--refuse", "--allow"]),
                chance.of(&FIELDS)
            ),
        ),
    };
    if !file.is_empty() {
        desk.file(&format!("{file}.csv"), &rows);
    }
    let said = desk.run(&line.split(' ').collect::<Vec<_>>());
    format!("{line} -> {} {}", said.code, rows.trim_end())
}

pub fn any_sum_of_pushes_is_a_push_of_everything() {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let (mut done, mut told) = (0, 0);
    for beginning in [1, 2, 3, 4] {
        let mut chance = Chance(beginning);
        let desk = joined(&server, Desk::furnished(), "ash", "--accept");
        let mut steps = vec![format!("beginning {beginning}")];
        desk.ok("region push");
        for at in 0..24 {
            let step = step(&desk, &mut chance, at);
            done += usize::from(step.contains("-> 0"));
            steps.push(step);
            match chance.below(4) {
                0 => {
                    // Where what goes was taken back by an undo, nothing does.
                    desk.run(&["region", "push"]);
                }
                1 => {
                    // One dies somewhere on its way, and nobody knows where.
                    let dies = Duration::from_millis(1 + chance.below(200) as u64);
                    let push = desk
                        .command()
                        .args(["region", "push"])
                        .timeout(dies)
                        .output();
                    steps.push(format!("push for {dies:?}: {}", push.is_ok()));
                }
                _ => {}
            }
            if at % 6 == 5 {
                desk.ok("region policy --accept");
                desk.ok("region push");
                let summed = server.shared();
                // The same office, into a region that never heard of it.
                server.psql("owner", "DELETE FROM hallpass.member");
                let sent = desk.ok("region push");
                assert!(sent.starts_with("Sent everything"), "{sent}");
                let whole = server.shared();
                told = told.max(whole.len());
                assert_eq!(summed, whole, "{}", steps.join("\n"));
            }
        }
        desk.ok("region leave");
    }
    assert!(done > 40 && told > 15, "{done} of 96 steps, {told} rows");
}
