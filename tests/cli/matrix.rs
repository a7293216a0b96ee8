//! Who may do what, whichever way they come in: every role with every deed of the command line, typed at the host and
//! asked over SSH by a key. What is expected is said by the one table of rights; where a deed has a rule of its own,
//! beside its states, that rule stands in its row.

use std::sync::OnceLock;

use hallpass::domain::field::ImportKind;
use hallpass::domain::person::{Role, Roles};
use hallpass::domain::record::Kind;
use hallpass::domain::rights::RightHolder;

use super::desk::{Desk, PROGRAM, Said, said};
use crate::support::imports::{SpokenOf, one_row, who_may_bring};
use crate::support::length::Sample;

/// Somebody of the made-up district for each role, somebody who left, and somebody whom nobody knows.
const PEOPLE: [(&str, &[Role]); 7] = [
    ("iombrane", &[Role::Admin]),
    ("pvandelune", &[Role::Technical]),
    ("nhalvessen", &[Role::Curricular]),
    ("gferrandine", &[Role::Renewals]),
    ("thangrove", &[Role::Helpdesk]),
    ("ofarthing", &[]),
    ("stranger", &[]),
];

/// Who may do a deed.
#[derive(Clone, Copy, Debug)]
enum May {
    /// Those who may write this noun.
    Write(Kind),
    /// Those of whom the deed's own rule speaks.
    Are(RightHolder),
    /// Those who answer the curricular checklist.
    Curricular,
}

impl May {
    fn includes(self, roles: &[Role]) -> bool {
        let here = !roles.is_empty();
        let roles = Roles(roles.to_vec());
        let of = |holder: RightHolder| holder.includes(&roles).is_ok();
        here && match self {
            May::Are(holder) => of(holder),
            May::Curricular => roles.allow(Role::Curricular),
            May::Write(kind) => of(who_may_bring(kind)),
        }
    }
}

/// What is typed, what stands at standard input, and who may.
type Deed = (&'static str, &'static str, May);

const DEEDS: &[Deed] = &[
    ("note numblebee --text hello", "", May::Write(Kind::Note)),
    ("alias dottling --of tunewick", "", May::Write(Kind::Alias)),
    (
        "policy set tier2_days 6 --reason care",
        "",
        May::Write(Kind::Setting),
    ),
    (
        "people add newone --name New --roles helpdesk",
        "",
        May::Write(Kind::Person),
    ),
    (
        "people role mdulcifer technical",
        "",
        May::Write(Kind::Person),
    ),
    ("people leave mdulcifer", "", May::Write(Kind::Person)),
    (
        "people handover --from gferrandine --to ycastleby",
        "",
        May::Are(RightHolder::Admin),
    ),
    ("people key remove 1", "", May::Write(Kind::PersonKey)),
    (
        "request new --product Zingletop --school district --reason maths",
        "",
        May::Are(RightHolder::Anybody),
    ),
    (
        "request return R-215 --reason unclear",
        "",
        May::Are(RightHolder::Reviewers),
    ),
    (
        "request triage R-215 --tier 1",
        "",
        May::Are(RightHolder::Reviewers),
    ),
    (
        "request wait R-215 --reason agreement",
        "",
        May::Are(RightHolder::Reviewers),
    ),
    ("review take R-215", "", May::Are(RightHolder::Reviewers)),
    (
        "review answer R-215 T04 pass",
        "",
        May::Are(RightHolder::Technical),
    ),
    ("review answer R-215 C04 pass", "", May::Curricular),
    (
        "review decide R-214 deny --reason unsafe",
        "",
        May::Are(RightHolder::Reviewers),
    ),
    (
        "renewal decide C-186 renew --reason good",
        "",
        May::Are(RightHolder::Renewals),
    ),
    (
        "renewal assign C-186 ycastleby",
        "",
        May::Are(RightHolder::Renewals),
    ),
    (
        "renewal notice C-186 '60 days'",
        "",
        May::Are(RightHolder::Renewals),
    ),
    (
        "renewal renews C-186 no",
        "",
        May::Are(RightHolder::Renewals),
    ),
    ("overlap take O-kbct8", "", May::Write(Kind::Alert)),
    (
        "overlap dismiss O-kbct8 --reason complementary",
        "",
        May::Are(RightHolder::Renewals),
    ),
];

/// What files speak of in the made-up district.
const SPOKEN_OF: SpokenOf = SpokenOf {
    product: "Numblebee",
    undecided: "Tunewick",
    school: "Linden Hollow ES",
    person: "ycastleby",
};

/// Every deed, and the import of a file of every kind.
fn deeds() -> Vec<(String, String, May)> {
    let deeds = DEEDS
        .iter()
        .map(|(line, input, may)| ((*line).to_owned(), (*input).to_owned(), *may));
    let imports = ImportKind::ALL.into_iter().map(|kind| {
        let may = May::Write(kind.noun());
        (
            format!("import {} -", kind.name()),
            one_row(kind, &SPOKEN_OF),
            may,
        )
    });
    deeds.chain(imports).collect()
}

/// The key of each, by its place among `PEOPLE`, as OpenSSH writes one.
fn public_key(at: usize) -> String {
    const ENDS: [&str; 6] = ["AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF"];
    format!(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{}{}",
        "I".repeat(39),
        ENDS[at]
    )
}

/// Done at the host by the admin, on the day that it is.
fn today(desk: &Desk, line: &str) {
    let told = ask(desk, Way::AtTheHost, 0, (line, ""));
    assert_eq!(told.code, 0, "{line}: {}", told.err);
}

/// The made-up district of today, with a key for each who has ever been there.
fn district() -> Desk {
    Desk::copied("each with a key", |desk| {
        today(desk, "demo --path office.db --no-open");
        for (at, (login, _)) in PEOPLE.iter().take(6).enumerate() {
            if *login == "ofarthing" {
                today(desk, "people add ofarthing --name Odile --roles renewals");
            }
            desk.file("one.pub", &format!("{} x@y\n", public_key(at)));
            today(desk, &format!("people key add {login} one.pub"));
        }
        today(desk, "people leave ofarthing --on 2020-01-02");
        desk.file(
            "own.csv",
            "framework,code,statement\nOWN,M.1,Counts to ten.\n",
        );
        today(desk, "import standards own.csv");
        // Whatever day it is, and however far the reviews of the made-up district have come by it: two that begin now, of
        // which one waits for its decision.
        for product in ["Alphakit", "Betakit"] {
            let asked = format!("request new --product {product} --school district --reason maths");
            today(desk, &asked);
        }
        let items = (1..=26).map(|n| format!("T{n:02}"));
        for item in items.chain((1..=19).map(|n| format!("C{n:02}"))) {
            today(desk, &format!("review answer R-214 {item} pass"));
        }
    })
}

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    AtTheHost,
    OverSsh,
}

fn ask(desk: &Desk, way: Way, at: usize, (line, input): (&str, &str)) -> Said {
    let mut command = match way {
        Way::AtTheHost => {
            let mut command = desk.command();
            command
                .env_remove("HALLPASS_NOW")
                .env("HALLPASS_USER", PEOPLE[at].0)
                .args(shell_words::split(line).unwrap());
            command
        }
        Way::OverSsh => {
            let mut command = assert_cmd::Command::new(PROGRAM);
            command
                .env_clear()
                .env("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22")
                .env("SSH_ORIGINAL_COMMAND", line)
                .args(["ssh-session", "--db"])
                .arg(desk.path("office.db"))
                .args(["--key", &(at + 1).to_string()]);
            command
        }
    };
    said(command.write_stdin(input).output().unwrap())
}

fn every_deed_by_every_role(way: Way) {
    let mut wrong = Vec::new();
    let mut desk = district();
    // By either way in others, so that each deed is tried by most people.
    let mut sample = Sample::one_of(3, "deeds by somebody of a role");
    for (at, (who, roles)) in PEOPLE.iter().enumerate() {
        for (nth, (line, input, may)) in deeds().into_iter().enumerate() {
            if !sample.takes(at + nth + way as usize) {
                continue;
            }
            let told = ask(&desk, way, at, (&line, &input));
            let did = told.code == 0;
            let case = format!("{who}: {line}: {told:?}");
            if did != may.includes(roles) {
                wrong.push(format!("{case}\n  where the rule is {may:?}"));
            } else if did != changed(&desk) {
                wrong.push(format!("{case}\n  where something is saved: {}", !did));
            } else if !did && !told.err.contains("error: ") {
                wrong.push(format!("{case}\n  without a reason"));
            }
            if changed(&desk) {
                desk = district();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all = PEOPLE.len() * (DEEDS.len() + ImportKind::ALL.len());
    assert_eq!(sample.share(all), sample.tried());
}

/// Is anything in the file that was not there before the deed?
fn changed(desk: &Desk) -> bool {
    static BEFORE: OnceLock<Vec<u8>> = OnceLock::new();
    let held = |desk: &Desk| std::fs::read(desk.path("office.db")).unwrap();
    held(desk) != *BEFORE.get_or_init(|| held(&district()))
}

#[test]
fn at_the_host_each_does_what_their_role_says_and_no_more() {
    every_deed_by_every_role(Way::AtTheHost);
}

#[test]
fn over_ssh_each_does_what_their_role_says_and_no_more() {
    every_deed_by_every_role(Way::OverSsh);
}
