//! A framework as a file brings it: its items, and what it says of how they are related. Files of every kind end as this
//! value; `incoming` says what it writes, beside what is here.

use chrono::NaiveDate;

use super::framework::code_key;
use crate::domain::grade::Grades;
use crate::domain::refusal::Refusal;

/// Items stand under each other no deeper than this.
pub const DEEPEST: usize = 64;

/// A set of standards as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadFramework {
    /// Its number everywhere; none where the file gives none.
    pub guid: Option<String>,
    /// What people are to type; none where the file does not say.
    pub short: Option<String>,
    /// Its full name.
    pub title: String,
    /// Who made it.
    pub creator: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its edition.
    pub edition: Option<String>,
    /// The version of CASE it is written in.
    pub case_version: Option<String>,
    /// How far it is adopted.
    pub adoption: Option<String>,
    /// Where its licence is.
    pub licence: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// The first day it holds.
    pub starts: Option<NaiveDate>,
    /// The last day it holds.
    pub ends: Option<NaiveDate>,
    /// When it was changed last, as the file writes it.
    pub changed_at: Option<String>,
    /// All else, as JSON.
    pub rest: Option<String>,
}

/// An item as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadItem {
    /// What the file's own links call it: its guid where it has one, else its code or name in the file.
    pub known_as: String,
    /// Its number everywhere; none where the file gives none.
    pub guid: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// Another code of it.
    pub other_code: Option<String>,
    /// In full.
    pub statement: String,
    /// In a few words.
    pub short: Option<String>,
    /// What kind of item it is called.
    pub kind: Option<String>,
    /// Its grades.
    pub grades: Grades,
    /// What the file says it weighs.
    pub weight: Option<i64>,
    /// The first day it holds.
    pub starts: Option<NaiveDate>,
    /// The last day it holds.
    pub ends: Option<NaiveDate>,
    /// When it was changed last, as the file writes it.
    pub changed_at: Option<String>,
    /// All else, as JSON.
    pub rest: Option<String>,
}

impl ReadItem {
    /// As people find it again: its code, else the beginning of what it says.
    pub fn called(&self) -> String {
        match &self.code {
            Some(code) => code.clone(),
            None => self.statement.chars().take(60).collect(),
        }
    }
}

/// What a file says of two items, by what it calls them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadLink {
    /// The one.
    pub origin: String,
    /// The other; it may stand in no file that is here.
    pub destination: String,
    /// The file's own word for it: `isChildOf`.
    pub association: String,
    /// Its place among others of its kind.
    pub seq: Option<i64>,
    /// All else, as JSON.
    pub rest: Option<String>,
}

/// CASE's word for what makes the tree.
pub const CHILD: &str = "isChildOf";

/// One framework with all that its file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Package {
    /// The framework itself.
    pub document: ReadFramework,
    /// Its items, in the file's order.
    pub items: Vec<ReadItem>,
    /// What it says of them.
    pub links: Vec<ReadLink>,
    /// What was read in an unexpected way, a sentence each.
    pub notes: Vec<String>,
    /// Is it a table? Then what it does not say stays as it is, and what is not in it is not gone.
    pub partial: bool,
}

/// Where an item stands in the tree of its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TreePlace {
    /// The place of what it stands under among the items; none at the top, or where nothing is said.
    pub parent: Option<usize>,
    /// The place of the link that says so among the links.
    pub link: Option<usize>,
    /// Its place among its siblings, as the file says.
    pub seq: Option<i64>,
    /// Does nothing stand under it?
    pub leaf: bool,
}

/// The tree of a package: each item stands under the first that the file names, by its number among siblings; the others
/// stay relations.
///
/// # Errors
///
/// Where two items have one guid, an item stands under itself, or the tree is deeper than any that is known.
pub fn tree(package: &Package) -> Result<Vec<TreePlace>, Refusal> {
    let mut by_name = std::collections::HashMap::with_capacity(package.items.len());
    for (at, item) in package.items.iter().enumerate() {
        if let Some(before) = by_name.insert(item.known_as.as_str(), at) {
            let before = package.items[before].called();
            return Err(Refusal::from(format!(
                "`{before}` and `{}` have one guid, {}",
                item.called(),
                item.known_as
            ))
            .then("; ", "give each item a guid of its own"));
        }
    }
    let document = package.document.guid.as_deref();
    let mut places = vec![
        TreePlace {
            leaf: true,
            ..TreePlace::default()
        };
        package.items.len()
    ];
    for (n, link) in package.links.iter().enumerate() {
        if link.association != CHILD {
            continue;
        }
        let Some(child) = by_name.get(link.origin.as_str()).copied() else {
            continue;
        };
        let parent = by_name.get(link.destination.as_str()).copied();
        if parent.is_none() && document != Some(link.destination.as_str()) {
            continue;
        }
        let place = &mut places[child];
        let order = |seq: Option<i64>| seq.unwrap_or(i64::MAX);
        if place.link.is_none() || order(link.seq) < order(place.seq) {
            (place.parent, place.link, place.seq) = (parent, Some(n), link.seq);
        }
    }
    for at in 0..places.len() {
        if let Some(parent) = places[at].parent {
            places[parent].leaf = false;
        }
    }
    let mut depths = vec![0_usize; places.len()];
    for at in 0..places.len() {
        let mut path = vec![at];
        while let Some(above) = places[path[path.len() - 1]]
            .parent
            .filter(|above| depths[*above] == 0)
        {
            if path.contains(&above) {
                let (one, other) = (package.items[at].called(), package.items[above].called());
                return Err(Refusal::from(format!(
                    "`{one}` stands under itself, by way of `{other}`"
                ))
                .then("; ", "correct isChildOf there"));
            }
            path.push(above);
            if path.len() > DEEPEST {
                break;
            }
        }
        for item in path.into_iter().rev() {
            depths[item] = places[item].parent.map_or(0, |above| depths[above]) + 1;
            if depths[item] > DEEPEST {
                let called = package.items[item].called();
                return Err(Refusal::from(format!(
                    "`{called}` stands under more than {DEEPEST} others"
                )));
            }
        }
    }
    Ok(places)
}

/// The items in the file's order, but none before what it stands under.
pub fn from_the_top(places: &[TreePlace]) -> Vec<usize> {
    let mut order = Vec::with_capacity(places.len());
    let mut done = vec![false; places.len()];
    for at in 0..places.len() {
        let mut path = Vec::new();
        let mut next = Some(at).filter(|at| !done[*at]);
        while let Some(item) = next {
            path.push(item);
            next = places[item].parent.filter(|above| !done[*above]);
        }
        for item in path.into_iter().rev() {
            done[item] = true;
            order.push(item);
        }
    }
    order
}

/// The key by which an item of a table is found again, where it has no guid.
pub fn table_key(item: &ReadItem) -> String {
    item.code
        .as_deref()
        .map_or_else(|| item.known_as.clone(), code_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(items: &[&str], links: &[(&str, &str, Option<i64>)]) -> Package {
        let item = |name: &&str| ReadItem {
            known_as: (*name).into(),
            code: Some((*name).into()),
            statement: "It says so.".into(),
            ..ReadItem::default()
        };
        let link = |(origin, destination, seq): &(&str, &str, Option<i64>)| ReadLink {
            origin: (*origin).into(),
            destination: (*destination).into(),
            association: CHILD.into(),
            seq: *seq,
            rest: None,
        };
        Package {
            document: ReadFramework {
                guid: Some("doc".into()),
                ..ReadFramework::default()
            },
            items: items.iter().map(item).collect(),
            links: links.iter().map(link).collect(),
            notes: Vec::new(),
            partial: false,
        }
    }

    #[test]
    fn each_item_stands_under_the_first_it_is_said_to() {
        let read = package(
            &["A.1", "A", "B"],
            &[
                ("A.1", "B", Some(2)),
                ("A.1", "A", Some(1)),
                ("A", "doc", Some(1)),
                ("B", "elsewhere", None),
            ],
        );
        let places = tree(&read).unwrap();
        assert_eq!(
            (places[0].parent, places[0].link, places[0].seq),
            (Some(1), Some(1), Some(1))
        );
        assert_eq!((places[1].parent, places[1].link), (None, Some(2)));
        assert_eq!((places[2].parent, places[2].link), (None, None));
        assert_eq!(
            places.iter().map(|place| place.leaf).collect::<Vec<_>>(),
            [true, false, true]
        );
        assert_eq!(from_the_top(&places), [1, 0, 2]);
    }

    #[test]
    fn what_is_no_tree_is_refused_by_its_codes() {
        let told = |read: &Package| tree(read).unwrap_err().to_string();
        assert_eq!(
            told(&package(&["A", "A"], &[])),
            "`A` and `A` have one guid, A; give each item a guid of its own"
        );
        let circle = [("A", "B", None), ("B", "C", None), ("C", "B", None)];
        assert_eq!(
            told(&package(&["A", "B", "C"], &circle)),
            "`A` stands under itself, by way of `B`; correct isChildOf there"
        );
        let own = [("A", "A", None)];
        assert!(told(&package(&["A"], &own)).contains("stands under itself"));
        let names: Vec<String> = (0..70).map(|n| n.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chain: Vec<_> = names.windows(2).map(|two| (two[1], two[0], None)).collect();
        assert!(told(&package(&names, &chain)).contains("more than 64 others"));
        let upward: Vec<_> = names.windows(2).map(|two| (two[0], two[1], None)).collect();
        assert!(told(&package(&names, &upward)).contains("more than 64 others"));
        assert!(tree(&package(&names[..64], &chain[..63])).is_ok());
    }
}
