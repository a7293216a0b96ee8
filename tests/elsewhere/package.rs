//! The package: what is in it, whose, with which mode, and that systemd reads its units. It is packed around the program
//! of the tests, in a folder of its own; `.pkg/build` alone builds the real one.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::desk::PROGRAM;
use crate::needs::{Need, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::Package; the_package_has_what_a_host_needs_and_nothing_else)
}

/// The files of the package, as they should be.
const FILES: [&str; 16] = [
    "-rwxr-xr-x /usr/bin/hallpass",
    "-rwxr-xr-x /usr/lib/hallpass/digests",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-alerts.service",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-alerts.timer",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-backup.service",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-backup.timer",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-digest.service",
    "-rw-r--r-- /usr/lib/systemd/system/hallpass-digest.timer",
    "-rw-r--r-- /usr/lib/sysusers.d/hallpass.conf",
    "-rw-r--r-- /usr/share/bash-completion/completions/hallpass",
    "-rw-r--r-- /usr/share/doc/hallpass/README.md",
    "-rw-r--r-- /usr/share/doc/hallpass/changelog.Debian.gz",
    "-rw-r--r-- /usr/share/doc/hallpass/copyright",
    "-rw-r--r-- /usr/share/fish/vendor_completions.d/hallpass.fish",
    "-rw-r--r-- /usr/share/hallpass/sshd_config.d/hallpass.conf",
    "-rw-r--r-- /usr/share/man/man1/hallpass.1.gz",
];
/// The last one, which sorts after these.
const ZSH: &str = "-rw-r--r-- /usr/share/zsh/vendor-completions/_hallpass";

/// Packs the program of the tests; gives the folder with `hallpass.deb` in it.
fn packed() -> TempDir {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    // Beside links to the sources, so that what is staged is not the real package's.
    for entry in fs::read_dir(checkout).unwrap() {
        let entry = entry.unwrap();
        if !["target", ".git"]
            .map(Into::into)
            .contains(&entry.file_name())
        {
            symlink(entry.path(), dir.path().join(entry.file_name())).unwrap();
        }
    }
    let tools = checkout.join("target/tools/bin");
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path)));
    let made = Command::new(dir.path().join(".pkg/build"))
        .args([PROGRAM, "--fast", "--offline", "--output"])
        .arg(dir.path().join("hallpass.deb"))
        .env("PATH", path.unwrap())
        .env("CARGO_TARGET_DIR", dir.path().join("target"))
        .env("SOURCE_DATE_EPOCH", "1760000000")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
    dir
}

fn of_package(dir: &TempDir, words: &[&str]) -> String {
    let mut command = Command::new("dpkg-deb");
    command.args(words).current_dir(dir.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn the_package_has_what_a_host_needs_and_nothing_else() {
    let dir = packed();
    let mut files = Vec::new();
    for line in of_package(&dir, &["--contents", "hallpass.deb"]).lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[1], "0/0", "{line}");
        if words[0].starts_with('d') {
            assert_eq!(words[0], "drwxr-xr-x", "{line}");
        } else {
            files.push(format!("{} {}", words[0], words[5].trim_start_matches('.')));
        }
    }
    files.sort_by_key(|line| line[11..].to_owned());
    assert_eq!(files, [&FILES[..], &[ZSH]].concat());

    let field = |name: &str| of_package(&dir, &["--field", "hallpass.deb", name]);
    assert_eq!(field("Package").trim(), "hallpass");
    assert_eq!(
        field("Version").trim(),
        format!("{}-1", env!("CARGO_PKG_VERSION"))
    );
    // It needs no library.
    assert!(!field("Depends").contains("lib"), "{}", field("Depends"));

    of_package(&dir, &["--raw-extract", "hallpass.deb", "out"]);
    let text = |name: &str| fs::read_to_string(dir.path().join("out").join(name)).unwrap();
    // The account is made when it is installed; no timer begins unasked, and nothing of it is in sshd's folder.
    let postinst = text("DEBIAN/postinst");
    assert!(postinst.contains("systemd-sysusers"), "{postinst}");
    for unit in ["backup", "digest", "alerts"] {
        let enables = format!("deb-systemd-helper enable 'hallpass-{unit}.timer'");
        assert!(!postinst.contains(&enables), "{postinst}");
        assert!(!postinst.contains("deb-systemd-invoke start"), "{postinst}");
    }
    let completions = text("usr/share/bash-completion/completions/hallpass");
    assert!(completions.contains("hallpass__subcmd__setup"), "no setup");
    units_are_read(&dir.path().join("out"));
}

/// systemd reads the units, where there is one to ask.
fn units_are_read(out: &Path) {
    let version = Command::new("systemd-analyze").arg("--version").output();
    if version.is_err() {
        println!("no systemd-analyze: the units are not read");
        return;
    }
    let units = ["backup", "digest", "alerts"];
    for unit in units
        .iter()
        .flat_map(|unit| [format!("{unit}.service"), format!("{unit}.timer")])
    {
        let name = format!("usr/lib/systemd/system/hallpass-{unit}");
        // As it is but for where its program is, which no host of tests has.
        let text = fs::read_to_string(out.join(&name)).unwrap();
        let text = text.replace(
            "ExecStart=/usr/",
            &format!("ExecStart={}/usr/", out.display()),
        );
        fs::write(out.join(&name), text).unwrap();
        let mut command = Command::new("systemd-analyze");
        command.args(["verify", "--man=no"]).arg(out.join(&name));
        let ended = command.output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        let ours: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("hallpass"))
            .collect();
        assert!(ours.is_empty(), "{unit}: {said}");
    }
}
