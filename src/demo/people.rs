//! The dozen people of the made-up technology office, and the founding itself.

use crate::domain::change::Change;
use crate::domain::person::{PersonId, Role, Roles};
use crate::domain::put::Put;
use crate::domain::school::Schools;

use super::made::Colleague;
use super::making::Making;
use super::{DISTRICT, days};

/// The director, who does what only an admin may.
pub(super) const ADMIN: &[&str] = &["iombrane"];
pub(super) const TECHNICAL: &[&str] = &["pvandelune", "msollowby", "dquillfane"];
pub(super) const CURRICULAR: &[&str] = &["nhalvessen", "rtembrook"];
/// Those who buy and renew.
pub(super) const RENEWALS: &[&str] = &["gferrandine", "ycastleby", "ofarthing"];
pub(super) const HELPDESK: &[&str] = &["thangrove", "mdulcifer", "bokonjary"];
/// Renewals: she left, and not everything of hers found a new owner.
pub(super) const LEFT: &str = "ofarthing";
/// Renewals: took over what found one.
pub(super) const SUCCESSOR: &str = "ycastleby";

/// One person of the made-up office, before the office takes them on.
struct PersonCard {
    key: &'static str,
    name: &'static str,
    roles: &'static [Role],
    /// Days ago of the first day; 0 for "from the beginning".
    joined: i64,
    /// Days ago of the last day.
    left: Option<i64>,
}

const HERE: PersonCard = PersonCard {
    key: "",
    name: "",
    roles: &[Role::Helpdesk],
    joined: 0,
    left: None,
};

#[rustfmt::skip] // one a line
const PEOPLE: &[PersonCard] = &[
    PersonCard { key: "iombrane", name: "Ilse Ombrane", roles: &[Role::Admin], ..HERE },
    PersonCard { key: "pvandelune", name: "Petra Vandelune", roles: &[Role::Technical], ..HERE },
    PersonCard { key: "msollowby", name: "Marek Sollowby", roles: &[Role::Technical], ..HERE },
    PersonCard { key: "dquillfane", name: "Dario Quillfane", roles: &[Role::Helpdesk, Role::Technical], joined: 900, ..HERE },
    PersonCard { key: "nhalvessen", name: "Noor Halvessen", roles: &[Role::Curricular], ..HERE },
    PersonCard { key: "rtembrook", name: "Rosalind Tembrook", roles: &[Role::Curricular], ..HERE },
    PersonCard { key: "gferrandine", name: "Gus Ferrandine", roles: &[Role::Renewals], ..HERE },
    PersonCard { key: SUCCESSOR, name: "Yuna Castleby", roles: &[Role::Renewals], joined: 620, ..HERE },
    PersonCard { key: LEFT, name: "Odile Farthing", roles: &[Role::Renewals], left: Some(140), ..HERE },
    PersonCard { key: "thangrove", name: "Theo Hangrove", ..HERE },
    PersonCard { key: "mdulcifer", name: "Mina Dulcifer", joined: 430, ..HERE },
    PersonCard { key: "bokonjary", name: "Bram Okonjary", ..HERE },
];

/// Opens the office and brings its people in; some came later, one has left.
pub(super) fn join(making: &mut Making) {
    let (start, founder) = (making.start, making.founder.clone());
    let founding = Change::Found {
        district: DISTRICT.to_owned(),
        policy: "hybrid".to_owned(),
        founder: (founder.clone(), founder.clone()),
        zone: None,
        demo: true,
        rehearsal: false,
    };
    making.past.did(start, &founder, founding);
    let mut first = Vec::new();
    for card in PEOPLE {
        let id = making.past.handle();
        let joined = if card.joined == 0 {
            start
        } else {
            making.ago(card.joined)
        };
        let left = card.left.map(|days| days::before(making.today, days));
        // The founder may happen to have the login of somebody made up.
        let taken = if card.key == founder { "2" } else { "" };
        let login = format!("{}{taken}", card.key);
        let put = Put::id(PersonId(id))
            .with("login", login.clone())
            .with("name", card.name.to_owned())
            .with("email", Some(format!("{login}@wexmoor.example")))
            .with("roles", Roles(card.roles.to_vec()));
        if joined == start {
            first.push(put);
        } else {
            let admin = making.one_of(ADMIN, joined);
            making.past.saved(joined, &admin, card.name, put);
        }
        if let Some(day) = left.map(|day| days::after(day, 1)) {
            let admin = making.one_of(ADMIN, day);
            let put = Put::id(PersonId(id)).with("left_on", left);
            let why = "moved to another county";
            making.past.saved_because(day, &admin, card.name, put, why);
        }
        making.people.push(Colleague {
            key: card.key,
            login,
            id: PersonId(id),
            joined,
            left,
        });
    }
    let what = format!("{} people from staff.csv", first.len());
    making.past.imported(start, &founder, what, first);
}

/// Says which person answers the phone for one school only, once the schools are there.
pub(super) fn assign(making: &mut Making, key: &str, schools: Schools) {
    let day = making.start;
    let admin = making.one_of(ADMIN, day);
    if let Some(person) = making.person_id(key) {
        let put = Put::id(person).with("schools", schools);
        making.past.saved_because(
            day,
            &admin,
            "Bram Okonjary",
            put,
            "answers for this school only",
        );
    }
}
