//! What a menu or a picker about rows was opened on, in every view whose keys act on the marked rows or on the one under
//! the cursor; and the verbs of a row that is decided in another view.

use std::hash::Hash;

use crate::domain::contract::ContractId;
use crate::domain::person::OwnerRole;
use crate::domain::product::ProductId;
use crate::domain::review::PersonName;
use crate::office::deed::Deed;
use crate::office::deed::ownership::NewOwner;
use crate::tui::command::Command;
use crate::tui::effect::{Destination, Intent, Menu, MenuItem};
use crate::tui::topic::Assignment;
use crate::tui::widget::list::List;

/// The row under the cursor, and the rows the keys acted on.
#[derive(PartialEq, Eq)]
pub(super) struct ActedRows<K, R> {
    row: Option<K>,
    rows: Vec<R>,
}

impl<K, R> Default for ActedRows<K, R> {
    fn default() -> Self {
        Self {
            row: None,
            rows: Vec::new(),
        }
    }
}

impl<K: Clone + Eq + Hash, R: PartialEq> ActedRows<K, R> {
    /// These rows of this list. What was opened on others is of no use any more.
    pub(super) fn of(list: &List<K>, rows: Vec<R>) -> Self {
        Self {
            row: list.selected().cloned(),
            rows,
        }
    }
}

/// Asks who answers for rows, each named by its word: `who` is the question, `many` what several are called.
pub(super) fn ask_who(who: &str, many: &str, rows: &[&str]) -> Option<Intent> {
    let title = match rows {
        [] => return None,
        [one] => format!("{who} {one}"),
        more => format!("{who} these {} {many}", more.len()),
    };
    Some(Intent::PickPerson {
        about: Assignment::Rows,
        title,
    })
}

/// Has somebody picked who answers for these products: in this role, else in each of the needed ones that nobody fills.
pub(super) fn ask_owner(products: Vec<ProductId>, role: Option<OwnerRole>, what: String) -> Intent {
    Intent::PickPerson {
        title: format!("Who answers for {what}"),
        about: Assignment::Owner {
            products,
            role,
            what,
        },
    }
}

/// Whoever was picked answers for the products from now on; nothing where somebody was picked for something else.
pub(super) fn owner_named(about: Assignment, who: &PersonName) -> Vec<Intent> {
    let Assignment::Owner {
        products,
        role,
        what,
    } = about
    else {
        return Vec::new();
    };
    vec![Intent::Change(Deed::NameOwner(Box::new(NewOwner {
        products,
        role,
        who: who.clone(),
        what,
    })))]
}

/// So many rows are decided by the key that decides one.
const AT_ONCE: usize = 10;

/// Decides about so many rows: at once, or by a second key where they are many. `what` is done to `them`: how many they
/// are, what they cost, for how many it is too late.
pub(super) fn decided(what: &str, them: &str, rows: usize, deed: Intent) -> Vec<Intent> {
    let does = vec![Intent::TakeMarksOff, deed];
    if rows <= AT_ONCE {
        return does;
    }
    let nothing = Intent::Hint("Nothing was decided, and they are still marked.".into());
    vec![Intent::Menu(Menu {
        title: format!("{what}: {them}"),
        items: vec![
            MenuItem::new('n', "no, leave them", nothing),
            MenuItem::all('y', format!("yes, all {rows}"), does),
        ],
        // What it is about was chosen before.
        about_rows: false,
    })]
}

/// Decides about a contract where contracts are decided.
pub(super) fn decide_contract(contract: ContractId) -> Vec<Intent> {
    vec![
        Intent::Go(Destination::Contract(contract)),
        Intent::Then(Command::Decide),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_opened_on_other_rows_or_under_another_cursor_is_not_the_same() {
        let mut list = List::default();
        list.set(vec!['a', 'b']);
        let about = ActedRows::of(&list, vec!["A"]);
        assert!(about == ActedRows::of(&list, vec!["A"]));
        assert!(about != ActedRows::of(&list, vec!["A", "B"]));
        list.update(Command::Down);
        assert!(about != ActedRows::of(&list, vec!["A"]));
    }

    #[test]
    fn ten_are_decided_at_once_and_more_by_a_second_key() {
        let deed = || Intent::Hint("done".into());
        let does = vec![Intent::TakeMarksOff, deed()];
        assert_eq!(decided("Cancel", "10 contracts", 10, deed()), does);
        let asked = decided("Cancel", "11 contracts, $900", 11, deed());
        let [Intent::Menu(menu)] = asked.as_slice() else {
            panic!("{asked:?}");
        };
        assert_eq!(menu.title, "Cancel: 11 contracts, $900");
        // Enter takes the first, which is the harmless one.
        assert!(menu.items[0].does != does && menu.items[1].does == does);
    }

    #[test]
    fn it_asks_by_name_for_one_and_by_number_for_several() {
        let title = |rows: &[&str]| match ask_who("Who sees to", "overlaps", rows) {
            Some(Intent::PickPerson { title, .. }) => title,
            _ => String::new(),
        };
        assert_eq!(title(&[]), "");
        assert_eq!(title(&["O-1"]), "Who sees to O-1");
        assert_eq!(title(&["O-1", "O-2"]), "Who sees to these 2 overlaps");
    }
}
