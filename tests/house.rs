//! The house rules, read off the source: which room may use which, and what may be said where.
//! Each rule fails with the sentence that explains it. Files of tests (`tests.rs`, what lies in a folder `tests`, `fuzz.rs`) are not bound.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "house/circles.rs"]
mod circles;
#[path = "house/names.rs"]
mod names;

use std::fs;
use std::path::{Component, Path, PathBuf};

/// A source file: its path below `src/`, and its text without its tests.
struct Source {
    path: String,
    code: String,
    whole: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !is_of_tests(&path) {
                let whole = fs::read_to_string(&path).unwrap();
                let code = whole.split("#[cfg(test)]").next().unwrap().to_owned();
                let path = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                found.push(Source { path, code, whole });
            }
        }
    }
    assert!(
        found.len() > 40,
        "the walk over src/ found only {} files",
        found.len()
    );
    found
}

fn is_of_tests(path: &Path) -> bool {
    let is_folder = |part: Component| part.as_os_str() == "tests";
    path.ends_with("tests.rs")
        || path.ends_with("fuzz.rs")
        || path
            .components()
            .skip_while(|part| part.as_os_str() != "src")
            .any(is_folder)
}

/// The room a file is in: `domain`, `store`, ..., or `main` for what stands at the top.
fn room(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    let first = first.strip_suffix(".rs").unwrap_or(first);
    if [
        "domain", "demo", "store", "exchange", "office", "cli", "tui",
    ]
    .contains(&first)
    {
        first
    } else {
        "main"
    }
}

/// Says which files break a rule; comments do not count.
fn broken(rule: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources() {
        for (n, line) in source.code.lines().enumerate() {
            if !line.trim_start().starts_with("//") && rule(&source, line) {
                found.push(format!("src/{}:{}: {}", source.path, n + 1, line.trim()));
            }
        }
    }
    found
}

fn none(broken: Vec<String>, why: &str) {
    assert!(broken.is_empty(), "{why}\n{}", broken.join("\n"));
}

#[test]
fn a_room_only_looks_down() {
    let above = |room: &str| -> &[&str] {
        match room {
            "domain" => &["demo", "store", "exchange", "office", "cli", "tui"],
            "demo" => &["store", "exchange", "office", "cli", "tui"],
            "store" => &["demo", "exchange", "office", "cli", "tui"],
            "exchange" => &["demo", "store", "office", "cli", "tui"],
            "office" => &["demo", "cli", "tui"],
            "cli" => &["tui"],
            "tui" => &["cli", "demo"],
            _ => &[],
        }
    };
    none(
        broken(|source, line| {
            above(room(&source.path))
                .iter()
                .any(|other| line.contains(&format!("crate::{other}")))
        }),
        "domain sees nobody; demo, store and exchange see domain only; office sees domain, store and exchange; cli and tui do not see each other",
    );
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let sources = sources();
    let code = sources.iter().map(|s| (s.path.as_str(), s.code.as_str()));
    let circles = circles::circles(code);
    assert!(
        circles.is_empty(),
        "a module is read by itself only where nothing it uses uses it again: move what both need below them\n{}",
        circles.join("\n")
    );
}

#[test]
fn a_type_name_is_one_type() {
    let sources = sources();
    let code = sources.iter().map(|s| (s.path.as_str(), s.code.as_str()));
    let reused = names::reused(code);
    assert!(
        reused.is_empty(),
        "a name is one type in the whole program: the lowest keeps it, the other is called what it is\n{}",
        reused.join("\n")
    );
}

#[test]
fn a_command_asks_the_office_for_a_deed() {
    none(
        broken(|source, line| {
            // The founding makes the file; before it there is no office to ask.
            let founds = source.path == "cli/office.rs" && line.contains("Change::Found");
            // Not a longer name that ends so.
            let is_word = |before: &str| !before.ends_with(char::is_alphanumeric);
            let says = |made: &str| {
                line.split_once(made)
                    .is_some_and(|(before, _)| is_word(before))
            };
            let builds = says("Change::") || says("Put::") || line.contains(".apply(");
            room(&source.path) == "cli" && builds && !founds
        }),
        "cli reads words, asks the office and prints: a deed that a key does too is built in office, once",
    );
}

#[test]
fn a_face_asks_the_office_and_not_the_store() {
    let files = [
        // Opens the file and makes an office of it.
        "cli.rs",
        // Reads from the open file who acts and whose days it is, and makes an office of it.
        "tui/start.rs",
        // Makes a file where none is, writes it down, copies it or looks whether it is sound.
        "cli/demo.rs",
        "cli/office.rs",
        "cli/files.rs",
        "cli/backup.rs",
    ];
    none(
        broken(|source, line| {
            let asks = ["crate::store", "Store::", "&Store"];
            let asks = asks.iter().any(|named| line.contains(named));
            ["cli", "tui"].contains(&room(&source.path))
                && asks
                && !files.contains(&source.path.as_str())
        }),
        "what a command or a screen asks is a method of the office, once for both",
    );
}

#[test]
fn each_outside_library_has_its_room() {
    for (library, rooms) in [
        ("rusqlite", &["store"][..]),
        ("tokio_postgres", &["store"]),
        ("tokio", &["store"]),
        ("rustls", &["store"]),
        ("ratatui", &["tui"]),
        ("crossterm", &["tui"]),
        ("clap", &["cli"]),
        ("calamine", &["exchange"]),
        ("rust_xlsxwriter", &["exchange"]),
        ("icalendar", &["exchange"]),
        ("minijinja", &["exchange"]),
        ("jiff", &["domain"]),
    ] {
        none(
            broken(|source, line| {
                let used = line.contains(&format!("{library}::"))
                    || line.contains(&format!("use {library}"));
                used && !rooms.contains(&room(&source.path))
            }),
            &format!("{library} is only for {rooms:?}"),
        );
    }
}

#[test]
fn the_world_is_named_in_one_place() {
    for (what, place) in [
        ("chrono::Local", "nowhere"),
        ("iana_time_zone", "main.rs"),
        ("Utc::now", "main.rs"),
        ("println!", "cli/print.rs"),
        ("process::exit", "main.rs"),
    ] {
        none(
            broken(|source, line| line.contains(what) && source.path != place),
            &format!(
                "`{what}` stands in src/{place} only, so that every test can make the world stand still"
            ),
        );
    }
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|s| !s.whole.starts_with("//!"))
        .map(|s| s.path)
        .collect();
    assert!(silent.is_empty(), "a file begins with `//!`: {silent:?}");
}

/// A product is named by its id's type, so that no other number is taken for one.
#[test]
fn a_record_is_no_bare_number() {
    let nouns = [
        "product",
        "products",
        "school",
        "schools",
        "buyer",
        "request",
        "requests",
        "contract",
        "contracts",
        "contract_id",
        "line",
        "lines",
        "line_id",
        "person",
        "owner",
        "deputy",
        "vendor",
        "vendors",
        "function",
        "functions",
    ];
    let is_bare = |line: &str| {
        nouns.map(|noun| format!("{noun}: ")).iter().any(|name| {
            line.split_once(name.as_str())
                .is_some_and(|(before, said)| {
                    let wraps = ["Option<", "Vec<", "HashSet<", "BTreeSet<", "&", "[", "mut "];
                    let mut said = said;
                    while let Some(rest) = wraps.iter().find_map(|wrap| said.strip_prefix(wrap)) {
                        said = rest;
                    }
                    // `last_contract` is the highest number given, and no record.
                    said.starts_with("i64") && !before.ends_with("last_")
                })
        })
    };
    assert!(is_bare("    products: Option<Vec<i64>>,") && !is_bare("    product: ProductId,"));
    assert!(is_bare("    contracts: HashSet<i64>,") && !is_bare("    last_contract: i64,"));
    none(
        broken(|_, line| is_bare(line)),
        "say which record by its own id (ProductId, SchoolId, ContractId ...)",
    );
}

#[test]
fn domain_is_pure() {
    for what in [
        "std::fs",
        "std::env",
        "std::io",
        "std::time",
        "std::net",
        "std::process",
        "std::thread",
    ] {
        none(
            broken(|source, line| room(&source.path) == "domain" && line.contains(what)),
            &format!("domain does not touch the world: no {what}"),
        );
    }
}

#[test]
fn a_part_of_a_view_is_called_as_in_the_other_views() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let whole = fs::read_to_string(root.join("view.rs")).unwrap();
    let head: Vec<&str> = whole.lines().map_while(|l| l.strip_prefix("//!")).collect();
    let quoted = |text: &str| -> Vec<String> {
        let words = text.split('`').skip(1).step_by(2);
        words.map(str::to_owned).collect()
    };
    let mut common: Vec<String> = Vec::new();
    // The view, and a part that it alone has.
    let mut own: Vec<(String, String)> = Vec::new();
    for entry in head.join("\n").split("\n - ").skip(1) {
        let entry = entry.split("\n\n").next().unwrap();
        match entry.split_once(": ").unwrap() {
            (part, _) if part.starts_with('`') => common.extend(quoted(part)),
            (view, parts) => {
                own.extend(
                    quoted(parts)
                        .into_iter()
                        .map(|part| (view.to_owned(), part)),
                );
            }
        }
    }
    let mut seen: Vec<(String, String)> = Vec::new();
    for folder in fs::read_dir(root.join("view")).unwrap() {
        let folder = folder.unwrap().path();
        let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
        if folder.is_dir() {
            for part in fs::read_dir(&folder).unwrap() {
                seen.push((name(&folder), name(&part.unwrap().path())));
            }
        }
    }
    let of_all: Vec<&(String, String)> = seen.iter().filter(|(_, p)| common.contains(p)).collect();
    let strange = seen
        .iter()
        .filter(|part| !of_all.contains(part) && !own.contains(part));
    let strange: Vec<String> = strange
        .map(|(view, part)| format!("{view}/{part}.rs"))
        .collect();
    let gone = own.iter().filter(|part| !seen.contains(part));
    let gone: Vec<String> = gone
        .map(|(view, part)| format!("{view}/{part}.rs"))
        .collect();
    let rare = common
        .iter()
        .filter(|part| of_all.iter().filter(|(_, p)| p == *part).count() < 2);
    assert!(
        common.len() > 10 && strange.is_empty() && gone.is_empty() && rare.clone().next().is_none(),
        "the head of src/tui/view.rs names the parts of views: {strange:?} stand in neither list, {gone:?} are named and \
         not there, {:?} are in fewer than two views",
        rare.collect::<Vec<_>>()
    );
}

/// The names of the constants of this type.
fn constants<'s>(code: &'s str, of: &str) -> Vec<&'s str> {
    let lines = code
        .lines()
        .filter_map(|line| line.strip_prefix("pub const "));
    let names = lines.filter_map(|line| line.split_once(": "));
    let names = names.filter(|(_, rest)| rest.starts_with(of));
    names.map(|(name, _)| name).collect()
}

#[test]
fn each_column_of_a_list_is_drawn() {
    // That each column with a title stands in a window or in a command's table is held beside the lists.
    let sources = sources();
    let says = |code: &str, word: &str| {
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        code.split(|c| !letter(c)).any(|one| one == word)
    };
    let mut lists = 0;
    let mut idle = Vec::new();
    for list in &sources {
        let Some(name) = list.path.strip_prefix("office/lists/") else {
            continue;
        };
        let module = format!("lists::{}", name.strip_suffix(".rs").unwrap());
        let draws = |room_of: &str, constant: &str| {
            let mut users = sources.iter().filter(|s| room(&s.path) == room_of);
            users.any(|s| s.code.contains(&module) && says(&s.code, constant))
        };
        for (kind, field, user) in [
            ("Widths ", "windows: &[", "tui"),
            ("&[&str]", "terminals: &[", "cli"),
        ] {
            let fields: Vec<&str> = list.code.split(field).skip(1).collect();
            let fields: Vec<&str> = fields
                .iter()
                .map(|f| f.split("],").next().unwrap())
                .collect();
            for constant in constants(&list.code, kind) {
                let listed = fields.iter().any(|field| says(field, constant));
                if kind == "Widths " && !listed {
                    idle.push(format!("{module}::{constant} is in no `windows`"));
                }
                if listed && !draws(user, constant) {
                    idle.push(format!(
                        "{module}::{constant} is drawn nowhere in src/{user}"
                    ));
                }
                lists += usize::from(listed);
            }
        }
    }
    assert!(lists > 30 && idle.is_empty(), "{lists} windows: {idle:#?}");
}

/// Which files of a folder, and of those in it, say this.
fn files_that_say(folder: &Path, words: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_that_say(&path, words));
        } else if path.extension().is_some_and(|end| end == "rs")
            && fs::read_to_string(&path).unwrap().contains(words)
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn code_that_the_compiler_cannot_check_is_in_one_file_of_the_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allow = ["allow(", "unsafe_code)"].concat();
    assert_eq!(
        files_that_say(&root.join("tests"), &allow),
        [root.join("tests/faults/disk.rs")]
    );
    let forbid = ["#![forbid(", "unsafe_code)]"].concat();
    let mut forbid = files_that_say(&root.join("src"), &forbid);
    forbid.sort();
    assert_eq!(
        forbid,
        [root.join("src/lib.rs"), root.join("src/main.rs")],
        "in src the compiler forbids it"
    );
}

/// The table between the marks `<!-- NAME -->` and `<!-- /NAME -->` of the README is this one.
fn readme_shows(name: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let (before, rest) = readme.split_once(&open).unwrap();
    let (shown, after) = rest.split_once(&close).unwrap();
    let wanted = format!("\n{table}\n");
    // Nobody reads what a machine writes anew.
    let anew = std::env::var_os("HALLPASS_BLESS").is_some() && std::env::var_os("CI").is_none();
    if anew {
        fs::write(&path, format!("{before}{open}{wanted}{close}{after}")).unwrap();
    } else {
        assert_eq!(
            shown, wanted,
            "run the test with HALLPASS_BLESS=1 to write the table anew"
        );
    }
}

#[test]
fn the_readme_shows_the_keys_that_are_read_and_the_columns_that_are_written() {
    readme_shows("keys", &hallpass::tui::keymap::markdown());
    readme_shows("columns", &hallpass::office::lists::all::markdown());
}

#[test]
fn the_readme_names_files_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let working = readme.split("## How it is built").nth(1).unwrap();
    let named: Vec<&str> = working
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with("src/") || word.starts_with("tests/"))
        .filter(|word| !word.contains(['*', ' ']))
        .collect();
    assert!(named.len() > 10, "{named:?}");
    for path in named {
        // Of a file that somebody is to add, its folder is there.
        let there = match path.split_once("NAME") {
            Some((folder, _)) => folder,
            None => path,
        };
        assert!(root.join(there).exists(), "README.md names {path}");
    }
}
