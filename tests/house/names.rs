//! The names of types: those that are written out, and those that `record!`, `words!` and `choices!` declare.

use std::collections::BTreeMap;

/// The types that this text declares.
fn declared(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // The next line that is neither a comment nor an attribute names what a macro declares.
    let mut named_below = false;
    for line in code.lines() {
        let bare = line.trim_start();
        if bare.starts_with("//") || bare.starts_with("#[") {
            continue;
        }
        if ["record! {", "words! {", "choices! {"].contains(&line) {
            named_below = true;
            continue;
        }
        let said = if named_below { bare } else { declaration(line) };
        let mut words = said.split(|c: char| !c.is_alphanumeric() && c != '_');
        found.extend(words.next().filter(|name| !name.is_empty()));
        // A record names the type of its number beside its own.
        let number = words
            .next()
            .filter(|name| named_below && name.ends_with("Id"));
        found.extend(number);
        named_below = false;
    }
    found
}

/// What follows `struct`, `enum`, `trait` or `type` in a line that declares a type; empty in any other. An indented
/// `type` belongs to a trait, which gives each of its types the same name on purpose.
fn declaration(line: &str) -> &str {
    let bare = line.trim_start();
    let bare = match bare.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ").map_or("", |(_, rest)| rest),
        Some(rest) => rest.trim_start(),
        None => bare,
    };
    let mut kinds = ["struct ", "enum ", "trait ", "type "].iter();
    let said = kinds.find_map(|kind| {
        let own = *kind != "type " || !line.starts_with(' ');
        bare.strip_prefix(kind).filter(|_| own)
    });
    said.unwrap_or("")
}

/// Each name that several types bear, and the files they are in.
pub fn reused<'s>(files: impl Iterator<Item = (&'s str, &'s str)>) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, code) in files {
        for name in declared(code) {
            places.entry(name).or_default().push(path);
        }
    }
    assert!(places.len() > 500, "only {} types were found", places.len());
    places.retain(|_, files| files.len() > 1);
    let said = places.iter();
    said.map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect()
}

#[test]
fn a_declared_type_is_read_however_it_is_declared() {
    let code = "pub struct Seat {\n    type Of = i64;\n    enum Inner {\n}\npub(super) trait Holds<T> {\n\
                pub(in crate::tui) type Pair = (i64, i64);\n// struct Gone;\nrecord! {\n    /// One.\n    \
                Loan(LoanId) keyed by [\"a\"] {\nwords! {\n    #[derive(Hash)]\n    Kind {\nlet enumerated = 1;\n";
    assert_eq!(
        declared(code),
        ["Seat", "Inner", "Holds", "Pair", "Loan", "LoanId", "Kind"]
    );
}
