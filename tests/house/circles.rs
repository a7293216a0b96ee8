//! Which modules import one another in a circle, read off the source. A child that uses its own parent is in
//! no circle with it: that is how a module is made of parts.

use std::collections::{BTreeMap, BTreeSet};

/// Modules by their path (`store::fiscal::facts`), each with the modules it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// The circles among these files (path below `src/` and text), each as a line: its modules and who uses whom.
pub fn circles<'s>(files: impl Iterator<Item = (&'s str, &'s str)>) -> Vec<String> {
    let files: BTreeMap<String, &str> = files
        .map(|(path, code)| (path.trim_end_matches(".rs").replace('/', "::"), code))
        .filter(|(module, _)| module != "lib" && module != "main")
        .collect();
    let uses: Uses = files
        .iter()
        .map(|(module, code)| (module.clone(), used(module, code, &files)))
        .collect();
    let reached: Uses = uses
        .keys()
        .map(|module| (module.clone(), reached(module, &uses)))
        .collect();
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (module, further) in &reached {
        let round: BTreeSet<&String> = further
            .iter()
            .filter(|other| reached[*other].contains(module))
            .collect();
        if !further.contains(module) || !told.insert(round.clone()) {
            continue;
        }
        let who = |one: &String| {
            let others = uses[one].iter().filter(|other| round.contains(other));
            let others: Vec<&str> = others.map(String::as_str).collect();
            format!("{one} uses {}", others.join(", "))
        };
        let lines: Vec<String> = round.iter().map(|one| who(one)).collect();
        found.push(lines.join("; "));
    }
    found
}

/// The modules a module uses, itself and its ancestors left out.
fn used(module: &str, code: &str, files: &BTreeMap<String, &str>) -> BTreeSet<String> {
    let uncommented: Vec<&str> = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect();
    let code = uncommented.join("\n");
    let mut named = Vec::new();
    for part in code.split("use ").skip(1) {
        branches("", part.split(';').next().unwrap_or_default(), &mut named);
    }
    let path = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    let inline = code.split(path).filter(|word| word.contains("::"));
    named.extend(inline.map(str::to_owned));
    let found = named.iter().filter_map(|path| meant(module, path, files));
    found
        .filter(|other| other != module && !module.starts_with(&format!("{other}::")))
        .collect()
}

/// Takes a tree of uses apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn branches(before: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        found.push(format!("{before}{tree}"));
        return;
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches(&format!("{before}{head}"), &inside[from..at], found);
                from = at + 1;
            }
            _ => {}
        }
    }
    branches(&format!("{before}{head}"), &inside[from..], found);
}

/// The module that a path written in another leads into; none where it leads out of this program.
fn meant(module: &str, path: &str, files: &BTreeMap<String, &str>) -> Option<String> {
    let mut parts: Vec<&str> = path.split("::").map(str::trim).collect();
    let mut at: Vec<&str> = module.split("::").collect();
    match parts[0] {
        "crate" => at.clear(),
        "self" => {}
        "super" => {
            while parts.get(1) == Some(&"super") {
                at.pop();
                parts.remove(0);
            }
            at.pop();
        }
        child if files.contains_key(&format!("{module}::{child}")) => parts.insert(0, "self"),
        _ => return None,
    }
    at.extend(&parts[1..]);
    (1..=at.len())
        .rev()
        .map(|many| at[..many].join("::"))
        .find(|one| files.contains_key(one))
}

/// Every module that this one uses, or that one of those uses, and so on.
fn reached(module: &str, uses: &Uses) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next = vec![module];
    while let Some(one) = next.pop() {
        for other in &uses[one] {
            if found.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    found
}

#[test]
fn a_circle_is_told_with_its_modules() {
    let told = |files: &[(&'static str, &'static str)]| circles(files.iter().copied());
    let there_and_back = told(&[
        ("a.rs", "use crate::b::{c::Thing, Other as Another};"),
        ("b.rs", "fn f() { crate::d::g(); }"),
        ("b/c.rs", ""),
        ("d.rs", "use super::a;"),
        ("e.rs", "use super::a;"),
    ]);
    assert_eq!(there_and_back, ["a uses b; b uses d; d uses a"]);
    let family = told(&[
        ("a.rs", "mod b; fn f() { b::g(); }"),
        ("a/b.rs", "use super::Part; // use crate::c;"),
        ("c.rs", "use crate::a::b;"),
    ]);
    assert_eq!(family, Vec::<String>::new());
    let among_parts = told(&[
        ("a.rs", ""),
        ("a/b.rs", "use super::c::One;"),
        ("a/c.rs", "use crate::a::{b};"),
    ]);
    assert_eq!(among_parts, ["a::b uses a::c; a::c uses a::b"]);
}
