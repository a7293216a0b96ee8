//! Who answers for which product in the made-up district. Some have nobody, some somebody who left.

use crate::domain::person::OwnerId;
use crate::domain::put::Put;

use super::making::Making;
use super::{days, people};

/// Appoints the owners of the stories, in one file of the second week or when the product came.
pub(super) fn appoint(making: &mut Making) {
    let opening = days::after(making.start, 11);
    let mut first = Vec::new();
    for item in making.items.clone() {
        for (role, key) in item.known.map_or(&[][..], |known| known.owners) {
            let Some(person) = making.person(key).cloned() else {
                continue;
            };
            let deputy = match *key {
                "nhalvessen" => making.person_id("rtembrook"),
                "thangrove" => making.person_id("bokonjary"),
                _ => None,
            };
            let since = days::after(item.seen, 11).max(person.joined);
            let put = Put::id(OwnerId(making.past.handle()))
                .with("product", item.id)
                .with("role", *role)
                .with("person", person.id)
                .with("deputy", deputy)
                .with("since", Some(since));
            if since <= opening {
                first.push(put);
            } else {
                let day = since.min(days::before(making.today, 1));
                let who = making.one_of(people::ADMIN, day);
                let what = format!("{role} of {}", item.label);
                making.past.saved(day, &who, &what, put);
            }
        }
    }
    let who = making.one_of(people::TECHNICAL, opening);
    let what = format!("{} owners from who-does-what.csv", first.len());
    making.past.imported(opening, &who, what, first);
}
