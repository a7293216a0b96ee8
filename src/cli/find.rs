//! Which record the words of a command mean. Commands that act on one product or school ask here, so that
//! all of them forgive the same slips and name the nearest ones where nothing fits.

use crate::domain::find::{Entry, Finder, Place, schools_like, split_school};
use crate::domain::names::Match;
use crate::domain::record::Kind;
use crate::store::Store;

use super::{Failure, print};

/// The product or school that these words name best; a notice tells which other products fit too.
pub(super) fn named(store: &Store, words: &str) -> Result<(Kind, i64), Failure> {
    let schools = store.school_names()?;
    let finder = Finder::new(store.find_entries()?);
    let split = split_school(words, &schools, &finder);
    match (split.product.is_empty(), split.school) {
        (false, Place::Unsaid) => product(store, &finder, words),
        (true, Place::One(id)) => Ok((Kind::School, id)),
        (true, Place::Several(ids)) => Err(which(store, words, &ids)?),
        (false, Place::One(_) | Place::Several(_)) => Err(Failure::refused(
            format!("`{words}` names a product and a school"),
            "name one of the two",
        )),
        (_, Place::Unknown(name)) => Err(no_school(store, &name)?),
        (true, Place::Unsaid) => Err(Failure::NotFound("nothing was named".into())),
    }
}

fn product(store: &Store, finder: &Finder, words: &str) -> Result<(Kind, i64), Failure> {
    let found = finder.search(words, 4);
    let Some(best) = found.hits.first() else {
        let near = finder.near(words, 3).into_iter().map(|near| near.name);
        return Err(nothing(words, &near.collect::<Vec<_>>()));
    };
    let names = store.product_names()?;
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let same = best.how;
    let others = found.hits[1..].iter().filter(|hit| hit.how == same);
    let others: Vec<String> = others.map(|hit| name(hit.id)).collect();
    if !others.is_empty() {
        print::notice(&format!(
            "{}; `{words}` also fits: {}",
            name(best.id),
            others.join(", ")
        ));
    }
    Ok((Kind::Product, best.id))
}

/// The product of exactly this name, else the one these words name best.
pub(super) fn product_named(store: &Store, words: &str) -> Result<i64, Failure> {
    match store.names()?.product(words, None) {
        Match::One(id) => Ok(id),
        Match::None | Match::Several(_) => {
            let finder = Finder::new(store.find_entries()?);
            product(store, &finder, words).map(|(_, id)| id)
        }
    }
}

/// The one school these words name: by code, name, number in the directory, or the start of its name.
pub(super) fn school(store: &Store, words: &str) -> Result<i64, Failure> {
    match store.names()?.school(words) {
        Match::One(id) => return Ok(id),
        Match::Several(n) => {
            return Err(Failure::refused(
                format!("{n} schools are called `{}`", words.trim()),
                "use the school's code; see: hallpass schools",
            ));
        }
        Match::None => {}
    }
    match schools_like(words, &store.school_names()?)[..] {
        [] => Err(no_school(store, words)?),
        [one] => Ok(one),
        ref several => Err(which(store, words, several)?),
    }
}

/// The ids of schools named by code or name, joined with `;`.
pub(super) fn schools(store: &Store, named: &str) -> Result<Vec<i64>, Failure> {
    let named = named.split(';').map(str::trim).filter(|n| !n.is_empty());
    named.map(|name| school(store, name)).collect()
}

fn which(store: &Store, words: &str, ids: &[i64]) -> Result<Failure, Failure> {
    let known = store.school_names()?;
    let fits = known.iter().filter(|s| ids.contains(&s.id));
    let fits: Vec<String> = fits
        .map(|s| match &s.code {
            Some(code) => format!("{} ({code})", s.name),
            None => s.name.clone(),
        })
        .collect();
    Ok(Failure::refused(
        format!("`{words}` fits {} schools", fits.len()),
        format!("use a code or more of the name: {}", some(&fits)),
    ))
}

fn no_school(store: &Store, words: &str) -> Result<Failure, Failure> {
    // The finder is told of schools instead of products: near is near.
    let entries = store.school_names()?.into_iter().map(|school| Entry {
        id: school.id,
        name: school.name,
        ..Entry::default()
    });
    let near = Finder::new(entries.collect()).near(words, 3).into_iter();
    let near: Vec<String> = near.map(|near| near.name).collect();
    Ok(Failure::NotFound(format!(
        "no open school is called `{words}`{}",
        nearest(&near)
    )))
}

fn nothing(words: &str, near: &[String]) -> Failure {
    Failure::NotFound(format!("nothing here is called `{words}`{}", nearest(near)))
}

fn nearest(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", near.join(", "))
    }
}

fn some(names: &[String]) -> String {
    const ENOUGH: usize = 8;
    match names.get(..ENOUGH) {
        Some(first) if names.len() > ENOUGH => format!("{}, ...", first.join(", ")),
        _ => names.join(", "),
    }
}
