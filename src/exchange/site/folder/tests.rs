//! What is put where, and what is kept.

use super::*;

fn file(path: &str, text: &str) -> SiteFile {
    SiteFile {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn all(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    walk(folder, "", &mut found).unwrap();
    found
}

#[test]
fn what_is_no_longer_public_is_gone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("apps");
    let first = [
        file("index.html", "1"),
        file("products/1.html", "one"),
        file("products/2.html", "two"),
    ];
    assert_eq!(
        put(&folder, &first).unwrap(),
        ReplacedSite { new: 2, gone: 0 }
    );
    let second = [
        file("index.html", "2"),
        file("products/2.html", "two"),
        file("products/3.html", "three"),
    ];
    assert_eq!(
        compared(&folder, &second).unwrap(),
        ReplacedSite { new: 1, gone: 1 }
    );
    assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), "1");
    assert_eq!(
        put(&folder, &second).unwrap(),
        ReplacedSite { new: 1, gone: 1 }
    );
    assert_eq!(
        all(home.path()),
        [
            "apps/hallpass-site.json",
            "apps/index.html",
            "apps/products/2.html",
            "apps/products/3.html"
        ]
    );
    let mode = |path: &str| {
        fs::metadata(folder.join(path))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode(""), mode("products"), mode("index.html")),
        (0o755, 0o755, 0o644)
    );
}

#[test]
fn a_folder_of_somebody_else_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("apps");
    let site = [file("index.html", "1")];
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("cv.html"), "mine").unwrap();
    let refused = put(&folder, &site).unwrap_err();
    assert!(
        refused.what.contains("was not made by hallpass"),
        "{}",
        refused.what
    );
    assert_eq!(all(home.path()), ["apps/cv.html"]);
    // One that we made, into which somebody put a file.
    let ours = home.path().join("ours");
    put(&ours, &site).unwrap();
    fs::write(ours.join("robots.txt"), "mine").unwrap();
    let refused = put(&ours, &site).unwrap_err();
    assert!(
        refused
            .what
            .contains("has robots.txt, which hallpass did not make"),
        "{}",
        refused.what
    );
    assert_eq!(fs::read_to_string(ours.join("robots.txt")).unwrap(), "mine");
    // A link is no folder, wherever it leads.
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&ours, &link).unwrap();
    assert!(put(&link, &site).unwrap_err().what.contains("is no folder"));
    assert!(put(Path::new("/"), &site).is_err());
}

#[test]
fn what_a_kill_left_behind_is_taken_away_by_the_next() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("apps");
    let site = |text: &str| [file("index.html", text), file("products/1.html", text)];
    put(&folder, &site("1")).unwrap();
    let left = home.path().join(".apps.new");
    // Killed while it wrote: after the folder, after the mark, after some of the files.
    for files in [None, Some(0), Some(1)] {
        fs::create_dir(&left).unwrap();
        if let Some(n) = files {
            let mark = json!({ "made_by": MADE_BY, "files": ["index.html", "products/1.html"] });
            fs::write(left.join(MARK), mark.to_string()).unwrap();
            for one in &site("half")[..n] {
                fs::write(left.join(&one.path), &one.bytes).unwrap();
            }
        }
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), "1");
        put(&folder, &site("1")).unwrap();
        assert!(!left.exists());
    }
    // Killed between the two steps of a file system that cannot swap in one.
    fs::rename(&folder, home.path().join(".apps.old")).unwrap();
    put(&folder, &site("2")).unwrap();
    assert_eq!(
        all(home.path()),
        [
            "apps/hallpass-site.json",
            "apps/index.html",
            "apps/products/1.html"
        ]
    );
    // Somebody who is at it now is not disturbed.
    let lock = write(&left, &site("3")).unwrap();
    let refused = put(&folder, &site("4")).unwrap_err();
    assert!(
        refused.what.contains("somebody else publishes"),
        "{}",
        refused.what
    );
    drop(lock);
    put(&folder, &site("4")).unwrap();
    assert_eq!(
        fs::read_to_string(folder.join("products/1.html")).unwrap(),
        "4"
    );
}
