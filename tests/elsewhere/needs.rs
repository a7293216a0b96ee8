//! What a test needs of the machine and of whoever runs it, and whether it is there.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use libtest_mimic::Trial;

pub use crate::machine::{NOBODY, is_root};
use crate::machine::{postgres, program};
use crate::support::length;

/// Where the folder of real files is said to be.
const FOLDER: &str = "HALLPASS_TEST_DATA";
/// The shell that pauses programs.
pub const SHELL: &str = "/bin/bash";

/// What a test cannot do without.
#[derive(Clone, Copy)]
pub enum Need {
    /// Real files by other people: `HALLPASS_TEST_DATA`, else `../shared/data` beside the project.
    RealFiles,
    /// Root, to give files to others, who may run this program as nobody.
    Root,
    /// Somebody whom permissions bind: a person who is not root, or nobody, as whom root runs the program.
    PlainPerson,
    /// A shell with job control.
    Shell,
    /// The shell zsh.
    Zsh,
    /// OpenSSH, both ends.
    Sshd,
    /// What Debian makes accounts with, and a view of the file system that ends with whoever has it.
    Host,
    /// What Debian packs and unpacks with, and cargo-deb.
    Package,
    /// PostgreSQL's server, its psql, and openssl to make certificates with.
    Postgres,
    /// Chromium, node, and what drives one by the other.
    Browser,
    /// Twenty seconds or more: `HALLPASS_LONG`.
    Time,
}

impl Need {
    const ALL: [Need; 11] = [
        Need::RealFiles,
        Need::Root,
        Need::PlainPerson,
        Need::Shell,
        Need::Zsh,
        Need::Sshd,
        Need::Host,
        Need::Package,
        Need::Postgres,
        Need::Browser,
        Need::Time,
    ];

    /// Of several needs the first that is not met; the first of all where all are.
    pub fn hardest(needs: &[Need]) -> Need {
        let unmet = needs.iter().find(|need| need.missing().is_some());
        *unmet.unwrap_or(&needs[0])
    }

    /// In a word or two.
    fn name(self) -> &'static str {
        match self {
            Need::RealFiles => "real files",
            Need::Root => "root",
            Need::PlainPerson => "plain person",
            Need::Shell => "shell",
            Need::Zsh => "zsh",
            Need::Sshd => "sshd",
            Need::Host => "host",
            Need::Package => "package",
            Need::Postgres => "postgresql",
            Need::Browser => "browser",
            Need::Time => "time",
        }
    }

    /// Why it cannot be had here; none where it can.
    fn missing(self) -> Option<String> {
        match self {
            // Who names a folder wants these tests: they fail where it is not there.
            Need::RealFiles if std::env::var_os(FOLDER).is_some() || beside().is_dir() => None,
            Need::RealFiles => Some(format!(
                "{FOLDER} is not set and {} is not there",
                beside().display()
            )),
            Need::Root | Need::PlainPerson if is_root() => nobody_cannot(),
            Need::Root => Some("only root gives files to others".into()),
            Need::PlainPerson => None,
            Need::Shell if Path::new(SHELL).exists() => None,
            Need::Shell => Some(format!("there is no {SHELL}")),
            Need::Zsh if program("zsh").is_some() => None,
            Need::Zsh => Some("there is no zsh".into()),
            Need::Sshd => no_sshd(),
            Need::Host => no_host(),
            Need::Package => no_package(),
            Need::Postgres => no_postgres(),
            Need::Browser => no_browser(),
            Need::Time if length::is_long() => None,
            Need::Time => Some(format!("{} is not set", length::LONG)),
        }
    }

    /// Tests that have this need: ignored where it is not met.
    pub fn of(self, tests: &[(&str, fn())]) -> Vec<Trial> {
        let missing = self.missing().is_some();
        let trial = |(name, test): &(&str, fn())| {
            let name = name.trim_start_matches("elsewhere::").to_owned();
            let test = *test;
            Trial::test(name, move || {
                test();
                Ok(())
            })
            .with_kind(self.name())
            .with_ignored_flag(missing)
        };
        tests.iter().map(trial).collect()
    }
}

/// For each need that is not met, how many tests wait for it, and why.
pub fn why_not(tests: &[Trial]) -> Vec<String> {
    let line = |need: &Need| {
        let of_it = tests.iter().filter(|test| test.kind() == need.name());
        let why = need.missing()?;
        Some(format!(
            "not run: {} that need {}: {why}",
            of_it.count(),
            need.name()
        ))
    };
    Need::ALL.iter().filter_map(line).collect()
}

/// The tests of a module that have one need.
macro_rules! trials {
    ($need:expr; $($test:ident),+ $(,)?) => {
        $need.of(&[$((concat!(module_path!(), "::", stringify!($test)), $test as fn())),+])
    };
}
pub(crate) use trials;

/// A file or folder of the real files; it must be there.
pub fn data(name: &str) -> PathBuf {
    let folder = std::env::var_os(FOLDER).map_or_else(beside, PathBuf::from);
    let path = folder.join(name);
    assert!(path.exists(), "{} is not there", path.display());
    path
}

/// The server of OpenSSH, by its whole path, as it wants to be started.
pub fn sshd() -> Option<PathBuf> {
    program("sshd")
}

/// Why nobody comes in over SSH here.
fn no_sshd() -> Option<String> {
    let all = ["sshd", "ssh", "ssh-keygen", "scp", "sftp"];
    if let Some(missing) = all.into_iter().find(|name| program(name).is_none()) {
        return Some(format!(
            "there is no {missing}: apt-get install openssh-server openssh-client"
        ));
    }
    // Run by root it gives up its rights to this user, in this folder.
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = users.lines().any(|line| line.starts_with("sshd:"));
    let ready = !is_root() || (user && Path::new("/run/sshd").is_dir());
    (!ready).then(|| "for root sshd needs the user sshd and the folder /run/sshd".into())
}

/// Why no host can be set up here.
fn no_host() -> Option<String> {
    if let Some(missing) = ["useradd", "usermod", "unshare", "mount"]
        .into_iter()
        .find(|name| program(name).is_none())
    {
        return Some(format!("there is no {missing}"));
    }
    if !is_root() {
        return Some("only root makes accounts".into());
    }
    let view = Command::new("unshare").args(["--mount", "true"]).output();
    let view = view.is_ok_and(|ended| ended.status.success());
    (!view).then(|| "this root may not have a view of the file system of its own".into())
}

/// Why nothing can be packed here.
fn no_package() -> Option<String> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin/cargo-deb");
    if program("dpkg-deb").is_none() {
        return Some("there is no dpkg-deb".into());
    }
    (program("cargo-deb").is_none() && !tools.is_file())
        .then(|| "there is no cargo-deb: cargo install --locked cargo-deb".into())
}

/// Why no region can be begun here.
fn no_postgres() -> Option<String> {
    if ["initdb", "pg_ctl"]
        .into_iter()
        .any(|name| postgres(name).is_none())
    {
        return Some("there is no PostgreSQL: apt-get install postgresql".into());
    }
    // The server refuses to be root's; as root it is nobody's.
    let mut tools = vec!["psql", "openssl"];
    if is_root() {
        tools.push("runuser");
    }
    let missing = tools.into_iter().find(|name| program(name).is_none())?;
    Some(format!("there is no {missing}"))
}

/// Chromium, by its whole path.
pub fn browser() -> Option<PathBuf> {
    program("chromium")
}

/// The folder with what drives it, as npm puts it there.
pub fn page_tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/pages")
}

/// Why no page can be looked at here.
fn no_browser() -> Option<String> {
    if let Some(missing) = ["chromium", "node"]
        .into_iter()
        .find(|name| program(name).is_none())
    {
        return Some(format!("there is no {missing}: apt-get install {missing}"));
    }
    let tools = page_tools().join("node_modules");
    let here = ["playwright-core", "axe-core"]
        .iter()
        .all(|name| tools.join(name).is_dir());
    (!here).then(|| {
        "nothing drives it: npm install --prefix target/tools/pages playwright-core@1.65.1 axe-core@4.14.1"
            .into()
    })
}

fn beside() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

/// Why nobody cannot run this program in the temporary folder.
fn nobody_cannot() -> Option<String> {
    let this = std::env::current_exe().unwrap();
    let tried = Command::new(this)
        .arg("--help")
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::null())
        .uid(NOBODY)
        .gid(NOBODY)
        .status();
    let error = tried.err()?;
    Some(format!("nobody cannot run this program here ({error})"))
}
