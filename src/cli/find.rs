//! Which record the words of a command name. Commands that act on one product or school ask here, so that
//! all of them take what names it, and else name the nearest ones: no deed takes a guess.

use crate::domain::find::{Finder, FinderEntry, NamedBy, SchoolMeant, Unclear, schools_named};
use crate::domain::names::Match;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::school::{SchoolId, Schools};
use crate::office::Office;
use crate::office::deed::review::QueueSubject;
use crate::office::named::NamedRequest;

use super::Failure;

/// Names offered where nothing is named.
const NEAREST: usize = 3;

/// The product or school that these words name.
pub(super) fn named(office: &mut Office, words: &str) -> Result<RecordRef, Failure> {
    let asked = office.told_apart(words, false)?;
    let is_school = !matches!(office.school_called(words)?, Match::None);
    match (asked.named.is_empty(), &asked.school) {
        (false, SchoolMeant::One(_) | SchoolMeant::Several(_) | SchoolMeant::Each(_)) => {
            Err(both(words))
        }
        (false, _) if is_school && asked.named.iter().any(|n| n.by != NamedBy::Typo) => {
            Err(both(words))
        }
        (_, SchoolMeant::Unknown(name)) => Err(no_school(office, name)?),
        (true, SchoolMeant::One(id)) if asked.product.is_empty() => Ok((*id).into()),
        (true, SchoolMeant::Several(ids)) if asked.product.is_empty() => {
            Err(which(office, words, ids)?)
        }
        _ if is_school => Ok(school(office, words)?.into()),
        _ if words.trim().is_empty() => Err(Failure::NotFound("nothing was named".into())),
        _ => Ok(product_named(office, words)?.into()),
    }
}

/// What a story is told of: what the words name, or the contract or request of this number.
pub(super) fn story(office: &mut Office, words: &str) -> Result<RecordRef, Failure> {
    // A number alone may be what a product is called.
    let numbered = words.chars().any(char::is_alphabetic) && words.contains(char::is_numeric);
    if numbered && let Some(contract) = office.contract_named(words)? {
        return Ok(contract.into());
    }
    if numbered
        && let NamedRequest::Request(QueueSubject {
            request: Some(id), ..
        }) = office.request_named(words)?
    {
        return Ok(id.into());
    }
    named(office, words)
}

fn both(words: &str) -> Failure {
    Failure::refused(
        format!("`{words}` names a product and a school"),
        "name one of the two",
    )
}

/// That words name no product, or several.
pub(super) fn unclear(words: &str, why: &Unclear) -> Failure {
    match why {
        Unclear::Nothing(near) => nothing(words, near),
        Unclear::Several(ids) => Failure::Refused(
            format!("{} products are called `{words}`", ids.len()),
            why.hint(),
        ),
    }
}

/// The product that these words name.
pub(super) fn product_named(office: &mut Office, words: &str) -> Result<ProductId, Failure> {
    let named = office.product_named(words)?;
    named.map_err(|why| unclear(words, &why))
}

/// The one school these words name: by code, name, number in the directory, or whole words that its name
/// begins with.
pub(super) fn school(office: &mut Office, words: &str) -> Result<SchoolId, Failure> {
    match office.school_called(words)? {
        Match::One(id) => return Ok(id),
        Match::Several(n) => {
            return Err(Failure::refused(
                format!("{n} schools are called `{}`", words.trim()),
                "use the school's code; see: hallpass schools",
            ));
        }
        Match::None => {}
    }
    match schools_named(words, office.schools()?)[..] {
        [] => Err(no_school(office, words)?),
        [one] => Ok(one),
        ref several => Err(which(office, words, several)?),
    }
}

/// Schools named by code or name, joined with `;` or `,`; `all` and `district` are the whole district.
pub(super) fn schools(office: &mut Office, named: &str) -> Result<Schools, Failure> {
    let everywhere = ["all", "district"]
        .iter()
        .any(|word| named.trim().eq_ignore_ascii_case(word));
    if everywhere {
        return Ok(Schools::All);
    }
    let named = named.split([';', ',']).map(str::trim);
    let named = named.filter(|name| !name.is_empty());
    let schools: Result<_, _> = named.map(|name| school(office, name)).collect();
    Ok(Schools::only(schools?))
}

/// That words fit several schools.
pub(super) fn which(
    office: &mut Office,
    words: &str,
    ids: &[SchoolId],
) -> Result<Failure, Failure> {
    let known = office.schools()?;
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

/// That words name no school.
pub(super) fn no_school(office: &mut Office, words: &str) -> Result<Failure, Failure> {
    if let Some(closed) = office.is_closed(words)? {
        return Ok(Failure::NotFound(closed));
    }
    // The finder is told of schools instead of products: near is near.
    let entries = office.schools()?.iter().map(|school| FinderEntry {
        id: school.id,
        name: school.name.clone(),
        ..FinderEntry::default()
    });
    let near = Finder::new(entries.collect())
        .near(words, NEAREST)
        .into_iter();
    let near: Vec<String> = near.map(|near| near.name).collect();
    Ok(Failure::NotFound(format!(
        "no open school is called `{words}`{}",
        nearest(&near)
    )))
}

fn nothing(words: &str, near: &[String]) -> Failure {
    Failure::NotFound(format!("nothing here is called `{words}`{}", nearest(near)))
}

pub(super) fn nearest(near: &[String]) -> String {
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
